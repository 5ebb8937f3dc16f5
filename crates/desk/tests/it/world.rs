//! A node in memory: real desk, real picture, real profile; only the log has no disk.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, OnceLock};

use jiff::Timestamp;
use kulla_desk::logs::{Append, Logs, NodeLog};
use kulla_desk::node::{Parts, picture};
use kulla_desk::profile::{DemoPerson, Profile};
use kulla_desk::{Actor, Command, Desk, Done, Failure, Order};
use kulla_guard::Reach;
use kulla_guard::holder::Entry;
use kulla_log::disk::Disk as _;
use kulla_log::sim::SimDisk;
use kulla_log::{BlobStore, Keyring, NodeKey};
use kulla_picture::{CursorKey, LogName, Picture, Replay};
use kulla_record::kind::Body;
use kulla_record::kind::governance::{Grant, LabelText};
use kulla_record::label::{Atom, Label, Word};
use kulla_record::session::Assurance;
use kulla_record::{
    Clock, Draft, Entropy, Hlc, Kind, LabelId, LogId, PrincipalId, Record, RecordId, Session, SubjectId,
};

pub const OPS: LogId = LogId([1; 16]);
pub const TRACK: LogId = LogId([4; 16]);
pub const ACCESS: LogId = LogId([2; 16]);
pub const DRILL: LogId = LogId([3; 16]);

pub fn word(text: &str) -> Word {
    Word::new(text).unwrap()
}

pub fn kosovo() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../profiles/kosovo")
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
struct Counting(AtomicU64);

impl Entropy for Counting {
    fn fill(&self, bytes: &mut [u8]) {
        for part in bytes.chunks_mut(8) {
            let n = self.0.fetch_add(1, Ordering::SeqCst).wrapping_mul(0x9e37_79b9_7f4a_7c15);
            part.copy_from_slice(&n.to_be_bytes()[..part.len()]);
        }
    }
}

/// Records by log, and the picture that hears of them.
#[derive(Default)]
pub struct Memory {
    records: Mutex<BTreeMap<LogId, Vec<Arc<Record>>>>,
    picture: OnceLock<Arc<Picture>>,
    pub full: std::sync::atomic::AtomicBool,
}

impl Memory {
    pub fn write(&self, log: LogId, drafts: Vec<Draft>) -> u64 {
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
            picture.apply(log, &new).unwrap();
        }
        first
    }
}

impl Memory {
    /// The bodies of one kind in a log, oldest first.
    pub fn bodies(&self, log: LogId, kind: &Kind) -> Vec<Vec<u8>> {
        let logs = self.records.lock().unwrap();
        let of_kind = logs.get(&log).into_iter().flatten().filter(|record| record.header.kind == *kind);
        of_kind.filter_map(|record| record.body.clone()).collect()
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
        Ok(self.1.write(self.0, drafts))
    }

    fn erase(&self, places: &[(u64, RecordId)]) -> Result<(), String> {
        let mut logs = self.1.records.lock().unwrap();
        for (seq, id) in places {
            let record = &mut logs.get_mut(&self.0).unwrap()[usize::try_from(*seq).unwrap()];
            assert_eq!(record.header.id, *id);
            *record = Arc::new(Record { header: record.header.clone(), body: None });
        }
        Ok(())
    }

    fn len(&self) -> u64 {
        Replay::len(self.1.as_ref(), self.0)
    }
}

pub struct World {
    pub desk: Desk,
    pub hands: Arc<Hands>,
    pub memory: Arc<Memory>,
    pub people: Vec<DemoPerson>,
    /// Where photographs are.
    pub disk: SimDisk,
    dir: tempfile::TempDir,
}

pub const DRILL_NAME: &str = "drini";
/// What the clock says when a world begins.
pub const NOW_MS: u64 = 1_795_000_000_000;
/// When the grants were written.
const WRITTEN_MS: u64 = 1_790_000_000_000;

impl World {
    /// An exercise-only node with the people of the profile.
    pub fn new() -> World {
        World::with(people())
    }

    /// The same with other people.
    pub fn with(people: Vec<DemoPerson>) -> World {
        World::made(people, &|_| {}, WRITTEN_MS)
    }

    /// The people of the profile, whose grants were written at another time.
    pub fn written(at_ms: u64) -> World {
        World::made(people(), &|_| {}, at_ms)
    }

    /// The people of the profile, of whom one holds another grant.
    pub fn granting(other: &Grant) -> World {
        let change = |grant: &mut Grant| {
            if grant.principal == other.principal {
                *grant = other.clone();
            }
        };
        World::made(people(), &change, WRITTEN_MS)
    }

    fn made(people: Vec<DemoPerson>, change: &dyn Fn(&mut Grant), written_ms: u64) -> World {
        let dir = tempfile::tempdir().unwrap();
        let profile = Profile::load(&kosovo()).unwrap();
        let hands = Arc::new(Hands(AtomicU64::new(NOW_MS)));
        let memory = Arc::new(Memory::default());
        memory.write(OPS, grants(&people, change, written_ms));
        let names = [
            LogName { id: OPS, name: "ops".into(), exercise: None },
            LogName { id: TRACK, name: "track".into(), exercise: None },
            LogName { id: ACCESS, name: "access".into(), exercise: None },
            LogName { id: DRILL, name: "exercise-drini".into(), exercise: Some(word(DRILL_NAME)) },
        ];
        let file = dir.path().join("picture.sqlite");
        let cursors = CursorKey::new([7; 32]);
        let opened =
            picture(&file, &names, memory.as_ref(), &profile, hands.as_ref(), cursors, &mut |_, _| {});
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
        let parts = Parts {
            rules_from_profile: false,
            logs: Arc::new(Logs::new([ops, track, access], vec![drill])),
            picture,
            keeper,
            profile,
            clock: Arc::clone(&hands) as Arc<dyn Clock>,
            entropy: Arc::new(Counting::default()),
            machine: PrincipalId([0xee; 16]),
            public_address: None,
            quarantine: dir.path().join("quarantine"),
        };
        World { desk: Desk::assemble(parts).unwrap(), hands, memory, people, disk, dir }
    }

    /// How many files of photographs there are.
    pub fn photographs(&self) -> usize {
        let folder = |first: u16| Path::new("/logs/exercise-drini/blobs").join(format!("{first:02x}"));
        (0..256).map(|first| self.disk.list(&folder(first)).unwrap().len()).sum()
    }

    /// The folder of the quarantine.
    pub fn quarantine(&self) -> PathBuf {
        self.dir.path().join("quarantine")
    }

    /// The quarantine as the next start opens it.
    pub fn quarantine_again(&self) -> kulla_desk::quarantine::Quarantine {
        let clock = Arc::clone(&self.hands) as Arc<dyn Clock>;
        kulla_desk::quarantine::Quarantine::open(&self.quarantine(), self.desk.assurance().clone(), clock)
            .unwrap()
    }

    /// One of the profile's persons, by the short word of `desk.toml`.
    pub fn actor(&self, code: &str) -> Actor {
        let at = self.people.iter().position(|person| person.code == code).unwrap();
        let purpose = self.people[at].purpose.clone();
        let entry = Entry { purpose, assurance: Assurance::Single, exercise: Some(word(DRILL_NAME)) };
        let session = self.desk.session(principal(at), entry).unwrap();
        Actor { session, reach: Reach::Roles }
    }

    pub fn public(&self) -> Session {
        kulla_guard::public_session(Some(word(DRILL_NAME)))
    }

    pub fn act(&self, who: &Actor, command: Command) -> Result<Done, Failure> {
        self.desk.act(who, &Order { id: None, fingerprint: [0; 16], command })
    }

    pub fn head(&self, who: &Actor, subject: SubjectId) -> kulla_picture::Item {
        self.desk.reader(&who.session).head(subject).unwrap().unwrap()
    }
}

/// The people of the profile.
pub fn people() -> Vec<DemoPerson> {
    Profile::load(&kosovo()).unwrap().people.demo
}

pub fn principal(n: usize) -> PrincipalId {
    PrincipalId([0x10 + u8::try_from(n).unwrap(); 16])
}

fn grants(people: &[DemoPerson], change: &dyn Fn(&mut Grant), written_ms: u64) -> Vec<Draft> {
    let mut drafts = Vec::new();
    for (n, person) in people.iter().enumerate() {
        let number = u8::try_from(n).unwrap();
        let label = Label {
            owner: person.agency.clone(),
            levels: BTreeMap::new(),
            need: Default::default(),
            audience: [[Atom::Agency(person.agency.clone())].into()].into(),
            purposes: Default::default(),
            basis: "test".into(),
            controls: Default::default(),
            personal: true,
            retain_until: jiff::civil::date(2100, 1, 1),
        };
        let id = LabelId([0x80 + number; 16]);
        let draft = |id: [u8; 16], kind, label, body| Draft {
            id: RecordId(id),
            kind,
            subject: SubjectId(id),
            replaces: vec![],
            at: Hlc::new(written_ms, u16::from(id[0])),
            author: PrincipalId([0xee; 16]),
            label,
            salt: [0; 32],
            body,
        };
        let text = LabelText { label, rest: Default::default() };
        drafts.push(draft(id.0, Kind::LABEL, id, text.json()));
        let mut grant = Grant {
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
        change(&mut grant);
        drafts.push(draft(principal(n).0, Kind::GRANT, id, grant.json()));
    }
    drafts
}
