//! Tokens that somebody made up, took from elsewhere, or kept. Each attack is a test.

use kulla_oidc::{Fault, ID_TOKEN_BYTES_MAX, KEYS_MAX, KeySet, LEEWAY_S, TOKEN_AGE_S_MAX};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::signer::{CLIENT, ISSUER, NONCE, NOW_S, Signer, claimed, expected, good, set, text, with};

fn fault(claims: &Value) -> Option<Fault> {
    claimed(claims).err()
}

/// Signed well by a key of the provider, under this header.
fn headed(header: &Value) -> Option<Fault> {
    let signer = Signer::new();
    expected().verify(&signer.sign(header, &good()), &signer.keys()).err()
}

#[test]
fn a_token_of_each_algorithm_is_believed_and_says_who_it_is() {
    for (alg, kid) in [("RS256", "r"), ("ES256", "c"), ("EdDSA", "e"), ("Ed25519", "e")] {
        assert_eq!(headed(&json!({ "alg": alg, "kid": kid, "typ": "JWT" })), None, "{alg}");
        assert_eq!(
            headed(&json!({ "alg": alg })),
            None,
            "{alg} without an id: there is one key of its kind"
        );
    }
    let claims = claimed(&good()).unwrap();
    assert_eq!((claims.text("sub"), claims.text("preferred_username")), (Some("7"), Some("drita.hoxha")));
    assert_eq!((claims.text("iat"), claims.methods().len()), (None, 0));
    assert_eq!(claimed(&with("amr", json!(["pwd", "otp"]))).unwrap().methods(), ["pwd", "otp"]);
    assert!(claimed(&with("amr", json!(["pwd", 7]))).unwrap().methods().is_empty(), "all of it or nothing");
    assert!(!claimed(&with("email_verified", json!("true"))).unwrap().holds("email_verified"));
}

#[test]
fn a_token_without_a_signature_is_refused() {
    for alg in ["none", "None", "NONE", ""] {
        assert_eq!(headed(&json!({ "alg": alg })), Some(Fault::Algorithm), "{alg}");
    }
    assert_eq!(headed(&json!({ "kid": "c" })), Some(Fault::Algorithm), "no algorithm at all");
    let signer = Signer::new();
    let token = signer.sign(&json!({ "alg": "ES256", "kid": "c" }), &good());
    let unsigned = token.rsplit_once('.').unwrap().0;
    assert_eq!(expected().verify(&format!("{unsigned}."), &signer.keys()), Err(Fault::Signature));
    assert!(expected().verify(unsigned, &signer.keys()).is_err());
}

#[test]
fn a_token_signed_with_the_public_key_as_a_shared_secret_is_refused() {
    assert_eq!(headed(&json!({ "alg": "HS256", "kid": "c" })), Some(Fault::Algorithm));
    // Also where the provider publishes a secret by mistake.
    let oct = json!({ "kty": "oct", "kid": "c", "alg": "HS256", "k": "AAAA" });
    let found = KeySet::read(json!({ "keys": [oct] }).to_string().as_bytes());
    assert_eq!(found, Err(Fault::Member("keys")));
}

#[test]
fn a_key_that_the_token_brings_along_is_not_used() {
    let (own, provider) = (Signer::new(), Signer::new());
    let mine = own.published().remove(1);
    for header in [
        json!({ "alg": "ES256", "kid": "c", "jwk": mine }),
        json!({ "alg": "ES256", "kid": "c", "jku": "https://evil.example/keys" }),
        json!({ "alg": "ES256", "kid": "c", "x5u": "https://evil.example/x", "x5c": ["AAAA"] }),
    ] {
        let token = own.sign(&header, &good());
        assert_eq!(expected().verify(&token, &provider.keys()), Err(Fault::Signature), "{header}");
    }
}

#[test]
fn a_token_by_a_key_that_is_not_published_is_refused() {
    assert_eq!(headed(&json!({ "alg": "ES256", "kid": "other" })), Some(Fault::UnknownKey));
    assert_eq!(headed(&json!({ "alg": "ES256", "kid": "" })), Some(Fault::UnknownKey));
    assert_eq!(headed(&json!({ "alg": "ES256", "kid": 7 })), Some(Fault::Token));
    let (signer, other) = (Signer::new(), Signer::new());
    let two = set(&[signer.published().remove(1), other.published().remove(1)]);
    let token = signer.sign(&json!({ "alg": "ES256" }), &good());
    assert_eq!(expected().verify(&token, &two), Err(Fault::UnknownKey), "no id, and a choice");
}

#[test]
fn a_key_is_used_with_its_own_algorithm_and_for_its_own_purpose_alone() {
    assert_eq!(headed(&json!({ "alg": "ES256", "kid": "r" })), Some(Fault::UnknownKey), "RSA as EC");
    assert_eq!(headed(&json!({ "alg": "EdDSA", "kid": "c" })), Some(Fault::UnknownKey), "EC as Ed25519");
    let signer = Signer::new();
    let token = signer.sign(&json!({ "alg": "ES256", "kid": "c" }), &good());
    let changed = |name: &str, value: Value| {
        let mut all = signer.published();
        all[1][name] = value;
        expected().verify(&token, &set(&all)).err()
    };
    assert_eq!(changed("use", json!("sig")), None);
    assert_eq!(changed("key_ops", json!(["verify"])), None);
    for (name, value) in [
        ("use", json!("enc")),
        ("key_ops", json!(["encrypt"])),
        ("alg", json!("ES512")),
        ("alg", json!("RS256")),
        ("crv", json!("P-384")),
        ("x", json!("AAAA")),
        ("kid", json!(7)),
    ] {
        assert_eq!(changed(name, value.clone()), Some(Fault::UnknownKey), "{name} {value}");
    }
    let weak = json!({ "kty": "RSA", "kid": "w", "n": text([0xd7; 128]), "e": "AQAB" });
    let found = KeySet::read(json!({ "keys": [weak] }).to_string().as_bytes());
    assert_eq!(found, Err(Fault::Member("keys")), "1,024 bits");
}

#[test]
fn a_header_that_asks_for_what_is_not_known_is_refused() {
    for header in [
        json!({ "alg": "ES256", "kid": "c", "crit": ["b64"], "b64": false }),
        json!({ "alg": "ES256", "kid": "c", "typ": "at+jwt" }),
        json!({ "alg": "ES256", "kid": "c", "typ": "logout+jwt" }),
    ] {
        assert_eq!(headed(&header), Some(Fault::Token), "{header}");
    }
    let signer = Signer::new();
    let twice = signer.sign_text(r#"{"alg":"ES256","kid":"c","kid":"r"}"#, &good().to_string());
    assert_eq!(expected().verify(&twice, &signer.keys()), Err(Fault::Json));
}

#[test]
fn a_token_for_another_client_or_for_several_is_refused() {
    for aud in [
        json!("other"),
        json!([]),
        json!(["other"]),
        json!([CLIENT, "other"]),
        json!([CLIENT, CLIENT]),
        json!([[CLIENT]]),
        json!({ CLIENT: 1 }),
        Value::Null,
    ] {
        assert_eq!(fault(&with("aud", aud.clone())), Some(Fault::Audience), "{aud}");
    }
    assert_eq!(fault(&with("aud", json!([CLIENT]))), None);
    assert_eq!(fault(&with("azp", json!(CLIENT))), None);
    assert_eq!(fault(&with("azp", json!("other"))), Some(Fault::Audience), "asked for by another client");
}

#[test]
fn a_token_of_another_issuer_is_refused() {
    for iss in [json!("https://evil.example"), json!(format!("{ISSUER}/")), json!([ISSUER]), Value::Null] {
        assert_eq!(fault(&with("iss", iss.clone())), Some(Fault::Issuer), "{iss}");
    }
}

#[test]
fn a_token_of_another_log_in_is_refused() {
    for nonce in [json!("other"), json!(""), json!([NONCE]), Value::Null] {
        assert_eq!(fault(&with("nonce", nonce.clone())), Some(Fault::Nonce), "{nonce}");
    }
}

#[test]
fn a_token_that_is_over_too_old_or_of_the_future_is_refused() {
    let at = |name: &str, s: u64| fault(&with(name, json!(s)));
    assert_eq!(at("exp", NOW_S - LEEWAY_S + 1), None, "clocks differ a little");
    assert_eq!(at("exp", NOW_S - LEEWAY_S), Some(Fault::Expired));
    assert_eq!(at("iat", NOW_S + LEEWAY_S), None);
    assert_eq!(at("iat", NOW_S + LEEWAY_S + 1), Some(Fault::IssuedAt));
    assert_eq!(at("iat", NOW_S - TOKEN_AGE_S_MAX - LEEWAY_S), None);
    assert_eq!(at("iat", NOW_S - TOKEN_AGE_S_MAX - LEEWAY_S - 1), Some(Fault::IssuedAt));
    assert_eq!(at("nbf", NOW_S + LEEWAY_S + 1), Some(Fault::IssuedAt));
    for (name, absent) in [("exp", Fault::Member("exp")), ("iat", Fault::Member("iat"))] {
        for value in [Value::Null, json!("1795000300"), json!(-1)] {
            assert_eq!(fault(&with(name, value.clone())), Some(absent.clone()), "{name} {value}");
        }
    }
    assert_eq!(at("exp", u64::MAX), None, "nothing overflows");
}

#[test]
fn whoever_proved_themselves_too_long_ago_is_refused_where_that_is_asked_for() {
    let signer = Signer::new();
    let expected = kulla_oidc::Expected { max_age_s: Some(3_600), ..expected() };
    let found = |claims: &Value| {
        expected.verify(&signer.sign(&json!({ "alg": "ES256", "kid": "c" }), claims), &signer.keys()).err()
    };
    assert_eq!(found(&with("auth_time", json!(NOW_S - 3_600 - LEEWAY_S))), None);
    assert_eq!(found(&with("auth_time", json!(NOW_S - 3_601 - LEEWAY_S))), Some(Fault::AuthTime));
    assert_eq!(found(&good()), Some(Fault::AuthTime), "it does not say when");
}

#[test]
fn a_token_of_nobody_is_refused() {
    for sub in [json!(""), json!(7), json!("x".repeat(256)), Value::Null] {
        assert_eq!(fault(&with("sub", sub.clone())), Some(Fault::Member("sub")), "{sub}");
    }
}

#[test]
fn claims_that_stand_twice_are_refused() {
    let signer = Signer::new();
    let header = r#"{"alg":"ES256","kid":"c"}"#;
    let twice = good().to_string().replacen('{', r#"{"preferred_username":"minister","#, 1);
    assert_eq!(expected().verify(&signer.sign_text(header, &twice), &signer.keys()), Err(Fault::Json));
}

#[test]
fn what_is_too_large_is_refused_before_it_is_read() {
    let signer = Signer::new();
    let long = "a".repeat(ID_TOKEN_BYTES_MAX + 1);
    assert_eq!(expected().verify(&long, &signer.keys()), Err(Fault::TooLarge));
    let many = vec![signer.published().remove(1); KEYS_MAX + 1];
    let found = KeySet::read(json!({ "keys": many }).to_string().as_bytes());
    assert_eq!(found, Err(Fault::TooLarge));
}

#[test]
fn a_token_with_any_character_changed_is_refused() {
    let signer = Signer::new();
    let keys = signer.keys();
    for (alg, kid) in [("RS256", "r"), ("ES256", "c"), ("EdDSA", "e")] {
        let token = signer.sign(&json!({ "alg": alg, "kid": kid }), &good());
        for at in 0..token.len() {
            let mut bent = token.clone().into_bytes();
            bent[at] = if bent[at] == b'A' { b'B' } else { b'A' };
            let bent = String::from_utf8(bent).unwrap();
            assert!(expected().verify(&bent, &keys).is_err(), "{alg}, character {at}");
        }
    }
}

proptest! {
    #[test]
    fn nothing_makes_it_panic(token in ".{0,200}", bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let keys = Signer::new().keys();
        prop_assert!(expected().verify(&token, &keys).is_err());
        let part = text(&bytes);
        let whole = format!("{part}.{part}.{part}");
        prop_assert!(expected().verify(&whole, &keys).is_err());
        prop_assert!(KeySet::read(&bytes).is_err());
    }
}
