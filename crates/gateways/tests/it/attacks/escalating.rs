//! Becoming more than one is: administrators, and whoever knocks at log-in.

use serde_json::json;

use super::text;
use crate::login::{self, enrols, link, logs_in, seated, sets_password, types};
use crate::people::{brings, change_path, held, listed, path, with};
use crate::world::World;

#[tokio::test]
async fn an_administrator_alone_never_becomes_a_second_person_by_somebody_they_made() {
    let world = World::drill();
    let (admin, other) = (world.person("archive"), world.person("archive-ame"));
    // Somebody invented, for whom the administrator opens the link.
    let puppet = brings(&world, &admin, held("Drita Hoxha")).await.expect(200)["person"].clone();
    let made = admin.post(&path(&puppet, "link"), json!({})).await.expect(200);
    let key = enrols(&world, text(&made, "path")).await;
    let entered = logs_in(&world, &key).await;
    let drita = seated(&world, &entered);
    let may = async |act: &str| {
        let acts = drita.get("session").await.expect(200)["acts"].clone();
        acts.as_array().unwrap().contains(&json!(act))
    };
    assert!(may("signal.ingest").await && !may("warning.approve").await && !may("admin.people").await);
    for role in ["agency-administrator", "incident-commander"] {
        let more = with(held("Drita Hoxha"), "roles", json!([role]));
        let told = json!({ "head": puppet["version"], "held": more });
        let wanted = admin.post(&path(&puppet, "change"), told).await.expect(200);
        assert_eq!(wanted["person"], json!(null), "nothing is written");
        let hash = json!({ "hash": wanted["change"]["hash"] });
        let confirm = change_path(&wanted, "confirm");
        assert_eq!(admin.post(&confirm, hash.clone()).await.expect(422)["code"], "people.same-person");
        assert_eq!(drita.post(&confirm, hash.clone()).await.expect(403)["code"], "act.role");
        assert!(!may("warning.approve").await && !may("admin.people").await);
        if role == "incident-commander" {
            // With a second administrator it is done: the change was good, and it takes two.
            other.post(&confirm, hash).await.expect(200);
            assert!(may("warning.approve").await && !may("admin.people").await);
        }
    }
    // And whoever approves now gets no new way in by one administrator, who could else use it.
    let waits = admin.post(&path(&puppet, "link"), json!({ "replaces": true, "reason": "x" })).await;
    assert_eq!(waits.expect(202)["waits"], true);
}

#[tokio::test]
async fn an_administrator_gives_nothing_across_agencies_nor_to_themselves_nor_by_a_token() {
    let world = World::drill();
    let (admin, other) = (world.person("archive"), world.person("archive-second"));
    let theirs = listed(&admin, "Arta Krasniqi").await;
    let end = json!({ "head": theirs["version"], "reason": "x" });
    assert_eq!(other.post(&path(&theirs, "end"), end).await.expect(404)["code"], "absent");
    let me = listed(&admin, "Luan Shala").await;
    let more = with(held("Luan Shala"), "roles", json!(["incident-commander"]));
    let told = json!({ "head": me["version"], "held": more });
    assert_eq!(admin.post(&path(&me, "change"), told).await.expect(422)["code"], "people.self");
    let own = admin.post(&path(&me, "link"), json!({})).await.expect(422);
    assert_eq!(own["code"], "people.self");
    let luan = login::by_passkey(&world, "luan.shala@ame").await;
    let token = json!({ "name": "script", "acts": ["admin.people"], "days": 30 });
    assert_eq!(luan.post("me/tokens", token).await.expect(422)["code"], "token.acts");
    luan.get("people").await.expect(200);
    brings(&world, &luan, held("Drita Hoxha")).await.expect(200);
}

#[tokio::test]
async fn log_in_tells_by_neither_words_nor_work_who_is_here() {
    let world = World::drill();
    let secret = sets_password(&world, &link(&world, login::NAME, false).await).await;
    assert!(!secret.is_empty());
    // Somebody with a password, somebody without one, somebody of no agency, and nobody.
    let names = [login::NAME, "blerim.gashi@ame", "nobody@ame", "nobody@nothing", "x"];
    let mut pages = Vec::new();
    for (n, name) in (1..).zip(names) {
        let mut answer = types(&world, (name, "wrong wrong wrong", "123456"), "").await;
        // The name that was typed stands in the page again.
        answer.headers.remove("content-length");
        let worked = world.figure("kulla_password_checks_total").await;
        assert_eq!(worked, n, "{name}: one password is worked out for whoever asks");
        let page = answer.text().replace(&format!("value=\"{name}\""), "value=\"\"");
        pages.push((answer.status, page, answer.headers));
    }
    assert!(pages.iter().all(|page| *page == pages[0] && page.0 == 401));
    world.node.hands.forward(60_000);
    let known = login::code(&world, &secret);
    assert_eq!(
        types(&world, (login::NAME, login::PASSWORD, &known), "").await.status,
        303,
        "who is here gets in"
    );
}
