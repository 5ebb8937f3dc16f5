//! The text that says who may act, at the terminal and at the start.

use std::fs;

use crate::node::{Data, kulla, told};

#[test]
fn a_text_with_a_mistake_stops_the_start_with_its_line_and_rule_and_check_says_the_same() {
    let data = Data::new();
    let profile = data.path.join("profile");
    let checked = kulla(&["check", "policies", "--profile", profile.to_str().unwrap()]);
    assert!(checked.status.success(), "{}", told(&checked));
    for said in ["overseer: search read.access-log access.judge", "citizen: nothing", "nothing is wrong"] {
        assert!(told(&checked).contains(said), "{said} is missing in {}", told(&checked));
    }
    let path = profile.join("policies.cedar");
    let text = fs::read_to_string(&path).unwrap();
    let wrong = text.replacen("Action::\"warning.approve\"", "Action::\"warning.aprove\"", 1);
    fs::write(&path, &wrong).unwrap();
    let line = 1 + wrong.lines().position(|line| line == "@id(\"incident-commander\")").unwrap();
    let said =
        format!("policies.cedar: line {line}, rule `incident-commander`: `warning.aprove` is not an act");
    let file = kulla(&["check", "policies", "--profile", path.to_str().unwrap()]);
    let run = kulla(&["run", "--listen", "127.0.0.1:0", "--data", data.arg()]);
    for (refused, code) in [(file, 1), (run, 3)] {
        assert_eq!(refused.status.code(), Some(code));
        assert!(told(&refused).contains(&said), "{}", told(&refused));
    }
}

#[test]
fn the_shipped_profile_is_checked_by_its_name() {
    let checked = kulla(&["check", "policies"]);
    assert!(checked.status.success() && told(&checked).contains("nothing is wrong"), "{}", told(&checked));
    assert_eq!(kulla(&["check", "policies", "--profile", "nowhere"]).status.code(), Some(2));
}

#[test]
fn a_change_is_compared_with_what_there_is_before_anybody_goes_by_it() {
    let data = Data::new();
    let profile = data.path.join("profile");
    let was = profile.join("policies.cedar");
    let text = fs::read_to_string(&was).unwrap();
    let new = profile.join("new.cedar");
    let compared = || {
        let (new, was) = (new.to_str().unwrap(), profile.to_str().unwrap());
        let compared = kulla(&["check", "policies", "--profile", new, "--against", was]);
        assert!(compared.status.success(), "{}", told(&compared));
        told(&compared)
    };
    fs::write(&new, &text).unwrap();
    assert_eq!(compared(), "the rules are the same\n");
    fs::write(&new, text.replace("principal.assurance >= 2", "principal.assurance >= 1")).unwrap();
    let changed = compared();
    assert!(changed.starts_with("rule `two-factors-for-real` changes, line "), "{changed}");
    assert!(changed.contains("\nincident-commander\n  + warning.approve (one factor"), "{changed}");
    assert!(!changed.contains("  - ") && !changed.contains("duty-officer"), "{changed}");
    let partners = "principal.kind == Kind::\"partner\"";
    fs::write(&new, text.replace(partners, &format!("{partners} && context.exercise"))).unwrap();
    let abroad = compared();
    assert!(
        abroad.contains("\nduty-officer of every partner\n  + report.identify (in real work)\n"),
        "{abroad}"
    );
    fs::write(&new, text.replace("Action::\"warning.issue\", ", "")).unwrap();
    let taken = compared();
    assert!(taken.contains("\nduty-officer\n  - warning.issue\n"), "{taken}");
}
