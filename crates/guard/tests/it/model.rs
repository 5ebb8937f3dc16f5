//! A model beside the rule, as naive as can be: it reads the label as JSON and compares text.

use kulla_guard::{Scope, may_read};
use kulla_record::label::Label;
use kulla_record::session::Session;
use serde_json::Value;

use crate::random::{Random, TODAY, table};

fn list(value: &Value) -> Vec<String> {
    value.as_array().unwrap().iter().map(|v| v.as_str().unwrap().to_owned()).collect()
}

fn required(policy: &str, level: u64) -> u8 {
    match (policy, level) {
        ("kulla", 0) => 0,
        ("kulla", 1 | 2) | ("nato", 0 | 1) => 1,
        ("kulla", 3..) => 2,
        _ => 3,
    }
}

fn model(session: &Session, label: &Label, scope: &Scope) -> bool {
    let label = serde_json::to_value(label).unwrap();
    let mine: Vec<String> =
        session.atoms.iter().map(ToString::to_string).chain(["public".to_owned()]).collect();
    let mut may = match (&scope.exercise, &session.exercise) {
        (None, None) => true,
        (Some(of_record), Some(of_session)) => of_record == of_session,
        (None, Some(_)) => scope.reference,
        (Some(_), None) => false,
    };
    for (policy, level) in label["levels"].as_object().unwrap() {
        let own = session.clearances.iter().find(|(p, _)| p.as_str() == policy).map(|(_, n)| u64::from(*n));
        may &= own.is_some() && own.unwrap() >= level.as_u64().unwrap();
        may &= session.assurance as u8 >= required(policy, level.as_u64().unwrap());
    }
    for category in list(&label["need"]) {
        may &= session.categories.iter().any(|own| own.as_str() == category);
    }
    let audience = label["audience"].as_array().unwrap();
    may &= audience.iter().any(|_| true);
    for clause in audience {
        may &= list(clause).iter().filter(|atom| mine.contains(atom)).count() > 0;
    }
    for purposes in label["purposes"].as_array().unwrap() {
        may &= list(purposes).iter().any(|purpose| purpose == session.purpose.as_str());
    }
    may && TODAY.to_string().as_str() < label["retain_until"].as_str().unwrap()
}

#[test]
fn the_rule_says_what_the_model_says() {
    let (table, mut seen) = (table(), [0, 0]);
    for seed in 0..40_000 {
        let mut random = Random(seed);
        let (label, session, scope) = (random.label(), random.session(), random.scope());
        let expected = model(&session, &label, &scope);
        assert_eq!(may_read(&session, &label, &scope, TODAY, &table), expected, "seed {seed}: {label:?}");
        seen[usize::from(expected)] += 1;
    }
    assert!(seen[1] > 1_000 && seen[0] > 1_000, "the cases say nothing: {seen:?}");
}
