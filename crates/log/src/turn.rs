//! The thread that writes, turn by turn.
//!
//! It seals what comes in. A second thread takes large batches from the `runway` to the disk, one after the other and without
//! asking, so that the processor and the disk work at the same time. A small batch is written by the thread itself: handing
//! it over would take longer than it saves, and larger batches need fewer syncs.
//!
//! Callers that wait for one batch come back together. So that the first of them is not written alone, the thread
//! gathers for a moment after a batch of many groups, as long as more come in.
//!
//! INVARIANT: a batch goes only when the one before it has come back well; so every batch on the disk was durable before a
//! later one was written.

use std::collections::VecDeque;
use std::sync::atomic::Ordering;
use std::sync::{Arc, MutexGuard, PoisonError};
use std::time::Duration;

use crate::group::Batch;
use crate::queue::{Job, Queue, Shared};
use crate::runway::{Flight, Runway};
use crate::spare;
use crate::ticket::{Answering, Receipt};
use crate::writer::{Offer, Writer};

/// Records after which a thread that waits for the disk is woken to seal them.
pub(crate) const WAKE_RECORDS: usize = 32;
/// Records after which the thread looks up: those whose batch has landed meanwhile wait for it.
const TURN_RECORDS: usize = 256;
/// Groups of the smallest batch after which the thread gathers.
const GATHER_GROUPS: usize = 8;
/// How long it waits for one more group, and how often.
const GATHER_PAUSE: Duration = Duration::from_micros(100);
const GATHER_PAUSES_MAX: usize = 10;

pub(crate) type Landed = (Flight, std::io::Result<()>);

/// The thread, from start to close.
pub(crate) fn run(writer: Writer, shared: &Arc<Shared>) -> Writer {
    let end = End { shared, runway: Arc::clone(writer.runway()) };
    let (runway, for_pilot) = (Arc::clone(writer.runway()), Arc::clone(shared));
    // Without a second thread the first writes everything itself.
    let pilot = std::thread::Builder::new().name("log write".into()).spawn(move || {
        while let Some(flight) = runway.wait() {
            let written = flight.write();
            if written.is_err() {
                runway.ground();
            }
            for_pilot.queue().landed.push_back((flight, written));
            for_pilot.work.notify_one();
        }
    });
    let mut turn =
        Turn { writer, shared, has_pilot: pilot.is_ok(), waiting: VecDeque::new(), last_groups: 0 };
    while let Some((jobs, landed)) = turn.next() {
        if let Some(landed) = landed {
            turn.land(landed);
        }
        for job in jobs {
            turn.take(job);
        }
        turn.launch();
    }
    drop(end);
    if let Ok(pilot) = pilot {
        let _ = pilot.join();
    }
    turn.writer
}

/// However the thread ends, and be it by a bug in a follower: nobody waits for a log that is written no more.
struct End<'a> {
    shared: &'a Shared,
    runway: Arc<Runway>,
}

impl Drop for End<'_> {
    fn drop(&mut self) {
        self.runway.close();
        let mut queue = self.shared.queue();
        queue.closing = true;
        queue.records = 0;
        let left = std::mem::take(&mut queue.jobs);
        drop(queue);
        // Each is answered by being dropped.
        drop(left);
        self.shared.room.notify_all();
    }
}

struct Turn<'a> {
    writer: Writer,
    shared: &'a Arc<Shared>,
    has_pilot: bool,
    /// Groups that are staged or on their way to the disk, in order.
    waiting: VecDeque<(Receipt, Answering)>,
    /// Groups of the last batch.
    last_groups: usize,
}

impl Turn<'_> {
    /// Waits for a batch that comes back or for work; `None` at the end.
    fn next(&self) -> Option<(Vec<Job>, Option<Landed>)> {
        let ahead = self.writer.is_ahead();
        let queue = self.shared.work.wait_while(self.shared.queue(), |queue| {
            let enough = if ahead { queue.records >= WAKE_RECORDS } else { !queue.jobs.is_empty() };
            queue.landed.is_empty() && !enough && (ahead || !queue.closing)
        });
        let mut queue = queue.unwrap_or_else(PoisonError::into_inner);
        if !ahead && self.last_groups >= GATHER_GROUPS {
            queue = self.gather(queue);
        }
        let landed = queue.landed.pop_front();
        let mut jobs = Vec::new();
        let mut records = 0;
        while records < TURN_RECORDS
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
                Ok(Offer::Staged(seqs)) => return self.waiting.push_back((Receipt { seqs }, answering)),
                Ok(Offer::Later(again)) => {
                    group = again;
                    if !self.launch() {
                        self.wait_for_landing();
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

    /// Writes what is staged, unless something is on its way or the second thread will do it. Gives whether it did.
    fn launch(&mut self) -> bool {
        let mut any = false;
        while let Some(flight) = self.writer.runway().take_alone(self.has_pilot) {
            let written = flight.write();
            self.land((flight, written));
            any = true;
        }
        any
    }

    fn wait_for_landing(&mut self) {
        let queue = self.shared.work.wait_while(self.shared.queue(), |queue| queue.landed.is_empty());
        let landed = queue.unwrap_or_else(PoisonError::into_inner).landed.pop_front();
        if let Some(landed) = landed {
            self.land(landed);
        }
    }

    fn land(&mut self, (flight, written): Landed) {
        match self.writer.land(flight, written) {
            Ok(batch) => {
                let end = batch.end_seq();
                let groups = self.waiting.partition_point(|(receipt, _)| receipt.seqs.end <= end);
                self.last_groups = groups;
                self.deliver(&batch);
                for (receipt, answering) in self.waiting.drain(..groups) {
                    answering.answer(Ok(receipt));
                }
                // What the disk refuses here refuses a later group, in words.
                let _ = self.writer.settle();
                self.spare();
            }
            Err(error) => {
                self.refused(self.waiting.len());
                for (_, answering) in self.waiting.drain(..) {
                    answering.answer(Err(error.clone()));
                }
            }
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
