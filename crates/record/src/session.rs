//! Who is asking: the attributes that a label is held against.
//!
//! A session is put together by `kulla-guard` from grants; nothing that a request carries can add to it.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::id::PrincipalId;
use crate::label::{Atom, Word};

/// How sure we are that the person is who they say, weakest first.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, utoipa::ToSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Assurance {
    /// Nobody in particular: the public pages and feeds.
    Anonymous,
    /// A single-use entry link, a password, an API token.
    Single,
    /// Two factors.
    TwoFactor,
    /// Phishing-resistant: a passkey or a client certificate.
    PhishingResistant,
}

/// The attributes of one log-in, with one declared purpose, in one exercise or in none.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Session {
    /// Who acts. Opaque; the name lives in a `grant`.
    pub person: PrincipalId,
    /// For which agency.
    pub agency: Word,
    /// What the audience clauses are held against.
    pub atoms: BTreeSet<Atom>,
    /// Clearance by policy. A policy that is not named here is not held at any level.
    pub clearances: BTreeMap<Word, u8>,
    /// Categories held.
    pub categories: BTreeSet<Word>,
    /// The one declared purpose.
    pub purpose: Word,
    /// How the person proved who they are.
    pub assurance: Assurance,
    /// The exercise that the session takes part in, if any.
    pub exercise: Option<Word>,
    /// What the person may do is decided over these, never what they may read.
    pub roles: BTreeSet<Word>,
}
