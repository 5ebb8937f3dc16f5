//! The player: the story's clock, what is due, and the roles that nobody else plays.
//!
//! It holds no state that the node does not. What was thrown in, who plays which role and how far everything
//! has come is asked for again at every start, and every id is worked out from the exercise, so a player that
//! was killed throws nothing in twice and goes on.

pub(crate) mod country;
pub(crate) mod stage;

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use jiff::Timestamp;
use kulla_record::{Clock, PrincipalId};
use serde_json::{Value, json};

use crate::client::{Client, Fault};
use crate::door::{self, Throw};
use crate::role::{self, Cue};
use crate::scenario::draw::{Arrival, Drawn};
use crate::scenario::{Inject, Scenario};
use country::Country;
use stage::{Stage, StoryClock, Thrown};

/// The longest and the shortest time between two looks, in milliseconds.
const LOOK_MS: (f64, f64) = (50.0, 500.0);
/// How many seconds of the story pass between two looks, if that is within the above.
const LOOK_STORY_S: f64 = 20.0;
/// How often in a row the node may not answer before the player gives up.
const SILENT_LOOKS_MAX: u32 = 120;

/// How often, and how far apart, it is looked whether the picture shows what a door has taken.
const SHOWN_LOOKS_MAX: u32 = 20;
const SHOWN_WAIT: Duration = Duration::from_millis(50);

/// A person whom the player plays, and the token that it has for it.
#[derive(Debug, Clone)]
pub struct Pass {
    /// The person's code in the scenario or the profile.
    pub person: String,
    /// Who that is on the node.
    pub principal: PrincipalId,
    /// The language that they write in.
    pub lang: String,
    /// The token, bound to the exercise and to one role.
    pub token: String,
}

/// A role with everybody who plays it.
#[derive(Debug, Clone)]
pub struct Part {
    /// The profile's code.
    pub role: String,
    /// Who.
    pub passes: Vec<Pass>,
}

/// All that the node gives the player.
#[derive(Debug, Clone)]
pub struct Tokens {
    /// Begins, ends, and writes down injects.
    pub director: Pass,
    /// Brings in what belongs to no registered source.
    pub sources: Pass,
    /// Brings in what a registered source says, by its code: a person of the agency that answers for it.
    pub owners: BTreeMap<String, Pass>,
    /// Plays.
    pub parts: Vec<Part>,
}

/// How the exercise is to be played.
#[derive(Debug, Clone)]
pub struct Play {
    /// The scenario.
    pub scenario: Scenario,
    /// SHA-256 of its file.
    pub hash: String,
    /// What is drawn from.
    pub seed: u64,
    /// Seconds of the story in one second, if not the scenario's own.
    pub pace: Option<f64>,
    /// Roles that people play from the beginning.
    pub hands_on: Vec<String>,
    /// Where the files of sensors lie.
    pub folder: PathBuf,
}

/// Plays one exercise on one node.
pub struct Player<'a> {
    /// The node.
    pub client: Client,
    /// What it gave.
    pub tokens: Tokens,
    /// What is played.
    pub play: Play,
    /// The clock on the wall.
    pub clock: &'a dyn Clock,
}

/// How playing came to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    /// The exercise is over.
    Over,
    /// Somebody stopped the player; the exercise goes on at the next start.
    Stopped,
}

impl Player<'_> {
    /// Plays until the exercise is over or somebody stops it.
    pub fn play(&self, stop: &AtomicBool) -> Result<Ended, Fault> {
        let drawn = Drawn::of(&self.play.scenario, self.play.seed);
        let exercise = match self.begin() {
            Err(fault) if fault.code() == "exercise.ended" => return Ok(Ended::Over),
            begun => begun?,
        };
        let mut stage = self.stage(&drawn, &exercise)?;
        let mut silent = 0;
        while !stop.load(Ordering::Relaxed) {
            match self.look(&mut stage) {
                Ok(true) => return Ok(Ended::Over),
                Ok(false) => silent = 0,
                Err(fault) if fault.is_refusal() => tracing::debug!(%fault, "the player was refused"),
                Err(fault) => {
                    silent += 1;
                    if silent > SILENT_LOOKS_MAX {
                        return Err(fault);
                    }
                }
            }
            let wait_ms = (LOOK_STORY_S / stage.clock.pace * 1_000.0).clamp(LOOK_MS.0, LOOK_MS.1);
            std::thread::sleep(Duration::from_secs_f64(wait_ms / 1_000.0));
        }
        Ok(Ended::Stopped)
    }

    fn pace(&self) -> f64 {
        self.play.pace.unwrap_or(*self.play.scenario.pace.get_ref())
    }

    fn begin(&self) -> Result<Value, Fault> {
        let begin = json!({
            "scenario": self.play.scenario.name(),
            "scenario_hash": self.play.hash,
            "seed": self.play.seed,
            "pace": self.pace(),
            "roles": self.play.scenario.roles(),
            "hands_on": self.play.hands_on,
        });
        self.client.post(&self.tokens.director.token, "exercise", &begin)?;
        self.exercise()
    }

    fn exercise(&self) -> Result<Value, Fault> {
        let exercise = self.client.get(&self.tokens.director.token, "exercise")?;
        if exercise.is_null() {
            Err(door::refused("exercise.none", "the exercise is not there"))
        } else {
            Ok(exercise)
        }
    }

    fn stage<'a>(&'a self, drawn: &'a Drawn, exercise: &Value) -> Result<Stage<'a>, Fault> {
        let scenario = &self.play.scenario;
        let director = &self.tokens.director.token;
        let mut stage = Stage {
            client: &self.client,
            country: Country::read(&self.client.get(director, "profile")?),
            exercise: exercise["subject"].as_str().unwrap_or_default().to_owned(),
            name: exercise["name"].as_str().unwrap_or_default().to_owned(),
            firsts: self.firsts(),
            started: exercise["started"]
                .as_str()
                .and_then(|at| at.parse().ok())
                .unwrap_or(Timestamp::UNIX_EPOCH),
            clock: StoryClock { from_s: 0.0, began_ms: self.clock.unix_ms(), pace: self.pace() },
            arrivals: drawn.arrivals(scenario),
            thrown: BTreeMap::new(),
            people: people(exercise),
            waiting: BTreeMap::new(),
            happened: BTreeSet::new(),
            unseen: RefCell::default(),
            sorted: BTreeMap::new(),
            scenario,
            drawn,
        };
        stage.recall(director)?;
        let reached = stage.arrivals.iter().filter(|arrival| stage.thrown.contains_key(&arrival.number));
        stage.clock.from_s = reached.map(|arrival| f64::from(arrival.at.0)).fold(0.0, f64::max);
        Ok(stage)
    }

    fn firsts(&self) -> BTreeMap<String, PrincipalId> {
        let first = |part: &Part| Some((part.role.clone(), part.passes.first()?.principal));
        self.tokens.parts.iter().filter_map(first).collect()
    }

    /// One look at everything. True: the exercise is over.
    fn look(&self, stage: &mut Stage<'_>) -> Result<bool, Fault> {
        let exercise = self.exercise()?;
        if exercise["state"] == "ended" {
            return Ok(true);
        }
        stage.people = people(&exercise);
        let story_s = stage.clock.at(self.clock.unix_ms());
        self.throw_what_is_due(stage, story_s)?;
        for part in &self.tokens.parts {
            if stage.people.contains(&part.role) {
                continue;
            }
            let scenario = stage.scenario;
            let Some(role) = scenario.role.iter().find(|role| role.code.get_ref() == &part.role) else {
                continue;
            };
            for pass in &part.passes {
                role::play(&mut Cue { stage, role, pass, story_s, now: self.clock.now() })?;
            }
        }
        self.end_if_done(stage, story_s)
    }

    fn throw_what_is_due(&self, stage: &mut Stage<'_>, story_s: f64) -> Result<(), Fault> {
        let due = |arrival: &&Arrival| f64::from(arrival.at.0) <= story_s;
        let waits =
            |arrival: &&Arrival| stage.thrown.get(&arrival.number).is_none_or(|thrown| !thrown.answered);
        let now: Vec<Arrival> = stage.arrivals.iter().filter(due).filter(waits).cloned().collect();
        for arrival in now {
            let scenario = stage.scenario;
            let inject = &scenario.inject[arrival.inject];
            let mut cue = self.director_cue(stage, story_s);
            let ready = cue.all_happened(&inject.after)?
                && (inject.after.is_empty()
                    || cue.stage.ripe(&format!("inject {}", arrival.number), inject.gap, story_s));
            if ready {
                self.throw(stage, &arrival)?;
            }
        }
        Ok(())
    }

    /// The director looks with eyes of their own and plays no role.
    fn director_cue<'s, 'a>(&'s self, stage: &'s mut Stage<'a>, story_s: f64) -> Cue<'s, 'a> {
        let scenario = stage.scenario;
        let role = &scenario.role[0];
        Cue { stage, role, pass: &self.tokens.director, story_s, now: self.clock.now() }
    }

    fn throw(&self, stage: &mut Stage<'_>, arrival: &Arrival) -> Result<(), Fault> {
        let director = &self.tokens.director.token;
        let scenario = stage.scenario;
        let inject = &scenario.inject[arrival.inject];
        let (name, number) = (inject.name.get_ref().clone(), arrival.number);
        let thrown = match stage.thrown.get(&number) {
            Some(thrown) => thrown.clone(),
            None => {
                // Written down before it is sent: whoever comes after a kill sends the very same message.
                let what = format!("inject {number}");
                let (id, now) = (stage.id(&what), self.clock.now());
                let told = json!({
                    "id": id, "number": number, "name": name, "door": inject.door().unwrap_or_default(),
                    "story_s": arrival.at.0, "due": now.to_string(),
                });
                self.client.post(director, "exercise/injects", &told)?;
                let record = stage.made_by(self.tokens.director.principal, &what).to_string();
                Thrown { record, due: now, answered: false, became: None }
            }
        };
        stage.thrown.insert(number, thrown.clone());
        let throw = Throw {
            client: &self.client,
            token: &self.source_of(inject).token,
            scenario: stage.scenario,
            drawn: stage.drawn,
            country: &stage.country,
            arrival,
            exercise: (&stage.exercise, &stage.name),
            id: &stage.id(&format!("signal {number}")),
            at: thrown.due,
            folder: &self.play.folder,
            earlier: &stage.sent(),
        };
        let answer = match door::throw(&throw) {
            Ok(became) => {
                self.wait_until_shown(became.as_deref())?;
                json!({ "became": became })
            }
            Err(fault) if fault.is_refusal() => {
                tracing::warn!(%fault, inject = name, "a door refused an inject");
                json!({ "refused": fault.to_string() })
            }
            Err(fault) => return Err(fault),
        };
        self.client.post(director, &format!("exercise/injects/{}/answer", thrown.record), &answer)?;
        let became = answer["became"].as_str().map(str::to_owned);
        tracing::info!(story = %arrival.at, door = inject.door(), "{name} arrives");
        stage.thrown.insert(number, Thrown { answered: true, became, ..thrown });
        Ok(())
    }

    fn source_of(&self, inject: &Inject) -> &Pass {
        let owner =
            inject.reading.as_ref().and_then(|reading| self.tokens.owners.get(reading.source.get_ref()));
        owner.unwrap_or(&self.tokens.sources)
    }

    /// A door need not wait for the picture. The director names what an inject became once it can be read.
    fn wait_until_shown(&self, signal: Option<&str>) -> Result<(), Fault> {
        let Some(signal) = signal else { return Ok(()) };
        for _ in 0..SHOWN_LOOKS_MAX {
            if self.client.find(&self.tokens.director.token, &format!("items/{signal}"))?.is_some() {
                break;
            }
            std::thread::sleep(SHOWN_WAIT);
        }
        Ok(())
    }

    /// The director ends it when everything has arrived, and all that the player owes is done.
    fn end_if_done(&self, stage: &mut Stage<'_>, story_s: f64) -> Result<bool, Fault> {
        let answered =
            |arrival: &Arrival| stage.thrown.get(&arrival.number).is_some_and(|thrown| thrown.answered);
        if !stage.arrivals.iter().all(answered) {
            return Ok(false);
        }
        let scenario = stage.scenario;
        for name in scenario.all_clear.iter().map(|clear| &clear.name) {
            if !self.director_cue(stage, story_s).happened(name.get_ref())? {
                return Ok(false);
            }
        }
        let owes = scenario.close.iter().filter(|close| !stage.people.contains(close.role.get_ref()));
        let owes: Vec<&str> = owes.map(|close| close.incident.get_ref().as_str()).collect();
        for incident in owes {
            if self.director_cue(stage, story_s).open_incident(incident)?.is_some() {
                return Ok(false);
            }
        }
        self.client.post(&self.tokens.director.token, "exercise/end", &json!({}))?;
        tracing::info!("the exercise is over");
        Ok(true)
    }
}

/// Roles that people play.
fn people(exercise: &Value) -> BTreeSet<String> {
    let roles = exercise["roles"].as_array().into_iter().flatten();
    let people = roles.filter(|role| role["played_by"] == "people");
    people.filter_map(|role| role["code"].as_str().map(str::to_owned)).collect()
}
