//! The clock on the wall steps back, or was far ahead: order holds, and how far the two are apart is shown.

use kulla_desk::Command;
use kulla_desk::command::triage::{Deed, Triage};
use kulla_picture::Filter;
use kulla_record::{Hlc, Kind, RecordId, SubjectId};

use crate::response;
use crate::world::{NOW_MS, World};

const HOUR_MS: u64 = 3_600_000;
const YEAR_MS: u64 = 365 * 24 * HOUR_MS;

fn report(world: &World, title: &str) -> SubjectId {
    world.act(&world.actor("duty"), response::report(title)).unwrap().subject
}

/// The titles of all reports, newest first, as a list shows them.
fn newest_first(world: &World) -> Vec<String> {
    let filter = Filter { kinds: vec![Kind::REPORT], ..Filter::default() };
    let reader = world.desk.reader(&world.actor("duty").session);
    reader.list(&filter, None, 100).unwrap().items.into_iter().map(|item| item.title).collect()
}

fn at(world: &World, subject: SubjectId) -> Hlc {
    world.head(&world.actor("duty"), subject).at
}

#[test]
fn order_holds_while_the_clock_steps_back_and_until_it_has_caught_up() {
    let world = World::new();
    let before = report(&world, "before");
    assert_eq!(world.desk.clock_ahead_ms(), 0);
    world.hands.back(HOUR_MS);
    assert_eq!(world.desk.clock_ahead_ms(), HOUR_MS, "shown before anything was written");
    let during = [report(&world, "during"), report(&world, "still during")];
    assert_eq!(newest_first(&world), ["still during", "during", "before"]);
    assert!(at(&world, before) < at(&world, during[0]) && at(&world, during[0]) < at(&world, during[1]));
    // Our time stands still until the wall has caught up: it does not run on by itself.
    world.hands.forward(HOUR_MS / 2);
    assert_eq!(world.desk.clock_ahead_ms(), HOUR_MS / 2);
    world.hands.forward(HOUR_MS);
    let after = report(&world, "after");
    assert_eq!((world.desk.clock_ahead_ms(), at(&world, after).unix_ms()), (0, NOW_MS + HOUR_MS / 2));
    assert_eq!(newest_first(&world), ["after", "still during", "during", "before"]);
}

#[test]
fn a_version_that_is_written_while_the_clock_is_behind_replaces_what_it_names() {
    let world = World::new();
    let duty = world.actor("duty");
    let signal = report(&world, "the bridge is under water");
    let triage = |seen: Option<RecordId>, deed| {
        world.act(&duty, Command::Triage(Triage { signal, seen: seen.into(), deed })).unwrap()
    };
    let taken = triage(None, Deed::Take).version;
    world.hands.back(YEAR_MS);
    let dismissed = triage(taken, Deed::Dismiss("reported twice".into()));
    let history = world.desk.reader(&duty.session).history(dismissed.subject).unwrap();
    let heads: Vec<_> = history.iter().filter(|item| item.head).map(|item| Some(item.version)).collect();
    assert_eq!(
        (heads, history.len()),
        (vec![dismissed.version], 2),
        "newest follows `replaces`, never a clock"
    );
}

#[test]
fn a_start_after_the_clock_was_far_ahead_goes_on_above_what_is_on_record_and_says_how_far() {
    let world = World::written(NOW_MS + YEAR_MS);
    assert_eq!(world.desk.clock_ahead_ms(), YEAR_MS);
    let first = report(&world, "first");
    let second = report(&world, "second");
    assert!(at(&world, first).unix_ms() >= NOW_MS + YEAR_MS && at(&world, first) < at(&world, second));
    assert_eq!(newest_first(&world), ["second", "first"]);
    // What is counted from now, such as retention, follows the wall and not our time.
    assert_eq!(world.desk.today().to_string(), "2026-11-18");
}
