//! Content beside the log: what is too large for a body.
//!
//! A blob is sealed in chunks, so that a reader needs little memory and a cut or reordered file is noticed. The
//! record that attaches it holds its id and a salted commitment; the salt is sealed with the content, so that
//! erasing the blob leaves a commitment that can't be guessed back. What may be attached, and that metadata of
//! photographs is removed first, is decided where content comes in.
//!
//! ```text
//! 0   "KULLABLB", version u16 = 1, zeros 6
//! 16  blob id 16
//! 32  node key 16
//! 48  length of the content u64
//! 56  chunks: up to 65,536 bytes each and a tag of 16; the first chunk begins with the salt, 32 bytes
//! ```
//!
//! AES-256-GCM under a key for this blob (HKDF of the node key and the id); the nonce is the number of the chunk,
//! the associated data are bytes 0..56, which hold the length and so say which chunk is the last.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use kulla_record::{Entropy, KeyId};
use ring::aead::Aad;
use sha2::{Digest, Sha256};

use crate::disk::{Disk, Mode, read_full};
use crate::seal::{Keyring, TAG_BYTES, blob_key, nonce};
use crate::segment::zero_range;

/// Bytes of the largest blob.
pub const BLOB_BYTES_MAX: usize = 64 << 20;
/// Plain bytes of one chunk.
const CHUNK_BYTES: usize = 64 << 10;
const HEADER_BYTES: usize = 56;
const SALT_BYTES: usize = 32;
const MAGIC: &[u8; 8] = b"KULLABLB";
const VERSION: u16 = 1;
const COMMITMENT_DOMAIN: &[u8] = b"kulla/blob/1";

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
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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
    #[error("attachment `{0}` is not there")]
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

/// The blobs of a node, in one folder.
pub struct BlobStore {
    disk: Arc<dyn Disk>,
    dir: PathBuf,
    keys: Keyring,
    entropy: Arc<dyn Entropy>,
}

fn commit(salt: &[u8], content: &[u8]) -> [u8; 32] {
    Sha256::new().chain_update(COMMITMENT_DOMAIN).chain_update(salt).chain_update(content).finalize().into()
}

fn header(id: BlobId, key: KeyId, bytes: u64) -> [u8; HEADER_BYTES] {
    let mut header = [0; HEADER_BYTES];
    header[..8].copy_from_slice(MAGIC);
    header[8..10].copy_from_slice(&VERSION.to_be_bytes());
    header[16..32].copy_from_slice(&id.0);
    header[32..48].copy_from_slice(&key.0);
    header[48..].copy_from_slice(&bytes.to_be_bytes());
    header
}

impl BlobStore {
    /// Blobs in this folder.
    pub fn new(disk: Arc<dyn Disk>, dir: &Path, keys: Keyring, entropy: Arc<dyn Entropy>) -> BlobStore {
        BlobStore { disk, dir: dir.to_owned(), keys, entropy }
    }

    /// Folders of at most some thousand files, by the first byte of the name.
    fn folder(&self, id: BlobId) -> PathBuf {
        self.dir.join(format!("{:02x}", id.0[0]))
    }

    fn path(&self, id: BlobId) -> PathBuf {
        self.folder(id).join(format!("{id}.blob"))
    }

    /// Keeps content durably under a new name. Append the record that holds the answer afterwards; a blob
    /// without a record is only wasted room.
    pub fn put(&self, content: &[u8]) -> Result<BlobRef, BlobError> {
        if content.len() > BLOB_BYTES_MAX {
            return Err(BlobError::TooLarge(content.len()));
        }
        let id = BlobId(self.entropy.bytes());
        let salt: [u8; SALT_BYTES] = self.entropy.bytes();
        self.write(id, &salt, content).map_err(|error| BlobError::Io { id, error })?;
        Ok(BlobRef { id, bytes: content.len() as u64, commitment: commit(&salt, content) })
    }

    fn write(&self, id: BlobId, salt: &[u8; SALT_BYTES], content: &[u8]) -> io::Result<()> {
        let folder = self.folder(id);
        self.disk.create_dir(&folder)?;
        self.disk.sync_dir(&self.dir)?;
        let new = folder.join(format!("{id}.new"));
        let file = self.disk.open(&new, Mode::Create)?;
        let key = blob_key(self.keys.current(), &id.0);
        let header = header(id, self.keys.current().id(), content.len() as u64);
        file.write_at(&header, 0)?;
        let plain = [salt.as_slice(), content].concat();
        let mut offset = HEADER_BYTES as u64;
        for (number, chunk) in (0..).zip(plain.chunks(CHUNK_BYTES)) {
            let mut sealed = chunk.to_vec();
            key.seal_in_place_append_tag(nonce(number), Aad::from(&header), &mut sealed)
                .map_err(|_| io::Error::other("the chunk could not be sealed"))?;
            file.write_at(&sealed, offset)?;
            offset += sealed.len() as u64;
        }
        file.sync_data()?;
        self.disk.rename(&new, &self.path(id))?;
        self.disk.sync_dir(&folder)
    }

    /// The content that a record names, checked against its commitment.
    pub fn get(&self, blob: &BlobRef) -> Result<Vec<u8>, BlobError> {
        let id = blob.id;
        let io = |error| BlobError::Io { id, error };
        let file = match self.disk.open(&self.path(id), Mode::Read) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Err(BlobError::NotFound(id)),
            other => other.map_err(io)?,
        };
        let mut stored = [0; HEADER_BYTES];
        let read = read_full(&*file, &mut stored, 0).map_err(io)?;
        let mut key_id = [0; 16];
        key_id.copy_from_slice(&stored[32..48]);
        let key_id = KeyId(key_id);
        if read < HEADER_BYTES
            || stored != header(id, key_id, blob.bytes)
            || blob.bytes > BLOB_BYTES_MAX as u64
        {
            return Err(BlobError::NotAuthentic(id));
        }
        let key = self.keys.get(key_id).ok_or(BlobError::NoKey { id, key: key_id })?;
        let key = blob_key(key, &id.0);
        let mut left = SALT_BYTES + usize::try_from(blob.bytes).unwrap_or(0);
        let mut plain = Vec::with_capacity(left);
        let mut offset = HEADER_BYTES as u64;
        for number in 0.. {
            let mut chunk = vec![0; left.min(CHUNK_BYTES) + TAG_BYTES];
            let read = read_full(&*file, &mut chunk, offset).map_err(io)?;
            let opened = key.open_in_place(nonce(number), Aad::from(&stored), &mut chunk[..read]);
            plain.extend_from_slice(opened.map_err(|_| BlobError::NotAuthentic(id))?);
            offset += read as u64;
            left -= left.min(CHUNK_BYTES);
            if left == 0 {
                break;
            }
        }
        let content = plain.split_off(SALT_BYTES.min(plain.len()));
        match commit(&plain, &content) == blob.commitment && file.len().map_err(io)? == offset {
            true => Ok(content),
            false => Err(BlobError::NotAuthentic(id)),
        }
    }

    /// Overwrites a blob and removes it, durably. One that is not there is erased already; a crash in between
    /// leaves a file that opens no more, and the next call removes it.
    pub fn erase(&self, id: BlobId) -> Result<(), BlobError> {
        let io = |error| BlobError::Io { id, error };
        let path = self.path(id);
        let file = match self.disk.open(&path, Mode::Write) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            other => other.map_err(io)?,
        };
        zero_range(&*file, 0, file.len().map_err(io)?).map_err(io)?;
        file.sync_data().map_err(io)?;
        self.disk.remove(&path).map_err(io)?;
        self.disk.sync_dir(&self.folder(id)).map_err(io)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::seal::NodeKey;
    use crate::sim::SimDisk;

    fn store(disk: &SimDisk) -> BlobStore {
        let keys = Keyring::new(NodeKey::new([1; 32]));
        BlobStore::new(Arc::new(disk.clone()), Path::new("/blobs"), keys, Arc::new(disk.clone()))
    }

    #[test]
    fn a_blob_of_any_length_survives_a_power_cut_and_reads_back() {
        let disk = SimDisk::new(1);
        let store = store(&disk);
        let edge = CHUNK_BYTES - SALT_BYTES;
        for bytes in [0, 1, edge - 1, edge, edge + 1, 2 * CHUNK_BYTES, 3 * CHUNK_BYTES + 17] {
            let content: Vec<u8> = (0..bytes).map(|n| (n % 251) as u8).collect();
            let blob = store.put(&content).unwrap();
            disk.power_cut();
            assert_eq!(store.get(&blob).unwrap(), content);
        }
    }

    #[test]
    fn a_changed_blob_is_refused_wherever_the_byte_stands() {
        let disk = SimDisk::new(2);
        let store = store(&disk);
        let blob = store.put(&[5; 300]).unwrap();
        let path = store.path(blob.id);
        for offset in 0..disk.bytes(&path).unwrap().len() {
            disk.flip(&path, offset, 0x10);
            assert!(store.get(&blob).is_err(), "byte {offset}");
            disk.flip(&path, offset, 0x10);
        }
        assert!(store.get(&blob).is_ok());
        let other = BlobRef { commitment: [0; 32], ..blob };
        assert!(matches!(store.get(&other), Err(BlobError::NotAuthentic(_))));
    }

    #[test]
    fn an_erased_blob_is_gone_for_good_and_erasing_again_does_nothing() {
        let disk = SimDisk::new(3);
        let store = store(&disk);
        let blob = store.put(b"a photograph").unwrap();
        store.erase(blob.id).unwrap();
        store.erase(blob.id).unwrap();
        disk.power_cut();
        assert!(matches!(store.get(&blob), Err(BlobError::NotFound(_))));
    }

    #[test]
    fn more_than_fits_is_refused() {
        let store = store(&SimDisk::new(4));
        assert!(matches!(store.put(&vec![0; BLOB_BYTES_MAX + 1]), Err(BlobError::TooLarge(_))));
    }

    #[test]
    fn a_blob_id_reads_back_what_it_writes() {
        let id = BlobId([0xa5; 16]);
        assert_eq!(id.to_string().parse(), Ok(id));
        assert!("A5".repeat(16).parse::<BlobId>().is_err());
    }
}
