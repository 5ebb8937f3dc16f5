//! How many alerts a second come through the gateway: from a file that is followed to alarms that are durable and
//! shown, beside the least that any program would do with the same file: read lines, `serde_json` into a struct,
//! count by rule and networks.
//!
//! The node is whole (gateway, lanes, desk, picture); its log is in memory, because a second of alerts is one
//! append of a handful of records and a disk is not what this measures. In turns, the best of each.
#![expect(clippy::disallowed_methods, reason = "a bench measures time")]
#![expect(clippy::print_stdout, reason = "a bench speaks to a terminal")]
#![expect(clippy::unwrap_used, clippy::panic, reason = "a bench that can't go on says where")]

#[path = "../tests/it/memory.rs"]
#[expect(dead_code, reason = "the node of the tests, of which a bench needs less")]
mod memory;
#[path = "../tests/it/world.rs"]
#[expect(dead_code, reason = "the house of the tests, of which a bench needs less")]
mod world;

use std::collections::HashMap;
use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{BufRead, BufReader, Write as _};
use std::net::IpAddr;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use kulla_gateways::sources::{Sources, read};
use kulla_record::kind::signal::Alarm;
use serde::Deserialize;

const ALERTS: u64 = 200_000;
const ROUNDS: usize = 3;
const NOW_S: u64 = 1_795_000_000;

/// Alerts as a sensor writes them, about a kilobyte each, of 40 rules from 250 networks.
fn write_alerts(path: &Path) -> u64 {
    let mut file = std::io::BufWriter::new(File::create(path).unwrap());
    let mut line = String::new();
    for n in 0..ALERTS {
        line.clear();
        let time = jiff::Timestamp::from_second(i64::try_from(NOW_S + n / 10_000).unwrap()).unwrap();
        let time = time.strftime("%Y-%m-%dT%H:%M:%S");
        let _ = writeln!(
            line,
            concat!(
                r#"{{"timestamp":"{}.{:06}+0000","flow_id":{},"in_iface":"eth1","event_type":"alert","src_ip":"203.0.{}.{}","#,
                r#""src_port":{},"dest_ip":"192.0.2.{}","dest_port":80,"proto":"TCP","pkt_src":"wire/pcap","community_id":"#,
                r#""1:LQU9qZlK+B5F3KDmev6m5PMibrg=","tx_id":0,"alert":{{"action":"allowed","gid":1,"signature_id":{},"rev":14,"#,
                r#""signature":"TEST suspicious inbound to port {}","category":"Potentially Bad Traffic","severity":2,"metadata":"#,
                r#"{{"affected_product":["Web_Server"],"attack_target":["Server"],"created_at":["2010_07_30"]}}}},"http":"#,
                r#"{{"hostname":"example.org","url":"\/index.php?id={}","http_user_agent":"Mozilla\/5.0 (X11)","http_method":"GET","#,
                r#""http_content_type":"text\/html","protocol":"HTTP\/1.1","status":200,"length":1024}},"app_proto":"http","#,
                r#""direction":"to_server","flow":{{"pkts_toserver":5,"pkts_toclient":4,"bytes_toserver":642,"bytes_toclient":1893,"#,
                r#""start":"2026-03-01T10:00:00.000000+0000","src_ip":"203.0.113.1","dest_ip":"192.0.2.1","src_port":40000,"dest_port":80}}}}"#
            ),
            time,
            n % 1_000_000,
            1_000_007 * n,
            n % 250,
            n % 200,
            1_024 + n % 60_000,
            n % 250,
            2_010_935 + n % 40,
            n % 1_000,
            n,
        );
        file.write_all(line.as_bytes()).unwrap();
    }
    file.into_inner().unwrap().metadata().unwrap().len()
}

#[derive(Deserialize)]
struct Event {
    timestamp: String,
    event_type: String,
    src_ip: Option<IpAddr>,
    dest_ip: Option<IpAddr>,
    alert: Option<Rule>,
}

#[derive(Deserialize)]
struct Rule {
    gid: u32,
    signature_id: u64,
    signature: String,
}

/// Generator, signature, and the networks of source and target.
type Group = (u32, u64, u32, u32);

/// What any program would do.
fn reference(path: &Path) -> u64 {
    let net = |ip: Option<IpAddr>| match ip {
        Some(IpAddr::V4(ip)) => ip.to_bits() >> 8,
        _ => 0,
    };
    let mut groups: HashMap<Group, (u64, String, String)> = HashMap::new();
    for line in BufReader::with_capacity(256 << 10, File::open(path).unwrap()).lines() {
        let Ok(event) = serde_json::from_str::<Event>(&line.unwrap()) else { continue };
        let Some(alert) = event.alert.filter(|_| event.event_type == "alert") else { continue };
        let key = (alert.gid, alert.signature_id, net(event.src_ip), net(event.dest_ip));
        let group = groups.entry(key).or_insert_with(|| (0, alert.signature, String::new()));
        group.0 += 1;
        group.2 = event.timestamp;
    }
    groups.values().map(|(count, ..)| count).sum()
}

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
    let bytes = write_alerts(&path);
    let (mut ours, mut theirs, mut alarms) = (f64::INFINITY, f64::INFINITY, 0);
    for _ in 0..ROUNDS {
        let start = Instant::now();
        alarms = through_the_gateway(&path);
        ours = ours.min(start.elapsed().as_secs_f64());
        let start = Instant::now();
        assert_eq!(reference(&path), ALERTS);
        theirs = theirs.min(start.elapsed().as_secs_f64());
    }
    let rate = |seconds: f64| ALERTS as f64 / seconds;
    println!("{ALERTS} alerts, {} bytes each", bytes / ALERTS);
    println!("  through the gateway into {alarms} alarms, written and shown  {:9.0} alerts/s", rate(ours));
    println!("  serde_json and a map, nothing written                      {:9.0} alerts/s", rate(theirs));
    fs::remove_file(path).unwrap();
}
