//! TLP says in one word what the label says by name, and never less.

use kulla_guard::Tlp;
use kulla_guard::tlp::Marking;
use kulla_record::PrincipalId;
use kulla_record::label::{Atom, Label};

use crate::attack::public_label;
use crate::random::word;

fn bare() -> Label {
    Label { audience: [].into(), ..public_label() }
}

fn all() -> [(Tlp, Marking); 5] {
    [
        (Tlp::Clear, Marking::Clear),
        (Tlp::Green, Marking::Green([(word("cyber"), 4)].into())),
        (Tlp::Amber, Marking::Amber { recipients: [word("csa")].into(), clients: [word("kostt")].into() }),
        (Tlp::AmberStrict, Marking::AmberStrict([word("csa")].into())),
        (Tlp::Red, Marking::Red([PrincipalId([1; 16])].into())),
    ]
}

#[test]
fn each_marking_gives_its_name_back() {
    for (tlp, marking) in all() {
        let mut label = bare();
        marking.put_on(&mut label);
        assert_eq!(Tlp::of(&label), Some(tlp));
        assert_eq!(tlp.name().parse(), Ok(tlp));
    }
    assert_eq!("tlp:amber+strict".parse(), Ok(Tlp::AmberStrict));
    for unknown in ["", "RED", "TLP:WHITE", "TLP:AMBER+", "TLP:RED "] {
        assert!(unknown.parse::<Tlp>().is_err(), "`{unknown}` was taken");
    }
}

#[test]
fn a_label_that_asks_for_more_than_tlp_can_say_has_no_tlp_name() {
    for (tlp, marking) in all() {
        let mut label = bare();
        marking.put_on(&mut label);
        let more = [
            Label { levels: [(word("kulla"), 0)].into(), ..label.clone() },
            Label { need: [word("medical")].into(), ..label.clone() },
            Label { purposes: [[word("rescue")].into()].into(), ..label.clone() },
            label.join(&Label { audience: [[Atom::Agency(word("kp"))].into()].into(), ..bare() }),
            label.join(&bare()),
        ];
        assert!(more.iter().all(|label| Tlp::of(label).is_none()), "{tlp}");
        label.controls.insert(word("no-onward"));
        assert_eq!(Tlp::of(&label), (tlp == Tlp::Red).then_some(tlp), "{tlp} may not be handed on");
    }
}

#[test]
fn a_marking_without_names_reaches_nobody() {
    for marking in [
        Marking::Green([].into()),
        Marking::AmberStrict([].into()),
        Marking::Amber { recipients: [].into(), clients: [].into() },
        Marking::Red([].into()),
    ] {
        let mut label = public_label();
        marking.put_on(&mut label);
        assert!(label.audience.contains(&[].into()), "{marking:?} left the label public");
        assert_eq!(Tlp::of(&label), None);
    }
}

#[test]
fn mixed_audiences_have_no_tlp_name() {
    let agency = Atom::Agency(word("kp"));
    for other in [Atom::Public, Atom::Group(word("cyber"), 1), Atom::Person(PrincipalId([1; 16]))] {
        let label = Label { audience: [[agency.clone(), other].into()].into(), ..bare() };
        assert_eq!(Tlp::of(&label), None);
    }
    let nation = Label { audience: [[Atom::Nation(word("al"))].into()].into(), ..bare() };
    assert_eq!(Tlp::of(&nation), None);
}
