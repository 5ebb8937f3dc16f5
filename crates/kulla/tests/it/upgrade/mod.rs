//! Data that earlier releases wrote: today's program opens it, finds nothing wrong, shows the same, and goes on.
//!
//! Each folder of `tests/fixtures/` is a node as a release left it, and `seen.json` is what its people saw then.
//! `README.md` beside them says when a new one is made, and how.

mod keep;
mod tell;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::client::Client;
use crate::crash::report;
use crate::node::{Running, id, kulla, told};

/// What the people of a fixture saw, by who looks and at what.
type Seen = BTreeMap<String, BTreeMap<String, Value>>;

/// Who goes on where the fixture ends.
const WRITES: &str = "duty officer";

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures")
}

fn all() -> Vec<PathBuf> {
    let entries = std::fs::read_dir(fixtures()).unwrap().map(|entry| entry.unwrap().path());
    let mut found: Vec<PathBuf> = entries.filter(|path| path.join("seen.json").exists()).collect();
    found.sort();
    found
}

/// Makes a fixture when `KULLA_FIXTURE` names one; otherwise holds every fixture against today's program.
#[test]
fn data_of_earlier_releases_is_opened_verified_shown_as_it_was_and_gone_on_with() {
    if let Ok(name) = std::env::var("KULLA_FIXTURE") {
        let (data, seen) = tell::a_story();
        keep::write(&data, &seen, &fixtures().join(name));
    }
    let fixtures = all();
    assert!(!fixtures.is_empty(), "there is no fixture to hold");
    for fixture in fixtures {
        // As it stands, and as it stands when only the truth of it was kept.
        for whole in [true, false] {
            holds(&fixture, whole);
        }
    }
}

fn holds(fixture: &Path, whole: bool) {
    let name = format!("{}, {}", fixture.display(), if whole { "whole" } else { "logs only" });
    let data = keep::unpack(fixture, whole);
    let before = kulla(&["verify", data.arg()]);
    assert!(before.status.success(), "{name}: {}", told(&before));
    let seen: Seen = serde_json::from_slice(&std::fs::read(fixture.join("seen.json")).unwrap()).unwrap();
    let node = Running::start(&data);
    let mut people = BTreeMap::new();
    for (who, what) in &seen {
        let client = if who == "public" { Client::public(node.address) } else { node.enter(who) };
        for (path, then) in what {
            let now = tell::look(&client, path);
            let differs = differs(then, &now, "");
            assert!(differs.is_none(), "{name}: {who} sees another {path}: {}", differs.unwrap());
        }
        people.insert(who.as_str(), client);
    }
    let client = &people[WRITES];
    let made = client.done("signals/report", report(&id(999, 1), "after the upgrade"));
    let path = format!("items/{}", made["subject"].as_str().unwrap());
    assert_eq!(client.get(&path).json()["body"]["title"], "after the upgrade", "{name}: it goes on");
    assert!(node.stop().success(), "{name}");
    let is = std::fs::read_to_string(data.path.join("node.toml")).unwrap();
    assert_eq!(is.matches("name = \"track\"").count(), 1, "{name}: it has every log of today");
    let after = kulla(&["verify", data.arg()]);
    assert!(after.status.success(), "{name}: {}", told(&after));
}

/// Where what was seen then is no longer seen; what a later program adds is no difference.
fn differs(then: &Value, now: &Value, at: &str) -> Option<String> {
    match (then, now) {
        (Value::Object(then), Value::Object(now)) => then.iter().find_map(|(key, value)| {
            let at = format!("{at}/{key}");
            match now.get(key) {
                Some(now) => differs(value, now, &at),
                // An absent field and an empty one are the same to whoever reads.
                None if value.is_null() => None,
                None => Some(format!("{at} is gone; it was {value}")),
            }
        }),
        (Value::Array(then), Value::Array(now)) if then.len() == now.len() => {
            let mut pairs = then.iter().zip(now).enumerate();
            pairs.find_map(|(n, (then, now))| differs(then, now, &format!("{at}/{n}")))
        }
        _ if then == now => None,
        _ => Some(format!("{at} was {then} and is {now}")),
    }
}

#[test]
fn a_field_that_changed_or_went_is_a_difference_and_a_new_one_is_none() {
    let then = serde_json::json!({"a": [1, {"b": null}], "c": "x"});
    assert_eq!(differs(&then, &serde_json::json!({"a": [1, {"new": 2}], "c": "x", "d": 1}), ""), None);
    for other in [
        serde_json::json!({"a": [1, {}], "c": "y"}),
        serde_json::json!({"a": [1], "c": "x"}),
        serde_json::json!({"a": [1, {}]}),
    ] {
        assert!(differs(&then, &other, "").is_some(), "{other}");
    }
}
