//! Tokens of machines, and the parts that the exercise player plays.

use super::*;

/// What no machine does, by whatever it shows.
pub const NEVER_BY_MACHINE: [Act; 2] = [Act::WarningApprove, Act::PolicyChange];

impl Sessions {
    /// Makes a token for a machine. It reaches to the named acts and never to approving.
    pub fn give_token(
        &mut self,
        invitation: Invitation<'_>,
        token: MachineToken<'_>,
        now_ms: u64,
        entropy: &dyn Entropy,
    ) -> Result<Token, Refusal> {
        let seat = self.machine_seat(invitation, token, now_ms)?;
        Ok(hand_out(&mut self.state.machines, Use::Api, seat, entropy))
    }

    /// Lets in a machine that shows a client certificate, by its SHA-256. Its key never leaves the machine, and what it answers
    /// can't be carried elsewhere: that is as sure as a passkey. A name is given once; the newer one does not take its place.
    pub fn give_certificate(
        &mut self,
        invitation: Invitation<'_>,
        token: MachineToken<'_>,
        fingerprint: &[u8; 32],
        now_ms: u64,
    ) -> Result<(), Refusal> {
        let seat = self.machine_seat(invitation, token, now_ms)?;
        if self.state.machines.values().any(|known| known.name == seat.name) {
            return Err(Refusal::new(
                "token.name",
                format!(
                    "a machine is called `{}` already: end that one first, or choose another name",
                    seat.name
                ),
            ));
        }
        let seat = Seat { assurance: Assurance::PhishingResistant, ..seat };
        self.state.machines.insert(TokenHash::of_certificate(fingerprint), seat);
        Ok(())
    }

    fn machine_seat(
        &mut self,
        invitation: Invitation<'_>,
        token: MachineToken<'_>,
        now_ms: u64,
    ) -> Result<Seat, Refusal> {
        self.sweep(now_ms);
        holds_now(invitation.grant, now_ms)?;
        if let Some(act) = NEVER_BY_MACHINE.iter().find(|act| token.acts.contains(act)) {
            return Err(Refusal::new(
                "token.approver",
                format!("a machine is never the second person: leave out `{act}`"),
            ));
        }
        let named = (1..=TOKEN_NAME_CHARS_MAX).contains(&token.name.chars().count());
        if !named || token.acts.is_empty() || !(1..=MACHINE_TOKEN_MS_MAX).contains(&token.life_ms) {
            return Err(Refusal::new(
                "token.form",
                "a token needs a name of at most 100 characters, at least one act, and a life of at most a year",
            ));
        }
        self.room_for_a_token()?;
        let span = Span::lasting(now_ms, token.life_ms);
        Ok(invitation.seat(Reach::Only(token.acts.clone()), span, token.name))
    }

    fn room_for_a_token(&self) -> Result<(), Refusal> {
        if self.state.machines.len() < MACHINE_TOKENS_MAX {
            return Ok(());
        }
        Err(full("token.full", format!("{MACHINE_TOKENS_MAX} tokens are given out: revoke one first")))
    }

    /// Makes a token with which the exercise player acts as an invented person in one role: with all acts of
    /// that role, approving among them. Two persons stand behind a warning of an exercise because the scenario
    /// names two; that this is no machine approving a real one is held by refusing it on an operational node
    /// and outside an exercise. A newer token takes the place of the older one of the same part.
    pub fn give_part(
        &mut self,
        invitation: Invitation<'_>,
        part: &Part<'_>,
        now_ms: u64,
        entropy: &dyn Entropy,
    ) -> Result<Token, Refusal> {
        self.sweep(now_ms);
        holds_now(invitation.grant, now_ms)?;
        if self.policy.node != Node::ExerciseOnly || invitation.exercise.is_none() {
            return Err(Refusal::new(
                "part.operational",
                "the exercise player acts as a person on an exercise-only node and in an exercise alone",
            ));
        }
        let acts = part.roles.acts(part.role);
        if !invitation.grant.roles.contains(part.role) || acts.is_empty() {
            return Err(Refusal::new(
                "part.role",
                format!("this person does not hold the role `{}`: name one who does", part.role),
            ));
        }
        let name = format!("player {} {}", part.role, invitation.grant.principal);
        self.revoke_token(&name);
        self.room_for_a_token()?;
        let reach = Reach::Playing { role: part.role.clone(), acts };
        let seat = invitation.seat(reach, Span::lasting(now_ms, PART_MS), &name);
        Ok(hand_out(&mut self.state.machines, Use::Api, seat, entropy))
    }

    /// The seat behind a machine's token.
    pub fn machine(&mut self, token: &str, now_ms: u64) -> Result<Seat, Refusal> {
        self.machine_of(TokenHash::of(token, Use::Api), now_ms)
    }

    /// The seat behind a machine's certificate, by its SHA-256.
    pub fn machine_by_certificate(&mut self, fingerprint: &[u8; 32], now_ms: u64) -> Result<Seat, Refusal> {
        self.machine_of(Some(TokenHash::of_certificate(fingerprint)), now_ms)
    }

    fn machine_of(&mut self, hash: Option<TokenHash>, now_ms: u64) -> Result<Seat, Refusal> {
        let seat = hash.and_then(|hash| self.state.machines.get_mut(&hash));
        let seat = seat.filter(|seat| seat.span.holds(now_ms)).ok_or_else(|| {
            Refusal::new("token.unknown", "this token does not hold: ask your administrator for one")
        })?;
        seat.seen_ms = seat.seen_ms.max(now_ms);
        Ok(seat.clone())
    }

    /// Ends the tokens and certificates of this name. Under whose grants they were.
    pub fn revoke_token(&mut self, name: &str) -> Vec<PrincipalId> {
        self.state
            .machines
            .extract_if(.., |_, seat| seat.name == name)
            .map(|(_, seat)| seat.principal)
            .collect()
    }

    /// Tokens and certificates that hold.
    pub fn machines(&self) -> impl Iterator<Item = &Seat> {
        self.state.machines.values()
    }
}
