//! A provider's keys, which sign whatever a test wants.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use kulla_oidc::{Claims, Expected, Fault, KeySet};
use ring::hmac;
use ring::rand::SystemRandom;
use ring::rsa::PublicKeyComponents;
use ring::signature::{
    ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair, RSA_PKCS1_SHA256, RsaKeyPair,
};
use serde_json::{Value, json};

pub const ISSUER: &str = "https://login.ame.example/realms/ame";
pub const CLIENT: &str = "kulla";
pub const NONCE: &str = "n-0S6_WzA2Mj";
pub const NOW_S: u64 = 1_795_000_000;

/// One key of each kind.
pub struct Signer {
    rsa: RsaKeyPair,
    curve: EcdsaKeyPair,
    edwards: Ed25519KeyPair,
    random: SystemRandom,
}

pub fn text(bytes: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

impl Signer {
    pub fn new() -> Signer {
        let random = SystemRandom::new();
        let curve = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random).unwrap();
        let edwards = Ed25519KeyPair::generate_pkcs8(&random).unwrap();
        Signer {
            rsa: RsaKeyPair::from_pkcs8(include_bytes!("../fixtures/rsa-2048.pkcs8.der")).unwrap(),
            curve: EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, curve.as_ref(), &random)
                .unwrap(),
            edwards: Ed25519KeyPair::from_pkcs8(edwards.as_ref()).unwrap(),
            random,
        }
    }

    /// The public halves, as a provider publishes them: ids `r`, `c` and `e`.
    pub fn published(&self) -> Vec<Value> {
        let rsa = PublicKeyComponents::<Vec<u8>>::from(self.rsa.public());
        let point = self.curve.public_key().as_ref();
        vec![
            json!({ "kty": "RSA", "kid": "r", "use": "sig", "alg": "RS256", "n": text(rsa.n), "e": text(rsa.e) }),
            json!({ "kty": "EC", "kid": "c", "crv": "P-256", "x": text(&point[1..33]), "y": text(&point[33..]) }),
            json!({ "kty": "OKP", "kid": "e", "crv": "Ed25519", "x": text(self.edwards.public_key()) }),
        ]
    }

    pub fn keys(&self) -> KeySet {
        set(&self.published())
    }

    pub fn sign(&self, header: &Value, claims: &Value) -> String {
        self.sign_text(&header.to_string(), &claims.to_string())
    }

    /// Signs by what the header says.
    pub fn sign_text(&self, header: &str, claims: &str) -> String {
        let read: Value = serde_json::from_str(header).unwrap();
        let signed = format!("{}.{}", text(header), text(claims));
        let signature = match read["alg"].as_str() {
            Some("RS256") => {
                let mut signature = vec![0; self.rsa.public().modulus_len()];
                self.rsa.sign(&RSA_PKCS1_SHA256, &self.random, signed.as_bytes(), &mut signature).unwrap();
                signature
            }
            Some("ES256") => self.curve.sign(&self.random, signed.as_bytes()).unwrap().as_ref().to_vec(),
            Some("EdDSA" | "Ed25519") => self.edwards.sign(signed.as_bytes()).as_ref().to_vec(),
            // With whatever everybody can read of the key, as a secret.
            Some("HS256") => {
                let key = hmac::Key::new(hmac::HMAC_SHA256, self.curve.public_key().as_ref());
                hmac::sign(&key, signed.as_bytes()).as_ref().to_vec()
            }
            _ => Vec::new(),
        };
        format!("{signed}.{}", text(signature))
    }
}

pub fn set(keys: &[Value]) -> KeySet {
    KeySet::read(json!({ "keys": keys }).to_string().as_bytes()).unwrap()
}

/// Claims that are believed.
pub fn good() -> Value {
    json!({
        "iss": ISSUER, "aud": CLIENT, "sub": "7", "nonce": NONCE, "iat": NOW_S - 2, "exp": NOW_S + 300,
        "preferred_username": "drita.hoxha"
    })
}

/// The same with something else in one place; `null` takes it away.
pub fn with(name: &str, value: Value) -> Value {
    let mut claims = good();
    let members = claims.as_object_mut().unwrap();
    members.remove(name);
    if !value.is_null() {
        members.insert(name.to_owned(), value);
    }
    claims
}

pub fn expected() -> Expected<'static> {
    Expected { issuer: ISSUER, client: CLIENT, nonce: NONCE, now_s: NOW_S, max_age_s: None }
}

/// Believes these claims, signed well, or not.
pub fn claimed(claims: &Value) -> Result<Claims, Fault> {
    let signer = Signer::new();
    expected().verify(&signer.sign(&json!({ "alg": "ES256", "kid": "c" }), claims), &signer.keys())
}
