//! A bundle: some records of a log in one file, each with the proof that it is in it.
//!
//! What a partner or a court gets: a choice of records, never a sequence, so that what was left out shows neither
//! in number nor in kind. (A header holds its place in the log, because that is what was hashed; nothing says
//! what stands in the places between.) It needs nothing but the checkpoint to be checked.
//!
//! The file is lines of JSON. The first is `{"kulla-bundle":1,"checkpoint":NOTE}`, with
//! `"consistency":{"size":N,"proof":[BASE64…]}` where somebody holds an older head; each further one is a record:
//! `{"header":BASE64,"proof":[BASE64…],"salt":BASE64,"body":BASE64}`, the last two left out once erased.
//!
//! What a body attaches follows its record: `{"attachment":ID,"bytes":N,"salt":BASE64}` and lines of
//! `{"content":BASE64}` until there are N bytes. A bundle with attachments is of version 2, so that a reader of before
//! says that it can't read it, and not that it is damaged.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, BufRead, Write};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use kulla_record::envelope::{BODY_BYTES_MAX, Header, Record, commitment};
use kulla_record::{LogId, RecordId};
use serde_json::{Value, json};

use crate::blob::{BLOB_BYTES_MAX, BlobError, BlobId, BlobRef, BlobStore, Salted, attached};
use crate::checkpoint::Checkpoint;
use crate::error::ReadError;
use crate::note::{BadNote, NoteVerifier, Verified};
use crate::proof::{PROOF_HASHES_MAX, ProofError, verify_consistency, verify_inclusion};
use crate::reader::Reader;
use crate::tree::{Hash, leaf_hash};

/// Version of a bundle without attachments.
pub const BUNDLE_VERSION: u64 = 1;
/// Version of a bundle with attachments.
pub const BUNDLE_VERSION_ATTACHED: u64 = 2;
/// Bytes of an attachment in one line.
const PART_BYTES: usize = 1 << 20;
/// Bytes of the longest line: a whole body, its header and its proof, in base64.
pub const BUNDLE_LINE_BYTES_MAX: usize = 2 * BODY_BYTES_MAX + (64 << 10);

/// Why a bundle can't be made.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The checkpoint is none.
    #[error(transparent)]
    Checkpoint(#[from] BadNote),
    /// A record can't be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// A proof can't be given.
    #[error(transparent)]
    Proof(#[from] ProofError),
    /// An attachment can't be read.
    #[error(transparent)]
    Blob(#[from] BlobError),
    /// The file can't be written.
    #[error("the bundle can't be written: {0}")]
    Io(#[from] io::Error),
}

/// Why a bundle is not what it says.
#[derive(Debug, thiserror::Error)]
pub enum BundleError {
    /// The checkpoint is none, or nobody known has signed it.
    #[error(transparent)]
    Checkpoint(#[from] BadNote),
    /// A line is not what it should be.
    #[error("line {line} of the bundle: {what}")]
    Line {
        /// From 1.
        line: u64,
        /// What is wrong.
        what: String,
    },
    /// A record is not in the log, or was changed.
    #[error("line {line} of the bundle, log `{log}`, entry {seq}, record `{record}`: {what}")]
    Record {
        /// From 1.
        line: u64,
        /// Which log.
        log: LogId,
        /// Its place there.
        seq: u64,
        /// Which record.
        record: RecordId,
        /// What is wrong.
        what: &'static str,
    },
    /// The file can't be read.
    #[error("the bundle can't be read: {0}")]
    Io(#[from] io::Error),
}

/// What a bundle came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BundleReport {
    /// The head that all records were proved against.
    pub checkpoint: Checkpoint,
    /// Who has signed it; empty when no key was handed in, and then the head proves nothing about its origin.
    pub verified: Vec<Verified>,
    /// Records.
    pub records: u64,
    /// Of these, the body is not in the bundle.
    pub without_body: u64,
    /// Attachments, each compared with what its record commits to.
    pub attachments: u64,
    /// Attachments that bodies of the bundle name and that are not in it.
    pub without_attachment: u64,
    /// What the head that was kept elsewhere says of the bundle's.
    pub outside: Outside,
}

/// How the head of a bundle stands to one that was kept elsewhere. One that contradicts it is an error instead.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outside {
    /// None was handed in.
    None,
    /// It is the same.
    Same,
    /// The bundle proves that its head continues it.
    Continued,
    /// Of another size, and the bundle holds no proof between the two: they can't be compared.
    OtherSize,
}

/// Writes the records at these places with their proofs, and what their bodies attach; gives their number. The
/// checkpoint must cover them all. Somebody who holds the head of `since` records gets the proof that this one continues
/// it. An attachment that can't be read ends it: nothing is left out in silence.
pub fn export_bundle(
    (reader, blobs): (&Reader, &BlobStore),
    seqs: impl IntoIterator<Item = u64>,
    checkpoint: &str,
    since: Option<u64>,
    out: &mut dyn Write,
) -> Result<u64, ExportError> {
    let head = Checkpoint::unverified(checkpoint)?;
    let seqs: Vec<u64> = seqs.into_iter().collect();
    let mut waiting = BTreeMap::<BlobId, BlobRef>::new();
    for seq in &seqs {
        let record = reader.get(*seq)?;
        let body = record.body.as_deref().unwrap_or_default();
        waiting.extend(attached(&record.header.kind, body).into_iter().map(|blob| (blob.id, blob)));
    }
    let version = if waiting.is_empty() { BUNDLE_VERSION } else { BUNDLE_VERSION_ATTACHED };
    let mut first = json!({ "kulla-bundle": version, "checkpoint": checkpoint });
    if let Some(size) = since {
        let proof = reader.consistency_proof(size, head.size)?;
        let proof: Vec<_> = proof.iter().map(|hash| BASE64.encode(hash)).collect();
        first["consistency"] = json!({ "size": size, "proof": proof });
    }
    writeln!(out, "{first}")?;
    for seq in &seqs {
        let entry = reader.entry(*seq)?;
        let proof = reader.inclusion_proof(*seq, head.size)?;
        let proof: Vec<_> = proof.iter().map(|hash| BASE64.encode(hash)).collect();
        let mut line = json!({ "header": BASE64.encode(&entry.leaf), "proof": proof });
        let Some((salt, body)) = &entry.content else {
            writeln!(out, "{line}")?;
            continue;
        };
        line["salt"] = BASE64.encode(salt).into();
        line["body"] = BASE64.encode(body).into();
        writeln!(out, "{line}")?;
        // Versions of one report attach the same, which goes with the first of them.
        for blob in attached(&entry.header.kind, body) {
            if let Some(blob) = waiting.remove(&blob.id) {
                write_attachment(&blob, &blobs.salted(&blob)?, out)?;
            }
        }
    }
    out.flush()?;
    Ok(seqs.len() as u64)
}

fn write_attachment(blob: &BlobRef, salted: &Salted, out: &mut dyn Write) -> io::Result<()> {
    let salt = BASE64.encode(salted.salt);
    writeln!(out, "{}", json!({ "attachment": blob.id.to_string(), "bytes": blob.bytes, "salt": salt }))?;
    salted.content.chunks(PART_BYTES).try_for_each(|part| {
        let line = json!({ "content": BASE64.encode(part) });
        writeln!(out, "{line}")
    })
}

/// Checks a bundle offline and hands over each record that passed. `known` are keys whose signatures on the head
/// count; `outside` is a head that was kept elsewhere, which the one in the bundle must not contradict.
pub fn verify_bundle(
    input: &mut dyn BufRead,
    known: &[NoteVerifier],
    outside: Option<&Checkpoint>,
    take: &mut dyn FnMut(Record),
) -> Result<BundleReport, BundleError> {
    let mut lines = Lines { input, line: 0 };
    let first = lines.next()?.ok_or_else(|| lines.bad("the file is empty"))?;
    if ![BUNDLE_VERSION, BUNDLE_VERSION_ATTACHED].iter().any(|version| first["kulla-bundle"] == *version) {
        return Err(lines.bad("this is not a bundle of version 1 or 2"));
    }
    let note = first["checkpoint"].as_str().ok_or_else(|| lines.bad("there is no checkpoint"))?;
    let (checkpoint, verified) = match known {
        [] => (Checkpoint::unverified(note)?, Vec::new()),
        known => Checkpoint::verify(note, known)?,
    };
    let outside = outside
        .map_or(Ok(Outside::None), |outside| lines.compare(outside, &checkpoint, &first["consistency"]))?;
    let mut report = BundleReport {
        checkpoint,
        verified,
        records: 0,
        without_body: 0,
        attachments: 0,
        without_attachment: 0,
        outside,
    };
    let (mut named, mut there) = (BTreeMap::<BlobId, BlobRef>::new(), BTreeSet::new());
    while let Some(value) = lines.next()? {
        if !value["attachment"].is_null() {
            there.insert(lines.attachment(&value, &named)?);
            continue;
        }
        let record = lines.record(&value, &report.checkpoint)?;
        report.records += 1;
        report.without_body += u64::from(record.body.is_none());
        let body = record.body.as_deref().unwrap_or_default();
        named.extend(attached(&record.header.kind, body).into_iter().map(|blob| (blob.id, blob)));
        take(record);
    }
    report.attachments = there.len() as u64;
    report.without_attachment = named.keys().filter(|id| !there.contains(id)).count() as u64;
    Ok(report)
}

struct Lines<'a> {
    input: &'a mut dyn BufRead,
    line: u64,
}

impl Lines<'_> {
    fn bad(&self, what: impl Into<String>) -> BundleError {
        BundleError::Line { line: self.line, what: what.into() }
    }

    fn next(&mut self) -> Result<Option<Value>, BundleError> {
        self.line += 1;
        let mut bytes = Vec::new();
        let mut limited = io::Read::take(&mut *self.input, BUNDLE_LINE_BYTES_MAX as u64 + 1);
        limited.read_until(b'\n', &mut bytes)?;
        if bytes.is_empty() {
            return Ok(None);
        }
        if bytes.len() > BUNDLE_LINE_BYTES_MAX {
            return Err(self.bad(format!("it is longer than {BUNDLE_LINE_BYTES_MAX} bytes")));
        }
        if !bytes.ends_with(b"\n") {
            return Err(self.bad("the file ends in the middle of it"));
        }
        serde_json::from_slice(&bytes).map(Some).map_err(|error| self.bad(error.to_string()))
    }

    fn bytes(&self, value: &Value, name: &str) -> Result<Vec<u8>, BundleError> {
        let bytes = value.as_str().and_then(|text| BASE64.decode(text).ok());
        bytes.ok_or_else(|| self.bad(format!("`{name}` is not base64")))
    }

    fn fixed<const N: usize>(&self, value: &Value, name: &str) -> Result<[u8; N], BundleError> {
        let bytes = self.bytes(value, name)?;
        bytes.try_into().map_err(|_| self.bad(format!("`{name}` does not have {N} bytes")))
    }

    fn hashes(&self, value: &Value) -> Result<Vec<Hash>, BundleError> {
        let steps = value.as_array().ok_or_else(|| self.bad("there is no proof"))?;
        if steps.len() > PROOF_HASHES_MAX {
            return Err(self.bad("the proof is too long"));
        }
        steps.iter().map(|step| self.fixed(step, "proof")).collect()
    }

    /// Two heads of one size have to be the same; of two sizes the newer has to continue the older.
    fn compare(
        &self,
        outside: &Checkpoint,
        head: &Checkpoint,
        consistency: &Value,
    ) -> Result<Outside, BundleError> {
        if outside.origin != head.origin {
            let (theirs, ours) = (&outside.origin, &head.origin);
            return Err(
                self.bad(format!("the head kept elsewhere is of `{theirs}`, the bundle of `{ours}`"))
            );
        }
        if outside.size == head.size {
            return match outside.root == head.root {
                true => Ok(Outside::Same),
                false => Err(self.bad(
                    "the head kept elsewhere has as many records and another root: one of the two was rewritten",
                )),
            };
        }
        if consistency["size"] != outside.size {
            return Ok(Outside::OtherSize);
        }
        let proof = self.hashes(&consistency["proof"])?;
        match verify_consistency((outside.size, &outside.root), (head.size, &head.root), &proof) {
            true => Ok(Outside::Continued),
            false => Err(self.bad("its head does not continue the one that was kept elsewhere")),
        }
    }

    /// An attachment with the lines of its content: one that a body before it commits to.
    fn attachment(
        &mut self,
        value: &Value,
        named: &BTreeMap<BlobId, BlobRef>,
    ) -> Result<BlobId, BundleError> {
        let id = value["attachment"].as_str().and_then(|id| id.parse().ok());
        let blob = id.and_then(|id: BlobId| named.get(&id));
        let Some(blob) = blob.filter(|blob| blob.bytes <= BLOB_BYTES_MAX as u64) else {
            return Err(self.bad("no body before it names this attachment"));
        };
        let mut salted = Salted { salt: self.fixed(&value["salt"], "salt")?, content: Vec::new() };
        while (salted.content.len() as u64) < blob.bytes {
            let value =
                self.next()?.ok_or_else(|| self.bad("the bundle ends in the middle of an attachment"))?;
            let part = self.bytes(&value["content"], "content")?;
            if part.is_empty() {
                return Err(self.bad("a part of an attachment has no content"));
            }
            salted.content.extend(part);
        }
        match salted.content.len() as u64 == blob.bytes && salted.commitment() == blob.commitment {
            true => Ok(blob.id),
            false => Err(self.bad("the attachment is not the one that its record commits to")),
        }
    }

    fn record(&self, value: &Value, head: &Checkpoint) -> Result<Record, BundleError> {
        let leaf = self.bytes(&value["header"], "header")?;
        let header = Header::decode(&leaf).map_err(|bad| self.bad(bad.to_string()))?;
        let wrong = |what| {
            let (line, log, seq, record) = (self.line, header.log, header.seq, header.id);
            Err(BundleError::Record { line, log, seq, record, what })
        };
        let steps = self.hashes(&value["proof"])?;
        if !verify_inclusion(&leaf_hash(&leaf), header.seq, head.size, &steps, &head.root) {
            return wrong("its proof does not lead to the root of the checkpoint");
        }
        if value["body"].is_null() {
            return Ok(Record { header, body: None });
        }
        let (salt, body) = (self.fixed(&value["salt"], "salt")?, self.bytes(&value["body"], "body")?);
        match commitment(&salt, &body) == header.commitment {
            true => Ok(Record { header, body: Some(body) }),
            false => wrong("its body is not the one that the header commits to"),
        }
    }
}
