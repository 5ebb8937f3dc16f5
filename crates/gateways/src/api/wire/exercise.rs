//! The exercise that a session is in.

use std::collections::BTreeMap;

use jiff::Timestamp;
use kulla_record::kind::lesson::{ExerciseState, PlayedBy};
use kulla_record::{RecordId, SubjectId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The exercise, and who plays which role.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ExerciseSeen {
    /// Its subject.
    pub subject: SubjectId,
    /// The version that this is.
    pub version: RecordId,
    /// Its name.
    pub name: String,
    /// The scenario that is played.
    pub scenario: String,
    /// What places, times and values are drawn from.
    pub seed: u64,
    /// Seconds of the story in one second.
    pub pace: f64,
    /// Where it stands.
    pub state: ExerciseState,
    /// When it began.
    #[schema(value_type = String, format = DateTime)]
    pub started: Timestamp,
    /// When it ended.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub ended: Option<Timestamp>,
    /// Its roles.
    pub roles: Vec<PartSeen>,
}

/// One role of an exercise.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PartSeen {
    /// The profile's code.
    pub code: String,
    /// What it is called, by language.
    pub name: BTreeMap<String, String>,
    /// Who plays it.
    pub played_by: PlayedBy,
    /// Since when.
    #[schema(value_type = String, format = DateTime)]
    pub since: Timestamp,
    /// Whether the caller holds it.
    pub mine: bool,
    /// Whether the caller may take it over and give it back.
    pub may: bool,
}

/// Begins an exercise, or goes on with it. Its name is that of the session's exercise.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ExerciseTold {
    /// The scenario.
    pub scenario: String,
    /// SHA-256 of its file.
    #[serde(default)]
    pub scenario_hash: String,
    /// What is drawn from.
    pub seed: u64,
    /// Seconds of the story in one second.
    pub pace: f64,
    /// All its roles.
    pub roles: Vec<String>,
    /// Those that people play from the beginning.
    #[serde(default)]
    pub hands_on: Vec<String>,
}

/// Something that is about to be thrown in.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct InjectTold {
    /// Chosen by the client.
    pub id: RecordId,
    /// Its number in the scenario.
    pub number: u32,
    /// What the scenario calls it.
    pub name: String,
    /// Through which door.
    pub door: String,
    /// When in the story, in seconds.
    pub story_s: u32,
    /// When on the clock.
    #[schema(value_type = String, format = DateTime)]
    pub due: Timestamp,
}

/// What the door said.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct InjectAnswered {
    /// The signal that it became, where the door said so.
    pub became: Option<SubjectId>,
    /// Why the door refused it; absent where it took it.
    pub refused: Option<String>,
}

/// A step without anything to say.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Nothing {}
