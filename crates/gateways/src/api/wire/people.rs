//! People of an agency, as its administrators see and change them.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use jiff::civil::Date;
use kulla_record::label::Word;
use kulla_record::{RecordId, SubjectId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::item::Author;
use super::me::{LinkWaiting, LogInSeen};
use super::seen::SeenTold;

/// What somebody is to hold. Nothing else of a grant can be said: agency, person and the epochs of groups follow.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HeldTold {
    /// The name.
    pub name: String,
    /// The word that they log in by, before `@` and the agency; made of the name if it is not said.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub login: Option<Word>,
    /// Roles.
    #[schema(value_type = Vec<String>)]
    pub roles: BTreeSet<Word>,
    /// Groups.
    #[schema(value_type = Vec<String>)]
    pub groups: BTreeSet<Word>,
    /// Nations and alliances.
    #[schema(value_type = Vec<String>)]
    pub nations: BTreeSet<Word>,
    /// Clearance by policy.
    #[schema(value_type = Object)]
    pub clearances: BTreeMap<Word, u8>,
    /// Categories.
    #[schema(value_type = Vec<String>)]
    pub categories: BTreeSet<Word>,
    /// From when; now, if it is not said.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub from: Option<Timestamp>,
    /// Until when.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub until: Option<Timestamp>,
    /// When somebody looks whether it is still needed.
    #[schema(value_type = String, format = Date)]
    pub review: Date,
    /// On what grounds.
    pub grounds: String,
    /// Language of the console.
    pub lang: String,
}

/// Somebody new.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PersonTold {
    /// Chosen by the client.
    pub id: RecordId,
    /// What they are to hold.
    pub held: HeldTold,
}

/// Another grant for somebody.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PersonChanged {
    /// The version that was seen.
    pub head: SeenTold,
    /// What they are to hold.
    pub held: HeldTold,
}

/// The end of a grant.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PersonEnded {
    /// The version that was seen.
    pub head: SeenTold,
    /// Why.
    pub reason: String,
}

/// What a second administrator says to a change.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeDecided {
    /// The hash of what was shown.
    #[serde(default)]
    pub hash: String,
    /// Of a refusal: why.
    #[serde(default)]
    pub reason: String,
}

/// What somebody holds.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct HeldSeen {
    /// The name.
    pub name: String,
    /// The word that they log in by, before `@` and the agency.
    pub login: String,
    /// The agency.
    pub agency: String,
    /// Roles.
    pub roles: Vec<String>,
    /// Groups.
    pub groups: Vec<String>,
    /// Nations and alliances.
    pub nations: Vec<String>,
    /// Clearance by policy.
    pub clearances: BTreeMap<String, u8>,
    /// Categories.
    pub categories: Vec<String>,
    /// From when.
    #[schema(value_type = String, format = DateTime)]
    pub from: Timestamp,
    /// Until when.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub until: Option<Timestamp>,
    /// When somebody looks whether it is still needed.
    #[schema(value_type = Option<String>, format = Date)]
    pub review: Option<Date>,
    /// On what grounds.
    pub grounds: String,
    /// Language of the console.
    pub lang: String,
}

/// Somebody of the agency.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PersonSeen {
    /// The lasting thing.
    pub subject: SubjectId,
    /// This version.
    pub version: RecordId,
    /// What they hold.
    pub held: HeldSeen,
    /// Whether it holds now.
    pub holds: bool,
    /// Why it was ended, if somebody ended it.
    pub ending: String,
    /// Whether the day of review has come.
    pub review_due: bool,
    /// Whether it takes two administrators to let them in anew.
    pub guarded: bool,
    /// Whether it is the one who asks.
    pub me: bool,
    /// How they log in.
    pub log_in: LogInSeen,
}

/// What waits for a second administrator.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ChangeSeen {
    /// The change.
    pub subject: SubjectId,
    /// Whom it is about.
    pub person: SubjectId,
    /// What they would hold.
    pub held: HeldSeen,
    /// What they hold now; nothing if they are new.
    pub was: Option<HeldSeen>,
    /// What asks for a second person: `act:warning.approve`, `group:ct-fusion`, `nation:nato`.
    pub second_for: Vec<String>,
    /// Who wants it.
    pub by: Author,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// Hash of exactly what would be written.
    pub hash: String,
    /// `proposed`, `confirmed`, `refused`, `withdrawn`.
    pub state: String,
    /// Whether whoever asks may confirm it.
    pub may_confirm: bool,
    /// Whether whoever asks wanted it, and so may take it back.
    pub mine: bool,
}

/// What the agency may give.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct HoldingsSeen {
    /// Roles.
    pub roles: Vec<String>,
    /// Of these, roles that two administrators give.
    pub guarded_roles: Vec<String>,
    /// Groups.
    pub groups: Vec<String>,
    /// Of these, groups that one joins by two persons.
    pub guarded_groups: Vec<String>,
    /// Nations and alliances.
    pub nations: Vec<String>,
    /// The highest clearance by policy.
    pub clearances: BTreeMap<String, u8>,
    /// Categories.
    pub categories: Vec<String>,
    /// Languages of the console.
    pub langs: Vec<String>,
}

/// The people of an agency.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PeopleSeen {
    /// All of them, those whose grant has ended too.
    pub people: Vec<PersonSeen>,
    /// What waits for a second administrator.
    pub changes: Vec<ChangeSeen>,
    /// Enrolment links that wait for one.
    pub changes_of_links: Vec<LinkWaiting>,
    /// What the agency may give.
    pub has: HoldingsSeen,
}

/// What an act of an administrator came to: one of the two.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PersonDone {
    /// Written.
    pub person: Option<PersonSeen>,
    /// Waits for a second administrator, or was decided.
    pub change: Option<ChangeSeen>,
}
