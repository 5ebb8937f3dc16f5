//! Readings that are posted: JSON and CSV, up to the curve and the alarm that an officer sees.

use axum::http::Request;
use serde_json::{Value, json};

use super::{open, seen, source};
use crate::world::{Answer, Person, World};

const MEASURES: &str = "[[source.measure]]\nproperty = \"water-level\"\nunit = \"m\"\nhysteresis = 0.1\n\
    thresholds = [{ name = \"watch\", value = 2.6, severity = \"Minor\" }, { name = \"alarm\", value = 3.2, severity = \"Severe\" }]\n";

/// A house with one gauge in its register, of the duty officer's agency.
fn house() -> World {
    let (world, folder) = (World::drill(), tempfile::tempdir().unwrap());
    open(&world, &source("gjonaj", "observations", MEASURES), folder.path()).close();
    world
}

async fn posts(world: &World, who: &Person<'_>, media: &str, body: impl Into<axum::body::Body>) -> Answer {
    let (name, value) = who.credential();
    let request = Request::post(who.at("observations")).header(name, value).header("x-kulla", "1");
    world.send(request.header("content-type", media), body).await
}

async fn csv(world: &World, who: &Person<'_>, rows: &[String]) -> Answer {
    let head = "source,property,at,value,unit".to_owned();
    posts(world, who, "text/csv", [&[head], rows].concat().join("\n")).await
}

fn row(world: &World, minutes: i64, value: &str) -> String {
    format!("gjonaj,water-level,{},{value},m", world.time(minutes))
}

/// Which rows were refused, and by which rule.
fn refused(answer: &Value) -> Vec<(u64, &str)> {
    let rows = answer["rows"].as_array().unwrap().iter();
    rows.map(|row| (row["row"].as_u64().unwrap(), row["rule"].as_str().unwrap())).collect()
}

async fn curve(who: &Person<'_>) -> Vec<f64> {
    let subject = seen(who, "gjonaj").await.unwrap()["subject"].as_str().unwrap().to_owned();
    let curve = who.get(&format!("sources/{subject}/readings?property=water-level")).await.expect(200);
    curve["readings"].as_array().unwrap().iter().map(|reading| reading["value"].as_f64().unwrap()).collect()
}

async fn alarms(who: &Person<'_>) -> Vec<Value> {
    let queue = who.get("queue?want=triage").await.expect(200);
    let alarms = queue["items"].as_array().unwrap().iter().filter(|item| item["kind"] == "alarm");
    alarms.cloned().collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_right_is_taken_and_each_row_that_is_not_is_named_with_its_rule() {
    let world = house();
    let duty = world.person("duty");
    let rows = [
        row(&world, -30, "1.20"),
        "gjonaj,water-level,yesterday,1.3,m".into(),
        row(&world, 366 * 24 * 60, "1.40"),
        row(&world, -20, "high"),
        row(&world, -15, "1.50").replace(",m", ",ft"),
        row(&world, -14, "1.60").replace("gjonaj", "nowhere"),
        row(&world, -13, "1.70").replace("water-level", "rain"),
        row(&world, -12, "NaN"),
        row(&world, -10, "1.80"),
    ];
    let answer = csv(&world, &duty, &rows).await.expect(200);
    assert_eq!((&answer["taken"], &answer["refused"]), (&json!(2), &json!(7)), "{answer}");
    let [two, three, four, five, six, seven, eight] = &refused(&answer)[..] else { panic!("{answer}") };
    assert_eq!((two, four), (&(2, "observation.malformed"), &(4, "observation.malformed")));
    assert_eq!((three, six), (&(3, "observation.future"), &(6, "observation.source")));
    assert_eq!((five.0, seven.0, eight), (5, 7, &(8, "observation.value")), "{answer}");
    assert!([five, seven].iter().all(|(_, rule)| rule.starts_with("observation.")), "{answer}");
    assert_eq!(curve(&duty).await, [1.2, 1.8], "and nothing of what was refused");
    let again = csv(&world, &duty, &rows[..1]).await.expect(200);
    assert_eq!((&again["taken"], &again["known"]), (&json!(0), &json!(1)), "sent again it is harmless");
    let ours = seen(&duty, "gjonaj").await.unwrap();
    assert_eq!(
        ours["counts"]["dropped"],
        json!({ "refused": 4 }),
        "what names no source is nobody's: {ours}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reading_above_a_threshold_is_an_alarm_in_triage_and_one_from_next_year_is_none() {
    let world = house();
    let (duty, prizren) = (world.enters("duty").await, world.enters("prizren").await);
    let json = |minutes: i64, value: f64| {
        json!([{ "source": "gjonaj", "property": "water-level", "at": world.time(minutes), "value": value, "unit": "m" }]).to_string()
    };
    let year = 366 * 24 * 60;
    let lie = posts(&world, &duty, "application/json", json(year, 9.0)).await.expect(200);
    assert_eq!((&lie["taken"], refused(&lie)), (&json!(0), vec![(1, "observation.future")]));
    assert_eq!((alarms(&duty).await, curve(&duty).await), (Vec::<Value>::new(), Vec::new()));
    posts(&world, &duty, "application/json; charset=utf-8", json(-20, 2.1)).await.expect(200);
    assert_eq!(alarms(&duty).await.len(), 0, "below all thresholds");
    posts(&world, &duty, "application/json", json(-5, 3.4)).await.expect(200);
    let [alarm] = &alarms(&duty).await[..] else { panic!("one occurrence is one alarm") };
    let item = duty.get(&format!("items/{}", alarm["subject"].as_str().unwrap())).await.expect(200);
    assert_eq!(
        (&item["body"]["state"], &item["body"]["severity"]),
        (&json!("raised"), &json!("Severe")),
        "{item}"
    );
    assert!(item["body"]["explanation"]["text"].as_str().unwrap().contains("3.4"), "it says why: {item}");
    assert_eq!(alarms(&prizren).await.len(), 1, "who sees the source sees its alarm");
    posts(&world, &duty, "application/json", json(-1, 2.0)).await.expect(200);
    let item = duty.get(&format!("items/{}", alarm["subject"].as_str().unwrap())).await.expect(200);
    assert_eq!(item["body"]["state"], "cleared", "{item}");
}

#[tokio::test(flavor = "multi_thread")]
async fn only_the_agency_of_the_source_sends_its_readings_and_only_with_a_session() {
    let world = house();
    let reading = [row(&world, -5, "3.4")];
    let police = csv(&world, &world.person("police"), &reading).await.expect(200);
    assert_eq!(refused(&police), [(1, "observation.source")], "as if there were none");
    let head = format!("source,property,at,value,unit\n{}", reading[0]);
    let nobody = Request::post("/api/v1/observations").header("content-type", "text/csv");
    assert_eq!(world.send(nobody, head).await.status.as_u16(), 401);
    assert_eq!(alarms(&world.enters("duty").await).await.len(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_too_much_or_no_table_at_all_is_refused_whole_before_anything_is_taken() {
    let world = house();
    let duty = world.person("duty");
    let good = row(&world, -5, "1.0");
    let many = vec![good.clone(); 10_001];
    let code = |answer: Answer, status: u16| answer.expect(status)["code"].as_str().unwrap().to_owned();
    assert_eq!(code(csv(&world, &duty, &many).await, 413), "request.too-large");
    let bytes = vec![b' '; (2 << 20) + 1];
    assert_eq!(code(posts(&world, &duty, "application/json", bytes).await, 413), "request.too-large");
    let table = format!("source,property,at,value,ethnicity\n{good}");
    assert_eq!(code(posts(&world, &duty, "text/csv", table).await, 422), "request.malformed");
    for broken in ["{}", "[", "null", "[[[[[[[["] {
        assert_eq!(
            code(posts(&world, &duty, "application/json", broken).await, 422),
            "request.malformed",
            "{broken}"
        );
    }
    assert_eq!(code(posts(&world, &duty, "image/png", "x").await, 415), "request.media");
    assert_eq!(curve(&duty).await, Vec::<f64>::new());
}
