//! The index of words: which rows hold a word, newest first.
//!
//! **It stands in tiers by time**: `text_1`, `text_2`, … of about [`TIER_RECORDS`] rows each, so that a question which
//! is answered by this month does not pay for the year. Beside each tier stand its different words. A word is found
//! by its beginning, and FTS5 would have to gather the rows of all words that begin so before it gave back the first
//! one (measured: 50 ms in one tier for a frequent word); asked for the very words that begin so, it goes through
//! their rows newest first and stops when the page is full (0.1 ms).
//!
//! Only rows are kept, not positions (`detail=none`): all words of a question have to be there, in any order. Text
//! is cut into words here and nowhere else, so that the tokenizer (which takes every letter that is not ASCII as
//! part of a word) can't cut differently. Each row also has one word of the form `_LABEL`, which nobody can type:
//! whoever may see little asks for those together with the words, and does not pay for rows of others.
//!
//! All versions of a subject stay in the index until they are erased, and a search passes over those that are not
//! heads. To take a row out securely costs a search for each of its words, which is worth it for an erasure but
//! not for each new version.

pub(crate) mod aside;
mod question;
mod segment;

use std::collections::HashSet;
use std::hash::{BuildHasher, BuildHasherDefault, Hasher, RandomState};

use kulla_record::Kind;
use rusqlite::{Connection, Transaction, params};

pub(crate) use question::Question;

use crate::facts::Facts;
use crate::fold::fold;

/// Rows of a tier, after which the next newer row begins another. A row that comes late goes into the tier of its
/// time, which so grows beyond this.
pub(crate) const TIER_RECORDS: i64 = 200_000;
/// Bytes of new words that SQLite gathers before it writes them.
const GATHERED_BYTES: i64 = 16 << 20;
/// Bytes of a word that are looked at: FTS5 goes no further, and would part a letter.
const WORD_BYTES_MAX: usize = 32_768;
/// Words of the newest tier that the writer remembers, so as not to ask for each whether it is new.
const REMEMBERED_WORDS_MAX: usize = 200_000;

/// One tier as the writer holds it within a transaction.
struct Tier {
    no: i64,
    first_at: i64,
    last_at: i64,
    records: i64,
    changed: bool,
}

/// Words that stand in a tier already, as hashes under a key that nobody knows. Forgotten after a failure and after an
/// erasure.
#[derive(Default)]
pub(crate) struct Known {
    tier: i64,
    words: HashSet<u64, BuildHasherDefault<Hashed>>,
    key: RandomState,
}

impl Known {
    /// Takes note of a word; `true` when it may be new.
    fn is_new(&mut self, tier: i64, word: &str) -> bool {
        if self.tier != tier || self.words.len() == REMEMBERED_WORDS_MAX {
            self.words.clear();
            self.tier = tier;
        }
        self.words.insert(self.key.hash_one(word))
    }

    /// Forgets everything.
    pub fn forget(&mut self) {
        self.words.clear();
    }
}

/// For numbers that are hashes already.
#[derive(Default)]
struct Hashed(u64);

impl Hasher for Hashed {
    fn write(&mut self, bytes: &[u8]) {
        self.0 = bytes.iter().fold(self.0, |hash, byte| hash.rotate_left(8) ^ u64::from(*byte));
    }
    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }
    fn finish(&self) -> u64 {
        self.0
    }
}

/// The text of one row: its different words, with a space behind each.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Words(String);

impl Words {
    /// Folds and cuts.
    pub fn of(text: &str) -> Words {
        let folded = fold(text);
        let mut words: Vec<&str> = Vec::with_capacity(folded.len() / 5);
        words.extend(cut(&folded));
        words.sort_unstable();
        words.dedup();
        let mut line = String::with_capacity(folded.len() + 1);
        for word in words {
            line.push_str(word);
            line.push(' ');
        }
        Words(line)
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn each(&self) -> impl Iterator<Item = &str> {
        self.0.split_terminator(' ')
    }

    fn line(&self, label_no: u32) -> String {
        format!("{}{}", self.0, label_word(label_no))
    }
}

/// The word that each row of a label has.
fn label_word(label_no: u32) -> String {
    format!("_{label_no}")
}

/// The tiers, oldest first.
pub(crate) struct Tiers(Vec<Tier>);

impl Tiers {
    /// As the tables hold them.
    pub fn load(db: &Connection) -> rusqlite::Result<Tiers> {
        let mut statement =
            db.prepare_cached("SELECT no, first_at, last_at, records FROM tier ORDER BY first_at")?;
        let tier = |row: &rusqlite::Row<'_>| {
            let (no, first_at, last_at, records) = (row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?);
            Ok(Tier { no, first_at, last_at, records, changed: false })
        };
        Ok(Tiers(statement.query_map([], tier)?.collect::<Result<_, _>>()?))
    }

    /// Writes down what has changed.
    pub fn store(&self, tx: &Transaction<'_>) -> rusqlite::Result<()> {
        let mut put = tx.prepare_cached("UPDATE tier SET last_at = ?2, records = ?3 WHERE no = ?1")?;
        for tier in self.0.iter().filter(|tier| tier.changed) {
            put.execute(params![tier.no, tier.last_at, tier.records])?;
        }
        Ok(())
    }

    /// Makes the words of a row searchable.
    pub fn add(
        &mut self,
        tx: &Transaction<'_>,
        known: &mut Known,
        (at, label_no): (i64, u32),
        words: &Words,
    ) -> rusqlite::Result<()> {
        let full = self.0.last().is_none_or(|newest| newest.records >= TIER_RECORDS && at > newest.last_at);
        if full {
            self.begin(tx, at)?;
        }
        let Some(tier) = self.0.iter_mut().rfind(|tier| tier.first_at <= at) else { return Ok(()) };
        (tier.last_at, tier.records, tier.changed) = (tier.last_at.max(at), tier.records + 1, true);
        tx.prepare_cached(&format!("INSERT INTO text_{} (rowid, words) VALUES (?1, ?2)", tier.no))?
            .execute(params![at, words.line(label_no)])?;
        let mut put = tx.prepare_cached("INSERT OR IGNORE INTO word (tier, word) VALUES (?1, ?2)")?;
        for word in words.each().filter(|word| known.is_new(tier.no, word)) {
            put.execute(params![tier.no, word])?;
        }
        Ok(())
    }

    fn begin(&mut self, tx: &Transaction<'_>, at: i64) -> rusqlite::Result<()> {
        // INVARIANT: each row belongs to exactly one tier, so the first one reaches back to the beginning.
        let first_at = if self.0.is_empty() { i64::MIN } else { at };
        let no = self.0.iter().map(|tier| tier.no).max().unwrap_or(0) + 1;
        create_text(tx, no)?;
        let tier = Tier { no, first_at, last_at: first_at, records: 0, changed: false };
        tier.create(tx)?;
        self.0.push(tier);
        Ok(())
    }
}

impl Tier {
    fn create(&self, tx: &Transaction<'_>) -> rusqlite::Result<()> {
        tx.execute(
            "INSERT INTO tier (no, first_at, last_at, records) VALUES (?1, ?2, ?3, ?4)",
            params![self.no, self.first_at, self.last_at, self.records],
        )
        .map(drop)
    }
}

/// Makes an empty index of words.
fn create_text(db: &Connection, no: i64) -> rusqlite::Result<()> {
    // INVARIANT: whoever is erased leaves no word behind in the index.
    db.execute_batch(&format!(
        "CREATE VIRTUAL TABLE text_{no} USING fts5(words, content='', columnsize=0, detail=none, tokenize=\"ascii tokenchars '_'\");
         INSERT INTO text_{no} (text_{no}, rank) VALUES ('secure-delete', 1), ('hashsize', {GATHERED_BYTES});"
    ))
}

/// Makes rows searchable, one by one, whose tier was full before they came. Their words come from their bodies.
pub(crate) fn add_late(db: &mut Connection, late: &[i64]) -> rusqlite::Result<()> {
    let tx = db.transaction()?;
    let (mut tiers, mut known) = (Tiers::load(&tx)?, Known::default());
    for at in late {
        let (label_no, kind, body): (u32, String, Vec<u8>) = tx
            .prepare_cached(
                "SELECT r.label_no, k.name, b.json FROM record r JOIN kind k ON k.no = r.kind_no
                 JOIN body b ON b.at = r.at WHERE r.at = ?1",
            )?
            .query_row([at], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
        let Some(kind) = Kind::new(&kind) else { continue };
        tiers.add(&tx, &mut known, (*at, label_no), &Words::of(&Facts::of(&kind, &body).text))?;
    }
    tiers.store(&tx)?;
    tx.commit()
}

/// Takes a row out of the index, so that no trace of its words stays. Words and label have to be those that it was
/// put in with: the index keeps no copy.
pub(crate) fn remove(tx: &Transaction<'_>, at: i64, label_no: u32, words: &Words) -> rusqlite::Result<()> {
    let tiers = Tiers::load(tx)?;
    let Some(no) = tiers.0.iter().rfind(|tier| tier.first_at <= at).map(|tier| tier.no) else {
        return Ok(());
    };
    tx.prepare_cached(&format!(
        "INSERT INTO text_{no} (text_{no}, rowid, words) VALUES ('delete', ?1, ?2)"
    ))?
    .execute(params![at, words.line(label_no)])?;
    let mut other =
        tx.prepare_cached(&format!("SELECT 1 FROM text_{no} WHERE text_{no} MATCH ?1 LIMIT 1"))?;
    let mut take = tx.prepare_cached("DELETE FROM word WHERE tier = ?1 AND word = ?2")?;
    for word in words.each() {
        // INVARIANT: a word that no row holds any more is not kept as a word either.
        if !other.exists([format!("\"{word}\"")])? {
            take.execute(params![no, word])?;
        }
    }
    Ok(())
}

/// The tiers that hold rows older than this one, newest first.
pub(crate) fn tiers_before(db: &Connection, before: i64) -> rusqlite::Result<Vec<i64>> {
    let mut statement =
        db.prepare_cached("SELECT no FROM tier WHERE first_at < ?1 ORDER BY first_at DESC")?;
    statement.query_map([before], |row| row.get(0))?.collect()
}

fn cut(folded: &str) -> impl Iterator<Item = &str> {
    folded
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(|word| &word[..word.floor_char_boundary(WORD_BYTES_MAX)])
}

#[cfg(test)]
mod tests {
    use super::Words;

    #[test]
    fn the_word_of_a_label_comes_last_and_no_text_has_its_form() {
        assert_eq!(Words::of("_8 ura_7").line(7), "7 8 ura _7");
    }

    #[test]
    fn a_word_that_is_too_long_is_cut_between_letters() {
        let long = format!("a{}", "中".repeat(super::WORD_BYTES_MAX));
        let words = Words::of(&long);
        let all: Vec<&str> = words.each().collect();
        assert_eq!((all.len(), all[0].len()), (1, super::WORD_BYTES_MAX - 1));
        assert!(long.starts_with(all[0]));
    }

    #[test]
    fn a_word_that_comes_again_is_kept_once() {
        assert_eq!(Words::of("Ura, ura e Urës").line(1), "e ura ures _1");
    }
}
