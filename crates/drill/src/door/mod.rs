//! The doors that injects go through: one file each. They are those of real sources, and what they refuse is
//! refused here too.

mod cap;
mod eve;
mod open311;
mod reading;
mod report;

use std::collections::BTreeMap;
use std::path::Path;

use jiff::Timestamp;

use crate::client::{Client, Fault};
use crate::player::country::Country;
use crate::scenario::draw::{Arrival, Dice, Drawn};
use crate::scenario::{Inject, Near, Scenario};

/// Doors that this program knows and the node has.
pub const DOORS: &[&str] = &["cap", "report", "observations", "eve", "open311"];

/// One thing that is thrown in, with all that a door has to know.
pub(crate) struct Throw<'a> {
    pub client: &'a Client,
    /// The token of whoever answers for the source.
    pub token: &'a str,
    pub scenario: &'a Scenario,
    pub drawn: &'a Drawn,
    pub country: &'a Country,
    pub arrival: &'a Arrival,
    /// The id of the exercise, which keeps identifiers of two exercises apart, and its name.
    pub exercise: (&'a str, &'a str),
    /// The id of what it becomes, where the sender chooses it.
    pub id: &'a str,
    /// The time that it says itself: when it was written down as due.
    pub at: Timestamp,
    /// Where the files of sensors lie.
    pub folder: &'a Path,
    /// When earlier injects said that they were sent, by name.
    pub earlier: &'a BTreeMap<String, Timestamp>,
}

impl Throw<'_> {
    pub fn inject(&self) -> &Inject {
        &self.scenario.inject[self.arrival.inject]
    }

    pub fn say(&self, text: &toml::Spanned<String>, lang: &str) -> String {
        self.drawn.say(text.get_ref(), lang)
    }

    pub fn number(&self, text: &toml::Spanned<String>) -> f64 {
        self.say(text, "en").parse().unwrap_or(0.0)
    }

    /// What this copy says: the seed chooses where to begin, and the next copy says the next.
    pub fn said<'t, T>(&self, say: &'t [T]) -> &'t T {
        let first =
            Dice::new(self.drawn.seed, &format!("say {}", self.inject().name.get_ref())).below(say.len());
        &say[(first + self.arrival.copy as usize) % say.len()]
    }

    /// Latitude and longitude of this copy.
    pub fn near(&self, near: &Near) -> (f64, f64) {
        self.drawn.near(self.number(&near.lat), self.number(&near.lon), near.km, &self.key())
    }

    /// Tells copies of one inject apart.
    pub fn key(&self) -> String {
        format!("{}#{}", self.inject().name.get_ref(), self.arrival.copy)
    }
}

/// Throws it in; gives the id of the signal that it became, where the door says so.
pub(crate) fn throw(throw: &Throw<'_>) -> Result<Option<String>, Fault> {
    let inject = throw.inject();
    if let Some(cap) = &inject.cap {
        return cap::throw(throw, cap);
    }
    if let Some(report) = &inject.report {
        return report::throw(throw, report);
    }
    if let Some(reading) = &inject.reading {
        return reading::throw(throw, reading);
    }
    if let Some(eve) = &inject.eve {
        return eve::throw(throw, eve);
    }
    if let Some(citizen) = &inject.open311 {
        return open311::throw(throw, citizen);
    }
    Err(no_door())
}

fn no_door() -> Fault {
    refused("no-door", "this inject names no door that there is")
}

/// A refusal of our own, in the shape of the node's.
pub(crate) fn refused(code: &str, detail: impl Into<String>) -> Fault {
    Fault::Refused { path: "inject".into(), status: 422, code: code.into(), detail: detail.into() }
}
