//! `clientDataJSON`: what the browser says of the page that asked (section 5.8.1).

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;

use crate::{Fault, RelyingParty};

/// Bytes of it.
pub const CLIENT_DATA_BYTES_MAX: usize = 4 << 10;

/// Browsers add fields of their own, so unknown ones are passed over; the signature covers the bytes as they are.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ClientData {
    #[serde(rename = "type")]
    made_for: String,
    challenge: String,
    origin: String,
    #[serde(default)]
    cross_origin: bool,
    top_origin: Option<String>,
}

pub(crate) fn check(
    site: &RelyingParty<'_>,
    challenge: &[u8],
    json: &[u8],
    made_for: &str,
) -> Result<(), Fault> {
    let said = read(json)?;
    if said.made_for != made_for {
        return Err(Fault::Type);
    }
    // Compared as text: base64url without padding has one form for each challenge.
    if challenge.is_empty() || said.challenge != URL_SAFE_NO_PAD.encode(challenge) {
        return Err(Fault::Challenge);
    }
    // Not from inside a frame of another site, whatever that frame shows.
    let framed = said.cross_origin || said.top_origin.is_some();
    match !framed && site.origins.contains(&said.origin) {
        true => Ok(()),
        false => Err(Fault::Origin),
    }
}

pub(crate) fn origin(json: &[u8]) -> Result<String, Fault> {
    read(json).map(|said| said.origin)
}

fn read(json: &[u8]) -> Result<ClientData, Fault> {
    if json.len() > CLIENT_DATA_BYTES_MAX {
        return Err(Fault::TooLarge);
    }
    serde_json::from_slice(json).map_err(|_| Fault::ClientData)
}
