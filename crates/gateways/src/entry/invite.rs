//! Links, tokens and parts that the binary hands out, and taking back what somebody was given.

use kulla_desk::login_of;
use kulla_guard::sessions::{Invitation, MachineToken, Part, Token};
use kulla_guard::{Refusal, holds};
use kulla_record::PrincipalId;
use kulla_record::kind::governance::Grant;
use kulla_record::label::Word;

use crate::house::House;

impl House {
    /// Makes an entry link for a principal with a grant: the path of its page, shown once.
    pub fn invite(
        &self,
        principal: PrincipalId,
        purpose: &Word,
        exercise: Option<&Word>,
    ) -> Result<String, Refusal> {
        let grant = self.grant(principal)?;
        let invitation = Invitation { grant: &grant, purpose, exercise };
        let entropy = self.desk.entropy().as_ref();
        let token = self.seats.invite(invitation, &self.desk.roles(), self.now_ms(), entropy)?;
        Ok(format!("/enter/{}", token.as_str()))
    }

    /// Makes a token for a machine, for `Authorization: Bearer` at `/api/v1`; shown once.
    pub fn give_token(
        &self,
        principal: PrincipalId,
        (purpose, exercise): (&Word, Option<&Word>),
        token: MachineToken<'_>,
    ) -> Result<Token, Refusal> {
        let grant = self.grant(principal)?;
        let invitation = Invitation { grant: &grant, purpose, exercise };
        self.seats.give_token(invitation, token, self.now_ms(), self.desk.entropy().as_ref())
    }

    /// Makes a token with which the exercise player acts as somebody in one role; shown once.
    pub fn give_part(
        &self,
        principal: PrincipalId,
        (purpose, exercise): (&Word, &Word),
        role: &Word,
    ) -> Result<Token, Refusal> {
        let grant = self.grant(principal)?;
        let invitation = Invitation { grant: &grant, purpose, exercise: Some(exercise) };
        let part = Part { role, roles: &self.desk.roles() };
        self.seats.give_part(invitation, &part, self.now_ms(), self.desk.entropy().as_ref())
    }

    /// Ends the tokens that are called so.
    pub fn end_tokens(&self, name: &str) {
        self.seats.end_tokens(name, self.now_ms());
    }

    /// Ends all sessions, links and tokens of a principal. `false` when that is not on disk: it holds until a
    /// restart, and has to be said again before one.
    #[must_use]
    pub fn revoke(&self, principal: PrincipalId) -> bool {
        self.seats.revoke(principal, self.now_ms())
    }

    pub(super) fn grant(&self, principal: PrincipalId) -> Result<Grant, Refusal> {
        let directory = self.desk.directory();
        let person = directory.person(principal).ok_or_else(|| {
            Refusal::new("entry.grant", "nobody with a grant stands behind this: ask your administrator")
        })?;
        Ok(person.grant.clone())
    }

    /// Whoever of an agency logs in by a word, and whose grant holds today.
    pub(super) fn logs_in_by(&self, word: &str, agency: &str) -> Option<Grant> {
        let now = self.desk.clock().now();
        let fits = |grant: &&Grant| {
            grant.agency.as_str() == agency
                && holds(grant, now)
                && login_of(grant).is_some_and(|login| login.as_str() == word)
        };
        let directory = self.desk.directory();
        let mut found = directory.people().map(|person| &person.grant).filter(fits);
        let one = found.next()?.clone();
        // Two of the same word are nobody, until their administrator gives one of them another.
        found.next().is_none().then_some(one)
    }
}
