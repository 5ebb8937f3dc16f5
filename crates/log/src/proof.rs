//! Inclusion and consistency proofs (RFC 6962 §2.1.1 and §2.1.2; verified as RFC 9162 §2.1.3.2 and §2.1.4.2).

use std::io;

use crate::core::Core;
use crate::reader::Reader;
use crate::tree::{Hash, TILE_HASHES, TreeFiles, empty_root, node_hash, perfect_root};

/// Hashes of the longest proof: two for each level of a tree of 2^64 leaves.
pub const PROOF_HASHES_MAX: usize = 128;

/// Why a proof can't be given.
#[derive(Debug, thiserror::Error)]
pub enum ProofError {
    /// There are not so many leaves.
    #[error("the tree has {size} leaves; {asked} was asked for")]
    Beyond {
        /// What was asked for.
        asked: u64,
        /// Leaves.
        size: u64,
    },
    /// The files of the tree are not whole.
    #[error(
        "the files in `tree` do not hold what they should: stop the node, delete `tree` and `state`, and start it again to build them anew"
    )]
    Incomplete,
    /// The disk refused.
    #[error("can't read the tree: {0}")]
    Io(#[from] io::Error),
}

/// The root over leaves `start..end`, from the tiles.
fn range_root(files: &TreeFiles, start: u64, end: u64) -> Result<Hash, ProofError> {
    let count = end - start;
    if count == 0 {
        return Ok(empty_root());
    }
    if count.is_power_of_two() && start.is_multiple_of(count) {
        let level = count.trailing_zeros();
        let (row, within) = (level / TILE_HASHES.trailing_zeros(), level % TILE_HASHES.trailing_zeros());
        let first = start >> (row * TILE_HASHES.trailing_zeros());
        let hashes = files.hashes(row as usize, first, 1 << within)?.ok_or(ProofError::Incomplete)?;
        return Ok(perfect_root(&hashes));
    }
    let k = split(count);
    Ok(node_hash(&range_root(files, start, start + k)?, &range_root(files, start + k, end)?))
}

/// The largest power of two below `count`, which is at least 2.
fn split(count: u64) -> u64 {
    1 << (u64::BITS - 1 - (count - 1).leading_zeros())
}

fn inclusion(files: &TreeFiles, index: u64, size: u64) -> Result<Vec<Hash>, ProofError> {
    let (mut start, mut end) = (0, size);
    let mut path = Vec::new();
    while end - start > 1 {
        let middle = start + split(end - start);
        if index < middle {
            path.push(range_root(files, middle, end)?);
            end = middle;
        } else {
            path.push(range_root(files, start, middle)?);
            start = middle;
        }
    }
    path.reverse();
    Ok(path)
}

fn consistency(files: &TreeFiles, old: u64, size: u64) -> Result<Vec<Hash>, ProofError> {
    let (mut start, mut end) = (0, size);
    let mut path = Vec::new();
    // RFC 6962 §2.1.2: go down to the subtree that ends where the old tree ended.
    let mut whole = true;
    while old != end {
        let middle = start + split(end - start);
        if old <= middle {
            path.push(range_root(files, middle, end)?);
            end = middle;
        } else {
            path.push(range_root(files, start, middle)?);
            start = middle;
            whole = false;
        }
    }
    if !whole {
        path.push(range_root(files, start, end)?);
    }
    path.reverse();
    Ok(path)
}

impl Core {
    fn with_tree<T>(
        &self,
        size: u64,
        read: impl FnOnce(&TreeFiles) -> Result<T, ProofError>,
    ) -> Result<T, ProofError> {
        let mut derived = self.derived();
        derived.flush(&*self.disk)?;
        match derived.tree.size() {
            have if have < size => Err(ProofError::Beyond { asked: size, size: have }),
            _ => read(derived.files()),
        }
    }
}

impl Reader {
    /// Leaves in the tree: at least [`Reader::len`] when that was asked before.
    pub fn tree_size(&self) -> u64 {
        self.core.derived().tree.size()
    }

    /// The root over the first `size` records.
    pub fn root(&self, size: u64) -> Result<Hash, ProofError> {
        self.core.with_tree(size, |files| range_root(files, 0, size))
    }

    /// Proof that the record at a place is in the tree of the first `size` records.
    pub fn inclusion_proof(&self, seq: u64, size: u64) -> Result<Vec<Hash>, ProofError> {
        if seq >= size {
            return Err(ProofError::Beyond { asked: seq, size });
        }
        self.core.with_tree(size, |files| inclusion(files, seq, size))
    }

    /// Proof that the tree of the first `size` records goes on from that of the first `old`.
    pub fn consistency_proof(&self, old: u64, size: u64) -> Result<Vec<Hash>, ProofError> {
        if old > size {
            return Err(ProofError::Beyond { asked: old, size });
        }
        if old == 0 {
            return Ok(Vec::new());
        }
        self.core.with_tree(size, |files| consistency(files, old, size))
    }
}

/// Whether the proof shows that the leaf stands at `index` in the tree with this size and root.
pub fn verify_inclusion(leaf: &Hash, index: u64, size: u64, proof: &[Hash], root: &Hash) -> bool {
    if index >= size {
        return false;
    }
    let (mut f, mut s) = (index, size - 1);
    let mut hash = *leaf;
    for step in proof {
        if s == 0 {
            return false;
        }
        if f & 1 == 1 || f == s {
            hash = node_hash(step, &hash);
            while f & 1 == 0 && f != 0 {
                (f, s) = (f >> 1, s >> 1);
            }
        } else {
            hash = node_hash(&hash, step);
        }
        (f, s) = (f >> 1, s >> 1);
    }
    s == 0 && hash == *root
}

/// Whether the proof shows that the second tree goes on from the first.
pub fn verify_consistency(first: (u64, &Hash), second: (u64, &Hash), proof: &[Hash]) -> bool {
    let ((old, old_root), (new, new_root)) = (first, second);
    if old > new || old == 0 || old == new {
        let same = old != new || old_root == new_root;
        return old <= new && proof.is_empty() && same && (old != 0 || *old_root == empty_root());
    }
    let own_start = old.is_power_of_two().then_some(*old_root);
    let mut steps = own_start.iter().chain(proof);
    let Some(start) = steps.next() else { return false };
    let (mut f, mut s) = (old - 1, new - 1);
    while f & 1 == 1 {
        (f, s) = (f >> 1, s >> 1);
    }
    let (mut from_old, mut from_new) = (*start, *start);
    for step in steps {
        if s == 0 {
            return false;
        }
        if f & 1 == 1 || f == s {
            from_old = node_hash(step, &from_old);
            from_new = node_hash(step, &from_new);
            while f & 1 == 0 && f != 0 {
                (f, s) = (f >> 1, s >> 1);
            }
        } else {
            from_new = node_hash(&from_new, step);
        }
        (f, s) = (f >> 1, s >> 1);
    }
    s == 0 && from_old == *old_root && from_new == *new_root
}
