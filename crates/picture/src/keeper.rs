//! What only the desk may ask: every head and every id, whoever may see them.

use std::sync::Arc;

use kulla_record::kind::{Body, governance::LabelText};
use kulla_record::label::Label;
use kulla_record::{Hlc, LabelId, LogId, RecordId};
use rusqlite::{Connection, OptionalExtension};

use crate::labels::Sight;
use crate::part::Part;
use crate::{Picture, PictureError, Reader, schema};

/// Sees everything, so that the desk can check ids and heads, expire what has lapsed, and erase. There is one,
/// and it is handed to the desk; a gateway never holds it.
pub struct Keeper {
    picture: Arc<Picture>,
}

impl Keeper {
    pub(crate) fn new(picture: Arc<Picture>) -> Keeper {
        Keeper { picture }
    }

    /// A reader that sees all labels.
    pub fn reader(&self) -> Reader {
        Reader::new(Arc::clone(&self.picture), Sight::Whole)
    }

    /// In which log and at which place a record stands.
    pub fn place_of(&self, id: RecordId) -> Result<Option<(LogId, u64)>, PictureError> {
        self.picture.first_of(|db, _| {
            let found = db
                .prepare_cached(
                    "SELECT l.id, r.seq FROM record r JOIN log l ON l.no = r.log_no WHERE r.id = ?1",
                )?
                .query_row([id.0], |row| Ok((LogId(row.get(0)?), row.get(1)?)))
                .optional()?;
            Ok(found)
        })
    }

    /// The newest hybrid time that any log holds; `None` when nothing is written yet.
    pub fn newest(&self) -> Result<Option<Hlc>, PictureError> {
        let newest = |part: &Part| {
            part.with(|db| {
                Ok(db.query_row("SELECT max(at) FROM record", [], |row| row.get::<_, Option<i64>>(0))?)
            })
        };
        let newest = self.picture.parts().iter().map(newest).collect::<Result<Vec<_>, _>>()?;
        Ok(newest.into_iter().flatten().max().map(|at| Hlc(at.cast_unsigned())))
    }

    /// The labels whose text stands in each log, oldest first in each.
    pub fn labels(&self) -> Result<Vec<(LogId, LabelId, Label)>, PictureError> {
        let labels = self.picture.parts().iter().map(|part| part.with(labels));
        Ok(labels.collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect())
    }
}

fn labels(db: &Connection) -> Result<Vec<(LogId, LabelId, Label)>, PictureError> {
    let mut statement = db.prepare_cached(schema::LABEL_TEXTS)?;
    let mut rows = statement.query([])?;
    let mut labels = Vec::new();
    while let Some(row) = rows.next()? {
        let body: Option<Vec<u8>> = row.get(2)?;
        if let Some(text) = body.and_then(|body| LabelText::read(&body).ok()) {
            labels.push((LogId(row.get(3)?), LabelId(row.get(1)?), text.label));
        }
    }
    Ok(labels)
}
