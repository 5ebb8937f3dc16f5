//! How a log is kept: whose it is, under which keys, and its limits.

use std::sync::Arc;

use kulla_record::{Entropy, LogId};

use crate::error::OpenError;
use crate::seal::Keyring;
use crate::segment::SEGMENT_BYTES;

/// Smallest full-grown segment, in bytes.
pub const SEGMENT_BYTES_MIN: u64 = 4 << 10;
/// Largest full-grown segment, in bytes: offsets are kept in 32 bits.
pub const SEGMENT_BYTES_MAX: u64 = 1 << 30;

/// How a log is kept.
#[derive(Clone)]
pub struct LogConfig {
    /// The log's id; opening another log under it is refused.
    pub log: LogId,
    /// The keys that bodies are sealed with.
    pub keys: Keyring,
    /// Where writer epochs come from.
    pub entropy: Arc<dyn Entropy>,
    /// Bytes of a full-grown segment.
    pub segment_bytes: u64,
    /// Records that may wait to be written; more wait at the door.
    pub queue_records_max: usize,
    /// How long a caller waits at the door before it is refused, in milliseconds.
    pub queue_wait_ms: u64,
}

/// Records that may wait to be written, unless the configuration says otherwise.
pub const QUEUE_RECORDS_MAX: usize = 16_384;
/// How long a caller waits for a place in the queue, unless the configuration says otherwise.
pub const QUEUE_WAIT_MS: u64 = 2_000;

impl LogConfig {
    /// With the usual limits.
    pub fn new(log: LogId, keys: Keyring, entropy: Arc<dyn Entropy>) -> LogConfig {
        LogConfig {
            log,
            keys,
            entropy,
            segment_bytes: SEGMENT_BYTES,
            queue_records_max: QUEUE_RECORDS_MAX,
            queue_wait_ms: QUEUE_WAIT_MS,
        }
    }

    pub(crate) fn check(&self) -> Result<(), OpenError> {
        let rule = "it must be 4096 to 1073741824 bytes and a multiple of 8";
        let fits = (SEGMENT_BYTES_MIN..=SEGMENT_BYTES_MAX).contains(&self.segment_bytes);
        match fits && self.segment_bytes.is_multiple_of(8) {
            true => Ok(()),
            false => Err(OpenError::Config { setting: "segment_bytes", value: self.segment_bytes, rule }),
        }
    }
}
