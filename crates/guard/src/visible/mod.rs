//! The rule applied once for all: the set of label numbers that a session may read.
//!
//! A label together with where its records stand ([`Scope`]) gets a small dense number. A record is filed under
//! that number, so one bit answers whether a session may read it, exercises included, and no reader can forget
//! half of the question. The sets are kept by session attributes and thrown away when anything that they were
//! made from changes: grants, releases, the day. A new label only extends them.
//!
//! Sets and numbers belong to one [`Readers`]; a node has one.

mod table;

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};

use jiff::civil::Date;
use kulla_record::id::LabelId;
use kulla_record::label::Label;
use kulla_record::session::Session;
use sha2::{Digest, Sha256};

use crate::rule::{AssuranceTable, Scope, may_read};
pub use table::{LABEL_NUMBERS_MAX, LabelNo, LabelTable, TableFault};

/// Sets of visible labels that are kept, one for each session with attributes of its own. Beyond it the one
/// that was not asked for longest is made anew when its session comes back.
pub const VISIBLE_SETS_MAX: usize = 2_048;

const BITS: usize = u64::BITS as usize;

/// What one session may read, as of one epoch.
pub struct Visible {
    epoch: u64,
    labels: usize,
    bits: Vec<u64>,
    fingerprint: OnceLock<[u8; 32]>,
}

impl Visible {
    /// Whether the session may read what stands under this number. A number that is newer than the set is not
    /// in it.
    pub fn has(&self, label: LabelNo) -> bool {
        let at = label.0 as usize;
        self.bits.get(at / BITS).is_some_and(|word| word >> (at % BITS) & 1 == 1)
    }

    /// All numbers in the set, lowest first.
    pub fn iter(&self) -> impl Iterator<Item = LabelNo> + '_ {
        let each = |(at, word): (usize, &u64)| {
            let word = *word;
            let ones = (0..BITS).filter(move |bit| word >> bit & 1 == 1);
            ones.filter_map(move |bit| u32::try_from(at * BITS + bit).ok().map(LabelNo))
        };
        self.bits.iter().enumerate().flat_map(each)
    }

    /// How many numbers are in the set.
    pub fn count(&self) -> usize {
        self.bits.iter().map(|word| word.count_ones() as usize).sum()
    }

    /// What was in the set before, with room for more labels.
    fn carrying(before: Option<&Visible>, epoch: u64, labels: usize) -> Visible {
        let mut bits = before.map_or_else(Vec::new, |before| before.bits.clone());
        bits.resize(labels.div_ceil(BITS), 0);
        Visible { epoch, labels, bits, fingerprint: OnceLock::new() }
    }

    fn set(&mut self, label: LabelNo, may: bool) {
        let at = label.0 as usize;
        if let Some(word) = self.bits.get_mut(at / BITS) {
            *word = *word & !(1 << (at % BITS)) | u64::from(may) << (at % BITS);
        }
    }
}

impl std::fmt::Debug for Visible {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Visible(epoch {}, {} of {} labels)", self.epoch, self.count(), self.labels)
    }
}

/// Tells an open stream, at the price of one atomic read, whether it has to look again before it delivers.
#[derive(Debug, Clone)]
pub struct EpochWatch(Arc<AtomicU64>);

impl EpochWatch {
    /// Whether nothing has changed since the set was made. The watch does not know the clock: whoever asks it
    /// also calls [`Readers::turn_day`] at midnight UTC.
    pub fn is_current(&self, visible: &Visible) -> bool {
        self.0.load(Ordering::Acquire) == visible.epoch
    }
}

struct Kept {
    visible: Arc<Visible>,
    used: u64,
}

/// The labels of a node and what each session may read of them.
pub struct Readers {
    table: LabelTable,
    assurance: AssuranceTable,
    day: Date,
    epoch: Arc<AtomicU64>,
    kept: HashMap<Session, Kept>,
    asked: u64,
}

impl Readers {
    /// No labels yet; `today` in UTC.
    pub fn new(assurance: AssuranceTable, today: Date) -> Readers {
        Readers {
            table: LabelTable::default(),
            assurance,
            day: today,
            epoch: Arc::new(AtomicU64::new(1)),
            kept: HashMap::new(),
            asked: 0,
        }
    }

    /// The labels and their numbers.
    pub fn table(&self) -> &LabelTable {
        &self.table
    }

    /// The table that says how sure we have to be of a person.
    pub fn assurance(&self) -> &AssuranceTable {
        &self.assurance
    }

    /// Takes note of a `label` record. The same id with another text is refused: it would change who reads
    /// what already stands under it.
    pub fn learn(&mut self, id: LabelId, label: Label) -> Result<(), TableFault> {
        self.table.learn(id, label)
    }

    /// The number for records with this label that stand there, given out now if it is new. A new number is a
    /// new epoch.
    pub fn number(&mut self, id: LabelId, scope: &Scope) -> Result<LabelNo, TableFault> {
        let before = self.table.len();
        let number = self.table.number(id, scope)?;
        if self.table.len() > before {
            self.epoch.fetch_add(1, Ordering::AcqRel);
        }
        Ok(number)
    }

    /// Something that sessions are made of has changed, a grant, a group or a release: open streams look again
    /// before their next delivery. Sets are kept by what a session holds, so whoever holds something else now
    /// gets another set by itself, and nobody else's has to be made anew.
    pub fn advance(&mut self) {
        self.epoch.fetch_add(1, Ordering::AcqRel);
    }

    /// Puts another table in place of the one that says how sure we have to be.
    pub fn set_assurance(&mut self, assurance: AssuranceTable) {
        self.assurance = assurance;
        self.kept.clear();
        self.advance();
    }

    /// Midnight UTC: what was kept until today is gone. A day that comes back, because the clock was set, has
    /// every set made anew.
    pub fn turn_day(&mut self, today: Date) {
        if today == self.day {
            return;
        }
        self.advance();
        if today < self.day {
            self.kept.clear();
        }
        let over: Vec<LabelNo> = self.table.ending(self.day, today).collect();
        for kept in self.kept.values_mut().filter(|_| !over.is_empty()) {
            let was = &kept.visible;
            let mut visible = Visible::carrying(Some(was), was.epoch, was.labels);
            over.iter().for_each(|label| visible.set(*label, false));
            kept.visible = Arc::new(visible);
        }
        self.day = today;
    }

    /// For streams: whether their set is still the current one.
    pub fn watch(&self) -> EpochWatch {
        EpochWatch(Arc::clone(&self.epoch))
    }

    /// What the session may read now.
    pub fn visible(&mut self, session: &Session, today: Date) -> Arc<Visible> {
        self.turn_day(today);
        self.asked += 1;
        let epoch = self.epoch.load(Ordering::Acquire);
        if let Some(kept) = self.kept.get_mut(session) {
            kept.used = self.asked;
            if kept.visible.epoch == epoch {
                return Arc::clone(&kept.visible);
            }
        }
        // INVARIANT: whatever is kept was made from the same attributes, table and day, so that only labels
        // can have been added since.
        let before = self.kept.get(session).map(|kept| Arc::clone(&kept.visible));
        let from = before.as_ref().map_or(0, |before| before.labels);
        let mut visible = Visible::carrying(before.as_deref(), epoch, self.table.len());
        for label in self.table.candidates(session, from) {
            let may = self
                .table
                .at(label)
                .is_some_and(|(label, scope)| may_read(session, label, scope, self.day, &self.assurance));
            visible.set(label, may);
        }
        let visible = Arc::new(visible);
        self.keep(session, Arc::clone(&visible));
        visible
    }

    /// SHA-256 over the labels of a set: the same for the same labels on any node and after any rebuild, so
    /// that the access log can say what a stream was able to deliver.
    pub fn fingerprint(&self, visible: &Visible) -> [u8; 32] {
        *visible.fingerprint.get_or_init(|| {
            let mut each: Vec<[u8; 32]> = visible.iter().filter_map(|no| self.table.digest(no)).collect();
            each.sort_unstable();
            let mut hash = Sha256::new();
            hash.update(b"kulla/visible/1");
            each.iter().for_each(|digest| hash.update(digest));
            hash.finalize().into()
        })
    }

    /// How many sets are kept just now, at most [`VISIBLE_SETS_MAX`].
    pub fn kept(&self) -> usize {
        self.kept.len()
    }

    fn keep(&mut self, session: &Session, visible: Arc<Visible>) {
        let kept = Kept { visible, used: self.asked };
        if let Some(known) = self.kept.get_mut(session) {
            *known = kept;
            return;
        }
        if self.kept.len() >= VISIBLE_SETS_MAX {
            let oldest =
                self.kept.iter().min_by_key(|(_, kept)| kept.used).map(|(session, _)| session.clone());
            oldest.map(|session| self.kept.remove(&session));
        }
        self.kept.insert(session.clone(), kept);
    }
}
