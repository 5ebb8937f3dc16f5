//! The rules that say who may act.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

/// Who may act, by which rules.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PoliciesSeen {
    /// The whole text, in Cedar.
    pub text: String,
    /// SHA-256 of `kulla/policies/1` and the text, 64 hexadecimal digits.
    pub hash: String,
    /// Since when the node goes by it: the start that read it.
    #[schema(value_type = String, format = DateTime)]
    pub since: Timestamp,
    /// Its rules, in the order of the text.
    pub rules: Vec<RuleSeen>,
    /// By role: the acts that somebody with this role alone may do under some circumstance.
    pub roles: BTreeMap<String, Vec<String>>,
}

/// One rule.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RuleSeen {
    /// What refusals name it by.
    pub id: String,
    /// Whether it lets or forbids.
    pub effect: EffectWord,
    /// Its sentence, by language. Text, never markup.
    pub words: BTreeMap<String, String>,
    /// Where it begins in the text, from 1.
    pub line: usize,
    /// Itself.
    pub text: String,
}

/// Whether a rule lets or forbids.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum EffectWord {
    /// Lets, unless something forbids.
    Permit,
    /// Forbids, whatever is permitted.
    Forbid,
}
