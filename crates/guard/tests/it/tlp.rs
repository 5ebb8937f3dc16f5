//! TLP says in one word what the label says by name, and never less.

use std::collections::BTreeSet;

use kulla_guard::Tlp;
use kulla_guard::tlp::{Marking, NotMarked, NotTlp};
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

#[test]
fn the_word_of_tlp_1_is_told_apart_from_what_is_no_word_at_all() {
    for old in ["TLP:WHITE", "tlp:white"] {
        assert_eq!(old.parse::<Tlp>(), Err(NotTlp::Old(old.to_owned())));
        assert!(old.parse::<Tlp>().unwrap_err().to_string().contains("TLP:CLEAR"));
    }
    for unknown in
        ["WHITE", "TLP:WHITE ", "TLP: RED", "TLP:AMBER STRICT", "TLP:AMBER+STRICT+", "TLP-RED", "TLP:BLACK"]
    {
        assert_eq!(unknown.parse::<Tlp>(), Err(NotTlp::Unknown(unknown.to_owned())));
    }
}

#[test]
fn a_word_takes_the_names_that_it_needs_and_no_others() {
    let atoms = |texts: &[&str]| texts.iter().map(|text| text.parse().unwrap()).collect::<BTreeSet<Atom>>();
    let person = "p:01010101-0101-0101-0101-010101010101";
    let of = |tlp, to: &[&str], clients: &[&str]| Marking::of(tlp, &atoms(to), &atoms(clients));
    assert_eq!(of(Tlp::Clear, &[], &[]), Ok(Marking::Clear));
    assert_eq!(of(Tlp::Green, &["g:cyber@4"], &[]), Ok(Marking::Green([(word("cyber"), 4)].into())));
    let amber = Marking::Amber { recipients: [word("csa")].into(), clients: [word("kostt")].into() };
    assert_eq!(of(Tlp::Amber, &["a:csa"], &["a:kostt"]), Ok(amber));
    assert_eq!(of(Tlp::AmberStrict, &["a:csa"], &[]), Ok(Marking::AmberStrict([word("csa")].into())));
    assert_eq!(of(Tlp::Red, &[person], &[]), Ok(Marking::Red([PrincipalId([1; 16])].into())));
    for (tlp, to, clients, refused) in [
        (Tlp::Clear, &["public"][..], &[][..], NotMarked::Clear),
        (Tlp::Clear, &["a:csa"], &[], NotMarked::Clear),
        (Tlp::Green, &[], &[], NotMarked::Green),
        (Tlp::Green, &["g:cyber@4", "a:csa"], &[], NotMarked::Green),
        (Tlp::Green, &["public"], &[], NotMarked::Green),
        (Tlp::Amber, &[], &["a:kostt"], NotMarked::Amber),
        (Tlp::Amber, &["a:csa"], &["g:cyber@4"], NotMarked::Amber),
        (Tlp::AmberStrict, &["a:csa"], &["a:kostt"], NotMarked::AmberStrict),
        (Tlp::AmberStrict, &["n:al"], &[], NotMarked::AmberStrict),
        (Tlp::Red, &["a:csa"], &[], NotMarked::Red),
        (Tlp::Red, &[], &[], NotMarked::Red),
    ] {
        assert_eq!(of(tlp, to, clients), Err(refused), "{tlp} to {to:?} and {clients:?}");
    }
}
