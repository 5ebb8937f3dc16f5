//! From durable records to rows. The only code that writes the picture.

use std::sync::Arc;

use kulla_record::kind::Body;
use kulla_record::kind::governance::LabelText;
use kulla_record::{Kind, Record};
use rusqlite::{CachedStatement, Connection, OptionalExtension, Transaction, params};

use crate::boxes::{self, Boxes, Sides, Tag};
use crate::build::Of;
use crate::facts::Facts;
use crate::labels::{Given, Labels};
use crate::part::{Which, Writer};
use crate::runs::Gathered;
use crate::words::aside::Row;
use crate::words::{self, Tiers, Words};
use crate::{LogName, waiting};

/// Records that go into one transaction.
pub const APPLY_RECORDS_MAX: usize = 4_096;

/// What a log is to the picture.
#[derive(Debug, Clone, Copy)]
pub struct LogRow {
    /// The row.
    pub no: i64,
    /// The first record that has not been applied.
    pub next_seq: u64,
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
    writer: &mut Writer,
    labels: &Labels,
    log: LogRow,
    records: &[Arc<Record>],
) -> rusqlite::Result<u64> {
    // INVARIANT: what was not committed is not known.
    let mut known = std::mem::take(&mut writer.known);
    let tx = writer.db.transaction()?;
    let mut next = log.next_seq;
    let mut tiers = Tiers::load(&tx)?;
    let mut rows = Rows::new(&tx)?;
    let mut take = tx.prepare_cached("DELETE FROM place WHERE at = ?1")?;
    let mut gathered = Gathered::default();
    for record in records {
        // INVARIANT: a record is applied once. A batch that was already read at start comes again harmlessly.
        if record.header.seq < next {
            continue;
        }
        let ready = &Ready::of(record);
        let put = rows.insert(labels, log.no, ready)?;
        for at in put.retired {
            take.execute([at])?;
        }
        if let Some(sides) = put.sides {
            boxes::insert(&tx, put.at, sides)?;
        }
        match writer.which {
            Which::Things => weigh_touched(&tx, ready)?,
            Which::Looks => gathered.add(put.at, &ready.facts),
        }
        if !ready.words.is_empty() {
            tiers.add(&tx, &mut known, (put.at, put.label_no), &ready.words)?;
        }
        next = record.header.seq + 1;
    }
    tiers.store(&tx)?;
    gathered.store(&tx)?;
    drop((rows, take));
    commit(tx, labels, &mut writer.labels_stored, &[LogRow { next_seq: next, ..log }])?;
    writer.known = known;
    Ok(next - log.next_seq)
}

/// Fills the tables of a picture that is being built. Gives what is to be made searchable; places come together, and
/// which signals are settled is worked out, once for all with the indexes.
pub fn load(
    (db, which): (&mut Connection, Which),
    (labels, stored): (&Labels, &mut usize),
    logs: &mut [LogRow],
    boxes: &mut Boxes,
    batch: Vec<Of>,
) -> rusqlite::Result<Vec<Row>> {
    let tx = db.transaction()?;
    let mut searchable = Vec::with_capacity(batch.len());
    let (mut rows, mut gathered) = (Rows::new(&tx)?, Gathered::default());
    for Of { log, ready } in batch {
        let Some(log) = logs.get_mut(log) else { continue };
        let put = rows.insert(labels, log.no, &ready)?;
        log.next_seq = ready.record.header.seq + 1;
        boxes.take(put.at, put.sides, put.retired);
        if which == Which::Looks {
            gathered.add(put.at, &ready.facts);
        }
        if !ready.words.is_empty() {
            searchable.push(Row { at: put.at, label_no: put.label_no, words: ready.words });
        }
    }
    drop(rows);
    gathered.store(&tx)?;
    commit(tx, labels, stored, logs)?;
    Ok(searchable)
}

fn commit(
    tx: Transaction<'_>,
    labels: &Labels,
    stored: &mut usize,
    logs: &[LogRow],
) -> rusqlite::Result<()> {
    // INVARIANT: a file holds every number up to the last of its rows, whichever file it was given out for.
    let new = labels.given_from(*stored);
    store_labels(&tx, &new)?;
    for log in logs {
        tx.prepare_cached("UPDATE log SET next_seq = ?2 WHERE no = ?1")?
            .execute(params![log.no, log.next_seq])?;
    }
    tx.commit()?;
    *stored += new.len();
    Ok(())
}

/// The signal that a record is, or judges.
fn weigh_touched(tx: &Transaction<'_>, ready: &Ready) -> rusqlite::Result<()> {
    let header = &ready.record.header;
    match ready.facts.parent {
        _ if header.kind.is_signal() => match waiting::is_judged(tx, &header.subject.0)? {
            true => waiting::weigh(tx, &header.subject.0),
            false => Ok(()),
        },
        Some(signal) if header.kind == Kind::ASSESSMENT => waiting::weigh(tx, &signal.0),
        _ => Ok(()),
    }
}

/// The row of a log, made if it is new.
pub fn log_row(db: &Connection, log: &LogName) -> rusqlite::Result<LogRow> {
    let exercise = log.exercise.as_ref().map(|word| word.as_str());
    db.prepare_cached("INSERT OR IGNORE INTO log (id, name, exercise, next_seq) VALUES (?1, ?2, ?3, 0)")?
        .execute(params![log.id.0, log.name, exercise])?;
    db.prepare_cached("SELECT no, next_seq FROM log WHERE id = ?1")?
        .query_row([log.id.0], |row| Ok(LogRow { no: row.get(0)?, next_seq: row.get(1)? }))
}

fn store_labels(tx: &Transaction<'_>, new: &[Given]) -> rusqlite::Result<()> {
    let mut put = tx.prepare_cached(
        "INSERT INTO label (no, id, exercise, reference, json) VALUES (?1, ?2, ?3, ?4, ?5)",
    )?;
    for new in new {
        let exercise = new.exercise.as_ref().map(|exercise| exercise.as_str());
        let text = LabelText { label: new.label.as_ref().clone(), rest: Default::default() };
        put.execute(params![new.no, new.id.0, exercise, new.reference, text.json()])?;
    }
    Ok(())
}

/// What became of a record.
struct Put {
    at: i64,
    label_no: u32,
    /// Where it lies, if it is a head and has a place.
    sides: Option<Sides>,
    /// Rows that are heads no more because of it.
    retired: Vec<i64>,
}

/// Puts records into the tables, within one transaction: its statements, which would take as long to look up as they
/// take to run, and the numbers of kinds.
struct Rows<'a> {
    tx: &'a Transaction<'a>,
    is_taken: CachedStatement<'a>,
    is_replaced: CachedStatement<'a>,
    replace: CachedStatement<'a>,
    retire: CachedStatement<'a>,
    record: CachedStatement<'a>,
    body: CachedStatement<'a>,
    kinds: Vec<(Kind, i64)>,
    /// No row is newer, and so each after it is free.
    newest: i64,
    /// Whether any version was replaced.
    any_replaced: bool,
}

impl<'a> Rows<'a> {
    fn new(tx: &'a Transaction<'a>) -> rusqlite::Result<Rows<'a>> {
        Ok(Rows {
            tx,
            is_taken: tx.prepare_cached("SELECT 1 FROM record WHERE at = ?1")?,
            is_replaced: tx.prepare_cached("SELECT 1 FROM replaced WHERE id = ?1")?,
            replace: tx.prepare_cached("INSERT OR IGNORE INTO replaced (id) VALUES (?1)")?,
            retire: tx.prepare_cached(
                "UPDATE record SET head = 0, waits = NULL WHERE id = ?1 AND head = 1 RETURNING at",
            )?,
            record: tx.prepare_cached(
                "INSERT INTO record (at, id, log_no, seq, kind_no, subject, hlc, author, label_no, label, replaces, head,
                   title, number, state, severity, life, when_ms, due_ms, parent, other, agency, waits)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21,
                   ?22, ?23)",
            )?,
            body: tx.prepare_cached("INSERT INTO body (at, json) VALUES (?1, ?2)")?,
            kinds: Vec::new(),
            newest: tx.query_row("SELECT coalesce(max(at), 0) FROM record", [], |row| row.get(0))?,
            any_replaced: tx.prepare_cached("SELECT 1 FROM replaced")?.exists([])?,
        })
    }

    /// Everything of a record but the index of places and that of words. A signal waits until it is found to be settled.
    fn insert(&mut self, labels: &Labels, log_no: i64, ready: &Ready) -> rusqlite::Result<Put> {
        let (header, facts) = (&ready.record.header, &ready.facts);
        let at = self.free_row(header.at.0)?;
        let replaced = self.any_replaced && self.is_replaced.exists([header.id.0])?;
        let mut retired = Vec::new();
        for old in &header.replaces {
            retired.extend(self.retire(&old.0)?);
        }
        let waits = !replaced && ready.record.body.is_some() && header.kind.is_signal();
        let label_no = labels.number(header, facts.looked_in.as_ref());
        let replaces: Vec<u8> = header.replaces.iter().flat_map(|id| id.0).collect();
        let kind_no = self.kind_no(&header.kind)?;
        self.record.execute(params![
            at,
            header.id.0,
            log_no,
            header.seq,
            kind_no,
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
            waits.then(|| waiting::urgency(facts.life_at_risk, facts.severity)),
        ])?;
        if let Some(body) = &ready.record.body {
            self.body.execute(params![at, body])?;
        }
        let sides = match replaced {
            true => None,
            false => Sides::of(at, facts, Tag::of(kind_no, label_no)),
        };
        Ok(Put { at, label_no, sides, retired })
    }

    /// Takes a version out of the heads, whether it is here already or comes later. Gives its row.
    fn retire(&mut self, id: &[u8; 16]) -> rusqlite::Result<Option<i64>> {
        self.any_replaced = true;
        self.replace.execute([id])?;
        self.retire.query_row([id], |row| row.get(0)).optional()
    }

    fn free_row(&mut self, hlc: u64) -> rusqlite::Result<i64> {
        let mut at = hlc.cast_signed();
        while at <= self.newest && self.is_taken.exists([at])? {
            at += 1;
        }
        self.newest = self.newest.max(at);
        Ok(at)
    }

    /// The number of a kind, made if it is new.
    fn kind_no(&mut self, kind: &Kind) -> rusqlite::Result<i64> {
        if let Some((_, no)) = self.kinds.iter().find(|(known, _)| known == kind) {
            return Ok(*no);
        }
        let no = match known_kind_no(self.tx, kind)? {
            Some(no) => no,
            None => {
                self.tx.prepare_cached("INSERT INTO kind (name) VALUES (?1)")?.insert([kind.as_str()])?
            }
        };
        self.kinds.push((kind.clone(), no));
        Ok(no)
    }
}

/// Row, label, kind, body and parent of a record.
type Found = (i64, u32, String, Option<Vec<u8>>, Option<[u8; 16]>);

/// Overwrites what a file of the picture holds of these bodies.
pub fn erase(writer: &mut Writer, ids: &[kulla_record::RecordId]) -> rusqlite::Result<()> {
    writer.known.forget();
    let tx = writer.db.transaction()?;
    let mut any = false;
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
        any = true;
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
    if !any {
        return Ok(());
    }
    // INVARIANT: the words must not live on in the write-ahead log either.
    writer.db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))
}

/// The number of a kind that at least one record has.
pub fn known_kind_no(db: &Connection, kind: &Kind) -> rusqlite::Result<Option<i64>> {
    db.prepare_cached("SELECT no FROM kind WHERE name = ?1")?
        .query_row([kind.as_str()], |row| row.get(0))
        .optional()
}
