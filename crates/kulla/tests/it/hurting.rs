//! Sources that lie, flood, stall, send half lines or time from next year, all at once and against the built program:
//! they hurt themselves, which everybody can see, and nobody else.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use serde_json::{Value, json};

use crate::client::{Client, until};
use crate::crash::report;
use crate::node::{Data, Running, id, kulla, told};
use crate::operator::{ask, figure};

/// How long an answer may take.
const PATIENCE: Duration = Duration::from_secs(60);
/// Connections that begin a request and never end it.
const STALLED: usize = 200;

const GAUGE: &str = "[[source.measure]]\nproperty = \"water-level\"\nunit = \"m\"\n\
    thresholds = [{ name = \"alarm\", value = 3.2, severity = \"Severe\" }]\n";

fn source(code: &str, door: &str, settings: &str) -> String {
    format!(
        "[[source]]\ncode = \"{code}\"\nname = \"{code}\"\ndoor = \"{door}\"\nowner = \"ame\"\n\
         purpose = \"to see whether it holds\"\nbasis = \"Law 04/L-027\"\n{settings}\n\n"
    )
}

/// A well-behaved sensor and gauge, and one of each that is not.
fn register(folder: &Path) -> String {
    let inlet = |kind: &str, name: &str| format!("{kind} = \"{}\"", folder.join(name).display());
    source("calm", "eve", &inlet("file", "calm.json"))
        + &source("flood", "eve", &inlet("unix", "flood.sock"))
        + &source("stall", "eve", &inlet("unix", "stall.sock"))
        + &source("gauge", "observations", GAUGE)
        + &source("liar", "observations", GAUGE)
}

fn shell(command: &str) -> String {
    let done = std::process::Command::new("sh").args(["-c", command]).output().unwrap();
    String::from_utf8(done.stdout).unwrap().trim().to_owned()
}

fn alert(time: &str, sid: u64) -> String {
    format!(
        "{{\"timestamp\":\"{time}.000000+0000\",\"event_type\":\"alert\",\"src_ip\":\"203.0.113.{}\",\"dest_ip\":\"192.0.2.1\",\
         \"alert\":{{\"gid\":1,\"signature_id\":{sid},\"signature\":\"TEST rule {sid}\",\"category\":\"Scan\",\"severity\":1}}}}\n",
        sid % 250
    )
}

fn of(who: &Client, code: &str) -> Value {
    let all = who.get("sources").json();
    all["items"].as_array().unwrap().iter().find(|source| source["code"] == code).unwrap().clone()
}

fn observe(who: &Client, code: &str, at: &str, value: f64) -> Value {
    let row = json!([{ "source": code, "property": "water-level", "at": at, "value": value, "unit": "m" }]);
    who.done("observations", row)
}

/// Alarms in triage that come from a source.
fn alarms(who: &Client, from: &str) -> usize {
    let queue = who.get("queue?want=triage&limit=200").json();
    let items = queue["items"].as_array().unwrap();
    items.iter().filter(|item| item["kind"] == "alarm" && item["source"] == from).count()
}

/// Alerts from next year, garbage and half lines, as fast as they are taken, until it is told to stop.
fn floods(socket: &Path, over: &AtomicBool) {
    let next_year = shell("date -u -d '+1 year' +%Y-%m-%dT%H:%M:%S");
    let mut stream = UnixStream::connect(socket).unwrap();
    for n in 0_u64.. {
        if over.load(Ordering::Relaxed) {
            return;
        }
        let lines: String = (0..50).map(|k| alert(&next_year, n * 50 + k)).collect();
        stream.write_all(format!("{lines}not json\n\u{0}\u{0}\n{{\"event_type\":\n").as_bytes()).unwrap();
    }
}

/// Connections of every kind that say a little and then nothing.
fn stall(node: &Running, socket: &Path) -> (Vec<TcpStream>, Vec<UnixStream>) {
    let begun = (0..STALLED).map(|n| {
        let mut stream = TcpStream::connect(node.address).unwrap();
        let half = ["GET / HTTP/1.1\r\nHost: x", "POST /api/v1/observations HTTP/1.1\r\nContent-Le", ""];
        stream.write_all(half[n % half.len()].as_bytes()).unwrap();
        stream
    });
    let begun = begun.collect();
    let half = (0..8).map(|_| {
        let mut stream = UnixStream::connect(socket).unwrap();
        stream.write_all(b"{\"event_type\":\"alert\",\"timest").unwrap();
        stream
    });
    (begun, half.collect())
}

#[test]
fn sources_that_lie_flood_stall_or_send_half_lines_hurt_only_themselves() {
    let data = Data::new();
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    std::fs::write(at("sources.toml"), register(folder.path())).unwrap();
    let node = Running::with(&data, &["--sources", at("sources.toml").to_str().unwrap()]);
    let duty = node.enter("duty officer");
    until("the sockets", || (at("flood.sock").exists() && at("stall.sock").exists()).then_some(()));
    let over = AtomicBool::new(false);
    let (mut begun, _half) = stall(&node, &at("stall.sock"));
    std::thread::scope(|scope| {
        scope.spawn(|| floods(&at("flood.sock"), &over));
        until("the flood", || (of(&duty, "flood")["counts"]["came"].as_u64() > Some(1_000)).then_some(()));
        // A liar sends readings from next year: none of them is taken.
        let lie = observe(&duty, "liar", &shell("date -u -d '+1 year' +%Y-%m-%dT%H:%M:%SZ"), 9.9);
        assert_eq!((&lie["taken"], &lie["rows"][0]["rule"]), (&json!(0), &json!("observation.future")));
        // Everybody else goes on: a person, a gauge, a sensor, the public.
        let known = duty.done("signals/report", report(&id(960, 1), "water on the road"));
        let known = known["subject"].as_str().unwrap();
        assert_eq!(duty.get(&format!("items/{known}")).status, 200);
        let now = shell("date -u +%Y-%m-%dT%H:%M:%SZ");
        assert_eq!(observe(&duty, "gauge", &now, 3.4)["taken"], 1);
        until("the alarm of the gauge", || (alarms(&duty, "gauge") == 1).then_some(()));
        std::fs::write(at("calm.json"), alert(now.trim_end_matches('Z'), 7)).unwrap();
        until("the alarm of the calm sensor", || (alarms(&duty, "calm") == 1).then_some(()));
        assert_eq!(Client::public(node.address).send("GET", "/", "text/plain", b"").unwrap().status, 200);
        over.store(true, Ordering::Relaxed);
    });
    // What they did is theirs, and can be seen.
    let flood = until("what became of the flood", || {
        let flood = of(&duty, "flood");
        (flood["counts"]["dropped"]["broken"].as_u64() > Some(50)).then_some(flood)
    });
    assert!(flood["trouble"].as_str().unwrap().contains("ahead of ours"), "{flood}");
    assert!(alarms(&duty, "flood") <= 60, "a flood becomes few alarms, however many rules it invents");
    assert_eq!(of(&duty, "liar")["counts"]["dropped"], json!({ "refused": 1 }));
    for calm in ["calm", "gauge"] {
        let calm = of(&duty, calm);
        assert!(calm["counts"]["dropped"].as_object().is_none_or(serde_json::Map::is_empty), "{calm}");
        assert_eq!(calm["state"], "good", "{calm}");
    }
    for stream in &mut begun {
        // The node does not wait for them for ever: it answers 408, or closes.
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        let ended = stream.read_to_end(&mut Vec::new());
        assert!(
            ended.is_ok() || ended.is_err_and(|error| error.kind() == std::io::ErrorKind::ConnectionReset)
        );
    }
    let page = ask(&data, "/metrics");
    assert!(figure(&page, "kulla_connections") < 20.0, "their places are free again");
    assert!(node.stop().success());
    let verified = kulla(&["verify", data.arg()]);
    assert!(verified.status.success(), "{}", told(&verified));
}

#[test]
fn connections_that_say_nothing_leave_the_files_that_the_logs_need() {
    let data = Data::new();
    let mut command = std::process::Command::new("prlimit");
    command.args([
        "--nofile=400:400",
        env!("CARGO_BIN_EXE_kulla"),
        "run",
        "--data",
        data.arg(),
        "--listen",
        "127.0.0.1:0",
    ]);
    let node = Running::by(command);
    let duty = node.enter("duty officer");
    let silent: Vec<_> = (0..STALLED).map(|_| TcpStream::connect(node.address).unwrap()).collect();
    let page = || ask(&data, "/metrics");
    let turned_away = |page: &str| figure(page, "kulla_connections_refused_total") > 0.0;
    until("some find no place", || turned_away(&page()).then_some(()));
    let page = page();
    assert!(figure(&page, "kulla_open_files") < 400.0 - 64.0, "files are left");
    assert!(figure(&page, "kulla_connections") <= figure(&page, "kulla_connections_max"));
    let segments = kulla(&["backup", data.arg(), data.path.join("../copy").to_str().unwrap()]);
    assert!(segments.status.success(), "the operator is not kept out: {}", told(&segments));
    drop(silent);
    until("there is room again", || {
        let answer = duty.api("POST", "signals/report", &report(&id(961, 1), "after them"));
        answer.is_ok_and(|answer| answer.status == 200).then_some(())
    });
    assert!(node.stop().success());
}
