//! What an administrator of an agency is shown, and what the agency has to give.
//!
//! An administrator has no clearance for content, so grants are read by the keeper, and only those of the
//! administrator's own agency are there at all.

use std::collections::BTreeMap;

use kulla_guard::Act;
use kulla_guard::grants::Holdings;
use kulla_picture::{Filter, Item};
use kulla_record::kind::governance::{Grant, GrantChange};
use kulla_record::label::{Label, Word};
use kulla_record::{Kind, Session, SubjectId};

use crate::profile::Agency;
use crate::{Desk, Failure};

/// The level of every policy that an agency has unless the profile says otherwise.
const LEVEL_OF_ALL: u8 = 1;

impl Desk {
    /// What an agency has, by the profile.
    pub fn holdings(&self, agency: &Word) -> Result<Holdings, Failure> {
        let found = self.profile().agency(agency.as_str()).ok_or(Failure::NotThere)?;
        let people = &self.profile().people;
        let groups: Vec<_> = self.profile().groups_of(agency).collect();
        let oversight = found.kind == "oversight";
        // INVARIANT: who read what is for those who oversee, whatever an administrator would like.
        let rules = self.roles();
        let theirs = |role: &Word| oversight || !rules.grants([role], Act::ReadAccessLog);
        let held = found.holds.clone().unwrap_or_default();
        Ok(Holdings {
            roles: people.roles.iter().map(|role| role.code.clone()).filter(theirs).collect(),
            two_person_groups: groups
                .iter()
                .filter(|group| !group.joined_by_one)
                .map(|g| g.code.clone())
                .collect(),
            group_needs: groups
                .iter()
                .filter_map(|group| Some((group.code.clone(), group.needs_category.clone()?)))
                .collect(),
            groups: groups.iter().map(|group| group.code.clone()).collect(),
            nations: held.nations,
            clearances: if found.holds.is_some() { held.clearances } else { self.of_all(found) },
            categories: held.categories,
            langs: self.profile().country.languages.interface.iter().cloned().collect(),
        })
    }

    fn of_all(&self, agency: &Agency) -> BTreeMap<Word, u8> {
        let policies = self.profile().people.labels.policy.iter();
        let of = policies.filter(|_| agency.kind != "partner");
        of.map(|policy| (policy.code.clone(), LEVEL_OF_ALL)).collect()
    }

    /// The people of the session's own agency, as they stand.
    pub fn own_people(&self, session: &Session) -> Result<Vec<(Item, Grant)>, Failure> {
        let filter = Filter { agency: Some(session.agency.to_string()), ..Filter::default() };
        let own = self.items_of(Kind::GRANT, filter)?.into_iter();
        Ok(own.filter_map(|item| Some((item.clone(), item.typed::<Grant>()?))).collect())
    }

    /// The changes of the session's own agency that wait for a second administrator.
    pub fn open_changes(&self, session: &Session) -> Result<Vec<(Item, GrantChange)>, Failure> {
        let filter = Filter {
            agency: Some(session.agency.to_string()),
            states: vec!["proposed"],
            ..Filter::default()
        };
        let own = self.items_of(Kind::GRANT_CHANGE, filter)?.into_iter();
        Ok(own.filter_map(|item| Some((item.clone(), item.typed::<GrantChange>()?))).collect())
    }

    /// Somebody of the session's own agency. Whoever acts for another one is not there.
    pub fn own_person(&self, session: &Session, person: SubjectId) -> Result<(Item, Grant), Failure> {
        let head = self.keeper.reader().head(person)?.ok_or(Failure::NotThere)?;
        let grant = head.typed::<Grant>().filter(|grant| grant.agency == session.agency);
        Ok((head, grant.ok_or(Failure::NotThere)?))
    }

    /// A change of the session's own agency.
    pub fn own_change(&self, session: &Session, change: SubjectId) -> Result<(Item, GrantChange), Failure> {
        let head = self.keeper.reader().head(change)?.ok_or(Failure::NotThere)?;
        let found = head.typed::<GrantChange>().filter(|change| change.grant.agency == session.agency);
        Ok((head, found.ok_or(Failure::NotThere)?))
    }

    /// The label of what is written about people. A profile that was copied before there was more than grants falls
    /// back to theirs.
    pub(crate) fn people_label(&self, agency: &Word, kind: &Kind) -> Result<Label, Failure> {
        let composer = crate::Composer {
            profile: self.profile(),
            epochs: self.logs.epochs(),
            agency,
            assignee: None,
            today: self.today(),
        };
        composer.default_for(kind).or_else(|_| composer.default_for(&Kind::GRANT))
    }
}
