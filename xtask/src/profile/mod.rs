//! `cargo xtask profile`: a deployment profile keeps what its README promises.
//!
//! A profile is data that people edit by hand, and a node reads it once. What doesn't fit together is told
//! here, with its line, before a node is made from it.

mod areas;
mod cyrillic;
mod labels;
mod parties;
mod policies;
mod services;
mod tables;
mod texts;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;

use crate::Report;
use crate::finding::{Finding, line_of, line_opening};
use tables::Tables;

const RULE: &str = "profile";

/// Checks every profile below `profiles/`.
pub fn check(root: &Path) -> Result<Report, String> {
    let root = fs::canonicalize(root).map_err(|e| format!("`{}` can't be read: {e}", root.display()))?;
    let dir = root.join("profiles");
    let entries = fs::read_dir(&dir).map_err(|e| format!("`{}` can't be read: {e}", dir.display()))?;
    let profiles: BTreeSet<PathBuf> =
        entries.filter_map(|entry| entry.ok().map(|e| e.path())).filter(|path| path.is_dir()).collect();
    if profiles.is_empty() {
        return Err(format!("`{}` holds no profile", dir.display()));
    }
    let mut findings = Vec::new();
    for profile in &profiles {
        findings.extend(of_profile(profile));
    }
    Ok(Report { looked_at: format!("{} profile(s)", profiles.len()), findings })
}

fn of_profile(dir: &Path) -> Vec<Finding> {
    let mut findings = Vec::new();
    let Some(tables) = Tables::read(dir, &mut findings) else { return findings };
    findings.extend(areas::check(&tables));
    findings.extend(parties::check(&tables));
    findings.extend(labels::check(&tables));
    findings.extend(services::check(&tables));
    findings.extend(texts::check(&tables));
    findings
}

/// One file of a profile: its text for line numbers, and what it says.
pub struct Table<T> {
    pub path: PathBuf,
    pub text: String,
    pub says: T,
}

impl<T> Table<T> {
    /// A finding at the first line that opens with `start`; at the top if there is none.
    pub fn finding(&self, start: &str, message: impl Into<String>) -> Finding {
        Finding::new(&self.path, line_opening(&self.text, start), RULE, message)
    }

    /// A finding at the entry with this code.
    pub fn finding_at_code(&self, code: &str, message: impl Into<String>) -> Finding {
        self.finding(&format!("code = \"{code}\""), message)
    }
}

impl<T: DeserializeOwned> Table<T> {
    /// Reads a TOML file; what doesn't fit its fields is a finding.
    fn read(dir: &Path, name: &str, findings: &mut Vec<Finding>) -> Option<Table<T>> {
        let path = dir.join(name);
        let Ok(text) = fs::read_to_string(&path) else {
            findings.push(Finding::new(
                &path,
                1,
                RULE,
                "the file is missing; the README says what belongs there",
            ));
            return None;
        };
        match toml::from_str(&text) {
            Ok(says) => Some(Table { path, text, says }),
            Err(error) => {
                let line = error.span().map_or(1, |span| line_of(text.as_bytes(), span.start));
                let message = format!("{}; the README has the fields", error.message().replace('\n', " "));
                findings.push(Finding::new(&path, line, RULE, message));
                None
            }
        }
    }
}

/// The codes that stand more than once.
pub fn twice<'a>(codes: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let mut seen = BTreeSet::new();
    codes.filter(|code| !seen.insert(*code)).collect()
}

/// Whether a label can write the code: 1 to 64 lower-case letters, digits, `-`, `_`, `.`.
pub fn is_word(code: &str) -> bool {
    let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b"-_.".contains(&b);
    (1..=64).contains(&code.len()) && code.bytes().all(plain)
}
