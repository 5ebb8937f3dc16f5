//! What lies under the map. It names nobody and nothing that was written, so all sessions get the same bytes.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use kulla_desk::profile::{Area, Profile, Shape};
use kulla_record::place::{Bounds, Geometry, Point};
use sha2::{Digest, Sha256};

use super::super::wire::map::{MapArea, MapBase, MapVillage};
use crate::entered::Entered;
use crate::house::House;

/// Boundaries go out in steps of 1e-4 degrees, about ten metres: a border that two areas share stays the same
/// in both, and what falls together is sent once.
const STEPS_PER_DEGREE: f64 = 1e4;
const KEPT: HeaderValue = HeaderValue::from_static("private, no-cache");

/// The document and its ETag, made once: a node reads its profile at start.
pub(crate) struct Made {
    bytes: Vec<u8>,
    etag: HeaderValue,
}

pub(super) async fn base(State(house): State<Arc<House>>, _: Entered, headers: HeaderMap) -> Response {
    let made = house.map_base.get_or_init(|| make(house.desk.profile()));
    let known = headers.get(header::IF_NONE_MATCH) == Some(&made.etag);
    let mut answer =
        if known { StatusCode::NOT_MODIFIED.into_response() } else { made.bytes.clone().into_response() };
    let headers = answer.headers_mut();
    headers.insert(header::ETAG, made.etag.clone());
    headers.insert(header::CACHE_CONTROL, KEPT);
    if !known {
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    }
    answer
}

fn make(profile: &Profile) -> Made {
    let bytes = serde_json::to_vec(&seen(profile)).unwrap_or_default();
    let digest: String = Sha256::digest(&bytes).iter().take(12).map(|byte| format!("{byte:02x}")).collect();
    let etag = HeaderValue::try_from(format!("\"{digest}\""));
    Made { bytes, etag: etag.unwrap_or(HeaderValue::from_static("\"\"")) }
}

fn seen(profile: &Profile) -> MapBase {
    let country = &profile.country;
    let approximate = profile.areas.iter().any(|area| matches!(area.shape, Shape::Approximate { .. }));
    let opens = country.map.map(|map| [map.west, map.south, map.east, map.north]);
    let around = || {
        let seats = Bounds::around(profile.areas.iter().map(|area| area.seat));
        seats.map_or([-180.0, -80.0, 180.0, 80.0], |b| [b.west, b.south, b.east, b.north])
    };
    MapBase {
        bounds: opens.unwrap_or_else(around),
        approximate,
        note: if approximate { country.areas.note.clone() } else { Default::default() },
        outline: profile.base.outline.clone(),
        rivers: profile.base.rivers.clone(),
        areas: profile.areas.iter().map(area).collect(),
        villages: profile
            .base
            .villages
            .iter()
            .map(|village| MapVillage {
                name: village.name.clone(),
                area: village.area.clone(),
                at: [village.at.lon(), village.at.lat()],
            })
            .collect(),
    }
}

fn area(area: &Area) -> MapArea {
    let (shape, radius_km) = match &area.shape {
        Shape::Imported(geometry) => (Some(coarse(geometry)), None),
        Shape::Approximate { radius_km } => (None, Some(*radius_km)),
    };
    MapArea { code: area.code.clone(), seat: [area.seat.lon(), area.seat.lat()], shape, radius_km }
}

fn coarse(geometry: &Geometry) -> Geometry {
    let step = |degrees: f64| (degrees * STEPS_PER_DEGREE).round() / STEPS_PER_DEGREE;
    let ring = |ring: &Vec<Point>| {
        let mut points: Vec<Point> = ring.iter().map(|p| Point(step(p.lon()), step(p.lat()))).collect();
        points.dedup();
        points
    };
    let rings = |rings: &Vec<Vec<Point>>| rings.iter().map(ring).filter(|ring| ring.len() > 3).collect();
    match geometry {
        Geometry::Point(point) => Geometry::Point(*point),
        Geometry::Polygon(polygon) => Geometry::Polygon(rings(polygon)),
        Geometry::MultiPolygon(polygons) => Geometry::MultiPolygon(polygons.iter().map(rings).collect()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_border_that_two_areas_share_stays_one_border() {
        let border =
            [Point(20.000_01, 42.0), Point(20.1, 42.100_04), Point(20.1, 42.100_01), Point(20.2, 42.2)];
        let ring = |inner: Vec<Point>, corner: Point| {
            let mut ring = inner;
            ring.push(corner);
            ring.push(ring[0]);
            Geometry::Polygon(vec![ring])
        };
        let left = coarse(&ring(border.to_vec(), Point(20.0, 42.2)));
        let right = coarse(&ring(border.iter().rev().copied().collect(), Point(20.2, 42.0)));
        let shared = [Point(20.0, 42.0), Point(20.1, 42.1), Point(20.2, 42.2)];
        for geometry in [left, right] {
            let points: Vec<Point> = geometry.points().collect();
            assert!(shared.iter().all(|point| points.contains(point)), "{points:?}");
            assert_eq!(points.len(), 5, "what falls together is sent once: {points:?}");
        }
    }
}
