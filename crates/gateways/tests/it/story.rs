//! From a signal to a public warning and back, by the doors alone.

use serde_json::{Value, json};

use crate::world::{World, issue, issued};

fn subject(item: &Value) -> &str {
    item["subject"].as_str().unwrap()
}

#[tokio::test]
async fn a_signal_goes_from_the_queue_to_an_incident_with_a_log_and_tasks() {
    let world = World::drill();
    let duty = world.person("duty");
    let report = duty.reports("Uji mbi rrugë").await;
    let queue = duty.get("queue?want=triage").await.expect(200);
    assert_eq!(queue["counts"], json!({ "all": 1, "triage": 1, "tasks": 0, "sign": 0 }));
    assert_eq!(queue["items"][0]["place"]["point"], json!([20.65, 42.25]));

    let taken =
        duty.post(&format!("signals/{}/take", subject(&report)), json!({ "head": null })).await.expect(200);
    let held = duty.get("queue").await.expect(200);
    assert_eq!(held["items"][0]["held_by"]["name"], "Arta Krasniqi");
    let graded = json!({ "head": taken["triage"]["version"], "grade": "B2" });
    duty.post(&format!("signals/{}/grade", subject(&report)), graded).await.expect(200);

    let incident = duty.opens_incident(Some(&report)).await;
    let view = duty.get(&format!("signals/{}", subject(&report))).await.expect(200);
    assert_eq!(view["incidents"][0]["subject"], incident["subject"]);
    assert_eq!(view["triage"]["body"]["outcome"], "linked");
    assert_eq!(duty.get("queue").await.expect(200)["counts"]["triage"], 0);

    let line = json!({ "id": world.id(), "text": "Ura u mbyll", "decision": true, "reason": "Uji mbi urë", "lang": "sq" });
    let entry = duty.post(&format!("incidents/{}/entries", subject(&incident)), line).await.expect(200);
    let correction = json!({ "head": entry["version"], "text": "Ura e vjetër u mbyll" });
    let corrected =
        duty.post(&format!("entries/{}/correct", subject(&entry)), correction).await.expect(200);
    assert_eq!(corrected["body"]["reason"], "Uji mbi urë", "what a correction does not name stays");
    let history = duty.get(&format!("items/{}/history", subject(&entry))).await.expect(200);
    assert_eq!(history["items"].as_array().unwrap().len(), 2);

    let task =
        json!({ "id": world.id(), "title": "Mbyllni urën", "agency": "kom-20", "due": world.time(30) });
    duty.post(&format!("incidents/{}/tasks", subject(&incident)), task).await.expect(200);
    let prizren = world.person("prizren");
    let mine = prizren.get("queue?want=tasks").await.expect(200);
    assert_eq!(
        (mine["counts"]["tasks"].clone(), mine["items"][0]["title"].clone()),
        (json!(1), json!("Mbyllni urën"))
    );
    let step = json!({ "head": mine["items"][0]["version"] });
    let path = format!("tasks/{}/acknowledge", mine["items"][0]["subject"].as_str().unwrap());
    assert_eq!(prizren.post(&path, step).await.expect(200)["body"]["state"], "acknowledged");
    let seen = duty.get(&format!("incidents/{}", subject(&incident))).await.expect(200);
    assert_eq!(seen["counts"], json!({ "entries": 1, "tasks": 1, "tasks_late": 0 }));
    assert_eq!(seen["signals"][0]["grade"], "B2");
}

#[tokio::test]
async fn a_warning_takes_two_persons_then_stands_in_public_is_updated_and_is_cancelled() {
    let world = World::drill();
    let (duty, second) = (world.enters("duty").await, world.enters("second").await);
    let incident = duty.opens_incident(None).await;
    let draft = duty.drafts(Some(&incident)).await;
    let view = duty.get(&format!("drafts/{}", subject(&draft))).await.expect(200);
    assert_eq!(view["may"]["submit"], json!({ "ok": true }));
    assert_eq!(view["may"]["issue"]["why"]["code"], "warning.not-approved");
    assert_eq!(view["preview"]["languages_required"], json!(["bs", "sq", "sr", "tr"]));
    assert_eq!(view["preview"]["sms"]["sq"]["encoding"], "UCS-2");
    assert!(view["preview"]["sms"]["en"]["text"].as_str().unwrap().starts_with("EXERCISE: Flood"));
    assert!(view["preview"]["people"]["low"].as_u64().unwrap() > 100_000);

    let submit = json!({ "head": draft["version"] });
    let submitted = duty.post(&format!("drafts/{}/submit", subject(&draft)), submit).await.expect(200);
    assert_eq!(second.get("queue?want=sign").await.expect(200)["counts"]["sign"], 1);
    assert_eq!(duty.get("queue?want=sign").await.expect(200)["counts"]["sign"], 0);
    let approve = json!({ "head": submitted["version"], "hash": view["hash"] });
    let own = duty.post(&format!("drafts/{}/approve", subject(&draft)), approve.clone()).await;
    assert_eq!(own.expect(403)["code"], "act.role");
    let other = json!({ "head": submitted["version"], "hash": "0".repeat(64) });
    let other = second.post(&format!("drafts/{}/approve", subject(&draft)), other).await;
    assert_eq!(other.expect(422)["code"], "warning.content-changed");
    assert!(
        !world.get("/").await.text().contains("/w/"),
        "nothing is public before two persons stand behind it"
    );
    let approved = second.post(&format!("drafts/{}/approve", subject(&draft)), approve).await.expect(200);
    let exactly = json!({ "head": approved["version"], "hash": view["hash"] });
    let warning = duty.post(&format!("drafts/{}/issue", subject(&draft)), exactly).await.expect(200);

    let stands = duty.get(&format!("warnings/{}", subject(&warning))).await.expect(200);
    let (page, xml) = (stands["public"].as_str().unwrap(), stands["xml"].as_str().unwrap());
    assert_eq!(world.get(xml).await.text(), warning["body"]["xml"].as_str().unwrap(), "byte for byte");
    assert!(world.get("/feeds/cap.atom").await.text().contains(xml));

    let update = duty
        .post(&format!("warnings/{}/update", subject(&warning)), json!({ "id": world.id() }))
        .await
        .expect(200);
    assert_eq!(update["body"]["content"]["follows"], json!([warning["subject"]]));
    let newer = issue(&world, &duty, &second, &update).await;
    let old = world.get(&format!("{page}?lang=en")).await.text();
    assert!(old.contains("A newer warning has taken the place of this one"));
    assert!(old.contains(newer["body"]["identifier"].as_str().unwrap()));

    let cancel = json!({ "id": world.id(), "alone": true });
    let clear = duty.post(&format!("warnings/{}/cancel", subject(&newer)), cancel).await.expect(200);
    assert_eq!(clear["body"]["state"], "all-clear");
    let feed = world.get("/feeds/cap.atom").await.text();
    assert!(!feed.contains(newer["body"]["identifier"].as_str().unwrap()));
    assert!(feed.contains(clear["body"]["identifier"].as_str().unwrap()));
    let over =
        world.get(&format!("/w/{}?lang=sr", newer["body"]["identifier"].as_str().unwrap())).await.text();
    assert!(over.contains("Ovo upozorenje je otkazano"));
}

#[tokio::test]
async fn the_same_request_is_one_record_and_another_under_its_id_is_refused() {
    let world = World::drill();
    let duty = world.person("duty");
    let id = world.id();
    let body = |title: &str| json!({ "id": id, "title": title, "from": "112" });
    let first = duty.post("signals/report", body("Uji")).await.expect(200);
    let again = duty.post("signals/report", body("Uji")).await.expect(200);
    assert_eq!((&first["subject"], &first["version"]), (&again["subject"], &again["version"]));
    assert_eq!(duty.post("signals/report", body("Zjarr")).await.expect(422)["code"], "id.taken");
    assert_eq!(duty.get("queue").await.expect(200)["counts"]["triage"], 1);
}

#[tokio::test]
async fn whoever_is_late_is_shown_the_newest_version() {
    let world = World::drill();
    let (duty, second) = (world.person("duty"), world.person("second"));
    let incident = duty.opens_incident(None).await;
    let change = |severity: &str| json!({ "head": incident["version"], "severity": severity });
    let path = format!("incidents/{}/update", subject(&incident));
    let newer = second.post(&path, change("Extreme")).await.expect(200);
    let late = duty.post(&path, change("Minor")).await.expect(409);
    assert_eq!((&late["code"], &late["head"]["version"]), (&json!("head.changed"), &newer["version"]));
    assert_eq!(late["head"]["body"]["severity"], "Extreme");
}

#[tokio::test]
async fn a_warning_that_is_not_ready_says_everything_that_stands_against_it() {
    let world = World::drill();
    let duty = world.person("duty");
    let mut content = duty.content();
    content["texts"].as_object_mut().unwrap().remove("sr");
    content["place"] = json!({ "areas": [] });
    let draft = duty.post("drafts", json!({ "id": world.id(), "content": content })).await.expect(200);
    let refused =
        duty.post(&format!("drafts/{}/submit", subject(&draft)), json!({ "head": draft["version"] })).await;
    let refused = refused.expect(422);
    assert_eq!(refused["code"], "warning.not-ready");
    let codes: Vec<&str> =
        refused["findings"].as_array().unwrap().iter().map(|f| f["code"].as_str().unwrap()).collect();
    assert!(codes.contains(&"check.area-empty"), "{codes:?}");
    let mended = json!({ "head": draft["version"], "content": duty.content() });
    let mended = duty.put(&format!("drafts/{}", subject(&draft)), mended).await.expect(200);
    let again = json!({ "head": mended["version"] });
    assert_eq!(
        duty.post(&format!("drafts/{}/submit", subject(&draft)), again).await.expect(200)["body"]["state"],
        "submitted"
    );
}

#[tokio::test]
async fn cap_comes_in_by_body_and_by_form_and_what_is_refused_is_kept_and_tried_again() {
    let world = World::drill();
    let (duty, second) = (world.enters("duty").await, world.enters("second").await);
    let warning = issued(&world, &duty, &second).await;
    let xml = warning["body"]["xml"].as_str().unwrap();
    let took = duty.tell("POST", "signals/cap", xml.to_owned()).await.expect(200);
    assert_eq!(took["received"][0]["verdict"], "accept");
    let known = duty.tell("POST", "signals/cap", xml.to_owned()).await.expect(200);
    assert_eq!(known["known"], json!([took["received"][0]["subject"]]));

    let bad = duty.tell("POST", "signals/cap", "<!DOCTYPE a><alert/>").await.expect(200);
    let piece = bad["quarantined"][0]["id"].as_str().unwrap();
    let kept = duty.get("quarantine").await.expect(200);
    assert_eq!(kept["items"][0]["id"], piece);
    let again = duty.tell("POST", &format!("quarantine/{piece}/retry"), "").await.expect(200);
    assert_eq!(again["quarantined"].as_array().unwrap().len(), 1);

    let (name, value) = duty.credential();
    let form = format!(
        "--x\r\ncontent-disposition: form-data; name=\"file\"; filename=\"a.xml\"\r\n\r\n{xml}\r\n--x--\r\n"
    );
    let request = axum::http::Request::post(duty.at("signals/cap"))
        .header(name, value)
        .header("x-kulla", "1")
        .header("content-type", "multipart/form-data; boundary=x");
    assert_eq!(world.send(request, form).await.expect(200)["known"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn who_will_see_it_is_told_before_it_is_written() {
    let world = World::drill();
    let duty = world.person("duty");
    let options = duty.get("labels/options?kind=incident").await.expect(200);
    let chosen = options.as_array().unwrap().iter().find(|option| option["default"] == true).unwrap();
    assert_eq!(chosen["code"], "civprot");
    assert!(chosen["who"]["agencies"].as_array().unwrap().contains(&json!("kom-20")));
    let own = &options[0];
    assert_eq!(own["who"]["agencies"], json!(["ame"]));
    assert_eq!(duty.post("labels/who", json!({ "label": own["label"] })).await.expect(200), own["who"]);
    let mut less = own["label"].clone();
    less.as_object_mut().unwrap().remove("purposes");
    assert_eq!(
        duty.post("labels/who", json!({ "label": less })).await.expect(422)["code"],
        "request.malformed"
    );
}
