//! The binary: configuration, command line, wiring, embedded console.

mod assets;
mod checkpoints;
mod cli;
mod commands;
mod node;
mod progress;
mod tls;
mod world;

use std::io::Write;
use std::process::ExitCode;

use clap::Parser;

use cli::{Check, Cli, Command, Import, Ingest};
use commands::{Exit, Fault};

fn main() -> ExitCode {
    let cli = Cli::parse();
    let filter = tracing_subscriber::EnvFilter::try_from_env("KULLA_LOG");
    tracing_subscriber::fmt()
        .with_env_filter(filter.unwrap_or_else(|_| "info".into()))
        .with_writer(std::io::stderr)
        .with_target(false)
        .init();
    match carry_out(&cli.command) {
        Ok(exit) => ExitCode::from(exit as u8),
        Err(fault) => {
            // Nothing is left to tell it to when standard error is gone.
            let _ = writeln!(std::io::stderr(), "kulla: {fault}");
            ExitCode::from(fault.code)
        }
    }
}

fn carry_out(command: &Command) -> Result<Exit, Fault> {
    match command {
        Command::Init(init) => commands::init::run(init),
        Command::Run(run) => commands::run::run(run),
        Command::Ingest(Ingest::Cap { data, files }) => commands::ingest::cap(data, files),
        Command::Check(Check::Cap { json, files }) => commands::check::cap(files, *json),
        Command::Verify(verify) => commands::verify::run(verify),
        Command::Export(export) => commands::export::run(export),
        Command::Rebuild(at) => commands::keep::rebuild(&at.data),
        Command::Erase(erase) => commands::erase::run(erase),
        Command::Prune(at) => commands::keep::prune(&at.data),
        Command::Backup(copy) => commands::keep::backup(copy),
        Command::Restore(copy) => commands::keep::restore(copy),
        Command::Import(Import::Boundaries { data, file }) => commands::import::boundaries(data, file),
        Command::Doctor(at) => commands::doctor::run(&at.data),
    }
}
