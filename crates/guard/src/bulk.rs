//! Who opens conspicuously much in a short time.
//!
//! Whoever copies a register opens one thing after another. So distinct things are counted by person, over all their
//! sessions, in a window that slides; when it is full there is one record for the overseer, and counting begins anew.
//! It is a reason to ask, never a verdict: no figure is kept about anybody beyond the window.

use std::collections::{HashMap, HashSet, VecDeque};

use kulla_record::kind::governance::Access;
use kulla_record::session::Session;
use kulla_record::{PrincipalId, SubjectId};

use crate::access::{Count, Who};

/// People who are counted at one time. One more takes the place of whoever opened nothing for longest.
pub const PEOPLE_MAX: usize = 4_096;
/// Items that a limit may name: each is remembered for the length of the window.
pub const ITEMS_MAX: usize = 2_000;

/// How much is conspicuous.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BulkLimit {
    /// Distinct things, 2 to [`ITEMS_MAX`].
    pub items: usize,
    /// Within so many milliseconds.
    pub window_ms: u64,
}

/// What people opened within the window.
#[derive(Debug)]
pub struct Bulk {
    limit: BulkLimit,
    people: HashMap<PrincipalId, Window>,
}

/// The things of one person, each at the time of its first opening.
#[derive(Debug, Default)]
struct Window {
    /// In order of time.
    times: VecDeque<(u64, SubjectId)>,
    known: HashSet<SubjectId>,
}

impl Window {
    /// Lets go of what is over. What lies in the future was opened before the clock was set back.
    fn slide(&mut self, now_ms: u64, window_ms: u64) {
        while let Some((_, subject)) = self.times.pop_back_if(|(at, _)| *at > now_ms) {
            self.known.remove(&subject);
        }
        while let Some((_, subject)) = self.times.pop_front_if(|(at, _)| now_ms - *at >= window_ms) {
            self.known.remove(&subject);
        }
    }

    /// When something was last opened for the first time.
    fn last(&self) -> u64 {
        self.times.back().map_or(0, |(at, _)| *at)
    }
}

impl Bulk {
    /// Nobody has opened anything yet.
    pub fn new(limit: BulkLimit) -> Bulk {
        let items = limit.items.clamp(2, ITEMS_MAX);
        Bulk { limit: BulkLimit { items, ..limit }, people: HashMap::new() }
    }

    /// Somebody opened something. The record that is to be written when this was one too many.
    #[must_use]
    pub fn opened(&mut self, session: &Session, subject: SubjectId, now_ms: u64) -> Option<Access> {
        self.make_room(session.person);
        let window = self.people.entry(session.person).or_default();
        window.slide(now_ms, self.limit.window_ms);
        if !window.known.insert(subject) {
            return None;
        }
        window.times.push_back((now_ms, subject));
        if window.times.len() < self.limit.items {
            return None;
        }
        let from_ms = window.times.front().map_or(now_ms, |(at, _)| *at);
        let n = window.times.len() as u64;
        self.people.remove(&session.person);
        Some(Who::of(session).access("bulk", Count { from_ms, until_ms: now_ms, n }))
    }

    fn make_room(&mut self, for_person: PrincipalId) {
        if self.people.len() < PEOPLE_MAX || self.people.contains_key(&for_person) {
            return;
        }
        let idle = self.people.iter().min_by_key(|(_, window)| window.last()).map(|(person, _)| *person);
        if let Some(idle) = idle {
            self.people.remove(&idle);
        }
    }
}
