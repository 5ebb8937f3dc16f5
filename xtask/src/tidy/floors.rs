//! Floors: a crate depends only on strictly lower ones (DESIGN §7), so that every hand-over between the
//! stages goes through a record, and is logged and labelled.

use std::collections::BTreeMap;

use super::tree::{Member, Tree};
use crate::finding::{Finding, line_opening};

const RULE: &str = "floor";
/// The crates that prove and keep the house. They may depend on anything; nothing may depend on them.
const DEV_CRATES: &[&str] = &["kulla-proving", "xtask"];
const FORMAT_LICENSE: &str = "MIT OR Apache-2.0";
const HOUSE_LICENSE: &str = "Apache-2.0";

#[derive(Clone, Copy, PartialEq)]
enum Floor {
    Level(u64),
    Dev,
}

/// Checks each member's floor, its dependencies of every kind, its licence and its lints.
pub fn check(tree: &Tree) -> Result<Vec<Finding>, String> {
    let mut findings = Vec::new();
    let mut floors = BTreeMap::new();
    for member in &tree.members {
        match floor_of(member) {
            Ok(floor) => drop(floors.insert(member.name.as_str(), floor)),
            Err(message) => findings.push(at(member, "[package.metadata.kulla]", RULE, message)),
        }
    }
    for member in &tree.members {
        let is_format = is_format(tree, member);
        findings.extend(house_keys(member, is_format));
        let Some(own) = floors.get(member.name.as_str()) else { continue };
        if is_format && *own != Floor::Level(0) {
            findings.push(at(
                member,
                "floor",
                RULE,
                "a crate in `formats/` stands on floor 0; write `floor = 0`",
            ));
        }
        for (name, kind) in &member.dependencies {
            let Some(theirs) = floors.get(name.as_str()) else { continue };
            if let Some(message) = refusal(is_format, *own, name, *theirs, kind) {
                findings.push(at(member, name, RULE, message));
            }
        }
    }
    Ok(findings)
}

fn is_format(tree: &Tree, member: &Member) -> bool {
    member.manifest.starts_with(tree.root.join("crates/formats"))
}

fn floor_of(member: &Member) -> Result<Floor, String> {
    let dev = DEV_CRATES.contains(&member.name.as_str());
    match &member.floor {
        None => Err(format!(
            "`{}` has no floor; add `[package.metadata.kulla]` with `floor = N` (the list is in ARCHITECTURE.md)",
            member.name
        )),
        Some(value) if value.as_str() == Some("dev") && dev => Ok(Floor::Dev),
        Some(value) if value.as_str() == Some("dev") => {
            Err(format!("only `{}` are `dev`; give `{}` a number", DEV_CRATES.join("` and `"), member.name))
        }
        Some(value) => value
            .as_u64()
            .map(Floor::Level)
            .ok_or_else(|| format!("`{value}` is no floor; write a number from 0 up, or \"dev\"")),
    }
}

/// Why `own` may not depend on a crate of floor `theirs`, if so.
fn refusal(is_format: bool, own: Floor, name: &str, theirs: Floor, kind: &str) -> Option<String> {
    let kind = if kind == "normal" { String::new() } else { format!("{kind}-") };
    match (own, theirs) {
        (_, Floor::Dev) => {
            Some(format!("nothing depends on `{name}`, a dev crate; move what you need to a lower floor"))
        }
        (Floor::Dev, _) => None,
        _ if is_format => Some(format!(
            "a format crate depends on no crate of the house, {kind}dependencies too; take `{name}` out and \
             map to our types in `gateways/`"
        )),
        (Floor::Level(own), Floor::Level(theirs)) if theirs < own => None,
        (Floor::Level(2), Floor::Level(2)) => Some(format!(
            "crates of floor 2 never depend on each other, {kind}dependencies too; let `{name}` meet this one \
             through records"
        )),
        (Floor::Level(own), Floor::Level(theirs)) => Some(format!(
            "floor {own} can't have `{name}` of floor {theirs} among its {kind}dependencies; only lower floors \
             are allowed: move the shared part down"
        )),
    }
}

/// What every manifest says alike: its licence and the workspace's lints.
fn house_keys(member: &Member, is_format: bool) -> Vec<Finding> {
    let mut findings = Vec::new();
    let expected = if is_format { FORMAT_LICENSE } else { HOUSE_LICENSE };
    if member.license.as_deref() != Some(expected) {
        let message = format!("`{}` must be licensed `{expected}`; set `license`", member.name);
        findings.push(at(member, "license", "license", message));
    }
    let lints = toml::from_str::<toml::Table>(&member.text)
        .ok()
        .and_then(|manifest| manifest.get("lints")?.get("workspace")?.as_bool());
    if lints != Some(true) {
        let message = "the house's lints are not inherited; add `[lints]` with `workspace = true`";
        findings.push(at(member, "[lints]", "lints", message));
    }
    findings
}

fn at(member: &Member, needle: &str, rule: &'static str, message: impl Into<String>) -> Finding {
    Finding::new(&member.manifest, line_opening(&member.text, needle), rule, message)
}
