//! What speaks by itself: sensors that are followed and feeds that are fetched, up to what an officer sees.

mod eve;
mod gauge;
mod polled;
mod register;
mod site;

use std::path::Path;
use std::time::Duration;

use kulla_gateways::sources::{Sources, read};
use kulla_record::kind::Body;
use kulla_record::{Kind, SubjectId};
use serde_json::Value;

use crate::memory::{DRILL_NAME, word};
use crate::world::World;

/// Looks until something holds, while the node's clock goes on.
#[track_caller]
pub fn until(world: &World, what: &str, mut holds: impl FnMut() -> bool) {
    for _ in 0..1_000 {
        if holds() {
            return;
        }
        world.node.hands.forward(250);
        std::thread::sleep(Duration::from_millis(10));
    }
    panic!("it never came to this: {what}");
}

/// Opens the sources of a file, in the exercise of the node.
pub fn open(world: &World, text: &str, folder: &Path) -> Sources {
    let listed = read(text, &|code| world.node.desk.profile().agency(code).is_some());
    let listed = listed.unwrap_or_else(|faults| panic!("{faults:?}"));
    Sources::open(&world.house, listed, folder, Some(&word(DRILL_NAME))).unwrap()
}

/// A source of the duty officer's agency.
pub fn source(code: &str, door: &str, settings: &str) -> String {
    format!(
        "[[source]]\ncode = \"{code}\"\nname = \"Test {code}\"\ndoor = \"{door}\"\nowner = \"ame\"\n\
         purpose = \"to see whether it holds\"\nbasis = \"Law 04/L-027\"\n{settings}\n\n"
    )
}

/// The newest version of everything of a kind in the exercise, as the duty officer's agency sees it.
pub fn heads<B: Body>(world: &World) -> Vec<(SubjectId, B)> {
    let all = world.node.memory.versions::<B>();
    let mut heads = std::collections::BTreeMap::new();
    for (subject, body) in all {
        heads.insert(subject, body);
    }
    heads.into_iter().collect()
}

/// One source as somebody sees it.
pub async fn seen(person: &crate::world::Person<'_>, code: &str) -> Option<Value> {
    let page = person.get("sources").await.expect(200);
    page["items"].as_array().unwrap().iter().find(|source| source["code"] == code).cloned()
}

pub fn kinds(world: &World, kind: &Kind) -> usize {
    world.node.memory.count(kind)
}
