//! Roles are data, and what they do not name is refused.

use kulla_guard::sessions::Node;
use kulla_guard::{Act, Policies, Reach, may_act, public_session};
use kulla_record::session::{Assurance, Session};

use crate::policy::of_table;
use crate::random::word;

fn table() -> Policies {
    let table: &[(&str, &[Act])] = &[
        ("duty-officer", &[Act::TriageTake, Act::IncidentOpen]),
        ("public", &[Act::Search]),
        ("empty", &[]),
    ];
    of_table(table, Node::Operational)
}

fn with(roles: &[&str]) -> Session {
    Session {
        roles: roles.iter().map(|role| word(role)).collect(),
        assurance: Assurance::Single,
        ..public_session(None)
    }
}

fn acts(session: &Session, reach: &Reach) -> Vec<&'static str> {
    let table = table();
    let may = |act: &&Act| may_act(session, reach, **act, &table).is_ok();
    Act::ALL.iter().filter(may).map(|act| act.word()).collect()
}

#[test]
fn a_role_grants_what_stands_beside_it_and_an_unknown_one_nothing() {
    assert_eq!(acts(&with(&["duty-officer"]), &Reach::Roles), ["triage.take", "incident.open"]);
    assert!(acts(&with(&[]), &Reach::Roles).is_empty());
    assert!(acts(&with(&["empty", "admin", "root"]), &Reach::Roles).is_empty());
}

#[test]
fn reach_only_ever_narrows() {
    let officer = with(&["duty-officer"]);
    assert_eq!(acts(&officer, &Reach::Only([Act::IncidentOpen, Act::Erase].into())), ["incident.open"]);
    assert_eq!(acts(&officer, &Reach::AllBut([Act::IncidentOpen].into())), ["triage.take"]);
    assert!(acts(&officer, &Reach::Only([].into())).is_empty());
}

#[test]
fn a_visitor_does_nothing_whatever_the_profile_says() {
    let visitor = Session { assurance: Assurance::Anonymous, ..with(&["public", "duty-officer"]) };
    assert!(acts(&visitor, &Reach::Roles).is_empty());
    assert!(acts(&public_session(None), &Reach::Roles).is_empty());
}

#[test]
fn an_act_that_we_do_not_know_is_refused_and_the_word_named() {
    let bad = serde_json::from_str::<Act>(r#""warning.aprove""#).unwrap_err();
    assert!(bad.to_string().contains("`warning.aprove` is not an act"));
    for act in Act::ALL {
        assert_eq!(act.word().parse(), Ok(*act));
    }
}

#[test]
fn whom_no_role_lets_is_told_which_roles_would() {
    let refused = may_act(&with(&["public"]), &Reach::Roles, Act::IncidentOpen, &table()).unwrap_err();
    assert_eq!((refused.code, refused.args["roles"].as_str()), ("act.role", "duty-officer"));
    assert_eq!(refused.args["act"], "incident.open");
}
