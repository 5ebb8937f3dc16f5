//! Exercises against the built program: played by itself, left to people, killed and gone on with, measured.

use std::time::Duration;

use serde_json::{Value, json};

use crate::client::{Client, until};
use crate::node::{Data, Running, kulla, told};

/// A story of four hours in a quarter of a minute.
const SPEED: &str = "1000";

fn play<'a>(more: &[&'a str]) -> Vec<&'a str> {
    [&["--exercise", "drini-flood", "--speed", SPEED], more].concat()
}

fn state(duty: &Client) -> Value {
    let answer = duty.get("exercise");
    if answer.status == 200 { answer.json() } else { Value::Null }
}

fn over(duty: &Client) -> Option<()> {
    (state(duty)["state"] == "ended").then_some(())
}

fn warnings(duty: &Client) -> Vec<Value> {
    duty.get("warnings?state=all").json()["items"].as_array().unwrap().clone()
}

/// What was thrown in; nothing before the exercise has begun.
fn injects(duty: &Client) -> Vec<Value> {
    duty.get("exercise/injects?limit=200").json()["items"].as_array().cloned().unwrap_or_default()
}

/// Of these, what becomes a signal at once: a gauge speaks all the time, and a sensor becomes groups.
fn signals(duty: &Client) -> usize {
    let of_people = |one: &&Value| ["cap", "report"].iter().any(|door| one["body"]["door"] == *door);
    injects(duty).iter().filter(of_people).count()
}

/// What `kulla exercise check --seed` says that a seed draws.
fn drawn(seed: &str, name: &str) -> String {
    let shown = told(&kulla(&["exercise", "check", "drini-flood", "--seed", seed]));
    let line = shown.lines().find(|line| line.trim_start().starts_with(&format!("{name} ")));
    line.unwrap_or_else(|| panic!("no {name}:\n{shown}")).trim_start()[name.len()..].trim().to_owned()
}

/// Values of the first warning that an exercise with this seed issues.
fn first_warning(seed: &str) -> String {
    let data = Data::new();
    let node = Running::with(&data, &play(&["--seed", seed]));
    let duty = node.enter("duty officer");
    until("the end of the exercise", || over(&duty));
    let all = warnings(&duty);
    let first = all.iter().find(|one| one["body"]["content"]["message"] == "Alert").unwrap();
    assert_eq!(first["body"]["state"], "cancelled", "{first}");
    assert_eq!(first["body"]["issued_by"].as_array().unwrap().len(), 2, "two persons stand behind it");
    assert!(all.iter().any(|one| one["body"]["state"] == "all-clear"));
    let identifier = first["body"]["identifier"].as_str().unwrap();
    let public = Client::public(node.address);
    let xml = public.send("GET", &format!("/cap/{identifier}.xml"), "text/plain", b"").unwrap().text();
    assert!(node.stop().success());
    xml
}

#[test]
fn left_to_itself_it_issues_and_takes_back_a_warning_with_the_seeds_place_time_and_reading() {
    let (seven, nine) = (first_warning("7"), first_warning("9"));
    for (seed, xml) in [("7", &seven), ("9", &nine)] {
        let stretch = drawn(seed, "stretch");
        let gauge = stretch.split(", ").find_map(|field| field.strip_prefix("gauge ")).unwrap();
        let area = stretch.split(", ").find_map(|field| field.strip_prefix("areas ")).unwrap();
        let area = area.split(' ').next().unwrap();
        for part in [
            format!("{} m", drawn(seed, "reading_m")),
            format!("{} m", drawn(seed, "reading_m").replace('.', ",")),
            drawn(seed, "crest_at"),
            format!("Gauge {gauge}"),
            format!("<value>{area}</value>"),
            "<status>Exercise</status>".to_owned(),
        ] {
            assert!(xml.contains(&part), "seed {seed}: `{part}` does not stand in\n{xml}");
        }
        for lang in ["sq", "sr", "en"] {
            assert!(xml.contains(&format!("<language>{lang}")), "{lang}");
        }
    }
    for name in ["reading_m", "crest_at", "stretch"] {
        assert_ne!(drawn("7", name), drawn("9", name));
    }
}

#[test]
fn with_the_approver_absent_nothing_is_issued_however_long_it_goes_on() {
    let data = Data::new();
    let node = Running::with(&data, &play(&["--hands-on", "incident-commander"]));
    let (duty, second) = (node.enter("duty officer"), node.enter("second officer"));
    let waiting = until("a paper that waits for the second person", || {
        let queue = second.get("queue?want=sign").json();
        queue["items"][0]["subject"].as_str().map(str::to_owned)
    });
    // Another hour of the story and more.
    std::thread::sleep(Duration::from_secs(5));
    assert_eq!(warnings(&duty), Vec::<Value>::new(), "nothing is issued");
    assert_eq!(
        Client::public(node.address)
            .send("GET", "/feeds/cap.atom", "text/plain", b"")
            .unwrap()
            .text()
            .matches("<entry")
            .count(),
        0
    );
    let draft = second.get(&format!("drafts/{waiting}")).json();
    assert_eq!(draft["draft"]["body"]["state"], "submitted");
    // The person comes back and does what they owe; only then does it go on.
    let seen = json!({"head": draft["draft"]["version"], "hash": draft["hash"]});
    let approved = second.done(&format!("drafts/{waiting}/approve"), seen);
    second.done(
        &format!("drafts/{waiting}/issue"),
        json!({"head": approved["version"], "hash": draft["hash"]}),
    );
    assert_eq!(warnings(&duty).len(), 1);
    // Given back, the player approves the cancellation by itself.
    let given = second.done("exercise/roles/incident-commander/leave", json!({}));
    assert!(
        given["roles"].as_array().unwrap().iter().all(|role| role["played_by"] == "autopilot"),
        "{given}"
    );
    until("the end of the exercise", || over(&duty));
    assert!(node.stop().success());
}

#[test]
fn a_role_that_is_taken_over_in_the_middle_is_left_to_its_person() {
    let data = Data::new();
    let node = Running::with(&data, &["--exercise", "drini-flood", "--speed", "600"]);
    let (duty, coordinator) = (node.enter("duty officer"), node.enter("municipal coordinator"));
    until("the beginning", || (!state(&duty).is_null()).then_some(()));
    let other = coordinator.post("exercise/roles/duty-officer/take", json!({}));
    assert_eq!((other.status, other.json()["code"].as_str()), (422, Some("exercise.role-not-yours")));
    let taken = duty.done("exercise/roles/duty-officer/take", json!({}));
    let role =
        taken["roles"].as_array().unwrap().iter().find(|role| role["code"] == "duty-officer").unwrap();
    assert_eq!((&role["played_by"], &role["mine"]), (&json!("people"), &json!(true)));
    let incidents = duty.get("incidents?state=all").json()["items"].as_array().unwrap().len();
    until("what arrives later", || (signals(&duty) >= 6).then_some(()));
    let now = duty.get("incidents?state=all").json()["items"].as_array().unwrap().len();
    assert_eq!(incidents, now, "nobody opened anything in the meantime");
    assert!(
        duty.get("queue?want=triage").json()["items"].as_array().unwrap().len() >= 4,
        "and the signals wait"
    );
    assert!(node.stop().success());
}

#[test]
fn killed_in_the_middle_it_goes_on_where_it_stood_and_throws_nothing_in_twice() {
    let data = Data::new();
    let node = Running::with(&data, &play(&[]));
    let duty = node.enter("duty officer");
    until("half of the injects", || (signals(&duty) >= 5).then_some(()));
    node.kill();
    let node = Running::with(&data, &play(&[]));
    let duty = node.enter("duty officer");
    until("the end of the exercise", || over(&duty));
    let mut numbers: Vec<u64> =
        injects(&duty).iter().map(|one| one["body"]["number"].as_u64().unwrap()).collect();
    numbers.sort_unstable();
    let count = numbers.len();
    assert_eq!(numbers, (1..=count as u64).collect::<Vec<_>>(), "each inject once");
    assert!(injects(&duty).iter().all(|one| one["body"]["state"] == "sent"));
    let sent = signals(&duty) as u64;
    let alerts = injects(&duty).iter().filter(|one| one["body"]["door"] == "eve").count() as u64;
    let found = duty.get("search?q=phishing&kind=alarm").json();
    let group =
        found["items"][0]["subject"].as_str().unwrap_or_else(|| panic!("no group: {found}")).to_owned();
    let group = duty.get(&format!("items/{group}")).json();
    assert_eq!((&group["body"]["count"], alerts), (&json!(12), 12), "each alert is counted once");
    assert_eq!(
        warnings(&duty).iter().filter(|one| one["body"]["content"]["message"] == "Alert").count(),
        1
    );
    assert_eq!(duty.get("incidents?state=all").json()["items"].as_array().unwrap().len(), 2);
    assert!(node.stop().success());
    let report = kulla(&["exercise", "report", data.arg(), "--json"]);
    let report: Value = serde_json::from_slice(&report.stdout).unwrap();
    let step = |word: &str| {
        report["steps"].as_array().unwrap().iter().find(|step| step["step"] == word).unwrap()["all"].clone()
    };
    for word in [
        "received",
        "acknowledged",
        "assigned",
        "read",
        "started",
        "done",
        "drafted",
        "approved",
        "issued",
        "cancelled",
    ] {
        assert!(step(word)["cases"].as_u64().unwrap() > 0, "{word}: {report}");
        assert!(step(word)["median_ms"].as_u64() <= step(word)["p95_ms"].as_u64());
    }
    assert_eq!(step("received")["cases"], sent, "one signal for each of them, and no more");
    assert!(told(&kulla(&["verify", data.arg()])).contains("exercise-drini-flood"));
}

#[test]
fn an_exercise_gets_a_log_of_its_own_and_the_node_of_before_goes_on_without_one() {
    let data = Data::new();
    let before = Running::start(&data);
    let duty = before.enter("duty officer");
    assert_eq!(duty.get("exercise").json(), Value::Null, "in an exercise, and nobody plays");
    duty.done("signals/report", crate::crash::report(&crate::node::id(940, 1), "before"));
    assert!(before.stop().success());
    let node = Running::with(&data, &["--exercise", "drini-flood", "--seed", "3"]);
    let duty = node.enter("duty officer");
    assert_eq!(duty.get("session").json()["exercise"], "drini-flood");
    until("the beginning", || (state(&duty)["seed"] == 3).then_some(()));
    assert!(node.stop().success());
    assert!(data.path.join("logs/exercise-drini-flood").is_dir());
    let refused = kulla(&["run", "--data", data.arg(), "--exercise", "drini-flood", "--hands-on", "king"]);
    assert!(
        told(&refused).contains("the roles of `drini-flood` are") && refused.status.code() == Some(2),
        "{}",
        told(&refused)
    );
}

#[test]
fn a_new_scenario_is_whole_and_the_checker_names_file_line_and_rule() {
    let dir = tempfile::tempdir().unwrap();
    let run = |arguments: &[&str]| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_kulla"));
        command.args(arguments).current_dir(dir.path()).output().unwrap()
    };
    assert!(run(&["exercise", "new", "forest"]).status.success());
    let fine = run(&["exercise", "check", "forest", "--seed", "4"]);
    assert!(fine.status.success() && told(&fine).contains("Seed 4 draws"), "{}", told(&fine));
    let file = dir.path().join("forest/scenario.toml");
    let text =
        std::fs::read_to_string(&file).unwrap().replace("hazard = \"wildfire\"", "hazard = \"locusts\"");
    std::fs::write(&file, &text).unwrap();
    let line = 1 + text.lines().position(|line| line.contains("locusts")).unwrap();
    let found = run(&["exercise", "check", "forest"]);
    assert_eq!(found.status.code(), Some(1));
    let expected =
        format!("forest/scenario.toml:{line}: `locusts` is no hazard of the profile (hazard.unknown)");
    assert!(told(&found).contains(&expected), "{}", told(&found));
    assert!(
        run(&["exercise", "new", "forest"]).status.code() == Some(2),
        "what is there is not written over"
    );
    assert!(run(&["exercise", "check", "drini-flood"]).status.success());
    let absent = told(&run(&["exercise", "check", "nowhere"]));
    assert!(
        absent.contains("there is no scenario `nowhere`") && absent.contains("drini-flood"),
        "{absent}"
    );
}
