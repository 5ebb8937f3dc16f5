//! Triage, incidents, entries and tasks, and what the desk itself holds.

use std::sync::atomic::Ordering;

use kulla_desk::command::incident::{Deed as IncidentDeed, IncidentChange, NewEntry, NewIncident};
use kulla_desk::command::signal::NewReport;
use kulla_desk::command::task::{NewTask, TaskStep};
use kulla_desk::command::triage::{Deed, Triage};
use kulla_desk::{Actor, Command, Failure, Order};
use kulla_record::kind::action::{Task, TaskState};
use kulla_record::kind::signal::{Report, Severity};
use kulla_record::{RecordId, SubjectId};
use kulla_respond::{entry, task};

use crate::world::{World, word};

pub fn report(title: &str) -> Command {
    let report = Report {
        title: title.into(),
        text: String::new(),
        lang: "sq".into(),
        seen: "2026-11-17T20:47:00Z".parse().unwrap(),
        place: Default::default(),
        severity: Severity::Severe,
        life_at_risk: true,
        from: "112 Prizren".into(),
        handed_in: None,
        rest: Default::default(),
    };
    Command::Report(NewReport { report, label: None })
}

fn triage(signal: SubjectId, seen: Option<RecordId>, deed: Deed) -> Command {
    Command::Triage(Triage { signal, seen: seen.into(), deed })
}

fn incident(from_signal: Option<SubjectId>) -> Command {
    Command::OpenIncident(NewIncident {
        title: [("sq".to_owned(), "Vërshim, Drini i Bardhë".to_owned())].into(),
        hazard: "flood".into(),
        severity: Severity::Severe,
        place: Default::default(),
        began: None,
        from_signal,
        label: None,
    })
}

fn line(text: &str) -> entry::Line {
    entry::Line { when: None, text: text.into(), decision: false, reason: String::new(), lang: "sq".into() }
}

fn code(failure: Result<kulla_desk::Done, Failure>) -> String {
    match failure.unwrap_err() {
        Failure::Refused(refusal) | Failure::Forbidden(refusal) => refusal.code.to_owned(),
        Failure::NotThere => "not-there".into(),
        Failure::Conflict { .. } => "conflict".into(),
        other => panic!("another failure: {other}"),
    }
}

#[test]
fn a_signal_becomes_an_incident_and_both_ends_see_the_link() {
    let world = World::new();
    let (duty, second) = (world.actor("duty"), world.actor("second"));
    let signal = world.act(&duty, report("Two adults on a roof")).unwrap().subject;
    let taken = world.act(&duty, triage(signal, None, Deed::Take)).unwrap();
    assert_eq!(
        code(world.act(&second, triage(signal, None, Deed::Take))),
        "conflict",
        "somebody was faster"
    );
    assert_eq!(code(world.act(&second, triage(signal, taken.version, Deed::Take))), "triage.taken");
    let opened = world.act(&duty, incident(Some(signal))).unwrap().subject;
    let links = world.desk.reader(&second.session).links(signal).unwrap();
    assert_eq!(
        links.iter().map(|link| (link.relation.as_str(), link.item.subject)).collect::<Vec<_>>(),
        [("signal-of", opened)]
    );
    assert_eq!(world.head(&second, opened).state, "active");
}

#[test]
fn a_command_sent_twice_is_one_record_and_another_of_its_author_under_its_id_is_refused() {
    let world = World::new();
    let duty = world.actor("duty");
    let order = |fingerprint: u8, title: &str| Order {
        id: Some(RecordId([9; 16])),
        fingerprint: [fingerprint; 16],
        command: report(title),
    };
    let first = world.desk.act(&duty, &order(1, "once")).unwrap();
    let again = world.desk.act(&duty, &order(1, "once")).unwrap();
    assert_eq!((again.subject, again.version, again.repeated), (first.subject, first.version, true));
    assert_eq!(code(world.desk.act(&duty, &order(2, "other"))), "id.taken");
    let other = world.desk.act(&world.actor("second"), &order(1, "once")).unwrap();
    assert_ne!(other.subject, first.subject, "what somebody else calls the same is another record");
    assert_eq!(world.desk.reader(&duty.session).history(first.subject).unwrap().len(), 1);
}

#[test]
fn a_change_of_an_older_version_is_a_conflict_and_loses_nothing() {
    let world = World::new();
    let (duty, second) = (world.actor("duty"), world.actor("second"));
    let opened = world.act(&duty, incident(None)).unwrap();
    let close = |seen: Option<RecordId>| {
        Command::Incident(IncidentChange {
            incident: opened.subject,
            seen: seen.into(),
            deed: IncidentDeed::Close("Water is falling everywhere".into()),
        })
    };
    let closed = world.act(&duty, close(opened.version)).unwrap();
    let Failure::Conflict { heads } = world.act(&second, close(opened.version)).unwrap_err() else {
        panic!("no conflict")
    };
    assert_eq!(heads, [closed.version.unwrap()]);
}

#[test]
fn a_coordinator_reads_and_does_a_task_that_another_agency_sent() {
    let world = World::new();
    let (duty, prizren) = (world.actor("duty"), world.actor("prizren"));
    let incident = world.act(&duty, incident(None)).unwrap().subject;
    let new = NewTask {
        incident,
        title: "Evacuate lower Krushë e Vogël".into(),
        text: String::new(),
        agency: word("kom-20"),
        place: Default::default(),
        life_at_risk: true,
        due: None,
        label: None,
    };
    let sent = world.act(&duty, Command::SendTask(new)).unwrap();
    let step = |seen: Option<RecordId>, deed| {
        Command::Task(TaskStep { task: sent.subject, seen: seen.into(), deed })
    };
    assert_eq!(code(world.act(&duty, step(sent.version, task::Command::Acknowledge))), "task.other-agency");
    world.hands.forward(60_000);
    let read = world.act(&prizren, step(sent.version, task::Command::Acknowledge)).unwrap();
    world.act(&prizren, step(read.version, task::Command::Finish { outcome: "All out".into() })).unwrap();
    let body: Task = world.head(&duty, sent.subject).typed().unwrap();
    assert_eq!(
        (body.state, body.acknowledged.unwrap().duration_since(body.sent).as_secs()),
        (TaskState::Done, 60)
    );
}

#[test]
fn the_overseer_of_another_agency_sees_no_operation_and_gets_the_answer_for_what_does_not_exist() {
    let world = World::new();
    let (duty, overseer) = (world.actor("duty"), world.actor("overseer"));
    let incident = world.act(&duty, incident(None)).unwrap();
    assert!(world.desk.reader(&overseer.session).head(incident.subject).unwrap().is_none());
    let entry = |subject| Command::Entry(NewEntry { incident: subject, line: line("x"), label: None });
    let coordinator = Actor { session: overseer.session.clone(), ..world.actor("prizren") };
    let mut with_role = coordinator;
    with_role.session.roles = world.actor("prizren").session.roles;
    assert_eq!(code(world.act(&with_role, entry(incident.subject))), "not-there");
    assert_eq!(code(world.act(&with_role, entry(SubjectId([0x77; 16])))), "not-there");
}

#[test]
fn a_line_may_be_narrower_than_its_incident_and_never_wider() {
    let world = World::new();
    let (duty, prizren) = (world.actor("duty"), world.actor("prizren"));
    let incident = world.act(&duty, incident(None)).unwrap().subject;
    let choices = world.desk.composer(&duty.session, None).choices(&kulla_record::Kind::ENTRY).unwrap();
    let entry = |n: usize| {
        Command::Entry(NewEntry {
            incident,
            line: line("Relief crew at two"),
            label: Some(choices[n].2.clone()),
        })
    };
    let own = world.act(&duty, entry(0)).unwrap();
    assert!(
        world.desk.reader(&prizren.session).head(own.subject).unwrap().is_none(),
        "for the own agency only"
    );
    assert_eq!(code(world.act(&duty, entry(3))), "label.wider-than-source");
}

#[test]
fn a_full_disk_refuses_with_the_reason_reading_goes_on_and_writing_comes_back() {
    let world = World::new();
    let duty = world.actor("duty");
    let incident = world.act(&duty, incident(None)).unwrap().subject;
    world.memory.full.store(true, Ordering::SeqCst);
    let failure = world.act(&duty, report("x")).unwrap_err();
    assert!(matches!(&failure, Failure::Unavailable(reason) if reason.contains("full")), "{failure}");
    assert_eq!(world.head(&duty, incident).state, "active");
    world.memory.full.store(false, Ordering::SeqCst);
    world.act(&duty, report("y")).unwrap();
}

#[test]
fn many_officers_at_once_take_a_signal_and_one_of_them_has_it() {
    let world = World::new();
    let (duty, second) = (world.actor("duty"), world.actor("second"));
    for round in 0..20 {
        let signal = world.act(&duty, report(&format!("r{round}"))).unwrap().subject;
        let won: usize = std::thread::scope(|scope| {
            let world = &world;
            let try_it = |who| {
                scope.spawn(move || usize::from(world.act(who, triage(signal, None, Deed::Take)).is_ok()))
            };
            [&duty, &second, &duty, &second]
                .map(try_it)
                .into_iter()
                .map(|thread| thread.join().unwrap())
                .sum()
        });
        assert_eq!(won, 1);
    }
}
