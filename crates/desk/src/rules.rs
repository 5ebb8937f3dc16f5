//! The rules by which the node lets people act: read at the start, and changed while it runs by two persons.
//!
//! Until somebody changed them they are the text of the profile. From then on the log says which text stands, and the
//! profile's is no longer looked at: what two persons signed is not undone by whoever can edit a file. Where the text on
//! record is one that this program or profile can't go by any more, the operator says so at a start, and that is on record too.

use std::sync::{Arc, PoisonError, RwLock};

use jiff::Timestamp;
use kulla_guard::policy::Holders;
use kulla_guard::sessions::Node;
use kulla_guard::{Act, Policies, holds};
use kulla_picture::{Filter, Item, PAGE_ITEMS_MAX};
use kulla_record::kind::Body;
use kulla_record::kind::approval::{Decision, POLICY_CONFIRM, POLICY_REFUSE, Policy, PolicyChange};
use kulla_record::label::Word;
use kulla_record::{Draft, Kind, PrincipalId, Session, SubjectId};

use crate::node::AssemblyFault;
use crate::{Desk, Failure};

/// What the node goes by.
#[derive(Debug, Clone)]
pub struct Acting {
    /// The rules.
    pub policies: Arc<Policies>,
    /// Since when: the record, or the start that read the profile.
    pub since: Timestamp,
    /// Whether the log says so, and not the profile.
    pub on_record: bool,
}

/// The rules that stand, for everybody who asks.
#[derive(Debug)]
pub(crate) struct Rules(RwLock<Acting>);

impl Rules {
    pub(crate) fn new(policies: Policies, since: Timestamp) -> Rules {
        Rules(RwLock::new(Acting { policies: Arc::new(policies), since, on_record: false }))
    }

    pub(crate) fn get(&self) -> Acting {
        self.0.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(crate) fn go_by(&self, acting: Acting) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = acting;
    }
}

/// The subject of the rules of a node. Its versions are the history.
pub(crate) fn rules_subject() -> SubjectId {
    SubjectId::derived("policy", SubjectId([0; 16]))
}

impl Desk {
    /// Who may act, now.
    pub fn roles(&self) -> Arc<Policies> {
        self.rules.get().policies
    }

    /// The rules that the node goes by, and since when.
    pub fn acting(&self) -> Acting {
        self.rules.get()
    }

    /// Reads the text that the log says, if it says any. With `from_profile` the operator takes that of the profile instead,
    /// on record.
    pub(crate) fn learn_rules(&self, from_profile: bool) -> Result<(), AssemblyFault> {
        let Some((item, stands)) = self.rules_on_record()? else { return Ok(()) };
        if from_profile {
            return self.take_from_profile(&stands).map_err(AssemblyFault::Failure);
        }
        let policies = Policies::read(&stands.text, self.roles().known().clone());
        let policies = Arc::new(policies.map_err(|faults| AssemblyFault::Rules(faults.to_string()))?);
        self.rules.go_by(Acting { policies, since: item.at.timestamp(), on_record: true });
        Ok(())
    }

    /// The text on record.
    fn rules_on_record(&self) -> Result<Option<(Item, Policy)>, Failure> {
        let head = self.keeper.reader().head(rules_subject())?;
        Ok(head.and_then(|item| item.typed::<Policy>().map(|policy| (item, policy))))
    }

    /// The profile's text takes the place of the one on record, by the hand of the operator.
    fn take_from_profile(&self, stands: &Policy) -> Result<(), Failure> {
        let acting = Acting { on_record: true, ..self.acting() };
        if acting.policies.hash() == stands.hash {
            self.rules.go_by(acting);
            return Ok(());
        }
        let policy = Policy {
            text: acting.policies.text().to_owned(),
            hash: acting.policies.hash().to_owned(),
            before: stands.hash.clone(),
            change: None,
            by: None,
            second: None,
            reason: String::new(),
            rest: Default::default(),
        };
        let heads = self.keeper.reader().heads(rules_subject())?;
        let label = heads.first().map(|head| head.label_id).ok_or(Failure::NotThere)?;
        let draft = Draft {
            id: self.new_id(),
            kind: Kind::POLICY,
            subject: rules_subject(),
            replaces: heads.iter().map(|head| head.version).collect(),
            at: self.tick_clock(),
            author: self.machine,
            label,
            salt: self.entropy.bytes(),
            body: policy.json(),
        };
        self.append(self.logs.ops(), vec![draft])?;
        self.rules.go_by(acting);
        Ok(())
    }

    /// What the node goes by once this is on record.
    pub(crate) fn acting_by(&self, policy: &Policy) -> Result<Acting, Failure> {
        let policies = Policies::read(&policy.text, self.roles().known().clone())
            .map_err(|faults| Failure::Unavailable(format!("the rules do not read: {faults}")))?;
        Ok(Acting { policies: Arc::new(policies), since: self.now(), on_record: true })
    }

    /// Changes of the rules that wait for a second person, the newest first.
    pub fn open_policy_changes(&self) -> Result<Vec<(Item, PolicyChange)>, Failure> {
        let filter = Filter { states: vec!["proposed"], ..Filter::default() };
        let open = self.items_of(Kind::POLICY_CHANGE, filter)?.into_iter();
        Ok(open.filter_map(|item| Some((item.clone(), item.typed::<PolicyChange>()?))).collect())
    }

    /// One change of the rules.
    pub fn policy_change(&self, subject: SubjectId) -> Result<(Item, PolicyChange), Failure> {
        let head = self.keeper.reader().head(subject)?.ok_or(Failure::NotThere)?;
        let change = head.typed::<PolicyChange>().ok_or(Failure::NotThere)?;
        Ok((head, change))
    }

    /// Every text that stood on record, the newest first.
    pub fn rules_that_stood(&self) -> Result<Vec<(Item, Policy)>, Failure> {
        let versions = self.keeper.reader().history(rules_subject())?;
        let mut stood: Vec<_> =
            versions.into_iter().filter_map(|item| Some((item.clone(), item.typed::<Policy>()?))).collect();
        stood.sort_by_key(|(item, _)| std::cmp::Reverse(item.at));
        Ok(stood)
    }

    /// Changes that never came to stand, because they were refused or taken back: the newest of them first, and how many there
    /// are.
    pub fn policy_changes_turned_down(
        &self,
        max: usize,
    ) -> Result<(Vec<(Item, PolicyChange)>, usize), Failure> {
        let states = vec!["refused", "withdrawn"];
        let filter = Filter { kinds: vec![Kind::POLICY_CHANGE], states, ..Filter::default() };
        let reader = self.keeper.reader();
        let newest = reader.list(&filter, None, max.min(PAGE_ITEMS_MAX))?.items.into_iter();
        let newest =
            newest.filter_map(|item| Some((item.clone(), item.typed::<PolicyChange>()?))).collect();
        Ok((newest, reader.count(&filter)? as usize))
    }

    /// When a change was wanted, however it stands now.
    pub fn policy_wanted_at(&self, change: SubjectId) -> Result<Option<Timestamp>, Failure> {
        let versions = self.keeper.reader().history(change)?;
        Ok(versions.iter().map(|item| item.at.timestamp()).min())
    }

    /// What the second person said to a change.
    pub fn policy_decision(&self, change: SubjectId) -> Result<Option<Decision>, Failure> {
        let states = vec![POLICY_CONFIRM, POLICY_REFUSE];
        let found =
            self.items_of(Kind::DECISION, Filter { parent: Some(change), states, ..Filter::default() })?;
        Ok(found.first().and_then(Item::typed::<Decision>))
    }

    /// What people hold now, for a look at what a text leaves them. Machines hold no grant.
    pub(crate) fn holders(&self) -> Holders {
        let (directory, now) = (self.directory(), self.now());
        let mut holders = Holders::default();
        let held = directory.people().map(|person| &person.grant).filter(|grant| holds(grant, now));
        held.for_each(|grant| holders.add(&grant.agency, &grant.roles));
        holders
    }

    /// Whether somebody of an agency may change the rules now, by what they hold.
    pub(crate) fn changes_rules(&self, policies: &Policies, person: PrincipalId) -> bool {
        self.directory().person(person).is_some_and(|person| {
            let grant = &person.grant;
            holds(grant, self.now()) && policies.reaches(&grant.agency, &grant.roles, Act::PolicyChange)
        })
    }

    /// Whether anybody outside this agency may change the rules.
    pub(crate) fn others_change_rules(&self, agency: &Word) -> bool {
        let (policies, directory, now) = (self.roles(), self.directory(), self.now());
        let mut others =
            directory.people().map(|person| &person.grant).filter(|grant| grant.agency != *agency);
        others.any(|grant| {
            holds(grant, now) && policies.reaches(&grant.agency, &grant.roles, Act::PolicyChange)
        })
    }

    /// Whether acts that take a signature take it here: on a real node, outside of exercises.
    pub(crate) fn takes_signatures(&self, session: &Session) -> bool {
        self.roles().known().node == Node::Operational && session.exercise.is_none()
    }
}
