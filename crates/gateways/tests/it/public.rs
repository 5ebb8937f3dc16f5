//! Pages and feeds for everybody.

use axum::http::Request;
use kulla_desk::command::warning::{Deed, DraftStep, NewDraft};
use kulla_desk::{Actor, Command, Order};
use kulla_guard::Reach;
use kulla_guard::holder::Entry;
use kulla_record::kind::warning::Content;
use kulla_record::session::Assurance;
use serde_json::{Value, json};

use crate::memory::principal;
use crate::world::{Person, World, issued};

const PAGE_BYTES_MAX: usize = 50 << 10;

async fn warned(world: &World) -> (Value, String) {
    let (duty, second) = (world.enters("duty").await, world.enters("second").await);
    let warning = issued(world, &duty, &second).await;
    let page = format!("/w/{}", warning["body"]["identifier"].as_str().unwrap());
    (warning, page)
}

/// The text of each element of a name.
fn inside<'a>(page: &'a str, element: &str) -> Vec<&'a str> {
    let (open, close) = (format!("<{element}"), format!("</{element}>"));
    let parts = page.split(open.as_str()).skip(1);
    parts.map(|part| part.split_once('>').unwrap().1.split(close.as_str()).next().unwrap()).collect()
}

#[tokio::test]
async fn a_page_is_small_needs_no_script_and_speaks_the_readers_language() {
    let world = World::drill();
    let (_, page) = warned(&world).await;
    for (lang, tag, words) in [
        ("sq", "sq", "Çka po ndodh"),
        ("sr", "sr-Latn", "Šta se dešava"),
        ("en", "en", "What is happening"),
    ] {
        let text = world.get(&format!("{page}?lang={lang}")).await.text();
        assert!(text.len() <= PAGE_BYTES_MAX, "{} bytes", text.len());
        assert!(!text.contains("<script") && !text.contains("javascript:") && !text.contains(" style="));
        assert!(text.contains(&format!("<html lang=\"{tag}\">")) && text.contains(words), "{lang}");
    }
    let asked = Request::get(&page).header("accept-language", "sr-Latn, en;q=0.5");
    assert!(world.send(asked, "").await.text().contains("Poplava na Belom Drimu"));
    let turkish = world.get(&format!("{page}?lang=tr")).await.text();
    assert!(
        turkish.contains("Nehir yükseliyor") && turkish.contains("lang=\"tr\""),
        "its other languages too"
    );
}

#[tokio::test]
async fn everything_of_an_exercise_says_so_and_nothing_can_be_called() {
    let world = World::drill();
    let (_, page) = warned(&world).await;
    for path in ["/?lang=en".to_owned(), format!("{page}?lang=en")] {
        let text = world.get(&path).await.text();
        assert!(text.contains("USHTRIM · VEŽBA · EXERCISE") && text.contains("This is not a real warning"));
        for element in ["title", "h1", "h2"] {
            for heading in inside(&text, element) {
                assert!(heading.starts_with("EXERCISE: "), "{path}: {heading}");
            }
        }
        assert!(!text.contains("tel:"));
    }
    assert!(world.get("/?lang=sr").await.text().contains(">VEŽBA: Poplava na Belom Drimu<"));
    let feed = world.get("/feeds/cap.atom").await.text();
    assert!(inside(&feed, "title").iter().all(|title| title.starts_with("EXERCISE")), "{feed}");
    assert!(world.get("/feeds/cap.edxl").await.text().contains("<distributionStatus>Exercise<"));
}

#[tokio::test]
async fn real_work_has_no_band_and_no_trace_of_the_exercise_beside_it() {
    let world = World::real();
    let text = world.get("/?lang=en").await.text();
    assert!(text.contains("No warning is in force") && !text.contains("EXERCISE"));
    let drill = world.get("/exercise/drini/?lang=en").await.text();
    assert!(
        drill.contains("USHTRIM · VEŽBA · EXERCISE") && drill.contains("/exercise/drini/feeds/cap.atom")
    );
    assert_eq!(world.get("/exercise/other/").await.status.as_u16(), 404);
    let feed = world.get("/feeds/cap.atom").await;
    assert_eq!(feed.status.as_u16(), 200);
    assert!(feed.header("last-modified").ends_with("GMT"), "{}", feed.header("last-modified"));
}

/// On an operational node nobody approves by a link, so the two act at the desk itself.
fn really_issued(world: &World) {
    let person = |code: &str| {
        let at = world.node.people.iter().position(|person| person.code == code).unwrap();
        let purpose = world.node.people[at].purpose.clone();
        let entry = Entry { purpose, assurance: Assurance::PhishingResistant, exercise: None };
        Actor { session: world.node.desk.session(principal(at), entry).unwrap(), reach: Reach::Roles }
    };
    let (duty, second) = (person("duty"), person("second"));
    let act = |who: &Actor, command| {
        let order = Order { id: None, fingerprint: [0; 16], command };
        world.node.desk.act(who, &order).unwrap()
    };
    let content: Content = serde_json::from_value(world.person("duty").content()).unwrap();
    let hash = content.hash_hex();
    let mut done =
        act(&duty, Command::NewDraft(Box::new(NewDraft { content, incident: None, label: None })));
    for (who, deed) in [
        (&duty, Deed::Submit),
        (&second, Deed::Approve { hash: hash.clone(), signed: None }),
        (&duty, Deed::Issue(hash)),
    ] {
        let step = DraftStep { draft: done.subject, seen: done.version.into(), deed };
        done = act(who, Command::Draft(Box::new(step)));
    }
}

#[tokio::test]
async fn a_real_warning_is_never_seen_in_the_exercise_and_can_be_called_about() {
    let world = World::real();
    really_issued(&world);
    let list = world.get("/?lang=en").await.text();
    let page = list
        .split("href=\"")
        .find_map(|part| part.starts_with("/w/").then(|| part.split('"').next().unwrap()));
    let page = world.get(&format!("{}?lang=en", page.unwrap())).await.text();
    assert!(page.contains("href=\"tel:112\"") && !page.contains("EXERCISE") && !page.contains("noindex"));
    assert!(world.get("/exercise/drini/?lang=en").await.text().contains("No warning is in force"));
    assert!(!world.get("/exercise/drini/feeds/cap.atom").await.text().contains("/cap/XK-"));
    assert!(world.get("/feeds/cap.edxl").await.text().contains("<distributionStatus>Actual<"));
}

#[tokio::test]
async fn a_reader_who_has_it_already_is_told_so_and_one_who_has_an_older_one_is_not() {
    let world = World::drill();
    let (warning, page) = warned(&world).await;
    let xml = format!("/cap/{}.xml", warning["body"]["identifier"].as_str().unwrap());
    let mut tags = Vec::new();
    for path in [page.as_str(), "/", "/feeds/cap.atom", "/feeds/cap.rss", "/feeds/cap.edxl", &xml] {
        let first = world.get(path).await;
        let tag = first.header("etag").to_owned();
        let again = world.send(Request::get(path).header("if-none-match", &tag), "").await;
        assert_eq!((again.status.as_u16(), again.bytes.len()), (304, 0), "{path}");
        assert!(first.header("cache-control").starts_with("public, max-age="), "{path}");
        tags.push((path.to_owned(), tag));
    }
    let duty: Person<'_> = world.enters("duty").await;
    let cancel = serde_json::json!({ "id": world.id(), "alone": true });
    duty.post(&format!("warnings/{}/cancel", warning["subject"].as_str().unwrap()), cancel)
        .await
        .expect(200);
    for (path, tag) in tags.iter().filter(|(path, _)| *path != xml) {
        let now = world.send(Request::get(path).header("if-none-match", tag), "").await;
        assert_eq!(now.status.as_u16(), 200, "{path}");
    }
}

#[tokio::test]
async fn a_warning_that_is_not_there_and_a_paper_that_is_not_public_are_the_same_page() {
    let world = World::drill();
    let duty = world.person("duty");
    let draft = duty.drafts(None).await;
    let paper = world.get(&format!("/w/{}", draft["body"]["number"].as_str().unwrap())).await;
    let none = world.get("/w/none").await;
    assert_eq!((paper.status.as_u16(), &paper.bytes), (404, &none.bytes));
    assert_eq!(world.get("/cap/none.xml").await.status.as_u16(), 404);
    assert_eq!(world.get("/cap/none").await.status.as_u16(), 404);
}

#[tokio::test]
async fn feeds_read_back_with_the_messages_that_they_name() {
    let world = World::drill();
    let (warning, _) = warned(&world).await;
    let identifier = warning["body"]["identifier"].as_str().unwrap();
    for path in ["/feeds/cap.atom", "/feeds/cap.rss"] {
        let parcel = kulla_cap::split(&world.get(path).await.bytes);
        let links: Vec<&str> = parcel.links().filter_map(|entry| entry.link.as_deref()).collect();
        assert_eq!(links, [format!("http://kulla.test/cap/{identifier}.xml")], "{path}");
    }
    let parcel = kulla_cap::split(&world.get("/feeds/cap.edxl").await.bytes);
    assert_eq!(parcel.alerts[0].alert.as_ref().unwrap().identifier, identifier);
}

#[tokio::test]
async fn a_copy_is_handed_out_until_a_warning_changes_and_never_after_what_holds_has_ended() {
    let world = World::drill();
    let (duty, second) = (world.enters("duty").await, world.enters("second").await);
    let (none, feed) = (world.get("/?lang=en").await, world.get("/feeds/cap.atom").await);
    duty.reports("Uji").await;
    let still = world.get("/?lang=en").await;
    assert_eq!((still.header("etag"), &still.bytes), (none.header("etag"), &none.bytes));
    let asked = || Request::get("/?lang=en").header("if-none-match", none.header("etag"));
    let known = world.send(asked(), "").await;
    assert_eq!((known.status.as_u16(), known.bytes.len()), (304, 0));
    let warning = issued(&world, &duty, &second).await;
    let identifier = warning["body"]["identifier"].as_str().unwrap();
    let now = world.send(asked(), "").await;
    assert!(now.status.as_u16() == 200 && now.text().contains(identifier), "in the same second");
    assert!(world.get("/?lang=sq").await.text().contains(identifier), "in each language");
    assert!(world.get("/feeds/cap.atom").await.text().contains(identifier));
    assert_ne!(world.get("/feeds/cap.atom").await.header("etag"), feed.header("etag"));
    let subject = warning["subject"].as_str().unwrap();
    let again = json!({ "id": world.id(), "alone": true });
    duty.post(&format!("warnings/{subject}/cancel"), again).await.expect(200);
    assert!(!world.get("/?lang=en").await.text().contains("In force until"), "taken back at once");
    world.node.hands.forward(25 * 3_600_000);
    let later = world.get("/?lang=en").await.text();
    assert!(!later.contains(identifier), "a day later nothing of it is listed, without anybody writing");
}
