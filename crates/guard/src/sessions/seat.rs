//! What is kept of links, sessions and machine tokens. A restart reads it back; it holds no secret.

use std::collections::BTreeMap;

use jiff::Timestamp;
use kulla_record::PrincipalId;
use kulla_record::kind::governance::Grant;
use kulla_record::label::Word;
use kulla_record::session::{Assurance, Session};
use serde::{Deserialize, Serialize};

use crate::act::Reach;
use crate::holder::{Entry, GroupEpochs, session_of};
use crate::token::TokenHash;

/// How far the clock may be set back before what was issued "in the future" is refused, in milliseconds.
pub const CLOCK_BACK_MAX_MS: u64 = 60_000;

/// From when until when something holds, in milliseconds since 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    /// When it was issued.
    pub from_ms: u64,
    /// When it ends; not within the span any more.
    pub until_ms: u64,
}

impl Span {
    /// A span of a length.
    pub const fn lasting(from_ms: u64, length_ms: u64) -> Span {
        Span { from_ms, until_ms: from_ms.saturating_add(length_ms) }
    }

    /// Whether it holds now. A clock that jumped ends it, in whichever direction.
    pub const fn holds(self, now_ms: u64) -> bool {
        now_ms < self.until_ms && now_ms.saturating_add(CLOCK_BACK_MAX_MS) >= self.from_ms
    }
}

/// An entry link that was handed out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// Who enters by it.
    pub principal: PrincipalId,
    /// For which declared purpose.
    pub purpose: Word,
    /// Into which exercise, if into one.
    pub exercise: Option<Word>,
    /// While it can be used.
    pub span: Span,
    /// Whether it has been.
    pub used: bool,
}

/// A place taken in the house: a person's session, or a machine's token.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seat {
    /// Whose.
    pub principal: PrincipalId,
    /// For which declared purpose.
    pub purpose: Word,
    /// In which exercise, if in one.
    pub exercise: Option<Word>,
    /// How they proved who they are.
    pub assurance: Assurance,
    /// Which acts it reaches to, of those that the roles grant.
    pub reach: Reach,
    /// How long it holds at most.
    pub span: Span,
    /// When it was last used, in milliseconds since 1970.
    pub seen_ms: u64,
    /// What a machine's token is called by people; empty for a person's session.
    pub name: String,
}

impl Seat {
    /// The session, from the grant as it stands now. Asked anew for each request and each delivery, so that a
    /// grant that changes or ends takes effect at once. `None` for another person's grant and for one that does
    /// not hold now.
    pub fn session(&self, grant: &Grant, groups: &GroupEpochs, now: Timestamp) -> Option<Session> {
        let entry = Entry {
            purpose: self.purpose.clone(),
            assurance: self.assurance,
            exercise: self.exercise.clone(),
        };
        (grant.principal == self.principal).then(|| session_of(grant, groups, entry, now)).flatten()
    }
}

/// Everything that a restart needs to keep people logged in. Hashes only.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Snapshot {
    pub(super) links: BTreeMap<TokenHash, Link>,
    pub(super) seats: BTreeMap<TokenHash, Seat>,
    pub(super) machines: BTreeMap<TokenHash, Seat>,
}
