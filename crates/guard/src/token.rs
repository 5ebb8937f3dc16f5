//! Secrets that are handed out once and never kept.
//!
//! Whoever reads the disk or a snapshot must not be able to enter with what they find, so only hashes are
//! stored. The use stands in the hash: an entry link can't be passed off as a session cookie.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use kulla_record::Entropy;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sha2::{Digest, Sha256};

use crate::hex::hex;

/// Bytes of the hash of a token that its owner may see.
const NAME_BYTES: usize = 8;

/// Random bytes of one token.
pub const TOKEN_BYTES: usize = 32;

/// What a token is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Use {
    Entry,
    Session,
    Api,
    Enrol,
    Device,
}

impl Use {
    const fn domain(self) -> &'static [u8] {
        match self {
            Use::Entry => b"kulla/token/entry/1",
            Use::Session => b"kulla/token/session/1",
            Use::Api => b"kulla/token/api/1",
            Use::Enrol => b"kulla/token/enrol/1",
            Use::Device => b"kulla/token/device/1",
        }
    }
}

/// The secret itself, base64url without padding. It exists between being drawn and being handed over; it
/// neither prints nor serialises.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(String);

impl Token {
    pub(crate) fn draw(entropy: &dyn Entropy) -> Token {
        Token(URL_SAFE_NO_PAD.encode(entropy.bytes::<TOKEN_BYTES>()))
    }

    /// The text, to be shown once.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(not shown)")
    }
}

/// What is kept of a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct TokenHash([u8; 32]);

impl TokenHash {
    /// `None` for text that can't be a token.
    pub(crate) fn of(text: &str, what: Use) -> Option<TokenHash> {
        let secret: [u8; TOKEN_BYTES] = URL_SAFE_NO_PAD.decode(text).ok()?.try_into().ok()?;
        Some(TokenHash(Sha256::new().chain_update(what.domain()).chain_update(secret).finalize().into()))
    }

    /// Of a client certificate, by its SHA-256: what proves it is the key that the TLS of the door has seen.
    pub(crate) fn of_certificate(fingerprint: &[u8; 32]) -> TokenHash {
        let domain = b"kulla/token/certificate/1";
        TokenHash(Sha256::new().chain_update(domain).chain_update(fingerprint).finalize().into())
    }

    /// What it is called where its owner chooses among several. It opens nothing: it is not even the whole hash.
    pub(crate) fn name(&self) -> String {
        hex(self.0.split_at(NAME_BYTES).0)
    }
}

impl Serialize for TokenHash {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(&URL_SAFE_NO_PAD.encode(self.0))
    }
}

impl<'de> Deserialize<'de> for TokenHash {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<TokenHash, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(d)?;
        let bytes = URL_SAFE_NO_PAD.decode(text.as_bytes()).ok().and_then(|bytes| bytes.try_into().ok());
        bytes.map(TokenHash).ok_or_else(|| serde::de::Error::custom("not the hash of a token"))
    }
}
