//! Signed notes (C2SP signed-note) with Ed25519, and the cosignatures of witnesses (C2SP tlog-cosignature).
//!
//! A note is lines of text, an empty line, and signature lines: `— NAME BASE64`, the base64 holding four bytes
//! that name the key and then the signature. A witness signs the time together with the text.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};
use sha2::{Digest, Sha256};

/// Bytes of the longest note that is read.
pub const NOTE_BYTES_MAX: usize = 64 << 10;
/// Signature lines of a note; the specification lets a reader refuse more than 16.
pub const SIGNATURES_MAX: usize = 64;

const ALGORITHM_ED25519: u8 = 1;
const ALGORITHM_COSIGNATURE: u8 = 4;
const DASH: &str = "\u{2014} ";

/// Why a note or a key can't be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadNote {
    /// Not the form of a note.
    #[error("this is not a signed note: {0}")]
    Form(&'static str),
    /// A name that can't stand in a signature line.
    #[error("`{0}` can't name a key: it needs at least one character, and no space and no `+`")]
    Name(String),
    /// Not a verifier key.
    #[error("`{0}` is not a verifier key: it has the form NAME+HASH+BASE64")]
    Key(String),
    /// A signature under a known key does not fit.
    #[error("the signature of `{0}` does not fit the text: it was changed, or signed with another key")]
    Signature(String),
    /// Nobody known has signed.
    #[error("no known key has signed this note; its signatures are by {0}")]
    Unknown(String),
}

/// What a key signs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyUse {
    /// The text: a log's own signature.
    Note,
    /// Time and text: `cosignature/v1` of a witness.
    Cosignature,
}

impl KeyUse {
    fn algorithm(self) -> u8 {
        match self {
            KeyUse::Note => ALGORITHM_ED25519,
            KeyUse::Cosignature => ALGORITHM_COSIGNATURE,
        }
    }
}

fn key_hash(name: &str, algorithm: u8, public: &[u8; 32]) -> [u8; 4] {
    let hash =
        Sha256::new().chain_update(name).chain_update(b"\n").chain_update([algorithm]).chain_update(public);
    let hash: [u8; 32] = hash.finalize().into();
    [hash[0], hash[1], hash[2], hash[3]]
}

fn cosigned(unix_s: u64, text: &str) -> Vec<u8> {
    format!("cosignature/v1\ntime {unix_s}\n{text}").into_bytes()
}

/// A key that signs notes.
pub struct NoteSigner {
    name: String,
    key: SigningKey,
}

impl NoteSigner {
    /// From the key's name and its 32 secret bytes.
    pub fn new(name: &str, secret: &[u8; 32]) -> Result<NoteSigner, BadNote> {
        check_name(name)?;
        Ok(NoteSigner { name: name.to_owned(), key: SigningKey::from_bytes(secret) })
    }

    /// The key's name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What others verify with.
    pub fn verifier(&self, key_use: KeyUse) -> NoteVerifier {
        NoteVerifier { name: self.name.clone(), key: self.key.verifying_key(), key_use }
    }

    /// The note with this signature. The text ends with a line break.
    pub fn sign(&self, text: &str) -> String {
        format!("{text}\n{}", self.line(KeyUse::Note, &self.key.sign(text.as_bytes()).to_bytes()))
    }

    /// The signature line of a witness, to be appended to a note.
    pub fn cosign(&self, text: &str, unix_s: u64) -> String {
        let mut bytes = unix_s.to_be_bytes().to_vec();
        bytes.extend(self.key.sign(&cosigned(unix_s, text)).to_bytes());
        self.line(KeyUse::Cosignature, &bytes)
    }

    fn line(&self, key_use: KeyUse, signature: &[u8]) -> String {
        let mut bytes =
            key_hash(&self.name, key_use.algorithm(), self.key.verifying_key().as_bytes()).to_vec();
        bytes.extend_from_slice(signature);
        format!("{DASH}{} {}\n", self.name, BASE64.encode(bytes))
    }
}

fn check_name(name: &str) -> Result<(), BadNote> {
    let bad = name.is_empty() || name.chars().any(|c| c.is_whitespace() || c.is_control() || c == '+');
    if bad { Err(BadNote::Name(name.to_owned())) } else { Ok(()) }
}

/// A key that notes are verified with. Written as `NAME+HASH+BASE64`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoteVerifier {
    name: String,
    key: VerifyingKey,
    key_use: KeyUse,
}

impl NoteVerifier {
    /// The key's name.
    pub fn name(&self) -> &str {
        &self.name
    }

    fn hash(&self) -> [u8; 4] {
        key_hash(&self.name, self.key_use.algorithm(), self.key.as_bytes())
    }

    /// Checks one signature; gives the witness's time, in seconds since 1970, where there is one.
    fn verify(&self, text: &str, signature: &[u8]) -> Result<Option<u64>, BadNote> {
        let bad = || BadNote::Signature(self.name.clone());
        let (message, signature, time) = match self.key_use {
            KeyUse::Note => (text.as_bytes().to_vec(), signature, None),
            KeyUse::Cosignature => {
                let (time, rest) = signature.split_first_chunk::<8>().ok_or_else(bad)?;
                let time = u64::from_be_bytes(*time);
                (cosigned(time, text), rest, Some(time))
            }
        };
        let signature = Signature::from_slice(signature).map_err(|_| bad())?;
        self.key.verify_strict(&message, &signature).map_err(|_| bad())?;
        Ok(time)
    }
}

impl std::fmt::Display for NoteVerifier {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut key = vec![self.key_use.algorithm()];
        key.extend_from_slice(self.key.as_bytes());
        write!(f, "{}+{:08x}+{}", self.name, u32::from_be_bytes(self.hash()), BASE64.encode(key))
    }
}

impl std::str::FromStr for NoteVerifier {
    type Err = BadNote;

    fn from_str(text: &str) -> Result<NoteVerifier, BadNote> {
        let bad = || BadNote::Key(text.chars().take(200).collect());
        let mut parts = text.trim().splitn(3, '+');
        let (name, hash, key) = (parts.next(), parts.next(), parts.next());
        let (Some(name), Some(hash), Some(key)) = (name, hash, key) else { return Err(bad()) };
        check_name(name)?;
        let key = BASE64.decode(key).map_err(|_| bad())?;
        let (algorithm, public) = key.split_first().ok_or_else(bad)?;
        let key_use = match *algorithm {
            ALGORITHM_ED25519 => KeyUse::Note,
            ALGORITHM_COSIGNATURE => KeyUse::Cosignature,
            _ => return Err(bad()),
        };
        let public: &[u8; 32] = public.try_into().map_err(|_| bad())?;
        let key = VerifyingKey::from_bytes(public).map_err(|_| bad())?;
        let verifier = NoteVerifier { name: name.to_owned(), key, key_use };
        let fits = u32::from_str_radix(hash, 16).is_ok_and(|hash| hash.to_be_bytes() == verifier.hash());
        if fits { Ok(verifier) } else { Err(bad()) }
    }
}

/// A signature line.
#[derive(Debug, Clone, PartialEq, Eq)]
struct SignatureLine {
    name: String,
    key_hash: [u8; 4],
    signature: Vec<u8>,
}

/// A note that was taken apart and not yet verified.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// What is signed; ends with a line break.
    pub text: String,
    signatures: Vec<SignatureLine>,
}

/// A signature that fits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// The key's name.
    pub name: String,
    /// When a witness saw it, in seconds since 1970.
    pub unix_s: Option<u64>,
}

impl Note {
    /// Takes a note apart.
    pub fn parse(note: &str) -> Result<Note, BadNote> {
        if note.len() > NOTE_BYTES_MAX {
            return Err(BadNote::Form("it is longer than 64 KiB"));
        }
        let (text, lines) = note.rsplit_once("\n\n").ok_or(BadNote::Form("there is no empty line"))?;
        let lines = lines.strip_suffix('\n').ok_or(BadNote::Form("the last line does not end"))?;
        if text.is_empty() || text.chars().any(|c| c.is_control() && c != '\n') {
            return Err(BadNote::Form("the text is empty or has control characters"));
        }
        let signatures = lines.split('\n').map(parse_line).collect::<Result<Vec<_>, _>>()?;
        if signatures.len() > SIGNATURES_MAX {
            return Err(BadNote::Form("it has too many signatures"));
        }
        Ok(Note { text: format!("{text}\n"), signatures })
    }

    /// Checks every signature by a known key. One that does not fit makes the note bad; those of unknown keys
    /// are passed over; without one of a known key the note is refused.
    pub fn verify(&self, known: &[NoteVerifier]) -> Result<Vec<Verified>, BadNote> {
        let mut verified = Vec::new();
        for line in &self.signatures {
            let Some(key) = known.iter().find(|key| key.name == line.name && key.hash() == line.key_hash)
            else {
                continue;
            };
            let unix_s = key.verify(&self.text, &line.signature)?;
            verified.push(Verified { name: line.name.clone(), unix_s });
        }
        if verified.is_empty() {
            let names: Vec<_> = self.signatures.iter().map(|line| format!("`{}`", line.name)).collect();
            return Err(BadNote::Unknown(names.join(", ")));
        }
        Ok(verified)
    }
}

fn parse_line(line: &str) -> Result<SignatureLine, BadNote> {
    let bad = BadNote::Form("a signature line does not have the form `— NAME BASE64`");
    let Some((name, base64)) = line.strip_prefix(DASH).and_then(|line| line.split_once(' ')) else {
        return Err(bad);
    };
    check_name(name)?;
    let bytes = BASE64.decode(base64).map_err(|_| bad.clone())?;
    let (key_hash, signature) = bytes.split_first_chunk::<4>().ok_or(bad)?;
    Ok(SignatureLine { name: name.to_owned(), key_hash: *key_hash, signature: signature.to_vec() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_note_of_the_specification_verifies() {
        // From the package documentation of golang.org/x/mod/sumdb/note, which C2SP signed-note describes.
        let key: NoteVerifier =
            "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW".parse().unwrap();
        let note = "If you think cryptography is the answer to your problem,\n\
                    then you don't know what your problem is.\n\n\
                    — PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";
        let verified = Note::parse(note).unwrap().verify(std::slice::from_ref(&key)).unwrap();
        assert_eq!(verified, [Verified { name: "PeterNeumann".into(), unix_s: None }]);
        assert_eq!(key.to_string(), "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW");
        let changed = note.replace("answer", "Answer");
        assert!(matches!(Note::parse(&changed).unwrap().verify(&[key]), Err(BadNote::Signature(_))));
    }

    #[test]
    fn a_witness_signs_the_time_too() {
        let log = NoteSigner::new("node.example/ops", &[1; 32]).unwrap();
        let witness = NoteSigner::new("witness.example", &[2; 32]).unwrap();
        let text = "node.example/ops\n0\nroot\n";
        let note = log.sign(text) + &witness.cosign(text, 1_700_000_000);
        let known = [log.verifier(KeyUse::Note), witness.verifier(KeyUse::Cosignature)];
        let verified = Note::parse(&note).unwrap().verify(&known).unwrap();
        assert_eq!(verified[1], Verified { name: "witness.example".into(), unix_s: Some(1_700_000_000) });
        let reparsed: NoteVerifier = known[1].to_string().parse().unwrap();
        assert_eq!(reparsed, known[1]);
        let other = [NoteSigner::new("witness.example", &[3; 32]).unwrap().verifier(KeyUse::Cosignature)];
        assert!(matches!(Note::parse(&note).unwrap().verify(&other), Err(BadNote::Unknown(_))));
    }
}
