//! Opening the picture, and going on where its files stand.
//!
//! A file that is damaged, of another version or ahead of the logs is built anew, and so is one that is far behind; the other
//! goes on. Where one is missing, or the two don't agree about the numbers of labels, both are built anew.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::civil::Date;
use kulla_guard::{AssuranceTable, Readers};
use kulla_record::kind::Body;
use kulla_record::kind::governance::LabelText;
use kulla_record::label::Word;
use kulla_record::{LabelId, LogId};
use rusqlite::Connection;
use rusqlite::types::Type;

use crate::apply::{self, APPLY_RECORDS_MAX, LogRow};
use crate::build::build;
use crate::labels::{Given, Labels};
use crate::part::{Part, Which, Writer, remove_file};
use crate::words::Known;
use crate::{Followed, LogName, PictureError, Replay, schema};

/// So many missing records are applied one by one, however few are there.
const CAUGHT_UP_RECORDS: u64 = 50_000;
const STATEMENTS_MAX: usize = 64;

pub(crate) struct Started {
    pub labels: Labels,
    pub parts: [Part; 2],
    pub logs: Vec<Followed>,
    pub next: BTreeMap<LogId, u64>,
}

pub(crate) fn start(
    file: &Path,
    logs: &[LogName],
    replay: &dyn Replay,
    assurance: &AssuranceTable,
    today: Date,
    told: &mut dyn FnMut(u64, u64),
) -> Result<Started, PictureError> {
    let fresh = || {
        let labels = Labels::new(Readers::new(assurance.clone(), today));
        logs.iter().for_each(|log| labels.add_log(log.id, log.exercise.clone()));
        labels
    };
    let mut labels = fresh();
    // Whoever removes one of the files wants the picture anew. A removal that was cut off may have left what was pruned.
    let whole = Which::ALL.into_iter().all(|which| which.file(file).exists());
    let mut files = Which::ALL.map(|which| FileOf::look(which, file, logs, whole.then_some(replay)));
    // Numbers of labels live in memory and in the tables; they have to agree, or the tables go.
    if !files.iter_mut().all(|file| file.restore_labels(&labels)) {
        labels = fresh();
        files.iter_mut().for_each(|file| file.there = None);
    }
    files.iter_mut().for_each(|file| file.give_up_far_behind(replay));
    let all = files.iter().map(|file| file.missing(replay)).sum();
    let mut progress = Progress { done: 0, all, told };
    let [things, looks] = files;
    let (things, mut rows) = things.bring_up(replay, &labels, &mut progress)?;
    let (looks, more) = looks.bring_up(replay, &labels, &mut progress)?;
    rows.extend(more);
    let followed = |(no, log): (usize, &LogName)| {
        let no = u32::try_from(no).unwrap_or(u32::MAX);
        Followed {
            id: log.id,
            no: no + 1,
            part: Which::of(log),
            row: rows.get(&log.id).map_or(0, |row| row.no),
        }
    };
    Ok(Started {
        logs: logs.iter().enumerate().map(followed).collect(),
        next: rows.iter().map(|(log, row)| (*log, row.next_seq)).collect(),
        parts: [things, looks],
        labels,
    })
}

/// A connection that writes.
pub(crate) fn connect(file: &Path) -> Result<Connection, PictureError> {
    let db = Connection::open(file)?;
    db.set_prepared_statement_cache_capacity(STATEMENTS_MAX);
    schema::configure_writer(&db)?;
    Ok(db)
}

/// How far it has come with all files.
struct Progress<'a> {
    done: u64,
    all: u64,
    told: &'a mut dyn FnMut(u64, u64),
}

impl Progress<'_> {
    /// So many records of one file are done, after `before` of others.
    fn at(&mut self, before: u64, done: u64) {
        // A file that turns out to be damaged begins anew; what was told stays told.
        self.done = self.done.max(before + done);
        self.all = self.all.max(self.done);
        (self.told)(self.done, self.all);
    }
}

/// A file before it has everything that the logs hold.
struct FileOf<'a> {
    which: Which,
    path: PathBuf,
    /// The logs whose records it holds.
    logs: Vec<&'a LogName>,
    /// What is there, if it can be gone on with.
    there: Option<There>,
}

struct There {
    db: Connection,
    /// The logs as they stand there, in the same order.
    rows: Vec<LogRow>,
}

impl<'a> FileOf<'a> {
    /// Without `replay` it is not gone on with.
    fn look(which: Which, first: &Path, logs: &'a [LogName], replay: Option<&dyn Replay>) -> FileOf<'a> {
        let path = which.file(first);
        let logs: Vec<_> = logs.iter().filter(|log| Which::of(log) == which).collect();
        FileOf { there: replay.and_then(|replay| reopen(&path, &logs, replay)), which, path, logs }
    }

    /// Gives the numbers of its labels out again; where they can't be read, it is not gone on with. `false` when they are not
    /// those of the other file.
    fn restore_labels(&mut self, labels: &Labels) -> bool {
        let Some(there) = &self.there else { return true };
        restore_numbers(&there.db, labels).unwrap_or_else(|damage| {
            tracing::warn!(%damage, "the picture is damaged");
            self.there = None;
            true
        })
    }

    /// How many records it has to take.
    fn missing(&self, replay: &dyn Replay) -> u64 {
        let next = |n: usize| {
            self.there.as_ref().and_then(|there| there.rows.get(n)).map_or(0, |row| row.next_seq)
        };
        let missing =
            self.logs.iter().enumerate().map(|(n, log)| replay.len(log.id).saturating_sub(next(n)));
        missing.sum()
    }

    /// Where more is missing than is there, made anew it is there sooner.
    fn give_up_far_behind(&mut self, replay: &dyn Replay) {
        let there = self.there.iter().flat_map(|there| &there.rows).map(|row| row.next_seq).sum();
        if self.missing(replay) > CAUGHT_UP_RECORDS.max(there) {
            self.there = None;
        }
    }

    /// Gives it everything that the logs hold, anew if need be.
    fn bring_up(
        mut self,
        replay: &dyn Replay,
        labels: &Labels,
        progress: &mut Progress<'_>,
    ) -> Result<(Part, BTreeMap<LogId, LogRow>), PictureError> {
        let before = progress.done;
        let mut told = |done| progress.at(before, done);
        let gone_on = match self.there.take() {
            Some(there) => match catch_up(self.which, there, &self.logs, replay, labels, &mut told) {
                Ok(caught_up) => Some(caught_up),
                Err(PictureError::Sqlite(damage)) => {
                    tracing::warn!(%damage, "the picture is damaged");
                    None
                }
                Err(error) => return Err(error),
            },
            None => None,
        };
        let (writer, rows) = match gone_on {
            Some(caught_up) => caught_up,
            None => {
                tracing::info!(file = %self.path.display(), "building the picture from the logs");
                remove_file(&self.path)?;
                build(&self.path, self.which, &self.logs, replay, labels, &mut told)?
            }
        };
        let rows = self.logs.iter().map(|log| log.id).zip(rows).collect();
        Ok((Part::new(&self.path, writer)?, rows))
    }
}

/// A file as it is, if it can be gone on with.
fn reopen(file: &Path, logs: &[&LogName], replay: &dyn Replay) -> Option<There> {
    let unclean = log_of(file).exists();
    let db = connect(file).ok()?;
    if unclean && !sound(&db) {
        return None;
    }
    let fits = schema::version(&db).is_ok_and(|version| version == schema::SCHEMA_VERSION)
        && schema::complete(&db).ok()?
        && !ahead(&db, logs, replay).ok()?;
    let rows = fits.then(|| logs.iter().map(|log| apply::log_row(&db, log)).collect::<Result<_, _>>())?;
    Some(There { rows: rows.ok()?, db })
}

/// SQLite's own log of a file. Whoever closes the file well takes it away; after a crash it is still there.
fn log_of(file: &Path) -> PathBuf {
    let mut path = file.as_os_str().to_owned();
    path.push("-wal");
    PathBuf::from(path)
}

/// Whether all pages and trees of the file hang together. Asked after a crash only: it reads every page.
fn sound(db: &Connection) -> bool {
    let found = db.query_row("PRAGMA quick_check(1)", [], |row| row.get::<_, String>(0));
    match found {
        Ok(found) if found == "ok" => true,
        Ok(damage) => {
            tracing::warn!(%damage, "the picture is damaged");
            false
        }
        Err(damage) => {
            tracing::warn!(%damage, "the picture is damaged");
            false
        }
    }
}

/// Whether the tables hold more than the logs: then they are of other logs, or the logs were restored.
fn ahead(db: &Connection, logs: &[&LogName], replay: &dyn Replay) -> rusqlite::Result<bool> {
    let mut statement = db.prepare("SELECT id, next_seq FROM log")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let (id, next): (LogId, u64) = (LogId(row.get(0)?), row.get(1)?);
        if logs.iter().all(|log| log.id != id) || next > replay.len(id) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// `false` where a number does not come out the same.
fn restore_numbers(db: &Connection, labels: &Labels) -> rusqlite::Result<bool> {
    let mut statement = db.prepare("SELECT no, id, exercise, reference, json FROM label ORDER BY no")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let (exercise, text): (Option<String>, Vec<u8>) = (row.get(2)?, row.get(4)?);
        let text = LabelText::read(&text)
            .map_err(|bad| rusqlite::Error::FromSqlConversionFailure(4, Type::Blob, Box::new(bad)))?;
        let stored = Given {
            no: row.get(0)?,
            id: LabelId(row.get(1)?),
            exercise: exercise.and_then(|word| Word::new(&word).ok()),
            reference: row.get(3)?,
            label: Arc::new(text.label),
        };
        if !labels.restore(&stored) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Applies what the logs hold beyond the tables.
fn catch_up(
    which: Which,
    There { db, mut rows }: There,
    logs: &[&LogName],
    replay: &dyn Replay,
    labels: &Labels,
    told: &mut dyn FnMut(u64),
) -> Result<(Writer, Vec<LogRow>), PictureError> {
    let labels_stored = db.query_row("SELECT count(*) FROM label", [], |row| row.get(0))?;
    let (mut writer, mut done) = (Writer { which, db, known: Known::default(), labels_stored }, 0);
    for (log, row) in logs.iter().zip(&mut rows) {
        while row.next_seq < replay.len(log.id) {
            let records =
                replay.read(log.id, row.next_seq, APPLY_RECORDS_MAX).map_err(PictureError::Replay)?;
            labels.learn(records.iter().map(AsRef::as_ref));
            let new = apply::apply(&mut writer, labels, *row, &records)?;
            if records.is_empty() {
                break;
            }
            if new == 0 {
                let what = format!("log `{}` gave nothing new at {}", log.name, row.next_seq);
                return Err(PictureError::Replay(what));
            }
            (row.next_seq, done) = (row.next_seq + new, done + new);
            told(done);
        }
    }
    writer.db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
    Ok((writer, rows))
}
