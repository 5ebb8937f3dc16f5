//! Public warnings: the working paper, the message as issued, and how each channel took it.
//!
//! All versions of a subject carry one label, and a working paper is for few while a warning is for all. So
//! the paper (`draft`) and the message (`warning`) are two subjects: issuing derives the second from the
//! first, and each CAP message stays a subject of its own.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::signal::Severity;
use super::{Rest, bodies};
use crate::id::{PrincipalId, SubjectId};
use crate::place::Place;

/// What a CAP message does: CAP 1.2 §3.2.1 `msgType`, as far as a warning of ours uses it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
pub enum MessageType {
    /// A first warning.
    Alert,
    /// Takes the place of an earlier one.
    Update,
    /// Takes an earlier one back.
    Cancel,
}

/// The text of one language.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, ToSchema)]
pub struct WarningText {
    /// In one line.
    pub headline: String,
    /// What is happening.
    #[serde(default)]
    pub description: String,
    /// What to do, one step a line.
    #[serde(default)]
    pub instruction: String,
    /// Fields of a newer program.
    #[serde(flatten)]
    #[schema(ignore)]
    pub rest: Rest,
}

/// What people are told: everything that an approval covers, and nothing else. The approval is on
/// [`Content::hash`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Content {
    /// Alert, update or cancel.
    pub message: MessageType,
    /// The warnings that it updates or cancels.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub follows: Vec<SubjectId>,
    /// The profile's code of the hazard.
    pub hazard: String,
    /// CAP `severity`.
    pub severity: Severity,
    /// CAP `urgency`.
    pub urgency: String,
    /// CAP `certainty`.
    pub certainty: String,
    /// CAP `responseType`s, such as `Evacuate`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub response: Vec<String>,
    /// When what is warned of begins.
    #[schema(value_type = String, format = DateTime)]
    pub onset: Timestamp,
    /// When the warning lapses.
    #[schema(value_type = String, format = DateTime)]
    pub expires: Timestamp,
    /// Where: municipality codes, and a shape where one is drawn.
    pub place: Place,
    /// Text by language (BCP 47 primary tag: `sq`, `sr`, `en`, `tr`, `bs`).
    pub texts: BTreeMap<String, WarningText>,
    /// Official languages of the chosen municipalities that are left out, each with the reason.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub left_out: BTreeMap<String, String>,
    /// Fields of a newer program.
    #[serde(flatten)]
    #[schema(ignore)]
    pub rest: Rest,
}

impl Content {
    /// SHA-256 over the JSON of the content with its fields in the order of this type and its maps sorted.
    /// An approval names it, and any edit changes it.
    pub fn hash(&self) -> [u8; 32] {
        use sha2::{Digest, Sha256};
        let mut hash = Sha256::new();
        hash.update(b"kulla/warning-content/1");
        hash.update(serde_json::to_vec(self).unwrap_or_default());
        hash.finalize().into()
    }

    /// The hash as 64 hexadecimal digits.
    pub fn hash_hex(&self) -> String {
        self.hash().iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

/// Where a working paper stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum DraftState {
    /// Being written.
    Draft,
    /// Waits for a second person.
    Submitted,
    /// A second person approved exactly this content.
    Approved,
    /// Sent back by a second person, with a reason.
    Refused,
    /// It stands as a warning.
    Issued,
    /// Given up.
    Withdrawn,
}

/// The working paper of a warning.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct WarningDraft {
    /// Its number for people, such as `W-2026-0031`.
    pub number: String,
    /// Where it stands.
    pub state: DraftState,
    /// What people will be told.
    pub content: Content,
    /// Everybody who wrote any version of the content; none of them approves it.
    pub writers: Vec<PrincipalId>,
    /// The incident that it belongs to, if any (readers of the draft may read it).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub incident: Option<SubjectId>,
    /// Who submitted it: the first of the two persons.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub submitted_by: Option<PrincipalId>,
    /// When it was submitted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub submitted: Option<Timestamp>,
    /// Until when the second person may decide.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub decide_by: Option<Timestamp>,
    /// Who approved or refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decided_by: Option<PrincipalId>,
    /// When they did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub decided: Option<Timestamp>,
    /// Which content they approved: 64 hexadecimal digits.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub approved_hash: String,
    /// What the second person, or whoever withdrew it, said.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub remark: String,
    /// The warning that came of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issued_as: Option<SubjectId>,
    /// Fields of a newer program.
    #[serde(flatten)]
    #[schema(ignore)]
    pub rest: Rest,
}

/// Where an issued warning stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum WarningState {
    /// It holds.
    InForce,
    /// A later one took its place.
    Updated,
    /// It was taken back.
    Cancelled,
    /// Its time ran out.
    Expired,
    /// It is a cancellation: it says that an earlier warning no longer holds.
    AllClear,
}

/// One CAP message as it was issued.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Warning {
    /// CAP `identifier`.
    pub identifier: String,
    /// CAP `sender`.
    pub sender: String,
    /// CAP `sent`, with its offset, to the second.
    pub sent: String,
    /// CAP `status`: `Actual` on an operational node outside exercises, `Exercise` in one.
    pub status: String,
    /// Where it stands.
    pub state: WarningState,
    /// What people are told.
    pub content: Content,
    /// The message, byte for byte, as it stands at its lasting address.
    pub xml: String,
    /// The warning that took its place or took it back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub followed_by: Option<SubjectId>,
    /// The two persons who issued it, by opaque id: writer who submitted, and approver.
    pub issued_by: Vec<PrincipalId>,
    /// Fields of a newer program.
    #[serde(flatten)]
    #[schema(ignore)]
    pub rest: Rest,
}

/// How one channel took one warning.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Delivery {
    /// The warning.
    pub warning: SubjectId,
    /// Which channel: `page`, `atom`, `rss`.
    pub channel: String,
    /// Whether it stands there.
    pub reached: bool,
    /// What went wrong, and when the next try is.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// Fields of a newer program.
    #[serde(flatten)]
    #[schema(ignore)]
    pub rest: Rest,
}

bodies!(WarningDraft = DRAFT, Warning = WARNING, Delivery = DELIVERY);
