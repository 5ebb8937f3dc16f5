//! A picture over the made-up year, as it is built from a log, and who asks it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use jiff::civil::date;
use kulla_guard::AssuranceTable;
use kulla_picture::{CursorKey, Keeper, LogName, Picture, Replay};
use kulla_record::label::{Atom, Word};
use kulla_record::session::Assurance;
use kulla_record::{LogId, PrincipalId, Record, Session};

use crate::made_up::MadeUp;

/// The one log.
pub const OPS: LogId = LogId([1; 16]);

/// The records as a log would give them back.
pub struct Year(pub MadeUp);

impl Year {
    /// The record at a place.
    pub fn record(&self, seq: u64) -> Arc<Record> {
        // The picture leaves it to the log to check the commitment.
        Arc::new(self.0.draft(seq).into_record(OPS, seq, [0; 32]))
    }
}

impl Replay for Year {
    fn read(&self, _: LogId, from: u64, max: usize) -> Result<Vec<Arc<Record>>, String> {
        let end = self.0.records.min(from + max as u64);
        Ok((from..end).map(|seq| self.record(seq)).collect())
    }

    fn len(&self, _: LogId) -> u64 {
        self.0.records
    }
}

/// Somebody of one agency.
pub fn session(agency: &str) -> Session {
    let agency = Word::new(agency).unwrap();
    Session {
        person: PrincipalId([9; 16]),
        agency: agency.clone(),
        atoms: [Atom::Public, Atom::Agency(agency)].into(),
        clearances: BTreeMap::new(),
        categories: BTreeSet::new(),
        purpose: Word::new("civil-protection").unwrap(),
        assurance: Assurance::Single,
        exercise: None,
        roles: BTreeSet::new(),
    }
}

/// Builds the picture in a file.
pub fn open(file: &Path, year: &Year) -> (Arc<Picture>, Keeper) {
    let name = LogName { id: OPS, name: "ops".into(), exercise: None };
    let table = AssuranceTable::new(BTreeMap::new()).unwrap();
    let cursors = CursorKey::new([7; 32]);
    Picture::open(file, &[name], year, &table, date(2026, 12, 31), cursors, &mut |_, _| {}).unwrap()
}
