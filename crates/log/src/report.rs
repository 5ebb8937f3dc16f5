//! What `verify` has to say, in words for an overseer.

use std::fmt;

use kulla_record::LogId;

use crate::checkpoint::Checkpoint;
use crate::note::Verified;
use crate::place::Place;
use crate::tree::Hash;

/// Findings that a report lists; more are counted.
pub const FINDINGS_MAX: usize = 100;

/// Something that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Where, as exactly as can be said.
    pub place: Place,
    /// What.
    pub what: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.what)
    }
}

/// A head that the records were compared with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// What it says.
    pub checkpoint: Checkpoint,
    /// Whose signatures on it were checked; empty when no key for it was handed in.
    pub verified: Vec<Verified>,
}

/// What was looked at and what was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// Which log.
    pub log: LogId,
    /// Records.
    pub records: u64,
    /// Of these, only the hash is kept.
    pub pruned: u64,
    /// Of these, the body was erased.
    pub erased: u64,
    /// Bodies that were opened and compared with their commitments.
    pub bodies_opened: u64,
    /// Bodies that stayed closed for want of a key.
    pub bodies_closed: u64,
    /// Attachments that were opened and compared with what their records commit to.
    pub attachments: u64,
    /// Attachments that no record names: what a crash, an older copy or pruning left.
    pub unnamed_attachments: u64,
    /// The root over all records; `None` when a damaged header kept it from being computed.
    pub root: Option<Hash>,
    /// The head that stands beside the log.
    pub own_head: Option<Head>,
    /// The head that was kept elsewhere.
    pub outside_head: Option<Head>,
    /// Bytes behind the last whole group that a crash left; the next start cuts them. Nothing of it was
    /// acknowledged.
    pub torn_tail: Option<Place>,
    /// A running program wrote to it meanwhile: what came after its newest head was not looked at.
    pub growing: bool,
    /// What is wrong, the first entry first, at most [`FINDINGS_MAX`].
    pub findings: Vec<Finding>,
    /// Findings beyond those.
    pub more_findings: u64,
}

impl Report {
    /// Nothing is wrong.
    pub fn is_ok(&self) -> bool {
        self.findings.is_empty()
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for finding in &self.findings {
            writeln!(f, "wrong: {finding}")?;
        }
        if self.more_findings > 0 {
            writeln!(f, "wrong: {} more findings", self.more_findings)?;
        }
        write!(f, "log `{}`: {} records", self.log, self.records)?;
        writeln!(
            f,
            ", {} pruned, {} erased, {} bodies opened",
            self.pruned, self.erased, self.bodies_opened
        )?;
        if self.bodies_closed > 0 {
            writeln!(f, "{} bodies stayed closed: no key was handed in for them", self.bodies_closed)?;
        }
        if self.attachments > 0 {
            writeln!(f, "{} attachments opened", self.attachments)?;
        }
        if self.unnamed_attachments > 0 {
            let unnamed = self.unnamed_attachments;
            writeln!(f, "{unnamed} attachments that no record names any more: `kulla prune` removes them")?;
        }
        if self.growing {
            writeln!(
                f,
                "it is being written: these are the records that its head covered when the look began; what came later was not looked at"
            )?;
        }
        if let Some(place) = &self.torn_tail {
            writeln!(f, "a torn tail at {place}: never acknowledged, the next start cuts it")?;
        }
        for (head, name) in
            [(&self.own_head, "the head beside the log"), (&self.outside_head, "the outside head")]
        {
            let Some(Head { checkpoint, verified }) = head else { continue };
            let by: Vec<_> = verified.iter().map(|by| format!("`{}`", by.name)).collect();
            let by = if by.is_empty() { "nobody whose key is known".to_owned() } else { by.join(", ") };
            writeln!(f, "compared with {name}: {} records, signed by {by}", checkpoint.size)?;
        }
        if self.outside_head.is_none() {
            writeln!(
                f,
                "checked against no outside head: whoever holds the disk and the keys could have rewritten everything; keep a checkpoint elsewhere and give it with `--checkpoint`"
            )?;
        }
        write!(f, "{}", if self.is_ok() { "nothing is wrong" } else { "the log is damaged or was changed" })
    }
}
