//! Entry links: looked at by GET, used once by POST.

use super::*;

impl Sessions {
    /// Makes an entry link. The token is shown once and never kept.
    pub fn invite(
        &mut self,
        invitation: Invitation<'_>,
        roles: &Policies,
        now_ms: u64,
        entropy: &dyn Entropy,
    ) -> Result<Token, Refusal> {
        self.sweep(now_ms);
        self.policy.admits(invitation.grant, roles, now_ms)?;
        let principal = invitation.grant.principal;
        let unused = |link: &Link| link.principal == principal && !link.used;
        drop_oldest(&mut self.state.links, LINKS_PER_PERSON_MAX, unused, |link| link.span.from_ms);
        if self.state.links.len() >= LINKS_MAX {
            return Err(full(
                "entry.full",
                format!("{LINKS_MAX} entry links are waiting: try again when some have expired"),
            ));
        }
        let link = Link {
            principal,
            purpose: invitation.purpose.clone(),
            exercise: invitation.exercise.cloned(),
            span: Span::lasting(now_ms, self.policy.link_ms),
            used: false,
        };
        Ok(hand_out(&mut self.state.links, Use::Entry, link, entropy))
    }

    /// What GET shows beside its button. Nothing is used up.
    pub fn look(&self, token: &str, now_ms: u64) -> Result<&Link, Refusal> {
        let link = TokenHash::of(token, Use::Entry).and_then(|hash| self.state.links.get(&hash));
        match link {
            Some(link) if link.used => Err(Refusal::new(
                "entry.used",
                "this link was used already: if that was not you, tell your administrator now, else ask for a new one",
            )),
            Some(link) if link.span.holds(now_ms) => Ok(link),
            _ => Err(Refusal::new(
                "entry.unknown",
                "this link does not hold or no longer does: ask your administrator for a new one",
            )),
        }
    }

    /// POST: uses the link up and opens a session. `grant` is that of the link's principal as it stands now.
    pub fn enter(
        &mut self,
        token: &str,
        grant: &Grant,
        roles: &Policies,
        now_ms: u64,
        entropy: &dyn Entropy,
    ) -> Result<(Token, Seat), Refusal> {
        let link = self.look(token, now_ms)?.clone();
        if link.principal != grant.principal {
            return Err(Refusal::new("entry.grant", "this link belongs to somebody else"));
        }
        self.policy.admits(grant, roles, now_ms)?;
        self.room_for(grant.principal, now_ms)?;
        // INVARIANT: the link is used up before the session exists, and whatever is refused above left it whole.
        if let Some(link) =
            TokenHash::of(token, Use::Entry).and_then(|hash| self.state.links.get_mut(&hash))
        {
            link.used = true;
        }
        let invitation = Invitation { grant, purpose: &link.purpose, exercise: link.exercise.as_ref() };
        Ok(self.open(invitation, Assurance::Single, now_ms, entropy))
    }

    /// Takes back an entering that could not be kept, before anybody was told of the session: it ends, and the
    /// link can be used again.
    pub fn take_back(&mut self, token: &str, cookie: &str) {
        self.leave(cookie);
        if let Some(link) =
            TokenHash::of(token, Use::Entry).and_then(|hash| self.state.links.get_mut(&hash))
        {
            link.used = false;
        }
    }
}
