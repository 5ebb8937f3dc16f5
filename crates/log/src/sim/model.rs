//! What must be true of a log, in a form too simple to be wrong: a list.

use std::collections::BTreeMap;

use kulla_record::envelope::{Draft, Record};
use kulla_record::{Hlc, Kind, LabelId, PrincipalId, RecordId, SubjectId};

use crate::tree::Hash;

/// A record that must be there.
#[derive(Clone, Copy)]
pub(super) struct Known {
    /// Number of its draft.
    pub(super) draft: u64,
    /// Its erasure was begun: the body may be gone.
    pub(super) erasing: bool,
    /// Its erasure was confirmed: the body must be gone.
    pub(super) erased: bool,
}

/// See the module.
#[derive(Default)]
pub(super) struct Model {
    /// Drafts that were ever made.
    drafts: u64,
    /// The group (first draft, number of drafts) of each draft that was offered and whose fate is unknown.
    offered: BTreeMap<u64, (u64, u64)>,
    /// By `seq`: what is there.
    pub(super) known: Vec<Known>,
    /// Heads that were given out.
    pub(super) heads: Vec<(u64, Hash, String)>,
}

pub(super) fn record_id(draft: u64) -> RecordId {
    let mut bytes = [0xd0; 16];
    bytes[8..].copy_from_slice(&draft.to_be_bytes());
    RecordId(bytes)
}

fn draft_no(id: RecordId) -> u64 {
    id.0[8..].try_into().map_or(u64::MAX, u64::from_be_bytes)
}

fn body(draft: u64) -> Vec<u8> {
    let bytes = match draft % 19 {
        0 => 3_000,
        n => usize::try_from(n).unwrap_or(0) * 23,
    };
    format!("{{\"n\":{draft}}}").into_bytes().into_iter().cycle().take(bytes).collect()
}

/// The draft with a number.
pub(super) fn draft_of(draft: u64) -> Draft {
    let mut salt = [9; 32];
    salt[..8].copy_from_slice(&draft.to_be_bytes());
    Draft {
        id: record_id(draft),
        kind: Kind::ENTRY,
        subject: SubjectId([1; 16]),
        replaces: draft.checked_sub(1).map(record_id).into_iter().collect(),
        at: Hlc(draft),
        author: PrincipalId([2; 16]),
        label: LabelId([3; 16]),
        salt,
        body: body(draft),
    }
}

impl Model {
    /// New drafts that form one group.
    pub(super) fn group(&mut self, count: u64) -> Vec<Draft> {
        let first = self.drafts;
        self.drafts += count;
        (first..self.drafts)
            .map(|draft| {
                self.offered.insert(draft, (first, count));
                draft_of(draft)
            })
            .collect()
    }

    /// These records are there for good, from the end of what is known on.
    pub(super) fn settle(&mut self, records: impl IntoIterator<Item = RecordId>) {
        for id in records {
            let draft = draft_no(id);
            self.offered.remove(&draft);
            self.known.push(Known { draft, erasing: false, erased: false });
        }
    }

    /// Compares a whole log with what must be there, and takes up what was offered and has survived.
    pub(super) fn compare(&mut self, records: &[Record]) -> Result<(), String> {
        if records.len() < self.known.len() {
            return Err(format!(
                "{} records were acknowledged, {} are there",
                self.known.len(),
                records.len()
            ));
        }
        let (certain, rest) = records.split_at(self.known.len());
        for (seq, (record, known)) in certain.iter().zip(&self.known).enumerate() {
            if record.header.id != record_id(known.draft) {
                return Err(format!("entry {seq} is another record than the one that was acknowledged"));
            }
            let whole = record.body == Some(body(known.draft));
            let gone = record.body.is_none();
            if !(whole && !known.erased || gone && known.erasing) {
                return Err(format!("the body of entry {seq} is not what it should be"));
            }
        }
        self.adopt(rest)
    }

    /// What survived without an acknowledgement must be whole groups.
    fn adopt(&mut self, mut rest: &[Record]) -> Result<(), String> {
        while let Some(first) = rest.first() {
            let draft = draft_no(first.header.id);
            let Some((start, count)) = self.offered.get(&draft).copied() else {
                return Err(format!("entry {} was never offered", first.header.seq));
            };
            let count = usize::try_from(count).unwrap_or(usize::MAX);
            let group =
                rest.get(..count).ok_or_else(|| format!("half of the group of draft {draft} is there"))?;
            for (expected, record) in (start..).zip(group) {
                if record.header.id != record_id(expected) || record.body != Some(body(expected)) {
                    return Err(format!("the group of draft {start} is not whole"));
                }
            }
            self.settle(group.iter().map(|record| record.header.id));
            rest = &rest[count..];
        }
        Ok(())
    }

    /// Ids whose erasure was at least begun.
    pub(super) fn erasures(&self) -> impl Iterator<Item = RecordId> {
        self.known.iter().filter(|known| known.erasing).map(|known| record_id(known.draft))
    }
}
