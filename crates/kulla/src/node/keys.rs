//! The secrets of a node: 32 bytes each, in files that only their owner reads.

use std::fs::{self, OpenOptions};
use std::io::{Read, Write};
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::Path;

use kulla_record::Entropy;
use sha2::{Digest, Sha256};

use super::NodeDir;
use crate::commands::Fault;

/// The secrets of a node.
pub struct Keys {
    /// Seals bodies.
    pub node: [u8; 32],
    /// Ed25519 seed that signs checkpoints.
    pub checkpoint: [u8; 32],
}

impl Keys {
    /// Draws new ones.
    pub fn make(dir: &NodeDir, entropy: &dyn Entropy) -> Result<Keys, Fault> {
        let keys = Keys { node: entropy.bytes(), checkpoint: entropy.bytes() };
        write(&dir.keys().join("node.key"), &keys.node)?;
        write(&dir.keys().join("checkpoint.key"), &keys.checkpoint)?;
        Ok(keys)
    }

    /// Reads them; refuses files that others may read.
    pub fn read(dir: &NodeDir) -> Result<Keys, Fault> {
        Ok(Keys {
            node: read(&dir.keys().join("node.key"))?,
            checkpoint: read(&dir.keys().join("checkpoint.key"))?,
        })
    }

    /// The key under which cursors are sealed.
    pub fn cursors(&self) -> [u8; 32] {
        Sha256::new_with_prefix(b"kulla/cursor-key/1").chain_update(self.node).finalize().into()
    }
}

fn write(path: &Path, key: &[u8; 32]) -> Result<(), Fault> {
    let io = |error| Fault::data(format!("`{}`: {error}", path.display()));
    let mut file = OpenOptions::new().create_new(true).write(true).mode(0o600).open(path).map_err(io)?;
    file.write_all(key).and_then(|()| file.sync_all()).map_err(io)
}

fn read(path: &Path) -> Result<[u8; 32], Fault> {
    let io = |error| Fault::data(format!("the key `{}` can't be read: {error}", path.display()));
    let mode = fs::metadata(path).map_err(io)?.permissions().mode();
    if mode & 0o077 != 0 {
        return Err(Fault::data(format!(
            "others may read the key `{0}`: run `chmod 600 {0}`",
            path.display()
        )));
    }
    let mut bytes = Vec::new();
    fs::File::open(path).and_then(|file| file.take(33).read_to_end(&mut bytes)).map_err(io)?;
    bytes.try_into().map_err(|_| Fault::data(format!("the key `{}` is not 32 bytes long", path.display())))
}
