//! Assessments: what a person made of a signal.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Rest, bodies};
use crate::id::{PrincipalId, SubjectId};

/// Source A–F × information 1–6, the NATO grading (AJP-2.1): `B2`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Grade {
    /// Reliability of the source, `A` (completely reliable) to `F` (can't be judged).
    pub source: char,
    /// Credibility of the information, 1 (confirmed) to 6 (can't be judged).
    pub information: u8,
}

impl Grade {
    /// Reads `B2`; `None` for anything else.
    pub fn new(text: &str) -> Option<Grade> {
        let mut chars = text.chars();
        let (source, information) = (chars.next()?, chars.next()?.to_digit(10)?);
        let fits =
            ('A'..='F').contains(&source) && (1..=6).contains(&information) && chars.next().is_none();
        fits.then_some(Grade { source, information: u8::try_from(information).ok()? })
    }
}

impl std::fmt::Display for Grade {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}{}", self.source, self.information)
    }
}

impl Serialize for Grade {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Grade {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Grade, D::Error> {
        let text = String::deserialize(d)?;
        Grade::new(&text).ok_or_else(|| {
            serde::de::Error::custom(format!("`{text}` is not a grade: write A to F, then 1 to 6"))
        })
    }
}

/// What became of a signal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// Somebody has it in hand.
    Taken,
    /// Put back into the queue.
    Released,
    /// Belongs to an incident (the `link` says which).
    Linked,
    /// Not relevant, with a reason.
    Dismissed,
}

/// The triage of one signal. Its subject is [`SubjectId::derived`]`("triage", signal)`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Assessment {
    /// The signal.
    pub signal: SubjectId,
    /// What became of it.
    pub outcome: Outcome,
    /// Who has it, or who decided.
    pub by: PrincipalId,
    /// How good source and content are, where somebody judged them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, example = "B2")]
    pub grade: Option<Grade>,
    /// Why; needed to dismiss.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
    /// Fields of a newer program.
    #[serde(flatten)]
    #[schema(ignore)]
    pub rest: Rest,
}

bodies!(Assessment = ASSESSMENT);
