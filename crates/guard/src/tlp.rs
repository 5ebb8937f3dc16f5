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

/// What version 1.0 called CLEAR.
const WHITE: &str = "TLP:WHITE";

/// The text is no TLP 2.0 label.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotTlp {
    /// It is of TLP 1.0, whose AMBER and WHITE meant something else: whoever sent it has to say what they mean now.
    #[error(
        "`{0}` is of TLP 1.0, which ended in 2022: ask its sender, or write TLP:CLEAR if everybody may see it"
    )]
    Old(String),
    /// It is nothing of TLP.
    #[error(
        "`{0}` is not a TLP 2.0 label: write TLP:CLEAR, TLP:GREEN, TLP:AMBER, TLP:AMBER+STRICT or TLP:RED"
    )]
    Unknown(String),
}

/// The names do not fit the word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotMarked {
    /// CLEAR needs no names.
    #[error("TLP:CLEAR is for everybody: name nobody")]
    Clear,
    /// GREEN is for groups.
    #[error("TLP:GREEN is for a community: name sharing groups, as `g:GROUP`, and nobody else")]
    Green,
    /// AMBER is for agencies.
    #[error("TLP:AMBER is for agencies: name the recipients and their clients, as `a:AGENCY`")]
    Amber,
    /// AMBER+STRICT is for agencies, and not for their clients.
    #[error("TLP:AMBER+STRICT is for agencies alone: name the recipients, as `a:AGENCY`, and no clients")]
    AmberStrict,
    /// RED is for persons.
    #[error("TLP:RED is for persons: name them, as `p:PERSON`, and nobody else")]
    Red,
}

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
        found.ok_or_else(|| {
            let shown = text.chars().take(64).collect();
            if text.eq_ignore_ascii_case(WHITE) { NotTlp::Old(shown) } else { NotTlp::Unknown(shown) }
        })
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
    /// The word with its names. A word without the names that it needs, or with others, is refused.
    pub fn of(tlp: Tlp, to: &BTreeSet<Atom>, clients: &BTreeSet<Atom>) -> Result<Marking, NotMarked> {
        let agencies = |atoms: &BTreeSet<Atom>| {
            all_of(atoms, |atom| if let Atom::Agency(agency) = atom { Some(agency.clone()) } else { None })
        };
        let refused = match tlp {
            Tlp::Clear => NotMarked::Clear,
            Tlp::Green => NotMarked::Green,
            Tlp::Amber => NotMarked::Amber,
            Tlp::AmberStrict => NotMarked::AmberStrict,
            Tlp::Red => NotMarked::Red,
        };
        let named = !to.is_empty() && (clients.is_empty() || tlp == Tlp::Amber);
        let marking = match tlp {
            Tlp::Clear => (to.is_empty() && clients.is_empty()).then_some(Marking::Clear),
            _ if !named => None,
            Tlp::Green => all_of(to, |atom| match atom {
                Atom::Group(group, epoch) => Some((group.clone(), *epoch)),
                _ => None,
            })
            .map(Marking::Green),
            Tlp::Amber => agencies(to)
                .zip(agencies(clients))
                .map(|(recipients, clients)| Marking::Amber { recipients, clients }),
            Tlp::AmberStrict => agencies(to).map(Marking::AmberStrict),
            Tlp::Red => {
                all_of(to, |atom| if let Atom::Person(person) = atom { Some(*person) } else { None })
                    .map(Marking::Red)
            }
        };
        marking.ok_or(refused)
    }

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

/// What each of them is, if all of them are that.
fn all_of<T: Ord>(atoms: &BTreeSet<Atom>, each: impl Fn(&Atom) -> Option<T>) -> Option<BTreeSet<T>> {
    atoms.iter().map(each).collect()
}
