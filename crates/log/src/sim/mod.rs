//! A simulated disk and runs against it, so that what a crash may do is tried and not hoped for.
//!
//! Everything follows from one number, the seed: what is appended, when the power goes, which of the unsynced
//! writes survive and where the last one is torn. A seed that fails is a regression test.

mod chance;
mod disk;
mod model;
mod run;
mod summary;

pub use chance::SimRng;
pub use disk::{Faults, SimDisk};
pub use run::{run_seed, run_seeds};
pub use summary::{Failure, Summary};

/// A draft whose content follows from its number.
#[cfg(test)]
pub(crate) fn draft(n: u64) -> kulla_record::Draft {
    model::draft_of(n)
}
