//! What the access log costs whoever reads: a thing is opened, which is one record each minute, and opened again in the same
//! minute, which is none. The records go through a real log on the disk, as many at once as the house gathers.
//!
//! Requests go into the router without a socket. In turns; told as the share of read throughput that the records take, the
//! median of what neighbouring turns say, and as the processor time of each reading, which the machine's other work disturbs
//! less.
#![expect(clippy::disallowed_methods, reason = "a bench measures time")]
#![expect(clippy::print_stdout, reason = "a bench speaks to a terminal")]
#![expect(clippy::unwrap_used, clippy::panic, reason = "a bench that can't go on says where")]

#[path = "../tests/it/memory.rs"]
#[expect(dead_code, reason = "the node of the tests, of which a bench needs less")]
mod memory;
#[path = "../tests/it/world.rs"]
#[expect(dead_code, reason = "the house of the tests, of which a bench needs less")]
mod world;

use std::sync::Arc;
use std::sync::mpsc::sync_channel;
use std::time::{Duration, Instant};

use kulla_log::{Batch, Keyring, Log, LogConfig, NodeKey, RealDisk};
use tokio::task::JoinSet;
use world::{Person, World};

const THINGS: usize = 2_000;
/// Clients that read at one time: as many as keep the processor busy, since it is throughput that is asked for.
const CLIENTS: usize = 16;
/// How often all of them are opened before it is the other way's turn: records are written some thousand at a time, and are to be
/// written in the turn that they belong to.
const PASSES: usize = 16;
const TURNS: usize = 21;
/// Until what still waits has been written, in milliseconds: the beat is a second.
const REST_MS: u64 = 1_500;
/// The share of read throughput that records of who read may take.
const SHARE_MAX: f64 = 0.15;

/// What a turn took.
#[derive(Clone, Copy)]
struct Turn {
    /// Readings a second.
    rate: f64,
    /// Microseconds of processor time for each, with what was written of them afterwards.
    work: f64,
}

/// Processor time that this process has had.
fn worked() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
    Duration::new(time.tv_sec.try_into().unwrap(), time.tv_nsec.try_into().unwrap())
}

/// Opens all of them again and again, and says before each pass that it is a new one.
async fn opened(person: &'static Person<'static>, paths: &[String], new_pass: impl Fn()) -> Turn {
    let (start, before) = (Instant::now(), worked());
    for _ in 0..PASSES {
        new_pass();
        let mut clients = JoinSet::new();
        for paths in paths.chunks(THINGS.div_ceil(CLIENTS)).map(<[String]>::to_vec) {
            clients.spawn(async move {
                for path in paths {
                    assert_eq!(person.get(&path).await.status.as_u16(), 200);
                }
            });
        }
        clients.join_all().await;
    }
    let (readings, elapsed) = ((PASSES * paths.len()) as f64, start.elapsed());
    tokio::time::sleep(Duration::from_millis(REST_MS)).await;
    Turn {
        rate: readings / elapsed.as_secs_f64(),
        work: (worked() - before).as_secs_f64() * 1e6 / readings,
    }
}

/// Log `access` is on the disk from now on, and the picture follows it as in the node: beside the writing.
fn on_disk(log: &Log, memory: &memory::Memory) {
    let picture = Arc::clone(memory.picture.get().unwrap());
    assert_eq!(picture.applied(memory::ACCESS), 0, "nobody has looked at anything yet");
    let (queue, batches) = sync_channel::<Batch>(1_024);
    let followed = Arc::clone(&picture);
    log.handle().follow(Box::new(move |batch| {
        followed.publish(memory::ACCESS, &batch.records);
        queue.send(batch.clone()).unwrap();
    }));
    std::thread::spawn(move || {
        batches.iter().for_each(|batch| picture.apply(memory::ACCESS, &batch.records).unwrap())
    });
    let handle = log.handle();
    let durable = move |drafts| handle.append(drafts).wait().unwrap().seqs.start;
    assert!(memory.access.set(Box::new(durable)).is_ok());
}

fn main() {
    let dir = tempfile::tempdir().unwrap();
    let entropy: Arc<dyn kulla_record::Entropy> = Arc::new(memory::Counting::default());
    let config = LogConfig::new(memory::ACCESS, Keyring::new(NodeKey::new([7; 32])), entropy);
    let (log, _) = Log::open(Arc::new(RealDisk), &dir.path().join("log"), config).unwrap();
    let world = World::changed(|profile| profile.country.oversight.bulk_items = 2_000);
    let world: &'static World = Box::leak(Box::new(world));
    on_disk(&log, &world.node.memory);
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        // As in the node: what waits is written beside the answers.
        tokio::spawn(Arc::clone(&world.house).tend());
        let duty = world.person("duty");
        let mut paths = Vec::new();
        for n in 0..THINGS {
            let report = duty.reports(&format!("Raport {n}")).await;
            paths.push(format!("items/{}", report["subject"].as_str().unwrap()));
        }
        let (mut noted, mut again) = (Vec::new(), Vec::new());
        for _ in 0..TURNS {
            // Entered anew: a turn of so many minutes is a good part of a session.
            let duty: &Person<'_> = Box::leak(Box::new(world.person("duty")));
            noted.push(opened(duty, &paths, || world.node.hands.forward(60_000)).await);
            again.push(opened(duty, &paths, || ()).await);
        }
        let shares = noted.iter().zip(&again).map(|(noted, again)| 1.0 - noted.rate / again.rate);
        let share = median(shares.collect());
        let verdict = if share <= SHARE_MAX { "met" } else { "MISSED" };
        println!("{THINGS} things opened, {PASSES} times in each of {TURNS} turns, by {CLIENTS} clients at a time");
        let told = |name: &str, turns: &[Turn]| {
            let [rate, work] = [|turn: &Turn| turn.rate, |turn: &Turn| turn.work]
                .map(|figure| median(turns.iter().map(figure).collect()));
            println!("  {name:30} {rate:9.0} a second, {work:6.1} us of processor time each");
            work
        };
        let work = 1.0 - told("on record already", &again) / told("each opening on record", &noted);
        println!("  share of throughput that the records take  {share:5.2} (<= {SHARE_MAX}) {verdict}; of processor time {work:.2}");
    });
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_unstable_by(f64::total_cmp);
    values[values.len() / 2]
}
