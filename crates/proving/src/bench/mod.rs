//! Figures that need a large log and so can't be benches of a crate.

mod log;

use clap::{Args, Subcommand};

/// Which figures, and at what size.
#[derive(Args)]
pub struct Arguments {
    #[command(subcommand)]
    which: Option<Which>,
    /// Records in the log.
    #[arg(long, global = true, default_value_t = 1_000_000)]
    records: u64,
}

#[derive(Subcommand)]
enum Which {
    /// Start after a clean stop and after a kill, and full verification.
    Log,
}

/// Takes one set of figures or all.
pub fn run(arguments: &Arguments) -> Result<(), String> {
    match &arguments.which {
        Some(Which::Log) | None => log::run(arguments.records),
    }
}
