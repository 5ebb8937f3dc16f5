//! What of a citizen's report becomes public, and what its reporter is told.

use kulla_guard::Act;
use kulla_picture::Reader;
use kulla_record::decision::{Context, Refusal};
use kulla_record::kind::reporting::{Moderation, Notice};
use kulla_record::kind::signal::Report;
use kulla_record::{Kind, Session, SubjectId};
use kulla_respond::report;

use crate::failure::refused;
use crate::plan::{Step, Under};
use crate::{Desk, Failure, Seen};

/// A step of the moderation of one report.
#[derive(Debug, Clone)]
pub struct Moderate {
    /// The report.
    pub report: SubjectId,
    /// The versions of its moderation that the officer saw.
    pub seen: Seen,
    /// What the officer does.
    pub deed: report::Command,
}

impl Moderate {
    pub(super) const ACT: Act = Act::ReportModerate;

    pub(super) fn subjects(&self) -> Vec<SubjectId> {
        vec![self.report, report::moderation_subject(self.report), report::notice_subject(self.report)]
    }
}

pub(super) fn plan(
    desk: &Desk,
    session: &Session,
    reader: &Reader,
    command: &Moderate,
    context: &Context,
) -> Result<(SubjectId, Vec<Step>), Failure> {
    let item = reader.head(command.report)?.ok_or(Failure::NotThere)?;
    let body = item.typed::<Report>().ok_or(Failure::NotThere)?;
    let Some(handed_in) = &body.handed_in else {
        let message =
            "an officer wrote this report down: there is nobody to answer, and nothing of it is published";
        return Err(refused("report.not-handed-in", message));
    };
    // INVARIANT: what becomes public does so in the owner's name, so only the owner's people decide it.
    if item.label.owner != session.agency {
        return Err(Failure::Forbidden(Refusal::new(
            "report.owner",
            format!(
                "the report belongs to `{}` and you act for `{}`: its people decide what is public of it",
                item.label.owner, session.agency
            ),
        )));
    }
    let moderation_subject = report::moderation_subject(command.report);
    let moderation = desk.head(reader, moderation_subject, &command.seen)?;
    let moderation = moderation.typed::<Moderation>().ok_or(Failure::NotThere)?;
    let notice =
        reader.head(report::notice_subject(command.report))?.and_then(|item| item.typed::<Notice>());
    let state = report::Handed {
        report: command.report,
        handed_in,
        seen: body.seen,
        moderation: &moderation,
        notice: notice.as_ref(),
    };
    let changes = report::decide(&state, command.deed.clone(), context)?;
    let label = desk.composer(session, None).default_for(&Kind::NOTICE)?;
    let step = |change: kulla_record::decision::Change| {
        let under = match change.body.kind() == Kind::NOTICE {
            true => Under::Written(label.clone()),
            false => Under::Same,
        };
        Step { change, under }
    };
    Ok((moderation_subject, changes.into_iter().map(step).collect()))
}
