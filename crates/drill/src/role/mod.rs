//! The parts that the player knows to play. Each looks through the API as its person, and does what a person
//! who sees the same would do next; nothing is remembered that can be looked up.
//!
//! | module | plays |
//! |---|---|
//! | `signals` | looks through what waits, takes it in hand, puts it to an incident |
//! | `response` | opens incidents, writes the log, sends tasks, closes |
//! | `warner` | drafts and submits warnings and cancellations |
//! | `second` | the second person: reads, approves, issues |
//! | `doer` | reads tasks of the own agency, begins and finishes them |

mod doer;
mod response;
mod second;
mod signals;
mod warner;

use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

use crate::client::Fault;
use crate::player::Pass;
use crate::player::stage::Stage;
use crate::scenario::{Role, Span, Text, Texts};

/// How long nobody looks again for what was not there, unless the player does something.
const LOOK_AGAIN: SignedDuration = SignedDuration::from_secs(2);

/// Whose turn it is: a person in a role, and what the player knows.
pub(crate) struct Cue<'s, 'a> {
    pub stage: &'s mut Stage<'a>,
    pub role: &'a Role,
    pub pass: &'s Pass,
    /// Where the story stands, in seconds.
    pub story_s: f64,
    pub now: Timestamp,
}

/// Does whatever this person owes by now.
pub(crate) fn play(cue: &mut Cue<'_, '_>) -> Result<(), Fault> {
    if cue.role.triages {
        tolerated(signals::play(cue))?;
    }
    tolerated(response::play(cue))?;
    tolerated(warner::play(cue))?;
    if cue.role.approves {
        tolerated(second::play(cue))?;
    }
    if cue.role.works.is_some() {
        tolerated(doer::play(cue))?;
    }
    Ok(())
}

/// A refusal stops one thing and not the others: somebody was faster, or people took the role over just now.
fn tolerated(done: Result<(), Fault>) -> Result<(), Fault> {
    match done {
        Err(fault) if fault.is_refusal() => {
            tracing::debug!(%fault, "refused");
            Ok(())
        }
        other => other,
    }
}

impl Cue<'_, '_> {
    pub fn get(&self, path: &str) -> Result<Value, Fault> {
        self.stage.client.get(&self.pass.token, path)
    }

    pub fn find(&self, path: &str) -> Result<Option<Value>, Fault> {
        self.stage.client.find(&self.pass.token, path)
    }

    pub fn post(&self, path: &str, body: &Value) -> Result<Value, Fault> {
        let done = self.stage.client.post(&self.pass.token, path, body)?;
        self.stage.unseen.borrow_mut().clear();
        tracing::info!(role = self.role.code.get_ref(), person = self.pass.person, "{path}");
        Ok(done)
    }

    /// Whether this person does what the role owes once: the first of those who play it.
    pub fn owes(&self, role: &Text) -> bool {
        let first = self.role.players.first().is_some_and(|first| first.get_ref() == &self.pass.person);
        first && role.get_ref() == self.role.code.get_ref()
    }

    /// Whether something that waits for this person has waited as long as they take.
    pub fn ripe(&mut self, key: &str) -> bool {
        let key = format!("{} {key}", self.pass.person);
        self.stage.ripe(&key, self.role.within, self.story_s)
    }

    /// Whether a step is due: its time has come, what it comes after has happened, and a person would have got
    /// to it.
    pub fn is_due(&mut self, name: &str, at: Span, after: &[Text]) -> Result<bool, Fault> {
        Ok(f64::from(at.0) <= self.story_s
            && self.all_happened(after)?
            && self.ripe(&format!("step {name}")))
    }

    /// A text in the language of this person, or in one that there is.
    pub fn own(&self, texts: &Texts) -> String {
        let lang = self.pass.lang.as_str();
        let own = texts.get_key_value(lang).or_else(|| texts.get_key_value("en"));
        let found = own.or_else(|| texts.iter().next());
        found.map(|(lang, text)| self.stage.drawn.say(text.get_ref(), lang)).unwrap_or_default()
    }

    /// A list of codes with its names filled in.
    pub fn codes(&self, list: &[Text]) -> Vec<String> {
        self.stage.drawn.list(list.iter().map(|item| item.get_ref().as_str()))
    }

    /// Whether all of these have happened, as this person sees it.
    pub fn all_happened(&mut self, names: &[Text]) -> Result<bool, Fault> {
        for name in names {
            if !self.happened(name.get_ref())? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Whether something of the scenario has happened, as this person sees it.
    pub fn happened(&mut self, name: &str) -> Result<bool, Fault> {
        let key = (self.pass.person.clone(), name.to_owned());
        if self.stage.happened.contains(&key) {
            return Ok(true);
        }
        let happened = self.looks_happened(name)?;
        if happened {
            self.stage.happened.insert(key);
        }
        Ok(happened)
    }

    fn looks_happened(&self, name: &str) -> Result<bool, Fault> {
        let scenario = self.stage.scenario;
        let is = |text: &Text| text.get_ref() == name;
        if scenario.inject.iter().any(|inject| is(&inject.name)) {
            let Some(thrown) = self.stage.signal(name) else { return Ok(false) };
            return match &thrown.became {
                Some(signal) => Ok(self.item(signal)?.is_some()),
                None => Ok(true),
            };
        }
        if scenario.incident.iter().any(|incident| is(&incident.name)) {
            return Ok(self.incident(name)?.is_some());
        }
        if let Some(warning) = scenario.warning.iter().find(|warning| is(&warning.name)) {
            return Ok(self.warnings(warning.hazard.get_ref())?.iter().any(|one| !is_clear(one)));
        }
        if scenario.all_clear.iter().any(|clear| is(&clear.name)) {
            return self.all_is_clear();
        }
        if let Some(task) = scenario.task.iter().find(|task| is(&task.name)) {
            return match self.codes(&task.agencies).first() {
                Some(agency) => self.is_made(task.role.get_ref(), &format!("task {name} {agency}")),
                None => Ok(true),
            };
        }
        match scenario.entry.iter().find(|entry| is(&entry.name)) {
            Some(entry) => self.is_made(entry.role.get_ref(), &format!("entry {name}")),
            None => Ok(false),
        }
    }

    /// Whether something that the player makes in a role, under a name of its own, is there.
    pub fn is_made(&self, role: &str, what: &str) -> Result<bool, Fault> {
        Ok(self.made(role, what)?.is_some())
    }

    fn made(&self, role: &str, what: &str) -> Result<Option<Value>, Fault> {
        let Some(subject) = self.stage.made_in(role, what) else { return Ok(None) };
        self.item(&subject.to_string())
    }

    /// Something by its id, if this person may read it.
    fn item(&self, subject: &str) -> Result<Option<Value>, Fault> {
        let key = (self.pass.person.clone(), subject.to_owned());
        let looked = self.stage.unseen.borrow().get(&key).copied();
        if looked.is_some_and(|looked| self.now.duration_since(looked) < LOOK_AGAIN) {
            return Ok(None);
        }
        let found = self.find(&format!("items/{subject}"))?;
        if found.is_none() {
            self.stage.unseen.borrow_mut().insert(key, self.now);
        }
        Ok(found)
    }

    /// Every warning that was in force was taken back, and there was one.
    fn all_is_clear(&self) -> Result<bool, Fault> {
        let all = items(&self.get("warnings?state=all&limit=200")?);
        let in_force = all.iter().any(|one| one["body"]["state"] == "in-force");
        Ok(!in_force && all.iter().any(is_clear))
    }

    /// Warnings of a hazard, in force or not.
    fn warnings(&self, hazard: &str) -> Result<Vec<Value>, Fault> {
        let mut all = items(&self.get("warnings?state=all&limit=200")?);
        all.retain(|one| one["body"]["content"]["hazard"] == hazard);
        Ok(all)
    }

    /// An incident of the scenario, whoever opened it: the one that the player opens, or else the first of the
    /// same hazard that people opened.
    pub fn incident(&self, name: &str) -> Result<Option<Value>, Fault> {
        let known = self.stage.scenario.incident.iter().find(|incident| incident.name.get_ref() == name);
        let Some(known) = known else { return Ok(None) };
        if let Some(own) = self.made(known.role.get_ref(), &format!("incident {name}"))? {
            return Ok(Some(own));
        }
        let mut all = items(&self.get("incidents?state=all&limit=200")?);
        all.retain(|one| one["body"]["hazard"] == known.hazard.get_ref().as_str());
        Ok(all.pop())
    }

    /// The same, if it is not closed.
    pub fn open_incident(&self, name: &str) -> Result<Option<Value>, Fault> {
        Ok(self.incident(name)?.filter(|incident| incident["body"]["state"] == "active"))
    }
}

fn is_clear(warning: &Value) -> bool {
    warning["body"]["state"] == "all-clear"
}

/// The items of a page.
fn items(page: &Value) -> Vec<Value> {
    page["items"].as_array().cloned().unwrap_or_default()
}

/// A field of an answer as text; empty where there is none.
fn text<'v>(value: &'v Value, field: &str) -> &'v str {
    value[field].as_str().unwrap_or_default()
}
