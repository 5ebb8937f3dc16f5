//! What the deciders are told: the country as data, whether this is an exercise, and the earlier warnings.
//!
//! Nothing about one country is code. `desk` fills a [`Profile`] from the deployment's profile once, and
//! hands it in with every command.

use std::collections::BTreeMap;

use jiff::tz::TimeZone;
use kulla_record::SubjectId;
use kulla_record::kind::warning::Warning;
use kulla_record::place::Point;

/// Words by language (BCP 47 primary tag).
pub type ByLanguage = BTreeMap<String, String>;

/// What is the same for all warnings of a node.
#[derive(Debug, Clone)]
pub struct Profile {
    /// CAP `sender`: no spaces, commas, `<` or `&`.
    pub sender: String,
    /// Name of the sender for people; empty where there is none.
    pub sender_names: ByLanguage,
    /// Languages that a warning may be written in, each with its BCP 47 tag in CAP: `sr` → `sr-Latn`.
    pub tags: ByLanguage,
    /// The language whose words stand in where a name has none in the language asked for.
    pub fallback: String,
    /// The zone whose offset the times of a message carry.
    pub zone: TimeZone,
    /// Municipalities by code.
    pub areas: BTreeMap<String, AreaFacts>,
    /// CAP `valueName` of the codes of areas.
    pub geocode_scheme: String,
    /// That the shapes of areas are approximate, in words; empty once boundaries are imported.
    pub areas_note: ByLanguage,
    /// Hazards by code.
    pub hazards: BTreeMap<String, HazardFacts>,
    /// CAP `contact`: whom to ask.
    pub contact: Option<String>,
    /// The word for an exercise, such as `EXERCISE`; at least one.
    pub exercise_words: ByLanguage,
}

/// One municipality.
#[derive(Debug, Clone)]
pub struct AreaFacts {
    /// Its names.
    pub names: ByLanguage,
    /// Languages that every warning for it is given in, or left out with a reason.
    pub official: Vec<String>,
    /// Where it is.
    pub shape: Shape,
}

/// The shape of a municipality.
#[derive(Debug, Clone)]
pub enum Shape {
    /// About here.
    Circle {
        /// The middle.
        centre: Point,
        /// How far it reaches, in kilometres.
        radius_km: f64,
    },
    /// Outer rings, each closed, at least four points.
    Polygons(Vec<Vec<Point>>),
}

/// One kind of hazard.
#[derive(Debug, Clone)]
pub struct HazardFacts {
    /// CAP `category`: `Met`.
    pub category: String,
    /// CAP `event`: its name for people.
    pub names: ByLanguage,
    /// CAP `eventCode`s: scheme and code, such as `OET:v1.2` and `OET-081`; may be empty.
    pub codes: Vec<(String, String)>,
}

/// For real or for practice. A data directory and a session decide that, never the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode<'a> {
    /// On an operational node, outside exercises.
    Actual,
    /// In an exercise.
    Exercise {
        /// Its name.
        name: &'a str,
    },
}

/// A warning that a content updates or cancels.
#[derive(Debug, Clone, Copy)]
pub struct Followed<'a> {
    /// Its subject.
    pub subject: SubjectId,
    /// As it stands now.
    pub warning: &'a Warning,
}

/// All of it.
#[derive(Debug, Clone, Copy)]
pub struct Facts<'a> {
    /// The country.
    pub profile: &'a Profile,
    /// For real or for practice.
    pub mode: Mode<'a>,
    /// Every warning that the content follows, as far as it could be found.
    pub followed: &'a [Followed<'a>],
}

impl Profile {
    /// The words in a language, else in the fallback language, else in any.
    pub(crate) fn say<'a>(&self, words: &'a ByLanguage, lang: &str) -> Option<&'a str> {
        let said = words.get(lang).or_else(|| words.get(&self.fallback)).or_else(|| words.values().next());
        said.map(String::as_str).filter(|text| !text.trim().is_empty())
    }

    /// The word that begins everything of an exercise: that of the language, or all of them.
    pub(crate) fn exercise_word(&self, lang: &str) -> String {
        self.exercise_words.get(lang).cloned().unwrap_or_else(|| self.all_exercise_words())
    }

    /// The words for an exercise in all languages, ` · ` between them.
    pub(crate) fn all_exercise_words(&self) -> String {
        let mut words: Vec<&str> = self.exercise_words.values().map(String::as_str).collect();
        words.dedup();
        words.join(" · ")
    }
}
