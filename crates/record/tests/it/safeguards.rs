//! What the data model must never hold (DESIGN §1). The list stands beside the tidy check, with reasons; here it
//! is held against what really reaches a disk or a wire: the names in the schemas.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::Value;

use crate::kinds::all;

/// What the tidy check can't ban in code, where these words are needed for other things, and a body never needs.
const NEVER: &[&str] = &[
    "face",
    "fingerprint",
    "iris",
    "plates",
    "profiling",
    "score",
    "scores",
    "scoring",
    "suspect",
    "watchlist",
];

/// `someName`, `some-name` and `SOME_NAME` as `["some", "name"]`.
fn words(name: &str) -> Vec<String> {
    let (mut words, mut lower) = (vec![String::new()], false);
    for c in name.chars() {
        if !c.is_alphanumeric() || c.is_uppercase() && lower {
            words.push(String::new());
        }
        lower = c.is_lowercase();
        if c.is_alphanumeric() {
            words.last_mut().unwrap().extend(c.to_lowercase());
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

/// Every name in a schema: fields, types, values of enumerations.
fn names(schema: &Value, found: &mut BTreeSet<String>) {
    for (key, value) in schema.as_object().into_iter().flatten() {
        match (key.as_str(), value) {
            ("properties" | "$defs", Value::Object(named)) => {
                found.extend(named.keys().cloned());
                named.values().for_each(|value| names(value, found));
            }
            ("enum", Value::Array(values)) => {
                found.extend(values.iter().filter_map(Value::as_str).map(str::to_owned));
            }
            ("title", Value::String(kind)) => drop(found.insert(kind.clone())),
            ("oneOf", Value::Array(choices)) => choices.iter().for_each(|choice| names(choice, found)),
            _ => names(value, found),
        }
    }
}

fn banned() -> Vec<Vec<String>> {
    let list = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../xtask/forbidden-words.toml");
    let list: toml::Table = std::fs::read_to_string(list).unwrap().parse().unwrap();
    let listed = list["word"].as_array().unwrap().iter().map(|word| words(word["name"].as_str().unwrap()));
    let banned: Vec<_> = listed.chain(NEVER.iter().map(|word| words(word))).collect();
    assert!(banned.len() > NEVER.len() + 20, "the list of forbidden words was emptied");
    banned
}

fn offends<'a>(name: &str, banned: &'a [Vec<String>]) -> Option<&'a Vec<String>> {
    let words = words(name);
    banned.iter().find(|banned| words.windows(banned.len()).any(|part| part == banned.as_slice()))
}

#[test]
fn no_kind_field_or_value_scores_recognises_or_sorts_people() {
    let (banned, mut found) = (banned(), BTreeSet::new());
    for drill in all() {
        names(&drill.schema, &mut found);
    }
    assert!(found.len() > 100, "hardly a name was found: {found:?}");
    for name in &found {
        let why = offends(name, &banned);
        assert!(why.is_none(), "`{name}` holds {why:?}: see DESIGN §1 and SAFEGUARDS.md");
    }
}

#[test]
fn the_safeguard_finds_a_word_in_every_spelling_and_not_inside_other_words() {
    let banned = banned();
    for word in &banned {
        let capital = |part: &String| part[..1].to_uppercase() + &part[1..];
        let camel: String = word.iter().map(capital).collect();
        let spellings = [
            word.join("_"),
            word.join("-").to_uppercase(),
            format!("their{camel}"),
            word.join("_") + "_of",
        ];
        for name in spellings {
            assert!(offends(&name, &banned).is_some(), "`{name}` was let through");
        }
    }
    for name in ["surface", "template", "grace", "interface", "underscored"] {
        assert_eq!(offends(name, &banned), None);
    }
}
