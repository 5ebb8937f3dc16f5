//! Tiers of the index of words, made aside, while another thread fills the tables.
//!
//! A rebuilt picture gets its rows nearly in order of time. Words are numbered as they come, and the numbers held row by
//! row until there are enough for a tier; then the oldest rows are turned round into rows of each word, which
//! [`segment`](super::segment) writes as FTS5 keeps them. The newest are held back, so that two rows which come in the
//! wrong order do not come late.

use std::collections::HashMap;

use rusqlite::{Transaction, params};

use super::segment::{Segment, Writer};
use super::{Tier, Words, create_text, label_word};

/// Words of rows that are held at most, so that long texts do not take all memory: 64 MiB of numbers.
const WORDS_HELD_MAX: usize = 16 << 20;
/// Of the rows that are held, one in so many stays behind when a tier is cut off.
const HELD_BACK: usize = 32;
/// Bytes of a word that is found by a number and not by its letters.
const SHORT_BYTES_MAX: usize = 16;

/// A row to be made searchable.
pub(crate) struct Row {
    pub at: i64,
    pub label_no: u32,
    pub words: Words,
}

/// A tier with all of its rows.
pub(crate) struct Full {
    first_at: i64,
    last_at: i64,
    records: i64,
    segment: Segment,
    words: Vec<String>,
}

/// Fills one tier after the other.
pub(crate) struct Filling {
    tier_records: usize,
    /// Where the tier begins that is being filled.
    first_at: i64,
    held: Held,
    late: Vec<i64>,
}

impl Filling {
    pub fn new(tier_records: usize) -> Filling {
        // INVARIANT: each row belongs to exactly one tier, so the first one reaches back to the beginning.
        Filling { tier_records, first_at: i64::MIN, held: Held::default(), late: Vec::new() }
    }

    /// Takes a row; gives the tier that is full with it.
    pub fn add(&mut self, row: &Row) -> Option<Full> {
        if row.at < self.first_at {
            self.late.push(row.at);
            return None;
        }
        let label = label_word(row.label_no);
        self.held.take(row.at, row.words.each().chain([label.as_str()]));
        let rows = self.held.rows.len();
        let full = rows > self.tier_records + self.tier_records / HELD_BACK * 2;
        if !full && self.held.words.len() < WORDS_HELD_MAX {
            return None;
        }
        Some(self.cut_off(self.tier_records.min(rows - rows.div_ceil(HELD_BACK))))
    }

    /// The last tier, if it has rows, and the rows that came when their tier was gone already.
    pub fn finish(mut self) -> (Option<Full>, Vec<i64>) {
        let rows = self.held.rows.len();
        ((rows > 0).then(|| self.cut_off(rows)), self.late)
    }

    fn cut_off(&mut self, oldest: usize) -> Full {
        let (full, rest) = std::mem::take(&mut self.held).part(oldest, self.first_at);
        self.first_at = rest.rows.first().copied().unwrap_or(self.first_at);
        self.held = rest;
        full
    }
}

/// Rows with the numbers of their words, as they came.
#[derive(Default)]
struct Held {
    rows: Vec<i64>,
    /// Where the words of each row end.
    ends: Vec<usize>,
    words: Vec<u32>,
    vocabulary: Vocabulary,
}

impl Held {
    fn take<'a>(&mut self, at: i64, words: impl Iterator<Item = &'a str>) {
        self.words.extend(words.map(|word| self.vocabulary.number(word)));
        self.rows.push(at);
        self.ends.push(self.words.len());
    }

    fn words_of(&self, row: usize) -> &[u32] {
        let from = if row == 0 { 0 } else { self.ends[row - 1] };
        &self.words[from..self.ends[row]]
    }

    /// The oldest rows as a tier, and the others in order of time.
    fn part(self, oldest: usize, first_at: i64) -> (Full, Held) {
        let mut order: Vec<usize> = (0..self.rows.len()).collect();
        order.sort_by_key(|row| self.rows[*row]);
        let (order, others) = order.split_at(oldest.min(order.len()));
        let mut rest = Held::default();
        for row in others {
            let words = self.words_of(*row).iter().map(|word| self.vocabulary.word(*word));
            rest.take(self.rows[*row], words);
        }
        let ats: Vec<i64> = order.iter().map(|row| self.rows[*row]).collect();
        let (mut writer, mut words) = (Writer::new(), Vec::new());
        let holders = self.turned_round(order);
        for no in self.vocabulary.sorted() {
            let holders = holders.of(no);
            if holders.is_empty() {
                continue;
            }
            let word = self.vocabulary.word(no);
            writer.word(word, holders.iter().map(|row| ats[*row as usize]));
            // The words of labels begin with a line, and no others do.
            if !word.starts_with('_') {
                words.push(word.to_owned());
            }
        }
        let (last_at, records) = (ats.last().copied().unwrap_or(first_at), ats.len() as i64);
        (Full { first_at, last_at, records, segment: writer.finish(), words }, rest)
    }

    /// For each word the places in this order of the rows that hold it.
    fn turned_round(&self, order: &[usize]) -> Holders {
        let mut starts = vec![0; self.vocabulary.ends.len() + 1];
        for word in order.iter().flat_map(|row| self.words_of(*row)) {
            starts[*word as usize + 1] += 1;
        }
        for word in 1..starts.len() {
            starts[word] += starts[word - 1];
        }
        let mut next = starts.clone();
        let mut rows = vec![0; starts.last().copied().unwrap_or_default()];
        for (place, row) in (0..).zip(order) {
            for word in self.words_of(*row) {
                let next = &mut next[*word as usize];
                rows[*next] = place;
                *next += 1;
            }
        }
        Holders { starts, rows }
    }
}

/// The rows of all words, one word after the other.
struct Holders {
    starts: Vec<usize>,
    rows: Vec<u32>,
}

impl Holders {
    fn of(&self, word: u32) -> &[u32] {
        let word = word as usize;
        &self.rows[self.starts[word]..self.starts[word + 1]]
    }
}

/// Different words, numbered as they came.
#[derive(Default)]
struct Vocabulary {
    /// Most words are short, and then stand in the table itself: one look into memory instead of two.
    short: HashMap<[u8; SHORT_BYTES_MAX], u32>,
    long: HashMap<Box<str>, u32>,
    letters: String,
    /// Where each word ends in them.
    ends: Vec<usize>,
}

impl Vocabulary {
    fn number(&mut self, word: &str) -> u32 {
        let next = self.ends.len() as u32;
        let number = if word.len() <= SHORT_BYTES_MAX {
            // What no word holds stands behind it.
            let mut key = [0; SHORT_BYTES_MAX];
            key[..word.len()].copy_from_slice(word.as_bytes());
            *self.short.entry(key).or_insert(next)
        } else {
            match self.long.get(word) {
                Some(number) => *number,
                None => *self.long.entry(word.into()).or_insert(next),
            }
        };
        if number == next {
            self.letters.push_str(word);
            self.ends.push(self.letters.len());
        }
        number
    }

    fn word(&self, number: u32) -> &str {
        let number = number as usize;
        let from = if number == 0 { 0 } else { self.ends[number - 1] };
        &self.letters[from..self.ends[number]]
    }

    fn sorted(&self) -> Vec<u32> {
        let mut numbers: Vec<u32> = (0..self.ends.len() as u32).collect();
        numbers.sort_unstable_by_key(|number| self.word(*number));
        numbers
    }
}

impl Full {
    /// Puts the tier into the picture, as its newest one.
    pub fn put(self, tx: &Transaction<'_>, no: i64) -> rusqlite::Result<()> {
        create_text(tx, no)?;
        self.segment.put(tx, no, self.records)?;
        let mut put = tx.prepare("INSERT INTO word (tier, word) VALUES (?1, ?2)")?;
        self.words.iter().try_for_each(|word| put.execute(params![no, word]).map(drop))?;
        Tier { no, first_at: self.first_at, last_at: self.last_at, records: self.records, changed: false }
            .create(tx)
    }
}

#[cfg(test)]
mod tests {
    use rusqlite::Connection;

    use super::*;
    use crate::schema;

    fn row(at: i64, text: &str) -> Row {
        Row { at, label_no: 3, words: Words::of(text) }
    }

    fn rows(db: &Connection, table: &str, word: &str) -> Vec<i64> {
        let mut found = db
            .prepare(&format!("SELECT rowid FROM {table} WHERE {table} MATCH ?1 ORDER BY rowid DESC"))
            .unwrap();
        found.query_map([word], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
    }

    #[test]
    fn tiers_made_aside_are_found_grow_and_forget_like_those_that_grew_in_place() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("picture.sqlite");
        let mut db = Connection::open(&file).unwrap();
        schema::create_tables(&db).unwrap();
        let mut filling = Filling::new(3);
        let mut full = Vec::new();
        // Three to a tier; the fifth comes when its tier is gone.
        for (at, text) in
            [(10, "ura"), (20, "ura e re"), (30, "lumi"), (40, "ura"), (15, "lumi"), (50, "re")]
        {
            full.extend(filling.add(&row(at, text)));
        }
        let (last, late) = filling.finish();
        full.extend(last);
        assert_eq!((full.len(), late), (2, vec![15]));
        let tx = db.transaction().unwrap();
        for (tier, no) in full.into_iter().zip(1..) {
            tier.put(&tx, no).unwrap();
        }
        tx.commit().unwrap();
        drop(db);

        let mut db = Connection::open(&file).unwrap();
        assert_eq!((rows(&db, "text_1", "ura"), rows(&db, "text_2", "ura")), (vec![20, 10], vec![40]));
        assert_eq!(rows(&db, "text_1", "_3"), [30, 20, 10], "the rows of a label");
        let words: Vec<(i64, String)> = db
            .prepare("SELECT tier, word FROM word ORDER BY tier, word")
            .unwrap()
            .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
            .unwrap()
            .map(Result::unwrap)
            .collect();
        let expected = [(1, "e"), (1, "lumi"), (1, "re"), (1, "ura"), (2, "re"), (2, "ura")];
        assert!(words.iter().map(|(tier, word)| (*tier, word.as_str())).eq(expected));
        assert_eq!(crate::words::tiers_before(&db, 40).unwrap(), [1]);

        db.execute_batch(
            r#"INSERT INTO kind VALUES (9, 'entry');
               INSERT INTO record VALUES (15, x'01', 1, 1, 9, x'02', 15, x'03', 3, x'04', x'', 1, '', '', '', 0, 0,
                 NULL, NULL, NULL, NULL, '', NULL);
               INSERT INTO body VALUES (15, CAST('{"incident":"01923456-789a-7fff-bfff-ffffffffffff",
                 "when":"2026-11-17T20:47:00Z","text":"Lumi i ri"}' AS BLOB));"#,
        )
        .unwrap();
        crate::words::add_late(&mut db, &[15]).unwrap();
        assert_eq!(rows(&db, "text_1", "lumi"), [30, 15]);
        assert_eq!(rows(&db, "text_1", "_3"), [30, 20, 15, 10]);

        let tx = db.transaction().unwrap();
        crate::words::remove(&tx, 20, 3, &Words::of("ura e re")).unwrap();
        tx.prepare("INSERT INTO text_1 (rowid, words) VALUES (25, 'ura _3')").unwrap().execute([]).unwrap();
        tx.commit().unwrap();
        assert_eq!(rows(&db, "text_1", "ura"), [25, 10]);
        db.execute_batch("INSERT INTO text_1 (text_1) VALUES ('integrity-check')").unwrap();
    }
}
