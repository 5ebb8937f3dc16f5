//! A disk that takes no more: writing is refused with the reason, reading goes on, and room is enough to go on.

use std::process::Command;
use std::time::Duration;

use serde_json::Value;

use crate::client::{Answer, Client};
use crate::node::{Data, Running, id, kulla, told};
use crate::operator::{ask, figure};

/// Of text in a report, so that little is enough to fill a disk.
const TEXT_BYTES: usize = 3_000;
/// Reports until a small disk has to be full.
const REPORTS_MAX: u64 = 6_000;

fn report(n: u64) -> Value {
    let mut report = crate::crash::report(&id(950, n), "water on the road");
    report["text"] = Value::String("ujë ".repeat(TEXT_BYTES / 5));
    report
}

fn sent(client: &Client, n: u64) -> Answer {
    client.api("POST", "signals/report", &report(n)).unwrap()
}

fn is_ok(answer: &Answer) -> bool {
    (200..300).contains(&answer.status)
}

/// Sets how large a file of a running program may become: what lies beyond is refused, as on a full disk.
fn limit(node: &Running, bytes: &str) {
    let limit = format!("--fsize={bytes}:");
    assert!(Command::new("prlimit").args(["--pid", &node.pid(), &limit]).status().unwrap().success());
}

/// Until something holds, or a test has waited long enough.
fn in_time(what: &str, mut holds: impl FnMut() -> bool) {
    for _ in 0..200 {
        if holds() {
            return;
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    assert!(holds(), "in vain: {what}");
}

struct Kept {
    subjects: Vec<String>,
    next: u64,
}

impl Kept {
    fn send(&mut self, client: &Client) -> Answer {
        let answer = sent(client, self.next);
        self.next += 1;
        if is_ok(&answer) {
            self.subjects.push(answer.json()["subject"].as_str().unwrap().to_owned());
        }
        answer
    }
}

/// From a full disk to room again, in one process.
fn goes_on(data: &Data, node: Running, fill: impl FnOnce(&Running), free: impl FnOnce(&Running)) {
    let client = node.enter("duty officer");
    let mut kept = Kept { subjects: Vec::new(), next: 0 };
    for _ in 0..5 {
        let answer = kept.send(&client);
        assert!(is_ok(&answer), "{}", answer.text());
    }
    fill(&node);
    let refused = (0..REPORTS_MAX).map(|_| kept.send(&client)).find(|answer| !is_ok(answer)).unwrap();
    assert_eq!(refused.status, 503, "{}", refused.text());
    assert!(refused.text().contains("reading goes on"), "the reason is told: {}", refused.text());
    for subject in kept.subjects.iter().take(5) {
        assert_eq!(client.get(&format!("items/{subject}")).status, 200, "reading goes on");
    }
    assert_eq!(client.get("queue?want=triage").status, 200);
    assert_eq!(client.get("health").json()["disk"]["state"], "full");
    let public = Client::public(node.address);
    assert_eq!(public.send("GET", "/", "text/plain", b"").unwrap().status, 200);
    assert_eq!(public.send("GET", "/healthz", "text/plain", b"").unwrap().status, 503);
    let page = ask(data, "/metrics");
    assert!(figure(&page, "kulla_log_read_only") >= 1.0 && figure(&page, "kulla_log_refused_total") >= 1.0);

    free(&node);
    in_time("writing goes on without a restart", || is_ok(&kept.send(&client)));
    in_time("the picture has caught up", || {
        figure(&ask(data, "/metrics"), "kulla_picture_lag_records") == 0.0
    });
    for subject in &kept.subjects {
        assert_eq!(client.get(&format!("items/{subject}")).status, 200, "{subject} was acknowledged");
    }
    assert_eq!(client.get("health").json()["disk"]["state"], "good");
    assert!(node.stop().success());
}

#[test]
fn a_disk_that_takes_no_more_stops_writing_and_nothing_else_and_room_is_enough_to_go_on() {
    let data = Data::new();
    let mut shell = Command::new("sh");
    let script = "trap '' XFSZ; exec \"$0\" run --data \"$1\" --listen 127.0.0.1:0";
    shell.args(["-c", script, env!("CARGO_BIN_EXE_kulla"), data.arg()]);
    let node = Running::by(shell);
    goes_on(&data, node, |node| limit(node, "1"), |node| limit(node, "unlimited"));
    let verified = kulla(&["verify", data.arg()]);
    assert!(verified.status.success(), "{}", told(&verified));
}

#[test]
fn a_small_file_system_that_is_really_full_is_survived_too() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("disk/node");
    std::fs::create_dir(dir.path().join("disk")).unwrap();
    let script = "mount -t tmpfs -o size=28m tmpfs \"$1\" || exit 77
        \"$0\" init --data \"$1/node\" --exercise-only >/dev/null || exit 78
        [ -n \"$2\" ] || exit 0
        exec \"$0\" run --data \"$1/node\" --listen 127.0.0.1:0";
    let disk = dir.path().join("disk");
    let command = |run: &str| {
        let mut command = Command::new("unshare");
        let namespaces = ["--user", "--map-root-user", "--mount", "sh", "-c", script];
        command.args(namespaces).args([env!("CARGO_BIN_EXE_kulla"), disk.to_str().unwrap(), run]);
        command
    };
    if !command("").status().is_ok_and(|status| status.success()) {
        println!("skipped: this machine lets no user mount a file system of their own");
        return;
    }
    let node = Running::by(command("run"));
    // The mount is seen by the node and not by us: through its own root it is.
    let root = std::path::PathBuf::from(format!("/proc/{}/root", node.pid()));
    let seen = root.join(path.strip_prefix("/").unwrap());
    let data = Data { path: seen.clone(), _dir: tempfile::tempdir().unwrap() };
    let filler = seen.join("filler");
    let fill = |_: &Running| {
        let mut file = std::fs::File::create(&filler).unwrap();
        // The end is what is wanted.
        let full = std::io::copy(&mut std::io::repeat(1), &mut file).unwrap_err();
        assert_eq!(full.kind(), std::io::ErrorKind::StorageFull);
    };
    goes_on(&data, node, fill, |_| std::fs::remove_file(&filler).unwrap());
}
