//! Reports of one thing.

use kulla_detect::duplicate::{Alike, Parameters, Seen, alike};
use kulla_record::SubjectId;
use kulla_record::place::Point;

use crate::world::minute;

fn seen(n: u8, service: &str, at: Option<(f64, f64)>, minutes: i64, text: &str) -> Seen {
    Seen {
        subject: SubjectId([n; 16]),
        service: service.into(),
        at: minute(minutes),
        point: at.map(|(lon, lat)| Point(lon, lat)),
        areas: vec!["20".into()],
        text: text.into(),
    }
}

fn found(one: &Seen, others: &[Seen]) -> Vec<(u8, String)> {
    let said = |alike: Alike| (alike.subject.0[0], format!("{}: {}", alike.why.code, alike.why.text));
    alike(one, others, &Parameters::default()).into_iter().map(said).collect()
}

const BRIDGE: (f64, f64) = (20.654, 42.285);

#[test]
fn what_is_of_one_kind_at_one_place_is_likely_one_in_whatever_language_it_was_said() {
    let one = seen(1, "flooded-road", Some(BRIDGE), 0, "uji eshte mbi rruge te ura e gjonajt");
    let others = [
        seen(2, "flooded-road", Some((20.6545, 42.2853)), 25, "voda je na putu kod mosta"),
        seen(3, "flooded-road", Some((20.70, 42.30)), 5, "voda je na putu"),
        seen(4, "fallen-tree", Some(BRIDGE), 5, "drvo je palo"),
        seen(5, "flooded-road", Some(BRIDGE), 60 * 24, "uji eshte mbi rruge te ura e gjonajt"),
    ];
    assert_eq!(
        found(&one, &others),
        [(2, "duplicate-kind: the same kind, 0.1 km and 25 minutes apart".into())]
    );
}

#[test]
fn words_that_are_alike_find_each_other_across_endings_and_kinds_within_two_kilometres() {
    let one = seen(1, "flooded-road", Some(BRIDGE), 0, "uji eshte mbi rruge te ura e gjonajt");
    let others = [
        seen(2, "something-else", Some((20.66, 42.29)), 10, "uji ka dale mbi rrugen te ura ne gjonaj"),
        seen(3, "something-else", Some((20.66, 42.29)), 10, "qen te humbur afer shkolles"),
        seen(4, "", Some((20.90, 42.29)), 10, "uji eshte mbi rruge te ura e gjonajt"),
    ];
    let found = found(&one, &others);
    assert_eq!(found.iter().map(|(n, _)| *n).collect::<Vec<_>>(), [2], "{found:?}");
    assert!(
        found[0].1.starts_with("duplicate-words: ") && found[0].1.contains("% of the words, 0.7 km"),
        "{found:?}"
    );
}

#[test]
fn without_a_point_it_takes_the_kind_the_municipality_and_the_words() {
    let one = seen(1, "no-water", None, 0, "nuk ka uje ne lagjen e re");
    let there = seen(2, "no-water", None, 30, "ne lagjen e re nuk ka uje qe nga mengjesi");
    let elsewhere =
        Seen { areas: vec!["02".into()], ..seen(3, "no-water", None, 30, "nuk ka uje ne lagjen e re") };
    let other = seen(4, "no-water", None, 30, "pusi i fshatit eshte i turbullt");
    let found = found(&one, &[there, elsewhere, other]);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].1.starts_with("duplicate-area: the same kind, in the same municipality"), "{found:?}");
}

#[test]
fn the_likeliest_comes_first_and_the_order_of_the_others_does_not_matter() {
    let one = seen(1, "landslide", Some(BRIDGE), 0, "gure ne rruge afer fshatit");
    let near = seen(2, "landslide", Some((20.6541, 42.2851)), 5, "gure ne rruge afer fshatit");
    let farther = seen(3, "landslide", Some((20.6570, 42.2870)), 5, "odron na putu");
    let one_way = found(&one, &[near.clone(), farther.clone()]);
    assert_eq!(one_way, found(&one, &[farther, near]));
    assert_eq!(one_way.iter().map(|(n, _)| *n).collect::<Vec<_>>(), [2, 3]);
    assert!(found(&one, std::slice::from_ref(&one)).is_empty(), "nothing is a duplicate of itself");
}

#[test]
fn empty_and_very_long_texts_are_like_nothing_and_end() {
    let one = seen(1, "something-else", Some(BRIDGE), 0, "");
    let long = seen(2, "", Some(BRIDGE), 0, &"a ".repeat(1_000_000));
    assert!(found(&one, &[long, seen(3, "", Some(BRIDGE), 0, "")]).is_empty());
}
