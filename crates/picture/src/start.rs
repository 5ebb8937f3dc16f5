//! Opening the picture, and going on where it stands.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use jiff::civil::Date;
use kulla_guard::{AssuranceTable, Readers};
use kulla_record::label::Word;
use kulla_record::{Kind, LabelId, LogId, Record, RecordId, SubjectId};
use rusqlite::Connection;

use crate::apply::{self, APPLY_RECORDS_MAX, LogRow, Ready};
use crate::build::build;
use crate::labels::{Labels, NewNumber};
use crate::words::Known;
use crate::{LogName, PictureError, Replay, Writer, schema};

/// So many missing records are applied one by one, however few are there.
const CAUGHT_UP_RECORDS: u64 = 50_000;
const STATEMENTS_MAX: usize = 64;

pub(crate) struct Started {
    pub labels: Labels,
    pub writer: Writer,
    pub logs: Vec<(LogName, u32)>,
    pub next: BTreeMap<LogId, u64>,
}

impl Started {
    pub fn new(labels: Labels, writer: Writer, logs: &[LogName], rows: &[LogRow]) -> Started {
        let logs = logs.iter().zip(rows);
        let no = |row: &LogRow| u32::try_from(row.no).unwrap_or(u32::MAX);
        Started {
            labels,
            writer,
            next: logs.clone().map(|(log, row)| (log.id, row.next_seq)).collect(),
            logs: logs.map(|(log, row)| (log.clone(), no(row))).collect(),
        }
    }
}

pub(crate) fn start(
    file: &Path,
    logs: &[LogName],
    replay: &dyn Replay,
    assurance: &AssuranceTable,
    today: Date,
    told: &mut dyn FnMut(u64, u64),
) -> Result<Started, PictureError> {
    // Numbers of labels live in memory and in the tables; they have to agree, or the tables go.
    let fresh = || {
        let labels = Labels::new(Readers::new(assurance.clone(), today));
        logs.iter().for_each(|log| labels.add_log(log.id, log.exercise.clone()));
        labels
    };
    let labels = fresh();
    if let Some(db) = reopen(file, logs, replay, &labels) {
        match catch_up(db, logs, replay, labels, told) {
            Ok(Caught::Up(started)) => return Ok(started),
            Ok(Caught::TooMuch) => {}
            Err(PictureError::Sqlite(damage)) => tracing::warn!(%damage, "the picture is damaged"),
            Err(error) => return Err(error),
        }
    }
    tracing::info!(file = %file.display(), "building the picture from the logs");
    remove(file)?;
    build(file, logs, replay, fresh(), told)
}

/// A connection that writes.
pub(crate) fn connect(file: &Path) -> Result<Connection, PictureError> {
    let db = Connection::open(file)?;
    db.set_prepared_statement_cache_capacity(STATEMENTS_MAX);
    schema::configure_writer(&db)?;
    Ok(db)
}

/// The picture as it is, if it can be gone on with.
fn reopen(file: &Path, logs: &[LogName], replay: &dyn Replay, labels: &Labels) -> Option<Connection> {
    if !file.exists() {
        return None;
    }
    let unclean = log_of(file).exists();
    let db = connect(file).ok()?;
    if unclean && !sound(&db) {
        return None;
    }
    let fits = schema::version(&db).is_ok_and(|version| version == schema::SCHEMA_VERSION)
        && schema::complete(&db).ok()?
        && !ahead(&db, logs, replay).ok()?;
    (fits && restore_labels(&db, labels).ok()?).then_some(db)
}

/// SQLite's own log of a picture. Whoever closes the file well takes it away; after a crash it is still there.
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
fn ahead(db: &Connection, logs: &[LogName], replay: &dyn Replay) -> rusqlite::Result<bool> {
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

fn restore_labels(db: &Connection, labels: &Labels) -> rusqlite::Result<bool> {
    learn_stored(db, labels)?;
    let mut statement = db.prepare("SELECT no, id, exercise, reference FROM label ORDER BY no")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let exercise: Option<String> = row.get(2)?;
        let stored = NewNumber {
            no: row.get(0)?,
            id: LabelId(row.get(1)?),
            exercise: exercise.and_then(|word| Word::new(&word).ok()),
            reference: row.get(3)?,
        };
        if !labels.restore(&stored) {
            return Ok(false);
        }
    }
    Ok(true)
}

fn learn_stored(db: &Connection, labels: &Labels) -> rusqlite::Result<()> {
    let mut statement = db.prepare(schema::LABEL_TEXTS)?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let (id, label): ([u8; 16], [u8; 16]) = (row.get(0)?, row.get(1)?);
        let header = kulla_record::Header {
            log: LogId([0; 16]),
            seq: 0,
            id: RecordId(id),
            kind: Kind::LABEL,
            subject: SubjectId(id),
            replaces: Vec::new(),
            at: kulla_record::Hlc(0),
            author: kulla_record::PrincipalId([0; 16]),
            label: LabelId(label),
            commitment: [0; 32],
        };
        labels.learn([&Record { header, body: row.get(2)? }]);
    }
    Ok(())
}

/// What became of a picture that is behind the logs.
enum Caught {
    Up(Started),
    /// More is missing than is there: made anew it is there sooner.
    TooMuch,
}

/// Applies what the logs hold beyond the tables.
fn catch_up(
    db: Connection,
    logs: &[LogName],
    replay: &dyn Replay,
    labels: Labels,
    told: &mut dyn FnMut(u64, u64),
) -> Result<Caught, PictureError> {
    let mut rows = logs.iter().map(|log| apply::log_row(&db, log)).collect::<Result<Vec<_>, _>>()?;
    let there: u64 = rows.iter().map(|row| row.next_seq).sum();
    let missing: u64 =
        logs.iter().zip(&rows).map(|(log, row)| replay.len(log.id).saturating_sub(row.next_seq)).sum();
    if missing > there.max(CAUGHT_UP_RECORDS) {
        return Ok(Caught::TooMuch);
    }
    let (mut writer, mut done) = (Writer { db, known: Known::default() }, 0);
    for (log, row) in logs.iter().zip(&mut rows) {
        while row.next_seq < replay.len(log.id) {
            let records =
                replay.read(log.id, row.next_seq, APPLY_RECORDS_MAX).map_err(PictureError::Replay)?;
            labels.learn(records.iter().map(AsRef::as_ref));
            let ready: Vec<_> = records.iter().map(Ready::of).collect();
            let new = apply::apply(&mut writer.db, &labels, &mut writer.known, *row, &ready)?;
            if ready.is_empty() {
                break;
            }
            if new == 0 {
                let what = format!("log `{}` gave nothing new at {}", log.name, row.next_seq);
                return Err(PictureError::Replay(what));
            }
            (row.next_seq, done) = (row.next_seq + new, done + new);
            told(done, missing);
        }
    }
    writer.db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
    Ok(Caught::Up(Started::new(labels, writer, logs, &rows)))
}

fn remove(file: &Path) -> Result<(), PictureError> {
    for ending in ["", "-wal", "-shm"] {
        let mut path = file.as_os_str().to_owned();
        path.push(ending);
        match std::fs::remove_file(PathBuf::from(path)) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error.into()),
            _ => {}
        }
    }
    Ok(())
}
