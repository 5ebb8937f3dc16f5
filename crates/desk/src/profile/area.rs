//! Municipalities: names, people, languages, and a shape that is a circle until boundaries are imported.

use std::path::Path;

use kulla_record::label::Word;
use kulla_record::place::{Geometry, Point};

use super::{Agency, BadProfile, Texts, csv, read_text};

/// The shape of an area.
#[derive(Debug, Clone, PartialEq)]
pub enum Shape {
    /// A circle of the area's size around its seat. Every use of it says "approximate".
    Approximate {
        /// Kilometres.
        radius_km: f64,
    },
    /// From `kulla import boundaries`.
    Imported(Geometry),
}

/// A municipality.
#[derive(Debug, Clone, PartialEq)]
pub struct Area {
    /// Number of the statistics office; the area code of records and warnings.
    pub code: String,
    /// The municipality as an agency.
    pub agency: Word,
    /// Names: `sq`, `sr`, `sr-Cyrl`, `en`, and `tr`, `bs` where the law gives them a place.
    pub name: Texts,
    /// Other names in use.
    pub alternates: Vec<String>,
    /// People, with the range to plan with.
    pub population: Population,
    /// The seat, not the centre.
    pub seat: Point,
    /// Official languages: a warning has to be in each of them.
    pub languages: Vec<String>,
    /// Languages in official use, a lesser right.
    pub languages_in_use: Vec<String>,
    /// Its shape.
    pub shape: Shape,
}

/// How many people live somewhere, and how sure that is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Population {
    /// Counted.
    pub counted: u64,
    /// At least.
    pub low: u64,
    /// At most.
    pub high: u64,
    /// Whether the count may be planned with.
    pub plan: bool,
}

impl Area {
    pub(super) fn as_agency(&self) -> Agency {
        Agency {
            code: self.agency.clone(),
            kind: "municipality".into(),
            name: self.name.clone(),
            short: Texts::new(),
            holds: None,
        }
    }
}

pub(super) fn load(file: &Path) -> Result<Vec<Area>, BadProfile> {
    let bad = |problem: String| BadProfile { file: file.to_owned(), problem };
    let mut areas = Vec::new();
    csv::rows(&read_text(file)?, |row| {
        areas.push(area(row)?);
        Ok(())
    })
    .map_err(bad)?;
    if areas.is_empty() {
        return Err(bad("there is no area in it".into()));
    }
    areas.sort_by(|a, b| a.code.cmp(&b.code));
    match areas.windows(2).find(|pair| pair[0].code == pair[1].code) {
        Some(pair) => Err(bad(format!("code `{}` is there twice", pair[0].code))),
        None => Ok(areas),
    }
}

fn area(row: &csv::Row<'_>) -> Result<Area, String> {
    const NAMES: [(&str, &str); 6] = [
        ("sq", "name_sq"),
        ("sr", "name_sr"),
        ("sr-Cyrl", "name_sr_cyrl"),
        ("en", "name_en"),
        ("tr", "name_tr"),
        ("bs", "name_bs"),
    ];
    let mut name = Texts::new();
    for (language, column) in NAMES {
        let text = row.text(column)?;
        if !text.is_empty() {
            name.insert(language.into(), text.into());
        }
    }
    let seat = Point::lat_lon(row.parse("seat_lat")?, row.parse("seat_lon")?);
    let km2: f64 = row.parse("area_km2")?;
    Ok(Area {
        code: row.text("code")?.into(),
        agency: row.parse("agency")?,
        name,
        alternates: list(row.text("alternates")?),
        population: Population {
            counted: row.parse("pop")?,
            low: row.parse("pop_low")?,
            high: row.parse("pop_high")?,
            plan: row.parse("use_for_planning")?,
        },
        seat: seat.ok_or_else(|| format!("line {}: the seat lies off the globe", row.line))?,
        languages: list(row.text("languages_official")?),
        languages_in_use: list(row.text("languages_in_use")?),
        shape: Shape::Approximate { radius_km: (km2.max(0.0) / std::f64::consts::PI).sqrt() },
    })
}

fn list(text: &str) -> Vec<String> {
    text.split(';').map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect()
}
