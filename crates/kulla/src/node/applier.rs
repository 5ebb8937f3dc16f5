//! A thread that brings durable records into the tables of the picture.
//!
//! A batch may not get in: SQLite says no, the disk is full, or the queue was. The log has it all the same, so nothing
//! is lost by that, but **a picture must not stay behind until somebody writes again**: after a failure, and whenever
//! nothing comes for a moment, the thread looks how far each log is and reads what is missing.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, TrySendError, sync_channel};
use std::thread::JoinHandle;
use std::time::Duration;

use kulla_log::Batch;
use kulla_picture::{Picture, Replay};
use kulla_record::LogId;

use super::measure::Spans;
use crate::world::Moment;

/// Batches that may wait for the picture; what comes beyond them is read from the log again.
const BATCHES_WAITING_MAX: usize = 4_096;
/// Records that are read from the log at once when the picture has fallen behind.
const GAP_RECORDS: usize = 4_096;
/// How long nothing has to come before the thread looks whether something is missing.
const LOOK_EVERY: Duration = Duration::from_secs(1);
/// After a failure a busy node looks after so many batches.
const RETRY_BATCHES: u32 = 256;

/// A batch on its way to the tables.
struct Durable {
    log: LogId,
    batch: Batch,
    /// When it became durable.
    since: Moment,
    spans: Arc<Spans>,
}

type Handed = Option<Durable>;

/// The thread, while it runs.
pub struct Applier {
    queue: SyncSender<Handed>,
    missed: Arc<AtomicBool>,
    thread: JoinHandle<()>,
}

/// Where batches are handed in. Never waits.
pub struct Door {
    queue: SyncSender<Handed>,
    /// Something was left out and is to be read from the log.
    missed: Arc<AtomicBool>,
    spans: Arc<Spans>,
}

impl Door {
    /// Hands in what became durable at this moment.
    pub fn hand(&self, log: LogId, batch: Batch, since: Moment) {
        let durable = Durable { log, batch, since, spans: Arc::clone(&self.spans) };
        let Err(TrySendError::Full(_)) = self.queue.try_send(Some(durable)) else { return };
        self.spans.skipped.fetch_add(1, Ordering::Relaxed);
        if !self.missed.swap(true, Ordering::AcqRel) {
            tracing::warn!("the picture is more than {BATCHES_WAITING_MAX} batches behind the log");
        }
    }
}

impl Applier {
    /// Starts a thread for these logs.
    pub fn start(
        name: &str,
        picture: Arc<Picture>,
        replay: Arc<dyn Replay + Send>,
        logs: Vec<LogId>,
    ) -> std::io::Result<Applier> {
        let (queue, handed) = sync_channel::<Handed>(BATCHES_WAITING_MAX);
        let missed = Arc::new(AtomicBool::new(false));
        let work =
            Work { picture, replay, logs, missed: Arc::clone(&missed), failing: false, batches_since: 0 };
        let thread = std::thread::Builder::new().name(name.into()).spawn(move || work.run(&handed))?;
        Ok(Applier { queue, missed, thread })
    }

    /// A door for one more log, which is measured there.
    pub fn door(&self, spans: &Arc<Spans>) -> Door {
        Door { queue: self.queue.clone(), missed: Arc::clone(&self.missed), spans: Arc::clone(spans) }
    }

    /// Lets the picture have everything, and ends the thread.
    pub fn finish(self) {
        // The thread is gone already when the queue is closed.
        let _ = self.queue.send(None);
        if self.thread.join().is_err() {
            tracing::error!("the thread of the picture ended by itself");
        }
    }
}

struct Work {
    picture: Arc<Picture>,
    replay: Arc<dyn Replay + Send>,
    logs: Vec<LogId>,
    missed: Arc<AtomicBool>,
    /// The last try failed: it is told once, and again when it is over.
    failing: bool,
    /// Batches of a busy node since then.
    batches_since: u32,
}

impl Work {
    fn run(mut self, handed: &Receiver<Handed>) {
        loop {
            let last = match handed.recv_timeout(LOOK_EVERY) {
                Ok(Some(durable)) => {
                    let applied = self.apply(&durable);
                    self.tell(applied);
                    self.batches_since += u32::from(self.failing);
                    if self.batches_since >= RETRY_BATCHES {
                        self.missed.store(true, Ordering::Release);
                    }
                    false
                }
                Err(RecvTimeoutError::Timeout) => {
                    self.missed.store(true, Ordering::Release);
                    false
                }
                Ok(None) | Err(RecvTimeoutError::Disconnected) => {
                    self.missed.store(true, Ordering::Release);
                    true
                }
            };
            if self.missed.swap(false, Ordering::AcqRel) {
                self.batches_since = 0;
                let caught_up = self.catch_up();
                self.tell(caught_up);
            }
            if last {
                return;
            }
        }
    }

    /// Reads what is missing of every log.
    fn catch_up(&self) -> Result<(), String> {
        self.logs.iter().try_for_each(|log| self.up_to(*log, self.replay.len(*log)))
    }

    fn up_to(&self, log: LogId, end: u64) -> Result<(), String> {
        loop {
            let next = self.picture.applied(log);
            if next >= end {
                return Ok(());
            }
            let gap = usize::try_from(end - next).unwrap_or(GAP_RECORDS).min(GAP_RECORDS);
            let records = self.replay.read(log, next, gap)?;
            if records.is_empty() {
                return Err(format!("the log gives nothing from {next} on"));
            }
            self.picture.apply(log, &records).map_err(|error| error.to_string())?;
        }
    }

    fn apply(&self, durable: &Durable) -> Result<(), String> {
        let (log, batch) = (durable.log, &durable.batch);
        self.up_to(log, batch.first_seq)?;
        self.picture.apply(log, &batch.records).map_err(|error| error.to_string())?;
        durable.spans.visible.took(durable.since.elapsed());
        Ok(())
    }

    fn tell(&mut self, done: Result<(), String>) {
        match done {
            Ok(()) if !self.failing => {}
            Ok(()) => {
                self.failing = false;
                tracing::info!("the picture takes records again");
            }
            Err(error) => {
                if !std::mem::replace(&mut self.failing, true) {
                    tracing::error!(%error, "the picture falls behind; it is tried again until it has everything");
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::sync::Mutex;
    use std::sync::atomic::AtomicU32;

    use jiff::civil::date;
    use kulla_guard::AssuranceTable;
    use kulla_picture::{CursorKey, LogName};
    use kulla_record::{Draft, Hlc, Kind, LabelId, PrincipalId, Record, RecordId, SubjectId};

    use super::*;

    const LOG: LogId = LogId([1; 16]);
    const PATIENCE: Duration = Duration::from_secs(30);

    /// A log that can't be read for a while.
    #[derive(Default)]
    struct Faulty {
        records: Mutex<Vec<Arc<Record>>>,
        fails: AtomicU32,
    }

    impl Faulty {
        fn write(&self) -> Batch {
            let mut records = self.records.lock().unwrap();
            let n = records.len();
            let id = [u8::try_from(n).unwrap() + 1; 16];
            let draft = Draft {
                id: RecordId(id),
                kind: Kind::REPORT,
                subject: SubjectId(id),
                replaces: Vec::new(),
                at: Hlc::new(1_790_000_000_000 + n as u64, 0),
                author: PrincipalId([9; 16]),
                label: LabelId([9; 16]),
                salt: [0; 32],
                body: b"{}".to_vec(),
            };
            let record = Arc::new(Record { header: draft.header(LOG, n as u64), body: Some(draft.body) });
            records.push(Arc::clone(&record));
            Batch { first_seq: n as u64, records: [record].into() }
        }
    }

    impl Replay for Faulty {
        fn read(&self, _: LogId, from: u64, max: usize) -> Result<Vec<Arc<Record>>, String> {
            let left = self.fails.load(Ordering::SeqCst);
            if left > 0 {
                self.fails.store(left - 1, Ordering::SeqCst);
                return Err("the disk is busy".into());
            }
            let from = usize::try_from(from).unwrap();
            Ok(self.records.lock().unwrap().iter().skip(from).take(max).cloned().collect())
        }

        fn len(&self, _: LogId) -> u64 {
            self.records.lock().unwrap().len() as u64
        }
    }

    #[test]
    fn a_batch_that_did_not_get_in_or_was_never_handed_over_is_shown_all_the_same() {
        let dir = tempfile::tempdir().unwrap();
        let log = Arc::new(Faulty::default());
        let names = [LogName { id: LOG, name: "ops".into(), exercise: None }];
        let table = AssuranceTable::new(BTreeMap::new()).unwrap();
        let (file, key) = (dir.path().join("picture.sqlite"), CursorKey::new([7; 32]));
        let opened =
            Picture::open(&file, &names, log.as_ref(), &table, date(2026, 11, 17), key, &mut |_, _| {});
        let (picture, _keeper) = opened.unwrap();
        let applier =
            Applier::start("picture", Arc::clone(&picture), Arc::clone(&log) as _, vec![LOG]).unwrap();
        log.write();
        log.fails.store(2, Ordering::SeqCst);
        applier.door(&Arc::default()).hand(LOG, log.write(), Moment::now());
        assert!(picture.wait_applied(LOG, 1, PATIENCE), "no further batch had to come");
        log.write();
        assert!(picture.wait_applied(LOG, 2, PATIENCE), "the queue had no room for it");
        log.write();
        applier.finish();
        assert_eq!(picture.applied(LOG), 4, "a stop leaves nothing out");
    }
}
