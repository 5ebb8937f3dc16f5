//! Entering and staying: single-use links, sessions, machine tokens.
//!
//! A pure state machine: time and chance are handed in, nothing is written. What it keeps can be saved and read
//! back at a restart and holds no secret. A link is only looked at by GET, since mail scanners and chat
//! previews follow links; POST uses it, once.
//!
//! On an operational node nobody approves anything by a link: whoever can read somebody's mail would be the
//! second person. There the session reaches to everything but approving.

mod links;
mod machines;
mod seat;

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use kulla_record::kind::governance::Grant;
use kulla_record::label::Word;
use kulla_record::session::Assurance;
use kulla_record::{Entropy, PrincipalId};

use crate::act::{Act, Reach, Refusal};
use crate::policy::Policies;
pub use crate::token::{TOKEN_BYTES, Token};
use crate::token::{TokenHash, Use};
pub use machines::NEVER_BY_MACHINE;
pub use seat::{CLOCK_BACK_MAX_MS, Link, Seat, Snapshot, Span};

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

impl Invitation<'_> {
    /// The place that is taken by it. Nothing but the invitation was shown for it.
    fn seat(&self, reach: Reach, span: Span, name: &str) -> Seat {
        Seat {
            principal: self.grant.principal,
            purpose: self.purpose.clone(),
            exercise: self.exercise.cloned(),
            assurance: Assurance::Single,
            reach,
            span,
            seen_ms: span.from_ms,
            name: name.to_owned(),
        }
    }
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
    pub roles: &'a Policies,
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
            seat.reach = policy.reach_of(seat.assurance);
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

    /// Begins a session of somebody who proved who they are by other means than a link.
    pub fn begin(
        &mut self,
        invitation: Invitation<'_>,
        assurance: Assurance,
        now_ms: u64,
        entropy: &dyn Entropy,
    ) -> Result<(Token, Seat), Refusal> {
        holds_now(invitation.grant, now_ms)?;
        self.room_for(invitation.grant.principal, now_ms)?;
        Ok(self.open(invitation, assurance, now_ms, entropy))
    }

    fn room_for(&mut self, principal: PrincipalId, now_ms: u64) -> Result<(), Refusal> {
        self.sweep(now_ms);
        let own = |seat: &Seat| seat.principal == principal;
        drop_oldest(&mut self.state.seats, SESSIONS_PER_PERSON_MAX, own, |seat| seat.seen_ms);
        if self.state.seats.len() < SESSIONS_MAX {
            return Ok(());
        }
        Err(full(
            "session.full",
            format!("{SESSIONS_MAX} sessions are open on this node: end one that is not needed"),
        ))
    }

    fn open(
        &mut self,
        invitation: Invitation<'_>,
        assurance: Assurance,
        now_ms: u64,
        entropy: &dyn Entropy,
    ) -> (Token, Seat) {
        let span = Span::lasting(now_ms, self.policy.absolute_ms);
        let seat = Seat { assurance, ..invitation.seat(self.policy.reach_of(assurance), span, "") };
        (hand_out(&mut self.state.seats, Use::Session, seat.clone(), entropy), seat)
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

    /// The sessions and tokens of one principal, each by a name that opens nothing.
    pub fn of(&self, principal: PrincipalId) -> impl Iterator<Item = (String, &Seat)> {
        let all = self.state.seats.iter().chain(&self.state.machines);
        all.filter(move |(_, seat)| seat.principal == principal).map(|(hash, seat)| (hash.name(), seat))
    }

    /// The name of the session behind a cookie.
    pub fn name_of(&self, cookie: &str) -> Option<String> {
        TokenHash::of(cookie, Use::Session).map(|hash| hash.name())
    }

    /// Ends one session or token of a principal by its name. The seat that there was.
    pub fn end(&mut self, principal: PrincipalId, name: &str) -> Option<Seat> {
        let named = |(hash, seat): (&TokenHash, &Seat)| {
            (seat.principal == principal && hash.name() == name).then_some(*hash)
        };
        let seat = self.state.seats.iter().find_map(named);
        let machine = || self.state.machines.iter().find_map(named);
        seat.or_else(machine)
            .and_then(|hash| self.state.seats.remove(&hash).or_else(|| self.state.machines.remove(&hash)))
    }

    /// Ends all sessions of one principal but the one of a cookie. How many there were.
    pub fn end_sessions(&mut self, principal: PrincipalId, but: Option<&str>) -> usize {
        let kept = but.and_then(|cookie| TokenHash::of(cookie, Use::Session));
        let before = self.state.seats.len();
        self.state.seats.retain(|hash, seat| seat.principal != principal || Some(*hash) == kept);
        before - self.state.seats.len()
    }

    /// Ends all sessions, links and tokens of one principal.
    pub fn revoke(&mut self, principal: PrincipalId) {
        self.state.links.retain(|_, link| link.principal != principal);
        self.state.seats.retain(|_, seat| seat.principal != principal);
        self.state.machines.retain(|_, seat| seat.principal != principal);
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
    fn admits(&self, grant: &Grant, roles: &Policies, now_ms: u64) -> Result<(), Refusal> {
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

    /// What a session reaches to by how its owner proved who they are: by a link to everything but approving, on an
    /// operational node; by two factors to all that their roles grant.
    fn reach_of(&self, assurance: Assurance) -> Reach {
        match self.node {
            Node::Operational if assurance < Assurance::TwoFactor => {
                Reach::AllBut(APPROVER_ACTS.iter().copied().collect())
            }
            Node::Operational | Node::ExerciseOnly => Reach::Roles,
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
