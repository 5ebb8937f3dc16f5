//! What can go wrong, in words for the person who runs the node.

use std::io;

use kulla_record::envelope::BadDraft;
use kulla_record::{KeyId, LogId};

use crate::frame::Fault;
use crate::place::Place;

/// Why a log can't be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// Another program writes it.
    #[error("the log in `{dir}` is in use by another program: stop that one first")]
    InUse {
        /// Its folder.
        dir: String,
    },
    /// Bytes were changed or lost where no crash can explain it.
    #[error(
        "damage at {place}: {fault}; nothing was changed: run `kulla verify` to see all of it, then restore this log from a backup or a replica"
    )]
    Damage {
        /// Where.
        place: Place,
        /// What.
        fault: Fault,
    },
    /// The file is not a readable segment.
    #[error("damage at {place}: {what}; restore this file from a backup or a replica")]
    Segment {
        /// Where.
        place: Place,
        /// What.
        what: String,
    },
    /// A whole segment is missing.
    #[error("segment {number} is missing (file `{file}`); restore it from a backup or a replica")]
    MissingSegment {
        /// Its number.
        number: u64,
        /// The file that should be there.
        file: String,
    },
    /// There are fewer records than were once known to be durable.
    #[error(
        "the log ends after {found} records at {place}, but {known} were durable according to `{witness}`; restore it from a backup or a replica"
    )]
    Shorter {
        /// Where it ends.
        place: Place,
        /// Records that are there.
        found: u64,
        /// Records that must be there.
        known: u64,
        /// The file that says so.
        witness: &'static str,
    },
    /// The records are not those that a checkpoint was given out for.
    #[error(
        "the first {size} records of log `{log}` are not those that its checkpoint was given out for: they were changed, run `kulla verify` and restore the log from a backup or a replica"
    )]
    Rewritten {
        /// Which log.
        log: LogId,
        /// Records that the checkpoint covers.
        size: u64,
    },
    /// The bodies are sealed with a key that was not handed in.
    #[error(
        "the bodies of log `{log}` are sealed under node key `{key}`, which is not the key of this node: bring the right `node.key`"
    )]
    WrongKey {
        /// Which log.
        log: LogId,
        /// The key that is needed.
        key: KeyId,
    },
    /// A limit in the configuration makes no sense.
    #[error("`{setting}` is {value}; {rule}")]
    Config {
        /// Which setting.
        setting: &'static str,
        /// What was given.
        value: u64,
        /// What it must be.
        rule: &'static str,
    },
    /// The disk refused.
    #[error("can't open the log in `{dir}`: {error}")]
    Io {
        /// Its folder.
        dir: String,
        /// The operating system's words.
        error: io::Error,
    },
}

/// Why nothing of a group was appended.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AppendError {
    /// A draft breaks a limit.
    #[error(transparent)]
    Draft(#[from] BadDraft),
    /// The group is empty.
    #[error("there is nothing to append")]
    Empty,
    /// The group is too large.
    #[error(
        "the group has {records} records of {bytes} bytes; at most {records_max} records and {bytes_max} bytes fit: send it in parts"
    )]
    GroupSize {
        /// Its records.
        records: usize,
        /// Their bytes on the disk.
        bytes: usize,
        /// Records that fit.
        records_max: usize,
        /// Bytes that fit.
        bytes_max: usize,
    },
    /// Too much waits already.
    #[error("the log is busy: {queued} records wait to be written; try again in a moment")]
    Busy {
        /// Records that wait.
        queued: usize,
    },
    /// The disk refused; reading goes on, and writing does as soon as the disk takes it.
    #[error(
        "the log can't be written: {reason}; nothing was acknowledged, reading goes on, try again once the disk has room and works"
    )]
    Disk {
        /// The operating system's words.
        reason: String,
    },
    /// The log is being closed.
    #[error("the log is closed")]
    Closed,
}

/// Why a record can't be read.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// No such place yet.
    #[error("the log has {len} records; entry {seq} is not among them")]
    Beyond {
        /// What was asked for.
        seq: u64,
        /// Records that are durable.
        len: u64,
    },
    /// Only its hash is kept.
    #[error("entry {seq} was pruned: only its hash is kept")]
    Pruned {
        /// What was asked for.
        seq: u64,
    },
    /// Bytes were changed or lost.
    #[error(
        "damage at {place}: {fault}; run `kulla verify`, then restore this log from a backup or a replica"
    )]
    Damage {
        /// Where.
        place: Place,
        /// What.
        fault: Fault,
    },
    /// The sealed part is whole but not what was sealed, or not what the header commits to.
    #[error(
        "the body at {place} is not the one that was written; run `kulla verify`, then restore this log from a backup or a replica"
    )]
    NotAuthentic {
        /// Where.
        place: Place,
    },
    /// The key is missing.
    #[error("the body at {place} is sealed under node key `{key}`, which this node does not have")]
    NoKey {
        /// Where.
        place: Place,
        /// The key that is needed.
        key: KeyId,
    },
    /// The disk refused.
    #[error("can't read `{file}`: {error}")]
    Io {
        /// Which file.
        file: String,
        /// The operating system's words.
        error: io::Error,
    },
}
