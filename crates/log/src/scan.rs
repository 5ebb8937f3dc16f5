//! Walking over the frames of one segment with care: used where nothing is trusted, at start and in `verify`.

use std::io;

use kulla_record::{Header, LogId};

use crate::disk::{Disk, Mode, read_full};
use crate::frame::{At, Fault, Frame, is_torn, later_batch};
use crate::segment::SEGMENT_HEADER_BYTES;

/// Reads a whole file.
pub(crate) fn read_file(disk: &dyn Disk, path: &std::path::Path) -> io::Result<Vec<u8>> {
    let file = disk.open(path, Mode::Read)?;
    let mut data = vec![0; usize::try_from(file.len()?).unwrap_or(0)];
    let read = read_full(&*file, &mut data, 0)?;
    data.truncate(read);
    Ok(data)
}

/// A position in a segment, moving from frame to frame.
pub(crate) struct Scan<'a> {
    data: &'a [u8],
    log: LogId,
    /// Where the next frame should begin.
    pub(crate) offset: usize,
    /// The `seq` it should have.
    pub(crate) seq: u64,
}

/// A frame and what it is.
pub(crate) struct Seen<'a> {
    pub(crate) offset: usize,
    pub(crate) header: Header,
    pub(crate) frame: Frame<'a>,
    /// What is wrong with the sealed part, if anything.
    pub(crate) sealed: Result<(), Fault>,
}

impl<'a> Scan<'a> {
    /// At the first frame of a segment.
    pub(crate) fn new(data: &'a [u8], log: LogId, first_seq: u64) -> Scan<'a> {
        Scan { data, log, offset: SEGMENT_HEADER_BYTES, seq: first_seq }
    }

    /// The next frame; `None` where zeros begin; a fault when its header part is not sound.
    pub(crate) fn next(&mut self) -> Option<Result<Seen<'a>, Fault>> {
        let rest = self.data.get(self.offset..).filter(|rest| !rest.is_empty())?;
        let frame = match Frame::at(rest) {
            At::End => return None,
            At::Bad(fault) => return Some(Err(fault)),
            At::Frame(frame) => frame,
        };
        let header = match frame.header(self.log, self.seq) {
            Ok(header) => header,
            Err(fault) => return Some(Err(fault)),
        };
        let seen = Seen { offset: self.offset, header, frame, sealed: frame.check_sealed() };
        self.offset += frame.len();
        self.seq += 1;
        Some(Ok(seen))
    }

    /// Whether anything but zeros stands from the current place on.
    pub(crate) fn has_rest(&self) -> bool {
        self.data.get(self.offset..).is_some_and(|rest| rest.iter().any(|b| *b != 0))
    }
}

/// Whether a bad place can be the trace of a crash: nothing of a later batch stands after it, and bytes that
/// never arrived explain it.
pub(crate) fn is_crash(data: &[u8], offset: usize, log: LogId, seq: u64, fault: &Fault) -> bool {
    later_batch(data, offset, log, seq).is_none() && is_torn(data, offset, fault)
}
