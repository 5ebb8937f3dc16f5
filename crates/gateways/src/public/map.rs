//! A small drawing of where a warning holds: the shapes of its municipalities, or the shape that was drawn, with
//! names. No tiles and no boundaries of a country; where shapes are approximate it says so.

use std::fmt::Write as _;

use kulla_desk::profile::{Area, Shape};
use kulla_record::place::{Bounds, Geometry, Place, Point};
use maud::{Markup, PreEscaped, html};

use super::page::exercise_words;
use crate::house::House;

const WIDTH: f64 = 560.0;
const HEIGHT: f64 = 400.0;
/// Room around the shapes, as a share of the drawing.
const MARGIN: f64 = 0.12;
/// Kilometres of one degree of latitude.
const KM_PER_DEGREE: f64 = 111.195;
/// Points that are drawn: a page has at most 50 KB.
const POINTS_MAX: usize = 600;
/// Municipalities that are drawn.
const AREAS_MAX: usize = 40;

/// From degrees to the drawing.
struct View {
    bounds: Bounds,
    /// Pixels of one degree of latitude; of longitude it is `narrow` times that.
    scale: f64,
    narrow: f64,
}

impl View {
    fn around(points: &[Point]) -> Option<View> {
        let bounds = Bounds::around(points.iter().copied())?;
        let narrow = f64::midpoint(bounds.south, bounds.north).to_radians().cos().max(0.05);
        let (wide, high) =
            ((bounds.east - bounds.west).max(0.02) * narrow, (bounds.north - bounds.south).max(0.02));
        let scale = (WIDTH * (1.0 - 2.0 * MARGIN) / wide).min(HEIGHT * (1.0 - 2.0 * MARGIN) / high);
        Some(View { bounds, scale, narrow })
    }

    fn at(&self, point: Point) -> (f64, f64) {
        let middle_lon = f64::midpoint(self.bounds.west, self.bounds.east);
        let middle_lat = f64::midpoint(self.bounds.south, self.bounds.north);
        (
            WIDTH / 2.0 + (point.lon() - middle_lon) * self.narrow * self.scale,
            HEIGHT / 2.0 - (point.lat() - middle_lat) * self.scale,
        )
    }
}

/// The drawing; nothing where there is no place to draw.
pub(super) fn figure(house: &House, place: &Place, lang: &str, exercise: bool) -> Markup {
    let profile = house.desk.profile();
    let areas: Vec<&Area> =
        place.areas.iter().filter_map(|code| profile.area(code)).take(AREAS_MAX).collect();
    let drawn: Vec<Vec<Point>> = place.geometry.as_ref().map(rings).unwrap_or_default();
    let shapes: Vec<Vec<Point>> =
        if drawn.is_empty() { areas.iter().flat_map(|area| outline(area)).collect() } else { drawn };
    let seats = areas.iter().map(|area| area.seat);
    let all: Vec<Point> = shapes.iter().flatten().copied().chain(seats).collect();
    let Some(view) = View::around(&all) else { return html! {} };
    let approximate = place.geometry.is_none()
        && areas.iter().any(|area| matches!(area.shape, Shape::Approximate { .. }));
    let note = profile.country.areas.note.get(lang).filter(|_| approximate);
    let path = path(&view, &shapes);
    let mark = exercise.then(|| exercise_words(house, " "));
    html! {
        figure {
            svg viewBox="0 0 560 400" role="img" aria-label=(house.words.plain(lang, "map")) {
                path.area d=(PreEscaped(path)) {}
                @for area in &areas {
                    @let (x, y) = view.at(area.seat);
                    circle.dot cx=(px(x)) cy=(px(y)) r="3.5" {}
                    text.name x=(px(x + 8.0)) y=(px(y + 5.0)) { (area.name.get(lang).map_or(area.code.as_str(), String::as_str)) }
                }
                @if let Some(words) = &mark {
                    g transform="rotate(-24 280 200)" aria-hidden="true" {
                        @for y in [70, 210, 350] { text.mark x="280" y=(y) text-anchor="middle" { (words) } }
                    }
                }
            }
            @if let Some(note) = note { figcaption { (note) } }
        }
    }
}

fn rings(shape: &Geometry) -> Vec<Vec<Point>> {
    match shape {
        Geometry::Point(_) => Vec::new(),
        Geometry::Polygon(rings) => rings.first().cloned().into_iter().collect(),
        Geometry::MultiPolygon(polygons) => {
            polygons.iter().filter_map(|rings| rings.first().cloned()).collect()
        }
    }
}

fn outline(area: &Area) -> Vec<Vec<Point>> {
    match &area.shape {
        Shape::Imported(geometry) => rings(geometry),
        Shape::Approximate { radius_km } => {
            let high = radius_km / KM_PER_DEGREE;
            let wide = high / area.seat.lat().to_radians().cos().max(0.05);
            let corner = |n: u32| {
                let angle = f64::from(n) / 24.0 * std::f64::consts::TAU;
                Point(area.seat.lon() + wide * angle.cos(), area.seat.lat() + high * angle.sin())
            };
            vec![(0..24).map(corner).collect()]
        }
    }
}

fn path(view: &View, shapes: &[Vec<Point>]) -> String {
    let count: usize = shapes.iter().map(Vec::len).sum();
    let every = count.div_ceil(POINTS_MAX).max(1);
    let mut path = String::new();
    for shape in shapes {
        for (n, point) in shape.iter().step_by(every).enumerate() {
            let (x, y) = view.at(*point);
            let _ = write!(path, "{}{} {}", if n == 0 { "M" } else { "L" }, px(x), px(y));
        }
        path.push('Z');
    }
    path
}

fn px(value: f64) -> String {
    format!("{value:.1}")
}
