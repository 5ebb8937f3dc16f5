//! Incidents: something happened, and somebody is in charge of it from the first moment to the last.

use std::collections::BTreeMap;

use jiff::Timestamp;
use kulla_record::decision::{Change, Context, Decided, Nature, Refusal};
use kulla_record::kind::incident::{Incident, IncidentState};
use kulla_record::kind::signal::Severity;
use kulla_record::place::Place;
use kulla_record::{PrincipalId, SubjectId};

use crate::triage::{self, Signal};
use crate::{entry, field};

/// Opens an incident. The one who opens it commands it until command is handed over.
#[derive(Debug, Clone)]
pub struct Open<'a> {
    /// The new subject.
    pub subject: SubjectId,
    /// Its number, drawn by `desk`.
    pub number: String,
    /// Title by language, at least one.
    pub title: BTreeMap<String, String>,
    /// The profile's code of the hazard.
    pub hazard: String,
    /// How bad.
    pub severity: Severity,
    /// Where.
    pub place: Place,
    /// When it began.
    pub began: Timestamp,
    /// The signal that told of it, which is linked in the same act.
    pub signal: Option<Signal<'a>>,
}

/// What is done with an incident.
#[derive(Debug, Clone, PartialEq)]
pub enum Command {
    /// It is better known now.
    Update(Update),
    /// Somebody else commands from now on.
    HandOver {
        /// Who.
        to: PrincipalId,
        /// Whether that is a natural person.
        nature: Nature,
    },
    /// It is over.
    Close {
        /// Why.
        reason: String,
    },
    /// It is not over after all. That is a decision, so it is written into the log as one.
    Reopen {
        /// The new subject of the log entry.
        entry: SubjectId,
        /// The line of the log.
        text: String,
        /// Why it was decided so.
        reason: String,
        /// BCP 47 tag of the language of both.
        lang: String,
    },
}

/// What is changed; `None` leaves a thing as it is.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Update {
    /// Title by language, all of them.
    pub title: Option<BTreeMap<String, String>>,
    /// The profile's code of the hazard.
    pub hazard: Option<String>,
    /// How bad.
    pub severity: Option<Severity>,
    /// Where.
    pub place: Option<Place>,
    /// When it began.
    pub began: Option<Timestamp>,
}

/// Decides whether an incident may be opened.
///
/// Codes: `incident.needs-person`, `time.in-the-future`, `text.…`, `place.…`, and those of linking a signal.
pub fn open(open: Open<'_>, context: &Context) -> Decided {
    if context.nature == Nature::Machine {
        return Err(needs_person());
    }
    let incident = Incident {
        number: field::code("number", &open.number)?,
        title: field::titles(&open.title)?,
        hazard: field::code("hazard", &open.hazard)?,
        severity: open.severity,
        state: IncidentState::Active,
        place: field::place(open.place)?,
        began: field::happened("began", open.began, context)?,
        commander: context.actor,
        closed: None,
        closed_because: String::new(),
        rest: Default::default(),
    };
    let mut changes = vec![Change::first(open.subject, incident)];
    if let Some(signal) = open.signal {
        let link = triage::Command::Link { incident: open.subject, state: IncidentState::Active };
        changes.extend(triage::decide(&signal, link, context)?);
    }
    Ok(changes)
}

/// Decides one command on an incident.
///
/// Codes: `incident.closed`, `incident.not-closed`, `incident.unchanged`, `incident.in-command`,
/// `incident.needs-person`, `time.in-the-future`, `text.…`, `place.…`, and those of writing an entry.
pub fn decide(subject: SubjectId, incident: &Incident, command: Command, context: &Context) -> Decided {
    match command {
        Command::Update(change) => update(subject, incident, change, context),
        Command::HandOver { to, nature } => hand_over(subject, incident, to, nature),
        Command::Close { reason } => close(subject, incident, &reason, context),
        Command::Reopen { entry, text, reason, lang } => reopen(
            subject,
            incident,
            entry::Line { when: None, text, decision: true, reason, lang },
            entry,
            context,
        ),
    }
}

fn update(subject: SubjectId, incident: &Incident, change: Update, context: &Context) -> Decided {
    active(incident)?;
    let mut next = incident.clone();
    if let Some(title) = change.title {
        next.title = field::titles(&title)?;
    }
    if let Some(hazard) = change.hazard {
        next.hazard = field::code("hazard", &hazard)?;
    }
    if let Some(place) = change.place {
        next.place = field::place(place)?;
    }
    if let Some(began) = change.began {
        next.began = field::happened("began", began, context)?;
    }
    next.severity = change.severity.unwrap_or(next.severity);
    if next == *incident {
        return Err(Refusal::new("incident.unchanged", "nothing is different: there is nothing to write"));
    }
    Ok(vec![Change::next(subject, next)])
}

fn hand_over(subject: SubjectId, incident: &Incident, to: PrincipalId, nature: Nature) -> Decided {
    active(incident)?;
    if nature == Nature::Machine {
        return Err(needs_person());
    }
    if to == incident.commander {
        return Err(Refusal::new("incident.in-command", "this person is in command already").with("by", to));
    }
    Ok(vec![Change::next(subject, Incident { commander: to, ..incident.clone() })])
}

fn close(subject: SubjectId, incident: &Incident, reason: &str, context: &Context) -> Decided {
    active(incident)?;
    let closed = Incident {
        state: IncidentState::Closed,
        closed: Some(context.now),
        closed_because: field::reason("reason", reason)?,
        ..incident.clone()
    };
    Ok(vec![Change::next(subject, closed)])
}

fn reopen(
    subject: SubjectId,
    incident: &Incident,
    line: entry::Line,
    entry_subject: SubjectId,
    context: &Context,
) -> Decided {
    if incident.state != IncidentState::Closed {
        return Err(Refusal::new(
            "incident.not-closed",
            "the incident is not closed: there is nothing to reopen",
        ));
    }
    let open = Incident {
        state: IncidentState::Active,
        closed: None,
        closed_because: String::new(),
        ..incident.clone()
    };
    let log = entry::Log { incident: subject, state: IncidentState::Active };
    let mut changes = vec![Change::next(subject, open)];
    changes.extend(entry::write(entry_subject, log, line, context)?);
    Ok(changes)
}

fn active(incident: &Incident) -> Result<(), Refusal> {
    match incident.state {
        IncidentState::Active => Ok(()),
        IncidentState::Closed => Err(closed()),
    }
}

/// Nothing is added to a closed incident.
pub(crate) fn closed() -> Refusal {
    Refusal::new("incident.closed", "the incident is closed: reopen it first")
}

fn needs_person() -> Refusal {
    Refusal::new("incident.needs-person", "an incident is commanded by a person, never by a machine")
}
