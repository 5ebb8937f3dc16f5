//! Figures of the built program, over its sockets, and those that need a large log: what can't be a bench of a crate.
//! Without a name all of them are taken, those of the crates included.

#[path = "../../../gateways/benches/alerts/mod.rs"]
mod alerts;
mod crates;
mod eve;
mod figure;
mod live;
mod log;
#[path = "../../../picture/benches/made_up/mod.rs"]
mod made_up;
mod node;
mod public;

use std::io::{Read, Write};
use std::path::Path;

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
    /// Start after a clean stop, and full verification.
    Log,
    /// The built program with such a log: rebuild, start, memory, verification.
    Node,
    /// From a signal at the door to a hundred open consoles.
    Live,
    /// A sensor's alerts by file and by socket, until they stand in alarms.
    Eve,
    /// The public page and the feed, under a crowd.
    Public,
    /// The benches of the crates: append, live readers, questions, rule, CAP, EVE and the other formats.
    Crates,
}

impl Which {
    /// In the order in which they are taken.
    const ALL: [Which; 6] =
        [Which::Live, Which::Public, Which::Eve, Which::Log, Which::Node, Which::Crates];

    fn run(&self, records: u64) -> Result<(), String> {
        match self {
            Which::Log => log::run(records),
            Which::Node => node::run(records),
            Which::Live => live::run(),
            Which::Eve => eve::run(),
            Which::Public => public::run(),
            Which::Crates => crates::run(),
        }
    }
}

/// Takes one set of figures or all.
pub fn run(arguments: &Arguments) -> Result<(), String> {
    let Some(which) = &arguments.which else {
        return Which::ALL.iter().try_for_each(|which| which.run(arguments.records));
    };
    which.run(arguments.records)
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

/// The length of the answer at the beginning of these bytes, once all of it is there.
fn answer_bytes(bytes: &[u8]) -> Option<usize> {
    let end = 4 + bytes.windows(4).position(|four| four == b"\r\n\r\n")?;
    let head = std::str::from_utf8(bytes.get(..end)?).ok()?;
    let length = head.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse::<usize>().ok())?
    });
    let all = end + length.unwrap_or(0);
    (bytes.len() >= all).then_some(all)
}

/// What the operator's socket of a running node says at a path.
fn operator(data: &Path, path: &str) -> Result<String, String> {
    let mut stream = std::os::unix::net::UnixStream::connect(data.join("operator.sock"))
        .map_err(|error| format!("the operator's socket: {error}"))?;
    let mut answer = String::new();
    write!(stream, "GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        .and_then(|()| stream.read_to_string(&mut answer))
        .map_err(|error| error.to_string())?;
    Ok(answer)
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
