//! Actions: who does what until when.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Rest, bodies};
use crate::id::{PrincipalId, SubjectId};
use crate::place::Place;

/// Where a task stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum TaskState {
    /// On its way to the one who does it.
    Sent,
    /// Read by them.
    Acknowledged,
    /// Begun.
    Started,
    /// Finished.
    Done,
    /// Taken back, with a reason.
    Cancelled,
}

/// Work for somebody, with four clocks: sent, read, started, done.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Task {
    /// Its number for people, such as `T-031`.
    pub number: String,
    /// The incident that it serves.
    pub incident: SubjectId,
    /// What is to be done.
    pub title: String,
    /// More about it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
    /// The agency that is to do it.
    pub agency: String,
    /// Where it stands.
    pub state: TaskState,
    /// Where it is to be done.
    #[serde(default)]
    pub place: Place,
    /// Whether a life depends on it.
    #[serde(default)]
    pub life_at_risk: bool,
    /// First clock.
    #[schema(value_type = String, format = DateTime)]
    pub sent: Timestamp,
    /// Second clock.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub acknowledged: Option<Timestamp>,
    /// Third clock.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub started: Option<Timestamp>,
    /// Fourth clock: done, or cancelled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub ended: Option<Timestamp>,
    /// Until when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub due: Option<Timestamp>,
    /// Who took it on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<PrincipalId>,
    /// Why it was cancelled, or what came of it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub outcome: String,
    /// Fields of a newer program.
    #[serde(flatten)]
    #[schema(ignore)]
    pub rest: Rest,
}

bodies!(Task = TASK);
