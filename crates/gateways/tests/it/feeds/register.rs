//! The register, and how sources stand for those who may see them.

use kulla_record::kind::signal::Source;
use serde_json::json;

use super::{heads, open, seen, source, until};
use crate::world::{World, through};

#[tokio::test(flavor = "multi_thread")]
async fn a_register_that_says_the_same_writes_nothing_and_one_that_lost_a_source_retires_it() {
    let (world, folder) = (World::drill(), tempfile::tempdir().unwrap());
    let (one, two) =
        (source("one", "observations", ""), source("two", "eve", "file = \"/nowhere/eve.json\""));
    for _ in 0..3 {
        open(&world, &format!("{one}{two}"), folder.path()).close();
    }
    assert_eq!(world.node.memory.versions::<Source>().len(), 2);
    open(&world, &one.replace("Test one", "Gauge one"), folder.path()).close();
    let now = heads::<Source>(&world);
    let of = |code: &str| now.iter().find(|(_, source)| source.code == code).unwrap().1.clone();
    assert_eq!((of("one").name.as_str(), of("one").retired, of("two").retired), ("Gauge one", false, true));
    open(&world, &two, folder.path()).close();
    let back = heads::<Source>(&world).into_iter().find(|(_, source)| source.code == "two").unwrap().1;
    assert!(!back.retired);
}

#[tokio::test(flavor = "multi_thread")]
async fn everybody_who_sees_a_source_sees_whether_it_speaks_and_its_agency_how_much() {
    let (world, folder) = (World::drill(), tempfile::tempdir().unwrap());
    let file = folder.path().join("eve.json");
    let listed = source("edge", "eve", &format!("file = \"{}\"\nperiod_s = 60", file.display()));
    let sources = open(&world, &listed, &folder.path().join("state"));
    std::fs::write(&file, "{\"event_type\":\"flow\"}\nnot json\n").unwrap();
    until(&world, "it was heard", || world.house.intake().all()[0].standing.came == 1);
    sources.close();
    let (duty, prizren) = (world.enters("duty").await, world.enters("prizren").await);
    let ours = seen(&duty, "edge").await.unwrap();
    assert_eq!(
        (&ours["state"], &ours["counts"]["came"], &ours["counts"]["dropped"]),
        (&json!("dropping"), &json!(1), &json!({ "broken": 1 }))
    );
    assert_eq!((&ours["owner"], &ours["basis"]), (&json!("ame"), &json!("Law 04/L-027")));
    let theirs = seen(&prizren, "edge").await.unwrap();
    assert_eq!(
        (&theirs["state"], theirs.get("counts"), theirs.get("trouble")),
        (&json!("dropping"), None, None)
    );
    // The police is in no group that the source is for: neither list nor health names it.
    let police = world.enters("police").await;
    assert_eq!(seen(&police, "edge").await, None);
    assert_eq!(police.get("health").await.expect(200)["feeds"], json!([]));

    let feed = |health: &serde_json::Value| health["feeds"][0]["state"].clone();
    world.node.hands.forward(90_000);
    assert_eq!(feed(&duty.get("health").await.expect(200)), "late");
    world.node.hands.forward(60_000);
    assert_eq!(feed(&duty.get("health").await.expect(200)), "silent");
    let request = axum::http::Request::get("/metrics").body(axum::body::Body::empty()).unwrap();
    let figures = through(&world.operator, request).await.text();
    for line in [
        "kulla_intake_dropped_total{source=\"edge\",reason=\"broken\"} 1",
        "kulla_intake_came_total{source=\"edge\"} 1",
        "kulla_intake_queue{source=\"edge\"} 0",
    ] {
        assert!(figures.contains(line), "{line} is missing in\n{figures}");
    }
}
