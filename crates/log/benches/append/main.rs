//! Durable appends of 1 KB records (DESIGN §9, first line), each beside its reference in the same run:
//!
//! * equal batches: ours beside raw write + fdatasync of the same bytes, in as many writes as ours made of them, at the end of
//!   a file; ≥ 0.8. In turns, because the machine is not the same from one second to the next; the medians are told. And, to
//!   know what the disk can do at best, into a file that was filled with zeros before the clock ran;
//! * 256 waiting writers: ours beside SQLite with the tables and all indexes of the picture, one transaction for each
//!   group of waiting writers (WAL, synchronous = FULL); ≥ 8, and the acknowledgement's p99 ≤ 2 × fdatasync's p99 + 2 ms.
//!
//! `RECORDS`, `SQLITE_RECORDS`, `WRITERS`, `BATCH` and `KULLA_BENCH_DIR` set sizes and place.

#![expect(clippy::print_stdout, reason = "a bench prints its figures")]
#![expect(clippy::disallowed_methods, reason = "a bench measures real time")]

#[path = "../../tests/it/helpers.rs"]
mod helpers;
mod sqlite;

use std::collections::VecDeque;
use std::fs::{File, OpenOptions};
use std::os::unix::fs::FileExt;
use std::path::Path;
use std::time::{Duration, Instant};

use kulla_log::{Log, LogHandle};

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

const BODY_BYTES: usize = 1_000;
const SEGMENT_BYTES: u64 = 64 << 20;
/// How often the two ways of equal batches take turns.
const TURNS: usize = 5;
/// Groups that wait at one time: one on its way, one for the disk to go on with, one that is being sealed.
const WAITING: usize = 3;

fn size(name: &str, usual: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(usual)
}

fn folder() -> std::io::Result<tempfile::TempDir> {
    match std::env::var_os("KULLA_BENCH_DIR") {
        Some(dir) => tempfile::tempdir_in(dir),
        None => tempfile::tempdir(),
    }
}

fn verdict(met: bool) -> &'static str {
    if met { "met" } else { "MISSED" }
}

fn p99(times: &mut [Duration]) -> Duration {
    times.sort_unstable();
    times.get(times.len() * 99 / 100).copied().unwrap_or_default()
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_unstable_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or_default()
}

fn main() -> Outcome<()> {
    let (records, batch, writers) = (size("RECORDS", 200_000), size("BATCH", 256), size("WRITERS", 256));
    let dir = folder()?;
    let bytes = frame_bytes(&dir.path().join("measure"))?;
    let (mut ours, mut theirs, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
    for turn in 0..TURNS {
        let (rate, mean) = batches(&dir.path().join(format!("batches-{turn}")), records, batch)?;
        let (raw, _) = raw(&dir.path().join(format!("raw-{turn}")), records, mean, bytes, Prepared::Empty)?;
        println!("  ours {rate:.0} records/s, {mean} a batch; raw {raw:.0}");
        ours.push(rate);
        theirs.push(raw);
        ratios.push(rate / raw);
    }
    let (best, mut syncs) = raw(&dir.path().join("filled"), records, batch, bytes, Prepared::Filled)?;
    let sync_p99 = p99(&mut syncs);
    let (ours, raw, ratio) = (median(ours), median(theirs), median(ratios));
    println!(
        "append, batches of {batch}: {ours:.0} records/s; raw write+fdatasync {raw:.0} records/s; ratio {ratio:.2}; goal ≥ 0.8: {}; \
         into a filled file {best:.0} records/s; ratio {:.2}",
        verdict(ratio >= 0.8),
        ours / best
    );
    let (ours, mut acks) = waiting(&dir.path().join("waiting"), records, writers)?;
    let ack_p99 = p99(&mut acks);
    let sqlite =
        sqlite::waiting(&dir.path().join("sqlite"), size("SQLITE_RECORDS", records.min(50_000)), writers)?;
    println!(
        "append, {writers} waiting writers: {ours:.0} records/s; SQLite with all indexes {sqlite:.0} records/s; ratio {:.1}; goal ≥ 8: {}",
        ours / sqlite,
        verdict(ours >= 8.0 * sqlite)
    );
    let limit = sync_p99 * 2 + Duration::from_millis(2);
    println!(
        "append, acknowledgement: p99 {ack_p99:.1?}; goal ≤ 2 × fdatasync p99 + 2 ms = {limit:.1?}: {}",
        verdict(ack_p99 <= limit)
    );
    Ok(())
}

/// Bytes that one record takes on the disk.
fn frame_bytes(dir: &Path) -> Outcome<usize> {
    let (log, _) = helpers::open(dir, SEGMENT_BYTES)?;
    log.handle().append((0..2).map(|n| helpers::draft(n, BODY_BYTES)).collect()).wait()?;
    log.close()?;
    let mut units = [0; 4];
    File::open(dir.join("offsets"))?.read_exact_at(&mut units, 4)?;
    Ok(u32::from_be_bytes(units) as usize * 8 - 128)
}

/// What the raw file is before the clock runs.
#[derive(Clone, Copy, PartialEq)]
enum Prepared {
    Empty,
    Filled,
}

fn raw(
    path: &Path,
    records: u64,
    batch: u64,
    bytes: usize,
    prepared: Prepared,
) -> Outcome<(f64, Vec<Duration>)> {
    let file = OpenOptions::new().read(true).write(true).create(true).truncate(true).open(path)?;
    let data = vec![0xa5; bytes * batch as usize];
    let zeros = vec![0; data.len()];
    for n in (0..records / batch).take_while(|_| prepared == Prepared::Filled) {
        file.write_all_at(&zeros, n * data.len() as u64)?;
    }
    file.sync_all()?;
    let mut syncs = Vec::new();
    let started = Instant::now();
    for n in 0..records / batch {
        file.write_all_at(&data, n * data.len() as u64)?;
        let sync = Instant::now();
        file.sync_data()?;
        syncs.push(sync.elapsed());
    }
    Ok(((records / batch * batch) as f64 / started.elapsed().as_secs_f64(), syncs))
}

/// Groups of `batch`, [`WAITING`] at a time. Gives the rate, and the records of a mean batch.
fn batches(dir: &Path, records: u64, batch: u64) -> Outcome<(f64, u64)> {
    let (log, _) = helpers::open(dir, SEGMENT_BYTES)?;
    let handle = log.handle();
    let groups: Vec<Vec<_>> = (0..records / batch)
        .map(|group| (group * batch..(group + 1) * batch).map(|n| helpers::draft(n, BODY_BYTES)).collect())
        .collect();
    let started = Instant::now();
    let mut waiting = VecDeque::new();
    for group in groups {
        waiting.push_back(handle.append(group));
        if waiting.len() >= WAITING
            && let Some(first) = waiting.pop_front()
        {
            first.wait()?;
        }
    }
    waiting.into_iter().try_for_each(|last| last.wait().map(drop))?;
    let rate = (records / batch * batch) as f64 / started.elapsed().as_secs_f64();
    let figures = handle.figures();
    log.close()?;
    Ok((rate, figures.appended.div_ceil(figures.batches.max(1))))
}

/// Tasks that each wait for their record before they send the next, on one thread as an event loop would.
fn waiting(dir: &Path, records: u64, writers: u64) -> Outcome<(f64, Vec<Duration>)> {
    let (log, _): (Log, _) = helpers::open(dir, SEGMENT_BYTES)?;
    let handle = log.handle();
    let started = Instant::now();
    let times = event_loop(&handle, records, writers);
    let rate = times.len() as f64 / started.elapsed().as_secs_f64();
    println!(
        "append, {writers} waiting writers: {} records a batch",
        handle.figures().appended / handle.figures().batches.max(1)
    );
    log.close()?;
    Ok((rate, times))
}

fn event_loop(handle: &LogHandle, records: u64, writers: u64) -> Vec<Duration> {
    let runtime =
        tokio::runtime::Builder::new_current_thread().build().expect("a runtime needs no privileges");
    runtime.block_on(async {
        let tasks: Vec<_> = (0..writers)
            .map(|writer| {
                let handle = handle.clone();
                async move {
                    let mut times = Vec::new();
                    for n in 0..records / writers {
                        let draft = helpers::draft(writer * (records / writers) + n, BODY_BYTES);
                        let started = Instant::now();
                        if handle.append(vec![draft]).await.is_ok() {
                            times.push(started.elapsed());
                        }
                    }
                    times
                }
            })
            .map(|task| tokio::spawn(task))
            .collect();
        let mut times = Vec::new();
        for task in tasks {
            times.extend(task.await.unwrap_or_default());
        }
        times
    })
}
