//! People who are not brought in by an administrator: the invented ones of an exercise, and the administrators that the
//! operator makes at the terminal of the node.
//!
//! They get grants like all others, so what they may read and do follows from the same rules.

use kulla_guard::Act;
use kulla_guard::grants::{GROUNDS_CHARS_MAX, NAME_CHARS_MAX};
use kulla_record::kind::Body;
use kulla_record::kind::governance::Grant;
use kulla_record::label::Word;
use kulla_record::{Draft, Kind, PrincipalId, SubjectId};

use crate::failure::refused;
use crate::{CAUGHT_UP_PATIENCE, Desk, Failure, login_of};

/// Invented people of one exercise.
pub const CAST_MAX: usize = 200;
/// Why an administrator holds their grant whom the operator made.
const GROUNDS: &str = "made by the operator at the terminal of the node";
const _: () = assert!(GROUNDS.len() <= GROUNDS_CHARS_MAX);

impl Desk {
    /// Writes grants for invented people that have none yet, and learns them. Only an exercise-only node has any, and
    /// the binary that knows what kind of node this is asks for them.
    pub fn admit_invented(&self, grants: Vec<Grant>) -> Result<(), Failure> {
        let new = grants.into_iter().take(CAST_MAX);
        self.admit(new.filter(|grant| !self.directory().has(grant.principal)).collect())
    }

    /// Somebody who administers the people of an agency, made by the operator: the first of each agency, and the second where one
    /// alone can't go on.
    pub fn admit_administrator(&self, agency: &Word, name: &str) -> Result<Grant, Failure> {
        if self.profile().agency(agency.as_str()).is_none() {
            return Err(refused("people.agency", "the profile of this node names no such agency"));
        }
        let name = name.trim();
        if !(1..=NAME_CHARS_MAX).contains(&name.chars().count()) || name.chars().any(char::is_control) {
            return Err(refused("people.name", "give them a name of 1 to 120 characters"));
        }
        let rules = self.roles();
        let roles = self.profile().people.roles.iter().map(|role| role.code.clone());
        let only = |role: &Word| {
            rules.grants([role], Act::AdminPeople) && !rules.grants([role], Act::ReadAccessLog)
        };
        let role = roles.into_iter().find(only);
        let role =
            role.ok_or_else(|| refused("people.role", "no role of this profile administers people"))?;
        let grant = Grant {
            principal: PrincipalId(self.new_id().0),
            name: name.to_owned(),
            agency: agency.clone(),
            roles: vec![role],
            groups: Default::default(),
            nations: Vec::new(),
            clearances: Default::default(),
            categories: Vec::new(),
            from: self.now(),
            until: None,
            grounds: GROUNDS.to_owned(),
            lang: self.profile().country.languages.fallback.clone(),
            login: None,
            review: None,
            left: Default::default(),
            ending: String::new(),
            rest: Default::default(),
        };
        let login = login_of(&grant);
        let taken = self
            .directory()
            .people()
            .any(|person| person.grant.agency == grant.agency && login_of(&person.grant) == login);
        if login.is_none() || taken {
            return Err(refused(
                "people.login-taken",
                "somebody of this agency logs in by this name already, or it makes no word to log in by: write another one",
            ));
        }
        self.admit(vec![grant.clone()])?;
        Ok(grant)
    }

    fn admit(&self, grants: Vec<Grant>) -> Result<(), Failure> {
        let log = self.logs.ops();
        let mut drafts = Vec::new();
        for grant in grants {
            let label = self.people_label(&grant.agency, &Kind::GRANT)?;
            let label = self.intern(log, &label, &mut drafts)?;
            drafts.push(Draft {
                id: self.new_id(),
                kind: Kind::GRANT,
                subject: SubjectId(grant.principal.0),
                replaces: Vec::new(),
                at: self.tick_clock(),
                author: self.machine,
                label,
                salt: self.entropy.bytes(),
                body: grant.json(),
            });
        }
        if drafts.is_empty() {
            return Ok(());
        }
        let (log, seq) = self.append(log, drafts)?;
        self.picture.wait_applied(log, seq, CAUGHT_UP_PATIENCE);
        self.relearn()
    }
}
