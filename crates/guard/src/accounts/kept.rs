//! What is kept of the ways in which people prove who they are. It holds secrets of one-time codes, so whoever stores it seals it.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use kulla_record::PrincipalId;
use kulla_webauthn::Credential;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sha2::{Digest, Sha256};

use super::password::PasswordHash;
use super::totp;
use crate::hex::hex;
use crate::sessions::Span;
use crate::token::TokenHash;

/// A passkey.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Passkey {
    /// Its id.
    pub id: Bytes,
    /// The public key (COSE).
    pub key: Bytes,
    /// Signatures so far, for authenticators that count.
    pub counter: u32,
    /// Whether its owner's other devices may hold it too.
    pub may_be_copied: bool,
    /// What its owner calls it.
    pub name: String,
    /// When it was made, in milliseconds since 1970.
    pub added_ms: u64,
    /// When it was last used.
    pub used_ms: Option<u64>,
}

impl Passkey {
    pub(super) fn made(credential: Credential, name: &str, now_ms: u64) -> Passkey {
        Passkey {
            id: Bytes(credential.id),
            key: Bytes(credential.key),
            counter: credential.counter,
            may_be_copied: credential.may_be_copied,
            name: name.to_owned(),
            added_ms: now_ms,
            used_ms: None,
        }
    }

    /// Names the public key on record: SHA-256 of it, in 64 hexadecimal digits.
    pub fn key_hash(&self) -> String {
        hex(&Sha256::digest(&self.key.0))
    }

    /// As it is checked.
    pub fn credential(&self) -> Credential {
        Credential {
            id: self.id.0.clone(),
            key: self.key.0.clone(),
            counter: self.counter,
            may_be_copied: self.may_be_copied,
        }
    }
}

/// A password and the secret of the code that goes with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Password {
    /// The password.
    pub hash: PasswordHash,
    /// The secret of the codes.
    pub secret: Secret,
    /// The step of the last code that was used.
    pub used_step: Option<u64>,
    /// When it was set, in milliseconds since 1970.
    pub set_ms: u64,
}

/// All ways of one person.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// Passkeys, the oldest first.
    pub passkeys: Vec<Passkey>,
    /// A password with code.
    pub password: Option<Password>,
    /// Browsers that they logged in with by password, the oldest first.
    pub(super) browsers: Vec<TokenHash>,
}

/// A link by which somebody makes a way to log in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EnrolLink {
    /// Who.
    pub principal: PrincipalId,
    /// Whether all ways that they had end with it.
    pub replaces: bool,
    /// Who made it; nobody at the terminal of the node.
    pub by: Option<PrincipalId>,
    /// While it can be used.
    pub span: Span,
    /// The secret of the codes that its page shows, once somebody chose a password.
    pub(super) secret: Option<Secret>,
}

/// A link that one administrator wants for somebody who takes two.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WantedLink {
    /// For whom.
    pub principal: PrincipalId,
    /// Whether all ways that they had end with it.
    pub replaces: bool,
    /// Who wants it.
    pub by: PrincipalId,
    /// Since when, in milliseconds since 1970.
    pub at_ms: u64,
    /// Why.
    pub reason: String,
}

/// Everything that a restart needs.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    pub(super) accounts: BTreeMap<PrincipalId, Account>,
    pub(super) links: BTreeMap<TokenHash, EnrolLink>,
    /// By a number that was drawn.
    pub(super) wanted: BTreeMap<u64, WantedLink>,
    /// Older programs numbered them in a row, and read this.
    #[serde(default)]
    next_wanted: u64,
}

/// Bytes that are base64url in what is kept.
#[derive(Clone, PartialEq, Eq)]
pub struct Bytes(pub Vec<u8>);

impl Bytes {
    /// As it is written.
    pub fn text(&self) -> String {
        URL_SAFE_NO_PAD.encode(&self.0)
    }
}

impl std::fmt::Debug for Bytes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.text())
    }
}

impl Serialize for Bytes {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(&self.text())
    }
}

impl<'de> Deserialize<'de> for Bytes {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Bytes, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(d)?;
        URL_SAFE_NO_PAD.decode(text.as_bytes()).map(Bytes).map_err(serde::de::Error::custom)
    }
}

/// The secret of one-time codes. It does not print.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Secret(Bytes);

impl Secret {
    pub(super) fn new(secret: [u8; totp::SECRET_BYTES]) -> Secret {
        Secret(Bytes(secret.to_vec()))
    }

    /// The bytes, to be shown once or to check a code.
    pub fn bytes(&self) -> &[u8] {
        &self.0.0
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(not shown)")
    }
}
