//! Sensors.

use std::fmt::Write as _;
use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use kulla_record::Kind;
use kulla_record::kind::signal::{Alarm, AlarmState, Observation};
use serde_json::json;

use super::{heads, kinds, open, seen, source, until};
use crate::world::World;

/// Seconds since 1970 of the node's clock at the beginning of a test.
const NOW_S: i64 = 1_795_000_000;

fn time(second: i64) -> String {
    jiff::Timestamp::from_second(second).unwrap().strftime("%Y-%m-%dT%H:%M:%S.000000+0000").to_string()
}

fn alert(second: i64, sid: u32, source: [u8; 4], target: u8) -> String {
    let [a, b, c, d] = source;
    format!(
        "{{\"timestamp\":\"{}\",\"event_type\":\"alert\",\"src_ip\":\"{a}.{b}.{c}.{d}\",\"dest_ip\":\"192.0.2.{target}\",\"dest_port\":443,\
         \"proto\":\"TCP\",\"payload\":\"c2VjcmV0\",\"alert\":{{\"gid\":1,\"signature_id\":{sid},\"signature\":\"TEST phishing page {sid}\",\
         \"category\":\"Credential theft\",\"severity\":1}}}}\n",
        time(second)
    )
}

fn stats(second: i64, packets: u64, drops: u64) -> String {
    format!(
        "{{\"timestamp\":\"{}\",\"event_type\":\"stats\",\"stats\":{{\"uptime\":{},\"capture\":{{\"kernel_packets\":{packets},\"kernel_drops\":{drops}}}}}}}\n",
        time(second),
        second - NOW_S + 10
    )
}

fn append(path: &Path, text: &str) {
    OpenOptions::new().create(true).append(true).open(path).unwrap().write_all(text.as_bytes()).unwrap();
}

fn counted(world: &World) -> u64 {
    heads::<Alarm>(world).iter().map(|(_, alarm)| alarm.count).sum()
}

struct Sensor {
    folder: tempfile::TempDir,
}

impl Sensor {
    fn new() -> Sensor {
        Sensor { folder: tempfile::tempdir().unwrap() }
    }
    fn file(&self) -> PathBuf {
        self.folder.path().join("eve.json")
    }
    fn state(&self) -> PathBuf {
        self.folder.path().join("state")
    }
    fn listed(&self) -> String {
        source("edge", "eve", &format!("file = \"{}\"\nperiod_s = 60", self.file().display()))
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn alerts_of_a_file_become_one_alarm_and_one_click_makes_an_incident() {
    let (world, sensor) = (World::drill(), Sensor::new());
    let sources = open(&world, &sensor.listed(), &sensor.state());
    let mut text = String::new();
    (0..500).for_each(|n| text += &alert(NOW_S + n % 60, 7, [203, 0, 113, 9], 10));
    append(&sensor.file(), &text);
    until(&world, "500 alerts are counted", || counted(&world) == 500);
    sources.close();
    let duty = world.enters("duty").await;
    let queue = duty.get("queue?want=triage").await.expect(200);
    assert_eq!(queue["counts"]["triage"], 1);
    let strip = &queue["items"][0];
    assert_eq!(
        (&strip["title"], &strip["source"], &strip["severity"]),
        (&json!("TEST phishing page 7"), &json!("Test edge"), &json!("Severe"))
    );
    let incident = duty.opens_incident(Some(strip)).await;
    assert_eq!(incident["kind"], "incident");
    assert_eq!(duty.get("queue?want=triage").await.expect(200)["counts"]["triage"], 0);
    let alarms = world.node.memory.versions::<Alarm>();
    let body = serde_json::to_string(&alarms.last().unwrap().1).unwrap();
    assert!(!body.contains("c2VjcmV0"), "payload is not kept: {body}");
}

#[tokio::test(flavor = "multi_thread")]
async fn ten_thousand_alerts_of_a_campaign_are_at_most_fifty_alarms_and_each_is_counted_once() {
    let (world, sensor) = (World::drill(), Sensor::new());
    let sources = open(&world, &sensor.listed(), &sensor.state());
    for round in 0..10_u32 {
        let mut text = String::new();
        for n in 0..1_000_u32 {
            let k = round * 1_000 + n;
            let net = u8::try_from(k % 251).unwrap();
            text += &alert(
                NOW_S + i64::from(round),
                7 + k % 40,
                [198, 51, net, 1],
                u8::try_from(k % 200).unwrap(),
            );
        }
        append(&sensor.file(), &text);
        let so_far = u64::from(round + 1) * 1_000;
        until(&world, "a round is counted", || counted(&world) == so_far);
    }
    sources.close();
    let alarms = heads::<Alarm>(&world);
    assert!(alarms.len() <= 50, "{} alarms", alarms.len());
    assert_eq!(counted(&world), 10_000);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restart_goes_on_where_it_was_and_counts_nothing_twice() {
    let (world, sensor) = (World::drill(), Sensor::new());
    let mut written = 0;
    for round in 0..6_i64 {
        let sources = open(&world, &sensor.listed(), &sensor.state());
        let (mut text, mut half) = (String::new(), String::new());
        (0..40).for_each(|n| text += &alert(NOW_S + n, 7, [203, 0, 113, 9], 10));
        half.push_str(&alert(NOW_S, 8, [203, 0, 113, 9], 10));
        let (front, back) = half.split_at(60);
        append(&sensor.file(), &format!("{text}{front}"));
        written += 40;
        // Every second time the node goes before it has looked.
        if round % 2 == 0 {
            until(&world, "a round is counted", || counted(&world) == written);
        }
        sources.close();
        append(&sensor.file(), back);
        written += 1;
        if round == 3 {
            fs::rename(sensor.file(), sensor.folder.path().join("eve.json.1")).unwrap();
        }
    }
    let sources = open(&world, &sensor.listed(), &sensor.state());
    until(&world, "everything is counted", || counted(&world) == written);
    sources.close();
    let source = seen(&world.enters("duty").await, "edge").await.unwrap();
    assert_eq!(source["counts"]["dropped"], json!({}));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_batch_that_was_written_before_a_crash_is_not_written_again() {
    let (world, sensor) = (World::drill(), Sensor::new());
    let sources = open(&world, &sensor.listed(), &sensor.state());
    append(&sensor.file(), &alert(NOW_S, 7, [203, 0, 113, 9], 10));
    until(&world, "it is counted", || counted(&world) == 1);
    // The file as it is when the node is killed: the batch is on its way, and nobody has noted that it arrived.
    let on_its_way = fs::read(sensor.state().join("edge.json")).unwrap();
    assert!(String::from_utf8_lossy(&on_its_way).contains("\"pending\":{"));
    sources.close();
    fs::write(sensor.state().join("edge.json"), on_its_way).unwrap();
    let sources = open(&world, &sensor.listed(), &sensor.state());
    append(&sensor.file(), &alert(NOW_S + 1, 7, [203, 0, 113, 9], 10));
    until(&world, "the next is counted", || counted(&world) == 2);
    sources.close();
}

#[tokio::test(flavor = "multi_thread")]
async fn while_nothing_can_be_written_alerts_are_kept_and_then_counted_once() {
    let (world, sensor) = (World::drill(), Sensor::new());
    let sources = open(&world, &sensor.listed(), &sensor.state());
    world.node.memory.full.store(true, std::sync::atomic::Ordering::SeqCst);
    for n in 0..20 {
        append(&sensor.file(), &alert(NOW_S + n, 7, [203, 0, 113, 9], 10));
        world.node.hands.forward(1_000);
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    assert_eq!(counted(&world), 0);
    world.node.memory.full.store(false, std::sync::atomic::Ordering::SeqCst);
    until(&world, "all are counted", || counted(&world) == 20);
    sources.close();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sensor_that_lies_floods_and_sends_halves_hurts_only_itself() {
    let (world, bad, good) = (World::drill(), Sensor::new(), Sensor::new());
    let calm = source("calm", "eve", &format!("file = \"{}\"", good.file().display()));
    let sources = open(&world, &(bad.listed() + &calm), &bad.state());
    let mut flood = String::new();
    for n in 0..30_000_u32 {
        // From next year, from everywhere, at everything, and every third line is garbage.
        let [_, a, b, c] = n.to_be_bytes();
        flood += &alert(NOW_S + 365 * 86_400 + i64::from(n), n, [10, a, b, c], c);
        if n % 3 == 0 {
            let _ = writeln!(flood, "{{\"event_type\":\"alert\",\"n\":{n}");
        }
    }
    append(&bad.file(), &flood);
    append(&good.file(), &alert(NOW_S, 1, [203, 0, 113, 9], 10));
    let of_calm = || heads::<Alarm>(&world).into_iter().find(|(_, alarm)| alarm.from == "Test calm");
    until(&world, "the calm sensor is heard", || of_calm().is_some());
    until(&world, "the flood is counted too", || counted(&world) == 30_001);
    sources.close();
    let (_, calm) = of_calm().unwrap();
    assert_eq!((calm.count, calm.last.as_second()), (1, NOW_S));
    let of_bad: Vec<Alarm> = heads::<Alarm>(&world)
        .into_iter()
        .map(|(_, alarm)| alarm)
        .filter(|a| a.from == "Test edge")
        .collect();
    // The clock of the test goes on by minutes, so an hour may turn in between.
    assert!(of_bad.len() <= 100, "{} alarms", of_bad.len());
    let next_year = NOW_S + 300 * 86_400;
    assert!(of_bad.iter().all(|alarm| alarm.last.as_second() < next_year), "no alarm lies in the future");
    let duty = world.enters("duty").await;
    let seen_bad = seen(&duty, "edge").await.unwrap();
    assert_eq!(seen_bad["counts"]["dropped"]["broken"], 10_000);
    assert!(seen_bad["trouble"].as_str().unwrap().contains("ahead of ours"), "{seen_bad}");
    assert_eq!(seen(&duty, "calm").await.unwrap()["counts"]["dropped"], json!({}));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sensor_that_loses_packets_is_an_alarm_until_it_is_well() {
    let (world, sensor) = (World::drill(), Sensor::new());
    let sources = open(&world, &sensor.listed(), &sensor.state());
    append(&sensor.file(), &(stats(NOW_S, 0, 0) + &stats(NOW_S + 8, 10_000, 3_000)));
    let alarm = || heads::<Alarm>(&world).into_iter().next().map(|(_, alarm)| alarm);
    until(&world, "it is an alarm", || alarm().is_some());
    let raised = alarm().unwrap();
    assert_eq!(
        (raised.state, raised.count, raised.explanation.code.as_str()),
        (AlarmState::Raised, 3_000, "eve-drops")
    );
    let well: String =
        (2..6).map(|n: i64| stats(NOW_S + 8 * n, 10_000 * n.unsigned_abs(), 3_000)).collect();
    append(&sensor.file(), &well);
    until(&world, "it is over", || alarm().is_some_and(|alarm| alarm.state == AlarmState::Cleared));
    sources.close();
    let readings: f64 = world
        .node
        .memory
        .versions::<Observation>()
        .iter()
        .flat_map(|(_, observation)| &observation.readings)
        .map(|reading| reading.value)
        .sum();
    assert!(readings >= 3_000.0, "{readings}");
    assert_eq!(kinds(&world, &Kind::INCIDENT), 0, "nothing happens by itself");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sensor_may_connect_and_its_last_second_is_written_before_the_node_stops() {
    let (world, sensor) = (World::drill(), Sensor::new());
    let socket = sensor.folder.path().join("eve.sock");
    let listed = source("edge", "eve", &format!("unix = \"{}\"", socket.display()));
    let sources = open(&world, &listed, &sensor.state());
    until(&world, "it listens", || socket.exists());
    let mut stream = std::os::unix::net::UnixStream::connect(&socket).unwrap();
    stream.write_all(alert(NOW_S, 7, [203, 0, 113, 9], 10).as_bytes()).unwrap();
    until(&world, "it is counted", || counted(&world) == 1);
    stream.write_all(alert(NOW_S + 1, 7, [203, 0, 113, 9], 10).as_bytes()).unwrap();
    // Time for the line to be read, and none for it to be due.
    std::thread::sleep(std::time::Duration::from_millis(300));
    sources.close();
    assert_eq!(counted(&world), 2);
    assert!(!socket.exists());
}

#[tokio::test(flavor = "multi_thread")]
async fn real_samples_of_another_project_are_read_to_their_end() {
    let Some(shared) = std::env::var_os("KULLA_SHARED").map(PathBuf::from) else {
        eprintln!("skipped: KULLA_SHARED is not set");
        return;
    };
    let (world, sensor) = (World::drill(), Sensor::new());
    let sources = open(&world, &sensor.listed(), &sensor.state());
    for name in [
        "jsonparse_eve.json",
        "jsonparse_eve_broken1.json",
        "jsonparse_eve_nulls.json",
        "alertify_input.json",
    ] {
        append(&sensor.file(), &fs::read_to_string(shared.join("data/eve/fever").join(name)).unwrap());
        append(&sensor.file(), "\n");
    }
    append(&sensor.file(), &alert(NOW_S, 7, [203, 0, 113, 9], 10));
    until(&world, "the line behind them is counted", || counted(&world) == 1);
    sources.close();
    let source = seen(&world.enters("duty").await, "edge").await.unwrap();
    assert!(source["counts"]["came"].as_u64().unwrap() >= 8, "{source}");
    assert!(source["counts"]["dropped"]["broken"].as_u64().unwrap() >= 1, "{source}");
}
