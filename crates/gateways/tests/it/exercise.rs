//! The exercise at the doors: nobody sees one that they may not read, and a role is taken by who holds it.

use std::collections::BTreeMap;

use jiff::Timestamp;
use kulla_guard::sessions::MachineToken;
use kulla_record::PrincipalId;
use kulla_record::kind::governance::Grant;
use serde_json::{Value, json};

use crate::memory::{DRILL_NAME, word};
use crate::world::{HOST, World, through};

/// The token of an invented exercise director.
fn director(world: &World) -> String {
    let principal = PrincipalId([0x77; 16]);
    let grant = Grant {
        principal,
        name: "Nobody".into(),
        agency: word("ame"),
        roles: vec![word("exercise-director")],
        groups: BTreeMap::from([(word("national-civprot"), 1)]),
        nations: vec![],
        clearances: BTreeMap::from([(word("kulla"), 1)]),
        categories: vec![],
        from: Timestamp::UNIX_EPOCH,
        until: None,
        grounds: "test".into(),
        lang: "en".into(),
        login: None,
        review: None,
        left: Default::default(),
        ending: String::new(),
        rest: Default::default(),
    };
    world.house.desk().admit_invented(vec![grant]).unwrap();
    let acts = [kulla_guard::Act::ExerciseDirect].into();
    let token = MachineToken { name: "director", acts: &acts, life_ms: 3_600_000 };
    let given =
        world.house.give_token(principal, (&word("civil-protection"), Some(&word(DRILL_NAME))), token);
    given.unwrap().as_str().to_owned()
}

async fn begin(world: &World) -> Value {
    let body = json!({
        "scenario": "drini-flood", "seed": 3, "pace": 60.0,
        "roles": ["duty-officer", "municipal-coordinator"],
    });
    let request = axum::http::Request::post("/api/v1/exercise")
        .header("host", HOST)
        .header("authorization", format!("Bearer {}", director(world)));
    through(&world.router, request.body(body.to_string().into()).unwrap()).await.expect(200)
}

fn role<'v>(exercise: &'v Value, code: &str) -> &'v Value {
    exercise["roles"].as_array().unwrap().iter().find(|role| role["code"] == code).unwrap()
}

#[tokio::test]
async fn a_role_is_taken_over_by_who_holds_it_and_everybody_in_it_sees_so() {
    let world = World::drill();
    let (duty, prizren) = (world.person("duty"), world.person("prizren"));
    assert_eq!(duty.get("exercise").await.expect(200), Value::Null, "nobody has begun one");
    begin(&world).await;
    let refused = prizren.post("exercise/roles/duty-officer/take", json!({})).await.expect(422);
    assert_eq!(refused["code"], "exercise.role-not-yours");
    let taken = duty.post("exercise/roles/duty-officer/take", json!({})).await.expect(200);
    assert_eq!(
        (&role(&taken, "duty-officer")["mine"], &role(&taken, "duty-officer")["may"]),
        (&json!(true), &json!(true))
    );
    let seen = prizren.get("exercise").await.expect(200);
    assert_eq!(role(&seen, "duty-officer")["played_by"], "people");
    assert_eq!(role(&seen, "duty-officer")["mine"], false);
    assert_eq!(role(&seen, "municipal-coordinator")["played_by"], "autopilot");
}

#[tokio::test]
async fn who_may_not_read_the_exercise_gets_the_answer_for_one_that_nobody_began() {
    let world = World::drill();
    let overseer = world.person("overseer");
    let before = overseer.get("exercise").await;
    begin(&world).await;
    let after = overseer.get("exercise").await;
    assert_eq!((before.status, before.bytes), (after.status, after.bytes));
    let hidden = overseer.get("exercise/report").await;
    let absent = overseer.get("items/01930000-0000-7000-8000-000000000000").await;
    assert_eq!((hidden.status, hidden.bytes), (absent.status, absent.bytes));
    let real = World::real();
    assert_eq!(real.person("duty").get("exercise").await.status, 404, "a session in no exercise");
}

#[tokio::test]
async fn the_report_is_a_page_without_a_script_in_the_language_of_its_reader() {
    let world = World::drill();
    begin(&world).await;
    let second = world.enters("second").await;
    second.reports("Uji").await;
    let page = second.get("exercise/report.html").await;
    assert_eq!(page.status, 200);
    let text = page.text();
    assert!(
        text.contains("Kohët e përgjigjes") && text.contains("USHTRIM") && !text.contains("<script"),
        "{text}"
    );
    assert!(!text.contains("report-"), "a word is missing: {text}");
    let figures = second.get("exercise/report").await.expect(200);
    let acknowledged =
        figures["steps"].as_array().unwrap().iter().find(|step| step["step"] == "acknowledged").unwrap();
    assert_eq!((&acknowledged["all"]["cases"], &acknowledged["all"]["open"]), (&json!(0), &json!(1)));
}
