//! The long proofs and the figures of the house, outside `cargo test`.
//!
//! One folder for each sort of proof, one file in it for each crate that is proved; a new one is a file, an entry
//! in that folder's list, and nothing else.

#![expect(clippy::print_stdout, reason = "a command line speaks to a terminal")]

mod bench;
mod client;
mod node;
mod sim;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Proofs and figures of Kulla that take longer than a test may.
#[derive(Parser)]
#[command(version)]
struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Simulated faults; without a name, every simulation with its usual number of seeds.
    Sim(sim::Arguments),
    /// Figures at a size; without a name, all of them.
    Bench(bench::Arguments),
}

fn main() -> ExitCode {
    let result = match Arguments::parse().what {
        What::Sim(arguments) => sim::run(&arguments),
        What::Bench(arguments) => bench::run(&arguments),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            println!("failed: {error}");
            ExitCode::FAILURE
        }
    }
}
