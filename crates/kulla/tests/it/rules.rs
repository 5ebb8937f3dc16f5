//! The rules of who may act, changed while the node runs: gone by after a restart, proved by `kulla verify`, and set aside on
//! record alone.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::client::Client;
use crate::node::{Data, Running, kulla, told};

/// A node whose administrators get entry links, which the shipped profile gives to those who operate alone.
fn with_administrators() -> Data {
    let dir = tempfile::tempdir().unwrap();
    let profile = dir.path().join("profile");
    let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../profiles/kosovo");
    copied(&shipped, &profile);
    let desk = profile.join("desk.toml");
    let text = fs::read_to_string(&desk).unwrap();
    let mut linked = text.clone();
    for code in ["archive", "archive-second"] {
        let named = format!("code = \"{code}\"\n");
        assert!(text.contains(&named));
        let link = format!("{named}link = {{ sq = \"{code}\", sr = \"{code}\", en = \"{code}\" }}\n");
        linked = linked.replacen(&named, &link, 1);
    }
    fs::write(&desk, linked).unwrap();
    let path = dir.path().join("node");
    let made = kulla(&[
        "init",
        "--profile",
        profile.to_str().unwrap(),
        "--data",
        path.to_str().unwrap(),
        "--exercise-only",
    ]);
    assert!(made.status.success(), "{}", told(&made));
    Data { path, _dir: dir }
}

fn copied(from: &Path, to: &Path) {
    fs::create_dir(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let to = to.join(entry.file_name());
        match entry.file_type().unwrap().is_dir() {
            true => copied(&entry.path(), &to),
            false => drop(fs::copy(entry.path(), to).unwrap()),
        }
    }
}

/// One who administers, by what their link is called: the shorter name is the first one's.
fn enters(node: &Running, name: &str) -> Client {
    let own = node.links.iter().find(|(called, _)| called.trim_end_matches([' ', ':']).ends_with(name));
    let (_, link) = own.unwrap_or_else(|| panic!("no link for {name}: {:?}", node.links));
    Client::enter(node.address, link)
}

fn policies(client: &Client) -> Value {
    let answer = client.get("policies");
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.json()
}

/// By which the liaison of partners searches no more.
fn other(text: &str) -> String {
    let (before, rest) = text.split_once("@id(\"foreign-liaison\")").unwrap();
    let rest = rest.replacen(",\n    // looking\n    Action::\"search\"", "", 1);
    format!("{before}@id(\"foreign-liaison\"){rest}")
}

#[test]
fn what_two_persons_changed_stands_after_a_restart_and_is_set_aside_by_the_operator_on_record_alone() {
    let data = with_administrators();
    let node = Running::start(&data);
    let (first, second) = (enters(&node, "archive"), enters(&node, "archive-second"));
    let stands = policies(&first);
    let text = other(stands["text"].as_str().unwrap());
    let id = "01990000-0000-7000-8000-000000000001";
    let wanted = json!({ "id": id, "text": text, "on": stands["hash"], "reason": "order 7" });
    let change = first.done("policies/changes", wanted);
    let at = format!("policies/changes/{}/confirm", change["waits"]["subject"].as_str().unwrap());
    second.done(&at, json!({ "hash": change["hash"] }));
    assert!(node.stop().success());

    let verified = kulla(&["verify", data.arg()]);
    assert!(verified.status.success(), "{}", told(&verified));
    assert!(
        told(&verified).contains("changes of the rules, wanted by one person and confirmed by another: 1")
    );

    let node = Running::start(&data);
    let first = enters(&node, "archive");
    let again = policies(&first);
    assert_eq!((&again["text"], &again["on_record"]), (&json!(text), &json!(true)));
    assert!(node.stop().success());

    // The profile loses a role that the text on record names.
    let profile = data.path.join("profile");
    let roles = fs::read_to_string(profile.join("roles.toml")).unwrap();
    let (before, rest) = roles.split_once("[[role]]\ncode = \"foreign-liaison\"").unwrap();
    fs::write(profile.join("roles.toml"), format!("{before}{}", &rest[rest.find("[[role]]").unwrap()..]))
        .unwrap();
    let rules = fs::read_to_string(profile.join("policies.cedar")).unwrap();
    let (before, rest) = rules.split_once("@id(\"foreign-liaison\")").unwrap();
    let less = format!("{before}{}", &rest[rest.find("@id(").unwrap()..]);
    fs::write(profile.join("policies.cedar"), &less).unwrap();
    let refused = kulla(&["run", "--data", data.arg(), "--listen", "127.0.0.1:0"]);
    assert_eq!(refused.status.code(), Some(3));
    for said in ["foreign-liaison", "--policies-from-profile"] {
        assert!(told(&refused).contains(said), "{said} is missing in {}", told(&refused));
    }

    for _ in 0..2 {
        let node = Running::with(&data, &["--policies-from-profile"]);
        let first = enters(&node, "archive");
        assert_eq!(policies(&first)["text"], json!(less));
        let history = first.get("policies/history").json();
        assert_eq!((&history["count"], &history["stood"][0]["by"]), (&json!(2), &Value::Null), "once");
        assert!(node.stop().success());
    }
    let verified = kulla(&["verify", data.arg()]);
    assert!(verified.status.success(), "{}", told(&verified));
    assert!(
        told(&verified).contains("rules that the operator took from the profile at a start: 1"),
        "{}",
        told(&verified)
    );
    // From now on it stands without being asked for.
    let node = Running::start(&data);
    assert_eq!(policies(&enters(&node, "archive"))["text"], json!(less));
    assert!(node.stop().success());
}
