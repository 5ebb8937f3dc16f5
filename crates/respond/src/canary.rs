//! A record that nobody has a reason to open: whoever opens it anyway is told to the overseers.
//!
//! An overseer marks it by its id alone, without seeing what it says or whether it is there. The mark is a decision that
//! overseers read and nobody else; it can be lifted, and both stay on record.

use kulla_record::decision::{Change, Context, Decided, Nature, Refusal};
use kulla_record::kind::approval::Decision;
use kulla_record::label::Word;
use kulla_record::{RecordId, SubjectId};

use crate::field;

/// It is watched from now on.
pub const SET: &str = "canary.set";
/// It is not watched any more.
pub const LIFTED: &str = "canary.lifted";

/// The subject of the mark on a subject. What is marked in an exercise is so in that exercise alone.
pub fn canary_subject(watched: SubjectId, exercise: Option<&Word>) -> SubjectId {
    SubjectId::derived(&format!("canary {}", exercise.map_or("", |exercise| exercise.as_str())), watched)
}

/// Whether a mark stands; `None` where the decision is no mark.
pub fn stands(decision: &Decision) -> Option<bool> {
    match decision.act.as_str() {
        SET => Some(true),
        LIFTED => Some(false),
        _ => None,
    }
}

/// Sets the mark on a subject or lifts it; `before` is the mark as it is, `hash` that of the subject's id.
pub fn decide(
    (subject, watched, hash): (SubjectId, SubjectId, &str),
    before: Option<&Decision>,
    (set, reason): (bool, &str),
    context: &Context,
) -> Decided {
    if context.nature != Nature::Person {
        return Err(Refusal::new("canary.machine", "a person marks a record, never a machine"));
    }
    match (before.and_then(stands) == Some(true), set) {
        (true, true) => return Err(Refusal::new("canary.set", "this record is marked already")),
        (false, false) => return Err(Refusal::new("canary.none", "this record is not marked")),
        _ => {}
    }
    let mark = Decision {
        on: watched,
        // No version is decided on: the mark is on whatever stands under this id.
        version: RecordId(watched.0),
        act: if set { SET } else { LIFTED }.to_owned(),
        by: context.actor,
        content_hash: hash.to_owned(),
        reason: field::reason("reason", reason)?,
        assertion: None,
        rest: Default::default(),
    };
    Ok(vec![Change::first_or_next(subject, mark)])
}
