//! From durable records to rows. The only code that writes the picture.

use std::sync::Arc;

use kulla_record::place::Bounds;
use kulla_record::{Kind, Record};
use rusqlite::{Connection, OptionalExtension, Transaction, params};

use crate::facts::Facts;
use crate::labels::{Labels, NewNumber};
use crate::waiting;
use crate::words::{self, Known, Tiers, Words};

/// Records that go into one transaction.
pub const APPLY_RECORDS_MAX: usize = 4_096;

/// Degrees are kept in the index as whole 1e-5 degrees, about a metre. A town is then about as many units wide as a
/// week has minutes; with finer units the index would hardly ever part its boxes by time.
pub const UNITS_PER_DEGREE: f64 = 1e5;
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

/// When it is worked out which signals wait: with each record, or once for all after a load without indexes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weigh {
    Each,
    Afterwards,
}

/// A record with what can be made of it without the tables, on whatever thread.
pub struct Ready {
    pub record: Arc<Record>,
    facts: Facts,
    words: Words,
}

impl Ready {
    /// Reads the body and cuts its text into words.
    pub fn of(record: &Arc<Record>) -> Ready {
        let facts = record.body.as_deref().map(|body| Facts::of(&record.header.kind, body));
        let facts = facts.unwrap_or_default();
        Ready { record: Arc::clone(record), words: Words::of(&facts.text), facts }
    }
}

/// Applies records of one log, in order, in one transaction. Returns how many were new.
pub fn apply(
    db: &mut Connection,
    labels: &Labels,
    known: &mut Known,
    log: LogRow,
    records: &[Ready],
    weigh: Weigh,
) -> rusqlite::Result<u64> {
    // INVARIANT: what was not committed is not known.
    let before = std::mem::take(known);
    let (new, after) = apply_knowing(db, labels, before, log, records, weigh)?;
    *known = after;
    Ok(new)
}

fn apply_knowing(
    db: &mut Connection,
    labels: &Labels,
    mut known: Known,
    log: LogRow,
    records: &[Ready],
    weigh: Weigh,
) -> rusqlite::Result<(u64, Known)> {
    let tx = db.transaction()?;
    let mut next = log.next_seq;
    let mut tiers = Tiers::load(&tx)?;
    for ready in records {
        // INVARIANT: a record is applied once. A batch that was already read at start comes again harmlessly.
        if ready.record.header.seq < next {
            continue;
        }
        let (at, label_no) = insert(&tx, labels, log.no, ready)?;
        if weigh == Weigh::Each {
            weigh_touched(&tx, ready)?;
        }
        if !ready.words.is_empty() {
            tiers.add(&tx, &mut known, (at, label_no), &ready.words)?;
        }
        next = ready.record.header.seq + 1;
    }
    tiers.store(&tx)?;
    let new = labels.unstored();
    store_labels(&tx, &new)?;
    tx.prepare_cached("UPDATE log SET next_seq = ?2 WHERE no = ?1")?.execute(params![log.no, next])?;
    tx.commit()?;
    labels.stored(&new);
    Ok((next - log.next_seq, known))
}

/// The signal that a record is, or judges.
fn weigh_touched(tx: &Transaction<'_>, ready: &Ready) -> rusqlite::Result<()> {
    let header = &ready.record.header;
    if header.kind.is_signal() {
        return waiting::weigh(tx, &header.subject.0);
    }
    match ready.facts.parent {
        Some(signal) if header.kind == Kind::ASSESSMENT => waiting::weigh(tx, &signal.0),
        _ => Ok(()),
    }
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

/// Gives the row and the number of the label.
fn insert(
    tx: &Transaction<'_>,
    labels: &Labels,
    log_no: i64,
    ready: &Ready,
) -> rusqlite::Result<(i64, u32)> {
    let (header, facts) = (&ready.record.header, &ready.facts);
    let at = free_row(tx, header.at.0)?;
    let replaced = tx.prepare_cached("SELECT 1 FROM replaced WHERE id = ?1")?.exists([header.id.0])?;
    for old in &header.replaces {
        retire(tx, &old.0)?;
    }
    let label_no = labels.number(header.log, header.label, header.kind.is_reference());
    let replaces: Vec<u8> = header.replaces.iter().flat_map(|id| id.0).collect();
    tx.prepare_cached(
        "INSERT INTO record (at, id, log_no, seq, kind_no, subject, hlc, author, label_no, label, replaces, head,
           title, number, state, severity, life, when_ms, due_ms, parent, other, agency)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22)",
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
    if let Some(body) = &ready.record.body {
        tx.prepare_cached("INSERT INTO body (at, json) VALUES (?1, ?2)")?.execute(params![at, body])?;
    }
    if !replaced {
        locate(tx, at, facts)?;
    }
    Ok((at, label_no))
}

/// The index of places holds heads only.
fn locate(tx: &Transaction<'_>, at: i64, facts: &Facts) -> rusqlite::Result<()> {
    if let Some(bounds) = facts.bounds {
        let from = minute(facts.when.map_or(at >> 16, |when| when.as_millisecond()));
        let until = facts.due.map_or(from, |due| minute(due.as_millisecond())).max(from);
        let [west, east, south, north] = units(bounds);
        tx.prepare_cached("INSERT INTO place VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)")?
            .execute(params![at, west, east, south, north, from, until])?;
    }
    Ok(())
}

/// West, east, south, north in whole units, outwards: what touches a box in degrees touches it in units.
pub fn units(bounds: Bounds) -> [i64; 4] {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "degrees lie within ±180, so units lie within ±1.8e7"
    )]
    let unit = |degrees: f64, whole: fn(f64) -> f64| whole(degrees * UNITS_PER_DEGREE) as i64;
    [
        unit(bounds.west, f64::floor),
        unit(bounds.east, f64::ceil),
        unit(bounds.south, f64::floor),
        unit(bounds.north, f64::ceil),
    ]
}

/// Minutes of the index for a time, in 32 bits: far past and far future stand at the ends.
pub fn minute(unix_ms: i64) -> i64 {
    let minutes = unix_ms.saturating_sub(MINUTES_EPOCH_MS).div_euclid(60_000);
    minutes.clamp(i64::from(i32::MIN), i64::from(i32::MAX))
}

/// Takes a version out of the heads, whether it is here already or comes later.
fn retire(tx: &Transaction<'_>, id: &[u8; 16]) -> rusqlite::Result<()> {
    tx.prepare_cached("INSERT OR IGNORE INTO replaced (id) VALUES (?1)")?.execute([id])?;
    let at: Option<i64> = tx
        .prepare_cached("SELECT at FROM record WHERE id = ?1 AND head = 1")?
        .query_row([id], |row| row.get(0))
        .optional()?;
    if let Some(at) = at {
        tx.prepare_cached("UPDATE record SET head = 0, waits = NULL WHERE at = ?1")?.execute([at])?;
        tx.prepare_cached("DELETE FROM place WHERE at = ?1")?.execute([at])?;
    }
    Ok(())
}

/// Row, label, kind, body and parent of a record.
type Found = (i64, u32, String, Option<Vec<u8>>, Option<[u8; 16]>);

/// Overwrites what the picture holds of a body.
pub fn erase(
    db: &mut Connection,
    known: &mut Known,
    ids: &[kulla_record::RecordId],
) -> rusqlite::Result<()> {
    known.forget();
    let tx = db.transaction()?;
    for id in ids {
        let found = tx
            .prepare_cached(
                "SELECT r.at, r.label_no, k.name, b.json, r.parent FROM record r JOIN kind k ON k.no = r.kind_no
                 LEFT JOIN body b ON b.at = r.at WHERE r.id = ?1",
            )?
            .query_row([id.0], |row| {
                Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?))
            })
            .optional()?;
        let Some((at, label_no, kind, body, parent)): Option<Found> = found else { continue };
        let Some(kind) = Kind::new(&kind) else { continue };
        if let Some(body) = body {
            let words = Words::of(&Facts::of(&kind, &body).text);
            if !words.is_empty() {
                words::remove(&tx, at, label_no, &words)?;
            }
        }
        tx.prepare_cached("DELETE FROM body WHERE at = ?1")?.execute([at])?;
        tx.prepare_cached("DELETE FROM place WHERE at = ?1")?.execute([at])?;
        tx.prepare_cached(
            // INVARIANT: every column that `insert` takes from the facts of a body, so that nothing of it stays and
            // a picture that is built again says the same.
            "UPDATE record SET title = '', number = '', state = '', severity = 0, life = 0, when_ms = NULL,
               due_ms = NULL, parent = NULL, other = NULL, agency = '', waits = NULL WHERE at = ?1",
        )?
        .execute([at])?;
        // What was judged by an erased assessment is judged by nobody.
        if let Some(signal) = parent.filter(|_| kind == Kind::ASSESSMENT) {
            waiting::weigh(&tx, &signal)?;
        }
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
