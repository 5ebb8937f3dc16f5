//! The binary: configuration, command line, wiring, embedded console.

mod assets;
mod checkpoints;
mod cli;
mod commands;
mod machine;
mod node;
mod play;
mod progress;
mod said;
mod scenarios;
mod service;
mod tls;
mod vault;
mod world;

use std::io::Write;
use std::process::ExitCode;

use clap::Parser;

use cli::{Check, Cli, Command, Import, Ingest};
use commands::{Exit, Fault};

fn main() -> ExitCode {
    let cli = Cli::parse();
    let log_file = match &cli.command {
        Command::Run(run) => run.log_file.as_deref(),
        _ => None,
    };
    let done = said::begin(log_file)
        .map_err(|error| Fault::usage(format!("the log file can't be opened: {error}")))
        .and_then(|()| carry_out(&cli.command));
    match done {
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
        Command::Check(Check::Policies { profile, exercise_only, against }) => {
            commands::policies::check(profile, *exercise_only, against.as_deref())
        }
        Command::Check(Check::Providers { data }) => commands::providers::check(data),
        Command::Check(Check::Sources { data, file }) => commands::sources::check(data, file.as_deref()),
        Command::Verify(verify) => commands::verify::run(verify),
        Command::Export(export) => commands::export::run(export),
        Command::Rebuild(at) => commands::keep::rebuild(&at.data),
        Command::Erase(erase) => commands::erase::run(erase),
        Command::Prune(at) => commands::keep::prune(&at.data),
        Command::Backup(copy) => commands::keep::backup(copy),
        Command::Restore(copy) => commands::keep::restore(copy),
        Command::Import(Import::Boundaries { data, file }) => commands::import::boundaries(data, file),
        Command::Import(Import::Places { data, file }) => commands::import::places(data, file),
        Command::ProveBackup(prove) => commands::prove::run(prove),
        Command::Exercise(exercise) => commands::exercise::run(exercise),
        Command::Person(person) => commands::person::run(person),
        Command::Machine(machine) => commands::machine::run(machine),
        Command::Doctor(doctor) => commands::doctor::run(doctor),
    }
}
