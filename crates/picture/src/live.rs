//! What just became durable, handed to those who may see it, before SQLite has seen it.
//!
//! One ring is shared by all readers; each goes through it at its own pace and looks at the label of every
//! change with the sight that it has *at that moment*, so that a grant that ended ends the stream before its
//! next delivery. A reader that falls a whole ring behind is told from where on it has missed something.

use std::sync::Arc;

use kulla_record::{LogId, Record};
use tokio::sync::broadcast;

use crate::labels::Labels;
use crate::looked::looked_in;
use crate::page::{CursorKey, CursorUse};

/// Batches that the ring holds; a slower reader misses.
pub const RING_BATCHES: usize = 1_024;

/// One durable record on its way to readers.
pub(crate) struct Change {
    pub label_no: u32,
    pub record: Arc<Record>,
}

/// Durable records of one log, in order.
pub(crate) struct LiveBatch {
    pub log: LogId,
    pub log_no: u32,
    pub changes: Vec<Change>,
}

/// The ring.
pub(crate) struct Hub {
    ring: broadcast::Sender<Arc<LiveBatch>>,
}

impl Hub {
    pub fn new() -> Hub {
        Hub { ring: broadcast::Sender::new(RING_BATCHES) }
    }

    /// Hands a batch to all readers. Never waits.
    pub fn publish(&self, labels: &Labels, log: LogId, log_no: u32, records: &[Arc<Record>]) {
        if self.ring.receiver_count() == 0 {
            return;
        }
        let change = |record: &Arc<Record>| Change {
            label_no: labels.number(&record.header, looked_in(record).as_ref()),
            record: Arc::clone(record),
        };
        let batch = LiveBatch { log, log_no, changes: records.iter().map(change).collect() };
        // An error means that the last reader has just left.
        let _ = self.ring.send(Arc::new(batch));
    }

    pub fn subscribe(&self, cursors: CursorKey) -> Live {
        Live { ring: self.ring.subscribe(), cursors, batch: None }
    }
}

/// One reader's place in the ring.
pub struct Live {
    ring: broadcast::Receiver<Arc<LiveBatch>>,
    cursors: CursorKey,
    batch: Option<(Arc<LiveBatch>, usize)>,
}

/// What a reader of changes is told.
#[derive(Debug, Clone)]
pub enum Told {
    /// A record that the session may see became durable.
    Change {
        /// From which log.
        log: LogId,
        /// The record.
        record: Arc<Record>,
        /// Where the stream stands after it.
        cursor: String,
    },
    /// The reader was too slow and missed some; it has to look anew.
    Missed,
    /// The node is stopping.
    End,
}

impl Live {
    /// Waits for the next change that `may_see` lets through. `may_see` is asked for each change just before
    /// it is delivered.
    pub async fn next(&mut self, may_see: impl Fn(u32) -> bool) -> Told {
        loop {
            if let Some(told) = self.rest_of_batch(&may_see) {
                return told;
            }
            match self.ring.recv().await {
                Ok(batch) => self.batch = Some((batch, 0)),
                Err(broadcast::error::RecvError::Lagged(_)) => return Told::Missed,
                Err(broadcast::error::RecvError::Closed) => return Told::End,
            }
        }
    }

    fn rest_of_batch(&mut self, may_see: &impl Fn(u32) -> bool) -> Option<Told> {
        let (batch, from) = self.batch.take()?;
        let hit = batch.changes[from..].iter().position(|change| may_see(change.label_no))?;
        let at = from + hit;
        let record = Arc::clone(&batch.changes[at].record);
        let cursor = self.cursors.seal(CursorUse::Stream, u64::from(batch.log_no), record.header.seq + 1);
        let log = batch.log;
        self.batch = Some((batch, at + 1));
        Some(Told::Change { log, record, cursor })
    }
}
