//! The picture of a past moment is what a reader was shown at that moment.

use kulla_picture::{Filter, Mark, Reader};
use kulla_record::kind::signal::Severity;
use kulla_record::place::Bounds;
use kulla_record::{Kind, LabelId, RecordId, SubjectId};
use proptest::prelude::*;

use crate::world::{AME_ONLY, OPS, POLICE_ONLY, PUBLIC, World};

/// The world writes one record a millisecond, from here on.
const FIRST_MS: i64 = 1_790_000_000_000;

fn reports() -> Filter {
    Filter { kinds: vec![Kind::REPORT], ..Filter::default() }
}

fn shown(reader: &Reader, filter: &Filter) -> Vec<Mark> {
    let found = reader.marks(filter, 1_000).unwrap();
    assert!(!found.more);
    sorted(found.marks)
}

fn shown_at(reader: &Reader, filter: &Filter, moment_ms: i64) -> Vec<Mark> {
    let found = reader.marks_at(filter, moment_ms, 1_000).unwrap();
    assert!(!found.more);
    sorted(found.marks)
}

/// What is compared: everything but whether the body had to be read, and the rounding of the index of places.
fn sorted(mut marks: Vec<Mark>) -> Vec<Mark> {
    for mark in &mut marks {
        mark.body = None;
        mark.bounds = mark.bounds.map(|b| {
            let round = |degrees: f64| (degrees * 1e3).round() / 1e3;
            Bounds {
                west: round(b.west),
                south: round(b.south),
                east: round(b.east),
                north: round(b.north),
            }
        });
    }
    marks.sort_by_key(|mark| mark.version);
    marks
}

#[test]
fn a_mark_says_where_and_how_without_reading_the_body_of_a_point() {
    let mut world = World::new();
    let point = world.logs.report(PUBLIC, 1, &[], "roof");
    let body =
        br#"{"title":"road shut","seen":"2026-11-17T20:47:00Z","from":"kp","place":{"areas":["20"]}}"#;
    let named = world.logs.write(OPS, Kind::REPORT, SubjectId([2; 16]), &[], LabelId([PUBLIC; 16]), body);
    world.take(&[point, named]);
    let marks = world.reader("ame").marks(&reports(), 10).unwrap().marks;
    let [named, point] = marks.as_slice() else { panic!("{marks:?}") };
    assert_eq!((point.title.as_str(), point.severity, &point.body), ("roof", Severity::Severe, &None));
    assert!((point.bounds.unwrap().north - 42.1).abs() < 1e-4, "{point:?}");
    assert!(named.bounds.is_none() && named.body.is_some());
    let unplaced = Filter { unplaced: true, ..reports() };
    assert_eq!(world.reader("ame").marks(&unplaced, 10).unwrap().marks, std::slice::from_ref(named));
}

#[test]
fn marks_and_bars_know_nothing_of_what_is_hidden() {
    let mut world = World::new();
    let open = world.logs.report(AME_ONLY, 1, &[], "roof");
    let hidden = world.logs.report(POLICE_ONLY, 2, &[], "patrol");
    let later = world.logs.report(POLICE_ONLY, 2, &[hidden.header.id], "patrol gone");
    world.take(&[open, hidden, later]);
    let reader = world.reader("ame");
    let end = FIRST_MS + 1_000;
    for marks in [
        shown(&reader, &reports()),
        shown_at(&reader, &reports(), FIRST_MS + 5),
        shown_at(&reader, &reports(), end),
    ] {
        assert!(marks.iter().all(|mark| mark.title == "roof"), "{marks:?}");
    }
    let count = |agency: &str| world.reader(agency).written(FIRST_MS, end, 1).unwrap().counts[0];
    assert_eq!((count("ame"), count("kp")), (3, 4), "two labels are their own and the public one");
}

#[test]
fn more_than_was_asked_for_is_told() {
    let mut world = World::new();
    let all: Vec<_> = (1..=5).map(|n| world.logs.report(PUBLIC, n, &[], "roof")).collect();
    world.take(&all);
    let some = world.reader("ame").marks(&reports(), 3).unwrap();
    assert_eq!((some.marks.len(), some.more), (3, true));
    let past = world.reader("ame").marks_at(&reports(), FIRST_MS + 100, 3).unwrap();
    assert_eq!((past.marks.len(), past.more), (3, true));
}

#[test]
fn bars_add_up_and_stand_where_things_were_written() {
    let mut world = World::new();
    let all: Vec<_> = (1..=8).map(|n| world.logs.report(PUBLIC, n, &[], "roof")).collect();
    world.take(&all);
    let from = i64::try_from(all[0].header.at.unix_ms()).unwrap();
    let written = world.reader("ame").written(from, from + 8, 4).unwrap();
    assert_eq!((written.counts, written.more), (vec![2, 2, 2, 2], false));
}

/// One version in a random history: of which subject, replacing which of its heads, under which label.
#[derive(Debug, Clone)]
struct Step {
    subject: u8,
    replace: Vec<prop::sample::Index>,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let replace = prop::collection::vec(any::<prop::sample::Index>(), 0..3);
    let step = (1_u8..6, replace).prop_map(|(subject, replace)| Step { subject, replace });
    prop::collection::vec(step, 1..40)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn a_past_moment_shows_what_was_shown_then_forks_included(steps in steps()) {
        let mut world = World::new();
        let mut versions: Vec<Vec<RecordId>> = vec![Vec::new(); 8];
        let mut then = Vec::new();
        for step in &steps {
            let own = &mut versions[usize::from(step.subject)];
            let mut replaces: Vec<RecordId> = match own.is_empty() {
                true => Vec::new(),
                false => step.replace.iter().map(|at| *at.get(own)).collect(),
            };
            replaces.sort_unstable();
            replaces.dedup();
            // A subject has one label for ever; two of the five are hidden from one of the readers.
            let label = match step.subject { 1 => AME_ONLY, 2 => POLICE_ONLY, _ => PUBLIC };
            let title = format!("v{}", own.len());
            let record = world.logs.report(label, step.subject, &replaces, &title);
            own.push(record.header.id);
            let moment = i64::try_from(record.header.at.unix_ms()).unwrap();
            world.take(&[record]);
            let seen = ["ame", "kp"].map(|agency| shown(&world.reader(agency), &reports()));
            then.push((moment, seen));
        }
        for (moment, seen) in then {
            for (agency, seen) in ["ame", "kp"].iter().zip(seen) {
                prop_assert_eq!(shown_at(&world.reader(agency), &reports(), moment), seen);
            }
        }
    }
}
