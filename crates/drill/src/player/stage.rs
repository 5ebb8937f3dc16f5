//! What the player knows while it plays. All of it is found out from the node again at a start, so that a
//! player that was killed goes on where the exercise stood.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use kulla_record::{PrincipalId, RecordId, SubjectId};
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::country::Country;
use crate::client::{Client, Fault};
use crate::scenario::draw::{Arrival, Drawn};
use crate::scenario::{Scenario, Span};

/// The clock of the story.
#[derive(Debug, Clone, Copy)]
pub(crate) struct StoryClock {
    /// Where the story stood when this player began, in seconds.
    pub from_s: f64,
    /// When this player began, in milliseconds since 1970.
    pub began_ms: u64,
    /// Seconds of the story in one second.
    pub pace: f64,
}

impl StoryClock {
    /// Where the story stands, in seconds from its beginning.
    pub fn at(&self, now_ms: u64) -> f64 {
        let passed_ms = now_ms.saturating_sub(self.began_ms) as f64;
        self.from_s + passed_ms / 1_000.0 * self.pace
    }
}

/// One inject as it was written down.
#[derive(Debug, Clone)]
pub(crate) struct Thrown {
    /// Its record.
    pub record: String,
    /// The time that it says itself.
    pub due: Timestamp,
    /// Whether a door has answered.
    pub answered: bool,
    /// What it became.
    pub became: Option<String>,
}

/// Everything that the player knows.
pub(crate) struct Stage<'a> {
    pub client: &'a Client,
    pub scenario: &'a Scenario,
    pub drawn: &'a Drawn,
    pub country: Country,
    /// The exercise's subject.
    pub exercise: String,
    /// Its name.
    pub name: String,
    /// Who does what a role owes once, by role.
    pub firsts: BTreeMap<String, PrincipalId>,
    pub started: Timestamp,
    pub clock: StoryClock,
    pub arrivals: Vec<Arrival>,
    /// By number.
    pub thrown: BTreeMap<u32, Thrown>,
    /// Roles that people play.
    pub people: BTreeSet<String>,
    /// When something that waits was first seen, in the story.
    pub waiting: BTreeMap<String, f64>,
    /// What has happened, as somebody saw it: person and name. It does not unhappen.
    pub happened: BTreeSet<(String, String)>,
    /// What somebody looked for in vain, and when. Each look in vain is a refusal that an overseer has to read over.
    pub unseen: RefCell<BTreeMap<(String, String), Timestamp>>,
    /// Which rule of triage a signal falls under.
    pub sorted: BTreeMap<String, Option<usize>>,
}

impl Stage<'_> {
    /// Whether something that waits has waited long enough for a person to have taken it in hand.
    pub fn ripe(&mut self, key: &str, within: Span, story_s: f64) -> bool {
        let seen = *self.waiting.entry(key.to_owned()).or_insert(story_s);
        story_s - seen >= f64::from(within.0)
    }

    /// The id that the player chooses for something: the same in every run of the same exercise.
    pub fn id(&self, what: &str) -> String {
        id(&self.exercise, self.started, what).to_string()
    }

    /// The subject of what somebody made under [`Stage::id`]: it follows from the id and from them.
    pub fn made_by(&self, author: PrincipalId, what: &str) -> SubjectId {
        id(&self.exercise, self.started, what).chosen_by(author, &self.name).into()
    }

    /// The same of what a role makes once; `None` for a role that nobody plays.
    pub fn made_in(&self, role: &str, what: &str) -> Option<SubjectId> {
        self.firsts.get(role).map(|author| self.made_by(*author, what))
    }

    /// When injects said that they were sent, by name; of copies the first.
    pub fn sent(&self) -> BTreeMap<String, Timestamp> {
        let mut sent = BTreeMap::new();
        for arrival in &self.arrivals {
            if let Some(thrown) = self.thrown.get(&arrival.number) {
                let name = self.scenario.inject[arrival.inject].name.get_ref().clone();
                sent.entry(name).or_insert(thrown.due);
            }
        }
        sent
    }

    /// The signal that the first copy of an inject became, once a door took it.
    pub fn signal(&self, name: &str) -> Option<&Thrown> {
        let arrival = self.arrivals.iter().find(|arrival| {
            arrival.copy == 0 && self.scenario.inject[arrival.inject].name.get_ref() == name
        })?;
        self.thrown.get(&arrival.number).filter(|thrown| thrown.answered)
    }

    /// Reads what was thrown in before.
    pub fn recall(&mut self, director: &str) -> Result<(), Fault> {
        let mut after = String::new();
        loop {
            let page = self.client.get(director, &format!("exercise/injects?limit=200{after}"))?;
            for item in page["items"].as_array().into_iter().flatten() {
                if let Some((number, thrown)) = thrown(item) {
                    self.thrown.insert(number, thrown);
                }
            }
            match page["next"].as_str() {
                Some(next) => after = format!("&after={next}"),
                None => break,
            }
        }
        Ok(())
    }
}

fn thrown(item: &Value) -> Option<(u32, Thrown)> {
    let body = &item["body"];
    let number = u32::try_from(body["number"].as_u64()?).ok()?;
    let thrown = Thrown {
        record: item["subject"].as_str()?.to_owned(),
        due: body["due"].as_str()?.parse().ok()?,
        answered: body["state"] != "due",
        became: body["became"].as_str().map(str::to_owned),
    };
    Some((number, thrown))
}

/// A UUIDv7 of the time at which the exercise began, with the rest out of its id and a name.
fn id(exercise: &str, started: Timestamp, what: &str) -> RecordId {
    let hash = Sha256::new().chain_update(b"kulla/drill/id/1").chain_update(exercise).chain_update([0]);
    let hash = hash.chain_update(what).finalize();
    let mut rest = [0; 10];
    rest.copy_from_slice(&hash[..10]);
    let started_ms = u64::try_from(started.as_millisecond()).unwrap_or(0);
    RecordId::v7(started_ms, rest)
}
