//! The log on a simulated disk.

use kulla_log::sim::run_seeds;

use super::Seeds;

/// Seeds between two lines of progress.
const PROGRESS_SEEDS: u64 = 1_000;

/// Runs the seeds; a failing one is named so that it can be run again.
pub fn run(Seeds { seeds, from }: Seeds) -> Result<(), String> {
    let done = run_seeds(from, seeds, &mut |seed, summary| {
        if (seed + 1 - from).is_multiple_of(PROGRESS_SEEDS) {
            println!("{} seeds, {} records acknowledged", seed + 1 - from, summary.acknowledged);
        }
    });
    let summary = done.map_err(|failure| {
        format!("{failure}\nrun it again: proving sim log --seeds 1 --from {}", failure.seed)
    })?;
    println!(
        "log: {} seeds from {from}: {} records acknowledged, {} power cuts, {} kills, {} torn tails cut, {} groups \
         refused, {} bodies erased, {} flipped bits named; nothing acknowledged was missing",
        summary.seeds,
        summary.acknowledged,
        summary.power_cuts,
        summary.kills,
        summary.cuts,
        summary.refused,
        summary.erased,
        summary.flips_named,
    );
    Ok(())
}
