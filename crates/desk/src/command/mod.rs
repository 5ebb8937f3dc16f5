//! Everything that can be done, as values: the one way to act.
//!
//! Each command names what it is about, so that the desk can take turns on it before anything is read; which
//! act of the roles it needs; and how it is planned. The deciding itself is done in the stage crates.

mod bulletins;
pub mod canary;
pub mod exercise;
pub mod incident;
pub mod judge;
pub mod moderate;
pub mod observation;
pub mod people;
pub mod policy;
pub mod signal;
pub mod task;
pub mod triage;
pub mod warning;

use std::time::Duration;

use kulla_guard::{Act, Reach};
use kulla_picture::Reader;
use kulla_record::{RecordId, Session, SubjectId};

use crate::canaries::marks_of;
use crate::logs::{Logs, NodeLog};
use crate::plan::{Done, Hand, Plan};
use crate::turns::PATIENCE;
use crate::{CAUGHT_UP_PATIENCE, Desk, Failure, Seen};

/// Who gives a command: a session, and how far its way of entering reaches.
#[derive(Debug, Clone)]
pub struct Actor {
    /// The session.
    pub session: Session,
    /// Everything that the roles grant, or fewer acts for a token.
    pub reach: Reach,
}

/// A command, and what makes its repetition harmless.
#[derive(Debug, Clone)]
pub struct Order {
    /// What the client calls the main record, where the command makes something new. The record's own id follows
    /// from it and from the author ([`RecordId::chosen_by`]).
    pub id: Option<RecordId>,
    /// A fingerprint of the request: the same id with another one is refused.
    pub fingerprint: [u8; 16],
    /// What is to be done.
    pub command: Command,
}

/// Something that a person does.
#[derive(Debug, Clone)]
pub enum Command {
    /// A report from a citizen, the field or a partner.
    Report(signal::NewReport),
    /// One CAP message that others sent.
    Bulletin(Box<signal::NewBulletin>),
    /// What a source measured.
    Observe(observation::NewReadings),
    /// What becomes of a signal.
    Triage(triage::Triage),
    /// What of a citizen's report becomes public, and what its reporter is told.
    Moderate(moderate::Moderate),
    /// What an overseer says about conspicuous reading.
    Judge(judge::Judge),
    /// A mark on a record that nobody has a reason to open.
    Canary(canary::Canary),
    /// A new incident.
    OpenIncident(incident::NewIncident),
    /// A change of an incident.
    Incident(incident::IncidentChange),
    /// A new line of the log.
    Entry(incident::NewEntry),
    /// A corrected line.
    Correct(incident::Correction),
    /// A new task.
    SendTask(task::NewTask),
    /// A step of a task.
    Task(task::TaskStep),
    /// A new working paper of a warning.
    NewDraft(Box<warning::NewDraft>),
    /// A step of a working paper.
    Draft(Box<warning::DraftStep>),
    /// A warning of ours taken back by one of the two who issued it.
    CancelAlone(Box<warning::CancelAlone>),
    /// Something about the exercise of the session.
    Exercise(exercise::ExerciseDeed),
    /// Something about the people of the agency.
    People(Box<people::PeopleDeed>),
    /// Something about the rules of the node.
    Policy(Box<policy::PolicyDeed>),
}

impl Command {
    pub(crate) fn act(&self) -> Act {
        match self {
            Command::Report(_) | Command::Bulletin(_) | Command::Observe(_) => Act::SignalIngest,
            Command::Triage(triage) => triage.act(),
            Command::Moderate(_) => moderate::Moderate::ACT,
            Command::Judge(_) => Act::AccessJudge,
            Command::Canary(_) => canary::Canary::ACT,
            Command::OpenIncident(_) => Act::IncidentOpen,
            Command::Incident(change) => change.act(),
            Command::Entry(_) | Command::Correct(_) => Act::EntryWrite,
            Command::SendTask(_) => Act::TaskAssign,
            Command::Task(step) => step.act(),
            Command::NewDraft(_) => Act::WarningDraft,
            Command::Draft(step) => step.act(),
            Command::CancelAlone(_) => Act::WarningCancel,
            Command::Exercise(deed) => deed.act(),
            Command::People(_) => people::PeopleDeed::ACT,
            Command::Policy(_) => policy::PolicyDeed::ACT,
        }
    }

    /// What it is about: the subjects that it decides on or makes versions of.
    fn subjects(&self, session: &Session) -> Vec<SubjectId> {
        match self {
            Command::Report(_) => Vec::new(),
            Command::Observe(new) => new.subjects(),
            Command::Bulletin(bulletin) => {
                vec![bulletin.subject(&session.agency, session.exercise.as_ref())]
            }
            Command::Triage(triage) => triage.subjects(),
            Command::Moderate(step) => step.subjects(),
            Command::Judge(judge) => judge.subjects(),
            Command::Canary(canary) => canary.subjects(session),
            Command::OpenIncident(new) => new.subjects(),
            Command::Incident(change) => vec![change.incident],
            Command::Entry(new) => vec![new.incident],
            Command::Correct(correction) => vec![correction.entry],
            Command::SendTask(new) => vec![new.incident],
            Command::Task(step) => vec![step.task],
            Command::NewDraft(new) => new.subjects(),
            Command::Draft(step) => vec![step.draft],
            Command::CancelAlone(cancel) => vec![cancel.warning],
            Command::Exercise(deed) => deed.subjects(session),
            Command::People(deed) => deed.subjects(),
            Command::Policy(deed) => deed.subjects(),
        }
    }

    pub(crate) fn plan(
        &self,
        desk: &Desk,
        session: &Session,
        reader: &Reader,
        (id, fingerprint): (Option<RecordId>, [u8; 16]),
    ) -> Result<Plan, Failure> {
        let context = desk.context(session);
        let planned = match self {
            Command::Report(new) => signal::report(desk, session, new, id),
            Command::Observe(new) => observation::plan(desk, session, reader, new),
            Command::Bulletin(new) => signal::bulletin_by(desk, session, reader, new),
            Command::Triage(triage) => triage::plan(desk, reader, triage, &context),
            Command::Moderate(step) => moderate::plan(desk, session, reader, step, &context),
            Command::Judge(judge) => judge::plan(desk, session, reader, judge, &context),
            Command::Canary(canary) => canary::plan(desk, session, reader, canary, &context),
            Command::OpenIncident(new) => incident::open(desk, session, reader, new, id, &context),
            Command::Incident(change) => incident::change(desk, reader, change, &context),
            Command::Entry(new) => incident::write(desk, session, reader, new, id, &context),
            Command::Correct(correction) => incident::correct(desk, reader, correction, &context),
            Command::SendTask(new) => task::send(desk, session, reader, new, id, &context),
            Command::Task(step) => task::step(desk, reader, step, &context),
            Command::NewDraft(new) => warning::open(desk, session, reader, new, id, &context),
            Command::Draft(step) => warning::step(desk, session, reader, step, &context),
            Command::CancelAlone(cancel) => warning::cancel_alone(desk, session, reader, cancel, &context),
            Command::Exercise(deed) => exercise::plan(desk, session, reader, deed, id, &context),
            Command::People(deed) => people::plan(desk, session, deed, id, &context),
            Command::Policy(deed) => policy::plan(desk, session, deed, id, &context),
        };
        let (answer, steps) = planned?;
        let seen = self.seen().cloned().unwrap_or_default();
        let patience = self.patience().min(CAUGHT_UP_PATIENCE);
        Ok(Plan { id, command: fingerprint, answer, steps, seen, patience })
    }

    /// How long it waits for the picture, before it decides and after it is written. Intake does not wait.
    fn patience(&self) -> Duration {
        match self {
            Command::Bulletin(_) => Duration::ZERO,
            _ => PATIENCE,
        }
    }

    /// Where it is written.
    fn log<'a>(&self, logs: &'a Logs, session: &Session) -> &'a NodeLog {
        match self {
            Command::Observe(_) => logs.of_measurements(session.exercise.as_ref()),
            Command::People(_) | Command::Policy(_) => logs.ops(),
            _ => logs.of_exercise(session.exercise.as_ref()),
        }
    }

    /// What it comes to while the picture does not have what was written about its subjects.
    fn unseen(&self, session: &Session) -> Result<Done, Failure> {
        match self {
            // Its subject is that of one message: what was written about it is that message.
            Command::Bulletin(bulletin) => {
                Ok(Done::nothing(bulletin.subject(&session.agency, session.exercise.as_ref())))
            }
            _ => Err(Failure::Unavailable("the picture is far behind the log; try again".into())),
        }
    }

    /// The versions that it names.
    fn seen(&self) -> Option<&Seen> {
        match self {
            Command::Triage(triage) => Some(&triage.seen),
            Command::Moderate(step) => Some(&step.seen),
            Command::Judge(judge) => Some(&judge.seen),
            Command::Canary(canary) => Some(&canary.seen),
            Command::Incident(change) => Some(&change.seen),
            Command::Correct(correction) => Some(&correction.seen),
            Command::Task(step) => Some(&step.seen),
            Command::Draft(step) => Some(&step.seen),
            Command::CancelAlone(cancel) => Some(&cancel.seen),
            Command::People(deed) => deed.seen(),
            _ => None,
        }
    }
}

impl Desk {
    /// Carries out one command: may the session do this? Take turns, decide on the newest versions, append,
    /// wait until the picture shows it.
    pub fn act(&self, actor: &Actor, order: &Order) -> Result<Done, Failure> {
        let session = &actor.session;
        kulla_guard::may_act(session, &actor.reach, order.command.act(), &self.roles())
            .map_err(Failure::Forbidden)?;
        if matches!(order.command, Command::Bulletin(_) | Command::Observe(_)) {
            self.takes_in()?;
        }
        // INVARIANT: what a client chose names something of its author's alone, so that nobody learns from a refusal
        // that an id is taken by what they may not see.
        let exercise = session.exercise.as_ref().map_or("", |name| name.as_str());
        let id = order.id.map(|id| id.chosen_by(session.person, exercise));
        let mut subjects = order.command.subjects(session);
        subjects.extend(id.map(|id| SubjectId(id.0)));
        subjects.extend(Desk::player_subject(actor));
        // INVARIANT: held until the records are durable, so that no two commands decide on the same version.
        let turn = self.turns.hold(subjects)?;
        if !turn.shown(&self.picture, order.command.patience()) {
            return order.command.unseen(session);
        }
        self.player_may(actor)?;
        if let Some(id) = id
            && let Some(done) = self.repeated(session, id, &order.fingerprint)?
        {
            return Ok(done);
        }
        let reader = self.picture.reader(session, self.today());
        let plan = order.command.plan(self, session, &reader, (id, order.fingerprint))?;
        let hand = Hand {
            author: session.person,
            log: order.command.log(&self.logs, session),
            session: Some(session),
        };
        let taken = observation::taken(&plan.steps);
        let marks = marks_of(&plan.steps);
        // INVARIANT: read before they are written, so that what is on record is what the node goes by.
        let rules = policy::rules_of(&plan.steps).map(|policy| self.acting_by(policy)).transpose()?;
        let done = self.carry_out(&hand, plan)?;
        self.mark(&marks, session.exercise.as_ref());
        if let Some(rules) = rules {
            self.rules.go_by(rules);
        }
        // INVARIANT: an alarm is labelled by what it rests on, so it is not raised before that can be read here.
        if let (Command::Observe(new), true) = (&order.command, done.caught_up && !taken.is_empty()) {
            // The readings are on record whatever becomes of this: the next ones raise what these did not.
            if let Err(failure) = self.look_at(new, &taken) {
                tracing::error!(%failure, source = %new.source, "detectors could not look at new readings");
            }
        }
        Ok(done)
    }
}
