//! Random labels and sessions from a universe so small that they often meet. A failing case is named by its
//! seed and comes back with it.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::{Date, date};
use kulla_guard::{AssuranceTable, Scope};
use kulla_record::PrincipalId;
use kulla_record::label::{Atom, Label, Word};
use kulla_record::session::{Assurance, Session};

/// SplitMix64.
pub struct Random(pub u64);

impl Random {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ z >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ z >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ z >> 31
    }

    pub fn below(&mut self, n: u64) -> u64 {
        self.next() % n
    }

    pub fn one_in(&mut self, n: u64) -> bool {
        self.below(n) == 0
    }

    fn pick<T: Clone>(&mut self, all: &[T]) -> T {
        all[self.below(all.len() as u64) as usize].clone()
    }

    fn word(&mut self, all: &[&str]) -> Word {
        word(self.pick(all))
    }

    fn words(&mut self, all: &[&str], chance: u64) -> BTreeSet<Word> {
        all.iter().filter(|_| self.one_in(chance)).map(|text| word(text)).collect()
    }

    fn levels(&mut self, chance: u64, highest: u64) -> BTreeMap<Word, u8> {
        let held: Vec<&str> = POLICIES.iter().copied().filter(|_| self.one_in(chance)).collect();
        held.into_iter().map(|policy| (word(policy), self.below(highest) as u8)).collect()
    }

    fn atom(&mut self) -> Atom {
        match self.below(12) {
            0 => Atom::Public,
            1..=4 => Atom::Agency(self.word(AGENCIES)),
            5..=8 => Atom::Group(self.word(GROUPS), 1 + self.below(3) as u32),
            9 | 10 => Atom::Nation(self.word(NATIONS)),
            _ => Atom::Person(PrincipalId([1 + self.below(3) as u8; 16])),
        }
    }

    pub fn label(&mut self) -> Label {
        let clause = |r: &mut Random| match r.one_in(25) {
            true => BTreeSet::new(),
            false => (0..=r.below(4)).map(|_| r.atom()).collect(),
        };
        let clauses = if self.one_in(25) { 0 } else { 1 + self.below(3) };
        let purposes = self.below(3).saturating_sub(1);
        Label {
            owner: self.word(AGENCIES),
            levels: self.levels(4, 4),
            need: self.words(CATEGORIES, 6),
            audience: (0..clauses).map(|_| clause(self)).collect(),
            purposes: (0..purposes).map(|_| self.words(PURPOSES, 2)).collect(),
            basis: self.pick(&["", "law 1", "law 2"]).to_owned(),
            controls: self.words(&["originator-control", "no-onward"], 4),
            personal: self.one_in(3),
            retain_until: TODAY.checked_add(jiff::Span::new().days(self.below(8) as i64 - 1)).unwrap(),
        }
    }

    pub fn session(&mut self) -> Session {
        let person = PrincipalId([1 + self.below(3) as u8; 16]);
        let agency = self.word(AGENCIES);
        let mut atoms: BTreeSet<Atom> =
            [Atom::Public, Atom::Person(person), Atom::Agency(agency.clone())].into();
        atoms.extend((0..self.below(6)).map(|_| self.atom()));
        if self.one_in(8) {
            atoms.remove(&Atom::Public); // held all the same
        }
        Session {
            person,
            agency,
            atoms,
            clearances: self.levels(1, 5).into_iter().filter(|_| !self.one_in(5)).collect(),
            categories: self.words(CATEGORIES, 1).into_iter().filter(|_| !self.one_in(4)).collect(),
            purpose: self.word(PURPOSES),
            assurance: self.pick(&[
                Assurance::Anonymous,
                Assurance::Single,
                Assurance::TwoFactor,
                Assurance::PhishingResistant,
                Assurance::PhishingResistant,
            ]),
            exercise: self.exercise(),
            roles: BTreeSet::new(),
        }
    }

    fn exercise(&mut self) -> Option<Word> {
        self.pick(&[None, None, None, Some("drill-1"), Some("drill-2")]).map(word)
    }

    pub fn scope(&mut self) -> Scope {
        Scope { exercise: self.exercise(), reference: self.one_in(3) }
    }
}

pub const TODAY: Date = date(2026, 7, 1);
pub const POLICIES: &[&str] = &["kulla", "nato", "unheard-of"];
pub const AGENCIES: &[&str] = &["ame", "kp", "fsk"];
pub const GROUPS: &[&str] = &["civprot", "cyber"];
pub const NATIONS: &[&str] = &["al", "mk"];
pub const CATEGORIES: &[&str] = &["medical", "source"];
pub const PURPOSES: &[&str] = &["rescue", "planning"];

pub fn word(text: &str) -> Word {
    Word::new(text).unwrap()
}

/// `unheard-of` does not stand in it.
pub fn table() -> AssuranceTable {
    let kulla = [(0, Assurance::Anonymous), (1, Assurance::Single), (3, Assurance::TwoFactor)];
    let nato = [(0, Assurance::Single), (2, Assurance::PhishingResistant)];
    AssuranceTable::new([(word("kulla"), kulla.into()), (word("nato"), nato.into())].into()).unwrap()
}
