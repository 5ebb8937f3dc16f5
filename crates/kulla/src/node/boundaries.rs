//! Boundaries of the areas, brought in by the operator (`kulla import boundaries`).

use std::fs;
use std::path::Path;

use kulla_desk::profile::{Area, Profile, Shape, outlines};

use super::NodeDir;
use crate::commands::Fault;

const FILE: &str = "boundaries.geojson";
/// Bytes of a file of boundaries.
const FILE_BYTES_MAX: u64 = 64 << 20;

/// How a file of boundaries met the profile.
pub struct Imported {
    /// Areas that have a shape now.
    pub joined: usize,
    /// Areas that have none in the file.
    pub missing: Vec<String>,
    /// Features that belong to no area.
    pub unknown: Vec<String>,
}

/// Reads a GeoJSON FeatureCollection (RFC 7946), joins it to the areas by code or any name, and keeps it.
pub fn import(dir: &NodeDir, file: &Path) -> Result<Imported, Fault> {
    let text = read(file)?;
    let mut profile = Profile::load(&dir.profile()).map_err(|bad| Fault::data(bad.to_string()))?;
    let imported = join(&text, file, &mut profile)?;
    let to = dir.profile().join(FILE);
    fs::write(&to, text).map_err(|error| Fault::data(format!("`{}`: {error}", to.display())))?;
    Ok(imported)
}

/// Puts imported boundaries into a profile that was just read.
pub fn apply(dir: &NodeDir, profile: &mut Profile) -> Result<(), Fault> {
    let file = dir.profile().join(FILE);
    if !file.exists() {
        return Ok(());
    }
    join(&read(&file)?, &file, profile).map(|_| ())
}

fn read(file: &Path) -> Result<String, Fault> {
    let io = |error: std::io::Error| Fault::usage(format!("`{}` can't be read: {error}", file.display()));
    let size = fs::metadata(file).map_err(io)?.len();
    if size > FILE_BYTES_MAX {
        return Err(Fault::usage(format!(
            "`{}` has {size} bytes; at most {FILE_BYTES_MAX} are read",
            file.display()
        )));
    }
    fs::read_to_string(file).map_err(io)
}

fn join(text: &str, file: &Path, profile: &mut Profile) -> Result<Imported, Fault> {
    let bad = |why: String| {
        Fault::usage(format!("`{}` is not a GeoJSON FeatureCollection of areas: {why}", file.display()))
    };
    let (mut joined, mut unknown) = (Vec::new(), Vec::new());
    for outline in outlines(text).map_err(bad)? {
        let words = outline.words;
        match profile.areas.iter_mut().find(|area| names(area).iter().any(|name| words.contains(name))) {
            Some(area) => {
                area.shape = Shape::Imported(outline.shape);
                joined.push(area.code.clone());
            }
            None => unknown.push(words.join(", ")),
        }
    }
    if joined.is_empty() {
        return Err(bad("no feature has the code or the name of an area in its properties".into()));
    }
    let missing = profile.areas.iter().filter(|area| !joined.contains(&area.code));
    let missing = missing.map(|area| area.name.values().next().cloned().unwrap_or_default()).collect();
    Ok(Imported { joined: joined.len(), missing, unknown })
}

fn names(area: &Area) -> Vec<String> {
    area.name
        .values()
        .chain(&area.alternates)
        .map(|name| kulla_picture::fold(name))
        .chain([area.code.clone()])
        .collect()
}
