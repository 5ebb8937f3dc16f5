//! The JSON schemas stand in the tree, so that others can check what they send us and so that a change of a
//! type is seen by whoever reviews it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::kinds::all;

pub fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

#[test]
fn the_schemas_in_the_tree_are_those_of_the_types() {
    let bless = std::env::var_os("KULLA_BLESS").is_some();
    for drill in all() {
        let path = folder("schemas").join(format!("{}.json", drill.kind));
        let is = serde_json::to_string_pretty(&sorted(&drill.schema)).unwrap() + "\n";
        if bless {
            std::fs::write(&path, &is).unwrap();
        }
        let was = std::fs::read_to_string(&path).unwrap_or_default();
        assert_eq!(
            was,
            is,
            "{} is out of date: run `make bless` and look at the difference",
            path.display()
        );
    }
}

/// With its keys in order: whether `serde_json` keeps them as they came is up to who else is built.
fn sorted(value: &Value) -> Value {
    match value {
        Value::Object(map) => {
            let fields: BTreeMap<&String, &Value> = map.iter().collect();
            fields.into_iter().map(|(key, value)| (key.clone(), sorted(value))).collect()
        }
        Value::Array(items) => items.iter().map(sorted).collect(),
        plain => plain.clone(),
    }
}

#[test]
fn no_schema_in_the_tree_is_of_a_kind_that_is_gone() {
    let known: Vec<String> = all().iter().map(|drill| format!("{}.json", drill.kind)).collect();
    for file in std::fs::read_dir(folder("schemas")).unwrap() {
        let name = file.unwrap().file_name().into_string().unwrap();
        assert!(known.contains(&name), "`{name}` is the schema of no kind; a kind is never taken away");
    }
}
