//! `cargo xtask tidy`: the rules of the house that no single crate can hold.
//!
//! The rules in the order in which they are checked; adding one is a file and a line here.

mod bans;
mod documents;
mod floors;
mod functions;
mod licences;
mod locks;
mod safeguards;
mod sizes;
mod source;
mod tree;

use std::path::Path;

use crate::Report;
use tree::Tree;

type Rule = fn(&Tree) -> Result<Vec<crate::finding::Finding>, String>;

const RULES: &[Rule] = &[
    floors::check,
    documents::check,
    sizes::check,
    bans::check,
    locks::check,
    licences::check,
    safeguards::check,
];

/// Holds every rule against the tree at `root`.
pub fn check(root: &Path) -> Result<Report, String> {
    let tree = Tree::read(root)?;
    let mut findings = Vec::new();
    for rule in RULES {
        findings.extend(rule(&tree)?);
    }
    let looked_at = format!("{} files, {} crates", tree.files.len(), tree.members.len());
    Ok(Report { looked_at, findings })
}
