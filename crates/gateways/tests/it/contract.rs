//! The OpenAPI document and the router are one thing.

use std::path::Path;

use axum::body::Body;
use axum::http::Request;

use crate::world::{World, through};

fn document() -> String {
    let mut text = kulla_gateways::document().to_pretty_json().unwrap();
    text.push('\n');
    text
}

#[test]
fn the_document_that_is_checked_in_is_the_one_that_is_served() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/openapi.json");
    if std::env::var_os("KULLA_BLESS").is_some() {
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(&file, document()).unwrap();
    }
    let kept = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(
        kept == document(),
        "docs/openapi.json is not what the registry says: run with BLESS=1 and look at the difference"
    );
}

#[tokio::test]
async fn every_route_of_the_document_is_answered_by_its_gateway() {
    let world = World::drill();
    let document: serde_json::Value = serde_json::from_str(&document()).unwrap();
    let mut routes = 0;
    for (path, item) in document["paths"].as_object().unwrap() {
        for method in ["get", "post", "put"].into_iter().filter(|method| item.get(method).is_some()) {
            let path = path.replace("{n}", "1").replace(['{', '}', '*'], "");
            let request = Request::builder()
                .method(method.to_uppercase().as_str())
                .uri(path)
                .header("host", "kulla.test");
            through(&world.router, request.body(Body::empty()).unwrap()).await;
            routes += 1;
        }
    }
    let figures =
        through(&world.operator, Request::get("/metrics").body(Body::empty()).unwrap()).await.text();
    assert!(
        !figures.contains("gateway=\"none\""),
        "a route of the document is not in the router:\n{figures}"
    );
    let known = figures.lines().filter(|line| line.starts_with("kulla_requests_total{")).count();
    assert_eq!(known, routes, "each route of the document is one route of the router");
}

#[test]
fn every_reference_of_the_document_leads_somewhere() {
    let text = document();
    let document: serde_json::Value = serde_json::from_str(&text).unwrap();
    let schemas = document["components"]["schemas"].as_object().unwrap();
    let named = text.split("#/components/schemas/").skip(1).map(|rest| rest.split('"').next().unwrap());
    let lost: Vec<&str> = named.filter(|name| !schemas.contains_key(*name)).collect();
    assert!(lost.is_empty(), "{lost:?}");
}
