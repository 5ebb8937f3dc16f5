//! A small world: logs in memory, two agencies, and a picture over them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;

use jiff::civil::date;
use kulla_guard::AssuranceTable;
use kulla_picture::{ACCESS_LOG, CursorKey, Keeper, LogName, Picture, Reader, Replay};
use kulla_record::kind::Body;
use kulla_record::kind::governance::{LabelText, Link};
use kulla_record::label::{Atom, Label, Word};
use kulla_record::session::Assurance;
use kulla_record::{Draft, Hlc, Kind, LabelId, LogId, PrincipalId, Record, RecordId, Session, SubjectId};

pub const OPS: LogId = LogId([1; 16]);
pub const DRILL: LogId = LogId([2; 16]);
pub const ACCESS: LogId = LogId([3; 16]);

pub fn word(text: &str) -> Word {
    Word::new(text).unwrap()
}

pub fn label_for(atom: Atom) -> Label {
    Label {
        owner: word("ame"),
        levels: BTreeMap::new(),
        need: BTreeSet::new(),
        audience: [[atom].into()].into(),
        purposes: BTreeSet::new(),
        basis: String::new(),
        controls: BTreeSet::new(),
        personal: false,
        retain_until: date(2100, 1, 1),
    }
}

pub fn session(agency: &str, exercise: Option<&str>) -> Session {
    Session {
        person: PrincipalId([9; 16]),
        agency: word(agency),
        atoms: [Atom::Public, Atom::Agency(word(agency))].into(),
        clearances: BTreeMap::new(),
        categories: BTreeSet::new(),
        purpose: word("civil-protection"),
        assurance: Assurance::Single,
        exercise: exercise.map(word),
        roles: BTreeSet::new(),
    }
}

/// Logs in memory, in the order of writing.
#[derive(Default)]
pub struct Logs {
    logs: BTreeMap<LogId, Vec<Arc<Record>>>,
    written: u64,
}

impl Replay for Logs {
    fn read(&self, log: LogId, from: u64, max: usize) -> Result<Vec<Arc<Record>>, String> {
        let records = self.logs.get(&log).map_or(&[][..], Vec::as_slice);
        Ok(records.iter().skip(from as usize).take(max).cloned().collect())
    }

    fn len(&self, log: LogId) -> u64 {
        self.logs.get(&log).map_or(0, |records| records.len() as u64)
    }
}

impl Logs {
    /// Writes one record and gives it back as the log would.
    pub fn write(
        &mut self,
        log: LogId,
        kind: Kind,
        subject: SubjectId,
        replaces: &[RecordId],
        label: LabelId,
        body: &[u8],
    ) -> Arc<Record> {
        self.written += 1;
        let mut id = [0; 16];
        id[..8].copy_from_slice(&self.written.to_be_bytes());
        let id = if kind == Kind::LABEL { RecordId(label.0) } else { RecordId(id) };
        let draft = Draft {
            id,
            kind,
            subject,
            replaces: replaces.to_vec(),
            at: Hlc::new(1_790_000_000_000 + self.written, 0),
            author: PrincipalId([9; 16]),
            label,
            salt: [0; 32],
            body: body.to_vec(),
        };
        let records = self.logs.entry(log).or_default();
        let record =
            Arc::new(Record { header: draft.header(log, records.len() as u64), body: Some(draft.body) });
        records.push(Arc::clone(&record));
        record
    }

    pub fn label(&mut self, log: LogId, number: u8, label: &Label) -> Arc<Record> {
        let id = LabelId([number; 16]);
        let text = LabelText { label: label.clone(), rest: Default::default() };
        self.write(log, Kind::LABEL, SubjectId(id.0), &[], id, &text.json())
    }

    pub fn report(&mut self, label: u8, subject: u8, replaces: &[RecordId], title: &str) -> Arc<Record> {
        let body = format!(
            r#"{{"title":"{title}","seen":"2026-11-17T20:47:00Z","from":"112","severity":"Severe",
                "place":{{"geometry":{{"type":"Point","coordinates":[20.7,42.{subject}]}}}}}}"#
        );
        self.write(
            OPS,
            Kind::REPORT,
            SubjectId([subject; 16]),
            replaces,
            LabelId([label; 16]),
            body.as_bytes(),
        )
    }

    /// One subject has to do with another.
    pub fn link(&mut self, label: u8, from: u8, to: u8) -> Arc<Record> {
        let link = Link {
            from: SubjectId([from; 16]),
            to: SubjectId([to; 16]),
            relation: "near".into(),
            removed: false,
            rest: Default::default(),
        };
        let subject = SubjectId([0xf0, from, to, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]);
        self.write(OPS, Kind::LINK, subject, &[], LabelId([label; 16]), &link.json())
    }

    /// Somebody opened `opened`.
    pub fn look(&mut self, label: u8, subject: u8, opened: u8, act: &str) -> Arc<Record> {
        let (person, opened) = (PrincipalId([0x30 + opened % 2; 16]), SubjectId([opened; 16]));
        let body = format!(
            r#"{{"person":"{person}","agency":"kp","purpose":"x","act":"{act}","subject":"{opened}",
                "from":"2026-11-17T20:47:00Z","until":"2026-11-17T20:47:00Z","count":1}}"#
        );
        let own = SubjectId([subject; 16]);
        self.write(ACCESS, Kind::ACCESS, own, &[], LabelId([label; 16]), body.as_bytes())
    }

    /// Takes a body away, as an erasure leaves the log.
    pub fn erase(&mut self, id: RecordId) {
        for record in self.logs.values_mut().flatten().filter(|record| record.header.id == id) {
            *record = Arc::new(Record { header: record.header.clone(), body: None });
        }
    }
}

impl Logs {
    /// What became of the signal `subject`; its assessment is a subject of its own.
    pub fn assessment(
        &mut self,
        label: u8,
        subject: u8,
        replaces: &[RecordId],
        outcome: &str,
    ) -> Arc<Record> {
        let signal = SubjectId([subject; 16]);
        let by = PrincipalId([9; 16]);
        let body = format!(r#"{{"signal":"{signal}","outcome":"{outcome}","by":"{by}","reason":"r"}}"#);
        let own = SubjectId([0x80 + subject; 16]);
        self.write(OPS, Kind::ASSESSMENT, own, replaces, LabelId([label; 16]), body.as_bytes())
    }
}

/// A picture over logs, in a folder of its own.
pub struct World {
    pub logs: Logs,
    pub picture: Arc<Picture>,
    pub keeper: Option<Keeper>,
    pub file: PathBuf,
    _dir: tempfile::TempDir,
}

pub const AME_ONLY: u8 = 101;
pub const POLICE_ONLY: u8 = 102;
pub const PUBLIC: u8 = 103;
/// Of log `access`, which has labels of its own.
pub const AME_LOOKS: u8 = 111;
pub const POLICE_LOOKS: u8 = 112;

pub fn open(file: &std::path::Path, logs: &Logs) -> (Arc<Picture>, Keeper) {
    open_telling(file, logs, &mut |_, _| {})
}

/// The same; `told` hears how many records are in, and how many have to come in.
pub fn open_telling(
    file: &std::path::Path,
    logs: &Logs,
    told: &mut dyn FnMut(u64, u64),
) -> (Arc<Picture>, Keeper) {
    let names = [
        LogName { id: OPS, name: "ops".into(), exercise: None },
        LogName { id: ACCESS, name: ACCESS_LOG.into(), exercise: None },
        LogName { id: DRILL, name: "exercise-x".into(), exercise: Some(word("x")) },
    ];
    let table = AssuranceTable::new(BTreeMap::new()).unwrap();
    Picture::open(file, &names, logs, &table, date(2026, 11, 17), CursorKey::new([7; 32]), told).unwrap()
}

impl World {
    pub fn new() -> World {
        let mut logs = Logs::default();
        logs.label(OPS, AME_ONLY, &label_for(Atom::Agency(word("ame"))));
        logs.label(OPS, POLICE_ONLY, &label_for(Atom::Agency(word("kp"))));
        logs.label(OPS, PUBLIC, &label_for(Atom::Public));
        logs.label(ACCESS, AME_LOOKS, &label_for(Atom::Agency(word("ame"))));
        logs.label(ACCESS, POLICE_LOOKS, &label_for(Atom::Agency(word("kp"))));
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("picture.sqlite");
        let (picture, keeper) = open(&file, &logs);
        World { logs, picture, keeper: Some(keeper), file, _dir: dir }
    }

    pub fn take(&self, records: &[Arc<Record>]) {
        let log = records[0].header.log;
        self.picture.publish(log, records);
        self.picture.apply(log, records).unwrap();
    }

    pub fn reader(&self, agency: &str) -> Reader {
        self.picture.reader(&session(agency, None), date(2026, 11, 17))
    }

    /// Closes the picture, as a stop or a crash does; what it was over stays.
    pub fn close(&mut self) {
        self.keeper = None;
        self.picture = open(&self.file.with_extension("other"), &self.logs).0;
    }

    /// The picture built anew from the same logs, in another file.
    pub fn rebuilt(&self) -> (Arc<Picture>, Keeper) {
        open(&self.file.with_extension("again"), &self.logs)
    }
}
