//! What is wrong with a content, before anybody is asked to approve it.
//!
//! Each finding has a stable code and either blocks or asks. What blocks can neither be submitted nor issued;
//! what asks is shown to both persons, who decide. The last check composes the message for trial, so that
//! nothing is approved that could not be sent.

mod agree;
mod languages;
mod texts;
mod times;

use std::collections::BTreeMap;
use std::fmt;

use jiff::Timestamp;
use kulla_cap::{Certainty, ResponseType, Urgency};
use kulla_record::kind::warning::{Content, MessageType};

use crate::compose;
use crate::facts::{Facts, Followed};

pub use languages::{LANGUAGES_MAX, LEFT_OUT_REASON_CHARS_MIN};
pub use texts::{DESCRIPTION_CHARS_MAX, HEADLINE_CHARS_MAX, INSTRUCTION_CHARS_MAX};
pub use times::IN_FORCE_MS_MAX;

/// Areas of one warning.
pub const AREAS_MAX: usize = 256;
/// Earlier warnings that one message updates or cancels.
pub const FOLLOWS_MAX: usize = 16;
/// Points of a drawn shape.
pub const SHAPE_POINTS_MAX: usize = 1_000;
/// CAP `responseType`s of one warning.
pub const RESPONSES_MAX: usize = 9;

/// What a finding does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Weight {
    /// Neither submitted nor issued while it stands.
    Blocks,
    /// Shown to both persons, who decide.
    Asks,
}

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Finding {
    /// Stable: `check.language-missing`.
    pub code: &'static str,
    /// What it does.
    pub weight: Weight,
    /// For people, in English: what is wrong and what to do.
    pub message: String,
    /// What the message names, for a translation; `lang` is the language whose text it is about.
    pub args: BTreeMap<&'static str, String>,
}

impl Finding {
    pub(crate) fn blocks(code: &'static str, message: impl Into<String>) -> Finding {
        Finding { code, weight: Weight::Blocks, message: message.into(), args: BTreeMap::new() }
    }

    pub(crate) fn asks(code: &'static str, message: impl Into<String>) -> Finding {
        Finding { weight: Weight::Asks, ..Finding::blocks(code, message) }
    }

    #[must_use]
    pub(crate) fn with(mut self, name: &'static str, value: impl fmt::Display) -> Finding {
        self.args.insert(name, value.to_string());
        self
    }
}

/// Everything that is wrong with the content at this moment; empty when nothing is.
pub fn run(content: &Content, facts: &Facts<'_>, now: Timestamp) -> Vec<Finding> {
    let mut findings = Vec::new();
    codes(content, facts, &mut findings);
    place(content, facts, &mut findings);
    follows(content, facts, &mut findings);
    languages::check(content, facts.profile, &mut findings);
    texts::check(content, facts, &mut findings);
    times::check(content, now, &mut findings);
    agree::check(&content.texts, &mut findings);
    if !findings.iter().any(|finding| finding.weight == Weight::Blocks) {
        findings.extend(trial(content, facts, now));
    }
    findings
}

fn codes(content: &Content, facts: &Facts<'_>, findings: &mut Vec<Finding>) {
    if !facts.profile.hazards.contains_key(&content.hazard) {
        let message =
            format!("`{}` is not a hazard of this profile: choose one of the list", content.hazard);
        findings.push(Finding::blocks("check.hazard-unknown", message).with("hazard", &content.hazard));
    }
    let mut code = |field: &'static str, value: &str, known: bool| {
        if !known {
            let message = format!("`{value}` is no value of `{field}`: choose one of the list");
            let finding = Finding::blocks("check.code-unknown", message);
            findings.push(finding.with("field", field).with("value", value));
        }
    };
    code("urgency", &content.urgency, content.urgency.parse::<Urgency>().is_ok());
    code("certainty", &content.certainty, content.certainty.parse::<Certainty>().is_ok());
    for response in content.response.iter().take(RESPONSES_MAX) {
        code("response", response, response.parse::<ResponseType>().is_ok());
    }
    code("response", "…", content.response.len() <= RESPONSES_MAX);
}

fn place(content: &Content, facts: &Facts<'_>, findings: &mut Vec<Finding>) {
    let areas = &content.place.areas;
    if areas.is_empty() {
        findings
            .push(Finding::blocks("check.area-empty", "no municipality is chosen: choose where it holds"));
    }
    if areas.len() > AREAS_MAX {
        let message = format!("a warning has at most {AREAS_MAX} areas: choose fewer");
        findings.push(Finding::blocks("check.area-many", message).with("max", AREAS_MAX));
        return;
    }
    for area in areas.iter().filter(|area| !facts.profile.areas.contains_key(*area)) {
        let message = format!("`{area}` is not an area of this profile: choose one of the list");
        findings.push(Finding::blocks("check.area-unknown", message).with("area", area));
    }
    let Some(shape) = &content.place.geometry else { return };
    let points = shape.points().take(SHAPE_POINTS_MAX + 1);
    let (count, on_globe) = points.fold((0, true), |(n, fits), point| (n + 1, fits && point.is_on_globe()));
    if count > SHAPE_POINTS_MAX || !on_globe {
        let message = format!(
            "a drawn shape has at most {SHAPE_POINTS_MAX} points, all of them on the globe: draw it again"
        );
        findings.push(Finding::blocks("check.shape", message).with("max", SHAPE_POINTS_MAX));
    }
}

/// An update or a cancellation names what it follows, each in force and known; and a cancellation speaks to no
/// place that was not warned.
fn follows(content: &Content, facts: &Facts<'_>, findings: &mut Vec<Finding>) {
    let follows = &content.follows;
    match (content.message, follows.len()) {
        (MessageType::Alert, 0) => return,
        (MessageType::Alert, _) => {
            let message = "a first warning follows no other: make it an update";
            return findings.push(Finding::blocks("check.follows-none", message));
        }
        (_, 0) => {
            let message = "an update or a cancellation names the warning that it follows: choose it";
            return findings.push(Finding::blocks("check.follows-missing", message));
        }
        (_, 1..=FOLLOWS_MAX) => {}
        _ => {
            let message = format!("a warning follows at most {FOLLOWS_MAX} others: choose fewer");
            return findings.push(Finding::blocks("check.follows-many", message).with("max", FOLLOWS_MAX));
        }
    }
    let mut followed: Vec<&Followed<'_>> = Vec::new();
    for subject in follows {
        let fact = facts.followed.iter().find(|fact| fact.subject == *subject);
        match fact.filter(|fact| compose::is_in_force(fact.warning)) {
            Some(fact) => followed.push(fact),
            None => {
                let message =
                    "a warning that this one follows is no longer in force: write a first warning";
                findings.push(Finding::blocks("check.follows-over", message).with("warning", subject));
            }
        }
    }
    if content.message == MessageType::Cancel && followed.len() == follows.len() {
        let warned =
            |area: &&String| !followed.iter().any(|f| f.warning.content.place.areas.contains(area));
        for area in content.place.areas.iter().filter(warned) {
            let message = format!("`{area}` was not warned, so nothing is cancelled there: take it out");
            findings.push(Finding::blocks("check.area-not-warned", message).with("area", area));
        }
        if !followed.iter().any(|fact| fact.warning.content.hazard == content.hazard) {
            let message = "a cancellation is of the hazard that it cancels: choose that";
            findings
                .push(Finding::blocks("check.hazard-not-warned", message).with("hazard", &content.hazard));
        }
    }
}

/// What the CAP writer would refuse.
fn trial(content: &Content, facts: &Facts<'_>, now: Timestamp) -> Option<Finding> {
    let issue = compose::Imprint { identifier: "trial".to_owned(), sent: now, web: None };
    compose::message(content, facts, &issue).err().map(|refusal| Finding {
        code: "check.not-composed",
        weight: Weight::Blocks,
        message: refusal.message,
        args: refusal.args,
    })
}
