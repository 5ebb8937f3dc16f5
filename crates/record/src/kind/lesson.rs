//! Lessons: exercises as they were played, and what was thrown in.
//!
//! An exercise is kept like everything else: who played which role and when a person took it over stands in the
//! versions of one record, so that the report afterwards is worked out from the log and not from memory.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Rest, bodies};
use crate::id::{PrincipalId, SubjectId};

/// Where an exercise stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ExerciseState {
    /// Being played.
    Running,
    /// Over.
    Ended,
}

/// Who plays a role.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum PlayedBy {
    /// The exercise player, as the invented people of the exercise.
    Autopilot,
    /// People. The player does nothing that the role owes.
    People,
}

/// One role of an exercise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PlayedRole {
    /// The profile's code of the role.
    pub role: String,
    /// Who plays it.
    pub played_by: PlayedBy,
    /// Since when.
    #[schema(value_type = String, format = DateTime)]
    pub since: Timestamp,
    /// Who took it over or gave it back; absent where the exercise began so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<PrincipalId>,
    /// Fields of a newer program.
    #[serde(flatten)]
    #[schema(ignore)]
    pub rest: Rest,
}

/// One exercise. Its subject follows from its name, so that there is one in each log.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Exercise {
    /// Its name, which is that of its log.
    pub name: String,
    /// The scenario that is played.
    pub scenario: String,
    /// SHA-256 of the scenario's file, 64 hexadecimal digits: what was played, to the letter.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub scenario_hash: String,
    /// What places, times and values are drawn from; at most 2^53, so that every reader of JSON holds it.
    pub seed: u64,
    /// How many seconds of the story pass in one second. It shortens waits and changes no timestamp.
    pub pace: f64,
    /// Where it stands.
    pub state: ExerciseState,
    /// When it began.
    #[schema(value_type = String, format = DateTime)]
    pub started: Timestamp,
    /// When it ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub ended: Option<Timestamp>,
    /// The roles of the scenario, and who plays them.
    pub roles: Vec<PlayedRole>,
    /// Fields of a newer program.
    #[serde(flatten)]
    #[schema(ignore)]
    pub rest: Rest,
}

/// Where an inject stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum InjectState {
    /// About to be sent. Written before it is, so that a player that was killed sends the very same again.
    Due,
    /// The door took it.
    Sent,
    /// The door refused it, or there was no such door.
    Refused,
}

/// Something that was thrown in through a door.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Inject {
    /// The exercise.
    pub exercise: SubjectId,
    /// Its number in the scenario, from 1.
    pub number: u32,
    /// What the scenario calls it.
    pub name: String,
    /// Through which door it came: `cap`, `report`, `observations`, `open311`, `eve`.
    pub door: String,
    /// Where it stands.
    pub state: InjectState,
    /// When it was due in the story, in seconds from its beginning.
    pub story_s: u32,
    /// When it was due on the clock, which is the time that it says itself.
    #[schema(value_type = String, format = DateTime)]
    pub due: Timestamp,
    /// When the door had taken it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub sent: Option<Timestamp>,
    /// The signal that it became, where the door said so and every reader of this may read that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub became: Option<SubjectId>,
    /// What the door said when it refused.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// Fields of a newer program.
    #[serde(flatten)]
    #[schema(ignore)]
    pub rest: Rest,
}

impl Exercise {
    /// The subject of the exercise of this name.
    pub fn subject(name: &str) -> SubjectId {
        SubjectId::derived(&format!("exercise {name}"), SubjectId([0; 16]))
    }

    /// A role of it.
    pub fn role(&self, code: &str) -> Option<&PlayedRole> {
        self.roles.iter().find(|role| role.role == code)
    }
}

bodies!(Exercise = EXERCISE, Inject = INJECT);
