//! The picture of a past moment, from the tables of the present one.
//!
//! What is a head now and was written by then, was one then. The others that were heads then have been replaced
//! since: each of them is named in `replaces` of something written later. So only what was written *since* is looked
//! at, however long the history before is, and a bound on that is told, never hidden.

use std::collections::{BTreeSet, HashMap};

use rusqlite::{Connection, OptionalExtension, params};

use crate::apply;
use crate::labels::Sight;
use crate::marks::Written;
use crate::query::Filter;

/// Rows written since the moment that are looked at.
const SINCE_ROWS_MAX: usize = 500_000;
/// Rows that are counted for the bars.
const COUNTED_ROWS_MAX: usize = 500_000;
/// Stretches of one answer.
const BUCKETS_MAX: usize = 1_000;
/// Bits of a hybrid time below its milliseconds.
const COUNTER_BITS: u32 = 16;

/// The last row id that a record of this millisecond can have.
pub fn last_of(ms: i64) -> i64 {
    let ms = ms.clamp(0, i64::MAX >> COUNTER_BITS);
    (ms << COUNTER_BITS) | ((1 << COUNTER_BITS) - 1)
}

/// Rows of the past.
#[derive(Default)]
pub struct Replaced {
    /// Row ids.
    pub rows: Vec<i64>,
    /// More was written since than could be looked at.
    pub more: bool,
}

/// Rows of these kinds that were heads when `upto` was the newest row, and are none now.
pub fn replaced_since(
    db: &Connection,
    sight: &Sight,
    filter: &Filter,
    upto: i64,
) -> rusqlite::Result<Replaced> {
    let kinds = kinds(db, filter)?;
    let mut later = db.prepare_cached(
        "SELECT kind_no, label_no, subject, replaces FROM record WHERE at > ?1 ORDER BY at",
    )?;
    let mut rows = later.query([upto])?;
    let (mut found, mut looked, mut seen) = (BTreeSet::new(), 0, Subjects::default());
    while let Some(row) = rows.next()? {
        looked += 1;
        if looked > SINCE_ROWS_MAX {
            return Ok(Replaced { rows: found.into_iter().collect(), more: true });
        }
        if !kinds.is_empty() && !kinds.contains(&row.get(0)?) || !sight.has(row.get(1)?) {
            continue;
        }
        let subject: [u8; 16] = row.get(2)?;
        let replaces: Vec<u8> = row.get(3)?;
        for id in replaces.chunks_exact(16) {
            if let Some(at) = was_head(db, sight, id, subject, upto)?
                && seen.visible(db, sight, subject)?
            {
                found.insert(at);
            }
        }
    }
    Ok(Replaced { rows: found.into_iter().collect(), more: false })
}

fn kinds(db: &Connection, filter: &Filter) -> rusqlite::Result<Vec<i64>> {
    let mut kinds = Vec::new();
    for kind in &filter.kinds {
        kinds.extend(apply::known_kind_no(db, kind)?);
    }
    // A kind that no record has must not open the filter to all others.
    if kinds.is_empty() && !filter.kinds.is_empty() {
        kinds.push(-1);
    }
    Ok(kinds)
}

/// The row of a version, if it was written by then and nothing written by then replaced it.
fn was_head(
    db: &Connection,
    sight: &Sight,
    id: &[u8],
    subject: [u8; 16],
    upto: i64,
) -> rusqlite::Result<Option<i64>> {
    let found = db
        .prepare_cached("SELECT at, label_no FROM record WHERE id = ?1 AND at <= ?2")?
        .query_row(params![id, upto], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, u32>(1)?)))
        .optional()?;
    let Some((at, _)) = found.filter(|(_, label)| sight.has(*label)) else { return Ok(None) };
    let mut between =
        db.prepare_cached("SELECT replaces FROM record WHERE subject = ?1 AND at > ?2 AND at <= ?3")?;
    let mut rows = between.query(params![subject, at, upto])?;
    while let Some(row) = rows.next()? {
        let replaces: Vec<u8> = row.get(0)?;
        if replaces.chunks_exact(16).any(|replaced| replaced == id) {
            return Ok(None);
        }
    }
    Ok(Some(at))
}

/// Which subjects the session sees now: a version of the past is shown only with its newest one.
#[derive(Default)]
struct Subjects(HashMap<[u8; 16], bool>);

impl Subjects {
    fn visible(&mut self, db: &Connection, sight: &Sight, subject: [u8; 16]) -> rusqlite::Result<bool> {
        if let Some(known) = self.0.get(&subject) {
            return Ok(*known);
        }
        let mut heads = db.prepare_cached("SELECT label_no FROM record WHERE subject = ?1 AND head = 1")?;
        let labels = heads.query_map([subject], |row| row.get(0))?;
        let labels = labels.collect::<Result<Vec<u32>, _>>()?;
        let visible = labels.into_iter().any(|label| sight.has(label));
        self.0.insert(subject, visible);
        Ok(visible)
    }
}

/// Versions that may be seen, by stretch of the time when they were written; newest first up to a bound.
pub fn written(
    db: &Connection,
    sight: &Sight,
    (from_ms, until_ms): (i64, i64),
    buckets: usize,
) -> rusqlite::Result<Written> {
    let buckets = buckets.clamp(1, BUCKETS_MAX);
    let mut counts = vec![0_u64; buckets];
    let (from_ms, until_ms) = (from_ms.max(0), until_ms.max(0));
    let span = u128::from(until_ms.abs_diff(from_ms));
    if until_ms <= from_ms {
        return Ok(Written { counts, more: false });
    }
    let mut rows = db.prepare_cached(
        "SELECT at, label_no, head, subject FROM record WHERE at > ?1 AND at <= ?2 ORDER BY at DESC",
    )?;
    let mut rows = rows.query([last_of(from_ms - 1), last_of(until_ms - 1)])?;
    let (mut looked, mut seen) = (0, Subjects::default());
    while let Some(row) = rows.next()? {
        looked += 1;
        if looked > COUNTED_ROWS_MAX {
            return Ok(Written { counts, more: true });
        }
        let (at, label, head): (i64, u32, bool) = (row.get(0)?, row.get(1)?, row.get(2)?);
        if !sight.has(label) || !(head || seen.visible(db, sight, row.get(3)?)?) {
            continue;
        }
        let into = u128::from((at >> COUNTER_BITS).abs_diff(from_ms)) * buckets as u128 / span;
        if let Some(count) = usize::try_from(into).ok().and_then(|into| counts.get_mut(into)) {
            *count += 1;
        }
    }
    Ok(Written { counts, more: false })
}
