//! Changes as they happen.

use std::sync::Arc;
use std::time::Duration;

use axum::http::Request;
use serde_json::{Value, json};
use tokio::net::{TcpListener, TcpStream};
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{WebSocketStream, client_async};

use crate::world::{HOST, ORIGIN, Person, World};

pub type Socket = WebSocketStream<TcpStream>;

/// A house that listens on a loopback port and tends itself.
pub async fn listening(world: &World) -> u16 {
    tokio::spawn(Arc::clone(&world.house).tend());
    tokio::task::yield_now().await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let router = world.router.clone();
    tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
    port
}

async fn dial(port: u16, path: &str, headers: &[(&'static str, String)]) -> Result<Socket, Error> {
    let stream = TcpStream::connect(("127.0.0.1", port)).await.unwrap();
    let mut request = format!("ws://{HOST}{path}").into_client_request().unwrap();
    for (name, value) in headers {
        request.headers_mut().insert(*name, value.parse().unwrap());
    }
    client_async(request, stream).await.map(|(socket, _)| socket)
}

pub async fn socket(port: u16, person: &Person<'_>) -> Socket {
    dial(port, &person.at("live"), &[person.credential(), ("origin", ORIGIN.into())]).await.unwrap()
}

/// The next message of a type; anything else before it is passed over.
pub async fn next(socket: &mut Socket, wanted: &str) -> Value {
    use futures_util::StreamExt as _;
    loop {
        let message = tokio::time::timeout(Duration::from_secs(10), socket.next()).await;
        let Message::Text(text) = message.expect("nothing came").unwrap().unwrap() else { continue };
        let message: Value = serde_json::from_str(&text).unwrap();
        if message["type"] == wanted {
            return message;
        }
        assert_ne!(message["type"], "end", "{message}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_reaches_those_who_may_see_it_and_nobody_else() {
    let world = World::drill();
    let port = listening(&world).await;
    let (duty, second, police) =
        (world.person("duty"), world.enters("second").await, world.person("police"));
    let mut socket = socket(port, &second).await;
    next(&mut socket, "hello").await;
    assert_eq!(next(&mut socket, "health").await["disk"]["state"], "good");
    police.hides("Raport i fshehtë").await;
    let report = duty.reports("Uji").await;
    let change = next(&mut socket, "change").await;
    assert_eq!(
        (&change["subject"], &change["want"]),
        (&report["subject"], &json!("triage")),
        "the hidden one did not come"
    );
    assert!(change.get("body").is_none() && change.get("title").is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_socket_ends_when_its_session_does() {
    let world = World::drill();
    let port = listening(&world).await;
    let (duty, second) = (world.person("duty"), world.enters("second").await);
    let mut socket = socket(port, &second).await;
    next(&mut socket, "hello").await;
    second.post("session/leave", json!({})).await;
    duty.reports("Uji").await;
    assert_eq!(next_end(&mut socket).await["code"], "session.ended");
}

/// The types of the messages before the one that is waited for.
pub async fn before(socket: &mut Socket, wanted: impl Fn(&Value) -> bool) -> Vec<String> {
    use futures_util::StreamExt as _;
    let mut types = Vec::new();
    loop {
        let message = tokio::time::timeout(Duration::from_secs(10), socket.next()).await;
        let Message::Text(text) = message.expect("nothing came").unwrap().unwrap() else { continue };
        let message: Value = serde_json::from_str(&text).unwrap();
        if wanted(&message) {
            return types;
        }
        types.push(message["type"].as_str().unwrap().to_owned());
    }
}

/// Every change until the end, and the end.
pub async fn until_end(socket: &mut Socket) -> (Vec<Value>, Value) {
    use futures_util::StreamExt as _;
    let mut changes = Vec::new();
    loop {
        let message =
            tokio::time::timeout(Duration::from_secs(10), socket.next()).await.expect("no end came");
        let Message::Text(text) = message.unwrap().unwrap() else { continue };
        let message: Value = serde_json::from_str(&text).unwrap();
        match message["type"].as_str() {
            Some("change") => changes.push(message),
            Some("end") => return (changes, message),
            _ => {}
        }
    }
}

async fn next_end(socket: &mut Socket) -> Value {
    use futures_util::StreamExt as _;
    loop {
        let message =
            tokio::time::timeout(Duration::from_secs(10), socket.next()).await.expect("no end came");
        let Message::Text(text) = message.unwrap().unwrap() else { continue };
        let message: Value = serde_json::from_str(&text).unwrap();
        assert_ne!(message["type"], "change", "nothing is delivered after the end of a session");
        if message["type"] == "end" {
            return message;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_socket_of_another_site_or_without_a_session_is_not_opened() {
    let world = World::drill();
    let port = listening(&world).await;
    let second = world.enters("second").await;
    let refused = |headers: Vec<(&'static str, String)>| async move {
        match dial(port, "/as/1/api/v1/live", &headers).await {
            Err(Error::Http(answer)) => answer.status().as_u16(),
            other => panic!("{other:?}"),
        }
    };
    let cookie = second.credential();
    assert_eq!(refused(vec![cookie.clone(), ("origin", "http://evil.test".into())]).await, 403);
    assert_eq!(refused(vec![cookie]).await, 403, "a cookie without an origin");
    assert_eq!(refused(vec![("origin", ORIGIN.into())]).await, 401);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_long_poll_waits_for_what_may_be_seen_and_says_when_it_lost_its_place() {
    let world = World::drill();
    tokio::spawn(Arc::clone(&world.house).tend());
    tokio::task::yield_now().await;
    let (duty, police) = (world.person("duty"), world.person("police"));
    let begin = duty.get("changes").await.expect(200)["next"].as_str().unwrap().to_owned();
    police.hides("Raport i fshehtë").await;
    let none = duty.get(&format!("changes?after={begin}")).await.expect(200);
    assert_eq!(
        (&none["changes"], &none["next"]),
        (&json!([]), &json!(begin)),
        "what is hidden moves no cursor"
    );
    let path = format!("changes?after={begin}&wait_s=10");
    let (page, report) = tokio::join!(duty.get(&path), async {
        tokio::time::sleep(Duration::from_millis(50)).await;
        duty.reports("Uji").await
    });
    let page = page.expect(200);
    assert_eq!(page["changes"][0]["subject"], report["subject"]);
    assert_eq!(duty.get("changes?after=made-up").await.expect(410)["code"], "changes.gone");
    let (name, value) = duty.credential();
    let request = Request::get("/api/v1/changes?after=x&wait_s=-1").header(name, value);
    assert_eq!(world.send(request, "").await.status.as_u16(), 400);
}
