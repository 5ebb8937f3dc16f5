//! The files of a picture. Each has the same tables, one connection that writes, and connections that read.
//!
//! There are two. **Who looked at what stands in a file of its own**: whenever a file is written, every connection that
//! reads it forgets its pages, and nothing is written as often as who read. So reading doesn't pay for being on record, nor
//! does writing down wait for a look. All else stands in the first file.
//!
//! Which log goes where is fixed ([`Which::of`]); which file a question goes to follows from the kinds that it asks for, and
//! from those that a file has ever held. Numbers of labels are the same in both.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

use kulla_record::{Kind, Record, RecordId};
use rusqlite::Connection;

use crate::apply::{self, LogRow};
use crate::labels::Labels;
use crate::pool::Pool;
use crate::query::Filter;
use crate::words::Known;
use crate::{LogName, PictureError};

/// The log whose records stand in a file of their own.
pub const ACCESS_LOG: &str = "access";

/// One of the files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Which {
    /// Everything else.
    Things,
    /// Who looked at what.
    Looks,
}

impl Which {
    pub const ALL: [Which; 2] = [Which::Things, Which::Looks];

    /// Where the records of a log go.
    pub fn of(log: &LogName) -> Which {
        if log.name == ACCESS_LOG { Which::Looks } else { Which::Things }
    }

    /// The condition on a row `r` that it is a version of the subject `?1`.
    pub const fn is_of_subject(self) -> &'static str {
        match self {
            Which::Things => "r.subject = ?1",
            // A look is a thing of one version, which bears its name: no index has both.
            Which::Looks => {
                "r.at IN (SELECT at FROM record WHERE id = ?1 AND subject = ?1
                   UNION ALL SELECT at FROM record WHERE subject = ?1 AND subject != id)"
            }
        }
    }

    /// Its file, beside the first one.
    pub fn file(self, first: &Path) -> PathBuf {
        match self {
            Which::Things => first.to_owned(),
            Which::Looks => {
                let stem = first.file_stem().unwrap_or_default().to_string_lossy();
                let ending = first.extension().unwrap_or_default().to_string_lossy();
                first.with_file_name(format!("{stem}-{ACCESS_LOG}.{ending}"))
            }
        }
    }
}

/// Removes one file, with what SQLite keeps beside it.
pub(crate) fn remove_file(file: &Path) -> std::io::Result<()> {
    for ending in ["", "-wal", "-shm"] {
        let mut path = file.as_os_str().to_owned();
        path.push(ending);
        match std::fs::remove_file(PathBuf::from(path)) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    Ok(())
}

/// The one connection that writes a file, and what is known to stand there.
pub(crate) struct Writer {
    pub which: Which,
    pub db: Connection,
    /// Words.
    pub known: Known,
    /// How many numbers of labels.
    pub labels_stored: usize,
}

/// One file of the picture.
pub(crate) struct Part {
    pub which: Which,
    pool: Pool,
    writer: Mutex<Writer>,
    /// Kinds of which it holds a record, or is about to.
    kinds: RwLock<HashSet<Kind>>,
}

impl Part {
    pub fn new(file: &Path, writer: Writer) -> rusqlite::Result<Part> {
        let (which, kinds) = (writer.which, kinds(&writer.db)?);
        Ok(Part { which, pool: Pool::new(file), writer: Mutex::new(writer), kinds: RwLock::new(kinds) })
    }

    /// Whoever writes holds this, and nobody else does then.
    pub fn writer(&self) -> Writing<'_> {
        Writing { part: self, writer: self.writer.lock().unwrap_or_else(PoisonError::into_inner) }
    }

    fn learn<'a>(&self, kinds: impl Iterator<Item = &'a Kind>) {
        let known = self.kinds.read().unwrap_or_else(PoisonError::into_inner);
        let new: HashSet<&Kind> = kinds.filter(|kind| !known.contains(kind)).collect();
        drop(known);
        if !new.is_empty() {
            let mut known = self.kinds.write().unwrap_or_else(PoisonError::into_inner);
            known.extend(new.into_iter().cloned());
        }
    }

    /// Whether anything in it can pass a filter.
    pub fn is_asked(&self, filter: &Filter) -> bool {
        // Who looked is found by no word, no place and no number.
        let by_none = filter.text.is_some() || filter.within.is_some() || filter.number.is_some();
        if self.which == Which::Looks && by_none {
            return false;
        }
        let known = self.kinds.read().unwrap_or_else(PoisonError::into_inner);
        filter.kinds.is_empty() || filter.kinds.iter().any(|kind| known.contains(kind))
    }

    /// Reads it.
    pub fn with<T>(
        &self,
        read: impl FnOnce(&Connection) -> Result<T, PictureError>,
    ) -> Result<T, PictureError> {
        self.pool.with(read)
    }
}

/// The turn to write a file.
pub(crate) struct Writing<'a> {
    part: &'a Part,
    writer: MutexGuard<'a, Writer>,
}

impl Writing<'_> {
    /// Puts records of one log into the tables. Gives how many were new.
    pub fn apply(
        &mut self,
        labels: &Labels,
        log: LogRow,
        records: &[Arc<Record>],
    ) -> rusqlite::Result<u64> {
        // INVARIANT: a kind is known before a reader can see its first record, so that no question passes this file over.
        self.part.learn(records.iter().map(|record| &record.header.kind));
        apply::apply(&mut self.writer, labels, log, records)
    }

    /// Overwrites what it holds of these bodies.
    pub fn erase(&mut self, ids: &[RecordId]) -> rusqlite::Result<()> {
        apply::erase(&mut self.writer, ids)
    }
}

fn kinds(db: &Connection) -> rusqlite::Result<HashSet<Kind>> {
    let mut names = db.prepare("SELECT name FROM kind")?;
    let names = names.query_map([], |row| row.get::<_, String>(0))?;
    let kinds = names.map(|name| Ok(Kind::new(&name?)));
    Ok(kinds.collect::<rusqlite::Result<Vec<_>>>()?.into_iter().flatten().collect())
}
