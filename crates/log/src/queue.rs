//! The log as the house uses it: one thread that writes, a bounded queue before it, followers behind it.
//!
//! Whatever waits when a sync ends goes into the next write together (group commit). A batch goes to the
//! followers after its sync and *before* the acknowledgements, so that whoever is told "durable" finds it in
//! everything that follows the log.

use std::collections::VecDeque;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use kulla_record::envelope::Draft;
use kulla_record::{Header, RecordId};

use crate::config::LogConfig;
use crate::core::Core;
use crate::disk::Disk;
use crate::erase::EraseError;
use crate::error::{AppendError, OpenError, ReadError};
use crate::group::{Batch, Prepared, prepare};
use crate::note::NoteSigner;
use crate::open::Opened;
use crate::prune::Pruned;
use crate::reader::Reader;
use crate::ticket::{Answering, Ticket, ticket};
use crate::turn::{Landed, WAKE_RECORDS, run};
use crate::writer::Writer;

/// Called with each durable batch, in order, on the log's own thread: it must be quick and must not block.
pub type Follower = Box<dyn Fn(&Batch) + Send + Sync>;

pub(crate) struct Job {
    pub(crate) group: Vec<Prepared>,
    pub(crate) answering: Answering,
}

#[derive(Default)]
pub(crate) struct Queue {
    pub(crate) jobs: VecDeque<Job>,
    pub(crate) records: usize,
    pub(crate) closing: bool,
    /// Batches that came back from the disk.
    pub(crate) landed: VecDeque<Landed>,
}

#[derive(Default)]
pub(crate) struct Followers {
    pub(crate) list: Vec<Follower>,
    /// The place after the last record that was delivered.
    pub(crate) delivered: u64,
}

/// What has happened since the log was opened.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Figures {
    /// Durable records in the log.
    pub records: u64,
    /// Records that wait to be written.
    pub queued: u64,
    /// Writes with their sync.
    pub batches: u64,
    /// Records that those writes made durable.
    pub appended: u64,
    /// Appends that had to wait for a place in the queue.
    pub waited: u64,
    /// Appends that were refused because the queue stayed full.
    pub busy: u64,
    /// Groups that were refused because the disk refused.
    pub refused: u64,
    /// The last write was refused: read-only until one succeeds.
    pub read_only: bool,
    /// Reads that met damage: more than none means that this log has to be restored.
    pub read_faults: u64,
}

#[derive(Default)]
pub(crate) struct Counters {
    pub(crate) batches: AtomicU64,
    pub(crate) appended: AtomicU64,
    waited: AtomicU64,
    busy: AtomicU64,
    pub(crate) refused: AtomicU64,
    pub(crate) read_only: AtomicBool,
}

pub(crate) struct Shared {
    pub(crate) core: Arc<Core>,
    /// Callers push, the thread pops.
    queue: Mutex<Queue>,
    /// There is work, or the end.
    pub(crate) work: Condvar,
    /// There is room.
    pub(crate) room: Condvar,
    /// Held by the thread while it delivers.
    pub(crate) followers: Mutex<Followers>,
    pub(crate) counters: Counters,
    queue_records_max: usize,
    queue_wait: Duration,
}

impl Shared {
    pub(crate) fn queue(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The owner of a log that is being written. Dropping it closes the log.
pub struct Log {
    handle: LogHandle,
    thread: Option<JoinHandle<Writer>>,
}

/// Appends to a log, reads it, follows it. Cheap to clone.
#[derive(Clone)]
pub struct LogHandle {
    shared: Arc<Shared>,
}

impl Log {
    /// Opens a log, or makes a new one in an empty folder, and starts its thread.
    pub fn open(disk: Arc<dyn Disk>, dir: &Path, config: LogConfig) -> Result<(Log, Opened), OpenError> {
        let (records_max, wait) = (config.queue_records_max, Duration::from_millis(config.queue_wait_ms));
        let (writer, opened) = Writer::open(disk, dir, config)?;
        let core = Arc::clone(writer.core());
        let shared = Arc::new(Shared {
            followers: Mutex::new(Followers { list: Vec::new(), delivered: core.durable() }),
            core,
            queue: Mutex::default(),
            work: Condvar::new(),
            room: Condvar::new(),
            counters: Counters::default(),
            queue_records_max: records_max,
            queue_wait: wait,
        });
        let for_thread = Arc::clone(&shared);
        let thread = std::thread::Builder::new()
            .name("log".into())
            .spawn(move || run(writer, &for_thread))
            .map_err(|error| OpenError::Io { dir: dir.display().to_string(), error })?;
        Ok((Log { handle: LogHandle { shared }, thread: Some(thread) }, opened))
    }

    /// What others use.
    pub fn handle(&self) -> LogHandle {
        self.handle.clone()
    }

    /// Writes what waits, closes the log, and ends its thread.
    pub fn close(mut self) -> Result<(), AppendError> {
        self.stop()
    }

    fn stop(&mut self) -> Result<(), AppendError> {
        let Some(thread) = self.thread.take() else { return Ok(()) };
        self.handle.shared.queue().closing = true;
        self.handle.shared.work.notify_all();
        self.handle.shared.room.notify_all();
        let mut writer = thread.join().map_err(|_| AppendError::Closed)?;
        // Whoever fills a spare file gives up, and nothing is written once the log is closed.
        let core = &self.handle.shared.core;
        core.spare_wanted.store(true, Ordering::Release);
        drop(core.spare.lock());
        writer.close()
    }
}

impl Drop for Log {
    fn drop(&mut self) {
        // Whoever wants to know calls `close`; nothing that was acknowledged depends on it.
        let _ = self.stop();
    }
}

impl LogHandle {
    /// Hands over one atomic group: all of it becomes durable, in this order, or nothing. Waits at most
    /// [`LogConfig::queue_wait_ms`] for a place in the queue, and blocks the thread for that time.
    pub fn append(&self, drafts: Vec<Draft>) -> Ticket {
        self.enqueue(drafts, self.shared.queue_wait)
    }

    /// As [`LogHandle::append`], but a full queue refuses at once; never blocks.
    pub fn try_append(&self, drafts: Vec<Draft>) -> Ticket {
        self.enqueue(drafts, Duration::ZERO)
    }

    fn enqueue(&self, drafts: Vec<Draft>, wait: Duration) -> Ticket {
        let group = match prepare(drafts) {
            Ok(group) => group,
            Err(error) => return Ticket::refused(error),
        };
        let shared = &*self.shared;
        // A group longer than the whole queue is let in when nothing else waits.
        let full = |queue: &mut Queue| {
            !queue.closing && queue.records > 0 && queue.records + group.len() > shared.queue_records_max
        };
        let mut queue = shared.queue();
        if full(&mut queue) {
            shared.counters.waited.fetch_add(1, Ordering::Relaxed);
            let waited = shared.room.wait_timeout_while(queue, wait, full);
            queue = waited.unwrap_or_else(PoisonError::into_inner).0;
            if full(&mut queue) {
                shared.counters.busy.fetch_add(1, Ordering::Relaxed);
                return Ticket::refused(AppendError::Busy { queued: queue.records });
            }
        }
        if queue.closing {
            return Ticket::refused(AppendError::Closed);
        }
        let (answering, ticket) = ticket();
        let before = queue.records;
        queue.records += group.len();
        // The thread waits for the first record, or for enough of them while the disk is busy.
        let wake = before == 0 || before / WAKE_RECORDS != queue.records / WAKE_RECORDS;
        queue.jobs.push_back(Job { group, answering });
        drop(queue);
        if wake {
            shared.work.notify_one();
        }
        ticket
    }

    /// A reader of the log.
    pub fn reader(&self) -> Reader {
        Reader { core: Arc::clone(&self.shared.core) }
    }

    /// Durable records.
    pub fn len(&self) -> u64 {
        self.shared.core.durable()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Delivers every batch from now on, in order and without a gap. Gives the place of the first record that
    /// will be delivered: all before it can be read.
    pub fn follow(&self, follower: Follower) -> u64 {
        let mut followers = self.shared.followers.lock().unwrap_or_else(PoisonError::into_inner);
        followers.list.push(follower);
        followers.delivered
    }

    /// Overwrites the bodies of these entries durably; call it once their `erasure` record is durable, and again
    /// at each start for all erasures on record (what is done already costs one read). Gives the number of
    /// bodies that were overwritten now.
    pub fn erase(&self, records: &[(u64, RecordId)]) -> Result<u64, EraseError> {
        self.shared.core.erase(records)
    }

    /// Of every whole segment that ends before `up_to` and whose records have all expired, keeps only the leaf
    /// hashes.
    pub fn prune(&self, up_to: u64, expired: &dyn Fn(&Header) -> bool) -> Result<Pruned, ReadError> {
        self.shared.core.prune(up_to, expired)
    }

    /// Signs the head of what is durable, keeps the note beside the log, and gives it out. When is the caller's
    /// choice, see [`crate::checkpoint::CheckpointClock`].
    pub fn checkpoint(&self, signer: &NoteSigner) -> std::io::Result<String> {
        self.shared.core.checkpoint(signer)
    }

    /// What has happened so far.
    pub fn figures(&self) -> Figures {
        let counters = &self.shared.counters;
        let get = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        Figures {
            records: self.len(),
            queued: self.shared.queue().records as u64,
            batches: get(&counters.batches),
            appended: get(&counters.appended),
            waited: get(&counters.waited),
            busy: get(&counters.busy),
            refused: get(&counters.refused),
            read_only: counters.read_only.load(Ordering::Relaxed),
            read_faults: get(&self.shared.core.read_faults),
        }
    }
}
