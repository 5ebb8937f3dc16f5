//! Whoever may not read a thing can't tell that it is there.

use kulla_record::kind::governance::Access;
use kulla_record::{Kind, SubjectId};
use serde_json::json;

use crate::memory::{ACCESS, word};
use crate::world::World;

#[tokio::test]
async fn hidden_and_absent_are_the_same_bytes_on_every_address() {
    let world = World::drill();
    let (police, duty) = (world.person("police"), world.person("duty"));
    let hidden = police.hides("Raport i fshehtë").await;
    let (hidden, absent) = (hidden["subject"].as_str().unwrap(), SubjectId([0x5a; 16]).to_string());
    let id = world.id();
    let reads = [
        "items/{}",
        "items/{}/history",
        "items/{}/links",
        "signals/{}",
        "incidents/{}",
        "incidents/{}/entries",
        "incidents/{}/tasks",
        "drafts/{}",
        "warnings/{}",
    ];
    for path in reads {
        let (there, not) =
            (duty.get(&path.replace("{}", hidden)).await, duty.get(&path.replace("{}", &absent)).await);
        assert_eq!(there.status.as_u16(), 404, "{path}");
        assert_eq!((there.bytes, there.headers), (not.bytes, not.headers), "{path}");
    }
    let writes = [
        ("signals/{}/take", json!({ "head": id })),
        ("signals/{}/dismiss", json!({ "head": id, "reason": "x" })),
        ("signals/{}/link", json!({ "head": id, "incident": id })),
        ("signals/{}/grade", json!({ "head": id, "grade": "B2" })),
        ("incidents/{}/update", json!({ "head": id })),
        ("incidents/{}/close", json!({ "head": id, "reason": "x" })),
        ("incidents/{}/hand-over", json!({ "head": id, "to": id })),
        ("entries/{}/correct", json!({ "head": id, "text": "x" })),
        ("tasks/{}/done", json!({ "head": id })),
        ("drafts/{}/submit", json!({ "head": id, "hash": "x" })),
        ("drafts/{}/withdraw", json!({ "head": id, "reason": "x" })),
    ];
    for (path, body) in writes {
        let there = duty.post(&path.replace("{}", hidden), body.clone()).await;
        let not = duty.post(&path.replace("{}", &absent), body).await;
        assert_eq!(there.status.as_u16(), 404, "{path} {}", there.text());
        assert_eq!((there.bytes, there.headers), (not.bytes, not.headers), "{path}");
    }
    police.get(&format!("items/{hidden}")).await.expect(200);
}

/// What an answer says beside the names that it makes up.
fn shape(answer: &crate::world::Answer) -> (u16, serde_json::Value) {
    let mut json = answer.json();
    let fresh = ["subject", "version", "heads", "at"];
    fresh.iter().for_each(|field| drop(json.as_object_mut().unwrap().remove(*field)));
    ["number", "sent", "began", "when"].iter().for_each(|field| {
        json["body"].as_object_mut().map(|body| body.remove(*field));
    });
    (answer.status.as_u16(), json)
}

#[tokio::test]
async fn an_id_that_names_something_of_others_is_as_good_as_any_on_every_route_that_makes_something() {
    let world = World::drill();
    let (police, duty) = (world.person("police"), world.person("duty"));
    let second = world.person("second");
    let incident = duty.opens_incident(None).await;
    let of = |what: &str| format!("incidents/{}/{what}", incident["subject"].as_str().unwrap());
    let routes = [
        ("signals/report".to_owned(), json!({ "title": "x", "from": "112" })),
        ("incidents".to_owned(), json!({ "title": { "sq": "x" }, "hazard": "flood" })),
        (of("entries"), json!({ "text": "x" })),
        (of("tasks"), json!({ "title": "x", "agency": "kom-20" })),
        ("drafts".to_owned(), json!({ "content": duty.content() })),
    ];
    for (path, body) in routes {
        let told = |id: &serde_json::Value| {
            let mut body = body.clone();
            body["id"] = id.clone();
            body
        };
        let unknown = shape(&duty.post(&path, told(&json!(world.id()))).await);
        assert_eq!(unknown.0, 200, "{path}: {}", unknown.1);
        // What is hidden, what somebody else wrote, and what is one's own.
        let hidden = police.hides("Raport i fshehtë").await;
        let (theirs, own) = (second.reports("Raport i hapur").await, duty.reports("Raporti im").await);
        for taken in [&hidden, &theirs, &own] {
            assert_eq!(shape(&duty.post(&path, told(&taken["subject"])).await), unknown, "{path}");
        }
        let again = police.get(&format!("items/{}", hidden["subject"].as_str().unwrap())).await.expect(200);
        assert_eq!(again["version"], hidden["version"], "and nothing happened to it");
    }
}

#[tokio::test]
async fn lists_counts_search_and_nearness_know_nothing_of_what_is_hidden() {
    let world = World::drill();
    let (police, duty) = (world.person("police"), world.person("duty"));
    police.hides("Raport i fshehtë").await;
    let own = duty.reports("Raport i hapur").await;
    let queue = duty.get("queue").await.expect(200);
    assert_eq!(queue["counts"]["all"], 1);
    let found = duty.get("search?q=raport").await.expect(200);
    assert_eq!(found["items"].as_array().unwrap().len(), 1);
    assert_eq!(duty.get("search?q=fshehte").await.expect(200)["items"], json!([]));
    let view = duty.get(&format!("signals/{}", own["subject"].as_str().unwrap())).await.expect(200);
    assert_eq!(view["near"], json!([]));
}

#[tokio::test]
async fn people_of_other_agencies_are_an_agency_without_a_name() {
    let world = World::drill();
    let (duty, prizren) = (world.person("duty"), world.person("prizren"));
    let incident = duty.opens_incident(None).await;
    assert_eq!(incident["author"]["name"], "Arta Krasniqi");
    let seen = prizren.get(&format!("items/{}", incident["subject"].as_str().unwrap())).await.expect(200);
    assert_eq!((&seen["author"]["name"], &seen["author"]["agency"]), (&json!(""), &json!("ame")));
}

#[tokio::test]
async fn what_a_request_was_is_nobodys_business() {
    let world = World::drill();
    let report = world.person("duty").reports("Uji").await;
    assert!(report["body"].get("command").is_none());
}

#[tokio::test]
async fn opening_something_is_one_record_and_lists_are_counted() {
    let world = World::drill();
    let duty = world.person("duty");
    let report = duty.reports("Uji").await;
    let tend = tokio::spawn(std::sync::Arc::clone(&world.house).tend());
    let path = format!("items/{}", report["subject"].as_str().unwrap());
    duty.get(&path).await.expect(200);
    for _ in 0..3 {
        duty.get("queue").await.expect(200);
    }
    duty.get("items/none").await.expect(404);
    world.get("/").await;
    world.house.stop();
    tend.await.unwrap();
    let looked: Vec<Access> = world.node.memory.bodies(ACCESS);
    let subject: SubjectId = report["subject"].as_str().unwrap().parse().unwrap();
    let opened: Vec<&Access> = looked.iter().filter(|access| access.act == "open").collect();
    assert_eq!(
        opened.iter().map(|access| access.subject).collect::<Vec<_>>(),
        [Some(subject)],
        "and nobody of the public"
    );
    assert_eq!(
        looked.iter().filter(|access| access.act == "list").map(|access| access.count).sum::<u64>(),
        3
    );
}

#[tokio::test]
async fn from_restricted_up_opening_is_on_disk_before_the_answer() {
    let world = World::drill();
    let composer =
        world.node.desk.composer(&kulla_guard::public_session(None), None).default_for(&Kind::REPORT);
    let mut label = composer.unwrap();
    assert!(!world.node.desk.access_first(&label));
    label.levels.insert(word("kulla"), 2);
    assert!(world.node.desk.access_first(&label));
    label.levels = [(word("nato"), 0)].into();
    assert!(world.node.desk.access_first(&label), "a policy that is not known counts as above it");
}
