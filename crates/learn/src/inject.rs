//! What is thrown in. It is written down before it is sent, with the time that it says itself, so that a player
//! that was killed in between sends the very same message again and the door knows it.

use jiff::Timestamp;
use kulla_record::SubjectId;
use kulla_record::decision::{Change, Context, Decided, Refusal};
use kulla_record::kind::lesson::{Exercise, ExerciseState, Inject, InjectState};

/// Characters of what a door said.
pub const NOTE_CHARS_MAX: usize = 500;
/// Characters of a name or a door.
pub const NAME_CHARS_MAX: usize = 64;

/// An inject that is due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    /// Its new subject.
    pub subject: SubjectId,
    /// Its number in the scenario.
    pub number: u32,
    /// What the scenario calls it.
    pub name: String,
    /// Through which door.
    pub door: String,
    /// When in the story, in seconds.
    pub story_s: u32,
    /// When on the clock.
    pub due: Timestamp,
}

/// What the door said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// It took it; the signal that it became, where it is known.
    Taken(Option<SubjectId>),
    /// It refused, in its words.
    Refused(String),
}

/// Writes down that something is about to be thrown in.
///
/// Codes: `inject.name`, `exercise.ended`.
pub fn due(exercise: &Exercise, due: Due) -> Decided {
    let short = |text: &str| (1..=NAME_CHARS_MAX).contains(&text.chars().count());
    if !short(&due.name) || !short(&due.door) || due.number == 0 {
        return Err(Refusal::new(
            "inject.name",
            format!(
                "an inject has a number from 1, and a name and a door of 1 to {NAME_CHARS_MAX} characters"
            ),
        ));
    }
    if exercise.state == ExerciseState::Ended {
        return Err(Refusal::new("exercise.ended", format!("the exercise `{}` is over", exercise.name)));
    }
    let inject = Inject {
        exercise: Exercise::subject(&exercise.name),
        number: due.number,
        name: due.name,
        door: due.door,
        state: InjectState::Due,
        story_s: due.story_s,
        due: due.due,
        sent: None,
        became: None,
        note: String::new(),
        rest: Default::default(),
    };
    Ok(vec![Change::first(due.subject, inject)])
}

/// Writes down what the door said. An answer that stands already is not written twice.
///
/// Codes: `inject.answered`.
pub fn answered(subject: SubjectId, stands: &Inject, answer: Answer, context: &Context) -> Decided {
    let answered = match answer {
        Answer::Taken(became) => {
            Inject { state: InjectState::Sent, sent: Some(context.now), became, ..stands.clone() }
        }
        Answer::Refused(note) => Inject {
            state: InjectState::Refused,
            note: note.chars().take(NOTE_CHARS_MAX).collect(),
            ..stands.clone()
        },
    };
    match stands.state {
        InjectState::Due => Ok(vec![Change::next(subject, answered)]),
        state if state == answered.state => Ok(Vec::new()),
        _ => Err(Refusal::new("inject.answered", "another answer of the door stands already")),
    }
}
