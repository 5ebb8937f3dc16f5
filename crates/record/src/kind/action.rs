//! Actions: who does what until when, and with what: units, facilities and shelters are the register that is drawn on.

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

/// Where a unit stands: the columns of the T-card rack.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum UnitState {
    /// It can be sent.
    #[default]
    Available,
    /// Asked for and on its way.
    OnTheWay,
    /// At work.
    Working,
    /// Resting until its time.
    Resting,
    /// Not to be had.
    Out,
}

/// Something that can be sent: a crew with what it needs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Unit {
    /// What people call it.
    pub name: String,
    /// The agency that it belongs to.
    pub agency: String,
    /// Its call sign, such as `ZF-2`; what a map has room for.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub sign: String,
    /// What it is, in the words of the profile: `boat`, `pump`, `fire`, `patrol`, `medical`, `engineer`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub what: String,
    /// Symbol code of a force (APP-6 / MIL-STD-2525 in letters, 10 to 15 of them); empty for civil units.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub sidc: String,
    /// Where it stands in the work.
    #[serde(default)]
    pub state: UnitState,
    /// Where it is, as far as anybody said.
    #[serde(default)]
    pub place: Place,
    /// Since when this is so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub since: Option<Timestamp>,
    /// Fields of a newer program.
    #[serde(flatten)]
    #[schema(ignore)]
    pub rest: Rest,
}

/// Whether a facility or a shelter can be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Usable {
    /// As it should be.
    #[default]
    Open,
    /// In part.
    Limited,
    /// It takes no more.
    Full,
    /// Not at all.
    Closed,
}

/// Something that stands where it stands and that people depend on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Facility {
    /// What people call it.
    pub name: String,
    /// The agency or operator that answers for it.
    pub agency: String,
    /// What it is, in the words of the profile: `hospital`, `fire-station`, `substation`, `dam`, `bridge`, `school`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub what: String,
    /// Whether it can be used.
    #[serde(default)]
    pub state: Usable,
    /// Where it stands.
    #[serde(default)]
    pub place: Place,
    /// Fields of a newer program.
    #[serde(flatten)]
    #[schema(ignore)]
    pub rest: Rest,
}

/// Where people can stay.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Shelter {
    /// What people call it.
    pub name: String,
    /// The agency that runs it.
    pub agency: String,
    /// Whether it takes people.
    #[serde(default)]
    pub state: Usable,
    /// Where it stands.
    #[serde(default)]
    pub place: Place,
    /// How many people it has room for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub room: Option<u32>,
    /// How many are there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub taken: Option<u32>,
    /// Fields of a newer program.
    #[serde(flatten)]
    #[schema(ignore)]
    pub rest: Rest,
}

bodies!(Task = TASK, Unit = UNIT, Facility = FACILITY, Shelter = SHELTER);
