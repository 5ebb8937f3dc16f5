//! From durable records to rows. The only code that writes the picture.

use std::sync::Arc;

use kulla_record::place::Bounds;
use kulla_record::{Kind, Record};
use rusqlite::{Connection, OptionalExtension, Transaction, params};

use crate::facts::Facts;
use crate::fold::fold;
use crate::labels::{Labels, NewNumber};

/// Records that go into one transaction.
pub const APPLY_RECORDS_MAX: usize = 4_096;

/// Degrees are kept in the index as whole 1e-7 degrees (about a centimetre).
const UNITS_PER_DEGREE: f64 = 1e7;
/// Minutes are counted from 2020-01-01T00:00:00Z.
const MINUTES_EPOCH_MS: i64 = 1_577_836_800_000;

/// What a log is to the picture.
#[derive(Debug, Clone, Copy)]
pub struct LogRow {
    /// The row.
    pub no: i64,
    /// The first record that has not been applied.
    pub next_seq: u64,
}

/// Applies records of one log, in order, in one transaction. Returns how many were new.
pub fn apply(
    db: &mut Connection,
    labels: &Labels,
    log: LogRow,
    records: &[Arc<Record>],
) -> rusqlite::Result<u64> {
    let tx = db.transaction()?;
    let mut next = log.next_seq;
    for record in records {
        // INVARIANT: a record is applied once. A batch that was already read at start comes again harmlessly.
        if record.header.seq < next {
            continue;
        }
        insert(&tx, labels, log.no, record)?;
        next = record.header.seq + 1;
    }
    let new = labels.unstored();
    store_labels(&tx, &new)?;
    tx.prepare_cached("UPDATE log SET next_seq = ?2 WHERE no = ?1")?.execute(params![log.no, next])?;
    tx.commit()?;
    labels.stored(&new);
    Ok(next - log.next_seq)
}

/// The row of a log, made if it is new.
pub fn log_row(
    db: &Connection,
    id: &[u8; 16],
    name: &str,
    exercise: Option<&str>,
) -> rusqlite::Result<LogRow> {
    db.prepare_cached("INSERT OR IGNORE INTO log (id, name, exercise, next_seq) VALUES (?1, ?2, ?3, 0)")?
        .execute(params![id, name, exercise])?;
    db.prepare_cached("SELECT no, next_seq FROM log WHERE id = ?1")?
        .query_row([id], |row| Ok(LogRow { no: row.get(0)?, next_seq: row.get(1)? }))
}

fn store_labels(tx: &Transaction<'_>, new: &[NewNumber]) -> rusqlite::Result<()> {
    let mut put =
        tx.prepare_cached("INSERT INTO label (no, id, exercise, reference) VALUES (?1, ?2, ?3, ?4)")?;
    for new in new {
        put.execute(params![new.no, new.id.0, new.exercise.as_ref().map(|e| e.as_str()), new.reference])?;
    }
    Ok(())
}

fn insert(tx: &Transaction<'_>, labels: &Labels, log_no: i64, record: &Record) -> rusqlite::Result<()> {
    let header = &record.header;
    let body = record.body.as_deref();
    let facts = body.map(|body| Facts::of(&header.kind, body)).unwrap_or_default();
    let at = free_row(tx, header.at.0)?;
    let replaced = tx.prepare_cached("SELECT 1 FROM replaced WHERE id = ?1")?.exists([header.id.0])?;
    for old in &header.replaces {
        retire(tx, &old.0)?;
    }
    let label_no = labels.number(header.log, header.label, header.kind.is_reference());
    let replaces: Vec<u8> = header.replaces.iter().flat_map(|id| id.0).collect();
    tx.prepare_cached(
        "INSERT INTO record (at, id, log_no, seq, kind_no, subject, hlc, author, label_no, label, replaces, head, body,
           title, number, state, severity, life, when_ms, due_ms, parent, other, agency)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23)",
    )?
    .execute(params![
        at,
        header.id.0,
        log_no,
        header.seq,
        kind_no(tx, &header.kind)?,
        header.subject.0,
        header.at.0.cast_signed(),
        header.author.0,
        label_no,
        header.label.0,
        replaces,
        !replaced,
        body,
        facts.title,
        facts.number,
        facts.state,
        facts.severity as u8,
        facts.life_at_risk,
        facts.when.map(|t| t.as_millisecond()),
        facts.due.map(|t| t.as_millisecond()),
        facts.parent.map(|s| s.0),
        facts.other.map(|s| s.0),
        facts.agency,
    ])?;
    if !replaced {
        index(tx, at, &facts)?;
    }
    Ok(())
}

/// Search and place hold heads only.
fn index(tx: &Transaction<'_>, at: i64, facts: &Facts) -> rusqlite::Result<()> {
    if !facts.text.is_empty() {
        tx.prepare_cached("INSERT INTO text (rowid, words) VALUES (?1, ?2)")?
            .execute(params![at, fold(&facts.text)])?;
    }
    if let Some(bounds) = facts.bounds {
        let from =
            facts.when.map_or((at >> 16) - MINUTES_EPOCH_MS, |t| t.as_millisecond() - MINUTES_EPOCH_MS)
                / 60_000;
        let until = facts.due.map_or(from, |t| (t.as_millisecond() - MINUTES_EPOCH_MS) / 60_000).max(from);
        let [west, east, south, north] = units(bounds);
        tx.prepare_cached("INSERT INTO place VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)")?
            .execute(params![at, west, east, south, north, from, until])?;
    }
    Ok(())
}

/// West, east, south, north in whole units.
pub fn units(bounds: Bounds) -> [i64; 4] {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "degrees lie within ±180, so units lie within ±1.8e9"
    )]
    let unit = |degrees: f64| (degrees * UNITS_PER_DEGREE).round() as i64;
    [unit(bounds.west), unit(bounds.east), unit(bounds.south), unit(bounds.north)]
}

/// Minutes of the index for a time.
pub fn minute(unix_ms: i64) -> i64 {
    (unix_ms - MINUTES_EPOCH_MS).div_euclid(60_000)
}

/// Takes a version out of the heads, whether it is here already or comes later.
fn retire(tx: &Transaction<'_>, id: &[u8; 16]) -> rusqlite::Result<()> {
    tx.prepare_cached("INSERT OR IGNORE INTO replaced (id) VALUES (?1)")?.execute([id])?;
    if let Some((at, true)) = unindex(tx, id)? {
        tx.prepare_cached("UPDATE record SET head = 0 WHERE at = ?1")?.execute([at])?;
    }
    Ok(())
}

/// Takes a version out of search and place. Gives its row and whether it was a head.
fn unindex(tx: &Transaction<'_>, id: &[u8; 16]) -> rusqlite::Result<Option<(i64, bool)>> {
    let found = tx
        .prepare_cached("SELECT r.at, r.head, k.name, r.body FROM record r JOIN kind k ON k.no = r.kind_no WHERE r.id = ?1")?
        .query_row([id], |row| Ok((row.get(0)?, row.get(1)?, row.get::<_, String>(2)?, row.get::<_, Option<Vec<u8>>>(3)?)))
        .optional()?;
    let Some((at, head, kind, body)) = found else { return Ok(None) };
    if head && let (Some(kind), Some(body)) = (Kind::new(&kind), body) {
        let facts = Facts::of(&kind, &body);
        if !facts.text.is_empty() {
            // The index of words keeps no copy of the text: to take words out it has to be told which.
            tx.prepare_cached("INSERT INTO text (text, rowid, words) VALUES ('delete', ?1, ?2)")?
                .execute(params![at, fold(&facts.text)])?;
        }
        tx.prepare_cached("DELETE FROM place WHERE at = ?1")?.execute([at])?;
    }
    Ok(Some((at, head)))
}

/// Overwrites what the picture holds of a body.
pub fn erase(db: &mut Connection, ids: &[kulla_record::RecordId]) -> rusqlite::Result<()> {
    let tx = db.transaction()?;
    for id in ids {
        let Some((at, _)) = unindex(&tx, &id.0)? else { continue };
        tx.prepare_cached(
            "UPDATE record SET body = NULL, title = '', number = '', state = '', severity = 0, life = 0, when_ms = NULL,
               due_ms = NULL, agency = '' WHERE at = ?1",
        )?
        .execute([at])?;
    }
    tx.commit()?;
    // INVARIANT: the words must not live on in the write-ahead log either.
    db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))
}

fn free_row(tx: &Transaction<'_>, hlc: u64) -> rusqlite::Result<i64> {
    let mut at = hlc.cast_signed();
    while tx.prepare_cached("SELECT 1 FROM record WHERE at = ?1")?.exists([at])? {
        at += 1;
    }
    Ok(at)
}

/// The number of a kind, made if it is new.
pub fn kind_no(db: &Connection, kind: &Kind) -> rusqlite::Result<i64> {
    if let Some(no) = known_kind_no(db, kind)? {
        return Ok(no);
    }
    db.prepare_cached("INSERT INTO kind (name) VALUES (?1)")?.insert([kind.as_str()])
}

/// The number of a kind that at least one record has.
pub fn known_kind_no(db: &Connection, kind: &Kind) -> rusqlite::Result<Option<i64>> {
    db.prepare_cached("SELECT no FROM kind WHERE name = ?1")?
        .query_row([kind.as_str()], |row| row.get(0))
        .optional()
}
