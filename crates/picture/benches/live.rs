//! A thousand entitled readers of one node.
//!
//! First at 100 records a second through a real log on the disk: how long from the append until a reader has the
//! record, against what writing and syncing the same bytes costs in the same seconds. Then as fast as they can read:
//! deliveries for each second of processor time.
//!
//! `KULLA_BENCH_QUICK=1` for two seconds in place of eight. The log is made where `KULLA_BENCH_DIR` says, or among
//! the temporary files.
#![expect(clippy::print_stdout, reason = "a bench tells its figures")]
#![expect(clippy::unwrap_used, reason = "a bench that can't go on says where")]

mod figures;
mod made_up;

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::os::unix::fs::FileExt;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use figures::{load, now, quantile_ms, setting, verdict, worked};
use jiff::civil::date;
use kulla_guard::{AssuranceTable, LabelNo};
use kulla_log::{Keyring, Log, LogConfig, LogHandle, NodeKey, RealDisk};
use kulla_picture::{CursorKey, Keeper, Live, LogName, Picture, RING_BATCHES, Replay, Told};
use kulla_record::label::{Atom, Word};
use kulla_record::session::Assurance;
use kulla_record::{Draft, Entropy, LogId, PrincipalId, Record, Session};
use made_up::{LABELS, MadeUp, mix};
use tokio::runtime::{Builder, Runtime};
use tokio::task::JoinHandle;

const OPS: LogId = LogId([1; 16]);
const READERS: u64 = 1_000;
const RECORDS_PER_S: u64 = 100;
/// Turns that are given to readers for each quarter of the ring: a reader that has taken 128 things lets the others go on, and the
/// runtime comes back to whoever publishes after each 61 of them.
const TURNS: usize = (RING_BATCHES / 4 / 128 + 1) * (READERS as usize / 61 + 1);
/// What a delivery may take beyond the sync.
const BEYOND_SYNC_MS: f64 = 10.0;
const DELIVERIES_PER_CORE_S: f64 = 150_000.0;
const TODAY: jiff::civil::Date = date(2026, 12, 31);

struct Mixed(AtomicU64);

impl Entropy for Mixed {
    fn fill(&self, bytes: &mut [u8]) {
        for part in bytes.chunks_mut(8) {
            let drawn = mix(self.0.fetch_add(1, Ordering::Relaxed)).to_be_bytes();
            part.copy_from_slice(&drawn[..part.len()]);
        }
    }
}

struct LogReplay(LogHandle);

impl Replay for LogReplay {
    fn read(&self, _: LogId, from: u64, max: usize) -> Result<Vec<Arc<Record>>, String> {
        let records = self.0.reader().read(from..from + max as u64);
        records.map(|record| record.map(Arc::new).map_err(|error| error.to_string())).collect()
    }

    fn len(&self, _: LogId) -> u64 {
        self.0.len()
    }
}

fn session(person: u64) -> Session {
    let agency = Word::new("dense").unwrap();
    Session {
        person: PrincipalId::v7(person, [0; 10]),
        agency: agency.clone(),
        atoms: [Atom::Public, Atom::Agency(agency)].into(),
        clearances: BTreeMap::new(),
        categories: BTreeSet::new(),
        purpose: Word::new("civil-protection").unwrap(),
        assurance: Assurance::Single,
        exercise: None,
        roles: BTreeSet::new(),
    }
}

/// A node of log and picture with the labels in it.
struct House {
    log: Log,
    picture: Arc<Picture>,
    _keeper: Keeper,
    made: MadeUp,
}

impl House {
    fn open(dir: &Path) -> House {
        let config =
            LogConfig::new(OPS, Keyring::new(NodeKey::new([7; 32])), Arc::new(Mixed(AtomicU64::new(1))));
        let (log, _) = Log::open(Arc::new(RealDisk), &dir.join("ops"), config).unwrap();
        let made = MadeUp::of(1_000_000);
        log.handle().append((0..LABELS).map(|seq| made.draft(seq)).collect()).wait().unwrap();
        // Content is filed under a number of its own, which is given out with the first of it and makes open streams look again
        // before they go on. Readers of this bench look at most once for each change, so it is there before them.
        log.handle().append(vec![content(made, 0)]).wait().unwrap();
        let name = LogName { id: OPS, name: "ops".into(), exercise: None };
        let table = AssuranceTable::new(BTreeMap::new()).unwrap();
        let (file, replay) = (dir.join("picture.sqlite"), LogReplay(log.handle()));
        let key = CursorKey::new([7; 32]);
        let opened = Picture::open(&file, &[name], &replay, &table, TODAY, key, &mut |_, _| {});
        let (picture, keeper) = opened.unwrap();
        let follower = Arc::clone(&picture);
        log.handle().follow(Box::new(move |batch| follower.publish(OPS, &batch.records)));
        House { log, picture, _keeper: keeper, made }
    }

    /// Content that every reader of this bench may see.
    fn draft(&self, number: u64) -> Draft {
        content(self.made, 1 + number)
    }
}

fn content(made: MadeUp, number: u64) -> Draft {
    Draft { label: made.draft(0).label, replaces: Vec::new(), ..made.draft(LABELS + number) }
}

/// One reader: asks its sight again whenever something about rights has changed, as an open stream does.
async fn read(
    picture: Arc<Picture>,
    mut live: Live,
    reader: u64,
    mut take: impl FnMut(&Record),
    until: u64,
) -> Result<(), &'static str> {
    let (session, watch) = (session(reader), picture.labels().watch());
    let mut sight = picture.labels().visible(&session, TODAY);
    for _ in 0..until {
        if !watch.is_current(&sight) {
            sight = picture.labels().visible(&session, TODAY);
        }
        match live.next(|no| sight.has(LabelNo(no))).await {
            Told::Change { record, .. } => take(&record),
            // Whoever waits for it says so: the figures would not be those of a thousand.
            Told::Missed => return Err("a reader fell a whole ring behind"),
            Told::End => break,
        }
    }
    Ok(())
}

fn main() {
    let quick = std::env::var("KULLA_BENCH_QUICK").is_ok_and(|set| set == "1");
    let seconds = setting("KULLA_BENCH_SECONDS", if quick { 2 } else { 8 });
    let dir = match std::env::var_os("KULLA_BENCH_DIR") {
        Some(dir) => tempfile::tempdir_in(dir).unwrap(),
        None => tempfile::tempdir().unwrap(),
    };
    println!("live: {READERS} readers; {}", load());
    let house = House::open(dir.path());
    paced(&house, dir.path(), seconds * RECORDS_PER_S);
    for batch in [1, 32] {
        saturated(&house, batch, if quick { 512 } else { 4_096 });
    }
    println!("live: {}", load());
}

/// At a steady rate through the disk. Between two appends a reference file is written and synced.
fn paced(house: &House, dir: &Path, records: u64) {
    let runtime = Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let (begin, first) = (now(), house.log.handle().len());
    let appended: Arc<Vec<AtomicU64>> = Arc::new((0..records).map(|_| AtomicU64::new(0)).collect());
    let readers = start(
        house,
        &runtime,
        records,
        |times, appended: &Arc<Vec<AtomicU64>>| {
            let appended = Arc::clone(appended);
            move |record: &Record| {
                let at = appended[(record.header.seq - first) as usize].load(Ordering::Acquire);
                times.lock().unwrap().push(begin.elapsed().saturating_sub(Duration::from_nanos(at)));
            }
        },
        &appended,
    );
    let reference = File::create(dir.join("reference")).unwrap();
    reference.write_all_at(&vec![0; 2_048 * records as usize], 0).unwrap();
    reference.sync_all().unwrap();
    let mut syncs = Vec::new();
    let every = Duration::from_micros(1_000_000 / RECORDS_PER_S);
    for n in 0..records {
        let due = begin + every * u32::try_from(n).unwrap();
        wait_until(due);
        appended[n as usize].store(u64::try_from(begin.elapsed().as_nanos()).unwrap(), Ordering::Release);
        let ticket = house.log.handle().append(vec![house.draft(n)]);
        wait_until(due + every / 2);
        let started = now();
        reference.write_all_at(&[n as u8; 1_400], n * 2_048).unwrap();
        reference.sync_data().unwrap();
        syncs.push(started.elapsed());
        ticket.wait().unwrap();
    }
    let mut times: Vec<Duration> = Vec::new();
    for (reader, taken) in readers {
        runtime.block_on(reader).unwrap().unwrap();
        times.append(&mut taken.lock().unwrap());
    }
    syncs.sort_unstable();
    times.sort_unstable();
    assert_eq!(times.len() as u64, records * READERS, "every reader has every record");
    let (sync, p99) = (quantile_ms(&syncs, 0.99), quantile_ms(&times, 0.99));
    let target = sync + BEYOND_SYNC_MS;
    println!(
        "{RECORDS_PER_S} records/s, {records} records: append to delivery p50 {:.2} p99 {p99:.2} ms; reference write + fdatasync p50 {:.2} p99 {sync:.2} ms; target {target:.2} ms, ratio {:.2} {}",
        quantile_ms(&times, 0.5),
        quantile_ms(&syncs, 0.5),
        p99 / target,
        verdict(p99 <= target)
    );
}

type Times = Arc<Mutex<Vec<Duration>>>;

fn start<T, F: FnMut(&Record) + Send + 'static>(
    house: &House,
    runtime: &Runtime,
    records: u64,
    take: impl Fn(Times, &T) -> F,
    with: &T,
) -> Vec<(JoinHandle<Result<(), &'static str>>, Times)> {
    let one = |reader| {
        let times = Times::default();
        let (picture, live) = (Arc::clone(&house.picture), house.picture.live());
        let task = runtime.spawn(read(picture, live, reader, take(Arc::clone(&times), with), records));
        (task, times)
    };
    (0..READERS).map(one).collect()
}

fn wait_until(due: Instant) {
    std::thread::sleep(due.saturating_duration_since(now()));
}

/// As fast as readers on one core take it, in batches of `batch` records; none of them ever falls behind.
fn saturated(house: &House, batch: u64, records: u64) {
    let runtime = Builder::new_current_thread().build().unwrap();
    let batches: Vec<Vec<Arc<Record>>> = (0..records / batch)
        .map(|n| (0..batch).map(|k| house.draft(n * batch + k)).map(|draft| record(house, draft)).collect())
        .collect();
    let readers = start(
        house,
        &runtime,
        records,
        |_, ()| {
            |record: &Record| {
                std::hint::black_box(record);
            }
        },
        &(),
    );
    let (before, begin) = (worked(), now());
    runtime.block_on(async {
        for part in batches.chunks(RING_BATCHES / 4) {
            for batch in part {
                house.picture.publish(OPS, batch);
            }
            for _ in 0..TURNS {
                tokio::task::yield_now().await;
            }
        }
        for (reader, _) in readers {
            reader.await.unwrap().unwrap();
        }
    });
    let (work, clock) = ((worked() - before).as_secs_f64(), begin.elapsed().as_secs_f64());
    let deliveries = (records * READERS) as f64;
    let rate = deliveries / work;
    println!(
        "as fast as one core reads, batches of {batch}: {rate:.0} deliveries per core-second ({:.2} us each; {:.0}/s by the clock); target {DELIVERIES_PER_CORE_S:.0}, ratio {:.2} {}",
        work / deliveries * 1e6,
        deliveries / clock,
        rate / DELIVERIES_PER_CORE_S,
        verdict(rate >= DELIVERIES_PER_CORE_S)
    );
}

fn record(house: &House, draft: Draft) -> Arc<Record> {
    Arc::new(Record { header: draft.header(OPS, house.log.handle().len()), body: Some(draft.body) })
}
