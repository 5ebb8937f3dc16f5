//! Writes that do more than they say: take away, set what nobody may set, or reach what is somebody else's.

use std::collections::BTreeSet;

use axum::http::Request;
use kulla_record::Kind;
use serde_json::{Value, json};

use super::{NOBODY, own_label, routes, same, text};
use crate::login::{self, by_passkey};
use crate::world::{Person, World};

#[tokio::test]
async fn no_write_takes_away_what_others_wrote() {
    let world = World::drill();
    let (duty, prizren) = (world.person("duty"), world.person("prizren"));
    let signal = prizren.reports("Uji te ura").await;
    let body = json!({ "id": world.id(), "title": { "sq": "E fshehtë" }, "hazard": "flood", "severity": "Severe",
        "label": own_label(&duty, "incident").await, "from_signal": signal["subject"] });
    let incident = duty.post("incidents", body).await.expect(200);
    let at = format!("signals/{}", text(&signal, "subject"));
    let triage = prizren.get(&at).await.expect(200)["triage"].clone();
    // Whoever undoes what they see undoes nothing of what they do not see.
    prizren.post(&format!("{at}/reopen"), json!({ "head": triage["version"] })).await.expect(200);
    let kept = duty.get(&at).await.expect(200);
    assert_eq!(kept["incidents"][0]["subject"], incident["subject"]);

    // A change that leaves fields out leaves them as they are, and the version before it stays.
    let open = duty.opens_incident(None).await;
    let path = |step: &str| format!("incidents/{}/{step}", text(&open, "subject"));
    let title = json!({ "head": open["version"], "title": { "en": "Flood" } });
    let changed = prizren.post(&path("update"), title).await.expect(200);
    for field in ["hazard", "severity", "place", "number", "commander"] {
        assert_eq!(changed["body"][field], open["body"][field], "{field}");
    }
    let line =
        duty.post(&path("entries"), json!({ "id": world.id(), "text": "Ura u mbyll" })).await.expect(200);
    let correct = format!("entries/{}/correct", text(&line, "subject"));
    prizren.post(&correct, json!({ "head": line["version"], "text": "" })).await.expect(422);
    duty.post(&correct, json!({ "head": line["version"], "text": "Ura u hap" })).await.expect(200);
    for (item, versions) in [(&open, 2), (&line, 2)] {
        let history = duty.get(&format!("items/{}/history", text(item, "subject"))).await.expect(200);
        let history = history["items"].as_array().unwrap();
        assert_eq!(history.len(), versions);
        assert_eq!(history.last().unwrap()["body"], item["body"], "as it was written first");
    }
}

/// A path with something at each of its places.
fn filled(path: &str, subject: &str) -> String {
    let path = path.replace("{subject}", subject).replace("{role}", "duty-officer");
    path.replace("{id}", "0").replace("{photo}", "1").replace("{log}", "ops")
}

#[tokio::test]
async fn no_door_knows_how_to_delete() {
    let world = World::drill();
    let duty = world.person("duty");
    let report = duty.reports("Uji").await;
    let subject = text(&report, "subject");
    for (path, item) in routes() {
        for method in ["DELETE", "PATCH"] {
            assert!(item.get(method.to_lowercase()).is_none(), "{method} {path}");
            let path = filled(&path, subject);
            let answer = duty.tell(method, &path, "{}").await;
            assert!([404, 405].contains(&answer.status.as_u16()), "{method} {path}: {}", answer.status);
        }
    }
    assert_eq!(duty.get(&format!("items/{subject}")).await.expect(200)["version"], report["version"]);
}

/// Fields that others somewhere could set, and that follow from the session or from the rules here.
const NOT_YOURS: [&str; 6] = ["author", "owner", "version", "approved_by", "label_id", "command"];

#[tokio::test]
async fn a_field_that_nobody_may_set_is_refused_on_every_route_that_writes() {
    let world = World::drill();
    let duty = world.person("duty");
    let mut tried = 0;
    for (path, item) in routes() {
        for method in ["post", "put"] {
            let body = &item[method]["requestBody"]["content"]["application/json"]["schema"];
            // Readings are a table of another form, which is judged row by row.
            if body.is_null() || path == "observations" {
                continue;
            }
            let path = filled(&path, NOBODY);
            for field in NOT_YOURS {
                let body = json!({ field: world.principal("second") });
                let answer = duty.tell(&method.to_uppercase(), &path, body.to_string()).await;
                let refused = answer.expect(422);
                assert_eq!(refused["code"], "request.malformed", "{path}");
                assert!(text(&refused, "detail").contains("unknown field"), "{path} {field}: {refused}");
                tried += 1;
            }
        }
    }
    assert!(tried > 150, "{tried}");
    // The same request without it is taken, in the name of whoever sent it.
    let mut body =
        json!({ "id": world.id(), "title": "Uji", "from": "112", "author": world.principal("second") });
    duty.post("signals/report", body.clone()).await.expect(422);
    assert_eq!(world.node.memory.count(&Kind::REPORT), 0);
    body.as_object_mut().unwrap().remove("author");
    let report = duty.post("signals/report", body).await.expect(200);
    assert_eq!(report["author"]["id"], json!(world.principal("duty")));
}

/// Somebody else's thing, and one that never was, get one answer.
async fn alike(person: &Person<'_>, path: &str, theirs: &str, nobodys: &str) {
    let there = person.post(&path.replace("{}", theirs), json!({})).await;
    let not = person.post(&path.replace("{}", nobodys), json!({})).await;
    assert!(there.status.is_client_error(), "{path} did something to what is somebody else's");
    same(&there, &not, path);
}

#[tokio::test]
async fn an_id_of_somebody_elses_is_as_good_as_none_for_sessions_keys_tokens_and_links() {
    let world = World::drill();
    let (arta, blerim) =
        (by_passkey(&world, login::NAME).await, by_passkey(&world, "blerim.gashi@ame").await);
    let told = json!({ "name": "script", "acts": ["search"], "days": 1 });
    blerim.post("me/tokens", told).await.expect(200);
    let me = blerim.get("me").await.expect(200);
    let ids = [("sessions", "end"), ("tokens", "end"), ("passkeys", "remove")];
    for (what, step) in ids {
        let theirs = text(&me[what][0], "id").to_owned();
        let nobodys: String = theirs.chars().rev().collect();
        alike(&arta, &format!("me/{what}/{{}}/{step}"), &theirs, &nobodys).await;
    }
    assert_eq!(blerim.get("me").await.expect(200)["tokens"], me["tokens"], "nothing happened to them");
    blerim.post(&format!("me/tokens/{}/end", text(&me["tokens"][0], "id")), json!({})).await.expect(200);

    // A link that waits for a second administrator is there for those of its agency.
    let (admin, other, second) =
        (world.person("archive"), world.person("archive-second"), world.person("archive-ame"));
    let person = kulla_record::SubjectId(world.principal("approver").0);
    let told = json!({ "replaces": true, "reason": "lost" });
    admin.post(&format!("people/{person}/link"), told).await.expect(202);
    let waits = second.get("people").await.expect(200)["changes_of_links"][0].clone();
    for step in ["confirm", "refuse"] {
        alike(&other, &format!("people/links/{{}}/{step}"), text(&waits, "id"), "1").await;
    }
    second.post(&format!("people/links/{}/confirm", text(&waits, "id")), json!({})).await.expect(200);
}

#[tokio::test]
async fn an_id_of_somebody_elses_is_as_good_as_none_for_input_photographs_readings_and_roles() {
    let world = World::drill();
    let (duty, police, prizren) = (world.person("duty"), world.person("police"), world.person("prizren"));
    let taken = prizren.tell("POST", "signals/cap", "<alert>").await.expect(200);
    let piece = text(&taken["quarantined"][0], "id").to_owned();
    alike(&duty, "quarantine/{}/retry", &piece, NOBODY).await;
    assert_eq!(duty.get("quarantine").await.expect(200)["items"], json!([]));
    prizren.post(&format!("quarantine/{piece}/retry"), json!({})).await.expect(200);
    let hidden = police.hides("Raport i fshehtë").await;
    for path in ["reports/{}/photos/1", "sources/{}/readings?property=level", "reports/{}"] {
        let there = duty.get(&path.replace("{}", text(&hidden, "subject"))).await;
        assert_eq!(there.status, 404, "{path}");
        same(&there, &duty.get(&path.replace("{}", NOBODY)).await, path);
    }
    police.get(&format!("items/{}", text(&hidden, "subject"))).await.expect(200);
    // Of every id in a path it is known which test holds it; `subject` is held over all routes in `two_worlds` and `deputies`.
    let all = routes();
    let held: BTreeSet<&str> =
        all.iter().flat_map(|(path, _)| path.split('/')).filter(|part| part.starts_with('{')).collect();
    assert_eq!(held, ["{id}", "{log}", "{photo}", "{role}", "{subject}"].into());
    for (path, _) in all.iter().filter(|(path, _)| path.contains("{id}")) {
        let known = ["me/passkeys/", "me/sessions/", "me/tokens/", "people/links/"];
        assert!(known.iter().any(|known| path.starts_with(known)), "{path} is held by no test");
    }
    assert_eq!(world.send(Request::get("/enter/made-up"), "").await.status, 410);
    let log: Value = duty.get("oversight/logs/ops/checkpoint").await.expect(403);
    assert_eq!(log, duty.get("oversight/logs/nothing/checkpoint").await.expect(403));
}
