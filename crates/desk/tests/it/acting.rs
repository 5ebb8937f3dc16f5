//! Who may act: the text of a profile, or one that is made from the acts beside its roles.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use kulla_desk::node::policies;
use kulla_desk::profile::Profile;
use kulla_guard::Act;
use kulla_guard::policy::{FILE, TEXT_BYTES_MAX};
use kulla_guard::sessions::Node;

use crate::world::{World, kosovo, word};

fn shipped() -> Profile {
    Profile::load(&kosovo()).unwrap()
}

/// A profile from before there was a text.
fn older() -> Profile {
    let mut profile = shipped();
    profile.people.acting = None;
    for role in &mut profile.people.roles {
        role.acts = match role.code.as_str() {
            "duty-officer" => vec!["triage.take".into(), "warning.draft".into()],
            "exercise-director" => vec!["search".into()],
            _ => Vec::new(),
        };
    }
    profile
}

fn refused(profile: &Profile) -> String {
    policies(profile, Node::Operational).unwrap_err().to_string()
}

#[test]
fn a_text_that_does_not_validate_stops_the_start_with_file_and_line_and_reason() {
    let mut profile = shipped();
    let text = profile.people.acting.clone().unwrap();
    let line = text.lines().position(|line| line == "@id(\"duty-officer\")").unwrap() + 1;
    profile.people.acting = Some(text.replace("in Role::\"duty-officer\"", "in Role::\"dutty-officer\""));
    let told = refused(&profile);
    assert!(
        told.contains(&format!(
            "{FILE}: line {line}, rule `duty-officer`: there is no role `dutty-officer`"
        )),
        "{told}"
    );
    profile.people.acting =
        Some(text.replace("principal.assurance >= 2", "principal.assurance >= \"two\""));
    assert!(refused(&profile).contains("rule `two-factors-for-real`"), "{}", refused(&profile));
}

#[test]
fn a_profile_from_before_there_was_a_text_goes_on_as_it_did() {
    let made = policies(&older(), Node::Operational).unwrap();
    let duty = [Act::TriageTake, Act::WarningDraft, Act::ExercisePlay];
    assert_eq!(made.acts(&word("duty-officer")), duty.into());
    let directs = [Act::Search, Act::ExercisePlay, Act::ExerciseDirect];
    assert_eq!(made.acts(&word("exercise-director")), directs.into());
    assert_eq!(made.acts(&word("overseer")), BTreeSet::new());
    let mut unknown = older();
    unknown.people.roles[0].acts.push("warning.aprove".into());
    assert!(refused(&unknown).contains("roles.toml, role `duty-officer`: `warning.aprove` is not an act"));
}

#[test]
fn a_profile_says_who_may_act_in_one_place_alone() {
    let dir = tempfile::tempdir().unwrap();
    for entry in fs::read_dir(kosovo()).unwrap() {
        let entry = entry.unwrap();
        fs::copy(entry.path(), dir.path().join(entry.file_name())).unwrap();
    }
    let loads = |dir: &Path| Profile::load(dir).map_err(|bad| bad.to_string());
    loads(dir.path()).unwrap();
    let roles = dir.path().join("roles.toml");
    let text = fs::read_to_string(&roles).unwrap();
    let listed = text.replacen("code = \"overseer\"", "code = \"overseer\"\nacts = [\"search\"]", 1);
    fs::write(&roles, listed).unwrap();
    let told = loads(dir.path()).unwrap_err();
    assert!(told.contains("role `overseer` lists acts, and policies.cedar says who may act"), "{told}");
    fs::remove_file(dir.path().join(FILE)).unwrap();
    let profile = loads(dir.path()).unwrap();
    let made = policies(&profile, Node::ExerciseOnly).unwrap();
    assert!(made.acts(&word("overseer")).contains(&Act::Search));
    fs::write(dir.path().join(FILE), " ".repeat(TEXT_BYTES_MAX + 1)).unwrap();
    fs::write(&roles, text).unwrap();
    assert!(refused(&loads(dir.path()).unwrap()).contains("at most 262144 are read"));
}

#[test]
fn two_of_the_invented_people_can_make_a_warning_by_the_shipped_text() {
    let world = World::new();
    let may = |act: Act| {
        let people = world.people.iter().enumerate();
        let grants = people.filter(|(_, person)| world.desk.roles().grants(&person.roles, act));
        grants.map(|(at, _)| at).collect::<BTreeSet<usize>>()
    };
    let (writers, approvers) = (may(Act::WarningSubmit), may(Act::WarningApprove));
    assert!(writers.iter().any(|writer| approvers.iter().any(|approver| approver != writer)));
}
