//! Whatever a provider sends, nothing of it is believed that no key signed, and no address of it leaves TLS.
#![no_main]

use kulla_oidc::{Address, Answer, Expected, KeySet, Metadata, id_token};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Some(issuer) = Address::new("https://login.example/realms/ame") else { return };
    let metadata =
        Metadata::read(bytes.split(|byte| *byte == b'\n').next().unwrap_or_default(), &issuer).ok();
    if let Some(metadata) = &metadata {
        let addresses = [&metadata.authorization, &metadata.token, &metadata.keys];
        assert!(metadata.issuer == issuer && addresses.iter().all(|address| !address.is_clear()));
    }
    // A document, a line, and what the token endpoint or the browser brings.
    let mut parts = bytes.splitn(2, |byte| *byte == b'\n');
    let (document, told) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    let text = String::from_utf8_lossy(told);
    let answer = Answer::of(text.split('&').filter_map(|field| field.split_once('=')));
    if let (Ok(answer), Some(metadata)) = (answer, &metadata) {
        let _ = answer.code(metadata);
    }
    // Whoever sends this has no key to sign with, whatever keys they name: without one nothing is believed.
    let token = id_token(true, told).unwrap_or_else(|_| text.into_owned());
    let expected = Expected {
        issuer: issuer.as_str(),
        client: "kulla",
        nonce: "n",
        now_s: 1_764_000_000,
        max_age_s: Some(60),
    };
    if let Ok(keys) = KeySet::read(document) {
        assert!(expected.verify(&token, &keys).is_err());
    }
});
