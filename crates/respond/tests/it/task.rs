//! Four clocks, each set once.

use kulla_record::kind::action::{Task, TaskState};
use kulla_respond::task::{self, Command, Send, decide};

use super::*;

const TASK: SubjectId = SubjectId([0x44; 16]);

fn to_send(state: IncidentState, due: Option<Timestamp>) -> Send {
    Send {
        subject: TASK,
        number: "T-031".into(),
        incident: INCIDENT,
        state,
        title: "Matni nivelin te ura".into(),
        text: String::new(),
        agency: Word::new("fsk").unwrap(),
        place: Place::default(),
        life_at_risk: false,
        due,
    }
}

fn sent() -> Task {
    let changes = task::send(to_send(ACTIVE, Some(at(30))), &by(ARTA, "ame", 0)).unwrap();
    bodies!(changes, Task).remove(0).2
}

fn done(task: &Task, command: Command, minute: i64) -> Task {
    next!(decide(TASK, task, command, &by(BESIM, "fsk", minute)), Task, TASK)
}

fn finish() -> Command {
    Command::Finish { outcome: "3,42 m".into() }
}

#[test]
fn each_clock_is_set_by_its_own_act() {
    let read = done(&sent(), Command::Acknowledge, 2);
    assert_eq!(
        (read.state, read.acknowledged, read.by),
        (TaskState::Acknowledged, Some(at(2)), Some(BESIM))
    );
    let begun = done(&read, Command::Start, 4);
    assert_eq!(
        (begun.state, begun.acknowledged, begun.started),
        (TaskState::Started, Some(at(2)), Some(at(4)))
    );
    let ended = done(&begun, finish(), 9);
    assert_eq!((ended.state, ended.started, ended.ended), (TaskState::Done, Some(at(4)), Some(at(9))));
}

#[test]
fn finishing_fills_the_clocks_that_were_passed_over() {
    let ended = done(&sent(), finish(), 9);
    assert_eq!((ended.acknowledged, ended.started, ended.ended), (Some(at(9)), Some(at(9)), Some(at(9))));
    let begun = done(&sent(), Command::Start, 3);
    assert_eq!(begun.acknowledged, Some(at(3)));
}

#[test]
fn no_clock_is_set_twice() {
    let begun = done(&sent(), Command::Start, 4);
    let now = by(BESIM, "fsk", 5);
    assert_eq!(code(decide(TASK, &begun, Command::Acknowledge, &now)), "task.already-read");
    assert_eq!(code(decide(TASK, &begun, Command::Start, &now)), "task.already-started");
    let ended = done(&begun, finish(), 6);
    let cancel = Command::Cancel { reason: "not needed".into() };
    for command in [Command::Acknowledge, Command::Start, finish(), cancel] {
        assert_eq!(code(decide(TASK, &ended, command, &now)), "task.ended");
    }
}

#[test]
fn a_wall_clock_that_was_put_back_does_not_turn_the_order_of_the_clocks() {
    let read = done(&sent(), Command::Acknowledge, 10);
    assert_eq!(done(&read, Command::Start, 3).started, Some(at(10)));
}

#[test]
fn only_a_person_of_the_agency_that_a_task_is_for_carries_it_on() {
    for command in [Command::Acknowledge, Command::Start, finish()] {
        assert_eq!(code(decide(TASK, &sent(), command.clone(), &by(ARTA, "ame", 1))), "task.other-agency");
        let machine = Context { agency: Word::new("fsk").unwrap(), ..machine(1) };
        assert_eq!(code(decide(TASK, &sent(), command, &machine)), "task.needs-person");
    }
}

#[test]
fn a_cancelled_task_says_why_and_leaves_unset_clocks_unset() {
    let cancel = |reason: &str| {
        decide(TASK, &sent(), Command::Cancel { reason: reason.into() }, &by(ARTA, "ame", 1))
    };
    assert_eq!(code(cancel("  ")), "text.missing");
    let cancelled = next!(cancel("the bridge is closed"), Task, TASK);
    assert_eq!((cancelled.state, cancelled.ended), (TaskState::Cancelled, Some(at(1))));
    assert_eq!((cancelled.acknowledged, cancelled.started), (None, None));
}

#[test]
fn a_task_is_sent_for_a_running_incident_and_a_time_to_come() {
    let now = by(ARTA, "ame", 0);
    assert_eq!(code(task::send(to_send(CLOSED, None), &now)), "incident.closed");
    assert_eq!(code(task::send(to_send(ACTIVE, Some(at(0))), &now)), "task.due-past");
}

#[test]
fn a_task_is_late_when_it_lies_unread_for_more_than_five_minutes() {
    assert_eq!(task::unread_since(&sent(), at(5)), None);
    assert_eq!(task::unread_since(&sent(), at(6)), Some(at(0)));
    assert!(task::is_late(&sent(), at(6)));
    let read = done(&sent(), Command::Acknowledge, 6);
    assert!(!task::is_late(&read, at(7)));
}

#[test]
fn a_task_is_late_when_it_is_not_ended_by_its_time() {
    let read = done(&sent(), Command::Acknowledge, 1);
    assert!(!task::is_late(&read, at(30)));
    assert!(task::is_late(&read, at(31)));
    assert!(!task::is_late(&done(&read, finish(), 29), at(31)));
}

#[test]
fn the_timer_is_told_the_next_moment_after_which_a_task_is_late() {
    assert_eq!(task::late_after(&sent()), Some(at(5)));
    let read = done(&sent(), Command::Acknowledge, 1);
    assert_eq!(task::late_after(&read), Some(at(30)));
    assert_eq!(task::late_after(&done(&read, finish(), 2)), None);
}
