//! Drawings, read and made.

use kulla_cot::detail::{Checkpoint, Detail, Ellipse, Shape, Vertex};
use kulla_cot::{Event, Point, Time};

fn event(type_: &'static str, detail: &'static str) -> Event<'static> {
    let mut event = Event::new("u", type_, "h-e", Time::from_millis(0), 1000, Point::new(42.0, 21.0));
    event.detail = Detail::from_xml(detail).expect("detail");
    event
}

fn at(lat: f64, lon: f64) -> Vertex {
    Vertex { lat, lon, hae: None }
}

const CORNERS: &str = "<link point='42.1,21.1'/><link relation='p-p' uid='x'/><link point=' 42.2 , 21.2,512.5 '/>\
                       <link point='42.3,21.3,9999999.0'/>";

#[test]
fn a_line_an_area_and_a_rectangle_are_told_apart() {
    let corners = vec![at(42.1, 21.1), Vertex { hae: Some(512.5), ..at(42.2, 21.2) }, at(42.3, 21.3)];
    assert_eq!(Shape::of(&event("u-d-f", CORNERS)), Some(Shape::Line(corners.clone())));
    assert_eq!(Shape::of(&event("u-d-r", CORNERS)), Some(Shape::Area(corners.clone())));
    let mut closed = event("u-d-f", CORNERS);
    closed.detail.push_xml("<link point='42.1,21.1,100'/>").expect("detail");
    assert_eq!(Shape::of(&closed), Some(Shape::Area(corners)));
}

#[test]
fn corners_of_a_polyline_are_read_where_no_link_has_any() {
    let corners = vec![at(42.1, 21.1), Vertex { hae: Some(512.5), ..at(42.2, 21.2) }, at(42.3, 21.3)];
    let vertices = "<vertex lat='42.1' lon='21.1'/><vertex lat='42.2' lon='21.2' hae='512.5'/>\
                    <vertex lat='42.3' lon='21.3' hae='9999999.0'/>";
    let drawn = |closed: &str, links: &str| {
        let mut event = event("u-d-f", "");
        let xml = format!("{links}<shape><polyline {closed}>{vertices}</polyline></shape>");
        event.detail.push_xml(&xml).expect("detail");
        Shape::of(&event)
    };
    assert_eq!(drawn("closed='true'", ""), Some(Shape::Area(corners.clone())));
    assert_eq!(
        drawn("closed='false'", "<link relation='p-p' uid='x'/>"),
        Some(Shape::Line(corners.clone()))
    );
    assert_eq!(drawn("", ""), Some(Shape::Line(corners)));
    let linked = Some(Shape::Line(vec![at(1.0, 2.0), at(3.0, 4.0)]));
    assert_eq!(drawn("closed='true'", "<link point='1,2'/><link point='3,4'/>"), linked);
    assert_eq!(
        Shape::of(&event("u-d-f", "<shape><polyline><vertex lat='91' lon='0'/></polyline></shape>")),
        None
    );
}

#[test]
fn a_drawing_with_a_corner_off_the_earth_is_none() {
    assert_eq!(Shape::of(&event("u-d-f", "<link point='91,0'/><link point='1,1'/>")), None);
    assert_eq!(Shape::of(&event("u-d-c-c", "<shape><ellipse major='-1' minor='1'/></shape>")), None);
    assert_eq!(Shape::of(&event("u-rb-a", "<range value='5'/>")), None);
    assert_eq!(Shape::of(&event("a-f-G", CORNERS)), None);
}

#[test]
fn every_shape_reads_as_it_was_made() {
    let ellipse = |major| Ellipse { major, minor: major / 2.0, angle: 30.0 };
    let stop = |uid: &str, lat| Checkpoint {
        uid: uid.into(),
        type_: "b-m-p-w".into(),
        callsign: "Vushtrri & Mitrovicë".into(),
        at: at(lat, 21.0),
    };
    let shapes = [
        ("u-d-f", Shape::Line(vec![at(42.0, 21.0), at(42.5, 21.5)])),
        ("u-d-f", Shape::Area(vec![at(42.0, 21.0), at(42.5, 21.5), at(42.5, 21.0)])),
        ("u-d-c-c", Shape::Ellipses(vec![ellipse(100.0), ellipse(250.5)])),
        ("u-r-b-c-c", Shape::Ellipses(vec![ellipse(1.0)])),
        ("u-rb-a", Shape::RangeLine { range: 1250.0, bearing: 271.5, inclination: -3.0 }),
        ("b-m-r", Shape::Route(vec![stop("w0", 42.1), stop("w1", 42.2)])),
    ];
    for (type_, shape) in shapes {
        let mut event = event(type_, "<other/>");
        shape.put(&mut event.detail);
        let xml = event.to_xml().expect("it can be written");
        let again = kulla_cot::read(xml.as_bytes()).expect("what we write").event;
        assert_eq!(Shape::of(&again), Some(shape));
        assert!(again.detail.has("other"));
    }
}
