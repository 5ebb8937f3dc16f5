//! Feeds that are fetched.

use kulla_record::Kind;
use kulla_record::kind::governance::Link;
use kulla_record::kind::signal::Bulletin;
use serde_json::json;

use super::site::{Page, Site};
use super::{heads, kinds, open, seen, source, until};
use crate::world::World;

/// One message; `what` is what stands in it besides.
fn message(identifier: &str, sent: &str, kind: &str, what: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<alert xmlns=\"urn:oasis:names:tc:emergency:cap:1.2\">\
         <identifier>{identifier}</identifier><sender>test@example.org</sender><sent>{sent}</sent><status>Actual</status>\
         <msgType>{kind}</msgType><scope>Public</scope>{what}<info><language>en</language><category>Met</category>\
         <event>Flood</event><urgency>Expected</urgency><severity>Severe</severity><certainty>Likely</certainty>\
         <headline>Flood {identifier}</headline><area><areaDesc>Prizren</areaDesc></area></info></alert>"
    )
}

fn first(identifier: &str) -> String {
    message(identifier, "2026-11-18T10:00:00+01:00", "Alert", "")
}

fn feed(links: &[String]) -> String {
    let entry = |link: &String| {
        format!(
            "<entry><id>{link}</id><title>x</title><updated>2026-11-18T09:00:00Z</updated><link href=\"{link}\"/></entry>"
        )
    };
    let entries: String = links.iter().map(entry).collect();
    format!(
        "<feed xmlns=\"http://www.w3.org/2005/Atom\"><id>x</id><title>x</title><updated>2026-11-18T09:00:00Z</updated>{entries}</feed>"
    )
}

fn listed(url: &str) -> String {
    source("ihmk", "cap-feed", &format!("url = \"{url}\"\nevery_s = 10"))
}

fn bulletins(world: &World) -> Vec<String> {
    let mut names: Vec<String> =
        heads::<Bulletin>(world).into_iter().map(|(_, bulletin)| bulletin.identifier).collect();
    names.sort();
    names
}

/// Opens, waits, and closes again: a round is made at once after each start.
fn round(world: &World, text: &str, folder: &std::path::Path, what: &str, holds: impl FnMut() -> bool) {
    let sources = open(world, text, folder);
    until(world, what, holds);
    sources.close();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_feed_is_followed_to_its_messages_and_asked_again_only_for_what_is_new() {
    let (world, folder, site) = (World::drill(), tempfile::tempdir().unwrap(), Site::start());
    site.put("/a.xml", Page::of(first("a")));
    site.put("/b.xml", Page::of(first("b")));
    site.put("/feed", Page::of(feed(&["/a.xml".into(), site.url("/b.xml")])).with_etag("\"1\""));
    let text = listed(&site.url("/feed"));
    round(&world, &text, folder.path(), "both are in triage", || bulletins(&world) == ["a", "b"]);
    // A new start: the feed has not changed, and says so.
    round(&world, &text, folder.path(), "nothing changed", || site.asked("/feed").ends_with(&[304]));
    site.put("/c.xml", Page::of(first("c")));
    site.put("/feed", Page::of(feed(&["/a.xml".into(), "/c.xml".into()])).with_etag("\"2\""));
    round(&world, &text, folder.path(), "the third is in triage", || bulletins(&world) == ["a", "b", "c"]);
    assert_eq!((site.asked("/a.xml"), site.asked("/c.xml")), (vec![200], vec![200]));
    let duty = world.enters("duty").await;
    assert_eq!(duty.get("queue?want=triage").await.expect(200)["counts"]["triage"], 3);
    assert_eq!(seen(&duty, "ihmk").await.unwrap()["state"], "good");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_that_comes_by_feed_and_by_file_is_one_bulletin() {
    let (world, folder, site) = (World::drill(), tempfile::tempdir().unwrap(), Site::start());
    let duty = world.enters("duty").await;
    let taken = duty.tell("POST", "signals/cap", first("a")).await.expect(200);
    assert_eq!(taken["received"].as_array().unwrap().len(), 1);
    // The feed belongs to another agency of the same readers.
    site.put("/feed", Page::of(first("a")));
    let text = listed(&site.url("/feed")).replace("\"ame\"", "\"ihmk\"");
    let sources = open(&world, &text, folder.path());
    until(&world, "it was fetched", || {
        !site.asked("/feed").is_empty() && world.house.intake().all()[0].standing.taken > 0
    });
    sources.close();
    assert_eq!(kinds(&world, &Kind::BULLETIN), 1);
    let again = duty.tell("POST", "signals/cap", first("a")).await.expect(200);
    assert_eq!(again["known"].as_array().unwrap().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_update_and_a_cancellation_are_linked_to_what_they_name() {
    let (world, folder, site) = (World::drill(), tempfile::tempdir().unwrap(), Site::start());
    let names = |identifier: &str, sent: &str| {
        format!("<references>test@example.org,{identifier},{sent}</references>")
    };
    site.put("/1.xml", Page::of(first("one")));
    let update =
        message("two", "2026-11-18T11:00:00+01:00", "Update", &names("one", "2026-11-18T10:00:00+01:00"));
    site.put("/2.xml", Page::of(update));
    let cancel =
        message("three", "2026-11-18T12:00:00+01:00", "Cancel", &names("two", "2026-11-18T11:00:00+01:00"));
    site.put("/3.xml", Page::of(cancel));
    // The newest first, as most feeds are.
    site.put("/feed", Page::of(feed(&["/3.xml".into(), "/2.xml".into(), "/1.xml".into()])));
    round(&world, &listed(&site.url("/feed")), folder.path(), "all are here", || {
        bulletins(&world).len() == 3
    });
    let of = |identifier: &str| {
        heads::<Bulletin>(&world)
            .into_iter()
            .find(|(_, bulletin)| bulletin.identifier == identifier)
            .unwrap()
            .0
    };
    let mut links: Vec<_> =
        heads::<Link>(&world).into_iter().map(|(_, link)| (link.from, link.relation, link.to)).collect();
    links.sort();
    let mut expected =
        vec![(of("two"), "updates".to_owned(), of("one")), (of("three"), "cancels".to_owned(), of("two"))];
    expected.sort();
    assert_eq!(links, expected);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_fails_for_a_while_is_fetched_later_and_a_feed_is_not_taken_as_dealt_with_before() {
    let (world, folder, site) = (World::drill(), tempfile::tempdir().unwrap(), Site::start());
    site.put("/a.xml", Page::of(first("a")));
    site.put("/b.xml", Page::status(503, &["retry-after: 1"]));
    site.put("/feed", Page::of(feed(&["/a.xml".into(), "/b.xml".into()])).with_etag("\"1\""));
    let text = listed(&site.url("/feed"));
    round(&world, &text, folder.path(), "one is here", || {
        bulletins(&world) == ["a"] && site.asked("/b.xml") == [503]
    });
    site.put("/b.xml", Page::of(first("b")));
    // Had the ETag been kept, the server would say that nothing changed.
    round(&world, &text, folder.path(), "both are here", || bulletins(&world) == ["a", "b"]);
    assert_eq!(site.asked("/a.xml"), [200]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_feed_leads_nowhere_but_to_the_hosts_that_were_listed() {
    let (world, folder, site, other) =
        (World::drill(), tempfile::tempdir().unwrap(), Site::start(), Site::start());
    // The same machine under another name is another host.
    let elsewhere = format!("http://localhost:{}/x.xml", other.address.port());
    other.put("/x.xml", Page::of(first("x")));
    site.put("/r.xml", Page::status(302, &[&format!("location: {elsewhere}")]));
    site.put("/loop.xml", Page::status(302, &["location: /loop.xml"]));
    site.put("/moved.xml", Page::status(301, &["location: /a.xml"]));
    site.put("/a.xml", Page::of(first("a")));
    site.put("/big.xml", Page::of(first("big") + &" ".repeat(2 << 20)));
    site.put("/page.html", Page::of("<html><body>For people</body></html>"));
    let links =
        ["/r.xml", "/loop.xml", "/moved.xml", "/big.xml", "/page.html", "/gone.xml", "file:///etc/passwd"];
    let mut links: Vec<String> = links.iter().map(|link| (*link).to_owned()).collect();
    links.push(elsewhere.clone());
    site.put("/feed", Page::of(feed(&links)));
    let text = listed(&site.url("/feed"));
    round(&world, &text, folder.path(), "the good one is here", || bulletins(&world) == ["a"]);
    let duty = world.enters("duty").await;
    assert_eq!(seen(&duty, "ihmk").await.unwrap()["counts"]["dropped"], json!({ "refused": 6 }));
    assert_eq!(other.asked("/x.xml"), [] as [u16; 0]);
    // Listed, it is followed: also by a redirect.
    let folder = tempfile::tempdir().unwrap();
    let text = text.replace("every_s", "hosts = [\"localhost\"]\nevery_s");
    round(&world, &text, folder.path(), "the other is here", || bulletins(&world) == ["a", "x"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_in_place_of_a_feed_is_trouble_and_no_quarantine() {
    let (world, folder, site) = (World::drill(), tempfile::tempdir().unwrap(), Site::start());
    site.put("/feed", Page::of("<html><body>We are moving</body></html>"));
    let trouble = || world.house.intake().all()[0].standing.trouble.clone();
    round(&world, &listed(&site.url("/feed")), folder.path(), "it is told", || {
        trouble().contains("neither CAP nor a feed")
    });
    let duty = world.enters("duty").await;
    assert_eq!(duty.get("quarantine").await.expect(200)["items"], json!([]));
    site.put("/feed", Page::status(500, &[]));
    round(&world, &listed(&site.url("/feed")), folder.path(), "it is told too", || {
        trouble().contains("500")
    });
}
