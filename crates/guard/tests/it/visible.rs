//! The set says for every label what the rule says, and goes out of date when it must.

use kulla_guard::visible::{TableFault, VISIBLE_SETS_MAX};
use kulla_guard::{LabelNo, Labelled, Readers, Scope, may_read, public_session};
use kulla_record::LabelId;
use kulla_record::label::Label;

use crate::attack::public_label;
use crate::random::{Random, TODAY, table, word};

fn id(n: u64) -> LabelId {
    let mut bytes = [0; 16];
    bytes[8..].copy_from_slice(&n.to_be_bytes());
    LabelId(bytes)
}

fn add(readers: &mut Readers, seed: u64) -> (LabelNo, Label, Scope) {
    let mut random = Random(seed);
    let (label, scope) = (random.label(), random.scope());
    readers.learn(id(seed), label.clone()).unwrap();
    (readers.number(id(seed), &scope).unwrap(), label, scope)
}

#[test]
fn the_visible_set_says_what_the_rule_says_for_every_label_also_while_labels_are_added() {
    let (mut readers, mut all) = (Readers::new(table(), TODAY), vec![]);
    for round in 0..5 {
        all.extend((0..130).map(|n| add(&mut readers, round * 1_000 + n)));
        for seed in 0..40 {
            let session = Random(900_000 + seed).session();
            let visible = readers.visible(&session, TODAY);
            for (number, label, scope) in &all {
                let may = may_read(&session, label, scope, TODAY, &table());
                assert_eq!(visible.has(*number), may, "session {seed}, label {label:?}");
                let item = Labelled::new(*number, "content");
                assert_eq!(item.look(&visible), may.then_some(&"content"));
                assert_eq!(item.open(&visible), may.then_some("content"));
            }
            let listed: Vec<LabelNo> = visible.iter().collect();
            assert!(listed.iter().all(|number| visible.has(*number)) && listed.len() == visible.count());
        }
    }
}

#[test]
fn the_visible_set_stays_right_while_days_pass_and_come_back_and_sets_are_kept() {
    let (mut readers, mut all, mut random) = (Readers::new(table(), TODAY), vec![], Random(5));
    let (mut day, mut once) = (TODAY.checked_sub(jiff::Span::new().days(3)).unwrap(), 0);
    for step in 0..400 {
        match random.below(6) {
            0..=2 => all.push(add(&mut readers, step)),
            3 => day = day.checked_add(jiff::Span::new().days(random.below(3) as i64)).unwrap(),
            4 if random.one_in(3) => day = day.checked_sub(jiff::Span::new().days(3)).unwrap(),
            4 => readers.turn_day(day),
            _ => readers.advance(),
        }
        let session = Random(900_000 + random.below(6)).session();
        let visible = readers.visible(&session, day);
        for (number, label, scope) in &all {
            let may = may_read(&session, label, scope, day, &table());
            assert_eq!(visible.has(*number), may, "step {step}, {day}, label {label:?}");
            once += usize::from(may);
        }
    }
    assert!(once > 500, "the cases say nothing: {once}");
}

#[test]
fn a_new_label_a_grant_and_midnight_make_open_streams_look_again() {
    let mut readers = Readers::new(table(), TODAY);
    readers.learn(id(1), public_label()).unwrap();
    let (session, watch) = (public_session(None), readers.watch());
    let before = readers.visible(&session, TODAY);
    let first = readers.number(id(1), &Scope::OPERATIONAL).unwrap();
    assert!(!watch.is_current(&before) && !before.has(first), "a set showed a label it does not know");
    let after = readers.visible(&session, TODAY);
    assert!(watch.is_current(&after) && after.has(first));
    assert_eq!(readers.number(id(1), &Scope::OPERATIONAL), Ok(first));
    assert!(watch.is_current(&after), "a known label is not a new epoch");

    readers.advance();
    assert!(!watch.is_current(&after));
    let tonight = readers.visible(&session, TODAY);
    assert!(tonight.has(first) && watch.is_current(&tonight));
    readers.turn_day(TODAY.tomorrow().unwrap());
    assert!(!watch.is_current(&tonight));
    assert!(!readers.visible(&session, TODAY.tomorrow().unwrap()).has(first), "kept beyond its last day");
}

#[test]
fn a_label_can_not_be_given_another_text_afterwards() {
    let mut readers = Readers::new(table(), TODAY);
    let narrow = Label { audience: [].into(), ..public_label() };
    readers.learn(id(1), narrow.clone()).unwrap();
    assert_eq!(readers.learn(id(1), public_label()), Err(TableFault::Changed(id(1))));
    assert_eq!(readers.learn(id(1), narrow.clone()), Ok(()));
    assert_eq!(readers.table().label(id(1)), Some(&narrow));
    assert_eq!(readers.number(id(2), &Scope::OPERATIONAL), Err(TableFault::Unknown(id(2))));
}

#[test]
fn the_same_text_from_two_nodes_is_one_label() {
    let mut readers = Readers::new(table(), TODAY);
    readers.learn(id(1), public_label()).unwrap();
    readers.learn(id(2), public_label()).unwrap();
    let one = readers.number(id(1), &Scope::OPERATIONAL).unwrap();
    assert_eq!(readers.number(id(2), &Scope::OPERATIONAL), Ok(one));
    assert_eq!(readers.table().id_of(&public_label()), Some(id(1)));
    let drill = Scope { exercise: Some(word("a")), reference: false };
    assert_ne!(readers.number(id(2), &drill), Ok(one), "an exercise is another place");
}

#[test]
fn the_sets_kept_are_bounded_and_a_forgotten_one_is_made_anew() {
    let mut readers = Readers::new(table(), TODAY);
    let (number, _, _) = add(&mut readers, 7);
    let session = |n: u64| {
        let mut session = Random(7).session();
        session.person = kulla_record::PrincipalId::v7(n, [0; 10]);
        session
    };
    let first = readers.visible(&session(0), TODAY).has(number);
    for n in 0..=VISIBLE_SETS_MAX as u64 {
        readers.visible(&session(n), TODAY);
    }
    assert!(readers.kept() <= VISIBLE_SETS_MAX);
    assert_eq!(readers.visible(&session(0), TODAY).has(number), first);
}

#[test]
fn a_closed_item_does_not_print_its_content() {
    let closed = Labelled::new(LabelNo(7), "the name of a witness");
    assert_eq!(format!("{closed:?} {closed:#?}"), "Labelled(7) Labelled(7)");
}

#[test]
fn the_fingerprint_of_what_is_visible_does_not_depend_on_the_order_of_labels() {
    let (mut one, mut two) = (Readers::new(table(), TODAY), Readers::new(table(), TODAY));
    (0..50).for_each(|n| drop(add(&mut one, n)));
    (0..50).rev().for_each(|n| drop(add(&mut two, n)));
    let session =
        (0..).map(|seed| Random(seed).session()).find(|s| one.visible(s, TODAY).count() > 2).unwrap();
    let (a, b) = (one.visible(&session, TODAY), two.visible(&session, TODAY));
    assert_eq!(one.fingerprint(&a), two.fingerprint(&b));
    let nobody = one.visible(&public_session(Some(word("no-such-drill"))), TODAY);
    assert_ne!(one.fingerprint(&a), one.fingerprint(&nobody));
}
