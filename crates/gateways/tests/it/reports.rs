//! Reports of the public: handed in at the door, moderated at the desk, shown to everybody.

use axum::http::Request;
use kulla_gateways::open311::pace::{Paces, Rate};
use kulla_open311::{Discovery, Document as _, Errors, Format, ServiceRequests, Services, TokenAnswers};
use kulla_record::kind::governance::Access;
use serde_json::{Value, json};

use crate::memory::ACCESS;
use crate::world::{Answer, Person, World};

const FORM: &str = "application/x-www-form-urlencoded";
/// What a citizen says, with everything that must not get out.
const SECRET: [&str; 4] = ["Ujë te ura e Gjonajt", "Agim", "044123456", "agim@example.org"];

pub async fn post(world: &World, document: &str, form: &str) -> Answer {
    let request = Request::post(format!("/open311/v2/{document}")).header("content-type", FORM);
    world.send(request, form.to_owned()).await
}

fn form(service: &str, text: &str) -> String {
    format!(
        "service_code={service}&lat=42.2847&long=20.6542&address_string=te+ura&description={text}\
         &first_name=Agim&last_name=Hoxha&phone=044123456&email=agim%40example.org&device_id=d1&lang=sq"
    )
}

/// Hands one in; its code.
async fn hands_in(world: &World) -> String {
    let answer = post(world, "requests.json", &form("flooded-road", "Uj%C3%AB+te+ura+e+Gjonajt")).await;
    let receipt = answer.expect(200);
    receipt[0]["token"].as_str().unwrap().to_owned()
}

async fn waiting(officer: &Person<'_>) -> Vec<Value> {
    officer.get("reports").await.expect(200)["items"].as_array().unwrap().clone()
}

async fn view(officer: &Person<'_>, subject: &str) -> Value {
    officer.get(&format!("reports/{subject}")).await.expect(200)
}

fn subject(seen: &Value) -> String {
    seen["signal"]["subject"].as_str().unwrap().to_owned()
}

async fn publishes(officer: &Person<'_>, seen: &Value, words: &str) -> Value {
    let body =
        json!({ "head": seen["head"], "words": words, "lang": "en", "note": "A crew closes the road." });
    officer.post(&format!("reports/{}/publish", subject(seen)), body).await.expect(200)
}

/// Everything that the public can get at.
async fn public(world: &World, number: &str) -> String {
    let mut all = String::new();
    for path in [
        "/open311/v2/requests.json".to_owned(),
        "/open311/v2/requests.xml".to_owned(),
        format!("/open311/v2/requests.json?service_request_id={number}"),
        format!("/open311/v2/requests/{number}.json"),
        "/".to_owned(),
        "/feeds/cap.atom".to_owned(),
    ] {
        all += &world.get(&path).await.text();
    }
    all
}

#[tokio::test]
async fn the_door_says_what_it_is_and_what_can_be_reported_in_both_formats_and_three_languages() {
    let world = World::drill();
    for (format, ending) in [(Format::Json, "json"), (Format::Xml, "xml")] {
        let answer = world.get(&format!("/open311/v2/discovery.{ending}")).await;
        assert_eq!(answer.header("content-type"), format.content_type());
        let discovery = Discovery::read(&answer.bytes, format).unwrap();
        assert!(discovery.endpoints[0].url.ends_with("/open311/v2") && discovery.contact.contains("112"));
        let services = world.get(&format!("/open311/v2/services.{ending}?lang=sr")).await;
        let services = Services::read(&services.bytes, format).unwrap();
        assert!(
            services.0.iter().any(|service| service.service_name == "Poplavljen put" && service.metadata)
        );
        let definition = world.get(&format!("/open311/v2/services/flooded-road.{ending}?lang=en")).await;
        assert!(definition.text().contains("How deep is the water?"));
    }
    assert_eq!(world.get("/open311/v2/services/nothing.json").await.status.as_u16(), 404);
    assert_eq!(world.get("/open311/v2/services.yaml").await.status.as_u16(), 404);
}

#[tokio::test]
async fn nothing_that_a_citizen_sends_is_public_until_an_officer_wrote_words_for_everybody() {
    let world = World::drill();
    let code = hands_in(&world).await;
    let duty = world.person("duty");
    let seen = waiting(&duty).await.remove(0);
    let number = seen["number"].as_str().unwrap().to_owned();
    let hidden = |all: &str| {
        for secret in SECRET.iter().copied().chain([code.as_str(), subject(&seen).as_str()]) {
            assert!(!all.contains(secret), "{secret} is public");
        }
    };
    let before = public(&world, &number).await;
    hidden(&before);
    let unknown = world.get("/open311/v2/requests/R-00000-00000.json").await;
    let waiting_one = world.get(&format!("/open311/v2/requests/{number}.json")).await;
    assert_eq!(waiting_one.status, unknown.status);
    assert_eq!(
        waiting_one.text(),
        unknown.text().replace("R-00000-00000", &number),
        "not public is not there"
    );

    let view = publishes(&duty, &seen, "Water on the road near Gjonaj.").await;
    assert_eq!(view["seen"]["shown"], "published");
    let after = public(&world, &number).await;
    hidden(&after);
    let list = world.get("/open311/v2/requests.json?lang=en").await;
    let shown = ServiceRequests::read(&list.bytes, Format::Json).unwrap().0.remove(0);
    assert_eq!(shown.service_request_id, number);
    assert_eq!(shown.description.as_deref(), Some("EXERCISE: Water on the road near Gjonaj."));
    assert_eq!(shown.point.map(|p| (p.lat(), p.long())), Some((42.285, 20.655)), "rounded");
    assert_eq!(shown.address, None, "the reporter's own words about the place are not taken over");

    let body = json!({ "head": view["seen"]["head"], "reason": "it shows a house" });
    duty.post(&format!("reports/{}/hide", subject(&seen)), body).await.expect(200);
    let gone = world.get(&format!("/open311/v2/requests/{number}.json")).await;
    assert_eq!(gone.text(), waiting_one.text(), "what was hidden is as good as what never was");
    assert!(!public(&world, &number).await.contains("Gjonaj"));
}

#[tokio::test]
async fn only_the_owners_people_with_the_act_decide_and_each_step_has_its_rule() {
    let world = World::drill();
    hands_in(&world).await;
    let (duty, prizren, overseer) =
        (world.person("duty"), world.person("prizren"), world.person("overseer"));
    let seen = waiting(&duty).await.remove(0);
    let path = |step: &str| format!("reports/{}/{step}", subject(&seen));
    let words = |words: &str| json!({ "head": seen["head"], "words": words, "lang": "en" });
    let refused = prizren.post(&path("publish"), words("Water.")).await.expect(403);
    assert_eq!(
        refused["code"], "report.owner",
        "the report is for all agencies, and what is public is for one"
    );
    let absent = overseer.post(&path("publish"), words("Water.")).await;
    assert!(matches!(absent.status.as_u16(), 403 | 404), "{}", absent.text());
    for (text, code) in [
        ("", "text.missing"),
        ("Call Agim, 044 123 456", "report.contact"),
        ("a@b.example", "report.contact"),
    ] {
        assert_eq!(duty.post(&path("publish"), words(text)).await.expect(422)["code"], code, "{text}");
    }
    let shown = json!({ "head": seen["head"], "words": "Water.", "lang": "en", "photos": ["0f0f"] });
    assert_eq!(duty.post(&path("publish"), shown).await.expect(422)["code"], "report.photos");
    let grounds = json!({ "head": seen["head"], "reason": "nothing to see" });
    assert_eq!(duty.post(&path("hide"), grounds.clone()).await.expect(422)["code"], "report.not-published");
    let none = json!({ "head": seen["head"], "reason": " " });
    assert_eq!(duty.post(&path("reject"), none).await.expect(422)["code"], "text.missing");
    let view = duty.post(&path("reject"), grounds.clone()).await.expect(200);
    assert_eq!(view["moderation"]["body"]["reason"], "nothing to see");
    assert_eq!(duty.post(&path("reject"), grounds).await.status.as_u16(), 409, "decided on an old version");
    assert!(waiting(&duty).await.is_empty());
    assert_eq!(duty.get("reports?state=rejected").await.expect(200)["items"].as_array().unwrap().len(), 1);
    let by_hand = duty.reports("A tree fell").await;
    let path = format!("reports/{}", by_hand["subject"].as_str().unwrap());
    assert_eq!(
        duty.get(&path).await.status.as_u16(),
        404,
        "what an officer wrote down has nothing to moderate"
    );
}

#[tokio::test]
async fn who_handed_in_stands_in_no_body_no_search_and_no_list_and_is_opened_by_an_act_on_record() {
    let world = World::drill();
    hands_in(&world).await;
    let (duty, prizren) = (world.person("duty"), world.person("prizren"));
    let seen = waiting(&duty).await.remove(0);
    let own = view(&duty, &subject(&seen)).await;
    let mut all = own.to_string();
    for path in ["queue", "reports?state=all", "search?q=R-"] {
        all += &duty.get(path).await.text();
    }
    all += &duty.get(&format!("signals/{}", subject(&seen))).await.text();
    all += &duty.get(&format!("items/{}/links", subject(&seen))).await.text();
    for secret in &SECRET[1..] {
        assert!(!all.contains(secret), "{secret}");
        let hits = duty.get(&format!("search?q={secret}")).await.expect(200);
        assert_eq!(hits["items"].as_array().unwrap().len(), 0, "{secret}");
    }
    let reporter = own["reporter"].as_str().unwrap();
    for path in [
        format!("items/{reporter}"),
        format!("items/{reporter}/history"),
        format!("items/{reporter}/links"),
    ] {
        assert_eq!(duty.get(&path).await.status.as_u16(), 404, "{path}");
    }
    let open = format!("reports/{}/reporter", subject(&seen));
    let others = prizren.post(&open, json!({})).await;
    assert_eq!(others.status.as_u16(), 404, "another agency reads the report and not who sent it");
    assert!(view(&prizren, &subject(&seen)).await["reporter"].is_null());
    let opened = duty.post(&open, json!({})).await.expect(200);
    assert_eq!((&opened["name"], &opened["phone"]), (&json!("Agim Hoxha"), &json!("044123456")));
    let on_record: Vec<Access> = world.node.memory.bodies(ACCESS);
    let subjects = on_record.iter().filter_map(|access| access.subject.map(|subject| subject.to_string()));
    assert_eq!(
        subjects.filter(|subject| subject == reporter).count(),
        1,
        "it was on disk before it was answered"
    );
}

#[tokio::test]
async fn with_the_code_its_holder_sees_the_answer_and_adds_a_line_and_without_it_nobody_learns_anything() {
    let world = World::drill();
    let code = hands_in(&world).await;
    let duty = world.person("duty");
    let seen = waiting(&duty).await.remove(0);
    let token = world.get(&format!("/open311/v2/tokens/{code}.xml")).await;
    let token = TokenAnswers::read(&token.bytes, Format::Xml).unwrap().0.remove(0);
    assert_eq!(token.service_request_id, seen["number"]);
    let body = json!({ "head": seen["head"], "progress": "in-hand", "answer": "A crew is on its way." });
    duty.post(&format!("reports/{}/answer", subject(&seen)), body).await.expect(200);
    let typed = code.to_lowercase().replace('-', " ");
    let told =
        post(&world, "tokens.json", &format!("token={}&line=Uji+po+rritet", typed.replace(' ', "+"))).await;
    let told = told.expect(200);
    assert_eq!(told[0]["status_notes"], "A crew is on its way.");
    assert_eq!((&told[0]["published"], &told[0]["lines"]), (&json!("false"), &json!("1")));
    assert!(told[0]["description"].is_null(), "what was sent is not told again to whoever finds the code");
    let body = view(&duty, &subject(&seen)).await;
    assert_eq!(body["report"]["body"]["handed_in"]["added"][0]["text"], "Uji po rritet");
    assert!(!body.to_string().contains(&code), "the code is kept nowhere");

    let wrong = post(&world, "tokens.json", "token=0000-0000-0000-0000-0000").await;
    for form in ["", "token=", "token=x", "token=0000-0000-0000-0000-0000&line=hello", "line=hello"] {
        let answer = post(&world, "tokens.json", form).await;
        assert_eq!((answer.status, &answer.bytes), (wrong.status, &wrong.bytes), "{form}");
    }
    assert_eq!(world.get("/open311/v2/tokens/0000-0000-0000-0000-0000.json").await.bytes, wrong.bytes);
    assert_eq!(world.get("/open311/v2/tokens/zzz.json").await.bytes, wrong.bytes);
}

#[tokio::test]
async fn a_form_that_is_wrong_is_told_everything_that_is_wrong_with_it() {
    let world = World::drill();
    let answer = post(&world, "requests.xml", "service_code=nothing&lat=400&long=x&email=a").await;
    assert_eq!(answer.status.as_u16(), 404);
    let errors = Errors::read(&answer.bytes, Format::Xml).unwrap();
    assert!(errors.0.len() >= 3, "{errors}");
    for (form, status) in [
        ("service_code=flooded-road", 400),
        ("service_code=flooded-road&address_id=99", 400),
        ("service_code=flooded-road&address_string=x&attribute[depth]=miles", 400),
        ("service_code=flooded-road&address_id=20&attribute[depth]=knee", 200),
    ] {
        assert_eq!(post(&world, "requests.json", form).await.status.as_u16(), status, "{form}");
    }
    let long = format!("service_code=flooded-road&address_string=x&description={}", "a".repeat(300 << 10));
    assert_eq!(post(&world, "requests.json", &long).await.status.as_u16(), 413);
    let json = Request::post("/open311/v2/requests.json").header("content-type", "application/json");
    assert_eq!(world.send(json, "{}").await.status.as_u16(), 415);
}

#[tokio::test]
async fn whoever_sends_too_much_is_told_when_to_come_again() {
    let slow = Rate { at_once: 30, one_more_ms: 2_000 };
    let world = World::paced(Paces { reports_of_one: slow, ..Paces::default() });
    let mut last = None;
    for _ in 0..40 {
        last = Some(post(&world, "requests.json", "service_code=fallen-tree&address_string=x").await);
    }
    let last = last.unwrap();
    assert_eq!(last.status.as_u16(), 429);
    assert!(last.header("retry-after").parse::<u64>().is_ok_and(|s| s >= 1));
    assert!(Errors::read(&last.bytes, Format::Json).unwrap().0[0].description.contains("112"));
    assert!(world.figure("kulla_reports_limited_total").await >= 10);
    assert_eq!(waiting(&world.person("duty")).await.len(), 30);
}

#[tokio::test]
async fn a_report_stands_in_the_queue_beside_other_signals_and_goes_to_an_incident_like_them() {
    let world = World::drill();
    hands_in(&world).await;
    post(&world, "requests.json", "service_code=person-needs-help&address_string=Krushe").await.expect(200);
    let duty = world.person("duty");
    let queue = duty.get("queue").await.expect(200);
    let strips = queue["items"].as_array().unwrap();
    assert_eq!(strips.len(), 2);
    assert_eq!((&strips[0]["life_at_risk"], &strips[0]["source"]), (&json!(true), &json!("public")));
    let incident = duty.opens_incident(Some(&strips[0])).await;
    let view = duty.get(&format!("signals/{}", strips[0]["subject"].as_str().unwrap())).await.expect(200);
    assert_eq!(view["incidents"][0]["subject"], incident["subject"]);
}

#[tokio::test]
async fn an_exercise_beside_real_work_has_a_door_and_codes_of_its_own() {
    let world = World::real();
    let form = "service_code=fallen-tree&address_string=x";
    let request = Request::post("/exercise/drini/open311/v2/requests.json").header("content-type", FORM);
    let code = world.send(request, form).await.expect(200)[0]["token"].as_str().unwrap().to_owned();
    assert_eq!(
        world.get(&format!("/exercise/drini/open311/v2/tokens/{code}.json")).await.status.as_u16(),
        200
    );
    assert_eq!(world.get(&format!("/open311/v2/tokens/{code}.json")).await.status.as_u16(), 404);
    assert_eq!(world.get("/exercise/nothing/open311/v2/services.json").await.status.as_u16(), 404);
    let kind = |text: String| text.contains("\"test\"");
    assert!(kind(world.get("/exercise/drini/open311/v2/discovery.json").await.text()));
    assert!(!kind(world.get("/open311/v2/discovery.json").await.text()));
}
