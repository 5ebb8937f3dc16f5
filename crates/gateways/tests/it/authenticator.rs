//! An authenticator with one key, as a browser of `kulla.test` would use it.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::digest::{SHA256, digest};
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair as _};
use serde_json::{Value, json};

use crate::world::{HOST, ORIGIN};

/// Somebody was there, and it was they.
const PRESENT_AND_VERIFIED: u8 = 0b101;

pub struct Authenticator {
    pair: EcdsaKeyPair,
    id: [u8; 16],
    counter: std::sync::atomic::AtomicU32,
}

impl Authenticator {
    pub fn new() -> Authenticator {
        let random = SystemRandom::new();
        let made = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, &random).unwrap();
        let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, made.as_ref(), &random);
        let mut id = [0; 16];
        ring::rand::SecureRandom::fill(&random, &mut id).unwrap();
        Authenticator { pair: pair.unwrap(), id, counter: Default::default() }
    }

    /// The counter that the next log-in shows.
    pub fn count(&self, next: u32) {
        self.counter.store(next, std::sync::atomic::Ordering::SeqCst);
    }

    fn data(&self, flags: u8, counter: u32) -> Vec<u8> {
        [digest(&SHA256, HOST.as_bytes()).as_ref(), &[flags], &counter.to_be_bytes()].concat()
    }

    /// What the browser answers to `ask`, when it makes a key.
    pub fn makes(&self, asked: &Value, name: &str) -> Value {
        let point = self.pair.public_key().as_ref();
        let cose = [
            &[0xa5, 1, 2, 3, 0x26, 0x20, 1, 0x21, 0x58, 32],
            &point[1..33],
            &[0x22, 0x58, 32],
            &point[33..],
        ]
        .concat();
        let data =
            [&self.data(PRESENT_AND_VERIFIED | 0x40, 0)[..], &[0; 16], &[0, 16], &self.id, &cose].concat();
        let object = [
            b"\xa3\x63fmt\x64none\x67attStmt\xa0\x68authData\x58".as_slice(),
            &[u8::try_from(data.len()).unwrap()],
            &data,
        ]
        .concat();
        json!({
            "name": name, "attestation": text(&object),
            "client_data": text(&client("webauthn.create", asked, ORIGIN)),
        })
    }

    /// What it answers to `ask`, when it logs in.
    pub fn logs_in(&self, asked: &Value) -> Value {
        self.logs_in_at(asked, ORIGIN)
    }

    /// The same on the page of some site.
    pub fn logs_in_at(&self, asked: &Value, origin: &str) -> Value {
        let counter = self.counter.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
        let (data, client) =
            (self.data(PRESENT_AND_VERIFIED, counter), client("webauthn.get", asked, origin));
        let signed = [&data[..], digest(&SHA256, &client).as_ref()].concat();
        let signature = self.pair.sign(&SystemRandom::new(), &signed).unwrap();
        json!({
            "id": text(&self.id), "client_data": text(&client),
            "authenticator_data": text(&data), "signature": text(signature.as_ref()),
        })
    }
}

fn client(made_for: &str, asked: &Value, origin: &str) -> Vec<u8> {
    json!({ "type": made_for, "challenge": asked["challenge"], "origin": origin }).to_string().into_bytes()
}

fn text(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}
