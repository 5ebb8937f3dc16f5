//! Safeguards: what Kulla must never know about a person has no place to be written down.
//!
//! DESIGN §1 names the absences; the words and their reasons are in `forbidden-words.toml`, which is part of
//! this program so that no tree can bring a milder list along.

use serde::Deserialize;

use super::source::{self, words};
use super::tree::{File, Tree};
use crate::finding::{Finding, line_of};

const LIST: &str = include_str!("../../forbidden-words.toml");

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct List {
    /// Folders that hold the data model.
    folders: Vec<String>,
    word: Vec<Forbidden>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Forbidden {
    /// In `snake_case`; found in any spelling, alone or as a part of a longer name.
    name: String,
    reason: String,
}

/// Looks for forbidden words among the names of the data model.
pub fn check(tree: &Tree) -> Result<Vec<Finding>, String> {
    let list: List = toml::from_str(LIST).map_err(|e| format!("`forbidden-words.toml`: {e}"))?;
    let in_model =
        |file: &&File| list.folders.iter().any(|folder| file.name.starts_with(&format!("{folder}/")));
    let mut findings = Vec::new();
    for file in tree.files.iter().filter(in_model) {
        for (at, name) in names_in(file) {
            let parts = parts_of(&name);
            let holds = |word: &&Forbidden| {
                let wanted = parts_of(&word.name);
                parts.windows(wanted.len()).any(|run| run == wanted)
            };
            if let Some(word) = list.word.iter().find(holds) {
                let message =
                    format!("`{name}` can't be a name in the data model: {}; take it out", word.reason);
                let line = line_of(file.text.as_bytes(), at);
                findings.push(Finding::new(&file.path, line, "safeguard", message));
            }
        }
    }
    Ok(findings)
}

/// Every name in the file with the byte where it stands: identifiers, and strings that are nothing but a name.
fn names_in(file: &File) -> Vec<(usize, String)> {
    match file.name.rsplit('.').next() {
        Some("rs") => rust_names(&file.text),
        Some("json") => strings_that_are_names(&source::script(&file.text)),
        Some("toml") => toml_names(&file.text),
        Some("csv") => csv_names(&file.text),
        _ => Vec::new(),
    }
}

fn rust_names(text: &str) -> Vec<(usize, String)> {
    let source = source::rust(text);
    let mut names = strings_that_are_names(&source);
    let mut previous: &[u8] = b"";
    for (at, word) in words(&source.code) {
        // A test may say in its name what it proves the absence of.
        if previous != b"fn" {
            names.push((at, String::from_utf8_lossy(word).into_owned()));
        }
        previous = word;
    }
    names
}

fn strings_that_are_names(source: &source::Source) -> Vec<(usize, String)> {
    let is_name = |text: &str| {
        !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"_-.".contains(&b))
    };
    source.strings.iter().filter(|(_, text)| is_name(text)).cloned().collect()
}

/// The keys of a TOML file, wherever they stand, and its list of plain words.
fn toml_names(text: &str) -> Vec<(usize, String)> {
    let mut names = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let content = line.split('#').next().unwrap_or_default();
        let key_part = content.split_once('=').map_or(content, |(key, _)| key);
        names.extend(
            words(key_part.as_bytes()).map(|(n, w)| (at + n, String::from_utf8_lossy(w).into_owned())),
        );
        // Keys of inline tables, and quoted words.
        let value = content.get(key_part.len()..).unwrap_or_default();
        let quoted = strings_that_are_names(&source::script(value));
        names.extend(quoted.into_iter().map(|(n, w)| (at + key_part.len() + n, w)));
        for (n, word) in words(value.as_bytes()) {
            let behind = value[n + word.len()..].trim_start();
            if behind.starts_with('=') {
                names.push((at + key_part.len() + n, String::from_utf8_lossy(word).into_owned()));
            }
        }
        at += line.len();
    }
    names
}

/// The columns of a table: its first line that is no comment.
fn csv_names(text: &str) -> Vec<(usize, String)> {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if !line.starts_with('#') {
            return words(line.as_bytes())
                .map(|(n, w)| (at + n, String::from_utf8_lossy(w).into_owned()))
                .collect();
        }
        at += line.len();
    }
    Vec::new()
}

/// `licencePlateNumber`, `licence-plate-number` and `LICENCE_PLATE_NUMBER` are the same parts.
fn parts_of(name: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut before_is_lower = false;
    for letter in name.chars() {
        let starts_part = letter.is_uppercase() && before_is_lower;
        before_is_lower = letter.is_lowercase() || letter.is_ascii_digit();
        if !letter.is_alphanumeric() || starts_part {
            parts.push(String::new());
        }
        if letter.is_alphanumeric() {
            parts.last_mut().into_iter().for_each(|part| part.extend(letter.to_lowercase()));
        }
    }
    parts.retain(|part| !part.is_empty());
    parts
}

#[cfg(test)]
mod tests {
    use super::parts_of;

    #[test]
    fn a_name_has_the_same_parts_in_every_spelling() {
        let spellings = ["licencePlateNo2", "licence-plate-no2", "LICENCE_PLATE_NO2", "licence_plate_no2"];
        for spelling in spellings {
            assert_eq!(parts_of(spelling), ["licence", "plate", "no2"], "{spelling}");
        }
        assert_eq!(parts_of("template"), ["template"]);
        assert_eq!(parts_of("RaceCode"), ["race", "code"]);
    }
}
