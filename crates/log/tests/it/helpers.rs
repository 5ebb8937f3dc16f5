//! Drafts, keys and configurations that the tests share.

use std::path::Path;
use std::sync::Arc;

use kulla_log::{Keyring, Log, LogConfig, NodeKey, OpenError, Opened, RealDisk};
use kulla_record::{Draft, Entropy, Hlc, Kind, LabelId, LogId, PrincipalId, RecordId, SubjectId};
use ring::rand::{SecureRandom, SystemRandom};

pub const LOG: LogId = LogId([0x10; 16]);
pub const KEY: [u8; 32] = [0x42; 32];

pub struct OsEntropy;
impl Entropy for OsEntropy {
    fn fill(&self, bytes: &mut [u8]) {
        SystemRandom::new().fill(bytes).expect("the operating system gives random bytes");
    }
}

pub fn record_id(n: u64) -> RecordId {
    let mut bytes = [0; 16];
    bytes[8..].copy_from_slice(&n.to_be_bytes());
    RecordId(bytes)
}

/// A draft whose body says which one it is.
pub fn draft(n: u64, body_bytes: usize) -> Draft {
    let mut body = format!("{{\"n\":{n}}}").into_bytes();
    body.resize(body_bytes.max(body.len()), b' ');
    let mut salt = [7; 32];
    salt[..8].copy_from_slice(&n.to_be_bytes());
    Draft {
        id: record_id(n),
        kind: Kind::ENTRY,
        subject: SubjectId::from(record_id(n)),
        replaces: Vec::new(),
        at: Hlc(n),
        author: PrincipalId([3; 16]),
        label: LabelId([4; 16]),
        salt,
        body,
    }
}

pub fn config(segment_bytes: u64) -> LogConfig {
    let keys = Keyring::new(NodeKey::new(KEY));
    LogConfig { segment_bytes, ..LogConfig::new(LOG, keys, Arc::new(OsEntropy)) }
}

pub fn open(dir: &Path, segment_bytes: u64) -> Result<(Log, Opened), OpenError> {
    Log::open(Arc::new(RealDisk), dir, config(segment_bytes))
}
