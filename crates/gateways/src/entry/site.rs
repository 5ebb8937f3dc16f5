//! The site that a passkey belongs to, and what a browser says of one. Bytes travel as base64url.
//!
//! A passkey is bound to the host name in the address line, without port: whoever reaches a node by several names has one for each.

use axum::http::{HeaderMap, StatusCode, header};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use kulla_guard::Refusal;
use kulla_webauthn::{Assertion, CLIENT_DATA_BYTES_MAX, RelyingParty};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::house::House;
use crate::problem::Problem;

/// What `navigator.credentials.create` needs to know.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Asked {
    /// To be signed.
    pub challenge: String,
    /// The site.
    pub rp: SiteSeen,
    /// Who.
    pub user: UserSeen,
    /// Passkeys that are there already.
    pub exclude: Vec<String>,
}

/// The site of a passkey.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct SiteSeen {
    /// The host name.
    pub id: String,
    /// What people call it.
    pub name: String,
}

/// Who a passkey is of.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct UserSeen {
    /// An opaque id.
    pub id: String,
    /// How they log in.
    pub name: String,
    /// Their name.
    pub display_name: String,
}

/// A new passkey.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Made {
    /// What its owner calls it.
    pub name: String,
    /// `clientDataJSON`.
    pub client_data: String,
    /// `attestationObject`.
    pub attestation: String,
    /// Language of the page, for what is said when it fails.
    #[serde(default)]
    pub lang: String,
}

/// The site that a request is sent to.
pub(super) struct Site {
    pub id: String,
    origins: Vec<String>,
}

impl Site {
    /// By the host of the request, which has been held against the list of this node.
    pub fn of(house: &House, headers: &HeaderMap) -> Site {
        let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
        let id = name_of(host).to_ascii_lowercase();
        let own = |origin: &&String| {
            origin.split_once("://").is_some_and(|(_, host)| name_of(host).eq_ignore_ascii_case(&id))
        };
        let origins = house.config.origins.iter().filter(own).cloned().collect();
        Site { id, origins }
    }

    pub fn relying_party(&self) -> RelyingParty<'_> {
        RelyingParty { id: &self.id, origins: &self.origins, verifies_user: true }
    }
}

fn name_of(host: &str) -> &str {
    match host.rsplit_once(':') {
        // An address in brackets has colons of its own.
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    }
}

pub(super) fn bytes(text: &str, what: &str) -> Result<Vec<u8>, Problem> {
    let padless = text.trim_end_matches('=');
    URL_SAFE_NO_PAD.decode(padless).map_err(|_| Problem::malformed(format!("`{what}` is not base64url")))
}

/// The challenge that a browser says it answers. Whether it is one of ours is looked at by whoever made it.
pub(super) fn challenge_of(client_data: &[u8]) -> Result<Vec<u8>, Problem> {
    #[derive(Deserialize)]
    struct Answered {
        challenge: String,
    }
    let read = |data| serde_json::from_slice::<Answered>(data).ok();
    let answered = Some(client_data).filter(|data| data.len() <= CLIENT_DATA_BYTES_MAX).and_then(read);
    let answered =
        answered.ok_or_else(|| Problem::malformed("`client_data` is not what a browser writes"))?;
    bytes(&answered.challenge, "challenge")
}

/// What a browser gave when a passkey signed, decoded.
pub(super) struct Signed {
    /// Of the passkey.
    pub id: Vec<u8>,
    /// What it says that it answers.
    pub challenge: Vec<u8>,
    client_data: Vec<u8>,
    authenticator_data: Vec<u8>,
    signature: Vec<u8>,
}

impl Signed {
    pub fn read(
        (id, client_data): (&str, &str),
        (authenticator_data, signature): (&str, &str),
    ) -> Result<Signed, Problem> {
        let client_data = bytes(client_data, "client_data")?;
        Ok(Signed {
            id: bytes(id, "id")?,
            challenge: challenge_of(&client_data)?,
            client_data,
            authenticator_data: bytes(authenticator_data, "authenticator_data")?,
            signature: bytes(signature, "signature")?,
        })
    }

    pub fn assertion(&self) -> Assertion<'_> {
        Assertion {
            client_data: &self.client_data,
            authenticator_data: &self.authenticator_data,
            signature: &self.signature,
        }
    }
}

pub(super) fn text(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// What was not believed of a passkey, told in one way to whoever logs in: nothing of it helps to guess.
pub(super) fn unbelieved(fault: kulla_webauthn::Fault) -> Refusal {
    Refusal::new(
        "passkey.fault",
        format!(
            "the passkey is not believed: {fault}; try it once more, and tell your administrator if it stays so"
        ),
    )
}

/// What the keyring or the seats refuse, as an answer.
pub(crate) fn refused(refusal: Refusal) -> Problem {
    let status = match refusal.code {
        "me.absent" => return Problem::absent(),
        "login.busy" | "oidc.unreachable" | crate::seats::UNSAVED => StatusCode::SERVICE_UNAVAILABLE,
        "login.wait" => StatusCode::TOO_MANY_REQUESTS,
        "login.wrong" | "passkey.fault" | "login.late" | "oidc.refused" | "oidc.fault" | "oidc.nobody" => {
            StatusCode::UNAUTHORIZED
        }
        "enrol.unknown" => StatusCode::GONE,
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    };
    Problem::refusal(status, &refusal)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_a_host_is_without_its_port() {
        assert_eq!(name_of("localhost:8080"), "localhost");
        assert_eq!(name_of("kulla.example"), "kulla.example");
        assert_eq!(name_of("[::1]:8080"), "[::1]");
        assert_eq!(name_of("[::1]"), "[::1]");
    }
}
