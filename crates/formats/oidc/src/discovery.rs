//! What a provider says of itself (OpenID Connect Discovery 1.0, RFC 8414).

use crate::object::Object;
use crate::{Address, Algorithm, Fault};

/// Bytes of that document.
pub const METADATA_BYTES_MAX: usize = 128 << 10;

/// What is used of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Metadata {
    /// Who it is.
    pub issuer: Address,
    /// Where browsers are sent.
    pub authorization: Address,
    /// Where codes are redeemed.
    pub token: Address,
    /// Where its keys are.
    pub keys: Address,
    /// Whether each answer of it names the issuer (RFC 9207).
    pub names_itself: bool,
    /// Whether one may ask for single claims (OpenID Connect Core, section 5.5).
    pub takes_claims: bool,
    /// Whether the client's secret goes into a header, as it should, and not into the body.
    pub by_header: bool,
}

/// Where the document of an issuer is; `None` for an address that can't be an issuer.
pub fn discovery_of(issuer: &Address) -> Option<Address> {
    if issuer.has_query() {
        return None;
    }
    let stem = issuer.as_str().trim_end_matches('/');
    Address::new(&format!("{stem}/.well-known/openid-configuration"))
}

impl Metadata {
    /// Reads the document that came from [`discovery_of`] this issuer.
    pub fn read(bytes: &[u8], issuer: &Address) -> Result<Metadata, Fault> {
        let object = Object::read(bytes, METADATA_BYTES_MAX)?;
        if object.text("issuer") != Some(issuer.as_str()) {
            return Err(Fault::Issuer);
        }
        let address = |name: &'static str| {
            let found = object.text(name).ok_or(Fault::Member(name))?;
            // INVARIANT: whoever comes by TLS does not send a secret anywhere in the clear, this machine included.
            let fits = |found: &Address| issuer.is_clear() || !found.is_clear();
            Address::new(found).filter(fits).ok_or(Fault::Address(name))
        };
        let list =
            |name: &'static str| object.texts(name).map(|list| list.ok_or(Fault::Member(name))).transpose();
        let has = |list: Option<Vec<&str>>, wanted: &str| list.is_none_or(|list| list.contains(&wanted));
        if !has(list("response_types_supported")?, "code") {
            return Err(Fault::NoCode);
        }
        // Some providers do not say that they take it, and take it. One that names others does not.
        if !has(list("code_challenge_methods_supported")?, "S256") {
            return Err(Fault::Pkce);
        }
        let signs = list("id_token_signing_alg_values_supported")?;
        if signs.is_some_and(|signs| !signs.into_iter().any(|name| Algorithm::of(name).is_some())) {
            return Err(Fault::Algorithm);
        }
        let proofs = list("token_endpoint_auth_methods_supported")?;
        let by_header = has(proofs.clone(), "client_secret_basic");
        if !by_header && !has(proofs, "client_secret_post") {
            return Err(Fault::ClientAuth);
        }
        let says = |name: &str| object.get(name).and_then(serde_json::Value::as_bool) == Some(true);
        Ok(Metadata {
            issuer: issuer.clone(),
            authorization: address("authorization_endpoint")?,
            token: address("token_endpoint")?,
            keys: address("jwks_uri")?,
            names_itself: says("authorization_response_iss_parameter_supported"),
            takes_claims: says("claims_parameter_supported"),
            by_header,
        })
    }
}
