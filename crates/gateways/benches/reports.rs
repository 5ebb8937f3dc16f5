//! How many reports of the public a second become durable through the whole door: the form read and checked, the gate, the
//! queue, the desk, the log on disk and the picture. Beside it, in the same run, the same records given to the log alone by
//! as many waiting writers: the least that any program would do that acknowledges nothing before it is durable.
//!
//! Requests go into the router without a socket, so what a TCP stack costs is not in it. In turns, the best of each.
#![expect(clippy::disallowed_methods, reason = "a bench measures time")]
#![expect(clippy::print_stdout, reason = "a bench speaks to a terminal")]
#![expect(clippy::unwrap_used, clippy::panic, reason = "a bench that can't go on says where")]

#[path = "../tests/it/memory.rs"]
#[expect(dead_code, reason = "the node of the tests, of which a bench needs less")]
mod memory;
#[path = "../tests/it/world.rs"]
#[expect(dead_code, reason = "the house of the tests, of which a bench needs less")]
mod world;

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use axum::http::Request;
use kulla_gateways::open311::pace::{Paces, Rate};
use kulla_log::{Keyring, Log, LogConfig, LogHandle, NodeKey, RealDisk};
use kulla_record::LogId;

const REPORTS: usize = 20_000;
const IN_FLIGHT: usize = 512;
const ROUNDS: usize = 3;
/// Records of one report: itself, its moderation, who handed it in.
const RECORDS: usize = 3;

fn log(dir: &Path) -> Log {
    let entropy: Arc<dyn kulla_record::Entropy> = Arc::new(memory::Counting::default());
    let keys = Keyring::new(NodeKey::new([7; 32]));
    let config = LogConfig::new(LogId([9; 16]), keys, entropy);
    Log::open(Arc::new(RealDisk), dir, config).unwrap().0
}

fn form(n: usize) -> String {
    format!(
        "service_code=flooded-road&lat=42.{:04}&long=20.{:04}&address_string=te+ura&lang=sq&first_name=A&phone=044000000\
         &description=Uji+ka+dal%C3%AB+mbi+rrug%C3%AB+te+ura%2C+veturat+po+kthehen.+Raporti+{n}.",
        n % 10_000,
        (n * 7) % 10_000
    )
}

/// Reports a second through the door, and the records that they came to.
fn through_the_door(dir: &Path) -> f64 {
    let free = Rate { at_once: u32::MAX, one_more_ms: 0 };
    let paces = Paces { reports_of_one: free, reports_of_all: free, ..Paces::default() };
    let world = Arc::new(world::World::paced(paces));
    let log = log(dir);
    let handle: LogHandle = log.handle();
    let durable = move |drafts: &[kulla_record::Draft]| {
        handle.append(drafts.to_vec()).wait().unwrap();
    };
    assert!(world.node.memory.durable.set(Box::new(durable)).is_ok());
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let start = Instant::now();
    runtime.block_on(async {
        let next = Arc::new(AtomicUsize::new(0));
        let senders: Vec<_> = (0..IN_FLIGHT)
            .map(|_| {
                let (world, next) = (Arc::clone(&world), Arc::clone(&next));
                tokio::spawn(async move {
                    loop {
                        let n = next.fetch_add(1, Ordering::Relaxed);
                        if n >= REPORTS {
                            return;
                        }
                        let request = Request::post("/open311/v2/requests.json")
                            .header("content-type", "application/x-www-form-urlencoded");
                        let answer = world.send(request, form(n)).await;
                        assert_eq!(answer.status.as_u16(), 200, "{}", answer.text());
                    }
                })
            })
            .collect();
        for sender in senders {
            sender.await.unwrap();
        }
    });
    let took = start.elapsed().as_secs_f64();
    log.close().unwrap();
    REPORTS as f64 / took
}

fn main() {
    let (mut ours, mut theirs) = (0_f64, 0_f64);
    for _ in 0..ROUNDS {
        let dir = tempfile::tempdir().unwrap();
        ours = ours.max(through_the_door(&dir.path().join("door")));
        theirs = theirs.max(the_log_alone(&dir.path().join("alone")));
    }
    println!("{REPORTS} reports of {RECORDS} records, {IN_FLIGHT} in flight");
    println!("  through the door, durable and shown      {ours:9.0} reports/s (≥ 3,000)");
    println!("  the same records into the log alone      {theirs:9.0} reports/s");
}

/// The same number of records, by as many writers as the door has, each waiting until its group is durable.
fn the_log_alone(dir: &Path) -> f64 {
    const WRITERS: usize = 2;
    const GROUP: usize = 64;
    let log = log(dir);
    let start = Instant::now();
    std::thread::scope(|scope| {
        for writer in 0..WRITERS {
            let handle = log.handle();
            scope.spawn(move || {
                for group in 0..REPORTS / WRITERS / GROUP {
                    let first = (writer * REPORTS + group * GROUP) * RECORDS;
                    let drafts = (first..first + GROUP * RECORDS).map(draft).collect();
                    handle.append(drafts).wait().unwrap();
                }
            });
        }
    });
    let took = start.elapsed().as_secs_f64();
    log.close().unwrap();
    (REPORTS / WRITERS / GROUP * GROUP * WRITERS) as f64 / took
}

fn draft(n: usize) -> kulla_record::Draft {
    let mut id = [0; 16];
    id[..8].copy_from_slice(&(n as u64 + 1).to_be_bytes());
    kulla_record::Draft {
        id: kulla_record::RecordId(id),
        kind: kulla_record::Kind::REPORT,
        subject: kulla_record::SubjectId(id),
        replaces: Vec::new(),
        at: kulla_record::Hlc(n as u64 + 1),
        author: kulla_record::PrincipalId([1; 16]),
        label: kulla_record::LabelId([2; 16]),
        salt: [3; 32],
        body: vec![b'x'; 400],
    }
}
