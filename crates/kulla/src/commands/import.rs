//! `kulla import`: boundaries into the profile of a node, places into its register.

use std::io::Write;
use std::path::Path;

use kulla_desk::register;

use super::{Exit, Fault, socket};
use crate::node::open::Node;
use crate::node::{NodeDir, import_boundaries};

/// Bytes of a file of places; the socket of a running node takes no more either.
const PLACES_BYTES_MAX: u64 = 1 << 20;

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

/// Takes in units, facilities and shelters; 1 when the file is refused.
pub fn places(data: &Path, file: &Path) -> Result<Exit, Fault> {
    let dir = NodeDir::new(data);
    dir.read_config()?;
    let io = |error: std::io::Error| Fault::usage(format!("`{}` can't be read: {error}", file.display()));
    let size = std::fs::metadata(file).map_err(io)?.len();
    if size > PLACES_BYTES_MAX {
        let why = format!("`{}` has {size} bytes; at most {PLACES_BYTES_MAX} are read", file.display());
        return Err(Fault::usage(why));
    }
    let text = std::fs::read(file).map_err(io)?;
    match socket::ask(&dir, "POST /import/places", &text)? {
        Some(answer) => told(&answer),
        None => by_hand(dir, &text),
    }
}

fn by_hand(dir: NodeDir, text: &[u8]) -> Result<Exit, Fault> {
    let node = Node::open(dir, None, &mut |_, _| {})?;
    let mut out = std::io::stdout().lock();
    let things = match register::read(text, node.desk.profile()) {
        Ok(things) => things,
        Err(faults) => {
            faults.iter().try_for_each(|fault| writeln!(out, "{fault}"))?;
            node.close()?;
            return Ok(Exit::Found);
        }
    };
    let counts = node.desk.register_places(&things).map_err(|failure| Fault::data(failure.to_string()))?;
    writeln!(out, "{} new, {} changed, {} as they were", counts.new, counts.changed, counts.same)?;
    node.close()?;
    Ok(Exit::Done)
}

/// What a running node told.
fn told(answer: &socket::Answer) -> Result<Exit, Fault> {
    let told: serde_json::Value = serde_json::from_str(&answer.body).unwrap_or_default();
    let mut out = std::io::stdout().lock();
    if !answer.done {
        let why = told["detail"].as_str().unwrap_or("the running node did not take it");
        why.split("; ").try_for_each(|fault| writeln!(out, "{fault}"))?;
        return Ok(Exit::Found);
    }
    writeln!(out, "{} new, {} changed, {} as they were", told["new"], told["changed"], told["same"])?;
    Ok(Exit::Done)
}
