//! Opening the picture, or building it again.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::mpsc::sync_channel;

use jiff::civil::Date;
use kulla_guard::{AssuranceTable, Readers};
use kulla_record::label::Word;
use kulla_record::{Kind, LabelId, LogId, Record, RecordId, SubjectId};
use rusqlite::Connection;

use crate::apply::{self, APPLY_RECORDS_MAX, LogRow, Ready, Weigh};
use crate::labels::{Labels, NewNumber};
use crate::words::Known;
use crate::{LogName, PictureError, Replay, Writer, schema};

/// From this many missing records on, indexes are taken away while they are loaded.
const BULK_RECORDS_MIN: u64 = 50_000;
/// Records that are read ahead of the tables at once, and go into one transaction.
const READ_RECORDS: usize = 4 * APPLY_RECORDS_MAX;
/// Such reads that may wait for the tables.
const READS_WAITING_MAX: usize = 2;
const STATEMENTS_MAX: usize = 64;

pub(crate) struct Started {
    pub labels: Labels,
    pub writer: Writer,
    pub logs: Vec<(LogName, u32)>,
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
    // Numbers of labels live in memory and in the tables; they have to agree, or the tables go.
    let fresh = || {
        let labels = Labels::new(Readers::new(assurance.clone(), today));
        logs.iter().for_each(|log| labels.add_log(log.id, log.exercise.clone()));
        labels
    };
    let labels = fresh();
    if let Some(writer) = reopen(file, logs, replay, &labels) {
        match catch_up(writer, logs, replay, labels, told) {
            Err(PictureError::Sqlite(damage)) => tracing::warn!(%damage, "the picture is damaged"),
            opened => return opened,
        }
    }
    tracing::info!(file = %file.display(), "building the picture from the logs");
    remove(file)?;
    let empty = Connection::open(file)?;
    empty.set_prepared_statement_cache_capacity(STATEMENTS_MAX);
    schema::configure_build(&empty)?;
    schema::create(&empty)?;
    let built = catch_up(empty, logs, replay, fresh(), told)?;
    // INVARIANT: the version is written last, when everything else is durable.
    drop(built.writer);
    std::fs::File::open(file)?.sync_all()?;
    let db = connect(file)?;
    schema::seal(&db)?;
    db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
    Ok(Started { writer: Writer { db, known: Known::default() }, ..built })
}

fn connect(file: &Path) -> Result<Connection, PictureError> {
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
        && schema::create_indexes(&db).is_ok()
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

/// Applies what the logs hold beyond the tables; much of it with the indexes taken away first.
fn catch_up(
    db: Connection,
    logs: &[LogName],
    replay: &dyn Replay,
    labels: Labels,
    told: &mut dyn FnMut(u64, u64),
) -> Result<Started, PictureError> {
    let mut rows = Vec::new();
    for log in logs {
        let exercise = log.exercise.as_ref().map(|word| word.as_str());
        rows.push((log, apply::log_row(&db, &log.id.0, &log.name, exercise)?));
    }
    let missing: u64 = rows.iter().map(|(log, row)| replay.len(log.id).saturating_sub(row.next_seq)).sum();
    let bulk = missing >= BULK_RECORDS_MIN;
    if bulk {
        schema::drop_indexes(&db)?;
    }
    let weigh = if bulk { Weigh::Afterwards } else { Weigh::Each };
    let mut writer = Writer { db, known: Known::default() };
    let (mut done, mut next, mut known) = (0, BTreeMap::new(), Vec::new());
    for (log, row) in rows {
        let after = follow_up(&mut writer, (log, row, weigh), replay, &labels, &mut |new| {
            done += new;
            told(done, missing);
        })?;
        next.insert(log.id, after);
        known.push((log.clone(), u32::try_from(row.no).unwrap_or(u32::MAX)));
    }
    if bulk {
        schema::create_indexes(&writer.db)?;
        writer.db.execute_batch("PRAGMA optimize;")?;
    }
    writer.db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
    Ok(Started { labels, writer, logs: known, next })
}

/// Applies what one log holds beyond the tables; gives the place after it. Reading and cutting up go on in a
/// thread of their own while the tables are written.
fn follow_up(
    writer: &mut Writer,
    (log, mut row, weigh): (&LogName, LogRow, Weigh),
    replay: &dyn Replay,
    labels: &Labels,
    told: &mut dyn FnMut(u64),
) -> Result<u64, PictureError> {
    let (send, receive) = sync_channel::<Result<Vec<Ready>, String>>(READS_WAITING_MAX);
    let from = row.next_seq;
    std::thread::scope(|scope| {
        scope.spawn(move || {
            let mut next = from;
            loop {
                let records = replay.read(log.id, next, READ_RECORDS);
                let ready = records.map(|records| records.iter().map(Ready::of).collect::<Vec<_>>());
                let last = ready.as_ref().ok().and_then(|ready| ready.last().map(|r| r.record.header.seq));
                // Nobody receives any more once the tables could not be written.
                if send.send(ready).is_err() || last.is_none_or(|last| last < next) {
                    return;
                }
                next = last.map_or(next, |last| last + 1);
            }
        });
        // The receiver goes with this closure, so that the thread ends with it.
        let receive = receive;
        while let Ok(ready) = receive.recv() {
            let ready = ready.map_err(PictureError::Replay)?;
            if ready.is_empty() {
                break;
            }
            labels.learn(ready.iter().map(|ready| ready.record.as_ref()));
            let new = apply::apply(&mut writer.db, labels, &mut writer.known, row, &ready, weigh)?;
            if new == 0 {
                let what = format!("log `{}` gave nothing new at {}", log.name, row.next_seq);
                return Err(PictureError::Replay(what));
            }
            row.next_seq += new;
            told(new);
        }
        Ok(row.next_seq)
    })
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
