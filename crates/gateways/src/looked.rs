//! Who looked at what: what the doors count, and when it goes to disk.
//!
//! Opening an item of RESTRICTED and above is on disk before it is answered; everything else waits for the
//! next beat. What the public reads is in the figures of the operator only: nobody is followed through the
//! public pages.

use std::sync::Arc;
use std::time::Duration;

use kulla_guard::access::Counted;
use kulla_picture::Item;
use kulla_record::Session;
use kulla_record::kind::governance::Access;

use crate::house::{House, lock};
use crate::problem::Problem;

/// Access records that wait for the next beat; one more is written at once with all others.
const WAITING_MAX: usize = 256;
/// How often what waits is written, in milliseconds.
const BEAT_MS: u64 = 1_000;

impl House {
    /// An item was opened.
    pub(crate) fn opened(&self, session: &Session, item: &Item) -> Result<(), Problem> {
        let now = self.now_ms();
        let Some(access) = lock(&self.counts).opened(session, &item.kind, item.subject, now) else {
            return Ok(());
        };
        if self.desk.access_first(&item.label) {
            // INVARIANT: from RESTRICTED up nothing is shown whose showing is not on disk.
            return Ok(self.desk.record_access(&[access])?);
        }
        self.note([access])
    }

    /// A list, a search or a refusal, which are counted.
    pub(crate) fn counted(&self, session: &Session, what: Counted) -> Result<(), Problem> {
        let out = lock(&self.counts).counted(session, what, self.now_ms());
        self.note(out)
    }

    /// Access records for the next beat.
    pub(crate) fn note(&self, looked: impl IntoIterator<Item = Access>) -> Result<(), Problem> {
        let mut waiting = lock(&self.looked);
        waiting.extend(looked);
        if waiting.len() < WAITING_MAX {
            return Ok(());
        }
        let all = std::mem::take(&mut *waiting);
        drop(waiting);
        Ok(self.write_looked(all)?)
    }

    fn write_looked(&self, all: Vec<Access>) -> Result<(), kulla_desk::Failure> {
        let written = self.desk.record_access(&all);
        if written.is_err() {
            // A full disk: kept for the next beat as far as there is room, and whoever asks is refused.
            let mut waiting = lock(&self.looked);
            waiting.extend(all);
            waiting.truncate(4 * WAITING_MAX);
        }
        written
    }

    /// Writes what is over; at a stop everything.
    fn beat(&self, stopping: bool) {
        let now = self.now_ms();
        let over = match stopping {
            true => lock(&self.counts).drain_all(now),
            false => lock(&self.counts).drain(now),
        };
        let mut all = std::mem::take(&mut *lock(&self.looked));
        all.extend(over);
        if let Err(error) = self.write_looked(all) {
            tracing::error!(%error, "who read what can't be written");
        }
    }

    /// What has to be done all the time: feeding the ring of changes, writing who read what, looking at the
    /// lag. Runs until [`House::stop`]; the binary spawns it once.
    pub async fn tend(self: Arc<Self>) {
        let mut beat = tokio::time::interval(Duration::from_millis(BEAT_MS));
        beat.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        let mut live = self.desk.live();
        loop {
            tokio::select! {
                () = self.stopping.notified() => break,
                on = self.ring.feed(&mut live) => if !on { break },
                _ = beat.tick() => {
                    let house = Arc::clone(&self);
                    let done = tokio::task::spawn_blocking(move || { house.lag_ms(); house.beat(false); });
                    if done.await.is_err() { tracing::error!("writing who read what ended in a bug"); }
                }
            }
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
        self.stopping.notify_one();
    }
}
