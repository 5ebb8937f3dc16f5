//! The ID token: a compact JWS (RFC 7515, RFC 7519) and the rules of OpenID Connect Core, section 3.1.3.7.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::Value;

use crate::object::Object;
use crate::{Algorithm, Fault, KeySet};

/// Bytes of a token.
pub const ID_TOKEN_BYTES_MAX: usize = 16 << 10;
/// How far the clocks of both may differ, in seconds.
pub const LEEWAY_S: u64 = 60;
/// How old a token may be: it comes at once, for a code that is minutes old.
pub const TOKEN_AGE_S_MAX: u64 = 600;
/// Characters of `sub`.
const SUBJECT_CHARS_MAX: usize = 255;

/// What a token has to be.
#[derive(Debug, Clone, Copy)]
pub struct Expected<'a> {
    /// Of whom.
    pub issuer: &'a str,
    /// For whom.
    pub client: &'a str,
    /// Of which log-in.
    pub nonce: &'a str,
    /// Seconds since 1970.
    pub now_s: u64,
    /// For how long the person may have proved who they are already, in seconds.
    pub max_age_s: Option<u64>,
}

/// What a provider said of somebody, and what was believed.
#[derive(Debug, Clone, PartialEq)]
pub struct Claims(Object);

impl Expected<'_> {
    /// Believes a token, or says why not. **Nothing of it is looked at before its signature, but which key is meant.**
    pub fn verify(&self, token: &str, keys: &KeySet) -> Result<Claims, Fault> {
        if token.len() > ID_TOKEN_BYTES_MAX {
            return Err(Fault::TooLarge);
        }
        let (signed, signature) = token.rsplit_once('.').ok_or(Fault::Token)?;
        let (header, body) = signed.split_once('.').ok_or(Fault::Token)?;
        let header = part(header)?;
        let algorithm = header.text("alg").and_then(Algorithm::of).ok_or(Fault::Algorithm)?;
        let kind = header
            .get("typ")
            .is_none_or(|kind| kind.as_str().is_some_and(|kind| kind.eq_ignore_ascii_case("JWT")));
        // What must be understood and is not known is not passed over (RFC 7515, section 4.1.11).
        if !kind || header.get("crit").is_some() {
            return Err(Fault::Token);
        }
        let id = match header.get("kid") {
            None => None,
            Some(id) => Some(id.as_str().ok_or(Fault::Token)?),
        };
        let signature = URL_SAFE_NO_PAD.decode(signature).map_err(|_| Fault::Token)?;
        keys.verify((algorithm, id), signed.as_bytes(), &signature)?;
        let claims = Claims(part(body)?);
        self.fits(&claims)?;
        Ok(claims)
    }

    fn fits(&self, claims: &Claims) -> Result<(), Fault> {
        let said = &claims.0;
        if said.text("iss") != Some(self.issuer) {
            return Err(Fault::Issuer);
        }
        // INVARIANT: for this client and for nobody else; a token that others get too could be theirs.
        let alone = match said.get("aud") {
            Some(Value::String(client)) => client == self.client,
            Some(Value::Array(all)) => all.len() == 1 && all.iter().all(|client| client == self.client),
            _ => false,
        };
        let party = said.get("azp").is_none_or(|party| party == self.client);
        if !alone || !party {
            return Err(Fault::Audience);
        }
        if said.text("nonce") != Some(self.nonce) {
            return Err(Fault::Nonce);
        }
        let until_s = said.seconds("exp").ok_or(Fault::Member("exp"))?;
        if self.now_s >= until_s.saturating_add(LEEWAY_S) {
            return Err(Fault::Expired);
        }
        let made_s = said.seconds("iat").ok_or(Fault::Member("iat"))?;
        let from = self.now_s.saturating_sub(TOKEN_AGE_S_MAX + LEEWAY_S);
        if !(from..=self.now_s.saturating_add(LEEWAY_S)).contains(&made_s) {
            return Err(Fault::IssuedAt);
        }
        let early = said.get("nbf").is_some_and(|_| {
            said.seconds("nbf").is_none_or(|from_s| from_s > self.now_s.saturating_add(LEEWAY_S))
        });
        if early {
            return Err(Fault::IssuedAt);
        }
        if let Some(max_age_s) = self.max_age_s {
            let fresh =
                |proved_s: u64| self.now_s <= proved_s.saturating_add(max_age_s).saturating_add(LEEWAY_S);
            if !said.seconds("auth_time").is_some_and(fresh) {
                return Err(Fault::AuthTime);
            }
        }
        let subject = |who: &str| !who.is_empty() && who.len() <= SUBJECT_CHARS_MAX;
        if said.text("sub").is_some_and(subject) { Ok(()) } else { Err(Fault::Member("sub")) }
    }
}

impl Claims {
    /// A claim that is a text.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.0.text(name)
    }

    /// Whether a claim is `true`, and not a text of that.
    pub fn holds(&self, name: &str) -> bool {
        self.0.get(name) == Some(&Value::Bool(true))
    }

    /// By what the person proved who they are (`amr`, RFC 8176); empty where it is not said.
    pub fn methods(&self) -> Vec<&str> {
        self.0.texts("amr").flatten().unwrap_or_default()
    }
}

fn part(text: &str) -> Result<Object, Fault> {
    let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| Fault::Token)?;
    Object::read(&bytes, ID_TOKEN_BYTES_MAX)
}
