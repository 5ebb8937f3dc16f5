//! Links, sessions, and several roles in one browser.

use std::sync::atomic::Ordering;

use axum::http::Request;
use serde_json::json;

use crate::world::{World, through};

#[tokio::test]
async fn looking_at_a_link_uses_nothing_up_and_pressing_the_button_works_once() {
    let world = World::drill();
    let link = world.link("duty");
    for _ in 0..2 {
        let page = world.get(&link).await;
        assert!(page.headers.get("set-cookie").is_none(), "GET opened a session");
        let text = page.text();
        assert!(
            text.contains("Arta Krasniqi") && text.contains("<button") && text.contains("lang=\"sr-Latn\"")
        );
    }
    let entered = world.send(Request::post(&link), "").await;
    assert_eq!((entered.status.as_u16(), entered.header("location")), (303, "/as/1/"));
    let cookies: Vec<&str> =
        entered.headers.get_all("set-cookie").iter().map(|c| c.to_str().unwrap()).collect();
    assert!(
        cookies[0].contains("Path=/as/1/;") && cookies[0].contains("HttpOnly; SameSite=Strict"),
        "{cookies:?}"
    );
    assert_eq!(world.send(Request::post(&link), "").await.status.as_u16(), 410);
    assert_eq!(world.get(&link).await.status.as_u16(), 410);
    assert_eq!(world.get("/enter/made-up").await.status.as_u16(), 410);
}

#[tokio::test]
async fn a_second_role_of_the_same_browser_gets_a_place_of_its_own() {
    let world = World::drill();
    let request = Request::post(world.link("second")).header("cookie", "kulla-1=1; kulla-2=1");
    assert_eq!(world.send(request, "").await.header("location"), "/as/3/");
}

#[tokio::test]
async fn a_session_says_who_one_is_and_ends_when_one_leaves() {
    let world = World::drill();
    let duty = world.enters("duty").await;
    let session = duty.get("session").await.expect(200);
    assert_eq!(session["person"]["name"], "Arta Krasniqi");
    assert_eq!((&session["exercise"], &session["node"]["exercise_only"]), (&json!("drini"), &json!(true)));
    let acts = session["acts"].as_array().unwrap();
    assert!(acts.contains(&json!("warning.draft")) && !acts.contains(&json!("warning.approve")));
    assert_eq!(duty.post("session/leave", json!({})).await.status.as_u16(), 204);
    assert_eq!(duty.get("session").await.expect(401)["code"], "session.ended");
}

#[tokio::test]
async fn a_session_that_nobody_uses_ends() {
    let world = World::drill();
    let duty = world.enters("duty").await;
    world.node.hands.forward(59 * 60_000);
    duty.get("session").await.expect(200);
    world.node.hands.forward(61 * 60_000);
    duty.get("session").await.expect(401);
}

#[tokio::test]
async fn what_is_kept_over_a_restart_holds_no_secret() {
    let world = World::drill();
    let link = world.link("duty");
    let kept = serde_json::to_string(&*world.kept.0.lock().unwrap()).unwrap();
    assert!(!kept.contains(link.trim_start_matches("/enter/")));
    let duty = world.enters("duty").await;
    let kept = serde_json::to_string(&*world.kept.0.lock().unwrap()).unwrap();
    assert!(!kept.contains(duty.credential().1.trim_start_matches("kulla=")));
}

#[tokio::test]
async fn the_cookie_of_one_place_opens_no_other_door() {
    let world = World::drill();
    let duty = world.enters("duty").await;
    let (name, value) = duty.credential();
    let token = value.trim_start_matches("kulla=").to_owned();
    let as_token = Request::get("/api/v1/session").header("authorization", format!("Bearer {token}"));
    world.send(as_token, "").await.expect(401);
    world.send(Request::get("/api/v1/session").header(name, &value), "").await.expect(401);
    world.send(Request::get("/as/10/api/v1/session").header(name, &value), "").await.expect(401);
}

#[tokio::test]
async fn the_console_loads_nothing_but_itself() {
    let world = World::drill();
    let page = world.get("/as/1/").await;
    assert!(page.header("content-security-policy").contains("script-src 'self';"));
    let file = world.get("/as/1/assets/main-1a2b.js").await;
    assert!(file.header("cache-control").contains("immutable"));
    assert_eq!(world.get("/as/1/assets/../index.html").await.status.as_u16(), 404);
    assert_eq!(world.get("/as/0/").await.status.as_u16(), 404);
    assert_eq!(world.get("/as/2").await.header("location"), "/as/2/");
}

#[tokio::test]
async fn nobody_enters_while_it_cant_be_kept_that_the_link_was_used() {
    let world = World::drill();
    let link = world.link("duty");
    world.kept.1.store(true, Ordering::SeqCst);
    let refused = world.send(Request::post(&link), "").await;
    assert_eq!(refused.status.as_u16(), 503, "{}", refused.text());
    assert!(refused.headers.get("set-cookie").is_none(), "a session began all the same");
    let figures = Request::get("/metrics").body(axum::body::Body::empty()).unwrap();
    let page = through(&world.operator, figures).await.text();
    assert!(page.contains("kulla_sessions 0"), "{page}");
    // The link was not lost by it: once the disk takes it, it lets in, and only once.
    world.kept.1.store(false, Ordering::SeqCst);
    assert_eq!(world.send(Request::post(&link), "").await.status.as_u16(), 303);
    assert_eq!(world.send(Request::post(&link), "").await.status.as_u16(), 410);
}
