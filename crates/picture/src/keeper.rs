//! What only the desk may ask: every head and every id, whoever may see them.

use std::sync::Arc;

use kulla_record::{LogId, RecordId};
use rusqlite::OptionalExtension;

use crate::labels::Sight;
use crate::{Picture, PictureError, Reader};

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
        self.picture.pool.with(|db| {
            let found = db
                .prepare_cached(
                    "SELECT l.id, r.seq FROM record r JOIN log l ON l.no = r.log_no WHERE r.id = ?1",
                )?
                .query_row([id.0], |row| Ok((LogId(row.get(0)?), row.get(1)?)))
                .optional()?;
            Ok(found)
        })
    }
}
