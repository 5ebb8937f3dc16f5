//! Whether a label lies below another: whom it would let see what the other keeps from them.
//!
//! Whoever writes with something open before them carries words over from it. If the new label asks for less, or
//! reaches more people, they have to be told before they write, and by name. The names are those of the sentences
//! ([`crate::sentence`]), so both say the same of the same label.

use std::collections::{BTreeMap, BTreeSet};

use kulla_record::label::{Atom, Label, Word};
use kulla_record::session::{Assurance, Session};

use crate::holder::{Entry, session_of};
use crate::rule::may_read;
use crate::sentence::{Asking, Directory, who_will_see};

/// In what one label lies below another. Empty where it does not.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Below {
    /// Levels of the other that this one does not reach, by policy.
    pub levels: BTreeMap<Word, u8>,
    /// Categories that the other asks for and this one does not.
    pub categories: BTreeSet<Word>,
    /// Whether it may be used for more purposes.
    pub purposes: bool,
    /// Restrictions on handling that the other has and this one has not.
    pub controls: BTreeSet<Word>,
    /// Whether the public sees this one and not the other.
    pub public: bool,
    /// Agencies whose members see this one and not the other.
    pub agencies: BTreeSet<Word>,
    /// Nations likewise.
    pub nations: BTreeSet<Word>,
    /// How many persons of the directory see this one and not the other, purposes and proof left aside.
    pub people: usize,
}

impl Below {
    /// Whether it does not lie below at all.
    pub fn is_none(&self) -> bool {
        *self == Below::default()
    }
}

/// In what `label` lies below `other`. How long either is kept makes no difference.
pub fn below(label: &Label, other: &Label, directory: &Directory, asking: Asking<'_>) -> Below {
    let same_days = |label: &Label, of: &Label| Label { retain_until: of.retain_until, ..label.clone() };
    let other = &same_days(other, label);
    let (new, old) = (who_will_see(label, directory, asking), who_will_see(other, directory, asking));
    let reached = |policy: &Word, n: u8| label.levels.get(policy).is_some_and(|own| *own >= n);
    let levels = other.levels.iter().filter(|(policy, n)| !reached(policy, **n));
    let purpose_held = |clause: &BTreeSet<Word>| label.purposes.iter().any(|own| own.is_subset(clause));
    Below {
        levels: levels.map(|(policy, n)| (policy.clone(), *n)).collect(),
        categories: other.need.difference(&label.need).cloned().collect(),
        purposes: !other.purposes.iter().all(purpose_held),
        controls: other.controls.difference(&label.controls).cloned().collect(),
        public: new.public && !old.public,
        agencies: without(&new.agencies, if old.public { &new.agencies } else { &old.agencies }),
        nations: new.nations.iter().filter(|nation| !open_to(other, nation)).cloned().collect(),
        people: people(label, other, directory, asking),
    }
}

/// Whether holders of a nation are in the audience, by name or with everybody. A sentence names only the nations that its label
/// names, so two sentences can't be held against each other here.
fn open_to(label: &Label, nation: &Word) -> bool {
    let hit =
        |atom: &Atom| matches!(atom, Atom::Public) || matches!(atom, Atom::Nation(own) if own == nation);
    !label.audience.is_empty() && label.audience.iter().all(|clause| clause.iter().any(hit))
}

fn without(new: &BTreeSet<Word>, old: &BTreeSet<Word>) -> BTreeSet<Word> {
    new.difference(old).cloned().collect()
}

fn people(label: &Label, other: &Label, directory: &Directory, asking: Asking<'_>) -> usize {
    let any_purpose = |label: &Label| Label { purposes: [].into(), ..label.clone() };
    let (label, other) = (any_purpose(label), any_purpose(other));
    let today = jiff::tz::TimeZone::UTC.to_datetime(asking.now).date();
    let reads =
        |session: &Session, label: &Label| may_read(session, label, asking.scope, today, asking.assurance);
    let entry = || Entry {
        purpose: crate::public_session(None).purpose,
        assurance: Assurance::PhishingResistant,
        exercise: asking.scope.exercise.clone(),
    };
    let sessions = directory
        .persons
        .values()
        .filter_map(|grant| session_of(grant, &directory.groups, entry(), asking.now));
    sessions.filter(|session| reads(session, &label) && !reads(session, &other)).count()
}
