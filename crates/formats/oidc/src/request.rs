//! What is sent to a provider: the browser with its question, and the code to be redeemed.

use std::fmt::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use ring::digest;

use crate::Metadata;

/// A client as the provider knows it.
#[derive(Clone, Copy)]
pub struct Client<'a> {
    /// Its id.
    pub id: &'a str,
    /// Its secret.
    pub secret: &'a str,
    /// Where browsers come back to, as it was registered.
    pub back: &'a str,
}

/// One question: who is this?
#[derive(Debug, Clone, Copy)]
pub struct Ask<'a> {
    /// Comes back with the browser.
    pub state: &'a str,
    /// Comes back inside the token.
    pub nonce: &'a str,
    /// The secret of PKCE, of which only the [`challenge`] is sent.
    pub verifier: &'a str,
    /// The claim that names the person.
    pub claim: &'a str,
    /// Ways of proving that are wanted, the best first; empty: whatever the provider thinks right.
    pub acr: &'a [String],
    /// For how long the person may have proved who they are already, in seconds.
    pub max_age_s: Option<u64>,
    /// The language of the page, as a language tag.
    pub lang: &'a str,
}

impl Ask<'_> {
    /// Where to send the browser (OpenID Connect Core, section 3.1.2.1).
    pub fn address(&self, metadata: &Metadata, client: &Client<'_>) -> String {
        let mut address = metadata.authorization.to_string();
        let scope = match self.claim {
            "sub" => "openid",
            "email" => "openid email",
            _ => "openid profile",
        };
        let challenge = challenge(self.verifier);
        let mut pairs = vec![
            ("response_type", "code".to_owned()),
            ("client_id", client.id.to_owned()),
            ("redirect_uri", client.back.to_owned()),
            ("scope", scope.to_owned()),
            ("state", self.state.to_owned()),
            ("nonce", self.nonce.to_owned()),
            ("code_challenge", challenge),
            ("code_challenge_method", "S256".to_owned()),
            ("ui_locales", self.lang.to_owned()),
        ];
        pairs.extend(self.max_age_s.map(|seconds| ("max_age", seconds.to_string())));
        if !self.acr.is_empty() {
            pairs.push(("acr_values", self.acr.join(" ")));
        }
        if metadata.takes_claims && self.claim != "sub" {
            let wanted = serde_json::json!({ "id_token": { self.claim: { "essential": true } } });
            pairs.push(("claims", wanted.to_string()));
        }
        address.push(if metadata.authorization.has_query() { '&' } else { '?' });
        address.push_str(&form(&pairs));
        address
    }
}

/// What is posted to the token endpoint. It holds secrets, so it does not print.
pub struct TokenRequest {
    /// The `Authorization` header, where the secret goes into one.
    pub authorization: Option<String>,
    /// The body, `application/x-www-form-urlencoded`.
    pub body: String,
}

impl Client<'_> {
    /// Redeems a code (RFC 6749, section 4.1.3; RFC 7636, section 4.5).
    pub fn redeem(&self, metadata: &Metadata, code: &str, verifier: &str) -> TokenRequest {
        let mut pairs = vec![
            ("grant_type", "authorization_code".to_owned()),
            ("code", code.to_owned()),
            ("redirect_uri", self.back.to_owned()),
            ("code_verifier", verifier.to_owned()),
        ];
        if metadata.by_header {
            let told = format!("{}:{}", encoded(self.id), encoded(self.secret));
            let authorization = Some(format!("Basic {}", STANDARD.encode(told)));
            return TokenRequest { authorization, body: form(&pairs) };
        }
        pairs.push(("client_id", self.id.to_owned()));
        pairs.push(("client_secret", self.secret.to_owned()));
        TokenRequest { authorization: None, body: form(&pairs) }
    }
}

/// What is told of the secret of PKCE before it is needed (RFC 7636, section 4.2, S256).
pub fn challenge(verifier: &str) -> String {
    URL_SAFE_NO_PAD.encode(digest::digest(&digest::SHA256, verifier.as_bytes()))
}

fn form(pairs: &[(&str, String)]) -> String {
    let written: Vec<String> =
        pairs.iter().map(|(name, value)| format!("{name}={}", encoded(value))).collect();
    written.join("&")
}

/// Everything but the unreserved characters of RFC 3986 becomes an escape.
fn encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            // Writing into a string does not fail.
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_challenge_is_that_of_the_example_of_rfc_7636() {
        let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
        assert_eq!(challenge(verifier), "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
    }

    #[test]
    fn nothing_of_a_value_gets_out_of_its_place() {
        assert_eq!(encoded("a b&c=d+é~"), "a%20b%26c%3Dd%2B%C3%A9~");
    }
}
