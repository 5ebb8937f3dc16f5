//! What becomes of a signal.

use kulla_guard::Act;
use kulla_picture::{Item, Reader};
use kulla_record::decision::{Change, Context};
use kulla_record::kind::assessment::{Assessment, Grade};
use kulla_record::kind::incident::Incident;
use kulla_record::{Kind, PrincipalId, SubjectId};
use kulla_respond::triage;

use crate::failure::refused;
use crate::plan::{Step, Under, joined};
use crate::{Desk, Failure, Seen};

/// A step in the triage of one signal.
#[derive(Debug, Clone)]
pub struct Triage {
    /// The signal.
    pub signal: SubjectId,
    /// The versions of its triage that the officer saw; none when nobody had touched it.
    pub seen: Seen,
    /// What the officer does.
    pub deed: Deed,
}

/// What an officer does with a signal.
#[derive(Debug, Clone)]
pub enum Deed {
    /// Take it in hand.
    Take,
    /// Take it out of a colleague's hand.
    TakeOver(PrincipalId),
    /// Put it back.
    Release,
    /// Not relevant, with a reason.
    Dismiss(String),
    /// It belongs to this incident.
    Link(SubjectId),
    /// Grade source and content.
    Grade(Grade),
    /// Undo a link or a dismissal.
    Reopen,
}

impl Triage {
    pub(super) fn act(&self) -> Act {
        match self.deed {
            Deed::Dismiss(_) => Act::TriageDismiss,
            Deed::Link(_) => Act::TriageLink,
            _ => Act::TriageTake,
        }
    }

    pub(super) fn subjects(&self) -> Vec<SubjectId> {
        let mut subjects = vec![self.signal, triage::subject(self.signal)];
        if let Deed::Link(incident) = self.deed {
            subjects.extend([incident, triage::link_subject(self.signal, incident)]);
        }
        subjects
    }
}

pub(super) fn plan(
    desk: &Desk,
    reader: &Reader,
    command: &Triage,
    context: &Context,
) -> Result<(SubjectId, Vec<Step>), Failure> {
    let signal = signal(reader, command.signal)?;
    let subject = triage::subject(command.signal);
    let assessment = assessment(desk, reader, subject, &command.seen)?;
    let incidents = incidents_of(reader, command.signal)?;
    let state =
        triage::Signal { signal: command.signal, triage: assessment.as_ref(), incidents: &incidents };
    let mut end = None;
    let deed = match &command.deed {
        Deed::Take => triage::Command::Take,
        Deed::TakeOver(from) => triage::Command::TakeOver { from: *from },
        Deed::Release => triage::Command::Release,
        Deed::Dismiss(reason) => triage::Command::Dismiss { reason: reason.clone() },
        Deed::Grade(grade) => triage::Command::Grade(*grade),
        Deed::Reopen => triage::Command::Reopen,
        Deed::Link(incident) => {
            let item = reader.head(*incident)?.ok_or(Failure::NotThere)?;
            let stands = item.typed::<Incident>().ok_or(Failure::NotThere)?.state;
            end = Some(item);
            triage::Command::Link { incident: *incident, state: stands }
        }
    };
    let changes = triage::decide(&state, deed, context)?;
    Ok((subject, labelled(changes, &signal, end.as_ref(), context)))
}

/// Triage follows the label of its signal; a link is for those who see both ends.
pub(super) fn labelled(
    changes: Vec<Change>,
    signal: &Item,
    incident: Option<&Item>,
    context: &Context,
) -> Vec<Step> {
    let under = |change: &Change| match (change.body.kind(), incident) {
        (kind, Some(incident)) if kind == Kind::LINK => {
            Under::Derived(joined(&signal.label, &incident.label, &context.agency))
        }
        (kind, _) if kind == Kind::LINK => Under::Same,
        _ => Under::Derived((*signal.label).clone()),
    };
    changes.into_iter().map(|change| Step { under: under(&change), change }).collect()
}

/// The signal itself, if it is one and the session may see it.
pub(super) fn signal(reader: &Reader, subject: SubjectId) -> Result<Item, Failure> {
    let item = reader.head(subject)?.ok_or(Failure::NotThere)?;
    match item.kind.is_signal() {
        true => Ok(item),
        false => Err(refused(
            "triage.not-a-signal",
            format!("a `{}` is not triaged: only signals are", item.kind),
        )),
    }
}

fn assessment(
    desk: &Desk,
    reader: &Reader,
    subject: SubjectId,
    seen: &Seen,
) -> Result<Option<Assessment>, Failure> {
    Ok(desk.head_if_any(reader, subject, seen)?.and_then(|item| item.typed()))
}

/// The incidents that a signal is linked to and that the session may see.
pub(crate) fn incidents_of(reader: &Reader, signal: SubjectId) -> Result<Vec<SubjectId>, Failure> {
    let links = reader.links(signal)?;
    let of = |relation: &str| relation == triage::SIGNAL_OF;
    Ok(links
        .into_iter()
        .filter(|link| link.outward && of(&link.relation))
        .map(|link| link.item.subject)
        .collect())
}
