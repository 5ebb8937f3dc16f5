//! What an overseer says about conspicuous reading.

use kulla_picture::Reader;
use kulla_record::decision::Context;
use kulla_record::kind::governance::Access;
use kulla_record::{Kind, Session, SubjectId};
use kulla_respond::judging::{self, Looked, Verdict, judgement_subject};
use sha2::{Digest, Sha256};

use crate::labelling::within;
use crate::plan::{Step, Under, hex};
use crate::{Desk, Failure, Seen};

/// A judgement of one record of the access log.
#[derive(Debug, Clone)]
pub struct Judge {
    /// The record.
    pub access: SubjectId,
    /// The versions of its judgement that the overseer saw; none when nobody had judged it.
    pub seen: Seen,
    /// What they say.
    pub verdict: Verdict,
    /// Why.
    pub reason: String,
}

impl Judge {
    pub(super) fn subjects(&self) -> Vec<SubjectId> {
        vec![self.access, judgement_subject(self.access)]
    }
}

pub(super) fn plan(
    desk: &Desk,
    session: &Session,
    reader: &Reader,
    command: &Judge,
    context: &Context,
) -> Result<(SubjectId, Vec<Step>), Failure> {
    let item = reader.head(command.access)?.filter(|item| item.kind == Kind::ACCESS);
    let item = item.ok_or(Failure::NotThere)?;
    let access = item.typed::<Access>().ok_or(Failure::NotThere)?;
    let subject = judgement_subject(command.access);
    desk.head_if_any(reader, subject, &command.seen)?;
    let hash = hex(&Sha256::digest(item.body.as_deref().unwrap_or_default()));
    let looked = Looked { subject: command.access, version: item.version, access: &access, hash: &hash };
    let changes = judging::decide(looked, command.verdict, &command.reason, context)?;
    let default = desk.composer(session, None).default_for(&Kind::DECISION)?;
    let label = within(&default, &item.label, &session.agency)?;
    let step = |change| Step { change, under: Under::Written(label.clone()) };
    Ok((subject, changes.into_iter().map(step).collect()))
}
