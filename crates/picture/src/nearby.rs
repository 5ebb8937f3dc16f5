//! The newest rows of a box, through the spatial index.
//!
//! The index knows where and when something was, and when it was written. A page wants what was written last, so the index is
//! asked in slices of time of writing, the newest first, and no further than until there is enough: of a region's busy day the
//! last hours, of a town's year the last days. What happened then was mostly written then, so slices are fine in the time of the
//! question; what was written later is in the first of them, and what was written earlier in the last. A slice costs at least a look
//! at every leaf of the index that lies in the box, so there are few of them.

use rusqlite::types::Value;
use rusqlite::{CachedStatement, Connection, params, params_from_iter};

use crate::boxes::{self, minute, minute_of_row};
use crate::labels::Sight;
use crate::query::Filter;
use crate::search::{Search, Statement};

/// Candidates that are looked at; when these are not enough the box is tested row by row, newest first.
const BOX_ROWS_MAX: usize = 20_000;
/// More than a page: everything is wanted, and one slice gives it.
const PAGE_ROWS_MAX: usize = 1_000;
/// The first slice is this part of the time of a question …
const SLICES: i64 = 4;
/// … and no wider than so many minutes: about as much as a leaf of a packed index holds of ten million records in a year.
const SLICE_MINUTES_MAX: i64 = 3 * 24 * 60;
/// A slice that gave fewer rows than this is followed by one four times as wide.
const SLICE_ROWS_MIN: usize = 1_000;
/// One that gives more than this is asked again, an eighth as wide.
const SLICE_ROWS_MAX: usize = 8_000;

const NEAR: &str = "SELECT at FROM place WHERE west <= ?1 AND east >= ?2 AND south <= ?3 AND north >= ?4
  AND minute_from <= ?5 AND minute_to >= ?6 AND written_from <= ?7 AND written_to >= ?8 LIMIT ?9";

/// Up to `limit` rows older than `before`, newest first; `None` when there is no box, or too much lies in it for this way.
pub(crate) fn rows(
    db: &Connection,
    visible: &Sight,
    filter: &Filter,
    search: &Search,
    (before, limit): (i64, usize),
) -> rusqlite::Result<Option<Vec<i64>>> {
    let Some(bounds) = filter.within else { return Ok(None) };
    let Some((oldest, newest)) = written(db, before)? else { return Ok(Some(Vec::new())) };
    let [west, east, south, north] = boxes::units(bounds);
    let (since, until) =
        (filter.since_ms.map_or(i32::MIN, minute), filter.until_ms.map_or(i32::MAX, minute));
    let mut near = db.prepare_cached(NEAR)?;
    let Statement { sql, values } = search.of_row();
    let mut passes = Passes { statement: db.prepare_cached(&sql)?, values, visible };
    let mut slices = Slices::new((oldest, newest), (since, until), limit <= PAGE_ROWS_MAX);
    let (mut found, mut looked_at) = (Vec::new(), 0);
    while let Some((from, to)) = slices.next() {
        let most = slices.rows_max().min(BOX_ROWS_MAX - looked_at);
        let asked = params![
            east,
            west,
            north,
            south,
            until,
            since,
            to,
            from,
            i64::try_from(most + 1).unwrap_or(i64::MAX)
        ];
        let mut rows: Vec<i64> = near.query_map(asked, |row| row.get(0))?.collect::<Result<_, _>>()?;
        if rows.len() > most {
            match slices.narrow((from, to)) {
                true => continue,
                false => return Ok(None),
            }
        }
        looked_at += rows.len();
        slices.gave(rows.len());
        rows.retain(|at| *at < before);
        rows.sort_unstable_by(|a, b| b.cmp(a));
        for at in rows {
            if passes.row(at)? {
                found.push(at);
            }
            if found.len() == limit {
                return Ok(Some(found));
            }
        }
    }
    Ok(Some(found))
}

/// The minutes in which the first and the last row before one were written; `None` where there are none.
fn written(db: &Connection, before: i64) -> rusqlite::Result<Option<(i32, i32)>> {
    let mut ends = db.prepare_cached(
        "SELECT (SELECT at FROM record ORDER BY at LIMIT 1), (SELECT at FROM record WHERE at < ?1 ORDER BY at DESC LIMIT 1)",
    )?;
    let (first, last): (Option<i64>, Option<i64>) =
        ends.query_row([before], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(first.zip(last).map(|(first, last)| (minute_of_row(first), minute_of_row(last))))
}

/// What is asked of a single row.
struct Passes<'a> {
    statement: CachedStatement<'a>,
    values: Vec<Value>,
    visible: &'a Sight,
}

impl Passes<'_> {
    fn row(&mut self, at: i64) -> rusqlite::Result<bool> {
        let row = Value::Integer(at);
        let mut hit = self.statement.query(params_from_iter(self.values.iter().chain([&row])))?;
        match hit.next()? {
            Some(row) => Ok(self.visible.has(row.get(0)?)),
            None => Ok(false),
        }
    }
}

/// Stretches of minutes, both ends within, the newest first, which together are all there are.
struct Slices {
    oldest: i64,
    /// The last minute of the next slice.
    to: i64,
    /// The time of the question.
    since: i64,
    until: i64,
    /// Minutes of a slice within it.
    width: i64,
    /// Whether a slice may be asked again as a narrower one.
    fine: bool,
}

impl Slices {
    fn new((oldest, newest): (i32, i32), (since, until): (i32, i32), fine: bool) -> Slices {
        let (oldest, newest) = (i64::from(oldest), i64::from(newest));
        let since = i64::from(since).min(newest).max(oldest);
        let until = i64::from(until).min(newest).max(since);
        let width = if fine { ((until - since) / SLICES).clamp(1, SLICE_MINUTES_MAX) } else { i64::MAX };
        Slices { oldest, to: newest, since, until, width, fine }
    }

    /// So many rows of one slice are taken.
    const fn rows_max(&self) -> usize {
        if self.fine { SLICE_ROWS_MAX } else { usize::MAX }
    }

    /// The slice was too wide, and is given again as a narrower one. `false` where it can't be.
    fn narrow(&mut self, (_, to): (i32, i32)) -> bool {
        let to = i64::from(to);
        let narrower = self.fine && self.width > 1 && to >= self.since;
        if narrower {
            (self.width, self.to) = ((self.width / 8).max(1), to);
        }
        narrower
    }

    fn next(&mut self) -> Option<(i32, i32)> {
        let to = self.to;
        if to < self.oldest {
            return None;
        }
        let from = match to >= self.since {
            true => to.min(self.until).saturating_sub(self.width.saturating_sub(1)).max(self.since),
            // Written before it happened.
            false => self.oldest,
        };
        self.to = from - 1;
        // Both lie between the ends, which are of 32 bits.
        Some((i32::try_from(from).unwrap_or(i32::MIN), i32::try_from(to).unwrap_or(i32::MAX)))
    }

    /// How many rows the last slice gave.
    fn gave(&mut self, rows: usize) {
        if rows < SLICE_ROWS_MIN {
            self.width = self.width.saturating_mul(4);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slice_that_is_too_wide_is_given_again_until_it_is_a_minute() {
        let mut slices = Slices::new((0, 100_000), (50_000, 60_000), true);
        let first = slices.next().unwrap();
        assert_eq!(first, (57_501, 100_000));
        assert!(slices.narrow(first));
        assert_eq!(slices.next(), Some((59_689, 100_000)));
        while slices.narrow((0, 100_000)) {}
        assert_eq!(slices.next(), Some((60_000, 100_000)));
        assert!(!slices.narrow((60_000, 100_000)), "a minute is not cut");
        let mut whole = Slices::new((0, 100_000), (50_000, 60_000), false);
        let first = whole.next().unwrap();
        assert!(!whole.narrow(first), "everything is wanted");
    }

    fn all(ends: (i32, i32), question: (i32, i32), fine: bool, rows: usize) -> Vec<(i32, i32)> {
        let mut slices = Slices::new(ends, question, fine);
        let mut seen = Vec::new();
        while let Some(slice) = slices.next() {
            slices.gave(rows);
            seen.push(slice);
        }
        seen
    }

    #[test]
    fn slices_are_everything_once_the_newest_first() {
        for ends in [(0, 0), (5, 5_000), (-400, 400_000), (7, 8)] {
            for question in [
                (i32::MIN, i32::MAX),
                (i32::MIN, 100),
                (100, i32::MAX),
                (100, 1_540),
                (900_000, 900_001),
                (3, 2),
            ] {
                for (fine, rows) in [(true, 0), (true, SLICE_ROWS_MIN), (false, 0)] {
                    let slices = all(ends, question, fine, rows);
                    assert_eq!(slices.first().map(|slice| slice.1), Some(ends.1));
                    assert_eq!(slices.last().map(|slice| slice.0), Some(ends.0));
                    assert!(slices.iter().all(|(from, to)| from <= to), "{slices:?}");
                    assert!(slices.windows(2).all(|two| two[1].1 == two[0].0 - 1), "{slices:?}");
                }
            }
        }
        assert_eq!(all((5, 4), (0, 9), true, 0), []);
    }

    #[test]
    fn they_are_fine_in_the_time_of_the_question_and_wide_outside() {
        let slices = all((0, 100_000), (50_000, 51_600), true, SLICE_ROWS_MIN);
        assert_eq!((slices[0], slices[1], slices.len()), ((51_201, 100_000), (50_801, 51_200), 6));
        assert_eq!(all((0, 100_000), (50_000, 51_600), false, 0), [(50_000, 100_000), (0, 49_999)]);
        assert_eq!(
            all((0, 900_000), (0, 900_000), true, SLICE_ROWS_MIN)[0],
            (895_681, 900_000),
            "three days"
        );
    }
}
