//! Doctor: each thing with why it hurts and what to do, for people and for programs.

use std::os::unix::fs::PermissionsExt;

use serde_json::Value;

use crate::node::{Data, kulla, told};

fn findings(data: &Data, more: &[&str]) -> Vec<Value> {
    let output = kulla(&[&["doctor", data.arg(), "--json"], more].concat());
    let text = String::from_utf8(output.stdout).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn has(findings: &[Value], code: &str) -> bool {
    findings.iter().any(|finding| finding["code"] == code)
}

#[test]
fn each_finding_says_what_why_and_what_to_do() {
    let data = Data::new();
    let found = findings(&data, &[]);
    for code in [
        "backup.none",
        "head.no-witness",
        "profile.boundaries",
        "profile.sender",
        "profile.unedited",
        "node.exercise-only",
    ] {
        assert!(has(&found, code), "no word of {code}: {found:?}");
    }
    for finding in &found {
        for field in ["what", "why", "todo"] {
            assert!(finding[field].as_str().is_some_and(|words| words.len() > 10), "{field} of {finding}");
        }
    }
    assert!(!data.path.join(".doctor").exists(), "it leaves nothing behind");
}

#[test]
fn what_was_mended_is_no_longer_said() {
    let data = Data::new();
    let elsewhere = tempfile::tempdir().unwrap();
    let copy = elsewhere.path().join("copy");
    assert!(kulla(&["backup", data.arg(), copy.to_str().unwrap()]).status.success());
    let copied = findings(&data, &[]);
    assert!(!has(&copied, "backup.none") && has(&copied, "backup.unproved"), "{copied:?}");
    let proved = kulla(&["prove-backup", copy.to_str().unwrap(), "--against", data.arg()]);
    assert!(proved.status.success(), "{}", told(&proved));
    assert!(!has(&findings(&data, &[]), "backup.unproved"));
    let heads = elsewhere.path().join("heads");
    std::fs::create_dir(&heads).unwrap();
    let folder = ["--heads", heads.to_str().unwrap()];
    assert!(has(&findings(&data, &folder), "head.witness-old"), "an empty folder keeps no head");
    let node = crate::node::Running::start(&data);
    assert!(node.stop().success());
    std::fs::copy(data.path.join("logs/ops/checkpoint"), heads.join("ops")).unwrap();
    let watched = findings(&data, &folder);
    assert!(!has(&watched, "head.witness-old") && !has(&watched, "head.no-witness"), "{watched:?}");
}

#[test]
fn open_keys_a_full_quarantine_and_a_certificate_that_ends_are_told() {
    let data = Data::new();
    let open = |path: &str, mode: u32| {
        std::fs::set_permissions(data.path.join(path), std::fs::Permissions::from_mode(mode)).unwrap();
    };
    open("keys/checkpoint.key", 0o644);
    open("", 0o755);
    for n in 0..600 {
        std::fs::write(data.path.join(format!("quarantine/{n}.bin")), b"?").unwrap();
    }
    let pair = rcgen::KeyPair::generate().unwrap();
    let mut params = rcgen::CertificateParams::default();
    params.not_after = rcgen::date_time_ymd(2020, 1, 1);
    std::fs::write(data.path.join("keys/ca.pem"), params.self_signed(&pair).unwrap().pem()).unwrap();
    let found = findings(&data, &[]);
    for code in ["key.open", "folder.open", "quarantine.filling", "tls.expires"] {
        assert!(has(&found, code), "no word of {code}: {found:?}");
    }
    assert_eq!(found[0]["weight"], "danger", "the worst comes first");
}
