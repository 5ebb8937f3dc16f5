//! A simulated disk and runs against it, so that what a crash may do is tried and not hoped for.
//!
//! Everything follows from one number, the seed: what is appended, when the power goes, which of the unsynced
//! writes survive and where the last one is torn. A seed that fails is a regression test.

mod disk;
mod model;
mod run;

pub use disk::{Faults, SimDisk, SimRng};
pub use run::{Failure, Summary, run_seed, run_seeds};
