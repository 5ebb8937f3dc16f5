//! The queue holds everything that nobody has settled, however much came after it.

use serde_json::{Value, json};

use crate::world::{Person, World};

/// More than one page, and more than any list reads at once.
const SIGNALS: usize = 1_100;

async fn dismiss(person: &Person<'_>, signal: &Value) -> Value {
    let path = format!("signals/{}/dismiss", signal["subject"].as_str().unwrap());
    person.post(&path, json!({ "head": null, "reason": "test" })).await.expect(200)
}

#[tokio::test]
async fn the_oldest_untouched_signal_is_still_in_the_queue_after_a_thousand_that_were_settled() {
    let world = World::drill();
    let duty = world.person("duty");
    let oldest = duty.reports("I pari").await;
    for n in 1..SIGNALS {
        world.node.hands.forward(10);
        dismiss(&duty, &duty.reports(&format!("Raport {n}")).await).await;
    }
    let queue = duty.get("queue").await.expect(200);
    assert_eq!(queue["counts"]["triage"], 1);
    assert_eq!(queue["items"][0]["subject"], oldest["subject"]);
}

#[tokio::test]
async fn pages_of_the_queue_hold_every_open_signal_once_the_most_urgent_and_oldest_first() {
    let world = World::drill();
    let duty = world.person("duty");
    let mut expected = Vec::new();
    for n in 0..260_u64 {
        // Many in one millisecond, and some of each urgency.
        world.node.hands.forward(u64::from(n % 60 == 0));
        let severity = ["Minor", "Extreme", "Severe"][(n % 3) as usize];
        let body = json!({ "id": world.id(), "title": format!("{n}"), "from": "112", "severity": severity, "life_at_risk": n % 50 == 0 });
        let report = duty.post("signals/report", body).await.expect(200);
        expected.push((n % 50 != 0, [2, 0, 1][(n % 3) as usize], n / 60, report["subject"].clone()));
    }
    let (mut seen, mut after) = (Vec::new(), String::new());
    loop {
        let page = duty.get(&format!("queue?want=triage&limit=37{after}")).await.expect(200);
        assert_eq!(page["counts"]["triage"], 260);
        seen.extend(page["items"].as_array().unwrap().iter().map(|strip| strip["subject"].clone()));
        let Some(next) = page["next"].as_str() else { break };
        after = format!("&after={next}");
    }
    expected.sort_by(|a, b| (a.0, a.1, a.2, a.3.as_str()).cmp(&(b.0, b.1, b.2, b.3.as_str())));
    assert_eq!(seen, expected.into_iter().map(|one| one.3).collect::<Vec<_>>());
    assert_eq!(duty.get("queue?after=1~2").await.expect(422)["code"], "request.malformed");
}

#[tokio::test]
async fn a_signal_that_is_opened_again_is_back_in_the_queue_and_others_never_see_what_is_hidden() {
    let world = World::drill();
    let (duty, police) = (world.person("duty"), world.person("police"));
    let hidden = police.hides("Vetëm për policinë").await;
    let report = duty.reports("Ura").await;
    let triaged = dismiss(&duty, &report).await;
    assert_eq!(duty.get("queue").await.expect(200)["counts"]["all"], 0);
    let path = format!("signals/{}/reopen", report["subject"].as_str().unwrap());
    duty.post(&path, json!({ "head": triaged["triage"]["version"] })).await.expect(200);
    let queue = duty.get("queue").await.expect(200);
    assert_eq!(
        (&queue["counts"]["triage"], &queue["items"][0]["subject"]),
        (&json!(1), &report["subject"])
    );
    let theirs = police.get("queue?want=triage").await.expect(200);
    let theirs = theirs["items"].as_array().unwrap();
    assert!(theirs.iter().any(|strip| strip["subject"] == hidden["subject"]));
}

#[tokio::test]
async fn a_moment_of_the_past_shows_what_waited_then_and_to_nobody_more_than_the_present_does() {
    let world = World::drill();
    let (duty, police) = (world.person("duty"), world.person("police"));
    let first = duty.reports("I pari").await;
    let hidden = police.hides("Vetëm për policinë").await;
    let then = world.time(0);
    world.node.hands.forward(60_000);
    let second = duty.reports("I dyti").await;
    dismiss(&duty, &first).await;
    let subjects = |page: &Value| -> Vec<Value> {
        page["items"].as_array().unwrap().iter().map(|strip| strip["subject"].clone()).collect()
    };
    assert_eq!(subjects(&duty.get("queue").await.expect(200)), [second["subject"].clone()]);
    let past = duty.get(&format!("queue?at={then}")).await.expect(200);
    assert_eq!((subjects(&past), &past["counts"]["triage"]), (vec![first["subject"].clone()], &json!(1)));
    assert_eq!(past["items"][0]["status"], Value::Null, "it had not been dismissed yet");
    let theirs = police.get(&format!("queue?at={then}&want=triage")).await.expect(200);
    assert!(subjects(&theirs).contains(&hidden["subject"]));
    let ahead = duty.get(&format!("queue?at={}", world.time(60))).await.expect(200);
    assert_eq!(subjects(&ahead), [second["subject"].clone()], "nobody is shown what has not been yet");
}
