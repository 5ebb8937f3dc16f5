//! Whoever is not warned writes nothing that somebody reads who may not read what is open on the screen.

use kulla_guard::holder::Entry;
use kulla_guard::sentence::Asking;
use kulla_guard::{Below, Scope, below, may_read, public_session, session_of};
use kulla_record::label::{Atom, Label, Word};
use kulla_record::session::{Assurance, Session};

use crate::attack::public_label;
use crate::random::{PURPOSES, Random, TODAY, table, word};
use crate::sentence::{directory, now};

const PROOFS: [Assurance; 4] =
    [Assurance::Anonymous, Assurance::Single, Assurance::TwoFactor, Assurance::PhishingResistant];

fn compare(label: &Label, other: &Label, directory: &kulla_guard::Directory) -> Below {
    let asking = Asking { scope: &Scope::OPERATIONAL, now: now(), assurance: &table() };
    below(label, other, directory, asking)
}

fn reads(session: &Session, label: &Label) -> bool {
    may_read(session, label, &Scope::OPERATIONAL, TODAY, &table())
}

#[test]
fn without_a_warning_everybody_who_reads_the_new_one_reads_the_one_in_hand() {
    let (mut silent, mut warned, mut read) = (0, 0, 0);
    for seed in 0..12_000 {
        let mut random = Random(seed);
        let directory = directory(&mut random);
        let other = random.label();
        let label = if random.one_in(2) { other.join(&random.label()) } else { random.label() };
        let same_days = Label { retain_until: label.retain_until, ..other.clone() };
        if !compare(&label, &other, &directory).is_none() {
            warned += 1;
            continue;
        }
        silent += 1;
        for grant in directory.persons.values() {
            for (purpose, assurance) in
                PURPOSES.iter().flat_map(|purpose| PROOFS.map(|proof| (purpose, proof)))
            {
                let entry = Entry { purpose: word(purpose), assurance, exercise: None };
                let session = session_of(grant, &directory.groups, entry, now()).unwrap();
                assert!(
                    !reads(&session, &label) || reads(&session, &same_days),
                    "seed {seed}: no warning, but {session:?} reads {label:?} and not {other:?}"
                );
                read += usize::from(reads(&session, &label));
            }
        }
        let anyone = public_session(None);
        assert!(!reads(&anyone, &label) || reads(&anyone, &same_days), "seed {seed}: the public reads it");
    }
    assert!(
        silent > 1_500 && warned > 1_500 && read > 1_500,
        "the cases say nothing: {silent}, {warned}, {read}"
    );
}

#[test]
fn a_label_is_never_below_itself_nor_a_join_below_its_parts() {
    for seed in 0..4_000 {
        let mut random = Random(seed);
        let directory = directory(&mut random);
        let (a, b) = (random.label(), random.label());
        assert!(compare(&a, &a, &directory).is_none(), "seed {seed}: {a:?}");
        assert!(compare(&a.join(&b), &a, &directory).is_none(), "seed {seed}: {a:?} {b:?}");
    }
}

#[test]
fn each_way_of_lying_below_is_told_by_name() {
    let directory = directory(&mut Random(1));
    let agency =
        |name: &str| Label { audience: [[Atom::Agency(word(name))].into()].into(), ..public_label() };
    let high = Label {
        levels: [(word("kulla"), 2)].into(),
        need: [word("medical")].into(),
        purposes: [[word("rescue")].into()].into(),
        controls: [word("no-onward")].into(),
        ..agency("ame")
    };
    let told = compare(&agency("ame"), &high, &directory);
    assert_eq!(told.levels, [(word("kulla"), 2)].into());
    assert_eq!(told.categories, [word("medical")].into());
    assert_eq!(told.controls, [word("no-onward")].into());
    assert!(told.purposes && !told.public && told.agencies.is_empty());
    assert!(compare(&high, &agency("ame"), &directory).is_none());

    let wider = compare(&agency("kp"), &agency("ame"), &directory);
    assert_eq!(wider.agencies, [word("kp")].into());
    assert!(wider.people > 0 && wider.levels.is_empty());
    let public = compare(&public_label(), &agency("ame"), &directory);
    assert!(public.public && public.agencies == ["fsk", "kp"].map(word).into());
    let nation = Label { audience: [[Atom::Nation(word("al"))].into()].into(), ..public_label() };
    let nations: Vec<Word> = compare(&nation, &agency("ame"), &directory).nations.into_iter().collect();
    assert_eq!(nations, [word("al")]);
    assert!(compare(&agency("kp"), &public_label(), &directory).is_none());
}
