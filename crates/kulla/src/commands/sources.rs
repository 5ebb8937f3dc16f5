//! The register of real sources: read at the start, and judged by hand before it is used.

use std::fs;
use std::io::{ErrorKind, Write};
use std::path::Path;

use kulla_desk::profile::Profile;
use kulla_gateways::sources::{Listed, read};

use super::{Exit, Fault};
use crate::node::{NodeDir, apply_boundaries};

/// What the register of a node lists. Without a file that was asked for, the one in the node's folder; without
/// that, nothing.
pub fn listed(dir: &NodeDir, asked: Option<&Path>, profile: &Profile) -> Result<Vec<Listed>, Fault> {
    let own = dir.sources();
    let path = asked.unwrap_or(&own);
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound && asked.is_none() => return Ok(Vec::new()),
        Err(error) => return Err(Fault::data(format!("`{}`: {error}", path.display()))),
    };
    let knows = |code: &str| profile.agency(code).is_some();
    read(&text, &knows).map_err(|faults| {
        let lines: Vec<String> = faults.iter().map(|fault| format!("  {fault}")).collect();
        Fault::data(format!("`{}` is not used as it is:\n{}", path.display(), lines.join("\n")))
    })
}

/// `kulla check sources`: each mistake with its line and rule, or what would be listened to.
pub fn check(data: &Path, file: Option<&Path>) -> Result<Exit, Fault> {
    let dir = NodeDir::new(data);
    dir.read_config()?;
    let mut profile = Profile::load(&dir.profile()).map_err(|bad| Fault::data(bad.to_string()))?;
    apply_boundaries(&dir, &mut profile)?;
    let mut out = std::io::stdout().lock();
    match listed(&dir, file, &profile) {
        Ok(listed) => {
            for one in &listed {
                let source = &one.source;
                writeln!(out, "{}: {} for {}, by {}", source.code, source.name, source.owner, source.door)?;
            }
            writeln!(out, "{} sources, nothing is wrong with them", listed.len())?;
            Ok(Exit::Done)
        }
        Err(fault) => {
            writeln!(out, "{fault}")?;
            Ok(Exit::Found)
        }
    }
}
