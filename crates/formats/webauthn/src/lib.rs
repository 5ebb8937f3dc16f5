//! What a relying party checks of a passkey (W3C Web Authentication, Level 3, sections 7.1 and 7.2).
//!
//! A passkey is a key pair of one site. The browser writes down which site asks (`clientDataJSON`), the authenticator
//! signs over it, and nobody can carry the signature to another site: that is why log-in by it resists phishing. This
//! crate checks exactly that and keeps nothing: challenges, their single use and counters belong to whoever calls.
//!
//! Strict on purpose: attestation is neither asked for nor believed, so its statement has to be empty; keys are ES256,
//! EdDSA (Ed25519) or RS256; CBOR is of the canonical form of CTAP2 and small. **No input makes it panic.**

mod authenticator;
mod cbor;
mod client;
mod key;

pub use authenticator::CREDENTIAL_ID_BYTES_MAX;
pub use client::CLIENT_DATA_BYTES_MAX;
pub use key::{Algorithm, PublicKey};

use authenticator::{AuthenticatorData, Flags};
use ring::digest;

/// Bytes of an attestation object: what an authenticator may send with a new key.
pub const ATTESTATION_BYTES_MAX: usize = 16 << 10;

/// Why something was not believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// Larger than anything of use.
    #[error("it is larger than allowed")]
    TooLarge,
    /// The CBOR does not read, or not in the canonical form.
    #[error("the CBOR does not read")]
    Cbor,
    /// The client data do not read.
    #[error("the client data do not read")]
    ClientData,
    /// Made for something else: a new key instead of a log-in, or the other way round.
    #[error("it was made for something else")]
    Type,
    /// Another challenge was answered.
    #[error("another challenge was answered")]
    Challenge,
    /// Another site asked.
    #[error("another site asked")]
    Origin,
    /// Another site's key.
    #[error("it is a key of another site")]
    RelyingParty,
    /// Nobody was there.
    #[error("nobody touched the authenticator")]
    NotPresent,
    /// The authenticator did not check who was there.
    #[error("the authenticator did not check who was there")]
    NotVerified,
    /// The data of the authenticator do not read.
    #[error("the authenticator's data do not read")]
    AuthenticatorData,
    /// A statement about the authenticator that nobody asked for.
    #[error("an attestation came that was not asked for")]
    Attestation,
    /// A key that is not taken.
    #[error("the key is of a kind that is not taken")]
    Key,
    /// The signature is not that of the key.
    #[error("the signature is not that of the key")]
    Signature,
    /// The counter went back: there may be two copies of the key.
    #[error("the counter went back: there may be two copies of the key")]
    Counter,
    /// A key that could not be copied says that it can now, or the other way round.
    #[error("the authenticator says something else about backups than when the key was made")]
    Backup,
}

/// The site.
#[derive(Debug, Clone, Copy)]
pub struct RelyingParty<'a> {
    /// The RP ID: a host name without port.
    pub id: &'a str,
    /// Origins of its pages, with scheme and port.
    pub origins: &'a [String],
    /// Whether the authenticator has to check who is there (a PIN, a finger), which makes it two factors.
    pub verifies_user: bool,
}

/// A key that was made, as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Credential {
    /// Its id, at most [`CREDENTIAL_ID_BYTES_MAX`] bytes.
    pub id: Vec<u8>,
    /// The public key as a COSE key: [`PublicKey::from_cose`] reads it back.
    pub key: Vec<u8>,
    /// Signatures so far; zero if the authenticator does not count.
    pub counter: u32,
    /// Whether it may be copied to other devices of its owner.
    pub may_be_copied: bool,
}

/// What an authenticator says at a log-in.
#[derive(Debug, Clone, Copy)]
pub struct Assertion<'a> {
    /// `clientDataJSON`.
    pub client_data: &'a [u8],
    /// `authenticatorData`.
    pub authenticator_data: &'a [u8],
    /// `signature`.
    pub signature: &'a [u8],
}

/// Takes a new key (section 7.1).
pub fn register(
    site: &RelyingParty<'_>,
    challenge: &[u8],
    client_data: &[u8],
    attestation_object: &[u8],
) -> Result<Credential, Fault> {
    client::check(site, challenge, client_data, "webauthn.create")?;
    if attestation_object.len() > ATTESTATION_BYTES_MAX {
        return Err(Fault::TooLarge);
    }
    let object = cbor::read(attestation_object)?;
    let none = object.text("fmt").is_some_and(|fmt| fmt == "none")
        && object.get("attStmt").and_then(cbor::Value::entries).is_some_and(<[_]>::is_empty);
    if !none {
        return Err(Fault::Attestation);
    }
    let data = object.get("authData").and_then(cbor::Value::bytes).ok_or(Fault::AuthenticatorData)?;
    let data = AuthenticatorData::read(data)?;
    present(site, &data)?;
    let made = data.made.ok_or(Fault::AuthenticatorData)?;
    PublicKey::from_cose(made.key)?;
    Ok(Credential {
        id: made.id.to_vec(),
        key: made.key.to_vec(),
        counter: data.counter,
        may_be_copied: data.flags.has(Flags::MAY_BE_COPIED),
    })
}

/// Checks a log-in (section 7.2). Gives the counter to keep.
pub fn authenticate(
    site: &RelyingParty<'_>,
    challenge: &[u8],
    kept: &Credential,
    assertion: &Assertion<'_>,
) -> Result<u32, Fault> {
    let data = signed(site, challenge, &kept.key, assertion)?;
    if data.flags.has(Flags::MAY_BE_COPIED) != kept.may_be_copied {
        return Err(Fault::Backup);
    }
    // INVARIANT: looked at after the signature, so that a counter is never moved by somebody without the key.
    if (data.counter != 0 || kept.counter != 0) && data.counter <= kept.counter {
        return Err(Fault::Counter);
    }
    Ok(data.counter)
}

/// Checks a signature of long ago (section 7.2 without its counter and what is kept of the key, which only the site has):
/// that this key, a COSE key, signed exactly this challenge for a page of the site, by somebody whom the authenticator
/// checked.
pub fn witness(
    site: &RelyingParty<'_>,
    challenge: &[u8],
    key: &[u8],
    assertion: &Assertion<'_>,
) -> Result<(), Fault> {
    signed(site, challenge, key, assertion).map(drop)
}

/// The origin that a browser says asked. Nothing of it is believed before its signature was checked.
pub fn origin_said(client_data: &[u8]) -> Result<String, Fault> {
    client::origin(client_data)
}

fn signed<'a>(
    site: &RelyingParty<'_>,
    challenge: &[u8],
    key: &[u8],
    assertion: &Assertion<'a>,
) -> Result<AuthenticatorData<'a>, Fault> {
    client::check(site, challenge, assertion.client_data, "webauthn.get")?;
    let data = AuthenticatorData::read(assertion.authenticator_data)?;
    present(site, &data)?;
    let mut signed = assertion.authenticator_data.to_vec();
    signed.extend_from_slice(digest::digest(&digest::SHA256, assertion.client_data).as_ref());
    PublicKey::from_cose(key)?.verify(&signed, assertion.signature)?;
    Ok(data)
}

fn present(site: &RelyingParty<'_>, data: &AuthenticatorData<'_>) -> Result<(), Fault> {
    if data.relying_party != digest::digest(&digest::SHA256, site.id.as_bytes()).as_ref() {
        return Err(Fault::RelyingParty);
    }
    if !data.flags.has(Flags::PRESENT) {
        return Err(Fault::NotPresent);
    }
    if site.verifies_user && !data.flags.has(Flags::VERIFIED) {
        return Err(Fault::NotVerified);
    }
    // What is copied has to be what may be copied.
    match data.flags.has(Flags::COPIED) && !data.flags.has(Flags::MAY_BE_COPIED) {
        true => Err(Fault::AuthenticatorData),
        false => Ok(()),
    }
}
