//! The line reader: torn files, limits, pieces.

use kulla_eve::{Item, NoteKind, Options, Payload, Reader, Rule};
use proptest::prelude::*;

const TORN: &[u8] = include_bytes!("../fixtures/torn.jsonl");

/// One text line for each item, so that two readings can be compared.
fn told(reader: &mut Reader, chunks: &[&[u8]]) -> Vec<String> {
    let mut out = Vec::new();
    let mut each = |item: Item<'_>| match item {
        Item::Event { line, event } => {
            let notes: Vec<_> = event.notes().iter().map(ToString::to_string).collect();
            out.push(format!("{line} {} {notes:?}", event.event_type.name()));
        }
        Item::Broken(broken) => out.push(format!(
            "{broken} (at byte {}, {} bytes, unfinished: {}, kept: {})",
            broken.offset,
            broken.bytes,
            broken.unfinished,
            broken.kept.escape_ascii()
        )),
    };
    for chunk in chunks {
        reader.feed(chunk, &mut each);
    }
    reader.finish(&mut each);
    out
}

#[test]
fn a_torn_file_gives_every_whole_event_and_names_every_broken_line() {
    let mut reader = Reader::default();
    insta::assert_snapshot!(told(&mut reader, &[TORN]).join("\n"));
    let counts = reader.counts();
    assert_eq!((counts.lines, counts.events, counts.broken, counts.blank), (15, 4, 9, 2));
    assert_eq!(counts.bytes, TORN.len() as u64);
}

#[test]
fn a_line_over_the_limit_is_dropped_and_the_next_one_is_read() {
    let long = format!("{{\"a\":\"{}\"}}\n{{\"event_type\":\"dns\"}}\n", "x".repeat(100));
    let options = Options { line_bytes_max: 64, ..Options::default() };
    let whole = told(&mut Reader::new(options), &[long.as_bytes()]);
    let pieces: Vec<&[u8]> = long.as_bytes().chunks(7).collect();
    assert_eq!(told(&mut Reader::new(options), &pieces), whole);
    assert!(whole[0].contains("longer than the limit") && whole[0].contains("108 bytes"), "{}", whole[0]);
    assert!(whole[1].starts_with("2 dns"), "{}", whole[1]);
}

#[test]
fn a_line_still_being_written_is_read_whole_from_where_reading_resumes() {
    let file = b"{\"event_type\":\"dns\"}\n{\"event_type\":\"al".as_slice();
    let mut reader = Reader::default();
    reader.feed(file, &mut |_| {});
    assert_eq!(reader.resume_at(), 21);
    let mut last = None;
    reader.finish(&mut |item| last = Some(matches!(item, Item::Broken(broken) if broken.unfinished)));
    assert_eq!(last, Some(true));
}

#[test]
fn a_whole_last_line_without_a_line_end_is_an_event_with_a_note() {
    let mut notes = Vec::new();
    let mut reader = Reader::default();
    let mut each = |item: Item<'_>| {
        if let Item::Event { event, .. } = item {
            notes.extend(event.notes().iter().map(|note| note.kind));
        }
    };
    reader.feed(br#"{"event_type":"dns","timestamp":"2026-01-01T00:00:00Z"}"#, &mut each);
    reader.finish(&mut each);
    assert_eq!(notes, [NoteKind::NoLineEnd]);
}

#[test]
fn a_broken_line_keeps_no_payload_unless_it_is_asked_for() {
    let line = b"{\"event_type\":\"alert\",\"http\":{\"http_body\":\"c2VjcmV0\",\"payload\":\"c2VjcmV0\"\n";
    let metadata = br#"{"event_type":"alert","http":{"#.as_slice();
    for (payload, kept) in [(Payload::Off, metadata), (Payload::Keep, &line[..line.len() - 1])] {
        let mut seen = None;
        Reader::new(Options { payload, ..Options::default() }).feed(line, &mut |item| {
            if let Item::Broken(broken) = item {
                assert_eq!(broken.fault.rule, Rule::EndsEarly);
                seen = Some(broken.kept.to_vec());
            }
        });
        assert_eq!(seen.as_deref(), Some(kept));
    }
}

#[test]
fn a_payload_member_hidden_behind_escapes_is_not_kept_of_a_broken_line() {
    let mut seen = None;
    Reader::default().feed(b"{\"event_type\":\"alert\",\"\\u0070ayload\":\"c2VjcmV0\"\n", &mut |item| {
        if let Item::Broken(broken) = item {
            seen = Some(broken.kept.to_vec());
        }
    });
    assert_eq!(seen.as_deref(), Some(br#"{"event_type":"alert",""#.as_slice()));
}

proptest! {
    #[test]
    fn feeding_in_pieces_gives_what_feeding_at_once_gives(
        cuts in prop::collection::vec(0..TORN.len(), 0..12), limit in 0_usize..200,
    ) {
        let mut cuts = cuts;
        cuts.sort_unstable();
        let mut pieces = Vec::new();
        let mut at = 0;
        for cut in cuts {
            pieces.push(&TORN[at..cut]);
            at = cut;
        }
        pieces.push(&TORN[at..]);
        let options = Options { line_bytes_max: limit, ..Options::default() };
        let whole = told(&mut Reader::new(options), &[TORN]);
        prop_assert_eq!(told(&mut Reader::new(options), &pieces), whole);
    }
}
