//! What is wrong with a text, where, and of which rule.

use std::fmt;

/// Faults that are told at once; more are not of use to anybody.
pub const FAULTS_MAX: usize = 50;

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    /// The line, from 1.
    pub line: usize,
    /// The `@id` of the rule, if it has one.
    pub rule: Option<String>,
    /// What is wrong, and what to do.
    pub problem: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}", self.line)?;
        if let Some(rule) = &self.rule {
            write!(f, ", rule `{rule}`")?;
        }
        write!(f, ": {}", self.problem)
    }
}

/// Everything that is wrong with a text, in the order of its lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Faults(pub Vec<Fault>);

impl Faults {
    pub(super) fn new(mut faults: Vec<Fault>) -> Faults {
        faults.sort();
        faults.dedup();
        faults.truncate(FAULTS_MAX);
        Faults(faults)
    }

    pub(super) fn one(line: usize, problem: impl Into<String>) -> Faults {
        Faults(vec![Fault { line, rule: None, problem: problem.into() }])
    }
}

impl fmt::Display for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut lines = self.0.iter();
        if let Some(first) = lines.next() {
            write!(f, "{first}")?;
        }
        lines.try_for_each(|fault| write!(f, "\n{fault}"))
    }
}

impl std::error::Error for Faults {}
