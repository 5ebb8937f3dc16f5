//! Segments: zero-filled files of a fixed size that the frames stand in.
//!
//! ```text
//! 0    "KULLASEG"
//! 8    version u16 = 1, zeros u16, header length u32 = 128
//! 16   log 16
//! 32   number of the segment u64
//! 40   first seq u64, which is also the number of leaves before it
//! 48   root of the Merkle tree over those leaves, 32
//! 80   length of the file u64
//! 88   zeros
//! 124  CRC-32C of bytes 0..124, u32
//! ```
//!
//! A segment reads as zeros before it is written, so that bytes which never arrived can be told from bytes that
//! were changed. When there is time, the zeros are really written beforehand: appending then changes no metadata
//! of the file, and a sync is shorter.

use std::io;
use std::path::Path;
use std::sync::Mutex;

use kulla_record::LogId;

use crate::disk::{Disk, DiskFile, Mode};
use crate::spare::spare_path;
use crate::tree::Hash;

/// Bytes before the first frame.
pub const SEGMENT_HEADER_BYTES: usize = 128;
/// Bytes of a full-grown segment, unless the configuration says otherwise.
pub const SEGMENT_BYTES: u64 = 64 << 20;
/// Bytes of the first segment; each is twice as long as the one before until they are full-grown.
const FIRST_SEGMENT_BYTES: u64 = 4 << 20;
/// Bytes that are written at once to fill a file with zeros.
const FILL_BYTES: usize = 1 << 20;

const MAGIC: &[u8; 8] = b"KULLASEG";
const VERSION: u16 = 1;

/// The first bytes of a segment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SegmentHeader {
    pub(crate) log: LogId,
    pub(crate) number: u64,
    pub(crate) first_seq: u64,
    pub(crate) root: Hash,
    pub(crate) bytes: u64,
}

impl SegmentHeader {
    pub(crate) fn encode(&self) -> [u8; SEGMENT_HEADER_BYTES] {
        let mut bytes = [0; SEGMENT_HEADER_BYTES];
        bytes[..8].copy_from_slice(MAGIC);
        bytes[8..10].copy_from_slice(&VERSION.to_be_bytes());
        bytes[12..16].copy_from_slice(&(SEGMENT_HEADER_BYTES as u32).to_be_bytes());
        bytes[16..32].copy_from_slice(&self.log.0);
        bytes[32..40].copy_from_slice(&self.number.to_be_bytes());
        bytes[40..48].copy_from_slice(&self.first_seq.to_be_bytes());
        bytes[48..80].copy_from_slice(&self.root);
        bytes[80..88].copy_from_slice(&self.bytes.to_be_bytes());
        let crc = crc32c::crc32c(&bytes[..124]);
        bytes[124..].copy_from_slice(&crc.to_be_bytes());
        bytes
    }

    /// `Err` says in words what is wrong.
    pub(crate) fn decode(bytes: &[u8]) -> Result<SegmentHeader, String> {
        let Some(bytes) = bytes.first_chunk::<SEGMENT_HEADER_BYTES>() else {
            return Err("the segment is shorter than its header".into());
        };
        let word = |at: usize| bytes[at..at + 8].try_into().map_or(0, u64::from_be_bytes);
        if &bytes[..8] != MAGIC {
            return Err("the file does not begin as a segment does".into());
        }
        if bytes[124..] != crc32c::crc32c(&bytes[..124]).to_be_bytes() {
            return Err("the checksum of the segment's header does not match".into());
        }
        match u16::from_be_bytes([bytes[8], bytes[9]]) {
            VERSION => {}
            version => return Err(format!("the segment has version {version}: use a newer `kulla`")),
        }
        let (mut log, mut root) = ([0; 16], [0; 32]);
        log.copy_from_slice(&bytes[16..32]);
        root.copy_from_slice(&bytes[48..80]);
        Ok(SegmentHeader { log: LogId(log), number: word(32), first_seq: word(40), root, bytes: word(80) })
    }
}

/// The name of a segment's file.
pub(crate) fn segment_name(number: u64) -> String {
    format!("{number:010}.segment")
}

/// The name of the file that keeps the leaf hashes of a pruned segment.
pub(crate) fn leaves_name(number: u64) -> String {
    format!("{number:010}.leaves")
}

/// The number in the name of a segment or of its leaves, and whether it is the leaves.
pub(crate) fn parse_name(name: &str) -> Option<(u64, bool)> {
    let (digits, kind) = name.split_once('.')?;
    let number = (digits.len() == 10).then(|| digits.parse().ok()).flatten()?;
    match kind {
        "segment" => Some((number, false)),
        "leaves" => Some((number, true)),
        _ => None,
    }
}

/// How long a segment becomes: small at first, so that a small log stays small, and never shorter than what has
/// to fit into it.
pub(crate) fn segment_len(number: u64, full: u64, needed: usize) -> u64 {
    let grown = u32::try_from(number).ok().and_then(|n| FIRST_SEGMENT_BYTES.checked_shl(n)).unwrap_or(full);
    let grown = if grown == 0 { full } else { grown.min(full) };
    grown.max((SEGMENT_HEADER_BYTES + needed) as u64)
}

/// Writes zeros over a range of bytes.
pub(crate) fn zero_range(file: &dyn DiskFile, start: u64, end: u64) -> io::Result<()> {
    let zeros = vec![0; FILL_BYTES.min(usize::try_from(end - start).unwrap_or(FILL_BYTES))];
    let mut at = start;
    while at < end {
        let part = zeros.len().min(usize::try_from(end - at).unwrap_or(zeros.len()));
        file.write_at(&zeros[..part], at)?;
        at += part as u64;
    }
    Ok(())
}

/// Puts a new segment durably in place and opens it. A spare file of the right length is used up, if nobody is
/// filling one at the moment; else the file is one hole, which reads as zeros just as well, and whose blocks are
/// found as it is written.
pub(crate) fn create(
    disk: &dyn Disk,
    dir: &Path,
    header: &SegmentHeader,
    spare_lock: &Mutex<()>,
) -> io::Result<Box<dyn DiskFile>> {
    let spare = spare_path(dir);
    let nobody_fills = spare_lock.try_lock();
    let ready = nobody_fills.is_ok().then(|| disk.open(&spare, Mode::Write).ok()).flatten();
    let ready = ready.filter(|file| file.len().is_ok_and(|len| len == header.bytes));
    let (path, file) = match ready {
        Some(file) => (spare, file),
        None => {
            let filling = dir.join("segment.new");
            let file = disk.open(&filling, Mode::Create)?;
            file.truncate(header.bytes)?;
            (filling, file)
        }
    };
    file.write_at(&header.encode(), 0)?;
    file.sync_data()?;
    disk.rename(&path, &dir.join(segment_name(header.number)))?;
    disk.sync_dir(dir)?;
    Ok(file)
}
