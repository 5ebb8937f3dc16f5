//! The benches of the crates, one after the other, so that one command takes every figure of the house.

use std::process::Command;

/// Crate and bench, in the order of DESIGN's table of numbers.
const BENCHES: [(&str, &str); 13] = [
    ("kulla-log", "append"),
    ("kulla-picture", "live"),
    ("kulla-picture", "queries"),
    ("kulla-picture", "labels"),
    ("kulla-cap", "validate"),
    ("kulla-guard", "rule"),
    ("kulla-guard", "policy"),
    ("kulla-gateways", "reports"),
    ("kulla-gateways", "reading"),
    ("kulla-gateways", "eve_intake"),
    ("kulla-eve", "eve"),
    ("kulla-cot", "cot"),
    ("kulla-open311", "open311"),
];

/// Runs them by cargo, which has to be at hand: they are built for it.
pub fn run() -> Result<(), String> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    for (package, bench) in BENCHES {
        println!("\n{package}, bench {bench}");
        let done = Command::new(&cargo)
            .args(["bench", "--quiet", "--package", package, "--bench", bench])
            .status();
        let done = done.map_err(|error| {
            format!("benches of crates are run by cargo, which can't be started: {error}")
        })?;
        if !done.success() {
            return Err(format!("the bench `{bench}` of {package} ended with {done}"));
        }
    }
    Ok(())
}
