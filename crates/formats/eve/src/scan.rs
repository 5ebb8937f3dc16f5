//! The scanner: one pass over the bytes that checks the whole JSON grammar and builds nothing.
//!
//! A DOM costs an allocation for each of the two hundred values of an event, of which matching needs ten.
//! So members are handed out as slices of the line. The grammar is checked *everywhere*, also in what is
//! skipped: what this scanner accepts is what `serde_json` accepts (a test holds that), so that two readers
//! of the same file never disagree on which lines are events.

use crate::fault::{Fault, Rule};
use crate::value::{Raw, Value};

/// How deep values may be nested below the event object.
pub const DEPTH_MAX: usize = 64;

const ONES: u64 = 0x0101_0101_0101_0101;
const HIGHS: u64 = 0x8080_8080_8080_8080;

/// Flags the bytes of a word that end the plain run of a string: quote, backslash, control character.
/// The lowest flag is always true; flags above it may be echoes of it.
#[inline]
fn string_stops(word: u64) -> u64 {
    let quote = word ^ (ONES * 0x22);
    let backslash = word ^ (ONES * 0x5c);
    let quotes = quote.wrapping_sub(ONES) & !quote;
    let backslashes = backslash.wrapping_sub(ONES) & !backslash;
    let controls = word.wrapping_sub(ONES * 0x20) & !word;
    (quotes | backslashes | controls) & HIGHS
}

pub(crate) struct Scanner<'a> {
    text: &'a str,
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Scanner<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        Self { text, bytes: text.as_bytes(), at: 0 }
    }

    fn fault(&self, rule: Rule) -> Fault {
        Fault::new(rule, self.at)
    }

    fn slice(&self, from: usize, to: usize) -> &'a str {
        // Both ends stand beside ASCII bytes, so `get` finds them on character borders.
        self.text.get(from..to).unwrap_or_default()
    }

    #[inline]
    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    #[inline]
    fn space(&mut self) {
        while let Some(b' ' | b'\t' | b'\n' | b'\r') = self.peek() {
            self.at += 1;
        }
    }

    fn unexpected(&self) -> Fault {
        match self.peek() {
            Some(byte) => self.fault(Rule::Unexpected(byte)),
            None => self.fault(Rule::EndsEarly),
        }
    }

    #[inline]
    fn expect(&mut self, byte: u8) -> Result<(), Fault> {
        if self.peek() == Some(byte) {
            self.at += 1;
            return Ok(());
        }
        Err(self.unexpected())
    }

    /// Hands each member of the object that starts here to `each`, then demands the end of the text.
    pub(crate) fn whole_object(&mut self, each: impl FnMut(Raw<'a>, Value<'a>, Span)) -> Result<(), Fault> {
        self.space();
        if self.peek() != Some(b'{') {
            return Err(self.fault(if self.peek().is_none() {
                Rule::EndsEarly
            } else {
                Rule::NotAnObject
            }));
        }
        self.members(each)?;
        self.space();
        if self.at < self.bytes.len() {
            return Err(self.fault(Rule::TrailingBytes));
        }
        Ok(())
    }

    /// Hands each member of the object that starts here to `each`.
    pub(crate) fn members(&mut self, mut each: impl FnMut(Raw<'a>, Value<'a>, Span)) -> Result<(), Fault> {
        self.expect(b'{')?;
        self.space();
        if self.peek() == Some(b'}') {
            self.at += 1;
            return Ok(());
        }
        loop {
            let from = self.at;
            let key = self.key()?;
            let value = self.value()?;
            each(key, value, Span { from, to: self.at });
            if !self.goes_on(b'}')? {
                return Ok(());
            }
        }
    }

    /// Hands each element of the array that starts here to `each`, until `each` says `false`.
    pub(crate) fn elements(&mut self, mut each: impl FnMut(Value<'a>) -> bool) -> Result<(), Fault> {
        self.expect(b'[')?;
        self.space();
        if self.peek() == Some(b']') {
            self.at += 1;
            return Ok(());
        }
        loop {
            let value = self.value()?;
            if !each(value) || !self.goes_on(b']')? {
                return Ok(());
            }
        }
    }

    /// After a value: `true` past a comma, `false` past the closing byte.
    #[inline]
    fn goes_on(&mut self, close: u8) -> Result<bool, Fault> {
        self.space();
        match self.peek() {
            Some(b',') => {
                self.at += 1;
                self.space();
                Ok(true)
            }
            Some(byte) if byte == close => {
                self.at += 1;
                Ok(false)
            }
            _ => Err(self.unexpected()),
        }
    }

    #[inline]
    fn key(&mut self) -> Result<Raw<'a>, Fault> {
        if self.peek() != Some(b'"') {
            return Err(self.unexpected());
        }
        let key = self.string()?;
        self.space();
        self.expect(b':')?;
        self.space();
        Ok(key)
    }

    /// Reads the value that starts here; containers are checked and handed out as their text.
    pub(crate) fn value(&mut self) -> Result<Value<'a>, Fault> {
        let from = self.at;
        match self.peek() {
            Some(b'"') => Ok(Value::Text(self.string()?)),
            Some(b'{') => self.container().map(|()| Value::Object(self.slice(from, self.at))),
            Some(b'[') => self.container().map(|()| Value::Array(self.slice(from, self.at))),
            Some(b'-' | b'0'..=b'9') => {
                self.number()?;
                Ok(Value::Number(self.slice(from, self.at)))
            }
            Some(b't') => self.literal(b"true").map(|()| Value::Bool(true)),
            Some(b'f') => self.literal(b"false").map(|()| Value::Bool(false)),
            Some(b'n') => self.literal(b"null").map(|()| Value::Null),
            _ => Err(self.unexpected()),
        }
    }

    /// Checks a string and moves past it; `escaped` is told so that the reader decodes only when it must.
    #[inline]
    fn string(&mut self) -> Result<Raw<'a>, Fault> {
        let from = self.at + 1;
        let mut escaped = false;
        self.at = from;
        loop {
            self.plain_run();
            match self.peek() {
                Some(b'"') => {
                    let inner = self.slice(from, self.at);
                    self.at += 1;
                    return Ok(Raw { inner, escaped });
                }
                Some(b'\\') => {
                    escaped = true;
                    self.escape()?;
                }
                Some(byte) => return Err(self.fault(Rule::ControlCharacter(byte))),
                None => return Err(self.fault(Rule::EndsEarly)),
            }
        }
    }

    /// Moves to the next quote, backslash or control character, or to the end; eight bytes at a time.
    #[inline]
    fn plain_run(&mut self) {
        let mut rest = self.bytes.get(self.at..).unwrap_or_default();
        while let Some((chunk, after)) = rest.split_first_chunk::<8>() {
            let stops = string_stops(u64::from_le_bytes(*chunk));
            if stops != 0 {
                self.at = self.bytes.len() - rest.len() + (stops.trailing_zeros() / 8) as usize;
                return;
            }
            rest = after;
        }
        let plain = rest.iter().take_while(|byte| !matches!(byte, b'"' | b'\\' | 0..=0x1f)).count();
        self.at = self.bytes.len() - rest.len() + plain;
    }

    fn escape(&mut self) -> Result<(), Fault> {
        self.at += 1;
        match self.peek() {
            Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => {
                self.at += 1;
                Ok(())
            }
            Some(b'u') => {
                self.at += 1;
                for _ in 0..4 {
                    match self.peek() {
                        Some(byte) if byte.is_ascii_hexdigit() => self.at += 1,
                        Some(_) => return Err(self.fault(Rule::BadEscape)),
                        None => return Err(self.fault(Rule::EndsEarly)),
                    }
                }
                Ok(())
            }
            Some(_) => Err(self.fault(Rule::BadEscape)),
            None => Err(self.fault(Rule::EndsEarly)),
        }
    }

    #[inline]
    fn digits(&mut self) -> Result<(), Fault> {
        let from = self.at;
        while let Some(b'0'..=b'9') = self.peek() {
            self.at += 1;
        }
        if self.at > from {
            return Ok(());
        }
        Err(self.fault(if self.peek().is_none() { Rule::EndsEarly } else { Rule::BadNumber }))
    }

    #[inline]
    fn number(&mut self) -> Result<(), Fault> {
        if self.peek() == Some(b'-') {
            self.at += 1;
        }
        if self.peek() == Some(b'0') {
            self.at += 1;
            if let Some(b'0'..=b'9') = self.peek() {
                return Err(self.fault(Rule::BadNumber));
            }
        } else {
            self.digits()?;
        }
        if self.peek() == Some(b'.') {
            self.at += 1;
            self.digits()?;
        }
        if let Some(b'e' | b'E') = self.peek() {
            self.at += 1;
            if let Some(b'+' | b'-') = self.peek() {
                self.at += 1;
            }
            self.digits()?;
        }
        Ok(())
    }

    fn literal(&mut self, word: &'static [u8]) -> Result<(), Fault> {
        for byte in word {
            self.expect(*byte)?;
        }
        Ok(())
    }

    /// Checks the object or array that starts here without recursion: one bit of `objects` for each level.
    fn container(&mut self) -> Result<(), Fault> {
        let mut objects: u64 = 0;
        let mut depth: usize = 0;
        loop {
            match self.peek() {
                Some(open @ (b'{' | b'[')) => {
                    // INVARIANT: depth never passes DEPTH_MAX, so that `objects` holds every level.
                    if depth == DEPTH_MAX {
                        return Err(self.fault(Rule::TooDeep));
                    }
                    depth += 1;
                    objects = (objects << 1) | u64::from(open == b'{');
                    self.at += 1;
                    self.space();
                    // `{` + 2 is `}` and `[` + 2 is `]` in ASCII.
                    if self.peek() != Some(open + 2) {
                        if open == b'{' {
                            self.key()?;
                        }
                        continue;
                    }
                    self.at += 1;
                    depth -= 1;
                    objects >>= 1;
                }
                Some(b'"') => drop(self.string()?),
                Some(b'-' | b'0'..=b'9') => self.number()?,
                Some(b't') => self.literal(b"true")?,
                Some(b'f') => self.literal(b"false")?,
                Some(b'n') => self.literal(b"null")?,
                _ => return Err(self.unexpected()),
            }
            loop {
                if depth == 0 {
                    return Ok(());
                }
                let in_object = objects & 1 == 1;
                if self.goes_on(if in_object { b'}' } else { b']' })? {
                    if in_object {
                        self.key()?;
                    }
                    break;
                }
                depth -= 1;
                objects >>= 1;
            }
        }
    }
}

/// Byte range of one member, from the quote of its key to the end of its value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Span {
    pub(crate) from: usize,
    pub(crate) to: usize,
}
