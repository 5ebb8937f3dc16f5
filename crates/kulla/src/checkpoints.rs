//! Signed heads of the logs: made on a fixed clock, compared at the next start, handed to witnesses.

use std::fs;

use kulla_log::LogHandle;
use kulla_log::checkpoint::Checkpoint;
use kulla_log::note::{KeyUse, NoteSigner};

use crate::commands::Fault;
use crate::node::keys::Keys;
use crate::node::open::Node;
use crate::node::{LogEntry, NodeConfig, NodeDir};

/// Milliseconds between two checkpoints.
pub const CHECKPOINT_EVERY_MS: u64 = 10_000;

fn signer(node: &str, seed: &[u8; 32], log: &str) -> Result<NoteSigner, Fault> {
    NoteSigner::new(&format!("{node}/{log}"), seed).map_err(|bad| Fault::data(bad.to_string()))
}

/// The key under which others check the heads of a log; empty for a name that can't be one.
pub fn verifier_key(node: &str, seed: &[u8; 32], log: &str) -> String {
    signer(node, seed, log).map(|signer| signer.verifier(KeyUse::Note).to_string()).unwrap_or_default()
}

/// The newest checkpoint of a log.
pub fn newest(dir: &NodeDir, log: &str) -> Option<Vec<u8>> {
    fs::read(dir.log(log).join("checkpoint")).ok()
}

/// What the newest checkpoint of a log says, which the start has verified.
pub fn head(dir: &NodeDir, log: &str) -> Option<Checkpoint> {
    newest(dir, log).and_then(|note| parse(&note))
}

/// Signs the head of every log that has grown.
pub fn sign(node: &Node) -> Result<(), Fault> {
    for (entry, handle) in &node.logs {
        let size = handle.reader().tree_size();
        let known = head(&node.dir, &entry.name);
        if known.is_some_and(|known| known.size == size) {
            continue;
        }
        let signer = signer(&node.config.name, &node.keys.checkpoint, &entry.name)?;
        handle
            .checkpoint(&signer)
            .map_err(|error| Fault::data(format!("log `{}`: {error}", entry.name)))?;
    }
    Ok(())
}

fn parse(note: &[u8]) -> Option<Checkpoint> {
    Checkpoint::unverified(std::str::from_utf8(note).ok()?).ok()
}

/// At start: no log may be smaller than, or different from, the head that was signed last.
pub fn check(
    dir: &NodeDir,
    config: &NodeConfig,
    keys: &Keys,
    logs: &[(LogEntry, LogHandle)],
) -> Result<(), Fault> {
    for (entry, handle) in logs {
        let Some(note) = newest(dir, &entry.name) else { continue };
        let text = String::from_utf8_lossy(&note);
        let verifier = signer(&config.name, &keys.checkpoint, &entry.name)?.verifier(KeyUse::Note);
        let what = |bad: String| {
            Fault::data(format!(
                "log `{}` is not the one that its checkpoint was signed for: {bad}; stop here, keep a copy of the folder, and \
             restore from a backup (`kulla restore`)",
                entry.name
            ))
        };
        let (signed, _) = Checkpoint::verify(&text, &[verifier]).map_err(|bad| what(bad.to_string()))?;
        let have = handle.len();
        if have < signed.size {
            return Err(what(format!("it has {have} records, the checkpoint {}", signed.size)));
        }
        let root = handle.reader().root(signed.size).map_err(|error| what(error.to_string()))?;
        if root != signed.root {
            return Err(what(format!("its first {} records have another root", signed.size)));
        }
    }
    Ok(())
}
