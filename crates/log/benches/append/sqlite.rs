//! The reference: the same records in SQLite alone, with the tables and every index of the picture, as a house without a log
//! of its own would keep them. The tables are read from the picture's own files, so the reference is never older than it.

use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc;
use std::time::Instant;

use rusqlite::{Connection, params};

use super::{BODY_BYTES, Outcome, helpers};

const TABLES: [&str; 3] = [
    include_str!("../../../picture/src/schema/tables.sql"),
    include_str!("../../../picture/src/schema/indexes.sql"),
    include_str!("../../../picture/src/schema/index_of_waiting.sql"),
];
const TEXT: &str = "CREATE VIRTUAL TABLE text_1 USING fts5(words, content='', columnsize=0, detail=none);
    INSERT INTO text_1 (text_1, rank) VALUES ('secure-delete', 1);";

/// Kinds, labels, states and agencies among the records.
const KINDS: u64 = 12;
const LABELS: u64 = 64;
const STATES: [&str; 4] = ["new", "open", "done", "closed"];
const AGENCIES: u64 = 38;

/// The record and the way back to the writer that waits for it.
type Waiting = (u64, mpsc::SyncSender<()>);

/// Durable records a second with so many writers that each wait for their record.
pub fn waiting(path: &Path, records: u64, writers: u64) -> Outcome<f64> {
    let mut db = Connection::open(path)?;
    db.execute_batch("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;")?;
    TABLES.iter().chain([&TEXT]).try_for_each(|tables| db.execute_batch(tables))?;
    let (send, receive) = mpsc::sync_channel::<Waiting>(usize::try_from(writers)?);
    let next = AtomicU64::new(0);
    let started = Instant::now();
    std::thread::scope(|scope| -> Outcome<()> {
        for _ in 0..writers {
            let (send, next) = (send.clone(), &next);
            scope.spawn(move || {
                loop {
                    let n = next.fetch_add(1, Ordering::Relaxed);
                    // Held by the message alone: when it is dropped unanswered, the wait ends.
                    let (done, is_done) = mpsc::sync_channel(1);
                    if n >= records || send.send((n, done)).is_err() || is_done.recv().is_err() {
                        return;
                    }
                }
            });
        }
        drop(send);
        // Dropped at the end of this, also after an error, and with it what waits in it.
        let receive = receive;
        while let Ok(first) = receive.recv() {
            let waiting: Vec<Waiting> = std::iter::once(first).chain(receive.try_iter()).collect();
            insert(&mut db, &waiting)?;
            for (_, done) in &waiting {
                done.send(())?;
            }
        }
        Ok(())
    })?;
    Ok(records as f64 / started.elapsed().as_secs_f64())
}

fn insert(db: &mut Connection, waiting: &[Waiting]) -> rusqlite::Result<()> {
    let transaction = db.transaction()?;
    for (n, _) in waiting {
        insert_one(&transaction, *n)?;
    }
    transaction.commit()
}

/// One head, with a title, a place and eight words; every second one has a parent, every fifth waits in the queue.
fn insert_one(db: &Connection, n: u64) -> rusqlite::Result<()> {
    let draft = helpers::draft(n, BODY_BYTES);
    let parent = n.is_multiple_of(2).then(|| helpers::record_id(n / 16).0);
    let state = STATES.get(n as usize % STATES.len()).copied().unwrap_or_default();
    db.prepare_cached(
        "INSERT INTO record (at, id, log_no, seq, kind_no, subject, hlc, author, label_no, label, replaces, head,
           title, number, state, severity, life, when_ms, due_ms, parent, other, agency, waits)
         VALUES (?1, ?2, 1, ?1, ?3, ?4, ?1, ?5, ?6, ?7, x'', 1, ?8, '', ?9, ?10, 0, ?1, NULL, ?11, NULL, ?12, ?13)",
    )?
    .execute(params![
        n,
        draft.id.0,
        2 + n % KINDS,
        draft.subject.0,
        draft.author.0,
        n % LABELS,
        draft.label.0,
        format!("Water over the road at unit {n}"),
        state,
        n % 5,
        parent,
        format!("agency-{}", n % AGENCIES),
        n.is_multiple_of(5).then_some(n % 4),
    ])?;
    db.prepare_cached("INSERT INTO body (at, json) VALUES (?1, ?2)")?.execute(params![n, draft.body])?;
    let (x, y, minute) = (n as i64 % 1_000, n as i64 % 777, n as i64);
    db.prepare_cached("INSERT INTO place VALUES (?1, ?2, ?2, ?3, ?3, ?4, ?4, ?4, ?4, ?5, ?5)")?
        .execute(params![n, x, y, minute, ((2 + n % KINDS) << 24) | (n % LABELS)])?;
    db.prepare_cached("INSERT INTO text_1 (rowid, words) VALUES (?1, ?2)")?
        .execute(params![n, format!("flood water road bridge unit {n} report")])
        .map(drop)
}
