//! What people decided about exactly one content, and the rules of the node that they decide on by two.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Rest, bodies};
use crate::id::{PrincipalId, RecordId, SubjectId};
use crate::label::Word;

/// Another text of the rules was confirmed.
pub const POLICY_CONFIRM: &str = "policy.confirm";
/// Another text of the rules was refused.
pub const POLICY_REFUSE: &str = "policy.refuse";
/// A warning was approved.
pub const WARNING_APPROVE: &str = "warning.approve";

/// Acts that have to be signed on an operational node (DESIGN §5), as [`super::governance::Key::signed_acts`] names them. Of
/// warnings it is those that are Extreme.
pub const SIGNED_ACTS: [&str; 2] = [POLICY_CONFIRM, "warning.approve:extreme"];

/// One person's approval or refusal of exactly one content.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Decision {
    /// What was decided on.
    pub on: SubjectId,
    /// The version that was decided on.
    pub version: RecordId,
    /// The act: `warning.approve`, `warning.refuse`, `warning.issue`, `grant.confirm`, `grant.refuse`, `policy.confirm`,
    /// `policy.refuse`, `erase`.
    pub act: String,
    /// Who.
    pub by: PrincipalId,
    /// Hash of the exact content, 64 hexadecimal digits.
    pub content_hash: String,
    /// Why.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
    /// Their signature over exactly this decision, where the act takes one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assertion: Option<Assertion>,
    /// Fields of a newer program.
    #[serde(flatten)]
    #[schema(ignore)]
    pub rest: Rest,
}

/// What a passkey signed (W3C Web Authentication, Level 3), whole, so that whoever has the log can check it. Bytes are
/// base64url without padding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Assertion {
    /// The site of the passkey: a host name without port (RP ID).
    pub site: String,
    /// The public key (COSE). Its SHA-256 stands in the `credential` record of whoever decided.
    pub key: String,
    /// `clientDataJSON`. The challenge in it is the hash of the decision.
    pub client_data: String,
    /// `authenticatorData`.
    pub authenticator_data: String,
    /// `signature`.
    pub signature: String,
    /// Fields of a newer program.
    #[serde(flatten)]
    #[schema(ignore)]
    pub rest: Rest,
}

/// The text by which a node lets people act. One subject for each node; its versions are the history.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Policy {
    /// The whole text, in Cedar.
    pub text: String,
    /// Hash of the text, 64 hexadecimal digits.
    pub hash: String,
    /// Hash of the text that it took the place of.
    pub before: String,
    /// The change that two persons made. Without one the operator took the text of the profile at a start.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub change: Option<SubjectId>,
    /// Who wanted it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<PrincipalId>,
    /// Who confirmed it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub second: Option<PrincipalId>,
    /// Why.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
    /// Fields of a newer program.
    #[serde(flatten)]
    #[schema(ignore)]
    pub rest: Rest,
}

/// Another text that somebody wants, and somebody else has to confirm.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct PolicyChange {
    /// The whole text, in Cedar.
    pub text: String,
    /// Hash of the text that the node went by when it was wanted.
    pub on: String,
    /// Hash of this text, the one before and the reason: what is confirmed. 64 hexadecimal digits.
    pub content_hash: String,
    /// Who wants it.
    pub by: PrincipalId,
    /// For which agency they act.
    #[schema(value_type = String)]
    pub agency: Word,
    /// Why.
    pub reason: String,
    /// `proposed`, `confirmed`, `refused`, `withdrawn`.
    pub state: String,
    /// Fields of a newer program.
    #[serde(flatten)]
    #[schema(ignore)]
    pub rest: Rest,
}

bodies!(Decision = DECISION, Policy = POLICY, PolicyChange = POLICY_CHANGE);
