//! The whole story through the JSON doors: a real message becomes a public warning, is updated, is cancelled.

use serde_json::{Value, json};

use crate::client::Client;
use crate::node::{Data, Running, id, kulla, told};

pub const BULLETIN: &str = include_str!("../../../formats/cap/fixtures/flood_trilingual.xml");

pub fn content(message: &str, follows: &[&str], step: &str) -> Value {
    let now = std::process::Command::new("date").args(["-u", "+%Y-%m-%dT%H:%M:00Z"]).output().unwrap();
    let later = std::process::Command::new("date")
        .args(["-u", "-d", "+6 hours", "+%Y-%m-%dT%H:%M:00Z"])
        .output()
        .unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap().trim().to_owned();
    let words = |headline: &str, instruction: &str| json!({"headline": headline, "description": headline, "instruction": instruction});
    json!({
        "message": message, "follows": follows, "hazard": "flood", "severity": "Severe", "urgency": "Immediate",
        "certainty": "Likely", "response": ["Evacuate"], "onset": text(now.stdout), "expires": text(later.stdout),
        "place": {"areas": ["02", "16"]},
        "texts": {
            "sq": words("Vërshim në Drinin e Bardhë", step),
            "sr": words("Poplava na Belom Drimu", step),
            "en": words("Flood on Drini i Bardhë", step),
        },
    })
}

pub struct Story {
    pub duty: Client,
    pub second: Client,
    pub public: Client,
    pub n: u64,
}

impl Story {
    /// The officers of a running node enter. `n`: ids of what they write count from here on.
    pub fn of(node: &Running, n: u64) -> Story {
        Story {
            duty: node.enter("duty officer"),
            second: node.enter("second officer"),
            public: Client::public(node.address),
            n,
        }
    }

    pub fn id(&mut self) -> String {
        self.n += 1;
        id(920, self.n)
    }

    fn page(&self) -> String {
        self.public.send("GET", "/", "text/plain", b"").unwrap().text()
    }

    fn feed(&self) -> String {
        self.public.send("GET", "/feeds/cap.atom", "text/plain", b"").unwrap().text()
    }

    /// Draft by the first, approval of exactly that by the second, issue. Gives the warning.
    pub fn issue(&mut self, content: Value) -> Value {
        let id = self.id();
        let draft = self.duty.done("drafts", json!({"id": id, "content": content}));
        let subject = draft["subject"].as_str().unwrap().to_owned();
        let step = |client: &Client, deed: &str, body: Value| {
            client.done(&format!("drafts/{subject}/{deed}"), body)
        };
        let submitted = step(&self.duty, "submit", json!({"head": draft["version"]}));
        let hash = self.duty.get(&format!("drafts/{subject}")).json()["hash"].clone();
        let own = self.duty.post(
            &format!("drafts/{subject}/approve"),
            json!({"head": submitted["version"], "hash": hash}),
        );
        assert!((400..500).contains(&own.status), "nobody approves their own: {}", own.text());
        let early = self
            .duty
            .post(&format!("drafts/{subject}/issue"), json!({"head": submitted["version"], "hash": hash}));
        assert_eq!(early.status, 422, "with the approver absent nothing is issued: {}", early.text());
        let approved = step(&self.second, "approve", json!({"head": submitted["version"], "hash": hash}));
        step(&self.second, "issue", json!({"head": approved["version"], "hash": hash}))
    }
}

#[test]
fn a_message_becomes_a_public_warning_that_two_persons_stand_behind_and_is_taken_back() {
    let data = Data::new();
    let node = Running::start(&data);
    let mut story = Story::of(&node, 0);
    let taken = story.duty.send(
        "POST",
        &format!("{}/api/v1/signals/cap", story.duty.place),
        "application/xml",
        BULLETIN.as_bytes(),
    );
    let taken = taken.unwrap().json();
    let signal = taken["received"][0]["subject"].as_str().unwrap().to_owned();
    // Intake does not wait until it is shown; whoever wants to see it waits for it.
    let wait = taken["cursor"].as_str().map(|cursor| format!("&wait={cursor}")).unwrap_or_default();
    let queue = story.second.get(&format!("queue?want=triage{wait}")).json();
    assert_eq!(
        queue["items"][0]["subject"],
        signal.as_str(),
        "everybody entitled sees it in triage: {queue}"
    );
    let new = json!({"id": story.id(), "title": {"sq": "Vërshim"}, "hazard": "flood", "severity": "Severe", "place": {}, "from_signal": signal});
    let incident = story.duty.done("incidents", new);
    assert_eq!(story.duty.get("queue?want=triage").json()["items"].as_array().unwrap().len(), 0);
    assert!(incident["body"]["number"].as_str().unwrap().starts_with("INC-"));

    let warning = story.issue(content("Alert", &[], "Largohuni nga lumi. 112"));
    let subject = warning["subject"].as_str().unwrap().to_owned();
    let identifier = warning["body"]["identifier"].as_str().unwrap().to_owned();
    assert!(story.page().contains(&identifier) && story.feed().contains(&identifier));
    let xml = story.public.send("GET", &format!("/cap/{identifier}.xml"), "text/plain", b"").unwrap();
    assert_eq!(xml.text(), warning["body"]["xml"].as_str().unwrap(), "byte for byte what was approved");
    let page = story.public.send("GET", &format!("/w/{identifier}"), "text/plain", b"").unwrap();
    assert!(page.body.len() <= 50 * 1024 && !page.text().contains("<script"), "{} bytes", page.body.len());

    let update = story.issue(content("Update", &[&subject], "Shkoni në vend më të lartë. 112"));
    let newer = update["body"]["identifier"].as_str().unwrap().to_owned();
    assert!(
        story.feed().contains(&newer) && !story.feed().contains(&format!("/cap/{identifier}.xml")),
        "the update took its place"
    );
    assert!(
        update["body"]["xml"].as_str().unwrap().contains(&format!(",{identifier},")),
        "CAP references name the first"
    );

    let subject = update["subject"].as_str().unwrap();
    let id = story.id();
    let cancel = story.duty.done(&format!("warnings/{subject}/cancel"), json!({"id": id, "alone": true}));
    assert_eq!(
        cancel["body"]["state"], "all-clear",
        "either of the two may take it back alone at first: {cancel}"
    );
    let public = story.public.send("GET", &format!("/cap/{newer}.xml"), "text/plain", b"").unwrap();
    assert_eq!(public.status, 200, "the message stays at its lasting address");
    assert!(node.stop().success());
}

/// Judges messages with another validator and the schema of the standard, where both are at hand.
fn accepted_by_others(folder: &std::path::Path) {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/../formats/cap/tests/lxml_accepts.py");
    let judged = std::process::Command::new("python3").arg(script).arg(folder).output().unwrap();
    assert!(judged.status.success(), "{}", told(&judged));
}

#[test]
fn what_a_running_node_issues_is_accepted_by_another_validator_and_by_the_schema() {
    let data = Data::new();
    let node = Running::start(&data);
    let mut story = Story::of(&node, 100);
    // An alert with an area and three languages, its update with what an officer may type, and the cancel of that.
    let alert = story.issue(content("Alert", &[], "Largohuni nga lumi. 112"));
    let mut updated =
        content("Update", &[alert["subject"].as_str().unwrap()], "Shkoni lart & 'shpejt' \"tani\" ]]. 112");
    updated["severity"] = "Extreme".into();
    updated["response"] = json!(["Evacuate", "Shelter"]);
    let update = story.issue(updated);
    let id = story.id();
    let subject = update["subject"].as_str().unwrap();
    let cancel = story.duty.done(&format!("warnings/{subject}/cancel"), json!({"id": id, "alone": true}));
    let other = story.issue(content("Alert", &[], "Qëndroni brenda. 112"));
    let folder = tempfile::tempdir().unwrap();
    for warning in [&alert, &update, &cancel, &other] {
        let identifier = warning["body"]["identifier"].as_str().unwrap();
        let xml = story.public.send("GET", &format!("/cap/{identifier}.xml"), "text/plain", b"").unwrap();
        assert_eq!(
            (xml.status, xml.header("content-type")),
            (200, Some("application/cap+xml; charset=utf-8")),
            "{identifier}"
        );
        std::fs::write(folder.path().join(format!("{identifier}.xml")), &xml.body).unwrap();
    }
    let files: Vec<_> =
        std::fs::read_dir(folder.path()).unwrap().map(|file| file.unwrap().path()).collect();
    assert_eq!(files.len(), 4, "each message has its own lasting address");
    let names: Vec<&str> = files.iter().map(|file| file.to_str().unwrap()).collect();
    let checked = kulla(&[&["check", "cap", "--json"][..], &names].concat());
    assert!(checked.status.success() && !told(&checked).contains("\"reject\""), "{}", told(&checked));
    accepted_by_others(folder.path());
    assert!(node.stop().success());
}

#[test]
fn a_coordinator_and_an_overseer_see_what_their_labels_let_them_see() {
    let data = Data::new();
    let node = Running::start(&data);
    let (duty, coordinator, overseer) =
        (node.enter("duty officer"), node.enter("municipal coordinator"), node.enter("overseer"));
    let made = duty.done("signals/report", crate::crash::report(&id(930, 1), "roof"));
    let path = format!("items/{}", made["subject"].as_str().unwrap());
    assert_eq!(coordinator.get(&path).status, 200);
    let hidden = overseer.get(&path);
    let absent = overseer.get("items/01930000-0000-7000-8000-000000000000");
    assert_eq!(
        (hidden.status, hidden.body),
        (absent.status, absent.body),
        "the same answer as for what does not exist"
    );
    assert_eq!(Client::public(node.address).api("GET", &path, &Value::Null).unwrap().status, 401);
}
