//! What holds for every alert that we could send and every byte that could arrive.

use super::samples::Seeded;
use kulla_cap::{Verdict, WriteError, split, validate, write};
use proptest::prelude::*;

/// Real and made messages to damage: the fixtures, and the shared corpus where it is at hand.
fn messages() -> Vec<Vec<u8>> {
    let mut files = super::fixtures::all();
    for part in ["valid", "invalid"] {
        let folder = super::corpus::folder().map(|folder| folder.join(part));
        let entries = folder.and_then(|folder| std::fs::read_dir(folder).ok());
        files
            .extend(entries.into_iter().flatten().filter_map(|entry| entry.ok().map(|entry| entry.path())));
    }
    files.iter().map(|file| std::fs::read(file).expect("readable")).collect()
}

/// One small damage: where (in thousandths of the length), how, and with which bytes.
type Damage = (u16, u8, Vec<u8>);

fn damaged(mut bytes: Vec<u8>, damages: &[Damage]) -> Vec<u8> {
    for (place, how, with) in damages {
        let at = (bytes.len() * usize::from(place % 1000) / 1000).min(bytes.len());
        let end = (at + with.len()).min(bytes.len());
        match how % 4 {
            0 => drop(bytes.splice(at..end, with.iter().copied())),
            1 => drop(bytes.splice(at..at, with.iter().copied())),
            2 => drop(bytes.drain(at..end)),
            _ => bytes.truncate(at),
        }
    }
    bytes
}

fn piece() -> impl Strategy<Value = Vec<u8>> {
    let markup = prop::sample::select(vec![
        "<",
        ">",
        "</",
        "/>",
        "&",
        "&#x0;",
        "&#13;",
        "<!DOCTYPE a>",
        "<![CDATA[",
        "]]>",
        "<!--",
        "-->",
        "<?xml",
        "\"",
        "xmlns=''",
        "<alert>",
        "<info/>",
        "\u{feff}",
        "\0",
        "€",
        "-00:00",
        "9999-12-31T24:00:00-14:00",
    ])
    .prop_map(|text| text.as_bytes().to_vec());
    prop_oneof![3 => markup, 1 => prop::collection::vec(any::<u8>(), 1..6)]
}

fn both(bytes: &[u8]) {
    let report = validate(bytes);
    assert_eq!(report.alert.is_some(), report.verdict != Verdict::Reject);
    if let Some(alert) = &report.alert {
        // Whatever was read can be offered to the writer, which keeps its word or refuses.
        let _ = write(alert).map(|text| assert_eq!(validate(text.as_bytes()).alert.as_ref(), Some(alert)));
    }
    let parcel = split(bytes);
    let _ = parcel.links().count();
}

proptest! {
    #[test]
    fn what_we_write_is_accepted_and_read_back_the_same(seed in any::<u64>()) {
        let alert = Seeded::new(seed).alert();
        let text = write(&alert).map_err(|error| TestCaseError::fail(error.to_string()))?;
        let report = validate(text.as_bytes());
        prop_assert_eq!(report.verdict, Verdict::Accept);
        prop_assert_eq!(report.alert, Some(alert));
    }

    #[test]
    fn any_text_is_written_faithfully_or_refused(seed in any::<u64>(), text in any::<String>(), item in any::<String>()) {
        let mut alert = Seeded::new(seed).alert();
        alert.note = Some(text);
        alert.incidents = vec![item];
        match write(&alert) {
            Ok(written) => prop_assert_eq!(validate(written.as_bytes()).alert, Some(alert)),
            Err(WriteError::NotAccepted(findings)) => prop_assert!(!findings.is_empty()),
            Err(WriteError::NotFaithful) => {}
            Err(other) => prop_assert!(false, "{}", other),
        }
    }

    #[test]
    fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        both(&bytes);
    }
}

#[test]
fn a_damaged_message_never_panics() {
    let messages = messages();
    let count = messages.len();
    let damages = prop::collection::vec((any::<u16>(), any::<u8>(), piece()), 1..5);
    let config = ProptestConfig { cases: 2_000, ..ProptestConfig::default() };
    proptest!(config, |(which in 0..count, damages in damages)| {
        both(&damaged(messages[which].clone(), &damages));
    });
}

#[test]
fn a_message_cut_off_anywhere_is_never_accepted() {
    let whole = include_bytes!("../../fixtures/flood_trilingual.xml");
    let end = whole.len() - b"\n".len();
    for length in (0..end).step_by(7) {
        assert_eq!(validate(&whole[..length]).verdict, Verdict::Reject, "cut at {length}");
    }
}
