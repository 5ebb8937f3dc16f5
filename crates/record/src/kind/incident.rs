//! Incidents and their chronological log.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::signal::Severity;
use super::{Rest, bodies};
use crate::id::{PrincipalId, SubjectId};
use crate::place::Place;

/// Where an incident stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum IncidentState {
    /// Being worked on.
    Active,
    /// Over, with a reason.
    Closed,
}

/// Something that happened and has somebody in charge (ICS 201).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Incident {
    /// Its number for people, such as `INC-2026-0147`.
    pub number: String,
    /// Title by language (BCP 47 primary tag); at least one.
    pub title: std::collections::BTreeMap<String, String>,
    /// The profile's code of the hazard.
    pub hazard: String,
    /// How bad.
    pub severity: Severity,
    /// Where it stands.
    pub state: IncidentState,
    /// Where it is.
    #[serde(default)]
    pub place: Place,
    /// When it began.
    #[schema(value_type = String, format = DateTime)]
    pub began: Timestamp,
    /// Who is in command.
    pub commander: PrincipalId,
    /// When it was closed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub closed: Option<Timestamp>,
    /// Why it was closed.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub closed_because: String,
    /// Fields of a newer program.
    #[serde(flatten)]
    #[schema(ignore)]
    pub rest: Rest,
}

/// One line of the chronological log (ICS 214). Corrected by a new version, never removed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Entry {
    /// The incident whose log it stands in.
    pub incident: SubjectId,
    /// When it happened.
    #[schema(value_type = String, format = DateTime)]
    pub when: Timestamp,
    /// What happened.
    pub text: String,
    /// Whether it is a decision.
    #[serde(default)]
    pub decision: bool,
    /// Why it was decided so; needed for a decision.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
    /// The agency that wrote it, which alone corrects it. It stands here because a grant, which would tell,
    /// can be erased.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub agency: String,
    /// BCP 47 tag of the language of the text.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub lang: String,
    /// Fields of a newer program.
    #[serde(flatten)]
    #[schema(ignore)]
    pub rest: Rest,
}

bodies!(Incident = INCIDENT, Entry = ENTRY);
