//! Backup, restore, erasure, boundaries.

use serde_json::Value;

use crate::client::Client;
use crate::crash::report;
use crate::node::{Data, Running, id, kulla, told};

fn head(client: &Client, subject: &str) -> Value {
    client.get(&format!("items/{subject}")).json()
}

#[test]
fn a_backup_of_a_running_node_is_restored_verified_and_holds_everything_acknowledged_before_it() {
    let data = Data::new();
    let node = Running::start(&data);
    let client = node.enter("duty officer");
    let subject =
        client.done("signals/report", report(&id(910, 1), "kept"))["subject"].as_str().unwrap().to_owned();
    let elsewhere = tempfile::tempdir().unwrap();
    let (backup, restored) = (elsewhere.path().join("backup"), elsewhere.path().join("restored"));
    let copied = kulla(&["backup", data.arg(), backup.to_str().unwrap()]);
    assert!(copied.status.success(), "{}", told(&copied));
    let again = kulla(&["restore", backup.to_str().unwrap(), restored.to_str().unwrap()]);
    assert!(again.status.success(), "{}", told(&again));
    assert!(told(&again).contains("nothing is wrong"), "{}", told(&again));
    assert!(node.stop().success());
    // The restored node serves the same record to a fresh session.
    let restored = Data { path: restored, _dir: tempfile::tempdir().unwrap() };
    let node = Running::start(&restored);
    let client = node.enter("duty officer");
    assert_eq!(head(&client, &subject)["body"]["title"], "kept");
}

#[test]
fn what_is_erased_is_gone_from_every_answer_and_every_file_and_the_proof_stays_good() {
    let data = Data::new();
    let node = Running::start(&data);
    let client = node.enter("duty officer");
    let made = client.done("signals/report", report(&id(911, 1), "Zogjtë fluturojnë"));
    let (subject, version) = (made["subject"].as_str().unwrap(), made["version"].as_str().unwrap());
    assert!(node.stop().success());
    let order = [
        "erase",
        "--data",
        data.arg(),
        "--reason",
        "court order",
        "--basis",
        "Law 06/L-082",
        "--by",
        "Arta Krasniqi",
        "--yes",
    ];
    let alone = kulla(&[&order[..], &[version]].concat());
    assert_eq!(alone.status.code(), Some(1), "one person is not enough before the date: {}", told(&alone));
    let both = kulla(&[&order[..], &["--second", "Blerim Gashi", version]].concat());
    assert!(both.status.success(), "{}", told(&both));
    let verified = kulla(&["verify", data.arg()]);
    assert!(verified.status.success(), "{}", told(&verified));
    for file in files(&data.path) {
        let bytes = std::fs::read(&file).unwrap();
        assert!(!bytes.windows(9).any(|w| w == b"fluturojn"), "{} still holds a trace", file.display());
    }
    let node = Running::start(&data);
    let client = Client { address: node.address, ..client };
    let answer = client.get(&format!("items/{subject}"));
    assert!(!answer.text().contains("fluturoj"), "{}", answer.text());
    assert!(!client.get("search?q=fluturojne").text().contains(subject));
}

fn files(dir: &std::path::Path) -> Vec<std::path::PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else if path.is_file() {
            found.push(path);
        }
    }
    found
}

#[test]
fn imported_boundaries_take_the_place_of_circles() {
    let data = Data::new();
    let file = data.path.join("b.geojson");
    let square = r#"{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"shapeName":"Prizren"},
        "geometry":{"type":"Polygon","coordinates":[[[20.6,42.1],[20.8,42.1],[20.8,42.3],[20.6,42.3],[20.6,42.1]]]}}]}"#;
    std::fs::write(&file, square).unwrap();
    let imported = kulla(&["import", "boundaries", "--data", data.arg(), file.to_str().unwrap()]);
    assert_eq!(imported.status.code(), Some(1), "37 are missing: {}", told(&imported));
    assert!(told(&imported).contains("1 areas have a boundary"), "{}", told(&imported));
    let rebuilt = kulla(&["rebuild", data.arg()]);
    assert!(rebuilt.status.success(), "{}", told(&rebuilt));
    std::fs::write(&file, "{}").unwrap();
    let refused = kulla(&["import", "boundaries", "--data", data.arg(), file.to_str().unwrap()]);
    assert_eq!(refused.status.code(), Some(2), "{}", told(&refused));
}

#[test]
fn the_real_boundaries_of_all_municipalities_join() {
    let Ok(shared) = std::env::var("KULLA_SHARED") else {
        println!("skipped: KULLA_SHARED is not set");
        return;
    };
    let file = format!("{shared}/data/kosovo/municipalities_simplified.geojson");
    let data = Data::new();
    let imported = kulla(&["import", "boundaries", "--data", data.arg(), &file]);
    assert_eq!(imported.status.code(), Some(0), "{}", told(&imported));
}

#[test]
fn an_exported_bundle_proves_itself_and_a_changed_letter_is_found() {
    let data = Data::new();
    let node = Running::start(&data);
    let client = node.enter("duty officer");
    let subject = client.done("signals/report", report(&id(912, 1), "evidence"))["subject"]
        .as_str()
        .unwrap()
        .to_owned();
    assert!(node.stop().success());
    let elsewhere = tempfile::tempdir().unwrap();
    let bundle = elsewhere.path().join("evidence.bundle");
    let exported =
        kulla(&["export", "--data", data.arg(), "--subject", &subject, bundle.to_str().unwrap()]);
    assert!(exported.status.success(), "{}", told(&exported));
    let key = told(&exported)
        .lines()
        .find_map(|line| line.split_once("--key ").map(|(_, key)| key.to_owned()))
        .unwrap();
    let verified = kulla(&["verify", bundle.to_str().unwrap(), "--key", &key]);
    assert!(verified.status.success() && told(&verified).contains("Signed by"), "{}", told(&verified));
    let text = std::fs::read_to_string(&bundle).unwrap();
    let at = text.rfind("\"header\":\"").unwrap() + 30;
    let mut bytes = text.into_bytes();
    bytes[at] = if bytes[at] == b'A' { b'B' } else { b'A' };
    std::fs::write(&bundle, bytes).unwrap();
    let refused = kulla(&["verify", bundle.to_str().unwrap(), "--key", &key]);
    assert_eq!(refused.status.code(), Some(1), "{}", told(&refused));
}
