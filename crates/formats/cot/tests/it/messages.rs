//! What is part of the conversation: made, written, read and recognised.

use kulla_cot::messages::negotiation::{Client, Server, Step, of as step_of};
use kulla_cot::messages::{self, Deletion, Stamp, chat, emergency, mission, negotiation};
use kulla_cot::{Event, Point, Time, proto, read};

fn stamp(uid: &str) -> Stamp<'_> {
    Stamp { uid, time: Time::parse("2026-03-14T09:26:53.589Z").expect("a time") }
}

fn place() -> Point {
    Point::new(42.66, 21.16)
}

/// Every message of this module, made once.
fn all() -> Vec<Event<'static>> {
    let hello = chat_message();
    let deletion = Deletion { uid: "thing".into(), type_: "a-f-G".into(), force: true };
    let mission = mission::Mission {
        name: "Përmbytja".into(),
        guid: Some("5b0e".into()),
        inside: "<role type=\"MISSION_SUBSCRIBER\"><permissions>MISSION_READ</permissions></role>".into(),
        ..Default::default()
    };
    let mut all = vec![
        messages::ping(stamp("dev-ping")),
        messages::pong(stamp("takPong")),
        messages::delete(stamp("new"), &deletion).into_owned(),
        chat::message(stamp(""), &hello, place()),
        emergency::cancel(stamp("dev-9-1-1"), "dev", "DRENICA 4", place()).into_owned(),
        negotiation::step(stamp("n"), &Step::Offer(vec![1, 2])),
        negotiation::step(stamp("n"), &Step::Request(1)),
        negotiation::step(stamp("n"), &Step::Response(false)),
    ];
    all.extend(chat::Receipt::ALL.map(|kind| chat::receipt(stamp(""), kind, &hello, place())));
    all.extend(
        emergency::Alert::ALL
            .map(|a| emergency::raise(stamp("d-9-1-1"), a, "d", "D 4", place()).into_owned()),
    );
    all.extend(mission::Notice::ALL.map(|n| mission::notice(stamp("m"), n, &mission).into_owned()));
    all
}

fn chat_message() -> chat::Message {
    chat::Message {
        id: "e1b2".into(),
        from: chat::Party { uid: "ANDROID-1".into(), callsign: "DRENICA 4".into() },
        to: chat::Party { uid: "ANDROID-2".into(), callsign: "QENDRA 1".into() },
        text: "Ura <e re> & rruga janë të mbyllura".into(),
    }
}

#[test]
fn messages_are_written_as_the_field_writes_them() {
    let told: Vec<String> = all().iter().map(|e| e.to_xml().expect("it can be written")).collect();
    insta::assert_snapshot!(told.join("\n"));
}

#[test]
fn each_message_is_recognised_after_xml_and_after_protobuf() {
    for made in all() {
        let xml = made.to_xml().expect("it can be written");
        let from_xml = read(xml.as_bytes()).expect("what we write").event;
        assert_eq!(from_xml, made);
        let payload = proto::encode(&proto::to_message(&made).expect("a message")).expect("a payload");
        let message = proto::decode(&payload).expect("a message");
        let from_proto = proto::from_message(&message).expect("a fair message").expect("an event");
        for event in [&from_xml, &from_proto] {
            assert_eq!(messages::is_ping(event), messages::is_ping(&made));
            assert_eq!(messages::is_pong(event), messages::is_pong(&made));
            assert_eq!(messages::deletion(event), messages::deletion(&made));
            assert_eq!(chat::of(event), chat::of(&made));
            assert_eq!(chat::receipt_of(event), chat::receipt_of(&made));
            assert_eq!(emergency::of(event), emergency::of(&made));
            assert_eq!(mission::of(event), mission::of(&made));
            assert_eq!(step_of(event), step_of(&made));
        }
        let known = [
            messages::is_ping(&made) || messages::is_pong(&made),
            messages::deletion(&made).is_some(),
            chat::of(&made).is_some(),
            chat::receipt_of(&made).is_some(),
            emergency::of(&made).is_some(),
            mission::of(&made).is_some(),
            step_of(&made).is_some(),
        ];
        assert_eq!(known.iter().filter(|k| **k).count(), 1, "{}", made.type_);
    }
}

#[test]
fn a_receipt_goes_from_the_reader_to_the_writer() {
    let hello = chat_message();
    let read = chat::receipt(stamp(""), chat::Receipt::Read, &hello, place());
    let (kind, id, reader) = chat::receipt_of(&read).expect("a receipt");
    assert_eq!((kind, &*id, &*reader.uid), (chat::Receipt::Read, "e1b2", "ANDROID-2"));
    let to = read.detail.marti().expect("marti").dests[0].callsign.clone();
    assert_eq!(to.as_deref(), Some("DRENICA 4"));
    assert_eq!(chat::of(&chat::message(stamp(""), &hello, place())), Some(hello));
}

#[test]
fn an_alert_is_heard_in_every_spelling() {
    let mut event = Event::new("u", "a-f-G", "m-g", stamp("").time, 0, place());
    assert_eq!(emergency::of(&event), None);
    event.detail.push_xml("<emergency type='911'/>").expect("detail");
    assert_eq!(emergency::of(&event), Some(emergency::Said::Raised(emergency::Alert::Call911)));
    event.detail.remove("emergency");
    event.detail.push_xml("<emergency type='new kind'/>").expect("detail");
    assert_eq!(emergency::of(&event), None);
    event.type_ = "b-a-o-new".into();
    assert_eq!(emergency::of(&event), Some(emergency::Said::Raised(emergency::Alert::Custom)));
    event.detail.remove("emergency");
    assert_eq!(emergency::of(&event), Some(emergency::Said::Raised(emergency::Alert::Custom)));
    event.detail.push_xml("<emergency cancel='true'/>").expect("detail");
    assert_eq!(emergency::of(&event), Some(emergency::Said::Cancelled));
}

#[test]
fn both_ends_agree_on_protobuf_and_know_when_they_do_not() {
    let start = stamp("").time;
    let (mut server, offer) = Server::offer("protouid", start);
    let mut client = Client::Xml;
    let request = client.receive(&offer, start).expect("a request");
    assert!(!client.may_send() && !client.must_hang_up(start.plus_millis(60_000)));
    assert!(client.must_hang_up(start.plus_millis(60_001)));
    let answer = server.receive(&request, start.plus_millis(60_000)).expect("an answer");
    assert!(server.agreed());
    assert_eq!(answer.uid, "protouid");
    assert_eq!(client.receive(&answer, start), None);
    assert_eq!(client, Client::Protobuf);
    assert_eq!(server.receive(&request, start), None, "an agreement is made once");
}

#[test]
fn a_refusal_lets_the_client_try_again_for_a_minute() {
    let start = stamp("").time;
    let (mut server, offer) = Server::offer("n", start);
    let unknown = negotiation::step(stamp("n"), &Step::Request(7));
    let answer = server.receive(&unknown, start.plus_millis(50_000)).expect("an answer");
    assert_eq!(step_of(&answer), Some(Step::Response(false)));
    assert!(server.is_listening(start.plus_millis(110_000)));
    let mut client = Client::Xml;
    client.receive(&offer, start);
    client.receive(&answer, start);
    assert_eq!(client, Client::Xml);
    let late = negotiation::step(stamp("n"), &Step::Request(1));
    assert_eq!(server.receive(&late, start.plus_millis(110_001)), None);
    assert!(!server.agreed());
}

#[test]
fn a_client_asks_only_for_what_was_offered() {
    let mut client = Client::Xml;
    let offer = negotiation::step(stamp("n"), &Step::Offer(vec![2, 3]));
    assert_eq!(client.receive(&offer, stamp("").time), None);
    assert_eq!(client, Client::Xml);
}
