//! A backup is proved by restoring it, and what is wrong with one is named.

use std::path::Path;

use serde_json::Value;

use crate::crash::report;
use crate::node::{Data, Running, id, kulla, told};

fn proof(arguments: &[&str]) -> (Option<i32>, Value) {
    let output = kulla(&[&["prove-backup", "--json"], arguments].concat());
    let proof = serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{}", told(&output)));
    (output.status.code(), proof)
}

fn backup(data: &Data, to: &Path) {
    let copied = kulla(&["backup", data.arg(), to.to_str().unwrap()]);
    assert!(copied.status.success(), "{}", told(&copied));
}

fn log<'a>(proof: &'a Value, name: &str) -> &'a Value {
    proof["logs"].as_array().unwrap().iter().find(|log| log["name"] == name).unwrap()
}

fn names(dir: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(dir).unwrap();
    let mut names: Vec<_> =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn a_backup_is_proved_against_the_running_node_and_what_would_be_lost_is_counted() {
    let data = Data::new();
    let node = Running::start(&data);
    let client = node.enter("duty officer");
    (0..10).for_each(|n| drop(client.done("signals/report", report(&id(960, n), "before"))));
    let elsewhere = tempfile::tempdir().unwrap();
    let copy = elsewhere.path().join("copy");
    backup(&data, &copy);
    let (code, fresh) = proof(&[copy.to_str().unwrap(), "--against", data.arg()]);
    assert_eq!(code, Some(0), "{fresh}");
    assert_eq!(log(&fresh, "exercise-try")["records"], log(&fresh, "exercise-try")["source_records"]);
    assert!(fresh["subjects"].as_u64().unwrap() > 10 && fresh["bytes"].as_u64().unwrap() > 0, "{fresh}");
    (0..7).for_each(|n| drop(client.done("signals/report", report(&id(961, n), "after"))));
    let words = kulla(&["prove-backup", copy.to_str().unwrap(), "--against", data.arg()]);
    assert!(
        words.status.success() && told(&words).contains("7 records written since would be lost"),
        "{}",
        told(&words)
    );
    assert!(told(&words).contains("The backup is good"), "{}", told(&words));
    assert_eq!(names(elsewhere.path()), ["copy"], "nothing of the proof is kept");
    assert!(node.stop().success());
    let noted: Value =
        serde_json::from_slice(&std::fs::read(data.path.join("last-backup.json")).unwrap()).unwrap();
    assert!(noted["copied_at"].is_string() && noted["proved_at"].is_string(), "{noted}");
}

#[test]
fn what_was_erased_after_a_backup_is_erased_again_in_the_proof_and_in_a_restore() {
    let data = Data::new();
    let node = Running::start(&data);
    let client = node.enter("duty officer");
    let made = client.done("signals/report", report(&id(962, 1), "Zogjtë fluturojnë"));
    assert!(node.stop().success());
    let elsewhere = tempfile::tempdir().unwrap();
    let (copy, restored) = (elsewhere.path().join("copy"), elsewhere.path().join("restored"));
    backup(&data, &copy);
    let version = made["version"].as_str().unwrap();
    let why =
        ["erase", "--data", data.arg(), "--reason", "court order", "--basis", "Law 06/L-082", "--yes"];
    let erased =
        kulla(&[&why[..], &["--by", "Luan Shala", "--second", "Milica Petrović", version]].concat());
    assert!(erased.status.success(), "{}", told(&erased));
    let (code, found) = proof(&[copy.to_str().unwrap(), "--against", data.arg()]);
    assert_eq!((code, found["erased_again"].as_u64()), (Some(0), Some(1)), "{found}");
    assert_eq!(log(&found, "exercise-try")["erased"], 1, "{found}");
    let again = kulla(&[
        "restore",
        copy.to_str().unwrap(),
        restored.to_str().unwrap(),
        "--erasures-from",
        data.arg(),
    ]);
    assert!(
        again.status.success() && told(&again).contains("1 bodies were erased again"),
        "{}",
        told(&again)
    );
    let restored = Data { path: restored, _dir: tempfile::tempdir().unwrap() };
    let node = Running::start(&restored);
    let seen = node.enter("duty officer").get(&format!("items/{}", made["subject"].as_str().unwrap()));
    assert!(!seen.text().contains("fluturoj"), "{}", seen.text());
    assert!(node.stop().success());
    assert_eq!(names(elsewhere.path()), ["copy", "restored"], "nothing of the work is kept");
}

#[test]
fn a_damaged_backup_one_of_another_node_and_one_that_is_ahead_are_not_good() {
    let data = Data::new();
    let node = Running::start(&data);
    let client = node.enter("duty officer");
    (0..20).for_each(|n| drop(client.done("signals/report", report(&id(963, n), "kept"))));
    assert!(node.stop().success());
    let elsewhere = tempfile::tempdir().unwrap();
    let copy = elsewhere.path().join("copy");
    backup(&data, &copy);
    let another = Data::new();
    let (code, found) = proof(&[copy.to_str().unwrap(), "--against", another.arg()]);
    assert_eq!(code, Some(1), "{found}");
    assert!(found["findings"].to_string().contains("no backup of"), "{found}");
    let checkpoint = data.path.join("logs/exercise-try/checkpoint");
    let (code, found) = proof(&[copy.to_str().unwrap(), "--checkpoint", checkpoint.to_str().unwrap()]);
    assert_eq!(
        (code, log(&found, "exercise-try")["outside_head"].as_bool()),
        (Some(0), Some(true)),
        "{found}"
    );

    let segment = copy.join("logs/exercise-try/0000000000.segment");
    let mut bytes = std::fs::read(&segment).unwrap();
    let written = bytes.iter().rposition(|byte| *byte != 0).unwrap();
    bytes[written / 2] ^= 0x40;
    std::fs::write(&segment, bytes).unwrap();
    let (code, found) = proof(&[copy.to_str().unwrap(), "--against", data.arg()]);
    assert_eq!(code, Some(1), "{found}");
    assert!(found["findings"].to_string().contains("entry "), "the entry is named: {found}");
    let nothing = kulla(&["prove-backup", elsewhere.path().to_str().unwrap()]);
    assert_eq!(nothing.status.code(), Some(3), "{}", told(&nothing));
    assert_eq!(names(elsewhere.path()), ["copy"], "nothing of the proof is kept, whatever was found");
}
