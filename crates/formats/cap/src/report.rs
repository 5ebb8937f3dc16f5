//! What a validation says: one verdict for machines, and findings that a person can act on.

use crate::limits::{FINDINGS_MAX, QUOTE_CHARS_MAX};
use crate::model::Alert;
use crate::rules::{self, Rule};
use std::fmt;

/// What to do with a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// It keeps every rule.
    Accept,
    /// It can be acted on, but a person should look at the findings.
    Warn,
    /// It is not a CAP message that anyone may act on.
    Reject,
}

/// How much a finding weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Gravity {
    /// Advice of the standard that was not followed; does not touch the verdict.
    Note,
    /// Makes the verdict at least [`Verdict::Warn`].
    Warning,
    /// Makes the verdict [`Verdict::Reject`].
    Error,
}

/// Whether the message carries an XML signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Signature {
    /// No signature.
    None,
    /// A signature is there and its form is sound; whether it holds was not checked.
    Unchecked,
}

/// One fault and where it is.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Finding {
    /// Stable id of the rule, such as `cap.alert.sent.format`; the README lists them all.
    pub rule: &'static str,
    /// How much it weighs.
    pub severity: Gravity,
    /// Line of the decoded document, counted from 1.
    pub line: u32,
    /// What is wrong and what to do, for a person.
    pub message: String,
}

/// The outcome for one message.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// What to do with the message.
    pub verdict: Verdict,
    /// Whether it is signed.
    pub signature: Signature,
    /// At most [`FINDINGS_MAX`] findings, from the top of the document to its end.
    pub findings: Vec<Finding>,
    /// The message. `None` exactly when the verdict is [`Verdict::Reject`], so that nobody acts on what
    /// could only be read in part.
    pub alert: Option<Alert>,
}

macro_rules! spelt {
    ($name:ident { $($variant:ident $text:literal,)* }) => {
        impl $name {
            /// The word used in `check --json` and in the README.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text,)* }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}

spelt! { Verdict { Accept "accept", Warn "warn", Reject "reject", } }
spelt! { Gravity { Note "note", Warning "warning", Error "error", } }
spelt! { Signature { None "none", Unchecked "unchecked", } }

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}: {} ({})", self.line, self.severity, self.message, self.rule)
    }
}

impl Report {
    /// A report about input of which nothing could be read.
    pub(crate) fn refused(rule: &'static Rule, line: u32, message: String) -> Self {
        let finding = Finding { rule: rule.id, severity: rule.gravity, line, message };
        Self { verdict: Verdict::Reject, signature: Signature::None, findings: vec![finding], alert: None }
    }
}

/// Collects findings while a document is read, and turns byte positions into lines.
pub(crate) struct Findings<'t> {
    text: &'t str,
    kept: Vec<Finding>,
    gravest: Option<Gravity>,
    /// A byte position that was asked for before, and its line, so that going on is cheap.
    known: (usize, u32),
}

impl<'t> Findings<'t> {
    pub(crate) fn new(text: &'t str) -> Self {
        Self::from(text, (0, 1))
    }

    /// For a part of a document that begins at a byte position whose line is known, so that the lines of
    /// many alerts in one feed are counted once.
    pub(crate) fn from(text: &'t str, known: (usize, u32)) -> Self {
        Self { text, kept: Vec::new(), gravest: None, known }
    }

    /// A byte position with its line, for [`Findings::from`].
    pub(crate) fn known_at(&mut self, at: usize) -> (usize, u32) {
        self.line(at);
        self.known
    }

    /// The findings from the top of the document to its end.
    pub(crate) fn into_kept(mut self) -> Vec<Finding> {
        self.kept.sort_by_key(|finding| finding.line);
        self.kept
    }

    pub(crate) fn add(&mut self, rule: &'static Rule, at: usize, message: impl FnOnce() -> String) {
        self.gravest = self.gravest.max(Some(rule.gravity));
        if self.kept.len() < FINDINGS_MAX {
            let line = self.line(at);
            self.kept.push(Finding { rule: rule.id, severity: rule.gravity, line, message: message() });
        } else if self.kept.len() == FINDINGS_MAX {
            // The last place says that there was more; dropped findings still weigh in the verdict.
            self.kept[FINDINGS_MAX - 1] = Finding {
                rule: rules::MORE.id,
                severity: rules::MORE.gravity,
                line: self.known.1,
                message: format!("more than {FINDINGS_MAX} findings; mend these first and check again"),
            };
        }
    }

    /// Adds a finding before all others, even if there is no room: for what must not be overlooked.
    pub(crate) fn add_first(&mut self, rule: &'static Rule, at: usize, message: String) {
        self.gravest = self.gravest.max(Some(rule.gravity));
        let line = self.line(at);
        self.kept.insert(0, Finding { rule: rule.id, severity: rule.gravity, line, message });
        self.kept.truncate(FINDINGS_MAX);
    }

    fn line(&mut self, at: usize) -> u32 {
        let at = at.min(self.text.len());
        let (from, line) = if at >= self.known.0 { self.known } else { (0, 1) };
        let newlines = memchr::memchr_iter(b'\n', &self.text.as_bytes()[from..at]).count();
        self.known = (at, line.saturating_add(u32::try_from(newlines).unwrap_or(u32::MAX)));
        self.known.1
    }

    pub(crate) fn report(self, signature: Signature, alert: Option<Alert>) -> Report {
        let verdict = match self.gravest {
            Some(Gravity::Error) => Verdict::Reject,
            Some(Gravity::Warning) => Verdict::Warn,
            _ => Verdict::Accept,
        };
        // INVARIANT: there is an alert exactly when the verdict is not reject.
        debug_assert!(verdict == Verdict::Reject || alert.is_some());
        let alert = alert.filter(|_| verdict != Verdict::Reject);
        let verdict = if alert.is_none() { Verdict::Reject } else { verdict };
        Report { verdict, signature, findings: self.into_kept(), alert }
    }
}

/// A piece of the input as it may stand in a message: short, and with nothing that moves a cursor.
pub(crate) fn quoted(text: &str) -> String {
    let mut out = String::from("`");
    for (i, c) in text.chars().enumerate() {
        if i == QUOTE_CHARS_MAX {
            out.push('…');
            break;
        }
        if c.is_control() || is_invisible(c) || c == '`' {
            out.extend(c.escape_default());
        } else {
            out.push(c);
        }
    }
    out.push('`');
    out
}

/// Characters that reorder or hide the text around them (Unicode bidirectional controls).
pub(crate) fn is_invisible(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}
