//! A text from a table: for a node whose profile lists acts beside its roles and has no policies of its own.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use kulla_record::label::Word;

use crate::act::Act;

/// A role as roles.toml has it.
#[derive(Debug, Clone)]
pub struct RoleActs<'a> {
    /// Its code.
    pub code: &'a Word,
    /// Its names, by language.
    pub name: &'a BTreeMap<String, String>,
    /// What it grants.
    pub acts: BTreeSet<Act>,
}

/// One permit a role, with the name of the role for its sentence.
pub fn text_of(roles: &[RoleActs<'_>], langs: &[String]) -> String {
    let mut text = String::from("// Made from the acts beside the roles in roles.toml.\n");
    for role in roles.iter().filter(|role| !role.acts.is_empty()) {
        write_rule(&mut text, role, langs);
    }
    text
}

fn write_rule(text: &mut String, role: &RoleActs<'_>, langs: &[String]) {
    let code = role.code;
    let acts: Vec<String> = role.acts.iter().map(|act| format!("Action::\"{act}\"")).collect();
    // Writing to a string does not fail.
    let _ = writeln!(text, "\n@id(\"{code}\")");
    for lang in langs {
        let name = role.name.get(lang).map_or(code.as_str(), String::as_str);
        let _ = writeln!(text, "@{lang}(\"{}: roles.toml\")", plain(name));
    }
    let _ = writeln!(
        text,
        "permit (\n  principal in Role::\"{code}\",\n  action in [{}],\n  resource\n);",
        acts.join(", ")
    );
}

/// A name without what would end the string that it stands in, and not longer than a sentence may be.
fn plain(name: &str) -> String {
    let fits = |c: &char| !c.is_control() && !matches!(c, '"' | '\\') && !super::check::turns(*c);
    name.chars().filter(fits).take(super::WORDS_CHARS_MAX / 2).collect()
}
