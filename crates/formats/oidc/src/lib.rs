//! What a relying party asks of an OpenID provider, and what it checks of the answers: the authorization code flow of OpenID Connect
//! Core 1.0 (section 3.1) with PKCE (RFC 7636, S256 alone), `state`, `nonce`, and the issuer in the answer (RFC 9207).
//!
//! | step | here |
//! |---|---|
//! | where the provider is | [`discovery_of`], [`Metadata::read`] |
//! | sending the browser there | [`Ask::address`] |
//! | what it comes back with | [`Answer::of`], [`Answer::code`] |
//! | redeeming the code | [`Client::redeem`], [`id_token`] |
//! | believing who it is | [`KeySet::read`], [`Expected::verify`] |
//!
//! Bytes and texts in, values out. It does no I/O, takes no time and no chance from the air, and keeps nothing: fetching, and that a
//! `state` is used once, belong to whoever calls. Strict on purpose: an algorithm is taken from a list of three that are signatures,
//! a key from the provider's own set and never from the token, and the token is for this client alone. **No input makes it panic.**

mod address;
mod answer;
mod discovery;
mod keys;
mod object;
mod request;
mod token;

pub use address::{ADDRESS_CHARS_MAX, Address};
pub use answer::{Answer, CODE_CHARS_MAX, STATE_CHARS_MAX, TOKEN_ANSWER_BYTES_MAX, id_token};
pub use discovery::{METADATA_BYTES_MAX, Metadata, discovery_of};
pub use keys::{Algorithm, KEYS_BYTES_MAX, KEYS_MAX, KeySet};
pub use request::{Ask, Client, TokenRequest, challenge};
pub use token::{Claims, Expected, ID_TOKEN_BYTES_MAX, LEEWAY_S, TOKEN_AGE_S_MAX};

/// Why something was not believed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// Larger than anything of use.
    #[error("it is larger than allowed")]
    TooLarge,
    /// No JSON object, or one that says something twice.
    #[error("it is no JSON object, or it says something twice")]
    Json,
    /// Something that has to be there, and is not or is of another kind.
    #[error("`{0}` is missing, or is not what it has to be")]
    Member(&'static str),
    /// No address that is used here.
    #[error("`{0}` is no https address (http is for this machine alone), or it has a user or a fragment")]
    Address(&'static str),
    /// Of another provider.
    #[error("it is of another issuer")]
    Issuer,
    /// The provider does not say in its answer who it is, although it promised to.
    #[error("the answer does not say of which issuer it is, although the provider promises to")]
    NoIssuer,
    /// PKCE with S256 is not there.
    #[error("the provider takes no PKCE with S256")]
    Pkce,
    /// No authorization code.
    #[error("the provider gives no authorization codes")]
    NoCode,
    /// No way of a client to prove itself that we know.
    #[error(
        "the provider takes the client's secret neither by `client_secret_basic` nor by `client_secret_post`"
    )]
    ClientAuth,
    /// Something that may stand once stands there again, or something is missing.
    #[error("the answer of the provider does not read")]
    Answer,
    /// The provider says no; with its own word.
    #[error("the provider refuses: {0}")]
    Refused(String),
    /// No compact JWS.
    #[error("the token does not read")]
    Token,
    /// An algorithm that is not taken, `none` and those with a shared secret included.
    #[error("the token is signed by an algorithm that is not taken")]
    Algorithm,
    /// No key of the provider is meant.
    #[error("the token is signed by a key that the provider does not publish")]
    UnknownKey,
    /// The signature is not that of the key.
    #[error("the signature of the token is not that of the key")]
    Signature,
    /// For another client, or for others too.
    #[error("the token is for another client")]
    Audience,
    /// Of another log-in.
    #[error("the token is of another log-in")]
    Nonce,
    /// Over.
    #[error("the token has expired")]
    Expired,
    /// Made too long ago, or later than now.
    #[error("the token was made at another time: look at the clocks of both")]
    IssuedAt,
    /// The person proved who they are too long ago.
    #[error("the person proved who they are too long ago, or the token does not say when")]
    AuthTime,
}
