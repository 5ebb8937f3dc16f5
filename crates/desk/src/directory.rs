//! Who the principals are: names, agencies and roles, from their grants.
//!
//! Names are personal data. They stand in erasable grants under a label of their agency; everybody else sees
//! an agency and an opaque id.

use std::collections::BTreeMap;
use std::sync::PoisonError;
use std::sync::atomic::Ordering;

use kulla_guard::holder::Entry;
use kulla_guard::session_of;
use kulla_picture::{Filter, Keeper, PAGE_ITEMS_MAX, fold};
use kulla_record::kind::governance::Grant;
use kulla_record::label::{Atom, Label, Word};
use kulla_record::{Draft, Kind, LogId, PrincipalId, Session};

use crate::command::people::everybody;
use crate::logs::NodeLog;
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

    /// Epochs of the groups: the newest that any joining, any leaving or any label names. Labels are counted so that a
    /// group never goes back to an epoch that something was written for, whatever becomes of its members' grants.
    pub(crate) fn epochs<'a>(&self, labels: impl IntoIterator<Item = &'a Label>) -> Epochs {
        let mut epochs = Epochs::new();
        let grants = self.people.values().map(|person| &person.grant);
        let named = grants.flat_map(|grant| grant.groups.iter().chain(&grant.left));
        let atoms = labels.into_iter().flat_map(|label| label.audience.iter().flatten());
        let written = atoms.filter_map(|atom| match atom {
            Atom::Group(group, epoch) => Some((group, epoch)),
            _ => None,
        });
        for (group, named) in named.chain(written) {
            let epoch = epochs.entry(group.clone()).or_insert(1);
            *epoch = (*epoch).max(*named);
        }
        epochs
    }

    /// Whoever logs in by a word of an agency; nobody where two do.
    pub fn by_login(&self, login: &Word, agency: &Word) -> Option<&Grant> {
        let grants = self.people.values().map(|person| &person.grant);
        let mut found =
            grants.filter(|grant| grant.agency == *agency && login_of(grant).as_ref() == Some(login));
        found.next().filter(|_| found.next().is_none())
    }
}

/// The word that somebody logs in by: the one of their grant, or what their name makes.
pub fn login_of(grant: &Grant) -> Option<Word> {
    grant.login.clone().or_else(|| {
        let plain = |word: &str| -> String {
            word.chars().filter(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || *c == '-').collect()
        };
        let name = fold(&grant.name);
        let words: Vec<String> =
            name.split_whitespace().map(plain).filter(|word| !word.is_empty()).collect();
        Word::new(&words.join(".")).ok()
    })
}

impl Desk {
    /// Appends grants and takes them over, ahead of the picture.
    // INVARIANT: nobody puts a session together from before the change and finds by it what was written after it.
    // Sessions wait here for as long as the disk takes; whoever has one already sees that it is of before.
    pub(crate) fn append_people(
        &self,
        log: &NodeLog,
        drafts: Vec<Draft>,
        grants: Vec<Grant>,
    ) -> Result<(LogId, u64), Failure> {
        let mut directory = self.directory.write().unwrap_or_else(PoisonError::into_inner);
        self.people_changes.fetch_add(1, Ordering::SeqCst);
        let place = self.append(log, drafts)?;
        self.turns.note(&self.picture, place.0, place.1, vec![everybody()]);
        let mut epochs = Epochs::clone(&self.logs.epochs());
        for grant in grants {
            for (group, named) in grant.groups.iter().chain(&grant.left) {
                let epoch = epochs.entry(group.clone()).or_insert(1);
                *epoch = (*epoch).max(*named);
            }
            directory.people.insert(grant.principal, Person { grant });
        }
        self.logs.set_epochs(epochs);
        drop(directory);
        self.picture.labels().advance();
        Ok(place)
    }

    /// Grows with each change of people: what was put together under another number is of before.
    pub fn people_changes(&self) -> u64 {
        self.people_changes.load(Ordering::SeqCst)
    }

    /// The session of a person who has just entered; `None` when their grant does not hold now.
    pub fn session(&self, person: PrincipalId, entry: Entry) -> Option<Session> {
        let directory = self.directory();
        session_of(&directory.person(person)?.grant, &self.logs.epochs(), entry, self.now())
    }
}
