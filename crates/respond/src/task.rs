//! Tasks: who does what until when, with four clocks: sent, read, started, done.
//!
//! A clock is set once and by the act itself, never by hand. Finishing a task that was never read or started
//! fills the clocks that were passed over, so that all four can always be compared.

use jiff::{SignedDuration, Timestamp};
use kulla_record::SubjectId;
use kulla_record::decision::{Change, Context, Decided, Nature, Refusal};
use kulla_record::kind::action::{Task, TaskState};
use kulla_record::kind::incident::IncidentState;
use kulla_record::label::Word;
use kulla_record::place::Place;

use crate::{field, incident};

/// How long a task may lie unread before that is late, in milliseconds.
pub const UNREAD_LATE_MS: i64 = 5 * 60 * 1000;

/// Sends a task.
#[derive(Debug, Clone, PartialEq)]
pub struct Send {
    /// The new subject.
    pub subject: SubjectId,
    /// Its number, drawn by `desk`.
    pub number: String,
    /// The incident that it serves.
    pub incident: SubjectId,
    /// How that stands.
    pub state: IncidentState,
    /// What is to be done.
    pub title: String,
    /// More about it; may be empty.
    pub text: String,
    /// The agency that is to do it.
    pub agency: Word,
    /// Where.
    pub place: Place,
    /// Whether a life depends on it.
    pub life_at_risk: bool,
    /// Until when.
    pub due: Option<Timestamp>,
}

/// What is done with a task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// The agency has read it.
    Acknowledge,
    /// The agency has begun.
    Start,
    /// The agency has finished.
    Finish {
        /// What came of it; may be empty.
        outcome: String,
    },
    /// It is taken back.
    Cancel {
        /// Why.
        reason: String,
    },
}

/// Decides whether a task may be sent.
///
/// Codes: `incident.closed`, `task.due-past`, `text.…`, `place.…`.
pub fn send(send: Send, context: &Context) -> Decided {
    if send.state == IncidentState::Closed {
        return Err(incident::closed());
    }
    if let Some(due) = send.due.filter(|due| *due <= context.now) {
        return Err(Refusal::new(
            "task.due-past",
            "the task would be late before it is sent: set a later time",
        )
        .with("due", due));
    }
    let task = Task {
        number: field::code("number", &send.number)?,
        incident: send.incident,
        title: field::title("title", &send.title)?,
        text: field::text_if_any("text", &send.text)?,
        agency: send.agency.to_string(),
        state: TaskState::Sent,
        place: field::place(send.place)?,
        life_at_risk: send.life_at_risk,
        sent: context.now,
        acknowledged: None,
        started: None,
        ended: None,
        due: send.due,
        by: None,
        outcome: String::new(),
        rest: Default::default(),
    };
    Ok(vec![Change::first(send.subject, task)])
}

/// Decides one command on a task. It may be carried on when its incident is closed: the work is still done.
///
/// Codes: `task.ended`, `task.already-read`, `task.already-started`, `task.other-agency`, `task.needs-person`,
/// `text.…`.
pub fn decide(subject: SubjectId, task: &Task, command: Command, context: &Context) -> Decided {
    if task.ended.is_some() || matches!(task.state, TaskState::Done | TaskState::Cancelled) {
        return Err(Refusal::new("task.ended", "the task is done or cancelled: send a new one"));
    }
    let next = match command {
        Command::Acknowledge => acknowledge(task, context)?,
        Command::Start => start(task, context)?,
        Command::Finish { outcome } => finish(task, &outcome, context)?,
        Command::Cancel { reason } => Task {
            state: TaskState::Cancelled,
            ended: Some(stamp(task, context)),
            outcome: field::reason("reason", &reason)?,
            ..task.clone()
        },
    };
    Ok(vec![Change::next(subject, next)])
}

/// Since when the task lies unread, once that has lasted longer than [`UNREAD_LATE_MS`].
pub fn unread_since(task: &Task, now: Timestamp) -> Option<Timestamp> {
    let unread = is_running(task) && task.acknowledged.is_none();
    let late = now.duration_since(task.sent) > SignedDuration::from_millis(UNREAD_LATE_MS);
    (unread && late).then_some(task.sent)
}

/// Whether the task is late: unread for too long, or not ended when it was due.
pub fn is_late(task: &Task, now: Timestamp) -> bool {
    let overdue = is_running(task) && task.due.is_some_and(|due| now > due);
    overdue || unread_since(task, now).is_some()
}

/// The next moment after which the task may become late, for a timer; `None` when it can't.
pub fn late_after(task: &Task) -> Option<Timestamp> {
    if !is_running(task) {
        return None;
    }
    let unread = task.sent.checked_add(SignedDuration::from_millis(UNREAD_LATE_MS)).ok();
    let unread = unread.filter(|_| task.acknowledged.is_none());
    unread.into_iter().chain(task.due).min()
}

fn is_running(task: &Task) -> bool {
    task.ended.is_none() && !matches!(task.state, TaskState::Done | TaskState::Cancelled)
}

fn acknowledge(task: &Task, context: &Context) -> Result<Task, Refusal> {
    by_its_agency(task, context)?;
    if task.acknowledged.is_some() {
        return Err(Refusal::new("task.already-read", "the task was read already: start it, or finish it"));
    }
    Ok(Task {
        state: TaskState::Acknowledged,
        acknowledged: Some(stamp(task, context)),
        by: Some(context.actor),
        ..task.clone()
    })
}

fn start(task: &Task, context: &Context) -> Result<Task, Refusal> {
    by_its_agency(task, context)?;
    if task.started.is_some() {
        return Err(Refusal::new("task.already-started", "the task was started already: finish it"));
    }
    let now = stamp(task, context);
    Ok(Task {
        state: TaskState::Started,
        acknowledged: task.acknowledged.or(Some(now)),
        started: Some(now),
        by: Some(context.actor),
        ..task.clone()
    })
}

fn finish(task: &Task, outcome: &str, context: &Context) -> Result<Task, Refusal> {
    by_its_agency(task, context)?;
    let now = stamp(task, context);
    Ok(Task {
        state: TaskState::Done,
        acknowledged: task.acknowledged.or(Some(now)),
        started: task.started.or(Some(now)),
        ended: Some(now),
        by: task.by.or(Some(context.actor)),
        outcome: field::text_if_any("outcome", outcome)?,
        ..task.clone()
    })
}

/// Now, but never before a clock of this task that is set: a wall clock that was put back must not turn the
/// order of the four.
// INVARIANT: sent ≤ acknowledged ≤ started ≤ ended.
fn stamp(task: &Task, context: &Context) -> Timestamp {
    let set = [Some(task.sent), task.acknowledged, task.started];
    set.into_iter().flatten().fold(context.now, Timestamp::max)
}

/// A clock says that a person of the agency read, began or finished; a machine can't say that for them.
fn by_its_agency(task: &Task, context: &Context) -> Result<(), Refusal> {
    if context.nature == Nature::Machine {
        return Err(Refusal::new(
            "task.needs-person",
            "a task is read and done by a person, never by a machine",
        ));
    }
    let same = Word::new(&task.agency).is_ok_and(|agency| agency == context.agency);
    if same {
        return Ok(());
    }
    Err(Refusal::new(
        "task.other-agency",
        format!("the task is for `{}`: only that agency reads, starts and finishes it", task.agency),
    )
    .with("agency", &task.agency))
}
