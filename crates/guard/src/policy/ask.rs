//! Asking the policies: who asks, under which circumstances, and what came of it.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use cedar_policy::{
    AuthorizationError, Context, Decision, Entities, Entity, EntityId, EntityTypeName, EntityUid,
    PolicySet, Request, RestrictedExpression,
};
use kulla_record::label::Word;
use kulla_record::session::{Assurance, Session};

use super::difference::Circumstance;
use super::{Known, Policies};
use crate::act::{Act, Reach};
use crate::sessions::Node;

/// Circumstances of one act that are looked at to know what a role may do at all. A text whose rules for one act name
/// so many agencies, kinds and purposes that there are more is refused.
pub const CIRCUMSTANCES_MAX: usize = 1_024;

pub(super) const PERSON: &str = "person";
pub(super) const MACHINE: &str = "machine";
pub(super) const PLAYER: &str = "player";
/// Every way of entering that a rule may name.
pub(super) const ENTRIES: &[&str] = &[PERSON, MACHINE, PLAYER];
/// Assurance as a number: the lowest that acts at all to the highest.
pub(super) const ASSURANCES: &[i64] = &[3, 2, 1];
/// Stands for every agency and purpose that no rule names; no word is written so.
pub(super) const OTHER: &str = "*";

/// What a text says of one question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// A permit lets, and no rule forbids.
    Allowed,
    /// No permit fits.
    NoPermit,
    /// The rule of this id forbids.
    Forbidden(String),
    /// A rule could not be evaluated, which denies.
    Broken(String),
}

/// Who asks, and how it stands around them.
#[derive(Clone)]
pub(super) struct Who<'a> {
    roles: &'a [&'a Word],
    agency: &'a str,
    kind: &'a str,
    purpose: &'a str,
    assurance: i64,
    entered: &'a str,
    exercise: bool,
}

impl<'a> Who<'a> {
    pub(super) fn of(
        session: &'a Session,
        reach: &Reach,
        roles: &'a [&'a Word],
        known: &'a Known,
    ) -> Who<'a> {
        Who {
            roles,
            agency: session.agency.as_str(),
            kind: known.agencies.get(&session.agency).map_or(OTHER, String::as_str),
            purpose: session.purpose.as_str(),
            assurance: level(session.assurance),
            entered: match reach {
                Reach::Roles | Reach::AllBut(_) => PERSON,
                Reach::Only(_) => MACHINE,
                Reach::Playing { .. } => PLAYER,
            },
            exercise: session.exercise.is_some(),
        }
    }
}

impl<'a> Who<'a> {
    /// Somebody of an agency under one circumstance.
    pub(super) fn under(
        roles: &'a [&'a Word],
        agency: &'a Word,
        known: &'a Known,
        (assurance, entered, exercise, purpose): Circumstance<'a>,
    ) -> Who<'a> {
        let kind = known.agencies.get(agency).map_or(OTHER, String::as_str);
        Who { roles, agency: agency.as_str(), kind, purpose, assurance, entered, exercise }
    }
}

fn level(assurance: Assurance) -> i64 {
    match assurance {
        Assurance::Anonymous => 0,
        Assurance::Single => 1,
        Assurance::TwoFactor => 2,
        Assurance::PhishingResistant => 3,
    }
}

/// The names of the types, as the schema writes them.
#[derive(Debug)]
struct Types {
    role: EntityTypeName,
    agency: EntityTypeName,
    kind: EntityTypeName,
    purpose: EntityTypeName,
    entry: EntityTypeName,
}

/// What every question is put together from, made once.
#[derive(Debug)]
pub(super) struct Uids {
    types: Option<Types>,
    person: Option<EntityUid>,
    node: Option<EntityUid>,
    acts: BTreeMap<Act, EntityUid>,
    roles: BTreeMap<Word, EntityUid>,
    operational: bool,
}

fn uid(of: &EntityTypeName, id: &str) -> EntityUid {
    EntityUid::from_type_name_and_id(of.clone(), EntityId::new(id))
}

fn named(of: &str, id: &str) -> Option<EntityUid> {
    Some(uid(&of.parse().ok()?, id))
}

impl Uids {
    pub(super) fn new(known: &Known) -> Uids {
        let types = || {
            Some(Types {
                role: "Role".parse().ok()?,
                agency: "Agency".parse().ok()?,
                kind: "Kind".parse().ok()?,
                purpose: "Purpose".parse().ok()?,
                entry: "Entry".parse().ok()?,
            })
        };
        let types = types();
        let role = |role: &Word| Some((role.clone(), uid(&types.as_ref()?.role, role.as_str())));
        Uids {
            person: named("Person", "asks"),
            node: named("Node", super::check::NODE),
            acts: Act::ALL.iter().filter_map(|act| Some((*act, named("Action", act.word())?))).collect(),
            roles: known.roles.iter().filter_map(role).collect(),
            operational: known.node == Node::Operational,
            types,
        }
    }

    fn person(&self, who: &Who<'_>) -> Option<Entity> {
        let types = self.types.as_ref()?;
        let is = |name: &str, of: &EntityTypeName, id: &str| {
            (name.to_owned(), RestrictedExpression::new_entity_uid(uid(of, id)))
        };
        let attributes = HashMap::from([
            is("agency", &types.agency, who.agency),
            is("kind", &types.kind, who.kind),
            is("purpose", &types.purpose, who.purpose),
            is("entered", &types.entry, who.entered),
            ("assurance".to_owned(), RestrictedExpression::new_long(who.assurance)),
        ]);
        // A role that the profile does not have is nobody's parent.
        let roles: HashSet<EntityUid> =
            who.roles.iter().filter_map(|role| self.roles.get(*role)).cloned().collect();
        Entity::new(self.person.clone()?, attributes, roles).ok()
    }

    fn context(&self, exercise: bool) -> Option<Context> {
        let is = |name: &str, is: bool| (name.to_owned(), RestrictedExpression::new_bool(is));
        Context::from_pairs([is("operational", self.operational), is("exercise", exercise)]).ok()
    }

    fn question(&self, who: &Who<'_>, act: Act) -> Option<(Request, Entities)> {
        let (person, action, node) =
            (self.person.clone()?, self.acts.get(&act)?.clone(), self.node.clone()?);
        let request = Request::new(person, action, node, self.context(who.exercise)?, None).ok()?;
        Some((request, Entities::from_entities([self.person(who)?], None).ok()?))
    }
}

/// The rules that can speak of one act.
#[derive(Debug, Default)]
pub(super) struct Slice {
    pub set: PolicySet,
    /// The role and the rule of each permit.
    pub permits: Vec<(Word, usize)>,
    pub around: Around,
}

/// What the rules of one act name. Nothing else can matter to them: an agency, kind or purpose is only ever compared.
#[derive(Debug, Default)]
pub(super) struct Around {
    /// Agencies that are named, each with its kind, and one that is not for every kind that is named.
    pub agencies: BTreeSet<(String, String)>,
    pub purposes: BTreeSet<String>,
    pub entries: bool,
}

impl Around {
    /// How many circumstances there are to look at.
    pub(super) fn len(&self) -> usize {
        let entries = if self.entries { ENTRIES.len() } else { 1 };
        (self.agencies.len() + 1) * (self.purposes.len() + 1) * ASSURANCES.len() * entries * 2
    }

    /// Every one of them, the least special first.
    fn each<'a>(&'a self, roles: &'a [&'a Word]) -> impl Iterator<Item = Who<'a>> {
        let entries = if self.entries { ENTRIES } else { &ENTRIES[..1] };
        let times = ASSURANCES.iter().flat_map(|n| [(*n, false), (*n, true)]);
        times.flat_map(move |(assurance, exercise)| {
            let agencies = std::iter::once((OTHER, OTHER))
                .chain(self.agencies.iter().map(|(agency, kind)| (agency.as_str(), kind.as_str())));
            agencies.flat_map(move |(agency, kind)| {
                let purposes = std::iter::once(OTHER).chain(self.purposes.iter().map(String::as_str));
                purposes.flat_map(move |purpose| {
                    let who =
                        move |entered| Who { roles, agency, kind, purpose, assurance, entered, exercise };
                    entries.iter().copied().map(who)
                })
            })
        })
    }
}

impl Policies {
    pub(super) fn ask(&self, who: &Who<'_>, act: Act) -> Verdict {
        let Some(slice) = self.slices.get(&act) else { return Verdict::NoPermit };
        let Some((request, entities)) = self.uids.question(who, act) else {
            return Verdict::Broken(String::new());
        };
        let answer = self.authorizer.is_authorized(&request, &slice.set, &entities);
        // INVARIANT: a rule that could not be evaluated denies. Cedar would pass it over, and a forbid with it.
        if let Some(AuthorizationError::PolicyEvaluationError(error)) = answer.diagnostics().errors().next()
        {
            return Verdict::Broken(error.policy_id().to_string());
        }
        match answer.decision() {
            Decision::Allow => Verdict::Allowed,
            Decision::Deny => {
                let forbids = answer.diagnostics().reason().map(ToString::to_string).min();
                forbids.map_or(Verdict::NoPermit, Verdict::Forbidden)
            }
        }
    }

    /// Whether there is any circumstance under which somebody with exactly these roles may do it.
    pub(super) fn could(&self, roles: &[&Word], act: Act) -> bool {
        let Some(slice) = self.slices.get(&act) else { return false };
        // Every permit names its role, so most of what nobody may do needs no asking.
        if !slice.permits.iter().any(|(role, _)| roles.contains(&role)) {
            return false;
        }
        slice.around.each(roles).any(|who| self.ask(&who, act) == Verdict::Allowed)
    }
}

#[cfg(test)]
mod tests {
    use kulla_record::label::Word;

    use super::*;

    /// Questions are not checked one by one, so what they are made of is checked here.
    #[test]
    fn every_question_is_one_that_the_schema_knows() {
        let word = |text: &str| Word::new(text).expect("a word of the right form");
        let known = Known {
            roles: [word("overseer")].into(),
            agencies: [(word("kp"), "agency".to_owned())].into(),
            purposes: [word("oversight")].into(),
            langs: Vec::new(),
            node: Node::Operational,
        };
        let schema = super::super::check::VALIDATOR.as_ref().map(cedar_policy::Validator::schema);
        assert!(schema.is_some());
        let (uids, role) = (Uids::new(&known), word("overseer"));
        let around = Around {
            agencies: [("kp".to_owned(), "agency".to_owned())].into(),
            purposes: ["oversight".to_owned()].into(),
            entries: true,
        };
        assert_eq!(around.each(&[&role]).count(), around.len());
        for (who, act) in
            around.each(&[&role]).flat_map(|who| Act::ALL.iter().map(move |act| (who.clone(), act)))
        {
            let (person, action, node) =
                (uids.person.clone().unwrap(), uids.acts[act].clone(), uids.node.clone().unwrap());
            let context = uids.context(who.exercise).unwrap();
            assert!(Request::new(person, action, node, context, schema).is_ok());
            assert!(Entities::from_entities([uids.person(&who).unwrap()], schema).is_ok());
        }
    }
}
