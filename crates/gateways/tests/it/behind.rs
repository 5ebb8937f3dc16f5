//! A picture that is behind: what was written can be waited for, and what machines bring neither waits nor piles up.

use std::sync::atomic::Ordering;
use std::time::Duration;

use serde_json::{Value, json};

use crate::world::{Answer, Person, World};

pub fn alert(n: usize) -> String {
    format!(
        r#"<?xml version="1.0" encoding="UTF-8"?>
<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2">
  <identifier>IHMK-{n}</identifier><sender>ihmk@example.org</sender><sent>2026-11-17T20:40:00+01:00</sent>
  <status>Actual</status><msgType>Alert</msgType><scope>Public</scope>
  <info><language>sq</language><category>Met</category><event>Vërshim</event><urgency>Expected</urgency>
    <severity>Severe</severity><certainty>Likely</certainty><headline>Drini po rritet</headline>
    <area><areaDesc>Dukagjini</areaDesc></area>
  </info>
</alert>"#
    )
}

async fn brings(person: &Person<'_>, n: usize) -> Answer {
    person.tell("POST", "signals/cap", alert(n)).await
}

fn report(world: &World) -> Value {
    json!({ "id": world.id(), "title": "Ura", "from": "112" })
}

#[tokio::test]
async fn the_cursor_of_a_write_that_is_not_shown_yet_is_waited_for_by_whoever_names_it() {
    let world = World::drill();
    let duty = world.person("duty");
    duty.reports("E para").await;
    let stream = duty.get("changes").await.expect(200)["next"].as_str().unwrap().to_owned();
    world.node.memory.stalled.store(true, Ordering::SeqCst);
    let told = report(&world);
    let later = duty.post("signals/report", told.clone()).await.expect(202);
    let cursor = later["cursor"].as_str().unwrap();
    assert_eq!(
        duty.get("queue").await.expect(200)["counts"]["triage"],
        1,
        "who names nothing does not wait"
    );
    let waits = format!("queue?wait={cursor}");
    let behind = duty.get(&waits).await;
    assert_eq!(behind.expect(503)["code"], "picture.behind");
    assert_eq!(behind.header("retry-after"), "2");
    let after_a_while = async {
        tokio::time::sleep(Duration::from_millis(200)).await;
        world.node.memory.catches_up();
    };
    let (shown, ()) = tokio::join!(duty.get(&waits), after_a_while);
    assert_eq!(shown.expect(200)["counts"]["triage"], 2);
    let again = duty.post(&format!("signals/report?wait={cursor}"), told).await.expect(200);
    assert_eq!(again["body"]["title"], "Ura", "and sent again it is the same record");
    for other in [stream.as_str(), "00ff", "no-cursor"] {
        assert_eq!(duty.get(&format!("queue?wait={other}")).await.expect(422)["code"], "request.malformed");
    }
}

#[tokio::test]
async fn intake_does_not_wait_for_the_picture_and_knows_a_message_that_is_not_shown_yet() {
    let world = World::drill();
    let duty = world.person("duty");
    world.node.memory.stalled.store(true, Ordering::SeqCst);
    let taken = brings(&duty, 1).await.expect(200);
    assert_eq!(taken["received"][0]["title"], "Drini po rritet");
    let cursor = taken["cursor"].as_str().unwrap().to_owned();
    assert_eq!(brings(&duty, 1).await.expect(200)["known"], json!([taken["received"][0]["subject"]]));
    world.node.memory.catches_up();
    let queue = duty.get(&format!("queue?wait={cursor}")).await.expect(200);
    assert_eq!(queue["counts"]["triage"], 1);
    assert_eq!(brings(&duty, 1).await.expect(200)["known"], json!([taken["received"][0]["subject"]]));
}

#[tokio::test]
async fn a_picture_that_is_half_a_minute_behind_slows_intake_says_so_and_lets_people_write() {
    let world = World::drill();
    let duty = world.person("duty");
    world.node.memory.stalled.store(true, Ordering::SeqCst);
    brings(&duty, 1).await.expect(200);
    world.node.desk.tick().unwrap();
    world.node.hands.forward(29_000);
    brings(&duty, 2).await.expect(200);
    world.node.hands.forward(2_000);
    let refused = brings(&duty, 3).await;
    assert_eq!(
        (refused.expect(503)["code"].as_str(), refused.header("retry-after")),
        (Some("node.behind"), "15")
    );
    let picture = duty.get("health").await.expect(200)["picture"].clone();
    assert_eq!(picture, json!({ "lag_ms": 31_000, "intake_slowed": true }));
    assert_eq!(world.get("/healthz").await.status.as_u16(), 503);
    assert_eq!(world.figure("kulla_picture_lag_milliseconds").await, 31_000);
    duty.post("signals/report", report(&world)).await.expect(202);
    world.node.memory.catches_up();
    brings(&duty, 3).await.expect(200);
    assert_eq!(
        duty.get("health").await.expect(200)["picture"],
        json!({ "lag_ms": 0, "intake_slowed": false })
    );
}

#[tokio::test]
async fn a_picture_that_is_always_a_little_behind_is_not_far_behind() {
    let world = World::drill();
    let duty = world.person("duty");
    world.node.memory.stalled.store(true, Ordering::SeqCst);
    for n in 0..4 {
        brings(&duty, n).await.expect(200);
        world.node.desk.tick().unwrap();
        world.node.hands.forward(20_000);
        let health = duty.get("health").await.expect(200);
        assert_eq!(health["picture"]["intake_slowed"], false);
        brings(&duty, 100 + n).await.expect(200);
        world.node.memory.shows_so_far();
        brings(&duty, 200 + n).await.expect(200);
        assert!(world.node.desk.lag_records() > 0, "round {n}");
    }
}
