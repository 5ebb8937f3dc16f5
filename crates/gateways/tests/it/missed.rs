//! A socket that is read too slowly: it is told exactly how much it missed, finds it by asking for pages, and keeps
//! nobody else waiting.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use futures_util::StreamExt as _;
use jiff::Timestamp;
use kulla_desk::{Desk, Feeder, Noted};
use kulla_gateways::live::RING_CHANGES_MAX;
use kulla_record::kind::signal::{Alarm, AlarmState, Explanation, Severity, Source};
use kulla_record::{RecordId, SubjectId};
use serde_json::Value;
use tokio::net::TcpSocket;
use tokio_tungstenite::client_async;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;

use crate::live::Socket;
use crate::memory::{DRILL_NAME, word};
use crate::world::{HOST, ORIGIN, Person, World};

/// Bytes that the system keeps for a socket of this test, so that little hides between the node and a slow reader.
const SYSTEM_BYTES: u32 = 16 << 10;
/// Alarms of one append, and appends: more than the ring holds by some.
const BATCH: usize = 64;
const BATCHES: usize = RING_CHANGES_MAX / BATCH + 8;

async fn listening(world: &World) -> u16 {
    tokio::spawn(Arc::clone(&world.house).tend());
    tokio::task::yield_now().await;
    let socket = TcpSocket::new_v4().unwrap();
    socket.set_send_buffer_size(SYSTEM_BYTES).unwrap();
    socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let listener = socket.listen(16).unwrap();
    let port = listener.local_addr().unwrap().port();
    let router = world.router.clone();
    tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
    port
}

async fn open(port: u16, person: &Person<'_>) -> Socket {
    let socket = TcpSocket::new_v4().unwrap();
    socket.set_recv_buffer_size(SYSTEM_BYTES).unwrap();
    let stream = socket.connect(([127, 0, 0, 1], port).into()).await.unwrap();
    let mut request = format!("ws://{HOST}{}", person.at("live")).into_client_request().unwrap();
    for (name, value) in [person.credential(), ("origin", ORIGIN.into())] {
        request.headers_mut().insert(name, value.parse().unwrap());
    }
    client_async(request, stream).await.unwrap().0
}

async fn next(socket: &mut Socket) -> Value {
    loop {
        let message = tokio::time::timeout(Duration::from_secs(20), socket.next()).await;
        let Message::Text(text) = message.expect("nothing came").unwrap().unwrap() else { continue };
        let message: Value = serde_json::from_str(&text).unwrap();
        if message["type"] != "health" {
            return message;
        }
    }
}

fn subject(message: &Value) -> String {
    message["subject"].as_str().unwrap().to_owned()
}

pub fn sensor() -> Source {
    Source {
        name: "Edge".into(),
        door: "eve".into(),
        purpose: "to see whether it holds".into(),
        basis: "Law 04/L-027".into(),
        owner: "ame".into(),
        period_s: None,
        code: "edge".into(),
        place: Default::default(),
        measures: Vec::new(),
        retired: false,
        rest: Default::default(),
    }
}

fn alarm(n: usize) -> Alarm {
    Alarm {
        title: format!("Scan {n}"),
        detector: "eve".into(),
        state: AlarmState::Raised,
        severity: Severity::Minor,
        explanation: Explanation {
            code: "eve-group".into(),
            facts: Default::default(),
            text: "1 alert".into(),
            rest: Default::default(),
        },
        source: None,
        from: "Edge".into(),
        place: Default::default(),
        began: Timestamp::UNIX_EPOCH,
        last: Timestamp::UNIX_EPOCH,
        ended: None,
        count: 1,
        samples: Vec::new(),
        rest: Default::default(),
    }
}

/// One append of what a sensor has to say.
pub fn burst(desk: &Desk, source: SubjectId, batch: usize, id: RecordId) {
    let feeder = Feeder { source, agency: word("ame"), exercise: Some(word(DRILL_NAME)) };
    let alarms = (0..BATCH).map(|n| batch * BATCH + n).map(|n| {
        let subject = SubjectId::derived(&format!("alarm {n}"), source);
        Noted::of(subject, move |_: Option<Alarm>| Some(alarm(n)))
    });
    assert_eq!(desk.note(&feeder, id, alarms.collect()).unwrap(), BATCH);
}

/// Every alarm, page by page.
async fn pages(person: &Person<'_>) -> BTreeSet<String> {
    let (mut found, mut after) = (BTreeSet::new(), String::new());
    loop {
        let page = person.get(&format!("search?q=scan&kind=alarm&limit=200{after}")).await.expect(200);
        found.extend(page["items"].as_array().unwrap().iter().map(subject));
        let Some(next) = page["next"].as_str() else { return found };
        after = format!("&after={next}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_slow_socket_is_told_exactly_what_it_missed_and_pages_bring_it_to_the_same_state() {
    let world = World::drill();
    let port = listening(&world).await;
    let (second, police) = (world.enters("second").await, world.person("police"));
    let source = world.node.desk.register_sources(&[sensor()]).unwrap()[0];
    let (mut slow, mut other) = (open(port, &second).await, open(port, &second).await);
    for socket in [&mut slow, &mut other] {
        assert_eq!(next(socket).await["type"], "hello");
    }
    // One that neither of them may see: it must not be counted.
    police.hides("Raport i fshehtë").await;
    let alarms = BATCHES * BATCH;
    let (mut told, mut all) = (BTreeSet::new(), 0);
    for batch in 0..BATCHES {
        let (desk, id): (_, RecordId) = (Arc::clone(&world.node.desk), world.id().parse().unwrap());
        tokio::task::spawn_blocking(move || burst(&desk, source, batch, id)).await.unwrap();
        // However busy the machine is, this one reads what there is before more comes.
        while told.len() < (batch + 1) * BATCH {
            let message = next(&mut other).await;
            assert_eq!(message["type"], "change", "who reads in time misses nothing");
            // On a busy machine the stream may begin before it has heard of the sensor itself.
            all += 1;
            if message["kind"] == "alarm" {
                told.insert(subject(&message));
            }
        }
    }
    assert_eq!(told.len(), alarms);
    let (mut seen, mut missed) = (0, None);
    while missed.is_none() {
        let message = next(&mut slow).await;
        match message["type"].as_str() {
            Some("change") => seen += 1,
            Some("missed") => missed = message["changes"].as_u64(),
            _ => panic!("{message}"),
        }
        assert!(seen < all, "it was never told");
    }
    assert_eq!(missed, Some((all - seen) as u64), "of {all} it had {seen}");
    assert_eq!(world.figure("kulla_stream_missed_total").await, 1);
    assert_eq!(pages(&second).await, told, "pages show what the stream could not");
}
