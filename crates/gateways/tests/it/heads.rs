//! Two versions that stand side by side stay so until somebody who named both writes the next.

use serde_json::{Value, json};

use crate::memory::DRILL;
use crate::world::World;

fn versions(items: &Value) -> Vec<Value> {
    items.as_array().unwrap().iter().map(|item| item["version"].clone()).collect()
}

#[tokio::test]
async fn whoever_saw_one_of_two_versions_replaces_none_and_is_shown_both() {
    let world = World::drill();
    let duty = world.person("duty");
    let incident = duty.opens_incident(None).await;
    let mine = incident["version"].clone();
    let theirs = world.node.memory.fork(DRILL, mine.as_str().unwrap(), |body| {
        body["title"]["en"] = "Flood, as the other node saw it".into();
    });
    let theirs = json!(theirs.to_string());
    let path = format!("incidents/{}/close", incident["subject"].as_str().unwrap());
    for one in [&mine, &theirs] {
        let refused = duty.post(&path, json!({ "head": one, "reason": "over" })).await.expect(409);
        assert_eq!((&refused["code"], &refused["head"]["version"]), (&json!("head.changed"), &theirs));
        assert_eq!(versions(&refused["heads"]), [theirs.clone(), mine.clone()]);
        assert_eq!(refused["heads"][0]["body"]["title"]["en"], "Flood, as the other node saw it");
    }
    let stands = duty.get(&format!("items/{}", incident["subject"].as_str().unwrap())).await.expect(200);
    assert_eq!(stands["heads"], json!([theirs, mine]));
    let closed = duty.post(&path, json!({ "head": [mine, theirs], "reason": "over" })).await.expect(200);
    assert_eq!(closed["heads"], json!([closed["version"]]));
    assert_eq!(
        closed["body"]["title"]["en"], "Flood on the Drin",
        "it goes on from the first that was named"
    );
}

#[tokio::test]
async fn an_approval_of_one_of_two_papers_issues_nothing_until_both_were_seen() {
    let world = World::drill();
    let (duty, second) = (world.enters("duty").await, world.enters("second").await);
    let draft = duty.drafts(None).await;
    let path = |step: &str| format!("drafts/{}/{step}", draft["subject"].as_str().unwrap());
    let submitted = duty.post(&path("submit"), json!({ "head": draft["version"] })).await.expect(200);
    let mine = submitted["version"].clone();
    let theirs =
        world.node.memory.fork(DRILL, mine.as_str().unwrap(), |body| body["number"] = "W-2".into());
    let view = second.get(&format!("drafts/{}", draft["subject"].as_str().unwrap())).await.expect(200);
    assert_eq!(view["may"]["approve"]["ok"], true);
    let approve = |head: Value| json!({ "head": head, "hash": view["hash"] });
    let refused = second.post(&path("approve"), approve(mine.clone())).await.expect(409);
    assert_eq!(refused["heads"].as_array().unwrap().len(), 2);
    let both = json!([mine, theirs.to_string()]);
    let approved = second.post(&path("approve"), approve(both)).await.expect(200);
    assert_eq!(approved["heads"], json!([approved["version"]]));
}

#[tokio::test]
async fn a_triage_that_two_nodes_wrote_is_settled_by_naming_both() {
    let world = World::drill();
    let duty = world.person("duty");
    let report = duty.reports("Ura").await;
    let path = |step: &str| format!("signals/{}/{step}", report["subject"].as_str().unwrap());
    let taken = duty.post(&path("take"), json!({ "head": null })).await.expect(200);
    let mine = taken["triage"]["version"].clone();
    let theirs =
        world.node.memory.fork(DRILL, mine.as_str().unwrap(), |body| body["outcome"] = "released".into());
    assert_eq!(duty.get("queue").await.expect(200)["counts"]["triage"], 1, "a conflict waits for a person");
    for head in [json!(null), mine.clone()] {
        let refused = duty.post(&path("dismiss"), json!({ "head": head, "reason": "x" })).await.expect(409);
        assert_eq!(refused["heads"].as_array().unwrap().len(), 2);
    }
    let from_it = json!({ "id": world.id(), "title": { "sq": "x" }, "hazard": "flood", "from_signal": report["subject"] });
    duty.post("incidents", from_it).await.expect(409);
    let both = json!({ "head": [mine, theirs.to_string()], "reason": "x" });
    duty.post(&path("dismiss"), both).await.expect(200);
    assert_eq!(duty.get("queue").await.expect(200)["counts"]["triage"], 0);
}

#[tokio::test]
async fn a_warning_with_two_versions_lapses_and_the_conflict_is_left_to_a_person() {
    let world = World::drill();
    let (duty, second) = (world.enters("duty").await, world.enters("second").await);
    let warning = crate::world::issued(&world, &duty, &second).await;
    world
        .node
        .memory
        .fork(DRILL, warning["version"].as_str().unwrap(), |body| body["identifier"] = "X-1".into());
    world.node.hands.forward(7 * 3_600_000);
    assert_eq!(world.node.desk.tick().unwrap(), 2);
    let again = world.enters("duty").await;
    let stands = again.get(&format!("items/{}", warning["subject"].as_str().unwrap())).await.expect(200);
    assert_eq!(
        (stands["heads"].as_array().unwrap().len(), &stands["body"]["state"]),
        (2, &json!("expired"))
    );
}
