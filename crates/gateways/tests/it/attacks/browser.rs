//! What a browser keeps, sends or is made to send: copies, tags, sockets, names and cookies.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use kulla_record::Kind;
use serde_json::{Value, json};

use super::{routes, text};
use crate::live::{listening, next, socket, until_end};
use crate::world::{Answer, By, HOST, ORIGIN, Person, World, through};

#[tokio::test]
async fn a_page_for_everybody_never_holds_what_a_session_sees() {
    let world = World::drill();
    let duty = world.enters("duty").await;
    let hidden = duty.hides("Raport i fshehtë").await;
    let (name, value) = duty.credential();
    for path in
        ["/", "/feeds/cap.atom", "/feeds/cap.rss", "/open311/v2/requests.json", "/report", "/healthz"]
    {
        let anybodys = world.get(path).await;
        let theirs = world.send(Request::get(path).header(name, &value), "").await;
        let again = world.get(path).await;
        assert_eq!(theirs.bytes, anybodys.bytes, "{path}");
        assert_eq!((theirs.header("etag"), theirs.status), (again.header("etag"), again.status), "{path}");
        assert!(
            !again.text().contains("fshehtë") && !again.text().contains(text(&hidden, "subject")),
            "{path}"
        );
    }
    assert!(
        duty.get("queue").await.text().contains("fshehtë"),
        "the same cookie opens it at its own address"
    );
}

#[tokio::test]
async fn no_answer_to_a_session_can_be_kept_or_told_from_anothers_by_its_tag() {
    let world = World::drill();
    let (duty, police) = (world.person("duty"), world.person("police"));
    let report = duty.reports("Uji").await;
    let item = format!("items/{}", text(&report, "subject"));
    let ask = async |person: &Person<'_>, path: &str, known: &str| {
        let (name, value) = person.credential();
        world
            .send(Request::get(person.at(path)).header(name, value).header("if-none-match", known), "")
            .await
    };
    let plain =
        routes().into_iter().filter(|(path, item)| item.get("get").is_some() && !path.contains('{'));
    let mut looked = 0;
    for path in plain.map(|(path, _)| path).filter(|path| path != "live").chain([item.clone()]) {
        let answer = duty.get(&path).await;
        let tagged = !answer.header("etag").is_empty();
        assert_eq!(tagged, path == "map/base", "{path}");
        if tagged {
            // One document for all: its tag tells nothing, and it may be kept by its browser.
            let theirs = police.get(&path).await;
            assert_eq!((answer.header("etag"), &answer.bytes), (theirs.header("etag"), &theirs.bytes));
            assert_eq!(ask(&police, &path, answer.header("etag")).await.status, 304);
            continue;
        }
        assert_eq!(answer.header("cache-control"), "no-store", "{path}");
        let known = ask(&duty, &path, "*").await;
        assert_eq!(known.status, answer.status, "{path}: no tag is ever the right one");
        looked += 1;
    }
    assert!(looked > 15, "{looked}");
    assert_eq!(ask(&police, &item, "*").await.status, 404, "and none tells that it is there");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_socket_whose_way_in_was_taken_away_delivers_nothing_more() {
    let world = World::drill();
    let port = listening(&world).await;
    let (admin, prizren) = (world.person("archive"), world.person("prizren"));
    let (browser, program) = (world.enters("second").await, world.person("second"));
    let mut open = [socket(port, &browser).await, socket(port, &program).await];
    for one in &mut open {
        next(one, "hello").await;
    }
    let before = prizren.reports("Para").await;
    for one in &mut open {
        while next(one, "change").await["subject"] != before["subject"] {}
    }
    let person = kulla_record::SubjectId(world.principal("second").0);
    let ended = admin.post(&format!("people/{person}/sessions/end"), json!({})).await;
    assert_eq!(ended.status, StatusCode::NO_CONTENT);
    let after = prizren.reports("Pas").await;
    for one in &mut open {
        let (came, over) = until_end(one).await;
        assert_eq!(over["code"], "session.ended");
        assert!(came.iter().all(|change| change["subject"] != after["subject"]), "{came:?}");
    }
    for person in [&browser, &program] {
        assert_eq!(person.get("changes").await.status, 401, "nor does a long poll");
    }
}

#[tokio::test]
async fn a_name_that_was_bound_anew_to_this_node_reaches_nothing() {
    let world = World::drill();
    let duty = world.enters("duty").await;
    let (name, value) = duty.credential();
    let hidden = duty.hides("Raport i fshehtë").await;
    let item = duty.at(&format!("items/{}", text(&hidden, "subject")));
    let link = world.link("second");
    let ways = [
        ("GET", item.as_str(), false),
        ("GET", "/as/1/api/v1/live", true),
        ("POST", "/as/1/api/v1/session/leave", false),
        ("POST", link.as_str(), false),
        ("POST", "/login/passkey/ask", false),
        ("GET", "/", false),
    ];
    for host in
        ["evil.test", "kulla.test.", "kulla.test.evil.test", "evil.test:80@kulla.test", "127.0.0.1", ""]
    {
        for (method, path, upgrade) in ways {
            let request = Request::builder().method(method).uri(path).header(header::HOST, host);
            let mut request = request.header(name, &value).header("x-kulla", "1");
            request = request.header("origin", format!("http://{host}"));
            if upgrade {
                request = request.header("upgrade", "websocket").header("connection", "upgrade");
            }
            let answer = through(&world.router, request.body(Body::empty()).unwrap()).await;
            assert_eq!(answer.status.as_u16(), 421, "{method} {path} as `{host}`");
            assert!(answer.headers.get("set-cookie").is_none() && !answer.text().contains("fshehtë"));
        }
    }
    let request =
        Request::get(&item).header(header::HOST, HOST).header(name, &value).header("origin", ORIGIN);
    let own = through(&world.router, request.body(Body::empty()).unwrap()).await;
    assert_eq!(own.expect(200)["subject"], hidden["subject"], "by its own name it is there");
    assert_eq!(world.send(Request::post(&link), "").await.status, 303, "and the link was not used up");
}

/// Enters in a browser that has these numbers in use. The cookie, and where it stands.
async fn enters(world: &World, code: &str, taken: &str) -> (String, String) {
    let answer = world.send(Request::post(world.link(code)).header("cookie", taken), "").await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    let at = answer.header("location").to_owned();
    assert!(
        answer.header("set-cookie").contains(&format!("Path={at};")),
        "a cookie goes to its own tab alone"
    );
    (answer.header("set-cookie").split(';').next().unwrap().to_owned(), at)
}

async fn asks(world: &World, at: &str, cookie: &str) -> Answer {
    world.send(Request::get(format!("{at}api/v1/session")).header("cookie", cookie), "").await
}

#[tokio::test]
async fn a_tab_of_one_role_never_acts_as_another_of_the_same_browser() {
    let world = World::drill();
    let (arta, one) = enters(&world, "duty", "").await;
    let (elmas, two) = enters(&world, "prizren", "kulla-1=1").await;
    assert_eq!((one.as_str(), two.as_str()), ("/as/1/", "/as/2/"));
    let own = asks(&world, &one, &arta).await.expect(200);
    assert_eq!(own["person"]["name"], "Arta Krasniqi");
    assert_eq!(asks(&world, &two, &elmas).await.expect(200)["person"]["name"], "Elmas Hoxha");
    // Neither cookie is one for machines, and the other one does not end with it.
    for cookie in [&arta, &elmas] {
        asks(&world, "/", cookie).await.expect(401);
    }
    let first = Person { world: &world, by: By::Cookie(arta) };
    assert_eq!(first.post("session/leave", json!({})).await.status, 204);
    asks(&world, &two, &elmas).await.expect(200);

    // The number is free and somebody else enters there; a tab of before is still open.
    let (blerim, again) = enters(&world, "second", "kulla-2=1").await;
    assert_eq!(again, "/as/1/");
    let reports = async |session: &Value| {
        let body = json!({ "id": world.id(), "title": "Uji", "from": "112" }).to_string();
        let request = Request::post("/as/1/api/v1/signals/report").header("cookie", &blerim);
        let request = request.header("x-kulla", "1").header("x-kulla-session", text(session, "id"));
        world.send(request, body).await
    };
    assert_eq!(
        reports(&own).await.expect(401)["code"],
        "session.other",
        "it thinks that it is the one before"
    );
    assert_eq!(world.node.memory.count(&Kind::REPORT), 0);
    let now = asks(&world, &again, &blerim).await.expect(200);
    assert_eq!(reports(&now).await.expect(200)["author"]["name"], "Blerim Gashi");
    let read = Request::get("/as/1/api/v1/queue").header("cookie", &blerim);
    world.send(read.header("x-kulla-session", text(&own, "id")), "").await.expect(401);
}
