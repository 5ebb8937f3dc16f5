//! A node in memory: real desk, real picture, real profile; only the log has no disk.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, OnceLock};

use jiff::Timestamp;
use kulla_desk::Desk;
use kulla_desk::logs::{Append, Logs, NodeLog};
use kulla_desk::node::{Parts, picture};
use kulla_desk::profile::{DemoPerson, Profile};
use kulla_log::sim::SimDisk;
use kulla_log::{BlobStore, GROUP_RECORDS_MAX, Keyring, NodeKey};
use kulla_picture::{CursorKey, LogName, Picture, Replay};
use kulla_record::kind::Body;
use kulla_record::kind::governance::{Grant, LabelText};
use kulla_record::label::{Atom, Label, Word};
use kulla_record::{
    Clock, Draft, Entropy, Hlc, Kind, LabelId, LogId, PrincipalId, Record, RecordId, SubjectId,
};

pub const OPS: LogId = LogId([1; 16]);
const TRACK: LogId = LogId([4; 16]);
pub const ACCESS: LogId = LogId([2; 16]);
pub const DRILL: LogId = LogId([3; 16]);
pub const DRILL_NAME: &str = "drini";
/// 18 November 2026, 11:06:40 UTC.
const BEGIN_MS: u64 = 1_795_000_000_000;

pub fn word(text: &str) -> Word {
    Word::new(text).unwrap()
}

/// A clock that a test moves.
pub struct Hands(AtomicU64);

impl Hands {
    pub fn forward(&self, ms: u64) {
        self.0.fetch_add(ms, Ordering::SeqCst);
    }

    pub fn back(&self, ms: u64) {
        self.0.fetch_sub(ms, Ordering::SeqCst);
    }
}

impl Clock for Hands {
    fn unix_ms(&self) -> u64 {
        self.0.load(Ordering::SeqCst)
    }
}

/// Bytes that never come twice and are the same in every run.
#[derive(Default)]
pub struct Counting {
    next: AtomicU64,
    /// While this is set, bytes come from a row of their own, and so change nothing for whoever comes after.
    aside: AtomicBool,
    next_aside: AtomicU64,
}

impl Counting {
    pub fn aside(&self, aside: bool) {
        self.aside.store(aside, Ordering::SeqCst);
    }

    /// Goes on at a place of the row that nothing has come from yet: two worlds that drew differently draw the same again.
    pub fn go_on_at(&self, place: u64) {
        self.next.store(place, Ordering::SeqCst);
    }
}

impl Entropy for Counting {
    fn fill(&self, bytes: &mut [u8]) {
        for part in bytes.chunks_mut(8) {
            let n = match self.aside.load(Ordering::SeqCst) {
                true => self.next_aside.fetch_add(1, Ordering::SeqCst) + (1 << 40),
                false => self.next.fetch_add(1, Ordering::SeqCst),
            };
            let n = (n + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
            part.copy_from_slice(&n.to_be_bytes()[..part.len()]);
        }
    }
}

/// Makes drafts durable somewhere else too.
pub type Durable = Box<dyn Fn(&[Draft]) + Send + Sync>;
/// A log that is elsewhere: makes drafts durable, tells the picture, and gives the place of the first.
pub type Elsewhere = Box<dyn Fn(Vec<Draft>) -> u64 + Send + Sync>;

/// Records by log, and the picture that hears of them.
#[derive(Default)]
pub struct Memory {
    records: Mutex<BTreeMap<LogId, Vec<Arc<Record>>>>,
    pub picture: OnceLock<Arc<Picture>>,
    pub full: AtomicBool,
    /// What else makes records durable, for a bench that wants a disk.
    pub durable: OnceLock<Durable>,
    /// Log `access`, for a bench that wants it on a disk and nowhere else.
    pub access: OnceLock<Elsewhere>,
    /// The picture gets nothing for now.
    pub stalled: AtomicBool,
}

impl Memory {
    fn write(&self, log: LogId, drafts: Vec<Draft>) -> u64 {
        let mut logs = self.records.lock().unwrap();
        let records = logs.entry(log).or_default();
        let first = records.len() as u64;
        let header = |(n, draft): (usize, Draft)| {
            Arc::new(Record { header: draft.header(log, first + n as u64), body: Some(draft.body) })
        };
        let new: Vec<_> = drafts.into_iter().enumerate().map(header).collect();
        records.extend(new.iter().cloned());
        if let Some(picture) = self.picture.get() {
            picture.publish(log, &new);
            if !self.stalled.load(Ordering::SeqCst) {
                picture.apply(log, &new).unwrap();
            }
        }
        first
    }

    /// Writes what a node that was cut off wrote: another version beside this one, with a body changed by `change`.
    pub fn fork(&self, log: LogId, version: &str, change: impl FnOnce(&mut serde_json::Value)) -> RecordId {
        let version: RecordId = version.parse().unwrap();
        let all = Replay::read(self, log, 0, usize::MAX).unwrap();
        let record = all.iter().find(|record| record.header.id == version).unwrap();
        let header = &record.header;
        let mut body = serde_json::from_slice(record.body.as_deref().unwrap()).unwrap();
        change(&mut body);
        let mut id = version;
        id.0[15] ^= 0xff;
        self.write(
            log,
            vec![Draft {
                id,
                kind: header.kind.clone(),
                subject: header.subject,
                replaces: header.replaces.clone(),
                at: Hlc(header.at.0 + 1),
                author: header.author,
                label: header.label,
                salt: [0; 32],
                body: serde_json::to_vec(&body).unwrap(),
            }],
        );
        id
    }

    /// Writes the same version again under another label, as a relabelling would.
    pub fn relabel(&self, log: LogId, version: &str, change: impl FnOnce(&mut Label)) {
        let version: RecordId = version.parse().unwrap();
        let all = Replay::read(self, log, 0, usize::MAX).unwrap();
        let record = all.iter().find(|record| record.header.id == version).unwrap();
        let text = all.iter().find(|label| label.header.id.0 == record.header.label.0).unwrap();
        let mut text = LabelText::read(text.body.as_deref().unwrap()).unwrap();
        change(&mut text.label);
        let header = &record.header;
        let next = |n: u8, kind, subject, replaces, label, body| {
            let mut id = version;
            id.0[15] ^= n;
            let (author, at) = (header.author, Hlc(header.at.0 + u64::from(n)));
            Draft {
                id: RecordId(if n == 1 { label } else { id.0 }),
                kind,
                subject,
                replaces,
                at,
                author,
                label: LabelId(label),
                salt: [0; 32],
                body,
            }
        };
        let label = [0x77; 16];
        self.write(
            log,
            vec![
                next(1, Kind::LABEL, SubjectId(label), vec![], label, text.json()),
                next(
                    2,
                    header.kind.clone(),
                    header.subject,
                    vec![version],
                    label,
                    record.body.clone().unwrap(),
                ),
            ],
        );
    }

    /// The picture gets everything, and goes on.
    pub fn catches_up(&self) {
        self.stalled.store(false, Ordering::SeqCst);
        self.shows_so_far();
    }

    /// The picture gets what there is.
    pub fn shows_so_far(&self) {
        let logs = self.records.lock().unwrap();
        logs.iter().for_each(|(log, records)| self.picture.get().unwrap().apply(*log, records).unwrap());
    }

    /// Every version of a kind with its subject, in the order in which they were written.
    pub fn versions<B: Body>(&self) -> Vec<(SubjectId, B)> {
        let of = |log: LogId| Replay::read(self, log, 0, usize::MAX).unwrap();
        let all = [OPS, DRILL].into_iter().flat_map(of).filter(|record| record.header.kind == B::KIND);
        all.map(|record| (record.header.subject, B::read(record.body.as_deref().unwrap()).unwrap()))
            .collect()
    }

    /// Records of a kind.
    pub fn count(&self, kind: &Kind) -> usize {
        let of = |log: LogId| Replay::read(self, log, 0, usize::MAX).unwrap();
        [OPS, DRILL].into_iter().flat_map(of).filter(|record| record.header.kind == *kind).count()
    }

    /// Bodies of a kind in a log.
    pub fn bodies<B: Body>(&self, log: LogId) -> Vec<B> {
        let all = Replay::read(self, log, 0, usize::MAX).unwrap();
        let own = all.iter().filter(|record| record.header.kind == B::KIND);
        own.map(|record| B::read(record.body.as_deref().unwrap()).unwrap()).collect()
    }
}

impl Replay for Memory {
    fn read(&self, log: LogId, from: u64, max: usize) -> Result<Vec<Arc<Record>>, String> {
        let logs = self.records.lock().unwrap();
        let records = logs.get(&log).map_or(&[][..], Vec::as_slice);
        Ok(records.iter().skip(usize::try_from(from).unwrap()).take(max).cloned().collect())
    }

    fn len(&self, log: LogId) -> u64 {
        self.records.lock().unwrap().get(&log).map_or(0, |records| records.len() as u64)
    }
}

struct Port(LogId, Arc<Memory>);

impl Append for Port {
    fn append(&self, drafts: Vec<Draft>) -> Result<u64, String> {
        if self.1.full.load(Ordering::SeqCst) {
            return Err("the disk is full".into());
        }
        // As the real one says.
        if drafts.len() > GROUP_RECORDS_MAX {
            return Err(format!("a group of {} records is too large", drafts.len()));
        }
        if let Some(access) = self.1.access.get().filter(|_| self.0 == ACCESS) {
            return Ok(access(drafts));
        }
        if let Some(durable) = self.1.durable.get() {
            durable(&drafts);
        }
        Ok(self.1.write(self.0, drafts))
    }

    fn erase(&self, _: &[(u64, RecordId)]) -> Result<(), String> {
        Err("nothing is erased in these tests".into())
    }

    fn len(&self) -> u64 {
        Replay::len(self.1.as_ref(), self.0)
    }
}

/// A desk over memory, with the people of the profile and a police officer.
pub struct Node {
    pub desk: Arc<Desk>,
    pub hands: Arc<Hands>,
    pub memory: Arc<Memory>,
    pub entropy: Arc<Counting>,
    pub people: Vec<DemoPerson>,
    /// Where photographs are.
    pub disk: SimDisk,
    pub _dir: tempfile::TempDir,
}

impl Node {
    /// With the profile changed by `change`.
    pub fn new(operational: bool, change: impl FnOnce(&mut Profile)) -> Node {
        let dir = tempfile::tempdir().unwrap();
        let kosovo: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../profiles/kosovo");
        let mut profile = Profile::load(&kosovo).unwrap();
        change(&mut profile);
        let hands = Arc::new(Hands(AtomicU64::new(BEGIN_MS)));
        let memory = Arc::new(Memory::default());
        let entropy = Arc::new(Counting::default());
        let people = people(&profile);
        memory.write(OPS, grants(&people));
        let names = [
            LogName { id: OPS, name: "ops".into(), exercise: None },
            LogName { id: TRACK, name: "track".into(), exercise: None },
            LogName { id: ACCESS, name: "access".into(), exercise: None },
            LogName { id: DRILL, name: "exercise-drini".into(), exercise: Some(word(DRILL_NAME)) },
        ];
        let file = dir.path().join("picture.sqlite");
        let key = CursorKey::new([7; 32]);
        let opened = picture(&file, &names, memory.as_ref(), &profile, hands.as_ref(), key, &mut |_, _| {});
        let (picture, keeper) = opened.unwrap();
        assert!(memory.picture.set(Arc::clone(&picture)).is_ok());
        let disk = SimDisk::new(1);
        let [ops, track, access, drill] = names.map(|name| {
            let port = Port(name.id, Arc::clone(&memory));
            let keys = Keyring::new(NodeKey::new([9; 32]));
            let dir = std::path::Path::new("/logs").join(&name.name);
            let blobs = BlobStore::new(Arc::new(disk.clone()), &dir, keys, Arc::new(disk.clone()));
            NodeLog::new(name, Box::new(port)).attaching(Arc::new(blobs))
        });
        let logs = Logs::new([ops, track, access], vec![drill]);
        let parts = Parts {
            rules_from_profile: false,
            logs: Arc::new(if operational { logs.operational() } else { logs }),
            picture,
            keeper,
            profile,
            clock: Arc::clone(&hands) as Arc<dyn Clock>,
            entropy: Arc::clone(&entropy) as Arc<dyn Entropy>,
            machine: PrincipalId([0xee; 16]),
            public_address: None,
            quarantine: dir.path().join("quarantine"),
        };
        Node {
            desk: Arc::new(Desk::assemble(parts).unwrap()),
            hands,
            memory,
            entropy,
            people,
            disk,
            _dir: dir,
        }
    }
}

pub fn principal(n: usize) -> PrincipalId {
    PrincipalId([0x10 + u8::try_from(n).unwrap(); 16])
}

/// Those of the profile, and an officer of another agency who keeps some things there.
fn people(profile: &Profile) -> Vec<DemoPerson> {
    let mut people = profile.people.demo.clone();
    let police = DemoPerson {
        code: "police".into(),
        name: "Test Police".into(),
        agency: word("kp"),
        groups: Vec::new(),
        ..people[0].clone()
    };
    people.push(police);
    // A second administrator beside the one of the profile.
    let first = people.iter().find(|person| person.code == "archive").unwrap();
    let second = DemoPerson { code: "archive-ame".into(), name: "Test Archive".into(), ..first.clone() };
    people.push(second);
    people
}

fn grants(people: &[DemoPerson]) -> Vec<Draft> {
    let mut drafts = Vec::new();
    for (n, person) in people.iter().enumerate() {
        let id = LabelId([0x80 + u8::try_from(n).unwrap(); 16]);
        let draft = |id: [u8; 16], kind, label, body| Draft {
            id: RecordId(id),
            kind,
            subject: SubjectId(id),
            replaces: vec![],
            at: Hlc::new(1_790_000_000_000, u16::from(id[0])),
            author: PrincipalId([0xee; 16]),
            label,
            salt: [0; 32],
            body,
        };
        let text = LabelText { label: of_agency(&person.agency), rest: Default::default() };
        drafts.push(draft(id.0, Kind::LABEL, id, text.json()));
        let grant = Grant {
            principal: principal(n),
            name: person.name.clone(),
            agency: person.agency.clone(),
            roles: person.roles.clone(),
            groups: person.groups.iter().map(|group| (group.clone(), 1)).collect(),
            nations: person.nations.clone(),
            clearances: person.clearances.clone(),
            categories: person.categories.clone(),
            from: Timestamp::UNIX_EPOCH,
            until: None,
            grounds: "test".into(),
            lang: person.lang.clone(),
            login: None,
            review: None,
            left: Default::default(),
            ending: String::new(),
            rest: Default::default(),
        };
        drafts.push(draft(principal(n).0, Kind::GRANT, id, grant.json()));
    }
    drafts
}

fn of_agency(agency: &Word) -> Label {
    Label {
        owner: agency.clone(),
        levels: BTreeMap::new(),
        need: Default::default(),
        audience: [[Atom::Agency(agency.clone())].into()].into(),
        purposes: Default::default(),
        basis: "test".into(),
        controls: Default::default(),
        personal: true,
        retain_until: jiff::civil::date(2100, 1, 1),
    }
}
