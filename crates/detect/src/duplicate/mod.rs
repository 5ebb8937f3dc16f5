//! Reports that are likely of one thing.
//!
//! When a road floods, twenty people say so. An officer who has one report before them wants to see the others, and
//! why a machine thinks that they are the same. This hides none of them and ties none to another: a person does that.
//!
//! People report one thing in three languages and two scripts, so words alone find little: what is reported and where
//! counts first, and words stand in where nobody said exactly where. Texts come in folded (without marks, Cyrillic as
//! Latin), so that `Ђаковица`, `Đakovica` and `djakovica` are one word.

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};
use kulla_record::SubjectId;
use kulla_record::kind::signal::Explanation;
use kulla_record::place::Point;

use crate::said::{explanation, figure};

/// Letters of a piece of a word. Pieces, not words: Albanian and Serbian change the ends of theirs.
const PIECE_LETTERS: usize = 3;
/// Characters of a text that are looked at.
pub const TEXT_CHARS_MAX: usize = 1_000;
/// Reports that one is held against.
pub const OTHERS_MAX: usize = 500;

/// How alike reports have to be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Parameters {
    /// How far apart they may have come in.
    pub within: SignedDuration,
    /// How far apart two reports of the same service may lie, in kilometres.
    pub same_km: f64,
    /// How far apart two reports may lie whose words are alike, in kilometres.
    pub alike_km: f64,
    /// From which likeness on words are alike: of their pieces, the part that both have, 0 to 1.
    pub alike: f64,
}

impl Default for Parameters {
    /// Twelve hours, for a flood is reported for a day and a blocked road for an evening. 400 m is how exactly people
    /// put a point on a map of a village; 2 km how far apart two of them see the same smoke. 0.4 of the pieces is what
    /// two people share who describe one thing in one language; two things of one language share less than 0.2.
    fn default() -> Self {
        Parameters { within: SignedDuration::from_hours(12), same_km: 0.4, alike_km: 2.0, alike: 0.4 }
    }
}

/// A report, as far as it counts here.
#[derive(Debug, Clone, PartialEq)]
pub struct Seen {
    /// Which.
    pub subject: SubjectId,
    /// The code of what is reported; empty for what an officer wrote down.
    pub service: String,
    /// When it came in.
    pub at: Timestamp,
    /// Where, if that is known to a point.
    pub point: Option<Point>,
    /// Codes of its areas.
    pub areas: Vec<String>,
    /// Its words, folded.
    pub text: String,
}

/// Another report that is likely of the same thing, and why.
#[derive(Debug, Clone, PartialEq)]
pub struct Alike {
    /// Which.
    pub subject: SubjectId,
    /// Why.
    pub why: Explanation,
}

/// Of `others`, the first [`OTHERS_MAX`], those that are likely of the same thing as `one`, the likeliest first.
pub fn alike(one: &Seen, others: &[Seen], parameters: &Parameters) -> Vec<Alike> {
    let own = pieces(&one.text);
    let mut found: Vec<(f64, Alike)> = others
        .iter()
        .take(OTHERS_MAX)
        .filter(|other| other.subject != one.subject)
        .filter_map(|other| {
            let (score, why) = judged(one, other, likeness(&own, &pieces(&other.text)), parameters)?;
            Some((score, Alike { subject: other.subject, why }))
        })
        .collect();
    found.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.subject.cmp(&b.1.subject)));
    found.into_iter().map(|(_, alike)| alike).collect()
}

fn judged(one: &Seen, other: &Seen, words: f64, parameters: &Parameters) -> Option<(f64, Explanation)> {
    let apart = one.at.duration_since(other.at).abs();
    if apart > parameters.within {
        return None;
    }
    let minutes = ("minutes", apart.as_mins().to_string());
    let same = !one.service.is_empty() && one.service == other.service;
    let reads_alike = words >= parameters.alike;
    let percent = ("percent", figure((words * 100.0).round()));
    let Some(km) = one.point.zip(other.point).map(|(a, b)| a.km_to(b)) else {
        let shared = one.areas.iter().any(|area| other.areas.contains(area));
        return (shared && same && reads_alike).then(|| {
            let text = format!(
                "the same kind, in the same municipality, {} % of the words, {} minutes apart",
                percent.1, minutes.1
            );
            (words, explanation("duplicate-area", [percent, minutes], text))
        });
    };
    let distance = ("km", figure((km * 10.0).round() / 10.0));
    let close = 1.0 - (km / parameters.alike_km).min(1.0);
    match (same && km <= parameters.same_km, reads_alike && km <= parameters.alike_km) {
        (_, true) => {
            let text =
                format!("{} % of the words, {} km and {} minutes apart", percent.1, distance.1, minutes.1);
            let kind = if same { 1.0 } else { 0.0 };
            Some((
                1.0 + words + close + kind,
                explanation("duplicate-words", [percent, distance, minutes], text),
            ))
        }
        (true, false) => {
            let text = format!("the same kind, {} km and {} minutes apart", distance.1, minutes.1);
            Some((1.0 + words + close, explanation("duplicate-kind", [distance, minutes], text)))
        }
        (false, false) => None,
    }
}

/// The pieces of the words of a text; of a word that is shorter than a piece, the word.
fn pieces(text: &str) -> BTreeSet<String> {
    let text: String = text.chars().take(TEXT_CHARS_MAX).collect();
    let mut pieces = BTreeSet::new();
    for word in text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        let letters: Vec<char> = word.chars().collect();
        match letters.len() <= PIECE_LETTERS {
            true => drop(pieces.insert(word.to_owned())),
            false => {
                pieces.extend(letters.windows(PIECE_LETTERS).map(|piece| piece.iter().collect::<String>()))
            }
        }
    }
    pieces
}

/// Twice what both have, of what they have together (Dice); 0 where one says nothing.
fn likeness(one: &BTreeSet<String>, other: &BTreeSet<String>) -> f64 {
    let all = one.len() + other.len();
    if one.is_empty() || other.is_empty() {
        return 0.0;
    }
    let both = one.intersection(other).count();
    #[expect(clippy::cast_precision_loss, reason = "a thousand pieces at most")]
    let likeness = (2 * both) as f64 / all as f64;
    likeness
}
