//! Who one is, and the profile of the country.

use std::collections::BTreeMap;

use jiff::Timestamp;
use kulla_record::session::Assurance;
use serde::Serialize;
use utoipa::ToSchema;

use super::item::Author;

/// Words by language.
pub type ByLang = BTreeMap<String, String>;

/// The session of the caller.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SessionSeen {
    /// The name of the session of a browser, which opens nothing. A client that sends it as `x-kulla-session` is refused
    /// once its browser is somebody else at this address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Who.
    pub person: Author,
    /// Name of the agency.
    pub agency_name: ByLang,
    /// Roles.
    pub roles: Vec<String>,
    /// What they may do here.
    pub acts: Vec<String>,
    /// The one declared purpose.
    pub purpose: String,
    /// Language of the console.
    pub lang: String,
    /// The exercise that they take part in.
    pub exercise: Option<String>,
    /// The node.
    pub node: NodeSeen,
    /// How they proved who they are.
    pub assurance: Assurance,
    /// When the session ends at the latest.
    #[schema(value_type = String, format = DateTime)]
    pub until: Timestamp,
}

/// The node.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct NodeSeen {
    /// Its name.
    pub name: String,
    /// Whether it only ever holds exercises.
    pub exercise_only: bool,
}

/// The deployment profile, as far as the console needs it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ProfileSeen {
    /// Code of the country.
    pub code: String,
    /// Its name.
    pub name: ByLang,
    /// IANA name of the zone.
    pub time_zone: String,
    /// What people read instead.
    pub time_shown_as: ByLang,
    /// Languages of the console, in order.
    pub languages: Vec<String>,
    /// The first number to call.
    pub emergency: String,
    /// Municipalities.
    pub municipalities: Vec<MunicipalitySeen>,
    /// Kinds of emergency.
    pub hazards: Vec<HazardSeen>,
    /// Agencies, municipalities among them.
    pub agencies: Vec<AgencySeen>,
    /// Sharing groups.
    pub groups: Vec<GroupSeen>,
    /// Roles.
    pub roles: Vec<RoleSeen>,
    /// `approximate` or `imported`.
    pub boundaries: String,
    /// That areas are approximate, in words; empty once boundaries are imported.
    pub boundaries_note: ByLang,
}

/// A municipality.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct MunicipalitySeen {
    /// Number of the statistics office.
    pub code: String,
    /// Names.
    pub name: ByLang,
    /// Other names in use.
    pub also: Vec<String>,
    /// Longitude, latitude of the seat.
    pub seat: [f64; 2],
    /// People counted.
    pub population: u64,
    /// At least.
    pub low: u64,
    /// At most.
    pub high: u64,
    /// Whether the count may be planned with.
    pub plan: bool,
    /// Official languages.
    pub languages: Vec<String>,
}

/// A kind of emergency.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct HazardSeen {
    /// Code of the profile.
    pub code: String,
    /// OASIS event term.
    pub oet: Option<String>,
    /// CAP `category`.
    pub category: String,
    /// Names.
    pub name: ByLang,
    /// CAP `event`.
    pub event: ByLang,
    /// The headline to begin with; `{area}` is to be filled in.
    pub headline: ByLang,
    /// What people should do, one step a line.
    pub instruction: ByLang,
    /// CAP `severity` to begin with.
    pub severity: String,
    /// CAP `urgency` to begin with.
    pub urgency: String,
    /// CAP `certainty` to begin with.
    pub certainty: String,
    /// CAP `responseType`s to begin with.
    pub response: Vec<String>,
}

/// An agency.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AgencySeen {
    /// As labels write it.
    pub code: String,
    /// `agency`, `operator`, `partner`, `oversight`, `municipality`.
    pub kind: String,
    /// Names.
    pub name: ByLang,
    /// Abbreviations.
    pub short: ByLang,
}

/// A sharing group.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct GroupSeen {
    /// As labels write it, without its epoch.
    pub code: String,
    /// Names.
    pub name: ByLang,
    /// Codes of its agencies.
    pub members: Vec<String>,
}

/// A role.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RoleSeen {
    /// Its code.
    pub code: String,
    /// Names.
    pub name: ByLang,
}
