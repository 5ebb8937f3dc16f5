//! What holds of every event, not only of our examples.

use std::borrow::Cow;

use kulla_cot::detail::{Contact, Detail, Remarks};
use kulla_cot::{Event, Point, Time, fuzz, proto, read};
use proptest::prelude::*;

const FIXTURES: [&[u8]; 2] =
    [include_bytes!("../../fixtures/position.xml"), include_bytes!("../../fixtures/marker.xml")];

/// Text that XML can carry, with what must be escaped more often than chance has it.
fn text() -> impl Strategy<Value = String> {
    let special =
        prop::sample::select(vec!['<', '>', '&', '"', '\'', '\n', '\r', '\t', ']', ' ', 'ë', '\u{10FFFF}']);
    let allowed = |c: &char| !matches!(c, '\0'..='\u{8}' | '\u{B}' | '\u{C}' | '\u{E}'..='\u{1F}' | '\u{FFFE}' | '\u{FFFF}');
    let any = any::<char>().prop_filter("no character of XML", allowed);
    prop::collection::vec(prop_oneof![special, any], 0..12).prop_map(String::from_iter)
}

fn name() -> impl Strategy<Value = String> {
    "[a-zA-Z_][a-zA-Z0-9_.ë-]{0,18}".prop_map(|name| format!("k{name}"))
}

/// Some well-formed content, written in many ways.
fn content() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        text().prop_map(|t| t.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")),
        Just("<![CDATA[ a < b && c ]]>".to_owned()),
        Just("<!-- note -->".to_owned()),
        Just("<?pi some?>".to_owned()),
        Just("&#x41;&#10;&apos;".to_owned()),
        Just("<contact callsign='A&amp;B' phone=\"1\"/>".to_owned()),
        Just("<contact callsign='A'/>".to_owned()),
        Just("<status battery='5'/>".to_owned()),
        Just("<remarks>some <b>words</b></remarks>".to_owned()),
    ];
    leaf.prop_recursive(4, 40, 5, |inner| {
        let attributes =
            prop::collection::btree_map(name(), "[^<&'\u{0}-\u{1F}\u{FFFE}\u{FFFF}]{0,20}", 0..4);
        (name(), attributes, prop::collection::vec(inner, 0..4), any::<bool>()).prop_map(
            |(name, attributes, inside, spaced)| {
                let space = if spaced { "\n " } else { "" };
                let attributes: String =
                    attributes.iter().map(|(n, v)| format!(" {n}{space}={space}'{v}'")).collect();
                match inside.concat() {
                    inside if inside.is_empty() => format!("<{name}{attributes}{space}/>"),
                    inside => format!("<{name}{attributes}{space}>{inside}</{name}{space}>"),
                }
            },
        )
    })
}

fn metres() -> impl Strategy<Value = Option<f64>> {
    prop::option::of(0.0..999_998.0_f64)
}

fn event() -> impl Strategy<Value = Event<'static>> {
    let words = (text(), text(), text(), prop::collection::vec(prop::option::of(text()), 5));
    let times = prop::array::uniform3(-62_135_596_800_000..253_402_300_799_999_i64);
    let point = (-90.0..=90.0_f64, -180.0..=180.0_f64, metres(), metres(), metres());
    let other = prop::collection::btree_map(name(), text(), 0..3);
    let inside = prop::collection::vec(content(), 0..4).prop_map(|parts| parts.concat());
    (words, times, point, other, inside).prop_map(|(words, times, point, other, inside)| {
        let (uid, type_, how, mut optional) = words;
        let mut optional = optional.drain(..).map(|o| o.map(Cow::Owned));
        let mut next = || optional.next().flatten();
        let (lat, lon, hae, ce, le) = point;
        let point = Point { lat, lon, hae, ce, le };
        let time = Time::from_millis(times[0]);
        let mut event = Event::new(format!("u{uid}"), format!("a-{type_}"), how, time, 0, point);
        event.start = Time::from_millis(times[1]);
        event.stale = Time::from_millis(times[2]);
        event.access = next();
        event.qos = next();
        event.opex = next();
        event.caveat = next();
        event.releaseable_to = next();
        event.other = other.into_iter().map(|(n, v)| (Cow::Owned(n), Cow::Owned(v))).collect();
        event.detail = Detail::from_xml(inside).expect("well-formed by construction");
        event
    })
}

/// A fixture with some bytes changed, put in, or taken out.
fn broken() -> impl Strategy<Value = Vec<u8>> {
    let byte = prop_oneof![prop::sample::select(b"<>&;\"'/=![]?- \xBF".to_vec()), any::<u8>()];
    let edit = (any::<prop::sample::Index>(), 0..4_usize, prop::collection::vec(byte, 0..4));
    (0..FIXTURES.len(), prop::collection::vec(edit, 1..5)).prop_map(|(which, edits)| {
        let mut bytes = FIXTURES[which].to_vec();
        for (place, cut, put) in edits {
            let from = place.index(bytes.len());
            let to = (from + cut).min(bytes.len());
            bytes.splice(from..to, put);
        }
        bytes
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_written_reads_as_the_same_event(event in event()) {
        let written = event.to_xml().expect("it can be written");
        let again = read(written.as_bytes()).map_err(|e| TestCaseError::fail(e.to_string()))?.event;
        prop_assert_eq!(&again, &event);
        prop_assert_eq!(again.to_xml(), Ok(written));
    }

    #[test]
    fn what_is_written_is_read_alike_by_another_parser(event in event()) {
        let written = event.to_xml().expect("it can be written");
        let document = roxmltree::Document::parse(&written).map_err(|e| TestCaseError::fail(e.to_string()))?;
        let root = document.root_element();
        prop_assert_eq!(root.attribute("uid"), Some(&*event.uid));
        prop_assert_eq!(root.attribute("how"), Some(&*event.how));
        let detail = root.children().find(|c| c.has_tag_name("detail")).expect("a detail");
        let theirs: Vec<_> = detail.children().filter(|c| c.is_element()).collect();
        let ours: Vec<_> = event.detail.elements().collect();
        prop_assert_eq!(ours.len(), theirs.len());
        for (ours, theirs) in ours.iter().zip(theirs) {
            prop_assert_eq!(ours.name(), theirs.tag_name().name());
            for attribute in ours.attributes() {
                prop_assert_eq!(Some(&*attribute.value()), theirs.attribute(attribute.name));
            }
            let text: String =
                theirs.children().filter(|c| c.is_text()).filter_map(|c| c.text()).collect();
            // The other parser leaves a carriage return that follows a reference; XML 1.0, 2.11 does not.
            prop_assert_eq!(&*ours.text(), text.replace("\r\n", "\n").replace('\r', "\n"));
        }
    }

    #[test]
    fn unknown_detail_survives_changes_byte_for_byte(event in event(), callsign in text()) {
        let mut changed = event.clone();
        changed.detail.set(&Contact { callsign: Some(callsign.clone().into()), ..Contact::default() });
        changed.detail.set(&Remarks { text: callsign.clone().into(), ..Remarks::default() });
        changed.detail.remove("status");
        let known = ["contact", "remarks", "status"];
        let unknown = |event: &Event<'_>| -> Vec<String> {
            let elements = event.detail.elements().filter(|e| !known.contains(&e.name()));
            elements.map(|e| e.outer().to_owned()).collect()
        };
        prop_assert_eq!(unknown(&changed), unknown(&event));
        let written = changed.to_xml().expect("it can be written");
        let again = read(written.as_bytes()).map_err(|e| TestCaseError::fail(e.to_string()))?.event;
        prop_assert_eq!(again.detail.contact().and_then(|c| c.callsign), Some(callsign.clone().into()));
        prop_assert_eq!(&*again.detail.remarks().expect("remarks").text, &*callsign);
    }

    #[test]
    fn a_message_carries_all_but_what_is_named_as_lost(event in event()) {
        let payload = proto::encode(&proto::to_message(&event).expect("a message")).expect("a payload");
        let message = proto::decode(&payload).expect("a message");
        let again = proto::from_message(&message).map_err(|e| TestCaseError::fail(e.to_string()))?;
        let again = again.expect("an event");
        prop_assert_eq!((&again.uid, &again.type_, &again.how), (&event.uid, &event.type_, &event.how));
        prop_assert_eq!(again.point, event.point);
        let lost = proto::lost(&event);
        for (name, before, after) in
            [("event time", event.time, again.time), ("event stale", event.stale, again.stale)]
        {
            prop_assert!(before == after || lost.iter().any(|l| l == name));
        }
        // The order of elements is not kept; each of them is.
        let elements = |event: &Event<'_>| {
            let mut all: Vec<String> = event.detail.elements().map(|e| e.outer().replace('"', "'")).collect();
            all.sort();
            all
        };
        prop_assert_eq!(elements(&again), elements(&event));
        prop_assert_eq!(lost.iter().filter(|l| l.starts_with("event k")).count(), event.other.len());
    }

    #[test]
    fn whatever_is_broken_nothing_panics_and_what_is_read_is_well_formed(bytes in broken()) {
        fuzz::xml(&bytes);
        fuzz::framing(&bytes);
        fuzz::protobuf(&bytes);
        let text = String::from_utf8_lossy(&bytes);
        // Names with a colon are another parser's namespaces, and attributes of `xml` its own business.
        let plain = text.replace("xmlns:x", "hint").replace("x:", "").replace(':', "");
        let plain = plain.replace("xmlns", "hint");
        if let Ok(frame) = read(plain.replace("T", "").replace("9", "").as_bytes()) {
            prop_assert!(roxmltree::Document::parse(&String::from_utf8_lossy(frame.bytes())).is_ok());
        }
    }

    #[test]
    fn content_is_taken_exactly_when_another_parser_takes_it(
        parts in prop::collection::vec(prop_oneof![
            content(),
            prop::sample::select(vec!["<a>", "</a>", "<b c='", "'", "\"", "/>", ">", "]]>", "<!--", "-->", "&", ";", "<", "<?x ", "?>", "<![CDATA[", " d=\"1\"", "é", "<!DOCTYPE a>"]).prop_map(str::to_owned),
        ], 0..6),
    ) {
        let content = parts.concat();
        let ours = Detail::from_xml(content.clone());
        let theirs = roxmltree::Document::parse(&format!("<r>{content}</r>")).map(|_| ());
        prop_assert_eq!(ours.is_ok(), theirs.is_ok(), "{:?} {:?}", ours.err(), theirs.err());
    }

    #[test]
    fn any_bytes_can_be_given_to_every_reader(bytes in prop::collection::vec(any::<u8>(), 0..200), text in ".{0,24}") {
        fuzz::xml(&bytes);
        fuzz::framing(&bytes);
        fuzz::protobuf(&bytes);
        fuzz::symbols(&text);
    }

    #[test]
    fn codes_of_symbols_can_be_anything(text in "[SEO*FHK-]{2}[PAGSUF][P-][A-Z0-9*-]{0,11}|1[0-9]{19}|a-[a-z]-[A-Z](-[A-Za-z0-9]){0,8}") {
        fuzz::symbols(&text);
    }

    #[test]
    fn a_broken_payload_never_panics_and_is_read_in_one_way(
        event in event(),
        edits in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..6),
    ) {
        let message = proto::to_message(&event).expect("a message");
        let mut payload = proto::encode(&message).expect("a payload");
        let whole = proto::decode(&payload).expect("it was written");
        prop_assert_eq!(proto::read(&payload), proto::from_message(&whole));
        for (place, byte) in edits {
            let place = place.index(payload.len());
            payload[place] = byte;
        }
        // What is read without copying is what the generated code reads.
        if proto::View::read(&payload).is_ok() {
            let message = proto::decode(&payload).map_err(|e| TestCaseError::fail(e.to_string()))?;
            prop_assert_eq!(
                format!("{:?}", proto::read(&payload)),
                format!("{:?}", proto::from_message(&message))
            );
        }
        fuzz::protobuf(&payload);
        fuzz::framing(&payload);
    }
}
