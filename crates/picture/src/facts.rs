//! What the picture keeps of a body in columns: enough to sort, filter, find and place it.
//!
//! The body itself stays the truth. A kind that is not known here is kept all the same; it only has no facts.

use jiff::Timestamp;
use kulla_record::kind::action::{Facility, Shelter, Task, TaskState, Unit};
use kulla_record::kind::assessment::{Assessment, Outcome};
use kulla_record::kind::incident::{Entry, Incident, IncidentState};
use kulla_record::kind::lesson::{Exercise, Inject};
use kulla_record::kind::reporting::{Moderation, Notice};
use kulla_record::kind::signal::{Alarm, Bulletin, Observation, Report, Severity, Source};
use kulla_record::kind::warning::{Delivery, Warning, WarningDraft};
use kulla_record::kind::{Body, approval, governance};
use kulla_record::label::Word;
use kulla_record::place::{Bounds, Place};
use kulla_record::{Kind, SubjectId};
use serde::Serialize;

use crate::looked;

/// Bytes of one record's text that are made searchable.
pub const SEARCH_TEXT_BYTES_MAX: usize = 64 * 1024;

/// The columns of one record.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Facts {
    /// One line for lists.
    pub title: String,
    /// Number for people.
    pub number: String,
    /// Where it stands, in the words of its kind.
    pub state: String,
    /// How bad.
    pub severity: Severity,
    /// Whether a life is at risk.
    pub life_at_risk: bool,
    /// When it happened or takes effect.
    pub when: Option<Timestamp>,
    /// Until when something is to be done, or holds.
    pub due: Option<Timestamp>,
    /// The subject that it hangs on: the incident of an entry, the signal of a triage, one end of a link.
    pub parent: Option<SubjectId>,
    /// The other end of a link.
    pub other: Option<SubjectId>,
    /// The agency that has to act, or the door that it came by.
    pub agency: String,
    /// Where.
    pub bounds: Option<Bounds>,
    /// What can be searched, not yet folded.
    pub text: String,
    /// Of who looked at what: the exercise in which they did.
    pub looked_in: Option<Word>,
}

impl Facts {
    /// Reads the facts of a body. A body that does not read as its kind has none, which `verify` and `doctor`
    /// tell; the record is kept and shown as it is.
    pub fn of(kind: &Kind, body: &[u8]) -> Facts {
        let mut facts = match kind {
            kind if *kind == Kind::REPORT => Report::read(body).map(report),
            kind if *kind == Kind::MODERATION => Moderation::read(body).map(moderation),
            kind if *kind == Kind::NOTICE => Notice::read(body).map(notice),
            kind if *kind == Kind::OBSERVATION => Observation::read(body).map(observation),
            kind if *kind == Kind::ALARM => Alarm::read(body).map(alarm),
            kind if *kind == Kind::BULLETIN => Bulletin::read(body).map(bulletin),
            kind if *kind == Kind::SOURCE => Source::read(body).map(source),
            kind if *kind == Kind::ASSESSMENT => Assessment::read(body).map(assessment),
            kind if *kind == Kind::INCIDENT => Incident::read(body).map(incident),
            kind if *kind == Kind::ENTRY => Entry::read(body).map(entry),
            kind if *kind == Kind::TASK => Task::read(body).map(task),
            kind if *kind == Kind::UNIT => Unit::read(body).map(unit),
            kind if *kind == Kind::FACILITY => Facility::read(body).map(facility),
            kind if *kind == Kind::SHELTER => Shelter::read(body).map(shelter),
            kind if *kind == Kind::DRAFT => WarningDraft::read(body).map(draft),
            kind if *kind == Kind::WARNING => Warning::read(body).map(warning),
            kind if *kind == Kind::DELIVERY => Delivery::read(body).map(delivery),
            kind if *kind == Kind::EXERCISE => Exercise::read(body).map(exercise),
            kind if *kind == Kind::INJECT => Inject::read(body).map(inject),
            kind if *kind == Kind::LINK => governance::Link::read(body).map(link),
            kind if *kind == Kind::DECISION => approval::Decision::read(body).map(decision),
            kind if *kind == Kind::ACCESS => return looked::facts(body).unwrap_or_default(),
            kind if *kind == Kind::GRANT => governance::Grant::read(body).map(grant),
            kind if *kind == Kind::GRANT_CHANGE => governance::GrantChange::read(body).map(grant_change),
            kind if *kind == Kind::CREDENTIAL => governance::Credential::read(body).map(credential),
            kind if *kind == Kind::POLICY_CHANGE => approval::PolicyChange::read(body).map(policy_change),
            _ => return Facts::default(),
        }
        .unwrap_or_default();
        facts.text.truncate(floor_boundary(&facts.text, SEARCH_TEXT_BYTES_MAX));
        facts
    }
}

fn floor_boundary(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|i| text.is_char_boundary(*i)).unwrap_or(0)
}

/// An enum of a body as the word that its JSON holds.
fn word<T: Serialize>(state: T) -> String {
    match serde_json::to_value(state) {
        Ok(serde_json::Value::String(word)) => word,
        _ => String::new(),
    }
}

fn joined<'a>(parts: impl IntoIterator<Item = &'a str>) -> String {
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n")
}

fn bounds(place: &Place) -> Option<Bounds> {
    place.geometry.as_ref().and_then(|shape| Bounds::around(shape.points()))
}

fn report(report: Report) -> Facts {
    let handed_in = report.handed_in.unwrap_or_default();
    let added = handed_in.added.iter().map(|added| added.text.as_str());
    let words = [report.title.as_str(), &report.text, &report.place.words, &report.from, &handed_in.number];
    Facts {
        text: joined(words.into_iter().chain(added)),
        bounds: bounds(&report.place),
        severity: report.severity,
        life_at_risk: report.life_at_risk,
        when: Some(report.seen),
        agency: report.from,
        title: report.title,
        number: handed_in.number,
        ..Facts::default()
    }
}

/// What was decided about a report is found by the report and by no word. Who handed one in is found by nothing at all,
/// so a `reporter` has no facts.
fn moderation(moderation: Moderation) -> Facts {
    Facts { state: word(moderation.shown), parent: Some(moderation.report), ..Facts::default() }
}

fn notice(notice: Notice) -> Facts {
    Facts {
        title: notice.words.lines().next().unwrap_or_default().to_owned(),
        text: joined([notice.words.as_str(), &notice.note, &notice.place.words, &notice.number]),
        bounds: bounds(&notice.place),
        when: Some(notice.made),
        state: word(notice.state),
        agency: notice.service,
        number: notice.number,
        ..Facts::default()
    }
}

fn bulletin(bulletin: Bulletin) -> Facts {
    let texts = bulletin.texts.iter().flat_map(|t| {
        [t.event.as_str(), &t.headline, &t.description, &t.instruction]
            .into_iter()
            .chain(t.areas.iter().map(String::as_str))
    });
    Facts {
        text: joined(texts.chain([bulletin.sender.as_str(), &bulletin.identifier])),
        bounds: bounds(&bulletin.place),
        severity: bulletin.severity,
        when: Some(bulletin.effective),
        due: bulletin.expires,
        state: bulletin.msg_type,
        number: bulletin.identifier,
        agency: bulletin.sender,
        title: bulletin.title,
        ..Facts::default()
    }
}

fn source(source: Source) -> Facts {
    Facts {
        text: joined([source.name.as_str(), &source.code, &source.place.words]),
        bounds: bounds(&source.place),
        state: if source.retired { "retired".into() } else { "active".into() },
        number: source.code,
        title: source.name,
        agency: source.door,
        ..Facts::default()
    }
}

/// Readings are not searched for in words: they come by the thousand and hang on their source.
fn observation(observation: Observation) -> Facts {
    let newest = observation.readings.iter().rfind(|reading| !reading.forecast);
    Facts {
        title: newest.map(|newest| format!("{} {}", newest.value, observation.unit)).unwrap_or_default(),
        bounds: bounds(&observation.place),
        when: newest.map(|newest| newest.at),
        parent: Some(observation.source),
        agency: observation.property,
        ..Facts::default()
    }
}

fn alarm(alarm: Alarm) -> Facts {
    let samples = alarm.samples.iter().map(String::as_str);
    let words = [alarm.title.as_str(), &alarm.explanation.text, &alarm.from, &alarm.place.words];
    Facts {
        text: joined(words.into_iter().chain(samples)),
        bounds: bounds(&alarm.place),
        state: word(alarm.state),
        severity: alarm.severity,
        when: Some(alarm.began),
        parent: alarm.source,
        agency: alarm.detector,
        title: alarm.title,
        ..Facts::default()
    }
}

fn assessment(assessment: Assessment) -> Facts {
    let state = match assessment.outcome {
        Outcome::Taken => "taken",
        Outcome::Released => "released",
        Outcome::Linked => "linked",
        Outcome::Dismissed => "dismissed",
    };
    Facts {
        state: state.into(),
        parent: Some(assessment.signal),
        text: assessment.reason,
        ..Facts::default()
    }
}

fn incident(incident: Incident) -> Facts {
    let titles = joined(incident.title.values().map(String::as_str));
    Facts {
        state: match incident.state {
            IncidentState::Active => "active".into(),
            IncidentState::Closed => "closed".into(),
        },
        bounds: bounds(&incident.place),
        text: joined([incident.number.as_str(), &titles, &incident.place.words]),
        title: incident.title.values().next().cloned().unwrap_or_default(),
        number: incident.number,
        severity: incident.severity,
        when: Some(incident.began),
        agency: incident.hazard,
        ..Facts::default()
    }
}

fn entry(entry: Entry) -> Facts {
    Facts {
        title: entry.text.chars().take(120).collect(),
        state: if entry.decision { "decision".into() } else { "entry".into() },
        parent: Some(entry.incident),
        when: Some(entry.when),
        text: entry.text,
        ..Facts::default()
    }
}

fn task(task: Task) -> Facts {
    let open = !matches!(task.state, TaskState::Done | TaskState::Cancelled);
    Facts {
        text: joined([task.number.as_str(), &task.title, &task.text, &task.place.words]),
        bounds: bounds(&task.place),
        state: word(task.state),
        life_at_risk: task.life_at_risk,
        parent: Some(task.incident),
        when: Some(task.sent),
        due: if open { task.due } else { None },
        agency: task.agency.to_ascii_lowercase(),
        number: task.number,
        title: task.title,
        ..Facts::default()
    }
}

fn unit(unit: Unit) -> Facts {
    Facts {
        text: joined([unit.name.as_str(), &unit.sign, &unit.what, &unit.place.words]),
        bounds: bounds(&unit.place),
        state: word(unit.state),
        when: unit.since,
        agency: unit.agency,
        number: unit.sign,
        title: unit.name,
        ..Facts::default()
    }
}

fn facility(facility: Facility) -> Facts {
    Facts {
        text: joined([facility.name.as_str(), &facility.what, &facility.place.words]),
        bounds: bounds(&facility.place),
        state: word(facility.state),
        agency: facility.agency,
        title: facility.name,
        ..Facts::default()
    }
}

fn shelter(shelter: Shelter) -> Facts {
    Facts {
        text: joined([shelter.name.as_str(), &shelter.place.words]),
        bounds: bounds(&shelter.place),
        state: word(shelter.state),
        agency: shelter.agency,
        title: shelter.name,
        ..Facts::default()
    }
}

fn headline(
    texts: &std::collections::BTreeMap<String, kulla_record::kind::warning::WarningText>,
) -> String {
    texts
        .values()
        .map(|text| text.headline.clone())
        .find(|headline| !headline.is_empty())
        .unwrap_or_default()
}

fn draft(draft: WarningDraft) -> Facts {
    let content = &draft.content;
    let texts = content.texts.values().flat_map(|t| [t.headline.as_str(), &t.description, &t.instruction]);
    Facts {
        title: headline(&content.texts),
        text: joined(texts.chain([draft.number.as_str()])),
        bounds: bounds(&content.place),
        state: word(draft.state),
        severity: content.severity,
        when: Some(content.onset),
        due: draft.decide_by,
        parent: draft.incident,
        agency: content.hazard.clone(),
        number: draft.number,
        ..Facts::default()
    }
}

fn warning(warning: Warning) -> Facts {
    let content = &warning.content;
    let texts = content.texts.values().flat_map(|t| [t.headline.as_str(), &t.description, &t.instruction]);
    Facts {
        title: headline(&content.texts),
        text: joined(texts.chain([warning.identifier.as_str()])),
        bounds: bounds(&content.place),
        state: word(warning.state),
        severity: content.severity,
        when: Some(content.onset),
        due: Some(content.expires),
        agency: content.hazard.clone(),
        number: warning.identifier,
        ..Facts::default()
    }
}

fn delivery(delivery: Delivery) -> Facts {
    let state = if delivery.reached { "reached" } else { "failed" };
    Facts {
        state: state.into(),
        parent: Some(delivery.warning),
        agency: delivery.channel,
        ..Facts::default()
    }
}

fn exercise(exercise: Exercise) -> Facts {
    Facts {
        state: word(exercise.state),
        when: Some(exercise.started),
        number: exercise.name.clone(),
        agency: exercise.scenario,
        title: exercise.name,
        ..Facts::default()
    }
}

fn inject(inject: Inject) -> Facts {
    Facts {
        state: word(inject.state),
        parent: Some(inject.exercise),
        when: Some(inject.due),
        agency: inject.door,
        title: inject.name,
        ..Facts::default()
    }
}

fn link(link: governance::Link) -> Facts {
    let state = if link.removed { "removed".into() } else { link.relation };
    Facts { state, parent: Some(link.from), other: Some(link.to), ..Facts::default() }
}

fn decision(decision: approval::Decision) -> Facts {
    Facts { state: decision.act, parent: Some(decision.on), text: decision.reason, ..Facts::default() }
}

fn grant(grant: governance::Grant) -> Facts {
    Facts {
        title: grant.name.clone(),
        text: grant.name,
        agency: grant.agency.to_string(),
        ..Facts::default()
    }
}

/// Not to be found by words: it is for administrators, who ask for it.
fn grant_change(change: governance::GrantChange) -> Facts {
    let parent = Some(SubjectId(change.grant.principal.0));
    Facts { state: change.state, parent, agency: change.grant.agency.to_string(), ..Facts::default() }
}

/// Not to be found by words either: whoever may decide on the rules asks for it.
fn policy_change(change: approval::PolicyChange) -> Facts {
    Facts { state: change.state, agency: change.agency.to_string(), ..Facts::default() }
}

fn credential(credential: governance::Credential) -> Facts {
    Facts { state: credential.what, parent: Some(SubjectId(credential.person.0)), ..Facts::default() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_that_does_not_read_has_no_facts_and_stops_nothing() {
        assert_eq!(Facts::of(&Kind::TASK, b"{\"state\":7"), Facts::default());
        assert_eq!(Facts::of(&Kind::new("volcano").unwrap(), b"{}"), Facts::default());
    }

    #[test]
    fn an_entry_hangs_on_its_incident_and_can_be_searched() {
        let json = br#"{"incident":"01923456-789a-7fff-bfff-ffffffffffff","when":"2026-11-17T20:47:00Z","text":"Ura u mbyll"}"#;
        let facts = Facts::of(&Kind::ENTRY, json);
        assert_eq!((facts.state.as_str(), facts.text.as_str()), ("entry", "Ura u mbyll"));
        assert!(facts.parent.is_some());
    }

    #[test]
    fn long_text_is_cut_between_letters() {
        let report = format!(
            r#"{{"title":"x","text":"{}","seen":"2026-11-17T20:47:00Z","from":"y"}}"#,
            "ë".repeat(SEARCH_TEXT_BYTES_MAX)
        );
        let facts = Facts::of(&Kind::REPORT, report.as_bytes());
        assert!(facts.text.len() <= SEARCH_TEXT_BYTES_MAX && facts.text.len() > SEARCH_TEXT_BYTES_MAX - 4);
    }
}
