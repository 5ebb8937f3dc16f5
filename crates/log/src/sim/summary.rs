//! What the seeds went through, and the promise that one of them broke.

use std::fmt;

/// A promise that was broken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// The seed, to run it again.
    pub seed: u64,
    /// In which life of the log.
    pub life: u64,
    /// What.
    pub what: String,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "seed {}, life {}: {}", self.seed, self.life, self.what)
    }
}

/// What the seeds went through.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Summary {
    /// Seeds.
    pub seeds: u64,
    /// Records that were acknowledged.
    pub acknowledged: u64,
    /// Groups that were refused because the disk failed.
    pub refused: u64,
    /// Power cuts.
    pub power_cuts: u64,
    /// Programs that were killed.
    pub kills: u64,
    /// Torn tails that were cut.
    pub cuts: u64,
    /// Bodies that were erased.
    pub erased: u64,
    /// Flipped bits that were named.
    pub flips_named: u64,
}

impl Summary {
    pub(super) fn add(&mut self, other: &Summary) {
        self.seeds += other.seeds;
        self.acknowledged += other.acknowledged;
        self.refused += other.refused;
        self.power_cuts += other.power_cuts;
        self.kills += other.kills;
        self.cuts += other.cuts;
        self.erased += other.erased;
        self.flips_named += other.flips_named;
    }
}
