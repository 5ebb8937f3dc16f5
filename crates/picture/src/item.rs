//! What a reader gets: one version of a subject, with what stands around it.

use std::sync::Arc;

use kulla_record::label::{Label, Word};
use kulla_record::{Hlc, Kind, LabelId, PrincipalId, RecordId, SubjectId};
use rusqlite::Row;

/// One version of a subject as a session may see it.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// What kind of body it has.
    pub kind: Kind,
    /// The lasting thing.
    pub subject: SubjectId,
    /// This version.
    pub version: RecordId,
    /// The versions that it took the place of.
    pub replaces: Vec<RecordId>,
    /// Whether nothing has taken its place.
    pub head: bool,
    /// When it was written; orders display only.
    pub at: Hlc,
    /// Who wrote it.
    pub author: PrincipalId,
    /// The id of its label in its log.
    pub label_id: LabelId,
    /// Its label.
    pub label: Arc<Label>,
    /// The exercise that it belongs to.
    pub exercise: Option<Word>,
    /// JSON of the kind; `None` once erased.
    pub body: Option<Vec<u8>>,
    /// One line for lists.
    pub title: String,
    /// Where it stands, in the words of its kind.
    pub state: String,
}

impl Item {
    /// The typed body; `None` when it was erased or does not read as this kind.
    pub fn typed<B: kulla_record::kind::Body>(&self) -> Option<B> {
        (self.kind == B::KIND).then(|| B::read(self.body.as_deref()?).ok()).flatten()
    }
}

/// One page of a list.
#[derive(Debug, Clone, PartialEq)]
pub struct Page<T> {
    /// At most as many as were asked for.
    pub items: Vec<T>,
    /// Where the next page begins; `None` at the end.
    pub next: Option<String>,
}

/// Where the columns of [`RawItem::read`] come from.
pub(crate) const TABLES: &str = "record r JOIN kind k ON k.no = r.kind_no LEFT JOIN body b ON b.at = r.at";

/// The columns of [`RawItem::read`], in its order.
pub(crate) const COLUMNS: &str = "r.id, k.name, r.subject, r.hlc, r.author, r.label_no, r.label, r.replaces, r.head, \
    b.json, r.title, r.state";

/// A row before its label has been looked at.
pub(crate) struct RawItem {
    pub label_no: u32,
    kind: String,
    id: [u8; 16],
    subject: [u8; 16],
    hlc: i64,
    author: [u8; 16],
    label: [u8; 16],
    replaces: Vec<u8>,
    head: bool,
    body: Option<Vec<u8>>,
    title: String,
    state: String,
}

impl RawItem {
    pub fn read(row: &Row<'_>) -> rusqlite::Result<RawItem> {
        Ok(RawItem {
            id: row.get(0)?,
            kind: row.get(1)?,
            subject: row.get(2)?,
            hlc: row.get(3)?,
            author: row.get(4)?,
            label_no: row.get(5)?,
            label: row.get(6)?,
            replaces: row.get(7)?,
            head: row.get(8)?,
            body: row.get(9)?,
            title: row.get(10)?,
            state: row.get(11)?,
        })
    }

    /// Puts the item together; `None` for a kind whose name is no name, which the log never takes.
    pub fn item(self, label: Arc<Label>, exercise: Option<Word>) -> Option<Item> {
        Some(Item {
            kind: Kind::new(&self.kind)?,
            subject: SubjectId(self.subject),
            version: RecordId(self.id),
            replaces: self
                .replaces
                .chunks_exact(16)
                .filter_map(|id| id.try_into().ok())
                .map(RecordId)
                .collect(),
            head: self.head,
            at: Hlc(self.hlc.cast_unsigned()),
            author: PrincipalId(self.author),
            label_id: LabelId(self.label),
            label,
            exercise,
            body: self.body,
            title: self.title,
            state: self.state,
        })
    }
}
