//! Damaged input: never a panic, and whatever is read is written and read again as the same.

use kulla_open311::*;
use proptest::prelude::*;

const XML: [&str; 4] = [
    include_str!("../fixtures/requests.xml"),
    include_str!("../fixtures/definition.xml"),
    include_str!("../fixtures/discovery.xml"),
    include_str!("../fixtures/updates.xml"),
];

fn steady<D: Document + PartialEq + std::fmt::Debug>(bytes: &[u8], format: Format) {
    if let Ok(document) = D::read(bytes, format) {
        for format in [Format::Xml, Format::Json] {
            let written = document.write(format);
            let again = D::read(written.as_bytes(), format).expect("what was written is read");
            // Text that XML cannot hold has become U+FFFD by now, so compare from here on.
            assert_eq!(
                again.write(format),
                D::read(again.write(format).as_bytes(), format).unwrap().write(format)
            );
            if format == Format::Json {
                assert_eq!(again, document);
            }
        }
    }
}

fn read_all(bytes: &[u8]) {
    for format in [Format::Xml, Format::Json] {
        steady::<Services>(bytes, format);
        steady::<ServiceDefinition>(bytes, format);
        steady::<ServiceRequests>(bytes, format);
        steady::<Receipts>(bytes, format);
        steady::<TokenAnswers>(bytes, format);
        steady::<Errors>(bytes, format);
        steady::<Discovery>(bytes, format);
        steady::<Updates>(bytes, format);
        steady::<UpdateReceipts>(bytes, format);
    }
}

fn mutate(text: &str, edits: &[(prop::sample::Index, u8, u8)]) -> Vec<u8> {
    let mut bytes = text.as_bytes().to_vec();
    for (place, byte, edit) in edits {
        let at = place.index(bytes.len());
        match edit {
            0 => bytes[at] = *byte,
            1 => bytes[at] = b"<>&/\"{}[]:,; \n0-"[usize::from(byte % 16)],
            2 => drop(bytes.remove(at)),
            _ => bytes.insert(at, *byte),
        }
    }
    bytes
}

fn edits() -> impl Strategy<Value = Vec<(prop::sample::Index, u8, u8)>> {
    prop::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0..4_u8), 1..5)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn mutated_xml_is_read_or_refused(which in 0..4_usize, edits in edits()) {
        read_all(&mutate(XML[which], &edits));
    }

    #[test]
    fn mutated_json_is_read_or_refused(which in 0..4_usize, edits in edits()) {
        let json = match which {
            0 => ServiceRequests::read(XML[0].as_bytes(), Format::Xml).unwrap().write(Format::Json),
            1 => ServiceDefinition::read(XML[1].as_bytes(), Format::Xml).unwrap().write(Format::Json),
            2 => Discovery::read(XML[2].as_bytes(), Format::Xml).unwrap().write(Format::Json),
            _ => Updates::read(XML[3].as_bytes(), Format::Xml).unwrap().write(Format::Json),
        };
        read_all(&mutate(&json, &edits));
    }

    #[test]
    fn any_bytes_are_a_form_a_query_and_a_path_or_are_refused(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        read_all(&bytes);
        let rules = Rules::default();
        let now = DateTime::from_unix_ms(0).unwrap();
        let refused = Submission::from_form(&bytes, &rules).unwrap_err();
        prop_assert!(!refused.0.is_empty(), "no service is on offer");
        prop_assert!(UpdateSubmission::from_form(&bytes, &rules).is_err_and(|errors| !errors.0.is_empty()));
        if let Err(errors) = Query::parse(&bytes, &rules, now) {
            prop_assert!(errors.0.iter().all(|error| matches!(error.code, 400 | 404)));
        }
        let text = String::from_utf8_lossy(&bytes);
        prop_assert!(route(&text).is_none_or(|(resource, _)| resource != Resource::Request(String::new())));
        prop_assert!(text.parse::<DateTime>().is_err() || text.len() >= 17);
    }
}

#[test]
fn nesting_without_end_does_not_exhaust_the_stack() {
    for text in [
        "<services>".repeat(300_000),
        "{\"a\":".repeat(300_000),
        "<a>".repeat(300_000) + &"</a>".repeat(300_000),
    ] {
        assert!(Services::read(text.as_bytes(), Format::Xml).is_err());
        assert!(Services::read(text.as_bytes(), Format::Json).is_err());
    }
}
