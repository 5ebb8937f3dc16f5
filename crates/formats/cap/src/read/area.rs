//! Where (§3.2.4).

use super::Count::{Many, One, Optional};
use super::value::is_space;
use super::{Reader, Slot, start};
use crate::geo::{Circle, Polygon, ShapeFault, decimal};
use crate::model::{Area, NamedValue};
use crate::report::quoted;
use crate::rules::{self, Rule};
use crate::xml::Node;

static SLOTS: &[Slot] = &[
    Slot("areaDesc", One),
    Slot("polygon", Many),
    Slot("circle", Many),
    Slot("geocode", Many),
    Slot("altitude", Optional),
    Slot("ceiling", Optional),
];

#[derive(Default)]
struct Draft {
    description: Option<String>,
    polygons: Vec<Polygon>,
    circles: Vec<Circle>,
    geocodes: Vec<NamedValue>,
    altitude: Option<f64>,
    /// There is an `altitude`, even if it could not be read.
    altitude_stands: bool,
    ceiling: Option<f64>,
}

impl Reader<'_> {
    pub(super) fn area(&mut self, node: Node<'_>) -> Option<Area> {
        let mut draft = Draft::default();
        self.walk(node, SLOTS, |reader, name, child| match name {
            "areaDesc" => draft.description = reader.prose_needed(child, &rules::AREA_DESC),
            "polygon" => draft.polygons.extend(reader.polygon(child)),
            "circle" => draft.circles.extend(reader.circle(child)),
            "geocode" => draft.geocodes.extend(reader.named(child)),
            "altitude" => {
                draft.altitude_stands = true;
                draft.altitude = reader.feet(child, &rules::ALTITUDE);
            }
            _ => {
                draft.ceiling = reader.feet(child, &rules::CEILING);
                reader.ceiling(child, &draft);
            }
        });
        Some(Area {
            description: draft.description?,
            polygons: draft.polygons,
            circles: draft.circles,
            geocodes: draft.geocodes,
            altitude: draft.altitude,
            ceiling: draft.ceiling,
        })
    }

    fn polygon(&mut self, node: Node<'_>) -> Option<Polygon> {
        let text = self.text(node);
        let polygon = Polygon::parse(&text);
        match &polygon {
            Ok(polygon) if polygon.is_flat() => {
                let message = || "`polygon` encloses no ground; check its points".to_string();
                self.findings.add(&rules::POLYGON_FLAT, start(node), message);
            }
            Ok(_) => {}
            Err(fault) => {
                self.shape(node, &text, *fault, &rules::POLYGON, "pairs `lat,lon` with spaces between them")
            }
        }
        polygon.ok()
    }

    fn circle(&mut self, node: Node<'_>) -> Option<Circle> {
        let text = self.text(node);
        Circle::parse(&text)
            .map_err(|fault| {
                self.shape(node, &text, fault, &rules::CIRCLE, "`lat,lon radius` in kilometres, no unit")
            })
            .ok()
    }

    fn shape(&mut self, node: Node<'_>, text: &str, fault: ShapeFault, form: &'static Rule, wanted: &str) {
        let text = text.trim_matches(is_space);
        let (rule, why) = match fault {
            ShapeFault::Form => (form, wanted),
            ShapeFault::Few => {
                (&rules::POLYGON_FEW, "at least four points, the last the same as the first")
            }
            ShapeFault::Open => (&rules::POLYGON_OPEN, "the last point the same as the first"),
            ShapeFault::Range => (&rules::WGS84, "latitude −90 to 90, then longitude −180 to 180"),
            ShapeFault::Radius => (&rules::CIRCLE_RADIUS, "a radius of 0 or more kilometres on this Earth"),
        };
        let message = || format!("`{}` is {}; write {why}", node.tag_name().name(), quoted(text));
        self.findings.add(rule, start(node), message);
    }

    fn feet(&mut self, node: Node<'_>, rule: &'static Rule) -> Option<f64> {
        let text = self.text(node);
        let feet = decimal(text.trim_matches(is_space));
        if feet.is_none() {
            let name = node.tag_name().name();
            self.findings.add(rule, start(node), || {
                format!("`{name}` is {}; write feet as a number", quoted(&text))
            });
        }
        feet
    }

    fn ceiling(&mut self, node: Node<'_>, draft: &Draft) {
        if !draft.altitude_stands {
            let message = || "`ceiling` stands without `altitude`; add it".to_string();
            self.findings.add(&rules::CEILING_ALONE, start(node), message);
        }
        if let (Some(low), Some(high)) = (draft.altitude, draft.ceiling)
            && high < low
        {
            let message = || format!("`ceiling` {high} is below `altitude` {low}");
            self.findings.add(&rules::CEILING_BELOW, start(node), message);
        }
    }
}
