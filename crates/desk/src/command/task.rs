//! Tasks and their four clocks.

use jiff::Timestamp;
use kulla_guard::Act;
use kulla_picture::Reader;
use kulla_record::decision::Context;
use kulla_record::kind::action::Task;
use kulla_record::label::{Label, Word};
use kulla_record::place::Place;
use kulla_record::{RecordId, Session, SubjectId};
use kulla_respond::task;

use super::incident::incident_of;
use crate::labelling::within;
use crate::plan::{Step, Under};
use crate::{Desk, Failure, Seen};

/// A new task.
#[derive(Debug, Clone)]
pub struct NewTask {
    /// The incident that it serves.
    pub incident: SubjectId,
    /// What is to be done.
    pub title: String,
    /// More about it.
    pub text: String,
    /// The agency that is to do it.
    pub agency: Word,
    /// Where.
    pub place: Place,
    /// Whether a life depends on it.
    pub life_at_risk: bool,
    /// Until when.
    pub due: Option<Timestamp>,
    /// Who it is for; as the incident, if nothing else is chosen.
    pub label: Option<Label>,
}

/// A step of a task.
#[derive(Debug, Clone)]
pub struct TaskStep {
    /// Which.
    pub task: SubjectId,
    /// The versions that the writer saw.
    pub seen: Seen,
    /// What is done.
    pub deed: task::Command,
}

impl TaskStep {
    pub(super) fn act(&self) -> Act {
        match self.deed {
            task::Command::Acknowledge => Act::TaskAcknowledge,
            task::Command::Start => Act::TaskStart,
            task::Command::Finish { .. } => Act::TaskDone,
            task::Command::Cancel { .. } => Act::TaskCancel,
        }
    }
}

pub(super) fn send(
    desk: &Desk,
    session: &Session,
    reader: &Reader,
    new: &NewTask,
    id: Option<RecordId>,
    context: &Context,
) -> Result<(SubjectId, Vec<Step>), Failure> {
    let (item, state) = incident_of(reader, new.incident)?;
    let label = within(new.label.as_ref().unwrap_or(&item.label), &item.label, &session.agency)?;
    let subject = SubjectId::from(id.unwrap_or_else(|| desk.new_id()));
    let send = task::Send {
        subject,
        number: desk.number("T"),
        incident: new.incident,
        state,
        title: new.title.clone(),
        text: new.text.clone(),
        agency: new.agency.clone(),
        place: new.place.clone(),
        life_at_risk: new.life_at_risk,
        due: new.due,
    };
    let changes = task::send(send, context)?;
    Ok((
        subject,
        changes.into_iter().map(|change| Step { change, under: Under::Written(label.clone()) }).collect(),
    ))
}

pub(super) fn step(
    desk: &Desk,
    reader: &Reader,
    command: &TaskStep,
    context: &Context,
) -> Result<(SubjectId, Vec<Step>), Failure> {
    let item = desk.head(reader, command.task, &command.seen)?;
    let body = item.typed::<Task>().ok_or(Failure::NotThere)?;
    let changes = task::decide(command.task, &body, command.deed.clone(), context)?;
    Ok((command.task, changes.into_iter().map(|change| Step { change, under: Under::Same }).collect()))
}
