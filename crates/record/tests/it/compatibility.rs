//! The drill that every kind goes through: old readers, old data, and old writers.
//!
//! `fixtures/KIND-1.json` is the first released form of a body with all its fields. It is never edited, only
//! joined by `-2` and so on.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use crate::kinds::{Drill, all};
use crate::schemas::folder;

/// Parts of a body whose form is fixed: an unknown field is refused in one and not looked at in the other.
const CLOSED: &[&str] = &["Label", "Geometry"];

/// An object of a body that is a type of ours: where it is, and what its schema says.
struct Part<'a> {
    pointer: String,
    name: String,
    schema: &'a Map<String, Value>,
}

impl Part<'_> {
    fn words(&self, field: &str) -> BTreeSet<String> {
        match &self.schema.get(field) {
            Some(Value::Array(words)) => words.iter().map(|w| w.as_str().unwrap().to_owned()).collect(),
            Some(Value::Object(words)) => words.keys().cloned().collect(),
            _ => BTreeSet::new(),
        }
    }
}

fn fixtures(drill: &Drill) -> Vec<(String, Value)> {
    let mut found = vec![];
    for file in std::fs::read_dir(folder("fixtures")).unwrap() {
        let path = file.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        if name.rsplit_once('-').unwrap().0 == drill.kind.as_str() {
            found.push((name, serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap()));
        }
    }
    assert!(found.iter().any(|(name, _)| name.ends_with("-1")), "`{}` has no first form", drill.kind);
    found
}

fn parts<'a>(root: &'a Value, value: &Value) -> Vec<Part<'a>> {
    let mut found = vec![];
    walk(root, root, value, (String::new(), "body".into()), &mut found);
    found
}

fn walk<'a>(
    root: &'a Value,
    node: &'a Value,
    value: &Value,
    at: (String, String),
    found: &mut Vec<Part<'a>>,
) {
    let (pointer, name) = at;
    if let Some(target) = node["$ref"].as_str() {
        let name = target.rsplit('/').next().unwrap();
        return walk(root, &root["$defs"][name], value, (pointer, name.to_owned()), found);
    }
    if let Some(choice) = node["oneOf"].as_array() {
        let one = choice.iter().find(|one| one.get("$ref").is_some());
        return one.map_or((), |one| walk(root, one, value, (pointer, name), found));
    }
    let below = |key: &str| (format!("{pointer}/{key}"), name.clone());
    match value {
        Value::Object(fields) => {
            for (key, field) in fields {
                let own = node["properties"].get(key).or_else(|| node.get("additionalProperties"));
                if let Some(own) = own {
                    walk(root, own, field, below(key), found);
                }
            }
            if let (Some(_), Some(schema)) = (node.get("properties"), node.as_object()) {
                found.push(Part { pointer, name, schema });
            }
        }
        Value::Array(items) => {
            for (at, item) in items.iter().enumerate() {
                walk(root, &node["items"], item, below(&at.to_string()), found);
            }
        }
        _ => {}
    }
}

fn each(check: impl Fn(&Drill, &str, &Value)) {
    for drill in all() {
        for (name, body) in fixtures(&drill) {
            check(&drill, &name, &body);
        }
    }
}

fn rewritten(drill: &Drill, body: &Value) -> Result<Value, String> {
    let json = (drill.rewrite)(body.to_string().as_bytes()).map_err(|error| error.to_string())?;
    Ok(serde_json::from_slice(&json).unwrap())
}

#[test]
fn what_was_ever_released_is_read_for_ever_and_written_again_as_it_was() {
    each(|drill, name, body| assert_eq!(rewritten(drill, body).as_ref(), Ok(body), "{name}"));
}

#[test]
fn an_old_program_reads_what_a_newer_one_wrote_and_hands_on_the_fields_it_does_not_know() {
    each(|drill, name, body| {
        let mut newer = body.clone();
        let open = parts(&drill.schema, body).into_iter().filter(|part| !CLOSED.contains(&&*part.name));
        let mut added = 0;
        for part in open {
            let object = newer.pointer_mut(&part.pointer).unwrap().as_object_mut().unwrap();
            object.insert("of_a_newer_program".into(), json!({"deep": [1, null, "x", {"y": 2.5}]}));
            object.insert("another".into(), json!(18_446_744_073_709_551_615_u64));
            added += 1;
        }
        assert!(added > 0, "{name}");
        assert_eq!(rewritten(drill, &newer), Ok(newer), "{name}: an old writer dropped fields");
    });
}

#[test]
fn the_drill_reaches_into_every_type_of_ours() {
    let (mut reached, mut all_of_ours) = (BTreeSet::new(), BTreeSet::new());
    for drill in all() {
        let ours = drill.schema["$defs"].as_object().into_iter().flatten();
        all_of_ours
            .extend(ours.filter(|(_, part)| part.get("properties").is_some()).map(|(n, _)| n.clone()));
        for (_, body) in fixtures(&drill) {
            reached.extend(parts(&drill.schema, &body).into_iter().map(|part| part.name));
        }
    }
    assert!(all_of_ours.len() >= 6, "{all_of_ours:?}");
    assert_eq!(all_of_ours.difference(&reached).collect::<Vec<_>>(), Vec::<&String>::new());
}

#[test]
fn a_field_may_be_absent_exactly_where_the_schema_says_so() {
    each(|drill, name, body| {
        for part in parts(&drill.schema, body) {
            let required = part.words("required");
            for field in part.words("properties") {
                let mut less = body.clone();
                let object = less.pointer_mut(&part.pointer).unwrap().as_object_mut().unwrap();
                if object.remove(&field).is_none() {
                    continue;
                }
                let read = rewritten(drill, &less);
                let place = format!("{name}{} without `{field}`", part.pointer);
                assert_eq!(read.is_err(), required.contains(&field), "{place}: {read:?}");
            }
        }
    });
}

#[test]
fn no_field_that_was_ever_released_is_gone_from_the_schema() {
    each(|drill, name, body| {
        for part in parts(&drill.schema, body) {
            let known = part.words("properties");
            let object = body.pointer(&part.pointer).unwrap().as_object().unwrap();
            for field in object.keys() {
                assert!(known.contains(field), "{name}{}: `{field}` was taken away", part.pointer);
            }
        }
    });
}

#[test]
fn a_label_with_a_field_that_we_do_not_know_is_not_read_at_all() {
    let drill = all().into_iter().find(|drill| drill.kind == kulla_record::Kind::LABEL).unwrap();
    for (_, mut body) in fixtures(&drill) {
        body["label"]["also_for"] = json!(["public"]);
        assert!(rewritten(&drill, &body).unwrap_err().contains("also_for"));
    }
}
