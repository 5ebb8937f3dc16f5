//! Walking over the frames of one segment with care: used where nothing is trusted, at start and in `verify`.

use std::io;
use std::path::Path;

use kulla_record::{Header, LogId};

use crate::disk::{Disk, Mode, read_full};
use crate::frame::{At, Fault, Frame, is_torn, later_batch, sound_frames};
use crate::segment::{SEGMENT_HEADER_BYTES, SegmentHeader};

/// Reads a whole file.
pub(crate) fn read_file(disk: &dyn Disk, path: &Path) -> io::Result<Vec<u8>> {
    let mut data = Vec::new();
    read_file_into(disk, path, &mut data)?;
    Ok(data)
}

/// Reads a whole file into memory that was used before, which is much of what reading costs where there are many files.
pub(crate) fn read_file_into(disk: &dyn Disk, path: &Path, data: &mut Vec<u8>) -> io::Result<()> {
    let file = disk.open(path, Mode::Read)?;
    data.resize(usize::try_from(file.len()?).unwrap_or(0), 0);
    let read = read_full(&*file, data, 0)?;
    data.truncate(read);
    Ok(())
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

/// Walks over bytes that claim to be a segment, as a start and `verify` do, and believes nothing: the entry for
/// fuzzing. Gives the number of sound records.
pub fn walk_untrusted(data: &[u8]) -> u64 {
    let Ok(header) = SegmentHeader::decode(data) else { return 0 };
    let mut scan = Scan::new(data, header.log, header.first_seq);
    let mut sound = 0;
    loop {
        let (offset, seq) = (scan.offset, scan.seq);
        let fault = match scan.next() {
            Some(Ok(seen)) => {
                sound += u64::from(
                    seen.sealed.is_ok() && seen.frame.erased_sealed().len() > seen.frame.key().1.len(),
                );
                continue;
            }
            Some(Err(fault)) => fault,
            None if scan.has_rest() => Fault::Missing,
            None => return sound,
        };
        let _ = is_crash(data, offset, header.log, seq, &fault);
        let Some((offset, found, _)) = sound_frames(data, offset, header.log).find(|(_, s, _)| *s > seq)
        else {
            return sound;
        };
        (scan.offset, scan.seq) = (offset, found);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::config::LogConfig;
    use crate::disk::Disk;
    use crate::group::prepare;
    use crate::seal::{Keyring, NodeKey};
    use crate::sim::SimDisk;
    use crate::writer::Writer;

    /// The first segment of a log with a few records.
    fn segment() -> Vec<u8> {
        let disk = SimDisk::new(11);
        let entropy = std::sync::Arc::new(disk.clone());
        let keys = Keyring::new(NodeKey::new([3; 32]));
        let config = LogConfig { segment_bytes: 4096, ..LogConfig::new(LogId([8; 16]), keys, entropy) };
        let dir = std::path::Path::new("/log");
        let shared: std::sync::Arc<dyn Disk> = std::sync::Arc::new(disk.clone());
        let (mut writer, _) = Writer::open(shared, dir, config).unwrap();
        for n in 0..6 {
            let group = prepare(vec![crate::sim::draft(n + 1)]).unwrap();
            assert!(writer.offer(group).is_ok());
            writer.commit().unwrap();
        }
        disk.bytes(&dir.join("0000000000.segment")).unwrap()
    }

    #[test]
    fn a_sound_segment_is_walked_to_its_end() {
        assert_eq!(walk_untrusted(&segment()), 6);
    }

    proptest! {
        #[test]
        fn no_bytes_make_the_segment_reader_panic(
            changes in prop::collection::vec((0_usize..4096, any::<u8>()), 1..20),
            cut in 0_usize..5000,
        ) {
            let mut data = segment();
            for (at, byte) in changes {
                data[at] = byte;
            }
            data.truncate(cut.max(1));
            prop_assert!(walk_untrusted(&data) <= 6);
        }
    }
}
