//! What is remembered of a feed over a restart, so that it is not fetched all over again. Losing it costs
//! traffic and nothing else: the desk knows each message by its name.

use std::collections::{HashSet, VecDeque};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::fetch::Validators;
use crate::eve::fingerprint;

/// Entries that are remembered; a national feed holds some hundred at a time.
pub const SEEN_MAX: usize = 8_192;

/// What is remembered.
#[derive(Debug, Default, Serialize, Deserialize)]
struct OnDisk {
    validators: Validators,
    seen: VecDeque<u64>,
}

/// The memory of one feed.
#[derive(Debug)]
pub struct Kept {
    file: PathBuf,
    on_disk: OnDisk,
    known: HashSet<u64>,
    changed: bool,
}

impl Kept {
    /// What was kept. A file that does not read is as good as none.
    pub fn load(folder: &Path, code: &str) -> Kept {
        let file = folder.join(format!("{code}.json"));
        let on_disk: OnDisk =
            fs::read(&file).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default();
        let known = on_disk.seen.iter().copied().collect();
        Kept { file, on_disk, known, changed: false }
    }

    /// By what to ask the next time.
    pub fn validators(&self) -> &Validators {
        &self.on_disk.validators
    }

    /// Everything of a document is through.
    pub fn through(&mut self, validators: Validators) {
        self.changed |= self.on_disk.validators != validators;
        self.on_disk.validators = validators;
    }

    /// Whether an entry has been dealt with.
    pub fn has(&self, entry: &str) -> bool {
        self.known.contains(&fingerprint(entry.as_bytes()))
    }

    /// An entry has been dealt with.
    pub fn add(&mut self, entry: &str) {
        let print = fingerprint(entry.as_bytes());
        if self.known.insert(print) {
            self.on_disk.seen.push_back(print);
            self.changed = true;
        }
        while self.on_disk.seen.len() > SEEN_MAX {
            if let Some(oldest) = self.on_disk.seen.pop_front() {
                self.known.remove(&oldest);
            }
        }
    }

    /// Writes what has changed.
    pub fn save(&mut self) -> io::Result<()> {
        if std::mem::take(&mut self.changed) {
            let fresh = self.file.with_extension("new");
            fs::write(&fresh, serde_json::to_vec(&self.on_disk)?)?;
            fs::rename(fresh, &self.file)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_seen_is_known_after_a_restart_and_the_oldest_is_forgotten() {
        let folder = tempfile::tempdir().unwrap();
        let mut kept = Kept::load(folder.path(), "feed");
        (0..=SEEN_MAX).for_each(|n| kept.add(&format!("entry {n}")));
        kept.through(Validators { etag: Some("\"7\"".into()), modified: None });
        kept.save().unwrap();
        let again = Kept::load(folder.path(), "feed");
        assert!(again.has(&format!("entry {SEEN_MAX}")) && !again.has("entry 0"));
        assert_eq!(again.validators().etag.as_deref(), Some("\"7\""));
        fs::write(folder.path().join("feed.json"), "{").unwrap();
        assert!(!Kept::load(folder.path(), "feed").has("entry 5"));
    }
}
