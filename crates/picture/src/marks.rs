//! What a map needs of things: where they are and how they stand, without their bodies, now or as it was.
//!
//! A point needs no body, because the index of places holds it; only a shape, or a thing that names areas instead
//! of a place, is read in full. So ten thousand points cost ten thousand rows and no JSON.

use kulla_record::kind::signal::Severity;
use kulla_record::label::Word;
use kulla_record::place::Bounds;
use kulla_record::{Hlc, Kind, RecordId, SubjectId};
use rusqlite::{Connection, OptionalExtension, Row};

use crate::boxes::UNITS_PER_DEGREE;
use crate::facts::Facts;
use crate::part::Which;
use crate::past;
use crate::query::{self, Filter};
use crate::{PictureError, Reader};

/// Marks of one answer.
pub const MARKS_MAX: usize = 20_000;

/// A thing as a map shows it.
#[derive(Debug, Clone, PartialEq)]
pub struct Mark {
    /// What it is.
    pub kind: Kind,
    /// Which.
    pub subject: SubjectId,
    /// The version that is shown.
    pub version: RecordId,
    /// When that version was written.
    pub at: Hlc,
    /// The exercise that it belongs to.
    pub exercise: Option<Word>,
    /// One line.
    pub title: String,
    /// Number for people.
    pub number: String,
    /// Where it stands, in the words of its kind.
    pub state: String,
    /// How bad.
    pub severity: Severity,
    /// Whether a life is at risk.
    pub life_at_risk: bool,
    /// When it happened or takes effect, in milliseconds since 1970.
    pub when_ms: Option<i64>,
    /// Until when it holds, or is to be done.
    pub due_ms: Option<i64>,
    /// The subject that it hangs on.
    pub parent: Option<SubjectId>,
    /// The agency that has to act, or the door that it came by.
    pub agency: String,
    /// The box around its shape; `None` where it has none.
    pub bounds: Option<Bounds>,
    /// Its body, where the box is not already the whole of its place.
    pub body: Option<Vec<u8>>,
}

impl Mark {
    /// The typed body, where it was read.
    pub fn typed<B: kulla_record::kind::Body>(&self) -> Option<B> {
        (self.kind == B::KIND).then(|| B::read(self.body.as_deref()?).ok()).flatten()
    }
}

/// What was found.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Marks {
    /// Newest first.
    pub marks: Vec<Mark>,
    /// There is more than was asked for, or than could be looked at.
    pub more: bool,
}

/// How much was written, for the bars under a map.
#[derive(Debug, Clone, PartialEq)]
pub struct Written {
    /// Versions of each stretch, the oldest first.
    pub counts: Vec<u64>,
    /// There was more than could be counted; the oldest stretches are short.
    pub more: bool,
}

impl Reader {
    /// Heads that pass a filter, at most `limit` of them (held to [`MARKS_MAX`]).
    pub fn marks(&self, filter: &Filter, limit: usize) -> Result<Marks, PictureError> {
        let limit = limit.clamp(1, MARKS_MAX);
        self.things(|db| {
            let found = query::candidates((db, Which::Things), &self.visible, filter, i64::MAX, limit)?;
            let marks = self.read_marks(db, &found.rows)?;
            Ok(Marks { marks, more: found.next.is_some() })
        })
    }

    /// The same as it was at a moment, in milliseconds since 1970: of each subject the versions that were written
    /// by then and that nothing written by then had replaced. Who may not see a subject now does not see it then.
    pub fn marks_at(&self, filter: &Filter, moment_ms: i64, limit: usize) -> Result<Marks, PictureError> {
        let limit = limit.clamp(1, MARKS_MAX);
        let upto = past::last_of(moment_ms);
        self.things(|db| {
            let still = query::candidates(
                (db, Which::Things),
                &self.visible,
                filter,
                upto.saturating_add(1),
                limit,
            )?;
            let gone = past::replaced_since(db, &self.visible, filter, upto)?;
            let mut marks = self.read_marks(db, &still.rows)?;
            marks.extend(self.read_marks(db, &gone.rows)?.into_iter().filter(|mark| passes(mark, filter)));
            marks.sort_by_key(|mark| std::cmp::Reverse((mark.at, mark.version)));
            let more = still.next.is_some() || gone.more || marks.len() > limit;
            marks.truncate(limit);
            Ok(Marks { marks, more })
        })
    }

    /// The heads of one subject, newest first.
    pub fn marks_of(&self, subject: SubjectId) -> Result<Vec<Mark>, PictureError> {
        self.things(|db| {
            let mut heads = db
                .prepare_cached("SELECT at FROM record WHERE subject = ?1 AND head = 1 ORDER BY at DESC")?;
            let rows = heads.query_map([subject.0], |row| row.get(0))?.collect::<Result<Vec<i64>, _>>()?;
            self.read_marks(db, &rows)
        })
    }

    /// How many versions that this session may see were written in each of `buckets` equal stretches of a time.
    pub fn written(&self, from_ms: i64, until_ms: i64, buckets: usize) -> Result<Written, PictureError> {
        self.things(|db| Ok(past::written(db, &self.visible, (from_ms, until_ms), buckets)?))
    }

    fn read_marks(&self, db: &Connection, rows: &[i64]) -> Result<Vec<Mark>, PictureError> {
        let mut statement =
            db.prepare_cached(&format!("SELECT {COLUMNS} FROM {TABLES} WHERE r.at = ?1"))?;
        let mut marks = Vec::with_capacity(rows.len());
        for at in rows {
            let raw = statement.query_row([at], |row| self.read_mark(row)).optional()?;
            marks.extend(raw.flatten());
        }
        Ok(marks)
    }

    fn read_mark(&self, row: &Row<'_>) -> rusqlite::Result<Option<Mark>> {
        let label_no: u32 = row.get(0)?;
        // INVARIANT: nothing of a row is used before its label has been seen.
        if !self.visible.has(label_no) {
            return Ok(None);
        }
        let known = self.picture.labels.text(label_no);
        let (Some(known), Some(kind)) = (known, Kind::new(&row.get::<_, String>(1)?)) else {
            return Ok(None);
        };
        let body: Option<Vec<u8>> = row.get(17)?;
        let placed = bounds(row)?;
        // A version that was replaced has left the index of places; its body still says where it was.
        let of_body = || Facts::of(&kind, body.as_deref()?).bounds;
        let bounds = if row.get::<_, bool>(18)? { placed } else { of_body() };
        Ok(Some(Mark {
            subject: SubjectId(row.get(3)?),
            version: RecordId(row.get(2)?),
            at: Hlc(row.get::<_, i64>(4)?.cast_unsigned()),
            exercise: known.exercise,
            title: row.get(5)?,
            number: row.get(6)?,
            state: row.get(7)?,
            severity: severity(row.get(8)?),
            life_at_risk: row.get(9)?,
            when_ms: row.get(10)?,
            due_ms: row.get(11)?,
            parent: row.get::<_, Option<[u8; 16]>>(19)?.map(SubjectId),
            agency: row.get(12)?,
            bounds,
            body,
            kind,
        }))
    }
}

const TABLES: &str = "record r JOIN kind k ON k.no = r.kind_no LEFT JOIN place p ON p.at = r.at
  LEFT JOIN body b ON b.at = r.at";

/// The last but one: the body, unless the box is a point, give or take the rounding of the index.
const COLUMNS: &str =
    "r.label_no, k.name, r.id, r.subject, r.hlc, r.title, r.number, r.state, r.severity, r.life, r.when_ms,
  r.due_ms, r.agency, p.west, p.east, p.south, p.north,
  CASE WHEN p.at IS NULL OR p.east - p.west > 1 OR p.north - p.south > 1 THEN b.json END, r.head, r.parent";

fn bounds(row: &Row<'_>) -> rusqlite::Result<Option<Bounds>> {
    let degrees = |column: usize| {
        let units: Option<i32> = row.get(column)?;
        Ok::<_, rusqlite::Error>(units.map(|units| f64::from(units) / UNITS_PER_DEGREE))
    };
    let (Some(west), Some(east), Some(south), Some(north)) =
        (degrees(13)?, degrees(14)?, degrees(15)?, degrees(16)?)
    else {
        return Ok(None);
    };
    Ok(Some(Bounds { west, south, east, north }))
}

fn severity(no: u8) -> Severity {
    const ALL: [Severity; 5] =
        [Severity::Unknown, Severity::Minor, Severity::Moderate, Severity::Severe, Severity::Extreme];
    ALL.get(usize::from(no)).copied().unwrap_or_default()
}

/// What the statement of the heads asks of a row, asked of a version that is none any more.
fn passes(mark: &Mark, filter: &Filter) -> bool {
    let when = mark.when_ms.unwrap_or(i64::try_from(mark.at.unix_ms()).unwrap_or(i64::MAX));
    let touches = |b: Bounds| {
        filter.within.is_none_or(|box_| {
            b.west <= box_.east && b.east >= box_.west && b.south <= box_.north && b.north >= box_.south
        })
    };
    (filter.states.is_empty() || filter.states.contains(&mark.state.as_str()))
        && filter.agency.as_ref().is_none_or(|agency| *agency == mark.agency)
        && filter.number.as_ref().is_none_or(|number| *number == mark.number)
        && filter.parent.is_none_or(|parent| mark.parent == Some(parent))
        && filter.since_ms.is_none_or(|since| when >= since)
        && filter.until_ms.is_none_or(|until| when < until)
        && if filter.unplaced {
            mark.bounds.is_none()
        } else {
            filter.within.is_none() || mark.bounds.is_some_and(touches)
        }
}
