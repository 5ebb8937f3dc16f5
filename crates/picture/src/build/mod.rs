//! The picture made anew from the logs.
//!
//! Three threads: one reads and cuts up, one fills the tables, one the index of words ([`aside`]). Indexes come last.
//! There is no journal and nothing is synced, so until [`schema::seal`] the file has version 0, and the next start after
//! a crash begins anew.

mod replayed;

use std::path::Path;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::Builder;

use rusqlite::Connection;

use crate::apply::{self, LogRow};
use crate::boxes::Boxes;
use crate::labels::Labels;
use crate::part::{Which, Writer};
use crate::start::connect;
use crate::words::aside::{Filling, Full, Row};
use crate::words::{self, Known, TIER_RECORDS};
use crate::{LogName, PictureError, Replay, schema};
pub(crate) use replayed::Of;
use replayed::Replayed;

/// Records that go on from thread to thread together, and into one transaction.
const BATCH_RECORDS: usize = 16 * 1_024;
/// Batches that may wait for a thread.
const BATCHES_WAITING_MAX: usize = 2;
/// Tiers that may wait for the tables. The tables look for them after each batch and a tier is more than all batches
/// that wait, so at most one is there then; and one more, the last, while the indexes are made.
const TIERS_WAITING_MAX: usize = 2;

/// Fills an empty file from the logs that belong there. `told` hears how many records are done.
pub(crate) fn build(
    file: &Path,
    which: Which,
    logs: &[&LogName],
    replay: &dyn Replay,
    labels: &Labels,
    told: &mut dyn FnMut(u64),
) -> Result<(Writer, Vec<LogRow>), PictureError> {
    let mut db = Connection::open(file)?;
    schema::configure_build(&db, which)?;
    schema::create_tables(&db)?;
    let rows = log_rows(&db, logs)?;
    let Loaded { rows, labels_stored, late } = load(&mut db, which, (logs, rows), replay, labels, told)?;
    // INVARIANT: the version is written last, when everything else is durable.
    drop(db);
    std::fs::File::open(file)?.sync_all()?;
    let mut db = connect(file)?;
    words::add_late(&mut db, &late)?;
    schema::seal(&db)?;
    db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
    Ok((Writer { which, db, known: Known::default(), labels_stored }, rows))
}

fn log_rows(db: &Connection, logs: &[&LogName]) -> rusqlite::Result<Vec<LogRow>> {
    logs.iter().map(|log| apply::log_row(db, log)).collect()
}

/// What stands in the tables after it.
struct Loaded {
    /// The logs.
    rows: Vec<LogRow>,
    /// So many numbers of labels.
    labels_stored: usize,
    /// Rows whose words came when their tier was gone already.
    late: Vec<i64>,
}

fn load(
    db: &mut Connection,
    which: Which,
    (logs, mut rows): (&[&LogName], Vec<LogRow>),
    replay: &dyn Replay,
    labels: &Labels,
    told: &mut dyn FnMut(u64),
) -> Result<Loaded, PictureError> {
    std::thread::scope(|scope| {
        // INVARIANT: the ends of the channels that are held here go with this closure, and so the threads end with it.
        let (send, batches) = sync_channel(BATCHES_WAITING_MAX);
        named("build-read").spawn_scoped(scope, move || read(Replayed::new(replay, logs), &send))?;
        let (send, words) = sync_channel(BATCHES_WAITING_MAX);
        let (full, tiers) = sync_channel(TIERS_WAITING_MAX);
        let gathering = named("build-words").spawn_scoped(scope, move || gather(&words, &full))?;
        let (mut done, mut labels_stored, mut taken, mut boxes) = (0, 0, 0.., Boxes::default());
        for batch in batches {
            let batch = batch.map_err(PictureError::Replay)?;
            done += batch.len() as u64;
            labels.learn(batch.iter().map(|of| of.ready.record.as_ref()));
            let searchable =
                apply::load((db, which), (labels, &mut labels_stored), &mut rows, &mut boxes, batch)?;
            if send.send(searchable).is_err() {
                break;
            }
            take(db, tiers.try_iter(), &mut taken)?;
            told(done);
        }
        drop(send);
        boxes.pack(db)?;
        schema::create_indexes(db, which)?;
        take(db, tiers.iter(), &mut taken)?;
        let late = gathering.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        db.execute_batch("PRAGMA optimize;")?;
        Ok(Loaded { rows, labels_stored, late })
    })
}

fn named(name: &str) -> Builder {
    Builder::new().name(name.to_owned())
}

fn read(mut replayed: Replayed<'_>, send: &SyncSender<Result<Vec<Of>, String>>) {
    loop {
        match replayed.next(BATCH_RECORDS) {
            Ok(batch) if batch.is_empty() => return,
            batch => {
                let failed = batch.is_err();
                // Nobody receives any more once the tables could not be written.
                if send.send(batch).is_err() || failed {
                    return;
                }
            }
        }
    }
}

fn gather(rows: &Receiver<Vec<Row>>, full: &SyncSender<Full>) -> Vec<i64> {
    let mut filling = Filling::new(usize::try_from(TIER_RECORDS).unwrap_or(usize::MAX));
    for row in rows.iter().flatten() {
        if let Some(tier) = filling.add(&row)
            && full.send(tier).is_err()
        {
            return Vec::new();
        }
    }
    let (last, late) = filling.finish();
    if let Some(last) = last {
        // Whoever does not take it has failed, and says so.
        drop(full.send(last));
    }
    late
}

fn take(
    db: &mut Connection,
    tiers: impl Iterator<Item = Full>,
    taken: &mut impl Iterator<Item = i64>,
) -> rusqlite::Result<()> {
    for (tier, before) in tiers.zip(taken) {
        let tx = db.transaction()?;
        tier.put(&tx, before + 1)?;
        tx.commit()?;
    }
    Ok(())
}
