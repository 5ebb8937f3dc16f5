//! Everything that would go wrong with a scenario, said before anybody plays it.
//!
//! Each finding has the line and a stable rule. Names are followed everywhere, and what depends on the seed is
//! looked at for many seeds, so that no draw leads to a place, an agency or a person that there is not.

mod steps;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use toml::Spanned;

use super::draw::{Drawn, Value};
use super::{
    Cap, Citizen, Eve, FORMAT, INJECTS_MAX, Inject, Near, Reading, Report, SOURCES, Scenario, Text, Texts,
    words,
};
use crate::door;

/// Seeds that a scenario is tried with.
const SEEDS_TRIED: u64 = 64;
/// How far from a point something is thrown in, in kilometres.
const NEAR_KM_MAX: f64 = 500.0;
/// Findings that are told of one scenario.
const FINDINGS_MAX: usize = 100;
/// The slowest and the fastest pace.
pub const PACE_BOUNDS: (f64, f64) = (0.1, 100_000.0);
/// CAP 1.2 §3.2.2.
const SEVERITIES: [&str; 5] = ["Unknown", "Minor", "Moderate", "Severe", "Extreme"];
const URGENCIES: [&str; 5] = ["Immediate", "Expected", "Future", "Past", "Unknown"];
const CERTAINTIES: [&str; 5] = ["Observed", "Likely", "Possible", "Unlikely", "Unknown"];
const MESSAGES: [&str; 3] = ["Alert", "Update", "Cancel"];

/// Something that is wrong.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// From 1.
    pub line: usize,
    /// Stable: `after.unknown`.
    pub rule: &'static str,
    /// What is wrong and what to do.
    pub message: String,
}

impl Finding {
    /// At a byte of the file.
    pub fn at(text: &str, offset: usize, rule: &'static str, message: impl Into<String>) -> Finding {
        let before = text.as_bytes().get(..offset.min(text.len())).unwrap_or_default();
        let line = 1 + before.iter().filter(|byte| **byte == b'\n').count();
        Finding { line, rule, message: message.into() }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {} ({})", self.line, self.message, self.rule)
    }
}

/// What the profile knows.
#[derive(Debug, Clone, Default)]
pub struct Known {
    /// Its invented people: code, and the agency that they act for.
    pub people: BTreeMap<String, String>,
    /// Roles.
    pub roles: BTreeSet<String>,
    /// Agencies, municipalities among them.
    pub agencies: BTreeSet<String>,
    /// Areas.
    pub areas: BTreeSet<String>,
    /// Hazards.
    pub hazards: BTreeSet<String>,
    /// Codes of what citizens may report.
    pub services: BTreeSet<String>,
    /// Languages that a warning has to have.
    pub languages: BTreeSet<String>,
    /// The scenario's register of sources, by code.
    pub sources: BTreeMap<String, Invented>,
}

/// A source that the scenario invents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invented {
    /// Its door.
    pub door: String,
    /// The agency that answers for it.
    pub owner: String,
}

/// Reads and checks a file. `folder` is the name of its folder.
pub fn check(text: &str, folder: Option<&str>, known: &Known) -> Result<Scenario, Vec<Finding>> {
    let scenario = Scenario::read(text).map_err(|finding| vec![finding])?;
    let mut look = Look { text, scenario: &scenario, known, findings: BTreeSet::new() };
    look.head(folder);
    look.draws();
    look.people();
    look.injects();
    look.steps();
    look.order();
    look.seeds();
    match look.findings.is_empty() {
        true => Ok(scenario),
        false => Err(look.findings.into_iter().take(FINDINGS_MAX).collect()),
    }
}

struct Look<'a> {
    text: &'a str,
    scenario: &'a Scenario,
    known: &'a Known,
    findings: BTreeSet<Finding>,
}

impl<'a> Look<'a> {
    fn say<T>(&mut self, at: &Spanned<T>, rule: &'static str, message: impl Into<String>) {
        self.findings.insert(Finding::at(self.text, at.span().start, rule, message));
    }

    fn head(&mut self, folder: Option<&str>) {
        let scenario = self.scenario;
        if *scenario.format.get_ref() != FORMAT {
            self.say(&scenario.format, "scenario.format", format!("this program reads format {FORMAT}"));
        }
        let name = scenario.name();
        let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
        if name.is_empty() || name.len() > 48 || !name.bytes().all(plain) {
            let message = "a name has 1 to 48 lower-case letters, digits and `-`";
            self.say(&scenario.name, "scenario.name", message);
        } else if folder.is_some_and(|folder| folder != name) {
            let folder = folder.unwrap_or_default();
            let message = format!("the folder is called `{folder}`: give the scenario the same name");
            self.say(&scenario.name, "scenario.name", message);
        }
        let pace = *scenario.pace.get_ref();
        if !(PACE_BOUNDS.0..=PACE_BOUNDS.1).contains(&pace) {
            let message = format!("the pace is a number from {} to {}", PACE_BOUNDS.0, PACE_BOUNDS.1);
            self.say(&scenario.pace, "scenario.pace", message);
        }
        if jiff::tz::TimeZone::get(scenario.zone.get_ref()).is_err() {
            let message = format!("`{}` is no zone of the tz database", scenario.zone.get_ref());
            self.say(&scenario.zone, "scenario.zone", message);
        }
    }

    fn draws(&mut self) {
        let scenario = self.scenario;
        let mut names = BTreeSet::new();
        for draw in &scenario.draw {
            let ways =
                [draw.choose.is_some(), draw.between.is_some(), draw.clock.is_some(), draw.curve.is_some()];
            if ways.iter().filter(|way| **way).count() != 1 {
                self.say(
                    &draw.name,
                    "draw.one-of",
                    "a draw has exactly one of `choose`, `between`, `clock` and `curve`",
                );
            }
            if draw.choose.as_ref().is_some_and(Vec::is_empty)
                || draw.between.is_some_and(|[low, high]| low >= high)
                || draw.clock.is_some_and(|[from, to]| from > to)
                || draw.step.is_some_and(|step| !step.is_finite() || step <= 0.0)
                || (draw.curve.is_some() != draw.at.is_some())
            {
                self.say(&draw.name, "draw.range", "there is nothing to draw: give at least one choice, a range from low to high, a step above 0, and `at` with `curve`");
            }
            for other in draw.follows.keys().filter(|other| !names.contains(other.as_str())) {
                self.say(
                    &draw.name,
                    "draw.follows",
                    format!("`{other}` is not drawn before: put it above"),
                );
            }
            if let Some(curve) = &draw.curve {
                self.curve(curve);
            }
            if !names.insert(draw.name.get_ref().as_str()) {
                self.say(&draw.name, "draw.twice", format!("`{}` is drawn twice", draw.name.get_ref()));
            }
        }
        for curve in &scenario.curve {
            for end in [&curve.from, &curve.to] {
                if !names.contains(end.get_ref().as_str()) {
                    self.say(end, "curve.unknown", format!("`{}` is no draw", end.get_ref()));
                }
            }
            if curve.begins >= curve.peaks
                || !(curve.step.is_finite() && curve.step > 0.0 && curve.noise.is_finite())
            {
                self.say(
                    &curve.name,
                    "curve.range",
                    "a curve begins before it peaks, and has a step above 0",
                );
            }
        }
    }

    fn curve(&mut self, name: &Text) {
        if !self.scenario.curve.iter().any(|curve| curve.name.get_ref() == name.get_ref()) {
            self.say(name, "curve.unknown", format!("`{}` is no curve of this scenario", name.get_ref()));
        }
    }

    /// People, roles, and that each role has somebody to play it.
    fn people(&mut self) {
        let scenario = self.scenario;
        for person in &scenario.person {
            if !self.known.agencies.contains(person.agency.get_ref()) {
                self.say(
                    &person.agency,
                    "person.agency",
                    format!("`{}` is no agency of the profile", person.agency.get_ref()),
                );
            }
            if let Some(role) = person.roles.iter().find(|role| !self.known.roles.contains(*role)) {
                self.say(&person.code, "person.role", format!("`{role}` is no role of the profile"));
            }
        }
        for role in &scenario.role {
            if !self.known.roles.contains(role.code.get_ref()) {
                self.say(
                    &role.code,
                    "role.unknown",
                    format!("`{}` is no role of the profile", role.code.get_ref()),
                );
            }
            if role.players.is_empty() {
                self.say(&role.code, "role.players", "nobody plays this role: name at least one person");
            }
            for player in &role.players {
                let own = scenario.person.iter().find(|person| person.code.get_ref() == player.get_ref());
                if own.is_none() && !self.known.people.contains_key(player.get_ref()) {
                    self.say(
                        player,
                        "role.players",
                        format!("`{}` is nobody of this scenario or of the profile", player.get_ref()),
                    );
                } else if own.is_some_and(|person| !person.roles.contains(role.code.get_ref())) {
                    self.say(
                        player,
                        "role.players",
                        format!("`{}` does not hold the role `{}`", player.get_ref(), role.code.get_ref()),
                    );
                }
            }
        }
        if !scenario.person.iter().any(|person| person.roles.iter().any(|role| role == "exercise-director"))
        {
            self.say(
                &scenario.name,
                "person.director",
                "nobody directs: add a person with the role `exercise-director`",
            );
        }
    }

    fn injects(&mut self) {
        let scenario = self.scenario;
        for inject in &scenario.inject {
            if inject.door().is_none() {
                let doors = door::DOORS.join("`, `");
                self.say(
                    &inject.name,
                    "inject.door",
                    format!("an inject goes through exactly one door: `{doors}`"),
                );
            }
            let (repeats, copies) = (inject.every.is_some(), inject.count.is_some());
            if repeats != inject.until.is_some()
                || (repeats && copies)
                || inject.every.is_some_and(|every| every.0 == 0)
            {
                self.say(
                    &inject.name,
                    "inject.times",
                    "either `every` with `until`, or `count` with `over`, or neither",
                );
            }
            if let Some(cap) = &inject.cap {
                self.cap(cap);
            }
            if let Some(report) = &inject.report {
                self.report(inject, report);
            }
            if let Some(citizen) = &inject.open311 {
                self.citizen(inject, citizen);
            }
            if let Some(reading) = &inject.reading {
                self.reading(reading);
            }
            if let Some(eve) = &inject.eve {
                self.eve(eve);
            }
        }
        if Drawn::of(scenario, 0).arrivals(scenario).len() >= INJECTS_MAX {
            self.say(
                &scenario.name,
                "inject.many",
                format!("a scenario has fewer than {INJECTS_MAX} injects, copies counted"),
            );
        }
    }

    fn cap(&mut self, cap: &Cap) {
        self.one_of(&cap.message, &MESSAGES);
        self.codes(&cap.severity, &cap.urgency, &cap.certainty);
        self.hazard(&cap.hazard);
        let is_cap = |name: &Text| {
            let mut injects = self.scenario.inject.iter();
            injects.any(|other| other.name.get_ref() == name.get_ref() && other.cap.is_some())
        };
        if let Some(follows) = cap.follows.as_ref().filter(|follows| !is_cap(follows)) {
            let message = format!("`{}` is no CAP message of this scenario", follows.get_ref());
            self.say(follows, "cap.follows", message);
        }
        self.texts([&cap.sender_name, &cap.headline, &cap.description, &cap.instruction]);
        self.text(&cap.sender);
    }

    fn report(&mut self, inject: &Inject, report: &Report) {
        self.one_of(&report.severity, &SEVERITIES);
        report.say.iter().flat_map(|said| [&said.title, &said.text]).for_each(|text| self.text(text));
        self.text(&report.from);
        self.near(&report.near);
        if report.say.is_empty() {
            self.say(&inject.name, "report.say", "a report says something: add at least one `say`");
        }
    }

    fn citizen(&mut self, inject: &Inject, citizen: &Citizen) {
        self.near(&citizen.near);
        for said in &citizen.say {
            self.text(&said.text);
            if !self.known.services.contains(said.service.get_ref()) {
                let message = format!(
                    "`{}` is nothing that the profile lets citizens report",
                    said.service.get_ref()
                );
                self.say(&said.service, "service.unknown", message);
            }
        }
        if citizen.say.is_empty() {
            self.say(&inject.name, "open311.say", "a citizen says something: add at least one `say`");
        }
    }

    fn near(&mut self, near: &Near) {
        [&near.lat, &near.lon, &near.words].into_iter().for_each(|text| self.text(text));
        if !(0.0..=NEAR_KM_MAX).contains(&near.km) {
            let message = format!("`km` is a number from 0 to {NEAR_KM_MAX}");
            self.say(&near.words, "near.km", message);
        }
    }

    fn reading(&mut self, reading: &Reading) {
        self.curve(&reading.curve);
        let Some(owner) = self.source(&reading.source, "observations") else { return };
        if self.scenario.owner(&owner).is_none() {
            let message = format!("nobody here is of `{owner}`, which answers for it: add a `[[person]]`");
            self.say(&reading.source, "source.owner", message);
        }
    }

    fn eve(&mut self, eve: &Eve) {
        self.source(&eve.source, "eve");
        if !(1..=3).contains(eve.severity.get_ref()) {
            self.say(&eve.severity, "eve.severity", "Suricata counts from 1, the worst, to 3");
        }
        [&eve.signature, &eve.category, &eve.from, &eve.to].into_iter().for_each(|text| self.text(text));
    }

    /// The agency that answers for a source with this door.
    fn source(&mut self, code: &Text, door: &str) -> Option<String> {
        let known = self.known.sources.get(code.get_ref()).filter(|known| known.door == door);
        if known.is_none() {
            let message = format!("`{}` is no source with the door `{door}` in {SOURCES}", code.get_ref());
            self.say(code, "source.unknown", message);
        }
        known.map(|known| known.owner.clone())
    }

    fn codes(&mut self, severity: &Text, urgency: &Text, certainty: &Text) {
        self.one_of(severity, &SEVERITIES);
        self.one_of(urgency, &URGENCIES);
        self.one_of(certainty, &CERTAINTIES);
    }

    fn one_of(&mut self, word: &Text, words: &[&str]) {
        if !words.contains(&word.get_ref().as_str()) {
            let message = format!("`{}` is not one of `{}`", word.get_ref(), words.join("`, `"));
            self.say(word, "code.unknown", message);
        }
    }

    fn hazard(&mut self, hazard: &Text) {
        if !self.known.hazards.contains(hazard.get_ref()) {
            self.say(
                hazard,
                "hazard.unknown",
                format!("`{}` is no hazard of the profile", hazard.get_ref()),
            );
        }
    }

    fn texts<'t>(&mut self, texts: impl IntoIterator<Item = &'t Texts>) {
        texts.into_iter().flat_map(BTreeMap::values).for_each(|text| self.text(text));
    }

    /// Every name in a text is drawn, and is something that can be said.
    fn text(&mut self, text: &Text) {
        let drawn = Drawn::of(self.scenario, 0);
        for name in words::names(text.get_ref()) {
            match drawn.look_up(name) {
                None => {
                    self.say(text, "text.unknown", format!("`{{{name}}}` is not drawn: see `[[draw]]`"))
                }
                Some(Value::Choice(_)) => {
                    let message = format!(
                        "`{{{name}}}` is a whole choice: name a field of it, as `{{{name}.field}}`"
                    );
                    self.say(text, "text.choice", message);
                }
                Some(_) => {}
            }
        }
    }
}
