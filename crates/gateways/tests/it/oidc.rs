//! Logging in by the identity provider of an agency.

use serde_json::{Value, json};

use crate::oversight::written;
use crate::provider::{Provider, Sent, presses, returns, sent};
use crate::world::{Answer, By, Person, World};

const WHO: &str = "arta.krasniqi";

/// A node on which two agencies have a provider each.
async fn both(exercise_only: bool) -> (World, Provider, Provider) {
    let (ame, kp) = (Provider::open().await, Provider::open().await);
    let world = World::provided(exercise_only, vec![ame.listed("ame", ""), kp.listed("kp", "")]);
    (world, ame, kp)
}

async fn one(more: &str) -> (World, Provider) {
    let ame = Provider::open().await;
    (World::provided(true, vec![ame.listed("ame", more)]), ame)
}

/// Goes there as somebody and comes back, with claims as they were changed.
async fn goes(world: &World, provider: &Provider, who: &str, change: impl FnOnce(&mut Value)) -> Answer {
    let sent = sent(world, "ame").await;
    let mut claims = provider.claims(world, &sent.asked, who);
    change(&mut claims);
    returns(world, "ame", &provider.query(&sent, &claims), &sent.cookie).await
}

fn seated<'a>(world: &'a World, answer: &Answer) -> Person<'a> {
    assert_eq!((answer.status.as_u16(), answer.header("location")), (303, "/as/1/"), "{}", answer.text());
    let cookies = answer.headers.get_all("set-cookie").iter().map(|cookie| cookie.to_str().unwrap());
    let session = cookies.into_iter().find(|cookie| cookie.starts_with("kulla=")).unwrap();
    assert!(session.contains("Path=/as/1/;") && session.contains("HttpOnly; SameSite=Strict"), "{session}");
    Person { world, by: By::Cookie(session.split(';').next().unwrap().to_owned()) }
}

/// The words that the page says instead of a session.
#[track_caller]
fn refused(answer: &Answer, status: u16, words: &str) {
    let page = answer.text();
    assert!(answer.status.as_u16() == status && page.contains(words), "{} {page}", answer.status);
    let cookies = answer.headers.get_all("set-cookie").iter().map(|cookie| cookie.to_str().unwrap());
    assert!(cookies.into_iter().all(|cookie| !cookie.starts_with("kulla=")), "no session");
}

const LATE: &str = "took too long, or was done already";
const UNBELIEVED: &str = "is not believed here";
const NOBODY: &str = "Nobody logs in here by this";

#[tokio::test]
async fn somebody_whom_their_agency_names_is_in_by_one_factor() {
    let (world, ame) = one("").await;
    let page = world.get("/login?lang=en").await.text();
    assert!(page.contains("formaction=\"/login/oidc/ame\"") && page.contains("Log in through"), "{page}");
    let sent = sent(&world, "ame").await;
    assert_eq!(sent.asked["redirect_uri"], "http://kulla.test/login/oidc/ame/back");
    assert_eq!((sent.asked["client_id"].as_str(), sent.asked["ui_locales"].as_str()), ("kulla", "en"));
    let claims = ame.claims(&world, &sent.asked, WHO);
    let entered = returns(&world, "ame", &ame.query(&sent, &claims), &sent.cookie).await;
    assert_eq!(entered.header("referrer-policy"), "no-referrer");
    let duty = seated(&world, &entered);
    let session = duty.get("session").await.expect(200);
    assert_eq!(session["person"]["name"], "Arta Krasniqi");
    assert_eq!((&session["assurance"], &session["exercise"]), (&json!("single"), &json!("drini")));
}

#[tokio::test]
async fn what_a_provider_says_of_factors_counts_as_the_operator_wrote_and_no_more() {
    let assurance = async |more: &str, name: &str, value: Value| {
        let (world, ame) = one(more).await;
        let entered = goes(&world, &ame, WHO, |claims| claims[name] = value).await;
        seated(&world, &entered).get("session").await.expect(200)["assurance"].clone()
    };
    let two = "two_factor = { amr = [\"mfa\"], acr = [\"high\"] }";
    let both = &format!("{two}\nphishing_resistant = {{ amr = [\"hwk\"] }}");
    assert_eq!(assurance("", "amr", json!(["mfa", "hwk"])).await, "single", "nothing was written down");
    assert_eq!(assurance(two, "amr", json!(["pwd", "mfa", "hwk"])).await, "two-factor");
    assert_eq!(assurance(two, "amr", json!(["pwd"])).await, "single");
    assert_eq!(assurance(two, "amr", json!("mfa")).await, "single", "a text is no list");
    assert_eq!(assurance(two, "acr", json!("high")).await, "two-factor");
    assert_eq!(assurance(two, "acr", json!("HIGH")).await, "single");
    assert_eq!(assurance(both, "amr", json!(["hwk"])).await, "phishing-resistant");
}

#[tokio::test]
async fn a_provider_names_nobody_of_another_agency_and_every_no_is_the_same() {
    let (world, ame, kp) = both(true).await;
    let people = world.person("archive").get("people").await.expect(200);
    let people = people["people"].as_array().unwrap();
    let gone = people.iter().find(|person| person["held"]["name"] == "Arta Krasniqi").unwrap();
    let end = json!({ "head": gone["version"], "reason": "left" });
    let path = format!("people/{}/end", gone["subject"].as_str().unwrap());
    world.person("archive").post(&path, end).await.expect(200);
    let mut pages = Vec::new();
    // Somebody of the police; the same with their agency; whose grant was ended; nobody; another case; nothing.
    let police = world.node.people.iter().find(|person| person.code == "police").unwrap();
    let word = police.name.to_lowercase().replace(' ', ".");
    for who in [word.as_str(), &format!("{word}@kp"), WHO, "nobody", "Blerim.Gashi", ""] {
        let answer = goes(&world, &ame, who, |_| {}).await;
        refused(&answer, 401, NOBODY);
        pages.push(answer.text());
    }
    let other =
        goes(&world, &ame, "x", |claims| claims["preferred_username"] = json!(["blerim.gashi"])).await;
    refused(&other, 401, NOBODY);
    assert!(pages.iter().all(|page| *page == pages[0]));
    let sent = sent(&world, "kp").await;
    let claims = kp.claims(&world, &sent.asked, "blerim.gashi");
    refused(&returns(&world, "kp", &kp.query(&sent, &claims), &sent.cookie).await, 401, NOBODY);
    let sent = crate::provider::sent(&world, "kp").await;
    let claims = kp.claims(&world, &sent.asked, &word);
    seated(&world, &returns(&world, "kp", &kp.query(&sent, &claims), &sent.cookie).await);
}

#[tokio::test]
async fn an_answer_is_taken_once() {
    let (world, ame) = one("").await;
    let sent = sent(&world, "ame").await;
    let query = ame.query(&sent, &ame.claims(&world, &sent.asked, WHO));
    seated(&world, &returns(&world, "ame", &query, &sent.cookie).await);
    refused(&returns(&world, "ame", &query, &sent.cookie).await, 401, LATE);
}

#[tokio::test]
async fn an_answer_that_comes_after_ten_minutes_is_refused() {
    let (world, ame) = one("").await;
    let sent = sent(&world, "ame").await;
    world.node.hands.forward(10 * 60_000);
    let query = ame.query(&sent, &ame.claims(&world, &sent.asked, WHO));
    refused(&returns(&world, "ame", &query, &sent.cookie).await, 401, LATE);
}

#[tokio::test]
async fn nobody_is_logged_in_by_an_answer_that_another_browser_asked_for() {
    let (world, ame) = one("").await;
    for cookie in ["", "kulla-oidc=", "other"] {
        let (attacker, victim) = (sent(&world, "ame").await, sent(&world, "ame").await);
        let cookie = if cookie == "other" { victim.cookie.as_str() } else { cookie };
        let query = ame.query(&attacker, &ame.claims(&world, &attacker.asked, WHO));
        refused(&returns(&world, "ame", &query, cookie).await, 401, LATE);
    }
}

#[tokio::test]
async fn the_code_of_another_provider_is_taken_to_none() {
    let (world, ame, kp) = both(true).await;
    let take = async |at: &str, sent: &Sent, query: &str| returns(&world, at, query, &sent.cookie).await;
    // Asked of one, answered at the address of the other.
    let asked = sent(&world, "ame").await;
    let query = kp.query(&asked, &kp.claims(&world, &asked.asked, WHO));
    refused(&take("kp", &asked, &query).await, 401, LATE);
    // At the right address, and named by the other: the code does not leave.
    let asked = sent(&world, "ame").await;
    let query = kp.query(&asked, &kp.claims(&world, &asked.asked, WHO));
    refused(&take("ame", &asked, &query).await, 401, UNBELIEVED);
    // The name of the other taken away: this one promised to name itself.
    let asked = sent(&world, "ame").await;
    let query = ame.query(&asked, &ame.claims(&world, &asked.asked, WHO));
    refused(&take("ame", &asked, query.split("&iss").next().unwrap()).await, 401, UNBELIEVED);
    // The code of another log-in at the same provider: PKCE.
    let (first, second) = (sent(&world, "ame").await, sent(&world, "ame").await);
    let query = ame.query(&first, &ame.claims(&world, &first.asked, WHO));
    let query = query.replace(&first.asked["state"], &second.asked["state"]);
    refused(&take("ame", &second, &query).await, 401, "did not let you in");
}

#[tokio::test]
async fn a_token_that_is_not_for_this_log_in_is_refused() {
    let (world, ame) = one("").await;
    for (name, value) in [
        ("aud", json!("other")),
        ("aud", json!(["kulla", "other"])),
        ("nonce", json!("other")),
        ("iss", json!("https://evil.example")),
        ("exp", json!(1)),
        ("sub", json!("")),
    ] {
        refused(&goes(&world, &ame, WHO, |claims| claims[name] = value.clone()).await, 401, UNBELIEVED);
    }
}

#[tokio::test]
async fn a_provider_that_says_no_and_what_does_not_read_lets_nobody_in() {
    let (world, _) = one("").await;
    let no = async |query: &str, words: &str| {
        let sent = sent(&world, "ame").await;
        let query = query.replace("STATE", &sent.asked["state"]);
        refused(&returns(&world, "ame", &query, &sent.cookie).await, 401, words);
    };
    // The provider names itself in each answer, so a no without its name is not its own.
    no("error=access_denied&state=STATE", UNBELIEVED).await;
    no("code=never-given&state=STATE", UNBELIEVED).await;
    no("code=a&code=b&state=STATE", UNBELIEVED).await;
    no("state=STATE", UNBELIEVED).await;
    no("", UNBELIEVED).await;
    no("code=a&state=made-up", LATE).await;
    assert_eq!(presses(&world, "other", "").await.status, 404);
    assert_eq!(returns(&world, "other", "code=a&state=b", "").await.status, 404);
}

#[tokio::test]
async fn a_new_key_of_a_provider_is_fetched_and_a_made_up_one_not_again_and_again() {
    let (world, ame) = one("").await;
    seated(&world, &goes(&world, &ame, WHO, |_| {}).await);
    seated(&world, &goes(&world, &ame, WHO, |_| {}).await);
    assert_eq!(ame.asked_for(), (1, 1), "what is known is not asked for");
    world.node.hands.forward(61_000);
    ame.sign_by("second");
    seated(&world, &goes(&world, &ame, WHO, |_| {}).await);
    assert_eq!(ame.asked_for(), (2, 1));
    ame.sign_by("third");
    refused(&goes(&world, &ame, WHO, |_| {}).await, 401, UNBELIEVED);
    assert_eq!(ame.asked_for(), (2, 1), "once a minute");
    world.node.hands.forward(61_000);
    seated(&world, &goes(&world, &ame, WHO, |_| {}).await);
    world.node.hands.forward(3_600_000);
    seated(&world, &goes(&world, &ame, WHO, |_| {}).await);
    assert_eq!(ame.asked_for(), (4, 2), "nothing is kept for longer than an hour");
}

#[tokio::test]
async fn a_provider_that_does_not_answer_keeps_out_nobody_but_its_own() {
    let (world, ame, kp) = both(true).await;
    ame.down(true);
    refused(&presses(&world, "ame", "lang=en").await, 503, "does not answer");
    refused(&presses(&world, "ame", "lang=en").await, 503, "does not answer");
    assert_eq!(ame.asked_for().1, 1, "it is left alone for a while");
    sent(&world, "kp").await;
    assert_eq!((kp.asked_for().1, world.get("/login").await.status.as_u16()), (1, 200));
    ame.down(false);
    world.node.hands.forward(10_000);
    seated(&world, &goes(&world, &ame, WHO, |_| {}).await);
}

#[tokio::test]
async fn by_one_factor_nobody_approves_on_an_operational_node() {
    let ame = Provider::open().await;
    let two = "two_factor = { amr = [\"mfa\"] }";
    let world = World::provided(false, vec![ame.listed("ame", two)]);
    let may = async |amr: Value| {
        let entered = goes(&world, &ame, "blerim.gashi", |claims| claims["amr"] = amr).await;
        let session = seated(&world, &entered).get("session").await.expect(200);
        session["acts"].as_array().unwrap().contains(&json!("warning.approve"))
    };
    assert!(!may(json!(["pwd"])).await);
    assert!(may(json!(["mfa"])).await);
}

#[tokio::test]
async fn log_ins_by_a_provider_are_on_record_and_refused_ones_are_counted() {
    let (world, ame) = one("").await;
    seated(&world, &goes(&world, &ame, WHO, |_| {}).await);
    refused(&goes(&world, &ame, "nobody", |_| {}).await, 401, NOBODY);
    refused(&presses(&world, "ame", "purpose=nothing&lang=en").await, 422, "does not work for this");
    written(&world).await;
    let page = world.person("overseer").get("oversight/accesses?limit=200").await.expect(200);
    let acts = |act: &str| page["items"].as_array().unwrap().iter().filter(|one| one["act"] == act).count();
    assert_eq!(acts("enter"), 1, "{page}");
    // Whom a provider names and nobody let in is nobody of whom there could be a record.
    let figures = world.figures().await;
    for code in ["oidc.nobody", "login.purpose"] {
        assert!(
            figures.contains(&format!("kulla_refusals_total{{code=\"{code}\"}} 1")),
            "{code} {figures}"
        );
    }
}

#[tokio::test]
async fn the_claim_and_what_stands_behind_the_word_are_the_operators_choice() {
    let (world, ame) = one("claim = \"email\"\nsuffix = \"@ame.example\"").await;
    let with = async |email: &str, verified: Value| {
        goes(&world, &ame, "blerim.gashi", |claims| {
            claims["email"] = json!(email);
            claims["email_verified"] = verified;
        })
        .await
    };
    refused(&with("arta.krasniqi@evil.example", json!(true)).await, 401, NOBODY);
    refused(&with("arta.krasniqi", json!(true)).await, 401, NOBODY);
    refused(&with("@ame.example", json!(true)).await, 401, NOBODY);
    refused(&with("arta.krasniqi@ame.example", json!(false)).await, 401, NOBODY);
    seated(&world, &with("arta.krasniqi@ame.example", json!(true)).await);
}
