//! `kulla import boundaries`.

use std::io::Write;
use std::path::Path;

use super::{Exit, Fault};
use crate::node::{NodeDir, import_boundaries};

/// Takes boundaries in; 1 when some areas have none.
pub fn boundaries(data: &Path, file: &Path) -> Result<Exit, Fault> {
    let dir = NodeDir::new(data);
    dir.read_config()?;
    let imported = import_boundaries(&dir, file)?;
    let mut out = std::io::stdout().lock();
    writeln!(
        out,
        "{} areas have a boundary now. A running node takes it up at its next start.",
        imported.joined
    )?;
    for name in &imported.unknown {
        writeln!(out, "not an area of the profile: {name}")?;
    }
    for name in &imported.missing {
        writeln!(out, "still approximate: {name}")?;
    }
    Ok(if imported.missing.is_empty() { Exit::Done } else { Exit::Found })
}
