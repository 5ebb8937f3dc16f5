//! What a validation says: one verdict for machines, and findings that a person can act on.

use std::fmt;

use crate::limits::{FINDINGS_MAX, QUOTE_CHARS_MAX};
use crate::model::Label;
use crate::rules::{self, Rule};

/// What to do with a label.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// It keeps every rule.
    Accept,
    /// It can be read, but somebody should look at the findings.
    Warn,
    /// It is no label that anyone may act on.
    Reject,
}

/// How much a finding weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Gravity {
    /// Does not touch the verdict.
    Note,
    /// Makes the verdict at least [`Verdict::Warn`].
    Warning,
    /// Makes the verdict [`Verdict::Reject`].
    Error,
}

/// One fault and where it is.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Finding {
    /// Stable id of the rule, such as `4774.category.type`; the README lists them all.
    pub rule: &'static str,
    /// How much it weighs.
    pub severity: Gravity,
    /// Line of the document, counted from 1.
    pub line: u32,
    /// What is wrong and what to do, for a person.
    pub message: String,
}

/// The outcome for one label.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// What to do with the label.
    pub verdict: Verdict,
    /// At most [`FINDINGS_MAX`] findings, from the top of the document to its end.
    pub findings: Vec<Finding>,
    /// The label. `None` exactly when the verdict is [`Verdict::Reject`]: nobody acts on half a label.
    pub label: Option<Label>,
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Verdict::Accept => "accept",
            Verdict::Warn => "warn",
            Verdict::Reject => "reject",
        })
    }
}

impl fmt::Display for Gravity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Gravity::Note => "note",
            Gravity::Warning => "warning",
            Gravity::Error => "error",
        })
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}: {} ({})", self.line, self.severity, self.message, self.rule)
    }
}

/// Collects findings while a document is read.
#[derive(Default)]
pub(crate) struct Findings {
    kept: Vec<Finding>,
    gravest: Option<Gravity>,
}

impl Findings {
    pub(crate) fn add(&mut self, rule: &'static Rule, line: u32, message: impl Into<String>) {
        self.gravest = self.gravest.max(Some(rule.gravity));
        let (rule, message) = match self.kept.len() {
            n if n + 1 < FINDINGS_MAX => (rule, message.into()),
            n if n + 1 == FINDINGS_MAX => (
                &rules::MORE,
                format!("more than {FINDINGS_MAX} findings; mend these first and check again"),
            ),
            _ => return,
        };
        self.kept.push(Finding { rule: rule.id, severity: rule.gravity, line, message });
    }

    pub(crate) fn report(mut self, label: Option<Label>) -> Report {
        let label = label.filter(|_| self.gravest != Some(Gravity::Error));
        // INVARIANT: there is a label exactly when the verdict is not reject.
        let verdict = match (&label, self.gravest) {
            (None, _) | (_, Some(Gravity::Error)) => Verdict::Reject,
            (Some(_), Some(Gravity::Warning)) => Verdict::Warn,
            (Some(_), _) => Verdict::Accept,
        };
        self.kept.sort_by_key(|finding| finding.line);
        Report { verdict, findings: self.kept, label }
    }
}

/// A piece of the input as it may stand in a message: short, and with nothing that moves a cursor.
pub(crate) fn quoted(text: &str) -> String {
    let mut out = String::from("`");
    for (at, c) in text.chars().enumerate() {
        if at == QUOTE_CHARS_MAX {
            out.push('…');
            break;
        }
        let hides = matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '`');
        if c.is_control() || hides { out.extend(c.escape_default()) } else { out.push(c) }
    }
    out.push('`');
    out
}
