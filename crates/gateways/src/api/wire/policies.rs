//! The rules that say who may act.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use kulla_record::{RecordId, SubjectId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::approval::AssertionTold;
use super::item::Author;
use super::may::May;

/// Who may act, by which rules.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PoliciesSeen {
    /// The whole text, in Cedar.
    pub text: String,
    /// SHA-256 of `kulla/policies/1` and the text, 64 hexadecimal digits.
    pub hash: String,
    /// Since when the node goes by it.
    #[schema(value_type = String, format = DateTime)]
    pub since: Timestamp,
    /// Whether it stands on record. Else it is the text of the profile, read at the start.
    pub on_record: bool,
    /// Whether the caller may want another text, or confirm one.
    pub may_change: May,
    /// Texts that wait for a second person, the newest first.
    pub waiting: Vec<PolicyWaits>,
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

/// A text that somebody has in mind.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PoliciesTold {
    /// The whole text, in Cedar.
    pub text: String,
}

/// What a text would change. Nothing is written.
#[derive(Debug, Clone, Default, Serialize, ToSchema)]
pub struct PoliciesTried {
    /// Its hash, if it can be gone by.
    pub hash: Option<String>,
    /// What is wrong with it, in the order of its lines; with any of these the node would not go by it.
    pub faults: Vec<FaultSeen>,
    /// Rules that are not as they are now.
    pub rules: Vec<RuleTried>,
    /// Who gains and who loses what, by role.
    pub roles: Vec<RoleTried>,
}

/// One thing that is wrong with a text.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct FaultSeen {
    /// The line, from 1.
    pub line: usize,
    /// The rule, if it has an id.
    pub rule: Option<String>,
    /// What is wrong, and what to do.
    pub problem: String,
}

/// A rule before and after. One that is new has no before, one that is gone no after.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RuleTried {
    /// As the node goes by it now.
    pub before: Option<RuleSeen>,
    /// As it would be.
    pub after: Option<RuleSeen>,
}

/// What changes for whoever holds a role, as far as that role alone goes.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RoleTried {
    /// The role.
    pub role: String,
    /// In which agencies; none named: in all.
    pub agencies: BTreeSet<String>,
    /// What changes.
    pub shifts: Vec<ShiftSeen>,
}

/// What changes about one act.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ShiftSeen {
    /// The act.
    pub act: String,
    /// Where they may do it who could not before.
    pub gains: Option<WhereSeen>,
    /// Where they can't do it any more.
    pub loses: Option<WhereSeen>,
}

/// Circumstances, each side by itself; a side that is empty does not matter.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct WhereSeen {
    /// 1 a link or a token, 2 two factors, 3 a passkey.
    pub assurance: BTreeSet<i64>,
    /// `person`, `machine`, `player`.
    pub entered: BTreeSet<String>,
    /// `false` real work, `true` an exercise.
    pub exercise: BTreeSet<bool>,
    /// Declared purposes; `*` is every one that no rule names.
    pub purposes: BTreeSet<String>,
}

/// A text that somebody wants and nobody has decided on.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PolicyWaits {
    /// The change.
    pub subject: SubjectId,
    /// Who wants it.
    pub by: Author,
    /// For which agency they act.
    pub agency: String,
    /// When they said so.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// Why.
    pub reason: String,
    /// Whether it is the caller's own.
    pub mine: bool,
    /// The rules have changed since: it can't be confirmed any more.
    pub stale: bool,
}

/// How a wanted text ended.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PolicyEnded {
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// Who confirmed, refused, or took it back.
    pub by: Author,
    /// Why it was refused; empty otherwise.
    pub reason: String,
}

/// A text that somebody wanted and that never came to stand.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PolicyTurnedDown {
    /// Who wanted it, and why.
    pub wanted: PolicyWaits,
    /// `refused` or `withdrawn`.
    pub state: String,
    /// By whom, when, and why.
    pub ended: PolicyEnded,
}

/// One wanted text, with all that is needed to decide.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PolicyChangeSeen {
    /// Who wants it, and why.
    pub waits: PolicyWaits,
    /// `proposed`, `confirmed`, `refused`, `withdrawn`.
    pub state: String,
    /// How it ended, once it has.
    pub ended: Option<PolicyEnded>,
    /// Hash of exactly this: what is confirmed.
    pub hash: String,
    /// The whole text.
    pub text: String,
    /// What it would change, against the text that stands.
    pub tried: PoliciesTried,
    /// Whether the caller may confirm it.
    pub confirm: May,
    /// Whether the caller may refuse it.
    pub refuse: May,
    /// Whether the caller may take it back.
    pub withdraw: May,
}

/// A text that somebody wants to stand.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PolicyTold {
    /// Drawn by the client, so that the same request sent twice is one.
    pub id: RecordId,
    /// The whole text, in Cedar.
    pub text: String,
    /// Hash of the text that the caller saw standing.
    pub on: String,
    /// Why.
    pub reason: String,
}

/// A decision on a wanted text.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PolicyDecided {
    /// Hash of exactly what was shown.
    pub hash: String,
    /// To refuse: why.
    #[serde(default)]
    pub reason: String,
    /// To confirm on an operational node: the signature. An answer `approval.passkey` says what is to be signed.
    #[serde(default)]
    pub assertion: Option<AssertionTold>,
}

/// Texts that stood on record, and those that somebody wanted in vain.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PolicyHistory {
    /// The newest first, at most 100.
    pub stood: Vec<PolicyStood>,
    /// How many there are.
    pub count: usize,
    /// Wanted and refused, or taken back; the newest first, at most 100.
    pub turned_down: Vec<PolicyTurnedDown>,
    /// How many of those there are.
    pub turned_down_count: usize,
}

/// A text that stood.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PolicyStood {
    /// The version.
    pub version: RecordId,
    /// Since when.
    #[schema(value_type = String, format = DateTime)]
    pub from: Timestamp,
    /// Hash of the text.
    pub hash: String,
    /// Hash of the text that it took the place of.
    pub before: String,
    /// Who wanted it; nobody where the operator took the text of the profile at a start.
    pub by: Option<Author>,
    /// Who confirmed it.
    pub second: Option<Author>,
    /// Why.
    pub reason: String,
    /// Whether a passkey signed the confirmation. `kulla verify` checks the signature.
    pub signed: bool,
}

/// A text that stood, whole.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PolicyStoodWhole {
    /// Since when, by whom, why.
    pub stood: PolicyStood,
    /// The text.
    pub text: String,
    /// What it changed against the text before it; none where that one is not on record or reads no more.
    pub tried: Option<PoliciesTried>,
}
