//! Working papers of warnings.

use std::collections::BTreeMap;

use kulla_record::kind::warning::Content;
use kulla_record::{PrincipalId, RecordId, SubjectId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::approval::AssertionTold;
use super::item::Item;
use super::label::LabelTold;
use super::may::May;
use super::seen::SeenTold;

/// One thing that is wrong with a content.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Finding {
    /// Stable: `check.language-missing`.
    pub code: String,
    /// Whether it keeps the warning from being submitted and issued.
    pub blocking: bool,
    /// Which field.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// In which language.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lang: Option<String>,
    /// In English.
    pub message: String,
    /// What the message names.
    pub args: BTreeMap<String, String>,
}

impl From<&kulla_warn::check::Finding> for Finding {
    fn from(finding: &kulla_warn::check::Finding) -> Finding {
        let args: BTreeMap<String, String> =
            finding.args.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
        Finding {
            code: finding.code.to_owned(),
            blocking: finding.weight == kulla_warn::check::Weight::Blocks,
            field: args.get("field").cloned(),
            lang: args.get("lang").cloned(),
            message: finding.message.clone(),
            args,
        }
    }
}

/// The steps of a working paper.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DraftMay {
    /// Write another content.
    pub edit: May,
    /// Hand it to a second person.
    pub submit: May,
    /// Approve it as the second person.
    pub approve: May,
    /// Send it back as the second person.
    pub refuse: May,
    /// Make it public.
    pub issue: May,
    /// Give it up.
    pub withdraw: May,
}

/// A text as a channel of few characters carries it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ShortText {
    /// The text.
    pub text: String,
    /// Text messages that it takes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parts: Option<usize>,
    /// Pages of a cell broadcast that it takes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pages: Option<usize>,
    /// `GSM-7` or `UCS-2`.
    pub encoding: String,
}

/// People in the chosen municipalities.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
pub struct People {
    /// Counted.
    pub estimate: u64,
    /// At least.
    pub low: u64,
    /// At most.
    pub high: u64,
}

/// How the warning would go out.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Preview {
    /// As a text message, by language.
    pub sms: BTreeMap<String, ShortText>,
    /// As a cell broadcast, by language.
    pub cell: BTreeMap<String, ShortText>,
    /// Official languages of the chosen municipalities.
    pub languages_required: Vec<String>,
    /// People in them; null where nothing is chosen.
    pub people: Option<People>,
    /// As CAP, once it is finished; the identifier is drawn when it is issued.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub xml: Option<String>,
}

/// Somebody who wrote a part of it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Writer {
    /// Opaque.
    pub id: PrincipalId,
    /// Empty for people of other agencies.
    pub name: String,
    /// Code of the agency.
    pub agency: String,
}

/// A working paper with everything that is needed to decide on it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DraftView {
    /// The paper.
    pub draft: Item,
    /// Hash of exactly this content: what is approved and issued.
    pub hash: String,
    /// What is wrong with it.
    pub findings: Vec<Finding>,
    /// How it would go out.
    pub preview: Preview,
    /// Which steps would be carried out now.
    pub may: DraftMay,
    /// Everybody who wrote a part of it; none of them approves.
    pub writers: Vec<Writer>,
}

/// A new working paper.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DraftTold {
    /// Chosen by the client.
    pub id: RecordId,
    /// What people will be told.
    pub content: Content,
    /// The incident that it belongs to.
    pub incident: Option<SubjectId>,
    /// Who works on it.
    #[schema(value_type = Option<kulla_record::Label>)]
    pub label: Option<LabelTold>,
}

/// Another content.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DraftEdit {
    /// The version that was seen.
    pub head: SeenTold,
    /// All of it.
    pub content: Content,
}

/// A step of a working paper.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DraftStepTold {
    /// The version that was seen.
    pub head: SeenTold,
    /// For `refuse` and `issue`: the hash of the content that was seen. `refuse` may leave it out.
    #[serde(default)]
    pub hash: String,
    /// For `refuse` and `withdraw`: why.
    #[serde(default)]
    pub reason: String,
}

/// The approval of a working paper.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DraftApproved {
    /// The version that was seen.
    pub head: SeenTold,
    /// The hash of the content that was seen.
    pub hash: String,
    /// The signature, where it takes one: an answer `approval.passkey` says so, and what is to be signed.
    #[serde(default)]
    pub assertion: Option<AssertionTold>,
}
