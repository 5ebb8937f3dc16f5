//! The chronological log of an incident (ICS 214): one line after another, corrected in the open.

use jiff::Timestamp;
use kulla_record::SubjectId;
use kulla_record::decision::{Change, Context, Decided, Refusal};
use kulla_record::kind::incident::{Entry, IncidentState};

use crate::{field, incident};

/// Whose log a line is written into.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Log {
    /// The incident.
    pub incident: SubjectId,
    /// How it stands.
    pub state: IncidentState,
}

/// What a line says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// When it happened; `None` is now for a new line and "as before" for a correction.
    pub when: Option<Timestamp>,
    /// What happened.
    pub text: String,
    /// Whether it is a decision.
    pub decision: bool,
    /// Why it was decided so.
    pub reason: String,
    /// BCP 47 tag of the language of the text; may be empty.
    pub lang: String,
}

/// Decides whether a line may be written.
///
/// Codes: `incident.closed`, `entry.reason-missing`, `time.in-the-future`, `text.…`.
pub fn write(subject: SubjectId, log: Log, line: Line, context: &Context) -> Decided {
    if log.state == IncidentState::Closed {
        return Err(incident::closed());
    }
    let entry = Entry {
        incident: log.incident,
        when: context.now,
        text: String::new(),
        decision: false,
        reason: String::new(),
        agency: context.agency.to_string(),
        lang: String::new(),
        rest: Default::default(),
    };
    Ok(vec![Change::first(subject, said(entry, line, context)?)])
}

/// Decides whether a line may be corrected: by the agency that wrote it, also after the incident was closed.
/// The earlier version stays readable.
///
/// Codes: `entry.other-agency`, `entry.unchanged`, `entry.reason-missing`, `time.in-the-future`, `text.…`.
pub fn correct(subject: SubjectId, entry: &Entry, line: Line, context: &Context) -> Decided {
    // An entry that names no agency is nobody's to correct.
    if entry.agency != context.agency.as_str() {
        return Err(Refusal::new(
            "entry.other-agency",
            "only the agency that wrote this line corrects it: write a line of your own that says what is right",
        )
        .with("agency", &entry.agency));
    }
    let corrected = said(entry.clone(), line, context)?;
    if corrected == *entry {
        return Err(Refusal::new("entry.unchanged", "nothing is different: there is nothing to write"));
    }
    Ok(vec![Change::next(subject, corrected)])
}

fn said(entry: Entry, line: Line, context: &Context) -> Result<Entry, Refusal> {
    let reason = field::text_if_any("reason", &line.reason)?;
    if line.decision && reason.is_empty() {
        return Err(Refusal::new(
            "entry.reason-missing",
            "a decision needs its reason: say why it was decided so",
        ));
    }
    Ok(Entry {
        when: field::happened("when", line.when.unwrap_or(entry.when), context)?,
        text: field::text("text", &line.text)?,
        decision: line.decision,
        reason,
        lang: if line.lang.is_empty() { String::new() } else { field::code("lang", &line.lang)? },
        ..entry
    })
}
