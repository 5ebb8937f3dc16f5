//! What the reader may do with what is shown, told beforehand, so that a screen offers nothing that would be refused.

use std::collections::BTreeMap;

use kulla_record::decision::Refusal;
use serde::Serialize;
use utoipa::ToSchema;

use crate::problem::Problem;

/// Whether a step would be carried out now, and why not.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct May {
    /// Whether.
    pub ok: bool,
    /// Whether it takes a passkey, which signs exactly this.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub passkey: bool,
    /// Why not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<Why>,
}

/// Why not.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Why {
    /// Stable.
    pub code: String,
    /// In English.
    pub detail: String,
    /// What the detail names, for a translation of it.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub args: BTreeMap<String, String>,
}

impl May {
    /// It would be carried out as it is.
    pub fn yes() -> May {
        May { ok: true, passkey: false, why: None }
    }

    /// It would be carried out with a signature.
    pub fn signed() -> May {
        May { passkey: true, ..May::yes() }
    }

    /// It would be refused.
    pub fn no(why: impl Into<Why>) -> May {
        May { ok: false, passkey: false, why: Some(why.into()) }
    }
}

impl From<Problem> for Why {
    fn from(problem: Problem) -> Why {
        Why { code: problem.code, detail: problem.detail, args: problem.args }
    }
}

impl From<Refusal> for Why {
    fn from(refusal: Refusal) -> Why {
        let args = refusal.args.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        Why { code: refusal.code.to_owned(), detail: refusal.message, args }
    }
}
