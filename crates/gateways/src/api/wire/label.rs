//! Labels, and in words whom they reach.

use std::collections::BTreeMap;

use jiff::civil::Date;
use kulla_record::session::Assurance;
use kulla_record::{Label, LabelId};
use serde::{Deserialize, Deserializer, Serialize};
use utoipa::ToSchema;

use super::may::Why;

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
    /// With something in hand: the label is narrower than what was chosen, because what is written belongs to it.
    pub held: bool,
    /// With something in hand: in what the label lies below that of the thing; absent where it does not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub below: Option<BelowSeen>,
    /// With something in hand: why this can't be chosen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refused: Option<Why>,
}

/// In what a label lies below that of the thing in hand: whom it would let see what the thing keeps from them.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct BelowSeen {
    /// The public sees the one and not the other.
    pub public: bool,
    /// Agencies that see the one and not the other.
    pub agencies: Vec<String>,
    /// Nations likewise.
    pub nations: Vec<String>,
    /// How many persons see the one and not the other.
    pub people: usize,
    /// Levels of the thing that the label does not reach, by policy.
    pub levels: BTreeMap<String, u8>,
    /// Categories that the thing asks for and the label does not.
    pub categories: Vec<String>,
    /// It may be used for more purposes.
    pub purposes: bool,
    /// Restrictions on handling that the thing has and the label has not.
    pub controls: Vec<String>,
}

/// A label to be composed: told as it is, as a document of STANAG 4774, or as a word of TLP 2.0; exactly one of them.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LabelAsked {
    /// What will be written: `incident`, `entry`, `task`, `draft` or `report`.
    pub kind: String,
    /// As it is.
    #[serde(default)]
    #[schema(value_type = Option<Label>)]
    pub label: Option<LabelTold>,
    /// As a document of STANAG 4774.
    #[serde(default)]
    pub stanag4774: Option<String>,
    /// As a word of TLP 2.0.
    #[serde(default)]
    pub tlp: Option<String>,
    /// Whom the word of TLP names: `g:GROUP`, `a:AGENCY` or `p:PERSON`.
    #[serde(default)]
    pub recipients: Vec<String>,
    /// Clients of the recipients, for TLP:AMBER.
    #[serde(default)]
    pub clients: Vec<String>,
    /// The thing in hand.
    #[serde(default)]
    pub in_hand: Option<String>,
}

/// A label as it would be written.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct LabelRead {
    /// The label.
    pub label: LabelSeen,
    /// Whom it reaches.
    pub who: Who,
    /// It is narrower than what was told, because what is written belongs to the thing in hand.
    pub held: bool,
    /// In what it lies below the thing in hand; absent where it does not, or where nothing is in hand.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub below: Option<BelowSeen>,
    /// In what it lies below the usual label of the kind.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub below_usual: Option<BelowSeen>,
}

/// The label of a thing in the words of others.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct LabelWords {
    /// The label, with its word of TLP 2.0 where it has one.
    pub label: LabelSeen,
    /// Whom it reaches.
    pub who: Who,
    /// As a document of STANAG 4774.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stanag4774: Option<String>,
    /// Why there is no such document.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<Why>,
}
