//! Sealing: what keeps a body secret on the disk, and what binds it to its header.
//!
//! A body and its salt are sealed with AES-256-GCM, with the header as associated data, so that a sealed part
//! can't be moved to another record. The key is derived (HKDF-SHA-256) from the node key for one *writer
//! epoch*: 16 random bytes that are drawn whenever a log is opened or its tail was cut. Within an epoch every
//! `seq` is used once, so the nonce may be the `seq`.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use kulla_record::envelope::SALT_BYTES;
use kulla_record::{KeyId, LogId};
use ring::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use ring::hkdf;
use sha2::{Digest, Sha256};

/// Bytes of a node key.
pub const NODE_KEY_BYTES: usize = 32;
/// Bytes of an authentication tag.
pub(crate) const TAG_BYTES: usize = 16;
/// Bytes of a writer epoch.
pub(crate) const EPOCH_BYTES: usize = 16;
/// Derived keys that are kept; more are derived anew.
const KEYS_KEPT_MAX: usize = 256;

const BODY_DOMAIN: &[u8] = b"kulla/seal/body/1";
const BLOB_DOMAIN: &[u8] = b"kulla/seal/blob/1";
const KEY_ID_DOMAIN: &[u8] = b"kulla/node-key/1";

/// The key of a node: 32 secret bytes that the caller keeps in a file of mode 0600.
#[derive(Clone)]
pub struct NodeKey {
    bytes: [u8; NODE_KEY_BYTES],
    id: KeyId,
}

impl NodeKey {
    /// From its bytes.
    pub fn new(bytes: [u8; NODE_KEY_BYTES]) -> NodeKey {
        let hash = Sha256::new().chain_update(KEY_ID_DOMAIN).chain_update(bytes).finalize();
        let mut id = [0; 16];
        id.copy_from_slice(&hash[..16]);
        NodeKey { bytes, id: KeyId(id) }
    }

    /// Its public name: the first 16 bytes of a hash of it.
    pub fn id(&self) -> KeyId {
        self.id
    }
}

impl std::fmt::Debug for NodeKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "NodeKey({})", self.id)
    }
}

/// The node keys that a log is read with; the first one seals.
#[derive(Debug, Clone)]
pub struct Keyring {
    keys: Vec<NodeKey>,
}

impl Keyring {
    /// One key.
    pub fn new(current: NodeKey) -> Keyring {
        Keyring { keys: vec![current] }
    }

    /// An older key, to read with.
    #[must_use]
    pub fn with_older(mut self, key: NodeKey) -> Keyring {
        self.keys.push(key);
        self
    }

    /// The key that seals.
    pub(crate) fn current(&self) -> &NodeKey {
        &self.keys[0]
    }

    /// A key by its id.
    pub(crate) fn get(&self, id: KeyId) -> Option<&NodeKey> {
        self.keys.iter().find(|key| key.id == id)
    }
}

struct Len32;
impl hkdf::KeyType for Len32 {
    fn len(&self) -> usize {
        32
    }
}

fn derive(key: &NodeKey, info: &[&[u8]]) -> LessSafeKey {
    let mut bytes = [0; 32];
    let prk = hkdf::Salt::new(hkdf::HKDF_SHA256, b"kulla").extract(&key.bytes);
    let filled = prk.expand(info, Len32).and_then(|okm| okm.fill(&mut bytes));
    let key = filled.and_then(|()| UnboundKey::new(&AES_256_GCM, &bytes));
    LessSafeKey::new(key.expect("HKDF gives 32 bytes, and AES-256 takes 32"))
}

/// The key for the bodies that one writer epoch of a log seals.
pub(crate) fn body_key(key: &NodeKey, log: LogId, epoch: &[u8; EPOCH_BYTES]) -> LessSafeKey {
    derive(key, &[BODY_DOMAIN, &log.0, epoch])
}

/// The key for the chunks of one blob.
pub(crate) fn blob_key(key: &NodeKey, blob: &[u8; 16]) -> LessSafeKey {
    derive(key, &[BLOB_DOMAIN, blob])
}

/// A nonce from a number that the key sees once.
pub(crate) fn nonce(number: u64) -> Nonce {
    let mut bytes = [0; NONCE_LEN];
    bytes[4..].copy_from_slice(&number.to_be_bytes());
    Nonce::assume_unique_for_key(bytes)
}

/// What comes out of a sealed part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opened {
    /// The salt of the commitment.
    pub salt: [u8; SALT_BYTES],
    /// The body.
    pub body: Vec<u8>,
}

/// Appends salt and body to the buffer, sealed.
pub(crate) fn seal_into(
    key: &LessSafeKey,
    seq: u64,
    header: &[u8],
    salt: &[u8; SALT_BYTES],
    body: &[u8],
    out: &mut Vec<u8>,
) {
    let start = out.len();
    out.extend_from_slice(salt);
    out.extend_from_slice(body);
    let tag = key
        .seal_in_place_separate_tag(nonce(seq), Aad::from(header), &mut out[start..])
        .expect("a body is far shorter than AES-GCM's limit");
    out.extend_from_slice(tag.as_ref());
}

/// Opens what [`seal_into`] wrote; `None` when it is not authentic.
pub(crate) fn open(key: &LessSafeKey, seq: u64, header: &[u8], sealed: &[u8]) -> Option<Opened> {
    let mut bytes = sealed.to_vec();
    let plain = key.open_in_place(nonce(seq), Aad::from(header), &mut bytes).ok()?.len();
    bytes.truncate(plain);
    let salt = *bytes.first_chunk::<SALT_BYTES>()?;
    bytes.drain(..SALT_BYTES);
    Some(Opened { salt, body: bytes })
}

/// A node key and a writer epoch: what one derived key is for.
pub(crate) type Epoch = (KeyId, [u8; EPOCH_BYTES]);

/// Derived keys by (node key, epoch), shared by the readers of a log.
pub(crate) struct KeyCache {
    log: LogId,
    keyring: Keyring,
    derived: Mutex<HashMap<Epoch, Arc<LessSafeKey>>>,
}

impl KeyCache {
    pub(crate) fn new(log: LogId, keyring: Keyring) -> KeyCache {
        KeyCache { log, keyring, derived: Mutex::default() }
    }

    /// The key of an epoch; `None` when the node key is not in the ring.
    pub(crate) fn get(&self, key: KeyId, epoch: &[u8; EPOCH_BYTES]) -> Option<Arc<LessSafeKey>> {
        let mut derived = self.derived.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = derived.get(&(key, *epoch)) {
            return Some(Arc::clone(known));
        }
        let fresh = Arc::new(body_key(self.keyring.get(key)?, self.log, epoch));
        if derived.len() >= KEYS_KEPT_MAX {
            derived.clear();
        }
        derived.insert((key, *epoch), Arc::clone(&fresh));
        Some(fresh)
    }
}
