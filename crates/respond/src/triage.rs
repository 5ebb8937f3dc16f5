//! Triage: what becomes of a signal.
//!
//! A signal is never changed. What people made of it is its `assessment`, one for each signal on every node
//! ([`subject`]), so that two officers who take the same signal meet instead of passing each other. Nothing is
//! lost by a mistake: what was linked or dismissed can be reopened.

use kulla_record::decision::{Change, Context, Decided, Refusal};
use kulla_record::kind::assessment::{Assessment, Grade, Outcome};
use kulla_record::kind::governance::Link;
use kulla_record::kind::incident::IncidentState;
use kulla_record::{PrincipalId, SubjectId};

use crate::field;

/// The relation of the link from a signal to its incident.
pub const SIGNAL_OF: &str = "signal-of";

/// A signal and what was made of it so far.
#[derive(Debug, Clone, Copy)]
pub struct Signal<'a> {
    /// The signal.
    pub signal: SubjectId,
    /// Its newest assessment; `None` while nobody has touched it.
    pub triage: Option<&'a Assessment>,
    /// The incidents that it is linked to now.
    pub incidents: &'a [SubjectId],
}

/// What an officer does with a signal.
#[derive(Debug, Clone, PartialEq)]
pub enum Command {
    /// Take it in hand, when nobody has it.
    Take,
    /// Take it out of a colleague's hand. It names whom the officer saw holding it, so that nobody takes
    /// over by pressing a key a moment too late.
    TakeOver {
        /// Who has it.
        from: PrincipalId,
    },
    /// Put it back into the queue.
    Release,
    /// It is not relevant.
    Dismiss {
        /// Why.
        reason: String,
    },
    /// It belongs to an incident.
    Link {
        /// Which.
        incident: SubjectId,
        /// How that stands.
        state: IncidentState,
    },
    /// Judge source and content.
    Grade(Grade),
    /// Undo a link or a dismissal: the officer has it in hand again.
    Reopen,
}

/// The one subject of the triage of a signal.
pub fn subject(signal: SubjectId) -> SubjectId {
    SubjectId::derived("triage", signal)
}

/// The one subject of the link between a signal and an incident. A link that was taken back and is made again
/// is a further version of it.
pub fn link_subject(signal: SubjectId, incident: SubjectId) -> SubjectId {
    SubjectId::derived(&format!("{SIGNAL_OF} {incident}"), signal)
}

/// Decides one command.
///
/// Codes: `triage.taken`, `triage.yours`, `triage.not-taken`, `triage.not-yours`, `triage.settled`,
/// `triage.not-settled`, `triage.changed-hands`, `triage.unchanged`, `incident.closed`, `text.…`.
pub fn decide(state: &Signal<'_>, command: Command, context: &Context) -> Decided {
    match command {
        Command::Take => take(state, context),
        Command::TakeOver { from } => take_over(state, from, context),
        Command::Release => release(state, context),
        Command::Dismiss { reason } => {
            free_for(state, context)?;
            let reason = field::reason("reason", &reason)?;
            Ok(vec![state.becomes(Outcome::Dismissed, reason, context)])
        }
        Command::Link { incident, state: stands } => link(state, incident, stands, context),
        Command::Grade(grade) => judge(state, grade, context),
        Command::Reopen => reopen(state, context),
    }
}

impl Signal<'_> {
    fn outcome(&self) -> Option<Outcome> {
        self.triage.map(|triage| triage.outcome)
    }

    fn holder(&self) -> Option<PrincipalId> {
        self.triage.filter(|triage| triage.outcome == Outcome::Taken).map(|triage| triage.by)
    }

    /// The next version of the assessment, with grade and unknown fields handed on.
    fn becomes(&self, outcome: Outcome, reason: String, context: &Context) -> Change {
        let body = Assessment {
            signal: self.signal,
            outcome,
            by: context.actor,
            grade: self.triage.and_then(|triage| triage.grade),
            reason,
            rest: self.triage.map(|triage| triage.rest.clone()).unwrap_or_default(),
        };
        self.version(body)
    }

    fn version(&self, body: Assessment) -> Change {
        let subject = subject(self.signal);
        if self.triage.is_some() { Change::next(subject, body) } else { Change::first(subject, body) }
    }
}

fn take(state: &Signal<'_>, context: &Context) -> Decided {
    not_settled(state)?;
    match state.holder() {
        Some(holder) if holder == context.actor => {
            Err(Refusal::new("triage.yours", "you have this signal in hand already"))
        }
        Some(holder) => Err(taken(holder)),
        None => Ok(vec![state.becomes(Outcome::Taken, String::new(), context)]),
    }
}

fn take_over(state: &Signal<'_>, from: PrincipalId, context: &Context) -> Decided {
    not_settled(state)?;
    match state.holder() {
        None => Err(not_taken()),
        Some(holder) if holder == context.actor => {
            Err(Refusal::new("triage.yours", "you have this signal in hand already"))
        }
        Some(holder) if holder != from => Err(Refusal::new(
            "triage.changed-hands",
            "somebody else has this signal by now: look at it again, then take it over from them",
        )
        .with("by", holder)),
        Some(_) => Ok(vec![state.becomes(Outcome::Taken, String::new(), context)]),
    }
}

fn release(state: &Signal<'_>, context: &Context) -> Decided {
    not_settled(state)?;
    match state.holder() {
        None => Err(not_taken()),
        Some(holder) if holder != context.actor => Err(Refusal::new(
            "triage.not-yours",
            "a colleague has this signal in hand: take it over before you release it",
        )
        .with("by", holder)),
        Some(_) => Ok(vec![state.becomes(Outcome::Released, String::new(), context)]),
    }
}

fn link(state: &Signal<'_>, incident: SubjectId, stands: IncidentState, context: &Context) -> Decided {
    free_for(state, context)?;
    if stands == IncidentState::Closed {
        return Err(Refusal::new(
            "incident.closed",
            "the incident is closed: reopen it, or open a new one",
        ));
    }
    Ok(vec![state.becomes(Outcome::Linked, String::new(), context), tie(state.signal, incident, Tie::Made)])
}

/// Grading says nothing about who has the signal, except that whoever grades one that nobody has touched has
/// it in hand.
fn judge(state: &Signal<'_>, grade: Grade, context: &Context) -> Decided {
    let mut body = match state.triage {
        Some(triage) if triage.grade == Some(grade) => {
            return Err(Refusal::new(
                "triage.unchanged",
                format!("the signal is graded `{grade}` already"),
            )
            .with("grade", grade));
        }
        Some(triage) => triage.clone(),
        None => Assessment {
            signal: state.signal,
            outcome: Outcome::Taken,
            by: context.actor,
            grade: None,
            reason: String::new(),
            rest: Default::default(),
        },
    };
    body.grade = Some(grade);
    Ok(vec![state.version(body)])
}

fn reopen(state: &Signal<'_>, context: &Context) -> Decided {
    if !settled(state) {
        return Err(Refusal::new(
            "triage.not-settled",
            "there is nothing to undo: the signal is neither linked nor dismissed",
        ));
    }
    let again = state.becomes(Outcome::Taken, String::new(), context);
    let untied = state.incidents.iter().map(|incident| tie(state.signal, *incident, Tie::TakenBack));
    Ok(std::iter::once(again).chain(untied).collect())
}

enum Tie {
    Made,
    TakenBack,
}

fn tie(signal: SubjectId, incident: SubjectId, tie: Tie) -> Change {
    let link = Link {
        from: signal,
        to: incident,
        relation: SIGNAL_OF.to_owned(),
        removed: matches!(tie, Tie::TakenBack),
        rest: Default::default(),
    };
    Change::first_or_next(link_subject(signal, incident), link)
}

fn settled(state: &Signal<'_>) -> bool {
    matches!(state.outcome(), Some(Outcome::Linked | Outcome::Dismissed))
}

fn not_settled(state: &Signal<'_>) -> Result<(), Refusal> {
    if settled(state) {
        return Err(Refusal::new(
            "triage.settled",
            "the signal is linked or dismissed already: reopen it first",
        ));
    }
    Ok(())
}

/// Nobody settles what a colleague has in hand.
fn free_for(state: &Signal<'_>, context: &Context) -> Result<(), Refusal> {
    not_settled(state)?;
    match state.holder() {
        Some(holder) if holder != context.actor => Err(taken(holder)),
        _ => Ok(()),
    }
}

fn taken(holder: PrincipalId) -> Refusal {
    Refusal::new("triage.taken", "a colleague has this signal in hand: take it over, or leave it to them")
        .with("by", holder)
}

fn not_taken() -> Refusal {
    Refusal::new("triage.not-taken", "nobody has this signal in hand: take it first")
}
