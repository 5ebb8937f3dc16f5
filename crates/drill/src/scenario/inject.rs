//! What arrives: one table for each door.

use serde::Deserialize;
use toml::Spanned;

use super::{Span, Text, Texts};

/// Something that arrives. Exactly one door.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Inject {
    /// As `after` names it.
    pub name: Text,
    /// When.
    pub at: Span,
    /// How far the seed moves it, to either side.
    #[serde(default)]
    pub spread: Span,
    /// Not before these have happened.
    #[serde(default)]
    pub after: Vec<Text>,
    /// And so long after the last of them.
    #[serde(default)]
    pub gap: Span,
    /// Again and again, so far apart …
    pub every: Option<Span>,
    /// … until then.
    pub until: Option<Span>,
    /// So many …
    pub count: Option<u32>,
    /// … spread over so long.
    pub over: Option<Span>,
    /// By CAP.
    pub cap: Option<Cap>,
    /// As a report that somebody writes down, such as a centre 112.
    pub report: Option<Report>,
    /// As a reading of a gauge.
    pub reading: Option<Reading>,
    /// As an alert of an intrusion sensor.
    pub eve: Option<Eve>,
    /// As what a citizen reports.
    pub open311: Option<Citizen>,
}

/// A CAP message.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cap {
    /// CAP `sender`.
    pub sender: Text,
    /// CAP `senderName`.
    pub sender_name: Texts,
    /// `Alert`, `Update` or `Cancel`.
    pub message: Text,
    /// The inject that it updates or cancels.
    pub follows: Option<Text>,
    /// The profile's code of the hazard.
    pub hazard: Text,
    /// CAP `severity`.
    pub severity: Text,
    /// CAP `urgency`.
    pub urgency: Text,
    /// CAP `certainty`.
    pub certainty: Text,
    /// Codes of areas.
    pub areas: Vec<Text>,
    /// How long it holds, on the clock.
    pub expires: Span,
    /// By language.
    pub headline: Texts,
    /// By language.
    pub description: Texts,
    /// By language.
    #[serde(default)]
    pub instruction: Texts,
}

/// A report that is written down by hand.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Report {
    /// Where it came from.
    pub from: Text,
    /// CAP `severity`.
    pub severity: Text,
    /// Whether a life is at risk.
    #[serde(default)]
    pub life_at_risk: bool,
    /// Where.
    pub near: Near,
    /// What it says; copies take one after the other, beginning where the seed says.
    pub say: Vec<Said>,
}

/// What somebody says.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Said {
    /// Language.
    pub lang: Text,
    /// In one line.
    pub title: Text,
    /// In full.
    pub text: Text,
}

/// A point, and how far the seed strays from it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Near {
    /// Degrees north.
    pub lat: Text,
    /// Degrees east.
    pub lon: Text,
    /// Kilometres.
    pub km: f64,
    /// In words.
    pub words: Text,
}

/// A reading of a gauge that stands in the scenario's register of sources.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reading {
    /// The code of the source.
    pub source: Text,
    /// What is measured.
    pub property: Text,
    /// The curve that is read, at the time of the story at which it arrives.
    pub curve: Text,
}

/// An alert of a sensor that stands in the scenario's register of sources.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Eve {
    /// The code of the source.
    pub source: Text,
    /// What the sensor found, in its own words.
    pub signature: Text,
    /// Its class, in its own words.
    pub category: Text,
    /// From 1, the worst, to 3.
    pub severity: Spanned<u8>,
    /// The address that it came from.
    pub from: Text,
    /// The address that it went to.
    pub to: Text,
}

/// What a citizen reports, by Open311.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Citizen {
    /// Where.
    pub near: Near,
    /// What they say; copies take one after the other, beginning where the seed says.
    pub say: Vec<Reported>,
}

/// What one citizen says.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reported {
    /// The profile's code of what is reported.
    pub service: Text,
    /// Language.
    pub lang: Text,
    /// Their words.
    pub text: Text,
}

impl Inject {
    /// The door that it goes through, if exactly one is named.
    pub fn door(&self) -> Option<&'static str> {
        let named = [
            ("cap", self.cap.is_some()),
            ("report", self.report.is_some()),
            ("observations", self.reading.is_some()),
            ("eve", self.eve.is_some()),
            ("open311", self.open311.is_some()),
        ];
        let mut doors = named.iter().filter(|(_, named)| *named).map(|(door, _)| *door);
        doors.next().filter(|_| doors.next().is_none())
    }
}
