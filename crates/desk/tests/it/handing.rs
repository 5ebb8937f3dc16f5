//! Reports that go into one append.

use kulla_desk::{FeedbackCode, HANDED_IN_MAX, HandIn};
use kulla_picture::{Filter, PAGE_ITEMS_MAX};
use kulla_record::Kind;
use kulla_record::kind::signal::{Report, Severity};

use crate::world::{DRILL_NAME, World, word};

pub fn handed(world: &World, agency: &str, n: usize) -> HandIn {
    HandIn {
        code: FeedbackCode::draw(world.desk.entropy().as_ref()),
        agency: word(agency),
        exercise: Some(word(DRILL_NAME)),
        report: Report {
            title: format!("Raport {n}"),
            text: "Uji".into(),
            lang: "sq".into(),
            seen: world.desk.clock().now(),
            place: Default::default(),
            severity: Severity::Minor,
            life_at_risk: false,
            from: "public".into(),
            handed_in: None,
            rest: Default::default(),
        },
        reporter: None,
        photos: None,
    }
}

#[test]
fn reports_of_several_agencies_that_go_together_are_each_labelled_by_their_own() {
    let world = World::new();
    let reports: Vec<HandIn> =
        (0..HANDED_IN_MAX).map(|n| handed(&world, ["ame", "kp"][n % 2], n)).collect();
    let numbers = world.desk.hand_in(reports).unwrap();
    assert_eq!(numbers.len(), HANDED_IN_MAX);
    let reader = world.desk.reader(&world.actor("duty").session);
    let of = Filter { kinds: vec![Kind::REPORT], ..Filter::default() };
    let (mut seen, mut after) = (0, None);
    loop {
        let page = reader.list(&of, after.as_deref(), PAGE_ITEMS_MAX).unwrap();
        for item in &page.items {
            let n: usize = item.title.strip_prefix("Raport ").unwrap().parse().unwrap();
            assert_eq!(item.label.owner.as_str(), ["ame", "kp"][n % 2], "{n}");
        }
        seen += page.items.len();
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    assert_eq!(seen, HANDED_IN_MAX);
    let one_more = (0..=HANDED_IN_MAX).map(|n| handed(&world, "ame", n)).collect();
    assert!(world.desk.hand_in(one_more).is_err(), "no group is larger than what one append takes");
}
