//! What stands around every door.

use axum::body::Body;
use axum::http::{Request, header};
use serde_json::json;

use crate::world::{HOST, ORIGIN, World, through};

#[tokio::test]
async fn a_host_that_is_not_ours_is_not_answered() {
    let world = World::drill();
    for host in ["evil.test", "kulla.test.evil.test", "kulla.test:81"] {
        let request = Request::get("/").header(header::HOST, host).body(Body::empty()).unwrap();
        assert_eq!(through(&world.router, request).await.status.as_u16(), 421, "{host}");
    }
    let request = Request::get("/").body(Body::empty()).unwrap();
    assert_eq!(through(&world.router, request).await.status.as_u16(), 421, "no host at all");
}

#[tokio::test]
async fn a_change_by_cookie_has_to_be_meant() {
    let world = World::drill();
    let duty = world.enters("duty").await;
    let (name, value) = duty.credential();
    let body = json!({ "id": world.id(), "title": "x", "from": "y" }).to_string();
    let send = |header: &'static str, said: &'static str| {
        world.send(
            Request::post(duty.at("signals/report")).header(name, &value).header(header, said),
            body.clone(),
        )
    };
    assert_eq!(send("accept", "*/*").await.expect(403)["code"], "request.not-meant");
    let foreign = Request::post(duty.at("signals/report")).header(name, &value).header("x-kulla", "1");
    let foreign = foreign.header("origin", "http://evil.test");
    assert_eq!(world.send(foreign, body.clone()).await.expect(403)["code"], "request.origin");
    let null = Request::post(world.link("second")).header("origin", "null");
    assert_eq!(world.send(null, "").await.expect(403)["code"], "request.origin");
    let own = Request::post(duty.at("signals/report")).header(name, &value).header("x-kulla", "1");
    world.send(own.header("origin", ORIGIN), body.clone()).await.expect(200);
}

#[tokio::test]
async fn every_answer_carries_the_security_headers() {
    let world = World::drill();
    let duty = world.enters("duty").await;
    let answers = [
        world.get("/").await,
        world.get("/nowhere").await,
        world.get("/healthz").await,
        world.get("/feeds/cap.atom").await,
        world.get("/as/1/").await,
        world.get(&world.link("duty")).await,
        duty.get("session").await,
        duty.get("items/none").await,
    ];
    for answer in answers {
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        assert!(answer.header("content-security-policy").contains("frame-ancestors 'none'"));
        assert_eq!(answer.header("referrer-policy"), "same-origin");
        assert!(!answer.header("cache-control").is_empty());
    }
}

#[tokio::test]
async fn what_is_for_one_session_is_kept_by_nobody_and_has_no_tag_to_compare() {
    let world = World::drill();
    let (duty, prizren) = (world.person("duty"), world.person("prizren"));
    let incident = duty.opens_incident(None).await;
    let path = format!("items/{}", incident["subject"].as_str().unwrap());
    for person in [&duty, &prizren] {
        for path in [path.as_str(), "queue", "profile", "session", "incidents"] {
            let answer = person.get(path).await;
            assert_eq!((answer.header("etag"), answer.header("cache-control")), ("", "no-store"), "{path}");
        }
    }
}

#[tokio::test]
async fn too_much_is_refused_before_it_is_read() {
    let world = World::drill();
    let duty = world.person("duty");
    let big = format!("{{\"title\":\"{}\"}}", "x".repeat(600 << 10));
    assert_eq!(duty.tell("POST", "signals/report", big).await.expect(413)["code"], "request.too-large");
    let deep = format!("{}{}", "[".repeat(10_000), "]".repeat(10_000));
    assert_eq!(duty.tell("POST", "signals/report", deep).await.expect(422)["code"], "request.malformed");
    let long = format!("/w/{}", "x".repeat(5_000));
    assert_eq!(world.get(&long).await.status.as_u16(), 414);
    let document = vec![b' '; 3 << 20];
    assert_eq!(duty.tell("POST", "signals/cap", document).await.status.as_u16(), 413);
    assert_eq!(duty.get("queue?limit=99999").await.status.as_u16(), 200);
    for list in ["queue", "incidents"] {
        let made_up = duty.get(&format!("{list}?after=nonsense")).await;
        assert_eq!(made_up.expect(422)["code"], "request.malformed", "{list}");
    }
}

#[tokio::test]
async fn without_a_session_nothing_is_told() {
    let world = World::drill();
    let answer = world.get("/api/v1/profile").await;
    assert_eq!(answer.expect(401)["code"], "session.none");
    let wrong =
        Request::get("/api/v1/profile").header("authorization", "Bearer wrong").header(header::HOST, HOST);
    assert_eq!(through(&world.router, wrong.body(Body::empty()).unwrap()).await.status.as_u16(), 401);
}

#[tokio::test]
async fn a_disk_that_is_full_refuses_writing_and_goes_on_reading() {
    let world = World::drill();
    let duty = world.person("duty");
    let report = duty.reports("Uji").await;
    world.node.memory.full.store(true, std::sync::atomic::Ordering::SeqCst);
    let body = json!({ "id": world.id(), "title": "x", "from": "y" });
    let refused = duty.post("signals/report", body.clone()).await;
    assert_eq!(refused.header("retry-after"), "2");
    assert_eq!(refused.expect(503)["code"], "node.unavailable");
    duty.get(&format!("items/{}", report["subject"].as_str().unwrap())).await.expect(200);
    world.node.memory.full.store(false, std::sync::atomic::Ordering::SeqCst);
    duty.post("signals/report", body).await.expect(200);
}
