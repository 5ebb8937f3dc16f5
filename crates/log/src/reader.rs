//! Reading: one record by its place, or many in order, always checked and never more in memory than a window.
//!
//! What is read has passed its checksums, the seal, and the commitment in its header. Only durable records are
//! ever given out.

use std::ops::Range;
use std::sync::atomic::Ordering;
use std::sync::{Arc, PoisonError};

use kulla_record::envelope::{Record, SALT_BYTES, commitment};
use kulla_record::{Header, LogId};

use crate::core::Core;
use crate::disk::{DiskFile, Mode, read_full};
use crate::error::ReadError;
use crate::frame::{At, FRAME_BYTES_MAX, Fault, Frame, PREFIX_BYTES, claimed_len};
use crate::place::Place;
use crate::segment::SEGMENT_HEADER_BYTES;

/// Bytes that a streaming reader takes from the disk at once.
const WINDOW_BYTES: usize = 1 << 20;

/// An entry with all that is needed to prove it to somebody else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The header.
    pub header: Header,
    /// Its bytes: the Merkle leaf.
    pub leaf: Vec<u8>,
    /// Salt and body; `None` once erased.
    pub content: Option<([u8; SALT_BYTES], Vec<u8>)>,
}

impl Entry {
    /// Without what only proofs need.
    pub fn into_record(self) -> Record {
        Record { header: self.header, body: self.content.map(|(_, body)| body) }
    }
}

/// Reads one log, while it is written. Cheap to clone.
#[derive(Clone)]
pub struct Reader {
    pub(crate) core: Arc<Core>,
}

impl Reader {
    /// The log's id.
    pub fn log(&self) -> LogId {
        self.core.log
    }

    /// Durable records. Grows only.
    pub fn len(&self) -> u64 {
        self.core.durable()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// One record.
    pub fn get(&self, seq: u64) -> Result<Record, ReadError> {
        self.entry(seq).map(Entry::into_record)
    }

    /// One record with its salt and its leaf.
    pub fn entry(&self, seq: u64) -> Result<Entry, ReadError> {
        let found = self.core.frame_bytes(seq);
        let entry = found.and_then(|(place, bytes)| self.core.entry_in(&bytes, seq, place));
        entry.inspect_err(|error| self.core.note(error))
    }

    /// The records of a range of places, in order; the range is cut to what is durable now, and what was pruned
    /// is left out.
    pub fn read(&self, range: Range<u64>) -> Records {
        let end = range.end.min(self.len());
        Records { core: Arc::clone(&self.core), next: range.start, end, window: None }
    }

    /// The places of which only hashes are kept.
    pub fn pruned(&self) -> Vec<Range<u64>> {
        let segments = self.core.segments();
        let ends = segments.iter().skip(1).map(|next| next.first_seq);
        segments.iter().zip(ends).filter(|(s, _)| s.pruned).map(|(s, end)| s.first_seq..end).collect()
    }
}

impl Core {
    /// Counts damage, so that whoever asks for the log's health hears of it.
    fn note(&self, error: &ReadError) {
        if matches!(error, ReadError::Damage { .. } | ReadError::NotAuthentic { .. }) {
            self.read_faults.fetch_add(1, Ordering::Relaxed);
        }
    }

    fn io(&self, file: &str) -> impl Fn(std::io::Error) -> ReadError {
        let file = file.to_owned();
        move |error| ReadError::Io { file: file.clone(), error }
    }

    /// The bytes of one frame and where it stands; the record's id is in the place once the header was read.
    pub(crate) fn frame_bytes(&self, seq: u64) -> Result<(Place, Vec<u8>), ReadError> {
        let len = self.durable();
        if seq >= len {
            return Err(ReadError::Beyond { seq, len });
        }
        let Some((segment, _)) = self.segment_of(seq).filter(|(segment, _)| !segment.pruned) else {
            return Err(ReadError::Pruned { seq });
        };
        let name = segment.file_name();
        let io = self.io(&name);
        let file = self.disk.open(&self.dir.join(&name), Mode::Read).map_err(&io)?;
        let known = self.derived().offset(seq).map_err(self.io(crate::core::OFFSETS))?;
        if let Some(offset) = known
            && let Some(found) = self.frame_if_there(&*file, &name, offset, seq).map_err(&io)?
        {
            return Ok(found);
        }
        // The derived offset is wrong or missing: walk there.
        let mut window = Window::new(file, name.clone());
        for at in segment.first_seq..seq {
            window.step(self, at)?;
        }
        let place = window.place(self, seq, None);
        let bytes = window.frame(self, seq)?.to_vec();
        let record = Header::decode(header_part(&bytes)).ok().map(|header| header.id);
        Ok((Place { record, ..place }, bytes))
    }

    fn frame_if_there(
        &self,
        file: &dyn DiskFile,
        name: &str,
        offset: u64,
        seq: u64,
    ) -> std::io::Result<Option<(Place, Vec<u8>)>> {
        // Most frames are short; one read is enough for them.
        let mut bytes = vec![0; 4096];
        let read = read_full(file, &mut bytes, offset)?;
        bytes.truncate(read);
        let Ok(len) = claimed_len(&bytes) else { return Ok(None) };
        if len > bytes.len() {
            bytes.resize(len, 0);
            if read_full(file, &mut bytes[read..], offset + read as u64)? < len - read {
                return Ok(None);
            }
        }
        bytes.truncate(len);
        let At::Frame(frame) = Frame::at(&bytes) else { return Ok(None) };
        let Ok(header) = frame.header(self.log, seq) else { return Ok(None) };
        let place =
            Place { log: self.log, file: name.to_owned(), offset, seq: Some(seq), record: Some(header.id) };
        Ok(Some((place, bytes)))
    }

    /// The frame in bytes that hold exactly one.
    pub(crate) fn frame_in<'a>(
        &self,
        bytes: &'a [u8],
        seq: u64,
        place: &Place,
    ) -> Result<Frame<'a>, ReadError> {
        let damage = |fault| ReadError::Damage { place: place.clone(), fault };
        let frame = match Frame::at(bytes) {
            At::Frame(frame) => frame,
            At::End => return Err(damage(Fault::Missing)),
            At::Bad(fault) => return Err(damage(fault)),
        };
        frame.header(self.log, seq).map_err(damage)?;
        Ok(frame)
    }

    /// Checks one frame, opens it, and compares it with its commitment.
    pub(crate) fn entry_in(&self, bytes: &[u8], seq: u64, place: Place) -> Result<Entry, ReadError> {
        let frame = self.frame_in(bytes, seq, &place)?;
        let header = frame
            .header(self.log, seq)
            .map_err(|fault| ReadError::Damage { place: place.clone(), fault })?;
        let place = Place { record: Some(header.id), ..place };
        if let Err(fault) = frame.check_sealed() {
            // Perhaps it is being overwritten right now: look again when that is over.
            let _erased_by_now = self.erasing.lock().unwrap_or_else(PoisonError::into_inner);
            let again = self.frame_bytes(seq)?.1;
            return match self.frame_in(&again, seq, &place)?.check_sealed() {
                Ok(()) if again != bytes => {
                    self.open_frame(&self.frame_in(&again, seq, &place)?, header, place)
                }
                _ => Err(ReadError::Damage { place, fault }),
            };
        }
        self.open_frame(&frame, header, place)
    }

    fn open_frame(&self, frame: &Frame<'_>, header: Header, place: Place) -> Result<Entry, ReadError> {
        let leaf = frame.header_bytes().to_vec();
        if frame.is_erased() {
            return Ok(Entry { header, leaf, content: None });
        }
        let (key_id, epoch) = frame.key();
        let Some(key) = self.keys.get(key_id, &epoch) else {
            return Err(ReadError::NoKey { place, key: key_id });
        };
        match frame.open(&key, header.seq) {
            Some(opened) if commitment(&opened.salt, &opened.body) == header.commitment => {
                Ok(Entry { header, leaf, content: Some((opened.salt, opened.body)) })
            }
            _ => Err(ReadError::NotAuthentic { place }),
        }
    }
}

fn header_part(bytes: &[u8]) -> &[u8] {
    let len = bytes.get(8..10).map_or(0, |len| usize::from(u16::from_be_bytes([len[0], len[1]])));
    bytes.get(PREFIX_BYTES..PREFIX_BYTES + len).unwrap_or_default()
}

/// A part of one segment in memory, moving forward from its first frame.
struct Window {
    file: Box<dyn DiskFile>,
    name: String,
    bytes: Vec<u8>,
    /// Offset of `bytes[0]` in the file.
    start: u64,
    /// The next frame in `bytes`.
    at: usize,
}

impl Window {
    fn new(file: Box<dyn DiskFile>, name: String) -> Window {
        Window { file, name, bytes: Vec::new(), start: SEGMENT_HEADER_BYTES as u64, at: 0 }
    }

    fn place(&self, core: &Core, seq: u64, record: Option<kulla_record::RecordId>) -> Place {
        let offset = self.start + self.at as u64;
        Place { log: core.log, file: self.name.clone(), offset, seq: Some(seq), record }
    }

    /// Makes sure that the frame at the current place is in memory, and gives its bytes.
    fn frame(&mut self, core: &Core, seq: u64) -> Result<&[u8], ReadError> {
        if claimed_len(&self.bytes[self.at..]).is_ok_and(|len| self.at + len <= self.bytes.len()) {
            let len = claimed_len(&self.bytes[self.at..]).unwrap_or(0);
            return Ok(&self.bytes[self.at..self.at + len]);
        }
        self.start += self.at as u64;
        self.at = 0;
        let mut want = WINDOW_BYTES;
        loop {
            self.bytes.resize(want, 0);
            let read = read_full(&*self.file, &mut self.bytes, self.start).map_err(core.io(&self.name))?;
            self.bytes.truncate(read);
            match claimed_len(&self.bytes) {
                Ok(len) if len <= read => return Ok(&self.bytes[..len]),
                Ok(_) if want < FRAME_BYTES_MAX => want = FRAME_BYTES_MAX,
                other => {
                    let zeros = self.bytes.iter().take(8).all(|b| *b == 0);
                    let fault = if zeros { Fault::Missing } else { other.err().unwrap_or(Fault::Lengths) };
                    return Err(ReadError::Damage { place: self.place(core, seq, None), fault });
                }
            }
        }
    }

    /// Moves past the frame at the current place.
    fn step(&mut self, core: &Core, seq: u64) -> Result<(), ReadError> {
        let len = self.frame(core, seq)?.len();
        self.at += len;
        Ok(())
    }
}

/// Records in order; ends after the first error.
pub struct Records {
    core: Arc<Core>,
    next: u64,
    end: u64,
    /// The segment that is being read, and the first `seq` of the one after it.
    window: Option<(Window, u64)>,
}

impl Records {
    /// The next entry with its salt and leaf, as [`Iterator::next`] gives the record.
    pub fn next_entry(&mut self) -> Option<Result<Entry, ReadError>> {
        match self.advance() {
            Ok(found) => found.map(Ok),
            Err(error) => {
                self.core.note(&error);
                self.end = self.next;
                Some(Err(error))
            }
        }
    }

    fn advance(&mut self) -> Result<Option<Entry>, ReadError> {
        while self.next < self.end {
            if self.window.as_ref().is_none_or(|(_, next)| self.next >= *next) {
                let Some((segment, next)) = self.core.segment_of(self.next) else { return Ok(None) };
                if segment.pruned {
                    self.next = next;
                    continue;
                }
                self.window = Some((self.window_at(&segment.file_name(), segment.first_seq)?, next));
            }
            let Some((window, _)) = &mut self.window else { return Ok(None) };
            let place = window.place(&self.core, self.next, None);
            let bytes = window.frame(&self.core, self.next)?;
            let entry = self.core.entry_in(bytes, self.next, place)?;
            window.step(&self.core, self.next)?;
            self.next += 1;
            return Ok(Some(entry));
        }
        Ok(None)
    }

    fn window_at(&self, name: &str, first_seq: u64) -> Result<Window, ReadError> {
        let file =
            self.core.disk.open(&self.core.dir.join(name), Mode::Read).map_err(self.core.io(name))?;
        let mut window = Window::new(file, name.to_owned());
        if self.next > first_seq {
            let (place, _) = self.core.frame_bytes(self.next)?;
            window.start = place.offset;
        }
        Ok(window)
    }
}

impl Iterator for Records {
    type Item = Result<Record, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        self.next_entry().map(|entry| entry.map(Entry::into_record))
    }
}
