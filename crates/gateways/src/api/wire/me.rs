//! Oneself: ways to log in, sessions, tokens. Links by which others make a way to log in.

use std::collections::BTreeMap;

use jiff::Timestamp;
use kulla_record::SubjectId;
use kulla_record::session::Assurance;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::item::Author;

/// Oneself.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct MeSeen {
    /// The name.
    pub name: String,
    /// How one types it at log-in: the word, `@`, the agency.
    pub login: String,
    /// The agency.
    pub agency: String,
    /// Its name by language.
    pub agency_name: BTreeMap<String, String>,
    /// Passkeys.
    pub passkeys: Vec<PasskeySeen>,
    /// Whether there is a password with a one-time code.
    pub password: bool,
    /// Sessions that hold, the newest first.
    pub sessions: Vec<SessionOpen>,
    /// Tokens that hold, the newest first.
    pub tokens: Vec<TokenSeen>,
    /// Acts that a token of one's own may carry.
    pub token_acts: Vec<String>,
    /// Whether this session may add a passkey: by two factors, and not long ago.
    pub may_add: bool,
}

/// A passkey.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PasskeySeen {
    /// Its id.
    pub id: String,
    /// What its owner calls it.
    pub name: String,
    /// When it was made.
    #[schema(value_type = String, format = DateTime)]
    pub added: Timestamp,
    /// When it was last used.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub used: Option<Timestamp>,
    /// Whether its owner's other devices may hold it too.
    pub may_be_copied: bool,
}

/// A session of oneself.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SessionOpen {
    /// What it is called.
    pub id: String,
    /// Since when.
    #[schema(value_type = String, format = DateTime)]
    pub since: Timestamp,
    /// When it was last used.
    #[schema(value_type = String, format = DateTime)]
    pub used: Timestamp,
    /// When it ends at the latest.
    #[schema(value_type = String, format = DateTime)]
    pub until: Timestamp,
    /// How one proved who one is.
    pub assurance: Assurance,
    /// The declared purpose.
    pub purpose: String,
    /// The exercise, if in one.
    pub exercise: Option<String>,
    /// Whether it is this one.
    pub here: bool,
}

/// A token of oneself.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct TokenSeen {
    /// What it is called by programs.
    pub id: String,
    /// What it is called by people.
    pub name: String,
    /// What it reaches to.
    pub acts: Vec<String>,
    /// Since when.
    #[schema(value_type = String, format = DateTime)]
    pub since: Timestamp,
    /// When it was last used; nothing if never.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub used: Option<Timestamp>,
    /// When it ends.
    #[schema(value_type = String, format = DateTime)]
    pub until: Timestamp,
}

/// A new token.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TokenTold {
    /// What people call it.
    pub name: String,
    /// What it is to reach to.
    pub acts: Vec<String>,
    /// For how many days, at most 365.
    pub days: u16,
}

/// A token, shown once.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct TokenMade {
    /// For `Authorization: Bearer` at `/api/v1`.
    pub token: String,
    /// Oneself, with it.
    pub me: MeSeen,
}

/// How somebody logs in, as far as an administrator has to know.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct LogInSeen {
    /// How many passkeys.
    pub passkeys: usize,
    /// Whether there is a password with a one-time code.
    pub password: bool,
    /// Until when an enrolment link can be used, if there is one.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub link_until: Option<Timestamp>,
}

/// An enrolment link for somebody.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LinkTold {
    /// Whether all ways to log in that they had end with it.
    #[serde(default)]
    pub replaces: bool,
    /// Why.
    #[serde(default)]
    pub reason: String,
}

/// An enrolment link, shown once, or that a second administrator is waited for.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct LinkMade {
    /// Its path.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// Until when it can be used.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub until: Option<Timestamp>,
    /// Whether a second administrator has to confirm it.
    pub waits: bool,
}

/// An enrolment link that waits for a second administrator.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct LinkWaiting {
    /// What it is called.
    pub id: String,
    /// For whom.
    pub person: SubjectId,
    /// Their name.
    pub name: String,
    /// Who wants it.
    pub by: Author,
    /// Since when.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// Whether all ways to log in that they had end with it.
    pub replaces: bool,
    /// Why.
    pub reason: String,
    /// Whether whoever asks wanted it.
    pub mine: bool,
}
