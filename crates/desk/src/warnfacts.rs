//! The profile as the deciders of warnings want it.

use std::collections::BTreeMap;

use jiff::tz::TimeZone;
use kulla_record::place::Geometry;
use kulla_warn::facts::{AreaFacts, HazardFacts, Profile as Facts, Shape as FactShape};

use crate::profile::{Area, Hazard, Profile, Shape};

/// Told once at start; an edited profile needs a restart.
pub(crate) fn of(profile: &Profile) -> Result<Facts, String> {
    let country = &profile.country;
    let zone = TimeZone::get(&country.time.zone).map_err(|error| format!("time.zone: {error}"))?;
    let approximate = profile.areas.iter().any(|area| matches!(area.shape, Shape::Approximate { .. }));
    Ok(Facts {
        sender: country.cap.sender.clone(),
        sender_names: country.cap.sender_name.clone(),
        tags: country.languages.tags.clone(),
        fallback: country.languages.fallback.clone(),
        zone,
        areas: profile.areas.iter().map(|area| (area.code.clone(), facts_of(area))).collect(),
        geocode_scheme: country.areas.geocode_scheme.clone(),
        areas_note: if approximate { country.areas.note.clone() } else { BTreeMap::new() },
        hazards: profile
            .hazards
            .iter()
            .map(|hazard| (hazard.code.clone(), hazard_of(hazard, profile)))
            .collect(),
        contact: country.emergency.first().map(|number| number.number.clone()),
        exercise_words: country.exercise.word.clone(),
    })
}

fn facts_of(area: &Area) -> AreaFacts {
    let shape = match &area.shape {
        Shape::Approximate { radius_km } => FactShape::Circle { centre: area.seat, radius_km: *radius_km },
        Shape::Imported(geometry) => FactShape::Polygons(outer_rings(geometry)),
    };
    AreaFacts { names: area.name.clone(), official: area.languages.clone(), shape }
}

fn outer_rings(geometry: &Geometry) -> Vec<Vec<kulla_record::place::Point>> {
    match geometry {
        Geometry::Point(_) => Vec::new(),
        Geometry::Polygon(rings) => rings.first().cloned().into_iter().collect(),
        Geometry::MultiPolygon(polygons) => {
            polygons.iter().filter_map(|rings| rings.first().cloned()).collect()
        }
    }
}

fn hazard_of(hazard: &Hazard, profile: &Profile) -> HazardFacts {
    let scheme = &profile.country.cap.event_code_scheme;
    HazardFacts {
        category: hazard.category.clone(),
        names: hazard.name.clone(),
        codes: hazard.oet.iter().map(|term| (scheme.clone(), term.code.clone())).collect(),
    }
}
