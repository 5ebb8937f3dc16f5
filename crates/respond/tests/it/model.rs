//! The machine beside its model: any run of commands, against a naive account of what must come out.

use kulla_record::kind::action::Task;
use kulla_record::kind::assessment::{Assessment, Grade, Outcome};
use kulla_respond::task::{self, Command as OnTask};
use kulla_respond::triage::{self, Command as OnSignal, Signal};
use proptest::prelude::*;

use super::*;

const AGENCIES: [&str; 2] = ["ame", "fsk"];

fn on_task() -> impl Strategy<Value = OnTask> {
    prop_oneof![
        Just(OnTask::Acknowledge),
        Just(OnTask::Start),
        Just(OnTask::Finish { outcome: String::new() }),
        "[a ]{0,2}".prop_map(|reason| OnTask::Cancel { reason }),
    ]
}

/// How many of read, started, ended are set; a clock may be skipped but never unset.
fn clocks(task: &Task) -> [Option<Timestamp>; 4] {
    [Some(task.sent), task.acknowledged, task.started, task.ended]
}

/// The naive account: the least step at which a command still does something.
fn task_may(step: usize, command: &OnTask, agency: &str) -> Option<usize> {
    let ours = agency == "fsk";
    match command {
        OnTask::Acknowledge => (ours && step < 1).then_some(1),
        OnTask::Start => (ours && step < 2).then_some(2),
        OnTask::Finish { .. } => (ours && step < 3).then_some(3),
        OnTask::Cancel { reason } => (step < 3 && !reason.trim().is_empty()).then_some(4),
    }
}

proptest! {
    #[test]
    fn four_clocks_are_set_once_and_never_run_backwards(
        acts in prop::collection::vec((on_task(), 0..2usize, -3..9i64), 1..12)
    ) {
        let send = task::Send {
            subject: INCIDENT, number: "T-1".into(), incident: INCIDENT, state: ACTIVE,
            title: "x".into(), text: String::new(), agency: Word::new("FSK").unwrap(),
            place: Place::default(), life_at_risk: true, due: None,
        };
        let changes = task::send(send, &by(ARTA, "ame", 0)).unwrap();
        let mut task = bodies!(changes, Task).remove(0).2;
        let (mut step, mut minute) = (0, 0);
        for (command, agency, passed) in acts {
            minute += passed; // the wall clock may be put back
            let before = clocks(&task);
            let decided = task::decide(INCIDENT, &task, command.clone(), &by(BESIM, AGENCIES[agency], minute));
            let expected = task_may(step, &command, AGENCIES[agency]);
            prop_assert_eq!(decided.is_ok(), expected.is_some(), "{:?} at step {}", command, step);
            if let Ok(changes) = decided {
                task = bodies!(changes, Task).remove(0).2;
                step = expected.unwrap();
            }
            let after = clocks(&task);
            for (old, new) in before.iter().zip(&after) {
                prop_assert!(old.is_none() || old == new, "a clock was set twice");
            }
            prop_assert!(after.iter().flatten().is_sorted(), "a clock runs backwards: {:?}", after);
            prop_assert!(step != 3 || after.iter().all(Option::is_some), "done, and a clock is missing");
        }
    }
}

fn on_signal() -> impl Strategy<Value = OnSignal> {
    let person = prop_oneof![Just(ARTA), Just(BESIM)];
    prop_oneof![
        Just(OnSignal::Take),
        person.prop_map(|from| OnSignal::TakeOver { from }),
        Just(OnSignal::Release),
        "[a ]{0,2}".prop_map(|reason| OnSignal::Dismiss { reason }),
        prop_oneof![Just(ACTIVE), Just(CLOSED)]
            .prop_map(|state| OnSignal::Link { incident: INCIDENT, state }),
        (1..=6u8).prop_map(|n| OnSignal::Grade(Grade { source: 'B', information: n })),
        Just(OnSignal::Reopen),
    ]
}

/// The naive account of a signal: who holds it, whether it is settled, how it is graded.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
struct Naive {
    touched: bool,
    holder: Option<PrincipalId>,
    settled: bool,
    linked: bool,
    grade: Option<Grade>,
}

fn signal_may(was: Naive, command: &OnSignal, actor: PrincipalId) -> Option<Naive> {
    let mine = was.holder == Some(actor);
    let free = !was.settled && (was.holder.is_none() || mine);
    let held = Naive { touched: true, holder: Some(actor), settled: false, linked: false, ..was };
    let done = Naive { touched: true, holder: None, settled: true, ..was };
    match command {
        OnSignal::Take => (free && !mine).then_some(held),
        OnSignal::TakeOver { from } => (!was.settled && !mine && was.holder == Some(*from)).then_some(held),
        OnSignal::Release => (!was.settled && mine).then_some(Naive { holder: None, ..held }),
        OnSignal::Dismiss { reason } => (free && !reason.trim().is_empty()).then_some(done),
        OnSignal::Link { state, .. } => {
            (free && *state == ACTIVE).then_some(Naive { linked: true, ..done })
        }
        OnSignal::Grade(grade) if was.grade == Some(*grade) => None,
        OnSignal::Grade(grade) if was.touched => Some(Naive { grade: Some(*grade), ..was }),
        OnSignal::Grade(grade) => Some(Naive { grade: Some(*grade), ..held }),
        OnSignal::Reopen => was.settled.then_some(held),
    }
}

fn seen(triage: Option<&Assessment>, linked: bool) -> Naive {
    let Some(triage) = triage else { return Naive::default() };
    Naive {
        touched: true,
        holder: (triage.outcome == Outcome::Taken).then_some(triage.by),
        settled: matches!(triage.outcome, Outcome::Linked | Outcome::Dismissed),
        linked,
        grade: triage.grade,
    }
}

proptest! {
    #[test]
    fn triage_is_what_the_naive_account_says_after_any_run_of_commands(
        acts in prop::collection::vec((on_signal(), any::<bool>()), 1..20)
    ) {
        let (mut triage, mut linked, mut naive) = (None::<Assessment>, false, Naive::default());
        for (command, first) in acts {
            let actor = if first { ARTA } else { BESIM };
            let incidents: &[SubjectId] = if linked { &[INCIDENT] } else { &[] };
            let state = Signal { signal: SIGNAL, triage: triage.as_ref(), incidents };
            let decided = triage::decide(&state, command.clone(), &by(actor, "ame", 0));
            let expected = signal_may(naive, &command, actor);
            prop_assert_eq!(decided.is_ok(), expected.is_some(), "{:?} by {} on {:?}", command, actor, naive);
            if let Ok(changes) = decided {
                for (_, _, link) in bodies!(changes, Link) {
                    linked = !link.removed;
                }
                triage = Some(bodies!(changes, Assessment).remove(0).2);
                naive = expected.unwrap();
            }
            prop_assert_eq!(seen(triage.as_ref(), linked), naive);
        }
    }
}
