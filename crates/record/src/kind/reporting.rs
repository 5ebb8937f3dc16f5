//! Reporting: what the public hands in beside the words of a report, what an agency decides about it, and what the
//! public is shown of it.
//!
//! Four subjects, each with a label of its own, because each is for other people: the `report` for those who work on
//! it, the `reporter` for the agency that may have to call back, the `moderation` for whoever reads the report, the
//! `notice` for everybody. A report itself is never shown to the public.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Rest, bodies};
use crate::id::{PrincipalId, SubjectId};
use crate::place::Place;

/// What the form of a report held beyond its words. Nothing of it says who handed it in.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, ToSchema)]
pub struct HandedIn {
    /// What people call the report: `R-7K3FQ-9WXYZ`. Random, so it tells nothing about how many others there are.
    pub number: String,
    /// Code of the service in the profile: `flooded-road`.
    pub service: String,
    /// Answers to the questions of that service, by the code of each.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub answers: BTreeMap<String, Vec<String>>,
    /// Photographs, without their metadata.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub photos: Vec<Photo>,
    /// Addresses of media elsewhere, as the reporter gave them. Nothing is fetched.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<String>,
    /// What the reporter added later, by the feedback code, in the order in which it came.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub added: Vec<Added>,
    /// Fields of a newer program.
    #[serde(flatten)]
    #[schema(ignore)]
    pub rest: Rest,
}

/// A line that a reporter added later.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Added {
    /// When it came.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// Their words.
    pub text: String,
    /// Fields of a newer program.
    #[serde(flatten)]
    #[schema(ignore)]
    pub rest: Rest,
}

/// A photograph beside the log.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, ToSchema)]
pub struct Photo {
    /// Name of the blob, 32 hexadecimal digits; random.
    pub blob: String,
    /// Bytes of it.
    pub bytes: u64,
    /// SHA-256 over salt and content, 64 hexadecimal digits.
    pub commitment: String,
    /// `image/jpeg` or `image/png`.
    pub media: String,
    /// Pixels across.
    pub width: u32,
    /// Pixels down.
    pub height: u32,
    /// How it has to be turned to stand upright, 1 to 8 (TIFF 6.0 `Orientation`); 1 is as it is.
    pub turned: u8,
    /// Fields of a newer program.
    #[serde(flatten)]
    #[schema(ignore)]
    pub rest: Rest,
}

/// Who handed a report in, if they said so. Apart from the report, and erasable without it. Its subject is
/// [`SubjectId::derived`]`("reporter", report)`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, ToSchema)]
pub struct Reporter {
    /// What they call themselves.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// Telephone.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub phone: String,
    /// Mail.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub email: String,
    /// Fields of a newer program.
    #[serde(flatten)]
    #[schema(ignore)]
    pub rest: Rest,
}

/// Whether anything of a report is public.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Shown {
    /// Nobody has decided.
    #[default]
    Waiting,
    /// A `notice` is public.
    Published,
    /// Nothing of it will be public.
    Rejected,
    /// A notice was public and is not any more.
    Hidden,
}

/// What whoever holds the feedback code is told of the work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Progress {
    /// It has come in.
    #[default]
    Received,
    /// Somebody works on it.
    InHand,
    /// The work is done.
    Done,
    /// It belongs to somebody else; the answer says to whom.
    PassedOn,
}

/// What an agency decided about a report. Its subject is [`SubjectId::derived`]`("moderation", report)`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Moderation {
    /// The report.
    pub report: SubjectId,
    /// Whether anything of it is public.
    #[serde(default)]
    pub shown: Shown,
    /// On what grounds it was rejected or hidden. For the agencies, not for the reporter.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
    /// What whoever holds the code is told of the work.
    #[serde(default)]
    pub progress: Progress,
    /// What they are told in words.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub answer: String,
    /// When they were last told something.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub answered: Option<Timestamp>,
    /// Photographs of the report that nobody is shown any more.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub withheld: Vec<Withheld>,
    /// Who decided last; absent while nobody has.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<PrincipalId>,
    /// Fields of a newer program.
    #[serde(flatten)]
    #[schema(ignore)]
    pub rest: Rest,
}

/// A photograph that somebody took out of sight.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Withheld {
    /// Name of the blob.
    pub blob: String,
    /// On what grounds. For the agencies, not for the reporter.
    pub reason: String,
    /// Who did.
    pub by: PrincipalId,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// Fields of a newer program.
    #[serde(flatten)]
    #[schema(ignore)]
    pub rest: Rest,
}

/// Where a notice stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum NoticeState {
    /// Somebody has to do something, or does.
    Open,
    /// It is done.
    Closed,
    /// It was taken back and is shown no more.
    Withdrawn,
}

/// What everybody is shown of a report: words, a rounded place and a state that an officer chose. It names neither the
/// report's subject nor whoever handed it in. Its subject is [`SubjectId::derived`]`("notice", report)`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Notice {
    /// The number that the reporter was given.
    pub number: String,
    /// Code of the service in the profile.
    pub service: String,
    /// Where it stands.
    pub state: NoticeState,
    /// The officer's words; empty once it is withdrawn.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub words: String,
    /// BCP 47 tag of their language.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub lang: String,
    /// Where, rounded.
    #[serde(default)]
    pub place: Place,
    /// When it was handed in, to the hour.
    #[schema(value_type = String, format = DateTime)]
    pub made: Timestamp,
    /// When this version was written.
    #[schema(value_type = String, format = DateTime)]
    pub updated: Timestamp,
    /// What is being done.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// Always empty: photographs are never public.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub photos: Vec<Photo>,
    /// Fields of a newer program.
    #[serde(flatten)]
    #[schema(ignore)]
    pub rest: Rest,
}

bodies!(Reporter = REPORTER, Moderation = MODERATION, Notice = NOTICE,);
