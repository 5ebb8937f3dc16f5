//! Ways in which such rules have leaked elsewhere, each by its name.

use std::collections::BTreeSet;

use kulla_guard::rule::{BadTable, Denial, why_not};
use kulla_guard::{AssuranceTable, Scope, may_read, public_session};
use kulla_record::label::{Atom, Label};
use kulla_record::session::{Assurance, Session};

use crate::random::{TODAY, table, word};

pub fn public_label() -> Label {
    Label {
        owner: word("ame"),
        levels: [].into(),
        need: [].into(),
        audience: [[Atom::Public].into()].into(),
        purposes: [].into(),
        basis: String::new(),
        controls: [].into(),
        personal: false,
        retain_until: TODAY.tomorrow().unwrap(),
    }
}

/// Holds whatever there is to hold.
fn mighty() -> Session {
    Session {
        atoms: [Atom::Public, Atom::Agency(word("ame")), Atom::Group(word("civprot"), 3)].into(),
        agency: word("ame"),
        clearances: [(word("kulla"), 255), (word("nato"), 255)].into(),
        categories: [word("medical")].into(),
        purpose: word("rescue"),
        assurance: Assurance::PhishingResistant,
        ..public_session(None)
    }
}

fn refused(session: &Session, label: &Label) -> Option<Denial> {
    why_not(session, label, &Scope::OPERATIONAL, TODAY, &table())
}

#[test]
fn no_audience_and_an_empty_clause_mean_nobody_and_not_everybody() {
    for audience in [[].into(), [BTreeSet::new()].into(), [[].into(), [Atom::Public].into()].into()] {
        let label = Label { audience, ..public_label() };
        assert_eq!(refused(&mighty(), &label), Some(Denial::Audience));
    }
}

#[test]
fn two_audiences_without_a_common_member_are_not_everybody_once_joined() {
    let only = |atom: Atom| Label { audience: [[atom].into()].into(), ..public_label() };
    let joined = only(Atom::Agency(word("ame"))).join(&only(Atom::Agency(word("kp"))));
    assert_eq!(refused(&mighty(), &joined), Some(Denial::Audience));
    assert_eq!(refused(&public_session(None), &joined), Some(Denial::Audience));
}

#[test]
fn a_session_without_atoms_still_reads_what_is_public_and_nothing_else() {
    let bare = Session { atoms: [].into(), ..public_session(None) };
    assert_eq!(refused(&bare, &public_label()), None);
    let agency = Label { audience: [[Atom::Agency(word("public"))].into()].into(), ..public_label() };
    assert_eq!(refused(&public_session(None), &agency), Some(Denial::Audience), "an agency of that name");
}

#[test]
fn an_unknown_policy_denies_even_at_level_nought_and_for_the_highest() {
    let label = Label { levels: [(word("unheard-of"), 0)].into(), ..public_label() };
    assert_eq!(refused(&mighty(), &label), Some(Denial::Clearance));
    assert_eq!(refused(&public_session(None), &label), Some(Denial::Clearance));
}

#[test]
fn a_policy_that_the_table_does_not_know_asks_for_the_most_there_is() {
    let label = Label { levels: [(word("unheard-of"), 0)].into(), ..public_label() };
    let cleared =
        |assurance| Session { clearances: [(word("unheard-of"), 9)].into(), assurance, ..mighty() };
    assert_eq!(refused(&cleared(Assurance::TwoFactor), &label), Some(Denial::Assurance));
    assert_eq!(refused(&cleared(Assurance::PhishingResistant), &label), None);
}

#[test]
fn an_unknown_category_purpose_group_or_epoch_denies() {
    let need = Label { need: [word("other")].into(), ..public_label() };
    assert_eq!(refused(&mighty(), &need), Some(Denial::Category));
    for purposes in [BTreeSet::new(), [word("other")].into()] {
        let label = Label { purposes: [purposes].into(), ..public_label() };
        assert_eq!(refused(&mighty(), &label), Some(Denial::Purpose));
    }
    for (group, epoch) in [("civprot", 2), ("civprot", 4), ("civprot", 0), ("other", 3)] {
        let audience = [[Atom::Group(word(group), epoch)].into()].into();
        assert_eq!(refused(&mighty(), &Label { audience, ..public_label() }), Some(Denial::Audience));
    }
}

#[test]
fn a_table_that_asks_less_for_more_is_refused() {
    let of = |steps: &[(u8, Assurance)]| {
        AssuranceTable::new([(word("kulla"), steps.iter().copied().collect())].into())
    };
    let falling = [(0, Assurance::Single), (2, Assurance::TwoFactor), (3, Assurance::Single)];
    assert_eq!(of(&falling), Err(BadTable::Falls(word("kulla"), 3)));
    assert_eq!(of(&[(1, Assurance::Single)]), Err(BadTable::NoLowest(word("kulla"))));
    assert_eq!(of(&[]), Err(BadTable::NoLowest(word("kulla"))));
}

#[test]
fn nothing_is_read_from_the_day_on_which_its_keeping_ends() {
    let label = public_label();
    let reads = |day| may_read(&mighty(), &label, &Scope::OPERATIONAL, day, &table());
    assert!(reads(TODAY));
    assert!(!reads(label.retain_until));
    assert!(!reads(label.retain_until.tomorrow().unwrap()));
}

#[test]
fn an_exercise_reads_operational_reference_kinds_and_nobody_reads_an_exercise_from_outside() {
    let in_drill = |name: &str| Session { exercise: Some(word(name)), ..mighty() };
    let scope = |exercise: Option<&str>, reference| Scope { exercise: exercise.map(word), reference };
    let reads =
        |session: &Session, scope: Scope| may_read(session, &public_label(), &scope, TODAY, &table());
    assert!(reads(&mighty(), scope(None, false)) && reads(&mighty(), scope(None, true)));
    assert!(
        reads(&in_drill("a"), scope(Some("a"), false)) && reads(&in_drill("a"), scope(Some("a"), true))
    );
    assert!(reads(&in_drill("a"), scope(None, true)));
    for (session, scope) in [
        (in_drill("a"), scope(None, false)),
        (in_drill("a"), scope(Some("b"), false)),
        (in_drill("a"), scope(Some("b"), true)),
        (mighty(), scope(Some("a"), false)),
        (mighty(), scope(Some("a"), true)),
        (public_session(None), scope(Some("a"), true)),
    ] {
        assert!(!reads(&session, scope.clone()), "{:?} read {scope:?}", session.exercise);
    }
}

#[test]
fn a_role_reads_nothing() {
    let label = Label { audience: [[Atom::Agency(word("kp"))].into()].into(), ..public_label() };
    let overseer = Session {
        roles: ["overseer", "admin", "kp", "a:kp", "public"]
            .iter()
            .filter_map(|r| kulla_record::label::Word::new(r).ok())
            .collect(),
        ..mighty()
    };
    assert_eq!(refused(&overseer, &label), Some(Denial::Audience));
}
