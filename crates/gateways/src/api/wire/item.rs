//! One version of a subject, lists of them, and strips of the queue.

use jiff::Timestamp;
use kulla_record::kind::signal::Severity;
use kulla_record::{PrincipalId, RecordId, SubjectId};
use serde::Serialize;
use utoipa::ToSchema;

use super::label::LabelSeen;

/// Who did something, as far as the reader may know: within one agency by name, across agencies by agency.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Author {
    /// Opaque.
    pub id: PrincipalId,
    /// Empty for people of other agencies and for machines.
    pub name: String,
    /// Code of the agency; empty for the node itself.
    pub agency: String,
}

/// One version of a subject.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Item {
    /// The lasting thing.
    pub subject: SubjectId,
    /// Its kind.
    pub kind: String,
    /// This version.
    pub version: RecordId,
    /// The newest versions; more than one is a conflict that a person settles.
    pub heads: Vec<RecordId>,
    /// When it was written.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// Who wrote it.
    pub author: Author,
    /// Who it is for.
    pub label: LabelSeen,
    /// The exercise that it belongs to.
    pub exercise: Option<String>,
    /// The body of its kind; null once it was erased.
    #[schema(value_type = Object)]
    pub body: serde_json::Value,
}

/// Another thing that this one has to do with.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct LinkSeen {
    /// How: `signal-of`, `near`.
    pub relation: String,
    /// `from` this subject, or `to` it.
    pub direction: String,
    /// The other end.
    pub subject: SubjectId,
    /// Its kind.
    pub kind: String,
    /// In one line.
    pub title: String,
    /// How bad, where it says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub severity: Option<Severity>,
}

/// Where, for a strip.
#[derive(Debug, Clone, Default, Serialize, ToSchema)]
pub struct StripPlace {
    /// In words.
    pub words: String,
    /// Codes of municipalities.
    pub areas: Vec<String>,
    /// Longitude, latitude.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub point: Option<[f64; 2]>,
}

/// One strip of the queue.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Strip {
    /// What it is about.
    pub subject: SubjectId,
    /// Its kind.
    pub kind: String,
    /// Its newest version.
    pub version: RecordId,
    /// What it wants: `triage`, `task`, `sign`.
    pub want: String,
    /// In one line.
    pub title: String,
    /// Language of the title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lang: Option<String>,
    /// Where it comes from.
    pub source: String,
    /// Where.
    pub place: StripPlace,
    /// How bad.
    pub severity: Severity,
    /// Whether a life is at risk.
    pub life_at_risk: bool,
    /// Since when it waits.
    #[schema(value_type = String, format = DateTime)]
    pub since: Timestamp,
    /// Until when.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub due: Option<Timestamp>,
    /// Grade of source and information.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub grade: Option<String>,
    /// Who has it in hand.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub held_by: Option<Author>,
    /// Where it stands, in the words of its kind.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    /// The exercise that it belongs to.
    pub exercise: Option<String>,
}

/// How many strips there are by what they want.
#[derive(Debug, Clone, Copy, Default, Serialize, ToSchema)]
pub struct QueueCounts {
    /// All together.
    pub all: usize,
    /// Signals that nobody has settled.
    pub triage: usize,
    /// Tasks of the own agency.
    pub tasks: usize,
    /// Warnings that wait for this person.
    pub sign: usize,
}

/// A page of the queue.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct StripPage {
    /// Life at risk first, then what is due, then severity, then the oldest.
    pub items: Vec<Strip>,
    /// Where the next page begins.
    pub next: Option<String>,
    /// All of them.
    pub counts: QueueCounts,
}

/// Something that a search found.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Hit {
    /// What.
    pub subject: SubjectId,
    /// Its kind.
    pub kind: String,
    /// In one line.
    pub title: String,
    /// When it was written.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// The line in which it was found.
    pub snippet: String,
}

macro_rules! pages {
    ($($(#[$doc:meta])* $name:ident($item:ty);)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Serialize, ToSchema)]
        pub struct $name {
            /// At most as many as were asked for.
            pub items: Vec<$item>,
            /// Where the next page begins; null at the end.
            pub next: Option<String>,
        }
    )*};
}
pub(super) use pages;

pages! {
    /// A page of items.
    ItemPage(Item);
    /// A page of what a search found, newest first.
    HitPage(Hit);
}
