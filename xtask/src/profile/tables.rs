//! The fields of the files, as the README gives them. Unknown fields are refused, so that a slip of the pen
//! is no silent default.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde::Deserialize;

use super::Table;
use super::areas::Areas;
use crate::finding::Finding;

/// One text for each interface language.
pub type Texts = BTreeMap<String, String>;

/// All files of one profile.
pub struct Tables {
    pub profile: Table<Profile>,
    pub areas: Table<Areas>,
    pub agencies: Table<Agencies>,
    pub groups: Table<Groups>,
    pub roles: Table<Roles>,
    pub labels: Table<Labels>,
    pub hazards: Table<Hazards>,
    pub desk: Table<Desk>,
    pub services: Table<Services>,
}

impl Tables {
    /// Reads all files; `None` if one of them does not read, which is then among the findings.
    pub fn read(dir: &Path, findings: &mut Vec<Finding>) -> Option<Tables> {
        let profile: Option<Table<Profile>> = Table::read(dir, "profile.toml", findings);
        let areas =
            profile.as_ref().and_then(|profile| Areas::read(dir, &profile.says.areas.file, findings));
        let agencies = Table::read(dir, "agencies.toml", findings);
        let groups = Table::read(dir, "groups.toml", findings);
        let mut roles: Option<Table<Roles>> = Table::read(dir, "roles.toml", findings);
        if let Some(roles) = &mut roles {
            super::policies::read_into(dir, &mut roles.says, findings);
        }
        let labels = Table::read(dir, "labels.toml", findings);
        let hazards = Table::read(dir, "hazards.toml", findings);
        let desk = Table::read(dir, "desk.toml", findings);
        let services = Table::read(dir, "services.toml", findings);
        Some(Tables {
            profile: profile?,
            areas: areas?,
            agencies: agencies?,
            groups: groups?,
            roles: roles?,
            labels: labels?,
            hazards: hazards?,
            desk: desk?,
            services: services?,
        })
    }

    /// Codes of all agencies, municipalities among them.
    pub fn agency_codes(&self) -> BTreeSet<&str> {
        let named = self.agencies.says.agency.iter().map(|agency| agency.code.as_str());
        named.chain(self.areas.says.rows.iter().map(|row| row.agency.as_str())).collect()
    }

    /// The members of a group, with `municipalities` spelt out.
    pub fn members<'a>(&'a self, group: &'a Group) -> BTreeSet<&'a str> {
        let mut members: BTreeSet<&str> = group.members.iter().map(String::as_str).collect();
        if members.remove("municipalities") {
            members.extend(self.areas.says.rows.iter().map(|row| row.agency.as_str()));
        }
        members
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    pub format: u32,
    pub code: String,
    pub code3: String,
    pub phone: String,
    pub currency: String,
    pub population: u64,
    pub population_with_estimate: u64,
    pub name: Texts,
    pub time: Time,
    pub languages: Languages,
    pub numbers: BTreeMap<String, Numbers>,
    pub emergency_number: Vec<EmergencyNumber>,
    pub exercise: Exercise,
    pub map: Map,
    pub areas: AreasFile,
    pub oversight: Oversight,
    pub cap: Cap,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Time {
    pub zone: String,
    pub shown_as: Texts,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Languages {
    pub interface: Vec<String>,
    pub official_everywhere: Vec<String>,
    pub fallback: String,
    pub known: Vec<String>,
    pub tags: Texts,
    pub name: BTreeMap<String, Texts>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Numbers {
    pub decimal: String,
    pub thousands: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EmergencyNumber {
    pub number: String,
    pub name: Texts,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exercise {
    pub word: Texts,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Map {
    pub west: f64,
    pub south: f64,
    pub east: f64,
    pub north: f64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AreasFile {
    pub file: String,
    pub count: usize,
    pub approximate: bool,
    pub geocode_scheme: String,
    pub note: Texts,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Oversight {
    pub bulk_items: usize,
    pub bulk_minutes: u64,
    #[serde(default = "usual_export_items")]
    pub export_items: usize,
}

const fn usual_export_items() -> usize {
    50
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cap {
    pub sender: String,
    pub event_code_scheme: String,
    pub sender_name: Texts,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Agencies {
    pub agency: Vec<Agency>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Agency {
    pub code: String,
    pub kind: String,
    pub short: Texts,
    pub name: Texts,
    pub role: String,
    pub source: String,
    pub contact: String,
    #[serde(default)]
    pub holds: Holds,
}

/// What the administrators of an agency may give.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Holds {
    pub clearances: BTreeMap<String, u8>,
    pub categories: Vec<String>,
    pub nations: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Groups {
    pub group: Vec<Group>,
    pub nation: Vec<Named>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Group {
    pub code: String,
    pub name: Texts,
    pub members: Vec<String>,
    pub needs_category: Option<String>,
    pub joining: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Named {
    pub code: String,
    pub name: Texts,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Roles {
    pub role: Vec<Role>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Role {
    pub code: String,
    pub name: Texts,
    #[serde(default)]
    pub acts: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Labels {
    pub policy: Vec<Policy>,
    pub purpose: Vec<Purpose>,
    pub category: Vec<Category>,
    pub choice: Vec<Choice>,
    pub default: Vec<Default>,
    #[serde(default)]
    pub stanag4774: Option<Stanag4774>,
}

/// A category, and its value in labels of STANAG 4774.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Category {
    pub code: String,
    pub name: Texts,
    #[serde(default)]
    pub stanag4774: Option<String>,
}

/// The words of STANAG 4774 that don't stand beside what they are for.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stanag4774 {
    pub tags: BTreeMap<String, String>,
    #[serde(default)]
    pub nations: BTreeMap<String, String>,
}

/// A policy's words of STANAG 4774.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PolicyWords {
    pub name: String,
    #[serde(default)]
    pub uri: Option<String>,
    #[serde(default)]
    pub unmarked: Option<String>,
}

/// What a session may be for, and whose people may declare it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Purpose {
    pub code: String,
    pub name: Texts,
    pub of: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Policy {
    pub code: String,
    pub name: Texts,
    pub level: Vec<Level>,
    #[serde(default)]
    pub stanag4774: Option<PolicyWords>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Level {
    pub n: u8,
    pub code: String,
    pub name: Texts,
    pub assurance: String,
    #[serde(default)]
    pub stanag4774: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    pub key: u8,
    pub code: String,
    pub name: Texts,
    pub audience: Vec<Vec<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Default {
    pub kinds: Vec<String>,
    pub agencies: Vec<String>,
    pub owner: String,
    pub levels: BTreeMap<String, u8>,
    pub need: Vec<String>,
    pub audience: Vec<Vec<String>>,
    pub purposes: Vec<Vec<String>>,
    pub basis: String,
    pub controls: Vec<String>,
    pub personal: bool,
    pub retain_days: u32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Hazards {
    /// Whether native editors have been through all texts.
    #[serde(rename = "texts_edited")]
    pub _texts_edited: bool,
    pub hazard: Vec<Hazard>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Hazard {
    pub code: String,
    pub name: Texts,
    pub category: String,
    pub oet: Option<Oet>,
    #[serde(default)]
    pub oet_also: Vec<Oet>,
    pub severity: String,
    pub urgency: String,
    pub certainty: String,
    pub response: Vec<String>,
    pub headline: Texts,
    pub instruction: Texts,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Oet {
    pub code: String,
    pub term: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Desk {
    pub exercise_only: bool,
    pub invented: bool,
    pub person: Vec<Person>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Person {
    pub code: String,
    pub name: String,
    pub agency: String,
    pub roles: Vec<String>,
    pub groups: Vec<String>,
    pub nations: Vec<String>,
    pub clearances: BTreeMap<String, u8>,
    pub categories: Vec<String>,
    pub purpose: String,
    pub lang: String,
    /// Only those who enter by a link have one.
    pub link: Option<Texts>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Services {
    pub service: Vec<Service>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Service {
    pub code: String,
    pub name: Texts,
    pub description: Texts,
    pub group: Texts,
    #[serde(default, rename = "keywords")]
    pub _keywords: Vec<String>,
    pub agency: String,
    pub responsible: Option<String>,
    pub hazard: Option<String>,
    pub severity: String,
    #[serde(default, rename = "life_at_risk")]
    pub _life_at_risk: bool,
    #[serde(default)]
    pub question: Vec<Question>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    pub code: String,
    pub text: Texts,
    #[serde(default, rename = "required")]
    pub _required: bool,
    #[serde(default, rename = "several")]
    pub _several: bool,
    pub answer: Vec<Answer>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answer {
    pub key: String,
    pub text: Texts,
}
