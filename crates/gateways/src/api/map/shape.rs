//! Where a thing stands: a point as the index of places has it, the shape of its body, or the areas that it names.

use kulla_desk::profile::{Area, Profile, Shape};
use kulla_picture::Mark;
use kulla_record::Kind;
use kulla_record::place::{Bounds, Geometry, Place, Point};
use serde::Deserialize;

/// Points of one shape that go to a map; a finer one is thinned.
const SHAPE_POINTS_MAX: usize = 2_000;
/// Corners of a circle that stands in for an area.
const CIRCLE_POINTS: u32 = 40;
/// Kilometres of one degree of latitude.
const KM_PER_DEGREE: f64 = 111.195;
/// Areas of one thing that are drawn.
const AREAS_MAX: usize = 64;

/// The part of any body that says where.
#[derive(Deserialize)]
struct Placed {
    #[serde(default)]
    place: Place,
    content: Option<Inside>,
}

#[derive(Deserialize)]
struct Inside {
    #[serde(default)]
    place: Place,
}

/// Geometry, and the areas that it was made from where the thing has no shape of its own.
pub(super) fn of(mark: &Mark, profile: &Profile) -> Option<(Geometry, Vec<String>)> {
    let Some(body) = &mark.body else {
        return mark.bounds.map(|bounds| (Geometry::Point(middle(bounds)), Vec::new()));
    };
    let placed: Placed = serde_json::from_slice(body).ok()?;
    let place = placed.content.map_or(placed.place, |content| content.place);
    if let Some(shape) = place.geometry.filter(|shape| shape.points().next().is_some()) {
        return Some((thinned(shape), Vec::new()));
    }
    let areas: Vec<&Area> =
        place.areas.iter().filter_map(|code| profile.area(code)).take(AREAS_MAX).collect();
    let codes = areas.iter().map(|area| area.code.clone()).collect();
    let geometry = if mark.kind == Kind::WARNING || mark.kind == Kind::DRAFT {
        let polygons: Vec<_> = areas.iter().flat_map(|area| polygons(area)).collect();
        (!polygons.is_empty()).then_some(thinned(Geometry::MultiPolygon(polygons)))
    } else {
        Bounds::around(areas.iter().map(|area| area.seat)).map(|bounds| Geometry::Point(middle(bounds)))
    };
    geometry.map(|geometry| (geometry, codes))
}

/// Whether a shape touches a box, as far as the box around it says.
pub(super) fn touches(geometry: &Geometry, within: Bounds) -> bool {
    Bounds::around(geometry.points()).is_some_and(|b| {
        b.west <= within.east && b.east >= within.west && b.south <= within.north && b.north >= within.south
    })
}

fn middle(bounds: Bounds) -> Point {
    Point(f64::midpoint(bounds.west, bounds.east), f64::midpoint(bounds.south, bounds.north))
}

fn polygons(area: &Area) -> Vec<Vec<Vec<Point>>> {
    match &area.shape {
        Shape::Imported(Geometry::Polygon(rings)) => vec![rings.clone()],
        Shape::Imported(Geometry::MultiPolygon(polygons)) => polygons.clone(),
        Shape::Imported(Geometry::Point(_)) => Vec::new(),
        Shape::Approximate { radius_km } => {
            let high = radius_km / KM_PER_DEGREE;
            let wide = high / area.seat.lat().to_radians().cos().max(0.05);
            let corner = |n: u32| {
                let angle = f64::from(n % CIRCLE_POINTS) / f64::from(CIRCLE_POINTS) * std::f64::consts::TAU;
                Point(area.seat.lon() + wide * angle.cos(), area.seat.lat() + high * angle.sin())
            };
            vec![vec![(0..=CIRCLE_POINTS).map(corner).collect()]]
        }
    }
}

/// Every n-th point of each ring, its ends kept, so that a shape stays within what a map is sent.
fn thinned(geometry: Geometry) -> Geometry {
    let every = geometry.points().count().div_ceil(SHAPE_POINTS_MAX).max(1);
    if every == 1 {
        return geometry;
    }
    let ring = |ring: Vec<Point>| {
        let last = ring.last().copied();
        let mut points: Vec<Point> = ring.into_iter().step_by(every).collect();
        if points.last() != last.as_ref() {
            points.extend(last);
        }
        points
    };
    let rings =
        |rings: Vec<Vec<Point>>| rings.into_iter().map(ring).filter(|ring| ring.len() > 3).collect();
    match geometry {
        Geometry::Point(point) => Geometry::Point(point),
        Geometry::Polygon(polygon) => Geometry::Polygon(rings(polygon)),
        Geometry::MultiPolygon(polygons) => {
            Geometry::MultiPolygon(polygons.into_iter().map(rings).collect())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shape_with_too_many_points_is_thinned_and_stays_closed() {
        let corner = |n: u32| {
            let angle = f64::from(n % 10_000) / 10_000.0 * std::f64::consts::TAU;
            Point(20.0 + angle.cos(), 42.0 + angle.sin())
        };
        let geometry = thinned(Geometry::Polygon(vec![(0..=10_000).map(corner).collect()]));
        let Geometry::Polygon(rings) = &geometry else { panic!("{geometry:?}") };
        assert!(rings[0].len() <= SHAPE_POINTS_MAX + 2 && rings[0].first() == rings[0].last());
    }
}
