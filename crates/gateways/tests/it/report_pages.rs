//! Reporting by a page, without a script; and hints that an officer gets about reports of one thing.

use axum::http::Request;
use serde_json::{Value, json};

use crate::reports::post;
use crate::world::{Answer, World};

const PAGE_BYTES_MAX: usize = 50 << 10;
const FORM: &str = "application/x-www-form-urlencoded";

async fn sends(world: &World, path: &str, form: &str) -> Answer {
    world.send(Request::post(path).header("content-type", FORM), form.to_owned()).await
}

/// The text between two marks.
fn between<'a>(page: &'a str, from: &str, to: &str) -> &'a str {
    page.split_once(from).unwrap().1.split_once(to).unwrap().0
}

#[tokio::test]
async fn the_pages_are_small_need_no_script_say_112_first_and_speak_three_languages() {
    let world = World::drill();
    for path in ["/report", "/report?service=flooded-road", "/report/status"] {
        for (lang, word) in [("sq", "rrezik"), ("sr", "opasnosti"), ("en", "in danger, call 112")] {
            let joint = if path.contains('?') { '&' } else { '?' };
            let page = world.get(&format!("{path}{joint}lang={lang}")).await;
            let text = page.text();
            assert!(
                page.status.is_success() && text.len() <= PAGE_BYTES_MAX,
                "{path}: {} bytes",
                text.len()
            );
            assert!(!text.contains("<script") && !text.contains(" style=") && !text.contains("<img"));
            let (before, after) = (text.find(word), text.find("<h1"));
            assert!(before.is_some() && before < after, "{path} in {lang}");
        }
    }
    assert!(world.get("/?lang=en").await.text().contains("href=\"/report?lang=en\""));
    assert!(
        world.get("/report?service=nothing&lang=en").await.text().contains("What do you want to report?")
    );
}

#[tokio::test]
async fn whoever_has_no_map_reports_by_municipality_and_landmark_and_reads_the_answer_by_the_code() {
    let world = World::drill();
    let form = "service_code=flooded-road&lang=en&address_id=20&address_string=By+the+%3Cold%3E+mill&description=Water&first_name=Agim";
    let thanks = sends(&world, "/report", form).await;
    assert_eq!((thanks.status.as_u16(), thanks.header("cache-control")), (200, "no-store"));
    let code = between(&thanks.text(), "<p class=\"code\">", "</p>").to_owned();
    let duty = world.person("duty");
    let seen = duty.get("reports").await.expect(200)["items"][0].clone();
    assert_eq!(
        (&seen["signal"]["place"]["words"], &seen["signal"]["place"]["areas"]),
        (&json!("By the <old> mill"), &json!(["20"]))
    );
    assert_eq!(seen["signal"]["lang"], "en");
    let answer = json!({ "head": seen["head"], "progress": "done", "answer": "The road is <open> again." });
    duty.post(&format!("reports/{}/answer", seen["signal"]["subject"].as_str().unwrap()), answer)
        .await
        .expect(200);
    let standing =
        sends(&world, "/report/status", &format!("lang=en&token={code}&line=Thanks")).await.text();
    assert!(
        standing.contains("The road is &lt;open&gt; again.") && standing.contains("It is done."),
        "{standing}"
    );
    assert!(standing.contains("Lines that you added: 1") && !standing.contains("mill"), "{standing}");

    let wrong = sends(&world, "/report/status", "lang=en&token=0000-0000-0000-0000-0000").await;
    assert_eq!(wrong.status.as_u16(), 404);
    for form in ["lang=en&token=x", "lang=en", "lang=en&token=0000-0000-0000-0000-0000&line=hello"] {
        let answer = sends(&world, "/report/status", form).await;
        assert_eq!((answer.status, &answer.bytes), (wrong.status, &wrong.bytes), "{form}");
    }
}

#[tokio::test]
async fn a_form_that_lacks_something_comes_back_with_what_was_typed() {
    let world = World::drill();
    let back =
        sends(&world, "/report", "service_code=flooded-road&lang=sr&description=Voda+%22na%22+putu").await;
    assert_eq!(back.status.as_u16(), 400);
    assert!(
        back.text().contains("Recite gde") && back.text().contains("Voda &quot;na&quot; putu"),
        "{}",
        back.text()
    );
    let back = sends(&world, "/report", "service_code=flooded-road&lang=en&address_id=20").await;
    assert!(back.text().contains("what you see"));
    assert_eq!(sends(&world, "/report", "service_code=nothing&lang=en").await.status.as_u16(), 404);
    assert!(world.person("duty").get("reports").await.expect(200)["items"].as_array().unwrap().is_empty());
}

async fn alike(world: &World, who: &str, signal: &Value) -> Vec<Value> {
    let path = format!("signals/{}", signal["subject"].as_str().unwrap());
    world.person(who).get(&path).await.expect(200)["alike"].as_array().unwrap().clone()
}

#[tokio::test]
async fn an_officer_is_told_which_reports_are_likely_one_and_only_of_those_that_they_may_read() {
    let world = World::drill();
    let place = "service_code=flooded-road&lat=42.2500&long=20.6500";
    post(&world, "requests.json", &format!("{place}&description=Uji+po+rritet+te+ura")).await.expect(200);
    let answer = post(
        &world,
        "requests.json",
        "service_code=flooded-road&lat=42.2505&long=20.6503&description=Voda+na+putu",
    )
    .await;
    let receipt = answer.text();
    assert!(
        !receipt.contains("alike") && !receipt.contains("R-"),
        "whoever reports gets no hint: {receipt}"
    );
    let duty = world.person("duty");
    // Of the duty officer's agency alone, at the same place and with the same words.
    let hidden = duty.hides("Uji po rritet te ura").await;
    let mine = duty.get("reports").await.expect(200)["items"][1]["signal"].clone();
    let seen = alike(&world, "duty", &mine).await;
    assert_eq!(seen.len(), 2, "{seen:?}");
    assert!(seen.iter().any(|one| one["signal"]["subject"] == hidden["subject"]));
    let filed = seen.iter().find(|one| one["why"]["code"] == "duplicate-kind").unwrap();
    assert!(filed["number"].as_str().unwrap().starts_with("R-"));
    let others = alike(&world, "prizren", &mine).await;
    assert_eq!(others.len(), 1, "{others:?}");
    assert_ne!(others[0]["signal"]["subject"], hidden["subject"]);
}
