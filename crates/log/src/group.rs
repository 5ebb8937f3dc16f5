//! What goes into the log together: the drafts of a group, and the batch of records that they become.

use std::sync::Arc;

use kulla_record::envelope::{Draft, Record, commitment};

use crate::error::AppendError;
use crate::frame::frame_bytes;

/// Records of one atomic group.
pub const GROUP_RECORDS_MAX: usize = 4_096;
/// Bytes of one atomic group on the disk.
pub const GROUP_BYTES_MAX: usize = 32 << 20;
/// A draft with its commitment, which the caller's thread computes.
pub struct Prepared {
    pub(crate) draft: Draft,
    pub(crate) commitment: [u8; 32],
    pub(crate) frame_bytes: usize,
}

/// Checks the drafts of one atomic group and computes their commitments.
pub fn prepare(drafts: Vec<Draft>) -> Result<Vec<Prepared>, AppendError> {
    let mut bytes = 0;
    let records = drafts.len();
    let prepared = drafts.into_iter().map(|draft| {
        draft.check()?;
        let header = HEADER_FIXED_BYTES + draft.kind.as_str().len() + 16 * draft.replaces.len();
        let frame_bytes = frame_bytes(header, draft.body.len());
        bytes += frame_bytes;
        Ok(Prepared { commitment: commitment(&draft.salt, &draft.body), draft, frame_bytes })
    });
    let prepared = prepared.collect::<Result<Vec<_>, AppendError>>()?;
    if prepared.is_empty() {
        return Err(AppendError::Empty);
    }
    if records > GROUP_RECORDS_MAX || bytes > GROUP_BYTES_MAX {
        let (records_max, bytes_max) = (GROUP_RECORDS_MAX, GROUP_BYTES_MAX);
        return Err(AppendError::GroupSize { records, bytes, records_max, bytes_max });
    }
    Ok(prepared)
}

/// Bytes of a header without its kind and what it replaces.
const HEADER_FIXED_BYTES: usize = 1 + 16 + 8 + 16 + 1 + 16 + 1 + 8 + 16 + 16 + 32;

/// Durable records, in order; whole groups only.
#[derive(Debug, Clone)]
pub struct Batch {
    /// Place of the first record.
    pub first_seq: u64,
    /// The records.
    pub records: Arc<[Arc<Record>]>,
}

impl Batch {
    /// The place after the last record.
    pub fn end_seq(&self) -> u64 {
        self.first_seq + self.records.len() as u64
    }
}
