//! Keys that a test makes, so that every field can be wrong one at a time.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use kulla_webauthn::{Assertion, Credential, Fault, RelyingParty, authenticate, register};
use proptest::prelude::*;
use ring::digest::{SHA256, digest};
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair as _};

const ORIGIN: &str = "https://kulla.example:8383";
const CHALLENGE: &[u8] = b"thirty-two bytes of pure chance!";
const UP_UV: u8 = 0b101;

/// An authenticator with one key.
struct Authenticator {
    pair: EcdsaKeyPair,
}

impl Authenticator {
    fn new() -> Authenticator {
        let random = SystemRandom::new();
        let made = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, &random).unwrap();
        let pair =
            EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, made.as_ref(), &random).unwrap();
        Authenticator { pair }
    }

    fn cose(&self) -> Vec<u8> {
        let point = self.pair.public_key().as_ref();
        [&[0xa5, 1, 2, 3, 0x26, 0x20, 1, 0x21, 0x58, 32], &point[1..33], &[0x22, 0x58, 32], &point[33..]]
            .concat()
    }

    fn data(&self, flags: u8, counter: u32) -> Vec<u8> {
        [digest(&SHA256, b"kulla.example").as_ref(), &[flags], &counter.to_be_bytes()].concat()
    }

    fn made(&self, flags: u8) -> Vec<u8> {
        [&self.data(flags | 0x40, 0)[..], &[0; 16], &[0, 4], b"key1", &self.cose()].concat()
    }

    fn attested(&self, fmt: &str, data: &[u8]) -> Vec<u8> {
        let mut object = vec![0xa3, 0x63];
        object.extend(b"fmt");
        object.push(0x60 + u8::try_from(fmt.len()).unwrap());
        object.extend(fmt.as_bytes());
        object.push(0x67);
        object.extend(b"attStmt\xa0");
        object.push(0x68);
        object.extend(b"authData\x58");
        object.push(u8::try_from(data.len()).unwrap());
        object.extend(data);
        object
    }

    fn sign(&self, data: &[u8], client: &[u8]) -> Vec<u8> {
        let signed = [data, digest(&SHA256, client).as_ref()].concat();
        self.pair.sign(&SystemRandom::new(), &signed).unwrap().as_ref().to_vec()
    }

    fn kept(&self, counter: u32) -> Credential {
        Credential { id: b"key1".to_vec(), key: self.cose(), counter, may_be_copied: false }
    }
}

fn client(made_for: &str, more: &str) -> Vec<u8> {
    let challenge = URL_SAFE_NO_PAD.encode(CHALLENGE);
    format!(r#"{{"type":"{made_for}","challenge":"{challenge}","origin":"{ORIGIN}"{more}}}"#).into_bytes()
}

fn with<T>(check: impl FnOnce(&RelyingParty<'_>) -> T) -> T {
    check(&RelyingParty { id: "kulla.example", origins: &[ORIGIN.to_owned()], verifies_user: true })
}

fn log_in(key: &Authenticator, kept: &Credential, data: &[u8], client: &[u8]) -> Result<u32, Fault> {
    let signature = key.sign(data, client);
    let assertion = Assertion { client_data: client, authenticator_data: data, signature: &signature };
    with(|site| authenticate(site, CHALLENGE, kept, &assertion))
}

#[test]
fn a_key_is_made_and_logs_in() {
    let key = Authenticator::new();
    let object = key.attested("none", &key.made(UP_UV));
    let kept = with(|site| register(site, CHALLENGE, &client("webauthn.create", ""), &object)).unwrap();
    assert_eq!(kept, key.kept(0));
    assert_eq!(log_in(&key, &kept, &key.data(UP_UV, 7), &client("webauthn.get", "")), Ok(7));
}

#[test]
fn a_new_key_is_refused_unless_everything_is_as_asked() {
    let key = Authenticator::new();
    let none = |flags: u8| key.attested("none", &key.made(flags));
    let asked = client("webauthn.create", "");
    let refused =
        |client: &[u8], object: &[u8]| with(|site| register(site, CHALLENGE, client, object)).unwrap_err();
    assert_eq!(refused(&client("webauthn.get", ""), &none(UP_UV)), Fault::Type);
    assert_eq!(refused(&client("webauthn.create", r#","crossOrigin":true"#), &none(UP_UV)), Fault::Origin);
    assert_eq!(
        refused(&client("webauthn.create", r#","topOrigin":"https://kulla.example:8383""#), &none(UP_UV)),
        Fault::Origin
    );
    assert_eq!(refused(b"not JSON", &none(UP_UV)), Fault::ClientData);
    assert_eq!(refused(&vec![b' '; 5_000], &none(UP_UV)), Fault::TooLarge);
    assert_eq!(refused(&asked, &none(0b001)), Fault::NotVerified);
    assert_eq!(refused(&asked, &none(0b100)), Fault::NotPresent);
    assert_eq!(refused(&asked, &none(UP_UV | 1 << 4)), Fault::AuthenticatorData, "copied, but may not be");
    assert_eq!(refused(&asked, &none(UP_UV | 1 << 1)), Fault::AuthenticatorData, "a reserved bit");
    assert_eq!(refused(&asked, &key.attested("packed", &key.made(UP_UV))), Fault::Attestation);
    assert_eq!(
        refused(&asked, &key.attested("none", &key.data(UP_UV, 0))),
        Fault::AuthenticatorData,
        "no key"
    );
    let trailing = [&key.made(UP_UV)[..], &[0]].concat();
    assert_eq!(refused(&asked, &key.attested("none", &trailing)), Fault::AuthenticatorData);
    let mut other = key.made(UP_UV);
    let at = other.len() - 77 + 4;
    assert_eq!(other[at], 0x26);
    other[at] = 0x28; // -9, no algorithm of ours
    assert_eq!(refused(&asked, &key.attested("none", &other)), Fault::Key);
    assert_eq!(refused(&asked, &vec![0; 20_000]), Fault::TooLarge);
}

#[test]
fn a_counter_that_stands_still_or_goes_back_is_refused_once_it_ever_moved() {
    let key = Authenticator::new();
    let asked = client("webauthn.get", "");
    for (kept, said, result) in [
        (0, 0, Ok(0)),
        (0, 5, Ok(5)),
        (5, 6, Ok(6)),
        (5, 5, Err(Fault::Counter)),
        (5, 4, Err(Fault::Counter)),
        (5, 0, Err(Fault::Counter)),
    ] {
        assert_eq!(log_in(&key, &key.kept(kept), &key.data(UP_UV, said), &asked), result, "{kept} {said}");
    }
}

#[test]
fn another_key_another_purpose_and_another_word_about_backups_are_refused() {
    let (key, other) = (Authenticator::new(), Authenticator::new());
    let asked = client("webauthn.get", "");
    let data = key.data(UP_UV, 1);
    assert_eq!(log_in(&other, &key.kept(0), &data, &asked), Err(Fault::Signature));
    assert_eq!(log_in(&key, &key.kept(0), &data, &client("webauthn.create", "")), Err(Fault::Type));
    let backup = key.data(UP_UV | 1 << 3, 1);
    assert_eq!(log_in(&key, &key.kept(0), &backup, &asked), Err(Fault::Backup));
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic(client_data in any::<Vec<u8>>(), object in any::<Vec<u8>>(), signature in any::<Vec<u8>>()) {
        let key = Authenticator::new();
        with(|site| {
            prop_assert!(register(site, CHALLENGE, &client_data, &object).is_err());
            prop_assert!(register(site, CHALLENGE, &client("webauthn.create", ""), &object).is_err());
            let assertion = Assertion { client_data: &client_data, authenticator_data: &object, signature: &signature };
            prop_assert!(authenticate(site, CHALLENGE, &key.kept(0), &assertion).is_err());
            Ok(())
        })?;
    }

    #[test]
    fn a_changed_byte_of_a_new_key_makes_another_key_or_none_and_never_a_panic(at in 0..140_usize, byte in any::<u8>()) {
        let key = Authenticator::new();
        let mut object = key.attested("none", &key.made(UP_UV));
        if let Some(old) = object.get_mut(at) { *old = byte; }
        let _ = with(|site| register(site, CHALLENGE, &client("webauthn.create", ""), &object));
    }
}
