//! Records that nobody has a reason to open: whoever opens one is told to the overseers, and nobody can tell which they are.

use kulla_record::kind::governance::Access;
use serde_json::{Value, json};

use crate::memory::ACCESS;
use crate::world::{Person, World};

async fn marks(person: &Person<'_>, watched: &Value, set: bool, head: Value) -> crate::world::Answer {
    let told = json!({ "set": set, "reason": "planted on 3 November", "head": head });
    person.post(&format!("oversight/canaries/{}", watched.as_str().unwrap()), told).await
}

fn alarms(world: &World) -> Vec<Access> {
    let all = world.node.memory.bodies::<Access>(ACCESS).into_iter();
    all.filter(|access| access.act == "canary").collect()
}

#[tokio::test]
async fn whoever_opens_a_marked_record_is_told_to_the_overseer_before_they_have_read_it() {
    let world = World::drill();
    let (duty, prizren, overseer) =
        (world.person("duty"), world.person("prizren"), world.person("overseer"));
    let bait = duty.reports("Lista e burimeve").await;
    let plain = duty.reports("Uji te ura").await;
    let item = |report: &Value| format!("items/{}", report["subject"].as_str().unwrap());
    let before = prizren.get(&item(&bait)).await;
    world.node.hands.forward(60_000);
    let marked = marks(&overseer, &bait["subject"], true, Value::Null).await.expect(200);
    assert_eq!(marked["canaries"][0]["watched"], bait["subject"]);
    assert_eq!(alarms(&world).len(), 0, "what was opened before is nothing");

    let after = prizren.get(&item(&bait)).await;
    assert_eq!(
        (after.status, &after.headers, &after.bytes),
        (before.status, &before.headers, &before.bytes)
    );
    prizren.get(&item(&plain)).await.expect(200);
    let told = alarms(&world);
    assert_eq!(told.len(), 1, "on disk when the answer was there");
    assert_eq!(told[0].person, world.principal("prizren"));
    let seen = overseer.get("oversight/accesses?act=alarm").await.expect(200);
    let alarm = &seen["items"][0];
    assert_eq!(
        (&alarm["act"], &alarm["kind"], &alarm["judged"]),
        (&json!("canary"), &json!("report"), &Value::Null)
    );
    assert_eq!(overseer.get("oversight/summary").await.expect(200)["open"], 1);
    let judge = format!("oversight/accesses/{}/judge", alarm["subject"].as_str().unwrap());
    let judged =
        overseer.post(&judge, json!({ "verdict": "asked", "reason": "no task there" })).await.expect(200);
    assert_eq!(judged["judged"]["verdict"], "asked");
}

#[tokio::test]
async fn a_mark_is_for_overseers_alone_and_says_nothing_of_what_it_is_on() {
    let world = World::drill();
    let (duty, second, overseer) = (world.person("duty"), world.person("second"), world.person("overseer"));
    let bait = duty.reports("Lista e burimeve").await;
    let subject = bait["subject"].as_str().unwrap();
    let there = marks(&overseer, &bait["subject"], true, Value::Null).await.expect(200);
    let nothing = json!(world.id());
    let absent = marks(&overseer, &nothing, true, Value::Null).await.expect(200);
    assert_eq!(absent["canaries"].as_array().unwrap().len(), 2);
    assert!(!there.to_string().contains("Lista"), "{there}");
    for person in [&duty, &second, &world.person("archive")] {
        person.get("oversight/canaries").await.expect(403);
        marks(person, &bait["subject"], false, Value::Null).await.expect(403);
        let search = person.get("search?q=planted").await;
        assert!(!search.text().contains("planted on"), "{}", search.text());
    }
    let near = duty.get(&format!("items/{subject}")).await.text();
    assert!(!near.contains("canary") && !near.contains("planted"), "{near}");
    let mark = there["canaries"][0]["head"].as_str().unwrap();
    duty.get(&format!("items/{mark}")).await.expect(404);
}

#[tokio::test]
async fn a_mark_is_lifted_by_whoever_saw_it_and_set_again() {
    let world = World::drill();
    let (duty, overseer) = (world.person("duty"), world.person("overseer"));
    let bait = duty.reports("Lista e burimeve").await;
    let again = |answer: Value| answer["code"].as_str().unwrap().to_owned();
    assert_eq!(
        again(marks(&overseer, &bait["subject"], false, Value::Null).await.expect(422)),
        "canary.none"
    );
    let set = marks(&overseer, &bait["subject"], true, Value::Null).await.expect(200);
    let head = set["canaries"][0]["head"].clone();
    marks(&overseer, &bait["subject"], false, Value::Null).await.expect(409);
    assert_eq!(
        again(marks(&overseer, &bait["subject"], true, head.clone()).await.expect(422)),
        "canary.set"
    );
    let lifted = marks(&overseer, &bait["subject"], false, head).await.expect(200);
    assert_eq!(lifted["canaries"], json!([]));
    world.node.hands.forward(60_000);
    duty.get(&format!("items/{}", bait["subject"].as_str().unwrap())).await.expect(200);
    assert_eq!(alarms(&world).len(), 0);
    let reason = json!({ "set": true, "reason": " " });
    let path = format!("oversight/canaries/{}", bait["subject"].as_str().unwrap());
    overseer.post(&path, reason).await.expect(409);
}

#[tokio::test]
async fn what_is_marked_in_an_exercise_watches_nobody_in_real_work() {
    let world = World::real();
    let (duty, playing, overseer) =
        (world.person("duty"), world.exercise_person("overseer"), world.person("overseer"));
    let bait = duty.reports("Lista e burimeve").await;
    let opens = async || {
        world.node.hands.forward(60_000);
        duty.get(&format!("items/{}", bait["subject"].as_str().unwrap())).await.expect(200);
        alarms(&world).len()
    };
    let in_play = marks(&playing, &bait["subject"], true, Value::Null).await.expect(200);
    assert_eq!(in_play["canaries"].as_array().unwrap().len(), 1);
    assert_eq!(overseer.get("oversight/canaries").await.expect(200)["canaries"], json!([]));
    assert_eq!(opens().await, 0);
    marks(&overseer, &bait["subject"], true, Value::Null).await.expect(200);
    assert_eq!(opens().await, 1);
}
