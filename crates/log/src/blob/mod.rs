//! Content beside the log: what is too large for a body.
//!
//! A blob is sealed in chunks, so that a reader needs little memory and a cut or reordered file is noticed. The
//! record that attaches it holds its id and a salted commitment; the salt is sealed with the content, so that
//! erasing the blob leaves a commitment that can't be guessed back. What may be attached, and that metadata of
//! photographs is removed first, is decided where content comes in.
//!
//! **A blob is durable before the record that names it, and gone before the body that names it is.** In between its
//! name says how it stands:
//!
//! | file | means | at the next start |
//! |---|---|---|
//! | `ID.new` | it is being written | it goes |
//! | `ID.N.wait` | durable; a record that names it has a place from N on, if there is one | it stays if a record names it |
//! | `ID.blob` | a record names it | it stays |
//!
//! So a start looks at no more records than were written since the oldest blob that waits.
//!
//! | module | holds |
//! |---|---|
//! | `sealed` | the bytes of a file |
//! | `keeping` | what is there, what a crash left, what nothing names any more |
//! | `named` | which blobs a body names |

mod keeping;
mod named;
mod sealed;

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use kulla_record::{Entropy, KeyId};

use crate::disk::{Disk, Mode};
use crate::seal::Keyring;
use crate::segment::zero_range;
pub(crate) use keeping::list;
pub use keeping::{KeepingError, Settled, State};
pub use named::{attached, may_name};
use sealed::SALT_BYTES;

/// Bytes of the largest blob.
pub const BLOB_BYTES_MAX: usize = 64 << 20;
/// The folder of the blobs of a log, in the folder of the log.
pub const BLOBS: &str = "blobs";

/// The name of a blob: random, so that it tells nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct BlobId(pub [u8; 16]);

impl std::fmt::Display for BlobId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl std::str::FromStr for BlobId {
    type Err = String;

    fn from_str(text: &str) -> Result<BlobId, String> {
        let bad = || "a blob is named by 32 hexadecimal digits".to_owned();
        if text.len() != 32 || !text.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b)) {
            return Err(bad());
        }
        u128::from_str_radix(text, 16).map(|id| BlobId(id.to_be_bytes())).map_err(|_| bad())
    }
}

/// What a record keeps of a blob.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct BlobRef {
    /// Its name.
    pub id: BlobId,
    /// Bytes of the content.
    pub bytes: u64,
    /// SHA-256(`kulla/blob/1` ‖ salt ‖ content).
    pub commitment: [u8; 32],
}

/// Why a blob can't be kept or given.
#[derive(Debug, thiserror::Error)]
pub enum BlobError {
    /// Too large.
    #[error("the attachment has {0} bytes; at most {BLOB_BYTES_MAX} fit")]
    TooLarge(usize),
    /// Not there: never written, or erased.
    #[error("attachment `{0}` is not there: restore its file from a backup")]
    NotFound(BlobId),
    /// The content is not the one that the record commits to.
    #[error("attachment `{0}` is damaged or was changed: restore its file from a backup")]
    NotAuthentic(BlobId),
    /// The key is missing.
    #[error("attachment `{id}` is sealed under node key `{key}`, which this node does not have")]
    NoKey {
        /// Which blob.
        id: BlobId,
        /// The key that is needed.
        key: KeyId,
    },
    /// The disk refused.
    #[error("attachment `{id}` can't be read or written: {error}")]
    Io {
        /// Which blob.
        id: BlobId,
        /// The operating system's words.
        error: io::Error,
    },
}

/// A blob with the salt of its commitment, as it is proved to somebody else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Salted {
    /// The salt.
    pub salt: [u8; SALT_BYTES],
    /// The content.
    pub content: Vec<u8>,
}

impl Salted {
    /// What a record commits to.
    pub fn commitment(&self) -> [u8; 32] {
        sealed::commit(&self.salt, &self.content)
    }
}

/// The blobs of one log, in one folder.
pub struct BlobStore {
    disk: Arc<dyn Disk>,
    dir: PathBuf,
    keys: Keyring,
    entropy: Arc<dyn Entropy>,
}

impl BlobStore {
    /// Blobs in the folder of a log; the folder of the blobs is made when the first one comes.
    pub fn new(disk: Arc<dyn Disk>, log: &Path, keys: Keyring, entropy: Arc<dyn Entropy>) -> BlobStore {
        BlobStore { disk, dir: log.join(BLOBS), keys, entropy }
    }

    /// Keeps content durably under a new name. `records` is how many records the log holds before the one that will
    /// name it. Append that record afterwards, then call [`BlobStore::named`]; or [`BlobStore::erase`] if there will
    /// never be one.
    pub fn put(&self, content: &[u8], records: u64) -> Result<BlobRef, BlobError> {
        if content.len() > BLOB_BYTES_MAX {
            return Err(BlobError::TooLarge(content.len()));
        }
        let id = BlobId(self.entropy.bytes());
        let salt: [u8; SALT_BYTES] = self.entropy.bytes();
        let written = self.write(id, &salt, content, records);
        if let Err(error) = written {
            // What the disk refused takes no room; what this leaves too, the next start removes.
            drop(self.erase(id));
            return Err(BlobError::Io { id, error });
        }
        Ok(BlobRef { id, bytes: content.len() as u64, commitment: sealed::commit(&salt, content) })
    }

    fn write(&self, id: BlobId, salt: &[u8; SALT_BYTES], content: &[u8], records: u64) -> io::Result<()> {
        let folder = keeping::folder(&self.dir, id);
        self.disk.create_dir(&folder)?;
        for made in [self.dir.parent(), Some(self.dir.as_path())].into_iter().flatten() {
            self.disk.sync_dir(made)?;
        }
        let new = folder.join(State::Unfinished.file(id));
        let file = self.disk.open(&new, Mode::Create)?;
        sealed::write(&*file, self.keys.current(), id, salt, content)?;
        self.disk.rename(&new, &folder.join(State::Waiting { records }.file(id)))?;
        self.disk.sync_dir(&folder)
    }

    /// A record that names it is durable. It need not be: a start finds that out.
    pub fn named(&self, id: BlobId) -> Result<(), BlobError> {
        let folder = keeping::folder(&self.dir, id);
        for state in self.states(id)?.into_iter().filter(|state| matches!(state, State::Waiting { .. })) {
            let renamed =
                self.disk.rename(&folder.join(state.file(id)), &folder.join(State::Named.file(id)));
            renamed.map_err(|error| BlobError::Io { id, error })?;
        }
        Ok(())
    }

    /// The content that a record names, checked against its commitment.
    pub fn get(&self, blob: &BlobRef) -> Result<Vec<u8>, BlobError> {
        self.salted(blob).map(|salted| salted.content)
    }

    /// The same with its salt.
    pub fn salted(&self, blob: &BlobRef) -> Result<Salted, BlobError> {
        open(&*self.disk, &self.dir, &self.keys, blob)
    }

    /// Overwrites a blob and removes it, durably. One that is not there is erased already; a crash in between
    /// leaves a file that opens no more, and the next call removes it.
    pub fn erase(&self, id: BlobId) -> Result<(), BlobError> {
        let io = |error| BlobError::Io { id, error };
        let folder = keeping::folder(&self.dir, id);
        let states = self.states(id)?;
        for state in &states {
            let path = folder.join(state.file(id));
            let file = self.disk.open(&path, Mode::Write).map_err(io)?;
            zero_range(&*file, 0, file.len().map_err(io)?).map_err(io)?;
            file.sync_data().map_err(io)?;
            self.disk.remove(&path).map_err(io)?;
        }
        if states.is_empty() { Ok(()) } else { self.disk.sync_dir(&folder).map_err(io) }
    }

    /// Under which names it stands: mostly one, two after a power cut in a renaming.
    fn states(&self, id: BlobId) -> Result<Vec<State>, BlobError> {
        let found = keeping::in_folder(&*self.disk, &keeping::folder(&self.dir, id));
        let found = found.map_err(|error| BlobError::Io { id, error })?;
        Ok(found.into_iter().filter(|(of, _)| *of == id).map(|(_, state)| state).collect())
    }
}

/// Opens a blob in a folder of blobs.
pub(crate) fn open(
    disk: &dyn Disk,
    dir: &Path,
    keys: &Keyring,
    blob: &BlobRef,
) -> Result<Salted, BlobError> {
    let io = |error| BlobError::Io { id: blob.id, error };
    let folder = keeping::folder(dir, blob.id);
    let named = folder.join(State::Named.file(blob.id));
    let file = match disk.open(&named, Mode::Read) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            // Its record is a moment old, or the last renaming did not survive a crash.
            let found = keeping::in_folder(disk, &folder).map_err(io)?;
            let waits = |(id, state): &(BlobId, State)| *id == blob.id && *state != State::Unfinished;
            let Some((id, state)) = found.into_iter().find(waits) else {
                return Err(BlobError::NotFound(blob.id));
            };
            match disk.open(&folder.join(state.file(id)), Mode::Read) {
                // Renamed between the two looks.
                Err(error) if error.kind() == io::ErrorKind::NotFound => disk.open(&named, Mode::Read),
                other => other,
            }
        }
        other => other,
    };
    sealed::read(&*file.map_err(io)?, keys, blob)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_blob_id_reads_back_what_it_writes() {
        let id = BlobId([0xa5; 16]);
        assert_eq!(id.to_string().parse(), Ok(id));
        assert!("A5".repeat(16).parse::<BlobId>().is_err());
    }
}
