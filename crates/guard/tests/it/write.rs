//! Who may write what, and which label something new carries.

use std::collections::BTreeSet;

use kulla_guard::write::Composed;
use kulla_guard::{compose_clause, may_write, public_session, session_of};
use kulla_record::label::{Atom, Label, Word};
use kulla_record::session::{Assurance, Session};
use kulla_record::{Kind, PrincipalId};

use crate::attack::public_label;
use crate::random::{Random, TODAY, table, word};

fn officer() -> Session {
    Session {
        atoms: [Atom::Public, Atom::Agency(word("ame"))].into(),
        agency: word("ame"),
        ..public_session(None)
    }
}

fn for_agency(name: &str) -> Label {
    Label { audience: [[Atom::Agency(word(name))].into()].into(), ..public_label() }
}

fn write(session: &Session, label: &Label, kind: Kind, exercise: Option<&str>) -> Result<(), &'static str> {
    let exercise: Option<Word> = exercise.map(word);
    may_write(session, label, &kind, exercise.as_ref(), (TODAY, &table())).map_err(|refusal| refusal.code)
}

#[test]
fn a_session_writes_only_what_it_can_read_and_its_agency_owns() {
    assert_eq!(write(&officer(), &for_agency("ame"), Kind::INCIDENT, None), Ok(()));
    assert_eq!(write(&officer(), &for_agency("kp"), Kind::INCIDENT, None), Err("write.blind"));
    let foreign = Label { owner: word("kp"), ..for_agency("ame") };
    assert_eq!(write(&officer(), &foreign, Kind::INCIDENT, None), Err("write.owner"));
}

#[test]
fn a_report_is_dropped_in_without_reading_it_again_but_never_published_that_way() {
    let visitor = public_session(None);
    assert_eq!(write(&visitor, &for_agency("ame"), Kind::REPORT, None), Ok(()));
    assert_eq!(write(&visitor, &for_agency("ame"), Kind::ENTRY, None), Err("write.blind"));
    assert_eq!(write(&visitor, &public_label(), Kind::REPORT, None), Err("write.drop-box"));
    assert_eq!(write(&visitor, &for_agency("ame"), Kind::REPORT, Some("drill")), Err("write.exercise"));
}

#[test]
fn nothing_is_written_out_of_an_exercise_or_into_one() {
    let player = Session { exercise: Some(word("drill")), ..officer() };
    let label = for_agency("ame");
    assert_eq!(write(&player, &label, Kind::INCIDENT, Some("drill")), Ok(()));
    assert_eq!(write(&player, &label, Kind::INCIDENT, Some("other")), Err("write.exercise"));
    assert_eq!(write(&player, &label, Kind::INCIDENT, None), Err("write.exercise"));
    assert_eq!(write(&player, &label, Kind::REPORT, None), Err("write.exercise"));
    assert_eq!(write(&officer(), &label, Kind::INCIDENT, Some("drill")), Err("write.exercise"));
    for kind in ["facility", "unit", "shelter", "zone", "plan"] {
        let kind = Kind::new(kind).unwrap();
        assert_eq!(write(&player, &label, kind, Some("drill")), Err("write.reference"));
    }
}

#[test]
fn whoever_may_write_may_read_what_was_written() {
    for seed in 0..20_000 {
        let mut random = Random(seed);
        let (session, label) = (random.session(), random.label());
        let exercise = session.exercise.as_ref();
        if may_write(&session, &label, &Kind::INCIDENT, exercise, (TODAY, &table())).is_ok() {
            let scope = kulla_guard::Scope { exercise: exercise.cloned(), reference: false };
            assert!(kulla_guard::may_read(&session, &label, &scope, TODAY, &table()), "seed {seed}");
            assert_eq!(session.agency, label.owner, "seed {seed}");
        }
    }
}

#[test]
fn a_person_who_names_agencies_keeps_their_own_in_unless_they_decline() {
    let ame = word("ame");
    let agency = |name| Atom::Agency(word(name));
    let clause: BTreeSet<Atom> = [agency("kp"), Atom::Group(word("cyber"), 2)].into();
    let with = |composed| compose_clause(clause.clone(), &ame, composed).contains(&agency("ame"));
    assert!(with(Composed::ByPerson));
    assert!(
        !with(Composed::ByPersonWithoutOwn) && !with(Composed::Inherited) && !with(Composed::Unattended)
    );
    for untouched in [
        [Atom::Person(PrincipalId([1; 16]))].into(),
        [Atom::Person(PrincipalId([1; 16])), agency("kp")].into(),
        [Atom::Public].into(),
        BTreeSet::new(),
    ] {
        assert_eq!(compose_clause(untouched.clone(), &ame, Composed::ByPerson), untouched);
    }
}

#[test]
fn a_member_holds_the_epochs_of_a_group_from_joining_on_and_no_unknown_group() {
    let grant: kulla_record::kind::governance::Grant = serde_json::from_str(
        r#"{"principal":"01010101-0101-0101-0101-010101010101","name":"A","agency":"ame","roles":[],
        "groups":{"civprot":3,"ahead":9,"gone":1},"nations":[],"clearances":{},"categories":[],
        "from":"2026-01-01T00:00:00Z","until":"2026-12-31T00:00:00Z","grounds":"x"}"#,
    )
    .unwrap();
    let groups = [(word("civprot"), 5), (word("ahead"), 7)].into();
    let at = |time: &str| {
        let entry = kulla_guard::holder::Entry {
            purpose: word("rescue"),
            assurance: Assurance::Single,
            exercise: None,
        };
        session_of(&grant, &groups, entry, time.parse().unwrap())
    };
    let held: Vec<String> =
        at("2026-07-01T00:00:00Z").unwrap().atoms.iter().map(ToString::to_string).collect();
    let person = "p:01010101-0101-0101-0101-010101010101";
    assert_eq!(held, ["public", "a:ame", "g:civprot@3", "g:civprot@4", "g:civprot@5", person]);
    assert!(at("2025-12-31T23:59:59Z").is_none(), "before the grant begins");
    assert!(at("2026-12-31T00:00:00Z").is_none(), "once the grant has ended");
}
