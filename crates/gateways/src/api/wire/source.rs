//! Sources of signals.

use std::collections::BTreeMap;

use jiff::Timestamp;
use kulla_record::SubjectId;
use serde::Serialize;
use utoipa::ToSchema;

use crate::intake::standing::State;

/// A page of sources.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SourcePage {
    /// The sources.
    pub items: Vec<SourceSeen>,
    /// Where to go on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

/// A source and how it stands.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SourceSeen {
    /// Its record.
    pub subject: SubjectId,
    /// The short name by which the operator knows it.
    pub code: String,
    /// What people call it.
    pub name: String,
    /// Through which door it comes.
    pub door: String,
    /// The agency that answers for it.
    pub owner: String,
    /// What it is for.
    pub purpose: String,
    /// The legal basis.
    pub basis: String,
    /// How often it is expected to speak, in seconds.
    pub period_s: Option<u32>,
    /// Switched off on purpose.
    pub retired: bool,
    /// How it is now.
    pub state: State,
    /// When it was last heard, since the node was started.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub last: Option<Timestamp>,
    /// What is wrong, in English; for its own agency only.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub trouble: String,
    /// How much came; for its own agency only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub counts: Option<SourceCounts>,
}

/// How much came from a source since the node was started.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SourceCounts {
    /// Events, messages or readings.
    pub came: u64,
    /// Pieces that went through the desk.
    pub taken: u64,
    /// Pieces that wait.
    pub waiting: u64,
    /// What became no record, by reason.
    pub dropped: BTreeMap<String, u64>,
}
