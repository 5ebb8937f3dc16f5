//! What no change of the rules may do, whoever wants it.

use kulla_guard::Policies;
use kulla_guard::policy::{Holders, change_hash, may_change};
use kulla_guard::sessions::Node;
use kulla_record::label::Word;

use crate::policy::{known, rule, shipped};
use crate::random::word;

fn people() -> Holders {
    let mut people = Holders::default();
    for (agency, role) in [
        ("ame", "agency-administrator"),
        ("ame", "agency-administrator"),
        ("kp", "agency-administrator"),
        ("prizren", "agency-administrator"),
        ("kp", "duty-officer"),
        ("ame", "overseer"),
    ] {
        people.add(&word(agency), &[word(role)]);
    }
    people
}

fn changed(change: impl Fn(&str) -> String, people: &Holders) -> Result<(), &'static str> {
    let before = shipped(Node::Operational);
    let after = Policies::read(&change(before.text()), known(Node::Operational)).unwrap();
    may_change(&before, &after, people).map_err(|refusal| refusal.code)
}

fn adding(id: &str, body: &str) -> impl Fn(&str) -> String {
    let added = rule(id, body);
    move |text| format!("{text}\n{added}")
}

#[test]
fn other_rules_are_gone_by_where_they_shut_nobody_out() {
    let closes =
        r#"forbid (principal in Role::"duty-officer", action == Action::"incident.close", resource);"#;
    assert_eq!(changed(adding("officers-close-nothing", closes), &people()), Ok(()));
    assert_eq!(changed(str::to_owned, &people()), Err("policy.unchanged"));
}

#[test]
fn overseers_keep_exactly_what_they_have() {
    let forbids =
        r#"forbid (principal, action == Action::"read.access-log", resource) when { context.exercise };"#;
    assert_eq!(changed(adding("not-in-exercises", forbids), &people()), Err("policy.overseer"));
    let joins = r#"permit (principal in Role::"agency-administrator", action in [Action::"access.judge"], resource);"#;
    assert_eq!(changed(adding("administrators-judge", joins), &people()), Err("policy.overseer"));
    // A rule about a role that no overseer has alone: only whoever holds both is hindered.
    let both = r#"forbid (principal in Role::"duty-officer", action == Action::"access.judge", resource);"#;
    assert_eq!(changed(adding("officers-never-judge", both), &people()), Ok(()));
    let mut with_both = people();
    with_both.add(&word("ame"), &[word("duty-officer"), word("overseer")]);
    assert_eq!(changed(adding("officers-never-judge", both), &with_both), Err("policy.overseer"));
}

#[test]
fn nobody_locks_everybody_out() {
    let only = |agency: &str, act: &str| {
        format!(
            r#"forbid (principal, action == Action::"{act}", resource) unless {{ principal.agency == Agency::"{agency}" }};"#
        )
    };
    assert_eq!(
        changed(adding("one-changes", &only("kp", "policy.change")), &people()),
        Err("policy.no-way-back")
    );
    assert_eq!(changed(adding("two-change", &only("ame", "policy.change")), &people()), Ok(()));
    assert_eq!(
        changed(adding("one-administers", &only("ame", "admin.people")), &people()),
        Err("policy.administrators")
    );
}

#[test]
fn a_way_that_is_only_for_machines_is_no_way_of_a_person() {
    let unless = |text: &str| {
        let forbid = r#"forbid (principal, action == Action::"policy.change", resource) unless { principal.entered == Entry::"player" };"#;
        format!("{text}\n{}", rule("players-change", forbid))
    };
    assert_eq!(changed(unless, &people()), Err("policy.no-way-back"));
}

#[test]
fn what_is_confirmed_is_one_text_in_the_place_of_one_for_one_reason() {
    let all = [("a", "b", "c"), ("ab", "", "c"), ("a", "bc", ""), ("", "ab", "c"), ("a", "b", "d")];
    let hashes: std::collections::BTreeSet<String> =
        all.iter().map(|(on, text, why)| change_hash(on, text, why)).collect();
    assert_eq!(hashes.len(), all.len());
    let agency: Word = word("ame");
    assert!(shipped(Node::Operational).reaches(
        &agency,
        &[word("agency-administrator")],
        kulla_guard::Act::PolicyChange
    ));
}
