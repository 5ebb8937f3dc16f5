//! The built program with a large log: how long the picture takes to come again, how long a start takes, what it holds
//! in memory while nobody asks for anything, how long `kulla verify` takes (DESIGN §9).
//!
//! The records are those of the bench of the picture, so that both tell about the same year. Each figure stands beside
//! a reference of the same run: an empty node for the start and the memory, reading the files of the log for the rest.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use kulla_log::{Keyring, Log, LogConfig, NodeKey, RealDisk};
use kulla_record::LogId;

use super::figure::{Figure, goal_s, load};
use super::made_up::MadeUp;
use super::{OsEntropy, fill, folder, now};
use crate::node::{self, Node, done, text};

/// How long a started node is left alone before its memory is read.
const IDLE_WAIT: Duration = Duration::from_secs(10);
/// What an idle node with a million records may hold.
const MEMORY_MIB_MAX: f64 = 300.0;
/// What the program may weigh, with the console inside.
const PROGRAM_MIB_MAX: f64 = 60.0;
/// DESIGN §9: a start, at any size; rebuild and verification at ten million records.
const START_S_MAX: f64 = 2.0;
const REBUILD_S_MAX: f64 = 600.0;
pub(super) const VERIFY_S_MAX: f64 = 40.0;
const MIB: f64 = 1_048_576.0;

/// Makes a node, fills its log, and measures.
pub fn run(records: u64) -> Result<(), String> {
    let binary = node::binary(None)?;
    let dir = folder()?;
    let program = std::fs::metadata(&binary).map_err(|error| error.to_string())?.len() as f64 / MIB;
    println!("node: {records} records; {}", load());
    tell(format!("the program is {program:.1} MiB"), None, most_mib(program, PROGRAM_MIB_MAX));

    let empty = dir.path().join("empty");
    node::init(&binary, &empty)?;
    let (empty_start, empty_memory) = start(&binary, &empty)?;

    let data = dir.path().join("node");
    node::init(&binary, &data)?;
    let log = log_of_the_exercise(&data)?;
    filled(&data, &log, records)?;
    let read = seconds(|| read_all(&log.folder))?;
    let rebuilt = seconds(|| done(&binary, &["rebuild", text(&data)?]))?;
    tell(
        format!(
            "picture of {records} records built in {rebuilt:.1} s, {:.0} records/s",
            records as f64 / rebuilt
        ),
        Some((format!("reading the log {read:.2} s"), rebuilt / read)),
        goal_s(rebuilt, REBUILD_S_MAX, records),
    );
    let (started, memory) = start(&binary, &data)?;
    tell(
        format!("start after a clean stop {started:.2} s"),
        Some((format!("an empty node {empty_start:.2} s"), started / empty_start)),
        Some((format!("≤ {START_S_MAX:.0} s"), started <= START_S_MAX)),
    );
    tell(
        format!("idle memory {memory:.0} MiB"),
        Some((format!("an empty node {empty_memory:.0} MiB"), memory / empty_memory)),
        most_mib(memory, MEMORY_MIB_MAX),
    );
    let verified = seconds(|| done(&binary, &["verify", text(&data)?]))?;
    tell(
        format!("verify {verified:.1} s, {:.0} records/s", records as f64 / verified),
        Some((format!("reading the log {read:.2} s"), verified / read)),
        goal_s(verified, VERIFY_S_MAX, records),
    );
    println!("node: {}", load());
    Ok(())
}

fn tell(says: String, reference: Option<(String, f64)>, goal: Option<(String, bool)>) {
    Figure { of: "node", says, reference, goal }.tell();
}

fn most_mib(figure: f64, most: f64) -> Option<(String, bool)> {
    Some((format!("≤ {most:.0} MiB"), figure <= most))
}

fn seconds(work: impl FnOnce() -> Result<(), String>) -> Result<f64, String> {
    let started = now();
    work()?;
    Ok(started.elapsed().as_secs_f64())
}

/// Seconds until it says where it is, and MiB that it holds when it was left alone.
fn start(binary: &Path, data: &Path) -> Result<(f64, f64), String> {
    let started = now();
    let node = Node::start(binary, data)?;
    let seconds = started.elapsed().as_secs_f64();
    std::thread::sleep(IDLE_WAIT);
    let memory = node.memory_bytes()? as f64 / MIB;
    node.stop()?;
    Ok((seconds, memory))
}

/// A log of a node: where it is, and its id.
struct Place {
    folder: PathBuf,
    id: LogId,
}

fn log_of_the_exercise(data: &Path) -> Result<Place, String> {
    let file = std::fs::read_to_string(data.join("node.toml")).map_err(|error| error.to_string())?;
    let config: toml::Table = file.parse().map_err(|error| format!("node.toml: {error}"))?;
    let logs = config.get("logs").and_then(toml::Value::as_array).ok_or("node.toml names no logs")?;
    let found =
        logs.iter().find(|log| log.get("exercise").is_some()).ok_or("node.toml names no exercise")?;
    let word = |key: &str| found.get(key).and_then(toml::Value::as_str).ok_or("a log without name or id");
    let id = word("id")?.parse().map_err(|error| format!("the id of a log: {error}"))?;
    Ok(Place { folder: data.join("logs").join(word("name")?), id })
}

fn filled(data: &Path, place: &Place, records: u64) -> Result<(), String> {
    let key = std::fs::read(data.join("keys/node.key")).map_err(|error| error.to_string())?;
    let key: [u8; 32] = key.try_into().map_err(|_| "the key of the node is not 32 bytes long")?;
    let config = LogConfig::new(place.id, Keyring::new(NodeKey::new(key)), Arc::new(OsEntropy));
    let (log, _) =
        Log::open(Arc::new(RealDisk), &place.folder, config).map_err(|error| error.to_string())?;
    let year = MadeUp::of(records);
    let took = seconds(|| fill(&log, 0..records, |seq| year.draft(seq)))?;
    println!("node: {records} records written in {took:.1} s");
    log.close().map_err(|error| error.to_string())
}

/// Reads every file of a folder to its end, as a reference.
fn read_all(folder: &Path) -> Result<(), String> {
    let mut buffer = vec![0; 1 << 20];
    let mut waiting = vec![folder.to_owned()];
    while let Some(folder) = waiting.pop() {
        for entry in std::fs::read_dir(&folder).map_err(|error| error.to_string())? {
            let path = entry.map_err(|error| error.to_string())?.path();
            if path.is_dir() {
                waiting.push(path);
                continue;
            }
            let mut file = File::open(&path).map_err(|error| error.to_string())?;
            while file.read(&mut buffer).map_err(|error| error.to_string())? > 0 {}
        }
    }
    Ok(())
}
