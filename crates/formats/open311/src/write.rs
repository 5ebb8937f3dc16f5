//! One writer for both formats: each type says its members once, and XML and JSON follow from it.
//!
//! JSON is the mapping of the XML that the specification calls the Spark convention: an element that only
//! repeats one child becomes an array, and an empty element becomes `null`.

use std::fmt::{Display, Write};

use crate::degrees;
use crate::time::DateTime;

/// The two formats of the specification ("Format Support"). XML is required, JSON is an offer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// `text/xml`.
    Xml,
    /// `application/json`.
    Json,
}

impl Format {
    /// The content type to send.
    #[must_use]
    pub fn content_type(self) -> &'static str {
        match self {
            Format::Xml => "text/xml; charset=utf-8",
            Format::Json => "application/json; charset=utf-8",
        }
    }

    /// The end of a path: `xml` or `json`.
    #[must_use]
    pub fn extension(self) -> &'static str {
        match self {
            Format::Xml => "xml",
            Format::Json => "json",
        }
    }
}

pub(crate) struct Writer {
    out: String,
    format: Format,
    /// Whether the next JSON member or item needs no comma before it.
    first: bool,
}

impl Writer {
    fn new(format: Format) -> Self {
        let out = match format {
            Format::Xml => String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"),
            Format::Json => String::new(),
        };
        Self { out, format, first: true }
    }

    /// A document that is a list: `<root><item>…` or `[…]`.
    pub(crate) fn list_document<T>(
        format: Format,
        names: (&str, &str),
        items: &[T],
        each: impl Fn(&T, &mut Writer),
    ) -> String {
        let mut writer = Self::new(format);
        // A request takes some 500 bytes; a guess that is off costs a copy, none costs a dozen.
        writer.out.reserve(512 * items.len().min(2048));
        writer.open(names.0);
        writer.items(names.1, items, each);
        writer.close(names.0);
        writer.out
    }

    /// A document that is one object: `<root>…` or `{…}`.
    pub(crate) fn object_document(format: Format, root: &str, members: impl Fn(&mut Writer)) -> String {
        let mut writer = Self::new(format);
        writer.open(root);
        writer.braces(members);
        writer.close(root);
        writer.out
    }

    #[inline]
    fn open(&mut self, name: &str) {
        if self.format == Format::Xml {
            self.out.push('<');
            self.out.push_str(name);
            self.out.push('>');
        }
    }

    #[inline]
    fn close(&mut self, name: &str) {
        if self.format == Format::Xml {
            self.out.push_str("</");
            self.out.push_str(name);
            self.out.push('>');
        }
    }

    #[inline]
    fn comma(&mut self) {
        if self.format == Format::Json && !std::mem::replace(&mut self.first, false) {
            self.out.push(',');
        }
    }

    /// `<name>` or `"name":`.
    #[inline]
    fn begin(&mut self, name: &str) {
        self.comma();
        match self.format {
            Format::Xml => self.open(name),
            Format::Json => {
                self.out.push('"');
                self.out.push_str(name);
                self.out.push_str("\":");
            }
        }
    }

    fn braces(&mut self, members: impl Fn(&mut Writer)) {
        if self.format == Format::Xml {
            return members(self);
        }
        self.out.push('{');
        self.first = true;
        members(self);
        self.out.push('}');
        self.first = false;
    }

    fn items<T>(&mut self, item: &str, items: &[T], each: impl Fn(&T, &mut Writer)) {
        if self.format == Format::Json {
            self.out.push('[');
            self.first = true;
        }
        for value in items {
            self.comma();
            self.open(item);
            self.braces(|writer| each(value, writer));
            self.close(item);
        }
        if self.format == Format::Json {
            self.out.push(']');
            self.first = false;
        }
    }

    /// A list member: `<name><item>…</item></name>` or `"name":[{…}]`.
    pub(crate) fn list<T>(&mut self, names: (&str, &str), items: &[T], each: impl Fn(&T, &mut Writer)) {
        self.begin(names.0);
        self.items(names.1, items, each);
        self.close(names.0);
    }

    /// A list of texts: `<name><item>text</item></name>` or `"name":["text"]`.
    pub(crate) fn text_list(&mut self, names: (&str, &str), items: &[String]) {
        self.begin(names.0);
        if self.format == Format::Json {
            self.out.push('[');
            self.first = true;
        }
        for text in items {
            self.comma();
            self.open(names.1);
            self.string(text);
            self.close(names.1);
        }
        if self.format == Format::Json {
            self.out.push(']');
            self.first = false;
        }
        self.close(names.0);
    }

    /// Text, as it is; ids are text in both formats.
    pub(crate) fn text(&mut self, name: &str, text: &str) {
        self.begin(name);
        self.string(text);
        self.close(name);
    }

    /// Text, or an empty element, or `null`.
    pub(crate) fn optional(&mut self, name: &str, text: Option<&str>) {
        self.begin(name);
        match (text, self.format) {
            (Some(text), _) => self.string(text),
            (None, Format::Xml) => {}
            (None, Format::Json) => self.out.push_str("null"),
        }
        self.close(name);
    }

    /// Text that is left out where there is none: tokens, and members beyond the specification.
    pub(crate) fn given(&mut self, name: &str, text: Option<&str>) {
        if let Some(text) = text {
            self.text(name, text);
        }
    }

    /// A number or a truth value: bare in JSON.
    pub(crate) fn bare(&mut self, name: &str, value: Option<impl Display>) {
        self.begin(name);
        match (value, self.format) {
            (Some(value), _) => drop(write!(self.out, "{value}")),
            (None, Format::Xml) => {}
            (None, Format::Json) => self.out.push_str("null"),
        }
        self.close(name);
    }

    /// Text that a value writes of itself and that needs no escape, such as a kind.
    pub(crate) fn plain(&mut self, name: &str, value: Option<impl Display>) {
        self.begin(name);
        match (value, self.format) {
            (Some(value), Format::Xml) => drop(write!(self.out, "{value}")),
            (Some(value), Format::Json) => drop(write!(self.out, "\"{value}\"")),
            (None, Format::Xml) => {}
            (None, Format::Json) => self.out.push_str("null"),
        }
        self.close(name);
    }

    /// A time, as the specification writes it.
    pub(crate) fn time(&mut self, name: &str, time: Option<DateTime>) {
        self.begin(name);
        match (time, self.format) {
            (Some(time), Format::Xml) => time.push_to(&mut self.out),
            (Some(time), Format::Json) => {
                self.out.push('"');
                time.push_to(&mut self.out);
                self.out.push('"');
            }
            (None, Format::Xml) => {}
            (None, Format::Json) => self.out.push_str("null"),
        }
        self.close(name);
    }

    /// Degrees: a bare number in JSON.
    pub(crate) fn degrees(&mut self, name: &str, degrees: Option<f64>) {
        self.begin(name);
        match (degrees, self.format) {
            (Some(degrees), _) => degrees::push_to(degrees, &mut self.out),
            (None, Format::Xml) => {}
            (None, Format::Json) => self.out.push_str("null"),
        }
        self.close(name);
    }

    pub(crate) fn extra(&mut self, extra: &[(String, String)]) {
        for (name, text) in extra.iter().filter(|(name, _)| is_name(name)) {
            self.text(name, text);
        }
    }

    #[inline]
    fn string(&mut self, text: &str) {
        match self.format {
            Format::Xml => escape_xml(text, &mut self.out),
            Format::Json => {
                self.out.push('"');
                escape_json(text, &mut self.out);
                self.out.push('"');
            }
        }
    }
}

/// Whether a member beyond the specification can be an element: a plain ASCII name.
pub(crate) fn is_name(name: &str) -> bool {
    let mut bytes = name.bytes();
    bytes.next().is_some_and(|first| first.is_ascii_alphabetic() || first == b'_')
        && bytes.all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.'))
        && name.len() <= 64
}

/// Copies runs that need no escape as a whole. `run` counts the bytes before the next one that may.
fn escape(
    text: &str,
    out: &mut String,
    run: impl Fn(&[u8]) -> usize,
    escaped: impl Fn(char) -> Option<&'static str>,
) {
    let mut rest = text;
    loop {
        let (plain, after) = rest.split_at_checked(run(rest.as_bytes())).unwrap_or((rest, ""));
        out.push_str(plain);
        let mut chars = after.chars();
        let Some(next) = chars.next() else { return };
        match escaped(next) {
            Some(replacement) => out.push_str(replacement),
            None => out.push(next),
        }
        rest = chars.as_str();
    }
}

/// Bytes that begin no character which XML must not hold as it stands. 0xEF begins U+FFFE and U+FFFF.
static XML_PLAIN: [bool; 256] = {
    let mut plain = [true; 256];
    let mut byte = 0;
    while byte < 256 {
        plain[byte] = !(byte < 0x20 || byte == 0x26 || byte == 0x3c || byte == 0x3e || byte == 0xef);
        byte += 1;
    }
    plain
};

/// Characters that XML 1.0 cannot hold at all become U+FFFD; a carriage return is kept as a reference.
fn escape_xml(text: &str, out: &mut String) {
    let run = |bytes: &[u8]| bytes.iter().take_while(|byte| XML_PLAIN[usize::from(**byte)]).count();
    escape(text, out, run, |next| match next {
        '&' => Some("&amp;"),
        '<' => Some("&lt;"),
        '>' => Some("&gt;"),
        '\r' => Some("&#13;"),
        '\t' | '\n' => None,
        '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => Some("\u{fffd}"),
        _ => None,
    });
}

fn escape_json(text: &str, out: &mut String) {
    const CONTROLS: [&str; 32] = [
        "\\u0000", "\\u0001", "\\u0002", "\\u0003", "\\u0004", "\\u0005", "\\u0006", "\\u0007", "\\b",
        "\\t", "\\n", "\\u000b", "\\f", "\\r", "\\u000e", "\\u000f", "\\u0010", "\\u0011", "\\u0012",
        "\\u0013", "\\u0014", "\\u0015", "\\u0016", "\\u0017", "\\u0018", "\\u0019", "\\u001a", "\\u001b",
        "\\u001c", "\\u001d", "\\u001e", "\\u001f",
    ];
    escape(text, out, crate::json::plain_run, |next| match next {
        '"' => Some("\\\""),
        '\\' => Some("\\\\"),
        control => CONTROLS.get(control as usize).copied(),
    });
}
