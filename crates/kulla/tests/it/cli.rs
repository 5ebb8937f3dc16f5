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

fn lines(out: &str) -> Vec<Value> {
    out.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn rules(line: &Value) -> Vec<&str> {
    line["findings"].as_array().unwrap().iter().map(|finding| finding["rule"].as_str().unwrap()).collect()
}

#[test]
fn a_file_that_is_too_large_or_cant_be_read_is_one_rejected_line_and_the_next_ones_are_judged() {
    let dir = tempfile::tempdir().unwrap();
    let (large, good) = (dir.path().join("large.xml"), dir.path().join("good.xml"));
    std::fs::write(&large, vec![b' '; (16 << 20) + 100]).unwrap();
    std::fs::write(&good, GOOD).unwrap();
    let (large, good) = (large.to_str().unwrap(), good.to_str().unwrap());
    let (code, out) = check(&["--json", large, good], b"");
    let told = lines(&out);
    let verdicts: Vec<_> = told.iter().map(|line| line["verdict"].as_str().unwrap()).collect();
    assert_eq!(
        (code, verdicts.as_slice(), rules(&told[0])),
        (1, &["reject", "accept"][..], vec!["xml.limit"])
    );
    assert_eq!((told[0]["file"].as_str(), told[0]["signature"].as_str()), (Some(large), Some("none")));
    // A folder opens and does not read; what is not there does not open.
    let (folder, gone) = (dir.path().to_str().unwrap(), dir.path().join("gone.xml"));
    let (code, out) = check(&["--json", folder, gone.to_str().unwrap(), good], b"");
    let told = lines(&out);
    assert_eq!((code, told.len()), (2, 3), "{out}");
    for line in &told[..2] {
        assert_eq!((line["verdict"].as_str(), rules(line)), (Some("reject"), vec!["file.unreadable"]));
    }
    assert_eq!((told[2]["verdict"].as_str(), told[2]["file"].as_str()), (Some("accept"), Some(good)));
}

#[test]
fn what_is_found_of_an_envelope_or_a_feed_stands_on_the_line_of_its_first_message() {
    let envelope = include_str!("../../../formats/cap/fixtures/edxl_1.xml");
    let (code, out) = check(&["--json", "-"], envelope.as_bytes());
    let told = lines(&out);
    assert_eq!((code, told.len()), (1, 2), "{out}");
    assert!(rules(&told[0]).contains(&"edxl.status") && !rules(&told[1]).contains(&"edxl.status"), "{out}");
    assert_eq!((told[0]["verdict"].as_str(), told[1]["verdict"].as_str()), (Some("warn"), Some("reject")));
    // A feed: one line for each message, what is found of the feed on the first.
    let alert = &GOOD[GOOD.find("<alert").unwrap()..];
    let entry =
        format!("<entry><id>a</id><title>t</title><content type=\"text/xml\">{alert}</content></entry>");
    let feed = format!(
        "<feed xmlns=\"http://www.w3.org/2005/Atom\"><id>f</id><title>t</title><updated>yesterday</updated>{entry}{entry}</feed>"
    );
    let (code, out) = check(&["--json", "-"], feed.as_bytes());
    let told = lines(&out);
    assert_eq!((code, told.len()), (0, 2), "{out}");
    assert!(rules(&told[0]).contains(&"feed.time") && !rules(&told[1]).contains(&"feed.time"), "{out}");
    assert_eq!((told[0]["verdict"].as_str(), told[1]["verdict"].as_str()), (Some("warn"), Some("accept")));
    let (_, words) = check(&["-"], feed.as_bytes());
    assert!(words.contains("(feed.time)"), "{words}");
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

/// Go's package documentation of `sumdb/note` prints this key: a real one, of nobody here.
const OVERSEER: &str = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";

#[test]
fn an_operational_node_takes_two_administrators_and_the_overseers_key() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("op");
    let base = ["init", "--profile", "kosovo", "--data", path.to_str().unwrap()];
    let begun = |administrators: &[&str], key: &str| {
        let named = administrators.iter().flat_map(|name| ["--administrator", *name]);
        let rest: Vec<&str> = named.chain(["--overseer-key", key]).collect();
        kulla(&[&base[..], &rest[..]].concat())
    };
    let two = ["ame:A. B.", "mpb-ki:C. D."];
    let refused = [
        begun(&two[..1], OVERSEER),
        // No key of the right form; the hash of another key; a letter changed.
        begun(&two, "overseer+00000000+AQ=="),
        begun(&two, &OVERSEER.replace("c74f20a3", "c74f20a4")),
        begun(&two, &OVERSEER.replace("10TW", "10TX")),
        // One person twice, in one agency and in two, however it is written.
        begun(&["ame:A. B.", "ame:A. B."], OVERSEER),
        begun(&["ame:Ana Bëli", "mpb-ki:ANA  Beli"], OVERSEER),
    ];
    for refused in refused {
        assert_eq!(refused.status.code(), Some(2), "{}", told(&refused));
        assert!(!path.exists(), "nothing is made by a ceremony that failed");
    }
    let made = begun(&two, OVERSEER);
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
