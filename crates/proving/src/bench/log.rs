//! How long a log takes to start and to verify (DESIGN §9: start at 10 M records ≤ 2 s from a clean stop, full
//! verify ≤ 40 s).

use std::path::Path;
use std::sync::Arc;

use kulla_log::verify::VerifyOptions;
use kulla_log::{Keyring, Log, LogConfig, NodeKey, RealDisk, verify};
use kulla_record::{Draft, Hlc, Kind, LabelId, LogId, PrincipalId, RecordId, SubjectId};

use super::figure::{Figure, goal_s};
use super::node::VERIFY_S_MAX;
use super::{OsEntropy, fill, folder, now};

/// Bytes of a body.
const BODY_BYTES: usize = 1_000;

/// Fills a log, stops and starts it, and verifies it.
pub fn run(records: u64) -> Result<(), String> {
    let dir = folder()?;
    let (log, _) = open(dir.path())?;
    let started = now();
    fill(&log, 0..records, draft)?;
    println!("log: {records} records written in {:.1} s", started.elapsed().as_secs_f64());
    log.close().map_err(|error| error.to_string())?;

    let started = now();
    let (log, opened) = open(dir.path())?;
    let seconds = started.elapsed().as_secs_f64();
    Figure {
        of: "log",
        says: format!(
            "start after a clean stop {seconds:.2} s ({} records, {} walked over)",
            opened.records, opened.scanned
        ),
        reference: None,
        goal: Some(("≤ 2 s".to_owned(), seconds <= 2.0)),
    }
    .tell();
    log.close().map_err(|error| error.to_string())?;

    let started = now();
    let threads = std::thread::available_parallelism().map_or(1, |threads| threads.get());
    let options = VerifyOptions { keys: Some(keys()), threads, ..VerifyOptions::default() };
    let report = verify(&RealDisk, dir.path(), &options, &mut |_| {}).map_err(|error| error.to_string())?;
    let seconds = started.elapsed().as_secs_f64();
    Figure {
        of: "log",
        says: format!(
            "full verify {seconds:.1} s on {threads} threads, {:.0} records/s",
            report.records as f64 / seconds
        ),
        reference: None,
        goal: goal_s(seconds, VERIFY_S_MAX, records),
    }
    .tell();
    match report.is_ok() && report.records == records && report.bodies_opened == records {
        true => Ok(()),
        false => Err(report.to_string()),
    }
}

fn keys() -> Keyring {
    Keyring::new(NodeKey::new([7; 32]))
}

fn open(dir: &Path) -> Result<(Log, kulla_log::Opened), String> {
    let config = LogConfig::new(LogId([1; 16]), keys(), Arc::new(OsEntropy));
    Log::open(Arc::new(RealDisk), dir, config).map_err(|error| error.to_string())
}

fn draft(n: u64) -> Draft {
    let mut id = [0; 16];
    id[8..].copy_from_slice(&n.to_be_bytes());
    let mut salt = [0; 32];
    salt[..8].copy_from_slice(&n.to_be_bytes());
    Draft {
        id: RecordId(id),
        kind: Kind::ENTRY,
        subject: SubjectId(id),
        replaces: Vec::new(),
        at: Hlc(n),
        author: PrincipalId([2; 16]),
        label: LabelId([3; 16]),
        salt,
        body: vec![b'x'; BODY_BYTES],
    }
}
