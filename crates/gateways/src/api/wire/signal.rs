//! Signals, their triage, and what came in.

use jiff::Timestamp;
use kulla_record::kind::assessment::Grade;
use kulla_record::kind::signal::{Explanation, Severity};
use kulla_record::place::Place;
use kulla_record::{PrincipalId, RecordId, SubjectId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::incident::IncidentBrief;
use super::item::{Item, Strip, pages};
use super::label::LabelTold;
use super::seen::SeenTold;

/// A signal with what was made of it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SignalView {
    /// As it came.
    pub signal: Item,
    /// What people made of it.
    pub triage: Option<Item>,
    /// Incidents that it belongs to.
    pub incidents: Vec<IncidentBrief>,
    /// Other signals near it in place and time.
    pub near: Vec<Strip>,
    /// Of a report: other reports that are likely of the same thing, the likeliest first. A hint; nothing is tied.
    pub alike: Vec<Alike>,
}

/// Another report that is likely of the same thing.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Alike {
    /// The other report.
    pub signal: Strip,
    /// What its reporter calls it; empty for what an officer wrote down.
    pub number: String,
    /// Why a machine thinks so, in words.
    pub why: Explanation,
}

/// A signal and its triage after a step.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Triaged {
    /// As it came.
    pub signal: Item,
    /// What people made of it.
    pub triage: Option<Item>,
}

/// A report by hand.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReportTold {
    /// Chosen by the client.
    pub id: RecordId,
    /// In one line.
    pub title: String,
    /// In full.
    #[serde(default)]
    pub text: String,
    /// Language of the text.
    #[serde(default)]
    pub lang: String,
    /// When it happened; now, if it is not said.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub seen: Option<Timestamp>,
    /// Where.
    #[serde(default)]
    pub place: Place,
    /// How bad.
    #[serde(default)]
    pub severity: Severity,
    /// Whether a life is at risk.
    #[serde(default)]
    pub life_at_risk: bool,
    /// Where it came from, in words.
    pub from: String,
    /// Who it is for.
    #[schema(value_type = Option<kulla_record::Label>)]
    pub label: Option<LabelTold>,
}

/// A step in triage. `head` is the version of the triage that was seen; null when nobody had touched it.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TriageTold {
    /// See above.
    pub head: Option<SeenTold>,
    /// For `take`: out of whose hand; then it is taken over.
    pub from: Option<PrincipalId>,
    /// For `dismiss`: why.
    #[serde(default)]
    pub reason: String,
    /// For `link`: to which incident.
    pub incident: Option<SubjectId>,
    /// For `grade`: `A1` to `F6`.
    #[schema(value_type = Option<String>, example = "B2")]
    pub grade: Option<Grade>,
}

/// Something that a document breaks or bends.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CapFinding {
    /// Stable rule.
    pub rule: String,
    /// `note`, `warning`, `error`.
    pub severity: String,
    /// 1-based line.
    pub line: u32,
    /// In words.
    pub message: String,
}

/// What became of a document.
#[derive(Debug, Clone, Default, Serialize, ToSchema)]
pub struct TakenIn {
    /// In triage now.
    pub received: Vec<CapReceived>,
    /// Were there before.
    pub known: Vec<SubjectId>,
    /// Kept with the reason why not.
    pub quarantined: Vec<CapQuarantined>,
    /// While some of it is not shown yet: what a request may `wait` for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}

/// One message that is in triage.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CapReceived {
    /// The bulletin.
    pub subject: SubjectId,
    /// In one line.
    pub title: String,
    /// `accept` or `warn`.
    pub verdict: String,
    /// `none` or `unchecked`.
    pub signature: String,
    /// What it bends.
    pub findings: Vec<CapFinding>,
}

/// One message that was refused.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CapQuarantined {
    /// Under which id it is kept.
    pub id: RecordId,
    /// Why.
    pub reason: String,
    /// What is wrong with it.
    pub findings: Vec<CapFinding>,
}

/// A piece of the quarantine.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PieceSeen {
    /// Its id.
    pub id: RecordId,
    /// When it came.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// Through which door.
    pub door: String,
    /// Why it was refused.
    pub reason: String,
    /// What is wrong with it.
    pub findings: Vec<CapFinding>,
    /// Bytes.
    pub size: u64,
}

pages! {
    /// A page of the quarantine, newest first.
    PiecePage(PieceSeen);
}
