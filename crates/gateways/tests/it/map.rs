//! The map from outside: what lies under it, what stands on it now and at a moment, and for whom.

use serde_json::{Value, json};

use crate::world::{World, issued};

fn titles(items: &Value) -> Vec<&str> {
    let all = items["features"].as_array().unwrap();
    let mut titles: Vec<&str> =
        all.iter().map(|feature| feature["properties"]["title"].as_str().unwrap()).collect();
    titles.sort_unstable();
    titles
}

#[tokio::test]
async fn what_lies_under_the_map_is_one_document_with_an_etag_for_every_session() {
    let world = World::drill();
    let (duty, police) = (world.person("duty"), world.person("police"));
    let first = duty.get("map/base").await;
    let base = first.expect(200);
    assert_eq!((base["areas"].as_array().unwrap().len(), &base["approximate"]), (38, &json!(true)));
    assert_eq!(base["outline"]["type"], "FeatureCollection");
    assert!(
        base["rivers"]["features"]
            .as_array()
            .unwrap()
            .iter()
            .any(|r| r["properties"]["name"]["en"] == "White Drin")
    );
    let other = police.get("map/base").await;
    assert_eq!((&other.bytes, other.header("etag")), (&first.bytes, first.header("etag")));
    assert!(!first.header("etag").is_empty());
    let request =
        axum::http::Request::get(duty.at("map/base")).header("if-none-match", first.header("etag"));
    let (name, value) = duty.credential();
    let known = world.send(request.header(name, value), "").await;
    assert_eq!((known.status.as_u16(), known.bytes.len()), (304, 0));
    world.get("/api/v1/map/base").await.expect(401);
}

#[tokio::test]
async fn the_map_shows_what_one_may_read_and_counts_nothing_else() {
    let world = World::drill();
    let (police, duty) = (world.person("police"), world.person("duty"));
    let hidden = police.hides("Raport i fshehtë").await;
    duty.reports("Raport i hapur").await;
    duty.opens_incident(None).await;
    let seen = duty.get("map/items").await.expect(200);
    assert_eq!(titles(&seen), ["Flood on the Drin", "Raport i hapur"]);
    assert_eq!((&seen["counts"]["signals"], &seen["more"]), (&json!(2), &json!(false)));
    let bars = duty.get("map/history?bucket_s=3600").await.expect(200);
    let sum =
        |bars: &Value| bars["counts"].as_array().unwrap().iter().map(|n| n.as_u64().unwrap()).sum::<u64>();
    let before = sum(&bars);
    police.hides("Edhe një").await;
    assert_eq!(sum(&duty.get("map/history?bucket_s=3600").await.expect(200)), before);
    // By name it is as if it were not there, which is what a subject that never was says too.
    let asked =
        duty.get(&format!("map/items?subjects={}", hidden["subject"].as_str().unwrap())).await.expect(200);
    assert_eq!((&asked["features"], &asked["gone"]), (&json!([]), &json!([hidden["subject"]])));
}

#[tokio::test]
async fn a_box_holds_what_touches_it_and_what_only_names_an_area_stands_at_its_seat() {
    let world = World::drill();
    let duty = world.person("duty");
    duty.reports("Gjonaj").await;
    duty.opens_incident(None).await;
    let inside = duty.get("map/items?bbox=20.6,42.2,20.8,42.3").await.expect(200);
    assert_eq!(titles(&inside), ["Flood on the Drin", "Gjonaj"], "Prizren's seat lies in the box too");
    assert_eq!(inside["features"][0]["properties"]["areas"], json!(["20"]));
    let narrow = duty.get("map/items?bbox=20.64,42.24,20.66,42.26").await.expect(200);
    assert_eq!(titles(&narrow), ["Gjonaj"]);
    assert_eq!(titles(&duty.get("map/items?bbox=21,42.5,21.5,43").await.expect(200)), Vec::<&str>::new());
    assert_eq!(titles(&duty.get("map/items?kinds=report").await.expect(200)), ["Gjonaj"]);
    for wrong in ["bbox=1,2,3", "bbox=a,b,c,d", "bbox=20,42,19,43", "kinds=grant", "kinds=report,volcano"] {
        duty.get(&format!("map/items?{wrong}")).await.expect(422);
    }
    duty.get("map/history?bucket_s=0").await.expect(422);
    duty.get("map/history?bucket_s=1").await.expect(422);
}

#[tokio::test]
async fn a_warning_stands_as_the_shape_of_its_areas_and_a_dismissed_signal_leaves() {
    let world = World::drill();
    let (duty, second) = (world.person("duty"), world.enters("second").await);
    let warning = issued(&world, &duty, &second).await;
    let report = duty.reports("Uji").await;
    let seen = duty.get("map/items").await.expect(200);
    let shape =
        &seen["features"].as_array().unwrap().iter().find(|f| f["id"] == warning["subject"]).unwrap();
    assert_eq!(shape["geometry"]["type"], "MultiPolygon");
    assert_eq!(shape["properties"]["exercise"], "drini");
    let path = format!("signals/{}/dismiss", report["subject"].as_str().unwrap());
    let dismissed = duty.post(&path, json!({ "head": null, "reason": "test" })).await.expect(200);
    assert!(!titles(&duty.get("map/items").await.expect(200)).contains(&"Uji"));
    // News are of the triage; the map is told of its signal.
    let triage = dismissed["triage"]["subject"].as_str().unwrap();
    let news = duty.get(&format!("map/items?subjects={triage}")).await.expect(200);
    assert_eq!(news["gone"], json!([report["subject"]]));
}

#[tokio::test]
async fn a_moment_of_the_past_shows_what_stood_there_then() {
    let world = World::drill();
    let duty = world.person("duty");
    let first = duty.reports("I pari").await;
    let then = world.time(0);
    world.node.hands.forward(60_000);
    duty.reports("I dyti").await;
    let path = format!("signals/{}/dismiss", first["subject"].as_str().unwrap());
    duty.post(&path, json!({ "head": null, "reason": "test" })).await.expect(200);
    assert_eq!(titles(&duty.get("map/items").await.expect(200)), ["I dyti"]);
    let past = duty.get(&format!("map/items?at={then}")).await.expect(200);
    assert_eq!((titles(&past), &past["at"]), (vec!["I pari"], &json!(then)));
    let ahead = duty.get(&format!("map/items?at={}", world.time(60))).await.expect(200);
    assert_eq!(titles(&ahead), ["I dyti"], "nobody is shown what has not been yet");
}
