//! Damaged input: never a panic, never a line lost, and the same verdict as another JSON reader.

use kulla_eve::{DEPTH_MAX, Event, Item, Payload, Policy, Reader, Rule, key};
use proptest::prelude::*;

const TYPES: &str = include_str!("../fixtures/types.jsonl");
const PAYLOAD: &str = include_str!("../fixtures/payload.jsonl");

/// Reads everything that can be read of an event.
fn open_all(event: &Event<'_>) {
    let again = event.json().into_owned();
    let second = Event::view(again.as_bytes()).expect("what was written is read");
    assert_eq!(second.json(), again);
    let notes = [
        event.alert().map(|part| part.notes.clone()),
        event.anomaly().map(|part| part.notes),
        event.dns().map(|part| part.notes),
        event.http().map(|part| part.notes),
        event.tls().map(|part| part.notes),
        event.fileinfo().map(|part| part.notes),
        event.flow().map(|part| part.notes),
        event.stats().map(|part| part.notes),
        event.drop_info().map(|part| part.notes),
    ];
    assert!(notes.into_iter().flatten().all(|notes| notes.len() <= kulla_eve::NOTES_MAX));
    assert!(event.files().count() <= kulla_eve::FILES_MAX);
    let policy = Policy::default();
    assert_eq!(key(event, &policy), key(&second, &policy));
}

/// What `serde_json` says about a line; `None` where the two are allowed to differ.
fn oracle(line: &[u8]) -> Option<bool> {
    let accepted = serde_json::from_slice::<serde::de::IgnoredAny>(line).is_ok();
    let object = line.trim_ascii_start().first() == Some(&b'{');
    let deep = line.iter().filter(|byte| matches!(byte, b'{' | b'[')).count() > DEPTH_MAX;
    (!deep).then_some(accepted && object && std::str::from_utf8(line).is_ok())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn mutated_lines_get_the_verdict_of_another_json_reader(
        which in 0..16_usize, edits in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0..4_u8), 1..4),
    ) {
        let mut line: Vec<u8> =
            TYPES.lines().chain(PAYLOAD.lines()).nth(which).unwrap().as_bytes().to_vec();
        for (place, byte, edit) in edits {
            let at = place.index(line.len());
            let structural = b"{}[]\",:\\0-e. nullt"[usize::from(byte) % 18];
            match edit {
                0 => line[at] = byte,
                1 => line[at] = structural,
                2 => drop(line.remove(at)),
                _ => line.insert(at, structural),
            }
        }
        let read = Event::view(&line);
        if let Some(accepted) = oracle(&line) {
            prop_assert_eq!(read.is_ok(), accepted, "{}: {:?}", line.escape_ascii(), read.err());
        }
        if let Ok(event) = read {
            open_all(&event);
        }
    }

    #[test]
    fn any_bytes_are_accounted_for_line_by_line(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        let mut reader = Reader::default();
        let (mut events, mut broken) = (0, 0);
        let mut each = |item: Item<'_>| match item {
            Item::Event { event, .. } => {
                open_all(&event);
                events += 1;
            }
            Item::Broken(_) => broken += 1,
        };
        reader.feed(&bytes, &mut each);
        reader.finish(&mut each);
        let counts = reader.counts();
        prop_assert_eq!((counts.events, counts.broken), (events, broken));
        prop_assert_eq!(counts.lines, counts.events + counts.broken + counts.blank);
        prop_assert_eq!(counts.bytes, bytes.len() as u64);
    }
}

#[test]
fn a_line_cut_at_any_byte_ends_early_and_nothing_worse() {
    for line in TYPES.lines() {
        for end in 0..line.len() {
            if line.is_char_boundary(end) {
                let fault = Event::view_with(&line.as_bytes()[..end], Payload::Keep).unwrap_err();
                assert_eq!(fault.rule, Rule::EndsEarly, "{}", &line[..end]);
            }
        }
    }
}
