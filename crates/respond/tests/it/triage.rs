//! A signal is taken, settled and taken up again.

use kulla_record::decision::Version;
use kulla_record::kind::Rest;
use kulla_record::kind::assessment::{Assessment, Grade, Outcome};
use kulla_respond::triage::{self, Command, Signal, decide};

use super::*;

fn signal<'a>(triage: Option<&'a Assessment>, incidents: &'a [SubjectId]) -> Signal<'a> {
    Signal { signal: SIGNAL, triage, incidents }
}

fn assessed(outcome: Outcome, by: PrincipalId) -> Assessment {
    Assessment {
        signal: SIGNAL,
        outcome,
        by,
        grade: Grade::new("B2"),
        reason: String::new(),
        rest: Rest::new(),
    }
}

#[test]
fn two_officers_who_take_the_same_signal_meet_in_one_subject() {
    let first = decide(&signal(None, &[]), Command::Take, &by(ARTA, "ame", 0)).unwrap();
    let second = decide(&signal(None, &[]), Command::Take, &by(BESIM, "ame", 0)).unwrap();
    assert_eq!(first[0].subject, second[0].subject);
    assert_eq!(first[0].version, Version::First);
}

#[test]
fn a_signal_in_a_colleagues_hand_is_taken_over_on_purpose_only() {
    let held = assessed(Outcome::Taken, ARTA);
    let state = signal(Some(&held), &[]);
    let besim = by(BESIM, "ame", 1);
    assert_eq!(code(decide(&state, Command::Take, &besim)), "triage.taken");
    let dismiss = Command::Dismiss { reason: "a drill of the school".into() };
    assert_eq!(code(decide(&state, dismiss, &besim)), "triage.taken");
    assert_eq!(code(decide(&state, Command::Release, &besim)), "triage.not-yours");
    let seen_too_late = Command::TakeOver { from: PrincipalId([7; 16]) };
    assert_eq!(code(decide(&state, seen_too_late, &besim)), "triage.changed-hands");

    let taken = next!(
        decide(&state, Command::TakeOver { from: ARTA }, &besim),
        Assessment,
        triage::subject(SIGNAL)
    );
    assert_eq!((taken.outcome, taken.by, taken.grade), (Outcome::Taken, BESIM, Grade::new("B2")));
}

#[test]
fn only_what_somebody_has_in_hand_is_released_or_taken_over() {
    for state in [None, Some(assessed(Outcome::Released, ARTA))] {
        let state = signal(state.as_ref(), &[]);
        assert_eq!(code(decide(&state, Command::Release, &by(ARTA, "ame", 0))), "triage.not-taken");
        let over = Command::TakeOver { from: BESIM };
        assert_eq!(code(decide(&state, over, &by(ARTA, "ame", 0))), "triage.not-taken");
    }
}

#[test]
fn a_dismissal_needs_its_reason() {
    let dismiss = |reason: &str| {
        decide(&signal(None, &[]), Command::Dismiss { reason: reason.into() }, &by(ARTA, "ame", 0))
    };
    assert_eq!(code(dismiss(" \n ")), "text.missing");
    let changes = dismiss("the same as the report of 20:04").unwrap();
    let (_, _, body) = bodies!(changes, Assessment).remove(0);
    assert_eq!(
        (body.outcome, body.reason.as_str()),
        (Outcome::Dismissed, "the same as the report of 20:04")
    );
}

#[test]
fn a_link_settles_the_signal_and_ties_it_to_its_incident() {
    let held = assessed(Outcome::Taken, ARTA);
    let link = |state| {
        let command = Command::Link { incident: INCIDENT, state };
        decide(&signal(Some(&held), &[]), command, &by(ARTA, "ame", 2))
    };
    assert_eq!(code(link(CLOSED)), "incident.closed");
    let changes = link(ACTIVE).unwrap();
    assert_eq!(bodies!(changes, Assessment)[0].2.outcome, Outcome::Linked);
    let (subject, version, tie) = bodies!(changes, Link).remove(0);
    assert_eq!((subject, version), (triage::link_subject(SIGNAL, INCIDENT), Version::FirstOrNext));
    assert_eq!(
        (tie.from, tie.to, tie.relation.as_str(), tie.removed),
        (SIGNAL, INCIDENT, "signal-of", false)
    );
}

#[test]
fn a_settled_signal_stays_settled_until_it_is_reopened_and_then_loses_its_link() {
    for outcome in [Outcome::Linked, Outcome::Dismissed] {
        let settled = assessed(outcome, ARTA);
        let state = signal(Some(&settled), &[INCIDENT]);
        for command in [
            Command::Take,
            Command::TakeOver { from: ARTA },
            Command::Release,
            Command::Dismiss { reason: "again".into() },
            Command::Link { incident: INCIDENT, state: ACTIVE },
        ] {
            assert_eq!(code(decide(&state, command, &by(ARTA, "ame", 3))), "triage.settled");
        }
        let changes = decide(&state, Command::Reopen, &by(BESIM, "ame", 4)).unwrap();
        let (_, _, body) = bodies!(changes, Assessment).remove(0);
        assert_eq!((body.outcome, body.by), (Outcome::Taken, BESIM));
        assert!(bodies!(changes, Link)[0].2.removed);
    }
    let held = assessed(Outcome::Taken, ARTA);
    let nothing = decide(&signal(Some(&held), &[]), Command::Reopen, &by(ARTA, "ame", 5));
    assert_eq!(code(nothing), "triage.not-settled");
}

#[test]
fn grading_leaves_the_signal_in_the_hand_that_has_it() {
    let mut held = assessed(Outcome::Taken, ARTA);
    held.rest.insert("later".into(), 1.into());
    let grade = |text| Command::Grade(Grade::new(text).unwrap());
    let state = signal(Some(&held), &[]);
    let graded =
        next!(decide(&state, grade("C3"), &by(BESIM, "aki", 1)), Assessment, triage::subject(SIGNAL));
    assert_eq!((graded.by, graded.grade, graded.rest), (ARTA, Grade::new("C3"), held.rest.clone()));
    assert_eq!(code(decide(&state, grade("B2"), &by(BESIM, "aki", 1))), "triage.unchanged");
}

#[test]
fn what_a_newer_program_wrote_is_handed_on() {
    let mut held = assessed(Outcome::Taken, ARTA);
    held.rest.insert("later".into(), "kept".into());
    let state = signal(Some(&held), &[]);
    let released =
        next!(decide(&state, Command::Release, &by(ARTA, "ame", 1)), Assessment, triage::subject(SIGNAL));
    assert_eq!(released.rest, held.rest);
}
