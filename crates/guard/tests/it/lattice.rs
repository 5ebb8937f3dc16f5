//! The laws of the join, and that whoever reads a joined label may read both halves, and the other way round.

use kulla_guard::{Scope, covers, derive, may_read};
use kulla_record::label::Label;
use kulla_record::session::{Assurance, Session};

use crate::random::{Random, TODAY, table};

const PAIRS: u64 = 60_000;

/// Everything of a label that says who reads it and how it is handled.
fn sense(label: &Label) -> Label {
    let label = Label { owner: crate::random::word("any"), basis: String::new(), ..label.clone() };
    label.checked().unwrap()
}

#[test]
fn whoever_reads_a_joined_label_may_read_both_and_the_other_way_round() {
    let table = table();
    let mut seen = [[0; 2]; 2];
    for seed in 0..PAIRS {
        let mut random = Random(seed);
        let (a, b, session) = (random.label(), random.label(), random.session());
        let scope = Scope { exercise: session.exercise.clone(), reference: false };
        let reads = |label: &Label| may_read(&session, label, &scope, TODAY, &table);
        assert_eq!(reads(&a.join(&b)), reads(&a) && reads(&b), "seed {seed}: {a:?} {b:?} {session:?}");
        seen[usize::from(reads(&a))][usize::from(reads(&b))] += 1;
    }
    assert!(seen.iter().flatten().all(|n| *n > 1_000), "the cases say nothing: {seen:?}");
}

#[test]
fn the_join_is_a_least_upper_bound() {
    for seed in 0..PAIRS / 4 {
        let mut random = Random(seed);
        let (a, b, c) = (random.label(), random.label(), random.label());
        assert_eq!(sense(&a.join(&a)), sense(&a), "not idempotent, seed {seed}");
        assert_eq!(sense(&a.join(&b)), sense(&b.join(&a)), "not commutative, seed {seed}");
        assert_eq!(
            sense(&a.join(&b).join(&c)),
            sense(&a.join(&b.join(&c))),
            "not associative, seed {seed}"
        );
        assert!(covers(&a.join(&b), [&a, &b]), "not an upper bound, seed {seed}");
        if covers(&c, [&a, &b]) {
            assert!(covers(&c, [&a.join(&b)]), "not the least one, seed {seed}");
        }
    }
}

#[test]
fn a_label_that_covers_its_sources_is_read_by_nobody_who_may_not_read_each_of_them() {
    let (table, mut covered) = (table(), 0);
    for seed in 0..PAIRS {
        let mut random = Random(seed);
        let (source, session) = (random.label(), random.session());
        let mut label = if random.one_in(2) { random.label() } else { source.join(&random.label()) };
        if random.one_in(3) {
            label.audience = random.label().audience; // may well no longer cover
        }
        let scope = Scope { exercise: session.exercise.clone(), reference: false };
        if covers(&label, [&source]) {
            covered += 1;
            let reads = |label: &Label| may_read(&session, label, &scope, TODAY, &table);
            assert!(!reads(&label) || reads(&source), "seed {seed}: {label:?} over {source:?}");
        }
    }
    assert!(covered > 5_000, "the cases say nothing: {covered}");
}

#[test]
fn restrictions_on_handling_are_handed_on() {
    let source = Random(1).label();
    let tied = Label { controls: [crate::random::word("originator-control")].into(), ..source.clone() };
    let loose = Label { controls: [].into(), ..source.clone() };
    let personal = Label { personal: true, ..source.clone() };
    let plain = Label { personal: false, ..source };
    assert!(!covers(&loose, [&tied]) && covers(&tied, [&loose]));
    assert!(!covers(&plain, [&personal]) && covers(&personal, [&plain]));
    assert!(derive([]).is_err(), "a label was made of nothing");
}

#[test]
fn who_holds_more_never_reads_less() {
    let table = table();
    for seed in 0..PAIRS / 2 {
        let mut random = Random(seed);
        let (label, less, other, scope) =
            (random.label(), random.session(), random.session(), random.scope());
        let mut more = Session { assurance: less.assurance.max(other.assurance), ..less.clone() };
        more.atoms.extend(other.atoms);
        more.categories.extend(other.categories);
        for (policy, level) in other.clearances {
            let own = more.clearances.entry(policy).or_default();
            *own = level.max(*own);
        }
        let reads = |session: &Session| may_read(session, &label, &scope, TODAY, &table);
        assert!(!reads(&less) || reads(&more), "seed {seed}: {label:?} {less:?}");
    }
}

#[test]
fn what_asks_for_more_is_never_read_by_more() {
    let table = table();
    for seed in 0..PAIRS / 4 {
        let mut random = Random(seed);
        let (label, session, scope) = (random.label(), random.session(), random.scope());
        let higher = Label {
            levels: label.levels.iter().map(|(policy, n)| (policy.clone(), n + 1)).collect(),
            ..label.clone()
        };
        let reads = |label: &Label| may_read(&session, label, &scope, TODAY, &table);
        assert!(!reads(&higher) || reads(&label), "seed {seed}: {label:?}");
        assert!(table.required(&higher.levels) >= table.required(&label.levels));
    }
}

#[test]
fn without_a_level_nobody_has_to_prove_who_they_are() {
    assert_eq!(table().required(&[].into()), Assurance::Anonymous);
}
