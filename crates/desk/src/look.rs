//! What would happen, without doing it: checks of a content, the message for trial, and whether a command
//! would be carried out.
//!
//! A button that is shut says why before it is pressed. So the answer is worked out by the very deciders that
//! the command would meet, and can't differ from them.

use kulla_record::Session;
use kulla_record::kind::warning::Content;
use kulla_warn::check::{self, Finding};
use kulla_warn::compose::{self, Imprint, Message};
use kulla_warn::facts::{Facts, Followed};

use crate::command::{Actor, Order, warning};
use crate::{Desk, Failure};

impl Desk {
    /// Everything that is wrong with a content now, in the eyes of this session.
    pub fn findings(&self, session: &Session, content: &Content) -> Result<Vec<Finding>, Failure> {
        self.with_facts(session, content, |facts| check::run(content, facts, self.now()))
    }

    /// The message as it would go out now under an identifier that says `trial`; a refusal where the content
    /// is not finished.
    pub fn trial(&self, session: &Session, content: &Content) -> Result<Message, Failure> {
        let imprint = Imprint { identifier: "trial".into(), sent: self.now(), web: None };
        Ok(self.with_facts(session, content, |facts| compose::message(content, facts, &imprint))??)
    }

    /// Whether a command would be carried out now. Nothing is written, and nothing is held: somebody may be
    /// faster.
    pub fn may(&self, actor: &Actor, order: &Order) -> Result<(), Failure> {
        kulla_guard::may_act(&actor.session, &actor.reach, order.command.act(), &self.roles())
            .map_err(Failure::Forbidden)?;
        self.player_may(actor)?;
        let reader = self.reader(&actor.session);
        order.command.plan(self, &actor.session, &reader, (None, order.fingerprint)).map(drop)
    }

    fn with_facts<T>(
        &self,
        session: &Session,
        content: &Content,
        look: impl FnOnce(&Facts<'_>) -> T,
    ) -> Result<T, Failure> {
        let followed = warning::followed(&self.reader(session), content)?;
        let followed: Vec<Followed<'_>> =
            followed.iter().map(|(subject, warning)| Followed { subject: *subject, warning }).collect();
        let mode = warning::mode(session);
        Ok(look(&Facts { profile: self.warn_profile(), mode, followed: &followed }))
    }
}
