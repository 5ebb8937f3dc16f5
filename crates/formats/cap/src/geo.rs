//! Points, polygons and circles as CAP writes them (§3.2.4): WGS 84, latitude first.
//!
//! Latitude first is the opposite of GeoJSON, so the two numbers have names here and never travel as
//! a bare pair.

use crate::limits::CIRCLE_RADIUS_KM_MAX;
use std::fmt;

/// A place in decimal degrees, WGS 84.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    /// Degrees north of the equator, −90 to 90.
    pub lat: f64,
    /// Degrees east of Greenwich, −180 to 180.
    pub lon: f64,
}

/// A closed ring: at least four points, the last the same as the first (§3.2.4 `polygon`).
#[derive(Debug, Clone, PartialEq)]
pub struct Polygon(pub Vec<Point>);

/// A central point and a radius (§3.2.4 `circle`).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Circle {
    /// The central point.
    pub centre: Point,
    /// The radius in kilometres, 0 or more.
    pub radius_km: f64,
}

/// What is wrong with a text that should have been a polygon or a circle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ShapeFault {
    /// Not of the form that the standard gives.
    Form,
    /// Fewer than four points.
    Few,
    /// The last point is not the first.
    Open,
    /// A coordinate outside WGS 84.
    Range,
    /// A radius below zero or longer than half the way around the Earth.
    Radius,
}

impl Point {
    /// Reads `lat,lon`.
    pub fn parse(text: &str) -> Result<Self, ShapeFault> {
        let (lat, lon) = text.split_once(',').ok_or(ShapeFault::Form)?;
        let point =
            Self { lat: decimal(lat).ok_or(ShapeFault::Form)?, lon: decimal(lon).ok_or(ShapeFault::Form)? };
        if point.lat.abs() <= 90.0 && point.lon.abs() <= 180.0 { Ok(point) } else { Err(ShapeFault::Range) }
    }
}

impl Polygon {
    /// Reads pairs `lat,lon` with white space between them, and holds the rules for a ring.
    pub fn parse(text: &str) -> Result<Self, ShapeFault> {
        let points = text.split_ascii_whitespace().map(Point::parse).collect::<Result<Vec<_>, _>>()?;
        match (points.first(), points.last()) {
            (None, _) => Err(ShapeFault::Form),
            _ if points.len() < 4 => Err(ShapeFault::Few),
            (first, last) if first != last => Err(ShapeFault::Open),
            _ => Ok(Self(points)),
        }
    }

    /// Whether the ring encloses nothing, as when all its points lie on one line.
    pub fn is_flat(&self) -> bool {
        let Some(origin) = self.0.first() else { return true };
        // Twice the signed area, relative to the first point so that small rings keep their digits.
        let twice: f64 = self
            .0
            .windows(2)
            .map(|w| {
                let (ax, ay) = (w[0].lon - origin.lon, w[0].lat - origin.lat);
                let (bx, by) = (w[1].lon - origin.lon, w[1].lat - origin.lat);
                ax * by - bx * ay
            })
            .sum();
        twice == 0.0
    }
}

impl Circle {
    /// Reads `lat,lon radius`, the radius in kilometres.
    pub fn parse(text: &str) -> Result<Self, ShapeFault> {
        let mut words = text.split_ascii_whitespace();
        let (Some(centre), Some(radius), None) = (words.next(), words.next(), words.next()) else {
            return Err(ShapeFault::Form);
        };
        let centre = Point::parse(centre)?;
        let radius_km = decimal(radius).ok_or(ShapeFault::Form)?;
        if (0.0..=CIRCLE_RADIUS_KM_MAX).contains(&radius_km) {
            Ok(Self { centre, radius_km })
        } else {
            Err(ShapeFault::Radius)
        }
    }
}

/// A decimal number as XML Schema spells it: no exponent, no `INF`, no `NaN`, no unit.
pub(crate) fn decimal(text: &str) -> Option<f64> {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    let mut seen = (0usize, 0usize);
    for b in digits.bytes() {
        match b {
            b'0'..=b'9' => seen.0 += 1,
            b'.' => seen.1 += 1,
            _ => return None,
        }
    }
    if seen.0 == 0 || seen.1 > 1 {
        return None;
    }
    text.parse().ok().filter(|number: &f64| number.is_finite())
}

impl fmt::Display for Point {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{},{}", self.lat, self.lon)
    }
}

impl fmt::Display for Polygon {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, point) in self.0.iter().enumerate() {
            write!(f, "{}{point}", if i == 0 { "" } else { " " })?;
        }
        Ok(())
    }
}

impl fmt::Display for Circle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.centre, self.radius_km)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ring_needs_four_points_and_an_end_where_it_began() {
        assert!(Polygon::parse("42.66,21.10 42.66,21.22\n42.72,21.22\t42.660,21.10").is_ok());
        assert_eq!(Polygon::parse("1,1 2,2 1,1"), Err(ShapeFault::Few));
        assert_eq!(Polygon::parse("1,1 2,2 3,3 4,4"), Err(ShapeFault::Open));
        assert_eq!(Polygon::parse("  "), Err(ShapeFault::Form));
        assert_eq!(Polygon::parse("1,1;2,2;3,3;1,1"), Err(ShapeFault::Form));
        assert_eq!(Polygon::parse("91,1 2,2 3,3 91,1"), Err(ShapeFault::Range));
        assert_eq!(Polygon::parse("1,181 2,2 3,3 1,181"), Err(ShapeFault::Range));
    }

    #[test]
    fn a_circle_is_a_centre_and_kilometres() {
        assert!(Circle::parse("42.667,21.166 0").is_ok());
        for bad in ["42.667,21.166", "42.667,21.166 5km", "42.667,21.166 INF", "42.667 21.166 5", "1,1 1e3"]
        {
            assert_eq!(Circle::parse(bad), Err(ShapeFault::Form), "{bad}");
        }
        assert_eq!(Circle::parse("1,1 -5"), Err(ShapeFault::Radius));
        assert_eq!(Circle::parse("1,1 50000"), Err(ShapeFault::Radius));
    }

    #[test]
    fn a_ring_that_encloses_nothing_is_known() {
        assert!(Polygon::parse("1,1 1,1 1,1 1,1").expect("by the letter a ring").is_flat());
        assert!(!Polygon::parse("1,1 1,2 2,2 1,1").expect("a triangle").is_flat());
    }
}
