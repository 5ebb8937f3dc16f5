//! The tables of the picture. They hold nothing that the logs do not: a picture of another version, or a
//! damaged one, is deleted and built again.
//!
//! **The row id of a record is its hybrid time**, so every index is in order of time without a column for
//! it, a rebuilt picture has the same row ids as a live one, and text is ranked by time alone (ranking by
//! term statistics would leak what a reader may not see). Two records of two nodes with the very same time
//! take the next free row id.
//!
//! Bodies stand in a table of their own, so that an index is built, and a filter looked at, without reading
//! past them. Text stands in `text_1`, `text_2`, … as [`crate::words`] says.

use rusqlite::Connection;
use rusqlite::config::DbConfig;

use crate::part::Which;
use crate::waiting;

/// The version of the tables; another one means: build again.
pub const SCHEMA_VERSION: i64 = 9;

/// Pages of a connection's cache, in KiB (SQLite takes a negative number as KiB).
const CACHE_KIB: i64 = 16 * 1024;

/// Bytes of the write-ahead log after which its pages go into the file. A burst writes the same pages again and again,
/// and each goes there once.
const CHECKPOINT_BYTES: i64 = 64 << 20;

/// Looks are put in at few places and by the thousand: larger pages are fewer writes.
const LOOKS_PAGE_BYTES: i64 = 16 * 1024;

const TABLES: &str = include_str!("tables.sql");

/// Made when the tables are filled, before anything reads. Labels are read at every start, replaced or not: `record_of_label`
/// spares that a walk over the table. Their kind has the number 1, because the condition of an index takes no other.
const INDEXES: &str = include_str!("indexes.sql");
const INDEXES_OF_THINGS: &str = include_str!("indexes_of_things.sql");
/// Who looked is written all the time and seldom asked for, so it has few indexes, which grow at few places. Nearly all looks
/// are of one kind and say `open`, and these are found by time; whose they are, and of what, is found through [`crate::runs`].
const INDEXES_OF_LOOKS: &str = include_str!("indexes_of_looks.sql");

/// Every label: its record's id, the label of that record, its text (none when it was erased), its log. In the order
/// of the picture.
pub const LABEL_TEXTS: &str =
    "SELECT r.id, r.label, b.json, l.id FROM record r CROSS JOIN log l ON l.no = r.log_no
    LEFT JOIN body b ON b.at = r.at WHERE r.kind_no = 1 ORDER BY r.at";

/// The signals that nobody has settled, in the order of the queue.
// INVARIANT: made last. Until then signals wait that somebody has settled.
const INDEX_OF_WAITING: &str = include_str!("index_of_waiting.sql");

/// Settings of every connection.
fn configure(db: &Connection) -> rusqlite::Result<()> {
    // With statistics at hand SQLite looks at the bound values while it plans, and so plans again for each of them:
    // measured, that is nine tenths of what a question by id costs. This keeps one plan for each statement.
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true).map(drop)
}

/// Settings of a connection that writes.
pub fn configure_writer(db: &Connection) -> rusqlite::Result<()> {
    configure(db)?;
    // INVARIANT: an erased body must not live on in a free page or in the index of words.
    db.pragma_update(None, "secure_delete", true)?;
    db.pragma_update(None, "journal_mode", "wal")?;
    // The logs are the truth: after a power cut the picture may lose its last seconds and reads them again.
    db.pragma_update(None, "synchronous", "normal")?;
    db.pragma_update(None, "cache_size", -4 * CACHE_KIB)?;
    db.pragma_update(None, "temp_store", "memory")?;
    let page: i64 = db.pragma_query_value(None, "page_size", |row| row.get(0))?;
    db.pragma_update(None, "wal_autocheckpoint", CHECKPOINT_BYTES / page.max(1))
}

/// Settings of a connection that reads.
pub fn configure_reader(db: &Connection) -> rusqlite::Result<()> {
    configure(db)?;
    db.pragma_update(None, "query_only", true)?;
    db.pragma_update(None, "cache_size", -CACHE_KIB)?;
    db.pragma_update(None, "mmap_size", 1_i64 << 30)
}

/// Settings of a connection that fills an empty file. It keeps no journal and syncs nothing, so until
/// [`seal`] the file has version 0, and the next start after a crash begins anew.
pub fn configure_build(db: &Connection, which: Which) -> rusqlite::Result<()> {
    configure(db)?;
    if which == Which::Looks {
        db.pragma_update(None, "page_size", LOOKS_PAGE_BYTES)?;
    }
    db.pragma_update(None, "secure_delete", true)?;
    db.pragma_update(None, "journal_mode", "off")?;
    db.pragma_update(None, "synchronous", "off")?;
    db.pragma_update(None, "cache_size", -16 * CACHE_KIB)?;
    db.pragma_update(None, "mmap_size", 1_i64 << 30)?;
    // Sorting for an index goes on beside reading for it.
    db.pragma_update(None, "threads", 2)?;
    db.pragma_update(None, "temp_store", "memory")?;
    db.pragma_update(None, "locking_mode", "exclusive")
}

/// Makes the tables in an empty file, with the one index by which replaced versions are found.
pub fn create_tables(db: &Connection) -> rusqlite::Result<()> {
    db.execute_batch(TABLES)
}

/// Gives the file its version: from now on it is a picture. Everything before has to be durable.
pub fn seal(db: &Connection) -> rusqlite::Result<()> {
    db.pragma_update(None, "user_version", SCHEMA_VERSION)
}

/// Makes the indexes, once everything is there.
pub fn create_indexes(db: &Connection, which: Which) -> rusqlite::Result<()> {
    db.execute_batch(INDEXES)?;
    match which {
        Which::Things => {
            db.execute_batch(INDEXES_OF_THINGS)?;
            waiting::weigh_judged(db)?;
        }
        Which::Looks => db.execute_batch(INDEXES_OF_LOOKS)?,
    }
    db.execute_batch(INDEX_OF_WAITING)
}

/// Whether the last index is there, and so all of them are.
pub fn complete(db: &Connection) -> rusqlite::Result<bool> {
    db.prepare("SELECT 1 FROM sqlite_schema WHERE type = 'index' AND name = 'head_waiting'")?.exists([])
}

/// The version of the tables in a file; 0 when there are none.
pub fn version(db: &Connection) -> rusqlite::Result<i64> {
    db.pragma_query_value(None, "user_version", |row| row.get(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_start_reads_the_labels_and_does_not_walk_over_the_records() {
        let db = Connection::open_in_memory().unwrap();
        create_tables(&db).unwrap();
        create_indexes(&db, Which::Things).unwrap();
        let mut plan = db.prepare(&format!("EXPLAIN QUERY PLAN {LABEL_TEXTS}")).unwrap();
        let steps: Vec<String> =
            plan.query_map([], |row| row.get(3)).unwrap().map(Result::unwrap).collect();
        assert_eq!(steps[0], "SCAN r USING INDEX record_of_label");
        assert!(steps[1..].iter().all(|step| step.starts_with("SEARCH")), "{steps:?}");
    }
}
