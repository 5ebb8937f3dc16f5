//! Why: reading is tolerant of how the field spells things, and strict about what could hurt: anything that
//! is not well-formed, too large, too deep or not a place on earth is refused with its byte and its rule.

use std::borrow::Cow;

use crate::detail::Detail;
use crate::error::{Error, Rule};
use crate::event::Event;
use crate::limits::{ATTRIBUTES_COUNT_MAX, FRAME_BYTES_MAX};
use crate::point::Point;
use crate::time::Time;
use crate::xml::chars::decode;
use crate::xml::scan::{Node, Raw, Result, Scan, Step};
use crate::xml::seen::Seen;

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

    fn blank(bytes: &'a [u8]) -> Self {
        Self { bytes, event: Event::new("", "", "", Time::from_millis(0), 0, Point::nowhere()) }
    }
}

/// Reads a frame that holds one event.
///
/// # Errors
/// With the byte and the rule, when the frame is no event (CoT 2.0, XML 1.0 without document types), or is
/// past a limit.
pub fn read(bytes: &[u8]) -> Result<Frame<'_>> {
    let mut scan = begin(bytes)?;
    let mut frame = Frame::blank(bytes);
    root(&mut scan, &mut frame.event)?;
    loop {
        let at = scan.at;
        if at == bytes.len() {
            return Ok(frame);
        }
        match scan.node()? {
            Node::Done if is_blank(&scan.text[at..]) => return Ok(frame),
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
                let mut frame = Frame::blank(bytes);
                event(&mut scan, &mut frame.event)?;
                frame.bytes = &bytes[at..scan.at];
                if frame.bytes.len() > FRAME_BYTES_MAX {
                    return Err(Error::new(at, Rule::FrameTooLong));
                }
                frames.push(frame);
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
    let rest = &scan.text.as_bytes()[scan.at..];
    let [b'<', b'?', b'x', b'm', b'l', b' ' | b'\t' | b'\r' | b'\n' | b'?', ..] = rest else {
        return Ok(());
    };
    let end = memchr::memchr_iter(b'>', rest).find(|end| rest[end - 1] == b'?');
    let Some(end) = end else {
        return scan.fail(Rule::Syntax("`?>` at the end of the XML declaration"));
    };
    scan.at += end + 1;
    Ok(())
}

fn root<'a>(scan: &mut Scan<'a>, into: &mut Event<'a>) -> Result<()> {
    loop {
        let from = scan.at;
        match scan.node()? {
            Node::Start("event", at) if is_blank(&scan.text[from..at]) => return event(scan, into),
            Node::Start(name, at) => return Err(Error::new(at, Rule::NotAnEvent(name.into()))),
            Node::Aside => {}
            _ => return Err(Error::new(from, Rule::Syntax("an `event`"))),
        }
    }
}

/// What must be said of an event, and where it was said.
#[derive(Default)]
struct Said<'a> {
    time: Option<(Time, &'a str)>,
    start: Option<(Time, &'a str)>,
    stale: Option<(Time, &'a str)>,
    version: bool,
    how: bool,
    point: bool,
    detail: bool,
}

/// Reads an event after its name.
fn event<'a>(scan: &mut Scan<'a>, event: &mut Event<'a>) -> Result<()> {
    let from = scan.at;
    let mut said = Said::default();
    let open = loop {
        match scan.step()? {
            Step::Attribute(name, raw, at) => take(event, &mut said, name, raw, at)?,
            Step::Open => break true,
            Step::Empty => break false,
        }
    };
    if open {
        body(scan, event, &mut said)?;
    }
    let missing = |what| Err(Error::new(from, Rule::Missing(what)));
    if event.uid.is_empty() {
        return missing("uid");
    }
    if event.type_.is_empty() {
        return missing("type");
    }
    let Some((time, _)) = said.time.or(said.start) else { return missing("time") };
    let Some((stale, _)) = said.stale else { return missing("stale") };
    (event.time, event.start, event.stale) = (time, said.start.map_or(time, |(start, _)| start), stale);
    // Messages of the `t` branch (pings, deletions, negotiation) are about no place, and some senders then
    // leave the point out.
    if !said.point && !event.type_.starts_with("t-") {
        return missing("point");
    }
    Ok(())
}

#[inline]
fn take<'a>(
    event: &mut Event<'a>,
    said: &mut Said<'a>,
    name: &'a str,
    raw: Raw<'a>,
    at: usize,
) -> Result<()> {
    let twice = match name {
        "version" => {
            event.version = raw.value();
            std::mem::replace(&mut said.version, true)
        }
        "uid" => put(&mut event.uid, raw),
        "type" => put(&mut event.type_, raw),
        "how" => {
            event.how = raw.value();
            std::mem::replace(&mut said.how, true)
        }
        "time" => said.time.replace(instant("time", raw.text, said.start, at)?).is_some(),
        "start" => said.start.replace(instant("start", raw.text, said.time, at)?).is_some(),
        "stale" => said.stale.replace(instant("stale", raw.text, None, at)?).is_some(),
        "access" => event.access.replace(raw.value()).is_some(),
        "qos" => event.qos.replace(raw.value()).is_some(),
        "opex" => event.opex.replace(raw.value()).is_some(),
        "caveat" => event.caveat.replace(raw.value()).is_some(),
        "releaseableTo" => event.releaseable_to.replace(raw.value()).is_some(),
        _ => {
            let twice = event.other.iter().any(|(before, _)| before == name);
            if event.other.len() == ATTRIBUTES_COUNT_MAX {
                return Err(Error::new(at, Rule::TooManyAttributes));
            }
            event.other.push((Cow::Borrowed(name), raw.value()));
            twice
        }
    };
    if twice {
        return Err(Error::new(at, Rule::DoubleAttribute(name.into())));
    }
    Ok(())
}

/// Puts a value that must not be empty; whether one stood there already.
#[inline]
fn put<'a>(place: &mut Cow<'a, str>, raw: Raw<'a>) -> bool {
    let twice = !place.is_empty();
    *place = raw.value();
    twice
}

/// Reads an instant; `time` and `start` are nearly always spelled the same, and then read once.
#[inline]
fn instant<'a>(
    what: &'static str,
    raw: &'a str,
    known: Option<(Time, &'a str)>,
    at: usize,
) -> Result<(Time, &'a str)> {
    if let Some((time, spelling)) = known
        && spelling == raw
    {
        return Ok((time, raw));
    }
    let bad = || Rule::Value(what, raw.into(), "a date and time such as `2020-02-08T18:10:44Z`");
    Time::parse(raw).map(|time| (time, raw)).ok_or_else(|| Error::new(at, bad()))
}

fn body<'a>(scan: &mut Scan<'a>, event: &mut Event<'a>, said: &mut Said<'a>) -> Result<()> {
    loop {
        match scan.node()? {
            Node::Start("point", at) => {
                event.point = point(scan)?;
                if std::mem::replace(&mut said.point, true) {
                    return Err(Error::new(at, Rule::Twice("point")));
                }
            }
            Node::Start("detail", at) => {
                event.detail = detail(scan)?;
                if std::mem::replace(&mut said.detail, true) {
                    return Err(Error::new(at, Rule::Twice("detail")));
                }
            }
            Node::Start(name, at) => {
                if scan.attributes()? {
                    scan.content(name)?;
                }
                let outer = &scan.text[at..scan.at];
                match &mut event.beside {
                    Cow::Borrowed("") => event.beside = Cow::Borrowed(outer),
                    before => before.to_mut().push_str(outer),
                }
            }
            Node::End("event", _) => return Ok(()),
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
    let mut seen = Seen::new(scan);
    let open = loop {
        match scan.step()? {
            Step::Attribute(name, raw, at) => {
                seen.add(name, at)?;
                let raw = raw.text;
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
    let number = decimal(raw).or_else(|| raw.trim_ascii().parse().ok());
    let number =
        number.ok_or_else(|| Error::new(at, Rule::Value(what, raw.into(), "a number of metres")))?;
    Ok(Point::known(number))
}

#[inline]
fn number(raw: &str) -> Option<f64> {
    decimal(raw).or_else(|| raw.trim_ascii().parse().ok().filter(|n: &f64| n.is_finite()))
}

/// A plain decimal of at most 15 digits. Both the digits and the power of ten are then exact, so that one
/// division rounds right; the general way is five times slower.
#[inline]
fn decimal(raw: &str) -> Option<f64> {
    const TENS: [f64; 16] =
        [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];
    let digits = raw.strip_prefix('-').unwrap_or(raw);
    let (mut mantissa, mut point) = (0_u64, None);
    for (place, b) in digits.bytes().enumerate() {
        match b {
            b'0'..=b'9' => mantissa = mantissa * 10 + u64::from(b - b'0'),
            b'.' if point.is_none() && place > 0 => point = Some(place),
            _ => return None,
        }
        if place > 15 {
            return None;
        }
    }
    let decimals = point.map_or(0, |point| digits.len() - point - 1);
    if digits.is_empty() || digits.len() > 15 + usize::from(point.is_some()) {
        return None;
    }
    #[expect(clippy::cast_precision_loss, reason = "15 digits fit the 53 bits of a double")]
    let number = mantissa as f64 / TENS.get(decimals)?;
    Some(if digits.len() < raw.len() { -number } else { number })
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_short_way_to_a_number_rounds_as_the_long_one() {
        for text in
            ["0", "-0.0", "1.", "42.662914", "-179.99999999999", "999999999999999", "0.1", "0.000003"]
        {
            let long: f64 = text.parse().expect("a number");
            assert_eq!(super::decimal(text).map(f64::to_bits), Some(long.to_bits()), "{text}");
        }
        for text in ["", "-", ".5", "1e5", "1.2.3", "+1", "1234567890123456", "NaN", "1 "] {
            assert_eq!(super::decimal(text), None, "{text}");
        }
    }
}
