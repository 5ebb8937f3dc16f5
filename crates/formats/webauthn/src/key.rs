//! COSE keys (RFC 9052, RFC 9053, RFC 8812) and their signatures.

use ring::signature::{
    ECDSA_P256_SHA256_ASN1, ED25519, RSA_PKCS1_2048_8192_SHA256, RsaPublicKeyComponents, UnparsedPublicKey,
};

use crate::Fault;
use crate::cbor::{self, Value};

/// Bytes of the modulus of an RSA key: 2,048 to 8,192 bits.
const MODULUS_BYTES: std::ops::RangeInclusive<usize> = 256..=1_024;
/// Bytes of the exponent of an RSA key.
const EXPONENT_BYTES_MAX: usize = 8;

/// An algorithm by its COSE number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Algorithm {
    /// ECDSA over P-256 with SHA-256.
    Es256,
    /// Ed25519.
    EdDsa,
    /// RSASSA-PKCS1-v1_5 with SHA-256.
    Rs256,
}

impl Algorithm {
    /// In the order in which they are asked for.
    pub const ALL: [Algorithm; 3] = [Algorithm::EdDsa, Algorithm::Es256, Algorithm::Rs256];

    /// The COSE number.
    pub const fn number(self) -> i64 {
        match self {
            Algorithm::Es256 => -7,
            Algorithm::EdDsa => -8,
            Algorithm::Rs256 => -257,
        }
    }
}

/// A public key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PublicKey {
    /// The uncompressed point.
    Es256([u8; 65]),
    /// The point.
    EdDsa([u8; 32]),
    /// Modulus and exponent, big-endian.
    Rs256 {
        /// The modulus.
        modulus: Vec<u8>,
        /// The exponent.
        exponent: Vec<u8>,
    },
}

impl PublicKey {
    /// Reads a COSE key. Its algorithm is part of it: a key is never used with another one.
    pub fn from_cose(bytes: &[u8]) -> Result<PublicKey, Fault> {
        let key = cbor::read(bytes)?;
        let number = |at: i64| key.at(at).and_then(Value::int);
        let part = |at: i64| key.at(at).and_then(Value::bytes);
        // Kind of key, algorithm, curve.
        match (number(1), number(3), number(-1)) {
            (Some(2), Some(-7), Some(1)) => {
                let (x, y) = part(-2).zip(part(-3)).ok_or(Fault::Key)?;
                let point = [&[4], x, y].concat();
                if x.len() != 32 {
                    return Err(Fault::Key);
                }
                point.try_into().map(PublicKey::Es256).map_err(|_| Fault::Key)
            }
            (Some(1), Some(-8), Some(6)) => {
                part(-2).and_then(|x| x.try_into().ok()).map(PublicKey::EdDsa).ok_or(Fault::Key)
            }
            (Some(3), Some(-257), None) => {
                let (modulus, exponent) = part(-1).zip(part(-2)).ok_or(Fault::Key)?;
                let fits = MODULUS_BYTES.contains(&modulus.len())
                    && (1..=EXPONENT_BYTES_MAX).contains(&exponent.len());
                match fits {
                    true => Ok(PublicKey::Rs256 { modulus: modulus.to_vec(), exponent: exponent.to_vec() }),
                    false => Err(Fault::Key),
                }
            }
            _ => Err(Fault::Key),
        }
    }

    /// Whether the signature over these bytes is that of this key.
    pub fn verify(&self, signed: &[u8], signature: &[u8]) -> Result<(), Fault> {
        let verified = match self {
            PublicKey::Es256(point) => {
                UnparsedPublicKey::new(&ECDSA_P256_SHA256_ASN1, point).verify(signed, signature)
            }
            PublicKey::EdDsa(point) => UnparsedPublicKey::new(&ED25519, point).verify(signed, signature),
            PublicKey::Rs256 { modulus, exponent } => RsaPublicKeyComponents { n: modulus, e: exponent }
                .verify(&RSA_PKCS1_2048_8192_SHA256, signed, signature),
        };
        verified.map_err(|_| Fault::Signature)
    }
}
