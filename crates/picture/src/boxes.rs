//! The index of places: boxes in degrees and minutes, of heads only; and when each was written, so that the newest of a
//! box are found without looking at all of them.
//!
//! It is SQLite's R-tree. A picture that is being built has all boxes at once, and the tree is then packed from the
//! leaves up (Leutenegger, Lopez and Edgington, "STR: a simple and efficient algorithm for R-tree packing", 1997), which
//! costs a tenth of putting in one box after the other. The nodes are written as SQLite documents them ("The SQLite
//! R*Tree Module", shadow tables), and its own `rtreecheck` looks at them in the tests.

use kulla_record::place::Bounds;
use rusqlite::{Connection, Transaction, params};

use crate::facts::Facts;

/// Degrees are kept in the index as whole 1e-5 degrees, about a metre. A town is then about as many units wide as a
/// week has minutes; with finer units the index would hardly ever part its boxes by time.
pub const UNITS_PER_DEGREE: f64 = 1e5;
/// Minutes are counted from 2020-01-01T00:00:00Z.
const MINUTES_EPOCH_MS: i64 = 1_577_836_800_000;

/// Boxes of a packed node. SQLite has room for 51 and parts a full one, so some is left for what comes.
const NODE_BOXES: usize = 40;
/// Bytes before the boxes of a node: the height of the tree in the root, and how many there are.
const NODE_HEAD_BYTES: usize = 4;

/// From and to in each direction: west, east, south, north in units, first and last minute, twice the minute in which it was
/// written, and twice its tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Sides([i32; SIDES]);

const SIDES: usize = 10;

/// Kind and label of a row in one number, so that what is of another kind, or for others to see, is passed over without a look
/// at its row. A tag may say less than there is to know, never anything else: the row itself is asked in the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Tag(i32);

const LABEL_BITS: u32 = 24;
/// Stands for this kind number and all above.
const KIND_LAST: i32 = 0x7f;
/// Stands for this label number and all above.
const LABEL_LAST: u32 = (1 << LABEL_BITS) - 1;

impl Tag {
    /// Of a row.
    pub fn of(kind_no: i64, label_no: u32) -> Tag {
        let label = i32::try_from(label_no.min(LABEL_LAST)).unwrap_or(0);
        Tag((Tag::kind(kind_no) << LABEL_BITS) | label)
    }

    /// The tag with this number.
    pub const fn new(number: i32) -> Tag {
        Tag(number)
    }

    /// What stands in a tag for a kind.
    pub fn kind(kind_no: i64) -> i32 {
        i32::try_from(kind_no).unwrap_or(KIND_LAST).clamp(0, KIND_LAST)
    }

    /// The least and the greatest tag from one kind to another, as [`Tag::kind`] gives them.
    pub const fn between(first: i32, last: i32) -> (i32, i32) {
        (first << LABEL_BITS, (last << LABEL_BITS) | LABEL_LAST.cast_signed())
    }

    /// What stands in it for the kind.
    pub const fn kind_part(self) -> i32 {
        self.0 >> LABEL_BITS
    }

    /// The number of the label; `None` where only the row knows.
    pub fn label(self) -> Option<u32> {
        Some(self.0.cast_unsigned() & LABEL_LAST).filter(|label| *label != LABEL_LAST)
    }
}

impl Sides {
    /// Of a record, if it has a place.
    pub fn of(at: i64, facts: &Facts, Tag(tag): Tag) -> Option<Sides> {
        let written = minute_of_row(at);
        let from = facts.when.map_or(written, |when| minute(when.as_millisecond()));
        let until = facts.due.map_or(from, |due| minute(due.as_millisecond())).max(from);
        let [west, east, south, north] = units(facts.bounds?);
        Some(Sides([west, east, south, north, from, until, written, written, tag, tag]))
    }

    fn around(boxes: &[Boxed]) -> Sides {
        let mut all = [i32::MAX, i32::MIN].repeat(SIDES / 2);
        for Boxed { sides: Sides(sides), .. } in boxes {
            for (n, (all, side)) in all.iter_mut().zip(sides).enumerate() {
                *all = if n % 2 == 0 { (*all).min(*side) } else { (*all).max(*side) };
            }
        }
        let mut sides = [0; SIDES];
        sides.copy_from_slice(&all);
        Sides(sides)
    }

    /// Twice the middle in one direction.
    fn middle(&self, direction: usize) -> i64 {
        self.0.iter().skip(2 * direction).take(2).map(|side| i64::from(*side)).sum()
    }
}

/// Puts one box in.
pub(crate) fn insert(tx: &Transaction<'_>, at: i64, Sides(sides): Sides) -> rusqlite::Result<()> {
    let [west, east, south, north, from, until, written, _, tag, _] = sides;
    tx.prepare_cached("INSERT INTO place VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?8, ?9, ?9)")?
        .execute(params![at, west, east, south, north, from, until, written, tag])
        .map(drop)
}

/// A box with the row, or the node, that it is around.
#[derive(Clone, Copy)]
struct Boxed {
    of: i64,
    sides: Sides,
}

/// All boxes of a picture that is being built: 48 bytes each in memory.
#[derive(Default)]
pub(crate) struct Boxes {
    boxes: Vec<Boxed>,
    retired: Vec<i64>,
}

impl Boxes {
    /// Takes note of a row, and of rows that are heads no more.
    pub fn take(&mut self, at: i64, sides: Option<Sides>, retired: Vec<i64>) {
        self.boxes.extend(sides.map(|sides| Boxed { of: at, sides }));
        self.retired.extend(retired);
    }

    /// Fills the empty index.
    pub fn pack(mut self, db: &mut Connection) -> rusqlite::Result<()> {
        self.retired.sort_unstable();
        let mut boxes = self.boxes;
        boxes.retain(|boxed| self.retired.binary_search(&boxed.of).is_err());
        let tx = db.transaction()?;
        let bytes: usize =
            tx.query_row("SELECT length(data) FROM place_node WHERE nodeno = 1", [], |row| row.get(0))?;
        Tree { tx: &tx, bytes, nodes: 1 }.write(boxes)?;
        tx.commit()
    }
}

/// A tree that is being written, leaves first.
struct Tree<'a> {
    tx: &'a Transaction<'a>,
    /// Of a node.
    bytes: usize,
    /// Numbers that are taken; 1 is the root.
    nodes: i64,
}

impl Tree<'_> {
    fn write(mut self, mut boxes: Vec<Boxed>) -> rusqlite::Result<()> {
        tile(&mut boxes);
        let mut height: u16 = 0;
        while boxes.len() > NODE_BOXES {
            let mut above = Vec::with_capacity(boxes.len() / NODE_BOXES + 1);
            let mut homes = Vec::with_capacity(boxes.len());
            for node in even_parts(&boxes) {
                self.nodes += 1;
                self.node(self.nodes, 0, node)?;
                homes.extend(node.iter().map(|boxed| (boxed.of, self.nodes)));
                above.push(Boxed { of: self.nodes, sides: Sides::around(node) });
            }
            self.homes(height, homes)?;
            (boxes, height) = (above, height + 1);
        }
        self.node(1, height, &boxes)?;
        self.homes(height, boxes.iter().map(|boxed| (boxed.of, 1)).collect())
    }

    fn node(&self, no: i64, height: u16, boxes: &[Boxed]) -> rusqlite::Result<()> {
        let mut data = Vec::with_capacity(self.bytes);
        data.extend(height.to_be_bytes());
        data.extend(u16::try_from(boxes.len()).unwrap_or(u16::MAX).to_be_bytes());
        debug_assert_eq!(data.len(), NODE_HEAD_BYTES);
        for Boxed { of, sides } in boxes {
            data.extend(of.to_be_bytes());
            data.extend(sides.0.iter().flat_map(|side| side.to_be_bytes()));
        }
        data.resize(self.bytes, 0);
        self.tx
            .prepare_cached("INSERT OR REPLACE INTO place_node (nodeno, data) VALUES (?1, ?2)")?
            .execute(params![no, data])
            .map(drop)
    }

    /// In which node each row, or each node, stands.
    fn homes(&self, height: u16, mut homes: Vec<(i64, i64)>) -> rusqlite::Result<()> {
        homes.sort_unstable();
        let table =
            if height == 0 { "place_rowid (rowid, nodeno)" } else { "place_parent (nodeno, parentnode)" };
        let mut put = self.tx.prepare(&format!("INSERT INTO {table} VALUES (?1, ?2)"))?;
        homes.into_iter().try_for_each(|(of, node)| put.execute([of, node]).map(drop))
    }
}

/// How much finer the leaves part time than they part each side of space. A question names a day of a region more often than a
/// street of a year: of ten million boxes of a year in a country, a leaf then holds some 18 hours of a twentieth of each side.
const FINER_IN_TIME: f64 = 20.0;

/// Puts what lies together beside each other: slabs from west to east, rods in them from south to north, in each rod
/// by time.
fn tile(boxes: &mut [Boxed]) {
    let leaves = boxes.len().div_ceil(NODE_BOXES) as f64;
    let across = ((leaves / FINER_IN_TIME).cbrt().ceil() as usize).max(1);
    boxes.sort_unstable_by_key(|boxed| boxed.sides.middle(0));
    for slab in boxes.chunks_mut(boxes.len().div_ceil(across).max(1)) {
        slab.sort_unstable_by_key(|boxed| boxed.sides.middle(1));
        for rod in slab.chunks_mut(slab.len().div_ceil(across).max(1)) {
            rod.sort_unstable_by_key(|boxed| boxed.sides.middle(2));
        }
    }
}

/// Cuts into nodes that are about equally full: SQLite lets none but the root be less than a third full.
fn even_parts(boxes: &[Boxed]) -> impl Iterator<Item = &[Boxed]> {
    let parts = boxes.len().div_ceil(NODE_BOXES);
    (0..parts).filter_map(move |n| boxes.get(n * boxes.len() / parts..(n + 1) * boxes.len() / parts))
}

/// West, east, south, north in whole units, outwards: what touches a box in degrees touches it in units.
pub fn units(bounds: Bounds) -> [i32; 4] {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "degrees lie within ±180, so units lie within ±1.8e7"
    )]
    let unit = |degrees: f64, whole: fn(f64) -> f64| whole(degrees * UNITS_PER_DEGREE) as i32;
    [
        unit(bounds.west, f64::floor),
        unit(bounds.east, f64::ceil),
        unit(bounds.south, f64::floor),
        unit(bounds.north, f64::ceil),
    ]
}

/// The minute in which a row was written: its row id begins with the milliseconds.
pub fn minute_of_row(at: i64) -> i32 {
    minute(at >> 16)
}

/// Minutes of the index for a time, in 32 bits: far past and far future stand at the ends.
pub fn minute(unix_ms: i64) -> i32 {
    let minutes = unix_ms.saturating_sub(MINUTES_EPOCH_MS).div_euclid(60_000);
    i32::try_from(minutes).unwrap_or(if minutes < 0 { i32::MIN } else { i32::MAX })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema;

    fn scattered(n: i64) -> Boxed {
        let side = |salt: i64, width: i64| {
            let from = (n * salt * 7_919 + salt).rem_euclid(1_000_003);
            [from as i32, (from + n % width) as i32]
        };
        let ([west, east], [south, north], [from, until]) = (side(3, 5), side(5, 7), side(11, 60));
        let Tag(tag) = Tag::of(n % 12, u32::try_from(n % 1_000).unwrap_or(0));
        Boxed { of: n, sides: Sides([west, east, south, north, from, until, from, from, tag, tag]) }
    }

    fn packed(boxes: &[Boxed]) -> Connection {
        let mut db = Connection::open_in_memory().unwrap();
        schema::create_tables(&db).unwrap();
        let mut all = Boxes::default();
        for boxed in boxes {
            all.take(boxed.of, Some(boxed.sides), Vec::new());
        }
        // Every seventh is replaced later.
        for boxed in boxes.iter().filter(|boxed| boxed.of % 7 == 0) {
            all.take(boxed.of, None, vec![boxed.of]);
        }
        all.pack(&mut db).unwrap();
        db
    }

    fn sound(db: &Connection) -> String {
        db.query_row("SELECT rtreecheck('place')", [], |row| row.get(0)).unwrap()
    }

    #[test]
    fn a_tag_says_less_and_never_anything_else() {
        for kind in [0, 1, 12, 126, 127, 128, 70_000, i64::MAX] {
            for label in [0, 1, 999, LABEL_LAST - 1, LABEL_LAST, LABEL_LAST + 1, u32::MAX] {
                let tag = Tag::of(kind, label);
                assert_eq!(tag.label(), Some(label).filter(|label| *label < LABEL_LAST), "{kind} {label}");
                assert_eq!(tag.kind_part(), Tag::kind(kind));
                let (least, greatest) = Tag::between(Tag::kind(kind), Tag::kind(kind));
                assert!((least..=greatest).contains(&tag.0), "{kind} {label}");
                assert!(
                    kind >= 127 || !(Tag::between(Tag::kind(kind + 1), KIND_LAST).0..).contains(&tag.0)
                );
            }
        }
    }

    #[test]
    fn a_packed_tree_is_sound_to_sqlite_whatever_its_size_and_takes_and_gives_like_any_other() {
        for many in [0, 1, 39, 40, 41, 50, 1_600, 1_601, 5_000] {
            let boxes: Vec<_> = (1..=many).map(scattered).collect();
            let mut db = packed(&boxes);
            assert_eq!(sound(&db), "ok", "{many} boxes");
            let within = |db: &Connection| -> Vec<i64> {
                let mut near = db
                    .prepare("SELECT at FROM place WHERE west <= 600000 AND east >= 200000 ORDER BY at")
                    .unwrap();
                near.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
            };
            let expected: Vec<_> = boxes
                .iter()
                .filter(|boxed| {
                    boxed.of % 7 != 0 && boxed.sides.0[0] <= 600_000 && boxed.sides.0[1] >= 200_000
                })
                .map(|boxed| boxed.of)
                .collect();
            assert_eq!(within(&db), expected);
            let tx = db.transaction().unwrap();
            (many + 1..many + 200).for_each(|n| insert(&tx, n, scattered(n).sides).unwrap());
            tx.execute("DELETE FROM place WHERE at % 3 = 0", []).unwrap();
            tx.commit().unwrap();
            assert_eq!(sound(&db), "ok", "{many} boxes, then others");
        }
    }
}
