//! What a stage crate takes and gives: `decide(state, command, context) → changes or refusal`.
//!
//! The stage crates (`respond`, `warn`) may not depend on each other, and `desk` has to append what any of
//! them decided. So the shape of a decision is a word of the vocabulary. A decider has no clock, draws no id
//! and does no I/O: the time, the one who acts and every new subject are handed in, and what it gives back
//! is a list of bodies, each with the subject that it is a version of.

use std::collections::BTreeMap;
use std::fmt;

use jiff::Timestamp;

use crate::id::{PrincipalId, SubjectId};
use crate::kind::action::{Facility, Shelter, Task, Unit};
use crate::kind::approval::{Decision, Policy, PolicyChange};
use crate::kind::assessment::Assessment;
use crate::kind::governance::{Grant, GrantChange, Link};
use crate::kind::incident::{Entry, Incident};
use crate::kind::lesson::{Exercise, Inject};
use crate::kind::reporting::{Moderation, Notice, Reporter};
use crate::kind::signal::{Alarm, Bulletin, Observation, Report, Source};
use crate::kind::warning::{Delivery, Warning, WarningDraft};
use crate::kind::{Body, Kind};
use crate::label::Word;

/// Whether a principal is a natural person. A rule of two persons counts persons only.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Nature {
    /// A natural person.
    Person,
    /// A gateway, a detector, a timer.
    Machine,
}

/// Who acts, for whom, and when.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Context {
    /// The time of the act.
    pub now: Timestamp,
    /// Who acts. One natural person has one principal, whatever roles and agencies they act in: the rules of
    /// two persons compare this id.
    pub actor: PrincipalId,
    /// Whether that is a natural person.
    pub nature: Nature,
    /// For which agency.
    pub agency: Word,
}

/// What the log must hold of the subject of a change before the change is appended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Version {
    /// Nothing: the subject is new.
    First,
    /// The version that the decision was made on.
    Next,
    /// Nothing or something: a derived subject, such as the link between two given ends, where a later
    /// version may take the place of a taken-back one.
    FirstOrNext,
}

/// One version that a decision wants written.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// The subject that it is a version of.
    pub subject: SubjectId,
    /// What must be there of it already.
    pub version: Version,
    /// The typed body.
    pub body: Written,
}

impl Change {
    /// The first version of a subject that was handed in as new.
    pub fn first(subject: SubjectId, body: impl Into<Written>) -> Change {
        Change { subject, version: Version::First, body: body.into() }
    }

    /// A further version of a subject.
    pub fn next(subject: SubjectId, body: impl Into<Written>) -> Change {
        Change { subject, version: Version::Next, body: body.into() }
    }

    /// A version of a derived subject, first or not.
    pub fn first_or_next(subject: SubjectId, body: impl Into<Written>) -> Change {
        Change { subject, version: Version::FirstOrNext, body: body.into() }
    }
}

macro_rules! written {
    ($($name:ident($type:ty),)*) => {
        /// A typed body that a decision wants written.
        #[derive(Debug, Clone, PartialEq)]
        pub enum Written {
            $(
                #[doc = concat!("A body of kind [`", stringify!($type), "`].")]
                $name($type),
            )*
        }

        impl Written {
            /// Its kind.
            pub fn kind(&self) -> Kind {
                match self { $(Written::$name(_) => <$type as Body>::KIND,)* }
            }

            /// The JSON that is committed to and sealed.
            pub fn json(&self) -> Vec<u8> {
                match self { $(Written::$name(body) => body.json(),)* }
            }
        }

        $(impl From<$type> for Written {
            fn from(body: $type) -> Written { Written::$name(body) }
        })*
    };
}

written! {
    Source(Source),
    Report(Report),
    Reporter(Reporter),
    Moderation(Moderation),
    Notice(Notice),
    Observation(Observation),
    Alarm(Alarm),
    Bulletin(Bulletin),
    Assessment(Assessment),
    Incident(Incident),
    Entry(Entry),
    Task(Task),
    Unit(Unit),
    Facility(Facility),
    Shelter(Shelter),
    Draft(WarningDraft),
    Warning(Warning),
    Delivery(Delivery),
    Exercise(Exercise),
    Inject(Inject),
    Link(Link),
    Grant(Grant),
    GrantChange(GrantChange),
    Policy(Policy),
    PolicyChange(PolicyChange),
    Decision(Decision),
}

/// A decider said no. Nothing is written, and the state is what it was.
#[derive(Debug, Clone, PartialEq, Eq, Hash, thiserror::Error)]
pub struct Refusal {
    /// Stable; what a program and a translation go by, such as `warning.same-person`.
    pub code: &'static str,
    /// For people, in English: what the rule is and what to do next.
    pub message: String,
    /// What the message names, for a translation of it. Values are ids, codes, figures or words of the user.
    pub args: BTreeMap<&'static str, String>,
}

impl Refusal {
    /// A refusal without arguments.
    pub fn new(code: &'static str, message: impl Into<String>) -> Refusal {
        Refusal { code, message: message.into(), args: BTreeMap::new() }
    }

    /// The same with one more thing named.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl fmt::Display) -> Refusal {
        self.args.insert(name, value.to_string());
        self
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.message, self.code)
    }
}

/// What every decider gives back.
pub type Decided = Result<Vec<Change>, Refusal>;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_knows_the_kind_and_the_json_of_its_body() {
        let (from, to) = (SubjectId([1; 16]), SubjectId([2; 16]));
        let link = Link { from, to, relation: "near".into(), removed: false, rest: Default::default() };
        let change = Change::first(SubjectId([3; 16]), link.clone());
        assert_eq!(change.body.kind(), Kind::LINK);
        assert_eq!(Link::read(&change.body.json()).unwrap(), link);
    }

    #[test]
    fn a_refusal_is_told_with_its_code_and_names_its_things() {
        let refusal = Refusal::new("task.other-agency", "the task is for `kp`").with("agency", "kp");
        assert_eq!(refusal.to_string(), "the task is for `kp` (task.other-agency)");
        assert_eq!(refusal.args["agency"], "kp");
    }
}
