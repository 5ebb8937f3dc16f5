//! Lock files: where packages come from is the machine's affair, and what we refuse is written in `deny.toml`.
//!
//! `cargo deny` reads the same file and does more; this holds its list of banned crates wherever the tests
//! run, without that tool.

use std::fs;
use std::path::Path;

use super::tree::{File, Tree};
use crate::finding::Finding;

const CRATES_IO: &str = concat!("registry+https://github.com/", "rust-lang/crates.io-index");
/// Settings and hosts that tie a checkout to one registry.
const REGISTRY_TRACES: &[&str] = &[
    concat!("index", "-url"),
    concat!("sparse", "+http"),
    concat!("registry", "=http"),
    concat!("registry.", "npmjs.org"),
    concat!("index.", "crates.io"),
    concat!("pypi.", "org/simple"),
    concat!("deb.", "debian.org"),
];

/// Checks lock files, and traces of registries anywhere.
pub fn check(tree: &Tree) -> Result<Vec<Finding>, String> {
    let deny = tree.root.join("deny.toml");
    let banned = banned_crates(&deny)?;
    let mut findings = Vec::new();
    if banned.is_none() {
        let message =
            "the file is missing; write which licences are allowed and which crates are banned, and why";
        findings.push(Finding::new(&deny, 1, "banned-crate", message));
    }
    for file in &tree.files {
        match file.name.rsplit('/').next().unwrap_or_default() {
            "Cargo.lock" => findings.extend(cargo_lock(file, banned.as_deref().unwrap_or_default())),
            "package-lock.json" => findings.extend(package_lock(file)),
            _ => findings.extend(registry_traces(file)),
        }
    }
    Ok(findings)
}

/// Name and reason of each crate that `deny.toml` bans; `None` if there is no such file.
fn banned_crates(deny: &Path) -> Result<Option<Vec<(String, String)>>, String> {
    let Ok(text) = fs::read_to_string(deny) else { return Ok(None) };
    let table: toml::Table = toml::from_str(&text).map_err(|e| format!("`{}`: {e}", deny.display()))?;
    let list = table.get("bans").and_then(|bans| bans.get("deny")?.as_array()).cloned().unwrap_or_default();
    let text_of =
        |entry: &toml::Value, key: &str| entry.get(key).and_then(|v| v.as_str().map(str::to_owned));
    let named = list.iter().map(|entry| {
        let name = text_of(entry, "crate").ok_or("`deny.toml`: each banned crate needs `crate`")?;
        let reason =
            text_of(entry, "reason").ok_or(format!("`deny.toml`: say the `reason` for `{name}`"))?;
        Ok::<_, String>((name, reason))
    });
    named.collect::<Result<Vec<_>, _>>().map(Some)
}

fn cargo_lock(file: &File, banned: &[(String, String)]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (n, line) in file.text.lines().enumerate() {
        let value = |key: &str| line.strip_prefix(key).map(|rest| rest.trim_matches('"'));
        if let Some(source) = value("source = ").filter(|source| *source != CRATES_IO) {
            let message =
                format!("`{source}` is no source that others can reach; depend on a released crate");
            findings.push(Finding::new(&file.path, n + 1, "registry", message));
        }
        let name = value("name = ").unwrap_or_default();
        if let Some((name, reason)) = banned.iter().find(|(banned, _)| banned == name) {
            let message =
                format!("`{name}` is banned: {reason}; find who brings it in with `cargo tree -i {name}`");
            findings.push(Finding::new(&file.path, n + 1, "banned-crate", message));
        }
    }
    findings
}

fn package_lock(file: &File) -> Vec<Finding> {
    let hosts = file.text.lines().enumerate().filter(|(_, line)| {
        line.trim_start()
            .strip_prefix("\"resolved\":")
            .is_some_and(|rest| rest.trim_start().starts_with("\"http"))
    });
    let message = "a registry's host is written into the lock file; make it again with `npm install \
                   --omit-lockfile-registry-resolved`";
    hosts.map(|(n, _)| Finding::new(&file.path, n + 1, "registry", message)).collect()
}

fn registry_traces(file: &File) -> Vec<Finding> {
    let lines = file.text.lines().enumerate();
    let traces = lines.filter_map(|(n, line)| {
        let line: String = line.split_whitespace().collect();
        REGISTRY_TRACES.iter().find(|trace| line.contains(**trace)).map(|trace| (n, trace))
    });
    traces
        .map(|(n, trace)| {
            let message = format!(
                "`{trace}` ties the checkout to one registry; leave that to each machine's settings"
            );
            Finding::new(&file.path, n + 1, "registry", message)
        })
        .collect()
}
