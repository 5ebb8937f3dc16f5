//! Changes.

use kulla_record::{RecordId, SubjectId};
use serde::Serialize;
use utoipa::ToSchema;

use super::health::Health;

/// Something changed. The content is asked for by itself.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ChangeSeen {
    /// Where the stream stands after it; opaque.
    pub cursor: String,
    /// Of what.
    pub subject: SubjectId,
    /// Its kind.
    pub kind: String,
    /// The new version.
    pub version: RecordId,
    /// The part of the queue that it may touch: `triage`, `task`, `sign`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub want: Option<String>,
}

/// Changes behind a cursor.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ChangePage {
    /// In the order in which they became durable.
    pub changes: Vec<ChangeSeen>,
    /// Where to go on.
    pub next: String,
}

/// What a socket says.
#[derive(Debug, Clone, Serialize)]
#[serde(tag = "type", rename_all = "lowercase")]
pub enum LiveMessage {
    /// First of all.
    Hello {
        /// Where the stream begins.
        cursor: String,
    },
    /// Something changed.
    Change(ChangeSeen),
    /// The reader was too slow: load anew.
    Missed {
        /// How many changes it would have been told; absent when that is not known any more.
        #[serde(skip_serializing_if = "Option::is_none")]
        changes: Option<u64>,
        /// Where the stream goes on.
        after: String,
    },
    /// How the node is.
    Health(Health),
    /// The reader may do more or less than before: other rules stand, or a grant of theirs changed. What it is now is
    /// asked for by itself, at `/session`.
    May,
    /// The stream ends.
    End {
        /// Why.
        code: String,
    },
}
