CREATE TABLE log (
  no INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, name TEXT NOT NULL, exercise TEXT, next_seq INTEGER NOT NULL
);
CREATE TABLE label (
  no INTEGER PRIMARY KEY, id BLOB NOT NULL, exercise TEXT, reference INTEGER NOT NULL
);
CREATE TABLE kind (no INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
INSERT INTO kind (no, name) VALUES (1, 'label');
CREATE TABLE record (
  at INTEGER PRIMARY KEY, id BLOB NOT NULL, log_no INTEGER NOT NULL, seq INTEGER NOT NULL, kind_no INTEGER NOT NULL,
  subject BLOB NOT NULL, hlc INTEGER NOT NULL, author BLOB NOT NULL, label_no INTEGER NOT NULL, label BLOB NOT NULL,
  replaces BLOB NOT NULL, head INTEGER NOT NULL,
  title TEXT NOT NULL, number TEXT NOT NULL, state TEXT NOT NULL, severity INTEGER NOT NULL, life INTEGER NOT NULL,
  when_ms INTEGER, due_ms INTEGER, parent BLOB, other BLOB, agency TEXT NOT NULL, waits INTEGER
);
CREATE UNIQUE INDEX record_id ON record (id);
CREATE TABLE body (at INTEGER PRIMARY KEY, json BLOB NOT NULL);
CREATE TABLE replaced (id BLOB PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE word (tier INTEGER NOT NULL, word TEXT NOT NULL, PRIMARY KEY (tier, word)) WITHOUT ROWID;
CREATE TABLE tier (no INTEGER PRIMARY KEY, first_at INTEGER NOT NULL, last_at INTEGER NOT NULL, records INTEGER NOT NULL);
CREATE VIRTUAL TABLE place USING rtree_i32(
  at, west, east, south, north, minute_from, minute_to, written_from, written_to,
  tag, tag_to
);
