//! What an overseer sees: who looked at what, how much of it, what was erased, how the logs stand.

use jiff::Timestamp;
use kulla_record::{RecordId, SubjectId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::item::{Author, pages};
use super::seen::SeenTold;

/// One record of the access log.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AccessSeen {
    /// The record.
    pub subject: SubjectId,
    /// `open`, `list`, `search`, `stream`, `export`, `denied`, `enter`, `enter-refused`; alarms are `bulk`, `canary` and
    /// `export-bulk`.
    pub act: String,
    /// Who; of other agencies an opaque id and the agency.
    pub who: Author,
    /// The purpose that they had declared.
    pub purpose: String,
    /// Of which kind that was which was opened or taken out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// Its id. It tells nothing of what it says, and leads nowhere unless a label lets it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub opened: Option<SubjectId>,
    /// How many times from `from` to `until`.
    pub count: u64,
    /// The start of what is counted.
    #[schema(value_type = String, format = DateTime)]
    pub from: Timestamp,
    /// Its end.
    #[schema(value_type = String, format = DateTime)]
    pub until: Timestamp,
    /// In which exercise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exercise: Option<String>,
    /// Of `export-bulk`: who else answers for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub second: Option<Author>,
    /// What an overseer said of it; only of alarms.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub judged: Option<Judged>,
}

/// What an overseer said of conspicuous reading.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Judged {
    /// `justified`, `asked` or `unjustified`.
    pub verdict: VerdictWord,
    /// Why.
    pub reason: String,
    /// Who said so.
    pub by: Author,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// The version, which another judgement names as `head`.
    pub head: RecordId,
}

/// What can be said of conspicuous reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum VerdictWord {
    /// There was a good reason.
    Justified,
    /// The agency is asked for the reason.
    Asked,
    /// There was none.
    Unjustified,
}

/// A judgement.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct JudgeTold {
    /// The judgement that it takes the place of; left out when nobody has judged yet.
    #[serde(default)]
    pub head: Option<SeenTold>,
    /// What is said.
    pub verdict: VerdictWord,
    /// Why; it must say something.
    pub reason: String,
}

/// A body that was overwritten.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ErasureSeen {
    /// The record of the erasure.
    pub subject: SubjectId,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// Who ordered it.
    pub by: Author,
    /// The second person, where two were needed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub second: Option<Author>,
    /// How many versions.
    pub records: usize,
    /// Why.
    pub reason: String,
    /// The legal basis.
    pub basis: String,
}

pages! {
    /// A page of the access log, newest first.
    AccessPage(AccessSeen);
    /// A page of erasures, newest first.
    ErasurePage(ErasureSeen);
}

/// What the people of one agency did. Acts by office; people are not compared.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct AgencyAccess {
    /// Code of the agency.
    pub agency: String,
    /// Things opened.
    pub opened: u64,
    /// Searches.
    pub searched: u64,
    /// Things taken out of the house.
    pub exported: u64,
    /// Refusals.
    pub denied: u64,
    /// Conspicuous reading.
    pub bulk: u64,
}

/// How much was looked at, by agency.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AccessSummary {
    /// From when on it is counted: seven days ago, or the oldest record that was looked at.
    #[schema(value_type = String, format = DateTime)]
    pub since: Timestamp,
    /// Whether that is all of the seven days. There may be too much to count it at once.
    pub whole: bool,
    /// By agency, whoever opened most first.
    pub agencies: Vec<AgencyAccess>,
    /// Conspicuous reading that nobody has judged.
    pub open: u64,
}

/// How a log stands.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct LogStands {
    /// `ops`, `track`, `access`, `exercise-NAME`.
    pub name: String,
    /// Records under its newest signed head.
    pub size: u64,
    /// Root of its tree (RFC 6962), 64 hexadecimal digits.
    pub root: String,
    /// When that was signed.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub sealed_at: Option<Timestamp>,
}

/// How the logs of the node stand.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct LogsStand {
    /// Every log.
    pub logs: Vec<LogStands>,
    /// Whether nothing damaged was found since the start.
    pub records_ok: bool,
}

/// The marks that stand.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CanariesSeen {
    /// The newest first.
    pub canaries: Vec<CanarySeen>,
}

/// A mark on a record that nobody has a reason to open.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CanarySeen {
    /// What is watched, by its id. Whether it is there is not told.
    pub watched: SubjectId,
    /// The version of the mark, which whoever lifts it names as `head`.
    pub head: RecordId,
    /// Who set it.
    pub by: Author,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// Why.
    pub reason: String,
}

/// A mark that is to be set or lifted.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CanaryTold {
    /// The mark as it was seen; left out where none was ever set.
    #[serde(default)]
    pub head: Option<SeenTold>,
    /// `true` sets it, `false` lifts it.
    pub set: bool,
    /// Why.
    pub reason: String,
}
