//! Names of things, all 16 bytes, all written as a UUID.
//!
//! A record's id is a UUIDv7 (RFC 9562 §5.7) that its author chose, so that a command sent twice is one
//! record. Each kind of name is a type of its own: a subject can't be passed where a label is asked for.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sha2::{Digest, Sha256};

/// The text is not a UUID: 32 hexadecimal digits in groups of 8-4-4-4-12.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not an id: write 32 hexadecimal digits as 8-4-4-4-12")]
pub struct BadId(pub String);

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, utoipa::ToSchema)]
        #[schema(value_type = String, format = "uuid")]
        pub struct $name(pub [u8; 16]);

        impl $name {
            /// A UUIDv7 from milliseconds since 1970 and ten random bytes.
            pub fn v7(unix_ms: u64, random: [u8; 10]) -> Self {
                Self(v7_bytes(unix_ms, random))
            }
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { write_uuid(&self.0, f) }
        }
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { write_uuid(&self.0, f) }
        }
        impl FromStr for $name {
            type Err = BadId;
            fn from_str(s: &str) -> Result<Self, BadId> { parse_uuid(s).map(Self) }
        }
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> { s.collect_str(self) }
        }
        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                let text = std::borrow::Cow::<'de, str>::deserialize(d)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
    )*};
}

ids! {
    /// One version of a subject, chosen by its author.
    RecordId;
    /// The lasting thing that versions are versions of.
    SubjectId;
    /// One append-only log.
    LogId;
    /// A person or a machine that acts. Opaque: the name lives in an erasable `grant`.
    PrincipalId;
    /// An interned label: the id of the `label` record that holds its text.
    LabelId;
    /// The key that seals a body.
    KeyId;
}

impl SubjectId {
    /// The one subject of this purpose that hangs on another subject, the same on every node: the triage of a
    /// signal, say. Two officers who take the same signal meet in its heads instead of passing each other.
    pub fn derived(purpose: &str, from: SubjectId) -> SubjectId {
        let mut hash = Sha256::new();
        hash.update(b"kulla/subject/1");
        hash.update((purpose.len() as u64).to_be_bytes());
        hash.update(purpose.as_bytes());
        hash.update(from.0);
        let mut bytes = [0; 16];
        bytes.copy_from_slice(&hash.finalize()[..16]);
        bytes[6] = (bytes[6] & 0x0f) | 0x80; // version 8: our own (RFC 9562 §5.8)
        bytes[8] = (bytes[8] & 0x3f) | 0x80;
        SubjectId(bytes)
    }

    /// Whether it was worked out, as [`SubjectId::derived`] does, and so is not the id of a record that was new.
    pub const fn is_derived(self) -> bool {
        let [.., version, _, _, _, _, _, _, _, _, _] = self.0;
        version >> 4 == 8
    }
}

impl RecordId {
    /// The record that this author means by an id of their own choice, in an exercise or outside. Nobody else's
    /// choice comes to the same, so an id that somebody else has taken is as good as any, and tells nothing.
    #[must_use]
    pub fn chosen_by(self, author: PrincipalId, exercise: &str) -> RecordId {
        let mut hash = Sha256::new();
        hash.update(b"kulla/record/1");
        hash.update(author.0);
        hash.update((exercise.len() as u64).to_be_bytes());
        hash.update(exercise.as_bytes());
        hash.update(self.0);
        let mut bytes = [0; 16];
        bytes.copy_from_slice(&hash.finalize()[..16]);
        // The time stays, so that ids go on sorting by it.
        bytes[..6].copy_from_slice(&self.0[..6]);
        bytes[6] = (bytes[6] & 0x0f) | 0x70;
        bytes[8] = (bytes[8] & 0x3f) | 0x80;
        RecordId(bytes)
    }
}

impl From<RecordId> for SubjectId {
    /// The first version of a subject lends the subject its id.
    fn from(id: RecordId) -> Self {
        SubjectId(id.0)
    }
}

impl From<RecordId> for LabelId {
    /// A label is named by the record that brought it in.
    fn from(id: RecordId) -> Self {
        LabelId(id.0)
    }
}

fn v7_bytes(unix_ms: u64, random: [u8; 10]) -> [u8; 16] {
    let mut bytes = [0; 16];
    bytes[..6].copy_from_slice(&unix_ms.to_be_bytes()[2..]);
    bytes[6..].copy_from_slice(&random);
    bytes[6] = (bytes[6] & 0x0f) | 0x70;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    bytes
}

fn write_uuid(bytes: &[u8; 16], f: &mut fmt::Formatter<'_>) -> fmt::Result {
    const HEX: &[u8; 16] = b"0123456789abcdef";
    let mut text = [b'-'; 36];
    let mut at = 0;
    for (i, byte) in bytes.iter().enumerate() {
        if matches!(i, 4 | 6 | 8 | 10) {
            at += 1;
        }
        text[at] = HEX[usize::from(byte >> 4)];
        text[at + 1] = HEX[usize::from(byte & 15)];
        at += 2;
    }
    f.write_str(std::str::from_utf8(&text).map_err(|_| fmt::Error)?)
}

fn parse_uuid(text: &str) -> Result<[u8; 16], BadId> {
    let bad = || BadId(text.chars().take(64).collect());
    let b = text.as_bytes();
    if b.len() != 36 || [8, 13, 18, 23].iter().any(|&i| b[i] != b'-') {
        return Err(bad());
    }
    let mut digits = b.iter().enumerate().filter(|(i, _)| ![8, 13, 18, 23].contains(i)).map(|(_, c)| *c);
    let mut bytes = [0; 16];
    for byte in &mut bytes {
        let (high, low) = (digits.next().and_then(hex), digits.next().and_then(hex));
        *byte = high.zip(low).map(|(h, l)| h << 4 | l).ok_or_else(bad)?;
    }
    Ok(bytes)
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|d| u8::try_from(d).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_reads_back_what_it_writes() {
        let id = RecordId::v7(0x0192_3456_789a, [0xff; 10]);
        assert_eq!(id.to_string(), "01923456-789a-7fff-bfff-ffffffffffff");
        assert_eq!(id.to_string().parse(), Ok(id));
    }

    #[test]
    fn text_that_is_no_id_is_refused_and_named() {
        for bad in ["", "1", "01923456-789a-7fff-bfff-fffffffffffg", "01923456789a7fffbfffffffffffffff"] {
            assert_eq!(bad.parse::<SubjectId>(), Err(BadId(bad.into())));
        }
    }

    #[test]
    fn what_one_author_chooses_is_the_same_record_each_time_and_never_that_of_another() {
        let (id, a, b) = (RecordId::v7(7, [1; 10]), PrincipalId([1; 16]), PrincipalId([2; 16]));
        let chosen = id.chosen_by(a, "");
        assert_eq!(chosen, id.chosen_by(a, ""));
        for other in [id, id.chosen_by(b, ""), id.chosen_by(a, "drini"), chosen.chosen_by(a, "")] {
            assert_ne!(chosen, other);
        }
        assert_eq!(
            (&chosen.0[..6], chosen.0[6] >> 4),
            (&id.0[..6], 7),
            "it stays a UUIDv7 of the same time"
        );
    }

    #[test]
    fn derived_subjects_differ_by_purpose_and_by_source() {
        let new = RecordId::v7(1_790_000_000_000, [7; 10]);
        assert!(
            SubjectId::derived("triage", new.into()).is_derived() && !SubjectId::from(new).is_derived()
        );
        let (a, b) = (SubjectId([1; 16]), SubjectId([2; 16]));
        assert_eq!(SubjectId::derived("triage", a), SubjectId::derived("triage", a));
        assert_ne!(SubjectId::derived("triage", a), SubjectId::derived("triage", b));
        assert_ne!(SubjectId::derived("triage", a), SubjectId::derived("other", a));
    }
}
