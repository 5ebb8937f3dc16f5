//! Alarms that are likely of one occurrence.
//!
//! A flood raises a threshold here, a rate of rise there and a silent gauge between them. Nobody should have to look
//! at each as if it were alone. This says which other alarms an officer may want to see with one, and why; it hides
//! none of them, and it ties none of them to another.

use jiff::{SignedDuration, Timestamp};
use kulla_record::SubjectId;
use kulla_record::kind::signal::{Alarm, Explanation};

use crate::said::{explanation, figure};

/// How near alarms have to be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Parameters {
    /// How far apart two of them may have begun.
    pub within: SignedDuration,
    /// How far apart they may lie, in kilometres.
    pub km: f64,
}

impl Default for Parameters {
    /// Six hours and 40 km: about what a flood wave of the Drini i Bardhë takes from Klinë to the border.
    fn default() -> Self {
        Parameters { within: SignedDuration::from_hours(6), km: 40.0 }
    }
}

/// An alarm of the log.
#[derive(Debug, Clone, Copy)]
pub struct Seen<'a> {
    /// Which.
    pub subject: SubjectId,
    /// What it says.
    pub alarm: &'a Alarm,
}

/// Another alarm that is likely of the same occurrence, and why.
#[derive(Debug, Clone, PartialEq)]
pub struct Together {
    /// Which.
    pub subject: SubjectId,
    /// Why.
    pub why: Explanation,
}

/// Of `others`, those that are likely of one occurrence with `one`: first those of the same source, then by
/// distance. Alarms without a place are together only by their source.
pub fn together(one: Seen<'_>, others: &[Seen<'_>], parameters: &Parameters) -> Vec<Together> {
    let mut found: Vec<(f64, Together)> = others
        .iter()
        .filter(|other| other.subject != one.subject)
        .filter_map(|other| {
            near(one.alarm, other.alarm, parameters)
                .map(|(km, why)| (km, Together { subject: other.subject, why }))
        })
        .collect();
    found.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.subject.cmp(&b.1.subject)));
    found.into_iter().map(|(_, together)| together).collect()
}

fn near(one: &Alarm, other: &Alarm, parameters: &Parameters) -> Option<(f64, Explanation)> {
    let apart = apart(one.began, other.began);
    if apart > parameters.within {
        return None;
    }
    let minutes = apart.as_mins().to_string();
    if one.source.is_some() && one.source == other.source {
        let text = format!("the same source, {minutes} minutes apart");
        return Some((-1.0, explanation("together-source", [("minutes", minutes)], text)));
    }
    let km = one.place.middle()?.km_to(other.place.middle()?);
    (km <= parameters.km).then(|| {
        let distance = figure((km * 10.0).round() / 10.0);
        let text = format!("{distance} km and {minutes} minutes apart");
        (km, explanation("together-near", [("km", distance), ("minutes", minutes)], text))
    })
}

fn apart(one: Timestamp, other: Timestamp) -> SignedDuration {
    one.duration_since(other).abs()
}
