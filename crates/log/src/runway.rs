//! What is staged for the disk, and who takes it there.
//!
//! The next batch stands where the second thread can take it by itself, the moment the one before it is durable. Small groups
//! join it there, under a lock that is held for a few records. A large group would keep the disk waiting while it is sealed; it
//! goes into a batch behind (`writer`), which moves up when the next one has gone.

use std::io;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use kulla_record::envelope::Record;

use crate::disk::DiskFile;
use crate::tree::Hash;

/// Records that one write takes; more wait for the next one.
pub(crate) const BATCH_RECORDS_MAX: usize = 4_096;
/// Bytes that one write takes, unless a single group is larger.
pub(crate) const BATCH_BYTES_MAX: usize = 8 << 20;
/// Records of the smallest batch that the second thread takes: handing over a smaller one takes longer than it saves, and
/// larger batches need fewer syncs.
const READY_RECORDS: usize = 64;
/// Batches that the second thread writes before the first of them has been told.
const FLIGHTS_MAX: usize = 4;
/// Used memory that is kept.
const FREE_MAX: usize = 3;

/// What is staged and not yet durable.
#[derive(Default)]
pub(crate) struct Staged {
    pub(crate) bytes: Vec<u8>,
    pub(crate) records: Vec<Arc<Record>>,
    /// Of each record: where its frame begins in `bytes`, and its leaf hash.
    pub(crate) frames: Vec<(usize, Hash)>,
}

impl Staged {
    pub(crate) fn is_empty(&self) -> bool {
        self.records.is_empty()
    }

    /// Whether a group of so many records and bytes may join.
    pub(crate) fn has_room(&self, records: usize, bytes: usize) -> bool {
        self.is_empty()
            || self.records.len() + records <= BATCH_RECORDS_MAX
                && self.bytes.len() + bytes <= BATCH_BYTES_MAX
    }

    fn clear(&mut self) {
        self.bytes.clear();
        self.bytes.shrink_to(BATCH_BYTES_MAX);
        self.records.clear();
        self.frames.clear();
    }
}

/// A batch on its way to the disk.
pub(crate) struct Flight {
    file: Arc<dyn DiskFile>,
    offset: u64,
    pub(crate) staged: Staged,
}

impl Flight {
    /// One write and one sync.
    pub(crate) fn write(&self) -> io::Result<()> {
        self.file.write_at(&self.staged.bytes, self.offset)?;
        self.file.sync_data()
    }
}

/// What both threads see.
pub(crate) struct Field {
    file: Arc<dyn DiskFile>,
    /// Where the next batch begins.
    offset: u64,
    pub(crate) next: Staged,
    /// Batches that were taken and have not landed.
    flights: usize,
    /// A write failed: nothing goes until the log's own thread has seen to it.
    grounded: bool,
    /// The second thread waits for a batch.
    waits: bool,
    closed: bool,
    free: Vec<Staged>,
}

impl Field {
    /// Whether the second thread will take the next batch.
    pub(crate) fn is_ready(&self) -> bool {
        self.next.records.len() >= READY_RECORDS
    }

    fn take(&mut self) -> Flight {
        let staged = std::mem::replace(&mut self.next, self.free.pop().unwrap_or_default());
        let offset = self.offset;
        self.offset += staged.bytes.len() as u64;
        self.flights += 1;
        Flight { file: Arc::clone(&self.file), offset, staged }
    }

    fn give_back(&mut self, mut used: Staged) {
        used.clear();
        if self.free.len() < FREE_MAX {
            self.free.push(used);
        }
    }
}

/// See the module.
pub(crate) struct Runway {
    field: Mutex<Field>,
    ready: Condvar,
}

impl Runway {
    /// Batches go to this file, from this place on.
    pub(crate) fn new(file: Arc<dyn DiskFile>, offset: u64) -> Runway {
        let field = Field {
            file,
            offset,
            next: Staged::default(),
            flights: 0,
            grounded: false,
            waits: false,
            closed: false,
            free: Vec::new(),
        };
        Runway { field: Mutex::new(field), ready: Condvar::new() }
    }

    pub(crate) fn field(&self) -> MutexGuard<'_, Field> {
        self.field.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Goes on in this file, from this place on. Nothing is staged or on its way.
    pub(crate) fn lead_to(&self, file: Arc<dyn DiskFile>, offset: u64) {
        let mut field = self.field();
        (field.file, field.offset) = (file, offset);
    }

    /// Wakes the second thread, if there is something for it.
    pub(crate) fn call(&self, field: MutexGuard<'_, Field>) {
        let wake = field.waits && field.is_ready();
        drop(field);
        if wake {
            self.ready.notify_one();
        }
    }

    /// The next batch for the second thread, when it is ready; `None` at the end.
    // INVARIANT: the one before it was durable. The second thread asks only when it has come back, and after a failure gets
    // nothing more; the log's own thread takes a batch only when nothing is on its way.
    pub(crate) fn wait(&self) -> Option<Flight> {
        let mut field = self.field();
        while !field.closed && (field.grounded || field.flights >= FLIGHTS_MAX || !field.is_ready()) {
            field.waits = true;
            field = self.ready.wait(field).unwrap_or_else(PoisonError::into_inner);
        }
        field.waits = false;
        (!field.closed).then(|| field.take())
    }

    /// The next batch, whatever its size, for whoever is sure that the one before it is durable.
    pub(crate) fn take(&self) -> Option<Flight> {
        let mut field = self.field();
        (!field.next.is_empty()).then(|| field.take())
    }

    /// As [`Runway::take`], for the log's own thread: nothing while a batch is on its way, and nothing that is ready when the
    /// second thread will take it.
    pub(crate) fn take_alone(&self, leaves_ready: bool) -> Option<Flight> {
        let mut field = self.field();
        let others = field.flights > 0 || field.grounded || leaves_ready && field.is_ready();
        (!others && !field.next.is_empty()).then(|| field.take())
    }

    /// Nothing more goes after a write that failed.
    pub(crate) fn ground(&self) {
        self.field().grounded = true;
    }

    /// A batch has come back well; its memory is used again.
    pub(crate) fn landed(&self, used: Staged) {
        let mut field = self.field();
        field.flights -= 1;
        field.give_back(used);
        self.call(field);
    }

    /// A batch has come back, and was not written. What stands on it is gone.
    pub(crate) fn crashed(&self) {
        let mut field = self.field();
        field.flights -= 1;
        field.next.clear();
        field.grounded = false;
    }

    /// The batch behind takes the place of the next one, if that has gone.
    pub(crate) fn move_up(&self, behind: &mut Staged) {
        if behind.is_empty() {
            return;
        }
        let mut field = self.field();
        if field.next.is_empty() {
            std::mem::swap(&mut field.next, behind);
        }
        self.call(field);
    }

    /// Lets the second thread end.
    pub(crate) fn close(&self) {
        self.field().closed = true;
        self.ready.notify_one();
    }
}
