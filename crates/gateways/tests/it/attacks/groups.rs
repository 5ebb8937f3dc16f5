//! Groups, audiences and labels: who is in them, what an empty one means, and what becomes of what is not known.

use std::sync::Arc;

use axum::body::Body;
use axum::http::Request;
use kulla_record::Kind;
use kulla_record::label::{Atom, Clauses, Label};
use serde_json::{Value, json};

use super::{own_label, reads, text};
use crate::behind::alert;
use crate::memory::{DRILL, word};
use crate::missed::{burst, sensor};
use crate::reports::post;
use crate::world::{World, through};

const PEOPLE: [&str; 7] = ["duty", "second", "approver", "prizren", "police", "archive", "overseer"];

/// A world in which the coordinator of Prizren is in no group.
fn alone() -> World {
    World::changed(|profile| {
        let people = profile.people.demo.iter_mut();
        people.filter(|person| person.code == "prizren").for_each(|person| person.groups.clear());
    })
}

#[tokio::test]
async fn who_is_in_a_group_is_told_to_nobody_of_another_agency() {
    let [member, stranger] = [World::drill(), alone()];
    let mut told = Vec::new();
    for world in [&member, &stranger] {
        let duty = world.person("duty");
        let mut label = own_label(&duty, "report").await;
        let mut answers = Vec::new();
        for group in ["national-civprot@1", "flood-drini@1", "cyber@1"] {
            for whom in [format!("p:{}", world.principal("prizren")), "a:kom-20".to_owned()] {
                label["audience"] = json!([[format!("g:{group}")], [whom]]);
                answers.push(duty.post("labels/who", json!({ "label": label })).await.expect(200));
            }
        }
        for path in ["profile", "labels/options?kind=report", "session", "health"] {
            let answer = duty.get(path).await.text();
            assert!(!answer.contains("Elmas Hoxha"), "{path} names a member: {answer}");
            if path.starts_with("labels") {
                answers.push(answer.into());
            }
        }
        assert_eq!(
            world.person("prizren").get("session").await.expect(200)["person"]["name"],
            "Elmas Hoxha"
        );
        told.push(answers);
    }
    assert_eq!(told[0], told[1], "one of the answers tells whether somebody is in a group");
    for (world, may) in [(&member, true), (&stranger, false)] {
        let report = world.person("duty").reports("Për grupin").await;
        assert_eq!(
            reads(world, "prizren", text(&report, "subject")).await,
            may,
            "it does make a difference"
        );
    }
}

/// Who gets a report under this audience, and who got it before.
async fn readers(change: impl FnOnce(&mut Label)) -> (Vec<&'static str>, Vec<&'static str>) {
    let world = World::drill();
    let report = world.person("duty").reports("Uji").await;
    let all = async || {
        let mut all = Vec::new();
        for code in PEOPLE {
            if reads(&world, code, text(&report, "subject")).await {
                all.push(code);
            }
        }
        all
    };
    let before = all().await;
    world.node.memory.relabel(DRILL, text(&report, "version"), change);
    let after = all().await;
    for path in ["/", "/feeds/cap.atom", "/open311/v2/requests.json"] {
        assert!(!world.get(path).await.text().contains(text(&report, "subject")), "{path}");
    }
    (before, after)
}

#[tokio::test]
async fn an_empty_audience_and_a_group_of_nobody_are_nobody_and_never_everybody() {
    let group = |name: &str, epoch| Atom::Group(word(name), epoch);
    let audiences: [Clauses<Atom>; 6] = [
        [].into(),
        [[].into()].into(),
        [[].into(), [Atom::Public].into()].into(),
        [[group("made-up", 1)].into()].into(),
        [[group("national-civprot", 0)].into()].into(),
        [[group("national-civprot", 99)].into()].into(),
    ];
    for audience in audiences {
        let shown = format!("{audience:?}");
        let (before, after) = readers(|label| label.audience = audience).await;
        assert_eq!(before, ["duty", "second", "approver", "prizren"], "the group read it");
        assert!(after.is_empty(), "{shown} is read by {after:?}");
    }
    // Through the door nobody can write what nobody reads.
    let world = World::drill();
    let duty = world.person("duty");
    let mut label = own_label(&duty, "report").await;
    for audience in [json!([]), json!([[]]), json!([[], ["public"]])] {
        label["audience"] = audience;
        let body = json!({ "id": world.id(), "title": "x", "from": "112", "label": label });
        assert_eq!(duty.post("signals/report", body).await.expect(403)["code"], "write.blind");
        assert_eq!(duty.post("labels/who", json!({ "label": label })).await.expect(200)["nobody"], true);
    }
}

#[tokio::test]
async fn a_group_is_its_name_and_epoch_wherever_it_stands_in_the_profile() {
    let (plain, turned) = (World::drill(), World::changed(|profile| profile.groups.reverse()));
    let mut seen = Vec::new();
    for world in [&plain, &turned] {
        let (duty, prizren) = (world.person("duty"), world.person("prizren"));
        let things = [duty.reports("a").await, duty.hides("b").await, prizren.hides("c").await];
        let mut table = Vec::new();
        for (thing, code) in things.iter().flat_map(|thing| PEOPLE.map(|code| (thing, code))) {
            table.push(reads(world, code, text(thing, "subject")).await);
        }
        assert!(table.contains(&true) && table.contains(&false));
        seen.push((table, things.map(|thing| thing["label"]["audience"].clone())));
    }
    assert_eq!(seen[0], seen[1]);
    // An agency, a nation and a group of one name are three things.
    for atom in [Atom::Agency(word("national-civprot")), Atom::Nation(word("national-civprot"))] {
        let (before, after) = readers(|label| label.audience = [[atom].into()].into()).await;
        assert!(before.len() == 4 && after.is_empty(), "{after:?}");
    }
}

#[tokio::test]
async fn a_label_that_comes_again_with_another_text_widens_nothing() {
    let world = World::drill();
    let duty = world.person("duty");
    let hidden = duty.hides("Vetëm për ne").await;
    let id = text(&hidden["label"], "id").to_owned();
    world.node.memory.fork(DRILL, &id, |body| body["label"]["audience"] = json!([["public"]]));
    assert!(!reads(&world, "prizren", text(&hidden, "subject")).await);
    assert!(!reads(&world, "police", text(&hidden, "subject")).await);
    assert!(reads(&world, "second", text(&hidden, "subject")).await, "its own people do");
}

#[tokio::test]
async fn what_is_not_known_denies_and_nothing_falls_back_to_more() {
    let changes: [fn(&mut Label); 5] = [
        |label| label.levels = [(word("unheard-of"), 0)].into(),
        |label| label.need = [word("unheard-of")].into(),
        |label| label.purposes = [[word("unheard-of")].into()].into(),
        |label| label.purposes = [[].into()].into(),
        |label| label.retain_until = jiff::civil::date(2020, 1, 1),
    ];
    for (n, change) in changes.into_iter().enumerate() {
        let (before, after) = readers(change).await;
        assert!(before.len() == 4 && after.is_empty(), "change {n} is read by {after:?}");
    }
    // A role that the profile does not know may do nothing at all.
    let world = World::changed(|profile| {
        let people = profile.people.demo.iter_mut();
        people
            .filter(|person| person.code == "duty")
            .for_each(|person| person.roles = vec![word("made-up")]);
    });
    let (duty, second) = (world.person("duty"), world.person("second"));
    assert_eq!(duty.get("session").await.expect(200)["acts"], json!([]));
    let body = json!({ "id": world.id(), "title": "x", "from": "112" });
    assert_eq!(duty.post("signals/report", body.clone()).await.expect(403)["code"], "act.role");
    second.post("signals/report", body).await.expect(200);
}

fn parts(item: &Value) -> Value {
    let label = &item["label"];
    json!([label["levels"], label["audience"], label["purposes"], label["need"]])
}

#[tokio::test]
async fn what_machines_bring_in_carries_the_default_of_its_kind() {
    let world = World::drill();
    let duty = world.person("duty");
    let default = json!([{ "kulla": 1 }, [["g:national-civprot@1"]], [["civil-protection"]], []]);
    let by_token = duty.tell("POST", "signals/cap", alert(1)).await.expect(200);
    let request = Request::post("/ingest/cap").body(Body::from(alert(2))).unwrap();
    let by_program = through(&world.operator, request).await.expect(200);
    let mut brought: Vec<String> = [by_token, by_program]
        .iter()
        .map(|taken| text(&taken["received"][0], "subject").to_owned())
        .collect();
    let form =
        "service_code=flooded-road&lat=42.2847&long=20.6542&description=Uji+po+rritet+te+ura&lang=sq";
    post(&world, "requests.json", form).await.expect(200);
    let reports = duty.get("reports").await.expect(200);
    brought.push(text(&reports["items"][0]["signal"], "subject").to_owned());
    let source = world.node.desk.register_sources(&[sensor()]).unwrap()[0];
    let (desk, id) = (Arc::clone(&world.node.desk), world.id().parse().unwrap());
    tokio::task::spawn_blocking(move || burst(&desk, source, 0, id)).await.unwrap();
    let alarms = duty.get("search?q=scan&kind=alarm").await.expect(200);
    brought.push(text(&alarms["items"][0], "subject").to_owned());
    brought.push(source.to_string());
    for subject in &brought {
        let item = duty.get(&format!("items/{subject}")).await.expect(200);
        assert_eq!(parts(&item), default, "{}", item["kind"]);
        assert!(reads(&world, "prizren", subject).await, "the group of the label reads it");
        for stranger in ["police", "archive", "overseer"] {
            assert!(!reads(&world, stranger, subject).await, "{stranger} reads {}", item["kind"]);
        }
        assert!(!world.get("/open311/v2/requests.json").await.text().contains(subject.as_str()));
    }
}

#[tokio::test]
async fn a_kind_without_a_default_is_not_taken_in_rather_than_without_a_label() {
    let world = World::changed(|profile| {
        for default in &mut profile.people.labels.default {
            default.kinds.remove("bulletin");
        }
    });
    let duty = world.person("duty");
    assert_eq!(duty.tell("POST", "signals/cap", alert(1)).await.expect(422)["code"], "label.no-default");
    assert_eq!(world.node.memory.count(&Kind::BULLETIN), 0);
    duty.reports("Uji").await;
    assert_eq!(world.node.memory.count(&Kind::REPORT), 1, "a kind with one is");
}
