//! Logging in by a passkey, or by name, password and code; the links by which people make either.

use axum::http::Request;
use kulla_guard::accounts::totp;
use kulla_record::kind::governance::Credential;
use serde_json::{Value, json};

use crate::authenticator::Authenticator;
use crate::memory::OPS;
use crate::oversight::written;
use crate::world::{Answer, By, Person, World};

pub const PASSWORD: &str = "pesë gurë mbi lumë";
pub const NAME: &str = "arta.krasniqi@ame";

pub async fn tells(world: &World, path: &str, body: Value) -> Answer {
    world.send(Request::post(path).header("origin", crate::world::ORIGIN), body.to_string()).await
}

async fn sends(world: &World, path: &str, fields: &[(&str, &str)], cookie: &str) -> Answer {
    let encode = |text: &str| text.bytes().map(|byte| format!("%{byte:02X}")).collect::<String>();
    let body: Vec<String> =
        fields.iter().map(|(name, value)| format!("{name}={}", encode(value))).collect();
    let request = Request::post(path).header("content-type", "application/x-www-form-urlencoded");
    world.send(request.header("cookie", cookie), body.join("&")).await
}

/// A link from the terminal of the node.
pub async fn link(world: &World, name: &str, replaces: bool) -> String {
    let told = json!({ "name": name, "replaces": replaces }).to_string();
    let request = Request::post("/people/link").body(told.into()).unwrap();
    let made = crate::world::through(&world.operator, request).await.expect(200);
    made["path"].as_str().unwrap().to_owned()
}

/// Makes a passkey by a link.
pub async fn enrols(world: &World, link: &str) -> Authenticator {
    let key = Authenticator::new();
    let asked = tells(world, &format!("{link}/passkey/ask"), json!({})).await.expect(200);
    tells(world, &format!("{link}/passkey"), key.makes(&asked, "blue key")).await.expect(200);
    key
}

pub async fn logs_in(world: &World, key: &Authenticator) -> Answer {
    let asked = tells(world, "/login/passkey/ask", json!({})).await.expect(200);
    tells(world, "/login/passkey", key.logs_in(&asked)).await
}

pub fn seated<'a>(world: &'a World, answer: &Answer) -> Person<'a> {
    let cookies = answer.headers.get_all("set-cookie").iter().map(|cookie| cookie.to_str().unwrap());
    let session = cookies.into_iter().find(|cookie| cookie.starts_with("kulla=")).unwrap();
    assert!(session.contains("Path=/as/1/;") && session.contains("HttpOnly; SameSite=Strict"), "{session}");
    Person { world, by: By::Cookie(session.split(';').next().unwrap().to_owned()) }
}

/// Somebody who made a passkey and logged in by it.
pub async fn by_passkey<'a>(world: &'a World, name: &str) -> Person<'a> {
    let key = enrols(world, &link(world, name, false).await).await;
    seated(world, &logs_in(world, &key).await)
}

/// The cookie by which a browser is known at log-in.
fn known(answer: &Answer) -> String {
    let cookies = answer.headers.get_all("set-cookie").iter().map(|cookie| cookie.to_str().unwrap());
    let found = cookies.into_iter().find(|cookie| cookie.starts_with("kulla-known="));
    found.map(|cookie| cookie.split(';').next().unwrap().to_owned()).unwrap_or_default()
}

/// Sets a password by a link. Gives the secret of the codes.
pub async fn sets_password(world: &World, link: &str) -> Vec<u8> {
    let at = format!("{link}/password");
    let page = sends(world, &at, &[("lang", "en")], "").await.text();
    let secret = page.split("<p class=\"code\">").nth(1).unwrap().split('<').next().unwrap();
    let secret = unspelled(secret);
    let code = code(world, &secret);
    let wrong = [("password", PASSWORD), ("again", "another"), ("code", code.as_str()), ("lang", "en")];
    let refused = sends(world, &at, &wrong, "").await;
    assert!(refused.status == 422 && refused.text().contains("passwords differ"), "{}", refused.text());
    let fields = [("password", PASSWORD), ("again", PASSWORD), ("code", code.as_str())];
    let done = sends(world, &at, &fields, "").await;
    assert!(done.status == 200 && done.text().contains(NAME), "{}", done.text());
    secret
}

fn unspelled(text: &str) -> Vec<u8> {
    let (mut bytes, mut held, mut bits) = (Vec::new(), 0_u32, 0);
    for letter in text.bytes().filter(|byte| *byte != b' ') {
        let five = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".iter().position(|known| *known == letter).unwrap();
        held = held << 5 | five as u32;
        bits += 5;
        if bits >= 8 {
            bits -= 8;
            bytes.push((held >> bits) as u8);
        }
    }
    bytes
}

pub fn code(world: &World, secret: &[u8]) -> String {
    let now = kulla_record::Clock::unix_ms(world.node.hands.as_ref());
    format!("{:06}", totp::code(secret, now / totp::STEP_MS))
}

pub async fn types(world: &World, (name, password, code): (&str, &str, &str), cookie: &str) -> Answer {
    let fields = [("name", name), ("password", password), ("code", code), ("lang", "en")];
    sends(world, "/login/password", &fields, cookie).await
}

#[tokio::test]
async fn a_link_makes_one_passkey_and_the_passkey_begins_sessions_that_resist_phishing() {
    let world = World::drill();
    let link = link(&world, NAME, false).await;
    for _ in 0..2 {
        let page = world.get(&link).await;
        assert!(page.text().contains("Arta Krasniqi") && page.headers.get("set-cookie").is_none());
        let policy = page.header("content-security-policy");
        assert!(policy.contains("script-src 'self'") && !policy.contains("unsafe"), "{policy}");
    }
    let key = enrols(&world, &link).await;
    assert_eq!(world.get(&link).await.status, 410, "once");
    let entered = logs_in(&world, &key).await;
    assert_eq!(entered.expect(200)["to"], "/as/1/");
    let duty = seated(&world, &entered);
    let session = duty.get("session").await.expect(200);
    assert_eq!(session["person"]["name"], "Arta Krasniqi");
    assert_eq!(
        (&session["assurance"], &session["exercise"]),
        (&json!("phishing-resistant"), &json!("drini"))
    );
    assert_eq!(session["purpose"], "civil-protection", "the first of the agency");
    let me = duty.get("me").await.expect(200);
    assert_eq!((&me["login"], &me["passkeys"][0]["name"]), (&json!(NAME), &json!("blue key")));
    assert!(me["passkeys"][0]["used"].is_string() && me["sessions"][0]["here"] == json!(true));
}

#[tokio::test]
async fn an_answer_is_taken_once_in_time_and_from_the_own_site_alone() {
    let world = World::drill();
    let key = enrols(&world, &link(&world, NAME, false).await).await;
    key.count(5);
    let asked = tells(&world, "/login/passkey/ask", json!({})).await.expect(200);
    let answer = key.logs_in(&asked);
    tells(&world, "/login/passkey", answer.clone()).await.expect(200);
    assert_eq!(tells(&world, "/login/passkey", answer).await.expect(401)["code"], "login.late", "replayed");
    let asked = tells(&world, "/login/passkey/ask", json!({})).await.expect(200);
    let elsewhere = key.logs_in_at(&asked, "http://kulla.test.evil.example");
    assert_eq!(tells(&world, "/login/passkey", elsewhere).await.expect(401)["code"], "passkey.fault");
    let late = key.logs_in(&asked);
    world.node.hands.forward(6 * 60_000);
    assert_eq!(tells(&world, "/login/passkey", late).await.expect(401)["code"], "login.late");
    let own = json!({ "challenge": "AAAA" });
    assert_eq!(tells(&world, "/login/passkey", key.logs_in(&own)).await.expect(401)["code"], "login.late");
    key.count(2);
    assert_eq!(
        logs_in(&world, &key).await.expect(401)["code"],
        "passkey.fault",
        "a copy that counts behind"
    );
    let stranger = Authenticator::new();
    assert_eq!(logs_in(&world, &stranger).await.expect(401)["code"], "login.wrong");
}

#[tokio::test]
async fn a_new_key_is_for_whom_it_was_asked_and_for_nobody_else() {
    let world = World::drill();
    let (arta, blerim) = (link(&world, NAME, false).await, link(&world, "blerim.gashi@ame", false).await);
    let key = Authenticator::new();
    let asked = tells(&world, &format!("{arta}/passkey/ask"), json!({})).await.expect(200);
    let made = key.makes(&asked, "x");
    assert_eq!(
        tells(&world, &format!("{blerim}/passkey"), made.clone()).await.expect(401)["code"],
        "login.late"
    );
    tells(&world, &format!("{arta}/passkey"), made).await.expect(200);
    let asked = tells(&world, &format!("{blerim}/passkey/ask"), json!({})).await.expect(200);
    let again = tells(&world, &format!("{blerim}/passkey"), key.makes(&asked, "x")).await.expect(422);
    assert_eq!(again["code"], "passkey.known", "one key is one person");
}

#[tokio::test]
async fn a_password_needs_its_code_each_code_once_and_gives_two_factors() {
    let world = World::drill();
    let secret = sets_password(&world, &link(&world, NAME, false).await).await;
    let used = code(&world, &secret);
    assert_eq!(types(&world, (NAME, PASSWORD, &used), "").await.status, 401, "used when it was set");
    world.node.hands.forward(60_000);
    let now = code(&world, &secret);
    assert_eq!(types(&world, (NAME, PASSWORD, "000000"), "").await.status, 401);
    assert_eq!(types(&world, (NAME, "another password", &now), "").await.status, 401);
    let entered = types(&world, ("Arta.Krasniqi@AME", PASSWORD, &now), "").await;
    assert_eq!((entered.status.as_u16(), entered.header("location")), (303, "/as/1/"));
    let session = seated(&world, &entered).get("session").await.expect(200);
    assert_eq!(session["assurance"], "two-factor");
    assert_eq!(types(&world, (NAME, PASSWORD, &now), &known(&entered)).await.status, 401, "replayed");
}

#[tokio::test]
async fn no_answer_tells_which_names_there_are() {
    let world = World::drill();
    sets_password(&world, &link(&world, NAME, false).await).await;
    // Somebody with a password, somebody without one, somebody of no agency, and nobody.
    let names = [NAME, "blerim.gashi@ame", "nobody@ame", "nobody@nothing", "", "@", "x"];
    for round in 0..8 {
        let mut pages = Vec::new();
        for name in names {
            let answer = types(&world, (name, "wrong wrong wrong", "123456"), "").await;
            let own = |name: &str| format!("maxlength=\"160\" value=\"{name}\"");
            let page = answer.text().replace(&own(name), &own(""));
            pages.push((answer.status.as_u16(), page));
        }
        let expected = if round < 6 { 401 } else { 429 };
        for (name, page) in names.iter().zip(&pages) {
            assert_eq!(page.0, expected, "{name} in round {round}: {}", page.1);
            assert_eq!(page, &pages[0], "{name} in round {round}");
        }
    }
}

#[tokio::test]
async fn guessing_locks_nobody_out_who_has_been_here_before() {
    let world = World::drill();
    let own = link(&world, NAME, false).await;
    let secret = sets_password(&world, &own).await;
    let key = enrols(&world, &link(&world, NAME, false).await).await;
    world.node.hands.forward(60_000);
    let browser = known(&types(&world, (NAME, PASSWORD, &code(&world, &secret)), "").await);
    assert!(!browser.is_empty());
    while types(&world, (NAME, "guess guess guess", "000000"), "").await.status != 429 {}
    world.node.hands.forward(60_000);
    let right = (NAME, PASSWORD, &*code(&world, &secret));
    let shut = types(&world, right, "").await;
    assert!(shut.status == 429 && shut.text().contains("2 min"), "{}", shut.text());
    assert_eq!(types(&world, right, &browser).await.status, 303, "the own browser");
    assert_eq!(logs_in(&world, &key).await.status, 200, "and a passkey");
    world.node.hands.forward(3 * 60_000);
    assert_eq!(
        types(&world, (NAME, PASSWORD, &code(&world, &secret)), "").await.status,
        303,
        "and later all"
    );
}

#[tokio::test]
async fn a_link_that_replaces_ends_whatever_was_there() {
    let world = World::drill();
    let key = enrols(&world, &link(&world, NAME, false).await).await;
    let before = logs_in(&world, &key).await;
    let duty = seated(&world, &before);
    let new = enrols(&world, &link(&world, NAME, true).await).await;
    assert_eq!(duty.get("session").await.status, 401, "the session of the lost key");
    assert_eq!(logs_in(&world, &key).await.expect(401)["code"], "login.wrong");
    let entered = logs_in(&world, &new).await;
    assert_eq!(
        seated(&world, &entered).get("me").await.expect(200)["passkeys"].as_array().unwrap().len(),
        1
    );
}

#[tokio::test]
async fn whose_grant_is_over_logs_in_by_nothing() {
    let world = World::drill();
    let admin = world.person("archive");
    let key = enrols(&world, &link(&world, NAME, false).await).await;
    let waiting = link(&world, NAME, false).await;
    let all = admin.get("people").await.expect(200);
    let arta =
        all["people"].as_array().unwrap().iter().find(|p| p["held"]["name"] == "Arta Krasniqi").unwrap();
    assert_eq!(arta["log_in"]["passkeys"], 1);
    let end = json!({ "head": arta["version"], "reason": "left" });
    admin.post(&format!("people/{}/end", arta["subject"].as_str().unwrap()), end).await.expect(200);
    assert_eq!(logs_in(&world, &key).await.status, 422);
    assert_eq!(world.get(&waiting).await.status, 410);
}

#[tokio::test]
async fn an_administrator_makes_links_for_plain_people_and_two_make_those_of_approvers() {
    let world = World::drill();
    let (admin, second) = (world.person("archive"), world.person("archive-ame"));
    let id = |code: &str| kulla_record::SubjectId(world.principal(code).0);
    let plain = admin.post(&format!("people/{}/link", id("duty")), json!({})).await.expect(200);
    enrols(&world, plain["path"].as_str().unwrap()).await;
    let told = json!({ "replaces": true, "reason": "lost key" });
    let waits = admin.post(&format!("people/{}/link", id("second")), told).await.expect(202);
    assert_eq!((&waits["waits"], waits.get("path")), (&json!(true), None));
    let list = second.get("people").await.expect(200)["changes_of_links"].clone();
    assert_eq!((&list[0]["name"], &list[0]["mine"]), (&json!("Blerim Gashi"), &json!(false)));
    let at = format!("people/links/{}/confirm", list[0]["id"].as_str().unwrap());
    assert_eq!(admin.post(&at, json!({})).await.expect(422)["code"], "people.same-person");
    let made = second.post(&at, json!({})).await.expect(200);
    enrols(&world, made["path"].as_str().unwrap()).await;
    let about = world.principal("second");
    let notes = world.node.memory.bodies::<Credential>(OPS).into_iter().filter(|note| note.person == about);
    let notes: Vec<_> = notes.map(|note| (note.what, note.by)).collect();
    let by = |code: &str| Some(world.principal(code));
    let expected = [
        ("invited", by("archive")),
        ("confirmed", by("archive-ame")),
        ("reset", by("archive-ame")),
        ("enrolled", Some(about)),
    ];
    assert_eq!(notes, expected.map(|(what, by)| (what.to_owned(), by)), "who wanted it, and who made it");
    assert_eq!(second.post(&at, json!({})).await.status, 404, "once");
    for person in [id("police").to_string(), kulla_record::SubjectId([9; 16]).to_string(), "x".into()] {
        let absent = admin.post(&format!("people/{person}/link"), json!({})).await;
        assert_eq!((absent.status.as_u16(), absent.json()["code"].clone()), (404, json!("absent")));
    }
    let own = admin.post(&format!("people/{}/link", id("archive")), json!({})).await.expect(422);
    assert_eq!(own["code"], "people.self");
    let officer = world.person("duty").post(&format!("people/{}/link", id("duty")), json!({})).await;
    assert_eq!(officer.status, 403);
}

#[tokio::test]
async fn one_looks_after_ones_own_sessions_passkeys_and_tokens() {
    let world = World::drill();
    let key = enrols(&world, &link(&world, NAME, false).await).await;
    let here = logs_in(&world, &key).await;
    let duty = seated(&world, &here);
    let other = logs_in(&world, &key).await;
    let me = duty.get("me").await.expect(200);
    let elsewhere = me["sessions"].as_array().unwrap().iter().find(|one| one["here"] == false).unwrap();
    let ended =
        duty.post(&format!("me/sessions/{}/end", elsewhere["id"].as_str().unwrap()), json!({})).await;
    assert_eq!(ended.expect(200)["sessions"].as_array().unwrap().len(), 1);
    assert_eq!(seated(&world, &other).get("session").await.status, 401);
    let asked = duty.post("me/passkeys/ask", json!({})).await.expect(200);
    assert_eq!(asked["exclude"].as_array().unwrap().len(), 1);
    let second = Authenticator::new();
    let me = duty.post("me/passkeys", second.makes(&asked, "phone")).await.expect(200);
    let first = me["passkeys"][0]["id"].as_str().unwrap().to_owned();
    duty.post(&format!("me/passkeys/{first}/remove"), json!({})).await.expect(200);
    assert_eq!(logs_in(&world, &key).await.status, 401);
    assert_eq!(logs_in(&world, &second).await.status, 200);
    let last = me["passkeys"][1]["id"].as_str().unwrap();
    let refused = duty.post(&format!("me/passkeys/{last}/remove"), json!({})).await.expect(422);
    assert_eq!(refused["code"], "me.last-way");
    world.node.hands.forward(16 * 60_000);
    let late = duty.post("me/passkeys/ask", json!({})).await.expect(403);
    assert_eq!(late["code"], "me.log-in-anew", "an open screen adds no key");
}

#[tokio::test]
async fn a_token_carries_what_its_owner_may_do_and_never_the_second_person() {
    let world = World::drill();
    let key = enrols(&world, &link(&world, "blerim.gashi@ame", false).await).await;
    let entered = logs_in(&world, &key).await;
    let second = seated(&world, &entered);
    let me = second.get("me").await.expect(200);
    let acts = me["token_acts"].as_array().unwrap();
    assert!(acts.contains(&json!("warning.draft")) && !acts.contains(&json!("warning.approve")));
    let told = |acts: Value| json!({ "name": "script", "acts": acts, "days": 30 });
    for beyond in [json!(["warning.approve"]), json!(["admin.people"]), json!(["made.up"])] {
        assert_eq!(second.post("me/tokens", told(beyond)).await.expect(422)["code"], "token.acts");
    }
    let made = second.post("me/tokens", told(json!(["search"]))).await.expect(200);
    let program = Person { world: &world, by: By::Bearer(made["token"].as_str().unwrap().to_owned()) };
    assert_eq!(program.get("session").await.expect(200)["acts"], json!(["search"]));
    assert_eq!(program.get("me").await.expect(403)["code"], "me.machine");
    let more = program.post("me/tokens", told(json!(["search"]))).await.expect(403);
    assert_eq!(more["code"], "me.machine", "a token makes no tokens");
    let id = made["me"]["tokens"][0]["id"].as_str().unwrap();
    second.post(&format!("me/tokens/{id}/end"), json!({})).await.expect(200);
    assert_eq!(program.get("session").await.status, 401);
    let admin = world.person("archive");
    let blerim = kulla_record::SubjectId(world.principal("second").0);
    assert_eq!(admin.post(&format!("people/{blerim}/sessions/end"), json!({})).await.status, 204);
    assert_eq!(second.get("session").await.status, 401);
}

#[tokio::test]
async fn on_an_operational_node_two_factors_approve_and_a_link_does_not() {
    let world = World::real();
    let key = enrols(&world, &link(&world, "blerim.gashi@ame", false).await).await;
    let entered = logs_in(&world, &key).await;
    let acts = seated(&world, &entered).get("session").await.expect(200)["acts"].clone();
    assert!(acts.as_array().unwrap().contains(&json!("warning.approve")));
    let asked = tells(&world, "/login/passkey/ask", json!({})).await.expect(200);
    let mut wrong = key.logs_in(&asked);
    wrong["purpose"] = json!("oversight");
    assert_eq!(tells(&world, "/login/passkey", wrong).await.expect(422)["code"], "login.purpose");
    let asked = tells(&world, "/login/passkey/ask", json!({})).await.expect(200);
    let mut drill = key.logs_in(&asked);
    drill["exercise"] = json!(crate::memory::DRILL_NAME);
    let entered = tells(&world, "/login/passkey", drill).await;
    let session = seated(&world, &entered).get("session").await.expect(200);
    assert_eq!(session["exercise"], crate::memory::DRILL_NAME);
}

#[tokio::test]
async fn when_the_disk_takes_nothing_no_link_is_used_up_and_nobody_is_told_otherwise() {
    let world = World::drill();
    let link = link(&world, NAME, false).await;
    let key = Authenticator::new();
    let asked = tells(&world, &format!("{link}/passkey/ask"), json!({})).await.expect(200);
    world.vault_full(true);
    let refused = tells(&world, &format!("{link}/passkey"), key.makes(&asked, "x")).await.expect(503);
    assert_eq!(refused["code"], "entry.unsaved");
    world.vault_full(false);
    assert_eq!(world.get(&link).await.status, 200, "it still holds");
    enrols(&world, &link).await;
}

#[tokio::test]
async fn log_ins_and_refused_ones_are_there_for_the_overseer() {
    let world = World::drill();
    let secret = sets_password(&world, &link(&world, NAME, false).await).await;
    types(&world, (NAME, "wrong wrong wrong", "000000"), "").await;
    world.node.hands.forward(60_000);
    types(&world, (NAME, PASSWORD, &code(&world, &secret)), "").await;
    written(&world).await;
    let all = world.person("overseer").get("oversight/accesses").await.expect(200).to_string();
    assert!(all.contains("\"enter\"") && all.contains("\"enter-refused\""), "{all}");
}
