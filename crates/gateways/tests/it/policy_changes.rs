//! Other rules: wanted by one, confirmed by another who signs exactly those, and gone by at once.

use kulla_guard::approval::{Approvals, Ledger};
use kulla_picture::Replay;
use kulla_record::Kind;
use kulla_record::kind::approval::{Decision, Policy, PolicyChange};
use serde_json::{Value, json};

use crate::authenticator::Authenticator;
use crate::live::{before, listening, next, socket};
use crate::login::{enrols, link, logs_in, seated};
use crate::memory::OPS;
use crate::world::{Answer, Person, World};

/// Who proposes, and who confirms: administrators of two agencies.
const FIRST: &str = "luan.shala@ame";
const SECOND: &str = "milica.petrovic@mpb-ki";

async fn enters<'a>(world: &'a World, name: &str) -> (Person<'a>, Authenticator) {
    let key = enrols(world, &link(world, name, false).await).await;
    // An authenticator that counts shows more at each signature.
    key.count(1);
    (seated(world, &logs_in(world, &key).await), key)
}

/// The text that stands, and one by which duty officers close no incidents.
async fn other(person: &Person<'_>) -> (Value, String) {
    let stands = person.get("policies").await.expect(200);
    let text = stands["text"].as_str().unwrap();
    let other = text.replacen(r#"Action::"incident.close", "#, "", 1);
    assert_ne!(text, other);
    (stands["hash"].clone(), other)
}

async fn proposes(person: &Person<'_>, text: &str, on: &Value) -> Answer {
    let id = person.world.id();
    person.post("policies/changes", json!({ "id": id, "text": text, "on": on, "reason": "order 7" })).await
}

async fn decides(person: &Person<'_>, change: &Value, way: &str, more: Value) -> Answer {
    let mut told = json!({ "hash": change["hash"] });
    told.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    let subject = change["waits"]["subject"].as_str().unwrap();
    person.post(&format!("policies/changes/{subject}/{way}"), told).await
}

/// What a signature is asked for, signed.
async fn signed(person: &Person<'_>, key: &Authenticator, change: &Value) -> Value {
    let asked = decides(person, change, "confirm", json!({})).await.expect(422);
    assert_eq!(asked["code"], "approval.passkey");
    key.logs_in(&asked["args"])
}

/// What `kulla verify` would say.
fn verified(world: &World) -> (Vec<String>, Approvals) {
    let mut ledger = Ledger::default();
    let records = Replay::read(world.node.memory.as_ref(), OPS, 0, usize::MAX).unwrap();
    let wrong = records.iter().filter_map(|record| ledger.take(&record.header, record.body.as_deref()?));
    (wrong.collect(), ledger.approvals().clone())
}

#[tokio::test]
async fn two_administrators_change_the_rules_and_the_log_proves_it() {
    let world = World::real();
    let ((first, _), (second, key)) = (enters(&world, FIRST).await, enters(&world, SECOND).await);
    let (on, text) = other(&first).await;
    let change = proposes(&first, &text, &on).await.expect(200);
    assert_eq!((&change["state"], &change["waits"]["reason"]), (&json!("proposed"), &json!("order 7")));
    let loses = change["tried"]["roles"].as_array().unwrap().iter().any(|role| {
        role["shifts"]
            .as_array()
            .unwrap()
            .iter()
            .any(|s| s["act"] == "incident.close" && !s["loses"].is_null())
    });
    assert!(loses, "{}", change["tried"]);
    assert_eq!(change["confirm"]["why"]["code"], "policy.same-person");
    let seen = second.get("policies").await.expect(200);
    assert_eq!((seen["waiting"].as_array().unwrap().len(), &seen["on_record"]), (1, &json!(false)));
    let subject = change["waits"]["subject"].as_str().unwrap();
    let seen = second.get(&format!("policies/changes/{subject}")).await.expect(200);
    assert_eq!((&seen["confirm"]["ok"], &seen["confirm"]["passkey"]), (&json!(true), &json!(true)));

    let assertion = signed(&second, &key, &change).await;
    let done = decides(&second, &change, "confirm", json!({ "assertion": assertion })).await.expect(200);
    assert_eq!(done["state"], "confirmed");
    let stands = first.get("policies").await.expect(200);
    assert_eq!(
        (&stands["text"], &stands["on_record"], &stands["waiting"]),
        (&json!(text), &json!(true), &json!([]))
    );
    let duty = seated(
        &world,
        &logs_in(&world, &enrols(&world, &link(&world, "arta.krasniqi@ame", false).await).await).await,
    );
    let acts = duty.get("session").await.expect(200)["acts"].to_string();
    assert!(acts.contains("incident.open") && !acts.contains("incident.close"), "{acts}");

    let history = first.get("policies/history").await.expect(200);
    let stood = &history["stood"][0];
    assert_eq!((&history["count"], &stood["signed"], &stood["before"]), (&json!(1), &json!(true), &on));
    assert_eq!((&stood["by"]["agency"], &stood["second"]["agency"]), (&json!("ame"), &json!("mpb-ki")));
    let whole =
        first.get(&format!("policies/history/{}", stood["version"].as_str().unwrap())).await.expect(200);
    assert_eq!(whole["text"], text);
    let (wrong, counted) = verified(&world);
    assert_eq!(wrong, Vec::<String>::new());
    assert_eq!(counted, Approvals { signed: 1, rules_changed: 1, ..Approvals::default() });
}

#[tokio::test]
async fn a_signature_is_for_one_person_and_one_text() {
    let world = World::real();
    let ((first, first_key), (second, key)) = (enters(&world, FIRST).await, enters(&world, SECOND).await);
    let (on, text) = other(&first).await;
    let one = proposes(&first, &text, &on).await.expect(200);
    let another = proposes(&first, &format!("{text}\n// and a word more\n"), &on).await.expect(200);
    let refused = |answer: Answer| answer.json()["code"].as_str().unwrap().to_owned();
    let tried = |change: Value, assertion: Value| {
        let second = &second;
        async move { refused(decides(second, &change, "confirm", json!({ "assertion": assertion })).await) }
    };
    let for_another = signed(&second, &key, &another).await;
    assert_eq!(tried(one.clone(), for_another).await, "approval.unsigned", "the signature of another text");
    let asked = decides(&second, &one, "confirm", json!({})).await.expect(422);
    assert_eq!(
        tried(one.clone(), first_key.logs_in(&asked["args"])).await,
        "approval.key",
        "somebody else's key"
    );
    assert_eq!(
        tried(one.clone(), key.logs_in_at(&asked["args"], "http://evil.test")).await,
        "passkey.fault"
    );
    let log_in = crate::login::tells(&world, "/login/passkey/ask", json!({})).await.expect(200);
    assert_eq!(
        tried(one.clone(), key.logs_in(&log_in)).await,
        "approval.unsigned",
        "the signature of a log-in"
    );
    let other_hash = json!({ "waits": one["waits"], "hash": another["hash"] });
    assert_eq!(tried(other_hash, key.logs_in(&asked["args"])).await, "policy.content-changed");
    assert_eq!(world.node.memory.count(&Kind::POLICY), 0, "nothing was gone by");
    let good = signed(&second, &key, &one).await;
    decides(&second, &one, "confirm", json!({ "assertion": good })).await.expect(200);
    let stale = decides(&second, &another, "confirm", json!({})).await.expect(422);
    assert_eq!(stale["code"], "policy.stale");
    // What was sent once is not believed again, and what was decided once is not decided again.
    decides(&second, &one, "confirm", json!({ "assertion": good })).await.expect(401);
    let again = decides(&second, &one, "confirm", json!({})).await.expect(422);
    assert_eq!(again["code"], "policy.decided");
}

#[tokio::test]
async fn a_key_that_is_not_on_record_signs_nothing() {
    let world = World::real();
    let ((first, _), (second, key)) = (enters(&world, FIRST).await, enters(&world, SECOND).await);
    let (on, text) = other(&first).await;
    let change = proposes(&first, &text, &on).await.expect(200);
    let assertion = signed(&second, &key, &change).await;
    // As after a copy was restored: the door still has the key, and the log knows that it was taken away.
    let person = world.principal("archive-second");
    let note = kulla_desk::CredentialNote { what: "reset", ..Default::default() };
    world.node.desk.note_credential(person, &note, None).unwrap();
    let refused = decides(&second, &change, "confirm", json!({ "assertion": assertion })).await.expect(422);
    assert_eq!(refused["code"], "approval.unsigned");
}

#[tokio::test]
async fn what_waits_is_refused_or_taken_back_and_leaves_its_trace() {
    let world = World::real();
    let ((first, _), (second, _)) = (enters(&world, FIRST).await, enters(&world, SECOND).await);
    let (on, text) = other(&first).await;
    let change = proposes(&first, &text, &on).await.expect(200);
    assert_eq!(
        decides(&first, &change, "refuse", json!({ "reason": "x" })).await.expect(422)["code"],
        "policy.same-person"
    );
    assert_eq!(
        decides(&second, &change, "withdraw", json!({})).await.expect(422)["code"],
        "policy.not-yours"
    );
    world.node.hands.forward(60_000);
    let refused = decides(&second, &change, "refuse", json!({ "reason": "too wide" })).await.expect(200);
    assert_eq!(refused["state"], "refused");
    let change = proposes(&first, &text, &on).await.expect(200);
    assert_eq!(decides(&first, &change, "withdraw", json!({})).await.expect(200)["state"], "withdrawn");
    let decisions = world.node.memory.bodies::<Decision>(OPS);
    assert_eq!(
        (decisions.len(), decisions[0].act.as_str(), decisions[0].reason.as_str()),
        (1, "policy.refuse", "too wide")
    );
    assert_eq!(refused["ended"]["reason"], "too wide");
    let history = first.get("policies/history").await.expect(200);
    let vain: Vec<_> = history["turned_down"].as_array().unwrap().iter().collect();
    assert_eq!(history["turned_down_count"], 2);
    assert_eq!((&vain[0]["state"], &vain[0]["ended"]["reason"]), (&json!("withdrawn"), &json!("")));
    assert_eq!((&vain[1]["state"], &vain[1]["ended"]["reason"]), (&json!("refused"), &json!("too wide")));
    assert_eq!(vain[1]["wanted"]["by"]["id"], json!(world.principal("archive").to_string()));
    assert_eq!(vain[1]["ended"]["by"]["id"], json!(world.principal("archive-second").to_string()));
    assert!(vain[1]["wanted"]["at"].as_str() < vain[1]["ended"]["at"].as_str(), "{history}");
    let states: Vec<String> =
        world.node.memory.bodies::<PolicyChange>(OPS).into_iter().map(|c| c.state).collect();
    assert_eq!(states, ["proposed", "refused", "proposed", "withdrawn"]);
    assert_eq!(world.node.memory.bodies::<Policy>(OPS).len(), 0);
    assert_eq!(verified(&world).0, Vec::<String>::new());
}

#[tokio::test]
async fn a_text_that_shuts_people_out_is_not_even_proposed() {
    let world = World::real();
    let (first, _) = enters(&world, FIRST).await;
    let (on, text) = other(&first).await;
    let with =
        |rule: &str| format!("{text}\n@id(\"new\")\n@sq(\"Po.\")\n@sr(\"Da.\")\n@en(\"Yes.\")\n{rule}\n");
    for (rule, code) in [
        (r#"forbid (principal, action == Action::"read.access-log", resource);"#, "policy.overseer"),
        (r#"forbid (principal, action == Action::"policy.change", resource);"#, "policy.no-way-back"),
        (r#"forbid (principal, action == Action::"admin.people", resource);"#, "policy.administrators"),
        (r#"permit (principal, action, resource);"#, "policy.faults"),
    ] {
        assert_eq!(proposes(&first, &with(rule), &on).await.expect(422)["code"], code, "{rule}");
    }
    assert_eq!(proposes(&first, &text, &json!("0".repeat(64))).await.expect(422)["code"], "policy.stale");
    assert_eq!(world.node.memory.count(&Kind::POLICY_CHANGE), 0);
}

#[tokio::test]
async fn nobody_else_looks_at_it_or_touches_it() {
    let world = World::real();
    let (first, _) = enters(&world, FIRST).await;
    let (on, text) = other(&first).await;
    let change = proposes(&first, &text, &on).await.expect(200);
    let subject = change["waits"]["subject"].as_str().unwrap();
    let (duty, _) = enters(&world, "arta.krasniqi@ame").await;
    duty.get(&format!("policies/changes/{subject}")).await.expect(403);
    duty.get("policies/history").await.expect(403);
    proposes(&duty, &text, &on).await.expect(403);
    decides(&duty, &change, "confirm", json!({})).await.expect(403);
    duty.get(&format!("items/{subject}")).await.expect(404);
    // Overseers look, and change nothing.
    let (overseer, _) = enters(&world, "jelena.ilic@iap").await;
    let seen = overseer.get("policies").await.expect(200);
    assert_eq!((seen["waiting"].as_array().unwrap().len(), &seen["may_change"]["ok"]), (1, &json!(false)));
    let seen = overseer.get(&format!("policies/changes/{subject}")).await.expect(200);
    assert_eq!((&seen["text"], &seen["confirm"]["ok"]), (&json!(text), &json!(false)));
    decides(&overseer, &change, "confirm", json!({})).await.expect(403);
    overseer.get("policies/changes/not-an-id").await.expect(404);
    overseer.get(&format!("policies/history/{}", world.id())).await.expect(404);
}

#[tokio::test]
async fn in_an_exercise_node_the_same_two_persons_do_it_without_a_signature() {
    let world = World::drill();
    let (first, second) = (world.enters("archive").await, world.enters("archive-second").await);
    let (on, text) = other(&first).await;
    let change = proposes(&first, &text, &on).await.expect(200);
    decides(&second, &change, "confirm", json!({})).await.expect(200);
    assert_eq!(first.get("policies").await.expect(200)["text"], text);
    assert!(world.node.memory.bodies::<Decision>(OPS)[0].assertion.is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn who_may_do_less_is_told_on_an_open_stream_and_nobody_else_is() {
    let world = World::real();
    let port = listening(&world).await;
    let ((first, _), (second, key)) = (enters(&world, FIRST).await, enters(&world, SECOND).await);
    let (duty, commander) = (world.person("duty"), world.person("approver"));
    let (mut of_duty, mut of_commander) = (socket(port, &duty).await, socket(port, &commander).await);
    next(&mut of_duty, "hello").await;
    next(&mut of_commander, "hello").await;
    let (on, text) = other(&first).await;
    let change = proposes(&first, &text, &on).await.expect(200);
    let assertion = signed(&second, &key, &change).await;
    decides(&second, &change, "confirm", json!({ "assertion": assertion })).await.expect(200);
    next(&mut of_duty, "may").await;
    let acts = duty.get("session").await.expect(200)["acts"].clone();
    assert!(!acts.as_array().unwrap().contains(&json!("incident.close")), "{acts}");
    let report = duty.reports("Uji").await;
    let types = before(&mut of_commander, |message| message["subject"] == report["subject"]).await;
    assert!(!types.iter().any(|of| of == "may"), "{types:?}");
}
