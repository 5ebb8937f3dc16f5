//! Signals: what reaches the house from outside, as it came.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::reporting::HandedIn;
use super::{Rest, bodies};
use crate::id::SubjectId;
use crate::place::Place;

/// How much harm is possible or certain: CAP 1.2 §3.2.2 `severity`.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize, ToSchema,
)]
pub enum Severity {
    /// Not said.
    #[default]
    Unknown,
    /// Minimal to no known threat.
    Minor,
    /// Possible threat.
    Moderate,
    /// Significant threat.
    Severe,
    /// Extraordinary threat.
    Extreme,
}

/// A feed, sensor or desk that signals come from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Source {
    /// What people call it.
    pub name: String,
    /// Through which door it comes: `cap`, `eve`, `open311`, `desk`.
    pub door: String,
    /// What it is for.
    pub purpose: String,
    /// The legal basis for keeping what it sends.
    pub basis: String,
    /// The agency or person who answers for it.
    pub owner: String,
    /// How often it is expected to speak, in seconds; absent where it speaks when it has something to say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub period_s: Option<u32>,
    /// The short name by which a door knows it, such as `gjonaj`; unique among the sources of its owner.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub code: String,
    /// Where it stands.
    #[serde(default, skip_serializing_if = "nowhere")]
    pub place: Place,
    /// What it measures, and from where on a value matters.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub measures: Vec<Measure>,
    /// Switched off on purpose: its silence is no alarm.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub retired: bool,
    /// Fields of a newer program.
    #[serde(flatten)]
    #[schema(ignore)]
    pub rest: Rest,
}

fn nowhere(place: &Place) -> bool {
    *place == Place::default()
}

/// One property that a source measures.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, ToSchema)]
pub struct Measure {
    /// What is measured, such as `water-level`, `rain`, `kernel-drops`.
    pub property: String,
    /// Unit of its values, such as `m` (UCUM where it has a code).
    pub unit: String,
    /// Values from which on it matters, lowest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub thresholds: Vec<Threshold>,
    /// How far below a threshold the value has to fall before the alarm is over, in the unit of the values.
    #[serde(default)]
    pub hysteresis: f64,
    /// How fast it may rise before that alone is an alarm.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rise: Option<Rise>,
    /// Fields of a newer program.
    #[serde(flatten)]
    #[schema(ignore)]
    pub rest: Rest,
}

/// A value from which on it matters.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, ToSchema)]
pub struct Threshold {
    /// Its name in the profile: `watch`, `alarm`, `extreme`.
    pub name: String,
    /// The value, in the unit of the measure; reached means crossed.
    pub value: f64,
    /// How bad it is then.
    pub severity: Severity,
    /// Fields of a newer program.
    #[serde(flatten)]
    #[schema(ignore)]
    pub rest: Rest,
}

/// How fast a value may rise.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, ToSchema)]
pub struct Rise {
    /// So much in an hour or more, in the unit of the measure.
    pub per_hour: f64,
    /// Looked at over so many minutes.
    pub minutes: u32,
    /// How bad it is then.
    pub severity: Severity,
    /// Fields of a newer program.
    #[serde(flatten)]
    #[schema(ignore)]
    pub rest: Rest,
}

/// What a source measured of one property. Its subject is [`SubjectId::derived`]`("observation PROPERTY", source)`: the head is the newest reading, the history is the curve.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Observation {
    /// The source that measured.
    pub source: SubjectId,
    /// What was measured.
    pub property: String,
    /// Unit of the values.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub unit: String,
    /// The readings that came together, oldest first; at least one.
    pub readings: Vec<Reading>,
    /// Where.
    #[serde(default, skip_serializing_if = "nowhere")]
    pub place: Place,
    /// Fields of a newer program.
    #[serde(flatten)]
    #[schema(ignore)]
    pub rest: Rest,
}

/// One value at one time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Reading {
    /// When it was measured, as the source says.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// What was measured; finite.
    pub value: f64,
    /// A forecast, not a measurement.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub forecast: bool,
    /// Fields of a newer program.
    #[serde(flatten)]
    #[schema(ignore)]
    pub rest: Rest,
}

/// Whether an alarm still holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum AlarmState {
    /// It holds.
    Raised,
    /// What raised it is over; a person may still have to look.
    Cleared,
}

/// Something that a machine noticed: a threshold that was crossed, a source that fell silent, a group of IDS
/// alerts. One subject for each occurrence; its versions tell how it went on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Alarm {
    /// In one line, in English: names and figures only where they help.
    pub title: String,
    /// Which detector or door found it: `threshold`, `rise`, `silence`, `eve`.
    pub detector: String,
    /// Whether it still holds.
    pub state: AlarmState,
    /// How bad.
    #[serde(default)]
    pub severity: Severity,
    /// Why it was raised, in words.
    pub explanation: Explanation,
    /// The source that it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<SubjectId>,
    /// Where it comes from, in words.
    pub from: String,
    /// Where.
    #[serde(default, skip_serializing_if = "nowhere")]
    pub place: Place,
    /// When it began.
    #[schema(value_type = String, format = DateTime)]
    pub began: Timestamp,
    /// When what it stands for was seen last.
    #[schema(value_type = String, format = DateTime)]
    pub last: Timestamp,
    /// When it was over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub ended: Option<Timestamp>,
    /// How many events it stands for.
    pub count: u64,
    /// Some of those events, in words, the first ones first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub samples: Vec<String>,
    /// Fields of a newer program.
    #[serde(flatten)]
    #[schema(ignore)]
    pub rest: Rest,
}

/// Why a machine says what it says. The code and its facts are put into words in the reader's language
/// (`explain-CODE` in `locales/`); the text is the same in English, for whoever has only the record.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, ToSchema)]
pub struct Explanation {
    /// Such as `threshold-crossed`.
    pub code: String,
    /// Names and figures that the words need.
    #[serde(default, skip_serializing_if = "std::collections::BTreeMap::is_empty")]
    pub facts: std::collections::BTreeMap<String, String>,
    /// The whole in English.
    pub text: String,
    /// Fields of a newer program.
    #[serde(flatten)]
    #[schema(ignore)]
    pub rest: Rest,
}

/// A report from a citizen, the field or a partner.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Report {
    /// In one line.
    pub title: String,
    /// In full.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
    /// BCP 47 tag of the language of the text.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub lang: String,
    /// When it happened, as the reporter says.
    #[schema(value_type = String, format = DateTime)]
    pub seen: Timestamp,
    /// Where.
    #[serde(default)]
    pub place: Place,
    /// How bad.
    #[serde(default)]
    pub severity: Severity,
    /// Whether a life is at risk now.
    #[serde(default)]
    pub life_at_risk: bool,
    /// Where it came from, in words.
    pub from: String,
    /// What the form of the public held beyond this; absent for what an officer wrote down.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub handed_in: Option<HandedIn>,
    /// Fields of a newer program.
    #[serde(flatten)]
    #[schema(ignore)]
    pub rest: Rest,
}

/// A warning received from others: one CAP message, kept whole.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Bulletin {
    /// The headline, or the event where there is none.
    pub title: String,
    /// CAP `identifier`.
    pub identifier: String,
    /// CAP `sender`.
    pub sender: String,
    /// CAP `sent`, as written, with its offset.
    pub sent: String,
    /// CAP `msgType`: `Alert`, `Update`, `Cancel`, `Ack`, `Error`.
    pub msg_type: String,
    /// CAP `status`: `Actual`, `Exercise`, `System`, `Test`, `Draft`.
    pub status: String,
    /// `sender,identifier,sent` of the messages that it updates or cancels.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub references: Vec<String>,
    /// The worst severity of its blocks.
    #[serde(default)]
    pub severity: Severity,
    /// When it takes effect.
    #[schema(value_type = String, format = DateTime)]
    pub effective: Timestamp,
    /// When it lapses.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub expires: Option<Timestamp>,
    /// Where, all its areas together.
    #[serde(default)]
    pub place: Place,
    /// The text of each language.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub texts: Vec<BulletinText>,
    /// Rules that it bends, each as `rule: message`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub findings: Vec<String>,
    /// `none` where it is not signed, `unchecked` where it is.
    pub signature: String,
    /// The message as it came, decoded to UTF-8.
    pub xml: String,
    /// Fields of a newer program.
    #[serde(flatten)]
    #[schema(ignore)]
    pub rest: Rest,
}

/// One CAP `info` block as a person reads it.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, ToSchema)]
pub struct BulletinText {
    /// CAP `language`.
    pub lang: String,
    /// CAP `event`.
    pub event: String,
    /// CAP `headline`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub headline: String,
    /// CAP `description`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// CAP `instruction`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub instruction: String,
    /// CAP `severity`.
    #[serde(default)]
    pub severity: Severity,
    /// CAP `urgency`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub urgency: String,
    /// CAP `certainty`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub certainty: String,
    /// CAP `areaDesc` of each area.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub areas: Vec<String>,
    /// Fields of a newer program.
    #[serde(flatten)]
    #[schema(ignore)]
    pub rest: Rest,
}

bodies!(Source = SOURCE, Report = REPORT, Observation = OBSERVATION, Alarm = ALARM, Bulletin = BULLETIN,);
