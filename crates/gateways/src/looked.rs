//! Who looked at what: what the doors count, and when it goes to disk.
//!
//! There is one place for each: what a session is shown goes through `Ask::show`, and `House::ask` takes note of it and
//! of every refusal before the answer goes out. So a new route can't forget it.
//!
//! Showing an item of RESTRICTED and above is on disk before it is answered, and refused when that can't be.
//! Everything else waits for the next beat in a bounded buffer: **a full disk ends writing, and reading goes on**. What finds no
//! room is lost, counted, and shown to the operator and in the health of the node. What the public reads is in the
//! figures of the operator only: nobody is followed through the public pages.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

use kulla_desk::profile::Profile;
use kulla_desk::{ACCESS_GROUP_MAX, Unrecorded};
use kulla_guard::access::{Counted, INTERVAL_MS};
use kulla_guard::bulk::BulkLimit;
use kulla_picture::Item;
use kulla_record::kind::governance::Access;
use kulla_record::label::Word;
use kulla_record::{Kind, PrincipalId, RecordId, Session};
use kulla_respond::judging::CANARY;
use tokio::task::{JoinError, JoinSet};

use crate::house::{House, lock};
use crate::problem::Problem;

/// Access records that wait for the next beat; with so many it comes at once. Rows that are written together share their
/// pages, so more at a time cost less each.
const BEAT_RECORDS: usize = ACCESS_GROUP_MAX;
/// With so many the beat can't keep up, and whoever reads on writes them first.
const WAITING_MAX: usize = 4_096;
/// Access records that are kept while they can't be written; what comes after is lost and counted.
const KEPT_MAX: usize = 16_384;
/// Versions of which is known that somebody was shown them in this minute.
const RECENT_MAX: usize = 65_536;
/// How often what waits is written, in milliseconds.
const BEAT_MS: u64 = 1_000;

/// How much reading the profile calls conspicuous.
pub(crate) fn bulk_limit(profile: &Profile) -> BulkLimit {
    let oversight = profile.country.oversight;
    BulkLimit { items: oversight.bulk_items, window_ms: oversight.bulk_minutes * 60_000 }
}

/// Access records that are not on disk yet.
#[derive(Default)]
pub(crate) struct Looked {
    waiting: Vec<Access>,
    /// Room that was given back: making it anew for some thousand records costs more than filling it.
    spare: Vec<Access>,
    /// How many are being written, and are not on disk yet either.
    writing: usize,
    /// The last writing failed: only the beat tries again.
    stuck: bool,
    /// What was lost since the start.
    dropped: u64,
    /// Who was shown which version in this minute, and for what: showing it again is the same record.
    recent: HashSet<(PrincipalId, Word, RecordId)>,
    minute: u64,
}

impl Looked {
    /// Keeps records as far as there is room.
    pub fn put(&mut self, looked: impl IntoIterator<Item = Access>) {
        for access in looked {
            match self.waiting.len() < KEPT_MAX {
                true => self.waiting.push(access),
                false => self.dropped += 1,
            }
        }
    }

    /// Everything that waits, to be written.
    fn take(&mut self) -> Vec<Access> {
        self.writing += self.waiting.len();
        std::mem::replace(&mut self.waiting, std::mem::take(&mut self.spare))
    }

    /// Whether this is the first time in this minute.
    fn is_new(&mut self, session: &Session, version: RecordId, now_ms: u64) -> bool {
        let minute = now_ms / INTERVAL_MS;
        if self.minute != minute || self.recent.len() >= RECENT_MAX {
            self.recent.clear();
            self.minute = minute;
        }
        self.recent.insert((session.person, session.purpose.clone(), version))
    }
}

/// How the keeping of access records stands.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Keeping {
    pub waiting: usize,
    pub stuck: bool,
    pub dropped: u64,
}

impl House {
    /// These items are about to be shown to a session.
    pub(crate) fn opened<'a>(
        &self,
        session: &Session,
        items: impl Iterator<Item = &'a Item>,
    ) -> Result<(), Problem> {
        let now = self.now_ms();
        let (mut first, mut later, mut bulk) = (Vec::new(), Vec::new(), Vec::new());
        for item in items {
            let restricted = self.desk.access_first(&item.label) || item.kind == Kind::REPORTER;
            if !restricted && !lock(&self.looked).is_new(session, item.version, now) {
                continue;
            }
            let access = lock(&self.counts).opened(session, &item.kind, item.subject, now);
            if let Some(access) = &access {
                bulk.extend(lock(&self.bulk).opened(session, item.subject, now));
                // INVARIANT: whoever opens it gets what they would get anyway: only the overseer hears of it.
                if self.desk.is_canary(item.subject, session.exercise.as_ref()) {
                    bulk.push(Access { act: CANARY.to_owned(), ..access.clone() });
                }
            }
            if restricted { first.extend(access) } else { later.extend(access) }
        }
        // INVARIANT: from RESTRICTED up nothing is shown whose showing is not on disk, nor who handed a report in.
        self.desk.record_access(&first).map_err(|unrecorded| unrecorded.failure)?;
        self.note(later);
        // Nobody who is being told of should have a second in which to pull the plug.
        if self.desk.record_access(&bulk).is_err() {
            self.note(bulk);
        }
        Ok(())
    }

    /// A list, a search or a refusal, which are counted.
    pub(crate) fn counted(&self, session: &Session, what: Counted) {
        let out = lock(&self.counts).counted(session, what, self.now_ms());
        self.note(out);
    }

    /// Access records for the next beat. Never fails: a disk that is full must not end reading.
    pub(crate) fn note(&self, looked: impl IntoIterator<Item = Access>) {
        let mut kept = lock(&self.looked);
        kept.put(looked);
        if kept.waiting.len() < BEAT_RECORDS || kept.stuck {
            return;
        }
        if kept.waiting.len() < WAITING_MAX {
            return self.beat_now.notify_one();
        }
        let all = kept.take();
        drop(kept);
        self.write_looked(all);
    }

    pub(crate) fn keeping(&self) -> Keeping {
        let kept = lock(&self.looked);
        Keeping { waiting: kept.waiting.len() + kept.writing, stuck: kept.stuck, dropped: kept.dropped }
    }

    fn write_looked(&self, mut all: Vec<Access>) {
        let (written, writing) = (self.desk.record_access(&all), all.len());
        if written.is_ok() {
            all.clear();
        }
        let mut kept = lock(&self.looked);
        kept.writing -= writing;
        let was_stuck = std::mem::replace(&mut kept.stuck, written.is_err());
        let Err(Unrecorded { done, failure: error }) = written else {
            kept.spare = all;
            return;
        };
        // What came first is kept first.
        all.drain(..done);
        let newer = std::mem::replace(&mut kept.waiting, all);
        kept.put(newer);
        drop(kept);
        if !was_stuck {
            tracing::error!(%error, "who read what can't be written; it is kept as far as there is room");
        }
    }

    /// Writes what is over; at a stop everything.
    fn beat(&self, stopping: bool) {
        let now = self.now_ms();
        let over = match stopping {
            true => lock(&self.counts).drain_all(now),
            false => lock(&self.counts).drain(now),
        };
        let mut kept = lock(&self.looked);
        kept.put(over);
        let all = kept.take();
        drop(kept);
        self.write_looked(all);
    }

    /// What has to be done all the time: feeding the ring of changes, writing who read what, looking at the
    /// lag. Runs until [`House::stop`]; the binary spawns it once.
    pub async fn tend(self: Arc<Self>) {
        let mut beat = tokio::time::interval(Duration::from_millis(BEAT_MS));
        beat.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        let mut live = self.desk.live();
        // Beside the loop, because the ring is not to wait for a disk; one at a time.
        let mut writing = JoinSet::new();
        loop {
            let free = writing.is_empty();
            tokio::select! {
                () = self.stopping.notified() => break,
                on = self.ring.feed(&mut live) => if !on { break },
                _ = beat.tick(), if free => {
                    let house = Arc::clone(&self);
                    writing.spawn_blocking(move || { house.desk.lag_ms(); house.beat(false); });
                }
                () = self.beat_now.notified(), if free => {
                    let house = Arc::clone(&self);
                    writing.spawn_blocking(move || house.beat(false));
                }
                Some(done) = writing.join_next(), if !free => told(done),
            }
        }
        while let Some(done) = writing.join_next().await {
            told(done);
        }
        self.ring.end();
        let house = Arc::clone(&self);
        let last = tokio::task::spawn_blocking(move || {
            house.beat(true);
            house.seats.save_now(house.now_ms());
        });
        if last.await.is_err() {
            tracing::error!("the last records of who read what were lost to a bug");
        }
    }

    /// Ends all streams and lets [`House::tend`] finish.
    pub fn stop(&self) {
        self.workers.stop();
        self.stopping.notify_one();
    }
}

fn told(done: Result<(), JoinError>) {
    if done.is_err() {
        tracing::error!("writing who read what ended in a bug");
    }
}

#[cfg(test)]
mod tests {
    use kulla_guard::access::AccessCounts;
    use kulla_record::{Kind, SubjectId};

    use super::*;

    #[test]
    fn what_finds_no_room_is_counted_and_what_came_first_is_kept() {
        let mut session = kulla_guard::public_session(None);
        session.assurance = kulla_record::session::Assurance::Single;
        let mut counts = AccessCounts::default();
        let mut looked = |n: u64| counts.opened(&session, &Kind::REPORT, SubjectId([1; 16]), n);
        let mut kept = Looked::default();
        kept.put((0..KEPT_MAX as u64 + 3).filter_map(&mut looked));
        assert_eq!((kept.waiting.len(), kept.dropped), (KEPT_MAX, 3));
        assert_eq!(kept.waiting[0].from.as_millisecond(), 0);
    }

    #[test]
    fn showing_a_version_again_is_a_new_record_in_the_next_minute_and_for_another_person() {
        let (mut kept, session) = (Looked::default(), kulla_guard::public_session(None));
        let version = RecordId([1; 16]);
        assert!(kept.is_new(&session, version, 0) && !kept.is_new(&session, version, INTERVAL_MS - 1));
        let other = Session { person: PrincipalId([9; 16]), ..session.clone() };
        assert!(
            kept.is_new(&other, version, INTERVAL_MS - 1) && kept.is_new(&session, version, INTERVAL_MS)
        );
    }
}
