//! The keys of a provider (RFC 7517, RFC 7518, RFC 8037) and their signatures.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::signature::{
    ECDSA_P256_SHA256_FIXED, ED25519, RSA_PKCS1_2048_8192_SHA256, RsaPublicKeyComponents, UnparsedPublicKey,
};
use serde_json::Value;

use crate::Fault;
use crate::object::Object;

/// Bytes of a set of keys.
pub const KEYS_BYTES_MAX: usize = 256 << 10;
/// Keys of one set.
pub const KEYS_MAX: usize = 64;
/// Bytes of the modulus of an RSA key: 2,048 to 8,192 bits.
const MODULUS_BYTES: std::ops::RangeInclusive<usize> = 256..=1_024;
/// Bytes of the exponent of an RSA key.
const EXPONENT_BYTES_MAX: usize = 8;

/// How a token may be signed. Nothing else is: no `none`, and nothing with a secret that both sides have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Algorithm {
    /// RSASSA-PKCS1-v1_5 with SHA-256.
    Rs256,
    /// ECDSA over P-256 with SHA-256.
    Es256,
    /// Ed25519.
    EdDsa,
}

impl Algorithm {
    /// By its name in JOSE.
    pub fn of(name: &str) -> Option<Algorithm> {
        match name {
            "RS256" => Some(Algorithm::Rs256),
            "ES256" => Some(Algorithm::Es256),
            // RFC 8037, and the fully specified name of RFC 9864.
            "EdDSA" | "Ed25519" => Some(Algorithm::EdDsa),
            _ => None,
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum PublicKey {
    Rs256 {
        modulus: Vec<u8>,
        exponent: Vec<u8>,
    },
    /// The uncompressed point.
    Es256(Vec<u8>),
    EdDsa(Vec<u8>),
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Key {
    id: Option<String>,
    public: PublicKey,
}

/// The keys of one provider that can be used here.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct KeySet(Vec<Key>);

impl KeySet {
    /// Reads a JWK set. Keys of kinds that are not used here are passed over, as RFC 7517 asks; a set without any other is refused.
    pub fn read(bytes: &[u8]) -> Result<KeySet, Fault> {
        let object = Object::read(bytes, KEYS_BYTES_MAX)?;
        let list = object.get("keys").and_then(Value::as_array).ok_or(Fault::Member("keys"))?;
        if list.len() > KEYS_MAX {
            return Err(Fault::TooLarge);
        }
        let keys: Vec<Key> = list.iter().filter_map(Key::of).collect();
        if keys.is_empty() { Err(Fault::Member("keys")) } else { Ok(KeySet(keys)) }
    }

    /// Whether the signature over these bytes is of the key that is meant. Without an id, there has to be no choice.
    pub(crate) fn verify(
        &self,
        (algorithm, id): (Algorithm, Option<&str>),
        signed: &[u8],
        signature: &[u8],
    ) -> Result<(), Fault> {
        let fits =
            |key: &&Key| key.public.algorithm() == algorithm && (id.is_none() || key.id.as_deref() == id);
        let meant: Vec<&Key> = self.0.iter().filter(fits).collect();
        match (meant.as_slice(), id) {
            ([], _) | ([_, _, ..], None) => Err(Fault::UnknownKey),
            (meant, _) => match meant.iter().any(|key| key.public.verify(signed, signature)) {
                true => Ok(()),
                false => Err(Fault::Signature),
            },
        }
    }
}

impl Key {
    fn of(value: &Value) -> Option<Key> {
        let text = |name: &str| value.get(name).and_then(Value::as_str);
        let bytes = |name: &str| URL_SAFE_NO_PAD.decode(text(name)?).ok();
        let public = match (text("kty")?, text("crv")) {
            ("RSA", None) => {
                let (modulus, exponent) = (bytes("n")?, bytes("e")?);
                let fits = MODULUS_BYTES.contains(&modulus.len())
                    && (1..=EXPONENT_BYTES_MAX).contains(&exponent.len());
                fits.then_some(PublicKey::Rs256 { modulus, exponent })?
            }
            ("EC", Some("P-256")) => {
                let (x, y) = (bytes("x")?, bytes("y")?);
                (x.len() == 32 && y.len() == 32)
                    .then(|| PublicKey::Es256([&[4], x.as_slice(), y.as_slice()].concat()))?
            }
            ("OKP", Some("Ed25519")) => PublicKey::EdDsa(bytes("x").filter(|x| x.len() == 32)?),
            _ => return None,
        };
        // INVARIANT: a key is used for what it says that it is for, and with its own algorithm alone.
        let for_signing = value.get("use").is_none_or(|what| what == "sig");
        let acts = value
            .get("key_ops")
            .is_none_or(|acts| acts.as_array().is_some_and(|acts| acts.iter().any(|act| act == "verify")));
        let own = value.get("alg").is_none_or(|alg| {
            alg.as_str().and_then(Algorithm::of).is_some_and(|alg| alg == public.algorithm())
        });
        let id = match value.get("kid") {
            None => None,
            Some(id) => Some(id.as_str()?.to_owned()),
        };
        (for_signing && acts && own).then_some(Key { id, public })
    }
}

impl PublicKey {
    fn algorithm(&self) -> Algorithm {
        match self {
            PublicKey::Rs256 { .. } => Algorithm::Rs256,
            PublicKey::Es256(_) => Algorithm::Es256,
            PublicKey::EdDsa(_) => Algorithm::EdDsa,
        }
    }

    fn verify(&self, signed: &[u8], signature: &[u8]) -> bool {
        let verified = match self {
            PublicKey::Rs256 { modulus, exponent } => RsaPublicKeyComponents { n: modulus, e: exponent }
                .verify(&RSA_PKCS1_2048_8192_SHA256, signed, signature),
            PublicKey::Es256(point) => {
                UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, point).verify(signed, signature)
            }
            PublicKey::EdDsa(point) => UnparsedPublicKey::new(&ED25519, point).verify(signed, signature),
        };
        verified.is_ok()
    }
}
