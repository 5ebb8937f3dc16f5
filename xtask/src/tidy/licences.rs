//! Licences: what we ship asks for a notice and nothing more. The list is in `deny.toml`, with its reasons.

use std::process::Command;

use serde_json::Value;

use super::tree::Tree;
use crate::finding::{Finding, line_opening};

/// Compares the licence of every package from outside with the list in `deny.toml`.
pub fn check(tree: &Tree) -> Result<Vec<Finding>, String> {
    let Some(deny) = tree.files.iter().find(|file| file.name == "deny.toml") else { return Ok(Vec::new()) };
    let table: toml::Table = toml::from_str(&deny.text).map_err(|e| format!("`deny.toml`: {e}"))?;
    let list = table.get("licenses").and_then(|licenses| licenses.get("allow")?.as_array());
    let allowed: Vec<&str> = list.into_iter().flatten().filter_map(|name| name.as_str()).collect();
    let mut findings = Vec::new();
    for (name, license) in packages(tree)? {
        if !fits(&license, &allowed) {
            let message = format!(
                "`{name}` is licensed `{license}`, which the list does not allow; take another crate, or add the \
                 licence with a reason"
            );
            let line = line_opening(&deny.text, "[licenses]");
            findings.push(Finding::new(&deny.path, line, "licence", message));
        }
    }
    Ok(findings)
}

/// Name and licence of all packages that are not ours.
fn packages(tree: &Tree) -> Result<Vec<(String, String)>, String> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args(["metadata", "--format-version", "1", "--manifest-path"])
        .arg(tree.root.join("Cargo.toml"))
        .output()
        .map_err(|e| format!("`cargo metadata` can't be run: {e}"))?;
    if !output.status.success() {
        return Err(format!("`cargo metadata` failed:\n{}", String::from_utf8_lossy(&output.stderr)));
    }
    let metadata: Value =
        serde_json::from_slice(&output.stdout).map_err(|e| format!("`cargo metadata` is no JSON: {e}"))?;
    let ours = metadata["workspace_members"].as_array().cloned().unwrap_or_default();
    let packages = metadata["packages"].as_array().into_iter().flatten();
    let text_of = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    Ok(packages
        .filter(|package| !ours.contains(&package["id"]))
        .map(|package| (text_of(&package["name"]), text_of(&package["license"])))
        .collect())
}

/// Whether the SPDX expression can be met with allowed licences alone. `A/B` is the old spelling of `A OR B`.
fn fits(expression: &str, allowed: &[&str]) -> bool {
    let spaced = expression.replace('(', " ( ").replace(')', " ) ").replace('/', " OR ");
    let mut words = spaced.split_whitespace().peekable();
    let holds = any_of(&mut words, allowed);
    holds && words.next().is_none()
}

type Words<'a> = std::iter::Peekable<std::str::SplitWhitespace<'a>>;

fn any_of(words: &mut Words<'_>, allowed: &[&str]) -> bool {
    let mut holds = all_of(words, allowed);
    while words.next_if_eq(&"OR").is_some() {
        holds |= all_of(words, allowed);
    }
    holds
}

fn all_of(words: &mut Words<'_>, allowed: &[&str]) -> bool {
    let mut holds = one(words, allowed);
    while words.next_if_eq(&"AND").is_some() {
        holds &= one(words, allowed);
    }
    holds
}

fn one(words: &mut Words<'_>, allowed: &[&str]) -> bool {
    let Some(word) = words.next() else { return false };
    if word == "(" {
        let holds = any_of(words, allowed);
        return words.next() == Some(")") && holds;
    }
    match words.next_if_eq(&"WITH").and_then(|_| words.next()) {
        Some(exception) => allowed.contains(&format!("{word} WITH {exception}").as_str()),
        None => allowed.contains(&word),
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn an_expression_fits_only_if_allowed_licences_are_enough() {
        let allowed = ["MIT", "ISC", "Apache-2.0 WITH LLVM-exception"];
        for fitting in ["MIT", "GPL-3.0-only OR MIT", "MIT/Apache-2.0", "(MIT OR GPL-2.0-only) AND ISC"] {
            assert!(super::fits(fitting, &allowed), "{fitting}");
        }
        assert!(super::fits("Apache-2.0 WITH LLVM-exception", &allowed));
        for other in [
            "",
            "Apache-2.0",
            "MIT AND GPL-3.0-only",
            "GPL-3.0-only OR (MIT AND MPL-2.0)",
            "MIT MIT",
            "(MIT",
        ] {
            assert!(!super::fits(other, &allowed), "{other}");
        }
    }
}
