//! Who may read: the one rule, in native Rust, small enough to be read in a minute.
//!
//! Every way out of the house (search, counts, maps, feeds, sockets, exports) asks this rule, by way of the
//! set of label numbers in [`crate::visible`]. It grants nothing by omission: what is absent, empty or
//! unknown denies.
//!
//! ```text
//! read(s, r) ⇔ ∀ (p,n) ∈ levels: s.clearances[p] ≥ n   ∧  need ⊆ s.categories
//!            ∧ ∀ c ∈ audience: c ∩ s.atoms ≠ ∅          ∧  ∀ q ∈ purposes: s.purpose ∈ q
//!            ∧ today < retain_until                      ∧  s.assurance ≥ required(levels)   ∧ exercises match
//! ```

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use kulla_record::label::{Atom, Label, Word};
use kulla_record::session::{Assurance, Session};

/// Where a record stands, as far as reading it goes: which log, and whether its kind is one of reference.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Scope {
    /// The exercise whose log it stands in; `None` in an operational log.
    pub exercise: Option<Word>,
    /// Whether its kind is read by exercises too ([`kulla_record::Kind::is_reference`]).
    pub reference: bool,
}

impl Scope {
    /// An operational log, and a kind that is not one of reference.
    pub const OPERATIONAL: Scope = Scope { exercise: None, reference: false };

    /// Whether a session may look into this log for this kind: its own exercise, or operational reference.
    pub fn matches(&self, session: &Session) -> bool {
        // INVARIANT: it never goes the other way. Outside an exercise nothing of any exercise is read.
        self.exercise == session.exercise || self.exercise.is_none() && self.reference
    }
}

/// How sure we have to be of a person, by policy and level.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AssuranceTable(BTreeMap<Word, BTreeMap<u8, Assurance>>);

/// The table can't be used: a join of labels could then be read by somebody who may not read both.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadTable {
    /// A higher level asks for less.
    #[error(
        "policy `{0}` asks for less assurance at level {1} than below it: give level {1} at least the same"
    )]
    Falls(Word, u8),
    /// Nothing is said about level 0.
    #[error("policy `{0}` does not say what level 0 asks for: add a line for level 0")]
    NoLowest(Word),
}

impl AssuranceTable {
    /// From the lowest level of each step, by policy: `kulla → {0: single, 3: two-factor}`.
    pub fn new(steps: BTreeMap<Word, BTreeMap<u8, Assurance>>) -> Result<AssuranceTable, BadTable> {
        for (policy, steps) in &steps {
            if !steps.contains_key(&0) {
                return Err(BadTable::NoLowest(policy.clone()));
            }
            // INVARIANT: monotone, or `read(join(a,b)) = read(a) ∧ read(b)` would not hold.
            let fall = steps.iter().zip(steps.iter().skip(1)).find(|((_, below), (_, here))| below > here);
            if let Some((_, (level, _))) = fall {
                return Err(BadTable::Falls(policy.clone(), *level));
            }
        }
        Ok(AssuranceTable(steps))
    }

    /// The most that any level of the label asks for. A policy that the table does not know asks for the most
    /// there is.
    pub fn required(&self, levels: &BTreeMap<Word, u8>) -> Assurance {
        let of = |(policy, level): (&Word, &u8)| {
            let step = self.0.get(policy).and_then(|steps| steps.range(..=*level).next_back());
            step.map_or(Assurance::PhishingResistant, |(_, assurance)| *assurance)
        };
        levels.iter().map(of).max().unwrap_or(Assurance::Anonymous)
    }
}

/// The first thing that keeps a session from reading. **For the operator's own tests only**: whoever may not
/// read gets the same answer as for "does not exist".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Denial {
    /// Another exercise, an exercise seen from outside, or operational content seen from inside one.
    Exercise,
    /// The last day of keeping it is over.
    Retention,
    /// A clearance is too low, or there is none for that policy.
    Clearance,
    /// A category is missing.
    Category,
    /// There is no clause, an empty one, or one that the session does not hit.
    Audience,
    /// The declared purpose is not among the allowed ones.
    Purpose,
    /// The person proved too weakly who they are.
    Assurance,
}

/// Why the session may not read; `None` if it may.
pub fn why_not(
    session: &Session,
    label: &Label,
    scope: &Scope,
    today: Date,
    assurance: &AssuranceTable,
) -> Option<Denial> {
    let cleared =
        |(policy, level): (&Word, &u8)| session.clearances.get(policy).is_some_and(|own| own >= level);
    let checks = [
        (Denial::Exercise, scope.matches(session)),
        (Denial::Retention, today < label.retain_until),
        // INVARIANT: no audience at all is nobody, never everybody.
        (Denial::Audience, !label.audience.is_empty()),
    ];
    if let Some((denial, _)) = checks.into_iter().find(|(_, holds)| !holds) {
        return Some(denial);
    }
    if !label.levels.iter().all(cleared) {
        return Some(Denial::Clearance);
    }
    if !label.need.is_subset(&session.categories) {
        return Some(Denial::Category);
    }
    if !label.audience.iter().all(|clause| hits(session, clause)) {
        return Some(Denial::Audience);
    }
    if !label.purposes.iter().all(|purposes| purposes.contains(&session.purpose)) {
        return Some(Denial::Purpose);
    }
    (session.assurance < assurance.required(&label.levels)).then_some(Denial::Assurance)
}

/// Whether the session may read what carries this label and stands there.
pub fn may_read(
    session: &Session,
    label: &Label,
    scope: &Scope,
    today: Date,
    assurance: &AssuranceTable,
) -> bool {
    why_not(session, label, scope, today, assurance).is_none()
}

/// `public` is held by every session, whatever its atoms; an empty clause is hit by none.
fn hits(session: &Session, clause: &BTreeSet<Atom>) -> bool {
    clause.iter().any(|atom| *atom == Atom::Public || session.atoms.contains(atom))
}
