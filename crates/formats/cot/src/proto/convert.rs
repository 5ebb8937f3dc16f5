//! Why: the detail rule. An element becomes a message only when the message carries *all* of it; otherwise it
//! stays in `xmlDetail`, and what stands there wins over a message of the same name.

use std::borrow::Cow;

use super::v1::{Contact, CotEvent, Detail, Group, PrecisionLocation, Status, TakMessage, Takv, Track};
use super::view::{DetailView, EventView, View};
use crate::detail;
use crate::error::{Error, Rule, WriteError};
use crate::event::Event;
use crate::point::Point;
use crate::time::Time;
use crate::xml::{Element, Piece, text};

/// What stands for "not known" on this wire.
const UNKNOWN: f64 = 999_999.0;

// BUG: a namespace prefix that is bound on `event` or `detail` is not bound in `xmlDetail`, and a reader that minds
// namespaces then refuses that element. `lost` names the binding. No TAK program is known to use prefixes.

/// The event as a message. What a message of version 1 cannot carry is left out; [`lost`] names it.
///
/// # Errors
/// When a required value is empty or out of its range, as for XML.
pub fn to_message(event: &Event<'_>) -> Result<TakMessage, WriteError> {
    event.point.numbers()?;
    for (name, value) in [("uid", &event.uid), ("type", &event.type_)] {
        if value.is_empty() {
            return Err(WriteError::Empty(name));
        }
    }
    let text = |value: &Option<Cow<'_, str>>| value.as_deref().unwrap_or_default().to_owned();
    let known = |value: Option<f64>| value.unwrap_or(UNKNOWN);
    let cot = CotEvent {
        r#type: event.type_.to_string(),
        access: text(&event.access),
        qos: text(&event.qos),
        opex: text(&event.opex),
        uid: event.uid.to_string(),
        send_time: millis(event.time),
        start_time: millis(event.start),
        stale_time: millis(event.stale),
        how: event.how.to_string(),
        lat: event.point.lat,
        lon: event.point.lon,
        hae: known(event.point.hae),
        ce: known(event.point.ce),
        le: known(event.point.le),
        detail: (!event.detail.content().is_empty()).then(|| split(&event.detail)),
        caveat: text(&event.caveat),
        releaseable_to: text(&event.releaseable_to),
    };
    Ok(TakMessage { cot_event: Some(cot), ..TakMessage::default() })
}

/// What of the event a message of version 1 cannot carry, by name.
pub fn lost(event: &Event<'_>) -> Vec<String> {
    let mut lost: Vec<String> = event.other.iter().map(|(name, _)| format!("event {name}")).collect();
    if event.version != "2.0" {
        lost.push("event version".into());
    }
    if !event.detail.head().is_empty() {
        lost.push("attributes of detail".into());
    }
    if event.detail.pieces().any(|piece| matches!(piece, Piece::Aside)) {
        lost.push("comments between the elements of detail".into());
    }
    if !event.beside().is_empty() {
        lost.push("elements beside detail".into());
    }
    let before_1970 = |time: &&(&str, Time)| time.1.millis() < 0;
    let times = [("event time", event.time), ("event start", event.start), ("event stale", event.stale)];
    lost.extend(times.iter().filter(before_1970).map(|(name, _)| (*name).to_owned()));
    lost
}

/// Milliseconds since 1970; this wire has none before.
fn millis(time: Time) -> u64 {
    u64::try_from(time.millis()).unwrap_or(0)
}

/// The event of a message, `None` when it has none (a message of control only).
///
/// # Errors
/// When the event has no uid or type, no place on earth, or an `xmlDetail` that is not well-formed.
pub fn from_message(message: &TakMessage) -> Result<Option<Event<'_>>, Error> {
    message.cot_event.as_ref().map(|event| from_view(&event.into())).transpose()
}

/// Reads a payload as an event, `None` when it has none (a message of control only). What needs no change is
/// borrowed from the payload.
///
/// # Errors
/// When the payload is too long or no `TakMessage`, or as [`from_message`].
pub fn read(payload: &[u8]) -> Result<Option<Event<'_>>, Error> {
    View::read(payload)?.event.as_ref().map(from_view).transpose()
}

/// The event that a view shows.
///
/// # Errors
/// As [`from_message`].
pub fn from_view<'a>(cot: &EventView<'a>) -> Result<Event<'a>, Error> {
    let refuse = |rule| Err(Error::new(0, rule));
    if cot.uid.is_empty() {
        return refuse(Rule::Missing("uid"));
    }
    if cot.type_.is_empty() {
        return refuse(Rule::Missing("type"));
    }
    for (name, value, max) in [("lat", cot.lat, 90.0), ("lon", cot.lon, 180.0)] {
        if value.is_nan() || value.abs() > max {
            let wanted = "a number of degrees on earth";
            return refuse(Rule::Value(name, value.to_string().into(), wanted));
        }
    }
    let time = |ms: u64| Time::from_millis(i64::try_from(ms).unwrap_or(i64::MAX));
    let point = Point {
        lat: cot.lat,
        lon: cot.lon,
        hae: Point::known(cot.hae),
        ce: Point::known(cot.ce).filter(|ce| *ce >= 0.0),
        le: Point::known(cot.le).filter(|le| *le >= 0.0),
    };
    let mut event = Event::new(fit(cot.uid), fit(cot.type_), fit(cot.how), time(cot.send_time), 0, point);
    (event.start, event.stale) = (time(cot.start_time), time(cot.stale_time));
    event.access = some(cot.access);
    event.qos = some(cot.qos);
    event.opex = some(cot.opex);
    event.caveat = some(cot.caveat);
    event.releaseable_to = some(cot.releaseable_to);
    if let Some(detail) = &cot.detail {
        event.detail = join(detail)?;
    }
    Ok(event)
}

/// On this wire empty means "not said".
fn some(value: &str) -> Option<Cow<'_, str>> {
    (!value.is_empty()).then(|| fit(value))
}

/// The text as XML can carry it: protobuf has control characters, XML has not, and an event has one meaning.
fn fit(value: &str) -> Cow<'_, str> {
    if value.bytes().all(|b| (b' '..0x7F).contains(&b)) || value.chars().all(text::is_allowed) {
        return Cow::Borrowed(value);
    }
    Cow::Owned(value.chars().map(|c| if text::is_allowed(c) { c } else { '\u{FFFD}' }).collect())
}

/// The six elements that have a message. Each is taken only when it stands once and its message carries all
/// of it.
#[derive(Default)]
struct Whole {
    contact: Option<Contact>,
    group: Option<Group>,
    precision: Option<PrecisionLocation>,
    status: Option<Status>,
    takv: Option<Takv>,
    track: Option<Track>,
}

const NAMES: [&str; 6] = ["contact", "__group", "precisionlocation", "status", "takv", "track"];

impl Whole {
    /// Takes the element if its message carries all of it.
    fn take(&mut self, element: &Element<'_>) -> bool {
        match element.name() {
            "contact" => self.contact = only(element, ["callsign", "endpoint"]).and_then(contact),
            "__group" => {
                let whole = |[name, role]: [Said; 2]| Some(Group { name: name?, role: role? });
                self.group = only(element, ["name", "role"]).and_then(whole);
            }
            "precisionlocation" => {
                let whole = |[geopointsrc, altsrc]: [Said; 2]| {
                    Some(PrecisionLocation { geopointsrc: geopointsrc?, altsrc: altsrc? })
                };
                self.precision = only(element, ["geopointsrc", "altsrc"]).and_then(whole);
            }
            "status" => {
                let exact = |text: &String| text.parse::<u32>().ok().filter(|n| n.to_string() == *text);
                let whole = |[battery]: [Said; 1]| Some(Status { battery: exact(&battery?)? });
                self.status = only(element, ["battery"]).and_then(whole);
            }
            "takv" => {
                let whole = |[device, platform, os, version]: [Said; 4]| {
                    Some(Takv { device: device?, platform: platform?, os: os?, version: version? })
                };
                self.takv = only(element, ["device", "platform", "os", "version"]).and_then(whole);
            }
            "track" => {
                let number = |text: String| text.parse::<f64>().ok().filter(|n| n.is_finite());
                let whole = |[speed, course]: [Said; 2]| {
                    Some(Track { speed: number(speed?)?, course: number(course?)? })
                };
                self.track = only(element, ["speed", "course"]).and_then(whole);
            }
            _ => {}
        }
        self.has(element.name())
    }

    fn has(&self, name: &str) -> bool {
        match name {
            "contact" => self.contact.is_some(),
            "__group" => self.group.is_some(),
            "precisionlocation" => self.precision.is_some(),
            "status" => self.status.is_some(),
            "takv" => self.takv.is_some(),
            "track" => self.track.is_some(),
            _ => false,
        }
    }
}

/// A contact without an endpoint is whole; one whose endpoint is said to be empty is not, for on this wire
/// empty means "none".
fn contact([callsign, endpoint]: [Said; 2]) -> Option<Contact> {
    if endpoint.as_deref() == Some("") {
        return None;
    }
    Some(Contact { endpoint: endpoint.unwrap_or_default(), callsign: callsign? })
}

/// The value of an attribute, if there is one.
type Said = Option<String>;

/// The values of these attributes, when the element has no others and nothing inside.
fn only<const N: usize>(element: &Element<'_>, names: [&str; N]) -> Option<[Said; N]> {
    if !element.inner().is_empty() {
        return None;
    }
    let mut said = [const { None }; N];
    for attribute in element.attributes() {
        let place = names.iter().position(|name| *name == attribute.name)?;
        said[place] = Some(attribute.value().into_owned());
    }
    Some(said)
}

fn split(detail: &detail::Detail<'_>) -> Detail {
    let mut whole = Whole::default();
    let mut xml = String::new();
    let pieces: Vec<Piece<'_>> = detail.pieces().collect();
    let place = |e: &Element<'_>| NAMES.iter().position(|name| *name == e.name());
    let mut counts = [0_usize; NAMES.len()];
    for piece in &pieces {
        if let Piece::Element(e) = piece
            && let Some(place) = place(e)
        {
            counts[place] += 1;
        }
    }
    for piece in pieces {
        match piece {
            Piece::Element(e) if place(&e).is_some_and(|p| counts[p] == 1) && whole.take(&e) => {}
            Piece::Element(e) => xml.push_str(e.outer()),
            Piece::Text(raw) if !raw.trim_ascii().is_empty() => xml.push_str(raw),
            Piece::Cdata(raw) => text::put_characters(&mut xml, raw),
            Piece::Text(_) | Piece::Aside => {}
        }
    }
    Detail {
        xml_detail: xml,
        contact: whole.contact,
        group: whole.group,
        precision_location: whole.precision,
        status: whole.status,
        takv: whole.takv,
        track: whole.track,
    }
}

fn join<'a>(message: &DetailView<'a>) -> Result<detail::Detail<'a>, Error> {
    let detail = detail::Detail::from_xml(without_declaration(message.xml_detail))?;
    // `xmlDetail` wins: a message is used only when no element of its name stands there.
    let mut given = [false; NAMES.len()];
    for element in detail.elements() {
        if let Some(place) = NAMES.iter().position(|name| *name == element.name()) {
            given[place] = true;
        }
    }
    let [contact, group, precision, status, takv, track] = given;
    let mut out = String::with_capacity(384);
    if let Some(t) = message.takv.filter(|_| !takv) {
        let all = [("device", t.device), ("platform", t.platform), ("os", t.os), ("version", t.version)];
        put(&mut out, "takv", &all);
    }
    if let Some(c) = message.contact.filter(|_| !contact) {
        match c.endpoint {
            "" => put(&mut out, "contact", &[("callsign", c.callsign)]),
            _ => put(&mut out, "contact", &[("callsign", c.callsign), ("endpoint", c.endpoint)]),
        }
    }
    if let Some(g) = message.group.filter(|_| !group) {
        put(&mut out, "__group", &[("name", g.name), ("role", g.role)]);
    }
    if let Some(p) = message.precision_location.filter(|_| !precision) {
        put(&mut out, "precisionlocation", &[("geopointsrc", p.geopointsrc), ("altsrc", p.altsrc)]);
    }
    if let Some(s) = message.status.filter(|_| !status) {
        put(&mut out, "status", &[("battery", &s.battery.to_string())]);
    }
    if let Some(t) = message.track.filter(|t| !track && t.speed.is_finite() && t.course.is_finite()) {
        put(&mut out, "track", &[("speed", &text::decimal(t.speed)), ("course", &text::decimal(t.course))]);
    }
    Ok(detail.followed_by(out))
}

fn put(out: &mut String, name: &str, attributes: &[(&str, &str)]) {
    out.push('<');
    out.push_str(name);
    for (name, value) in attributes {
        text::put_attribute(out, name, value);
    }
    out.push_str("/>");
}

/// Some senders put a declaration before `xmlDetail`.
fn without_declaration(xml: &str) -> &str {
    let rest = xml.strip_prefix("<?xml ").and_then(|rest| rest.split_once("?>"));
    rest.map_or(xml, |(_, rest)| rest.trim_ascii_start())
}
