//! *Who will see this*, before it is written.
//!
//! People choose an audience rightly only if they are told in names whom it reaches. The answer here is in
//! parts; the console makes a sentence of them, in its languages. It is worked out by asking the rule itself
//! for a plain member of each agency, so it can't say anything else than what will happen.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use jiff::civil::Date;
use kulla_record::PrincipalId;
use kulla_record::kind::governance::Grant;
use kulla_record::label::{Atom, Label, Word};
use kulla_record::session::{Assurance, Session};

use crate::holder::{Entry, GroupEpochs, epochs, public_session, session_of};
use crate::rule::{AssuranceTable, Scope, may_read};

/// What every member of an agency holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Agency {
    /// Sharing groups, each with the epoch of joining.
    pub groups: BTreeMap<Word, u32>,
    /// Nations and alliances.
    pub nations: BTreeSet<Word>,
    /// Whether it is a partner abroad.
    pub abroad: bool,
}

/// Who there is, as of now.
#[derive(Debug, Clone, Default)]
pub struct Directory {
    /// Agencies by their word.
    pub agencies: BTreeMap<Word, Agency>,
    /// Groups with their epoch of today.
    pub groups: GroupEpochs,
    /// Persons by their opaque id, with their grants.
    pub persons: BTreeMap<PrincipalId, Grant>,
}

/// When and under which table the question is asked.
#[derive(Debug, Clone, Copy)]
pub struct Asking<'a> {
    /// Where the record will stand.
    pub scope: &'a Scope,
    /// Now; its day in UTC is what retention is held against.
    pub now: Timestamp,
    /// How sure we have to be of a person.
    pub assurance: &'a AssuranceTable,
}

/// Whom a label reaches and what it asks beside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    /// Whether it reaches everybody, without anything being asked.
    pub public: bool,
    /// Exactly the agencies whose members read it, if they hold what is [`Sentence::asked`].
    pub agencies: BTreeSet<Word>,
    /// For shorter words: groups of the label all of whose member agencies are among `agencies`, with these.
    pub groups: BTreeMap<Word, BTreeSet<Word>>,
    /// Nations of which every holder reads it.
    pub nations: BTreeSet<Word>,
    /// Persons who read it although their agency as such does not: named ones, and those who hold more.
    pub persons: BTreeSet<PrincipalId>,
    /// How many persons of the directory hold all that is asked, purpose and proof left aside.
    pub people: usize,
    /// Whether a partner abroad is among the agencies, persons or nations.
    pub abroad: bool,
    /// What the label names and the directory does not know. It reaches nobody.
    pub unknown: BTreeSet<Atom>,
    /// What is asked beside.
    pub asked: Asked,
}

/// What a member of the audience has to hold beside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// Clearance by policy.
    pub clearances: BTreeMap<Word, u8>,
    /// Categories, all of them.
    pub categories: BTreeSet<Word>,
    /// One of these purposes; `None` for any.
    pub purposes: Option<BTreeSet<Word>>,
    /// How surely they have to prove who they are.
    pub assurance: Assurance,
    /// Restrictions on handling.
    pub controls: BTreeSet<Word>,
    /// The first day on which nobody reads it any more.
    pub until: Date,
}

impl Sentence {
    /// Whether it reaches nobody at all.
    pub fn nobody(&self) -> bool {
        !self.public && self.agencies.is_empty() && self.nations.is_empty() && self.persons.is_empty()
    }
}

/// Who will see what carries this label and stands there.
pub fn who_will_see(label: &Label, directory: &Directory, asking: Asking<'_>) -> Sentence {
    let today = asking.now.to_zoned_datetime(jiff::tz::TimeZone::UTC).date();
    let reads = |session: &Session| may_read(session, label, asking.scope, today, asking.assurance);
    let asked = asked(label, asking.assurance);
    let member = Member { label, asked: &asked, exercise: asking.scope.exercise.as_ref() };

    let agencies: BTreeSet<Word> = directory
        .agencies
        .iter()
        .filter(|(name, agency)| reads(&member.of(name, agency, &directory.groups)))
        .map(|(name, _)| name.clone())
        .collect();
    let atoms: BTreeSet<&Atom> = label.audience.iter().flatten().collect();
    let nations = atoms.iter().filter_map(|atom| match atom {
        Atom::Nation(nation) if reads(&member.holding([(*atom).clone()])) => Some(nation.clone()),
        _ => None,
    });
    let nations: BTreeSet<Word> = nations.collect();
    let (mut persons, mut people) = (BTreeSet::new(), 0);
    for (person, grant) in &directory.persons {
        let Some(own) = session_of(grant, &directory.groups, member.entry(), asking.now) else { continue };
        people += usize::from(reads(&own));
        if !agencies.contains(&grant.agency) && reads(&member.cleared(own)) {
            persons.insert(*person);
        }
    }
    let is_abroad = |agency: &Word| directory.agencies.get(agency).is_some_and(|agency| agency.abroad);
    let from_abroad = |person: &PrincipalId| is_abroad(&directory.persons[person].agency);
    Sentence {
        public: reads(&public_session(asking.scope.exercise.clone())),
        groups: whole_groups(&atoms, directory, &agencies),
        abroad: !nations.is_empty() || agencies.iter().any(is_abroad) || persons.iter().any(from_abroad),
        unknown: atoms.into_iter().filter(|atom| !knows(directory, atom)).cloned().collect(),
        agencies,
        nations,
        persons,
        people,
        asked,
    }
}

fn asked(label: &Label, assurance: &AssuranceTable) -> Asked {
    let mut clauses = label.purposes.iter();
    let purposes = clauses
        .next()
        .cloned()
        .map(|first| clauses.fold(first, |common, clause| common.intersection(clause).cloned().collect()));
    Asked {
        clearances: label.levels.clone(),
        categories: label.need.clone(),
        purposes,
        assurance: assurance.required(&label.levels),
        controls: label.controls.clone(),
        until: label.retain_until,
    }
}

/// Makes sessions that hold just what the label asks beside its audience.
struct Member<'a> {
    label: &'a Label,
    asked: &'a Asked,
    exercise: Option<&'a Word>,
}

impl Member<'_> {
    fn holding(&self, atoms: impl IntoIterator<Item = Atom>) -> Session {
        let nobody = public_session(self.exercise.cloned());
        let atoms = nobody.atoms.iter().cloned().chain(atoms).collect();
        let Entry { purpose, assurance, .. } = self.entry();
        self.cleared(Session { atoms, purpose, assurance, ..nobody })
    }

    fn of(&self, name: &Word, agency: &Agency, groups: &GroupEpochs) -> Session {
        let own = [Atom::Agency(name.clone())].into_iter();
        let nations = agency.nations.iter().cloned().map(Atom::Nation);
        let groups = agency.groups.iter().flat_map(|(group, joined)| epochs(group, *joined, groups));
        self.holding(own.chain(nations).chain(groups))
    }

    fn cleared(&self, session: Session) -> Session {
        Session { clearances: self.label.levels.clone(), categories: self.label.need.clone(), ..session }
    }

    /// An allowed purpose, if there is one, and the surest proof.
    fn entry(&self) -> Entry {
        let allowed = self.asked.purposes.iter().flatten().next().cloned();
        Entry {
            purpose: allowed.unwrap_or_else(|| public_session(None).purpose),
            assurance: Assurance::PhishingResistant,
            exercise: self.exercise.cloned(),
        }
    }
}

fn whole_groups(
    atoms: &BTreeSet<&Atom>,
    directory: &Directory,
    agencies: &BTreeSet<Word>,
) -> BTreeMap<Word, BTreeSet<Word>> {
    let members = |group: &Word| -> BTreeSet<Word> {
        let in_it = |agency: &Agency| agency.groups.contains_key(group);
        directory.agencies.iter().filter(|(_, a)| in_it(a)).map(|(name, _)| name.clone()).collect()
    };
    let groups = atoms.iter().filter_map(|atom| match atom {
        Atom::Group(group, _) => Some((group.clone(), members(group))),
        _ => None,
    });
    groups.filter(|(_, members)| !members.is_empty() && members.is_subset(agencies)).collect()
}

fn knows(directory: &Directory, atom: &Atom) -> bool {
    match atom {
        Atom::Public | Atom::Nation(_) => true,
        Atom::Agency(agency) => directory.agencies.contains_key(agency),
        Atom::Group(group, epoch) => directory.groups.get(group).is_some_and(|now| epoch <= now),
        Atom::Person(person) => directory.persons.contains_key(person),
    }
}
