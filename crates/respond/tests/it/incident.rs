//! An incident has somebody in charge from its first moment, and a log that is never cut.

use kulla_record::kind::assessment::{Assessment, Grade, Outcome};
use kulla_record::kind::incident::{Entry, Incident};
use kulla_respond::entry::{self, Line, Log};
use kulla_respond::incident::{self, Command, Update};
use kulla_respond::triage::Signal;

use super::*;

const ENTRY: SubjectId = SubjectId([0x33; 16]);

fn opened() -> Incident {
    let changes = incident::open(flood(None), &by(ARTA, "ame", 0)).unwrap();
    bodies!(changes, Incident).remove(0).2
}

fn closed() -> Incident {
    let close = Command::Close { reason: "the river fell below the first mark".into() };
    next!(incident::decide(INCIDENT, &opened(), close, &by(ARTA, "ame", 60)), Incident, INCIDENT)
}

fn line(text: &str) -> Line {
    Line { when: None, text: text.into(), decision: false, reason: String::new(), lang: "sq".into() }
}

const LOG: Log = Log { incident: INCIDENT, state: ACTIVE };

#[test]
fn whoever_opens_an_incident_commands_it_and_a_machine_never_does() {
    assert_eq!(opened().commander, ARTA);
    assert_eq!(code(incident::open(flood(None), &machine(0))), "incident.needs-person");
    let to_machine = Command::HandOver { to: BESIM, nature: Nature::Machine };
    let refused = incident::decide(INCIDENT, &opened(), to_machine, &by(ARTA, "ame", 1));
    assert_eq!(code(refused), "incident.needs-person");
}

#[test]
fn an_incident_opened_from_a_signal_settles_the_signal_in_the_same_act() {
    let signal = Signal { signal: SIGNAL, triage: None, incidents: &[] };
    let changes = incident::open(flood(Some(signal)), &by(ARTA, "ame", 0)).unwrap();
    assert_eq!(bodies!(changes, Incident).len(), 1);
    assert_eq!(bodies!(changes, Assessment)[0].2.outcome, Outcome::Linked);
    assert_eq!(bodies!(changes, Link)[0].2.to, INCIDENT);

    let held = Assessment {
        signal: SIGNAL,
        outcome: Outcome::Taken,
        by: BESIM,
        grade: Grade::new("A1"),
        reason: String::new(),
        rest: Default::default(),
    };
    let held = Signal { triage: Some(&held), ..signal };
    assert_eq!(code(incident::open(flood(Some(held)), &by(ARTA, "ame", 0))), "triage.taken");
}

#[test]
fn an_incident_has_a_title_and_did_not_begin_tomorrow() {
    let untitled = incident::Open { title: BTreeMap::new(), ..flood(None) };
    assert_eq!(code(incident::open(untitled, &by(ARTA, "ame", 0))), "text.missing");
    let tomorrow = incident::Open { began: at(24 * 60), ..flood(None) };
    assert_eq!(code(incident::open(tomorrow, &by(ARTA, "ame", 0))), "time.in-the-future");
}

#[test]
fn an_update_changes_what_it_names_and_writes_nothing_when_nothing_is_different() {
    let worse = Update { severity: Some(Severity::Extreme), ..Update::default() };
    let now = by(BESIM, "ame", 5);
    let next = next!(
        incident::decide(INCIDENT, &opened(), Command::Update(worse.clone()), &now),
        Incident,
        INCIDENT
    );
    assert_eq!(next, Incident { severity: Severity::Extreme, ..opened() });
    assert_eq!(code(incident::decide(INCIDENT, &next, Command::Update(worse), &now)), "incident.unchanged");
}

#[test]
fn command_goes_to_somebody_else_or_the_hand_over_is_refused() {
    let hand_over = |to| Command::HandOver { to, nature: Nature::Person };
    let now = by(ARTA, "ame", 5);
    assert_eq!(code(incident::decide(INCIDENT, &opened(), hand_over(ARTA), &now)), "incident.in-command");
    let next = next!(incident::decide(INCIDENT, &opened(), hand_over(BESIM), &now), Incident, INCIDENT);
    assert_eq!(next.commander, BESIM);
}

#[test]
fn a_closed_incident_takes_no_act_but_reopening_which_is_a_decision_in_the_log() {
    let now = by(ARTA, "ame", 61);
    assert_eq!((closed().state, closed().closed), (CLOSED, Some(at(60))));
    for command in [
        Command::Update(Update { hazard: Some("dam".into()), ..Update::default() }),
        Command::HandOver { to: BESIM, nature: Nature::Person },
        Command::Close { reason: "once more".into() },
    ] {
        assert_eq!(code(incident::decide(INCIDENT, &closed(), command, &now)), "incident.closed");
    }
    let reopen = |reason: &str| Command::Reopen {
        entry: ENTRY,
        text: "Uji po rritet sërish".into(),
        reason: reason.into(),
        lang: "sq".into(),
    };
    assert_eq!(code(incident::decide(INCIDENT, &closed(), reopen(""), &now)), "entry.reason-missing");
    assert_eq!(code(incident::decide(INCIDENT, &opened(), reopen("x"), &now)), "incident.not-closed");
    let changes = incident::decide(INCIDENT, &closed(), reopen("gauge above 3.2 m"), &now).unwrap();
    assert_eq!(bodies!(changes, Incident)[0].2, opened());
    let (subject, _, entry) = bodies!(changes, Entry).remove(0);
    assert_eq!((subject, entry.decision, entry.reason.as_str()), (ENTRY, true, "gauge above 3.2 m"));
}

#[test]
fn closing_needs_a_reason() {
    let refused = incident::decide(
        INCIDENT,
        &opened(),
        Command::Close { reason: String::new() },
        &by(ARTA, "ame", 1),
    );
    assert_eq!(code(refused), "text.missing");
}

#[test]
fn a_decision_in_the_log_needs_its_reason() {
    let decision = Line { decision: true, ..line("Evakuohet Krusha e Vogël") };
    assert_eq!(
        code(entry::write(ENTRY, LOG, decision.clone(), &by(ARTA, "ame", 1))),
        "entry.reason-missing"
    );
    let reasoned = Line { reason: "uji arrin rrugën në 22:00".into(), ..decision };
    assert!(entry::write(ENTRY, LOG, reasoned, &by(ARTA, "ame", 1)).is_ok());
}

#[test]
fn no_line_is_added_to_a_closed_incident() {
    let log = Log { state: CLOSED, ..LOG };
    assert_eq!(code(entry::write(ENTRY, log, line("vonë"), &by(ARTA, "ame", 1))), "incident.closed");
}

#[test]
fn a_line_is_corrected_by_the_agency_that_wrote_it_and_keeps_its_time() {
    let written = entry::write(ENTRY, LOG, line("3 pumps"), &by(ARTA, "ame", 1)).unwrap();
    let written: Entry = bodies!(written, Entry).remove(0).2;
    assert_eq!((written.agency.as_str(), written.when), ("ame", at(1)));

    let other = entry::correct(ENTRY, &written, line("2 pumps"), &by(ARTA, "kp", 9));
    assert_eq!(code(other), "entry.other-agency");
    let same = entry::correct(ENTRY, &written, line("3 pumps"), &by(BESIM, "ame", 9));
    assert_eq!(code(same), "entry.unchanged");
    let right = next!(entry::correct(ENTRY, &written, line("2 pumps"), &by(BESIM, "ame", 9)), Entry, ENTRY);
    assert_eq!(right, Entry { text: "2 pumps".into(), ..written.clone() });

    let nobodys = Entry { agency: String::new(), ..written };
    assert_eq!(code(entry::correct(ENTRY, &nobodys, line("x"), &by(ARTA, "ame", 9))), "entry.other-agency");
}
