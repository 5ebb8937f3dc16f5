//! A log of a stopped node, opened beside the binary: to prepare what no door makes (records of years ago, a legal
//! hold, an overwrite cut in half), and to look at what no door shows.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use kulla_log::{Keyring, Log, LogConfig, LogHandle, NodeKey, RealDisk};
use kulla_record::kind::Body;
use kulla_record::kind::governance::LabelText;
use kulla_record::label::{Atom, Label, Word};
use kulla_record::{Draft, Entropy, Hlc, Kind, LabelId, LogId, PrincipalId, Record, RecordId, SubjectId};

use crate::node::Data;

/// The log of the exercise.
pub const DRILL: &str = "exercise-try";
/// Segments of this size are full after a few records.
const SMALL_SEGMENT_BYTES: u64 = 16 << 10;

/// Bytes that never come twice.
#[derive(Default)]
struct Counting(AtomicU64);

impl Entropy for Counting {
    fn fill(&self, bytes: &mut [u8]) {
        for part in bytes.chunks_mut(8) {
            let n = self.0.fetch_add(1, Ordering::Relaxed).wrapping_mul(0x9e37_79b9_7f4a_7c15);
            part.copy_from_slice(&n.to_be_bytes()[..part.len()]);
        }
    }
}

impl Data {
    /// The folder of a log.
    pub fn log(&self, name: &str) -> PathBuf {
        self.path.join("logs").join(name)
    }

    /// The id of a log, as `node.toml` says.
    fn log_id(&self, name: &str) -> LogId {
        let config: toml::Table =
            std::fs::read_to_string(self.path.join("node.toml")).unwrap().parse().unwrap();
        let entry =
            config["logs"].as_array().unwrap().iter().find(|log| log["name"].as_str() == Some(name));
        entry.unwrap()["id"].as_str().unwrap().parse().unwrap()
    }

    /// Opens a log of the stopped node, does something with it, and closes it.
    pub fn within<T>(&self, name: &str, deed: impl FnOnce(&LogHandle) -> T) -> T {
        let key: [u8; 32] = std::fs::read(self.path.join("keys/node.key")).unwrap().try_into().unwrap();
        let ring = Keyring::new(NodeKey::new(key));
        let mut config = LogConfig::new(self.log_id(name), ring, Arc::new(Counting::default()));
        config.segment_bytes = SMALL_SEGMENT_BYTES;
        let (log, _) = Log::open(Arc::new(RealDisk), &self.log(name), config).unwrap();
        let done = deed(&log.handle());
        log.close().unwrap();
        done
    }

    /// Writes what stands in a log of a fresh node into a new one, whose segments are small from the first on.
    pub fn begin_again_small(&self, name: &str) {
        let again = |record: Record| {
            let header = record.header;
            Draft {
                id: header.id,
                kind: header.kind,
                subject: header.subject,
                replaces: header.replaces,
                at: header.at,
                author: header.author,
                label: header.label,
                salt: [7; 32],
                body: record.body.unwrap(),
            }
        };
        let drafts: Vec<Draft> = self.records(name).into_iter().map(again).collect();
        std::fs::remove_dir_all(self.log(name)).unwrap();
        std::fs::create_dir(self.log(name)).unwrap();
        self.within(name, |log| log.append(drafts).wait().unwrap());
    }

    /// All records of a log that are still there.
    pub fn records(&self, name: &str) -> Vec<Record> {
        self.within(name, |log| log.reader().read(0..log.len()).collect::<Result<_, _>>().unwrap())
    }
}

/// A record as the node would have written it.
pub fn draft(id: [u8; 16], kind: Kind, subject: SubjectId, label: LabelId, body: Vec<u8>) -> Draft {
    Draft {
        id: RecordId(id),
        kind,
        subject,
        replaces: Vec::new(),
        at: Hlc::new(1_580_000_000_000 + u64::from(u16::from_be_bytes([id[0], id[1]])), u16::from(id[15])),
        author: PrincipalId([0xee; 16]),
        label,
        salt: [id[1]; 32],
        body,
    }
}

/// A label for one agency whose date of retention is the first of January of a year.
pub fn label(id: LabelId, year: i16) -> Draft {
    let agency = Word::new("ame").unwrap();
    let label = Label {
        owner: agency.clone(),
        levels: BTreeMap::new(),
        need: Default::default(),
        audience: [[Atom::Agency(agency)].into()].into(),
        purposes: Default::default(),
        basis: "test".into(),
        controls: Default::default(),
        personal: false,
        retain_until: jiff::civil::date(year, 1, 1),
    };
    let text = LabelText { label, rest: Default::default() };
    draft(id.0, Kind::LABEL, SubjectId(id.0), id, text.json())
}
