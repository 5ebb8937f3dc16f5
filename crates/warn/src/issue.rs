//! The paper becomes a warning, and what the clock does to a warning.

use jiff::Timestamp;
use kulla_record::decision::{Change, Context, Decided, Nature, Refusal};
use kulla_record::kind::warning::{Content, DraftState, MessageType, Warning, WarningDraft, WarningState};
use kulla_record::{PrincipalId, SubjectId};

use crate::compose::{self, Imprint};
use crate::facts::{Facts, Followed};
use crate::paper::{Paper, decided, not_over, person, ready, same_content};

/// For how long after a warning was issued either of the two who issued it may take it back alone, in
/// milliseconds: 30 minutes.
pub const CANCEL_ALONE_MS: i64 = 30 * 60 * 1000;
/// The act in the decision of an ordinary issue.
pub const ACT_ISSUE: &str = "warning.issue";
/// The act in the decision of a cancellation by one person.
pub const ACT_CANCEL_ALONE: &str = "warning.cancel-alone";

/// Issues a paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issue {
    /// The new subject of the warning.
    pub warning: SubjectId,
    /// The new subject of the decision.
    pub decision: SubjectId,
    /// The hash of the content that the one who issues saw, 64 hexadecimal digits.
    pub hash: String,
    /// CAP `identifier`, drawn by `desk`, never used before; no spaces, commas, `<` or `&`.
    pub identifier: String,
    /// The lasting address of the warning for people.
    pub web: Option<String>,
}

/// Decides whether a paper may be issued, and writes its message: the new warning, the paper as issued, the
/// decision, and the new state of every warning that it follows.
///
/// Codes: `warning.needs-person`, `warning.over`, `warning.content-changed`, `warning.not-approved`,
/// `warning.same-person`, `warning.not-yours`, `warning.not-ready`, `compose.…`.
pub fn decide(paper: &Paper<'_>, issue: Issue, facts: &Facts<'_>, context: &Context) -> Decided {
    let draft = paper.draft;
    person(context)?;
    not_over(draft)?;
    same_content(draft, &issue.hash)?;
    let (act, issued_by) = match two_persons(draft, context) {
        Ok(persons) => (ACT_ISSUE, persons),
        Err(_) if may_cancel_alone(&draft.content, facts.followed, context) => {
            (ACT_CANCEL_ALONE, vec![context.actor])
        }
        Err(refusal) => return Err(refusal),
    };
    // Time has passed and the world went on since the approval, so everything is looked at once more.
    ready(&draft.content, facts, context.now)?;
    let imprint = Imprint { identifier: issue.identifier, sent: context.now, web: issue.web };
    let message = compose::message(&draft.content, facts, &imprint)?;
    let warning = Warning {
        identifier: message.alert.identifier.clone(),
        sender: message.alert.sender.clone(),
        sent: message.alert.sent.to_string(),
        status: message.alert.status.to_string(),
        state: match draft.content.message {
            MessageType::Alert | MessageType::Update => WarningState::InForce,
            MessageType::Cancel => WarningState::AllClear,
        },
        content: draft.content.clone(),
        xml: message.xml,
        followed_by: None,
        issued_by,
        rest: Default::default(),
    };
    let issued =
        WarningDraft { state: DraftState::Issued, issued_as: Some(issue.warning), ..draft.clone() };
    let mut changes = vec![
        Change::first(issue.warning, warning),
        Change::next(paper.subject, issued),
        Change::first(issue.decision, decided(paper, act, String::new(), context)),
    ];
    changes.extend(followed(&draft.content, issue.warning, facts));
    Ok(changes)
}

/// Whether the actor may take back alone what the content cancels: they are one of the two who issued each of
/// those warnings, and none of them went out more than [`CANCEL_ALONE_MS`] ago.
pub fn may_cancel_alone(content: &Content, followed: &[Followed<'_>], context: &Context) -> bool {
    // In whole seconds, as CAP tells when a message was sent.
    let recent = |warning: &Warning| {
        let passed_s = compose::sent_at(warning).map(|sent| context.now.as_second() - sent.as_second());
        passed_s.is_some_and(|passed_s| passed_s.abs() <= CANCEL_ALONE_MS / 1000)
    };
    let mine = |subject: &SubjectId| {
        followed.iter().any(|fact| {
            fact.subject == *subject
                && fact.warning.issued_by.contains(&context.actor)
                && recent(fact.warning)
        })
    };
    context.nature == Nature::Person
        && content.message == MessageType::Cancel
        && !content.follows.is_empty()
        && content.follows.iter().all(mine)
}

/// What time does to a warning: it lapses.
pub fn tick(subject: SubjectId, warning: &Warning, now: Timestamp) -> Vec<Change> {
    if due(warning).is_none_or(|due| now < due) {
        return Vec::new();
    }
    vec![Change::next(subject, Warning { state: WarningState::Expired, ..warning.clone() })]
}

/// The moment at which [`tick`] lets the warning lapse, for a timer.
pub fn due(warning: &Warning) -> Option<Timestamp> {
    compose::is_in_force(warning).then_some(warning.content.expires)
}

/// Who submitted and who approved, when they are two and the actor is one of the paper's people.
// INVARIANT: an approved paper is issued on exactly the approved content, by nobody but its writers and its
// approver; the approver is no writer.
fn two_persons(draft: &WarningDraft, context: &Context) -> Result<Vec<PrincipalId>, Refusal> {
    if draft.state != DraftState::Approved {
        return Err(Refusal::new(
            "warning.not-approved",
            "nobody but its writers stands behind this: submit it, and let a second person approve it",
        ));
    }
    let same_person = || {
        Refusal::new(
            "warning.same-person",
            "one person wrote and approved this: a second person approves it",
        )
    };
    let (Some(first), Some(second)) = (draft.submitted_by, draft.decided_by) else {
        return Err(same_person());
    };
    if first == second || draft.writers.contains(&second) {
        return Err(same_person());
    }
    same_content(draft, &draft.approved_hash)?;
    if context.actor != second && !draft.writers.contains(&context.actor) {
        return Err(Refusal::new(
            "warning.not-yours",
            "a writer or the one who approved issues a warning: ask one of them",
        ));
    }
    Ok(vec![first, second])
}

fn followed(content: &Content, by: SubjectId, facts: &Facts<'_>) -> Vec<Change> {
    let state = match content.message {
        MessageType::Alert => return Vec::new(),
        MessageType::Update => WarningState::Updated,
        MessageType::Cancel => WarningState::Cancelled,
    };
    let named = facts.followed.iter().filter(|fact| content.follows.contains(&fact.subject));
    named
        .map(|fact| {
            let over = Warning { state, followed_by: Some(by), ..fact.warning.clone() };
            Change::next(fact.subject, over)
        })
        .collect()
}
