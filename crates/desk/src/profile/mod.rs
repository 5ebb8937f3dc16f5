//! The deployment profile: agencies, areas, groups, roles, hazards, label defaults. Data, never code.
//!
//! A profile is a folder (`profiles/kosovo/`, documented there). A node keeps a copy that its operator may
//! edit, and reads it at start; what does not read stops the start with the file, the place and the rule.

mod area;
mod base;
mod csv;
mod outline;
mod people;
mod service;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use kulla_record::label::Word;
use serde::Deserialize;

pub use area::{Area, Shape};
pub use base::{BaseMap, Village};
pub use outline::{Outline, outlines};
pub use people::{DemoPerson, LabelDefault, People, Policies, Purpose, Role};
pub use service::{Choice, QUESTIONS_MAX, Question, SERVICES_MAX, Service};

/// The format of the files that this program reads.
const FORMAT: u32 = 1;
/// Items that may be called conspicuous, and minutes within which they are.
const BULK_ITEMS_MAX: usize = kulla_guard::bulk::ITEMS_MAX;
const BULK_MINUTES_MAX: u64 = 60;
const EXPORT_ITEMS_MAX: usize = 10_000;
/// Bytes of one file of a profile.
const FILE_BYTES_MAX: u64 = 4 << 20;

/// Text by language (`sq`, `sr`, `en`, …).
pub type Texts = BTreeMap<String, String>;

/// A text in a language, else in the first that there is; empty when there is none.
pub fn in_language<'a>(texts: &'a Texts, lang: &str) -> &'a str {
    texts.get(lang).or_else(|| texts.values().next()).map_or("", String::as_str)
}

/// A profile that does not read.
#[derive(Debug, thiserror::Error)]
#[error("the profile does not read: {file}: {problem}", file = file.display())]
pub struct BadProfile {
    /// Which file.
    pub file: PathBuf,
    /// What is wrong with it, and where.
    pub problem: String,
}

/// An agency, operator, partner, overseer or municipality.
#[derive(Debug, Clone, Deserialize)]
pub struct Agency {
    /// As labels write it.
    pub code: Word,
    /// `agency`, `operator`, `partner`, `oversight` or `municipality`.
    pub kind: String,
    /// Names by language.
    pub name: Texts,
    /// Abbreviations by language.
    #[serde(default)]
    pub short: Texts,
    /// What its administrators may give to its people; without it, only the first level of each policy, and to
    /// partners nothing.
    #[serde(default)]
    pub holds: Option<Holds>,
}

/// What an agency has of what grants give.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Holds {
    /// The highest clearance by policy.
    pub clearances: BTreeMap<Word, u8>,
    /// Categories.
    #[serde(default)]
    pub categories: BTreeSet<Word>,
    /// Nations and alliances.
    #[serde(default)]
    pub nations: BTreeSet<Word>,
}

/// A sharing group.
#[derive(Debug, Clone)]
pub struct Group {
    /// As labels write it, without `g:` and epoch.
    pub code: Word,
    /// Names by language.
    pub name: Texts,
    /// Agency codes, the 38 municipalities spelled out.
    pub members: Vec<Word>,
    /// Whether one administrator lets somebody in; two do for foreign and fusion groups, and where nothing is said.
    pub joined_by_one: bool,
    /// A category that its members have to hold.
    pub needs_category: Option<Word>,
}

/// A kind of emergency.
#[derive(Debug, Clone, Deserialize)]
pub struct Hazard {
    /// The profile's code.
    pub code: String,
    /// Names by language.
    pub name: Texts,
    /// CAP 1.2 `category`.
    pub category: String,
    /// OASIS event term; absent where no single term fits.
    #[serde(default)]
    pub oet: Option<EventTerm>,
    /// Words to begin with: CAP `severity`, `urgency`, `certainty`.
    #[serde(default)]
    pub severity: String,
    /// See `severity`.
    #[serde(default)]
    pub urgency: String,
    /// See `severity`.
    #[serde(default)]
    pub certainty: String,
    /// CAP `responseType`s to begin with.
    #[serde(default)]
    pub response: Vec<String>,
    /// The headline to begin with, by language; `{area}` is filled in. Needs a native editor.
    #[serde(default)]
    pub headline: Texts,
    /// What people should do, one step a line, by language. Needs a native editor.
    #[serde(default)]
    pub instruction: Texts,
}

/// A term of the OASIS Event Terms List.
#[derive(Debug, Clone, Deserialize)]
pub struct EventTerm {
    /// Such as `OET-081`.
    pub code: String,
    /// In words.
    pub term: String,
}

/// What the country is to the program.
#[derive(Debug, Clone, Deserialize)]
pub struct Country {
    format: u32,
    /// ISO 3166, or user-assigned.
    pub code: String,
    /// Names by language.
    pub name: Texts,
    /// The clock.
    pub time: TimeFacts,
    /// Languages.
    pub languages: Languages,
    /// Numbers to call, the first one first.
    #[serde(rename = "emergency_number")]
    pub emergency: Vec<EmergencyNumber>,
    /// The word that stands on everything of an exercise.
    pub exercise: ExerciseWord,
    /// Where areas come from.
    pub areas: AreaFacts,
    /// Where a map opens.
    #[serde(default)]
    pub map: Option<MapFacts>,
    /// How warnings are written as CAP.
    pub cap: CapFacts,
    /// What an overseer is told.
    #[serde(default)]
    pub oversight: Oversight,
}

/// What an overseer is told.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Oversight {
    /// Opening so many different things …
    pub bulk_items: usize,
    /// … within so many minutes.
    pub bulk_minutes: u64,
    /// So many records leave the node in files within a day by the hand of one person.
    pub export_items: usize,
}

impl Default for Oversight {
    fn default() -> Oversight {
        Oversight { bulk_items: 200, bulk_minutes: 5, export_items: 50 }
    }
}

impl Oversight {
    fn checked(&self) -> Result<(), String> {
        let (items, minutes) = (2..=BULK_ITEMS_MAX, 1..=BULK_MINUTES_MAX);
        let exports = 1..=EXPORT_ITEMS_MAX;
        match items.contains(&self.bulk_items)
            && minutes.contains(&self.bulk_minutes)
            && exports.contains(&self.export_items)
        {
            true => Ok(()),
            false => Err(format!(
                "[oversight]: `bulk_items` is 2 to {BULK_ITEMS_MAX}, `bulk_minutes` 1 to {BULK_MINUTES_MAX} and `export_items` 1 to {EXPORT_ITEMS_MAX}"
            )),
        }
    }
}

/// The zone of the clock on the wall.
#[derive(Debug, Clone, Deserialize)]
pub struct TimeFacts {
    /// IANA name.
    pub zone: String,
    /// What people read instead.
    pub shown_as: Texts,
}

/// Languages of the profile.
#[derive(Debug, Clone, Deserialize)]
pub struct Languages {
    /// Of the console, in order.
    pub interface: Vec<String>,
    /// Stands in where a text has no other.
    pub fallback: String,
    /// All that texts may be written in.
    pub known: Vec<String>,
    /// BCP 47 tag as CAP writes it.
    pub tags: Texts,
    /// Name of each language, by language.
    pub name: BTreeMap<String, Texts>,
}

/// A number to call.
#[derive(Debug, Clone, Deserialize)]
pub struct EmergencyNumber {
    /// The digits.
    pub number: String,
    /// Who answers, by language.
    pub name: Texts,
}

/// The word that stands on everything of an exercise.
#[derive(Debug, Clone, Deserialize)]
pub struct ExerciseWord {
    /// By language.
    pub word: Texts,
}

/// Where areas come from.
#[derive(Debug, Clone, Deserialize)]
pub struct AreaFacts {
    /// CAP `geocode` valueName.
    pub geocode_scheme: String,
    /// Said wherever an approximate area is shown.
    pub note: Texts,
}

/// Where a map opens, in degrees; not a boundary.
#[derive(Debug, Clone, Copy, Deserialize)]
pub struct MapFacts {
    /// Lowest longitude.
    pub west: f64,
    /// Lowest latitude.
    pub south: f64,
    /// Highest longitude.
    pub east: f64,
    /// Highest latitude.
    pub north: f64,
}

/// How warnings are written as CAP.
#[derive(Debug, Clone, Deserialize)]
pub struct CapFacts {
    /// CAP `sender`.
    pub sender: String,
    /// CAP `eventCode` valueName.
    pub event_code_scheme: String,
    /// CAP `senderName`, by language.
    pub sender_name: Texts,
}

/// A whole profile, as read at start.
#[derive(Debug, Clone)]
pub struct Profile {
    /// The country.
    pub country: Country,
    /// All agencies, municipalities among them.
    pub agencies: Vec<Agency>,
    /// Municipalities, in the order of their codes.
    pub areas: Vec<Area>,
    /// What lies under the map.
    pub base: BaseMap,
    /// Sharing groups.
    pub groups: Vec<Group>,
    /// Kinds of emergency.
    pub hazards: Vec<Hazard>,
    /// What the public may report.
    pub services: Vec<Service>,
    /// Roles, label defaults, policies, and the persons of an exercise-only node.
    pub people: People,
}

impl Profile {
    /// Reads the folder of a profile.
    pub fn load(dir: &Path) -> Result<Profile, BadProfile> {
        let country: Country = read_toml(&dir.join("profile.toml"))?;
        if country.format != FORMAT {
            return Err(BadProfile {
                file: dir.join("profile.toml"),
                problem: format!("`format` is {}, and this program reads format {FORMAT}", country.format),
            });
        }
        country
            .oversight
            .checked()
            .map_err(|problem| BadProfile { file: dir.join("profile.toml"), problem })?;
        let areas = area::load(&dir.join("municipalities.csv"))?;
        let mut agencies = read_toml::<Agencies>(&dir.join("agencies.toml"))?.agency;
        agencies.extend(areas.iter().map(Area::as_agency));
        let municipalities: Vec<Word> = areas.iter().map(|area| area.agency.clone()).collect();
        let raw_groups = read_toml::<RawGroups>(&dir.join("groups.toml"))?.group;
        let groups = raw_groups
            .into_iter()
            .map(|group| group.spelled_out(&municipalities))
            .collect::<Result<_, _>>();
        let groups = groups.map_err(|problem| BadProfile { file: dir.join("groups.toml"), problem })?;
        let hazards = read_toml::<Hazards>(&dir.join("hazards.toml"))?.hazard;
        let people = People::load(dir)?;
        let base = BaseMap::load(dir)?;
        let codes = agencies.iter().map(|agency| agency.code.as_str()).collect();
        let services = service::load(dir, &codes)?;
        let profile = Profile { country, agencies, areas, base, groups, hazards, services, people };
        let words = profile.vocabulary();
        words.map_err(|problem| BadProfile { file: dir.join("labels.toml"), problem })?;
        Ok(profile)
    }

    /// An agency by its code.
    pub fn agency(&self, code: &str) -> Option<&Agency> {
        self.agencies.iter().find(|agency| agency.code.as_str() == code)
    }

    /// A municipality by its code.
    pub fn area(&self, code: &str) -> Option<&Area> {
        self.areas.iter().find(|area| area.code == code)
    }

    /// A kind of emergency by its code.
    pub fn hazard(&self, code: &str) -> Option<&Hazard> {
        self.hazards.iter().find(|hazard| hazard.code == code)
    }

    /// Something that the public may report, by its code.
    pub fn service(&self, code: &str) -> Option<&Service> {
        self.services.iter().find(|service| service.code.as_str() == code)
    }

    /// Groups that an agency is in.
    pub fn groups_of<'a>(&'a self, agency: &'a Word) -> impl Iterator<Item = &'a Group> {
        self.groups.iter().filter(move |group| group.members.contains(agency))
    }
}

#[derive(Deserialize)]
struct Agencies {
    agency: Vec<Agency>,
}

#[derive(Deserialize)]
struct Hazards {
    hazard: Vec<Hazard>,
}

#[derive(Deserialize)]
struct RawGroups {
    group: Vec<RawGroup>,
}

#[derive(Deserialize)]
struct RawGroup {
    code: Word,
    name: Texts,
    members: Vec<String>,
    #[serde(default)]
    joining: String,
    #[serde(default)]
    needs_category: Option<Word>,
}

impl RawGroup {
    fn spelled_out(self, municipalities: &[Word]) -> Result<Group, String> {
        let mut members = Vec::new();
        for member in &self.members {
            match member.as_str() {
                "municipalities" => members.extend(municipalities.iter().cloned()),
                code => {
                    members.push(Word::new(code).map_err(|bad| format!("group `{}`: {bad}", self.code))?)
                }
            }
        }
        Ok(Group {
            code: self.code,
            name: self.name,
            members,
            joined_by_one: self.joining == "admin",
            needs_category: self.needs_category,
        })
    }
}

fn read_toml<T: for<'de> Deserialize<'de>>(file: &Path) -> Result<T, BadProfile> {
    toml::from_str(&read_text(file)?)
        .map_err(|bad| BadProfile { file: file.to_owned(), problem: bad.to_string() })
}

fn read_text(file: &Path) -> Result<String, BadProfile> {
    let bad = |problem: String| BadProfile { file: file.to_owned(), problem };
    let size = std::fs::metadata(file).map_err(|error| bad(error.to_string()))?.len();
    if size > FILE_BYTES_MAX {
        return Err(bad(format!("it has {size} bytes; at most {FILE_BYTES_MAX} are read")));
    }
    std::fs::read_to_string(file).map_err(|error| bad(error.to_string()))
}
