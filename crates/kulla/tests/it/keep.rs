//! Backup, restore, erasure, boundaries.

use kulla_record::Kind;
use kulla_record::kind::Body;
use kulla_record::kind::governance::Access;
use serde_json::Value;

use crate::client::Client;
use crate::crash::report;
use crate::logs::DRILL;
use crate::node::{Data, Running, id, kulla, told};

/// An order to erase by two who may, but for the records.
pub const BOTH: [&str; 9] = [
    "--reason",
    "court order",
    "--basis",
    "Law 06/L-082",
    "--by",
    "Luan Shala",
    "--second",
    "Milica Petrović",
    "--yes",
];

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
    let order = ["erase", "--data", data.arg()];
    let alone = kulla(&[&order[..], &BOTH[..6], &["--yes", version]].concat());
    assert_eq!(alone.status.code(), Some(1), "one person is not enough before the date: {}", told(&alone));
    let both = kulla(&[&order[..], &BOTH[..], &[version]].concat());
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

pub fn files(dir: &std::path::Path) -> Vec<std::path::PathBuf> {
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
    // Nobody's signature was looked at: that is no success unless it is what was asked for.
    let unproved = kulla(&["verify", bundle.to_str().unwrap()]);
    assert_eq!(unproved.status.code(), Some(2), "{}", told(&unproved));
    assert!(told(&unproved).contains("Checked against no key"), "{}", told(&unproved));
    let meant = kulla(&["verify", bundle.to_str().unwrap(), "--no-key"]);
    assert!(meant.status.success() && told(&meant).contains("Checked against no key"), "{}", told(&meant));
    let text = std::fs::read_to_string(&bundle).unwrap();
    let at = text.rfind("\"header\":\"").unwrap() + 30;
    let mut bytes = text.into_bytes();
    bytes[at] = if bytes[at] == b'A' { b'B' } else { b'A' };
    std::fs::write(&bundle, bytes).unwrap();
    let refused = kulla(&["verify", bundle.to_str().unwrap(), "--key", &key]);
    assert_eq!(refused.status.code(), Some(1), "{}", told(&refused));
}

/// A node with one more report, stopped; its newest head is copied aside under a name.
fn grown(data: &Data, client: &mut Option<Client>, n: u64, head: &std::path::Path) -> String {
    let node = Running::start(data);
    let writer = match client.take() {
        Some(client) => Client { address: node.address, ..client },
        None => node.enter("duty officer"),
    };
    let subject = writer.done("signals/report", report(&id(913, n), "evidence"))["subject"].clone();
    *client = Some(writer);
    assert!(node.stop().success());
    std::fs::copy(data.log(DRILL).join("checkpoint"), head).unwrap();
    subject.as_str().unwrap().to_owned()
}

#[test]
fn a_bundle_is_compared_with_a_head_kept_elsewhere_and_one_of_another_size_is_not_called_wrong() {
    let (data, dir) = (Data::new(), tempfile::tempdir().unwrap());
    let path = |name: &str| dir.path().join(name);
    let (first, second, third) = (path("first"), path("second"), path("third"));
    let mut client = None;
    grown(&data, &mut client, 1, &first);
    let subject = grown(&data, &mut client, 2, &second);
    let (bare, tied) = (path("bare.bundle"), path("tied.bundle"));
    let export = |bundle: &std::path::Path, more: &[&str]| {
        let order = ["export", "--data", data.arg(), "--subject", &subject, bundle.to_str().unwrap()];
        let exported = kulla(&[&order[..], more].concat());
        assert!(exported.status.success(), "{}", told(&exported));
    };
    export(&bare, &[]);
    export(&tied, &["--checkpoint", first.to_str().unwrap()]);
    grown(&data, &mut client, 3, &third);
    let verify = |bundle: &std::path::Path, head: &std::path::Path| {
        let told_by = kulla(&["verify", bundle.to_str().unwrap(), "--checkpoint", head.to_str().unwrap()]);
        (told_by.status.code().unwrap(), told(&told_by))
    };
    let (code, text) = verify(&bare, &second);
    assert!(code == 0 && text.contains("is the one that was kept elsewhere"), "{text}");
    for other in [&first, &third] {
        let (code, text) = verify(&bare, other);
        assert!(code == 2 && text.contains("Not compared") && !text.contains("wrong:"), "{code} {text}");
    }
    let (code, text) = verify(&tied, &first);
    assert!(code == 0 && text.contains("continues the one that was kept elsewhere"), "{text}");
    // A head of the same size with another root, and an older one that the bundle's does not continue.
    for (bundle, head) in [(&bare, &second), (&tied, &first)] {
        let note = std::fs::read_to_string(head).unwrap();
        let root = note.lines().nth(2).unwrap();
        let forged = path("forged");
        let other = if root.starts_with('A') { "B" } else { "A" };
        let changed = format!("{other}{}", &root[1..]);
        std::fs::write(&forged, note.replace(root, &changed)).unwrap();
        let (code, text) = verify(bundle, &forged);
        assert!(code == 1 && text.contains("wrong:"), "{code} {text}");
    }
}

#[test]
fn who_exports_what_stands_in_the_access_log_before_a_byte_of_it_is_in_a_file() {
    let data = Data::new();
    let node = Running::start(&data);
    let client = node.enter("duty officer");
    let subjects: Vec<String> = [1, 2]
        .map(|n| client.done("signals/report", report(&id(914, n), "evidence"))["subject"].clone())
        .map(|subject| subject.as_str().unwrap().to_owned())
        .into();
    assert!(node.stop().success());
    let exports = || {
        let looked = data.records("access").into_iter().filter_map(|record| {
            (record.header.kind == Kind::ACCESS).then(|| Access::read(&record.body.unwrap()).unwrap())
        });
        looked.filter(|access| access.act == "export").collect::<Vec<_>>()
    };
    assert!(exports().is_empty());
    // The file can't be made: that somebody reached for it is on record all the same.
    let nowhere = data.path.join("no/such/folder/x.bundle");
    let [first, second] = [&subjects[0], &subjects[1]].map(String::as_str);
    let order = ["export", "--data", data.arg(), "--subject", first, "--subject", second];
    let failed = kulla(&[&order[..], &["--by", "Jelena Ilić", nowhere.to_str().unwrap()]].concat());
    assert_eq!(failed.status.code(), Some(3), "{}", told(&failed));
    let by_overseer = exports();
    let of: Vec<String> = by_overseer.iter().map(|access| access.subject.unwrap().to_string()).collect();
    assert_eq!(of, subjects, "one record for each subject");
    assert!(by_overseer.iter().all(|access| access.agency.as_str() == "iap" && access.count == 1));
    assert_eq!(by_overseer[0].exercise.as_ref().unwrap().as_str(), "try");
    // Without a name it was whoever holds the terminal.
    let bundle = data.path.join("x.bundle");
    let exported = kulla(&[&order[..5], &[bundle.to_str().unwrap()]].concat());
    assert!(exported.status.success(), "{}", told(&exported));
    let all = exports();
    assert_eq!((all.len(), all[2].agency.as_str()), (3, "ame"));
    assert_ne!(all[2].person, all[0].person);
}

#[test]
fn more_than_one_person_may_take_out_in_a_day_takes_two_and_is_told_to_the_overseer() {
    let data = Data::new();
    let profile = data.path.join("profile/profile.toml");
    let text = std::fs::read_to_string(&profile).unwrap();
    std::fs::write(&profile, text.replace("export_items = 50", "export_items = 1")).unwrap();
    let node = Running::start(&data);
    let client = node.enter("duty officer");
    let subjects: Vec<String> = [1, 2]
        .map(|n| client.done("signals/report", report(&id(915, n), "evidence"))["subject"].clone())
        .map(|subject| subject.as_str().unwrap().to_owned())
        .into();
    assert!(node.stop().success());
    let export = |subject: &str, file: &str, who: &[&str]| {
        let file = data.path.join(file);
        let order = ["export", "--data", data.arg(), "--subject", subject];
        let done = kulla(&[&order[..], who, &[file.to_str().unwrap()]].concat());
        (done.status.code(), told(&done), file.exists())
    };
    let (one, another) = (subjects[0].as_str(), subjects[1].as_str());
    assert_eq!(export(one, "1.bundle", &["--by", "Jelena Ilić"]).0, Some(0));
    for who in [&["--by", "Jelena Ilić"][..], &["--by", "Jelena Ilić", "--second", "Jelena Ilić"], &[]] {
        let (code, said, there) = export(another, "2.bundle", who);
        assert!(code == Some(1) && said.contains("takes two persons") && !there, "{who:?}: {said}");
    }
    let two = ["--by", "Jelena Ilić", "--second", "Luan Shala"];
    assert_eq!(export(another, "2.bundle", &two).0, Some(0));
    let told: Vec<Access> = data
        .records("access")
        .into_iter()
        .filter(|record| record.header.kind == Kind::ACCESS)
        .map(|record| Access::read(&record.body.unwrap()).unwrap())
        .filter(|access| access.act == "export-bulk")
        .collect();
    assert_eq!((told.len(), told[0].count), (1, 2));
    assert!(told[0].second.is_some_and(|second| second != told[0].person));
}
