//! What blocks a warning, and what only asks.

use kulla_record::place::Geometry;
use kulla_warn::check::{self as checks, HEADLINE_CHARS_MAX, Weight};

use super::*;

/// The codes of what blocks and of what asks, at minute 0.
fn found(content: &Content, facts: &Facts<'_>) -> (Vec<&'static str>, Vec<&'static str>) {
    let findings = checks::run(content, facts, at(0));
    let (blocks, asks): (Vec<_>, Vec<_>) = findings.iter().partition(|f| f.weight == Weight::Blocks);
    let codes = |findings: Vec<&checks::Finding>| findings.iter().map(|f| f.code).collect();
    (codes(blocks), codes(asks))
}

fn blocks(content: &Content) -> Vec<&'static str> {
    found(content, &actual(&profile())).0
}

fn with_text(lang: &str, change: impl Fn(&mut WarningText)) -> Content {
    let mut content = flood();
    change(content.texts.get_mut(lang).unwrap());
    content
}

#[test]
fn a_good_content_has_no_finding() {
    assert_eq!(found(&flood(), &actual(&profile())), (vec![], vec![]));
}

#[test]
fn every_official_language_is_there_or_left_out_with_a_reason() {
    let no_word_on_turkish = Content { left_out: BTreeMap::new(), ..flood() };
    assert_eq!(blocks(&no_word_on_turkish), ["check.language-missing"]);
    let short = Content { left_out: words(&[("tr", " later    ")]), ..flood() };
    assert_eq!(blocks(&short), ["check.left-out-reason"]);
    let mut both = flood();
    both.left_out.insert("sr".into(), "no translator on duty".into());
    assert_eq!(blocks(&both), ["check.left-out-written"]);
}

#[test]
fn no_place_is_warned_in_none_of_its_own_languages() {
    let mut english = flood();
    english.texts.retain(|lang, _| lang == "en");
    for lang in ["sq", "sr"] {
        english.left_out.insert(lang.into(), "no translator on duty".into());
    }
    assert_eq!(blocks(&english), ["check.area-unserved"]);
}

#[test]
fn a_warning_has_an_area_that_the_profile_knows() {
    let nowhere = Content { place: Place::default(), ..flood() };
    assert_eq!(blocks(&nowhere), ["check.area-empty"]);
    let unknown = Place { areas: vec!["20".into(), "99".into()], ..Place::default() };
    assert_eq!(blocks(&Content { place: unknown, ..flood() }), ["check.area-unknown"]);
    let off = Geometry::Polygon(vec![vec![Point(20.7, 99.0); 4]]);
    let off = Place { geometry: Some(off), ..flood().place };
    assert_eq!(blocks(&Content { place: off, ..flood() }), ["check.shape"]);
}

#[test]
fn codes_come_from_their_lists() {
    assert_eq!(blocks(&Content { hazard: "dragon".into(), ..flood() }), ["check.hazard-unknown"]);
    assert_eq!(blocks(&Content { urgency: "immediate".into(), ..flood() }), ["check.code-unknown"]);
    assert_eq!(blocks(&Content { certainty: String::new(), ..flood() }), ["check.code-unknown"]);
    assert_eq!(blocks(&Content { response: vec!["Run".into()], ..flood() }), ["check.code-unknown"]);
    let mut klingon = flood();
    klingon.texts.insert("tlh".into(), flood().texts["en"].clone());
    assert_eq!(blocks(&klingon), ["check.language-unknown"]);
}

#[test]
fn a_headline_has_at_most_160_characters_with_the_word_for_an_exercise() {
    let long = |chars| with_text("sq", |text| text.headline = "ë".repeat(chars));
    assert_eq!(blocks(&long(HEADLINE_CHARS_MAX)), Vec::<&str>::new());
    assert_eq!(blocks(&long(HEADLINE_CHARS_MAX + 1)), ["check.text-long"]);
    let profile = profile();
    let drill = Facts { mode: DRILL, ..actual(&profile) };
    assert_eq!(found(&long(HEADLINE_CHARS_MAX), &drill).0, ["check.text-long"]);
    assert_eq!(found(&long(HEADLINE_CHARS_MAX - "USHTRIM: ".len()), &drill).0, Vec::<&str>::new());
}

#[test]
fn each_text_is_written_and_a_cancellation_may_have_nothing_to_do() {
    let silent = with_text("sr", |text| text.instruction = " ".into());
    assert_eq!(blocks(&silent), ["check.text-missing"]);
    let first = issued();
    let followed = [Followed { subject: WARNING, warning: &first }];
    let profile = profile();
    let facts = Facts { followed: &followed, ..actual(&profile) };
    let mut over = all_clear();
    over.texts.values_mut().for_each(|text| text.instruction = String::new());
    assert_eq!(found(&over, &facts), (vec![], vec!["check.text-missing"; 3]));
}

#[test]
fn what_was_left_to_fill_in_or_can_not_be_seen_blocks() {
    let unfilled = with_text("en", |text| text.headline = "Flood in {area}".into());
    assert_eq!(blocks(&unfilled), ["check.text-placeholder"]);
    for hidden in ["a\u{202e}b", "a\nb", "a\u{0}b", "a\rb"] {
        let content = with_text("en", |text| text.headline = hidden.into());
        assert_eq!(blocks(&content), ["check.text-control"], "{hidden:?}");
    }
}

#[test]
fn a_warning_ends_after_now_and_after_its_beginning_and_within_seven_days() {
    let until = |onset, expires| Content { onset: at(onset), expires: at(expires), ..flood() };
    assert_eq!(blocks(&until(-60, 0)), ["check.expired"]);
    assert_eq!(blocks(&until(60, 60)), ["check.expires-before-onset"]);
    assert_eq!(blocks(&until(60, 7 * 24 * 60 + 1)), ["check.too-long"]);
    assert_eq!(blocks(&until(-60, 7 * 24 * 60)), Vec::<&str>::new());
}

#[test]
fn numbers_and_times_that_differ_between_languages_ask() {
    let profile = profile();
    let asked = |content: &Content| {
        let findings = checks::run(content, &actual(&profile), at(0));
        findings
            .iter()
            .map(|f| {
                assert_eq!(f.weight, Weight::Asks);
                format!("{} {} {}", f.code, f.args["lang"], f.args["lacks"])
            })
            .collect::<Vec<_>>()
    };
    let turned = with_text("sr", |text| text.description = "Od 20:00 do 04:00, 34,2 m.".into());
    assert_eq!(
        asked(&turned),
        [
            "check.numbers-differ en 34.2",
            "check.numbers-differ sq 34.2",
            "check.numbers-differ sr 3.42",
            "check.times-differ en 20:00",
            "check.times-differ sq 20:00",
            "check.times-differ sr 22:00",
        ]
    );
    let missing = with_text("en", |text| text.instruction = "In danger call for help.".into());
    assert_eq!(asked(&missing), ["check.numbers-differ en 112"]);
}

#[test]
fn an_update_names_what_it_follows_and_a_first_warning_nothing() {
    let follows = |message, follows| Content { message, follows, ..flood() };
    assert_eq!(blocks(&follows(MessageType::Alert, vec![WARNING])), ["check.follows-none"]);
    assert_eq!(blocks(&follows(MessageType::Update, vec![])), ["check.follows-missing"]);
    assert_eq!(blocks(&follows(MessageType::Cancel, vec![WARNING])), ["check.follows-over"]);
    assert_eq!(blocks(&follows(MessageType::Update, vec![WARNING; 17])), ["check.follows-many"]);
}

#[test]
fn what_could_not_be_sent_is_found_before_anybody_approves_it() {
    let profile = Profile { sender: "with space".into(), ..profile() };
    assert_eq!(found(&flood(), &actual(&profile)).0, ["check.not-composed"]);
    let flat = Geometry::Polygon(vec![vec![Point(20.7, 42.2); 3]]);
    let flat = Place { geometry: Some(flat), ..flood().place };
    assert_eq!(blocks(&Content { place: flat, ..flood() }), ["check.not-composed"]);
}
