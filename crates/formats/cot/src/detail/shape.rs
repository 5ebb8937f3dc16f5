//! Why: drawings are spread over the type, several `link` elements and `shape`. This gathers one into a value
//! that a map can draw, and spreads it out again.
//!
//! Source: takcot `Drawing Shapes - *.xsd`, `Range & Bearing - *.xsd`, `Route.xsd` and `details/shape.xsd`. ATAK
//! writes corners as `link`; other programs write the `polyline` of `shape.xsd`. Both are read, `link` is written.

use std::borrow::Cow;

use super::{Bearing, Detail, Inclination, Link, Range, Typed, Value, put_element};
use crate::event::Event;
use crate::xml::text::decimal;
use crate::xml::{Element, text};

/// A corner, by WGS 84.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Vertex {
    /// Latitude in degrees.
    pub lat: f64,
    /// Longitude in degrees.
    pub lon: f64,
    /// Height above the ellipsoid in metres, when it is known.
    pub hae: Option<f64>,
}

/// An ellipse about the point of the event (`shape/ellipse`).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ellipse {
    /// Half of the long axis, in metres.
    pub major: f64,
    /// Half of the short axis, in metres.
    pub minor: f64,
    /// Direction of the long axis, in degrees clockwise from true north.
    pub angle: f64,
}

/// What an event draws.
#[derive(Debug, Clone, PartialEq)]
pub enum Shape {
    /// `u-d-f`, and `u-d-p`: a line through the corners.
    Line(Vec<Vertex>),
    /// `u-d-f` whose last corner is the first, and `u-d-r`: the area inside. The first corner is not repeated.
    Area(Vec<Vertex>),
    /// `u-d-c-c`, `u-d-c-e`, `u-r-b-c-c`: circles and ellipses about the point, the innermost first.
    Ellipses(Vec<Ellipse>),
    /// `u-rb-a`: a line from the point.
    RangeLine {
        /// Its length in metres.
        range: f64,
        /// Its direction in degrees clockwise from true north.
        bearing: f64,
        /// Its rise in degrees above the horizon.
        inclination: f64,
    },
    /// `b-m-r`: a route over its checkpoints, each with its uid and name.
    Route(Vec<Checkpoint>),
}

/// A stop of a route.
#[derive(Debug, Clone, PartialEq)]
pub struct Checkpoint {
    /// Its own uid.
    pub uid: String,
    /// `b-m-p-w` for a waypoint with a name, `b-m-p-c` for a bend.
    pub type_: String,
    /// Its name, empty for a bend.
    pub callsign: String,
    /// Where it is.
    pub at: Vertex,
}

impl Vertex {
    /// Reads `lat,lon` or `lat,lon,hae`, with or without spaces.
    pub fn parse(text: &str) -> Option<Self> {
        let mut numbers = text.split(',').map(|n| n.trim_ascii().parse::<f64>());
        let (lat, lon) = (numbers.next()?.ok()?, numbers.next()?.ok()?);
        Self::on_earth(lat, lon, numbers.next().and_then(Result::ok))
    }

    fn on_earth(lat: f64, lon: f64, hae: Option<f64>) -> Option<Self> {
        let there = lat.abs() <= 90.0 && lon.abs() <= 180.0;
        there.then(|| Self { lat, lon, hae: hae.and_then(crate::point::Point::known) })
    }

    fn write(&self) -> String {
        let place = format!("{},{}", decimal(self.lat), decimal(self.lon));
        self.hae.map_or(place.clone(), |hae| format!("{place},{}", decimal(hae)))
    }

    fn same_place(&self, other: &Self) -> bool {
        self.lat == other.lat && self.lon == other.lon
    }
}

impl Shape {
    /// What the event draws, `None` when it draws nothing or a corner cannot be read.
    pub fn of(event: &Event<'_>) -> Option<Self> {
        let kind = event.kind();
        if kind.is_under("b-m-r") {
            let stops = event.detail.links().filter(|l| l.point.is_some()).map(checkpoint);
            return stops.collect::<Option<Vec<_>>>().filter(|s| !s.is_empty()).map(Self::Route);
        }
        if kind.is_under("u-rb-a") {
            return range_line(&event.detail);
        }
        if kind.is_under("u-d-c") || kind.is_under("u-r-b-c-c") {
            return ellipses(&event.detail);
        }
        if !(kind.is_under("u-d-f") || kind.is_under("u-d-r") || kind.is_under("u-d-p")) {
            return None;
        }
        let linked = event.detail.links().filter_map(|l| l.point.map(|p| Vertex::parse(&p)));
        let linked = linked.collect::<Option<Vec<_>>>()?;
        let (mut corners, mut closed) =
            if linked.is_empty() { polyline(&event.detail)? } else { (linked, false) };
        if corners.len() > 3 && corners[0].same_place(&corners[corners.len() - 1]) {
            corners.pop();
            closed = true;
        }
        let area = closed || kind.is_under("u-d-r");
        Some(if area { Self::Area(corners) } else { Self::Line(corners) })
    }

    /// Puts what the shape needs into the detail. The type and point of the event are the caller's.
    pub fn put(&self, detail: &mut Detail<'_>) {
        match self {
            Self::Line(corners) => corners.iter().for_each(|c| push_corner(detail, c)),
            Self::Area(corners) => {
                corners.iter().chain(corners.first()).for_each(|c| push_corner(detail, c))
            }
            Self::Ellipses(ellipses) => detail.set(&Ellipses(ellipses.clone())),
            Self::RangeLine { range, bearing, inclination } => {
                detail.set(&Range { value: Some(*range) });
                detail.set(&Bearing { value: Some(*bearing) });
                detail.set(&Inclination { value: Some(*inclination) });
            }
            Self::Route(stops) => {
                for stop in stops {
                    detail.push(&Link {
                        uid: Some(Cow::Borrowed(&stop.uid)),
                        type_: Some(Cow::Borrowed(&stop.type_)),
                        callsign: Some(Cow::Borrowed(&stop.callsign)),
                        point: Some(Cow::Owned(stop.at.write())),
                        relation: Some(Cow::Borrowed("c")),
                        ..Link::default()
                    });
                }
            }
        }
    }
}

fn push_corner(detail: &mut Detail<'_>, corner: &Vertex) {
    detail.push(&Link { point: Some(Cow::Owned(corner.write())), ..Link::default() });
}

/// The corners of `shape/polyline`, and whether it says that it is closed.
fn polyline(detail: &Detail<'_>) -> Option<(Vec<Vertex>, bool)> {
    let line = detail.element("shape")?.child("polyline")?;
    let vertices = line.children().filter(|child| child.name() == "vertex");
    let corners = vertices.map(|v| vertex(&v)).collect::<Option<Vec<_>>>().filter(|c| !c.is_empty())?;
    Some((corners, line.attribute("closed").and_then(bool::read).unwrap_or(false)))
}

fn vertex(element: &Element<'_>) -> Option<Vertex> {
    let number = |name| element.attribute(name)?.trim_ascii().parse::<f64>().ok();
    Vertex::on_earth(number("lat")?, number("lon")?, number("hae"))
}

fn checkpoint(link: Link<'_>) -> Option<Checkpoint> {
    Some(Checkpoint {
        uid: link.uid.unwrap_or_default().into_owned(),
        type_: link.type_.unwrap_or_default().into_owned(),
        callsign: link.callsign.unwrap_or_default().into_owned(),
        at: Vertex::parse(&link.point?)?,
    })
}

fn range_line(detail: &Detail<'_>) -> Option<Shape> {
    let (range, bearing): (Range, Bearing) = (detail.get()?, detail.get()?);
    let inclination: Option<Inclination> = detail.get();
    Some(Shape::RangeLine {
        range: range.value?,
        bearing: bearing.value?,
        inclination: inclination.and_then(|i| i.value).unwrap_or(0.0),
    })
}

fn ellipses(detail: &Detail<'_>) -> Option<Shape> {
    let ellipses: Ellipses = detail.get()?;
    (!ellipses.0.is_empty()).then_some(Shape::Ellipses(ellipses.0))
}

/// `shape` with its `ellipse` children.
struct Ellipses(Vec<Ellipse>);

impl<'a> Typed<'a> for Ellipses {
    const NAME: &'static str = "shape";

    fn read(element: &Element<'a>) -> Self {
        let ellipse = |child: Element<'a>| {
            let number = |name| child.attribute(name)?.trim_ascii().parse::<f64>().ok();
            let axis = |name| number(name).filter(|n| n.is_finite() && *n >= 0.0);
            let angle = number("angle").filter(|n| n.is_finite()).unwrap_or(0.0);
            Some(Ellipse { major: axis("major")?, minor: axis("minor")?, angle })
        };
        Self(element.children().filter(|c| c.name() == "ellipse").filter_map(ellipse).collect())
    }

    fn write(&self, old: Option<&Element<'_>>, out: &mut String) {
        put_element(out, Self::NAME, &[], old, |out| {
            for Ellipse { major, minor, angle } in &self.0 {
                out.push_str("<ellipse");
                for (name, number) in [("major", major), ("minor", minor), ("angle", angle)] {
                    text::put_attribute(out, name, &decimal(*number));
                }
                out.push_str("/>");
            }
            super::put_other_children(out, old, &["ellipse"]);
        });
    }
}
