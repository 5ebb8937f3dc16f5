//! What a person at the terminal gets.

use std::io::Write;
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::node::{Data, kulla, told};

const GOOD: &str = include_str!("../../../formats/cap/fixtures/flood_trilingual.xml");

fn check(arguments: &[&str], input: &[u8]) -> (i32, String) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_kulla"))
        .args(["check", "cap"])
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(input).unwrap();
    let output = child.wait_with_output().unwrap();
    (output.status.code().unwrap(), String::from_utf8(output.stdout).unwrap())
}

#[test]
fn check_prints_one_json_object_a_line_and_its_exit_code_says_whether_anything_is_rejected() {
    let (code, out) = check(&["--json", "-"], GOOD.as_bytes());
    let line: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(
        (code, line["verdict"].as_str(), line["signature"].as_str()),
        (0, Some("accept"), Some("none"))
    );
    assert_eq!(line["file"], "-");
    let bad = GOOD.replace("<scope>Public</scope>", "<scope>Everybody</scope>");
    let (code, out) = check(&["--json", "-"], bad.as_bytes());
    let line: Value = serde_json::from_str(&out).unwrap();
    assert_eq!((code, line["verdict"].as_str()), (1, Some("reject")));
    let finding = &line["findings"][0];
    assert!(
        finding["rule"].is_string() && finding["line"].as_u64() > Some(1) && finding["message"].is_string(),
        "{finding}"
    );
    assert_eq!(finding["severity"], "error");
}

#[test]
fn a_command_line_that_is_off_is_told_so_and_exits_with_two() {
    for arguments in [
        &["check", "cap", "/nonexistent"][..],
        &["frobnicate"],
        &["init", "--data", "/tmp/x-kulla-op", "--profile", "kosovo"],
    ] {
        let output = kulla(arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {}", told(&output));
    }
    let output = kulla(&["run", "--data", "/nonexistent/node"]);
    assert_eq!(output.status.code(), Some(3), "{}", told(&output));
    assert!(told(&output).contains("kulla init"), "it says what to do: {}", told(&output));
}

#[test]
fn a_folder_with_something_in_it_is_never_made_a_node() {
    let data = Data::new();
    let again = kulla(&["init", "--profile", "kosovo", "--data", data.arg(), "--exercise-only"]);
    assert_eq!(again.status.code(), Some(3), "{}", told(&again));
}

#[test]
fn an_operational_node_takes_two_administrators_and_the_overseers_key() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("op");
    let base = ["init", "--profile", "kosovo", "--data", path.to_str().unwrap()];
    let alone = kulla(&[&base[..], &["--administrator", "ame:A. B."]].concat());
    assert_eq!(alone.status.code(), Some(2), "{}", told(&alone));
    let ceremony = [
        "--administrator",
        "ame:A. B.",
        "--administrator",
        "mpb-ki:C. D.",
        "--overseer-key",
        "overseer+00000000+AQ==",
    ];
    let made = kulla(&[&base[..], &ceremony].concat());
    assert!(made.status.success(), "{}", told(&made));
    assert!(!std::fs::read_to_string(path.join("node.toml")).unwrap().contains("exercise ="));
}

#[test]
fn signals_are_taken_in_without_a_running_node_and_refused_ones_are_kept() {
    let data = Data::new();
    let dir = tempfile::tempdir().unwrap();
    let (good, bad) = (dir.path().join("good.xml"), dir.path().join("bad.xml"));
    std::fs::write(&good, GOOD).unwrap();
    std::fs::write(&bad, "<alert/>").unwrap();
    let taken = kulla(&["ingest", "cap", "--data", data.arg(), good.to_str().unwrap()]);
    assert_eq!(taken.status.code(), Some(0), "{}", told(&taken));
    assert!(told(&taken).contains("in triage"), "{}", told(&taken));
    let again = kulla(&["ingest", "cap", "--data", data.arg(), good.to_str().unwrap()]);
    assert!(told(&again).contains("known already"), "{}", told(&again));
    let refused = kulla(&["ingest", "cap", "--data", data.arg(), bad.to_str().unwrap()]);
    assert_eq!(refused.status.code(), Some(1), "{}", told(&refused));
    assert!(told(&refused).contains("quarantined"), "{}", told(&refused));
}

#[test]
fn doctor_names_what_would_hurt_and_what_to_do() {
    let data = Data::new();
    let output = kulla(&["doctor", data.arg()]);
    assert_eq!(output.status.code(), Some(1));
    for named in ["kulla import boundaries", "cap.sender", "native editor", "witness"] {
        assert!(told(&output).contains(named), "no word of {named}: {}", told(&output));
    }
}
