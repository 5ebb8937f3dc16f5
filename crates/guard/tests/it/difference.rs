//! What a change of the rules changes, against asking everybody under every circumstance.

use std::collections::{BTreeMap, BTreeSet};

use kulla_guard::policy::{RoleShift, RuleShift, Shift};
use kulla_guard::sessions::Node;
use kulla_guard::{Act, Policies, Reach, may_act, public_session};
use kulla_record::label::Word;
use kulla_record::session::{Assurance, Session};

use crate::policy::{known, rule, shipped};
use crate::random::word;

/// By role, agency and act: whether something is gained, and whether something is lost.
type Changes = BTreeMap<(Word, Word, Act), (bool, bool)>;

/// A text, changed.
type TextChange = Box<dyn Fn(&str) -> String>;

/// Asks as a session would be asked: the long way, which knows nothing of rules.
fn asked(before: &Policies, after: &Policies) -> Changes {
    let mut changes = Changes::new();
    let assurances = [Assurance::Single, Assurance::TwoFactor, Assurance::PhishingResistant];
    let reaches = |act: Act| [Reach::Roles, Reach::Only([act].into())];
    for (role, agency) in
        before.roles().flat_map(|role| before.known().agencies.keys().map(move |agency| (role, agency)))
    {
        for (assurance, exercise) in assurances.iter().flat_map(|a| [(*a, None), (*a, Some(word("drini")))])
        {
            for purpose in &before.known().purposes {
                let session = Session {
                    roles: [role.clone()].into(),
                    agency: agency.clone(),
                    purpose: purpose.clone(),
                    assurance,
                    exercise: exercise.clone(),
                    ..public_session(None)
                };
                for act in Act::ALL {
                    for reach in reaches(*act) {
                        let may = |policies| may_act(&session, &reach, *act, policies).is_ok();
                        let (was, is) = (may(before), may(after));
                        if was != is {
                            let change = changes.entry((role.clone(), agency.clone(), *act)).or_default();
                            (change.0, change.1) = (change.0 || is, change.1 || was);
                        }
                    }
                }
            }
        }
    }
    changes
}

fn told(before: &Policies, after: &Policies) -> Changes {
    let mut changes = Changes::new();
    for RoleShift { role, agencies, shifts } in after.shifts_against(before) {
        for (agency, Shift { act, gains, loses }) in
            agencies.iter().flat_map(|agency| shifts.iter().map(move |shift| (agency, shift)))
        {
            let key = (role.clone(), agency.clone(), *act);
            assert!(changes.insert(key, (gains.is_some(), loses.is_some())).is_none(), "told once");
        }
    }
    changes
}

fn changed(change: impl Fn(&str) -> String, node: Node) -> (Policies, Policies) {
    let before = shipped(node);
    let text = change(before.text());
    assert_ne!(text, before.text());
    let after = Policies::read(&text, known(node)).unwrap();
    (before, after)
}

/// Without the rule of an id.
fn without(text: &str, id: &str) -> String {
    let from = text.find(&format!("@id(\"{id}\")")).unwrap();
    let upto = from + text[from..].find(";\n").unwrap() + 2;
    format!("{}{}", &text[..from], &text[upto..])
}

#[test]
fn whoever_gains_or_loses_is_told_and_nobody_else() {
    let by_purpose = rule(
        "purpose",
        r#"forbid (principal, action in [Action::"search", Action::"task.done"], resource)
           when { principal.purpose == Purpose::"civil-protection" };"#,
    );
    let one_agency = rule(
        "agency",
        r#"forbid (principal, action == Action::"erase", resource) when { principal.agency == Agency::"kp" };"#,
    );
    let machines = rule(
        "machines",
        r#"forbid (principal, action == Action::"signal.ingest", resource) unless { principal.entered == Entry::"machine" };"#,
    );
    let more = rule(
        "more",
        r#"permit (principal in Role::"overseer", action in [Action::"prune"], resource) when { context.exercise };"#,
    );
    let changes: Vec<TextChange> = vec![
        Box::new(|text| without(text, "two-factors-for-real")),
        Box::new(|text| without(text, "no-names-for-partners")),
        Box::new(|text| without(text, "duty-officer")),
        Box::new(move |text| format!("{text}\n{by_purpose}")),
        Box::new(move |text| format!("{text}\n{one_agency}")),
        Box::new(move |text| format!("{text}\n{machines}")),
        Box::new(move |text| format!("{text}\n{more}")),
    ];
    for change in &changes {
        let (before, after) = changed(change, Node::Operational);
        let told_so = told(&before, &after);
        assert_eq!(told_so, asked(&before, &after));
        let back = told(&after, &before).into_iter().map(|(key, (gains, loses))| (key, (loses, gains)));
        assert_eq!(told_so, back.collect(), "going back is the same the other way round");
    }
    let (before, after) = changed(&changes[0], Node::ExerciseOnly);
    assert!(told(&before, &after).is_empty(), "that rule is of real work");
}

#[test]
fn where_something_is_lost_is_told_as_narrowly_as_its_rule_says() {
    let (before, after) = changed(|text| without(text, "two-factors-for-real"), Node::Operational);
    let shifts = after.shifts_against(&before);
    let approver = shifts.iter().find(|shift| shift.role == word("incident-commander")).unwrap();
    assert_eq!(approver.agencies.len(), 4, "in every agency");
    let gains = approver.shifts[0].gains.clone().unwrap();
    assert_eq!((approver.shifts[0].act, approver.shifts.len()), (Act::WarningApprove, 1));
    assert_eq!((gains.assurance, gains.exercise), (BTreeSet::from([1]), BTreeSet::from([false])));
    assert!(gains.purposes.is_empty() && !gains.entered.contains("machine"), "no program ever approves");
    assert!(approver.shifts[0].loses.is_none());
}

#[test]
fn rules_that_moved_are_the_same_and_words_that_changed_are_not() {
    let (before, after) = changed(
        |text| format!("// One line more.\n{}", text.replace("and approves none.", "and never approves.")),
        Node::Operational,
    );
    let rules = after.rules_against(&before);
    assert!(
        matches!(&rules[..], [RuleShift::Changed(was, is)] if was.id == is.id && is.id == word("duty-officer"))
    );
    assert!(after.shifts_against(&before).is_empty(), "nobody gains or loses by words");
    let (before, after) = changed(|text| without(text, "overseer"), Node::Operational);
    let rules = after.rules_against(&before);
    assert!(matches!(&rules[..], [RuleShift::Removed(rule)] if rule.id == word("overseer")));
    let rules = before.rules_against(&after);
    assert!(matches!(&rules[..], [RuleShift::Added(rule)] if rule.id == word("overseer")));
}
