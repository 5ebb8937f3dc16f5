//! Entering and staying: single-use links, sessions, machine tokens.
//!
//! A pure state machine: time and chance are handed in, nothing is written. What it keeps can be saved and read
//! back at a restart and holds no secret. A link is only looked at by GET, since mail scanners and chat
//! previews follow links; POST uses it, once.
//!
//! On an operational node nobody approves anything by a link: whoever can read somebody's mail would be the
//! second person. There the session reaches to everything but approving.

mod seat;
mod token;

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use kulla_record::kind::governance::Grant;
use kulla_record::label::Word;
use kulla_record::session::Assurance;
use kulla_record::{Entropy, PrincipalId};

use crate::act::{Act, Reach, Refusal, RoleTable};
pub use seat::{CLOCK_BACK_MAX_MS, Link, Seat, Snapshot, Span};
pub use token::{TOKEN_BYTES, Token};
use token::{TokenHash, Use};

/// Sessions of the whole node.
pub const SESSIONS_MAX: usize = 2_048;
/// Sessions of one person; one more ends the one that was idle longest.
pub const SESSIONS_PER_PERSON_MAX: usize = 8;
/// Entry links of the whole node, used ones included until they expire.
pub const LINKS_MAX: usize = 8_192;
/// Unused entry links of one person; one more takes the place of the oldest.
pub const LINKS_PER_PERSON_MAX: usize = 8;
/// Machine tokens of the whole node.
pub const MACHINE_TOKENS_MAX: usize = 1_024;
/// The longest life of a machine token, in milliseconds: a year.
pub const MACHINE_TOKEN_MS_MAX: u64 = 366 * 24 * 3_600_000;
/// Characters of the name of a machine token.
pub const TOKEN_NAME_CHARS_MAX: usize = 100;

/// The life of a part of the exercise player, in milliseconds: a week. A restart hands out new ones.
pub const PART_MS: u64 = 7 * 24 * 3_600_000;

/// Acts of the second person. They ask for a natural person who proved who they are.
pub const APPROVER_ACTS: &[Act] = &[Act::WarningApprove];

/// What kind of node this is, fixed at its first run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Node {
    /// Real emergencies, and exercises beside them.
    Operational,
    /// Exercises and nothing else.
    ExerciseOnly,
}

/// How people enter and how long they stay, in milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EntryPolicy {
    /// Approver links exist on an exercise-only node alone.
    pub node: Node,
    /// Life of an entry link.
    pub link_ms: u64,
    /// A session ends when it was not used for so long.
    pub idle_ms: u64,
    /// A session ends after so long in any case.
    pub absolute_ms: u64,
}

impl EntryPolicy {
    /// 15 minutes for a link, an hour idle, a shift of twelve hours.
    pub const fn for_node(node: Node) -> EntryPolicy {
        EntryPolicy { node, link_ms: 15 * 60_000, idle_ms: 60 * 60_000, absolute_ms: 12 * 3_600_000 }
    }
}

/// Who enters, and for what.
#[derive(Debug, Clone, Copy)]
pub struct Invitation<'a> {
    /// The grant of the one who enters.
    pub grant: &'a Grant,
    /// The one declared purpose.
    pub purpose: &'a Word,
    /// The exercise, if any.
    pub exercise: Option<&'a Word>,
}

/// What a machine's token is for.
#[derive(Debug, Clone, Copy)]
pub struct MachineToken<'a> {
    /// What people call it.
    pub name: &'a str,
    /// All that it reaches to, of what the roles grant.
    pub acts: &'a BTreeSet<Act>,
    /// Its life in milliseconds, at most [`MACHINE_TOKEN_MS_MAX`].
    pub life_ms: u64,
}

/// A role that the exercise player plays as somebody.
#[derive(Debug, Clone, Copy)]
pub struct Part<'a> {
    /// Which.
    pub role: &'a Word,
    /// What roles may do.
    pub roles: &'a RoleTable,
}

/// All links, sessions and tokens of a node.
#[derive(Debug)]
pub struct Sessions {
    policy: EntryPolicy,
    state: Snapshot,
}

impl Sessions {
    /// Nobody has entered yet.
    pub fn new(policy: EntryPolicy) -> Sessions {
        Sessions { policy, state: Snapshot::default() }
    }

    /// Goes on after a restart with what has not expired meanwhile. What a larger node saved is cut to the
    /// limits of this one, and the policy of now holds for what was handed out before.
    pub fn restore(policy: EntryPolicy, mut state: Snapshot, now_ms: u64) -> Sessions {
        while state.links.len() > LINKS_MAX && state.links.pop_first().is_some() {}
        while state.seats.len() > SESSIONS_MAX && state.seats.pop_first().is_some() {}
        while state.machines.len() > MACHINE_TOKENS_MAX && state.machines.pop_first().is_some() {}
        for seat in state.seats.values_mut() {
            seat.reach = policy.reach_of_link();
        }
        // INVARIANT: a part of an exercise player holds on an exercise-only node and nowhere else.
        let exercises = policy.node == Node::ExerciseOnly;
        state.machines.retain(|_, seat| exercises || !matches!(seat.reach, Reach::Playing { .. }));
        let mut sessions = Sessions { policy, state };
        sessions.sweep(now_ms);
        sessions
    }

    /// What a restart needs. Hashes only.
    pub fn snapshot(&self) -> &Snapshot {
        &self.state
    }

    /// Makes an entry link. The token is shown once and never kept.
    pub fn invite(
        &mut self,
        invitation: Invitation<'_>,
        roles: &RoleTable,
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
        roles: &RoleTable,
        now_ms: u64,
        entropy: &dyn Entropy,
    ) -> Result<(Token, Seat), Refusal> {
        let link = self.look(token, now_ms)?.clone();
        if link.principal != grant.principal {
            return Err(Refusal::new("entry.grant", "this link belongs to somebody else"));
        }
        self.policy.admits(grant, roles, now_ms)?;
        self.sweep(now_ms);
        let own = |seat: &Seat| seat.principal == grant.principal;
        drop_oldest(&mut self.state.seats, SESSIONS_PER_PERSON_MAX, own, |seat| seat.seen_ms);
        if self.state.seats.len() >= SESSIONS_MAX {
            return Err(full(
                "session.full",
                format!("{SESSIONS_MAX} sessions are open on this node: end one that is not needed"),
            ));
        }
        // INVARIANT: the link is used up before the session exists, and whatever is refused above left it whole.
        if let Some(link) =
            TokenHash::of(token, Use::Entry).and_then(|hash| self.state.links.get_mut(&hash))
        {
            link.used = true;
        }
        let seat = Seat {
            principal: link.principal,
            purpose: link.purpose,
            exercise: link.exercise,
            assurance: Assurance::Single,
            reach: self.policy.reach_of_link(),
            span: Span::lasting(now_ms, self.policy.absolute_ms),
            seen_ms: now_ms,
            name: String::new(),
        };
        Ok((hand_out(&mut self.state.seats, Use::Session, seat.clone(), entropy), seat))
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

    /// The seat behind a session cookie, which counts as use. Why it is refused is not told apart.
    pub fn resume(&mut self, cookie: &str, now_ms: u64) -> Result<Seat, Refusal> {
        let hash = TokenHash::of(cookie, Use::Session);
        let policy = self.policy;
        let seat = hash.and_then(|hash| self.state.seats.get_mut(&hash));
        let Some(seat) = seat.filter(|seat| policy.holds(seat, now_ms)) else {
            hash.map(|hash| self.state.seats.remove(&hash));
            return Err(Refusal::new("session.ended", "this session has ended: enter again by a new link"));
        };
        seat.seen_ms = seat.seen_ms.max(now_ms);
        Ok(seat.clone())
    }

    /// Ends one session.
    pub fn leave(&mut self, cookie: &str) {
        TokenHash::of(cookie, Use::Session).map(|hash| self.state.seats.remove(&hash));
    }

    /// Ends all sessions, links and tokens of one principal.
    pub fn revoke(&mut self, principal: PrincipalId) {
        self.state.links.retain(|_, link| link.principal != principal);
        self.state.seats.retain(|_, seat| seat.principal != principal);
        self.state.machines.retain(|_, seat| seat.principal != principal);
    }

    /// Makes a token for a machine. It reaches to the named acts and never to approving.
    pub fn give_token(
        &mut self,
        invitation: Invitation<'_>,
        token: MachineToken<'_>,
        now_ms: u64,
        entropy: &dyn Entropy,
    ) -> Result<Token, Refusal> {
        self.sweep(now_ms);
        holds_now(invitation.grant, now_ms)?;
        if let Some(act) = APPROVER_ACTS.iter().find(|act| token.acts.contains(act)) {
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
        let seat = Seat {
            principal: invitation.grant.principal,
            purpose: invitation.purpose.clone(),
            exercise: invitation.exercise.cloned(),
            assurance: Assurance::Single,
            reach: Reach::Only(token.acts.clone()),
            span: Span::lasting(now_ms, token.life_ms),
            seen_ms: now_ms,
            name: token.name.to_owned(),
        };
        Ok(hand_out(&mut self.state.machines, Use::Api, seat, entropy))
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
        let seat = Seat {
            principal: invitation.grant.principal,
            purpose: invitation.purpose.clone(),
            exercise: invitation.exercise.cloned(),
            assurance: Assurance::Single,
            reach: Reach::Playing { role: part.role.clone(), acts },
            span: Span::lasting(now_ms, PART_MS),
            seen_ms: now_ms,
            name,
        };
        Ok(hand_out(&mut self.state.machines, Use::Api, seat, entropy))
    }

    /// The seat behind a machine's token.
    pub fn machine(&mut self, token: &str, now_ms: u64) -> Result<Seat, Refusal> {
        let seat = TokenHash::of(token, Use::Api).and_then(|hash| self.state.machines.get_mut(&hash));
        let seat = seat.filter(|seat| seat.span.holds(now_ms)).ok_or_else(|| {
            Refusal::new("token.unknown", "this token does not hold: ask your administrator for one")
        })?;
        seat.seen_ms = seat.seen_ms.max(now_ms);
        Ok(seat.clone())
    }

    /// Ends the tokens of this name. How many there were.
    pub fn revoke_token(&mut self, name: &str) -> usize {
        let before = self.state.machines.len();
        self.state.machines.retain(|_, seat| seat.name != name);
        before - self.state.machines.len()
    }

    /// Everybody who is in, and every machine token, for the administrator.
    pub fn seats(&self) -> impl Iterator<Item = &Seat> {
        self.state.seats.values().chain(self.state.machines.values())
    }

    /// Lets go of what no longer holds.
    pub fn sweep(&mut self, now_ms: u64) {
        self.state.links.retain(|_, link| link.span.holds(now_ms));
        self.state.seats.retain(|_, seat| self.policy.holds(seat, now_ms));
        self.state.machines.retain(|_, seat| seat.span.holds(now_ms));
    }
}

impl EntryPolicy {
    fn admits(&self, grant: &Grant, roles: &RoleTable, now_ms: u64) -> Result<(), Refusal> {
        holds_now(grant, now_ms)?;
        let approver = APPROVER_ACTS.iter().any(|act| roles.grants(&grant.roles, *act));
        if self.node == Node::Operational && approver {
            return Err(Refusal::new(
                "entry.approver",
                "on an operational node whoever may approve does not enter by a link: use a passkey, or give the role to another grant",
            ));
        }
        Ok(())
    }

    fn reach_of_link(&self) -> Reach {
        match self.node {
            Node::Operational => Reach::AllBut(APPROVER_ACTS.iter().copied().collect()),
            Node::ExerciseOnly => Reach::Roles,
        }
    }

    fn holds(&self, seat: &Seat, now_ms: u64) -> bool {
        seat.span.holds(now_ms) && Span::lasting(seat.seen_ms, self.idle_ms).holds(now_ms)
    }
}

fn holds_now(grant: &Grant, now_ms: u64) -> Result<(), Refusal> {
    let now = i64::try_from(now_ms).ok().and_then(|ms| Timestamp::from_millisecond(ms).ok());
    let holds = now.is_some_and(|now| grant.from <= now && grant.until.is_none_or(|until| now < until));
    holds.then_some(()).ok_or_else(|| {
        Refusal::new("entry.grant", "the grant of this person does not hold today: renew it first")
    })
}

fn full(code: &'static str, rule: String) -> Refusal {
    Refusal::new(code, rule)
}

fn hand_out<T>(kept: &mut BTreeMap<TokenHash, T>, what: Use, item: T, entropy: &dyn Entropy) -> Token {
    let token = Token::draw(entropy);
    if let Some(hash) = TokenHash::of(token.as_str(), what) {
        kept.insert(hash, item);
    }
    token
}

/// Makes room for one more of those that `counts` picks.
fn drop_oldest<T>(
    kept: &mut BTreeMap<TokenHash, T>,
    max: usize,
    counts: impl Fn(&T) -> bool,
    age: impl Fn(&T) -> u64,
) {
    let mut own: Vec<(u64, TokenHash)> =
        kept.iter().filter(|(_, item)| counts(item)).map(|(hash, item)| (age(item), *hash)).collect();
    own.sort_unstable();
    let surplus = (own.len() + 1).saturating_sub(max);
    own.iter().take(surplus).for_each(|(_, hash)| drop(kept.remove(hash)));
}
