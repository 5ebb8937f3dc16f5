//! Figures that need a large log and so can't be benches of a crate.

mod log;
#[path = "../../../picture/benches/made_up/mod.rs"]
mod made_up;
mod node;

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
    /// The built program with such a log: rebuild, start, memory, verification.
    Node,
}

/// Takes one set of figures or all.
pub fn run(arguments: &Arguments) -> Result<(), String> {
    match &arguments.which {
        Some(Which::Log) => log::run(arguments.records),
        Some(Which::Node) => node::run(arguments.records),
        None => log::run(arguments.records).and_then(|()| node::run(arguments.records)),
    }
}

/// A folder for one bench: where `KULLA_BENCH_DIR` says, or among the temporary files.
fn folder() -> Result<tempfile::TempDir, String> {
    let dir = match std::env::var_os("KULLA_BENCH_DIR") {
        Some(dir) => tempfile::tempdir_in(dir),
        None => tempfile::tempdir(),
    };
    dir.map_err(|error| error.to_string())
}

#[expect(clippy::disallowed_methods, reason = "a bench measures real time")]
fn now() -> std::time::Instant {
    std::time::Instant::now()
}

/// Appends drafts in groups, with some groups under way at once.
fn fill(
    log: &kulla_log::Log,
    records: std::ops::Range<u64>,
    draft: impl Fn(u64) -> kulla_record::Draft,
) -> Result<(), String> {
    /// Records of one group.
    const GROUP_RECORDS: u64 = 500;
    /// Groups under way at once.
    const GROUPS_UNDER_WAY: usize = 16;
    let handle = log.handle();
    let mut tickets = std::collections::VecDeque::new();
    for first in records.clone().step_by(GROUP_RECORDS as usize) {
        let group = (first..records.end.min(first + GROUP_RECORDS)).map(&draft).collect();
        tickets.push_back(handle.append(group));
        if tickets.len() > GROUPS_UNDER_WAY
            && let Some(ticket) = tickets.pop_front()
        {
            ticket.wait().map_err(|error| error.to_string())?;
        }
    }
    for ticket in tickets {
        ticket.wait().map_err(|error| error.to_string())?;
    }
    Ok(())
}

/// Random bytes of the operating system.
struct OsEntropy;

impl kulla_record::Entropy for OsEntropy {
    fn fill(&self, bytes: &mut [u8]) {
        use ring::rand::{SecureRandom, SystemRandom};
        // A bench without random bytes is no bench; zeros would only make epochs equal.
        let _ = SystemRandom::new().fill(bytes);
    }
}
