//! Labels, and in words whom they reach.

use std::collections::BTreeMap;

use jiff::civil::Date;
use kulla_record::session::Assurance;
use kulla_record::{Label, LabelId};
use serde::{Deserialize, Deserializer, Serialize};
use utoipa::ToSchema;

/// A label as it is shown.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct LabelSeen {
    /// Its id; absent for one that is only proposed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<LabelId>,
    /// Its name in the Traffic Light Protocol 2.0, where it has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tlp: Option<String>,
    /// What it says.
    #[serde(flatten)]
    pub label: Label,
}

impl LabelSeen {
    /// A label as it is shown.
    pub fn of(label: &Label, id: Option<LabelId>) -> LabelSeen {
        let tlp = kulla_guard::Tlp::of(label).map(|tlp| tlp.to_string());
        LabelSeen { id, tlp, label: label.clone() }
    }
}

/// A label as it is told: no field has a default; `id` and `tlp` of a shown one are passed over.
#[derive(Debug, Clone, ToSchema)]
#[schema(value_type = Label)]
pub struct LabelTold(pub Label);

impl<'de> Deserialize<'de> for LabelTold {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<LabelTold, D::Error> {
        let mut fields = serde_json::Map::<String, serde_json::Value>::deserialize(d)?;
        fields.remove("id");
        fields.remove("tlp");
        let label: Label = serde_json::from_value(fields.into()).map_err(serde::de::Error::custom)?;
        label.checked().map(LabelTold).map_err(serde::de::Error::custom)
    }
}

/// A question about a label.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WhoAsked {
    /// The label.
    #[schema(value_type = Label)]
    pub label: LabelTold,
}

/// Whom a label reaches.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Who {
    /// Everybody.
    pub public: bool,
    /// Agencies all of whose members read it, if they hold what it needs.
    pub agencies: Vec<String>,
    /// Groups that are wholly among the agencies.
    pub groups: Vec<WhoGroup>,
    /// Persons beside those of the agencies.
    pub persons: usize,
    /// Nations.
    pub nations: Vec<String>,
    /// What a reader has to hold beside.
    pub needs: WhoNeeds,
    /// Nobody at all.
    pub nobody: bool,
    /// The first day on which nobody reads it any more.
    #[schema(value_type = String, format = Date)]
    pub until: Date,
}

/// A group.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct WhoGroup {
    /// Its code.
    pub code: String,
    /// How many agencies are in it.
    pub members: usize,
}

/// What a reader has to hold beside.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct WhoNeeds {
    /// How surely they proved who they are; absent where it makes no difference.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub assurance: Option<Assurance>,
    /// Categories.
    pub categories: Vec<String>,
    /// Clearances by policy.
    pub levels: BTreeMap<String, u8>,
}

/// One choice of the label chooser.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct LabelOption {
    /// 1 to 4; 0 for a default that is none of the four.
    pub key: u8,
    /// Its code; `default` for the latter.
    pub code: String,
    /// Its name by language.
    pub name: BTreeMap<String, String>,
    /// The label.
    pub label: LabelSeen,
    /// Whom it reaches.
    pub who: Who,
    /// Whether it is what is written unless something else is chosen.
    pub default: bool,
}
