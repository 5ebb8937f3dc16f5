//! One segment under `verify`: every frame, every checksum, every seal and commitment.

use std::io;
use std::path::Path;
use std::sync::Arc;

use kulla_record::envelope::commitment;
use kulla_record::kind::governance::Erasure;
use kulla_record::{Header, Kind, LogId, RecordId};
use ring::aead::LessSafeKey;

use crate::blob::{BlobId, BlobRef, attached, may_name};
use crate::core::{OFFSET_BYTES, OFFSETS};
use crate::disk::{Disk, DiskFile, Mode, read_full};
use crate::frame::{Fault, sound_frames};
use crate::place::Place;
use crate::prune::Leaves;
use crate::report::{FINDINGS_MAX, Finding};
use crate::scan::{Scan, Seen, is_crash, read_file_into};
use crate::seal::{Epoch, KeyCache};
use crate::segment::{SegmentHeader, leaves_name, segment_name};
use crate::tree::{Hash, leaf_hash};

/// What one segment, or several, came to.
#[derive(Default)]
pub(crate) struct Checked {
    pub(crate) file: String,
    pub(crate) first_seq: u64,
    pub(crate) next_seq: u64,
    pub(crate) root: Hash,
    pub(crate) leaves: Vec<Hash>,
    /// Where each frame stands.
    pub(crate) offsets: Vec<u64>,
    pub(crate) pruned: u64,
    pub(crate) bodies_opened: u64,
    pub(crate) bodies_closed: u64,
    pub(crate) erased: Vec<Place>,
    /// Sealed parts that are bad, which an erasure may explain.
    pub(crate) damaged: Vec<(Place, Fault)>,
    /// Records that `erasure` records name.
    pub(crate) erasures: Vec<RecordId>,
    /// What bodies attach, each with its record.
    pub(crate) attached: Vec<(Place, BlobRef)>,
    /// Every blob that a body may be naming.
    pub(crate) may_name: Vec<BlobId>,
    /// Records of the kinds that somebody looks at.
    pub(crate) kept: Vec<Kept>,
    pub(crate) torn_tail: Option<Place>,
    pub(crate) findings: Vec<Finding>,
    /// The header of the segment can't be read.
    pub(crate) unreadable: bool,
    /// A header is damaged: the tree can't be computed beyond it.
    pub(crate) broken: bool,
}

/// The key of an epoch, by which it is known.
type EpochKey = (Epoch, Arc<LessSafeKey>);

/// A record that somebody looks at; without a body where it was erased.
pub(crate) struct Kept {
    pub(crate) place: Place,
    pub(crate) header: Header,
    pub(crate) body: Option<Vec<u8>>,
}

impl Checked {
    /// Adds what the whole report needs of the next segment.
    pub(crate) fn join(&mut self, next: Checked) {
        self.pruned += next.pruned;
        self.bodies_opened += next.bodies_opened;
        self.bodies_closed += next.bodies_closed;
        self.erased.extend(next.erased);
        self.damaged.extend(next.damaged);
        self.erasures.extend(next.erasures);
        self.attached.extend(next.attached);
        self.may_name.extend(next.may_name);
        self.torn_tail = next.torn_tail;
        let room = FINDINGS_MAX.saturating_sub(self.findings.len());
        self.findings.extend(next.findings.into_iter().take(room.max(1)));
    }

    pub(crate) fn place_of(&self, log: LogId, seq: u64) -> Place {
        let index = usize::try_from(seq.saturating_sub(self.first_seq)).unwrap_or(usize::MAX);
        let offset = self.offsets.get(index).copied().unwrap_or(0);
        Place { log, file: self.file.clone(), offset, seq: Some(seq), record: None }
    }
}

/// How a segment is checked.
pub(crate) struct SegmentCheck<'a> {
    pub(crate) disk: &'a dyn Disk,
    pub(crate) dir: &'a Path,
    pub(crate) log: LogId,
    pub(crate) keys: Option<KeyCache>,
    /// The log was closed, so that no crash explains anything.
    pub(crate) clean: bool,
    pub(crate) last: u64,
    /// Records from here on are not looked at: a running program may be writing them.
    pub(crate) limit: u64,
    /// Kinds whose bodies somebody looks at.
    pub(crate) kinds: Vec<Kind>,
}

impl SegmentCheck<'_> {
    /// An error means that the disk refused; everything else is in the findings. `data` is memory for the segment.
    pub(crate) fn check(&self, number: u64, pruned: bool, data: &mut Vec<u8>) -> io::Result<Checked> {
        let file = if pruned { leaves_name(number) } else { segment_name(number) };
        read_file_into(self.disk, &self.dir.join(&file), data)?;
        let mut checked = Checked { file, ..Checked::default() };
        let place = Place { log: self.log, file: checked.file.clone(), offset: 0, seq: None, record: None };
        if pruned {
            match Leaves::decode(data, self.log, number) {
                Ok(leaves) => {
                    (checked.first_seq, checked.root) = (leaves.first_seq, leaves.root);
                    checked.next_seq = leaves.first_seq + leaves.hashes.len() as u64;
                    checked.pruned = leaves.hashes.len() as u64;
                    checked.offsets = vec![0; leaves.hashes.len()];
                    checked.leaves = leaves.hashes;
                }
                Err(what) => checked.unreadable(place, what),
            }
            return Ok(checked);
        }
        match SegmentHeader::decode(data) {
            Ok(header) if header.log != self.log || header.number != number => {
                checked
                    .unreadable(place, format!("it is segment {} of log `{}`", header.number, header.log));
            }
            Ok(header) => {
                (checked.first_seq, checked.root) = (header.first_seq, header.root);
                if header.bytes != data.len() as u64 {
                    let what =
                        format!("the file has {} bytes; it should have {}", data.len(), header.bytes);
                    checked.findings.push(Finding { place, what });
                }
                self.frames(data, &mut checked, number == self.last);
            }
            Err(what) => checked.unreadable(place, what),
        }
        Ok(checked)
    }

    fn frames(&self, data: &[u8], checked: &mut Checked, last: bool) {
        let mut scan = Scan::new(data, self.log, checked.first_seq);
        let mut last_key = None;
        let mut group = (scan.offset, scan.seq);
        loop {
            let (offset, seq) = (scan.offset, scan.seq);
            if seq >= self.limit {
                break checked.next_seq = seq;
            }
            let fault = match scan.next() {
                Some(Ok(seen)) => {
                    if let Err(fault) = &seen.sealed
                        && last
                        && !self.clean
                        && is_crash(data, offset, self.log, seq, fault)
                    {
                        break self.torn(checked, offset, group);
                    }
                    let more = seen.frame.more();
                    self.frame(seen, seq, checked, &mut last_key);
                    if !more {
                        group = (scan.offset, scan.seq);
                    }
                    continue;
                }
                Some(Err(fault)) => fault,
                None if scan.has_rest() => Fault::Missing,
                // A group that is not complete.
                None if group.1 < seq && last && !self.clean => break self.torn(checked, offset, group),
                None if group.1 < seq => Fault::Missing,
                None => break checked.next_seq = seq,
            };
            if last && !self.clean && is_crash(data, offset, self.log, seq, &fault) {
                break self.torn(checked, offset, group);
            }
            checked
                .findings
                .push(Finding { place: checked.at(self.log, offset, seq), what: fault.to_string() });
            checked.broken = true;
            // Go on with the next sound frame, so that all of the damage is seen.
            let Some((offset, found, _)) = sound_frames(data, offset, self.log).find(|(_, s, _)| *s > seq)
            else {
                break checked.next_seq = seq;
            };
            (scan.offset, scan.seq) = (offset, found);
            group = (offset, found);
        }
    }

    /// What stands behind the last whole group does not count.
    fn torn(&self, checked: &mut Checked, offset: usize, (_, seq): (usize, u64)) {
        checked.torn_tail = Some(checked.at(self.log, offset, seq));
        let keep = usize::try_from(seq.saturating_sub(checked.first_seq)).unwrap_or(usize::MAX);
        checked.leaves.truncate(keep);
        checked.offsets.truncate(keep);
        checked.next_seq = seq;
    }

    fn frame(&self, seen: Seen<'_>, seq: u64, checked: &mut Checked, last_key: &mut Option<EpochKey>) {
        let Seen { offset, header, frame, sealed } = seen;
        if !checked.broken {
            checked.leaves.push(leaf_hash(frame.header_bytes()));
            checked.offsets.push(offset as u64);
        }
        let place =
            |checked: &Checked| Place { record: Some(header.id), ..checked.at(self.log, offset, seq) };
        if let Err(fault) = sealed {
            return checked.damaged.push((place(checked), fault));
        }
        let wanted = self.kinds.contains(&header.kind);
        if frame.is_erased() {
            checked.erased.push(place(checked));
            if wanted {
                checked.kept.push(Kept { place: place(checked), header, body: None });
            }
            return;
        }
        let Some(key) = self.key(frame.key(), last_key) else { return checked.bodies_closed += 1 };
        match frame.open(key, seq) {
            Some(opened) if commitment(&opened.salt, &opened.body) == header.commitment => {
                checked.bodies_opened += 1;
                if header.kind == Kind::ERASURE {
                    checked.erasures.extend(named_by(&opened.body));
                }
                for blob in attached(&header.kind, &opened.body) {
                    checked.attached.push((place(checked), blob));
                }
                checked.may_name.extend(may_name(&opened.body));
                if wanted {
                    checked.kept.push(Kept { place: place(checked), header, body: Some(opened.body) });
                }
            }
            _ => {
                let what = "the body is not the one that was written".into();
                checked.findings.push(Finding { place: place(checked), what });
            }
        }
    }

    /// The key of an epoch. A segment has few, and one after the other: that of the record before is nearly always it.
    fn key<'k>(&self, of: Epoch, last: &'k mut Option<EpochKey>) -> Option<&'k LessSafeKey> {
        if last.as_ref().is_none_or(|(known, _)| *known != of) {
            *last = Some((of, self.keys.as_ref()?.get(of.0, &of.1)?));
        }
        last.as_ref().map(|(_, key)| &**key)
    }
}

/// The records that the body of an `erasure` names, whichever log they are in.
fn named_by(body: &[u8]) -> Vec<RecordId> {
    serde_json::from_slice::<Erasure>(body).map(|erasure| erasure.records).unwrap_or_default()
}

impl Checked {
    fn at(&self, log: LogId, offset: usize, seq: u64) -> Place {
        Place { log, file: self.file.clone(), offset: offset as u64, seq: Some(seq), record: None }
    }

    fn unreadable(&mut self, place: Place, what: String) {
        self.findings.push(Finding { place, what });
        self.unreadable = true;
    }
}

/// The file of the offsets, as far as there is one.
pub(crate) struct OffsetsFile(Option<Box<dyn DiskFile>>);

impl OffsetsFile {
    pub(crate) fn open(disk: &dyn Disk, dir: &Path) -> io::Result<OffsetsFile> {
        match disk.open(&dir.join(OFFSETS), Mode::Read) {
            Ok(file) => Ok(OffsetsFile(Some(file))),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(OffsetsFile(None)),
            Err(error) => Err(error),
        }
    }

    /// The first entry below `end` whose offset stands there otherwise. What is pruned has offset 0 here and
    /// any in the file.
    pub(crate) fn first_difference(
        &self,
        first: u64,
        end: u64,
        offsets: &[u64],
    ) -> io::Result<Option<u64>> {
        let count = usize::try_from(end.saturating_sub(first)).unwrap_or(usize::MAX).min(offsets.len());
        let Some(file) = self.0.as_ref().filter(|_| count > 0) else { return Ok(None) };
        let mut bytes = vec![0; count * OFFSET_BYTES as usize];
        let read = read_full(&**file, &mut bytes, first * OFFSET_BYTES)?;
        let (stored, _) = bytes[..read].as_chunks::<4>();
        let differs = |index: &usize| {
            let stored = stored.get(*index).map(|units| u64::from(u32::from_be_bytes(*units)) * 8);
            offsets[*index] != 0 && stored != Some(offsets[*index])
        };
        Ok((0..count).find(differs).map(|index| first + index as u64))
    }
}
