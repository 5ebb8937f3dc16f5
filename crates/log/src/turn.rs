//! The thread that writes, turn by turn.
//!
//! While a large batch is on its way to the disk, on a second thread, the next one is already sealed, so that the
//! processor and the disk work at the same time. A small batch is written by the thread itself: handing it over
//! would take longer than it saves, and larger batches need fewer syncs.
//!
//! Callers that wait for one batch come back together. So that the first of them is not written alone, the thread
//! gathers for a moment after a batch of many groups, as long as more come in.
//!
//! INVARIANT: at most one batch is on its way, and the next one goes only when it has come back well; so every
//! batch on the disk was durable before a later one was written.

use std::sync::atomic::Ordering;
use std::sync::mpsc::{SyncSender, sync_channel};
use std::sync::{Arc, MutexGuard, PoisonError};
use std::time::Duration;

use crate::group::Batch;
use crate::queue::{Job, Queue, Shared};
use crate::spare;
use crate::ticket::{Answering, Receipt};
use crate::writer::{BATCH_RECORDS_MAX, Flight, Offer, Writer};

/// Records after which a thread that waits for the disk is woken to seal them.
pub(crate) const WAKE_RECORDS: usize = 32;
/// Records of the smallest batch that the second thread writes.
const HAND_OVER_RECORDS: usize = 64;
/// Groups of the smallest batch after which the thread gathers.
const GATHER_GROUPS: usize = 8;
/// How long it waits for one more group, and how often.
const GATHER_PAUSE: Duration = Duration::from_micros(100);
const GATHER_PAUSES_MAX: usize = 10;

type Landed = (Flight, std::io::Result<()>);

/// The thread, from start to close.
pub(crate) fn run(writer: Writer, shared: &Arc<Shared>) -> Writer {
    let (send, receive) = sync_channel::<Flight>(1);
    let for_pilot = Arc::clone(shared);
    // Without a second thread the first writes everything itself.
    let pilot = std::thread::Builder::new().name("log write".into()).spawn(move || {
        while let Ok(flight) = receive.recv() {
            let written = flight.write();
            for_pilot.queue().landed = Some((flight, written));
            for_pilot.work.notify_one();
        }
    });
    let pilots = pilot.is_ok().then_some(send);
    let mut turn = Turn { writer, shared, pilots, staged: Vec::new(), flying: None, last_groups: 0 };
    while let Some((jobs, landed)) = turn.next() {
        if let Some(landed) = landed {
            turn.land(landed);
        }
        for job in jobs {
            turn.take(job);
        }
        turn.launch();
    }
    turn.pilots = None;
    if let Ok(pilot) = pilot {
        // It ends when nothing more is sent.
        let _ = pilot.join();
    }
    turn.writer
}

struct Turn<'a> {
    writer: Writer,
    shared: &'a Arc<Shared>,
    pilots: Option<SyncSender<Flight>>,
    /// Groups that are staged.
    staged: Vec<(Receipt, Answering)>,
    /// Groups that are on their way to the disk.
    flying: Option<Vec<(Receipt, Answering)>>,
    /// Groups of the last batch.
    last_groups: usize,
}

impl Turn<'_> {
    /// Waits for a batch that comes back or for work; `None` at the end.
    fn next(&self) -> Option<(Vec<Job>, Option<Landed>)> {
        let flying = self.flying.is_some();
        let queue = self.shared.work.wait_while(self.shared.queue(), |queue| {
            let enough = if flying { queue.records >= WAKE_RECORDS } else { !queue.jobs.is_empty() };
            queue.landed.is_none() && !enough && (flying || !queue.closing)
        });
        let mut queue = queue.unwrap_or_else(PoisonError::into_inner);
        if !flying && self.last_groups >= GATHER_GROUPS {
            queue = self.gather(queue);
        }
        let landed = queue.landed.take();
        let mut jobs = Vec::new();
        let mut records = 0;
        while records < BATCH_RECORDS_MAX
            && let Some(job) = queue.jobs.pop_front()
        {
            records += job.group.len();
            queue.records -= job.group.len();
            jobs.push(job);
        }
        drop(queue);
        if !jobs.is_empty() {
            self.shared.room.notify_all();
        }
        (!jobs.is_empty() || landed.is_some()).then_some((jobs, landed))
    }

    /// Lets those who waited for the last batch come back, as long as they keep coming.
    fn gather<'q>(&self, mut queue: MutexGuard<'q, Queue>) -> MutexGuard<'q, Queue> {
        for _ in 0..GATHER_PAUSES_MAX {
            let before = queue.jobs.len();
            if before >= self.last_groups || queue.closing {
                break;
            }
            let waited = self.shared.work.wait_timeout_while(queue, GATHER_PAUSE, |queue| {
                queue.jobs.len() < self.last_groups && !queue.closing
            });
            queue = waited.unwrap_or_else(PoisonError::into_inner).0;
            if queue.jobs.len() == before {
                break;
            }
        }
        queue
    }

    fn take(&mut self, job: Job) {
        let Job { mut group, answering } = job;
        loop {
            match self.writer.offer(group) {
                Ok(Offer::Staged(seqs)) => return self.staged.push((Receipt { seqs }, answering)),
                Ok(Offer::Later(again)) => {
                    group = again;
                    match self.flying {
                        Some(_) => self.wait_for_landing(),
                        None => self.launch(),
                    }
                }
                Err(error) => {
                    self.refused(1);
                    return answering.answer(Err(error));
                }
            }
        }
    }

    fn refused(&self, groups: usize) {
        self.shared.counters.refused.fetch_add(groups as u64, Ordering::Relaxed);
        self.shared.counters.read_only.store(true, Ordering::Relaxed);
    }

    /// Sends what is staged to the disk, unless something is on its way.
    fn launch(&mut self) {
        if self.flying.is_some() || self.staged.is_empty() {
            return;
        }
        let large = self.writer.staged_len() >= HAND_OVER_RECORDS;
        let flight = self.writer.take_off();
        self.flying = Some(std::mem::take(&mut self.staged));
        match self.pilots.as_ref().filter(|_| large) {
            Some(pilots) => {
                if let Err(unsent) = pilots.send(flight) {
                    // The second thread is gone; the batch comes back the same way all the same.
                    let written = unsent.0.write();
                    self.shared.queue().landed = Some((unsent.0, written));
                }
            }
            None => {
                let written = flight.write();
                self.land((flight, written));
            }
        }
    }

    fn wait_for_landing(&mut self) {
        let queue = self.shared.work.wait_while(self.shared.queue(), |queue| queue.landed.is_none());
        let landed = queue.unwrap_or_else(PoisonError::into_inner).landed.take();
        if let Some(landed) = landed {
            self.land(landed);
        }
    }

    fn land(&mut self, (flight, written): Landed) {
        let waiting = self.flying.take().unwrap_or_default();
        self.last_groups = waiting.len();
        match self.writer.land(flight, written) {
            Ok(batch) => {
                // The disk first: the next batch is on its way while this one is told.
                self.launch_ahead();
                self.deliver(&batch);
                for (receipt, answering) in waiting {
                    answering.answer(Ok(receipt));
                }
                // What the disk refuses here refuses a later group, in words.
                let _ = self.writer.settle();
                self.spare();
            }
            Err(error) => {
                let staged = std::mem::take(&mut self.staged);
                self.refused(waiting.len() + staged.len());
                for (_, answering) in waiting.into_iter().chain(staged) {
                    answering.answer(Err(error.clone()));
                }
            }
        }
    }

    /// As [`Turn::launch`], but only if the second thread does the writing.
    fn launch_ahead(&mut self) {
        if self.pilots.is_some() && self.writer.staged_len() >= HAND_OVER_RECORDS {
            self.launch();
        }
    }

    /// INVARIANT: only durable batches get here, in order.
    fn deliver(&self, batch: &Batch) {
        let counters = &self.shared.counters;
        counters.batches.fetch_add(1, Ordering::Relaxed);
        counters.appended.fetch_add(batch.records.len() as u64, Ordering::Relaxed);
        counters.read_only.store(false, Ordering::Relaxed);
        let mut followers = self.shared.followers.lock().unwrap_or_else(PoisonError::into_inner);
        for follower in &followers.list {
            follower(batch);
        }
        followers.delivered = batch.end_seq();
    }

    /// Fills the file of the next segment beforehand, beside the writing.
    fn spare(&self) {
        let Some(bytes) = self.writer.spare_bytes() else { return };
        if self.shared.core.spare_wanted.swap(false, Ordering::AcqRel) {
            spare::begin(&self.shared.core, bytes);
        }
    }
}
