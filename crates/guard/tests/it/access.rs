//! What is looked at is recorded, in a form that stays readable and bounded.

use kulla_guard::access::{AccessCounts, COUNTS_MAX, Counted, INTERVAL_MS, STREAMS_MAX, durable_first};
use kulla_guard::public_session;
use kulla_record::label::Label;
use kulla_record::session::{Assurance, Session};
use kulla_record::{Kind, PrincipalId, SubjectId};

use crate::attack::public_label;
use crate::random::word;

const NOW: u64 = 29_666_666 * INTERVAL_MS;
const ITEM: SubjectId = SubjectId([3; 16]);

fn person(n: u64) -> Session {
    Session {
        person: PrincipalId::v7(n, [0; 10]),
        agency: word("ame"),
        assurance: Assurance::Single,
        ..public_session(Some(word("drill")))
    }
}

#[test]
fn opening_an_item_is_one_record_at_once() {
    let mut counts = AccessCounts::default();
    for _ in 0..3 {
        let access = counts.opened(&person(1), &Kind::INCIDENT, ITEM, NOW).unwrap();
        assert_eq!((access.person, access.subject, access.count), (person(1).person, Some(ITEM), 1));
        assert_eq!(access.kind, Some(Kind::INCIDENT));
        assert_eq!((access.act.as_str(), access.exercise), ("open", Some(word("drill"))));
    }
    let export = AccessCounts::exported(&person(1), (&Kind::INCIDENT, ITEM), NOW);
    assert_eq!((export.act.as_str(), export.subject), ("export", Some(ITEM)));
    assert!(counts.drain_all(NOW).is_empty());
}

#[test]
fn reading_the_access_log_is_counted_and_does_not_breed_records() {
    let mut counts = AccessCounts::default();
    assert!((0..100).all(|_| counts.opened(&person(1), &Kind::ACCESS, ITEM, NOW).is_none()));
    let out = counts.drain(NOW + INTERVAL_MS);
    assert_eq!(out.len(), 1);
    assert_eq!((out[0].count, out[0].subject), (100, None));
}

#[test]
fn what_the_public_reads_is_counted_and_not_listed() {
    let mut counts = AccessCounts::default();
    for n in 0..5 {
        let visitor = public_session(None);
        assert_eq!(counts.opened(&visitor, &Kind::WARNING, SubjectId([n; 16]), NOW), None);
    }
    let out = counts.drain_all(NOW);
    assert_eq!(out.iter().map(|access| (access.count, access.subject)).collect::<Vec<_>>(), [(5, None)]);
}

#[test]
fn lists_searches_and_refusals_are_counted_by_session_and_minute() {
    let mut counts = AccessCounts::default();
    for at in [0, 1_000, INTERVAL_MS - 1] {
        assert_eq!(counts.counted(&person(1), Counted::List, NOW + at), None);
        assert_eq!(counts.counted(&person(1), Counted::Denied, NOW + at), None);
    }
    assert_eq!(counts.counted(&person(2), Counted::List, NOW), None);
    assert!(counts.drain(NOW + INTERVAL_MS - 1).is_empty(), "the minute is not over");
    let first = counts.counted(&person(1), Counted::List, NOW + INTERVAL_MS).unwrap();
    assert_eq!((first.count, first.act.as_str()), (3, "list"));
    assert_eq!(first.until.as_millisecond() as u64, NOW + INTERVAL_MS - 1);
    let mut rest: Vec<_> =
        counts.drain(NOW + 2 * INTERVAL_MS).into_iter().map(|access| (access.act, access.count)).collect();
    rest.sort();
    assert_eq!(rest, [("denied".into(), 3), ("list".into(), 1), ("list".into(), 1)]);
    assert!(counts.drain_all(NOW).is_empty());
}

#[test]
fn counts_are_bounded_and_none_is_lost() {
    let (mut counts, mut total) = (AccessCounts::default(), 0);
    for n in 0..COUNTS_MAX as u64 + 500 {
        total += counts.counted(&person(n), Counted::Search, NOW).map_or(0, |access| access.count);
    }
    let rest = counts.drain_all(NOW);
    assert_eq!(rest.len(), COUNTS_MAX);
    total += rest.iter().map(|access| access.count).sum::<u64>();
    assert_eq!(total, COUNTS_MAX as u64 + 500);
}

#[test]
fn the_intervals_of_a_stream_join_up_and_each_has_one_set_of_labels() {
    let mut counts = AccessCounts::default();
    let id = counts.stream_opened(&person(1), [1; 32], "c0", NOW).unwrap();
    let mut out = vec![];
    out.extend(counts.delivered(id, "c1", 2, NOW + 1));
    out.extend(counts.looked_again(id, [1; 32], NOW + 2));
    out.extend(counts.looked_again(id, [2; 32], NOW + 3));
    out.extend(counts.delivered(id, "c2", 1, NOW + 4));
    out.extend(counts.delivered(id, "c3", 1, NOW + INTERVAL_MS));
    out.extend(counts.drain(NOW + 2 * INTERVAL_MS));
    out.extend(counts.drain(NOW + 3 * INTERVAL_MS)); // nothing was delivered since
    out.extend(counts.delivered(id, "c4", 7, NOW + 3 * INTERVAL_MS));
    out.extend(counts.stream_closed(id, NOW + 3 * INTERVAL_MS + 1));
    let told: Vec<_> = out
        .iter()
        .map(|access| {
            let stream = access.stream.clone().unwrap();
            (stream.after, stream.upto, stream.visible[..2].to_owned(), access.count)
        })
        .collect();
    let expected =
        [("c0", "c1", "01", 2), ("c1", "c2", "02", 1), ("c2", "c3", "02", 1), ("c3", "c4", "02", 7)];
    assert_eq!(told, expected.map(|(after, upto, set, n)| (after.into(), upto.into(), set.into(), n)));
    assert_eq!(counts.delivered(id, "c5", 1, NOW), None, "a closed stream");
}

#[test]
fn streams_are_bounded() {
    let mut counts = AccessCounts::default();
    let open = |counts: &mut AccessCounts| counts.stream_opened(&person(1), [0; 32], "c", NOW);
    let ids: Vec<_> = (0..STREAMS_MAX).map(|_| open(&mut counts).unwrap()).collect();
    assert_eq!(open(&mut counts).unwrap_err().code, "stream.full");
    assert_eq!(counts.stream_closed(ids[0], NOW), None);
    assert!(open(&mut counts).is_ok());
}

#[test]
fn from_restricted_up_and_for_unknown_policies_the_record_comes_before_the_answer() {
    let at = |policy: &str, level| {
        let label = Label { levels: [(word(policy), level)].into(), ..public_label() };
        durable_first(&label, &[(word("kulla"), 2)].into())
    };
    assert!(!at("kulla", 1) && at("kulla", 2) && at("kulla", 3) && at("unheard-of", 0));
    assert!(!durable_first(&public_label(), &[].into()));
}
