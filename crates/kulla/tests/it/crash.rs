//! The power goes at random moments, bytes turn, files go missing: nothing acknowledged is lost, and what was
//! changed is named.

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use serde_json::{Value, json};

use crate::client::Client;
use crate::node::{Data, Running, id, kulla, told};

/// Rounds in the ordinary test run; `KULLA_KILL_ROUNDS` asks for more.
const ROUNDS: u64 = 20;
const WRITERS: u64 = 4;

pub fn report(id: &str, title: &str) -> Value {
    json!({
        "id": id, "title": title, "text": "", "lang": "sq", "seen": "2026-11-17T20:47:00Z", "place": {},
        "severity": "Severe", "life_at_risk": false, "from": "112",
    })
}

#[test]
fn nothing_acknowledged_is_missing_however_often_the_power_goes() {
    let rounds = std::env::var("KULLA_KILL_ROUNDS").ok().and_then(|n| n.parse().ok()).unwrap_or(ROUNDS);
    let data = Data::new();
    let acknowledged: Mutex<Vec<String>> = Mutex::default();
    let mut seat: Option<Client> = None;
    for round in 0..rounds {
        let node = Running::start(&data);
        // Sessions outlive the crash: the same cookie goes on.
        let client = match &seat {
            Some(seat) => Client { address: node.address, ..seat.clone() },
            None => node.enter("duty officer"),
        };
        seat = Some(client.clone());
        for known in acknowledged.lock().unwrap().iter() {
            let answer = client.get(&format!("items/{known}"));
            assert_eq!(answer.status, 200, "round {round}: {known} is missing: {}", answer.text());
        }
        write_until_killed(node, &client, round, &acknowledged);
    }
    let all = acknowledged.lock().unwrap();
    assert!(all.len() as u64 >= rounds, "only {} records were acknowledged in {rounds} rounds", all.len());
    let verified = kulla(&["verify", data.arg()]);
    assert!(verified.status.success(), "{}", told(&verified));
}

fn write_until_killed(node: Running, client: &Client, round: u64, acknowledged: &Mutex<Vec<String>>) {
    let (next, over) = (AtomicU64::new(0), AtomicBool::new(false));
    std::thread::scope(|scope| {
        for _ in 0..WRITERS {
            scope.spawn(|| {
                while !over.load(Ordering::Relaxed) {
                    let id = id(round, next.fetch_add(1, Ordering::Relaxed));
                    let answer = client.api("POST", "signals/report", &report(&id, "water on the road"));
                    if let Ok(answer) = answer
                        && (200..300).contains(&answer.status)
                    {
                        let subject = answer.json()["subject"].as_str().map(str::to_owned).unwrap_or(id);
                        acknowledged.lock().unwrap().push(subject);
                    }
                }
            });
        }
        // Another moment in each round, from the first write to a busy log.
        std::thread::sleep(Duration::from_millis(30 + round * 37 % 300));
        node.kill();
        over.store(true, Ordering::Relaxed);
    });
}

#[test]
fn a_flipped_byte_is_named_and_the_start_says_what_to_do() {
    let data = Data::new();
    {
        let node = Running::start(&data);
        let client = node.enter("duty officer");
        (0..20).for_each(|n| drop(client.done("signals/report", report(&id(900, n), "before"))));
        assert!(node.stop().success());
    }
    assert!(kulla(&["verify", data.arg()]).status.success());
    let segment = data.segment();
    let whole = std::fs::read(&segment).unwrap();
    let written = whole.iter().rposition(|byte| *byte != 0).unwrap();
    let mut bent = whole.clone();
    bent[written / 2] ^= 0x40;
    std::fs::write(&segment, bent).unwrap();
    let verified = kulla(&["verify", data.arg()]);
    assert_eq!(verified.status.code(), Some(1), "{}", told(&verified));
    assert!(told(&verified).contains("entry "), "it names the entry: {}", told(&verified));
    let started = kulla(&["run", "--data", data.arg(), "--listen", "127.0.0.1:0"]);
    assert_eq!(started.status.code(), Some(3), "{}", told(&started));
    assert!(
        told(&started).contains("backup") || told(&started).contains("restore"),
        "it says what to do: {}",
        told(&started)
    );
    std::fs::write(&segment, whole).unwrap();
    assert!(kulla(&["verify", data.arg()]).status.success(), "the right bytes are right again");
}

#[test]
fn a_picture_that_was_deleted_or_damaged_is_built_again_and_shows_the_same() {
    let data = Data::new();
    let node = Running::start(&data);
    let client = node.enter("duty officer");
    (0..10).for_each(|n| drop(client.done("signals/report", report(&id(901, n), &format!("report {n}")))));
    let before = titles(&client);
    assert!(node.stop().success());
    let picture = data.path.join("picture.sqlite");
    for damage in [None, Some(&b"this was a database once"[..])] {
        for ending in ["-wal", "-shm"] {
            let _ = std::fs::remove_file(data.path.join(format!("picture.sqlite{ending}")));
        }
        match damage {
            None => std::fs::remove_file(&picture).unwrap(),
            Some(bytes) => std::fs::write(&picture, bytes).unwrap(),
        }
        let node = Running::start(&data);
        let again = Client { address: node.address, ..client.clone() };
        assert_eq!(titles(&again), before);
        assert!(node.stop().success());
    }
}

/// Who opened what, as the overseer reads it.
fn opened(overseer: &Client) -> Vec<String> {
    let page = overseer.get("oversight/accesses?act=open&limit=200").json();
    let items = page["items"].as_array().unwrap().iter();
    items.map(|item| format!("{} {}", item["subject"], item["opened"])).collect()
}

#[test]
fn who_opened_what_is_found_after_its_file_was_lost_with_or_without_the_other() {
    let data = Data::new();
    let node = Running::start(&data);
    let (officer, overseer) = (node.enter("duty officer"), node.enter("overseer"));
    (0..5).for_each(|n| drop(officer.done("signals/report", report(&id(904, n), &format!("report {n}")))));
    let before = titles(&officer);
    // What was opened is written within a second or so.
    let mut looks = Vec::new();
    while looks.is_empty() {
        std::thread::sleep(Duration::from_millis(100));
        looks = opened(&overseer);
    }
    node.kill();
    for lost in
        [&["picture-access.sqlite"][..], &["picture.sqlite"], &["picture.sqlite", "picture-access.sqlite"]]
    {
        for name in lost {
            for ending in ["", "-wal", "-shm"] {
                let _ = std::fs::remove_file(data.path.join(format!("{name}{ending}")));
            }
        }
        let node = Running::start(&data);
        let again = |client: &Client| Client { address: node.address, ..client.clone() };
        assert_eq!(titles(&again(&officer)), before, "without {lost:?}");
        let now = opened(&again(&overseer));
        assert!(looks.iter().all(|look| now.contains(look)), "without {lost:?}: {looks:?} {now:?}");
        node.kill();
    }
}

#[test]
fn a_picture_with_a_damaged_page_in_its_middle_is_built_again_after_a_crash() {
    let data = Data::new();
    let node = Running::start(&data);
    let client = node.enter("duty officer");
    (0..40).for_each(|n| drop(client.done("signals/report", report(&id(902, n), &format!("report {n}")))));
    let before = titles(&client);
    assert!(node.stop().success());
    // The power goes with everything in the file and SQLite's own log empty: nothing but the page is wrong.
    let node = Running::start(&data);
    assert_eq!(titles(&Client { address: node.address, ..client.clone() }), before);
    node.kill();
    let picture = data.path.join("picture.sqlite");
    let whole = std::fs::read(&picture).unwrap();
    let page = usize::from(u16::from_be_bytes([whole[16], whole[17]]));
    // A page that is a leaf of a table (13): its rows lie behind it, and their places stand at its head.
    let leaves = (1..whole.len() / page).filter(|n| whole[n * page] == 13);
    let middle = leaves.max_by_key(|n| whole[n * page + 4]).unwrap();
    let mut bent = whole.clone();
    for byte in &mut bent[middle * page..(middle + 1) * page] {
        *byte ^= 0xff;
    }
    std::fs::write(&picture, bent).unwrap();
    let node = Running::start(&data);
    assert_eq!(titles(&Client { address: node.address, ..client.clone() }), before);
    assert!(node.stop().success());
    assert!(!data.path.join("picture.sqlite-wal").exists(), "closed well, so the next start need not look");
}

#[test]
fn a_body_that_rots_while_the_node_runs_is_noticed_and_shown() {
    let data = Data::new();
    let node = Running::start(&data);
    let client = node.enter("duty officer");
    (0..20).for_each(|n| drop(client.done("signals/report", report(&id(903, n), "before"))));
    let well = || client.get("health").json()["log"]["records_ok"].as_bool().unwrap();
    assert!(well());
    let segment = data.segment();
    let mut bytes = std::fs::read(&segment).unwrap();
    let written = bytes.iter().rposition(|byte| *byte != 0).unwrap();
    bytes[written / 2] ^= 0x40;
    std::fs::write(&segment, bytes).unwrap();
    let noticed = (0..200).any(|_| {
        std::thread::sleep(Duration::from_millis(100));
        !well()
    });
    assert!(noticed, "nobody looked for 20 seconds");
    assert_eq!(crate::operator::ask(&data, "/healthz"), "degraded\n");
    node.kill();
}

fn titles(client: &Client) -> Vec<String> {
    let queue = client.get("queue?want=triage&limit=100").json();
    queue["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|strip| strip["title"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn a_second_program_on_the_same_node_is_refused() {
    let data = Data::new();
    let node = Running::start(&data);
    for command in [
        &["run", "--data", data.arg(), "--listen", "127.0.0.1:0"][..],
        &["prune", data.arg()],
        &["rebuild", data.arg()],
    ] {
        let output = kulla(command);
        assert_eq!(output.status.code(), Some(3), "{command:?}: {}", told(&output));
    }
    assert!(node.stop().success());
}
