//! Administrators and their people: who may give what to whom, and from when it holds.

use serde_json::{Value, json};

use crate::live::{Socket, listening, next, socket, until_end};
use crate::world::{Answer, Person, World};

/// What a plain officer holds.
pub fn held(name: &str) -> Value {
    json!({
        "name": name, "roles": ["duty-officer"], "groups": ["national-civprot"], "nations": [],
        "clearances": { "kulla": 1 }, "categories": [], "review": "2027-06-01", "grounds": "roster 1/2026", "lang": "sq"
    })
}

pub fn with(mut held: Value, field: &str, value: Value) -> Value {
    held[field] = value;
    held
}

pub async fn brings(world: &World, admin: &Person<'_>, held: Value) -> Answer {
    admin.post("people", json!({ "id": world.id(), "held": held })).await
}

/// Somebody on the list of an administrator.
pub async fn listed(admin: &Person<'_>, name: &str) -> Value {
    let all = admin.get("people").await.expect(200);
    let people = all["people"].as_array().unwrap();
    people.iter().find(|person| person["held"]["name"] == name).cloned().unwrap_or_default()
}

pub fn path(thing: &Value, step: &str) -> String {
    format!("people/{}/{step}", thing["subject"].as_str().unwrap())
}

pub fn change_path(done: &Value, step: &str) -> String {
    format!("people/changes/{}/{step}", done["change"]["subject"].as_str().unwrap())
}

#[tokio::test]
async fn an_administrator_brings_somebody_in_changes_what_they_hold_and_ends_it() {
    let world = World::drill();
    let admin = world.person("archive");
    let done = brings(&world, &admin, held("Drita Hoxha")).await.expect(200);
    let person = &done["person"];
    assert_eq!((&person["held"]["login"], &person["holds"]), (&json!("drita.hoxha"), &json!(true)));
    assert_eq!(person["held"]["agency"], "ame", "the agency is that of the administrator");
    let wider = with(held("Drita Hoxha"), "clearances", json!({ "kulla": 2 }));
    let told = json!({ "head": person["version"], "held": wider });
    let changed = admin.post(&path(person, "change"), told.clone()).await.expect(200);
    assert_eq!(changed["person"]["held"]["clearances"]["kulla"], 2);
    assert_eq!(admin.post(&path(person, "change"), told).await.expect(409)["code"], "head.changed");
    let end = json!({ "head": changed["person"]["version"], "reason": "left the agency" });
    let ended = admin.post(&path(person, "end"), end).await.expect(200);
    assert_eq!(
        (&ended["person"]["holds"], &ended["person"]["ending"]),
        (&json!(false), &json!("left the agency"))
    );
    let listed = listed(&admin, "Drita Hoxha").await;
    assert_eq!((&listed["holds"], &listed["held"]["groups"]), (&json!(false), &json!([])));
}

#[tokio::test]
async fn the_same_person_brought_in_twice_is_brought_in_once() {
    let world = World::drill();
    let admin = world.person("archive");
    let told = json!({ "id": world.id(), "held": held("Drita Hoxha") });
    let first = admin.post("people", told.clone()).await.expect(200);
    assert_eq!(admin.post("people", told).await.expect(200), first);
    let other = brings(&world, &admin, held("Drita Hoxha")).await.expect(422);
    assert_eq!(other["code"], "people.login-taken");
}

#[tokio::test]
async fn an_administrator_gives_nothing_that_the_agency_does_not_have_and_nothing_to_themselves() {
    let world = World::drill();
    let admin = world.person("archive");
    let plain = || held("Drita Hoxha");
    let beyond = [
        ("clearances", json!({ "kulla": 3 }), "people.not-yours"),
        ("clearances", json!({ "nato": 0 }), "people.not-yours"),
        ("groups", json!(["ct-fusion"]), "people.not-yours"),
        ("groups", json!(["made-up"]), "people.not-yours"),
        ("nations", json!(["nato"]), "people.not-yours"),
        ("categories", json!(["ct"]), "people.not-yours"),
        ("roles", json!(["overseer"]), "people.not-yours"),
        ("roles", json!(["made-up"]), "people.not-yours"),
        ("grounds", json!(" "), "people.form"),
        ("review", json!("2026-11-18"), "people.form"),
        ("review", json!("2030-01-01"), "people.form"),
        ("until", json!("2020-01-01T00:00:00Z"), "people.form"),
        ("lang", json!("xx"), "people.form"),
    ];
    for (field, value, code) in beyond {
        let refused = brings(&world, &admin, with(plain(), field, value.clone())).await.expect(422);
        assert_eq!(refused["code"], code, "{field} {value}");
    }
    let me = listed(&admin, "Luan Shala").await;
    assert_eq!(me["me"], true);
    let told = json!({ "head": me["version"], "held": with(held("Luan Shala"), "roles", json!(["duty-officer"])) });
    assert_eq!(admin.post(&path(&me, "change"), told).await.expect(422)["code"], "people.self");
    let end = json!({ "head": me["version"], "reason": "x" });
    assert_eq!(admin.post(&path(&me, "end"), end).await.expect(422)["code"], "people.self");
}

#[tokio::test]
async fn people_of_another_agency_are_not_there_in_the_same_bytes_as_nobody() {
    let world = World::drill();
    let admin = world.person("archive");
    let police = kulla_record::SubjectId(world.principal("police").0);
    let nobody = kulla_record::SubjectId([0x55; 16]);
    let names = admin.get("people").await.text();
    assert!(
        names.contains("Arta Krasniqi") && !names.contains("Test Police") && !names.contains("Elmas Hoxha")
    );
    for step in ["change", "end"] {
        let told = json!({ "head": nobody, "held": held("X"), "reason": "x" });
        let told = match step {
            "change" => json!({ "head": told["head"], "held": told["held"] }),
            _ => json!({ "head": told["head"], "reason": "x" }),
        };
        let [theirs, nobodys] =
            [police, nobody].map(|subject| (format!("people/{subject}/{step}"), told.clone()));
        let (theirs, nobodys) =
            (admin.post(&theirs.0, theirs.1).await, admin.post(&nobodys.0, nobodys.1).await);
        assert_eq!((theirs.status.as_u16(), &theirs.bytes), (404, &nobodys.bytes));
    }
}

#[tokio::test]
async fn only_administrators_see_people_and_an_administrator_reads_no_content() {
    let world = World::drill();
    let (admin, duty) = (world.person("archive"), world.person("duty"));
    assert_eq!(duty.get("people").await.expect(403)["code"], "act.role");
    assert_eq!(brings(&world, &duty, held("Drita Hoxha")).await.expect(403)["code"], "act.role");
    let report = duty.reports("Uji po rritet").await;
    let subject = report["subject"].as_str().unwrap();
    admin.get(&format!("items/{subject}")).await.expect(404);
    assert_eq!(admin.get("queue").await.expect(200)["items"], json!([]));
    let proposed = with(held("Drita Hoxha"), "roles", json!(["incident-commander"]));
    let change = brings(&world, &admin, proposed).await.expect(200)["change"].clone();
    let change = change["subject"].as_str().unwrap();
    duty.get(&format!("items/{change}")).await.expect(404);
    assert!(!duty.get("search?q=drita").await.text().contains("Drita"));
}

#[tokio::test]
async fn fields_that_nobody_may_set_are_refused_and_not_passed_over() {
    let world = World::drill();
    let admin = world.person("archive");
    for (field, value) in [
        ("agency", json!("kp")),
        ("principal", json!("00000000-0000-0000-0000-000000000001")),
        ("left", json!({})),
        ("rest", json!({})),
    ] {
        let refused = brings(&world, &admin, with(held("Drita Hoxha"), field, value)).await.expect(422);
        assert_eq!(refused["code"], "request.malformed", "{field}");
    }
    let epochs = with(held("Drita Hoxha"), "groups", json!({ "national-civprot": 1 }));
    assert_eq!(brings(&world, &admin, epochs).await.expect(422)["code"], "request.malformed");
    assert_eq!(listed(&admin, "Drita Hoxha").await, Value::Null);
}

#[tokio::test]
async fn an_approver_is_made_by_two_administrators_who_mean_exactly_the_same() {
    let world = World::drill();
    let (one, two) = (world.person("archive"), world.person("archive-ame"));
    let commander = with(held("Drita Hoxha"), "roles", json!(["incident-commander"]));
    let done = brings(&world, &one, commander).await.expect(200);
    assert_eq!(done["person"], Value::Null, "nothing is written yet");
    assert_eq!(done["change"]["second_for"], json!(["act:warning.approve"]));
    assert_eq!(listed(&one, "Drita Hoxha").await, Value::Null);
    let hash = json!({ "hash": done["change"]["hash"] });
    let own = one.post(&change_path(&done, "confirm"), hash.clone()).await.expect(422);
    assert_eq!(own["code"], "people.same-person");
    let other = json!({ "hash": "00".repeat(32) });
    let changed = two.post(&change_path(&done, "confirm"), other).await.expect(422);
    assert_eq!(changed["code"], "people.content-changed");
    let waiting = two.get("people").await.expect(200)["changes"].clone();
    assert_eq!((&waiting[0]["may_confirm"], &waiting[0]["mine"]), (&json!(true), &json!(false)));
    let confirmed = two.post(&change_path(&done, "confirm"), hash.clone()).await.expect(200);
    assert_eq!(confirmed["change"]["state"], "confirmed");
    let person = listed(&one, "Drita Hoxha").await;
    assert_eq!((&person["holds"], &person["guarded"]), (&json!(true), &json!(true)));
    assert_eq!(two.post(&change_path(&done, "confirm"), hash).await.expect(422)["code"], "people.decided");
    assert_eq!(two.get("people").await.expect(200)["changes"], json!([]));
}

#[tokio::test]
async fn whoever_it_is_about_does_not_confirm_it_and_what_has_changed_since_is_not_confirmed() {
    let world = World::drill();
    let (one, two) = (world.person("archive"), world.person("archive-ame"));
    // Of the second administrator: their grant would get longer.
    let theirs = listed(&one, "Test Archive").await;
    let longer = with(held("Test Archive"), "roles", json!(["agency-administrator", "incident-commander"]));
    let told = json!({ "head": theirs["version"], "held": longer });
    let done = one.post(&path(&theirs, "change"), told).await.expect(200);
    let hash = json!({ "hash": done["change"]["hash"] });
    let refused = two.post(&change_path(&done, "confirm"), hash.clone()).await.expect(422);
    assert_eq!(refused["code"], "people.self");
    assert_eq!(
        two.post(&change_path(&done, "withdraw"), hash.clone()).await.expect(422)["code"],
        "people.not-your-change"
    );
    one.post(&change_path(&done, "withdraw"), hash).await.expect(200);
    // Of an officer: meanwhile it ended.
    let duty = listed(&one, "Arta Krasniqi").await;
    let told = json!({ "head": duty["version"], "held": with(held("Arta Krasniqi"), "roles", json!(["incident-commander"])) });
    let done = one.post(&path(&duty, "change"), told).await.expect(200);
    let end = json!({ "head": duty["version"], "reason": "ill" });
    two.post(&path(&duty, "end"), end).await.expect(200);
    let hash = json!({ "hash": done["change"]["hash"] });
    let stale = two.post(&change_path(&done, "confirm"), hash).await.expect(422);
    assert_eq!(stale["code"], "people.stale");
}

#[tokio::test]
async fn what_somebody_proposed_who_administers_no_more_is_not_confirmed() {
    let world = World::drill();
    let (one, two) = (world.person("archive"), world.person("archive-ame"));
    let commander = with(held("Drita Hoxha"), "roles", json!(["incident-commander"]));
    let done = brings(&world, &one, commander).await.expect(200);
    let proposer = two.get("people").await.expect(200)["people"].as_array().unwrap().clone();
    let proposer =
        proposer.iter().find(|person| person["subject"] == json!(world.principal("archive"))).unwrap();
    let end = json!({ "head": proposer["version"], "reason": "left" });
    two.post(&path(proposer, "end"), end).await.expect(200);
    let hash = json!({ "hash": done["change"]["hash"], "reason": "they have left" });
    let refused = two.post(&change_path(&done, "confirm"), hash.clone()).await.expect(422);
    assert_eq!(refused["code"], "people.proposer");
    assert_eq!(listed(&two, "Drita Hoxha").await, Value::Null, "nobody was brought in");
    two.post(&change_path(&done, "refuse"), hash).await.expect(200);
}

#[tokio::test]
async fn taking_away_takes_one_administrator_and_giving_back_what_ended_takes_two_again() {
    let world = World::drill();
    let one = world.person("archive");
    let approver = listed(&one, "Vjosa Berisha").await;
    let end = json!({ "head": approver["version"], "reason": "left" });
    let ended = one.post(&path(&approver, "end"), end).await.expect(200)["person"].clone();
    let again = with(held("Vjosa Berisha"), "roles", json!(["incident-commander"]));
    let told = json!({ "head": ended["version"], "held": again });
    let done = one.post(&path(&approver, "change"), told).await.expect(200);
    assert_eq!(done["change"]["second_for"], json!(["act:warning.approve"]));
}

#[tokio::test]
async fn members_of_a_group_read_from_their_joining_on_and_epochs_never_go_back() {
    let world = World::drill();
    let (admin, prizren) = (world.person("archive"), world.person("prizren"));
    let epoch = |person: &kulla_record::SubjectId| {
        let person = kulla_record::PrincipalId(person.0);
        let directory = world.node.desk.directory();
        directory
            .person(person)
            .unwrap()
            .grant
            .groups
            .get(&crate::memory::word("national-civprot"))
            .copied()
    };
    let before = prizren.reports("Para").await;
    let done = brings(&world, &admin, held("Drita Hoxha")).await.expect(200)["person"].clone();
    let drita: kulla_record::SubjectId = done["subject"].as_str().unwrap().parse().unwrap();
    assert_eq!(epoch(&drita), Some(2), "a joining begins an epoch");
    let reads = |item: &Value, person: kulla_record::SubjectId| {
        let subject = item["subject"].as_str().unwrap().parse().unwrap();
        let entry = kulla_guard::holder::Entry {
            purpose: crate::memory::word("civil-protection"),
            assurance: kulla_record::session::Assurance::TwoFactor,
            exercise: Some(crate::memory::word(crate::memory::DRILL_NAME)),
        };
        let session = world.node.desk.session(kulla_record::PrincipalId(person.0), entry).unwrap();
        world.node.desk.reader(&session).head(subject).unwrap().is_some()
    };
    let after = prizren.reports("Pas").await;
    assert_eq!((reads(&before, drita), reads(&after, drita)), (false, true));
    // Whoever leaves and comes again begins anew, and nobody steps back into an epoch that was.
    let out = json!({ "head": done["version"], "held": with(held("Drita Hoxha"), "groups", json!([])) });
    let out = admin.post(&path(&done, "change"), out).await.expect(200)["person"].clone();
    let between = prizren.reports("Midis").await;
    let back = json!({ "head": out["version"], "held": held("Drita Hoxha") });
    admin.post(&path(&done, "change"), back).await.expect(200);
    assert_eq!(epoch(&drita), Some(4), "the leaving was 3");
    assert!(!reads(&between, drita), "what was written while they were out is not theirs");
    let duty = kulla_record::SubjectId(world.principal("duty").0);
    assert!(
        [&before, &after, &between].into_iter().all(|item| reads(item, duty)),
        "members before all keep it"
    );
}

/// The stream of the second officer, and those who change things meanwhile.
async fn streaming(world: &World) -> (Socket, [Person<'_>; 3]) {
    let people = [world.person("archive"), world.enters("second").await, world.person("prizren")];
    let mut open = socket(listening(world).await, &people[1]).await;
    next(&mut open, "hello").await;
    (open, people)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_socket_of_somebody_whose_grant_was_ended_gets_nothing_more() {
    let world = World::drill();
    let (mut open, [admin, second, prizren]) = streaming(&world).await;
    prizren.reports("Para").await;
    next(&mut open, "change").await;
    let person = listed(&admin, "Blerim Gashi").await;
    let end = json!({ "head": person["version"], "reason": "left" });
    admin.post(&path(&person, "end"), end).await.expect(200);
    let after = prizren.reports("Pas").await;
    let (came, over) = until_end(&mut open).await;
    assert_eq!(over["code"], "session.ended");
    // What came before the end of the grant may still have been under way; its own record and what follows did not.
    assert!(
        came.iter().all(|change| change["kind"] != "grant" && change["subject"] != after["subject"]),
        "{came:?}"
    );
    assert_eq!(second.get("session").await.expect(401)["code"], "session.grant");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_socket_delivers_by_what_somebody_holds_at_that_moment() {
    let world = World::drill();
    let (mut open, [admin, _second, prizren]) = streaming(&world).await;
    // Out of the group: what goes to the group alone comes no more, what is for everybody of the agency does.
    let person = listed(&admin, "Blerim Gashi").await;
    let out = with(held("Blerim Gashi"), "groups", json!([]));
    let told = json!({ "head": person["version"], "held": out });
    admin.post(&path(&person, "change"), told).await.expect(200);
    prizren.reports("Për grupin").await;
    let hidden = world.person("duty").hides("Për agjencinë").await;
    loop {
        let change = next(&mut open, "change").await;
        if change["kind"] == "report" {
            assert_eq!(change["subject"], hidden["subject"], "what went to the group came");
            break;
        }
    }
}

#[tokio::test]
async fn on_an_operational_node_people_are_not_changed_from_inside_an_exercise() {
    let world = World::real();
    let admin = crate::login::by_passkey(&world, "luan.shala@ame").await;
    brings(&world, &admin, held("Drita Hoxha")).await.expect(200);
    let token = world.exercise_person("archive");
    assert_eq!(brings(&world, &token, held("Blerta Hoxha")).await.expect(422)["code"], "people.exercise");
}
