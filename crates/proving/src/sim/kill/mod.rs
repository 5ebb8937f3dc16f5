//! The built program, killed in the middle of its work again and again: nothing that it acknowledged is missing when
//! it comes back, and `verify` finds nothing wrong.
//!
//! `cargo test` does twenty rounds of this; here are as many as wanted, from a release build, on nodes that are begun
//! anew from time to time so that a round stays short.

use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use clap::Args;

use crate::client::Seat;
use crate::node::{self, Node};

/// Rounds on one node, before another is begun.
const NODE_ROUNDS: u64 = 100;
/// Rounds between two verifications.
const VERIFY_ROUNDS: u64 = 25;
/// Rounds between two lines of progress.
const PROGRESS_ROUNDS: u64 = 50;
/// Records that are looked at after each kill: the newest, which are most at risk, and as many from before.
const LOOK_RECORDS: usize = 60;
/// The latest moment of a kill after the first write, in milliseconds.
const KILL_MS_MAX: u64 = 400;

/// How the program is killed.
#[derive(Args, Clone)]
pub struct Kills {
    /// Kills.
    #[arg(long, default_value_t = 1_000)]
    rounds: u64,
    /// Writers at the same time.
    #[arg(long, default_value_t = 8)]
    writers: u64,
    /// The first round; a round of the same number is killed at the same moment.
    #[arg(long, default_value_t = 0)]
    from: u64,
    /// The program; beside this one unless said otherwise.
    #[arg(long)]
    binary: Option<PathBuf>,
}

impl Kills {
    /// As many as `make sim` does.
    pub fn usual() -> Kills {
        Kills { rounds: 1_000, writers: 8, from: 0, binary: None }
    }
}

/// What happened.
#[derive(Default)]
struct Summary {
    acknowledged: u64,
    cut: u64,
    verified: u64,
    nodes: u64,
    looked: u64,
}

/// Kills, starts, looks. The first thing that is missing ends it.
pub fn run(kills: &Kills) -> Result<(), String> {
    let binary = node::binary(kills.binary.as_deref())?;
    let mut summary = Summary::default();
    let mut round = kills.from;
    let end = kills.from + kills.rounds;
    while round < end {
        let until = end.min(round + NODE_ROUNDS);
        on_one_node(&binary, kills, round..until, &mut summary).map_err(|error| {
            format!("{error}\nrun it again: proving sim kill --rounds {NODE_ROUNDS} --from {round}")
        })?;
        round = until;
    }
    println!(
        "kill: {} rounds from {} on {} nodes with {} writers: {} records acknowledged, {} looked at after a kill, {} torn \
         tails cut, {} verifications; nothing acknowledged was missing",
        kills.rounds,
        kills.from,
        summary.nodes,
        kills.writers,
        summary.acknowledged,
        summary.looked,
        summary.cut,
        summary.verified,
    );
    Ok(())
}

fn on_one_node(
    binary: &Path,
    kills: &Kills,
    rounds: std::ops::Range<u64>,
    summary: &mut Summary,
) -> Result<(), String> {
    let dir = tempfile::tempdir().map_err(|error| error.to_string())?;
    let data = dir.path().join("node");
    node::init(binary, &data)?;
    summary.nodes += 1;
    let acknowledged: Mutex<Vec<String>> = Mutex::default();
    let mut seat: Option<Seat> = None;
    for round in rounds.clone() {
        let running = Node::start(binary, &data)?;
        summary.cut += running.cuts;
        // Sessions outlive the crash: the same cookie goes on.
        let own = match seat.take() {
            Some(seat) => seat.moved_to(running.address),
            None => Seat::enter(running.address, running.links.first().map_or("", String::as_str))?,
        };
        summary.looked += look(&own, &acknowledged, round)?;
        let before = count(&acknowledged);
        write_until_killed(running, &own, kills.writers, round, &acknowledged)?;
        summary.acknowledged += count(&acknowledged) - before;
        seat = Some(own);
        if (round + 1 - rounds.start).is_multiple_of(VERIFY_ROUNDS) || round + 1 == rounds.end {
            node::verify(binary, &data)?;
            summary.verified += 1;
        }
        if (round + 1 - kills.from).is_multiple_of(PROGRESS_ROUNDS) {
            println!("{} rounds, {} records acknowledged", round + 1 - kills.from, summary.acknowledged);
        }
    }
    // Once more, and now at every one of them.
    let running = Node::start(binary, &data)?;
    if let Some(seat) = seat.map(|seat| seat.moved_to(running.address)) {
        let all = acknowledged.into_inner().unwrap_or_default();
        for id in &all {
            seat.holds(id)?;
        }
        summary.looked += all.len() as u64;
    }
    running.kill()
}

fn count(acknowledged: &Mutex<Vec<String>>) -> u64 {
    acknowledged.lock().map_or(0, |all| all.len() as u64)
}

/// Looks at the newest records and at some from before.
fn look(seat: &Seat, acknowledged: &Mutex<Vec<String>>, round: u64) -> Result<u64, String> {
    let all = acknowledged.lock().map_err(|error| error.to_string())?;
    let newest = all.iter().rev().take(LOOK_RECORDS);
    let step = (all.len() / LOOK_RECORDS).max(1);
    let older = all.iter().step_by(step).take(LOOK_RECORDS);
    let mut looked = 0;
    for id in newest.chain(older) {
        seat.holds(id).map_err(|error| format!("round {round}: {error}"))?;
        looked += 1;
    }
    Ok(looked)
}

fn write_until_killed(
    running: Node,
    seat: &Seat,
    writers: u64,
    round: u64,
    acknowledged: &Mutex<Vec<String>>,
) -> Result<(), String> {
    let (next, over) = (AtomicU64::new(0), AtomicBool::new(false));
    std::thread::scope(|scope| {
        for _ in 0..writers {
            scope.spawn(|| {
                while !over.load(Ordering::Relaxed) {
                    // A write that is cut off by the kill was not acknowledged: it may be there or not.
                    let Some(subject) = seat.report(round, next.fetch_add(1, Ordering::Relaxed)) else {
                        continue;
                    };
                    if let Ok(mut all) = acknowledged.lock() {
                        all.push(subject);
                    }
                }
            });
        }
        // Another moment in each round, from the first write to a busy log; 397 is prime to the span.
        std::thread::sleep(Duration::from_millis(5 + round * 397 % KILL_MS_MAX));
        let killed = running.kill();
        over.store(true, Ordering::Relaxed);
        killed
    })
}
