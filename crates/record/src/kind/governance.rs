//! Governance: what ties records together, who people are, and what was done to the log itself.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Kind, Rest, bodies};
use crate::id::{LogId, PrincipalId, RecordId, SubjectId};
use crate::label::{Label, Word};

/// One subject has to do with another. It has a label of its own and is seen only where both ends are.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Link {
    /// From here.
    pub from: SubjectId,
    /// To there.
    pub to: SubjectId,
    /// How: `signal-of` (signal → incident), `warning-of` (draft → incident), `duplicate-of`, `near`.
    pub relation: String,
    /// Taken back: the link no longer holds.
    #[serde(default)]
    pub removed: bool,
    /// Fields of a newer program.
    #[serde(flatten)]
    #[schema(ignore)]
    pub rest: Rest,
}

/// Who a principal is and what they hold, from when until when. Erasable: the log keeps only the opaque id.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Grant {
    /// Who.
    pub principal: PrincipalId,
    /// Their name.
    pub name: String,
    /// For which agency they act.
    #[schema(value_type = String)]
    pub agency: Word,
    /// What they may do.
    #[schema(value_type = Vec<String>)]
    pub roles: Vec<Word>,
    /// Groups, each with the epoch of joining.
    #[schema(value_type = Object)]
    pub groups: BTreeMap<Word, u32>,
    /// Nations and alliances.
    #[schema(value_type = Vec<String>)]
    pub nations: Vec<Word>,
    /// Clearance by policy.
    #[schema(value_type = Object)]
    pub clearances: BTreeMap<Word, u8>,
    /// Categories held.
    #[schema(value_type = Vec<String>)]
    pub categories: Vec<Word>,
    /// From when.
    #[schema(value_type = String, format = DateTime)]
    pub from: Timestamp,
    /// Until when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub until: Option<Timestamp>,
    /// On what grounds.
    pub grounds: String,
    /// Language of the console (BCP 47 primary tag).
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub lang: String,
    /// The word that they type when they log in, before `@` and their agency. Without it, one is made of the name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub login: Option<Word>,
    /// When somebody looks whether it is still needed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Date)]
    pub review: Option<Date>,
    /// Groups that were left, each with the epoch that began by it: epochs never go back.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    #[schema(value_type = Object)]
    pub left: BTreeMap<Word, u32>,
    /// Why it was ended, if a person ended it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub ending: String,
    /// Fields of a newer program.
    #[serde(flatten)]
    #[schema(ignore)]
    pub rest: Rest,
}

/// What one administrator wants a grant to be, and another one has to confirm first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct GrantChange {
    /// The whole grant as it would become. A group that is joined by it has epoch 0 here: the epoch is that of the
    /// confirmation.
    pub grant: Grant,
    /// The version of the grant that it takes the place of; none for somebody new.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<RecordId>,
    /// What asks for a second person: `act:warning.approve`, `group:ct-fusion`.
    pub second_for: Vec<String>,
    /// Who wants it.
    pub by: PrincipalId,
    /// `proposed`, `confirmed`, `refused`, `withdrawn`.
    pub state: String,
    /// Hash of the exact grant, 64 hexadecimal digits.
    pub content_hash: String,
    /// Fields of a newer program.
    #[serde(flatten)]
    #[schema(ignore)]
    pub rest: Rest,
}

/// A way to prove who one is was added, or taken away. Secrets are in no record; of a passkey it holds the hash of the
/// public key, so that whoever has the log can tell whose key signed something later.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Credential {
    /// Whose.
    pub person: PrincipalId,
    /// `invited`, `confirmed`, `enrolled`, `reset`, `removed`, `token-given`, `token-ended`, `sessions-ended`.
    pub what: String,
    /// `passkey`, `password-code`, `link`, `token`, `certificate`; empty where it is about all of them.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub form: String,
    /// What the person calls it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// Of a passkey: SHA-256 of its public key (COSE), 64 hexadecimal digits.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub key: String,
    /// Who did it; none at the terminal of the node.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<PrincipalId>,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// Why.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
    /// Fields of a newer program.
    #[serde(flatten)]
    #[schema(ignore)]
    pub rest: Rest,
}

/// Somebody read something, or was refused.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Access {
    /// Who.
    pub person: PrincipalId,
    /// For which agency.
    #[schema(value_type = String)]
    pub agency: Word,
    /// For which purpose.
    #[schema(value_type = String)]
    pub purpose: Word,
    /// `enter`, `enter-refused`, `open`, `list`, `search`, `stream`, `export`, `denied`; `bulk` where one person opened conspicuously
    /// much, `canary` where one opened what an overseer marked, `export-bulk` where more was taken out than one person may take.
    pub act: String,
    /// What was opened, for `open` and `export`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<SubjectId>,
    /// Of which kind it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub kind: Option<Kind>,
    /// The start of the interval that is counted.
    #[schema(value_type = String, format = DateTime)]
    pub from: Timestamp,
    /// Its end.
    #[schema(value_type = String, format = DateTime)]
    pub until: Timestamp,
    /// How many times within the interval.
    pub count: u64,
    /// In which exercise, if in any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub exercise: Option<Word>,
    /// For `stream`: what was let through.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stream: Option<Streamed>,
    /// For `export-bulk`: who else answers for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub second: Option<PrincipalId>,
    /// Fields of a newer program.
    #[serde(flatten)]
    #[schema(ignore)]
    pub rest: Rest,
}

/// One interval of a stream. Together with the grants of that time it says what was delivered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Streamed {
    /// Cursor after which the interval begins.
    pub after: String,
    /// Cursor of the last delivery within it.
    pub upto: String,
    /// SHA-256 over the labels that the session could see, 64 hexadecimal digits.
    pub visible: String,
    /// Fields of a newer program.
    #[serde(flatten)]
    #[schema(ignore)]
    pub rest: Rest,
}

/// A body that was overwritten on purpose. Written durably before the bytes are touched.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Erasure {
    /// In which log.
    pub log: LogId,
    /// The versions whose bodies are overwritten.
    pub records: Vec<RecordId>,
    /// Who ordered it.
    pub by: PrincipalId,
    /// The second person, where two are needed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub second: Option<PrincipalId>,
    /// Why.
    pub reason: String,
    /// The legal basis.
    pub basis: String,
    /// Fields of a newer program.
    #[serde(flatten)]
    #[schema(ignore)]
    pub rest: Rest,
}

/// A legal hold: nothing of the subject is erased or pruned while it stands.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Hold {
    /// What is held.
    pub subjects: Vec<SubjectId>,
    /// On whose order.
    pub order: String,
    /// Lifted.
    #[serde(default)]
    pub lifted: bool,
    /// Fields of a newer program.
    #[serde(flatten)]
    #[schema(ignore)]
    pub rest: Rest,
}

/// The first record of a log: what log this is, and whose keys speak for it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Key {
    /// The log's name: `ops`, `track`, `access`, or `exercise-NAME`.
    pub log: String,
    /// The node's name: the origin of its checkpoints.
    pub node: String,
    /// The exercise whose log this is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exercise: Option<String>,
    /// Whether the data directory may only ever hold exercises.
    pub exercise_only: bool,
    /// The node's signed-note verifier key (C2SP signed-note), for checkpoints.
    pub checkpoint_key: String,
    /// The overseer's verifier key. Replacing it needs its signature.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub overseer_key: String,
    /// Acts whose approval needs a signed assertion since the beginning of this log ([`super::approval::SIGNED_ACTS`]). A log
    /// that an older program began names none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub signed_acts: Vec<String>,
    /// Fields of a newer program.
    #[serde(flatten)]
    #[schema(ignore)]
    pub rest: Rest,
}

/// The text of an interned label. Its own record is labelled with itself.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct LabelText {
    /// The label.
    pub label: Label,
    /// Fields of a newer program.
    #[serde(flatten)]
    #[schema(ignore)]
    pub rest: Rest,
}

bodies!(
    Link = LINK,
    Grant = GRANT,
    GrantChange = GRANT_CHANGE,
    Credential = CREDENTIAL,
    Access = ACCESS,
    Erasure = ERASURE,
    Hold = HOLD,
    Key = KEY,
    LabelText = LABEL,
);
