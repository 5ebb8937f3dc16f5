//! A JSON value as a slice of its line, and text that is copied only when an escape forces it.

use std::borrow::Cow;
use std::net::{IpAddr, Ipv4Addr};

use crate::scan::Scanner;
use crate::time::Timestamp;

/// Text of an event: borrowed from the line, owned only when the line escapes a character.
pub type Text<'a> = Cow<'a, str>;

/// A checked JSON string without its quotes and with its escapes still in place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Raw<'a> {
    pub(crate) inner: &'a str,
    pub(crate) escaped: bool,
}

impl<'a> Raw<'a> {
    /// The name of a member as bytes: a `match` on bytes branches on length and byte, one on text compares
    /// with each arm in turn.
    #[inline]
    pub(crate) fn bytes(self) -> Cow<'a, [u8]> {
        match self.text() {
            Cow::Borrowed(text) => Cow::Borrowed(text.as_bytes()),
            Cow::Owned(text) => Cow::Owned(text.into_bytes()),
        }
    }

    #[inline]
    pub(crate) fn text(self) -> Text<'a> {
        if self.escaped { Cow::Owned(unescape(self.inner)) } else { Cow::Borrowed(self.inner) }
    }
}

/// One value of an event, checked but not decoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Value<'a> {
    Null,
    Bool(bool),
    Number(&'a str),
    Text(Raw<'a>),
    Object(&'a str),
    Array(&'a str),
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
        self.note(member, if value == Value::Null { NoteKind::Null } else { NoteKind::Mistyped });
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
            Value::Number(digits) => digits,
            Value::Text(Raw { inner, escaped: false }) => inner,
            other => return self.odd(member, other),
        };
        match whole(digits).and_then(|number| T::try_from(number).ok()) {
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
        match address(&raw.text()) {
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
            Value::Object(text) => Some(text),
            other => self.odd(member, other),
        }
    }

    #[inline]
    pub(crate) fn array<'a>(&mut self, member: &'static str, value: Value<'a>) -> Option<&'a str> {
        match value {
            Value::Array(text) => Some(text),
            other => self.odd(member, other),
        }
    }
}

/// Hands each member of an object that was checked before to `each`, with its key decoded.
#[inline]
pub(crate) fn each_member<'a>(object: &'a str, mut each: impl FnMut(&[u8], Value<'a>)) {
    let checked = Scanner::new(object).members(|key, value| each(&key.bytes(), value));
    debug_assert!(checked.is_ok(), "the line was checked before");
}

/// Hands each element of an array that was checked before to `each`, until `each` says `false`.
pub(crate) fn each_element<'a>(array: &'a str, each: impl FnMut(Value<'a>) -> bool) {
    let checked = Scanner::new(array).elements(each);
    debug_assert!(checked.is_ok(), "the line was checked before");
}

#[inline]
fn whole(digits: &str) -> Option<u64> {
    if digits.is_empty() {
        return None;
    }
    digits.bytes().try_fold(0_u64, |sum, byte| match byte {
        b'0'..=b'9' => sum.checked_mul(10)?.checked_add(u64::from(byte - b'0')),
        _ => None,
    })
}

#[inline]
fn address(text: &str) -> Option<IpAddr> {
    if text.len() <= 15
        && let Some(ip) = dotted_quad(text.as_bytes())
    {
        return Some(IpAddr::V4(ip));
    }
    text.parse().ok()
}

/// The plain spelling of IPv4, without leading zeros; `None` leaves the rest to the standard library.
#[inline]
fn dotted_quad(bytes: &[u8]) -> Option<Ipv4Addr> {
    let mut octets = [0_u8; 4];
    let (mut index, mut digits, mut octet) = (0_usize, 0_u32, 0_u32);
    for byte in bytes.iter().chain(std::iter::once(&b'.')) {
        match byte {
            b'0'..=b'9' if digits == 0 || octet > 0 => {
                octet = octet * 10 + u32::from(byte - b'0');
                digits += 1;
                if octet > 255 {
                    return None;
                }
            }
            b'.' if digits > 0 => {
                *octets.get_mut(index)? = u8::try_from(octet).ok()?;
                (index, digits, octet) = (index + 1, 0, 0);
            }
            _ => return None,
        }
    }
    (index == 4).then(|| Ipv4Addr::from(octets))
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
