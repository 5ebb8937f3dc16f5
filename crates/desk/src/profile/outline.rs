//! Boundaries of areas as they come from outside: a GeoJSON FeatureCollection (RFC 7946), read within limits.

use std::collections::BTreeMap;

use kulla_record::place::{Geometry, PLACE_POINTS_MAX};
use serde::Deserialize;
use serde_json::Value;

/// One feature: where it lies, and by what words it may be known.
#[derive(Debug, Clone, PartialEq)]
pub struct Outline {
    /// Its texts, folded as names are searched; codes and names are among them.
    pub words: Vec<String>,
    /// Its shape: on the globe, and of no more points than a place may have.
    pub shape: Geometry,
}

#[derive(Deserialize)]
struct Collection {
    features: Vec<Feature>,
}

#[derive(Deserialize)]
struct Feature {
    geometry: Geometry,
    #[serde(default)]
    properties: BTreeMap<String, Value>,
}

/// Reads the features of a collection; `Err` says in words what is wrong.
pub fn outlines(text: &str) -> Result<Vec<Outline>, String> {
    let collection: Collection = serde_json::from_str(text).map_err(|error| error.to_string())?;
    let outline = |feature: Feature| {
        let words: Vec<String> =
            feature.properties.values().filter_map(Value::as_str).map(kulla_picture::fold).collect();
        let points = feature.geometry.points().count();
        if points > PLACE_POINTS_MAX || !feature.geometry.points().all(|point| point.is_on_globe()) {
            let named = words.join(", ");
            return Err(format!(
                "`{named}` has {points} points (at most {PLACE_POINTS_MAX}), or one off the globe"
            ));
        }
        Ok(Outline { words, shape: feature.geometry })
    };
    collection.features.into_iter().map(outline).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn feature(point: &str) -> String {
        format!(
            r#"{{"features":[{{"properties":{{"name":"Gjakovë","n":7}},"geometry":{{"type":"Point","coordinates":{point}}}}}]}}"#
        )
    }

    #[test]
    fn an_outline_is_known_by_its_texts_and_lies_on_the_globe() {
        let read = outlines(&feature("[20.4,42.4]")).unwrap();
        assert_eq!(read[0].words, ["gjakove"]);
        for bad in ["[200.0,42.4]", "[20.4]", "[\"x\"]", "null"] {
            assert!(outlines(&feature(bad)).is_err(), "{bad}");
        }
        for text in ["", "{}", "[]", "{\"features\":{}}"] {
            assert!(outlines(text).is_err(), "{text}");
        }
    }
}
