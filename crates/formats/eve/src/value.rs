//! A JSON value as a slice of its line, and text that is copied only when an escape forces it.

use std::borrow::Cow;
use std::net::IpAddr;

use crate::address;
use crate::digits;
use crate::scan::Scanner;
use crate::time::Timestamp;

/// Text of an event: borrowed from the line, owned only when the line escapes a character.
pub type Text<'a> = Cow<'a, str>;

/// A piece of a line, cut out only when it is wanted: most of what is checked is never looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Span<'a> {
    pub(crate) text: &'a str,
    pub(crate) from: usize,
    pub(crate) to: usize,
}

impl<'a> Span<'a> {
    #[inline(always)]
    pub(crate) fn cut(self) -> &'a str {
        // Both ends stand beside ASCII bytes, so `get` finds them on character borders.
        self.text.get(self.from..self.to).unwrap_or_default()
    }
}

/// A checked JSON string without its quotes and with its escapes still in place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Raw<'a> {
    pub(crate) inner: Span<'a>,
    pub(crate) escaped: bool,
}

impl<'a> Raw<'a> {
    #[inline(always)]
    pub(crate) fn text(self) -> Text<'a> {
        if self.escaped { Cow::Owned(unescape(self.inner.cut())) } else { Cow::Borrowed(self.inner.cut()) }
    }
}

/// The name of a member, checked; its escapes are still in place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Key<'a> {
    pub(crate) name: &'a [u8],
    pub(crate) escaped: bool,
}

impl<'a> Key<'a> {
    /// The name as bytes: a `match` on bytes branches on length and byte, one on text compares with each arm in
    /// turn.
    #[inline(always)]
    pub(crate) fn name(self) -> Cow<'a, [u8]> {
        if self.escaped {
            return Cow::Owned(unescape(&String::from_utf8_lossy(self.name)).into_bytes());
        }
        Cow::Borrowed(self.name)
    }
}

/// One value of an event, checked but not decoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Value<'a> {
    Null,
    Bool(bool),
    Number(Span<'a>),
    Text(Raw<'a>),
    Object(Span<'a>),
    Array(Span<'a>),
}

/// Something about an event that a reader should know and that does not stop it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Note {
    /// Dotted name of the member, such as `alert.signature_id`.
    pub member: &'static str,
    /// What was odd about it.
    pub kind: NoteKind,
}

/// What was odd about a member; the member is then read as absent, unless it says otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NoteKind {
    /// The member is `null`.
    Null,
    /// The member has another type, or a value outside its range.
    Mistyped,
    /// The member is missing though each event has it.
    Missing,
    /// The list has more elements than are read; the first ones are.
    TooMany,
    /// NUL bytes stood before the event and were skipped; the event itself is whole.
    NulBefore,
    /// The last line has no line end; the event itself is whole.
    NoLineEnd,
}

impl std::fmt::Display for Note {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.kind {
            NoteKind::Null => write!(f, "`{}` is null", self.member),
            NoteKind::Mistyped => {
                write!(f, "`{}` has an unusual type or value and is not used", self.member)
            }
            NoteKind::Missing => write!(f, "`{}` is missing", self.member),
            NoteKind::TooMany => write!(f, "`{}` has more elements than are read", self.member),
            NoteKind::NulBefore => f.write_str("NUL bytes before the event were skipped"),
            NoteKind::NoLineEnd => f.write_str("the last line has no line end"),
        }
    }
}

/// Notes kept for one object at most; further ones are not kept.
pub const NOTES_MAX: usize = 32;

/// Reads typed values out of members and writes down what was odd.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Taker {
    pub(crate) notes: Vec<Note>,
}

impl Taker {
    #[cold]
    pub(crate) fn note(&mut self, member: &'static str, kind: NoteKind) {
        if self.notes.len() < NOTES_MAX {
            self.notes.push(Note { member, kind });
        }
    }

    /// Notes a member that each event has, unless something was said about it already.
    pub(crate) fn note_missing(&mut self, member: &'static str, missing: bool) {
        if missing && !self.notes.iter().any(|note| note.member == member) {
            self.note(member, NoteKind::Missing);
        }
    }

    #[cold]
    fn odd<T>(&mut self, member: &'static str, value: Value<'_>) -> Option<T> {
        self.note(member, if matches!(value, Value::Null) { NoteKind::Null } else { NoteKind::Mistyped });
        None
    }

    #[inline]
    pub(crate) fn text<'a>(&mut self, member: &'static str, value: Value<'a>) -> Option<Text<'a>> {
        match value {
            Value::Text(raw) => Some(raw.text()),
            other => self.odd(member, other),
        }
    }

    /// A whole number; pipelines that turn numbers into text are understood.
    #[inline]
    pub(crate) fn number<T: TryFrom<u64>>(&mut self, member: &'static str, value: Value<'_>) -> Option<T> {
        let digits = match value {
            Value::Number(digits) | Value::Text(Raw { inner: digits, escaped: false }) => digits,
            other => return self.odd(member, other),
        };
        match digits::whole(digits.text.as_bytes(), digits.from, digits.to)
            .and_then(|number| T::try_from(number).ok())
        {
            Some(number) => Some(number),
            None => self.odd(member, value),
        }
    }

    #[inline]
    pub(crate) fn flag(&mut self, member: &'static str, value: Value<'_>) -> Option<bool> {
        match value {
            Value::Bool(flag) => Some(flag),
            other => self.odd(member, other),
        }
    }

    #[inline]
    pub(crate) fn ip(&mut self, member: &'static str, value: Value<'_>) -> Option<IpAddr> {
        let Value::Text(raw) = value else { return self.odd(member, value) };
        let quad = if raw.escaped { None } else { address::dotted_quad(raw.inner) };
        match quad.map(IpAddr::V4).or_else(|| raw.text().parse().ok()) {
            Some(ip) => Some(ip),
            None => self.odd(member, value),
        }
    }

    #[inline]
    pub(crate) fn time(&mut self, member: &'static str, value: Value<'_>) -> Option<Timestamp> {
        let Value::Text(raw) = value else { return self.odd(member, value) };
        match raw.text().parse() {
            Ok(time) => Some(time),
            Err(_) => self.odd(member, value),
        }
    }

    #[inline]
    pub(crate) fn object<'a>(&mut self, member: &'static str, value: Value<'a>) -> Option<&'a str> {
        match value {
            Value::Object(object) => Some(object.cut()),
            other => self.odd(member, other),
        }
    }

    #[inline]
    pub(crate) fn array<'a>(&mut self, member: &'static str, value: Value<'a>) -> Option<&'a str> {
        match value {
            Value::Array(array) => Some(array.cut()),
            other => self.odd(member, other),
        }
    }
}

/// Hands each member of an object that was checked before to `each`, with its key decoded.
#[inline]
pub(crate) fn each_member<'a>(object: &'a str, mut each: impl FnMut(&[u8], Value<'a>)) {
    let checked = Scanner::new(object).members(|key, value| each(&key.name(), value));
    debug_assert!(checked.is_ok(), "the line was checked before");
}

/// Hands each element of an array that was checked before to `each`, until `each` says `false`.
pub(crate) fn each_element<'a>(array: &'a str, each: impl FnMut(Value<'a>) -> bool) {
    let checked = Scanner::new(array).elements(each);
    debug_assert!(checked.is_ok(), "the line was checked before");
}

/// Decodes the escapes of a checked string. A surrogate without its partner becomes U+FFFD.
#[cold]
fn unescape(inner: &str) -> String {
    let mut out = String::with_capacity(inner.len());
    let mut rest = inner;
    while let Some(index) = memchr::memchr(b'\\', rest.as_bytes()) {
        out.push_str(rest.get(..index).unwrap_or_default());
        rest = rest.get(index + 1..).unwrap_or_default();
        let Some(kind) = rest.bytes().next() else { break };
        rest = rest.get(1..).unwrap_or_default();
        match kind {
            b'b' => out.push('\u{8}'),
            b'f' => out.push('\u{c}'),
            b'n' => out.push('\n'),
            b'r' => out.push('\r'),
            b't' => out.push('\t'),
            b'u' => out.push(unicode(&mut rest)),
            other => out.push(char::from(other)),
        }
    }
    out.push_str(rest);
    out
}

/// Reads the digits after `\u`, and a second escape when the first is the high half of a pair.
fn unicode(rest: &mut &str) -> char {
    let first = hex4(rest);
    if (0xD800..0xDC00).contains(&first) {
        let mut ahead = *rest;
        if let Some(after) = ahead.strip_prefix("\\u") {
            ahead = after;
            let second = hex4(&mut ahead);
            if (0xDC00..0xE000).contains(&second) {
                *rest = ahead;
                let code = 0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00);
                return char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER);
            }
        }
    }
    char::from_u32(first).unwrap_or(char::REPLACEMENT_CHARACTER)
}

fn hex4(rest: &mut &str) -> u32 {
    let code = rest.get(..4).and_then(|digits| u32::from_str_radix(digits, 16).ok());
    *rest = rest.get(4..).unwrap_or_default();
    code.unwrap_or(0xFFFD)
}
