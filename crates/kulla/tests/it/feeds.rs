//! A sensor whose node is killed again and again.

use std::fmt::Write as _;
use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::path::Path;
use std::time::Duration;

use serde_json::Value;

use crate::client::Client;
use crate::node::{Data, Running, kulla, told};

const ROUNDS: u64 = 4;
const ALERTS_A_ROUND: u64 = 300;

fn register(data: &Data, eve: &Path) {
    let text = format!(
        "[[source]]\ncode = \"edge\"\nname = \"Edge sensor\"\ndoor = \"eve\"\nowner = \"ame\"\npurpose = \"to see whether it holds\"\n\
         basis = \"Law 04/L-027\"\nperiod_s = 60\nfile = \"{}\"\n",
        eve.display()
    );
    fs::write(data.path.join("sources.toml"), text).unwrap();
}

fn append(eve: &Path, from: u64, count: u64) {
    let mut text = String::new();
    for n in from..from + count {
        let _ = writeln!(
            text,
            "{{\"timestamp\":\"2026-03-01T10:{:02}:{:02}.{n:06}+0000\",\"event_type\":\"alert\",\"src_ip\":\"203.0.113.{}\",\
             \"dest_ip\":\"192.0.2.1\",\"alert\":{{\"gid\":1,\"signature_id\":{},\"signature\":\"TEST phishing\",\"severity\":2}}}}",
            n / 60 % 60,
            n % 60,
            n % 250,
            7 + n % 3,
        );
    }
    let mut file = OpenOptions::new().create(true).append(true).open(eve).unwrap();
    file.write_all(text.as_bytes()).unwrap();
}

/// What all alarms count together.
fn counted(duty: &Client) -> u64 {
    let queue = duty.api("GET", "queue?want=triage", &Value::Null).unwrap().json();
    let strips = queue["items"].as_array().unwrap().clone();
    let count = |strip: &Value| {
        let path = format!("items/{}", strip["subject"].as_str().unwrap());
        duty.api("GET", &path, &Value::Null).unwrap().json()["body"]["count"].as_u64().unwrap()
    };
    strips.iter().map(count).sum()
}

#[test]
fn a_node_that_is_killed_while_it_follows_a_sensor_loses_no_alert_and_counts_none_twice() {
    let data = Data::new();
    let eve = data.path.parent().unwrap().join("eve.json");
    register(&data, &eve);
    let mut written = 0;
    for round in 0..ROUNDS {
        let node = Running::start(&data);
        // Killed at another moment each time: before, while and after what came is written.
        for _ in 0..3 {
            append(&eve, written, ALERTS_A_ROUND / 3);
            written += ALERTS_A_ROUND / 3;
            std::thread::sleep(Duration::from_millis(120 + 230 * round));
        }
        node.kill();
    }
    let node = Running::start(&data);
    let duty = node.enter("duty officer");
    for _ in 0..100 {
        if counted(&duty) >= written {
            break;
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    // Nothing comes after it either.
    std::thread::sleep(Duration::from_millis(1_500));
    assert_eq!(counted(&duty), written);
    let sources = duty.api("GET", "sources", &Value::Null).unwrap().json();
    assert_eq!(sources["items"][0]["code"], "edge");
    assert!(node.stop().success());
}

#[test]
fn a_register_with_a_mistake_stops_the_start_and_says_where_it_is() {
    let data = Data::new();
    register(&data, Path::new("/nowhere/eve.json"));
    let checked = kulla(&["check", "sources", "--data", data.arg()]);
    assert!(
        checked.status.success() && told(&checked).contains("edge: Edge sensor for ame, by eve"),
        "{}",
        told(&checked)
    );
    let path = data.path.join("sources.toml");
    let text = fs::read_to_string(&path).unwrap().replace("basis", "bases");
    fs::write(&path, text).unwrap();
    for arguments in
        [["check", "sources", "--data", data.arg()], ["run", "--listen", "127.0.0.1:0", "--data"]]
    {
        let arguments: Vec<&str> = if arguments[0] == "run" {
            [&arguments[..], &[data.arg()]].concat()
        } else {
            arguments.to_vec()
        };
        let refused = kulla(&arguments);
        assert!(!refused.status.success());
        for said in [
            "line 1: there is no `basis`",
            "(source.missing-key)",
            "line 7: `bases` is no key",
            "(source.unknown-key)",
        ] {
            assert!(told(&refused).contains(said), "{said} is missing in {}", told(&refused));
        }
    }
}
