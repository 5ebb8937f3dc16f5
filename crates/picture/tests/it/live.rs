//! Changes as they become durable.

use kulla_guard::LabelNo;
use kulla_picture::{RING_BATCHES, Told};

use crate::world::{AME_ONLY, OPS, POLICE_ONLY, PUBLIC, World, session};

fn next(world: &World, live: &mut kulla_picture::Live, agency: &str) -> Told {
    let session = session(agency, None);
    let today = jiff::civil::date(2026, 11, 17);
    let may_see = |no| world.picture.labels().visible(&session, today).has(LabelNo(no));
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    runtime.block_on(live.next(may_see))
}

#[test]
fn a_live_reader_is_told_what_it_may_see_before_the_tables_have_it() {
    let mut world = World::new();
    let mut live = world.picture.live();
    let hidden = world.logs.report(POLICE_ONLY, 1, &[], "hidden");
    let seen = world.logs.report(AME_ONLY, 2, &[], "seen");
    world.picture.publish(OPS, &[hidden, seen.clone()]);
    let Told::Change { record, .. } = next(&world, &mut live, "ame") else { panic!("told something else") };
    assert_eq!(record.header.id, seen.header.id);
}

#[test]
fn a_slow_reader_is_told_that_it_missed_something() {
    let mut world = World::new();
    let mut live = world.picture.live();
    for _ in 0..=RING_BATCHES {
        let record = world.logs.report(PUBLIC, 1, &[], "again");
        world.picture.publish(OPS, &[record]);
    }
    assert!(matches!(next(&world, &mut live, "ame"), Told::Missed));
}
