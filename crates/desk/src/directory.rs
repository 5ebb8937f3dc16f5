//! Who the principals are: names, agencies and roles, from their grants.
//!
//! Names are personal data. They stand in erasable grants under a label of their agency; everybody else sees
//! an agency and an opaque id.

use std::collections::BTreeMap;

use kulla_guard::holder::Entry;
use kulla_guard::session_of;
use kulla_picture::{Filter, Keeper, PAGE_ITEMS_MAX};
use kulla_record::kind::governance::Grant;
use kulla_record::label::Word;
use kulla_record::{Kind, PrincipalId, Session};

use crate::{Desk, Epochs, Failure};

/// A principal.
#[derive(Debug, Clone)]
pub struct Person {
    /// What they hold.
    pub grant: Grant,
}

/// All principals of a node.
#[derive(Debug, Clone, Default)]
pub struct Directory {
    people: BTreeMap<PrincipalId, Person>,
}

impl Directory {
    /// From the grants that the picture holds.
    pub(crate) fn load(keeper: &Keeper) -> Result<Directory, Failure> {
        let (mut people, mut after) = (BTreeMap::new(), None);
        let grants = Filter { kinds: vec![Kind::GRANT], ..Filter::default() };
        loop {
            let page = keeper.reader().list(&grants, after.as_deref(), PAGE_ITEMS_MAX)?;
            for grant in page.items.iter().filter_map(|item| item.typed::<Grant>()) {
                people.insert(grant.principal, Person { grant });
            }
            after = page.next;
            if after.is_none() {
                return Ok(Directory { people });
            }
        }
    }

    /// Whether a principal has a grant: natural persons do, machines do not.
    pub fn has(&self, principal: PrincipalId) -> bool {
        self.people.contains_key(&principal)
    }

    /// A principal.
    pub fn person(&self, principal: PrincipalId) -> Option<&Person> {
        self.people.get(&principal)
    }

    /// All of them.
    pub fn people(&self) -> impl Iterator<Item = &Person> {
        self.people.values()
    }

    /// The name of a principal as a session may know it: within one agency people know each other by name,
    /// across agencies by agency.
    pub fn name_for(&self, session: &Session, principal: PrincipalId) -> Option<&str> {
        let person = self.people.get(&principal)?;
        (person.grant.agency == session.agency).then_some(person.grant.name.as_str())
    }

    /// The agency of a principal.
    pub fn agency_of(&self, principal: PrincipalId) -> Option<&Word> {
        self.people.get(&principal).map(|person| &person.grant.agency)
    }

    /// Epochs of the groups: the newest joining that any grant names.
    pub(crate) fn epochs(&self) -> Epochs {
        let mut epochs = Epochs::new();
        for (group, joined) in self.people.values().flat_map(|person| &person.grant.groups) {
            let epoch = epochs.entry(group.clone()).or_insert(1);
            *epoch = (*epoch).max(*joined);
        }
        epochs
    }
}

impl Desk {
    /// The session of a person who has just entered; `None` when their grant does not hold now.
    pub fn session(&self, person: PrincipalId, entry: Entry) -> Option<Session> {
        let directory = self.directory();
        session_of(&directory.person(person)?.grant, &self.logs.epochs(), entry, self.now())
    }
}
