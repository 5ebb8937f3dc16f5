//! One person's yes to exactly one act, signed by their passkey, so that whoever has the log can check it (DESIGN §5).
//!
//! What is signed is the [`challenge`] of a decision: a hash over the thing, its version, the act, its content, who decides
//! and why. The same check is made before it is written and by `kulla verify` later, and it asks the log alone which keys
//! were whose ([`KeysOnRecord`]).

mod keys;
mod ledger;

pub use keys::KeysOnRecord;
pub use ledger::{Approvals, Ledger, SEEN_KINDS};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use kulla_record::kind::approval::{Assertion, Decision};
use kulla_webauthn::RelyingParty;
use sha2::{Digest, Sha256};

use crate::hex::hex;

/// Characters of one field of an assertion.
pub const FIELD_CHARS_MAX: usize = 8 << 10;

/// Why a decision is not taken as signed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unsigned {
    /// There is no signature.
    #[error("no passkey signed it")]
    Missing,
    /// A field is not base64url, or larger than any of use.
    #[error("`{0}` of its signature does not read")]
    Form(&'static str),
    /// It was signed at another site than it says.
    #[error("its signature was asked for by `{0}`, which is not a page of its site")]
    Origin(String),
    /// The signature is not one over exactly this.
    #[error("its signature does not hold: {0}")]
    Fault(#[from] kulla_webauthn::Fault),
    /// The log does not say that the key was theirs.
    #[error("the key that signed it is on record as nobody's, or as somebody else's, at that time")]
    Key,
}

/// What is signed: SHA-256 over `kulla/decision/1` and the decision without its signature. Ids are their 16 bytes; each text has
/// its length before it, in 4 bytes, big-endian.
pub fn challenge(decision: &Decision) -> [u8; 32] {
    let mut hash = Sha256::new()
        .chain_update(b"kulla/decision/1")
        .chain_update(decision.on.0)
        .chain_update(decision.version.0)
        .chain_update(decision.by.0);
    for text in [&decision.act, &decision.content_hash, &decision.reason] {
        hash.update(u32::try_from(text.len()).unwrap_or(u32::MAX).to_be_bytes());
        hash.update(text);
    }
    hash.finalize().into()
}

/// The challenge as browsers and clients write it: base64url.
pub fn challenge_text(decision: &Decision) -> String {
    URL_SAFE_NO_PAD.encode(challenge(decision))
}

/// Whether a passkey of whoever decided signed exactly this decision.
pub fn holds(decision: &Decision, keys: &KeysOnRecord) -> Result<(), Unsigned> {
    let assertion = decision.assertion.as_ref().ok_or(Unsigned::Missing)?;
    let key = bytes("key", &assertion.key)?;
    let client_data = bytes("client_data", &assertion.client_data)?;
    let authenticator_data = bytes("authenticator_data", &assertion.authenticator_data)?;
    let signature = bytes("signature", &assertion.signature)?;
    let origin = kulla_webauthn::origin_said(&client_data)?;
    if !is_page_of(&origin, &assertion.site) {
        return Err(Unsigned::Origin(origin));
    }
    let site = RelyingParty { id: &assertion.site, origins: &[origin], verifies_user: true };
    let said = kulla_webauthn::Assertion {
        client_data: &client_data,
        authenticator_data: &authenticator_data,
        signature: &signature,
    };
    kulla_webauthn::witness(&site, &challenge(decision), &key, &said)?;
    match keys.has(decision.by, &hex(&Sha256::digest(&key))) {
        true => Ok(()),
        false => Err(Unsigned::Key),
    }
}

/// The assertion as it stands on record.
pub fn on_record(site: &str, key: &[u8], said: &kulla_webauthn::Assertion<'_>) -> Assertion {
    Assertion {
        site: site.to_owned(),
        key: URL_SAFE_NO_PAD.encode(key),
        client_data: URL_SAFE_NO_PAD.encode(said.client_data),
        authenticator_data: URL_SAFE_NO_PAD.encode(said.authenticator_data),
        signature: URL_SAFE_NO_PAD.encode(said.signature),
        rest: Default::default(),
    }
}

fn bytes(field: &'static str, text: &str) -> Result<Vec<u8>, Unsigned> {
    let short = Some(text).filter(|text| text.len() <= FIELD_CHARS_MAX);
    short.and_then(|text| URL_SAFE_NO_PAD.decode(text).ok()).ok_or(Unsigned::Form(field))
}

/// A page of the host itself. Browsers lend passkeys to pages that came over TLS, or from their own machine, and to no others.
fn is_page_of(origin: &str, site: &str) -> bool {
    let Some((_, authority)) = origin.split_once("://") else { return false };
    let host = match authority.rsplit_once(':') {
        Some((host, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => host,
        _ => authority,
    };
    !site.is_empty() && host.eq_ignore_ascii_case(site)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_of_the_site_is_on_its_own_host() {
        assert!(is_page_of("https://kulla.example:8383", "kulla.example"));
        assert!(is_page_of("http://localhost:8383", "localhost"));
        for (origin, site) in [
            ("https://evil.example", "kulla.example"),
            ("https://kulla.example.evil", "kulla.example"),
            ("https://evil.kulla.example", "kulla.example"),
            ("kulla.example", "kulla.example"),
            ("https://", ""),
        ] {
            assert!(!is_page_of(origin, site), "{origin} is no page of {site}");
        }
    }
}
