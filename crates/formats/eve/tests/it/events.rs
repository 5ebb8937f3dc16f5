//! The typed view, its notes, and what is cut as payload.

use std::fmt::Write;

use kulla_eve::{DEPTH_MAX, Event, EventType, Fault, NoteKind, Payload, Rule};
use proptest::prelude::*;
use serde_json::{Value, json};

fn view(line: &str) -> Event<'_> {
    Event::view(line.as_bytes()).unwrap()
}

fn rule(line: &[u8]) -> Rule {
    Event::view(line).unwrap_err().rule
}

fn described(lines: &str) -> String {
    let mut out = String::new();
    for line in lines.lines() {
        let event = view(line);
        writeln!(out, "== {}", event.event_type.name()).unwrap();
        let time = event.timestamp.map(|time| time.to_string());
        writeln!(out, "{time:?} {:?}:{:?}", event.src_ip, event.src_port).unwrap();
        writeln!(
            out,
            "-> {:?}:{:?} {:?} {:?}",
            event.dest_ip, event.dest_port, event.proto, event.direction
        )
        .unwrap();
        let parts = [
            event.alert().map(|part| format!("{part:?}")),
            event.anomaly().map(|part| format!("{part:?}")),
            event.dns().map(|part| format!("{part:?}")),
            event.http().map(|part| format!("{part:?}")),
            event.tls().map(|part| format!("{part:?}")),
            event.fileinfo().map(|part| format!("{part:?}")),
            event.flow().map(|part| format!("{part:?}")),
            event.stats().map(|part| format!("{part:?}")),
            event.drop_info().map(|part| format!("{part:?}")),
        ];
        parts.into_iter().flatten().for_each(|part| writeln!(out, "{part}").unwrap());
        event.files().for_each(|file| writeln!(out, "file {:?} {:?}", file.filename, file.size).unwrap());
        writeln!(out, "notes {:?}", event.notes()).unwrap();
    }
    out
}

#[test]
fn every_event_type_that_is_read_shows_its_members() {
    insta::assert_snapshot!(described(include_str!("../fixtures/types.jsonl")));
}

#[test]
fn an_unknown_type_is_kept_with_its_name_and_its_line() {
    let line = include_str!("../fixtures/types.jsonl").lines().last().unwrap();
    let event = view(line);
    assert_eq!(event.event_type, EventType::Other("mqtt".into()));
    assert_eq!(event.json(), line);
}

#[test]
fn payload_is_cut_and_everything_else_stays_byte_for_byte() {
    let cut: Vec<_> =
        include_str!("../fixtures/payload.jsonl").lines().map(|line| view(line).json()).collect();
    insta::assert_snapshot!(cut.join("\n"));
    for line in &cut {
        assert!(!line.contains("secret"), "{line}");
        assert_eq!(&view(line).json(), line);
    }
}

#[test]
fn payload_is_kept_only_when_it_is_asked_for() {
    for line in include_str!("../fixtures/payload.jsonl").lines() {
        assert_eq!(Event::view_with(line.as_bytes(), Payload::Keep).unwrap().json(), line);
    }
}

#[test]
fn each_broken_rule_is_named_with_its_column() {
    let depth = |levels: usize| format!(r#"{{"a":{}{}}}"#, "[".repeat(levels), "]".repeat(levels));
    assert!(Event::view(depth(DEPTH_MAX).as_bytes()).is_ok());
    assert_eq!(rule(depth(DEPTH_MAX + 1).as_bytes()), Rule::TooDeep);
    assert_eq!(Event::view(br#"{"a":truf}"#), Err(Fault { rule: Rule::Unexpected(b'f'), column: 9 }));
    assert_eq!(rule(b"[]"), Rule::NotAnObject);
    assert_eq!(rule(b""), Rule::EndsEarly);
    assert_eq!(rule(b"{\"a\":\"\x01\"}"), Rule::ControlCharacter(1));
    assert_eq!(rule(br#"{"a":-}"#), Rule::BadNumber);
    assert_eq!(rule(br#"{"a":"\u12g4"}"#), Rule::BadEscape);
    assert_eq!(rule(b"{\"a\":\"\xc3\"}"), Rule::NotUtf8);
    assert_eq!(rule(br#"{} x"#), Rule::TrailingBytes);
    assert_eq!(rule(br#"{"a":1,}"#), Rule::Unexpected(b'}'));
}

#[test]
fn odd_members_are_noted_by_name_and_read_as_absent() {
    let event = view(
        r#"{"src_ip":"nowhere","dest_ip":null,"src_port":65536,"flow_id":"77","alert":[],"direction":"up"}"#,
    );
    let notes: Vec<_> = event.notes().iter().map(ToString::to_string).collect();
    assert_eq!(event.flow_id, Some(77));
    assert_eq!((event.src_ip, event.src_port, event.alert()), (None, None, None));
    insta::assert_snapshot!(notes.join("\n"));
}

#[test]
fn a_member_hidden_behind_escapes_is_read_all_the_same() {
    let event = view(r#"{"\u0065vent_type":"\u0061lert","\u0061lert":{"signature\u005fid":7}}"#);
    assert_eq!(event.event_type, EventType::Alert);
    assert_eq!(event.alert().unwrap().signature_id, Some(7));
}

#[test]
fn the_last_of_two_members_wins_as_in_other_readers() {
    let event = view(r#"{"event_type":"dns","event_type":"alert","alert":{"gid":1},"alert":{"gid":2}}"#);
    assert_eq!(event.event_type, EventType::Alert);
    assert_eq!(event.alert().unwrap().gid, Some(2));
}

#[test]
fn answers_beyond_the_limit_are_noted_and_not_read() {
    let answers = vec![json!({"rdata": "x"}); 65];
    let line = json!({"event_type": "dns", "dns": {"answers": answers}}).to_string();
    let dns = view(&line).dns().unwrap();
    assert_eq!(dns.answers.len(), 64);
    assert_eq!(dns.notes.first().map(|note| note.kind), Some(NoteKind::TooMany));
}

#[test]
fn an_alert_on_dns_shows_what_was_asked_and_what_was_answered() {
    let dns = r#"{"query":[{"type":"query","id":1,"rrname":"q.example","rrtype":"A"}],
        "answer":{"rrname":"a.example","rcode":"NOERROR","answers":[{"rrname":"a.example","rdata":"192.0.2.1"}]}}"#;
    let line = format!(r#"{{"event_type":"alert","alert":{{}},"dns":{dns}}}"#);
    let dns = view(&line).dns().unwrap();
    assert_eq!(dns.queries[0].rrname.as_deref(), Some("q.example"));
    assert_eq!((dns.rrname.as_deref(), dns.rcode.as_deref()), (Some("a.example"), Some("NOERROR")));
    assert_eq!(dns.answers[0].rdata.as_deref(), Some("192.0.2.1"));
    assert!(dns.notes.is_empty());
}

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
    ];
    let key = prop_oneof![any::<String>(), "payload|packet|alert|message|publish|flow"];
    leaf.prop_recursive(5, 40, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::hash_map(key.clone(), inner, 0..6)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

/// The forty-line rule of payload, on a DOM.
fn without_payload(parent: &str, value: Value) -> Value {
    match value {
        Value::Object(members) => members
            .into_iter()
            .filter(|(name, _)| {
                !kulla_eve::PAYLOAD_MEMBERS
                    .iter()
                    .any(|(place, member)| member == name && (place.is_empty() || *place == parent))
            })
            .map(|(name, value)| (name.clone(), without_payload(&name, value)))
            .collect::<serde_json::Map<_, _>>()
            .into(),
        Value::Array(items) => items.into_iter().map(|item| without_payload(parent, item)).collect(),
        other => other,
    }
}

proptest! {
    #[test]
    fn any_json_object_is_accepted_and_cut_as_a_dom_would(
        value in prop::collection::hash_map(any::<String>(), any_json(), 0..5), pretty in any::<bool>(),
    ) {
        let value = Value::Object(value.into_iter().collect());
        let line = if pretty { serde_json::to_string_pretty(&value) } else { serde_json::to_string(&value) };
        let line = line.unwrap();
        let cut = Event::view(line.as_bytes()).unwrap().json().into_owned();
        let read: Value = serde_json::from_str(&cut).unwrap();
        prop_assert_eq!(read, without_payload("", serde_json::from_str(&line).unwrap()));
        let again = Event::view(cut.as_bytes()).unwrap().json().into_owned();
        prop_assert_eq!(again, cut);
    }

    #[test]
    fn header_members_are_read_as_they_were_written(
        ip in any::<std::net::IpAddr>(), port in any::<u16>(), flow in any::<u64>(), host in any::<String>(),
        signature in any::<String>(), sid in any::<u64>(),
    ) {
        let line = json!({
            "src_ip": ip.to_string(), "src_port": port, "flow_id": flow, "host": host, "event_type": "alert",
            "alert": {"signature": signature, "signature_id": sid},
        }).to_string();
        let event = view(&line);
        prop_assert_eq!((event.src_ip, event.src_port, event.flow_id), (Some(ip), Some(port), Some(flow)));
        prop_assert_eq!(event.host.as_deref(), Some(&*host));
        let alert = event.alert().unwrap();
        prop_assert_eq!((alert.signature.as_deref(), alert.signature_id), (Some(&*signature), Some(sid)));
    }
}
