//! Why: reading is tolerant of how the field spells things, and strict about what could hurt: anything that
//! is not well-formed, too large, too deep or not a place on earth is refused with its byte and its rule.

use std::borrow::Cow;

use crate::detail::Detail;
use crate::error::{Error, Rule};
use crate::event::Event;
use crate::limits::FRAME_BYTES_MAX;
use crate::point::Point;
use crate::time::Time;
use crate::xml::scan::{Node, Result, Scan, Seen, Step, decode};
use crate::xml::text;

/// A frame that holds one event: the bytes as they came, and what they say.
#[derive(Debug, Clone, PartialEq)]
pub struct Frame<'a> {
    bytes: &'a [u8],
    /// What the frame says, borrowed from its bytes.
    pub event: Event<'a>,
}

impl<'a> Frame<'a> {
    /// The bytes as they came, XML declaration included. Sending an untouched event on is copying these.
    pub fn bytes(&self) -> &'a [u8] {
        self.bytes
    }
}

/// Reads a frame that holds one event.
///
/// # Errors
/// With the byte and the rule, when the frame is no event (CoT 2.0, XML 1.0 without document types), or is
/// past a limit.
pub fn read(bytes: &[u8]) -> Result<Frame<'_>> {
    let mut scan = begin(bytes)?;
    let event = root(&mut scan)?;
    loop {
        let at = scan.at;
        match scan.node()? {
            Node::Done if is_blank(&scan.text[at..]) => return Ok(Frame { bytes, event }),
            Node::Aside => {}
            _ => return Err(Error::new(at, Rule::Trailing)),
        }
    }
}

/// Reads every event of a document: one event, several in a row, or several inside an `events` element, as
/// TAK servers answer questions about the past. The limit on a frame holds for each event.
///
/// # Errors
/// As [`read`]; the first broken event ends the reading.
pub fn read_all(bytes: &[u8]) -> Result<Vec<Frame<'_>>> {
    let text = decode(bytes)?;
    let mut scan = Scan::new(text);
    let mut frames = Vec::new();
    let mut wrapped = false;
    prolog(&mut scan)?;
    loop {
        let before = scan.at;
        declaration(&mut scan)?;
        match scan.node()? {
            Node::Start("event", at) => {
                let event = event(&mut scan)?;
                if scan.at - at > FRAME_BYTES_MAX {
                    return Err(Error::new(at, Rule::FrameTooLong));
                }
                frames.push(Frame { bytes: &bytes[at..scan.at], event });
            }
            Node::Start("events", _) if !wrapped && frames.is_empty() => wrapped = scan.attributes()?,
            Node::End("events", _) if wrapped => wrapped = false,
            Node::Aside => {}
            Node::Done if !wrapped && is_blank(&text[before..]) => return Ok(frames),
            Node::Start(name, at) => return Err(Error::new(at, Rule::NotAnEvent(name.into()))),
            _ => return Err(Error::new(before, Rule::Syntax("an `event`"))),
        }
    }
}

fn is_blank(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_whitespace())
}

fn begin(bytes: &[u8]) -> Result<Scan<'_>> {
    if bytes.len() > FRAME_BYTES_MAX {
        return Err(Error::new(FRAME_BYTES_MAX, Rule::FrameTooLong));
    }
    let mut scan = Scan::new(decode(bytes)?);
    prolog(&mut scan)?;
    Ok(scan)
}

/// Skips a byte order mark, white space (some senders put a line feed first) and the XML declaration.
fn prolog(scan: &mut Scan<'_>) -> Result<()> {
    if scan.text.starts_with('\u{FEFF}') {
        scan.at = 3;
    }
    declaration(scan)
}

fn declaration(scan: &mut Scan<'_>) -> Result<()> {
    scan.spaces();
    let rest = &scan.text[scan.at..];
    let Some(inside) = rest.strip_prefix("<?xml").filter(|r| r.starts_with([' ', '\t', '\r', '\n', '?']))
    else {
        return Ok(());
    };
    let Some(end) = inside.find("?>") else {
        return scan.fail(Rule::Syntax("`?>` at the end of the XML declaration"));
    };
    scan.at += 5 + end + 2;
    Ok(())
}

fn root<'a>(scan: &mut Scan<'a>) -> Result<Event<'a>> {
    loop {
        let from = scan.at;
        match scan.node()? {
            Node::Start("event", at) if is_blank(&scan.text[from..at]) => return event(scan),
            Node::Start(name, at) => return Err(Error::new(at, Rule::NotAnEvent(name.into()))),
            Node::Aside => {}
            _ => return Err(Error::new(from, Rule::Syntax("an `event`"))),
        }
    }
}

/// The attributes of an event while they are read.
#[derive(Default)]
struct Head<'a> {
    version: Option<Cow<'a, str>>,
    uid: Option<Cow<'a, str>>,
    type_: Option<Cow<'a, str>>,
    how: Option<Cow<'a, str>>,
    time: Option<Time>,
    start: Option<Time>,
    stale: Option<Time>,
    access: Option<Cow<'a, str>>,
    qos: Option<Cow<'a, str>>,
    opex: Option<Cow<'a, str>>,
    caveat: Option<Cow<'a, str>>,
    releaseable_to: Option<Cow<'a, str>>,
    other: Vec<(Cow<'a, str>, Cow<'a, str>)>,
}

impl<'a> Head<'a> {
    #[inline]
    fn take(&mut self, name: &'a str, raw: &'a str, at: usize) -> Result<()> {
        let instant = |what| {
            let bad = || Rule::Value(what, raw.into(), "a date and time such as `2020-02-08T18:10:44Z`");
            Time::parse(raw).map(Some).ok_or_else(|| Error::new(at, bad()))
        };
        match name {
            "version" => self.version = Some(text::value(raw)),
            "uid" => self.uid = Some(text::value(raw)),
            "type" => self.type_ = Some(text::value(raw)),
            "how" => self.how = Some(text::value(raw)),
            "time" => self.time = instant("time")?,
            "start" => self.start = instant("start")?,
            "stale" => self.stale = instant("stale")?,
            "access" => self.access = Some(text::value(raw)),
            "qos" => self.qos = Some(text::value(raw)),
            "opex" => self.opex = Some(text::value(raw)),
            "caveat" => self.caveat = Some(text::value(raw)),
            "releaseableTo" => self.releaseable_to = Some(text::value(raw)),
            _ => self.other.push((Cow::Borrowed(name), text::value(raw))),
        }
        Ok(())
    }
}

/// Reads an event after its name.
fn event<'a>(scan: &mut Scan<'a>) -> Result<Event<'a>> {
    let from = scan.at;
    let (head, open) = head(scan)?;
    let missing = |what| Error::new(from, Rule::Missing(what));
    let uid = head.uid.filter(|uid| !uid.is_empty()).ok_or_else(|| missing("uid"))?;
    let type_ = head.type_.filter(|kind| !kind.is_empty()).ok_or_else(|| missing("type"))?;
    let time = head.time.or(head.start).ok_or_else(|| missing("time"))?;
    let body = if open { body(scan)? } else { Body::default() };
    // Messages of the `t` branch (pings, deletions, negotiation) are about no place, and some senders then
    // leave the point out.
    let point = match body.point {
        Some(point) => point,
        None if type_.starts_with("t-") => Point::nowhere(),
        None => return Err(missing("point")),
    };
    Ok(Event {
        version: head.version.unwrap_or(Cow::Borrowed("2.0")),
        uid,
        type_,
        how: head.how.unwrap_or_default(),
        time,
        start: head.start.unwrap_or(time),
        stale: head.stale.ok_or_else(|| missing("stale"))?,
        access: head.access,
        qos: head.qos,
        opex: head.opex,
        caveat: head.caveat,
        releaseable_to: head.releaseable_to,
        other: head.other,
        point,
        detail: body.detail.unwrap_or_default(),
        beside: body.beside,
    })
}

#[inline]
fn head<'a>(scan: &mut Scan<'a>) -> Result<(Head<'a>, bool)> {
    let mut head = Head::default();
    let mut seen = Seen::default();
    loop {
        let from = scan.at;
        match scan.step()? {
            Step::Attribute(name, raw, at) => {
                seen.add(name, from)?;
                head.take(name, raw, at)?;
            }
            Step::Open => return Ok((head, true)),
            Step::Empty => return Ok((head, false)),
        }
    }
}

#[derive(Default)]
struct Body<'a> {
    point: Option<Point>,
    detail: Option<Detail<'a>>,
    beside: Cow<'a, str>,
}

fn body<'a>(scan: &mut Scan<'a>) -> Result<Body<'a>> {
    let mut body = Body::default();
    loop {
        match scan.node()? {
            Node::Start("point", at) => {
                if body.point.replace(point(scan)?).is_some() {
                    return Err(Error::new(at, Rule::Twice("point")));
                }
            }
            Node::Start("detail", at) => {
                if body.detail.replace(detail(scan)?).is_some() {
                    return Err(Error::new(at, Rule::Twice("detail")));
                }
            }
            Node::Start(name, at) => {
                if scan.attributes()? {
                    scan.content(name)?;
                }
                let outer = &scan.text[at..scan.at];
                body.beside = match body.beside {
                    Cow::Borrowed("") => Cow::Borrowed(outer),
                    before => Cow::Owned(before.into_owned() + outer),
                };
            }
            Node::End("event", _) => return Ok(body),
            Node::End(_, at) => return Err(Error::new(at, Rule::WrongEndTag("event".into()))),
            Node::Aside | Node::Cdata(_) => {}
            Node::Done => return scan.fail(Rule::Syntax("`</event>`")),
        }
    }
}

fn detail<'a>(scan: &mut Scan<'a>) -> Result<Detail<'a>> {
    let head = scan.at;
    let open = scan.attributes()?;
    let start = scan.at;
    let end_of_head = start - if open { 1 } else { 2 };
    let end = if open { scan.content("detail")? } else { start };
    Ok(Detail::trusted(scan.text[head..end_of_head].trim_ascii(), &scan.text[start..end]))
}

fn point(scan: &mut Scan<'_>) -> Result<Point> {
    const DEGREES: &str = "a number of degrees on earth";
    let from = scan.at;
    let (mut lat, mut lon, mut point) = (None, None, Point::nowhere());
    let mut seen = Seen::default();
    let open = loop {
        let start = scan.at;
        match scan.step()? {
            Step::Attribute(name, raw, at) => {
                seen.add(name, start)?;
                let degrees = |what, max| {
                    let number = number(raw).filter(|n| n.abs() <= max);
                    number.ok_or_else(|| Error::new(at, Rule::Value(what, raw.into(), DEGREES)))
                };
                match name {
                    "lat" => lat = Some(degrees("lat", 90.0)?),
                    "lon" => lon = Some(degrees("lon", 180.0)?),
                    "hae" => point.hae = metres("hae", raw, at)?,
                    "ce" => point.ce = metres("ce", raw, at)?.filter(|ce| *ce >= 0.0),
                    "le" => point.le = metres("le", raw, at)?.filter(|le| *le >= 0.0),
                    _ => {}
                }
            }
            Step::Open => break true,
            Step::Empty => break false,
        }
    };
    if open {
        scan.content("point")?;
    }
    point.lat = lat.ok_or_else(|| Error::new(from, Rule::Missing("lat")))?;
    point.lon = lon.ok_or_else(|| Error::new(from, Rule::Missing("lon")))?;
    Ok(point)
}

/// A height or error: empty, `NaN` and the large numbers mean "not known".
#[inline]
fn metres(what: &'static str, raw: &str, at: usize) -> Result<Option<f64>> {
    match raw {
        "9999999.0" | "9999999" | "" => return Ok(None),
        _ => {}
    }
    let number = raw.trim_ascii().parse::<f64>().ok();
    let number =
        number.ok_or_else(|| Error::new(at, Rule::Value(what, raw.into(), "a number of metres")))?;
    Ok(Point::known(number))
}

#[inline]
fn number(raw: &str) -> Option<f64> {
    raw.trim_ascii().parse().ok().filter(|n: &f64| n.is_finite())
}
