//! Which looks have to do with a thing, a person or an agency: an index for a file that is written all the time and seldom
//! asked.
//!
//! In an index in order of things each look would lie on a page of its own, and a page costs many times what a row does. So
//! keys are gathered until there are some thousand, and then written as one sorted run, as a log-structured merge tree does
//! (O'Neil, Cheng, Gawlick and O'Neil, "The log-structured merge-tree", 1996), but runs are never merged: a question looks
//! at one lot of each, which is some milliseconds for ten million looks. What is not in a run yet stands in `recent`.
//!
//! A run holds a part of each key's hash, so whatever it gives may be a row of another key: the row itself is asked in the end.

use std::collections::BinaryHeap;

use rusqlite::{Connection, Transaction, params};

use crate::facts::Facts;
use crate::labels::Sight;
use crate::query::{Candidates, DENSE_HITS, Filter, MERGED_LABELS_MAX, cut, labels_if_sparse, merged};
use crate::search::{Passes, Search};

/// Keys that make a run.
const RUN_KEYS: usize = 4_096;
/// Rows that one page may look at; then it ends early and its cursor goes on. Each is looked up by itself.
const LOOKED_MAX: usize = 50_000;
/// Each run is kept in so many lots (a power of two), by the first bits of the hash.
const LOT_BITS: u32 = 6;
/// In a run: the next 32 bits of the hash, and the row.
const ENTRY_BYTES: usize = 12;

/// The hash of what is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Key(u64);

impl Key {
    /// FNV-1a, mixed once more. Whoever finds two things with one hash has made one question slower.
    fn of(column: u8, value: &[u8]) -> Key {
        const BASIS: u64 = 0xcbf2_9ce4_8422_2325;
        const PRIME: u64 = 0x100_0000_01b3;
        let hash = [column]
            .iter()
            .chain(value)
            .fold(BASIS, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(PRIME));
        let hash = (hash ^ (hash >> 32)).wrapping_mul(0xd6e8_feb8_6659_fd93);
        Key(hash ^ (hash >> 32))
    }

    fn parent(parent: &[u8; 16]) -> Key {
        Key::of(1, parent)
    }

    fn other(other: &[u8; 16]) -> Key {
        Key::of(2, other)
    }

    fn agency(agency: &str) -> Key {
        Key::of(3, agency.as_bytes())
    }

    /// What a question asks for, if it asks for something that is gathered here: that of which there is least.
    pub fn asked(filter: &Filter) -> Option<Key> {
        let parent = filter.parent.map(|parent| Key::parent(&parent.0));
        let other = || filter.other.map(|other| Key::other(&other.0));
        parent.or_else(other).or_else(|| filter.agency.as_deref().map(Key::agency))
    }

    const fn lot(self) -> u64 {
        self.0 >> (u64::BITS - LOT_BITS)
    }

    fn rest(self) -> [u8; 4] {
        let [_, _, _, _, rest @ ..] = (self.0 << LOT_BITS >> 32).to_be_bytes();
        rest
    }
}

/// Keys of the rows of one transaction.
#[derive(Default)]
pub(crate) struct Gathered(Vec<(Key, i64)>);

impl Gathered {
    /// Takes note of a row.
    pub fn add(&mut self, at: i64, facts: &Facts) {
        let keys = [
            facts.parent.map(|parent| Key::parent(&parent.0)),
            facts.other.map(|other| Key::other(&other.0)),
            (!facts.agency.is_empty()).then(|| Key::agency(&facts.agency)),
        ];
        self.0.extend(keys.into_iter().flatten().map(|key| (key, at)));
    }

    /// Puts them where they are found.
    pub fn store(mut self, tx: &Transaction<'_>) -> rusqlite::Result<()> {
        if self.0.is_empty() {
            return Ok(());
        }
        let recent: usize =
            tx.prepare_cached("SELECT count(*) FROM recent")?.query_row([], |row| row.get(0))?;
        if recent + self.0.len() < RUN_KEYS {
            let mut put = tx.prepare_cached("INSERT OR IGNORE INTO recent (key, at) VALUES (?1, ?2)")?;
            return self
                .0
                .iter()
                .try_for_each(|(key, at)| put.execute([key.0.cast_signed(), *at]).map(drop));
        }
        if recent > 0 {
            let mut rows = tx.prepare_cached("SELECT key, at FROM recent")?;
            let rows =
                rows.query_map([], |row| Ok((Key(row.get::<_, i64>(0)?.cast_unsigned()), row.get(1)?)))?;
            rows.into_iter().try_for_each(|row| row.map(|row| self.0.push(row)))?;
            tx.execute("DELETE FROM recent", [])?;
        }
        self.0.sort_unstable();
        self.0.chunk_by(|(a, _), (b, _)| a.lot() == b.lot()).try_for_each(|lot| store_lot(tx, lot))
    }
}

fn store_lot(tx: &Transaction<'_>, keys: &[(Key, i64)]) -> rusqlite::Result<()> {
    let Some(lot) = keys.first().map(|(key, _)| key.lot()) else { return Ok(()) };
    let entries: Vec<u8> =
        keys.iter().flat_map(|(key, at)| key.rest().into_iter().chain(at.to_be_bytes())).collect();
    let newest = keys.iter().map(|(_, at)| *at).max();
    tx.prepare_cached(
        "INSERT INTO run (lot, no, reach, entries) SELECT ?1, 1 + coalesce(max(no), 0), max(?2, coalesce(max(reach), 0)), ?3
         FROM (SELECT no, reach FROM run WHERE lot = ?1 ORDER BY no DESC LIMIT 1)",
    )?
    .execute(params![lot, newest, entries])
    .map(drop)
}

/// Hands over rows that may have a key and are older than `before`, newest first, until `go_on` says no.
fn each(
    db: &Connection,
    key: Key,
    before: i64,
    mut go_on: impl FnMut(i64) -> rusqlite::Result<bool>,
) -> rusqlite::Result<()> {
    let mut recent = db.prepare_cached("SELECT at FROM recent WHERE key = ?1 AND at < ?2")?;
    let recent = recent.query_map([key.0.cast_signed(), before], |row| row.get::<_, i64>(0))?;
    let mut held = recent.collect::<rusqlite::Result<BinaryHeap<i64>>>()?;
    let mut runs = db.prepare_cached("SELECT reach, entries FROM run WHERE lot = ?1 ORDER BY no DESC")?;
    let mut runs = runs.query([key.lot()])?;
    while let Some(run) = runs.next()? {
        // INVARIANT: a row goes out when nothing newer can come, though a later run may hold an older row.
        let reach: i64 = run.get(0)?;
        while let Some(at) = held.peek().copied().filter(|at| *at > reach) {
            held.pop();
            if !go_on(at)? {
                return Ok(());
            }
        }
        held.extend(found(run.get_ref(1)?.as_blob()?, key).filter(|at| *at < before));
    }
    while let Some(at) = held.pop() {
        if !go_on(at)? {
            return Ok(());
        }
    }
    Ok(())
}

/// The rows of a key in one lot of a run.
fn found(entries: &[u8], key: Key) -> impl Iterator<Item = i64> {
    let (entries, _) = entries.as_chunks::<ENTRY_BYTES>();
    let rest = key.rest();
    let first = entries.partition_point(|entry| entry.first_chunk() < Some(&rest));
    let entries = entries.get(first..).unwrap_or_default().iter();
    let same = entries.take_while(move |entry| entry.first_chunk() == Some(&rest));
    same.filter_map(|entry| entry.last_chunk().map(|at| i64::from_be_bytes(*at)))
}

/// Rows of a key that pass a filter and that the session may see, older than `before`.
pub(crate) fn candidates(
    db: &Connection,
    visible: &Sight,
    search: &Search,
    key: Key,
    (before, limit): (i64, usize),
) -> rusqlite::Result<Candidates> {
    let mut passes = Passes::new(db, search, visible)?;
    let (mut rows, mut next, mut looked_at, mut sparse) = (Vec::new(), None, 0, None);
    each(db, key, before, |at| {
        looked_at += 1;
        if passes.row(at)? {
            if rows.len() == limit {
                next = rows.last().copied();
                return Ok(false);
            }
            rows.push(at);
        }
        if looked_at == LOOKED_MAX {
            next = Some(at);
        }
        if search.open && looked_at.is_multiple_of(DENSE_HITS) {
            sparse = labels_if_sparse(visible, rows.len(), looked_at, MERGED_LABELS_MAX);
        }
        Ok(next.is_none() && sparse.is_none())
    })?;
    match sparse {
        // Little of it is for this session: what is shows sooner by label.
        Some(labels) => Ok(cut(merged(db, &labels, search, before, limit + 1)?, limit)),
        None => Ok(Candidates { rows, next }),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::schema;

    fn rows(db: &Connection, key: Key, before: i64) -> Vec<i64> {
        let mut rows = Vec::new();
        each(db, key, before, |at| {
            rows.push(at);
            Ok(true)
        })
        .unwrap();
        rows
    }

    #[test]
    fn parts_of_a_hash_are_all_different_bits() {
        let key = Key(0xfedc_ba98_7654_3210);
        assert_eq!((key.lot(), u32::from_be_bytes(key.rest())), (0x3f, 0xb72e_a61d));
        assert_ne!(Key::parent(&[7; 16]), Key::other(&[7; 16]));
    }

    proptest! {
        /// Whatever the order in which rows come, and however many at a time: each is found once, newest first.
        #[test]
        fn what_was_gathered_is_found_newest_first_whatever_run_it_stands_in(
            mut order in Just((1..3_000_i64).collect::<Vec<_>>()).prop_shuffle(),
            sorted in 0..3_000_usize,
            batch in 1..2_500_usize,
            before in 1..3_100_i64,
        ) {
            // The rest comes late.
            order[..sorted.min(2_999)].sort_unstable();
            let mut db = Connection::open_in_memory().unwrap();
            schema::create_tables(&db).unwrap();
            for batch in order.chunks(batch) {
                let tx = db.transaction().unwrap();
                let mut gathered = Gathered::default();
                for at in batch {
                    let agency = format!("agency-{}", at % 3);
                    let parent = kulla_record::SubjectId([u8::try_from(at % 200).unwrap(); 16]);
                    gathered.add(*at, &Facts { agency, parent: Some(parent), ..Facts::default() });
                }
                gathered.store(&tx).unwrap();
                tx.commit().unwrap();
            }
            let expected = |every: i64, rest: i64| -> Vec<i64> {
                (1..3_000).rev().filter(|at| at % every == rest && *at < before).collect()
            };
            prop_assert_eq!(rows(&db, Key::agency("agency-1"), before), expected(3, 1));
            prop_assert_eq!(rows(&db, Key::parent(&[7; 16]), before), expected(200, 7));
            prop_assert_eq!(rows(&db, Key::parent(&[201; 16]), before), Vec::<i64>::new());
        }
    }
}
