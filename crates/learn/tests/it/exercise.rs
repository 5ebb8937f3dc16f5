//! Who plays, from when on, and what is thrown in.

use kulla_learn::exercise::{Begin, Command, begin, decide, player_may};
use kulla_learn::inject::{Answer, Due, answered, due};
use kulla_record::decision::{Change, Context, Decided, Nature, Written};
use kulla_record::kind::lesson::{Exercise, ExerciseState, Inject, InjectState, PlayedBy};
use kulla_record::label::Word;
use kulla_record::{PrincipalId, SubjectId};

const DUTY: &str = "duty-officer";
const COMMANDER: &str = "incident-commander";

fn at(text: &str) -> Context {
    Context {
        now: text.parse().unwrap(),
        actor: PrincipalId([7; 16]),
        nature: Nature::Person,
        agency: Word::new("ame").unwrap(),
    }
}

fn context() -> Context {
    at("2026-03-02T18:00:00Z")
}

fn beginning() -> Begin {
    Begin {
        name: "drini-flood".into(),
        scenario: "drini-flood".into(),
        scenario_hash: String::new(),
        seed: 7,
        pace: 60.0,
        roles: vec![DUTY.into(), COMMANDER.into()],
        hands_on: vec![],
    }
}

fn exercise(changes: &[Change]) -> Exercise {
    match &changes[0].body {
        Written::Exercise(exercise) => exercise.clone(),
        other => unreachable!("an exercise, not {other:?}"),
    }
}

fn inject(changes: &[Change]) -> Inject {
    match &changes[0].body {
        Written::Inject(inject) => inject.clone(),
        other => unreachable!("an inject, not {other:?}"),
    }
}

fn code(decided: Decided) -> &'static str {
    decided.unwrap_err().code
}

fn begun(hands_on: &[&str]) -> Exercise {
    let hands_on = hands_on.iter().map(|&role| role.into()).collect();
    exercise(&begin(None, Begin { hands_on, ..beginning() }, &context()).unwrap())
}

#[test]
fn the_player_plays_every_role_that_nobody_asked_for() {
    let exercise = begun(&[COMMANDER]);
    assert!(player_may(Some(&exercise), DUTY).is_ok());
    assert_eq!(player_may(Some(&exercise), COMMANDER).unwrap_err().code, "exercise.role-taken");
    assert_eq!(player_may(Some(&exercise), "citizen").unwrap_err().code, "exercise.role-unknown");
    assert_eq!(player_may(None, DUTY).unwrap_err().code, "exercise.none");
}

#[test]
fn a_role_is_taken_over_and_given_back_and_the_record_says_by_whom() {
    let taken = decide(&begun(&[]), &Command::Take { role: DUTY.into() }, &at("2026-03-02T18:01:00Z"));
    let taken = exercise(&taken.unwrap());
    let role = taken.role(DUTY).unwrap();
    assert_eq!((role.played_by, role.by), (PlayedBy::People, Some(PrincipalId([7; 16]))));
    assert_eq!(role.since, "2026-03-02T18:01:00Z".parse().unwrap());
    assert!(player_may(Some(&taken), DUTY).is_err());
    let again = decide(&taken, &Command::Take { role: DUTY.into() }, &at("2026-03-02T18:02:00Z"));
    assert!(again.unwrap().is_empty(), "taken already: nothing to write");
    let back = decide(&taken, &Command::Leave { role: DUTY.into() }, &at("2026-03-02T18:03:00Z"));
    assert!(player_may(Some(&exercise(&back.unwrap())), DUTY).is_ok());
}

#[test]
fn an_exercise_goes_on_as_it_stood_and_with_nothing_else() {
    let stands = begun(&[DUTY]);
    assert!(begin(Some(&stands), beginning(), &context()).unwrap().is_empty(), "roles in hands stay there");
    let more = Begin { hands_on: vec![COMMANDER.into()], ..beginning() };
    let more = exercise(&begin(Some(&stands), more, &context()).unwrap());
    assert!(player_may(Some(&more), DUTY).is_err() && player_may(Some(&more), COMMANDER).is_err());
    assert_eq!(code(begin(Some(&stands), Begin { seed: 8, ..beginning() }, &context())), "exercise.other");
}

#[test]
fn after_its_end_nobody_plays_and_nothing_is_thrown_in() {
    let ended = exercise(&decide(&begun(&[]), &Command::End, &at("2026-03-02T19:00:00Z")).unwrap());
    assert_eq!(ended.state, ExerciseState::Ended);
    assert_eq!(player_may(Some(&ended), DUTY).unwrap_err().code, "exercise.ended");
    assert_eq!(code(decide(&ended, &Command::Take { role: DUTY.into() }, &context())), "exercise.ended");
    assert_eq!(code(begin(Some(&ended), beginning(), &context())), "exercise.ended");
    assert_eq!(code(due(&ended, forecast())), "exercise.ended");
}

#[test]
fn what_can_not_be_played_is_not_begun() {
    for (wrong, says) in [
        (Begin { seed: u64::MAX, ..beginning() }, "exercise.seed"),
        (Begin { pace: 0.0, ..beginning() }, "exercise.pace"),
        (Begin { pace: f64::NAN, ..beginning() }, "exercise.pace"),
        (Begin { roles: vec![], ..beginning() }, "exercise.roles"),
        (Begin { roles: vec![DUTY.into(), DUTY.into()], ..beginning() }, "exercise.roles"),
        (Begin { hands_on: vec!["citizen".into()], ..beginning() }, "exercise.role-unknown"),
        (Begin { scenario: String::new(), ..beginning() }, "exercise.name"),
    ] {
        assert_eq!(code(begin(None, wrong, &context())), says);
    }
}

fn forecast() -> Due {
    Due {
        subject: SubjectId([9; 16]),
        number: 1,
        name: "forecast".into(),
        door: "cap".into(),
        story_s: 0,
        due: "2026-03-02T18:00:00Z".parse().unwrap(),
    }
}

#[test]
fn an_inject_is_written_down_before_it_is_sent_and_answered_once() {
    let stands = inject(&due(&begun(&[]), forecast()).unwrap());
    assert_eq!(stands.state, InjectState::Due);
    let signal = SubjectId([5; 16]);
    let sent = answered(SubjectId([9; 16]), &stands, Answer::Taken(Some(signal)), &context()).unwrap();
    let sent = inject(&sent);
    assert_eq!((sent.state, sent.became), (InjectState::Sent, Some(signal)));
    assert!(answered(SubjectId([9; 16]), &sent, Answer::Taken(None), &context()).unwrap().is_empty());
    let other = Answer::Refused("no".into());
    assert_eq!(code(answered(SubjectId([9; 16]), &sent, other, &context())), "inject.answered");
    assert_eq!(code(due(&begun(&[]), Due { number: 0, ..forecast() })), "inject.name");
}
