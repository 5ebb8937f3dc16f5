//! The operator's own socket.

use axum::body::Body;
use axum::http::Request;

use crate::world::{World, issued, through};

async fn ask(world: &World, path: &str) -> crate::world::Answer {
    through(&world.operator, Request::get(path).body(Body::empty()).unwrap()).await
}

#[tokio::test]
async fn figures_are_for_the_operator_and_not_for_the_public() {
    let world = World::drill();
    world.get("/").await;
    world.get("/nowhere").await;
    let text = ask(&world, "/metrics").await.text();
    assert!(
        text.contains(
            "kulla_requests_total{gateway=\"public\",route=\"/\",method=\"GET\",status=\"200\"} 1"
        ),
        "{text}"
    );
    assert!(text.contains("kulla_refusals_total{code=\"absent\"} 1"));
    assert!(
        text.contains("kulla_log_records{log=\"ops\"}") && text.contains("kulla_picture_lag_records 0")
    );
    for path in ["/metrics", "/checkpoint", "/tile/0/000.p/1", "/ingest/cap"] {
        assert_eq!(world.get(path).await.status.as_u16(), 404, "{path}");
    }
}

#[tokio::test]
async fn a_witness_gets_checkpoints_and_tiles() {
    let world = World::drill();
    assert_eq!(ask(&world, "/checkpoint").await.text(), "kulla.test/ops\n1\n");
    assert_eq!(ask(&world, "/tile/0/000.p/1").await.bytes.len(), 32);
    assert_eq!(ask(&world, "/logs/ops/tile/0/000.p/1").await.bytes.len(), 32);
    assert_eq!(ask(&world, "/logs/access/checkpoint").await.status.as_u16(), 404);
}

#[tokio::test]
async fn a_program_of_this_machine_brings_cap_in_as_the_configured_principal() {
    let world = World::drill();
    let (duty, second) = (world.enters("duty").await, world.enters("second").await);
    let warning = issued(&world, &duty, &second).await;
    let xml = warning["body"]["xml"].as_str().unwrap().to_owned();
    let request = Request::post("/ingest/cap").body(Body::from(xml)).unwrap();
    let taken = through(&world.operator, request).await.expect(200);
    assert_eq!(taken["received"].as_array().unwrap().len(), 1);
    assert_eq!(duty.get("queue?want=triage").await.expect(200)["counts"]["triage"], 1);
    assert!(
        ask(&world, "/metrics")
            .await
            .text()
            .contains("kulla_ingest_total{door=\"cap\",outcome=\"received\"} 1")
    );
}

#[tokio::test]
async fn health_is_one_word_for_the_public() {
    let world = World::drill();
    let answer = world.get("/healthz").await;
    assert_eq!((answer.status.as_u16(), answer.text().as_str()), (200, "ok\n"));
}

#[tokio::test]
async fn a_clock_that_was_set_back_is_shown_to_officers_and_to_the_operator() {
    let world = World::drill();
    world.person("duty").reports("Ura").await;
    assert_eq!(world.figure("kulla_clock_ahead_milliseconds").await, 0);
    world.node.hands.back(3_600_000);
    // Whoever was there has to enter again: how long a session has lasted is not known any more.
    let duty = world.person("duty");
    assert_eq!(duty.get("health").await.expect(200)["clock"]["ahead_ms"], 3_600_000);
    assert_eq!(world.figure("kulla_clock_ahead_milliseconds").await, 3_600_000);
}
