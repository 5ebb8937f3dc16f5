//! Whatever goes out to a session is in the access log, and a full disk does not end reading.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use kulla_record::SubjectId;
use kulla_record::kind::governance::Access;
use serde_json::{Value, json};
use tokio::task::JoinHandle;

use crate::memory::{ACCESS, DRILL, word};
use crate::world::{Person, World};

/// Each opened once a minute: more than a log takes in one group.
const OPENINGS: usize = 300;
const MINUTES: usize = 15;

fn subject(item: &Value) -> SubjectId {
    item["subject"].as_str().unwrap().parse().unwrap()
}

/// Everything that is on disk once the house has closed.
async fn closed(world: &World) -> Vec<Access> {
    ended(world, tokio::spawn(Arc::clone(&world.house).tend())).await
}

/// The same of a house that tends itself already.
async fn ended(world: &World, tend: JoinHandle<()>) -> Vec<Access> {
    world.house.stop();
    tend.await.unwrap();
    world.node.memory.bodies(ACCESS)
}

fn opened(looked: &[Access], of: &Value) -> usize {
    looked.iter().filter(|access| access.act == "open" && access.subject == Some(subject(of))).count()
}

/// A report that stands under RESTRICTED, which this person is cleared for.
async fn restricted(world: &World, person: &Person<'_>) -> Value {
    let report = person.reports("I kufizuar").await;
    world.node.memory.relabel(DRILL, report["version"].as_str().unwrap(), |label| {
        label.levels.insert(word("kulla"), 2);
    });
    report
}

#[tokio::test]
async fn while_the_disk_is_full_everything_below_restricted_is_read_and_its_record_comes_later() {
    let world = World::drill();
    let duty = world.person("duty");
    let mut reports = Vec::new();
    for n in 0..OPENINGS {
        reports.push(duty.reports(&format!("r{n}")).await);
    }
    world.node.memory.full.store(true, Ordering::SeqCst);
    for _ in 0..MINUTES {
        world.node.hands.forward(60_000);
        for report in &reports {
            duty.get(&format!("items/{}", report["subject"].as_str().unwrap())).await.expect(200);
        }
    }
    let tend = tokio::spawn(Arc::clone(&world.house).tend());
    duty.get("queue").await.expect(200);
    let tried = tokio::time::timeout(Duration::from_secs(10), async {
        while duty.get("health").await.expect(200)["access"]["state"] != "waiting" {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    });
    tried.await.expect("the beat comes, and can't write");
    let waiting: u64 = world.figure("kulla_access_waiting").await;
    assert!(waiting >= (OPENINGS * MINUTES) as u64, "{waiting}");
    world.node.memory.full.store(false, Ordering::SeqCst);
    let looked = ended(&world, tend).await;
    let all = reports.iter().all(|report| opened(&looked, report) >= MINUTES);
    assert!(all, "nothing was lost on the way");
    assert_eq!(world.figure("kulla_access_dropped_total").await, 0);
}

#[tokio::test]
async fn from_restricted_up_nothing_is_shown_that_is_not_on_record() {
    let world = World::trusting();
    let duty = world.person("duty");
    let report = restricted(&world, &duty).await;
    let path = format!("items/{}", report["subject"].as_str().unwrap());
    let before = opened(&world.node.memory.bodies(ACCESS), &report);
    duty.get(&path).await.expect(200);
    assert_eq!(opened(&world.node.memory.bodies(ACCESS), &report), before + 1, "before the answer");
    world.node.memory.full.store(true, Ordering::SeqCst);
    for way in [path, format!("signals/{}", report["subject"].as_str().unwrap())] {
        assert_eq!(duty.get(&way).await.expect(503)["code"], "node.unavailable");
    }
}

#[tokio::test]
async fn every_way_out_of_a_body_is_on_record_once_a_minute_and_every_refusal_is_counted() {
    let world = World::drill();
    let (duty, second, prizren) = (world.person("duty"), world.person("second"), world.person("prizren"));
    let report = duty.reports("Uji").await;
    let incident = duty.opens_incident(Some(&report)).await;
    let draft = duty.drafts(Some(&incident)).await;
    let of = |what: &str| format!("incidents/{}{what}", incident["subject"].as_str().unwrap());
    let line = json!({ "id": world.id(), "text": "Ura u mbyll" });
    let entry = duty.post(&of("/entries"), line).await.expect(200);
    for path in [of(""), of("/entries"), "incidents".into(), "incidents".into()] {
        second.get(&path).await.expect(200);
    }
    // A conflict shows the newest version to whoever saw an older one.
    let close = json!({ "head": world.id(), "reason": "x" });
    prizren.post(&of("/close"), close.clone()).await.expect(403);
    let task = json!({ "id": world.id(), "title": "Mbyllni urën", "agency": "kom-20" });
    let task = duty.post(&of("/tasks"), task).await.expect(200);
    let step = format!("tasks/{}/acknowledge", task["subject"].as_str().unwrap());
    prizren.post(&step, json!({ "head": world.id() })).await.expect(409);
    prizren.post(&step, json!({ "head": task["version"] })).await.expect(200);
    prizren.get(&format!("items/{}", world.id())).await.expect(404);
    prizren.get("queue?want=nothing").await.expect(422);
    let looked = closed(&world).await;
    let by = |code: &str| world.principal(code);
    let mine =
        |code: &str| looked.iter().filter(|access| access.person == by(code)).cloned().collect::<Vec<_>>();
    for shown in [&incident, &entry, &draft] {
        assert_eq!(opened(&mine("second"), shown), 1, "{shown}");
    }
    for written in [&report, &incident, &entry, &draft, &task] {
        assert_eq!(opened(&mine("duty"), written), 1, "the answer to a writer shows it too: {written}");
    }
    assert_eq!(
        opened(&mine("prizren"), &task),
        2,
        "the version of the conflict, and the one that was written"
    );
    let denied: u64 =
        mine("prizren").iter().filter(|access| access.act == "denied").map(|access| access.count).sum();
    assert_eq!(denied, 3, "not allowed, overtaken, not there; a mistake in a request is none");
}

#[tokio::test]
async fn what_no_beat_writes_is_written_by_whoever_reads_on() {
    let world = World::drill();
    let duty = world.person("duty");
    let mut reports = Vec::new();
    for n in 0..400 {
        reports.push(duty.reports(&format!("r{n}")).await["subject"].as_str().unwrap().to_owned());
    }
    let before = world.node.memory.bodies::<Access>(ACCESS).len();
    // Each is a record of its own in each minute.
    for _ in 0..11 {
        world.node.hands.forward(60_000);
        for report in &reports {
            duty.get(&format!("items/{report}")).await.expect(200);
        }
    }
    let written = world.node.memory.bodies::<Access>(ACCESS).len() - before;
    assert!((4_096..=11 * 400).contains(&written), "{written}");
}
