//! A passkey's signature over exactly one act.

use serde::Deserialize;
use utoipa::ToSchema;

/// What the browser gave for the challenge of an answer `approval.passkey`. Bytes are base64url.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AssertionTold {
    /// Of the passkey: one of the caller's own.
    pub id: String,
    /// `clientDataJSON`.
    pub client_data: String,
    /// `authenticatorData`.
    pub authenticator_data: String,
    /// `signature`.
    pub signature: String,
}
