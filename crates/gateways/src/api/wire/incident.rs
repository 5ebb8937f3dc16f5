//! Incidents, their log, and tasks.

use std::collections::BTreeMap;

use jiff::Timestamp;
use kulla_record::kind::signal::Severity;
use kulla_record::label::Word;
use kulla_record::place::Place;
use kulla_record::{PrincipalId, RecordId, SubjectId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::item::{Item, Strip, pages};
use super::label::LabelTold;
use super::seen::SeenTold;

/// An incident in one line.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct IncidentBrief {
    /// Which.
    pub subject: SubjectId,
    /// Its number.
    pub number: String,
    /// Its title by language.
    pub title: BTreeMap<String, String>,
}

/// How much hangs on an incident, of what the caller may see.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
pub struct IncidentCounts {
    /// Lines of its log.
    pub entries: usize,
    /// Tasks that are not ended.
    pub tasks: usize,
    /// Of these, late.
    pub tasks_late: usize,
}

/// An incident with its counts.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct IncidentRow {
    /// The incident.
    #[serde(flatten)]
    pub item: Item,
    /// What hangs on it.
    pub counts: IncidentCounts,
}

pages! {
    /// A page of incidents, newest first.
    IncidentPage(IncidentRow);
}

/// An incident with what belongs to it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct IncidentView {
    /// The incident.
    pub incident: Item,
    /// Its signals.
    pub signals: Vec<Strip>,
    /// Its warnings at work.
    pub drafts: Vec<Item>,
    /// What hangs on it.
    pub counts: IncidentCounts,
}

/// A new incident.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct IncidentTold {
    /// Chosen by the client.
    pub id: RecordId,
    /// Title by language, at least one.
    pub title: BTreeMap<String, String>,
    /// Code of the hazard.
    pub hazard: String,
    /// How bad.
    #[serde(default)]
    pub severity: Severity,
    /// Where.
    #[serde(default)]
    pub place: Place,
    /// When it began; now, if it is not said.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub began: Option<Timestamp>,
    /// The signal that it comes of.
    pub from_signal: Option<SubjectId>,
    /// Who it is for.
    #[schema(value_type = Option<kulla_record::Label>)]
    pub label: Option<LabelTold>,
}

/// What is changed; what is absent stays.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct IncidentUpdate {
    /// The version that was seen.
    pub head: SeenTold,
    /// Title by language, all of them.
    pub title: Option<BTreeMap<String, String>>,
    /// Code of the hazard.
    pub hazard: Option<String>,
    /// How bad.
    pub severity: Option<Severity>,
    /// Where.
    pub place: Option<Place>,
    /// When it began.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub began: Option<Timestamp>,
}

/// A step with a reason.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Because {
    /// The version that was seen.
    pub head: SeenTold,
    /// Why.
    #[serde(default)]
    pub reason: String,
    /// To reopen: the line of the log that says so; the reason, if there is none.
    #[serde(default)]
    pub text: String,
    /// Language of both.
    #[serde(default)]
    pub lang: String,
}

/// Who commands from now on.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HandOver {
    /// The version that was seen.
    pub head: SeenTold,
    /// Who.
    pub to: PrincipalId,
}

/// A line of the log.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EntryTold {
    /// Chosen by the client.
    pub id: RecordId,
    /// What happened.
    pub text: String,
    /// Whether it is a decision.
    #[serde(default)]
    pub decision: bool,
    /// Why it was decided so.
    #[serde(default)]
    pub reason: String,
    /// When it happened; now, if it is not said.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub when: Option<Timestamp>,
    /// Language of the text.
    #[serde(default)]
    pub lang: String,
    /// Who it is for.
    #[schema(value_type = Option<kulla_record::Label>)]
    pub label: Option<LabelTold>,
}

/// A corrected line; what is absent stays.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EntryCorrected {
    /// The version that was seen.
    pub head: SeenTold,
    /// What it says now.
    pub text: String,
    /// Whether it is a decision.
    pub decision: Option<bool>,
    /// Why it was decided so.
    pub reason: Option<String>,
    /// When it happened.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub when: Option<Timestamp>,
    /// Language of the text.
    pub lang: Option<String>,
}

/// A new task.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TaskTold {
    /// Chosen by the client.
    pub id: RecordId,
    /// What is to be done.
    pub title: String,
    /// More about it.
    #[serde(default)]
    pub text: String,
    /// Which agency.
    #[schema(value_type = String)]
    pub agency: Word,
    /// Until when.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub due: Option<Timestamp>,
    /// Where.
    #[serde(default)]
    pub place: Place,
    /// Whether a life depends on it.
    #[serde(default)]
    pub life_at_risk: bool,
    /// Who it is for.
    #[schema(value_type = Option<kulla_record::Label>)]
    pub label: Option<LabelTold>,
}

/// A step of a task.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TaskStepTold {
    /// The version that was seen.
    pub head: SeenTold,
    /// For `done`: what came of it.
    #[serde(default)]
    pub outcome: String,
    /// For `cancel`: why.
    #[serde(default)]
    pub reason: String,
}
