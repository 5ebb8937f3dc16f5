//! The warnings that everybody may read.

use kulla_picture::{Filter, Item, Reader};
use kulla_record::kind::warning::Warning;
use kulla_record::{Kind, RecordId, Session};

use crate::house::House;
use crate::problem::Problem;

/// Warnings of one page or feed.
pub const WARNINGS_MAX: usize = 100;
/// Characters of an identifier that is looked for.
const IDENTIFIER_CHARS_MAX: usize = 200;

/// One warning.
pub(crate) struct Shown {
    pub item: Item,
    pub warning: Warning,
}

pub(crate) struct Shelf {
    reader: Reader,
}

impl Shelf {
    pub fn new(house: &House, public: &Session) -> Shelf {
        Shelf { reader: house.desk.reader(public) }
    }

    /// Warnings in these states, newest first.
    pub fn list(&self, states: &[&'static str], max: usize) -> Result<Vec<Shown>, Problem> {
        let filter = Filter { kinds: vec![Kind::WARNING], states: states.to_vec(), ..Filter::default() };
        let items = self.reader.list(&filter, None, max)?.items;
        Ok(items.into_iter().filter_map(shown).collect())
    }

    /// The newest version of any warning, and how many there are: one of the two changes with whatever changes.
    pub fn state(&self) -> Result<(Option<RecordId>, usize), Problem> {
        let filter = Filter { kinds: vec![Kind::WARNING], ..Filter::default() };
        let newest = self.reader.list(&filter, None, 1)?.items.first().map(|item| item.version);
        Ok((newest, self.reader.count(&filter)?))
    }

    /// The warning with this identifier.
    pub fn find(&self, identifier: &str) -> Result<Shown, Problem> {
        if identifier.is_empty() || identifier.chars().count() > IDENTIFIER_CHARS_MAX {
            return Err(Problem::absent());
        }
        let number = Some(identifier.to_owned());
        let filter = Filter { kinds: vec![Kind::WARNING], number, ..Filter::default() };
        let found = self.reader.list(&filter, None, 1)?.items.into_iter().find_map(shown);
        found.ok_or_else(Problem::absent)
    }

    /// The warning that took the place of another.
    pub fn follower(&self, warning: &Warning) -> Result<Option<Shown>, Problem> {
        let Some(subject) = warning.followed_by else { return Ok(None) };
        Ok(self.reader.head(subject)?.and_then(shown))
    }
}

fn shown(item: Item) -> Option<Shown> {
    item.typed::<Warning>().map(|warning| Shown { item, warning })
}
