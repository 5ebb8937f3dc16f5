//! Pruning: of a whole segment whose records have all expired, only the leaf hashes are kept.
//!
//! ```text
//! 0    "KULLALVS"
//! 8    version u16 = 1, zeros 6
//! 16   log 16
//! 32   number of the segment u64
//! 40   first seq u64
//! 48   root of the tree over the leaves before it, 32
//! 80   number of leaves u64
//! 88   leaf hashes, 32 each
//!      CRC-32C of everything before, u32
//! ```

use std::sync::PoisonError;

use kulla_record::{Header, LogId};

use crate::core::{Core, SegmentInfo};
use crate::disk::replace_small;
use crate::error::ReadError;
use crate::frame::Fault;
use crate::place::Place;
use crate::scan::{Scan, read_file};
use crate::segment::{SegmentHeader, leaves_name, segment_name};
use crate::tree::{Hash, leaf_hash};

const MAGIC: &[u8; 8] = b"KULLALVS";
const VERSION: u16 = 1;
const HEADER_BYTES: usize = 88;

/// The leaf hashes of a pruned segment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Leaves {
    pub(crate) first_seq: u64,
    pub(crate) root: Hash,
    pub(crate) hashes: Vec<Hash>,
}

impl Leaves {
    fn encode(&self, log: LogId, number: u64) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(HEADER_BYTES + self.hashes.len() * 32 + 4);
        bytes.extend_from_slice(MAGIC);
        bytes.extend_from_slice(&VERSION.to_be_bytes());
        bytes.extend_from_slice(&[0; 6]);
        bytes.extend_from_slice(&log.0);
        bytes.extend_from_slice(&number.to_be_bytes());
        bytes.extend_from_slice(&self.first_seq.to_be_bytes());
        bytes.extend_from_slice(&self.root);
        bytes.extend_from_slice(&(self.hashes.len() as u64).to_be_bytes());
        bytes.extend_from_slice(self.hashes.as_flattened());
        bytes.extend_from_slice(&crc32c::crc32c(&bytes).to_be_bytes());
        bytes
    }

    /// `Err` says in words what is wrong.
    pub(crate) fn decode(bytes: &[u8], log: LogId, number: u64) -> Result<Leaves, String> {
        let word = |at: usize| bytes[at..at + 8].try_into().map_or(0, u64::from_be_bytes);
        let Some((content, crc)) = bytes.split_last_chunk::<4>().filter(|(c, _)| c.len() >= HEADER_BYTES)
        else {
            return Err("the file is too short for leaf hashes".into());
        };
        if &content[..8] != MAGIC || *crc != crc32c::crc32c(content).to_be_bytes() {
            return Err("the checksum of the leaf hashes does not match".into());
        }
        if content[8..10] != VERSION.to_be_bytes() {
            return Err("the leaf hashes are of a later version: use a newer `kulla`".into());
        }
        let (hashes, rest) = content[HEADER_BYTES..].as_chunks::<32>();
        if content[16..32] != log.0
            || word(32) != number
            || word(80) != hashes.len() as u64
            || !rest.is_empty()
        {
            return Err("the leaf hashes are of another log or segment".into());
        }
        let mut root = [0; 32];
        root.copy_from_slice(&content[48..80]);
        Ok(Leaves { first_seq: word(40), root, hashes: hashes.to_vec() })
    }
}

/// What pruning did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Pruned {
    /// Segments of which only the leaf hashes are left now.
    pub segments: u64,
    /// Records that stood in them.
    pub records: u64,
}

impl Core {
    /// Prunes every whole segment that begins before `up_to` and whose records have all expired.
    pub(crate) fn prune(&self, up_to: u64, expired: &dyn Fn(&Header) -> bool) -> Result<Pruned, ReadError> {
        let _one_at_a_time = self.erasing.lock().unwrap_or_else(PoisonError::into_inner);
        let segments = self.segments();
        let mut pruned = Pruned::default();
        // The last segment is still being written.
        for (index, pair) in segments.windows(2).enumerate() {
            let (segment, next) = (&pair[0], &pair[1]);
            if segment.pruned || next.first_seq > up_to {
                continue;
            }
            let Some(leaves) = self.leaves_if_expired(segment, next.first_seq, expired)? else { continue };
            self.keep_leaves(segment, &leaves, index)?;
            pruned.segments += 1;
            pruned.records += leaves.hashes.len() as u64;
        }
        Ok(pruned)
    }

    fn leaves_if_expired(
        &self,
        segment: &SegmentInfo,
        next: u64,
        expired: &dyn Fn(&Header) -> bool,
    ) -> Result<Option<Leaves>, ReadError> {
        let file = segment.file_name();
        let place = |offset: usize, seq| Place {
            log: self.log,
            file: file.clone(),
            offset: offset as u64,
            seq: Some(seq),
            record: None,
        };
        let data = read_file(&*self.disk, &self.dir.join(&file))
            .map_err(|error| ReadError::Io { file: file.clone(), error })?;
        let header = SegmentHeader::decode(&data)
            .map_err(|_| ReadError::Damage { place: place(0, segment.first_seq), fault: Fault::Place })?;
        let mut scan = Scan::new(&data, self.log, segment.first_seq);
        let mut hashes = Vec::new();
        while scan.seq < next {
            let (offset, seq) = (scan.offset, scan.seq);
            let damage = |fault| ReadError::Damage { place: place(offset, seq), fault };
            let seen = scan.next().unwrap_or(Err(Fault::Missing)).map_err(damage)?;
            if !expired(&seen.header) {
                return Ok(None);
            }
            hashes.push(leaf_hash(seen.frame.header_bytes()));
        }
        // INVARIANT: only hashes that stand in the tree take the place of records.
        let stored = self.derived().files().hashes(0, segment.first_seq, hashes.len() as u64);
        match stored.map_err(|error| ReadError::Io { file: "tree/0".into(), error })? {
            Some(stored) if stored == hashes => {
                Ok(Some(Leaves { first_seq: segment.first_seq, root: header.root, hashes }))
            }
            _ => Err(ReadError::Damage { place: place(0, segment.first_seq), fault: Fault::Leaf }),
        }
    }

    fn keep_leaves(&self, segment: &SegmentInfo, leaves: &Leaves, index: usize) -> Result<(), ReadError> {
        let name = leaves_name(segment.number);
        let bytes = leaves.encode(self.log, segment.number);
        let io = |error| ReadError::Io { file: name.clone(), error };
        // INVARIANT: the hashes are durable before the segment goes.
        replace_small(&*self.disk, &self.dir, &name, &bytes).map_err(io)?;
        if let Some(entry) = self.segments.write().unwrap_or_else(PoisonError::into_inner).get_mut(index) {
            entry.pruned = true;
        }
        self.disk.remove(&self.dir.join(segment_name(segment.number))).map_err(io)?;
        self.disk.sync_dir(&self.dir).map_err(io)
    }
}
