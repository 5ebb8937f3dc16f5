//! Ways to prove who one is, as far as the desk has to do with them: who may look after those of others, and that a change of
//! them is on record. The ways themselves are kept at the door and in no record.

use kulla_guard::grants::{self, Giver};
use kulla_guard::{Act, holds};
use kulla_record::kind::Body;
use kulla_record::kind::governance::{Credential, Grant};
use kulla_record::label::Word;
use kulla_record::{Draft, Kind, PrincipalId, SubjectId};

use crate::command::Actor;
use crate::command::people::outside_exercises;
use crate::{Desk, Failure};

/// What is put on record of a way to prove who one is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CredentialNote {
    /// See [`Credential`].
    pub what: &'static str,
    /// See [`Credential`].
    pub form: &'static str,
    /// What people call it.
    pub name: String,
    /// Of a passkey: the hash of its public key.
    pub key: String,
    /// Why.
    pub reason: String,
}

impl Desk {
    /// Somebody whom the session may administer: of its own agency, and not itself. How they prove who they are is
    /// kept at the door; that it may be changed is said here.
    pub fn may_administer(&self, actor: &Actor, person: SubjectId) -> Result<Grant, Failure> {
        let session = &actor.session;
        kulla_guard::may_act(session, &actor.reach, Act::AdminPeople, &self.roles())
            .map_err(Failure::Forbidden)?;
        outside_exercises(self, session)?;
        let (_, grant) = self.own_person(session, person)?;
        let giver =
            Giver { actor: session.person, agency: &session.agency, now: self.now(), today: self.today() };
        grants::own_people(&giver, &grant)?;
        Ok(grant)
    }

    /// Whether somebody administers an agency now.
    pub fn administers(&self, agency: &Word, person: PrincipalId) -> bool {
        self.directory().person(person).is_some_and(|person| {
            let grant = &person.grant;
            grant.agency == *agency
                && holds(grant, self.now())
                && self.roles().grants(&grant.roles, Act::AdminPeople)
        })
    }

    /// Puts on record that a way to prove who one is was added or taken away; durable when it returns. `by` is nobody
    /// at the terminal of the node.
    pub fn note_credential(
        &self,
        person: PrincipalId,
        note: &CredentialNote,
        by: Option<PrincipalId>,
    ) -> Result<(), Failure> {
        let agency = self.directory().agency_of(person).cloned().ok_or(Failure::NotThere)?;
        let label = self.people_label(&agency, &Kind::CREDENTIAL)?;
        let credential = Credential {
            person,
            what: note.what.to_owned(),
            form: note.form.to_owned(),
            name: note.name.clone(),
            key: note.key.clone(),
            by,
            at: self.now(),
            reason: note.reason.clone(),
            rest: Default::default(),
        };
        let log = self.logs.ops();
        let mut drafts = Vec::new();
        let label = self.intern(log, &label, &mut drafts)?;
        let id = self.new_id();
        drafts.push(Draft {
            id,
            kind: Kind::CREDENTIAL,
            subject: id.into(),
            replaces: Vec::new(),
            at: self.tick_clock(),
            author: by.unwrap_or(self.machine),
            label,
            salt: self.entropy.bytes(),
            body: credential.json(),
        });
        self.append(log, drafts).map(drop)
    }
}
