//! The alert as typed values: what a message says, free of how it was spelt.
//!
//! Fields are public and plain, so that a composer can fill them as it likes. Nothing is checked while
//! they are filled: [`crate::write`] refuses to emit what [`crate::validate`] would not accept.

use crate::codes::{Category, Certainty, MsgType, ResponseType, Scope, Severity, Status, Urgency};
use crate::geo::{Circle, Polygon};
use crate::time::Time;
use std::fmt;

/// What a block is written in when it names no language (CAP 1.2 §3.2.2 `language`).
pub const LANGUAGE_DEFAULT: &str = "en-US";

/// One CAP message (CAP 1.2 §3.2.1 `alert`).
#[derive(Debug, Clone, PartialEq)]
pub struct Alert {
    /// Unique among the messages of this sender; no spaces, commas, `<` or `&`.
    pub identifier: String,
    /// Globally unique name of the sender; no spaces, commas, `<` or `&`.
    pub sender: String,
    /// When the message was originated.
    pub sent: Time,
    /// Actual, exercise, system, test or draft.
    pub status: Status,
    /// Alert, update, cancel, acknowledgement or error.
    pub msg_type: MsgType,
    /// The operator or device that the alert came from.
    pub source: Option<String>,
    /// Public, restricted or private.
    pub scope: Scope,
    /// The rule that limits distribution; needed when `scope` is `Restricted`.
    pub restriction: Option<String>,
    /// The recipients; needed when `scope` is `Private`.
    pub addresses: Vec<String>,
    /// Codes for special handling, such as the profile that is followed.
    pub codes: Vec<String>,
    /// Purpose or significance of the message; names the exercise or explains the error.
    pub note: Option<String>,
    /// Earlier messages; needed for `Update`, `Cancel`, `Ack` and `Error`.
    pub references: Vec<Reference>,
    /// Names of incidents that the message is about.
    pub incidents: Vec<String>,
    /// The content, usually one block for each language.
    pub infos: Vec<Info>,
}

/// The extended identifier of an earlier message, `sender,identifier,sent` (§3.2.1 `references`).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Reference {
    /// Sender of the earlier message.
    pub sender: String,
    /// Identifier of the earlier message.
    pub identifier: String,
    /// When the earlier message was sent.
    pub sent: Time,
}

/// What is happening and what to do, in one language (§3.2.2 `info`).
#[derive(Debug, Clone, PartialEq)]
pub struct Info {
    /// RFC 3066 language tag; [`LANGUAGE_DEFAULT`] when the message names none.
    pub language: String,
    /// At least one category.
    pub categories: Vec<Category>,
    /// The kind of event in words.
    pub event: String,
    /// What the audience should do, as codes.
    pub response_types: Vec<ResponseType>,
    /// How soon to act.
    pub urgency: Urgency,
    /// How grave the event is.
    pub severity: Severity,
    /// How certain the event is.
    pub certainty: Certainty,
    /// Whom the block is meant for.
    pub audience: Option<String>,
    /// The kind of event in the code lists of others.
    pub event_codes: Vec<NamedValue>,
    /// From when the information holds; `sent` if absent.
    pub effective: Option<Time>,
    /// When the event is expected to begin.
    pub onset: Option<Time>,
    /// Until when the information holds.
    pub expires: Option<Time>,
    /// Name of the sender for people.
    pub sender_name: Option<String>,
    /// One line.
    pub headline: Option<String>,
    /// The hazard or event.
    pub description: Option<String>,
    /// What to do.
    pub instruction: Option<String>,
    /// A full absolute address with more information.
    pub web: Option<String>,
    /// Whom to ask.
    pub contact: Option<String>,
    /// Further values by agreement.
    pub parameters: Vec<NamedValue>,
    /// Pictures, recordings, documents.
    pub resources: Vec<Resource>,
    /// Where.
    pub areas: Vec<Area>,
}

/// A value in a list that `value_name` names (`eventCode`, `parameter` and `geocode`).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct NamedValue {
    /// The domain of the code.
    pub value_name: String,
    /// The code.
    pub value: String,
}

/// A file that goes with the block (§3.2.3 `resource`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resource {
    /// What it is, in words.
    pub description: String,
    /// RFC 2046 type and subtype.
    pub mime_type: String,
    /// Approximate size in bytes.
    pub size: Option<u64>,
    /// Absolute address, or the relative name of `content`.
    pub uri: Option<String>,
    /// The file itself (`derefUri`, base64 on the wire).
    pub content: Option<Vec<u8>>,
    /// SHA-1 of the file, 40 hexadecimal digits.
    pub digest: Option<String>,
}

/// A place (§3.2.4 `area`): the union of its polygons, circles and geocodes.
#[derive(Debug, Clone, PartialEq)]
pub struct Area {
    /// The place in words.
    pub description: String,
    /// Rings.
    pub polygons: Vec<Polygon>,
    /// Circles.
    pub circles: Vec<Circle>,
    /// The place in the code lists of others.
    pub geocodes: Vec<NamedValue>,
    /// Lowest altitude above mean sea level, in feet; the only one if there is no `ceiling`.
    pub altitude: Option<f64>,
    /// Highest altitude above mean sea level, in feet; only together with `altitude`.
    pub ceiling: Option<f64>,
}

impl Alert {
    /// The triple by which later messages refer to this one.
    pub fn reference(&self) -> Reference {
        Reference { sender: self.sender.clone(), identifier: self.identifier.clone(), sent: self.sent }
    }
}

impl NamedValue {
    /// A value in the list `value_name`.
    pub fn new(value_name: impl Into<String>, value: impl Into<String>) -> Self {
        Self { value_name: value_name.into(), value: value.into() }
    }
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{},{},{}", self.sender, self.identifier, self.sent)
    }
}
