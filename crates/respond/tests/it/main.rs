//! The promises of the response, each a sentence, and the machine beside its model.

#![expect(clippy::unwrap_used, reason = "a helper of a test may stop the test")]

mod incident;
mod judging;
mod model;
mod task;
mod triage;

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use kulla_record::decision::{Change, Context, Decided, Nature, Version, Written};
use kulla_record::kind::incident::IncidentState;
use kulla_record::kind::signal::Severity;
use kulla_record::label::Word;
use kulla_record::place::Place;
use kulla_record::{PrincipalId, SubjectId};
use kulla_respond::incident::Open;

const ARTA: PrincipalId = PrincipalId([1; 16]);
const BESIM: PrincipalId = PrincipalId([2; 16]);
const INCIDENT: SubjectId = SubjectId([0x11; 16]);
const SIGNAL: SubjectId = SubjectId([0x22; 16]);

fn at(minute: i64) -> Timestamp {
    let start: Timestamp = "2026-11-17T20:00:00Z".parse().unwrap();
    start + SignedDuration::from_mins(minute)
}

/// `actor` acts for `agency` some minutes after the start of the evening.
fn by(actor: PrincipalId, agency: &str, minute: i64) -> Context {
    Context { now: at(minute), actor, nature: Nature::Person, agency: Word::new(agency).unwrap() }
}

fn machine(minute: i64) -> Context {
    Context { nature: Nature::Machine, ..by(PrincipalId([9; 16]), "ame", minute) }
}

fn code(decided: Decided) -> &'static str {
    decided.expect_err("must be refused").code
}

/// The bodies of one type among the changes, with subject and version.
macro_rules! bodies {
    ($changes:expr, $variant:ident) => {
        $changes
            .iter()
            .filter_map(|change| match &change.body {
                Written::$variant(body) => Some((change.subject, change.version, body.clone())),
                _ => None,
            })
            .collect::<Vec<_>>()
    };
}
use bodies;

/// The only change, which is the next version of `subject`.
macro_rules! next {
    ($changes:expr, $variant:ident, $subject:expr) => {{
        let changes: Vec<Change> = $changes.expect("must be allowed");
        assert_eq!(changes.len(), 1);
        assert_eq!((changes[0].subject, changes[0].version), ($subject, Version::Next));
        bodies!(changes, $variant).remove(0).2
    }};
}
use next;

fn flood(signal: Option<kulla_respond::triage::Signal<'_>>) -> Open<'_> {
    Open {
        subject: INCIDENT,
        number: "INC-2026-0147".into(),
        title: BTreeMap::from([("sq".into(), "Vërshim, Drini i Bardhë".into())]),
        hazard: "flood".into(),
        severity: Severity::Severe,
        place: Place { areas: vec!["20".into()], ..Place::default() },
        began: at(-10),
        signal,
    }
}

const ACTIVE: IncidentState = IncidentState::Active;
const CLOSED: IncidentState = IncidentState::Closed;
