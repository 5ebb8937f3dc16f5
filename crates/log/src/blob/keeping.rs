//! What is there, what a crash left, and what nothing names any more.

use std::collections::HashSet;
use std::io;
use std::path::{Path, PathBuf};

use super::{BlobError, BlobId, BlobStore, may_name};
use crate::disk::Disk;
use crate::error::ReadError;
use crate::reader::Reader;

/// How a blob stands, which its file name says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// It is being written, or its writing was cut off.
    Unfinished,
    /// Durable; if a record names it, then one at this place or behind it.
    Waiting {
        /// How many records the log held before.
        records: u64,
    },
    /// A record names it.
    Named,
}

impl State {
    /// The name of the file of a blob that stands so.
    pub fn file(&self, id: BlobId) -> String {
        match self {
            State::Unfinished => format!("{id}.new"),
            State::Waiting { records } => format!("{id}.{records}.wait"),
            State::Named => format!("{id}.blob"),
        }
    }

    /// The blob of a file name, and how it stands; `None` for files that are none of ours.
    pub fn of_file(name: &str) -> Option<(BlobId, State)> {
        let mut parts = name.split('.');
        let id = parts.next()?.parse().ok()?;
        let state = match (parts.next()?, parts.next(), parts.next()) {
            ("new", None, None) => State::Unfinished,
            ("blob", None, None) => State::Named,
            (records, Some("wait"), None) => State::Waiting { records: records.parse().ok()? },
            _ => return None,
        };
        Some((id, state))
    }
}

/// Folders of at most some thousand files, by the first byte of the name.
pub(super) fn folder(dir: &Path, id: BlobId) -> PathBuf {
    dir.join(format!("{:02x}", id.0[0]))
}

pub(super) fn in_folder(disk: &dyn Disk, folder: &Path) -> io::Result<Vec<(BlobId, State)>> {
    Ok(disk.list(folder)?.iter().filter_map(|name| State::of_file(name)).collect())
}

/// Every blob in a folder of blobs, by id.
pub(crate) fn list(disk: &dyn Disk, dir: &Path) -> io::Result<Vec<(BlobId, State)>> {
    let mut found = Vec::new();
    for first in 0..=u8::MAX {
        found.extend(in_folder(disk, &dir.join(format!("{first:02x}")))?);
    }
    Ok(found)
}

/// What a look at the blobs of a log did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Settled {
    /// Blobs that stay.
    pub kept: u64,
    /// Blobs that nothing names, overwritten and removed.
    pub removed: u64,
}

/// Why the blobs of a log could not be looked through.
#[derive(Debug, thiserror::Error)]
pub enum KeepingError {
    /// A blob.
    #[error(transparent)]
    Blob(#[from] BlobError),
    /// The records that may name it.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// The folder.
    #[error("the attachments of the log can't be listed: {0}")]
    Io(#[from] io::Error),
}

impl BlobStore {
    /// Every blob of the log, and how it stands.
    pub fn list(&self) -> io::Result<Vec<(BlobId, State)>> {
        list(&*self.disk, &self.dir)
    }

    /// Settles what a crash left, before anything is appended: what was not written whole goes, and of what waits
    /// stays what a record names.
    pub fn settle(&self, reader: &Reader) -> Result<Settled, KeepingError> {
        let all = self.list()?;
        let since = all.iter().filter_map(|(_, state)| match state {
            State::Waiting { records } => Some(*records),
            _ => None,
        });
        let named = match since.min() {
            Some(since) => names(reader, since)?,
            None => HashSet::new(),
        };
        let settled: HashSet<BlobId> =
            all.iter().filter(|(_, state)| *state == State::Named).map(|(id, _)| *id).collect();
        let mut done = Settled { kept: settled.len() as u64, removed: 0 };
        for (id, state) in all.into_iter().filter(|(_, state)| *state != State::Named) {
            // INVARIANT: two names that a power cut left may be one file, so it is not overwritten under the old one.
            if settled.contains(&id) {
                self.unlink(id, state)?;
            } else if matches!(state, State::Waiting { .. }) && named.contains(&id) {
                self.named(id)?;
                done.kept += 1;
            } else if !(state == State::Unfinished && named.contains(&id)) {
                self.erase(id)?;
                done.removed += 1;
            } else {
                self.unlink(id, state)?;
            }
        }
        Ok(done)
    }

    fn unlink(&self, id: BlobId, state: State) -> io::Result<()> {
        let folder = folder(&self.dir, id);
        self.disk.remove(&folder.join(state.file(id)))?;
        self.disk.sync_dir(&folder)
    }

    /// Removes every blob that no body of the log names any more: those of pruned records, and what an older copy brought.
    /// Nothing may be appended meanwhile.
    pub fn sweep(&self, reader: &Reader) -> Result<Settled, KeepingError> {
        let all: HashSet<BlobId> = self.list()?.into_iter().map(|(id, _)| id).collect();
        if all.is_empty() {
            return Ok(Settled::default());
        }
        let named = names(reader, 0)?;
        let mut done = Settled::default();
        for id in all {
            if named.contains(&id) {
                self.named(id)?;
                done.kept += 1;
            } else {
                self.erase(id)?;
                done.removed += 1;
            }
        }
        Ok(done)
    }
}

/// The blobs that the records from a place on name.
fn names(reader: &Reader, from: u64) -> Result<HashSet<BlobId>, ReadError> {
    let mut named = HashSet::new();
    for record in reader.read(from..u64::MAX) {
        named.extend(may_name(record?.body.as_deref().unwrap_or_default()));
    }
    Ok(named)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_name_reads_back_what_it_writes_and_other_files_are_none_of_ours() {
        let id = BlobId([0x3c; 16]);
        for state in [State::Unfinished, State::Waiting { records: 12 }, State::Named] {
            assert_eq!(State::of_file(&state.file(id)), Some((id, state)));
        }
        for name in
            ["", "x.blob", "lock", &format!("{id}.wait"), &format!("{id}.1.wait.new"), &id.to_string()]
        {
            assert_eq!(State::of_file(name), None, "{name}");
        }
    }
}
