//! The Traffic Light Protocol 2.0 (FIRST, 2022) as an audience, and back.
//!
//! TLP says in one word how far something may travel; a label says it by name. The way in always asks for the
//! names. The way out gives the word only where it says no more than the label: a label that asks for a
//! clearance or forbids handing on has no TLP name.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use kulla_record::PrincipalId;
use kulla_record::label::{Atom, Label, Word};

/// The control that tells AMBER from AMBER+STRICT: the agencies named are recipients *and* clients, and each
/// may hand on to its own.
pub const AMBER_CONTROL: &str = "tlp-amber";

/// A TLP 2.0 label.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tlp {
    /// No limit.
    Clear,
    /// Within the community.
    Green,
    /// Recipients and their clients, who need to know.
    Amber,
    /// Recipients only.
    AmberStrict,
    /// Named persons only.
    Red,
}

/// The text is no TLP 2.0 label.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a TLP 2.0 label: write TLP:CLEAR, TLP:GREEN, TLP:AMBER, TLP:AMBER+STRICT or TLP:RED")]
pub struct NotTlp(pub String);

impl Tlp {
    const ALL: [Tlp; 5] = [Tlp::Clear, Tlp::Green, Tlp::Amber, Tlp::AmberStrict, Tlp::Red];

    /// As it is written (TLP 2.0 §2).
    pub const fn name(self) -> &'static str {
        match self {
            Tlp::Clear => "TLP:CLEAR",
            Tlp::Green => "TLP:GREEN",
            Tlp::Amber => "TLP:AMBER",
            Tlp::AmberStrict => "TLP:AMBER+STRICT",
            Tlp::Red => "TLP:RED",
        }
    }

    /// The TLP name of a label, where it has one.
    pub fn of(label: &Label) -> Option<Tlp> {
        let mut clauses = label.audience.iter();
        let (clause, None) = (clauses.next()?, clauses.next()) else { return None };
        let asks_more = !label.levels.is_empty() || !label.need.is_empty() || !label.purposes.is_empty();
        if clause.is_empty() || asks_more {
            return None;
        }
        let all = |of: fn(&Atom) -> bool| clause.iter().all(of);
        if all(|atom| matches!(atom, Atom::Person(_))) {
            return Some(Tlp::Red); // nothing goes on from RED, so no control can ask for more
        }
        let amber = label.controls.iter().any(|control| control.as_str() == AMBER_CONTROL);
        let only_amber = label.controls.len() == usize::from(amber);
        match amber {
            _ if !only_amber => None,
            true => all(|atom| matches!(atom, Atom::Agency(_))).then_some(Tlp::Amber),
            false if all(|atom| *atom == Atom::Public) => Some(Tlp::Clear),
            false if all(|atom| matches!(atom, Atom::Group(..))) => Some(Tlp::Green),
            false => all(|atom| matches!(atom, Atom::Agency(_))).then_some(Tlp::AmberStrict),
        }
    }
}

impl fmt::Display for Tlp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Tlp {
    type Err = NotTlp;
    fn from_str(text: &str) -> Result<Tlp, NotTlp> {
        let found = Tlp::ALL.into_iter().find(|tlp| tlp.name().eq_ignore_ascii_case(text));
        found.ok_or_else(|| NotTlp(text.chars().take(64).collect()))
    }
}

/// A TLP label with the names that it stands for here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Marking {
    /// Everybody.
    Clear,
    /// These sharing groups, each at its epoch of today.
    Green(BTreeSet<(Word, u32)>),
    /// These agencies, and the clients of theirs that are named too.
    Amber {
        /// Who receives it.
        recipients: BTreeSet<Word>,
        /// Whom they serve and who needs to know.
        clients: BTreeSet<Word>,
    },
    /// These agencies and nobody else.
    AmberStrict(BTreeSet<Word>),
    /// These persons.
    Red(BTreeSet<PrincipalId>),
}

impl Marking {
    /// The one clause of the audience. Without a name it is empty, and reaches nobody.
    pub fn clause(&self) -> BTreeSet<Atom> {
        match self {
            Marking::Clear => [Atom::Public].into(),
            Marking::Green(groups) => {
                groups.iter().map(|(group, epoch)| Atom::Group(group.clone(), *epoch)).collect()
            }
            Marking::Amber { recipients, clients } => {
                recipients.union(clients).cloned().map(Atom::Agency).collect()
            }
            Marking::AmberStrict(agencies) => agencies.iter().cloned().map(Atom::Agency).collect(),
            Marking::Red(persons) => persons.iter().copied().map(Atom::Person).collect(),
        }
    }

    /// Puts the marking on a label: adds its clause to the audience and, for AMBER, the control that keeps the
    /// name. A clause that stands already stays, so that a marking never widens.
    pub fn put_on(&self, label: &mut Label) {
        label.audience.insert(self.clause());
        if let (Marking::Amber { .. }, Ok(control)) = (self, Word::new(AMBER_CONTROL)) {
            label.controls.insert(control);
        }
    }
}
