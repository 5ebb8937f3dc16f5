//! The one door out: a reader bound to a session.

use std::sync::Arc;

use crate::labels::Sight;
use kulla_record::{Kind, RecordId, SubjectId};
use rusqlite::{Connection, OptionalExtension, params};

use crate::across::{Across, Place};
use crate::item::{COLUMNS, Item, Page, RawItem, TABLES};
use crate::page::{BadCursor, PAGE_ITEMS_MAX};
use crate::part::{Part, Which};
use crate::query::{self, Filter};
use crate::waiting::{self, WaitingFrom};
use crate::{Picture, PictureError};

/// Versions of one subject that are looked through.
const VERSIONS_MAX: i64 = 10_000;
/// Counts go no further than this; the answer then says "at least".
pub const COUNT_MAX: usize = 10_000;

/// Reads for one session. Everything that leaves the picture leaves through here.
pub struct Reader {
    pub(crate) picture: Arc<Picture>,
    pub(crate) visible: Sight,
}

impl Reader {
    pub(crate) fn new(picture: Arc<Picture>, visible: Sight) -> Reader {
        Reader { picture, visible }
    }

    /// The newest version of a subject. Several when a cut-off node wrote too: a conflict for a person to
    /// settle. Empty when there is none, or none that this session may see: the answer is the same.
    pub fn heads(&self, subject: SubjectId) -> Result<Vec<Item>, PictureError> {
        // All versions of a subject stand in one log, and so in one file.
        let heads = self.picture.first_with(subject, |db, which| {
            let sql = format!(
                "SELECT {COLUMNS} FROM {TABLES} WHERE {} AND r.head = 1 ORDER BY r.at DESC",
                which.is_of_subject()
            );
            let mut statement = db.prepare_cached(&sql)?;
            let rows = statement.query_map([subject.0], RawItem::read)?.collect::<Result<Vec<_>, _>>()?;
            Ok(Some(rows).filter(|rows| !rows.is_empty()))
        })?;
        Ok(heads.into_iter().flatten().filter_map(|raw| self.open(raw)).collect())
    }

    /// The newest version, where heads differ the latest written one.
    pub fn head(&self, subject: SubjectId) -> Result<Option<Item>, PictureError> {
        Ok(self.heads(subject)?.into_iter().next())
    }

    /// One version by its id, if the subject's newest version is this session's to see.
    pub fn version(&self, id: RecordId) -> Result<Option<Item>, PictureError> {
        let found = self.picture.first_of(|db, which| {
            let sql = format!("SELECT {COLUMNS} FROM {TABLES} WHERE r.id = ?1");
            let raw = db.prepare_cached(&sql)?.query_row([id.0], RawItem::read).optional()?;
            let Some(raw) = raw else { return Ok(None) };
            Ok(Some(match self.open(raw) {
                Some(item) if item.head || self.sees_a_head(db, which, item.subject)? == Some(true) => {
                    Some(item)
                }
                _ => None,
            }))
        })?;
        Ok(found.flatten())
    }

    /// Whether a newest version of a subject is this session's to see; `None` where the file has none. Its content is not
    /// touched for that.
    fn sees_a_head(
        &self,
        db: &Connection,
        which: Which,
        subject: SubjectId,
    ) -> rusqlite::Result<Option<bool>> {
        let of_subject = which.is_of_subject();
        let mut labels = db.prepare_cached(&format!(
            "SELECT r.label_no FROM record r WHERE {of_subject} AND r.head = 1"
        ))?;
        let mut rows = labels.query([subject.0])?;
        let mut sees = None;
        while let Some(row) = rows.next()? {
            sees = Some(self.visible.has(row.get(0)?));
            if sees == Some(true) {
                break;
            }
        }
        Ok(sees)
    }

    /// All versions of a subject, newest first.
    pub fn history(&self, subject: SubjectId) -> Result<Vec<Item>, PictureError> {
        self.versions(subject, "r.at <= ?2", i64::MAX, usize::MAX)
    }

    /// Versions of a subject of what happened at or after a time (milliseconds since 1970), newest first.
    pub fn history_since(
        &self,
        subject: SubjectId,
        since_ms: i64,
        limit: usize,
    ) -> Result<Vec<Item>, PictureError> {
        self.versions(subject, "r.when_ms >= ?2", since_ms, limit)
    }

    /// The versions of a subject that were written up to a moment (milliseconds since 1970), newest first.
    pub fn versions_upto(
        &self,
        subject: SubjectId,
        moment_ms: i64,
        limit: usize,
    ) -> Result<Vec<Item>, PictureError> {
        self.versions(subject, "r.at <= ?2", crate::past::last_of(moment_ms), limit)
    }

    /// Versions of a subject on which a condition on `?2` holds, newest first. Whoever may see no head sees none.
    fn versions(
        &self,
        subject: SubjectId,
        condition: &str,
        bound: i64,
        limit: usize,
    ) -> Result<Vec<Item>, PictureError> {
        let limit = i64::try_from(limit).unwrap_or(VERSIONS_MAX).min(VERSIONS_MAX);
        let versions = self.picture.first_with(subject, |db, which| {
            match self.sees_a_head(db, which, subject)? {
                Some(true) => {}
                Some(false) => return Ok(Some(Vec::new())),
                None => return Ok(None),
            }
            let of_subject = which.is_of_subject();
            let sql = format!(
                "SELECT {COLUMNS} FROM {TABLES} WHERE {of_subject} AND {condition} ORDER BY r.at DESC LIMIT ?3"
            );
            let mut statement = db.prepare_cached(&sql)?;
            let rows = statement
                .query_map(params![subject.0, bound, limit], RawItem::read)?
                .collect::<Result<Vec<_>, _>>()?;
            Ok(Some(rows.into_iter().filter_map(|raw| self.open(raw)).collect()))
        })?;
        Ok(versions.unwrap_or_default())
    }

    /// A page of heads, newest first. `limit` is held to [`PAGE_ITEMS_MAX`].
    pub fn list(
        &self,
        filter: &Filter,
        after: Option<&str>,
        limit: usize,
    ) -> Result<Page<Item>, PictureError> {
        let from = Place::after(after, &self.picture.cursors)?;
        let limit = limit.clamp(1, PAGE_ITEMS_MAX);
        let mut across = Across::new(limit);
        for part in self.asked(filter) {
            part.with(|db| {
                let before = from.before_in(part.which);
                let found = query::candidates((db, part.which), &self.visible, filter, before, limit)?;
                across.add(part.which, self.items(db, &found.rows)?, found.next);
                Ok(())
            })?;
        }
        Ok(across.page(&self.picture.cursors))
    }

    /// The files in which anything can pass a filter.
    fn asked(&self, filter: &Filter) -> impl Iterator<Item = &Part> {
        self.picture.parts().iter().filter(|part| part.is_asked(filter))
    }

    /// What stands in these rows, with the rows.
    fn items(&self, db: &Connection, rows: &[i64]) -> rusqlite::Result<Vec<(i64, Item)>> {
        let mut statement =
            db.prepare_cached(&format!("SELECT {COLUMNS} FROM {TABLES} WHERE r.at = ?1"))?;
        let mut items = Vec::with_capacity(rows.len());
        for at in rows {
            let raw = statement.query_row([at], RawItem::read).optional()?;
            items.extend(raw.and_then(|raw| self.open(raw)).map(|item| (*at, item)));
        }
        Ok(items)
    }

    /// How many there are that this session may see, up to [`COUNT_MAX`].
    pub fn count(&self, filter: &Filter) -> Result<usize, PictureError> {
        let mut count = 0;
        for part in self.asked(filter) {
            count +=
                part.with(|db| Ok(query::count((db, part.which), &self.visible, filter, COUNT_MAX)?))?;
        }
        Ok(count.min(COUNT_MAX))
    }

    /// Signals that nobody has settled, the most urgent first and of these the oldest; and where to go on, until
    /// there are no more. `limit` is held to [`PAGE_ITEMS_MAX`].
    pub fn waiting(
        &self,
        from: WaitingFrom,
        limit: usize,
    ) -> Result<(Vec<Item>, Option<WaitingFrom>), PictureError> {
        let limit = limit.clamp(1, PAGE_ITEMS_MAX);
        self.things(|db| {
            let waiting = waiting::rows(db, &self.visible, from, limit)?;
            let rows: Vec<i64> = waiting.iter().map(|waiting| waiting.row).collect();
            let items = self.items(db, &rows)?.into_iter().map(|(_, item)| item).collect();
            let last = waiting.last().filter(|_| waiting.len() == limit);
            Ok((items, last.map(WaitingFrom::next)))
        })
    }

    /// How many wait, up to [`COUNT_MAX`].
    pub fn count_waiting(&self) -> Result<usize, PictureError> {
        self.things(|db| Ok(waiting::rows(db, &self.visible, WaitingFrom::default(), COUNT_MAX)?.len()))
    }

    /// The links of a subject whose other end this session sees too, with that end.
    pub fn links(&self, subject: SubjectId) -> Result<Vec<LinkedItem>, PictureError> {
        let mut linked = Vec::new();
        for outward in [true, false] {
            let mut filter = Filter { kinds: vec![Kind::LINK], ..Filter::default() };
            *(if outward { &mut filter.parent } else { &mut filter.other }) = Some(subject);
            for item in self.list(&filter, None, PAGE_ITEMS_MAX)?.items {
                let Some(link) = item.typed::<kulla_record::kind::governance::Link>() else { continue };
                let end = if outward { link.to } else { link.from };
                // INVARIANT: a link is seen only where both ends are.
                if let (false, Some(item)) = (link.removed, self.head(end)?) {
                    linked.push(LinkedItem { relation: link.relation, outward, item });
                }
            }
        }
        Ok(linked)
    }

    fn open(&self, raw: RawItem) -> Option<Item> {
        // INVARIANT: nothing of a row is used before its label has been seen.
        if !self.visible.has(raw.label_no) {
            return None;
        }
        let known = self.picture.labels.text(raw.label_no)?;
        raw.item(known.label, known.exercise)
    }

    /// Reads the file of everything but who looked at what: a look is no signal, and stands on no map.
    pub(crate) fn things<T>(
        &self,
        read: impl FnOnce(&Connection) -> Result<T, PictureError>,
    ) -> Result<T, PictureError> {
        self.picture.part(Which::Things).with(read)
    }
}

/// The other end of a link.
#[derive(Debug, Clone, PartialEq)]
pub struct LinkedItem {
    /// How the two have to do with each other.
    pub relation: String,
    /// Whether the link leads away from the subject that was asked about.
    pub outward: bool,
    /// The other end.
    pub item: Item,
}

impl From<BadCursor> for PictureError {
    fn from(_: BadCursor) -> Self {
        PictureError::Cursor
    }
}
