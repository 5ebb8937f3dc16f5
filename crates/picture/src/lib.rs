//! The picture: what the logs say, in a form that can be asked.
//!
//! It is SQLite in two files, it is derived, and it can be deleted at any time: `open` builds again what is missing or of
//! another version. Records come in through [`Picture::publish`] and
//! [`Picture::apply`] in the order of their log: live readers have them at once, the tables a moment later. They go out through a [`Reader`] bound to a session,
//! and through nothing else; only the desk holds the [`Keeper`], which sees all heads so that it can decide.
//!
//! | module | holds |
//! |---|---|
//! | `part`, `across` | the files: who looked at what, and everything else; a list over both |
//! | [`facts`], `looked` | what is kept of a body in columns |
//! | [`query`], [`reader`] | lists, search, places, history, links: newest first, by label |
//! | [`live`] | changes as they become durable |
//! | `marks`, `past` | what a map needs of things, now or as it was |
//! | `waiting` | signals that nobody has settled |
//! | `search`, `words`, `boxes`, `runs` | a filter as SQL, the index of words, that of places, that of who looked |
//! | `start`, `build` | going on where the tables stand, or making them anew |
//! | [`page`] | cursors that tell nothing |
//! | [`labels`] | numbers of labels, and what a session sees |

mod across;
mod apply;
mod boxes;
mod build;
pub mod facts;
mod fold;
mod item;
mod keeper;
mod labels;
mod live;
mod looked;
mod marks;
mod nearby;
mod page;
mod part;
mod past;
mod pool;
mod query;
mod reader;
mod runs;
mod schema;
mod search;
mod start;
mod waiting;
mod words;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::Duration;

use jiff::civil::Date;
use kulla_guard::AssuranceTable;
use kulla_record::label::Word;
use kulla_record::{LogId, Record, RecordId, Session, SubjectId};
use rusqlite::Connection;

use part::{Part, Which};

pub use fold::fold;
pub use item::{Item, Page};
pub use keeper::Keeper;
pub use labels::{Known, Labels};
pub use live::{Live, RING_BATCHES, Told};
pub use marks::{MARKS_MAX, Mark, Marks, Written};
pub use page::{BadCursor, CursorKey, CursorUse, PAGE_ITEMS_MAX};
pub use part::ACCESS_LOG;
pub use query::Filter;
pub use reader::{COUNT_MAX, LinkedItem, Reader};
pub use waiting::{SETTLED, WaitingFrom, urgency};

/// The picture can't answer. Never the reader's fault, but for a cursor.
#[derive(Debug, thiserror::Error)]
pub enum PictureError {
    /// SQLite failed.
    #[error(
        "the picture can't be read or written: {0}; if this stays, stop the node and run `kulla rebuild DIR`"
    )]
    Sqlite(#[from] rusqlite::Error),
    /// The file can't be made or removed.
    #[error("the file of the picture: {0}")]
    File(#[from] std::io::Error),
    /// A log gave back something unexpected while the picture was being built.
    #[error("the log can't be read while the picture is being built: {0}")]
    Replay(String),
    /// The cursor is not one of ours.
    #[error("this is not a cursor of this node: leave it out to start from the beginning")]
    Cursor,
}

/// One log as the picture knows it.
#[derive(Debug, Clone)]
pub struct LogName {
    /// Which.
    pub id: LogId,
    /// `ops`, `access`, `exercise-NAME`.
    pub name: String,
    /// The exercise whose log it is.
    pub exercise: Option<Word>,
}

/// Where durable records can be read again.
pub trait Replay: Sync {
    /// Records of a log from a position on, in order, at most `max` of them; empty at the end.
    fn read(&self, log: LogId, from: u64, max: usize) -> Result<Vec<Arc<Record>>, String>;
    /// How many records of the log are durable.
    fn len(&self, log: LogId) -> u64;
}

/// What is applied so far, by log.
#[derive(Default)]
struct Progress {
    next: Mutex<BTreeMap<LogId, u64>>,
    moved: Condvar,
}

/// A log, and where its records go.
struct Followed {
    id: LogId,
    /// What stands for it in a cursor.
    no: u32,
    /// The file.
    part: Which,
    /// Its row there.
    row: i64,
}

/// The picture of one node.
pub struct Picture {
    pub(crate) labels: Labels,
    pub(crate) cursors: CursorKey,
    parts: [Part; 2],
    hub: live::Hub,
    logs: Vec<Followed>,
    progress: Progress,
}

impl Picture {
    /// Opens the picture in a file and one beside it, or builds it again from the logs when it is missing, damaged, of
    /// another version, or ahead of them. `today` is UTC; `told` hears how far a build has come: records done, records in all.
    pub fn open(
        file: &Path,
        logs: &[LogName],
        replay: &dyn Replay,
        assurance: &AssuranceTable,
        today: Date,
        cursors: CursorKey,
        told: &mut dyn FnMut(u64, u64),
    ) -> Result<(Arc<Picture>, Keeper), PictureError> {
        let started = start::start(file, logs, replay, assurance, today, told)?;
        let picture = Arc::new(Picture {
            labels: started.labels,
            parts: started.parts,
            cursors,
            hub: live::Hub::new(),
            logs: started.logs,
            progress: Progress { next: Mutex::new(started.next), moved: Condvar::new() },
        });
        Ok((Arc::clone(&picture), Keeper::new(picture)))
    }

    /// Hands durable records to live readers; who looked at what is followed by nobody. Called by the log's follower, in
    /// order, before [`Picture::apply`].
    pub fn publish(&self, log: LogId, records: &[Arc<Record>]) {
        self.labels.learn(records.iter().map(Arc::as_ref));
        if let Some(log) = self.followed(log).filter(|log| log.part == Which::Things) {
            self.hub.publish(&self.labels, log.id, log.no, records);
        }
    }

    /// Puts durable records of one log into the tables, in order. Records that are in them already are passed
    /// over.
    pub fn apply(&self, log: LogId, records: &[Arc<Record>]) -> Result<(), PictureError> {
        self.labels.learn(records.iter().map(Arc::as_ref));
        let Some(followed) = self.followed(log) else { return Ok(()) };
        for records in records.chunks(apply::APPLY_RECORDS_MAX) {
            let mut writer = self.part(followed.part).writer();
            let next_seq = self.applied(log);
            let row = apply::LogRow { no: followed.row, next_seq };
            let done = writer.apply(&self.labels, row, records)?;
            self.progress.next.lock().unwrap_or_else(PoisonError::into_inner).insert(log, next_seq + done);
            self.progress.moved.notify_all();
        }
        Ok(())
    }

    /// The first record of a log that has not been applied.
    pub fn applied(&self, log: LogId) -> u64 {
        self.progress.next.lock().unwrap_or_else(PoisonError::into_inner).get(&log).copied().unwrap_or(0)
    }

    /// Waits until the record at `seq` has been applied; `false` when that takes longer than `patience`.
    pub fn wait_applied(&self, log: LogId, seq: u64, patience: Duration) -> bool {
        let next = self.progress.next.lock().unwrap_or_else(PoisonError::into_inner);
        let behind = |next: &mut BTreeMap<LogId, u64>| next.get(&log).copied().unwrap_or(0) <= seq;
        let waited = self.progress.moved.wait_timeout_while(next, patience, behind);
        !waited.unwrap_or_else(PoisonError::into_inner).1.timed_out()
    }

    /// The cursor of a durable record, to wait for with [`Picture::shows`]; `None` for a log that is not ours.
    pub fn cursor_of(&self, log: LogId, seq: u64) -> Option<String> {
        self.followed(log).map(|log| self.cursors.seal(CursorUse::Write, u64::from(log.no), seq))
    }

    /// Whether the record behind a cursor has been applied.
    pub fn shows(&self, cursor: &str) -> Result<bool, PictureError> {
        let (no, seq) = self.cursors.open(CursorUse::Write, cursor)?;
        let log = self.logs.iter().find(|log| u64::from(log.no) == no);
        log.map(|log| self.applied(log.id) > seq).ok_or(PictureError::Cursor)
    }

    /// Overwrites what the picture holds of these bodies.
    pub fn erase(&self, ids: &[RecordId]) -> Result<(), PictureError> {
        self.parts.iter().try_for_each(|part| Ok(part.writer().erase(ids)?))
    }

    /// A reader for one session, as of today (UTC).
    pub fn reader(self: &Arc<Self>, session: &Session, today: Date) -> Reader {
        let visible = self.labels.visible(session, today);
        Reader::new(Arc::clone(self), labels::Sight::Session(visible))
    }

    /// Changes from now on. The caller asks [`Labels::visible`] for each delivery.
    pub fn live(&self) -> Live {
        self.hub.subscribe(self.cursors.clone())
    }

    /// The labels of the node.
    pub fn labels(&self) -> &Labels {
        &self.labels
    }

    /// The key of this node's cursors.
    pub fn cursors(&self) -> &CursorKey {
        &self.cursors
    }

    /// Removes the files of a picture that nobody has open. It is built again by the next [`Picture::open`].
    pub fn remove(file: &Path) -> std::io::Result<()> {
        Which::ALL.into_iter().try_for_each(|which| part::remove_file(&which.file(file)))
    }

    fn followed(&self, log: LogId) -> Option<&Followed> {
        self.logs.iter().find(|known| known.id == log)
    }

    pub(crate) fn part(&self, which: Which) -> &Part {
        let [things, looks] = &self.parts;
        match which {
            Which::Things => things,
            Which::Looks => looks,
        }
    }

    /// All files: where most is comes first.
    pub(crate) fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// What the first file gives that has this subject. A look bears the id of its record, so one that was worked out is not
    /// looked for there: nearly all that are asked for and are not there are of that sort.
    pub(crate) fn first_with<T>(
        &self,
        subject: SubjectId,
        read: impl Fn(&Connection, Which) -> Result<Option<T>, PictureError>,
    ) -> Result<Option<T>, PictureError> {
        match subject.is_derived() {
            true => self.part(Which::Things).with(|db| read(db, Which::Things)),
            false => self.first_of(read),
        }
    }

    /// What the first file gives that has it.
    pub(crate) fn first_of<T>(
        &self,
        read: impl Fn(&Connection, Which) -> Result<Option<T>, PictureError>,
    ) -> Result<Option<T>, PictureError> {
        for part in &self.parts {
            let found = part.with(|db| read(db, part.which))?;
            if found.is_some() {
                return Ok(found);
            }
        }
        Ok(None)
    }
}
