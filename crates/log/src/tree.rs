//! The Merkle tree of a log (RFC 6962 §2.1, SHA-256), kept as it grows.
//!
//! Hashes are kept in rows of tiles as C2SP tlog-tiles lays them out: row 0 holds the leaf hashes, and each hash
//! of row n + 1 is the root of 256 of row n. On the disk a row is one flat file (`tree/0`, `tree/1`, …), so that
//! tile N of row L is bytes N × 8192 onwards of file L. The right edge, what is not yet a whole tile, is in
//! memory. All of it can be deleted and is then built again from the segments.

use std::io;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::disk::{Disk, DiskFile, Mode, read_full};

/// A SHA-256 hash.
pub type Hash = [u8; 32];

/// Hashes of a whole tile.
pub const TILE_HASHES: u64 = 256;
/// Rows that a tree of 2^64 leaves would have.
pub(crate) const ROWS_MAX: usize = 8;
/// Bytes of a hash.
pub(crate) const HASH_BYTES: u64 = 32;

/// SHA-256(0x00 ‖ leaf), RFC 6962 §2.1.
pub fn leaf_hash(leaf: &[u8]) -> Hash {
    Sha256::new().chain_update([0]).chain_update(leaf).finalize().into()
}

/// SHA-256(0x01 ‖ left ‖ right), RFC 6962 §2.1.
pub fn node_hash(left: &Hash, right: &Hash) -> Hash {
    Sha256::new().chain_update([1]).chain_update(left).chain_update(right).finalize().into()
}

/// The root of a tree without leaves: the hash of nothing.
pub fn empty_root() -> Hash {
    Sha256::digest([]).into()
}

/// The root over hashes whose number is a power of two.
pub(crate) fn perfect_root(hashes: &[Hash]) -> Hash {
    let mut row = hashes.to_vec();
    while row.len() > 1 {
        row = row.chunks(2).map(|pair| node_hash(&pair[0], &pair[pair.len() - 1])).collect();
    }
    row.first().copied().unwrap_or_else(empty_root)
}

/// One row: what has been written, and the right edge.
#[derive(Default)]
struct Row {
    /// Place of `edge[0]` in the row, a multiple of [`TILE_HASHES`].
    start: u64,
    edge: Vec<Hash>,
    /// Hashes of the row that stand in its file.
    written: u64,
}

impl Row {
    fn len(&self) -> u64 {
        self.start + self.edge.len() as u64
    }
}

/// The tree while it grows.
#[derive(Default)]
pub(crate) struct Tree {
    rows: Vec<Row>,
}

impl Tree {
    /// Leaves.
    pub(crate) fn size(&self) -> u64 {
        self.rows.first().map_or(0, Row::len)
    }

    /// Appends the hash of a leaf.
    pub(crate) fn push(&mut self, leaf: Hash) {
        self.push_row(0, leaf);
    }

    fn push_row(&mut self, level: usize, hash: Hash) {
        if self.rows.len() == level {
            self.rows.push(Row::default());
        }
        let row = &mut self.rows[level];
        row.edge.push(hash);
        if row.len().is_multiple_of(TILE_HASHES) {
            let root = perfect_root(&row.edge[row.edge.len() - TILE_HASHES as usize..]);
            self.push_row(level + 1, root);
        }
    }

    /// Shows each row's hashes from the right edge (row, place of the first, hashes), and lets go of whole tiles:
    /// for a tree that is only computed, not kept.
    pub(crate) fn forget(&mut self, mut show: impl FnMut(usize, u64, &[Hash])) {
        for (level, row) in self.rows.iter_mut().enumerate() {
            let new = usize::try_from(row.written - row.start).unwrap_or(0);
            show(level, row.written, &row.edge[new..]);
            row.written = row.len();
            let whole = row.edge.len() / TILE_HASHES as usize * TILE_HASHES as usize;
            row.edge.drain(..whole);
            row.start += whole as u64;
        }
    }

    /// The root over all leaves.
    pub(crate) fn root(&self) -> Hash {
        let mut right: Option<Hash> = None;
        for row in &self.rows {
            // A whole tile stands for itself in the row above.
            let open = (row.len() % TILE_HASHES) as usize;
            let mut end = row.edge.len();
            let mut rest = open;
            while rest > 0 {
                let size = 1 << rest.trailing_zeros();
                let root = perfect_root(&row.edge[end - size..end]);
                right = Some(right.map_or(root, |right| node_hash(&root, &right)));
                end -= size;
                rest -= size;
            }
        }
        right.unwrap_or_else(empty_root)
    }
}

/// The files that a tree is kept in.
pub(crate) struct TreeFiles {
    dir: PathBuf,
    files: Vec<Box<dyn DiskFile>>,
    /// A file may not be durably in its folder.
    new: bool,
}

/// Where the rows of a log's tree are kept.
pub(crate) fn tree_dir(dir: &Path) -> PathBuf {
    dir.join("tree")
}

impl TreeFiles {
    /// Opens what is there, to go on with it.
    pub(crate) fn open(disk: &dyn Disk, dir: &Path) -> io::Result<TreeFiles> {
        disk.create_dir(&tree_dir(dir))?;
        TreeFiles::open_in(disk, dir, Mode::Write)
    }

    /// Opens what is there, to read it; `None` when there is nothing.
    pub(crate) fn open_existing(disk: &dyn Disk, dir: &Path) -> io::Result<Option<TreeFiles>> {
        TreeFiles::open_in(disk, dir, Mode::Read).map(|files| (!files.files.is_empty()).then_some(files))
    }

    fn open_in(disk: &dyn Disk, dir: &Path, mode: Mode) -> io::Result<TreeFiles> {
        let dir = tree_dir(dir);
        let mut files = Vec::new();
        for level in 0..ROWS_MAX {
            match disk.open(&dir.join(level.to_string()), mode) {
                Ok(file) => files.push(file),
                Err(error) if error.kind() == io::ErrorKind::NotFound => break,
                Err(error) => return Err(error),
            }
        }
        // After a kill a file may be there that a power cut would still take away.
        Ok(TreeFiles { dir, files, new: true })
    }

    /// Writes what the files don't hold yet, and lets go of whole tiles that they do.
    pub(crate) fn flush(&mut self, disk: &dyn Disk, tree: &mut Tree) -> io::Result<()> {
        for (level, row) in tree.rows.iter_mut().enumerate() {
            if self.files.len() == level {
                self.new = true;
                self.files.push(disk.open(&self.dir.join(level.to_string()), Mode::Create)?);
            }
            let new = &row.edge[usize::try_from(row.written - row.start).unwrap_or(0)..];
            if !new.is_empty() {
                self.files[level].write_at(new.as_flattened(), row.written * HASH_BYTES)?;
                row.written = row.len();
            }
            let whole = row.edge.len() / TILE_HASHES as usize * TILE_HASHES as usize;
            row.edge.drain(..whole);
            row.start += whole as u64;
        }
        Ok(())
    }

    /// Makes durable what [`TreeFiles::flush`] wrote.
    pub(crate) fn sync(&mut self, disk: &dyn Disk) -> io::Result<()> {
        self.files.iter().try_for_each(|file| file.sync_data())?;
        if self.new {
            disk.sync_dir(&self.dir)?;
            self.new = false;
        }
        Ok(())
    }

    /// The tree of the first `size` leaves, as far as the files hold it; whether it is right shows in its root.
    pub(crate) fn load(&self, size: u64) -> io::Result<Option<Tree>> {
        let mut tree = Tree::default();
        let mut len = size;
        let mut level = 0;
        while len > 0 {
            let start = len / TILE_HASHES * TILE_HASHES;
            let Some(edge) = self.hashes(level, start, len - start)? else { return Ok(None) };
            tree.rows.push(Row { start, edge, written: len });
            len /= TILE_HASHES;
            level += 1;
        }
        Ok(Some(tree))
    }

    /// Hashes of a row; `None` when the file does not hold them all.
    pub(crate) fn hashes(&self, level: usize, start: u64, count: u64) -> io::Result<Option<Vec<Hash>>> {
        let mut hashes = vec![[0; 32]; usize::try_from(count).unwrap_or(0)];
        if count == 0 {
            return Ok(Some(hashes));
        }
        let Some(file) = self.files.get(level) else { return Ok(None) };
        let bytes = hashes.as_flattened_mut();
        let read = read_full(&**file, bytes, start * HASH_BYTES)?;
        Ok((read == bytes.len()).then_some(hashes))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 6962 §2.1, word for word.
    fn model(leaves: &[Hash]) -> Hash {
        match leaves.len() {
            0 => empty_root(),
            1 => leaves[0],
            n => {
                let k = n.next_power_of_two() / 2;
                node_hash(&model(&leaves[..k]), &model(&leaves[k..]))
            }
        }
    }

    #[test]
    fn the_root_is_the_one_of_the_rfc_at_every_size() {
        let mut tree = Tree::default();
        let mut leaves = Vec::new();
        for n in 0..1_100_u32 {
            assert_eq!(tree.root(), model(&leaves), "at {n} leaves");
            let leaf = leaf_hash(&n.to_be_bytes());
            tree.push(leaf);
            leaves.push(leaf);
        }
    }
}
