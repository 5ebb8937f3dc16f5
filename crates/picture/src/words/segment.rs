//! An index of words as FTS5 keeps it, written from its sorted words at once.
//!
//! FTS5 gathers words in a hash table that is slow once it holds a tier, and half of the time of a rebuild went into it.
//! What it writes in the end is simple: for each word the rows that hold it, in leaves of about a page (SQLite, `fts5_index.c`,
//! "FTS5 Data Structures"). Here the same bytes are written in one pass; the tests compare them with FTS5's own, and let
//! it check them.

use rusqlite::{Transaction, params};

/// Bytes of a leaf, FTS5's `pgsz`.
const LEAF_BYTES: usize = 4_050;
/// Bytes before the content of a leaf: where its first row stands, and where its content ends.
const LEAF_HEAD_BYTES: usize = 4;
/// Leaves without a word from which on a list of skips is worth its page.
const SKIPPED_LEAVES_MIN: usize = 4;
/// What FTS5 puts before each word of its main index.
const MAIN: u8 = b'0';
/// The only segment.
const SEGMENT: i64 = 1;
const AVERAGES_ID: i64 = 1;
const STRUCTURE_ID: i64 = 10;
/// Bytes of the structure by which FTS5 knows its settings.
const COOKIE_BYTES: usize = 4;

/// A finished index.
#[derive(Default)]
pub(crate) struct Segment {
    leaves: Vec<(i64, Vec<u8>)>,
    skips: Vec<(i64, Vec<u8>)>,
    /// The beginnings of words by which a leaf is found; twice its number, and one more if its rows have skips.
    found_by: Vec<(Vec<u8>, i64)>,
    words: usize,
}

/// Writes a [`Segment`], word by word.
pub(crate) struct Writer {
    done: Segment,
    leaf: Vec<u8>,
    /// Where the words of the leaf stand, each by its distance from the one before.
    ends: Vec<u8>,
    last_end: usize,
    /// The leaf, counted from 1.
    no: i64,
    has_row: bool,
    term: Vec<u8>,
    /// By what the last leaf with a word is found, and which that is; 0 when it is written down.
    found_by: (Vec<u8>, i64),
    skips: Vec<Skips>,
    /// Leaves since then that have no word.
    skipped: usize,
}

/// One level of the list of skips of a word: the first row of each leaf.
#[derive(Default)]
struct Skips {
    page: Vec<u8>,
    no: i64,
    first: i64,
    last: i64,
}

impl Writer {
    pub fn new() -> Writer {
        Writer {
            done: Segment::default(),
            leaf: vec![0; LEAF_HEAD_BYTES],
            ends: Vec::new(),
            last_end: 0,
            no: 1,
            has_row: false,
            term: Vec::new(),
            found_by: (Vec::new(), 1),
            skips: vec![Skips::default()],
            skipped: 0,
        }
    }

    /// Puts a word in with its rows, of which there is at least one. Words come in the order of their bytes, rows in
    /// their own.
    pub fn word(&mut self, word: &str, rows: impl Iterator<Item = i64>) {
        self.begin(word.as_bytes());
        let mut last = 0;
        for row in rows {
            if self.has_row {
                put(&mut self.leaf, row.wrapping_sub(last));
            } else {
                self.first_row(row);
            }
            (last, self.done.words) = (row, self.done.words + 1);
            if self.full_by(0) {
                self.flush();
            }
        }
    }

    /// What was written; nothing if there was no word.
    pub fn finish(mut self) -> Segment {
        if self.leaf.len() > LEAF_HEAD_BYTES {
            self.flush();
        }
        self.write_down();
        self.done
    }

    fn full_by(&self, more: usize) -> bool {
        self.leaf.len() + self.ends.len() + more >= LEAF_BYTES
    }

    fn begin(&mut self, word: &[u8]) {
        // A word has one more byte before it, and two for its lengths.
        if self.full_by(word.len() + 3) && self.leaf.len() > LEAF_HEAD_BYTES {
            self.flush();
        }
        let has_term = !self.ends.is_empty();
        put(&mut self.ends, int(self.leaf.len() - self.last_end));
        self.last_end = self.leaf.len();
        let term = [&[MAIN], word].concat();
        let same = self.term.iter().zip(&term).take_while(|(a, b)| a == b).count();
        if has_term {
            put(&mut self.leaf, int(same));
        } else if self.no != 1 {
            self.write_down();
            self.found_by = (term.iter().take(same + 1).copied().collect(), self.no);
        }
        let kept = if has_term { same } else { 0 };
        put(&mut self.leaf, int(term.len() - kept));
        self.leaf.extend(term.iter().skip(kept));
        (self.term, self.has_row) = (term, true);
        self.skips[0].no = self.no;
    }

    /// The first row of a leaf whose word began before.
    fn first_row(&mut self, row: i64) {
        let at = short(self.leaf.len());
        self.leaf[..2].copy_from_slice(&at);
        put(&mut self.leaf, row);
        self.has_row = true;
        self.skip_to(row);
    }

    fn flush(&mut self) {
        let end = short(self.leaf.len());
        self.leaf[2..LEAF_HEAD_BYTES].copy_from_slice(&end);
        if self.ends.is_empty() {
            self.skipped += 1;
        } else {
            self.leaf.append(&mut self.ends);
        }
        let leaf = std::mem::replace(&mut self.leaf, vec![0; LEAF_HEAD_BYTES]);
        self.done.leaves.push(((SEGMENT << 37) + self.no, leaf));
        (self.no, self.last_end, self.has_row) = (self.no + 1, 0, false);
    }

    /// Notes the first row of a leaf in the list of skips. A page of it that is full is written, and its first row noted
    /// one level above.
    fn skip_to(&mut self, row: i64) {
        for level in 0.. {
            let full = self.skips[level].page.len() >= LEAF_BYTES;
            if full {
                self.turn_page(level);
            }
            let below = if level == 0 { self.no } else { self.skips[level - 1].no };
            let skips = &mut self.skips[level];
            if skips.page.is_empty() {
                put(&mut skips.page, i64::from(full));
                put(&mut skips.page, below);
                put(&mut skips.page, row);
                skips.first = row;
            } else {
                put(&mut skips.page, row.wrapping_sub(skips.last));
            }
            skips.last = row;
            if !full {
                return;
            }
        }
    }

    fn turn_page(&mut self, level: usize) {
        if self.skips.len() == level + 1 {
            self.skips.push(Skips::default());
        }
        let [full, above] = &mut self.skips[level..level + 2] else { return };
        let mut page = std::mem::take(&mut full.page);
        page[0] = 1;
        if above.page.is_empty() {
            // This was the root; the new one begins with it.
            let first = full.first;
            put(&mut above.page, 0);
            put(&mut above.page, full.no);
            put(&mut above.page, first);
            (above.no, above.first, above.last) = (full.no, first, first);
        }
        self.done.skips.push((skips_id(level, full.no), page));
        full.no += 1;
    }

    /// By what the last leaf with a word is found, now that all of its rows are there.
    fn write_down(&mut self) {
        let (beginning, no) = std::mem::take(&mut self.found_by);
        if no == 0 || self.done.leaves.is_empty() {
            return;
        }
        let worth = !self.skips[0].page.is_empty() && self.skipped >= SKIPPED_LEAVES_MIN;
        for (level, skips) in self.skips.iter_mut().enumerate() {
            let page = std::mem::take(&mut skips.page);
            if worth && !page.is_empty() {
                self.done.skips.push((skips_id(level, skips.no), page));
            }
        }
        self.skipped = 0;
        self.done.found_by.push((beginning, (no << 1) + i64::from(worth)));
    }
}

impl Segment {
    /// Puts it into the tables of an empty index that stands in the picture already, with so many rows.
    // INVARIANT: FTS5 remembers how its leaves hang together. The connection has not asked this index for anything, and is
    // closed before anything does.
    pub fn put(self, tx: &Transaction<'_>, no: i64, rows: i64) -> rusqlite::Result<()> {
        let Segment { leaves, mut skips, found_by, words } = self;
        let last = int(leaves.len());
        let mut set = tx.prepare(&format!("UPDATE text_{no}_data SET block = ?2 WHERE id = ?1"))?;
        let mut averages = Vec::new();
        [rows, int(words)].into_iter().for_each(|n| put(&mut averages, n));
        set.execute(params![AVERAGES_ID, averages])?;
        let mut structure: Vec<u8> = tx.query_row(
            &format!("SELECT block FROM text_{no}_data WHERE id = ?1"),
            [STRUCTURE_ID],
            |row| row.get(0),
        )?;
        structure.truncate(COOKIE_BYTES);
        // One level with one segment, and how many leaves were ever written; none of the level is being merged, and one
        // is there: its number, its first leaf and its last.
        [1, 1, last, 0, 1, SEGMENT, 1, last].into_iter().for_each(|n| put(&mut structure, n));
        set.execute(params![STRUCTURE_ID, structure])?;
        skips.sort_unstable_by_key(|(id, _)| *id);
        let mut insert = tx.prepare(&format!("INSERT INTO text_{no}_data (id, block) VALUES (?1, ?2)"))?;
        for (id, block) in leaves.into_iter().chain(skips) {
            insert.execute(params![id, block])?;
        }
        let mut insert =
            tx.prepare(&format!("INSERT INTO text_{no}_idx (segid, term, pgno) VALUES (?1, ?2, ?3)"))?;
        for (beginning, leaf) in found_by {
            insert.execute(params![SEGMENT, beginning, leaf])?;
        }
        Ok(())
    }
}

/// The row of a page of skips: segment, the mark of skips, level and leaf.
fn skips_id(level: usize, leaf: i64) -> i64 {
    (SEGMENT << 37) + (1 << 36) + (int(level) << 31) + leaf
}

fn int(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

fn short(n: usize) -> [u8; 2] {
    u16::try_from(n).unwrap_or(u16::MAX).to_be_bytes()
}

/// SQLite's number: seven bits a byte, the highest first, and eight in the ninth.
fn put(out: &mut Vec<u8>, n: i64) {
    let n = n.cast_unsigned();
    let low = |n: u64| n.to_le_bytes()[0];
    if n < 0x80 {
        out.push(low(n));
        return;
    }
    let mut bytes = [0; 9];
    let long = n >> 56 != 0;
    let (mut rest, mut at) = if long { (n >> 8, 8) } else { (n, 9) };
    bytes[8] = low(n);
    loop {
        at -= 1;
        bytes[at] = (low(rest) & 0x7f) | if at == 8 { 0 } else { 0x80 };
        rest >>= 7;
        if rest == 0 && (!long || at == 0) {
            break;
        }
    }
    out.extend_from_slice(&bytes[at..]);
}

#[cfg(test)]
mod tests {
    use rusqlite::Connection;
    use rusqlite::types::Value;

    use super::*;
    use crate::words::create_text;

    type Words = std::collections::BTreeMap<String, Vec<i64>>;

    fn empty() -> Connection {
        let db = Connection::open_in_memory().unwrap();
        create_text(&db, 1).unwrap();
        // So much that FTS5 writes everything at once.
        db.execute_batch("INSERT INTO text_1 (text_1, rank) VALUES ('hashsize', 1000000000)").unwrap();
        db
    }

    fn written(words: &Words, rows: i64) -> Connection {
        let mut writer = Writer::new();
        words.iter().for_each(|(word, rows)| writer.word(word, rows.iter().copied()));
        let mut db = empty();
        let tx = db.transaction().unwrap();
        writer.finish().put(&tx, 1, rows).unwrap();
        tx.commit().unwrap();
        db
    }

    /// Every row of the tables in which FTS5 keeps an index.
    fn tables(db: &Connection) -> Vec<Vec<Value>> {
        let all = "SELECT id, block, 0 FROM text_1_data UNION ALL SELECT segid, term, pgno FROM text_1_idx
                   UNION ALL SELECT k, v, 0 FROM text_1_config ORDER BY 1, 2";
        let mut all = db.prepare(all).unwrap();
        let row = |row: &rusqlite::Row<'_>| (0..3).map(|n| row.get(n)).collect();
        all.query_map([], row).unwrap().map(Result::unwrap).collect()
    }

    #[track_caller]
    fn check(rows: &[(i64, String)]) -> Connection {
        let (mut fts5, mut words) = (empty(), Words::new());
        let tx = fts5.transaction().unwrap();
        for (at, text) in rows {
            tx.prepare_cached("INSERT INTO text_1 (rowid, words) VALUES (?1, ?2)")
                .unwrap()
                .execute(params![at, text])
                .unwrap();
            text.split(' ').for_each(|word| words.entry(word.into()).or_default().push(*at));
        }
        tx.commit().unwrap();
        let ours = written(&words, rows.len() as i64);
        assert!(tables(&ours) == tables(&fts5), "not what FTS5 writes");
        ours.execute_batch("INSERT INTO text_1 (text_1) VALUES ('integrity-check')").unwrap();
        ours
    }

    #[test]
    fn an_index_is_byte_for_byte_what_fts5_would_have_written() {
        check(&[(1, "ura".into())]);
        check(&[(i64::MAX, "ura".into())]);
        // Frequent words over many leaves, rare ones, ones as long as leaves, and any letters.
        let text = |n: i64| match n % 1_000 {
            0 => format!("{} në {n} _3", "a".repeat(20_000 + n as usize % 7_000)),
            even if even % 2 == 0 => format!("lumi n{n} {} _3", n * 7_919 % 1_000),
            _ => format!("lumi n{n} ура{} _4", n % 113),
        };
        check(&(1..30_000).map(|n| (n * n * 65_537, text(n))).collect::<Vec<_>>());
    }

    #[test]
    fn a_word_of_very_many_rows_has_skips_of_several_levels_like_fts5s() {
        let rows: Vec<_> = (1..460_000).map(|n| (n << 44, String::from("ura"))).collect();
        let ours = check(&rows);
        let levels: i64 = ours
            .query_row("SELECT max(id >> 31 & 31) FROM text_1_data WHERE id >> 36 & 1", [], |row| {
                row.get(0)
            })
            .unwrap();
        assert_eq!(levels, 1);
    }
}
