//! Who is in: the guard's sessions, kept over restarts, and when each was last used by a person.
//!
//! An open stream does not count as use: a tab that is left open must not keep a session alive. So streams ask
//! [`Seats::still`], which looks at the last use and never is one.

use std::collections::HashMap;
use std::sync::Mutex;

use kulla_guard::sessions::{EntryPolicy, Invitation, MachineToken, Part, Seat, Sessions, Span, Token};
use kulla_guard::{Policies, Refusal};
use kulla_record::kind::governance::Grant;
use kulla_record::session::Assurance;
use kulla_record::{Entropy, PrincipalId};
use sha2::{Digest, Sha256};

use crate::house::{Keep, lock};

/// How often the last use of sessions is saved, in milliseconds: after a restart up to so much idle time is
/// counted twice.
const SAVE_EVERY_MS: u64 = 60_000;

/// The code of a refusal to enter because the disk takes nothing.
pub(crate) const UNSAVED: &str = "entry.unsaved";

/// What a request shows to say who it is.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) enum Shown {
    /// The cookie of a person's session.
    Cookie(String),
    /// A machine's token.
    Bearer(String),
    /// SHA-256 of the client certificate of a machine, whose key the door has seen proved.
    Certificate([u8; 32]),
}

impl Shown {
    fn digest(&self) -> [u8; 32] {
        let (form, text) = match self {
            Shown::Cookie(text) => (b"cookie".as_slice(), text.as_bytes()),
            Shown::Bearer(text) => (b"bearer".as_slice(), text.as_bytes()),
            Shown::Certificate(print) => (b"certificate".as_slice(), print.as_slice()),
        };
        Sha256::new().chain_update(form).chain_update(text).finalize().into()
    }
}

pub(crate) struct Seats {
    keep: Box<dyn Keep>,
    policy: EntryPolicy,
    /// Held while a link or a session is looked up or changed.
    state: Mutex<State>,
}

/// The last use of a seat, and whose it is.
struct Used {
    at_ms: u64,
    span: Span,
    principal: PrincipalId,
}

struct State {
    sessions: Sessions,
    /// Last use, by a digest of what was shown; emptied of what has ended when it is saved.
    used: HashMap<[u8; 32], Used>,
    saved_ms: u64,
}

impl State {
    /// Streams of this person end, and those of whoever is left of their sessions come back.
    fn forget(&mut self, principal: PrincipalId) {
        self.used.retain(|_, used| used.principal != principal);
    }
}

impl Seats {
    pub fn new(keep: Box<dyn Keep>, policy: EntryPolicy, now_ms: u64) -> Seats {
        let sessions = match keep.load() {
            Some(snapshot) => Sessions::restore(policy, snapshot, now_ms),
            None => Sessions::new(policy),
        };
        let state = State { sessions, used: HashMap::new(), saved_ms: now_ms };
        Seats { keep, policy, state: Mutex::new(state) }
    }

    pub fn invite(
        &self,
        invitation: Invitation<'_>,
        roles: &Policies,
        now_ms: u64,
        entropy: &dyn Entropy,
    ) -> Result<Token, Refusal> {
        let mut state = lock(&self.state);
        let token = state.sessions.invite(invitation, roles, now_ms, entropy)?;
        self.save(&mut state, now_ms);
        Ok(token)
    }

    pub fn give_token(
        &self,
        invitation: Invitation<'_>,
        token: MachineToken<'_>,
        now_ms: u64,
        entropy: &dyn Entropy,
    ) -> Result<Token, Refusal> {
        let mut state = lock(&self.state);
        let token = state.sessions.give_token(invitation, token, now_ms, entropy)?;
        self.save(&mut state, now_ms);
        Ok(token)
    }

    pub fn give_part(
        &self,
        invitation: Invitation<'_>,
        part: &Part<'_>,
        now_ms: u64,
        entropy: &dyn Entropy,
    ) -> Result<Token, Refusal> {
        let mut state = lock(&self.state);
        let token = state.sessions.give_part(invitation, part, now_ms, entropy)?;
        self.save(&mut state, now_ms);
        Ok(token)
    }

    /// Whom an entry link lets in.
    pub fn look(&self, token: &str, now_ms: u64) -> Result<PrincipalId, Refusal> {
        lock(&self.state).sessions.look(token, now_ms).map(|link| link.principal)
    }

    pub fn enter(
        &self,
        token: &str,
        grant: &Grant,
        roles: &Policies,
        now_ms: u64,
        entropy: &dyn Entropy,
    ) -> Result<(Token, Seat), Refusal> {
        let mut state = lock(&self.state);
        let (cookie, seat) = state.sessions.enter(token, grant, roles, now_ms, entropy)?;
        // INVARIANT: that a link is used up is on disk before the session begins; else a crash would make it
        // whole again for whoever finds it.
        if !self.save(&mut state, now_ms) {
            state.sessions.take_back(token, cookie.as_str());
            return Err(Refusal::new(
                UNSAVED,
                "the node can't note on its disk that this link was used, so nobody enters now: tell its operator, and try the same link again",
            ));
        }
        Ok((cookie, seat))
    }

    /// Begins a session of somebody who proved who they are.
    pub fn begin(
        &self,
        invitation: Invitation<'_>,
        assurance: Assurance,
        now_ms: u64,
        entropy: &dyn Entropy,
    ) -> Result<(Token, Seat), Refusal> {
        let mut state = lock(&self.state);
        let begun = state.sessions.begin(invitation, assurance, now_ms, entropy)?;
        // One that is not on disk ends with a restart, which is no harm.
        self.save(&mut state, now_ms);
        Ok(begun)
    }

    /// The sessions and tokens of somebody, each by its name, with whether it is the one that is shown.
    pub fn of(&self, principal: PrincipalId, shown: &Shown, now_ms: u64) -> Vec<(String, Seat, bool)> {
        let here = self.name_of(shown);
        let mut state = lock(&self.state);
        state.sessions.sweep(now_ms);
        let all = state.sessions.of(principal);
        all.map(|(name, seat)| (name.clone(), seat.clone(), here.as_ref() == Some(&name))).collect()
    }

    /// The name of a person's session, which opens nothing; `None` for a machine.
    pub fn name_of(&self, shown: &Shown) -> Option<String> {
        match shown {
            Shown::Cookie(cookie) => lock(&self.state).sessions.name_of(cookie),
            Shown::Bearer(_) | Shown::Certificate(_) => None,
        }
    }

    /// Ends one session or token of somebody by its name. The seat that there was, and whether that is on disk.
    pub fn end(&self, principal: PrincipalId, name: &str, now_ms: u64) -> Option<(Seat, bool)> {
        let mut state = lock(&self.state);
        let ended = state.sessions.end(principal, name)?;
        state.forget(principal);
        Some((ended, self.save(&mut state, now_ms)))
    }

    /// Ends the sessions of somebody, but the one that is shown. How many there were, and whether that is on disk.
    pub fn end_sessions(&self, principal: PrincipalId, but: Option<&Shown>, now_ms: u64) -> (usize, bool) {
        let mut state = lock(&self.state);
        let but = but.and_then(|shown| match shown {
            Shown::Cookie(cookie) => Some(cookie.as_str()),
            Shown::Bearer(_) | Shown::Certificate(_) => None,
        });
        let ended = state.sessions.end_sessions(principal, but);
        state.forget(principal);
        (ended, self.save(&mut state, now_ms))
    }

    /// The seat behind what was shown, which counts as use.
    pub fn resume(&self, shown: &Shown, now_ms: u64) -> Result<Seat, Refusal> {
        let mut state = lock(&self.state);
        let seat = match shown {
            Shown::Cookie(cookie) => state.sessions.resume(cookie, now_ms),
            Shown::Bearer(token) => state.sessions.machine(token, now_ms),
            Shown::Certificate(print) => state.sessions.machine_by_certificate(print, now_ms),
        };
        match &seat {
            Ok(seat) => {
                let used = Used { at_ms: now_ms, span: seat.span, principal: seat.principal };
                state.used.insert(shown.digest(), used)
            }
            Err(_) => state.used.remove(&shown.digest()),
        };
        if now_ms.abs_diff(state.saved_ms) > SAVE_EVERY_MS {
            self.save(&mut state, now_ms);
        }
        seat
    }

    /// Whether a seat that was resumed since the start still holds. Not a use.
    pub fn still(&self, shown: &Shown, now_ms: u64) -> bool {
        let state = lock(&self.state);
        let Some(used) = state.used.get(&shown.digest()) else { return false };
        let idle = matches!(shown, Shown::Cookie(_))
            && !Span::lasting(used.at_ms, self.policy.idle_ms).holds(now_ms);
        used.span.holds(now_ms) && !idle
    }

    pub fn leave(&self, shown: &Shown, now_ms: u64) {
        let mut state = lock(&self.state);
        if let Shown::Cookie(cookie) = shown {
            state.sessions.leave(cookie);
            state.used.remove(&shown.digest());
            self.save(&mut state, now_ms);
        }
    }

    /// Whether that is on disk: if not, what was revoked comes back with a restart.
    pub fn revoke(&self, principal: PrincipalId, now_ms: u64) -> bool {
        let mut state = lock(&self.state);
        state.sessions.revoke(principal);
        state.forget(principal);
        self.save(&mut state, now_ms)
    }

    /// Ends the tokens and certificates of a name, their streams too. Under whose grants they were, and whether that is on
    /// disk.
    pub fn end_tokens(&self, name: &str, now_ms: u64) -> (Vec<PrincipalId>, bool) {
        let mut state = lock(&self.state);
        let ended = state.sessions.revoke_token(name);
        ended.iter().for_each(|principal| state.forget(*principal));
        let saved = ended.is_empty() || self.save(&mut state, now_ms);
        (ended, saved)
    }

    /// Lets in a machine by its certificate. It is on disk when this returns.
    pub fn give_certificate(
        &self,
        invitation: Invitation<'_>,
        token: MachineToken<'_>,
        fingerprint: &[u8; 32],
        now_ms: u64,
    ) -> Result<(), Refusal> {
        let mut state = lock(&self.state);
        state.sessions.give_certificate(invitation, token, fingerprint, now_ms)?;
        match self.save(&mut state, now_ms) {
            true => Ok(()),
            false => {
                state.sessions.revoke_token(token.name);
                Err(Refusal::new(UNSAVED, "the node can't write this to its disk, so nothing has changed"))
            }
        }
    }

    /// Tokens and certificates that hold.
    pub fn machines(&self, now_ms: u64) -> Vec<Seat> {
        let mut state = lock(&self.state);
        state.sessions.sweep(now_ms);
        state.sessions.machines().cloned().collect()
    }

    /// How many sessions and machine tokens hold.
    pub fn count(&self) -> usize {
        lock(&self.state).sessions.seats().count()
    }

    /// How long a session lasts at most, in milliseconds.
    pub fn longest_ms(&self) -> u64 {
        self.policy.absolute_ms
    }

    pub fn save_now(&self, now_ms: u64) {
        self.save(&mut lock(&self.state), now_ms);
    }

    /// Whether it is on disk. The operator is told when it is not; who needs it there looks at the answer.
    fn save(&self, state: &mut State, now_ms: u64) -> bool {
        state.saved_ms = now_ms;
        state.used.retain(|_, used| used.span.holds(now_ms));
        let saved = self.keep.save(state.sessions.snapshot());
        if let Err(error) = &saved {
            tracing::error!(%error, "sessions can't be saved; nobody can enter, and a restart forgets what changed since");
        }
        saved.is_ok()
    }
}
