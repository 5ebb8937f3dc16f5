//! Labels as small dense numbers.
//!
//! A label is known by the id of the record that brought it in; two nodes may bring in the same text, which
//! then is one label with two ids. A number stands for a label *and* for where its records are.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use jiff::civil::Date;
use kulla_record::id::LabelId;
use kulla_record::label::{Atom, Label};
use kulla_record::session::Session;
use sha2::{Digest, Sha256};

use crate::rule::Scope;

/// Numbers that one node gives out: labels times places.
pub const LABEL_NUMBERS_MAX: usize = 1 << 18;
/// Ids of labels that one node knows.
pub const LABEL_IDS_MAX: usize = 1 << 19;

/// The number of a label at a place; dense from 0, the node's own, never shown outside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LabelNo(pub u32);

/// The table can't take or find a label.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TableFault {
    /// No `label` record with this id has been seen.
    #[error("no label `{0}` is known here: its `label` record has to come first")]
    Unknown(LabelId),
    /// The id already names another text.
    #[error("label `{0}` came twice with different texts; the first one stands")]
    Changed(LabelId),
    /// The node is full.
    #[error("this node holds {LABEL_NUMBERS_MAX} labels and takes no more: use an existing label")]
    Full,
}

struct Place {
    label: Arc<Label>,
    scope: Scope,
    digest: [u8; 32],
}

/// All labels of a node.
#[derive(Default)]
pub struct LabelTable {
    texts: Vec<Arc<Label>>,
    by_text: HashMap<Arc<Label>, u32>,
    by_id: HashMap<LabelId, u32>,
    ids: Vec<LabelId>,
    places: Vec<Place>,
    numbers: HashMap<u32, Vec<(Scope, LabelNo)>>,
    /// For each atom the numbers of the labels that name it, lowest first.
    naming: HashMap<Atom, Vec<LabelNo>>,
}

impl LabelTable {
    /// How many numbers have been given out.
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// Whether none has.
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// The text of a label. For the desk, which joins and checks labels; a reader gets it through
    /// [`crate::Labelled`] only.
    pub fn label(&self, id: LabelId) -> Option<&Label> {
        self.by_id.get(&id).and_then(|text| self.texts.get(*text as usize)).map(Arc::as_ref)
    }

    /// The id under which this very text came first; what a command reuses instead of bringing it in again.
    pub fn id_of(&self, label: &Label) -> Option<LabelId> {
        self.by_text.get(label).and_then(|text| self.ids.get(*text as usize)).copied()
    }

    /// The number of a label at a place, if it has been given out.
    pub fn find(&self, id: LabelId, scope: &Scope) -> Option<LabelNo> {
        let places = self.by_id.get(&id).and_then(|text| self.numbers.get(text))?;
        places.iter().find(|(at, _)| at == scope).map(|(_, number)| *number)
    }

    /// Label and place of a number.
    pub(super) fn at(&self, number: LabelNo) -> Option<(&Label, &Scope)> {
        self.places.get(number.0 as usize).map(|place| (place.label.as_ref(), &place.scope))
    }

    /// The numbers of the labels that were kept on the day `before` and no longer are on the day `after`.
    pub(super) fn ending(&self, before: Date, after: Date) -> impl Iterator<Item = LabelNo> {
        let over =
            move |place: &Place| before < place.label.retain_until && place.label.retain_until <= after;
        (0..).zip(&self.places).filter(move |(_, place)| over(place)).map(|(number, _)| LabelNo(number))
    }

    /// The numbers from `from` on that name an atom of the session, or `public`; some more than once.
    ///
    /// INVARIANT: a label that names none of them has no clause that the session hits, so the rule denies it
    /// and need not be asked. Whether one that does is read is the rule's question all the same.
    pub(super) fn candidates(&self, session: &Session, from: usize) -> impl Iterator<Item = LabelNo> {
        let atoms = session.atoms.iter().chain([&Atom::Public]);
        let numbers = atoms.filter_map(|atom| self.naming.get(atom));
        numbers.flat_map(move |numbers| {
            let first = numbers.partition_point(|number| (number.0 as usize) < from);
            numbers.get(first..).unwrap_or_default().iter().copied()
        })
    }

    pub(super) fn digest(&self, number: LabelNo) -> Option<[u8; 32]> {
        self.places.get(number.0 as usize).map(|place| place.digest)
    }

    pub(super) fn learn(&mut self, id: LabelId, label: Label) -> Result<(), TableFault> {
        if let Some(known) = self.label(id) {
            return if *known == label { Ok(()) } else { Err(TableFault::Changed(id)) };
        }
        if self.by_id.len() >= LABEL_IDS_MAX {
            return Err(TableFault::Full);
        }
        let next = u32::try_from(self.texts.len()).map_err(|_| TableFault::Full)?;
        let label = Arc::new(label);
        let text = *self.by_text.entry(Arc::clone(&label)).or_insert(next);
        if text == next {
            self.texts.push(label);
            self.ids.push(id);
        }
        self.by_id.insert(id, text);
        Ok(())
    }

    pub(super) fn number(&mut self, id: LabelId, scope: &Scope) -> Result<LabelNo, TableFault> {
        if let Some(number) = self.find(id, scope) {
            return Ok(number);
        }
        let text = *self.by_id.get(&id).ok_or(TableFault::Unknown(id))?;
        let label = Arc::clone(self.texts.get(text as usize).ok_or(TableFault::Unknown(id))?);
        if self.places.len() >= LABEL_NUMBERS_MAX {
            return Err(TableFault::Full);
        }
        let number = LabelNo(u32::try_from(self.places.len()).map_err(|_| TableFault::Full)?);
        for atom in label.audience.iter().flatten().collect::<BTreeSet<_>>() {
            match self.naming.get_mut(atom) {
                Some(numbers) => numbers.push(number),
                None => drop(self.naming.insert(atom.clone(), vec![number])),
            }
        }
        self.places.push(Place { digest: digest(&label, scope), label, scope: scope.clone() });
        self.numbers.entry(text).or_default().push((scope.clone(), number));
        Ok(number)
    }
}

fn digest(label: &Label, scope: &Scope) -> [u8; 32] {
    let exercise = scope.exercise.as_ref().map_or("", |word| word.as_str());
    let mut hash = Sha256::new();
    hash.update([u8::from(scope.exercise.is_some()), u8::from(scope.reference)]);
    hash.update((exercise.len() as u64).to_be_bytes());
    hash.update(exercise);
    // A label is made of words, numbers and a date: it always serialises.
    hash.update(serde_json::to_vec(label).unwrap_or_default());
    hash.finalize().into()
}
