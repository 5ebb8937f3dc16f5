//! How many alerts a second come through the gateway: from a file that is followed to alarms that are durable and
//! shown, beside the least that any program would do with the same file: read lines, `serde_json` into a struct,
//! count by rule and networks.
//!
//! The node is whole (gateway, lanes, desk, picture); its log is in memory, because a second of alerts is one
//! append of a handful of records and a disk is not what this measures. In turns, the best of each.
#![expect(clippy::disallowed_methods, reason = "a bench measures time")]
#![expect(clippy::print_stdout, reason = "a bench speaks to a terminal")]
#![expect(clippy::unwrap_used, clippy::panic, reason = "a bench that can't go on says where")]

mod alerts;
#[path = "../tests/it/memory.rs"]
#[expect(dead_code, reason = "the node of the tests, of which a bench needs less")]
mod memory;
#[path = "../tests/it/world.rs"]
#[expect(dead_code, reason = "the house of the tests, of which a bench needs less")]
mod world;

use std::collections::HashMap;
use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use alerts::{reference, write_alerts};
use kulla_gateways::sources::{Sources, read};
use kulla_record::kind::signal::Alarm;

const ALERTS: u64 = 200_000;
const ROUNDS: usize = 3;
const NOW_S: u64 = 1_795_000_000;

/// The whole way: opened, followed, grouped, written, shown. Gives the alarms it came to.
fn through_the_gateway(path: &Path) -> usize {
    let world = world::World::drill();
    let folder = tempfile::tempdir().unwrap();
    let text = format!(
        "[[source]]\ncode = \"edge\"\nname = \"Edge\"\ndoor = \"eve\"\nowner = \"ame\"\npurpose = \"bench\"\nbasis = \"none, a bench\"\nfile = \"{}\"\n",
        path.display()
    );
    let listed = read(&text, &|_| true).unwrap();
    let (hands, over) = (Arc::clone(&world.node.hands), Arc::new(AtomicBool::new(false)));
    let ended = Arc::clone(&over);
    // The clock of the node goes as fast as ours.
    let clock = std::thread::spawn(move || {
        let (start, mut told) = (Instant::now(), 0);
        while !ended.load(Ordering::Relaxed) {
            let now = u64::try_from(start.elapsed().as_millis()).unwrap();
            hands.forward(now - told);
            told = now;
            std::thread::sleep(Duration::from_millis(5));
        }
    });
    let exercise = memory::word(memory::DRILL_NAME);
    let sources = Sources::open(&world.house, listed, folder.path(), Some(&exercise)).unwrap();
    let counted = || {
        let mut alarms = HashMap::new();
        world.node.memory.versions::<Alarm>().into_iter().for_each(|(subject, alarm)| {
            alarms.insert(subject, alarm.count);
        });
        (alarms.len(), alarms.values().sum::<u64>())
    };
    let alarms = loop {
        let (alarms, count) = counted();
        assert!(count <= ALERTS, "{count} of {ALERTS} alerts were counted");
        if count == ALERTS {
            break alarms;
        }
        std::thread::sleep(Duration::from_millis(5));
    };
    over.store(true, Ordering::Relaxed);
    sources.close();
    clock.join().unwrap();
    alarms
}

fn main() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("eve.json");
    let bytes = write_alerts(&path, ALERTS, NOW_S).unwrap();
    let (mut ours, mut theirs, mut alarms) = (f64::INFINITY, f64::INFINITY, 0);
    for _ in 0..ROUNDS {
        let start = Instant::now();
        alarms = through_the_gateway(&path);
        ours = ours.min(start.elapsed().as_secs_f64());
        let start = Instant::now();
        assert_eq!(reference(&path).unwrap(), ALERTS);
        theirs = theirs.min(start.elapsed().as_secs_f64());
    }
    let rate = |seconds: f64| ALERTS as f64 / seconds;
    println!("{ALERTS} alerts, {} bytes each", bytes / ALERTS);
    println!("  through the gateway into {alarms} alarms, written and shown  {:9.0} alerts/s", rate(ours));
    println!("  serde_json and a map, nothing written                      {:9.0} alerts/s", rate(theirs));
    fs::remove_file(path).unwrap();
}
