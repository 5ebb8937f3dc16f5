//! Opening conspicuously much is one record for the overseer.

use kulla_guard::bulk::{Bulk, BulkLimit, PEOPLE_MAX};
use kulla_guard::public_session;
use kulla_record::session::Session;
use kulla_record::{PrincipalId, SubjectId};

use crate::random::word;

const LIMIT: BulkLimit = BulkLimit { items: 4, window_ms: 1_000 };
const NOW: u64 = 1_795_000_000_000;

fn person(n: u8) -> Session {
    Session { person: PrincipalId([n; 16]), agency: word("ame"), ..public_session(None) }
}

fn thing(n: u64) -> SubjectId {
    SubjectId(u128::from(n).to_be_bytes())
}

#[test]
fn the_last_of_too_many_different_things_is_on_record_with_how_many_and_since_when() {
    let mut bulk = Bulk::new(LIMIT);
    let told: Vec<_> = (0..8).filter_map(|n| bulk.opened(&person(1), thing(n), NOW + n)).collect();
    let facts = |n: usize| (told[n].count, told[n].from.as_millisecond(), told[n].until.as_millisecond());
    let now = i64::try_from(NOW).unwrap();
    assert_eq!(told.len(), 2, "and counting begins anew");
    assert_eq!((facts(0), facts(1)), ((4, now, now + 3), (4, now + 4, now + 7)));
    assert_eq!((told[0].act.as_str(), told[0].person), ("bulk", person(1).person));
}

#[test]
fn the_same_thing_again_counts_once_and_what_is_long_ago_does_not_count() {
    let mut bulk = Bulk::new(LIMIT);
    assert!((0..50).all(|n| bulk.opened(&person(1), thing(n % 3), NOW + n).is_none()));
    assert!((0..50).all(|n| bulk.opened(&person(2), thing(n), NOW + n * LIMIT.window_ms / 3).is_none()));
}

#[test]
fn sessions_of_one_person_count_together_and_people_do_not() {
    let mut bulk = Bulk::new(LIMIT);
    assert!((0..12).all(|n| bulk.opened(&person((n % 6) as u8), thing(n), NOW).is_none()));
    let other_purpose = Session { purpose: word("oversight"), ..person(1) };
    assert!(bulk.opened(&other_purpose, thing(100), NOW).is_none());
    assert!(bulk.opened(&person(1), thing(101), NOW).is_some());
}

#[test]
fn a_clock_that_is_set_back_makes_no_alarm_and_a_crowd_takes_no_more_room() {
    let mut bulk = Bulk::new(LIMIT);
    assert!((0..3).all(|n| bulk.opened(&person(1), thing(n), NOW).is_none()));
    assert!(bulk.opened(&person(1), thing(9), NOW - 60_000).is_none());
    for n in 0..PEOPLE_MAX as u128 + 10 {
        let someone = Session { person: PrincipalId(n.to_be_bytes()), ..person(1) };
        assert!(bulk.opened(&someone, thing(1), NOW + 1).is_none());
    }
}
