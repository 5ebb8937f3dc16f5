//! Seeds of the simulator, as many as a test run can wait for. `proving sim log` runs any number.

use kulla_log::sim::run_seeds;

#[test]
fn whatever_the_disk_does_nothing_acknowledged_is_missing_and_every_change_is_named() {
    let summary = run_seeds(0, 300, &mut |_, _| {}).unwrap_or_else(|failure| panic!("{failure}"));
    println!("{summary:?}");
    // The seeds must reach what they are there for.
    assert!(summary.power_cuts > 100 && summary.kills > 100 && summary.cuts > 50, "{summary:?}");
    assert!(summary.refused > 100 && summary.erased > 50 && summary.flips_named > 200, "{summary:?}");
}
