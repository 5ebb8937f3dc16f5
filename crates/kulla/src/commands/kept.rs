//! When a node was copied last, and when a copy of it was proved: beside the node, for `doctor` and the figures.

use std::fs;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::node::NodeDir;

/// What is known of the copies of a node.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Kept {
    /// When `kulla backup` copied it last.
    #[serde(default)]
    pub copied_at: Option<Timestamp>,
    /// Bytes of that copy.
    #[serde(default)]
    pub copied_bytes: u64,
    /// When `kulla prove-backup --against` last found nothing wrong with a copy.
    #[serde(default)]
    pub proved_at: Option<Timestamp>,
}

/// What is noted; nothing where nothing reads.
pub fn read(dir: &NodeDir) -> Kept {
    fs::read(dir.last_backup()).ok().and_then(|text| serde_json::from_slice(&text).ok()).unwrap_or_default()
}

/// Notes a copy.
pub fn note_backup(dir: &NodeDir, now: Timestamp, bytes: u64) {
    write(dir, &Kept { copied_at: Some(now), copied_bytes: bytes, ..read(dir) });
}

/// Notes a proof.
pub fn note_proof(dir: &NodeDir, now: Timestamp) {
    write(dir, &Kept { proved_at: Some(now), ..read(dir) });
}

/// A node that can't be written (a copy of it is on a read-only disk, or the disk is full) is copied all the same.
fn write(dir: &NodeDir, kept: &Kept) {
    let fresh = dir.last_backup().with_extension("new");
    let written = serde_json::to_vec(kept)
        .map_err(std::io::Error::other)
        .and_then(|text| fs::write(&fresh, text))
        .and_then(|()| fs::rename(&fresh, dir.last_backup()));
    if let Err(error) = written {
        tracing::warn!(%error, "when the node was copied can't be noted");
    }
}
