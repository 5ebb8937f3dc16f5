//! Warnings as they were issued.

use std::collections::BTreeMap;

use jiff::Timestamp;
use kulla_record::RecordId;
use kulla_record::kind::warning::WarningText;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::item::Item;
use super::may::May;
use super::seen::SeenTold;

/// A warning with where it stands.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct WarningView {
    /// The warning.
    pub warning: Item,
    /// Its page for people.
    pub public: String,
    /// Its lasting address as CAP.
    pub xml: String,
    /// How each channel took it.
    pub deliveries: Vec<Item>,
    /// What would be carried out now.
    pub may: WarningMay,
}

/// The steps of a warning.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct WarningMay {
    /// Write one that takes its place.
    pub update: May,
    /// Write one that takes it back.
    pub cancel: May,
    /// Until when the caller may take it back alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub cancel_alone_until: Option<Timestamp>,
}

/// A paper that takes the place of a warning, filled with what that said.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UpdateTold {
    /// Chosen by the client.
    pub id: RecordId,
}

/// A cancellation.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CancelTold {
    /// Chosen by the client.
    pub id: RecordId,
    /// What people are told, in the languages of the warning; a plain sentence, if it is not said.
    pub texts: Option<BTreeMap<String, WarningText>>,
    /// Whether it goes out at once, which either of the two who issued it may do for 30 minutes.
    #[serde(default)]
    pub alone: bool,
    /// Where the warning has several heads: all of them.
    pub heads: Option<SeenTold>,
}
