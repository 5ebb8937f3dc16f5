//! The figures of a small exercise, worked out by hand beside it.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use kulla_learn::measure::{Material, Report, Step, Story, Times, Version, report};
use kulla_record::kind::action::{Task, TaskState};
use kulla_record::kind::assessment::{Assessment, Outcome};
use kulla_record::kind::incident::{Incident, IncidentState};
use kulla_record::kind::lesson::{Exercise, ExerciseState, Inject, InjectState, PlayedBy, PlayedRole};
use kulla_record::kind::signal::Severity;
use kulla_record::kind::warning::{Content, DraftState, MessageType, Warning, WarningDraft, WarningState};
use kulla_record::{PrincipalId, SubjectId};

/// So many seconds after the beginning.
fn s(seconds: i64) -> Timestamp {
    let begin: Timestamp = "2026-03-02T18:00:00Z".parse().unwrap();
    begin.checked_add(SignedDuration::from_secs(seconds)).unwrap()
}

fn id(n: u8) -> SubjectId {
    SubjectId([n; 16])
}

fn version<T>(at: i64, agency: &str, body: T) -> Version<T> {
    Version { at: s(at), agency: agency.into(), body }
}

fn story<T>(n: u8, versions: Vec<Version<T>>) -> Story<T> {
    Story { subject: id(n), versions }
}

fn exercise() -> Exercise {
    let role = PlayedRole {
        role: "duty-officer".into(),
        played_by: PlayedBy::People,
        since: s(0),
        by: Some(PrincipalId([1; 16])),
        rest: Default::default(),
    };
    Exercise {
        name: "small".into(),
        scenario: "small".into(),
        scenario_hash: String::new(),
        seed: 1,
        pace: 60.0,
        state: ExerciseState::Ended,
        started: s(0),
        ended: Some(s(300)),
        roles: vec![role],
        rest: Default::default(),
    }
}

fn inject(due: i64, became: Option<u8>, state: InjectState) -> Inject {
    Inject {
        exercise: id(99),
        number: 1,
        name: "forecast".into(),
        door: "cap".into(),
        state,
        story_s: 0,
        due: s(due),
        sent: None,
        became: became.map(id),
        note: String::new(),
        rest: Default::default(),
    }
}

fn triage(signal: u8) -> Assessment {
    Assessment {
        signal: id(signal),
        outcome: Outcome::Taken,
        by: PrincipalId([1; 16]),
        grade: None,
        reason: String::new(),
        rest: Default::default(),
    }
}

fn incident() -> Incident {
    Incident {
        number: "INC".into(),
        title: BTreeMap::from([("en".into(), "Flood".into())]),
        hazard: "flood".into(),
        severity: Severity::Severe,
        state: IncidentState::Active,
        place: Default::default(),
        began: s(0),
        commander: PrincipalId([1; 16]),
        closed: None,
        closed_because: String::new(),
        rest: Default::default(),
    }
}

/// A task with its four clocks, as far as they ran.
fn task(agency: &str, clocks: [Option<i64>; 4], state: TaskState) -> Task {
    Task {
        number: "T".into(),
        incident: id(20),
        title: "Check the bridge".into(),
        text: String::new(),
        agency: agency.into(),
        state,
        place: Default::default(),
        life_at_risk: false,
        sent: s(clocks[0].unwrap()),
        acknowledged: clocks[1].map(s),
        started: clocks[2].map(s),
        ended: clocks[3].map(s),
        due: None,
        by: None,
        outcome: String::new(),
        rest: Default::default(),
    }
}

fn content(message: MessageType) -> Content {
    Content {
        message,
        follows: vec![],
        hazard: "flood".into(),
        severity: Severity::Severe,
        urgency: "Immediate".into(),
        certainty: "Likely".into(),
        response: vec![],
        onset: s(0),
        expires: s(9_000),
        place: Default::default(),
        texts: BTreeMap::new(),
        left_out: BTreeMap::new(),
        rest: Default::default(),
    }
}

fn draft(state: DraftState, decided: Option<i64>) -> WarningDraft {
    WarningDraft {
        number: "W".into(),
        state,
        content: content(MessageType::Alert),
        writers: vec![],
        incident: Some(id(20)),
        submitted_by: None,
        submitted: (state != DraftState::Draft).then(|| s(110)),
        decide_by: None,
        decided_by: None,
        decided: decided.map(s),
        approved_hash: String::new(),
        remark: String::new(),
        issued_as: None,
        rest: Default::default(),
    }
}

fn warning(state: WarningState) -> Warning {
    Warning {
        identifier: "w".into(),
        sender: "k".into(),
        sent: String::new(),
        status: "Exercise".into(),
        state,
        content: content(MessageType::Alert),
        xml: String::new(),
        followed_by: None,
        issued_by: vec![],
        rest: Default::default(),
    }
}

/// Three signals of which one is never touched, one incident, four tasks, one warning that is taken back.
fn material() -> Material {
    Material {
        exercise: Some(exercise()),
        injects: vec![
            story(1, vec![version(0, "ame", inject(0, Some(10), InjectState::Sent))]),
            story(2, vec![version(10, "ame", inject(10, Some(11), InjectState::Sent))]),
            story(3, vec![version(12, "ame", inject(12, None, InjectState::Refused))]),
        ],
        signals: vec![
            story(10, vec![version(1, "ame", ())]),
            story(11, vec![version(13, "kom-20", ())]),
            story(12, vec![version(50, "kom-20", ())]),
        ],
        triage: vec![
            story(15, vec![version(5, "ame", triage(10)), version(9, "ame", triage(10))]),
            story(16, vec![version(23, "ame", triage(11))]),
        ],
        incidents: vec![story(20, vec![version(6, "ame", incident())])],
        tasks: vec![
            tasked(30, "kom-20", [Some(16), Some(20), Some(30), Some(90)], TaskState::Done),
            tasked(31, "kom-16", [Some(26), Some(38), Some(58), None], TaskState::Started),
            tasked(32, "kom-16", [Some(36), None, None, None], TaskState::Sent),
            tasked(33, "kom-16", [Some(46), None, None, Some(60)], TaskState::Cancelled),
        ],
        drafts: vec![story(
            40,
            vec![
                version(100, "ame", draft(DraftState::Draft, None)),
                version(110, "ame", draft(DraftState::Submitted, None)),
                version(125, "ame", draft(DraftState::Approved, Some(125))),
                version(128, "ame", draft(DraftState::Issued, Some(125))),
            ],
        )],
        warnings: vec![
            story(
                50,
                vec![
                    version(128, "ame", warning(WarningState::InForce)),
                    version(260, "ame", warning(WarningState::Cancelled)),
                ],
            ),
            story(51, vec![version(260, "ame", warning(WarningState::AllClear))]),
        ],
    }
}

fn tasked(n: u8, agency: &str, clocks: [Option<i64>; 4], state: TaskState) -> Story<Task> {
    story(n, vec![version(clocks[0].unwrap(), "ame", task(agency, clocks, state))])
}

fn all(report: &Report, step: Step) -> Times {
    report.steps.iter().find(|times| times.step == step).unwrap().all
}

fn times(cases: usize, open: usize, median_s: f64, p95_s: u64) -> Times {
    let median_ms = (median_s * 1000.0) as u64;
    Times { cases, open, median_ms: Some(median_ms), p95_ms: Some(p95_s * 1000) }
}

#[test]
fn each_step_is_as_long_as_worked_out_by_hand() {
    let report = report(&material());
    // 0 → 1 and 10 → 13: 1 s and 3 s.
    assert_eq!(all(&report, Step::Received), times(2, 0, 2.0, 3));
    // 1 → 5 (the first touch, not the second) and 13 → 23; the third signal waits.
    assert_eq!(all(&report, Step::Acknowledged), times(2, 1, 7.0, 10));
    // Opened at 6; sent at 16, 26, 36, 46.
    assert_eq!(all(&report, Step::Assigned), times(4, 0, 25.0, 40));
    // 16 → 20, 26 → 38; the third waits, the fourth was taken back and waits for nobody.
    assert_eq!(all(&report, Step::Read), times(2, 1, 8.0, 12));
    // 20 → 30, 38 → 58.
    assert_eq!(all(&report, Step::Started), times(2, 0, 15.0, 20));
    // 30 → 90; the second is under way.
    assert_eq!(all(&report, Step::Done), times(1, 1, 60.0, 60));
    // Opened at 6, paper at 100; submitted 110 → approved 125 → public 128 → taken back 260.
    assert_eq!(all(&report, Step::Drafted), times(1, 0, 94.0, 94));
    assert_eq!(all(&report, Step::Approved), times(1, 0, 15.0, 15));
    assert_eq!(all(&report, Step::Issued), times(1, 0, 3.0, 3));
    assert_eq!(all(&report, Step::Cancelled), times(1, 0, 132.0, 132));
    assert_eq!(report.refused, 1);
}

#[test]
fn an_agency_is_measured_by_what_it_had_to_do() {
    let report = report(&material());
    let read = report.steps.iter().find(|times| times.step == Step::Read).unwrap();
    assert_eq!(read.agencies["kom-20"], times(1, 0, 4.0, 4));
    assert_eq!(read.agencies["kom-16"], times(1, 1, 12.0, 12));
    assert_eq!(read.agencies.len(), 2);
}

#[test]
fn what_happened_first_stands_in_the_order_of_time() {
    let told: Vec<(String, u64)> =
        report(&material()).milestones.into_iter().map(|one| (one.what, one.after_ms / 1000)).collect();
    let hand =
        [("signal", 1), ("incident", 6), ("task", 16), ("warning", 128), ("all-clear", 260), ("end", 300)];
    assert_eq!(told, hand.map(|(what, after)| (what.to_owned(), after)));
}

#[test]
fn of_a_hundred_cases_the_slowest_five_do_not_move_the_ninety_fifth() {
    let signals = (0..100).map(|n| {
        let n = u8::try_from(n).unwrap();
        story(n, vec![version(0, "ame", ())])
    });
    let triaged = (0..100).map(|n| {
        let took = if n < 95 { n + 1 } else { 10_000 };
        story(u8::try_from(n).unwrap(), vec![version(took, "ame", triage(u8::try_from(n).unwrap()))])
    });
    let material =
        Material { signals: signals.collect(), triage: triaged.collect(), ..Material::default() };
    assert_eq!(all(&report(&material), Step::Acknowledged), times(100, 0, 50.5, 95));
}

#[test]
fn nothing_that_happened_gives_no_figures_and_no_person_stands_in_any() {
    let empty = report(&Material::default());
    assert!(empty.steps.iter().all(|times| times.all == Times::default() && times.agencies.is_empty()));
    let report = report(&material());
    assert!(report.exercise.unwrap().roles.iter().all(|role| role.by.is_none()));
}
