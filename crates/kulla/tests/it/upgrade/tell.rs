//! The story that a fixture holds: something of every kind that this release writes, nothing that time ends.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::Seen;
use crate::client::Client;
use crate::crash::report;
use crate::node::{Data, Running, id, kulla, told};
use crate::story::{BULLETIN, Story, content};

/// So that a fixture does not outlive the retention of what it holds.
const RETAIN_DAYS: u32 = 36_500;
/// Fields that are words of a release, or a place in it.
const WORDED: [&str; 3] = ["label", "next", "detail"];
/// Lists that everybody looks at.
const LISTS: [&str; 4] =
    ["queue?limit=100", "incidents?limit=100", "tasks?limit=100", "warnings?limit=100"];

/// A new node whose records are kept for a century.
fn node() -> Data {
    let dir = tempfile::tempdir().unwrap();
    let (profile, path) = (dir.path().join("profile"), dir.path().join("node"));
    std::fs::create_dir(&profile).unwrap();
    let shipped = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../profiles/kosovo");
    for entry in std::fs::read_dir(shipped).unwrap().map(|entry| entry.unwrap().path()) {
        if let Ok(text) = std::fs::read_to_string(&entry) {
            let kept = text.lines().map(|line| match line.starts_with("retain_days = ") {
                true => format!("retain_days = {RETAIN_DAYS}\n"),
                false => format!("{line}\n"),
            });
            std::fs::write(profile.join(entry.file_name().unwrap()), kept.collect::<String>()).unwrap();
        }
    }
    let arguments = ["--name", "kulla-fixture", "--exercise-only"];
    let made = ["init", "--profile", profile.to_str().unwrap(), "--data", path.to_str().unwrap()];
    let made = kulla(&[&made[..], &arguments].concat());
    assert!(made.status.success(), "{}", told(&made));
    Data { path, _dir: dir }
}

/// What somebody sees at a place: JSON as it is, anything else as text.
pub fn look(client: &Client, path: &str) -> Value {
    let answer = match path.starts_with('/') {
        true => client.send("GET", path, "text/plain", b"").unwrap(),
        false => client.api("GET", path, &Value::Null).unwrap(),
    };
    let body = serde_json::from_slice(&answer.body).unwrap_or_else(|_| Value::String(answer.text()));
    json!({ "status": answer.status, "body": facts(body) })
}

/// Without the sentences that a release words anew: who may read is held by who sees it.
fn facts(seen: Value) -> Value {
    match seen {
        Value::Object(fields) => {
            let kept = fields.into_iter().filter(|(key, _)| !WORDED.contains(&key.as_str()));
            kept.map(|(key, value)| (key, facts(value))).collect()
        }
        Value::Array(items) => items.into_iter().map(facts).collect(),
        other => other,
    }
}

/// Tells the story to a new node, stops it, and gives what was seen at the end.
pub fn a_story() -> (Data, Seen) {
    let data = node();
    let running = Running::start(&data);
    let coordinator = running.enter("municipal coordinator");
    let mut story = Story::of(&running, 0);
    let mut subjects = respond(&mut story, &coordinator);
    let warning = story.issue(content("Alert", &[], "Largohuni nga lumi. 112"));
    let followed = warning["subject"].as_str().unwrap().to_owned();
    let update = story.issue(content("Update", &[&followed], "Shkoni në vend më të lartë. 112"));
    let newer = update["subject"].as_str().unwrap().to_owned();
    let cancel = json!({"id": story.id(), "alone": true});
    let clear = story.duty.done(&format!("warnings/{newer}/cancel"), cancel);
    subjects.extend([followed, newer, clear["subject"].as_str().unwrap().to_owned()]);
    let gone = story.duty.done("signals/report", report(&id(921, 1), "to be erased"));
    subjects.push(gone["subject"].as_str().unwrap().to_owned());
    assert!(running.stop().success());
    erase(&data, gone["version"].as_str().unwrap());
    let seen = see(&data, &subjects, &clear["body"]["identifier"]);
    (data, seen)
}

/// Signal, triage, incident, line, task; and a piece in quarantine. Gives the subjects.
fn respond(story: &mut Story, coordinator: &Client) -> Vec<String> {
    let duty = story.duty.clone();
    let cap = |bytes: &[u8]| {
        let path = format!("{}/api/v1/signals/cap", duty.place);
        duty.send("POST", &path, "application/xml", bytes).unwrap().json()
    };
    let subject = |made: &Value| made["subject"].as_str().unwrap().to_owned();
    let bulletin = subject(&cap(BULLETIN.as_bytes())["received"][0]);
    assert_eq!(cap(b"<alert/>")["quarantined"].as_array().unwrap().len(), 1);
    let signal = subject(&duty.done("signals/report", report(&story.id(), "Uji mbi rrugë")));
    let taken = duty.done(&format!("signals/{signal}/take"), json!({"head": null}));
    let grade = json!({"head": taken["triage"]["version"], "grade": "B2"});
    duty.done(&format!("signals/{signal}/grade"), grade);
    let new = json!({
        "id": story.id(), "title": {"sq": "Vërshim", "sr": "Poplava"}, "hazard": "flood", "severity": "Severe",
        "place": {"areas": ["20"]}, "from_signal": signal,
    });
    let incident = subject(&duty.done("incidents", new));
    let line = json!({
        "id": story.id(), "text": "Ura u mbyll", "decision": true, "reason": "Uji mbi urë", "lang": "sq",
    });
    let entry = subject(&duty.done(&format!("incidents/{incident}/entries"), line));
    let task = json!({
        "id": story.id(), "title": "Mbyllni urën", "agency": "kom-20", "due": "2027-01-01T00:00:00Z",
    });
    let task = duty.done(&format!("incidents/{incident}/tasks"), task);
    let read = json!({"head": task["version"]});
    coordinator.done(&format!("tasks/{}/acknowledge", subject(&task)), read);
    let draft = json!({"id": story.id(), "content": content("Alert", &[], "Vetëm një draft. 112")});
    let draft = subject(&duty.done("drafts", draft));
    vec![bulletin, signal, incident, entry, subject(&task), draft]
}

fn erase(data: &Data, version: &str) {
    let persons = ["--by", "Luan Shala", "--second", "Milica Petrović", "--yes", version];
    let why = ["erase", "--data", data.arg(), "--reason", "court order", "--basis", "Law 06/L-082"];
    let erased = kulla(&[&why[..], &persons].concat());
    assert!(erased.status.success(), "{}", told(&erased));
}

fn see(data: &Data, subjects: &[String], identifier: &Value) -> Seen {
    let running = Running::start(data);
    let mut seen = Seen::new();
    for who in ["duty officer", "municipal coordinator", "overseer"] {
        let client = running.enter(who);
        let ending = if who == super::WRITES { "/history" } else { "" };
        let paths = subjects.iter().map(|id| format!("items/{id}{ending}")).chain(LISTS.map(str::to_owned));
        seen.insert(who.to_owned(), paths.map(|path| (path.clone(), look(&client, &path))).collect());
    }
    let public = Client::public(running.address);
    let identifier = identifier.as_str().unwrap();
    let paths = [format!("/cap/{identifier}.xml")];
    let public: BTreeMap<_, _> =
        paths.into_iter().map(|path| (path.clone(), look(&public, &path))).collect();
    seen.insert("public".into(), public);
    assert!(running.stop().success());
    seen
}
