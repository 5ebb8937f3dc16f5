//! Tiles for witnesses and mirrors, in the layout of C2SP tlog-tiles: `tile/0/x001/234`, `tile/1/000.p/17`.
//!
//! A tile is 256 hashes of one row; the newest one of a row may be partial. They are slices of the row's file,
//! so serving one needs no work, and publishing them to a folder is copying. The entries themselves
//! (`tile/entries`) are left out on purpose: headers tell who wrote what about which subject, which is for
//! sessions with labels to decide, not for a witness.

use std::io;
use std::path::Path;

use crate::checkpoint::Checkpoint;
use crate::core::Core;
use crate::disk::{Disk, Mode, read_small, replace_small};
use crate::note::NOTE_BYTES_MAX;
use crate::proof::ProofError;
use crate::reader::Reader;
use crate::tree::{HASH_BYTES, ROWS_MAX, TILE_HASHES};

/// Which tile.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TileId {
    /// Row: 0 holds leaf hashes, each further one the roots of 256 hashes of the row below.
    pub level: u8,
    /// Which of the row.
    pub index: u64,
    /// Hashes in it, 1 to 256.
    pub width: u16,
}

impl TileId {
    /// The path of the specification, without a slash before it.
    pub fn path(&self) -> String {
        let mut groups = vec![format!("{:03}", self.index % 1_000)];
        let mut rest = self.index / 1_000;
        while rest > 0 {
            groups.push(format!("x{:03}", rest % 1_000));
            rest /= 1_000;
        }
        groups.reverse();
        let partial =
            if u64::from(self.width) < TILE_HASHES { format!(".p/{}", self.width) } else { String::new() };
        format!("tile/{}/{}{partial}", self.level, groups.join("/"))
    }

    /// Reads such a path; only the one spelling of the specification is taken.
    pub fn parse(path: &str) -> Option<TileId> {
        let (level, rest) = path.strip_prefix("tile/")?.split_once('/')?;
        let (index, width) = match rest.split_once(".p/") {
            Some((index, width)) => (index, width.parse().ok()?),
            None => (rest, TILE_HASHES as u16),
        };
        let digits: String =
            index.split('/').map(|group| group.strip_prefix('x').unwrap_or(group)).collect();
        let tile = TileId { level: level.parse().ok()?, index: digits.parse().ok()?, width };
        let sound = usize::from(tile.level) < ROWS_MAX && (1..=TILE_HASHES as u16).contains(&tile.width);
        (sound && tile.path() == path).then_some(tile)
    }

    fn first_hash(&self) -> u64 {
        self.index.saturating_mul(TILE_HASHES)
    }

    /// The tiles of a tree that the tree of the first `since` leaves did not have whole, lowest row first.
    fn of_tree(since: u64, size: u64) -> impl Iterator<Item = TileId> {
        (0..ROWS_MAX as u8).flat_map(move |level| {
            let shift = u32::from(level) * TILE_HASHES.trailing_zeros();
            let (old, new) = (since >> shift, size >> shift);
            (old / TILE_HASHES..new.div_ceil(TILE_HASHES)).map(move |index| {
                let width = (new - index * TILE_HASHES).min(TILE_HASHES);
                TileId { level, index, width: u16::try_from(width).unwrap_or(TILE_HASHES as u16) }
            })
        })
    }
}

impl Reader {
    /// The bytes of a tile; `None` when the tree is not so large yet.
    pub fn tile(&self, tile: TileId) -> Result<Option<Vec<u8>>, ProofError> {
        self.core.tile(tile)
    }

    /// Writes the tiles up to a signed checkpoint into a folder, and the checkpoint last, so that whoever finds
    /// the checkpoint finds its tiles. What an earlier checkpoint in that folder covered is not written again.
    /// Gives the number of tiles.
    pub fn publish(&self, to: &dyn Disk, dir: &Path, checkpoint: &str) -> Result<u64, ProofError> {
        let parse =
            |note: &str| Checkpoint::unverified(note).map_err(|bad| io::Error::other(bad.to_string()));
        let head = parse(checkpoint)?;
        to.create_dir(dir)?;
        let before = read_small(to, &dir.join("checkpoint"), NOTE_BYTES_MAX)?;
        let since =
            before.and_then(|bytes| parse(&String::from_utf8_lossy(&bytes)).ok()).map_or(0, |old| old.size);
        let mut tiles = 0;
        for tile in TileId::of_tree(since.min(head.size), head.size) {
            let bytes = self
                .core
                .tile(tile)?
                .ok_or(ProofError::Beyond { asked: head.size, size: self.tree_size() })?;
            let path = dir.join(tile.path());
            if let Some(parent) = path.parent() {
                to.create_dir(parent)?;
            }
            to.open(&path, Mode::Create)?.write_at(&bytes, 0)?;
            tiles += 1;
        }
        replace_small(to, dir, "checkpoint", checkpoint.as_bytes())?;
        Ok(tiles)
    }
}

impl Core {
    fn tile(&self, tile: TileId) -> Result<Option<Vec<u8>>, ProofError> {
        let mut derived = self.derived();
        derived.flush(&*self.disk)?;
        let shift = u32::from(tile.level) * TILE_HASHES.trailing_zeros();
        let have = derived.tree.size() >> shift;
        if tile.first_hash().saturating_add(u64::from(tile.width)) > have {
            return Ok(None);
        }
        let hashes =
            derived.files().hashes(usize::from(tile.level), tile.first_hash(), u64::from(tile.width))?;
        let bytes = hashes.ok_or(ProofError::Incomplete)?.as_flattened().to_vec();
        debug_assert_eq!(bytes.len() as u64, u64::from(tile.width) * HASH_BYTES);
        Ok(Some(bytes))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_those_of_the_specification() {
        let path = |level, index, width| TileId { level, index, width }.path();
        assert_eq!(path(0, 1_234_067, 256), "tile/0/x001/x234/067");
        assert_eq!(path(0, 0, 256), "tile/0/000");
        assert_eq!(path(1, 273, 17), "tile/1/273.p/17");
        for tile in [(0, 999, 1), (3, 1_000, 256), (2, 1_234_067, 255)]
            .map(|(level, index, width)| TileId { level, index, width })
        {
            assert_eq!(TileId::parse(&tile.path()), Some(tile));
        }
        for bad in [
            "tile/0/1",
            "tile/0/x000/001",
            "tile/9/000",
            "tile/0/000.p/256",
            "tile/0/000.p/0",
            "tile/../000",
            "tile/0/000.p/03",
        ] {
            assert_eq!(TileId::parse(bad), None, "{bad}");
        }
    }
}
