//! The detail rule, and what a message carries.

use kulla_cot::proto::{decode, encode, from_message, lost, to_message, v1};
use kulla_cot::{Event, Point, Time, read};

const POSITION: &[u8] = include_bytes!("../../fixtures/position.xml");
const MARKER: &[u8] = include_bytes!("../../fixtures/marker.xml");

fn event(detail: &str) -> Event<'_> {
    let mut event =
        Event::new("u", "a-f-G", "m-g", Time::from_millis(1000), 60_000, Point::new(42.5, 21.25));
    event.detail.push_xml(detail).expect("detail");
    event
}

fn detail_of(xml: &str) -> v1::Detail {
    let message = to_message(&event(xml)).expect("a message");
    message.cot_event.and_then(|e| e.detail).unwrap_or_default()
}

/// The detail after a message with this one was sent and read.
fn through(detail: v1::Detail) -> String {
    let mut message = to_message(&event("")).expect("a message");
    message.cot_event.as_mut().expect("an event").detail = Some(detail);
    let payload = encode(&message).expect("a payload");
    let message = decode(&payload).expect("a message");
    let event = from_message(&message).expect("a fair message").expect("an event");
    event.detail.content().to_owned()
}

#[test]
fn a_position_goes_through_a_message_unchanged() {
    let before = read(POSITION).expect("the fixture is an event").event;
    let payload = encode(&to_message(&before).expect("a message")).expect("a payload");
    assert!(payload.len() * 2 < POSITION.len(), "{} bytes", payload.len());
    let message = decode(&payload).expect("a message");
    let after = from_message(&message).expect("a fair message").expect("an event");
    assert_eq!(after.point, before.point);
    assert_eq!((after.time, after.start, after.stale), (before.time, before.start, before.stale));
    assert_eq!(after.detail.takv(), before.detail.takv());
    // It has a phone, so a message cannot carry all of it.
    assert_eq!(after.detail.contact(), before.detail.contact());
    assert_eq!(after.detail.group(), before.detail.group());
    assert_eq!(after.detail.track(), before.detail.track());
    assert_eq!(after.detail.status(), before.detail.status());
    assert_eq!(after.access.as_deref(), Some("Undefined"));
    assert!(lost(&before).is_empty());
}

#[test]
fn a_whole_element_becomes_a_message_and_leaves_the_xml() {
    let detail =
        detail_of("<contact callsign='A'/><__group name='Cyan' role='HQ'/><status battery='7'/>\n<x/>");
    assert_eq!(detail.contact.map(|c| c.callsign).as_deref(), Some("A"));
    assert_eq!(detail.group.map(|g| g.role).as_deref(), Some("HQ"));
    assert_eq!(detail.status.map(|s| s.battery), Some(7));
    assert_eq!(detail.xml_detail, "<x/>");
}

#[test]
fn an_element_that_a_message_cannot_carry_whole_stays_xml_byte_for_byte() {
    for xml in [
        "<contact callsign='A' phone='1'/>",
        "<contact endpoint='*:-1:stcp'/>",
        "<contact callsign='A' endpoint=''/>",
        "<contact callsign='A'>more</contact>",
        "<contact callsign='A'/><contact callsign='B'/>",
        "<__group name='Cyan'/>",
        "<__group name='Cyan' role='HQ' abbr='H'/>",
        "<precisionlocation altsrc='GPS'/>",
        "<status readiness='true'/>",
        "<status battery='7' readiness='true'/>",
        "<status battery='07'/>",
        "<status battery='-1'/>",
        "<status/>",
        "<takv os='34'/>",
        "<track speed='1' course='NaN'/>",
        "<track speed='1' course='2' slope='3'/>",
        "words",
    ] {
        let detail = detail_of(xml);
        assert_eq!(detail, v1::Detail { xml_detail: xml.into(), ..Default::default() }, "{xml}");
        assert_eq!(through(detail), xml);
    }
}

#[test]
fn what_stands_in_xml_wins_over_a_message_of_the_same_name() {
    let detail = v1::Detail {
        xml_detail: "<?xml version='1.0'?>\n<contact callsign='from XML' phone='1'/>".into(),
        contact: Some(v1::Contact { callsign: "from the message".into(), ..Default::default() }),
        status: Some(v1::Status { battery: 0 }),
        ..Default::default()
    };
    assert_eq!(through(detail), "<contact callsign='from XML' phone='1'/><status battery=\"0\"/>");
}

#[test]
fn what_a_message_cannot_carry_is_named() {
    let event = read(MARKER).expect("the fixture is an event").event;
    assert_eq!(lost(&event), ["event xmlns:x", "event x:hint", "elements beside detail"]);
    let comment = self::event("<a><!-- stays --></a><!-- goes -->");
    assert_eq!(detail_of(comment.detail.content()).xml_detail, "<a><!-- stays --></a>");
    assert_eq!(lost(&comment), ["comments between the elements of detail"]);
}

#[test]
fn a_message_that_is_no_event_of_this_earth_is_refused() {
    let broken = |change: fn(&mut v1::CotEvent)| {
        let mut message = to_message(&event("")).expect("a message");
        change(message.cot_event.as_mut().expect("an event"));
        from_message(&message).expect_err("a refusal").to_string()
    };
    let told = [
        broken(|e| e.uid.clear()),
        broken(|e| e.r#type.clear()),
        broken(|e| e.lat = f64::NAN),
        broken(|e| e.lon = 180.5),
        broken(|e| e.detail = Some(v1::Detail { xml_detail: "<a>".into(), ..Default::default() })),
        decode(&[0x12, 0x7F]).expect_err("a refusal").to_string(),
        decode(&vec![0; 70_000]).expect_err("a refusal").to_string(),
    ];
    insta::assert_snapshot!(told.join("\n"));
}

#[test]
fn a_message_of_control_only_has_no_event() {
    let message = decode(&[0x0A, 0x04, 0x08, 0x01, 0x10, 0x01]).expect("a message");
    assert_eq!(message.tak_control.as_ref().map(|c| c.max_proto_version), Some(1));
    assert_eq!(from_message(&message), Ok(None));
}
