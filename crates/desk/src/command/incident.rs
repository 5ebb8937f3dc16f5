//! Incidents and the lines of their log.

use std::collections::BTreeMap;

use jiff::Timestamp;
use kulla_guard::Act;
use kulla_picture::{Item, Reader};
use kulla_record::decision::{Context, Nature};
use kulla_record::kind::assessment::Assessment;
use kulla_record::kind::incident::{Entry, Incident, IncidentState};
use kulla_record::kind::signal::Severity;
use kulla_record::label::Label;
use kulla_record::place::Place;
use kulla_record::{Kind, PrincipalId, RecordId, Session, SubjectId};
use kulla_respond::{entry, incident, triage};

use super::triage::{incidents_of, labelled, signal};
use crate::labelling::{owned_by, within};
use crate::plan::{Step, Under};
use crate::{Desk, Failure, Seen};

/// A new incident.
#[derive(Debug, Clone)]
pub struct NewIncident {
    /// Title by language, at least one.
    pub title: BTreeMap<String, String>,
    /// The profile's code of the hazard.
    pub hazard: String,
    /// How bad.
    pub severity: Severity,
    /// Where.
    pub place: Place,
    /// When it began; now, if nothing else is known.
    pub began: Option<Timestamp>,
    /// The signal that it comes of.
    pub from_signal: Option<SubjectId>,
    /// Who it is for; the profile's default, if nothing else is chosen.
    pub label: Option<Label>,
}

impl NewIncident {
    pub(super) fn subjects(&self) -> Vec<SubjectId> {
        self.from_signal.iter().flat_map(|signal| [*signal, triage::subject(*signal)]).collect()
    }
}

/// A change of an incident.
#[derive(Debug, Clone)]
pub struct IncidentChange {
    /// Which.
    pub incident: SubjectId,
    /// The versions that the officer saw.
    pub seen: Seen,
    /// What is done.
    pub deed: Deed,
}

/// What is done with an incident.
#[derive(Debug, Clone)]
pub enum Deed {
    /// It is better known now.
    Update(incident::Update),
    /// Somebody else commands.
    HandOver(PrincipalId),
    /// It is over, with a reason.
    Close(String),
    /// It is not over after all, with a reason.
    Reopen {
        /// The line of the log that says so.
        text: String,
        /// Why.
        reason: String,
        /// Language of both.
        lang: String,
    },
}

impl IncidentChange {
    pub(super) fn act(&self) -> Act {
        match self.deed {
            Deed::Close(_) => Act::IncidentClose,
            _ => Act::IncidentUpdate,
        }
    }
}

/// A new line of the chronological log.
#[derive(Debug, Clone)]
pub struct NewEntry {
    /// In the log of which incident.
    pub incident: SubjectId,
    /// What it says.
    pub line: entry::Line,
    /// Who it is for; as the incident, if nothing else is chosen.
    pub label: Option<Label>,
}

/// A corrected line.
#[derive(Debug, Clone)]
pub struct Correction {
    /// Which.
    pub entry: SubjectId,
    /// The versions that the writer saw.
    pub seen: Seen,
    /// What it says now.
    pub line: entry::Line,
}

type Planned = Result<(SubjectId, Vec<Step>), Failure>;

pub(super) fn open(
    desk: &Desk,
    session: &Session,
    reader: &Reader,
    new: &NewIncident,
    id: Option<RecordId>,
    context: &Context,
) -> Planned {
    let subject = SubjectId::from(id.unwrap_or_else(|| desk.new_id()));
    let label = match &new.label {
        Some(label) => label.clone(),
        None => desk.composer(session, None).default_for(&Kind::INCIDENT)?,
    };
    let from = new.from_signal.map(|subject| from_signal(reader, subject)).transpose()?;
    let linked = from.as_ref().map(|from| triage::Signal {
        signal: from.item.subject,
        triage: from.assessment.as_ref(),
        incidents: &from.incidents,
    });
    let changes = incident::open(
        incident::Open {
            subject,
            number: desk.number("INC"),
            title: new.title.clone(),
            hazard: new.hazard.clone(),
            severity: new.severity,
            place: new.place.clone(),
            began: new.began.unwrap_or(context.now),
            signal: linked,
        },
        context,
    )?;
    let mut steps = Vec::new();
    for change in changes {
        if change.subject == subject {
            steps.push(Step { change, under: Under::Written(label.clone()) });
        } else if let Some(from) = &from {
            let opened = Item { label: std::sync::Arc::new(label.clone()), ..from.item.clone() };
            steps.extend(labelled(vec![change], &from.item, Some(&opened), context));
        }
    }
    Ok((subject, steps))
}

struct From {
    item: Item,
    assessment: Option<Assessment>,
    incidents: Vec<SubjectId>,
}

fn from_signal(reader: &Reader, subject: SubjectId) -> Result<From, Failure> {
    Ok(From {
        item: signal(reader, subject)?,
        assessment: reader.head(triage::subject(subject))?.and_then(|item| item.typed()),
        incidents: incidents_of(reader, subject)?,
    })
}

pub(super) fn change(desk: &Desk, reader: &Reader, command: &IncidentChange, context: &Context) -> Planned {
    let item = desk.head(reader, command.incident, &command.seen)?;
    let incident = item.typed::<Incident>().ok_or(Failure::NotThere)?;
    let deed = match &command.deed {
        Deed::Update(update) => incident::Command::Update(update.clone()),
        Deed::HandOver(to) => incident::Command::HandOver { to: *to, nature: desk.nature(*to) },
        Deed::Close(reason) => incident::Command::Close { reason: reason.clone() },
        Deed::Reopen { text, reason, lang } => incident::Command::Reopen {
            entry: SubjectId::from(desk.new_id()),
            text: text.clone(),
            reason: reason.clone(),
            lang: lang.clone(),
        },
    };
    let changes = incident::decide(command.incident, &incident, deed, context)?;
    let step = |change: kulla_record::decision::Change| Step {
        under: if change.subject == command.incident {
            Under::Same
        } else {
            Under::Derived(owned_by(&item.label, &context.agency))
        },
        change,
    };
    Ok((command.incident, changes.into_iter().map(step).collect()))
}

pub(super) fn write(
    desk: &Desk,
    session: &Session,
    reader: &Reader,
    new: &NewEntry,
    id: Option<RecordId>,
    context: &Context,
) -> Planned {
    let (item, state) = incident_of(reader, new.incident)?;
    let label = within(new.label.as_ref().unwrap_or(&item.label), &item.label, &session.agency)?;
    let subject = SubjectId::from(id.unwrap_or_else(|| desk.new_id()));
    let log = entry::Log { incident: new.incident, state };
    let changes = entry::write(subject, log, new.line.clone(), context)?;
    Ok((
        subject,
        changes.into_iter().map(|change| Step { change, under: Under::Written(label.clone()) }).collect(),
    ))
}

pub(super) fn correct(desk: &Desk, reader: &Reader, command: &Correction, context: &Context) -> Planned {
    let item = desk.head(reader, command.entry, &command.seen)?;
    let body = item.typed::<Entry>().ok_or(Failure::NotThere)?;
    let changes = entry::correct(command.entry, &body, command.line.clone(), context)?;
    Ok((command.entry, changes.into_iter().map(|change| Step { change, under: Under::Same }).collect()))
}

/// An incident that the session may see, and how it stands.
pub(super) fn incident_of(reader: &Reader, subject: SubjectId) -> Result<(Item, IncidentState), Failure> {
    let item = reader.head(subject)?.ok_or(Failure::NotThere)?;
    let state = item.typed::<Incident>().ok_or(Failure::NotThere)?.state;
    Ok((item, state))
}

impl Desk {
    /// Whether a principal is a natural person: one with a grant is.
    pub(crate) fn nature(&self, principal: PrincipalId) -> Nature {
        if self.directory().has(principal) { Nature::Person } else { Nature::Machine }
    }
}
