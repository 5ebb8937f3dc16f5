//! Where in a log something stands, and the words for what is wrong there.

use std::fmt;

use kulla_record::{LogId, RecordId};

/// A place on the disk, for a message to the operator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Which log.
    pub log: LogId,
    /// Name of the file in the log's folder.
    pub file: String,
    /// Bytes from its start.
    pub offset: u64,
    /// Position of the record in the log, where known.
    pub seq: Option<u64>,
    /// The record, where its header can still be read.
    pub record: Option<RecordId>,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "log `{}`, file `{}`, byte {}", self.log, self.file, self.offset)?;
        if let Some(seq) = self.seq {
            write!(f, ", entry {seq}")?;
        }
        match self.record {
            Some(record) => write!(f, ", record `{record}`"),
            None => Ok(()),
        }
    }
}
