//! `kulla doctor`: what would hurt in production, and what to do about it.

use std::fs;
use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use kulla_desk::profile::{Profile, Shape};

use super::{Exit, Fault};
use crate::node::{NodeConfig, NodeDir, apply_boundaries};

/// Checkpoints older than this mean that nobody signs heads, in seconds.
const CHECKPOINT_OLD_S: u64 = 3_600;

/// Looks at a node; 1 when something would hurt.
pub fn run(data: &Path) -> Result<Exit, Fault> {
    let dir = NodeDir::new(data);
    let config = dir.read_config()?;
    let mut said = Vec::new();
    secrets(&dir, &mut said)?;
    logs(&dir, &config, &mut said);
    profile(&dir, &config, &mut said)?;
    let mut out = std::io::stdout().lock();
    for line in &said {
        writeln!(out, "- {line}")?;
    }
    let kind = if config.exercise_only { "exercise-only" } else { "operational" };
    match said.is_empty() {
        true => writeln!(out, "Nothing that would hurt was found in this {kind} node.")?,
        false => writeln!(out, "{} things would hurt in this {kind} node.", said.len())?,
    }
    Ok(if said.is_empty() { Exit::Done } else { Exit::Found })
}

fn secrets(dir: &NodeDir, said: &mut Vec<String>) -> Result<(), Fault> {
    let folder = fs::metadata(dir.root())?.permissions().mode();
    if folder & 0o077 != 0 {
        said.push(format!(
            "others on this machine can look into the folder: run `chmod 700 {}`",
            dir.root().display()
        ));
    }
    for name in ["node.key", "checkpoint.key"] {
        let path = dir.keys().join(name);
        match fs::metadata(&path) {
            Ok(found) if found.permissions().mode() & 0o077 != 0 => {
                said.push(format!("others may read the key: run `chmod 600 {}`", path.display()));
            }
            Ok(_) => {}
            Err(error) => said.push(format!(
                "the key `{}` is not there: {error}; restore it from a backup",
                path.display()
            )),
        }
    }
    said.push(
        "the picture (picture.sqlite) holds content in the clear: put the folder on an encrypted disk (SAFEGUARDS.md says why)".into(),
    );
    Ok(())
}

fn logs(dir: &NodeDir, config: &NodeConfig, said: &mut Vec<String>) {
    for entry in &config.logs {
        let head = fs::metadata(dir.log(&entry.name).join("checkpoint")).and_then(|found| found.modified());
        let old =
            head.ok().and_then(|at| at.elapsed().ok()).is_none_or(|age| age.as_secs() > CHECKPOINT_OLD_S);
        if old && entry.name != "access" {
            said.push(format!("log `{}` has no head younger than an hour: run the node, and keep copies of its heads elsewhere", entry.name));
        }
    }
    said.push(
        "no witness keeps the heads of the logs: copy logs/*/checkpoint to another organisation every day"
            .into(),
    );
}

fn profile(dir: &NodeDir, config: &NodeConfig, said: &mut Vec<String>) -> Result<(), Fault> {
    let mut profile = Profile::load(&dir.profile()).map_err(|bad| Fault::data(bad.to_string()))?;
    apply_boundaries(dir, &mut profile)?;
    let approximate =
        profile.areas.iter().filter(|area| matches!(area.shape, Shape::Approximate { .. })).count();
    if approximate > 0 {
        said.push(format!(
            "{approximate} areas are circles around their seats: run `kulla import boundaries FILE`"
        ));
    }
    if profile.country.cap.sender.ends_with(".invalid") {
        said.push(format!(
            "CAP messages go out as `{}`: set `cap.sender` in profile/profile.toml",
            profile.country.cap.sender
        ));
    }
    let unedited = fs::read_to_string(dir.profile().join("hazards.toml"))
        .is_ok_and(|text| text.contains("texts_edited = false"));
    if unedited {
        said.push(
            "the texts of hazards.toml have not been through a native editor (`texts_edited = false`)"
                .into(),
        );
    }
    if !config.exercise_only && dir.profile().join("desk.toml").exists() {
        said.push(
            "profile/desk.toml names invented people: an operational node never reads it; remove it".into(),
        );
    }
    Ok(())
}
