//! A mark on a record that nobody has a reason to open.

use kulla_guard::Act;
use kulla_picture::{Item, Reader};
use kulla_record::decision::Context;
use kulla_record::kind::approval::Decision;
use kulla_record::{Kind, Session, SubjectId};
use kulla_respond::canary::{self, canary_subject};
use sha2::{Digest, Sha256};

use crate::failure::refused;
use crate::plan::{Step, Under, hex};
use crate::{Desk, Failure, Seen};

/// Marks that stand, of the whole node.
pub const CANARIES_MAX: usize = 1_000;

/// A mark is set or lifted.
#[derive(Debug, Clone)]
pub struct Canary {
    /// On what. It is not looked at whether it is there: the answer would tell.
    pub watched: SubjectId,
    /// Whether it is set.
    pub set: bool,
    /// Why.
    pub reason: String,
    /// The versions of the mark that the overseer saw; none when it was never set.
    pub seen: Seen,
}

impl Canary {
    pub(super) const ACT: Act = Act::AccessJudge;

    pub(super) fn subjects(&self, session: &Session) -> Vec<SubjectId> {
        vec![canary_subject(self.watched, session.exercise.as_ref())]
    }
}

pub(super) fn plan(
    desk: &Desk,
    session: &Session,
    reader: &Reader,
    command: &Canary,
    context: &Context,
) -> Result<(SubjectId, Vec<Step>), Failure> {
    let subject = canary_subject(command.watched, session.exercise.as_ref());
    let stands = desk.head_if_any(reader, subject, &command.seen)?;
    let mark = stands.as_ref().and_then(Item::typed::<Decision>);
    let hash = hex(&Sha256::digest(command.watched.0));
    let asked = (command.set, command.reason.as_str());
    let changes = canary::decide((subject, command.watched, &hash), mark.as_ref(), asked, context)?;
    if command.set && desk.canaries.count() >= CANARIES_MAX {
        return Err(refused(
            "canary.full",
            format!("{CANARIES_MAX} records are marked: lift some marks first"),
        ));
    }
    let label = desk.composer(session, None).default_for(&Kind::DECISION)?;
    let step = |change| Step { change, under: Under::Written(label.clone()) };
    Ok((subject, changes.into_iter().map(step).collect()))
}
