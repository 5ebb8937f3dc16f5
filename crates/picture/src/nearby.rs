//! The newest rows of a box, through the spatial index.
//!
//! The index knows where and when something was, and when it was written. A page wants what was written last, so the index is
//! asked in slices of time of writing, the newest first, and no further than until there is enough: of a region's busy day the
//! last hours, of a town's year the last days. What happened then was mostly written then, so slices are fine in the time of the
//! question; what was written later is in the first of them, and what was written earlier in the last. A slice costs at least a look
//! at every leaf of the index that lies in the box, so there are few of them, each much wider than the one before.
//!
//! The index knows kind and label of each box too ([`Tag`]), so the row of what is of another kind, or for others to see, is not
//! touched: a row somewhere in ten million costs more than a leaf.

use rusqlite::{CachedStatement, Connection, params};

use crate::boxes::{self, Tag, minute, minute_of_row};
use crate::labels::Sight;
use crate::query::Filter;
use crate::search::{Passes, Search};

/// Boxes that the index gives in all; when these are not enough the box is tested row by row, newest first.
const BOXES_MAX: usize = 100_000;
/// Rows that are looked at for what their tag does not say; likewise.
const LOOKED_MAX: usize = 20_000;
/// More than a page: everything is wanted, and one slice gives it.
const PAGE_ROWS_MAX: usize = 1_000;
/// The first slice is this part of the time of a question …
const SLICES: i64 = 4;
/// … and of so many minutes: narrower than a leaf of the index it would save no look at one.
const SLICE_MINUTES: std::ops::RangeInclusive<i64> = 24 * 60..=3 * 24 * 60;
/// A slice that gave less than all that is wanted is followed by one that is wider, as far as what is missing says, within these.
const WIDER: std::ops::RangeInclusive<usize> = 2..=64;
/// The first slice that gives more boxes than this is asked again, an eighth as wide.
const SLICE_BOXES_MAX: usize = 8_000;

const NEAR: &str = "SELECT at, tag FROM place WHERE west <= ?1 AND east >= ?2 AND south <= ?3 AND north >= ?4
  AND minute_from <= ?5 AND minute_to >= ?6 AND written_from <= ?7 AND written_to >= ?8 AND tag <= ?9 AND tag_to >= ?10
  LIMIT ?11";

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
    let times = (filter.since_ms.map_or(i32::MIN, minute), filter.until_ms.map_or(i32::MAX, minute));
    let tags = Tags { kinds: search.kinds().map(Tag::kind).collect(), visible };
    let mut near =
        Near { statement: db.prepare_cached(NEAR)?, sides: boxes::units(bounds), times, tags: &tags };
    let mut passes = Passes::new(db, search, visible)?;
    let mut slices = Slices::new((oldest, newest), times, limit <= PAGE_ROWS_MAX);
    let (mut found, mut given, mut looked_at) = (Vec::new(), 0, 0);
    while let Some(slice) = slices.next() {
        let most = slices.boxes_max().min(BOXES_MAX - given);
        let Some((boxes, mut rows)) = near.rows(slice, most)? else {
            match slices.narrow(slice) {
                true => continue,
                false => return Ok(None),
            }
        };
        let before_it = found.len();
        given += boxes;
        rows.retain(|at| *at < before);
        rows.sort_unstable_by(|a, b| b.cmp(a));
        for at in rows {
            looked_at += 1;
            if looked_at > LOOKED_MAX {
                return Ok(None);
            }
            if passes.row(at)? {
                found.push(at);
            }
            if found.len() == limit {
                return Ok(Some(found));
            }
        }
        slices.widen(found.len() - before_it, limit - found.len());
    }
    Ok(Some(found))
}

/// What a tag has to say.
struct Tags<'a> {
    /// Any of these; none: every kind.
    kinds: Vec<i32>,
    visible: &'a Sight,
}

impl Tags<'_> {
    /// The least and the greatest that may do.
    fn ends(&self) -> (i32, i32) {
        match (self.kinds.iter().min(), self.kinds.iter().max()) {
            (Some(first), Some(last)) => Tag::between(*first, *last),
            _ => (i32::MIN, i32::MAX),
        }
    }

    fn may_do(&self, tag: Tag) -> bool {
        (self.kinds.is_empty() || self.kinds.contains(&tag.kind_part()))
            && tag.label().is_none_or(|label| self.visible.has(label))
    }
}

/// The question to the index.
struct Near<'a> {
    statement: CachedStatement<'a>,
    /// West, east, south, north.
    sides: [i32; 4],
    /// When it was, in minutes.
    times: (i32, i32),
    tags: &'a Tags<'a>,
}

impl Near<'_> {
    /// How many boxes a slice of time of writing gives, and the rows among them whose tag may do; `None` where it gives more
    /// than `most`.
    fn rows(&mut self, (from, to): (i32, i32), most: usize) -> rusqlite::Result<Option<(usize, Vec<i64>)>> {
        let ([west, east, south, north], (since, until), (least, greatest)) =
            (self.sides, self.times, self.tags.ends());
        let limit = i64::try_from(most + 1).unwrap_or(i64::MAX);
        let asked = params![east, west, north, south, until, since, to, from, greatest, least, limit];
        let (mut boxes, mut rows) = (0, Vec::new());
        let mut hits = self.statement.query(asked)?;
        while let Some(hit) = hits.next()? {
            boxes += 1;
            if self.tags.may_do(Tag::new(hit.get(1)?)) {
                rows.push(hit.get(0)?);
            }
        }
        Ok((boxes <= most).then_some((boxes, rows)))
    }
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
    /// Boxes that it may give.
    boxes: usize,
    /// Whether a slice may be asked again as a narrower one.
    fine: bool,
}

impl Slices {
    fn new((oldest, newest): (i32, i32), (since, until): (i32, i32), fine: bool) -> Slices {
        let (oldest, newest) = (i64::from(oldest), i64::from(newest));
        let since = i64::from(since).min(newest).max(oldest);
        let until = i64::from(until).min(newest).max(since);
        let width = match fine {
            true => ((until - since) / SLICES).clamp(*SLICE_MINUTES.start(), *SLICE_MINUTES.end()),
            false => i64::MAX,
        };
        Slices { oldest, to: newest, since, until, width, boxes: SLICE_BOXES_MAX, fine }
    }

    /// So many boxes of one slice are taken.
    const fn boxes_max(&self) -> usize {
        if self.fine { self.boxes } else { usize::MAX }
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

    /// The last slice gave so many rows, and so many are still wanted.
    fn widen(&mut self, gave: usize, wanted: usize) {
        let wider = (wanted / gave.max(1)).clamp(*WIDER.start(), *WIDER.end());
        self.width = self.width.saturating_mul(i64::try_from(wider).unwrap_or(i64::MAX));
        self.boxes = self.boxes.saturating_mul(wider);
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

    fn all(ends: (i32, i32), question: (i32, i32), fine: bool, widens: bool) -> Vec<(i32, i32)> {
        let mut slices = Slices::new(ends, question, fine);
        let mut seen = Vec::new();
        while let Some(slice) = slices.next() {
            seen.push(slice);
            if widens {
                slices.widen(0, PAGE_ROWS_MAX);
            }
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
                for (fine, widens) in [(true, true), (true, false), (false, true)] {
                    let slices = all(ends, question, fine, widens);
                    assert_eq!(slices.first().map(|slice| slice.1), Some(ends.1));
                    assert_eq!(slices.last().map(|slice| slice.0), Some(ends.0));
                    assert!(slices.iter().all(|(from, to)| from <= to), "{slices:?}");
                    assert!(slices.windows(2).all(|two| two[1].1 == two[0].0 - 1), "{slices:?}");
                }
            }
        }
        assert_eq!(all((5, 4), (0, 9), true, true), []);
    }

    #[test]
    fn they_are_fine_in_the_time_of_the_question_and_wide_outside() {
        let slices = all((0, 100_000), (50_000, 58_000), true, false);
        assert_eq!((slices[0], slices[1], slices.len()), ((56_001, 100_000), (54_001, 56_000), 6));
        let slices = all((0, 100_000), (50_000, 58_000), true, true);
        assert_eq!(slices, [(56_001, 100_000), (50_000, 56_000), (0, 49_999)], "the rest of it at once");
        assert_eq!(all((0, 100_000), (50_000, 51_600), false, true), [(50_000, 100_000), (0, 49_999)]);
        let first = |question| all((0, 900_000), question, true, false)[0];
        assert_eq!(first((0, 900_000)), (895_681, 900_000), "three days at most");
        assert_eq!(first((10_000, 11_440)), (10_001, 900_000), "a day at least");
    }

    #[test]
    fn what_is_missing_says_how_much_wider_the_next_is() {
        let next = |gave, wanted| {
            let mut slices = Slices::new((0, 900_000), (0, 900_000), true);
            slices.next().unwrap();
            slices.widen(gave, wanted);
            slices.next().map(|(from, to)| (to - from + 1) / 4_320)
        };
        assert_eq!([next(90, 10), next(10, 91), next(0, 101)], [Some(2), Some(9), Some(64)]);
    }
}
