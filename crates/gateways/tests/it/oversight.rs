//! An overseer sees who looked at what, and nobody else does; conspicuous reading is told to them at once.

use std::sync::Arc;

use serde_json::{Value, json};

use crate::world::{Person, World};

/// What the worlds of these tests call conspicuous.
const BULK_ITEMS: usize = 5;

const ROUTES: [&str; 5] = [
    "oversight/accesses",
    "oversight/summary",
    "oversight/erasures",
    "oversight/logs",
    "oversight/logs/ops/checkpoint",
];

/// Everything that is counted goes to disk.
pub async fn written(world: &World) {
    let tend = tokio::spawn(Arc::clone(&world.house).tend());
    world.house.stop();
    tend.await.unwrap();
}

async fn accesses(overseer: &Person<'_>, query: &str) -> Vec<Value> {
    let page = overseer.get(&format!("oversight/accesses?limit=200{query}")).await.expect(200);
    assert_eq!(page["next"], Value::Null, "all of it");
    page["items"].as_array().unwrap().clone()
}

async fn opens(world: &World, person: &Person<'_>, items: &[Value]) {
    // Showing something again within a minute is the same record.
    world.node.hands.forward(60_000);
    for item in items {
        person.get(&format!("items/{}", item["subject"].as_str().unwrap())).await.expect(200);
    }
}

async fn reports(person: &Person<'_>, n: usize) -> Vec<Value> {
    let mut made = Vec::new();
    for n in 0..n {
        made.push(person.reports(&format!("Raport {n}")).await);
    }
    made
}

#[tokio::test]
async fn an_overseer_sees_who_opened_what_kind_why_and_when_and_not_what_it_says() {
    let world = World::drill();
    let (duty, prizren, overseer) =
        (world.person("duty"), world.person("prizren"), world.person("overseer"));
    let report = duty.reports("Uji te ura e fshehtë").await;
    opens(&world, &prizren, std::slice::from_ref(&report)).await;
    prizren.get("search?q=ura").await.expect(200);
    prizren.get(&format!("items/{}", world.id())).await.expect(404);
    written(&world).await;
    let subject = report["subject"].as_str().unwrap();
    let of_it = accesses(&overseer, &format!("&subject={subject}&act=open&agency=kom-20")).await;
    assert_eq!(of_it.len(), 1);
    assert_eq!((&of_it[0]["kind"], &of_it[0]["purpose"]), (&json!("report"), &json!("civil-protection")));
    assert_eq!((&of_it[0]["who"]["agency"], &of_it[0]["who"]["name"]), (&json!("kom-20"), &json!("")));
    assert_eq!(of_it[0]["who"]["id"], json!(world.principal("prizren")));
    let person = world.principal("prizren");
    let theirs = accesses(&overseer, &format!("&person={person}")).await;
    for act in ["open", "search", "denied"] {
        assert!(theirs.iter().any(|access| access["act"] == act), "{act}");
    }
    assert!(theirs.iter().all(|access| access["who"]["id"] == json!(person)));
    let all = overseer.get("oversight/accesses?limit=200").await.text();
    assert!(!all.contains("fshehtë"), "{all}");
    // The id leads nowhere.
    overseer.get(&format!("items/{subject}")).await.expect(404);
}

#[tokio::test]
async fn how_much_each_agency_looked_at_is_summed_and_pages_lead_through_all_of_it() {
    let world = World::drill();
    let (duty, overseer) = (world.person("duty"), world.person("overseer"));
    let made = reports(&duty, 3).await;
    opens(&world, &duty, &made).await;
    duty.get("search?q=raport").await.expect(200);
    duty.get("search?q=ura").await.expect(200);
    written(&world).await;
    let summary = overseer.get("oversight/summary").await.expect(200);
    let ame = &summary["agencies"].as_array().unwrap().iter().find(|sum| sum["agency"] == "ame").unwrap();
    // Each report was shown to whoever wrote it, and opened a minute later.
    assert_eq!((&ame["opened"], &ame["searched"], &ame["exported"]), (&json!(6), &json!(2), &json!(0)));
    assert_eq!((&summary["whole"], &summary["open"]), (&json!(true), &json!(0)));
    let all = accesses(&overseer, "").await;
    let (mut paged, mut after) = (Vec::new(), String::new());
    loop {
        let page = overseer.get(&format!("oversight/accesses?limit=2{after}")).await.expect(200);
        paged.extend(page["items"].as_array().unwrap().iter().map(|item| item["subject"].clone()));
        let Some(next) = page["next"].as_str() else { break };
        after = format!("&after={next}");
    }
    assert_eq!(paged, all.iter().map(|item| item["subject"].clone()).collect::<Vec<_>>());
}

#[tokio::test]
async fn nobody_else_gets_anything_of_it_and_an_unknown_word_is_told() {
    let world = World::drill();
    let (duty, archive, overseer) =
        (world.person("duty"), world.person("archive"), world.person("overseer"));
    for other in [&duty, &archive] {
        for route in ROUTES {
            assert_eq!(other.get(route).await.expect(403)["code"], "act.role", "{route}");
        }
    }
    for route in ROUTES {
        assert_eq!(overseer.get(route).await.status.as_u16(), 200, "{route}");
    }
    overseer.get("oversight/logs/nothing/checkpoint").await.expect(404);
    for query in ["act=looked", "person=Arta", "subject=x"] {
        overseer.get(&format!("oversight/accesses?{query}")).await.expect(422);
    }
    world.get("/api/v1/oversight/accesses").await.expect(401);
}

#[tokio::test]
async fn opening_conspicuously_much_is_told_at_once_and_stays_open_until_an_overseer_has_judged_it() {
    let world = World::watched(BULK_ITEMS);
    let (duty, second, overseer) = (world.person("duty"), world.person("second"), world.person("overseer"));
    let made = reports(&duty, BULK_ITEMS - 1).await;
    let more = reports(&second, 1).await;
    for _ in 0..3 {
        opens(&world, &second, &made[..2]).await;
    }
    assert!(accesses(&overseer, "&act=bulk").await.is_empty(), "the same things again are not more things");
    opens(&world, &second, &[made.clone(), more].concat()).await;
    let told = accesses(&overseer, "&act=bulk").await;
    assert_eq!((told.len(), &told[0]["count"]), (1, &json!(BULK_ITEMS)));
    assert_eq!(told[0]["who"]["id"], json!(world.principal("second")));
    assert_eq!(told[0].get("judged"), None);
    assert_eq!(overseer.get("oversight/summary").await.expect(200)["open"], 1);

    let path = format!("oversight/accesses/{}/judge", told[0]["subject"].as_str().unwrap());
    let says = |verdict: &str, head: Option<&Value>| json!({ "verdict": verdict, "reason": "Ndërrimi", "head": head });
    assert_eq!(second.post(&path, says("justified", None)).await.expect(403)["code"], "act.role");
    assert_eq!(
        overseer.post(&path, json!({ "verdict": "justified", "reason": " " })).await.expect(422)["code"],
        "text.missing"
    );
    let asked = overseer.post(&path, says("asked", None)).await.expect(200);
    assert_eq!(
        (&asked["judged"]["verdict"], &asked["judged"]["reason"]),
        (&json!("asked"), &json!("Ndërrimi"))
    );
    overseer.post(&path, says("justified", None)).await.expect(409);
    let head = &asked["judged"]["head"];
    let judged = overseer.post(&path, says("justified", Some(head))).await.expect(200);
    assert_eq!(judged["judged"]["verdict"], "justified");
    assert_eq!(overseer.get("oversight/summary").await.expect(200)["open"], 0);
    assert_eq!(accesses(&overseer, "&act=bulk").await, [judged]);
}

#[tokio::test]
async fn one_page_that_shows_conspicuously_much_twice_over_is_told_twice() {
    let world = World::watched(3);
    let (duty, second, overseer) = (world.person("duty"), world.person("second"), world.person("overseer"));
    for _ in 0..7 {
        duty.opens_incident(None).await;
    }
    world.node.hands.forward(60_000);
    second.get("incidents").await.expect(200);
    let of_second = format!("&act=bulk&person={}", world.principal("second"));
    let told = accesses(&overseer, &of_second).await;
    assert_eq!(told.iter().map(|access| &access["count"]).collect::<Vec<_>>(), [&json!(3), &json!(3)]);
}

#[tokio::test]
async fn only_conspicuous_reading_is_judged_and_what_is_not_there_is_answered_as_such() {
    let world = World::drill();
    let (duty, overseer) = (world.person("duty"), world.person("overseer"));
    let report = duty.reports("Uji").await;
    written(&world).await;
    let says = json!({ "verdict": "unjustified", "reason": "x" });
    let ordinary = accesses(&overseer, "&act=open").await[0]["subject"].as_str().unwrap().to_owned();
    let judge = |subject: &str| format!("oversight/accesses/{subject}/judge");
    let refused = overseer.post(&judge(&ordinary), says.clone()).await.expect(422);
    assert_eq!(refused["code"], "judging.nothing");
    // Neither a subject of another kind nor one that does not exist is told apart.
    let other = overseer.post(&judge(report["subject"].as_str().unwrap()), says.clone()).await;
    let nothing = overseer.post(&judge(&world.id()), says).await;
    assert_eq!((other.status.as_u16(), &other.bytes), (404, &nothing.bytes));
}
