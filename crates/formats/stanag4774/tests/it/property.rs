//! What is written is read back as the same label, whatever the label says.

use jiff::Timestamp;
use kulla_stanag4774::{
    Base, Category, CategoryType, Information, Label, Originator, OriginatorType, Policy, Root, Succession,
    Verdict, validate, write,
};
use proptest::prelude::*;

fn text() -> impl Strategy<Value = String> {
    // Odd spaces, markup, letters of the country, and what XML can't hold.
    proptest::string::string_regex("[A-Za-z ëçŠž<>&\"'\\-\r\n\t\u{1}\u{fffe}]{0,12}").unwrap()
}

fn time() -> impl Strategy<Value = Timestamp> {
    (0_i64..4_000_000_000, 0_i32..1_000_000_000).prop_map(|(s, ns)| Timestamp::new(s, ns).unwrap())
}

fn one_of<T: Copy + std::fmt::Debug + 'static>(all: &'static [T]) -> impl Strategy<Value = T> {
    (0..all.len()).prop_map(|at| all[at])
}

fn uri() -> impl Strategy<Value = Option<String>> {
    prop_oneof![
        4 => Just(None),
        4 => Just(Some("urn:oid:1.3.26.1".to_owned())),
        1 => text().prop_map(Some),
    ]
}

fn category() -> impl Strategy<Value = Category> {
    (one_of(CategoryType::ALL), text(), uri(), prop::collection::vec(text(), 0..4))
        .prop_map(|(kind, tag, uri, values)| Category { kind, tag, uri, values })
}

fn base() -> impl Strategy<Value = Base> {
    let originator = prop::option::of(
        (one_of(OriginatorType::ALL), text()).prop_map(|(kind, id)| Originator { kind, id }),
    );
    let information =
        (text(), uri(), text(), prop::option::of(text()), prop::collection::vec(category(), 0..4))
            .prop_map(|(name, uri, classification, privacy_mark, categories)| Information {
                policy: Policy { name, uri },
                classification,
                privacy_mark,
                categories,
            });
    (information, originator, time()).prop_map(|(information, originator, created)| Base {
        information,
        originator,
        created,
    })
}

fn label() -> impl Strategy<Value = Label> {
    let succession =
        prop::option::of((time(), base()).prop_map(|(at, successor)| Succession { at, successor }));
    (one_of(Root::ALL), prop::option::of(text()), prop::option::of(time()), base(), succession).prop_map(
        |(root, id, review, base, succession)| Label {
            root,
            id,
            review,
            base,
            succession,
            extensions: Vec::new(),
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_written_is_accepted_and_read_back_the_same(label in label()) {
        if let Ok(text) = write(&label) {
            let report = validate(text.as_bytes());
            prop_assert_eq!(report.verdict, Verdict::Accept, "{:#?}", report.findings);
            prop_assert_eq!(report.label, Some(label));
        }
    }

    #[test]
    fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        crate::rules::holds(&validate(&bytes));
    }
}

#[test]
fn a_plain_label_is_always_written() {
    let base = Base {
        information: Information {
            policy: Policy { name: "KULLA-TEST".to_owned(), uri: None },
            classification: "OFFICIAL".to_owned(),
            privacy_mark: None,
            categories: Vec::new(),
        },
        originator: None,
        created: Timestamp::UNIX_EPOCH,
    };
    let label = Label {
        root: Root::Originator,
        id: None,
        review: Some(Timestamp::UNIX_EPOCH),
        base,
        succession: None,
        extensions: Vec::new(),
    };
    assert!(write(&label).is_ok());
    assert!(write(&Label { review: None, ..label.clone() }).is_err());
    assert!(write(&Label { extensions: vec!["{urn:x}y".to_owned()], ..label.clone() }).is_err());
    assert!(write(&Label { root: Root::Legacy, ..label }).is_err());
}
