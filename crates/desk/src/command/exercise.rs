//! Exercises as they are played: begin, roles, injects, end.

use jiff::Timestamp;
use kulla_guard::{Act, Reach};
use kulla_learn::{exercise, inject};
use kulla_picture::Reader;
use kulla_record::decision::Context;
use kulla_record::kind::lesson::{Exercise, Inject};
use kulla_record::label::Label;
use kulla_record::{Kind, RecordId, Session, SubjectId};

use super::Actor;
use crate::failure::refused;
use crate::plan::{Step, Under};
use crate::{Desk, Failure};

/// What is done with the exercise of the session.
#[derive(Debug, Clone)]
pub enum ExerciseDeed {
    /// Begin it, or go on with it.
    Begin(exercise::Begin),
    /// A role, or its end.
    Decide(exercise::Command),
    /// Something is about to be thrown in.
    Due {
        /// Its number in the scenario.
        number: u32,
        /// What the scenario calls it.
        name: String,
        /// Through which door.
        door: String,
        /// When in the story, in seconds.
        story_s: u32,
        /// When on the clock.
        due: Timestamp,
    },
    /// What the door said about an inject.
    Answered {
        /// Which.
        inject: SubjectId,
        /// What it said.
        answer: inject::Answer,
    },
}

type Planned = Result<(SubjectId, Vec<Step>), Failure>;

impl ExerciseDeed {
    pub(super) fn act(&self) -> Act {
        match self {
            ExerciseDeed::Decide(exercise::Command::Take { .. } | exercise::Command::Leave { .. }) => {
                Act::ExercisePlay
            }
            _ => Act::ExerciseDirect,
        }
    }

    pub(super) fn subjects(&self, session: &Session) -> Vec<SubjectId> {
        let mut subjects: Vec<SubjectId> =
            session.exercise.iter().map(|name| Exercise::subject(name.as_str())).collect();
        if let ExerciseDeed::Answered { inject, .. } = self {
            subjects.push(*inject);
        }
        subjects
    }
}

pub(super) fn plan(
    desk: &Desk,
    session: &Session,
    reader: &Reader,
    deed: &ExerciseDeed,
    id: Option<RecordId>,
    context: &Context,
) -> Planned {
    // The exercise of a session is the one that it is in: there is no way to play in another.
    let name = session.exercise.as_ref().ok_or(Failure::NotThere)?;
    let subject = Exercise::subject(name.as_str());
    let stands = reader.head(subject)?.and_then(|item| item.typed::<Exercise>());
    let (answer, changes, kind) = match deed {
        ExerciseDeed::Begin(begin) => {
            let begin = exercise::Begin { name: name.to_string(), ..begin.clone() };
            (subject, exercise::begin(stands.as_ref(), begin, context)?, Kind::EXERCISE)
        }
        ExerciseDeed::Decide(command) => {
            plays(desk, session, command)?;
            let stands = stands.ok_or(Failure::NotThere)?;
            (subject, exercise::decide(&stands, command, context)?, Kind::EXERCISE)
        }
        ExerciseDeed::Due { number, name, door, story_s, due } => {
            let subject = SubjectId::from(id.unwrap_or_else(|| desk.new_id()));
            let due = inject::Due {
                subject,
                number: *number,
                name: name.clone(),
                door: door.clone(),
                story_s: *story_s,
                due: *due,
            };
            (subject, inject::due(&stands.ok_or(Failure::NotThere)?, due)?, Kind::INJECT)
        }
        ExerciseDeed::Answered { inject, answer } => {
            let item = reader.head(*inject)?.ok_or(Failure::NotThere)?;
            let body = item.typed::<Inject>().ok_or(Failure::NotThere)?;
            let answer = named(reader, &item.label, answer)?;
            (*inject, inject::answered(*inject, &body, answer, context)?, Kind::INJECT)
        }
    };
    let label = desk.lesson_label(session, &kind)?;
    let step = |change| Step { change, under: Under::Written(label.clone()) };
    Ok((answer, changes.into_iter().map(step).collect()))
}

/// A signal is named only where every reader of the inject may read it.
fn named(reader: &Reader, label: &Label, answer: &inject::Answer) -> Result<inject::Answer, Failure> {
    let inject::Answer::Taken(Some(signal)) = answer else { return Ok(answer.clone()) };
    let readable =
        reader.head(*signal)?.filter(|signal| kulla_guard::covers(label, [signal.label.as_ref()]));
    Ok(inject::Answer::Taken(readable.map(|signal| signal.subject)))
}

/// Whoever holds a role plays it; the exercise director says it for everybody.
fn plays(desk: &Desk, session: &Session, command: &exercise::Command) -> Result<(), Failure> {
    let role = match command {
        exercise::Command::Take { role } | exercise::Command::Leave { role } => role,
        exercise::Command::End => return Ok(()),
    };
    let holds = session.roles.iter().any(|held| held.as_str() == role);
    match holds || desk.roles().grants(&session.roles, Act::ExerciseDirect) {
        true => Ok(()),
        false => Err(refused(
            "exercise.role-not-yours",
            format!("you do not hold `{role}`: take over a role of yours, or ask the exercise director"),
        )),
    }
}

impl Desk {
    /// Refuses the exercise player while people play its role. Asked under the turn of the exercise, so that
    /// nothing of the player's comes after a take-over.
    pub(crate) fn player_may(&self, actor: &Actor) -> Result<(), Failure> {
        let Reach::Playing { role, .. } = &actor.reach else { return Ok(()) };
        let head = match &actor.session.exercise {
            Some(name) => self.keeper.reader().head(Exercise::subject(name.as_str()))?,
            None => None,
        };
        let exercise = head.and_then(|item| item.typed::<Exercise>());
        exercise::player_may(exercise.as_ref(), role.as_str()).map_err(Failure::Forbidden)
    }

    /// The subject whose turn the player takes along.
    pub(crate) fn player_subject(actor: &Actor) -> Option<SubjectId> {
        let playing = matches!(actor.reach, Reach::Playing { .. });
        actor.session.exercise.as_ref().filter(|_| playing).map(|name| Exercise::subject(name.as_str()))
    }

    /// The label of an exercise and of its injects. A profile that was copied before there were any falls back
    /// to that of an incident, and of a report.
    fn lesson_label(&self, session: &Session, kind: &Kind) -> Result<Label, Failure> {
        let composer = self.composer(session, None);
        let older = if *kind == Kind::EXERCISE { Kind::INCIDENT } else { Kind::REPORT };
        composer.default_for(kind).or_else(|_| composer.default_for(&older))
    }
}
