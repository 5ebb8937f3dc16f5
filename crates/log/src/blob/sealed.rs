//! The bytes of a blob.
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

use kulla_record::KeyId;
use ring::aead::Aad;
use sha2::{Digest, Sha256};

use super::{BLOB_BYTES_MAX, BlobError, BlobId, BlobRef, Salted};
use crate::disk::{DiskFile, read_full};
use crate::seal::{Keyring, NodeKey, TAG_BYTES, blob_key, nonce};

/// Plain bytes of one chunk.
const CHUNK_BYTES: usize = 64 << 10;
const HEADER_BYTES: usize = 56;
pub(super) const SALT_BYTES: usize = 32;
const MAGIC: &[u8; 8] = b"KULLABLB";
const VERSION: u16 = 1;
const COMMITMENT_DOMAIN: &[u8] = b"kulla/blob/1";

pub(super) fn commit(salt: &[u8], content: &[u8]) -> [u8; 32] {
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

/// Writes the whole file and syncs it.
pub(super) fn write(
    file: &dyn DiskFile,
    key: &NodeKey,
    id: BlobId,
    salt: &[u8; SALT_BYTES],
    content: &[u8],
) -> io::Result<()> {
    let header = header(id, key.id(), content.len() as u64);
    let key = blob_key(key, &id.0);
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
    file.sync_data()
}

/// Reads the whole file and holds it against its reference.
pub(super) fn read(file: &dyn DiskFile, keys: &Keyring, blob: &BlobRef) -> Result<Salted, BlobError> {
    let id = blob.id;
    let io = |error| BlobError::Io { id, error };
    let mut stored = [0; HEADER_BYTES];
    let read = read_full(file, &mut stored, 0).map_err(io)?;
    let mut key_id = [0; 16];
    key_id.copy_from_slice(&stored[32..48]);
    let key_id = KeyId(key_id);
    if read < HEADER_BYTES || stored != header(id, key_id, blob.bytes) || blob.bytes > BLOB_BYTES_MAX as u64
    {
        return Err(BlobError::NotAuthentic(id));
    }
    let key = keys.get(key_id).ok_or(BlobError::NoKey { id, key: key_id })?;
    let key = blob_key(key, &id.0);
    let mut left = SALT_BYTES + usize::try_from(blob.bytes).unwrap_or(0);
    let mut plain = Vec::with_capacity(left);
    let mut offset = HEADER_BYTES as u64;
    for number in 0.. {
        let mut chunk = vec![0; left.min(CHUNK_BYTES) + TAG_BYTES];
        let read = read_full(file, &mut chunk, offset).map_err(io)?;
        let opened = key.open_in_place(nonce(number), Aad::from(&stored), &mut chunk[..read]);
        plain.extend_from_slice(opened.map_err(|_| BlobError::NotAuthentic(id))?);
        offset += read as u64;
        left -= left.min(CHUNK_BYTES);
        if left == 0 {
            break;
        }
    }
    let (salt, content) = plain.split_first_chunk().ok_or(BlobError::NotAuthentic(id))?;
    match commit(salt, content) == blob.commitment && file.len().map_err(io)? == offset {
        true => Ok(Salted { salt: *salt, content: content.to_vec() }),
        false => Err(BlobError::NotAuthentic(id)),
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;
    use std::sync::Arc;

    use super::super::{BlobStore, State, keeping};
    use super::*;
    use crate::sim::SimDisk;

    fn store(disk: &SimDisk) -> BlobStore {
        let keys = Keyring::new(NodeKey::new([1; 32]));
        BlobStore::new(Arc::new(disk.clone()), Path::new("/log"), keys, Arc::new(disk.clone()))
    }

    #[test]
    fn a_blob_of_any_length_survives_a_power_cut_and_reads_back() {
        let disk = SimDisk::new(1);
        let store = store(&disk);
        let edge = CHUNK_BYTES - SALT_BYTES;
        for bytes in [0, 1, edge - 1, edge, edge + 1, 2 * CHUNK_BYTES, 3 * CHUNK_BYTES + 17] {
            let content: Vec<u8> = (0..bytes).map(|n| (n % 251) as u8).collect();
            let blob = store.put(&content, 0).unwrap();
            disk.power_cut();
            assert_eq!(store.get(&blob).unwrap(), content);
        }
    }

    #[test]
    fn a_changed_blob_is_refused_wherever_the_byte_stands() {
        let disk = SimDisk::new(2);
        let store = store(&disk);
        let blob = store.put(&[5; 300], 7).unwrap();
        let folder = keeping::folder(Path::new("/log/blobs"), blob.id);
        let path = folder.join(State::Waiting { records: 7 }.file(blob.id));
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
        let blob = store.put(b"a photograph", 0).unwrap();
        store.erase(blob.id).unwrap();
        store.erase(blob.id).unwrap();
        disk.power_cut();
        assert!(matches!(store.get(&blob), Err(BlobError::NotFound(_))));
    }

    #[test]
    fn more_than_fits_is_refused() {
        let store = store(&SimDisk::new(4));
        assert!(matches!(store.put(&vec![0; BLOB_BYTES_MAX + 1], 0), Err(BlobError::TooLarge(_))));
    }
}
