//! Signals: what reaches the house from outside, as it came.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Rest, bodies};
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

bodies!(Source = SOURCE, Report = REPORT, Bulletin = BULLETIN);
