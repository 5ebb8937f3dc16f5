//! Why: what we send is read by many programs, some of them strict. The writer has one spelling for
//! everything, the declaration and the order of the schema, numbers and times within their ranges, and never more
//! than a frame. Words are the caller's: a `type` or `how` is not held to the pattern of the CoT 2.0 schema, and one
//! that was read without `how` is written with an empty one, so that passing an odd event on does not fail.

use crate::error::WriteError;
use crate::event::Event;
use crate::limits::FRAME_BYTES_MAX;
use crate::xml::scan::is_name;
use crate::xml::text;

/// What TAK servers want before each event of a stream: the XML declaration and a line feed.
pub const XML_HEADER: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

/// Attributes that have a field of their own, and so cannot stand in [`Event::other`].
const OWN: [&str; 12] = [
    "version",
    "uid",
    "type",
    "how",
    "time",
    "start",
    "stale",
    "access",
    "qos",
    "opex",
    "caveat",
    "releaseableTo",
];

impl Event<'_> {
    /// Writes the event as one frame: XML declaration, line feed, event, and nothing after it.
    ///
    /// # Errors
    /// When a required value is empty or out of its range, or the frame would be too long.
    pub fn to_xml(&self) -> Result<String, WriteError> {
        let mut out = String::with_capacity(512 + self.detail.content().len());
        self.append_xml(&mut out)?;
        Ok(out)
    }

    /// Appends the event as one frame to `out`. On an error `out` is as it was.
    ///
    /// # Errors
    /// As [`Event::to_xml`].
    pub fn append_xml(&self, out: &mut String) -> Result<(), WriteError> {
        let before = out.len();
        let result = self.put(out).and_then(|()| match out.len() - before {
            bytes if bytes > FRAME_BYTES_MAX => Err(WriteError::TooLong(bytes)),
            _ => Ok(()),
        });
        if result.is_err() {
            out.truncate(before);
        }
        result
    }

    fn put(&self, out: &mut String) -> Result<(), WriteError> {
        let numbers = self.point.numbers()?;
        out.push_str(XML_HEADER);
        out.push_str("<event");
        for (name, value) in [("version", &self.version), ("uid", &self.uid), ("type", &self.type_)] {
            if value.is_empty() {
                return Err(WriteError::Empty(name));
            }
            text::put_attribute(out, name, value);
        }
        text::put_attribute(out, "how", &self.how);
        for (name, time) in [("time", self.time), ("start", self.start), ("stale", self.stale)] {
            text::put_attribute(out, name, time.spelled(&mut [0; 24]));
        }
        self.put_optional(out)?;
        out.push_str("><point");
        for (name, number) in numbers {
            text::put_attribute(out, name, &text::decimal(number));
        }
        out.push_str("/>");
        self.detail.put(out);
        out.push_str(&self.beside);
        out.push_str("</event>");
        Ok(())
    }

    fn put_optional(&self, out: &mut String) -> Result<(), WriteError> {
        let optional = [
            ("access", &self.access),
            ("qos", &self.qos),
            ("opex", &self.opex),
            ("caveat", &self.caveat),
            ("releaseableTo", &self.releaseable_to),
        ];
        for (name, value) in optional {
            if let Some(value) = value {
                text::put_attribute(out, name, value);
            }
        }
        for (index, (name, value)) in self.other.iter().enumerate() {
            let twice = self.other[..index].iter().any(|(before, _)| before == name);
            if twice || OWN.contains(&&**name) || !is_name(name) {
                return Err(WriteError::Name((&**name).into()));
            }
            text::put_attribute(out, name, value);
        }
        Ok(())
    }
}
