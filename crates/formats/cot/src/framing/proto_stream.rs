//! Why: on a stream of protobuf messages one wrong length would make garbage of everything after it.

use super::{Cut, MAGIC, Pending, Skip, varint};
use crate::limits::{FRAME_BYTES_MAX, SKIP_BYTES_MAX};

/// Cuts a stream of `BF <varint length> <payload>`.
///
/// A length over [`FRAME_BYTES_MAX`] is believed up to [`SKIP_BYTES_MAX`], and so many bytes are passed over
/// as one over-long frame. Where no header stands, or an absurd length, the stream is out of step: bytes are
/// passed over up to the next header after which a `TakMessage` can begin. Garbage that looks like one is given
/// out as a frame, which then does not decode; after it the search begins anew.
#[derive(Debug, Default)]
pub struct ProtoStream {
    pending: Pending,
    /// Bytes of an over-long frame still to come.
    to_skip: u64,
    skipped: u64,
    /// Bytes passed over since the stream got out of step.
    lost: u64,
}

/// What stands at the front of the pending bytes.
enum Front {
    Frame { header: usize, length: usize },
    Long { header: usize, length: u64 },
    More,
    Garbage,
}

impl ProtoStream {
    /// A stream at its beginning.
    pub fn new() -> Self {
        Self::default()
    }

    /// A stream that begins with bytes left over from the XML before it.
    pub fn after_xml(rest: Vec<u8>) -> Self {
        Self { pending: Pending { bytes: rest, from: 0 }, ..Self::default() }
    }

    /// Takes bytes as they came. Call [`ProtoStream::cut`] until it gives `None` after each.
    pub fn push(&mut self, bytes: &[u8]) {
        self.pending.push(bytes);
    }

    /// The next payload or gap, `None` when more bytes are needed.
    pub fn cut(&mut self) -> Option<Cut<'_>> {
        loop {
            if self.to_skip > 0 {
                let count = usize::try_from(self.to_skip).unwrap_or(usize::MAX).min(self.pending.len());
                self.pending.skip(count);
                self.to_skip -= count as u64;
                if self.to_skip > 0 {
                    return None;
                }
                let bytes = std::mem::take(&mut self.skipped);
                return Some(Cut::Skipped { bytes, why: Skip::TooLong });
            }
            match self.front() {
                Front::More => return None,
                Front::Garbage => self.pass_over(),
                _ if self.lost > 0 => {
                    let bytes = std::mem::take(&mut self.lost);
                    return Some(Cut::Skipped { bytes, why: Skip::OutOfStep });
                }
                Front::Long { header, length } => {
                    self.to_skip = length + header as u64;
                    self.skipped = self.to_skip;
                }
                Front::Frame { header, length } => {
                    let message = self.pending.take(header + length);
                    return Some(Cut::Frame(&message[header..]));
                }
            }
        }
    }

    fn front(&self) -> Front {
        let rest = self.pending.rest();
        let Some(first) = rest.first() else { return Front::More };
        if *first != MAGIC {
            return Front::Garbage;
        }
        let (length, bytes) = match varint(&rest[1..]) {
            None => return Front::More,
            Some(None) => return Front::Garbage,
            Some(Some(found)) => found,
        };
        let header = 1 + bytes;
        let in_step = self.lost == 0;
        if length > SKIP_BYTES_MAX {
            return Front::Garbage;
        }
        if length > FRAME_BYTES_MAX as u64 {
            return if in_step { Front::Long { header, length } } else { Front::Garbage };
        }
        let length = usize::try_from(length).unwrap_or(FRAME_BYTES_MAX);
        // In garbage a header is believed only when a TakMessage begins after it: field 1 or 2 with a length.
        let foreign = rest.get(header).is_some_and(|b| !matches!(b, 0x0A | 0x12));
        if !in_step && (length == 0 || foreign) {
            return Front::Garbage;
        }
        if rest.len() < header + length { Front::More } else { Front::Frame { header, length } }
    }

    /// Passes over the byte at the front and on to the next that can be a header.
    fn pass_over(&mut self) {
        let rest = self.pending.rest();
        let count = memchr::memchr(MAGIC, rest.get(1..).unwrap_or(&[])).map_or(rest.len(), |at| at + 1);
        self.pending.skip(count);
        self.lost += count as u64;
    }
}
