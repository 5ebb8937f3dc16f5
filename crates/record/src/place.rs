//! Where: WGS 84 longitude and latitude in degrees, and the names of areas.

use serde::{Deserialize, Serialize};

use crate::kind::Rest;

/// Rings and points of one place.
pub const PLACE_POINTS_MAX: usize = 20_000;

/// Kilometres of one degree of latitude.
pub const KM_PER_DEGREE: f64 = 111.195;

/// A point, WGS 84, degrees. GeoJSON order (RFC 7946 §3.1.1): longitude first.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Point(pub f64, pub f64);

impl Point {
    /// From latitude and longitude, the order in which people and CAP speak; `None` off the globe.
    pub fn lat_lon(lat: f64, lon: f64) -> Option<Point> {
        let on_globe = (-90.0..=90.0).contains(&lat) && (-180.0..=180.0).contains(&lon);
        on_globe.then_some(Point(lon, lat))
    }

    /// Degrees north.
    pub const fn lat(self) -> f64 {
        self.1
    }

    /// Degrees east.
    pub const fn lon(self) -> f64 {
        self.0
    }

    /// Kilometres to another point, on a sphere that is flat over the distances of one country.
    pub fn km_to(self, other: Point) -> f64 {
        let east = (self.lon() - other.lon()) * f64::midpoint(self.lat(), other.lat()).to_radians().cos();
        east.hypot(self.lat() - other.lat()) * KM_PER_DEGREE
    }

    /// Whether it lies on the globe (a parsed point may not).
    pub fn is_on_globe(self) -> bool {
        Point::lat_lon(self.1, self.0).is_some()
    }
}

/// The shape of a place.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(tag = "type", content = "coordinates")]
pub enum Geometry {
    /// One point.
    Point(Point),
    /// Rings; the first is the outer one, each is closed (RFC 7946 §3.1.6).
    Polygon(Vec<Vec<Point>>),
    /// Several polygons.
    MultiPolygon(Vec<Vec<Vec<Point>>>),
}

impl Geometry {
    /// All points, in order.
    pub fn points(&self) -> Box<dyn Iterator<Item = Point> + '_> {
        match self {
            Geometry::Point(point) => Box::new(std::iter::once(*point)),
            Geometry::Polygon(rings) => Box::new(rings.iter().flatten().copied()),
            Geometry::MultiPolygon(polygons) => Box::new(polygons.iter().flatten().flatten().copied()),
        }
    }
}

/// A place as a record tells it: a shape, codes, words, or any of them.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Place {
    /// In words, as the author wrote it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub words: String,
    /// Codes of the profile's areas (municipalities).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub areas: Vec<String>,
    /// The shape, if one is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub geometry: Option<Geometry>,
    /// Fields of a newer program.
    #[serde(flatten)]
    #[schema(ignore)]
    pub rest: Rest,
}

impl Place {
    /// The middle of the box around its shape.
    pub fn middle(&self) -> Option<Point> {
        let around = Bounds::around(self.geometry.as_ref()?.points())?;
        Some(Point(f64::midpoint(around.west, around.east), f64::midpoint(around.south, around.north)))
    }
}

/// A box in degrees, west-south-east-north (RFC 7946 §5).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bounds {
    /// Lowest longitude.
    pub west: f64,
    /// Lowest latitude.
    pub south: f64,
    /// Highest longitude.
    pub east: f64,
    /// Highest latitude.
    pub north: f64,
}

impl Bounds {
    /// The smallest box around the points that lie on the globe.
    pub fn around(points: impl Iterator<Item = Point>) -> Option<Bounds> {
        points.filter(|p| p.is_on_globe()).take(PLACE_POINTS_MAX).fold(None, |bounds, p| {
            let b = bounds.unwrap_or(Bounds { west: p.0, south: p.1, east: p.0, north: p.1 });
            Some(Bounds {
                west: b.west.min(p.0),
                south: b.south.min(p.1),
                east: b.east.max(p.0),
                north: b.north.max(p.1),
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_geojson_inside() {
        let place: Place =
            serde_json::from_str(r#"{"geometry":{"type":"Point","coordinates":[20.74,42.21]}}"#).unwrap();
        assert_eq!(place.geometry, Some(Geometry::Point(Point(20.74, 42.21))));
        assert_eq!(Bounds::around(place.geometry.unwrap().points()).unwrap().north, 42.21);
    }

    #[test]
    fn a_point_off_the_globe_is_no_point() {
        assert_eq!(Point::lat_lon(91.0, 0.0), None);
        assert_eq!(Point::lat_lon(0.0, f64::NAN), None);
        assert_eq!(Bounds::around([Point(200.0, 0.0)].into_iter()), None);
    }
}
