//! Whatever a browser sends as a new key or as a log-in: a key that is taken reads back, and nobody logs in without one.
#![no_main]

use kulla_webauthn::{Assertion, PublicKey, RelyingParty, authenticate, origin_said, register};
use libfuzzer_sys::fuzz_target;

const CHALLENGE: &[u8] = b"0123456789abcdef0123456789abcdef";
/// What an honest browser says of a new key, so that the bytes get as far as the authenticator's part.
const HONEST: &[u8] =
    br#"{"type":"webauthn.create","challenge":"MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY","origin":"https://kulla.test"}"#;

fuzz_target!(|bytes: &[u8]| {
    let origins = ["https://kulla.test".to_owned()];
    let site = RelyingParty { id: "kulla.test", origins: &origins, verifies_user: true };
    let _ = (origin_said(bytes), register(&site, CHALLENGE, bytes, bytes));
    let Ok(made) = register(&site, CHALLENGE, HONEST, bytes) else { return };
    assert!(PublicKey::from_cose(&made.key).is_ok());
    let assertion = Assertion { client_data: bytes, authenticator_data: bytes, signature: bytes };
    assert!(authenticate(&site, CHALLENGE, &made, &assertion).is_err());
});
