//! What lies under a map: outlines and rivers as drawings, villages as names. All of it may be left out or exchanged
//! by the operator; none of it says where anybody's border is.

use std::path::Path;

use kulla_record::place::Point;
use serde_json::Value;

use super::{BadProfile, Texts, csv, read_text};

/// Outline of the country and its neighbours.
const OUTLINE: &str = "outline.geojson";
/// Rivers and lakes.
const RIVERS: &str = "rivers.geojson";
/// Names below the municipalities.
const VILLAGES: &str = "villages.csv";
/// Features of one drawing.
const FEATURES_MAX: usize = 5_000;

/// The drawings of a profile.
#[derive(Debug, Clone, Default)]
pub struct BaseMap {
    /// A GeoJSON FeatureCollection; `Null` where the profile has none.
    pub outline: Value,
    /// The same for rivers.
    pub rivers: Value,
    /// Places that can be looked for by name.
    pub villages: Vec<Village>,
}

/// A place with names.
#[derive(Debug, Clone, PartialEq)]
pub struct Village {
    /// By language.
    pub name: Texts,
    /// The code of its municipality.
    pub area: String,
    /// Where.
    pub at: Point,
}

impl BaseMap {
    pub(super) fn load(dir: &Path) -> Result<BaseMap, BadProfile> {
        Ok(BaseMap {
            outline: drawing(&dir.join(OUTLINE))?,
            rivers: drawing(&dir.join(RIVERS))?,
            villages: villages(&dir.join(VILLAGES))?,
        })
    }
}

fn drawing(file: &Path) -> Result<Value, BadProfile> {
    let bad = |problem: String| BadProfile { file: file.to_owned(), problem };
    if !file.exists() {
        return Ok(Value::Null);
    }
    let read: Value = serde_json::from_str(&read_text(file)?).map_err(|error| bad(error.to_string()))?;
    let features = read.get("features").and_then(Value::as_array);
    match (read.get("type").and_then(Value::as_str), features) {
        (Some("FeatureCollection"), Some(features)) if features.len() <= FEATURES_MAX => Ok(read),
        _ => Err(bad(format!("it is not a GeoJSON FeatureCollection of at most {FEATURES_MAX} features"))),
    }
}

fn villages(file: &Path) -> Result<Vec<Village>, BadProfile> {
    let mut villages = Vec::new();
    if !file.exists() {
        return Ok(villages);
    }
    csv::rows(&read_text(file)?, |row| {
        let mut name = Texts::new();
        for (language, column) in [("sq", "name_sq"), ("sr", "name_sr"), ("sr-Cyrl", "name_sr_cyrl")] {
            name.insert(language.into(), row.text(column)?.into());
        }
        let at = Point::lat_lon(row.parse("lat")?, row.parse("lon")?);
        let at = at.ok_or_else(|| format!("line {}: the place lies off the globe", row.line))?;
        villages.push(Village { name, area: row.text("area")?.into(), at });
        Ok(())
    })
    .map_err(|problem| BadProfile { file: file.to_owned(), problem })?;
    Ok(villages)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_profile_without_drawings_is_a_profile_and_one_with_a_broken_drawing_is_told() {
        let dir = tempfile::tempdir().unwrap();
        let base = BaseMap::load(dir.path()).unwrap();
        assert!(base.outline.is_null() && base.villages.is_empty());
        std::fs::write(dir.path().join(RIVERS), r#"{"type":"Feature"}"#).unwrap();
        let told = BaseMap::load(dir.path()).unwrap_err().to_string();
        assert!(told.contains(RIVERS) && told.contains("FeatureCollection"), "{told}");
    }

    #[test]
    fn villages_have_names_in_both_scripts() {
        let dir = tempfile::tempdir().unwrap();
        let text = "name_sq,name_sr,name_sr_cyrl,area,lat,lon\nGjonaj,Đonaj,Ђонај,20,42.25,20.62\n";
        std::fs::write(dir.path().join(VILLAGES), text).unwrap();
        let base = BaseMap::load(dir.path()).unwrap();
        assert_eq!(
            (base.villages[0].name["sr-Cyrl"].as_str(), base.villages[0].at),
            ("Ђонај", Point(20.62, 42.25))
        );
    }
}
