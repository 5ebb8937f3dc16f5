//! Simulations: each runs seed after seed and stops at the first broken promise, with the seed.

mod kill;
mod log;

use clap::{Args, Subcommand};

/// Which simulation.
#[derive(Args)]
pub struct Arguments {
    #[command(subcommand)]
    which: Option<Which>,
}

#[derive(Subcommand)]
enum Which {
    /// The log on a disk that loses, tears and refuses.
    Log(Seeds),
    /// The built program, killed while many write.
    Kill(kill::Kills),
}

/// How many seeds, and from which on.
#[derive(Args, Clone, Copy)]
pub struct Seeds {
    /// Seeds to run.
    #[arg(long, default_value_t = 10_000)]
    seeds: u64,
    /// The first seed.
    #[arg(long, default_value_t = 0)]
    from: u64,
}

/// Runs one simulation or all.
pub fn run(arguments: &Arguments) -> Result<(), String> {
    match &arguments.which {
        Some(Which::Log(seeds)) => log::run(*seeds),
        Some(Which::Kill(kills)) => kill::run(kills),
        None => {
            log::run(Seeds { seeds: 10_000, from: 0 })?;
            kill::run(&kill::Kills::usual())
        }
    }
}
