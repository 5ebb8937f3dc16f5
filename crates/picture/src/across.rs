//! A list over all files as one, newest first.

use crate::page::{CursorKey, CursorUse};
use crate::part::Which;
use crate::{Page, PictureError};

/// Where a row stands in the order of all files: by time, and where two have the very same by file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Place {
    at: i64,
    which: Which,
}

impl Place {
    /// Of a row.
    pub const fn of(which: Which, at: i64) -> Place {
        Place { at, which }
    }

    /// Where a cursor goes on; without one, before everything.
    pub fn after(cursor: Option<&str>, key: &CursorKey) -> Result<Place, PictureError> {
        let Some(cursor) = cursor else { return Ok(Place::of(Which::Looks, i64::MAX)) };
        let (at, file) = key.open(CursorUse::Page, cursor)?;
        let which =
            Which::ALL.into_iter().find(|which| *which as u64 == file).ok_or(PictureError::Cursor)?;
        Ok(Place::of(which, at.cast_signed()))
    }

    fn cursor(self, key: &CursorKey) -> String {
        key.seal(CursorUse::Page, self.at.cast_unsigned(), self.which as u64)
    }

    /// The rows of one file that come behind it have smaller ids than this.
    pub fn before_in(self, which: Which) -> i64 {
        if which < self.which { self.at.saturating_add(1) } else { self.at }
    }
}

/// What several files gave, each newest first.
pub(crate) struct Across<T> {
    limit: usize,
    found: Vec<(Place, T)>,
    /// Before this place some file was not looked at further.
    upto: Option<Place>,
}

impl<T> Across<T> {
    /// At most so many from all of them.
    pub const fn new(limit: usize) -> Across<T> {
        Across { limit, found: Vec::new(), upto: None }
    }

    /// One file gave these, and was left at `next` if there is more in it.
    pub fn add(&mut self, which: Which, found: impl IntoIterator<Item = (i64, T)>, next: Option<i64>) {
        self.found.extend(found.into_iter().map(|(at, item)| (Place::of(which, at), item)));
        self.upto = self.upto.max(next.map(|at| Place::of(which, at)));
    }

    /// The newest of all, and where to go on.
    pub fn page(mut self, key: &CursorKey) -> Page<T> {
        if let Some(upto) = self.upto {
            self.found.retain(|(place, _)| *place >= upto);
        }
        self.found.sort_by_key(|(place, _)| std::cmp::Reverse(*place));
        if self.found.len() > self.limit {
            self.found.truncate(self.limit);
            self.upto = self.found.last().map(|(place, _)| *place);
        }
        let next = self.upto.map(|place| place.cursor(key));
        Page { items: self.found.into_iter().map(|(_, item)| item).collect(), next }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const KEY: CursorKey = CursorKey::new([7; 32]);

    /// A file that gives at most so many, and may tire before it is through.
    fn asked(rows: &[i64], before: i64, limit: usize, tires: usize) -> (Vec<(i64, i64)>, Option<i64>) {
        let behind: Vec<i64> = rows.iter().rev().copied().filter(|at| *at < before).collect();
        let given = behind.len().min(limit).min(tires);
        let next = (given < behind.len()).then(|| behind[given - 1]);
        (behind[..given].iter().map(|at| (*at, *at)).collect(), next)
    }

    proptest! {
        /// Page after page gives everything once, newest first, however the files share it out.
        #[test]
        fn pages_over_two_files_are_everything_once(
            mut things in prop::collection::vec(0_i64..60, 0..40),
            mut looks in prop::collection::vec(0_i64..60, 0..40),
            limit in 1_usize..8,
            tires in 1_usize..8,
        ) {
            for rows in [&mut things, &mut looks] {
                rows.sort_unstable();
                rows.dedup();
            }
            let mut expected: Vec<i64> = things.iter().chain(&looks).copied().collect();
            expected.sort_unstable_by(|a, b| b.cmp(a));
            let (mut seen, mut cursor) = (Vec::new(), None);
            loop {
                let from = Place::after(cursor.as_deref(), &KEY).unwrap();
                let mut across = Across::new(limit);
                for (which, rows) in [(Which::Things, &things), (Which::Looks, &looks)] {
                    let (found, next) = asked(rows, from.before_in(which), limit, tires);
                    across.add(which, found, next);
                }
                let page = across.page(&KEY);
                prop_assert!(page.items.len() <= limit);
                seen.extend(page.items);
                cursor = page.next;
                if cursor.is_none() {
                    break;
                }
            }
            prop_assert_eq!(seen, expected);
        }
    }
}
