//! The working paper of a warning, from its first word to the approval.
//!
//! The paper is for few and the warning for all, so they are two subjects. This module never makes anything
//! public; [`crate::issue`] does.

use jiff::{SignedDuration, Timestamp};
use kulla_record::decision::{Change, Context, Decided, Nature, Refusal};
use kulla_record::kind::approval::Decision;
use kulla_record::kind::warning::{Content, DraftState, WarningDraft};
use kulla_record::{RecordId, SubjectId};

use crate::check::{self, Finding, Weight};
use crate::facts::Facts;

/// How long a second person has to decide unless the command says otherwise, in milliseconds: 15 minutes.
pub const DECIDE_WITHIN_MS: i64 = 15 * 60 * 1000;
/// The shortest and the longest time that a command may give them, in milliseconds: 1 minute, 24 hours.
pub const DECIDE_WITHIN_MS_BOUNDS: (i64, i64) = (60 * 1000, 24 * 60 * 60 * 1000);
/// Characters of a reason.
pub const REASON_CHARS_MAX: usize = 2_000;
/// Persons who may write one paper.
pub const WRITERS_MAX: usize = 64;
/// The remark on a paper that came back because nobody decided in time; a code, to be translated.
pub const REMARK_UNDECIDED: &str = "warning.undecided";
/// The remark on an approved paper that came back because the warning would have lapsed by now; a code.
pub const REMARK_LAPSED: &str = "warning.lapsed";

/// A paper as it stands.
#[derive(Debug, Clone, Copy)]
pub struct Paper<'a> {
    /// Its subject.
    pub subject: SubjectId,
    /// The version that is decided on.
    pub version: RecordId,
    /// Its body.
    pub draft: &'a WarningDraft,
}

/// Begins a paper.
#[derive(Debug, Clone, PartialEq)]
pub struct Begin {
    /// The new subject.
    pub subject: SubjectId,
    /// Its number, drawn by `desk`.
    pub number: String,
    /// What people will be told, as far as it is written.
    pub content: Content,
    /// The incident that it belongs to; only where every reader of the paper may read that.
    pub incident: Option<SubjectId>,
}

/// What is done with a paper.
#[derive(Debug, Clone, PartialEq)]
pub enum Command {
    /// Write another content. Whatever was decided on the earlier one is void.
    Edit {
        /// All of it.
        content: Content,
    },
    /// Ask a second person to decide.
    Submit {
        /// Within how many milliseconds; [`DECIDE_WITHIN_MS`] where nothing else is asked for.
        within_ms: i64,
    },
    /// A second person approves.
    Approve {
        /// The hash of the content that they saw, 64 hexadecimal digits.
        hash: String,
        /// The new subject of the decision.
        decision: SubjectId,
    },
    /// A second person sends it back.
    Refuse {
        /// The hash of the content that they saw.
        hash: String,
        /// Why.
        reason: String,
        /// The new subject of the decision.
        decision: SubjectId,
    },
    /// It is given up.
    Withdraw {
        /// Why.
        reason: String,
    },
}

/// Decides whether a paper may be begun. An unfinished content may; it is checked when it is submitted.
///
/// Codes: `text.missing`, `text.too-long`.
pub fn begin(begin: Begin, context: &Context) -> Decided {
    let draft = WarningDraft {
        number: line("number", &begin.number, 64)?,
        state: DraftState::Draft,
        content: begin.content,
        writers: vec![context.actor],
        incident: begin.incident,
        submitted_by: None,
        submitted: None,
        decide_by: None,
        decided_by: None,
        decided: None,
        approved_hash: String::new(),
        remark: String::new(),
        issued_as: None,
        rest: Default::default(),
    };
    Ok(vec![Change::first(begin.subject, draft)])
}

/// Decides one command.
///
/// Codes: `warning.unchanged`, `warning.writers-many`, `warning.not-ready`, `warning.needs-person`,
/// `warning.not-draft`, `warning.not-submitted`, `warning.same-person`, `warning.content-changed`,
/// `warning.decided-too-late`, `warning.decide-within`, `warning.over`, `text.…`.
pub fn decide(paper: &Paper<'_>, command: Command, facts: &Facts<'_>, context: &Context) -> Decided {
    not_over(paper.draft)?;
    match command {
        Command::Edit { content } => edit(paper, content, context),
        Command::Submit { within_ms } => submit(paper, within_ms, facts, context),
        Command::Approve { hash, decision } => approve(paper, &hash, decision, context),
        Command::Refuse { hash, reason, decision } => refuse(paper, &hash, &reason, decision, context),
        Command::Withdraw { reason } => {
            person(context)?;
            let remark = line("reason", &reason, REASON_CHARS_MAX)?;
            let withdrawn = WarningDraft { state: DraftState::Withdrawn, remark, ..undecided(paper.draft) };
            Ok(vec![Change::next(paper.subject, withdrawn)])
        }
    }
}

/// What time does to a paper: nobody decided, or what was approved would have lapsed. Both come back as a
/// draft with a remark; the approval is void.
pub fn tick(paper: &Paper<'_>, now: Timestamp) -> Vec<Change> {
    let Some(due) = due(paper.draft).filter(|due| now > *due) else { return Vec::new() };
    let remark = match paper.draft.decide_by {
        Some(decide_by) if paper.draft.state == DraftState::Submitted && due == decide_by => {
            REMARK_UNDECIDED
        }
        _ => REMARK_LAPSED,
    };
    let remark = remark.to_owned();
    let back = WarningDraft { state: DraftState::Draft, remark, ..undecided(paper.draft) };
    vec![Change::next(paper.subject, back)]
}

/// The moment after which [`tick`] brings the paper back, for a timer.
pub fn due(draft: &WarningDraft) -> Option<Timestamp> {
    match draft.state {
        DraftState::Submitted => Some(draft.decide_by.unwrap_or(Timestamp::MIN).min(draft.content.expires)),
        DraftState::Approved => Some(draft.content.expires),
        _ => None,
    }
}

fn edit(paper: &Paper<'_>, content: Content, context: &Context) -> Decided {
    let draft = paper.draft;
    if content == draft.content {
        return Err(Refusal::new("warning.unchanged", "nothing is different: there is nothing to write"));
    }
    // What the second person said stays in sight while it is mended.
    let remark = draft.remark.clone();
    let edited = WarningDraft { state: DraftState::Draft, content, remark, ..undecided(draft) };
    Ok(vec![Change::next(paper.subject, written_by(edited, context)?)])
}

fn submit(paper: &Paper<'_>, within_ms: i64, facts: &Facts<'_>, context: &Context) -> Decided {
    person(context)?;
    if paper.draft.state != DraftState::Draft {
        return Err(Refusal::new(
            "warning.not-draft",
            "only a draft is submitted: a paper that came back is edited first",
        ));
    }
    let (least, most) = DECIDE_WITHIN_MS_BOUNDS;
    if !(least..=most).contains(&within_ms) {
        return Err(Refusal::new(
            "warning.decide-within",
            "a second person gets between one minute and 24 hours to decide",
        ));
    }
    ready(&paper.draft.content, facts, context.now)?;
    let submitted = WarningDraft {
        state: DraftState::Submitted,
        submitted_by: Some(context.actor),
        submitted: Some(context.now),
        decide_by: context.now.checked_add(SignedDuration::from_millis(within_ms)).ok(),
        ..undecided(paper.draft)
    };
    // INVARIANT: whoever submits counts as a writer, so that the one who approves is a second person.
    Ok(vec![Change::next(paper.subject, written_by(submitted, context)?)])
}

fn approve(paper: &Paper<'_>, hash: &str, decision: SubjectId, context: &Context) -> Decided {
    second_person(paper.draft, hash, context)?;
    let approved = WarningDraft {
        state: DraftState::Approved,
        decided_by: Some(context.actor),
        decided: Some(context.now),
        approved_hash: paper.draft.content.hash_hex(),
        ..paper.draft.clone()
    };
    Ok(vec![
        Change::next(paper.subject, approved),
        Change::first(decision, decided(paper, "warning.approve", String::new(), context)),
    ])
}

fn refuse(paper: &Paper<'_>, hash: &str, reason: &str, decision: SubjectId, context: &Context) -> Decided {
    second_person(paper.draft, hash, context)?;
    let reason = line("reason", reason, REASON_CHARS_MAX)?;
    let refused = WarningDraft {
        state: DraftState::Refused,
        decided_by: Some(context.actor),
        decided: Some(context.now),
        remark: reason.clone(),
        ..paper.draft.clone()
    };
    Ok(vec![
        Change::next(paper.subject, refused),
        Change::first(decision, decided(paper, "warning.refuse", reason, context)),
    ])
}

/// A natural person who wrote none of it, in time, about exactly this content.
fn second_person(draft: &WarningDraft, hash: &str, context: &Context) -> Result<(), Refusal> {
    if draft.state != DraftState::Submitted {
        return Err(Refusal::new(
            "warning.not-submitted",
            "there is nothing to decide: the paper is not submitted",
        ));
    }
    person(context)?;
    if draft.writers.contains(&context.actor) || draft.submitted_by == Some(context.actor) {
        return Err(Refusal::new(
            "warning.same-person",
            "you wrote a part of this: somebody who wrote none of it decides",
        ));
    }
    same_content(draft, hash)?;
    match due(draft) {
        Some(due) if context.now <= due => Ok(()),
        _ => Err(Refusal::new(
            "warning.decided-too-late",
            "the time to decide is over: it comes back to its writers, who submit it again",
        )),
    }
}

/// The record of one person's act on exactly this content.
pub(crate) fn decided(paper: &Paper<'_>, act: &str, reason: String, context: &Context) -> Decision {
    Decision {
        on: paper.subject,
        version: paper.version,
        act: act.to_owned(),
        by: context.actor,
        content_hash: paper.draft.content.hash_hex(),
        reason,
        assertion: None,
        rest: Default::default(),
    }
}

/// The hash that somebody saw is that of the content as it stands.
pub(crate) fn same_content(draft: &WarningDraft, hash: &str) -> Result<(), Refusal> {
    let stands = draft.content.hash_hex();
    if hash.eq_ignore_ascii_case(&stands) {
        return Ok(());
    }
    Err(Refusal::new(
        "warning.content-changed",
        "the content is not the one that you saw: read it as it stands, then decide",
    )
    .with("hash", stands))
}

/// Nothing that blocks stands against the content.
pub(crate) fn ready(content: &Content, facts: &Facts<'_>, now: Timestamp) -> Result<(), Refusal> {
    let findings = check::run(content, facts, now);
    let blocking: Vec<&Finding> = findings.iter().filter(|f| f.weight == Weight::Blocks).collect();
    let Some(first) = blocking.first() else { return Ok(()) };
    let codes = blocking.iter().map(|finding| finding.code).collect::<Vec<_>>().join(" ");
    Err(Refusal::new("warning.not-ready", format!("it can't go out like this: {}", first.message))
        .with("findings", codes)
        .with("count", blocking.len()))
}

pub(crate) fn person(context: &Context) -> Result<(), Refusal> {
    match context.nature {
        Nature::Person => Ok(()),
        Nature::Machine => Err(Refusal::new(
            "warning.needs-person",
            "a person submits, decides and issues, never a machine",
        )),
    }
}

pub(crate) fn not_over(draft: &WarningDraft) -> Result<(), Refusal> {
    match draft.state {
        DraftState::Issued | DraftState::Withdrawn => Err(Refusal::new(
            "warning.over",
            "the paper was issued or withdrawn: write an update, a cancellation or a new one",
        )),
        _ => Ok(()),
    }
}

/// The paper without anything that was submitted or decided.
// INVARIANT: every way back to a draft goes through here, so no approval outlives the content it was for.
fn undecided(draft: &WarningDraft) -> WarningDraft {
    WarningDraft {
        submitted_by: None,
        submitted: None,
        decide_by: None,
        decided_by: None,
        decided: None,
        approved_hash: String::new(),
        remark: String::new(),
        ..draft.clone()
    }
}

fn written_by(mut draft: WarningDraft, context: &Context) -> Result<WarningDraft, Refusal> {
    if !draft.writers.contains(&context.actor) {
        if draft.writers.len() >= WRITERS_MAX {
            return Err(Refusal::new(
                "warning.writers-many",
                format!("at most {WRITERS_MAX} persons write one paper: begin a new one"),
            ));
        }
        draft.writers.push(context.actor);
    }
    Ok(draft)
}

fn line(field: &'static str, text: &str, chars_max: usize) -> Result<String, Refusal> {
    let text = text.trim();
    if text.is_empty() {
        let refusal = Refusal::new("text.missing", format!("`{field}` is empty: say it in a few words"));
        return Err(refusal.with("field", field));
    }
    if text.chars().count() > chars_max {
        let refusal =
            Refusal::new("text.too-long", format!("`{field}` is too long: at most {chars_max} fit"));
        return Err(refusal.with("field", field).with("max", chars_max));
    }
    Ok(text.to_owned())
}
