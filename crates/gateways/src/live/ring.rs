//! The newest changes of the node in the order in which they became durable, closed until a session opens them.
//!
//! One reader of the picture's stream fills the ring; every socket and every long poll goes through it at its
//! own pace and opens each change with what its session may see *at that moment*. What falls out of the ring
//! before a slow reader came to it is missed. The reader is told how many of those it would have seen, so the label
//! of what fell out is kept for a while longer; of what it may not see it learns nothing here either.

use std::collections::{HashMap, VecDeque};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, Ordering};

use kulla_guard::{LabelNo, Labelled, Visible};
use kulla_picture::{Live, Told};
use kulla_record::{Entropy, Kind, RecordId, SubjectId};
use tokio::sync::watch;

use crate::house::lock;

/// Changes that the ring holds.
pub const RING_CHANGES_MAX: usize = 8_192;
/// Changes behind the ring of which the label is still known: four bytes each.
pub const PAST_CHANGES_MAX: usize = 1 << 20;

/// Kinds that nobody looks at as things: the texts of labels, keys, and who read what.
const PLUMBING: [Kind; 3] = [Kind::LABEL, Kind::KEY, Kind::ACCESS];

/// One change, as a session may know it.
#[derive(Debug, Clone)]
pub(crate) struct Change {
    pub cursor: String,
    pub subject: SubjectId,
    pub kind: Kind,
    pub version: RecordId,
}

/// What a reader finds behind its place.
pub(crate) enum Found {
    /// Up to a place; possibly none that it may see.
    Changes { changes: Vec<Change>, at: u64 },
    /// Some fell out before it came; how many that it may see, where that is still known.
    Missed { at: u64, changes: Option<u64> },
}

pub(crate) struct Ring {
    /// Held while one change goes in or one batch is read.
    state: Mutex<State>,
    /// Place behind the newest change; `u64::MAX` once the node stops.
    end: watch::Sender<u64>,
    /// Where a reader begins that has seen nothing.
    zero: String,
}

#[derive(Default)]
struct State {
    /// The place of the oldest change in the ring.
    first: u64,
    changes: VecDeque<Labelled<Change>>,
    /// The labels of those that came right before, oldest first.
    past: VecDeque<Labelled<()>>,
    /// The place behind each change, by its cursor.
    places: HashMap<String, u64>,
}

impl State {
    fn end(&self) -> u64 {
        self.first + self.changes.len() as u64
    }

    /// The oldest change falls out.
    fn drop_oldest(&mut self) {
        let Some(oldest) = self.changes.pop_front() else { return };
        self.first += 1;
        if self.past.len() == PAST_CHANGES_MAX {
            self.past.pop_front();
        }
        self.past.push_back(Labelled::new(oldest.label(), ()));
    }

    /// How many changes from a place on this set may see; `None` where that is not known any more.
    fn count(&self, from: u64, visible: &Visible) -> Option<u64> {
        let behind = usize::try_from(self.first.checked_sub(from)?).ok()?;
        let skip = self.past.len().checked_sub(behind)?;
        let past = self.past.iter().skip(skip).filter(|label| label.look(visible).is_some());
        let held = self.changes.iter().filter(|change| change.look(visible).is_some());
        Some((past.count() + held.count()) as u64)
    }
}

impl Ring {
    pub fn new(entropy: &dyn Entropy) -> Ring {
        let zero = entropy.bytes::<28>().iter().map(|byte| format!("{byte:02x}")).collect();
        Ring { state: Mutex::default(), end: watch::Sender::new(0), zero }
    }

    /// Takes the next change from the picture; `false` when there will be no more.
    pub async fn feed(&self, live: &mut Live) -> bool {
        let label = AtomicU32::new(0);
        // The ring keeps every change closed, under the number that it was last asked about.
        let told = live.next(|no| {
            label.store(no, Ordering::Relaxed);
            true
        });
        match told.await {
            Told::Change { record, .. } if PLUMBING.contains(&record.header.kind) => true,
            Told::Change { record, cursor, .. } => {
                let header = &record.header;
                let change = Change {
                    cursor,
                    subject: header.subject,
                    kind: header.kind.clone(),
                    version: header.id,
                };
                self.push(
                    Labelled::new(LabelNo(label.load(Ordering::Relaxed)), change.clone()),
                    change.cursor,
                );
                true
            }
            Told::Missed => {
                // The ring itself was too slow: nobody's place holds any more.
                let mut state = lock(&self.state);
                state.first = state.end() + 1;
                state.changes.clear();
                state.past.clear();
                state.places.clear();
                self.end.send_replace(state.end());
                true
            }
            Told::End => false,
        }
    }

    fn push(&self, change: Labelled<Change>, cursor: String) {
        let mut state = lock(&self.state);
        if state.changes.len() == RING_CHANGES_MAX {
            state.drop_oldest();
            let first = state.first;
            if first.is_multiple_of(RING_CHANGES_MAX as u64) {
                state.places.retain(|_, place| *place >= first);
            }
        }
        state.changes.push_back(change);
        let end = state.end();
        state.places.insert(cursor, end);
        self.end.send_replace(end);
    }

    /// Nothing new, but every reader looks again: somebody's session or grant may be over.
    pub fn nudge(&self) {
        self.end.send_modify(|_| {});
    }

    /// No more changes come.
    pub fn end(&self) {
        self.end.send_replace(u64::MAX);
    }

    /// Told at each change; `u64::MAX` says that the node stops.
    pub fn watch(&self) -> watch::Receiver<u64> {
        self.end.subscribe()
    }

    /// Open streams.
    pub fn readers(&self) -> usize {
        self.end.receiver_count()
    }

    /// Where a new reader begins: behind the newest change, with the cursor of the newest that it may see, so
    /// that the cursor tells nothing of the others.
    pub fn newest(&self, visible: &Visible) -> (u64, String) {
        let state = lock(&self.state);
        let seen = state.changes.iter().rev().find_map(|change| change.look(visible));
        (state.end(), seen.map_or_else(|| self.zero.clone(), |change| change.cursor.clone()))
    }

    /// The place behind a cursor; `None` when the ring does not hold it any more, or never did.
    pub fn place(&self, cursor: &str) -> Option<u64> {
        let state = lock(&self.state);
        let place = if cursor == self.zero { Some(0) } else { state.places.get(cursor).copied() };
        place.filter(|place| *place >= state.first)
    }

    /// At most `max` changes behind a place that this set may see.
    pub fn read(&self, at: u64, visible: &Visible, max: usize) -> Found {
        let state = lock(&self.state);
        let Some(skip) = at.checked_sub(state.first) else {
            return Found::Missed { at: state.end(), changes: state.count(at, visible) };
        };
        let (mut changes, mut upto) = (Vec::new(), at);
        for change in state.changes.iter().skip(usize::try_from(skip).unwrap_or(usize::MAX)) {
            if changes.len() == max {
                break;
            }
            changes.extend(change.look(visible).cloned());
            upto += 1;
        }
        Found::Changes { changes, at: upto }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use jiff::civil::{Date, date};
    use kulla_guard::{AssuranceTable, Readers, Scope, public_session};
    use kulla_record::label::{Atom, Label, Word};
    use kulla_record::{LabelId, Session};

    use super::*;

    const DAY: Date = date(2026, 11, 17);

    struct Zeros;

    impl Entropy for Zeros {
        fn fill(&self, bytes: &mut [u8]) {
            bytes.fill(0);
        }
    }

    /// Label 0 is for the public, label 1 for somebody else.
    fn readers() -> Readers {
        let mut readers = Readers::new(AssuranceTable::new(BTreeMap::new()).unwrap(), DAY);
        let other = Atom::Agency(Word::new("ame").unwrap());
        for (n, atom) in [(0, Atom::Public), (1, other)] {
            let label = Label {
                owner: Word::new("ame").unwrap(),
                levels: BTreeMap::new(),
                need: Default::default(),
                audience: [[atom].into()].into(),
                purposes: Default::default(),
                basis: String::new(),
                controls: Default::default(),
                personal: false,
                retain_until: date(2100, 1, 1),
            };
            readers.learn(LabelId([n; 16]), label).unwrap();
            readers.number(LabelId([n; 16]), &Scope::OPERATIONAL).unwrap();
        }
        readers
    }

    fn push(ring: &Ring, label: u32, n: usize) {
        let cursor = format!("{n}");
        let (subject, version) = (SubjectId([1; 16]), RecordId([2; 16]));
        let change = Change { cursor: cursor.clone(), subject, kind: Kind::REPORT, version };
        ring.push(Labelled::new(LabelNo(label), change), cursor);
    }

    fn public() -> Session {
        public_session(None)
    }

    #[test]
    fn a_reader_gets_what_it_may_see_in_order_and_goes_on_behind_it() {
        let (ring, visible) = (Ring::new(&Zeros), readers().visible(&public(), DAY));
        let (at, begin) = ring.newest(&visible);
        [0, 1, 0, 1].into_iter().enumerate().for_each(|(n, label)| push(&ring, label, n));
        let Found::Changes { changes, at } = ring.read(at, &visible, 10) else { panic!("missed") };
        assert_eq!(changes.iter().map(|change| change.cursor.as_str()).collect::<Vec<_>>(), ["0", "2"]);
        assert_eq!(at, 4);
        assert_eq!(ring.place(&begin), Some(0));
        assert_eq!(
            ring.newest(&visible),
            (4, "2".to_owned()),
            "the cursor tells nothing of what is hidden"
        );
    }

    #[test]
    fn a_reader_that_is_a_ring_behind_is_told_that_it_missed() {
        let (ring, visible) = (Ring::new(&Zeros), readers().visible(&public(), DAY));
        (0..=RING_CHANGES_MAX).for_each(|n| push(&ring, 0, n));
        assert!(
            matches!(ring.read(0, &visible, 10), Found::Missed { at, .. } if at == RING_CHANGES_MAX as u64 + 1)
        );
        assert_eq!(ring.place("0"), Some(1), "behind the one that fell out");
        push(&ring, 0, RING_CHANGES_MAX + 1);
        assert_eq!(ring.place("0"), None);
    }

    #[test]
    fn a_slow_reader_is_told_how_many_it_missed_and_none_of_those_that_it_may_not_see() {
        let (ring, visible) = (Ring::new(&Zeros), readers().visible(&public(), DAY));
        let all = 3 * RING_CHANGES_MAX;
        (0..all).for_each(|n| push(&ring, u32::from(n % 4 == 0), n));
        for at in [0, 4, RING_CHANGES_MAX] {
            let Found::Missed { at: end, changes } = ring.read(at as u64, &visible, 10) else {
                panic!("held")
            };
            assert_eq!((end, changes), (all as u64, Some((all - at) as u64 * 3 / 4)));
        }
        lock(&ring.state).past.truncate(0);
        assert!(
            matches!(ring.read(0, &visible, 10), Found::Missed { changes: None, .. }),
            "what is not known is not made up"
        );
    }
}
