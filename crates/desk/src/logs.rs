//! The logs of a node, as the desk holds them.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use kulla_log::{BlobId, BlobStore};
use kulla_picture::{Keeper, LogName};
use kulla_record::label::{Label, Word};
use kulla_record::{Draft, LabelId, LogId, RecordId};

use crate::{Epochs, Failure};

/// One log that can be appended to. The real one is `kulla_log`; a test may bring its own.
pub trait Append: Send + Sync {
    /// Appends drafts as one atomic group and returns, once they are durable, the place of the first. The
    /// error says in words why nothing was written, and what to do.
    fn append(&self, drafts: Vec<Draft>) -> Result<u64, String>;

    /// Overwrites the bodies at these places, durably and again at the next start if it is interrupted.
    fn erase(&self, places: &[(u64, RecordId)]) -> Result<(), String>;

    /// How many records are durable.
    fn len(&self) -> u64;

    /// Whether none is.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// One log with the labels that it knows.
pub struct NodeLog {
    /// Its name.
    pub name: LogName,
    append: Box<dyn Append>,
    /// Ids of the labels whose text stands in this log.
    labels: Mutex<HashMap<Label, LabelId>>,
    /// What its records attach; a log without it takes no attachments.
    blobs: Option<Arc<BlobStore>>,
    /// Attachments of records that were refused. What a failed sync refused may be there after a crash, so they stay
    /// until a later append has gone through, which overwrites what was refused. Held for a moment only.
    doubtful: Mutex<Vec<BlobId>>,
}

impl NodeLog {
    /// A log under its name.
    pub fn new(name: LogName, append: Box<dyn Append>) -> NodeLog {
        NodeLog { name, append, labels: Mutex::default(), blobs: None, doubtful: Mutex::default() }
    }

    /// The same with a place for what its records attach.
    #[must_use]
    pub fn attaching(self, blobs: Arc<BlobStore>) -> NodeLog {
        NodeLog { blobs: Some(blobs), ..self }
    }

    /// What its records attach.
    pub(crate) fn blobs(&self) -> Result<&Arc<BlobStore>, Failure> {
        let none = || Failure::Unavailable(format!("log `{}` takes no attachments", self.name.name));
        self.blobs.as_ref().ok_or_else(none)
    }

    /// Attachments whose records were refused, to be given up once another append has gone through.
    pub(crate) fn take_doubtful(&self) -> Vec<BlobId> {
        std::mem::take(&mut *self.doubtful.lock().unwrap_or_else(PoisonError::into_inner))
    }

    pub(crate) fn doubt(&self, blobs: impl IntoIterator<Item = BlobId>) {
        self.doubtful.lock().unwrap_or_else(PoisonError::into_inner).extend(blobs);
    }

    pub(crate) fn append(&self, drafts: Vec<Draft>) -> Result<u64, Failure> {
        self.append.append(drafts).map_err(Failure::Unavailable)
    }

    /// How many records are durable.
    pub fn len(&self) -> u64 {
        self.append.len()
    }

    /// Whether none is.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    pub(crate) fn erase(&self, places: &[(u64, RecordId)]) -> Result<(), Failure> {
        self.append.erase(places).map_err(Failure::Unavailable)
    }

    pub(crate) fn label_id(&self, label: &Label) -> Option<LabelId> {
        self.labels.lock().unwrap_or_else(PoisonError::into_inner).get(label).copied()
    }

    pub(crate) fn learn(&self, id: LabelId, label: Label) {
        self.labels.lock().unwrap_or_else(PoisonError::into_inner).entry(label).or_insert(id);
    }
}

/// All logs of a node, and the epochs of its groups.
pub struct Logs {
    /// Reference, governance, and on an operational node everything outside exercises.
    ops: NodeLog,
    /// What sources measured outside exercises: much of it, and soon of no use.
    track: NodeLog,
    /// One for each exercise.
    exercises: Vec<NodeLog>,
    access: NodeLog,
    /// Whether there is real work on this node, beside its exercises.
    operational: bool,
    /// Advanced when the people of the node change.
    epochs: RwLock<Arc<Epochs>>,
}

impl Logs {
    /// From the logs of a data directory: `ops`, `track`, `access`, and those of exercises.
    pub fn new([ops, track, access]: [NodeLog; 3], exercises: Vec<NodeLog>) -> Logs {
        Logs { ops, track, exercises, access, operational: false, epochs: RwLock::default() }
    }

    /// The same of a node on which real work is done.
    #[must_use]
    pub fn operational(self) -> Logs {
        Logs { operational: true, ..self }
    }

    pub(crate) fn is_operational(&self) -> bool {
        self.operational
    }

    /// Every log.
    pub fn all(&self) -> impl Iterator<Item = &NodeLog> {
        [&self.ops, &self.track, &self.access].into_iter().chain(&self.exercises)
    }

    /// The log of reference and governance.
    pub fn ops(&self) -> &NodeLog {
        &self.ops
    }

    /// The log of who read what.
    pub fn access(&self) -> &NodeLog {
        &self.access
    }

    /// A log by its id.
    pub fn by_id(&self, id: LogId) -> Option<&NodeLog> {
        self.all().find(|log| log.name.id == id)
    }

    /// The log of an exercise, or the operational one. A session of an exercise that the node does not have
    /// is refused by `may_write`, because the operational log is not its own.
    pub(crate) fn of_exercise(&self, exercise: Option<&Word>) -> &NodeLog {
        let named = exercise
            .and_then(|name| self.exercises.iter().find(|log| log.name.exercise.as_ref() == Some(name)));
        named.unwrap_or(&self.ops)
    }

    /// Where what is measured is written: an exercise keeps it with everything else of its own.
    pub(crate) fn of_measurements(&self, exercise: Option<&Word>) -> &NodeLog {
        let home = self.of_exercise(exercise);
        if std::ptr::eq(home, &self.ops) { &self.track } else { home }
    }

    /// The exercise of a node that has one: where the alarms of its machines go.
    pub(crate) fn only_exercise(&self) -> Option<&Word> {
        match self.exercises.as_slice() {
            [one] => one.name.exercise.as_ref(),
            _ => None,
        }
    }

    pub(crate) fn epochs(&self) -> Arc<Epochs> {
        Arc::clone(&self.epochs.read().unwrap_or_else(PoisonError::into_inner))
    }

    pub(crate) fn set_epochs(&self, epochs: Epochs) {
        *self.epochs.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(epochs);
    }

    /// Learns the labels that each log holds.
    pub(crate) fn learn(&self, keeper: &Keeper) -> Result<(), Failure> {
        for (log, id, label) in keeper.labels()? {
            if let Some(log) = self.by_id(log) {
                log.learn(id, label);
            }
        }
        Ok(())
    }
}
