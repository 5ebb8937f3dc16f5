//! `kulla doctor`: what would hurt in production, why, and what to do about it.
//!
//! It looks and changes nothing but one small file that it writes and removes to see how the disk syncs. What it can't
//! see it says too: silence would read as health.

mod copies;
mod country;
mod disk;
mod host;
mod secrets;
mod x509;

use std::io::Write;

use kulla_record::Clock;
use serde::Serialize;

use super::{Exit, Fault};
use crate::cli::Doctor;
use crate::node::{NodeConfig, NodeDir};
use crate::world::SystemClock;

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Weight {
    /// Records, secrets or people are at risk now.
    Danger,
    /// It hurts on a bad day.
    Warning,
    /// To know; no reason for the exit code to be 1.
    Note,
}

/// One thing that would hurt.
#[derive(Debug, Clone, Serialize)]
pub struct Finding {
    /// Stable, for whoever filters.
    pub code: &'static str,
    /// How bad.
    pub weight: Weight,
    /// What is so.
    pub what: String,
    /// Why it hurts.
    pub why: &'static str,
    /// What to do.
    pub todo: String,
}

/// What is looked at, and what was found.
pub struct Visit<'a> {
    pub dir: NodeDir,
    pub config: NodeConfig,
    pub asked: &'a Doctor,
    pub now_s: u64,
    found: Vec<Finding>,
}

impl Visit<'_> {
    /// Says one thing.
    pub fn say(
        &mut self,
        weight: Weight,
        code: &'static str,
        what: impl Into<String>,
        why: &'static str,
        todo: impl Into<String>,
    ) {
        self.found.push(Finding { code, weight, what: what.into(), why, todo: todo.into() });
    }

    /// Seconds since a file was written.
    pub fn age_s(&self, path: &std::path::Path) -> Option<u64> {
        let at = std::fs::metadata(path).and_then(|found| found.modified()).ok()?;
        let at = at.duration_since(std::time::UNIX_EPOCH).ok()?.as_secs();
        Some(self.now_s.saturating_sub(at))
    }
}

/// Looks at a node; 1 when something would hurt.
pub fn run(asked: &Doctor) -> Result<Exit, Fault> {
    let dir = NodeDir::new(&asked.data);
    let config = dir.read_config()?;
    let mut visit = Visit { dir, config, asked, now_s: SystemClock.unix_ms() / 1_000, found: Vec::new() };
    secrets::look(&mut visit)?;
    disk::look(&mut visit)?;
    host::look(&mut visit);
    copies::look(&mut visit);
    country::look(&mut visit)?;
    visit.found.sort_by_key(|finding| finding.weight);
    tell(&visit)?;
    let hurts = visit.found.iter().any(|finding| finding.weight != Weight::Note);
    Ok(if hurts { Exit::Found } else { Exit::Done })
}

fn tell(visit: &Visit<'_>) -> Result<(), Fault> {
    let mut out = std::io::stdout().lock();
    if visit.asked.json {
        for finding in &visit.found {
            let line = serde_json::to_string(finding).map_err(|error| Fault::data(error.to_string()))?;
            writeln!(out, "{line}")?;
        }
        return Ok(());
    }
    for finding in &visit.found {
        let weight = match finding.weight {
            Weight::Danger => "DANGER",
            Weight::Warning => "warning",
            Weight::Note => "note",
        };
        writeln!(out, "{weight}: {} [{}]", finding.what, finding.code)?;
        writeln!(out, "  why: {}", finding.why)?;
        writeln!(out, "  do:  {}", finding.todo)?;
    }
    let kind = if visit.config.exercise_only { "exercise-only" } else { "operational" };
    let of = |weight| visit.found.iter().filter(|finding| finding.weight == weight).count();
    let (danger, warning, note) = (of(Weight::Danger), of(Weight::Warning), of(Weight::Note));
    writeln!(out, "{danger} dangers, {warning} warnings and {note} notes about this {kind} node.")?;
    Ok(())
}
