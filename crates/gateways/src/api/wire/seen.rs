//! Which versions a client saw.

use kulla_desk::Seen;
use kulla_record::RecordId;
use serde::Deserialize;
use utoipa::ToSchema;

/// The version that was seen. Where a subject has several heads: all of them, the one that is decided on first. Whoever
/// names fewer is told all, and nothing is written.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(untagged)]
pub enum SeenTold {
    /// The one head.
    One(RecordId),
    /// All heads of a conflict that a person settles.
    All(Vec<RecordId>),
}

impl SeenTold {
    /// The version that is decided on.
    pub fn first(&self) -> Option<RecordId> {
        match self {
            SeenTold::One(version) => Some(*version),
            SeenTold::All(versions) => versions.first().copied(),
        }
    }
}

impl From<SeenTold> for Seen {
    fn from(told: SeenTold) -> Seen {
        match told {
            SeenTold::One(version) => version.into(),
            SeenTold::All(versions) => Seen::of(versions),
        }
    }
}
