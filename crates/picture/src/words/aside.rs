//! Tiers of the index of words, made aside: each in a database in memory, while another thread fills the tables.
//!
//! A rebuilt picture gets its rows in order of time, so a tier is done for good as soon as it is full. It is then taken
//! over as the rows that FTS5 keeps it in, and nothing of it is looked up row by row on the way: the different words
//! are read off the finished index.

use rusqlite::types::Value;
use rusqlite::{Connection, Row as Found, Transaction, params};

use super::{Tier, Words, create_text};

/// Bytes of new words that are gathered before they are written: a whole tier, so that it is sorted once.
const GATHERED_BYTES: i64 = 256 << 20;

/// A row to be made searchable.
pub(crate) struct Row {
    pub at: i64,
    pub label_no: u32,
    pub words: Words,
}

/// A tier with all of its rows, as FTS5 keeps it.
pub(crate) struct Full {
    first_at: i64,
    last_at: i64,
    records: i64,
    blocks: Vec<[Value; 2]>,
    pages: Vec<[Value; 3]>,
    words: Vec<String>,
}

/// Fills one tier after the other.
pub(crate) struct Filling {
    tier_records: i64,
    /// Where the tier begins that is being filled.
    first_at: i64,
    last_at: i64,
    records: i64,
    db: Connection,
    late: Vec<i64>,
}

impl Filling {
    pub fn new(tier_records: i64) -> rusqlite::Result<Filling> {
        // INVARIANT: each row belongs to exactly one tier, so the first one reaches back to the beginning.
        let (first_at, late) = (i64::MIN, Vec::new());
        Ok(Filling { tier_records, first_at, last_at: first_at, records: 0, db: empty()?, late })
    }

    /// Takes a row; gives the tier that was full before it.
    pub fn add(&mut self, row: &Row) -> rusqlite::Result<Option<Full>> {
        if row.at < self.first_at {
            self.late.push(row.at);
            return Ok(None);
        }
        let full = if self.records >= self.tier_records && row.at > self.last_at {
            let next = Filling { first_at: row.at, last_at: row.at, ..Filling::new(self.tier_records)? };
            let before = std::mem::replace(self, next);
            self.late.clone_from(&before.late);
            Some(before.full()?)
        } else {
            None
        };
        (self.last_at, self.records) = (self.last_at.max(row.at), self.records + 1);
        self.db
            .prepare_cached("INSERT INTO text_1 (rowid, words) VALUES (?1, ?2)")?
            .execute(params![row.at, row.words.line(row.label_no)])?;
        Ok(full)
    }

    /// The last tier, if it has rows, and the rows that came when their tier was gone already.
    pub fn finish(mut self) -> rusqlite::Result<(Option<Full>, Vec<i64>)> {
        let late = std::mem::take(&mut self.late);
        let last = if self.records > 0 { Some(self.full()?) } else { None };
        Ok((last, late))
    }

    fn full(self) -> rusqlite::Result<Full> {
        self.db.execute_batch(
            "COMMIT; CREATE VIRTUAL TABLE temp.word_of_tier USING fts5vocab(main, text_1, 'row');",
        )?;
        Ok(Full {
            first_at: self.first_at,
            last_at: self.last_at,
            records: self.records,
            blocks: all(&self.db, "SELECT id, block FROM text_1_data ORDER BY id", |row| {
                Ok([row.get(0)?, row.get(1)?])
            })?,
            pages: all(&self.db, "SELECT segid, term, pgno FROM text_1_idx ORDER BY segid, term", |row| {
                Ok([row.get(0)?, row.get(1)?, row.get(2)?])
            })?,
            // The words of labels begin with a line, and no others do.
            words: all(&self.db, "SELECT term FROM temp.word_of_tier WHERE term NOT GLOB '_*'", |row| {
                row.get(0)
            })?,
        })
    }
}

fn empty() -> rusqlite::Result<Connection> {
    let db = Connection::open_in_memory()?;
    create_text(&db, 1, GATHERED_BYTES)?;
    db.execute_batch("BEGIN")?;
    Ok(db)
}

fn all<T>(
    db: &Connection,
    sql: &str,
    read: impl FnMut(&Found<'_>) -> rusqlite::Result<T>,
) -> rusqlite::Result<Vec<T>> {
    db.prepare(sql)?.query_map([], read)?.collect()
}

impl Full {
    /// Puts the tier into the picture, as its newest one.
    // INVARIANT: FTS5 remembers how its blocks hang together. The connection has not asked this index for anything, and
    // is closed before anything does.
    pub fn put(self, tx: &Transaction<'_>, no: i64) -> rusqlite::Result<()> {
        create_text(tx, no, super::GATHERED_BYTES)?;
        tx.execute_batch(&format!("DELETE FROM text_{no}_data; DELETE FROM text_{no}_idx;"))?;
        let mut put = tx.prepare(&format!("INSERT INTO text_{no}_data (id, block) VALUES (?1, ?2)"))?;
        self.blocks.into_iter().try_for_each(|block| put.execute(block).map(drop))?;
        let mut put =
            tx.prepare(&format!("INSERT INTO text_{no}_idx (segid, term, pgno) VALUES (?1, ?2, ?3)"))?;
        self.pages.into_iter().try_for_each(|page| put.execute(page).map(drop))?;
        let mut put = tx.prepare("INSERT INTO word (tier, word) VALUES (?1, ?2)")?;
        self.words.iter().try_for_each(|word| put.execute(params![no, word]).map(drop))?;
        Tier { no, first_at: self.first_at, last_at: self.last_at, records: self.records, changed: false }
            .create(tx)
    }
}

#[cfg(test)]
mod tests {
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
        let mut filling = Filling::new(3).unwrap();
        let mut full = Vec::new();
        // Three to a tier; the fifth comes when its tier is gone.
        for (at, text) in
            [(10, "ura"), (20, "ura e re"), (30, "lumi"), (40, "ura"), (15, "lumi"), (50, "re")]
        {
            full.extend(filling.add(&row(at, text)).unwrap());
        }
        let (last, late) = filling.finish().unwrap();
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
        let words: Vec<(i64, String)> =
            all(&db, "SELECT tier, word FROM word ORDER BY tier, word", |row| {
                Ok((row.get(0)?, row.get(1)?))
            })
            .unwrap();
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
