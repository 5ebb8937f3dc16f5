//! What a change of the text would change: which rules, and who gains and loses what.
//!
//! For each role, in each agency that the rules can tell from the others, every circumstance is asked under both texts
//! that either of them can tell apart: a condition that moves is seen as well as an act that comes or goes.

use std::collections::{BTreeMap, BTreeSet};

use kulla_record::label::Word;

use super::ask::{Verdict, Who};
use super::{Known, Policies, Rule};
use crate::act::Act;

/// A rule that is not as it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RuleShift<'a> {
    /// It is new.
    Added(&'a Rule),
    /// It is gone.
    Removed(&'a Rule),
    /// It says something else: before, and after.
    Changed(&'a Rule, &'a Rule),
}

/// What changes for whoever holds a role in one of these agencies, as far as that role alone goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoleShift {
    /// The role.
    pub role: Word,
    /// The agencies.
    pub agencies: BTreeSet<Word>,
    /// What changes, in the order of the acts.
    pub shifts: Vec<Shift>,
}

/// What changes about one act.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shift {
    /// The act.
    pub act: Act,
    /// Where they may do it who could not before.
    pub gains: Option<Where>,
    /// Where they can't do it any more.
    pub loses: Option<Where>,
}

/// Circumstances, each side by itself. A side is empty where it does not matter: all of them are meant.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Where {
    /// How sure the node is of who asks: 1 a link or a token, 2 two factors, 3 a passkey.
    pub assurance: BTreeSet<i64>,
    /// `person`, `machine`, `player`.
    pub entered: BTreeSet<&'static str>,
    /// In real work (`false`), in an exercise (`true`).
    pub exercise: BTreeSet<bool>,
    /// Declared purposes; `*` is every one that no rule names.
    pub purposes: BTreeSet<String>,
}

impl Policies {
    /// The rules that are not as they were, in the order of the new text; those that are gone come last.
    pub fn rules_against<'a>(&'a self, before: &'a Policies) -> Vec<RuleShift<'a>> {
        let was = |rule: &Rule| before.rule(rule.id.as_str());
        let now = self.rules.iter().filter_map(|rule| match was(rule) {
            None => Some(RuleShift::Added(rule)),
            // Where it stands in the text is no matter of who may act.
            Some(was) if was.text != rule.text => Some(RuleShift::Changed(was, rule)),
            Some(_) => None,
        });
        let gone = before.rules.iter().filter(|rule| self.rule(rule.id.as_str()).is_none());
        now.chain(gone.map(RuleShift::Removed)).collect()
    }

    /// Who gains and who loses what by going from `before` to this text. Both are of one node.
    pub fn shifts_against(&self, before: &Policies) -> Vec<RoleShift> {
        let alike = alike(&self.known, &self.named_agencies(before));
        let mut all = Vec::new();
        for role in self.known.roles.union(&before.known.roles) {
            // Agencies that the rules can tell apart may still come to the same.
            let mut by_shifts: Vec<(Vec<Shift>, BTreeSet<Word>)> = Vec::new();
            for agencies in &alike {
                let Some(one) = agencies.first() else { continue };
                let shifts: Vec<Shift> =
                    Act::ALL.iter().filter_map(|act| self.shift(before, (&[role], one), *act)).collect();
                match by_shifts.iter_mut().find(|(known, _)| *known == shifts) {
                    Some((_, same)) => same.extend(agencies.iter().cloned()),
                    None => by_shifts.push((shifts, agencies.clone())),
                }
            }
            let changed = by_shifts.into_iter().filter(|(shifts, _)| !shifts.is_empty());
            all.extend(changed.map(|(shifts, agencies)| RoleShift {
                role: role.clone(),
                agencies,
                shifts,
            }));
        }
        all
    }

    /// Whether a person of an agency, with exactly these roles, may do it under some circumstance of their own: what is only
    /// for machines and players does not count.
    pub fn reaches(&self, agency: &Word, roles: &[Word], act: Act) -> bool {
        let roles: Vec<&Word> = roles.iter().collect();
        if !roles.iter().any(|role| self.names(role, act)) {
            return false;
        }
        let sides = Sides::of(self, self, act);
        let mut own = sides.all().filter(|(_, entered, ..)| *entered == super::ask::PERSON);
        own.any(|circumstance| {
            let who = Who::under(&roles, agency, &self.known, circumstance);
            self.ask(&who, act) == Verdict::Allowed
        })
    }

    /// Agencies that a rule of either text names by their code.
    fn named_agencies(&self, before: &Policies) -> BTreeSet<String> {
        let slices = self.slices.values().chain(before.slices.values());
        slices.flat_map(|slice| slice.around.agencies.iter().map(|(agency, _)| agency.clone())).collect()
    }

    /// What changes about one act for whoever holds exactly these roles.
    pub(super) fn shift(
        &self,
        before: &Policies,
        (roles, agency): (&[&Word], &Word),
        act: Act,
    ) -> Option<Shift> {
        if !roles.iter().any(|role| self.names(role, act) || before.names(role, act)) {
            return None;
        }
        let around = Sides::of(self, before, act);
        let (mut gains, mut loses) = (Met::default(), Met::default());
        for circumstance in around.all() {
            let may = |policies: &Policies| {
                let who = Who::under(roles, agency, &policies.known, circumstance);
                policies.ask(&who, act) == Verdict::Allowed
            };
            match (may(before), may(self)) {
                (false, true) => gains.add(circumstance),
                (true, false) => loses.add(circumstance),
                _ => {}
            }
        }
        let shift = Shift { act, gains: gains.told(&around), loses: loses.told(&around) };
        (shift.gains.is_some() || shift.loses.is_some()).then_some(shift)
    }

    /// Whether any permit of an act is for this role. Most of what nobody may do needs no asking.
    fn names(&self, role: &Word, act: Act) -> bool {
        self.slices.get(&act).is_some_and(|slice| slice.permits.iter().any(|(named, _)| named == role))
    }
}

/// The agencies of a node in lots that no rule can tell apart: by kind, and by code where a rule names it.
fn alike(known: &Known, named: &BTreeSet<String>) -> Vec<BTreeSet<Word>> {
    let mut lots: BTreeMap<(&str, &str), BTreeSet<Word>> = BTreeMap::new();
    for (agency, kind) in &known.agencies {
        let own = if named.contains(agency.as_str()) { agency.as_str() } else { "" };
        lots.entry((kind.as_str(), own)).or_default().insert(agency.clone());
    }
    lots.into_values().collect()
}

/// One circumstance: assurance, way of entering, whether in an exercise, purpose.
pub(super) type Circumstance<'a> = (i64, &'static str, bool, &'a str);

/// What either text can tell apart about an act.
struct Sides {
    purposes: BTreeSet<String>,
    entries: &'static [&'static str],
}

impl Sides {
    fn of(now: &Policies, before: &Policies, act: Act) -> Sides {
        let slices = || [now, before].into_iter().filter_map(|policies| policies.slices.get(&act));
        let named = slices().flat_map(|slice| slice.around.purposes.iter().cloned());
        let by_entry = slices().any(|slice| slice.around.entries);
        Sides {
            purposes: named.chain([super::ask::OTHER.to_owned()]).collect(),
            entries: if by_entry { super::ask::ENTRIES } else { &super::ask::ENTRIES[..1] },
        }
    }

    fn all(&self) -> impl Iterator<Item = Circumstance<'_>> {
        super::ask::ASSURANCES.iter().flat_map(move |assurance| {
            [false, true].into_iter().flat_map(move |exercise| {
                self.entries.iter().flat_map(move |entered| {
                    self.purposes.iter().map(move |purpose| (*assurance, *entered, exercise, &**purpose))
                })
            })
        })
    }
}

/// The circumstances that were met.
#[derive(Default)]
struct Met {
    count: usize,
    places: Where,
}

impl Met {
    fn add(&mut self, (assurance, entered, exercise, purpose): Circumstance<'_>) {
        self.count += 1;
        self.places.assurance.insert(assurance);
        self.places.entered.insert(entered);
        self.places.exercise.insert(exercise);
        self.places.purposes.insert(purpose.to_owned());
    }

    /// A side of which everything was met does not matter.
    fn told(self, around: &Sides) -> Option<Where> {
        if self.count == 0 {
            return None;
        }
        let mut places = self.places;
        if places.assurance.len() == super::ask::ASSURANCES.len() {
            places.assurance.clear();
        }
        if places.entered.len() == around.entries.len() {
            places.entered.clear();
        }
        if places.exercise.len() == 2 {
            places.exercise.clear();
        }
        if places.purposes.len() == around.purposes.len() {
            places.purposes.clear();
        }
        Some(places)
    }
}
