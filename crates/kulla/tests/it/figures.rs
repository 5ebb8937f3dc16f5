//! Figures: that everything which the shipped dashboard and alerts ask for is there, described, and right.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use crate::client::Client;
use crate::crash::report;
use crate::node::{Data, Running, id, kulla, told};
use crate::operator::{ask, figure};

fn shipped(file: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(file)).unwrap()
}

/// Every word that begins as our figures do.
fn named(text: &str) -> BTreeSet<String> {
    let words = text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
    words.filter(|word| word.starts_with("kulla_")).map(str::to_owned).collect()
}

/// The names under which a page shows values.
fn shown(page: &str) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for line in page.lines().filter_map(|line| line.strip_prefix("# TYPE ")) {
        let (name, kind) = line.split_once(' ').unwrap();
        let endings: &[&str] = if kind == "histogram" { &["_bucket", "_sum", "_count"] } else { &[""] };
        names.extend(endings.iter().map(|ending| format!("{name}{ending}")));
    }
    names
}

#[test]
fn every_figure_that_dashboard_and_alerts_ask_for_is_there_and_every_one_is_described() {
    let data = Data::new();
    let elsewhere = tempfile::tempdir().unwrap();
    let copied = kulla(&["backup", data.arg(), elsewhere.path().join("copy").to_str().unwrap()]);
    assert!(copied.status.success(), "{}", told(&copied));
    let node = Running::start(&data);
    let client = node.enter("duty officer");
    client.done("signals/report", report(&id(940, 1), "water"));
    let page = ask(&data, "/metrics");
    let shown = shown(&page);
    for file in ["deploy/grafana/kulla.json", "deploy/prometheus/alerts.yml"] {
        let text = shipped(file);
        let asked = named(&text);
        assert!(asked.len() > 10, "{file} asks for {asked:?}");
        let lost: Vec<_> = asked.difference(&shown).collect();
        assert!(lost.is_empty(), "{file} asks for what no node shows: {lost:?}");
    }
    let described = named(&shipped("docs/operate/metrics.md"));
    let types = page.lines().filter_map(|line| line.strip_prefix("# TYPE ")?.split(' ').next());
    let silent: Vec<_> = types.filter(|name| !described.contains(*name)).collect();
    assert!(silent.is_empty(), "docs/operate/metrics.md says nothing of {silent:?}");
    let dashboard: serde_json::Value = serde_json::from_str(&shipped("deploy/grafana/kulla.json")).unwrap();
    for panel in dashboard["panels"].as_array().unwrap() {
        assert!(panel["targets"].as_array().is_some_and(|targets| !targets.is_empty()), "{panel}");
    }
}

#[test]
fn what_comes_in_is_measured_from_the_door_to_the_disk_to_the_picture() {
    let data = Data::new();
    let node = Running::start(&data);
    let client = node.enter("duty officer");
    let before = ask(&data, "/metrics");
    (0..25).for_each(|n| drop(client.done("signals/report", report(&id(941, n), "water"))));
    let after = ask(&data, "/metrics");
    for name in
        ["kulla_durable_seconds_count", "kulla_visible_seconds_count", "kulla_log_sync_seconds_count"]
    {
        let more = figure(&after, name) - figure(&before, name);
        assert!(more >= 25.0, "{name} grew by {more}\n{after}");
    }
    assert!(
        figure(&after, "kulla_log_appended_total") - figure(&before, "kulla_log_appended_total") >= 25.0
    );
    assert!(after.contains("kulla_answer_seconds_count{gateway=\"api\"}"), "{after}");
    assert_eq!(figure(&after, "kulla_log_read_only"), 0.0);
    assert!(figure(&after, "kulla_disk_free_bytes") > 0.0 && figure(&after, "kulla_open_files") > 5.0);
}

#[test]
fn figures_over_tcp_are_for_this_machine_and_for_nobody_who_names_another_host() {
    let data = Data::new();
    let run = ["run", "--data", data.arg(), "--listen", "127.0.0.1:0", "--metrics-listen"];
    let refused = kulla(&[&run[..], &["0.0.0.0:0"]].concat());
    assert_eq!(refused.status.code(), Some(2), "{}", told(&refused));
    let mut command = Command::new(env!("CARGO_BIN_EXE_kulla"));
    command.args([&run[..], &["127.0.0.1:0"]].concat());
    let node = Running::by(command);
    let figures = Client::public(node.figures.unwrap());
    let page = figures.send("GET", "/metrics", "text/plain", b"").unwrap();
    assert!(page.status == 200 && page.text().contains("kulla_log_records"), "{}", page.text());
    assert_eq!(figures.send("GET", "/checkpoint", "text/plain", b"").unwrap().status, 404);
    let rebound = rebound(node.figures.unwrap());
    assert!(rebound.starts_with("HTTP/1.1 404"), "{rebound}");
    assert!(node.stop().success());
}

/// As a page of another site would ask that has bound its name to this machine.
fn rebound(address: std::net::SocketAddr) -> String {
    use std::io::{Read, Write};
    let mut stream = std::net::TcpStream::connect(address).unwrap();
    write!(stream, "GET /metrics HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

#[test]
fn a_log_file_that_was_moved_away_is_opened_anew_on_a_hangup_and_the_node_goes_on() {
    let data = Data::new();
    let file = data.path.with_file_name("kulla.log");
    let mut command = Command::new(env!("CARGO_BIN_EXE_kulla"));
    command.args([
        "run",
        "--data",
        data.arg(),
        "--listen",
        "127.0.0.1:0",
        "--log-file",
        file.to_str().unwrap(),
    ]);
    // The line that is waited for is one of information.
    let node = Running::by_saying(command, "info");
    let moved = file.with_extension("log.1");
    std::fs::rename(&file, &moved).unwrap();
    assert!(Command::new("kill").args(["-HUP", &node.pid()]).status().unwrap().success());
    let patience = std::iter::repeat_n(std::time::Duration::from_millis(50), 200);
    let fresh = patience.into_iter().find_map(|pause| {
        std::thread::sleep(pause);
        std::fs::read_to_string(&file).ok().filter(|text| text.contains("opened anew"))
    });
    assert!(fresh.is_some(), "nothing stands in the fresh file");
    assert_eq!(
        Client::public(node.address).send("GET", "/healthz", "text/plain", b"").unwrap().status,
        200
    );
    assert!(node.stop().success());
}
