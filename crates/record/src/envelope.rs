//! The envelope: the bytes that are hashed, and what travels beside them.
//!
//! The Merkle leaf is the encoded [`Header`]. It holds a salted commitment to the body, never the body, so
//! that sealing, key rotation and erasure never change a leaf. The encoding is fixed here and has a version
//! byte; all integers are big-endian.
//!
//! ```text
//! version u8=1 │ log 16 │ seq u64 │ id 16 │ kind len u8, text │ subject 16 │ replaces n u8, n × 16
//! at u64 │ author 16 │ label 16 │ commitment 32
//! ```

use sha2::{Digest, Sha256};

use crate::clock::Hlc;
use crate::id::{LabelId, LogId, PrincipalId, RecordId, SubjectId};
use crate::kind::Kind;

/// The version of the header encoding that this code writes.
pub const HEADER_VERSION: u8 = 1;
/// Versions that one version may replace.
pub const REPLACES_MAX: usize = 16;
/// Bytes of the body of one record, before sealing. Larger content is a blob.
pub const BODY_BYTES_MAX: usize = 1 << 20;
/// Bytes of the longest header.
pub const HEADER_BYTES_MAX: usize =
    1 + 16 + 8 + 16 + 1 + Kind::BYTES_MAX + 16 + 1 + REPLACES_MAX * 16 + 8 + 16 + 16 + 32;
/// Bytes of the salt that keeps a commitment from being guessed.
pub const SALT_BYTES: usize = 32;

const COMMITMENT_DOMAIN: &[u8] = b"kulla/body/1";

/// SHA-256(`kulla/body/1` ‖ salt ‖ body).
pub fn commitment(salt: &[u8; SALT_BYTES], body: &[u8]) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(COMMITMENT_DOMAIN);
    hash.update(salt);
    hash.update(body);
    hash.finalize().into()
}

/// What an author hands to a log: everything but the log's own place for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// Chosen by the author; the same id with the same body is the same record.
    pub id: RecordId,
    /// What kind of body it has.
    pub kind: Kind,
    /// The thing that this is a version of.
    pub subject: SubjectId,
    /// The versions that this one takes the place of; empty for the first, at most [`REPLACES_MAX`].
    pub replaces: Vec<RecordId>,
    /// Hybrid logical time; orders display only.
    pub at: Hlc,
    /// Opaque principal.
    pub author: PrincipalId,
    /// The interned label.
    pub label: LabelId,
    /// Random; drawn anew for every record.
    pub salt: [u8; SALT_BYTES],
    /// JSON of the kind, at most [`BODY_BYTES_MAX`] bytes.
    pub body: Vec<u8>,
}

/// Why a draft can't become a record.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadDraft {
    /// The body is too large.
    #[error("the body has {0} bytes; at most {BODY_BYTES_MAX} fit: put the content into an attachment")]
    BodyBytes(usize),
    /// Too many replaced versions.
    #[error("the record replaces {0} versions; at most {REPLACES_MAX} fit")]
    Replaces(usize),
}

impl Draft {
    /// Checks the limits.
    pub fn check(&self) -> Result<(), BadDraft> {
        if self.body.len() > BODY_BYTES_MAX {
            return Err(BadDraft::BodyBytes(self.body.len()));
        }
        if self.replaces.len() > REPLACES_MAX {
            return Err(BadDraft::Replaces(self.replaces.len()));
        }
        Ok(())
    }

    /// The header that this draft gets at a place in a log.
    pub fn header(&self, log: LogId, seq: u64) -> Header {
        self.clone().into_record(log, seq, commitment(&self.salt, &self.body)).header
    }

    /// The record that this draft becomes at a place in a log, by a commitment that the caller has computed already.
    pub fn into_record(self, log: LogId, seq: u64, commitment: [u8; 32]) -> Record {
        let header = Header {
            log,
            seq,
            id: self.id,
            kind: self.kind,
            subject: self.subject,
            replaces: self.replaces,
            at: self.at,
            author: self.author,
            label: self.label,
            commitment,
        };
        Record { header, body: Some(self.body) }
    }
}

/// What a log knows about a record without its content. Its encoding is the Merkle leaf.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    /// Which log.
    pub log: LogId,
    /// Position in it, from 0. Never shown to ordinary readers: gaps leak.
    pub seq: u64,
    /// This version.
    pub id: RecordId,
    /// What kind of body it has.
    pub kind: Kind,
    /// The thing that this is a version of.
    pub subject: SubjectId,
    /// The versions that this one takes the place of.
    pub replaces: Vec<RecordId>,
    /// Hybrid logical time; orders display only.
    pub at: Hlc,
    /// Opaque principal.
    pub author: PrincipalId,
    /// The interned label.
    pub label: LabelId,
    /// See [`commitment`].
    pub commitment: [u8; 32],
}

/// The bytes are not a header that this program can read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadHeader {
    /// A later program wrote it.
    #[error(
        "the record header has version {0}, and this program reads up to {HEADER_VERSION}: use a newer `kulla`"
    )]
    Version(u8),
    /// The bytes end too early, or go on after the end.
    #[error("the record header does not end where it should (at byte {0})")]
    Length(usize),
    /// The kind is no kind.
    #[error("the kind in the record header is not 1 to {max} lower-case letters, digits or `-`", max = Kind::BYTES_MAX)]
    Kind,
    /// Too many replaced versions.
    #[error("the record header replaces {0} versions; at most {REPLACES_MAX} fit")]
    Replaces(usize),
}

impl Header {
    /// The bytes that are hashed into the tree.
    pub fn encode(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(HEADER_BYTES_MAX);
        self.encode_into(&mut bytes);
        bytes
    }

    /// As [`Header::encode`], appended to a buffer.
    pub fn encode_into(&self, bytes: &mut Vec<u8>) {
        let kind = self.kind.as_str().as_bytes();
        bytes.push(HEADER_VERSION);
        bytes.extend_from_slice(&self.log.0);
        bytes.extend_from_slice(&self.seq.to_be_bytes());
        bytes.extend_from_slice(&self.id.0);
        bytes.push(u8::try_from(kind.len()).unwrap_or(u8::MAX));
        bytes.extend_from_slice(kind);
        bytes.extend_from_slice(&self.subject.0);
        bytes.push(u8::try_from(self.replaces.len()).unwrap_or(u8::MAX));
        for version in &self.replaces {
            bytes.extend_from_slice(&version.0);
        }
        bytes.extend_from_slice(&self.at.0.to_be_bytes());
        bytes.extend_from_slice(&self.author.0);
        bytes.extend_from_slice(&self.label.0);
        bytes.extend_from_slice(&self.commitment);
    }

    /// Reads exactly what [`Header::encode`] wrote.
    pub fn decode(bytes: &[u8]) -> Result<Header, BadHeader> {
        let mut rest = Rest { bytes, at: 0 };
        match rest.take::<1>()?[0] {
            HEADER_VERSION => {}
            version => return Err(BadHeader::Version(version)),
        }
        let (log, seq, id) = (rest.take()?, rest.take()?, rest.take()?);
        let kind_len = usize::from(rest.take::<1>()?[0]);
        let kind = std::str::from_utf8(rest.slice(kind_len)?).map_err(|_| BadHeader::Kind)?;
        let kind = Kind::new(kind).ok_or(BadHeader::Kind)?;
        let subject = rest.take()?;
        let replaced = usize::from(rest.take::<1>()?[0]);
        if replaced > REPLACES_MAX {
            return Err(BadHeader::Replaces(replaced));
        }
        let replaces = (0..replaced).map(|_| rest.take().map(RecordId)).collect::<Result<_, _>>()?;
        let header = Header {
            log: LogId(log),
            seq: u64::from_be_bytes(seq),
            id: RecordId(id),
            kind,
            subject: SubjectId(subject),
            replaces,
            at: Hlc(u64::from_be_bytes(rest.take()?)),
            author: PrincipalId(rest.take()?),
            label: LabelId(rest.take()?),
            commitment: rest.take()?,
        };
        if rest.at == bytes.len() { Ok(header) } else { Err(BadHeader::Length(rest.at)) }
    }
}

/// A record as a log gives it back: the header, and the body unless it was erased.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// What stands in the tree.
    pub header: Header,
    /// JSON of the kind; `None` once an `erasure` has overwritten it.
    pub body: Option<Vec<u8>>,
}

struct Rest<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Rest<'a> {
    fn slice(&mut self, len: usize) -> Result<&'a [u8], BadHeader> {
        let slice = self.bytes.get(self.at..self.at + len).ok_or(BadHeader::Length(self.bytes.len()))?;
        self.at += len;
        Ok(slice)
    }

    fn take<const N: usize>(&mut self) -> Result<[u8; N], BadHeader> {
        let at = self.bytes.len();
        self.slice(N)?.try_into().map_err(|_| BadHeader::Length(at))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn draft() -> Draft {
        Draft {
            id: RecordId([1; 16]),
            kind: Kind::INCIDENT,
            subject: SubjectId([2; 16]),
            replaces: vec![RecordId([3; 16])],
            at: Hlc::new(1_700_000_000_000, 7),
            author: PrincipalId([4; 16]),
            label: LabelId([5; 16]),
            salt: [6; 32],
            body: br#"{"title":"x"}"#.to_vec(),
        }
    }

    #[test]
    fn the_bytes_of_a_header_are_fixed_for_ever() {
        let header = draft().header(LogId([9; 16]), 258);
        let mut expected = vec![1]; // version
        expected.extend([9; 16]); // log
        expected.extend([0, 0, 0, 0, 0, 0, 1, 2]); // seq
        expected.extend([1; 16]); // id
        expected.extend(b"\x08incident"); // kind
        expected.extend([2; 16]); // subject
        expected.push(1); // one replaced version
        expected.extend([3; 16]);
        expected.extend([0x01, 0x8b, 0xcf, 0xe5, 0x68, 0x00, 0x00, 0x07]); // 2023-11-14T22:13:20Z, counter 7
        expected.extend([4; 16]); // author
        expected.extend([5; 16]); // label
        expected
            .extend(Sha256::digest([b"kulla/body/1", [6; 32].as_slice(), br#"{"title":"x"}"#].concat()));
        assert_eq!(header.encode(), expected);
    }

    #[test]
    fn a_header_from_a_later_program_is_named_as_such() {
        let mut bytes = draft().header(LogId([9; 16]), 0).encode();
        bytes[0] = 2;
        assert_eq!(Header::decode(&bytes), Err(BadHeader::Version(2)));
    }

    #[test]
    fn the_same_body_has_another_commitment_under_another_salt() {
        assert_ne!(commitment(&[0; 32], b"{}"), commitment(&[1; 32], b"{}"));
    }

    proptest! {
        #[test]
        fn a_header_reads_back_what_it_wrote(seq: u64, at: u64, n in 0..=REPLACES_MAX, kind in "[a-z][a-z0-9-]{0,31}") {
            let draft = Draft {
                kind: Kind::new(&kind).unwrap(), at: Hlc(at), replaces: vec![RecordId([7; 16]); n], ..draft()
            };
            let header = draft.header(LogId([9; 16]), seq);
            prop_assert_eq!(Header::decode(&header.encode()), Ok(header));
        }

        #[test]
        fn no_bytes_make_the_header_reader_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
            let _ = Header::decode(&bytes);
        }
    }
}
