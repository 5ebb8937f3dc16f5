//! An exercise at the desk: people take roles over, and from then on the player does nothing of theirs.

use std::collections::BTreeMap;

use jiff::Timestamp;
use kulla_desk::command::exercise::ExerciseDeed;
use kulla_desk::command::incident::NewIncident;
use kulla_desk::{Actor, Command, Failure};
use kulla_guard::holder::Entry;
use kulla_guard::{Act, Reach};
use kulla_learn::exercise::{Begin, Command as Step};
use kulla_learn::{inject, measure};
use kulla_record::kind::governance::Grant;
use kulla_record::kind::lesson::{Exercise, Inject, PlayedBy};
use kulla_record::kind::signal::Severity;
use kulla_record::session::Assurance;
use kulla_record::{PrincipalId, SubjectId};

use crate::response::report;
use crate::world::{DRILL_NAME, World, word};

const DIRECTOR: PrincipalId = PrincipalId([0x77; 16]);

/// An invented exercise director, as the binary brings one in.
fn director(world: &World) -> Actor {
    let grant = Grant {
        principal: DIRECTOR,
        name: "Nobody".into(),
        agency: word("ame"),
        roles: vec![word("exercise-director")],
        groups: BTreeMap::from([(word("national-civprot"), 1)]),
        nations: vec![],
        clearances: BTreeMap::from([(word("kulla"), 1)]),
        categories: vec![],
        from: Timestamp::UNIX_EPOCH,
        until: None,
        grounds: "test".into(),
        lang: "en".into(),
        login: None,
        review: None,
        left: Default::default(),
        ending: String::new(),
        rest: Default::default(),
    };
    world.desk.admit_invented(vec![grant]).unwrap();
    let entry = Entry {
        purpose: word("civil-protection"),
        assurance: Assurance::Single,
        exercise: Some(word(DRILL_NAME)),
    };
    Actor { session: world.desk.session(DIRECTOR, entry).unwrap(), reach: Reach::Roles }
}

fn begin(hands_on: &[&str]) -> Command {
    Command::Exercise(ExerciseDeed::Begin(Begin {
        name: String::new(),
        scenario: "drini-flood".into(),
        scenario_hash: String::new(),
        seed: 3,
        pace: 60.0,
        roles: ["duty-officer", "incident-commander", "municipal-coordinator"].map(Into::into).into(),
        hands_on: hands_on.iter().map(|&role| role.into()).collect(),
    }))
}

fn take(role: &str) -> Command {
    Command::Exercise(ExerciseDeed::Decide(Step::Take { role: role.into() }))
}

fn leave(role: &str) -> Command {
    Command::Exercise(ExerciseDeed::Decide(Step::Leave { role: role.into() }))
}

/// The player as the duty officer.
fn player(world: &World) -> Actor {
    let acts = world.desk.roles().acts(&word("duty-officer"));
    Actor { reach: Reach::Playing { role: word("duty-officer"), acts }, ..world.actor("duty") }
}

fn incident() -> Command {
    Command::OpenIncident(NewIncident {
        title: BTreeMap::from([("en".into(), "Flood".into())]),
        hazard: "flood".into(),
        severity: Severity::Severe,
        place: Default::default(),
        began: None,
        from_signal: None,
        label: None,
    })
}

fn code(failure: Failure) -> String {
    match failure {
        Failure::Forbidden(refusal) | Failure::Refused(refusal) => refusal.code.into(),
        other => format!("{other:?}"),
    }
}

#[test]
fn while_people_play_a_role_the_player_does_nothing_of_it_and_nobody_else_is_held_up() {
    let world = World::new();
    let (director, duty, player) = (director(&world), world.actor("duty"), player(&world));
    assert_eq!(code(world.act(&player, incident()).unwrap_err()), "exercise.none");
    world.act(&director, begin(&[])).unwrap();
    world.act(&player, incident()).unwrap();
    world.act(&duty, take("duty-officer")).unwrap();
    assert_eq!(code(world.act(&player, incident()).unwrap_err()), "exercise.role-taken");
    world.act(&duty, incident()).unwrap();
    world.act(&duty, leave("duty-officer")).unwrap();
    world.act(&player, incident()).unwrap();
    let end = Command::Exercise(ExerciseDeed::Decide(Step::End));
    world.act(&director, end).unwrap();
    assert_eq!(code(world.act(&player, incident()).unwrap_err()), "exercise.ended");
    world.act(&duty, incident()).unwrap();
}

#[test]
fn a_role_is_taken_by_who_holds_it_and_said_for_all_by_the_director() {
    let world = World::new();
    let (director, prizren) = (director(&world), world.actor("prizren"));
    world.act(&director, begin(&["incident-commander"])).unwrap();
    assert_eq!(code(world.act(&prizren, take("duty-officer")).unwrap_err()), "exercise.role-not-yours");
    world.act(&prizren, take("municipal-coordinator")).unwrap();
    world.act(&director, take("duty-officer")).unwrap();
    let subject = Exercise::subject(DRILL_NAME);
    let stands: Exercise = world.head(&prizren, subject).typed().unwrap();
    assert!(stands.roles.iter().all(|role| role.played_by == PlayedBy::People));
    assert_eq!(stands.role("duty-officer").unwrap().by, Some(DIRECTOR));
    let director_only = world.act(&prizren, begin(&[])).unwrap_err();
    assert_eq!(code(director_only), "act.role");
}

#[test]
fn whoever_does_anything_plays_and_only_the_director_directs() {
    let world = World::new();
    assert!(world.desk.roles().grants(&[word("duty-officer")], Act::ExercisePlay));
    assert!(!world.desk.roles().grants(&[word("duty-officer")], Act::ExerciseDirect));
    assert!(!world.desk.roles().grants(&[word("citizen")], Act::ExercisePlay));
}

#[test]
fn an_inject_names_the_signal_that_it_became_and_the_report_measures_it() {
    let world = World::new();
    let director = director(&world);
    world.act(&director, begin(&[])).unwrap();
    let due = ExerciseDeed::Due {
        number: 1,
        name: "forecast".into(),
        door: "report".into(),
        story_s: 0,
        due: world.desk.clock().now(),
    };
    let written = world.act(&director, Command::Exercise(due)).unwrap().subject;
    world.hands.forward(2_000);
    let signal = world.act(&world.actor("duty"), report("Water in the street")).unwrap().subject;
    let answer = |signal: SubjectId| {
        let answer = inject::Answer::Taken(Some(signal));
        Command::Exercise(ExerciseDeed::Answered { inject: written, answer })
    };
    world.act(&director, answer(signal)).unwrap();
    let stands: Inject = world.head(&director, written).typed().unwrap();
    assert_eq!(stands.became, Some(signal));
    let reader = world.desk.reader(&director.session);
    let measured = measure::report(&world.desk.material(&reader, &word(DRILL_NAME)).unwrap());
    assert_eq!(measured.steps[0].all.median_ms, Some(2_000));
    let none = world.desk.material(&world.desk.reader(&world.public()), &word(DRILL_NAME)).unwrap();
    assert_eq!(none, measure::Material::default(), "the public measures nothing");
}
