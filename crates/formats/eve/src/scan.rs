//! The scanner: one pass over the bytes that checks the whole JSON grammar and builds nothing.
//!
//! A DOM costs an allocation for each of the two hundred values of an event, of which matching needs ten.
//! So members are handed out as slices of the line. The grammar is checked *everywhere*, also in what is
//! skipped: what this scanner accepts is what `serde_json` accepts (a test holds that), so that two readers
//! of the same file never disagree on which lines are events.

use crate::fault::{Fault, Rule};
use crate::redact;
use crate::stops;
use crate::value::{Raw, Value};

/// How deep values may be nested below the event object.
pub const DEPTH_MAX: usize = 64;

// The functions of the scanner are inlined into each other and those that are not take values: a scanner
// that nothing points to stays in registers, and that is half of its speed.

/// Bytes whose stops are found in one step.
const BLOCK_BYTES: usize = 64;

#[derive(Clone, Copy)]
pub(crate) struct Scanner<'a> {
    text: &'a str,
    bytes: &'a [u8],
    at: usize,
    /// Where the block begins whose stops are known; a multiple of [`BLOCK_BYTES`].
    block: usize,
    /// One bit for each byte of that block at which a plain run of a string ends.
    stops: u64,
    /// Whether a key was seen that may name a payload member.
    pub(crate) suspect: bool,
}

impl<'a> Scanner<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        Self {
            text,
            bytes: text.as_bytes(),
            at: 0,
            block: 0,
            stops: stops_of(text.as_bytes(), 0),
            suspect: false,
        }
    }

    #[inline(always)]
    fn fault(&self, rule: Rule) -> Fault {
        Fault::new(rule, self.at)
    }

    /// Byte at which the scanner stands.
    pub(crate) fn at(&self) -> usize {
        self.at
    }

    #[inline(always)]
    fn slice(&self, from: usize, to: usize) -> &'a str {
        // Both ends stand beside ASCII bytes, so `get` finds them on character borders.
        self.text.get(from..to).unwrap_or_default()
    }

    #[inline(always)]
    pub(crate) fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    #[inline(always)]
    pub(crate) fn space(&mut self) {
        // EVE is written without spaces: one compare tells that none is here.
        if self.peek().is_some_and(|byte| byte <= b' ') {
            self.at = past_space(self.bytes, self.at);
        }
    }

    #[inline(always)]
    fn unexpected(&self) -> Fault {
        unexpected(self.peek(), self.at)
    }

    #[inline(always)]
    fn expect(&mut self, byte: u8) -> Result<(), Fault> {
        if self.peek() == Some(byte) {
            self.at += 1;
            return Ok(());
        }
        Err(self.unexpected())
    }

    /// Calls `each` with the key of each member of the object that starts here; it must read the value. Then
    /// demands the end of the text.
    #[inline(always)]
    pub(crate) fn whole_object(
        self,
        each: impl FnMut(&mut Self, Raw<'a>) -> Result<(), Fault>,
    ) -> Result<Self, Fault> {
        let mut own = self;
        own.space();
        if own.peek() != Some(b'{') {
            return Err(own.fault(if own.peek().is_none() { Rule::EndsEarly } else { Rule::NotAnObject }));
        }
        own.members_with(each)?;
        own.space();
        if own.at < own.bytes.len() {
            return Err(own.fault(Rule::TrailingBytes));
        }
        Ok(own)
    }

    /// Hands each member of the object that starts here to `each`.
    /// The scanner past it comes back.
    #[inline(always)]
    pub(crate) fn members(self, mut each: impl FnMut(Raw<'a>, Value<'a>)) -> Result<Self, Fault> {
        let mut own = self;
        own.members_with(|scanner, key| {
            let value = scanner.value()?;
            each(key, value);
            Ok(())
        })?;
        Ok(own)
    }

    /// Calls `each` with the key of each member; it must read the value that the scanner then stands at.
    #[inline(always)]
    fn members_with(
        &mut self,
        mut each: impl FnMut(&mut Self, Raw<'a>) -> Result<(), Fault>,
    ) -> Result<(), Fault> {
        if !self.opens(b'{')? {
            return Ok(());
        }
        loop {
            let key = self.key()?;
            each(self, key)?;
            if !self.goes_on(b'}')? {
                return Ok(());
            }
        }
    }

    /// Hands each element of the array that starts here to `each`, until `each` says `false`.
    pub(crate) fn elements(&mut self, mut each: impl FnMut(Value<'a>) -> bool) -> Result<(), Fault> {
        if !self.opens(b'[')? {
            return Ok(());
        }
        loop {
            let value = self.value()?;
            if !each(value) || !self.goes_on(b']')? {
                return Ok(());
            }
        }
    }

    /// Enters a container: `true` before its first member, `false` past it when it is empty.
    #[inline(always)]
    pub(crate) fn opens(&mut self, open: u8) -> Result<bool, Fault> {
        self.expect(open)?;
        self.space();
        // `{` + 2 is `}` and `[` + 2 is `]` in ASCII.
        if self.peek() == Some(open + 2) {
            self.at += 1;
            return Ok(false);
        }
        Ok(true)
    }

    /// After a value: `true` past a comma, `false` past the closing byte.
    #[inline(always)]
    pub(crate) fn goes_on(&mut self, close: u8) -> Result<bool, Fault> {
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

    #[inline(always)]
    pub(crate) fn key(&mut self) -> Result<Raw<'a>, Fault> {
        if self.peek() != Some(b'"') {
            return Err(self.unexpected());
        }
        let key = self.string()?;
        self.suspect |= key.escaped || redact::is_suspect(key.inner);
        self.space();
        self.expect(b':')?;
        self.space();
        Ok(key)
    }

    /// Reads the value that starts here; containers are checked and handed out as their text.
    #[inline(always)]
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
    #[inline(always)]
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
                    self.at = past_escape(self.bytes, self.at)?;
                }
                Some(byte) => return Err(self.fault(Rule::ControlCharacter(byte))),
                None => return Err(self.fault(Rule::EndsEarly)),
            }
        }
    }

    /// Moves to the next quote, backslash or control character, or to the end.
    ///
    /// The stops of a block are found once, for all strings in it, without a branch for each byte: the
    /// lengths of strings cannot be predicted, and a loop over each would cost more than its bytes.
    #[inline(always)]
    fn plain_run(&mut self) {
        let mut block = self.at & !(BLOCK_BYTES - 1);
        let mut seen = u64::MAX << (self.at & (BLOCK_BYTES - 1));
        loop {
            if block != self.block {
                self.block = block;
                self.stops = stops_of(self.bytes, block);
            }
            let stops = self.stops & seen;
            if stops != 0 {
                self.at = block + stops.trailing_zeros() as usize;
                return;
            }
            block += BLOCK_BYTES;
            seen = u64::MAX;
            if block >= self.bytes.len() {
                self.at = self.bytes.len();
                return;
            }
        }
    }

    #[inline(always)]
    fn digits(&mut self) -> Result<(), Fault> {
        let from = self.at;
        let mut rest = self.bytes.get(from..).unwrap_or_default();
        while let Some((first, after)) = rest.split_first()
            && first.is_ascii_digit()
        {
            rest = after;
        }
        self.at = self.bytes.len() - rest.len();
        if self.at > from {
            return Ok(());
        }
        Err(self.fault(if self.peek().is_none() { Rule::EndsEarly } else { Rule::BadNumber }))
    }

    #[inline(always)]
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

    #[inline(always)]
    fn literal(&mut self, word: &'static [u8]) -> Result<(), Fault> {
        for byte in word {
            self.expect(*byte)?;
        }
        Ok(())
    }

    /// Checks the object or array that starts here and moves past it.
    #[inline(always)]
    fn container(&mut self) -> Result<(), Fault> {
        *self = past_container(*self)?;
        Ok(())
    }

    /// Checks nested values without recursion: one bit of `objects` for each level.
    #[inline(always)]
    fn nested(&mut self) -> Result<(), Fault> {
        let mut objects: u64 = 0;
        let mut depth: usize = 0;
        loop {
            match self.peek() {
                Some(b'"') => drop(self.string()?),
                Some(open @ (b'{' | b'[')) => {
                    // INVARIANT: depth never passes DEPTH_MAX, so that `objects` holds every level.
                    if depth == DEPTH_MAX {
                        return Err(self.fault(Rule::TooDeep));
                    }
                    if self.opens(open)? {
                        depth += 1;
                        objects = (objects << 1) | u64::from(open == b'{');
                        if open == b'{' {
                            self.key()?;
                        }
                        continue;
                    }
                }
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

#[inline(never)]
fn past_space(bytes: &[u8], at: usize) -> usize {
    let rest = bytes.get(at..).unwrap_or_default();
    at + rest.iter().take_while(|byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r')).count()
}

#[cold]
fn unexpected(byte: Option<u8>, at: usize) -> Fault {
    Fault::new(byte.map_or(Rule::EndsEarly, Rule::Unexpected), at)
}

/// The stops of the block that begins at `block`.
#[inline]
fn stops_of(bytes: &[u8], block: usize) -> u64 {
    let rest = bytes.get(block..).unwrap_or_default();
    match rest.first_chunk::<BLOCK_BYTES>() {
        Some(chunk) => stops::find(chunk),
        None => stops_at_end(rest),
    }
}

/// Past the end stands a quote: a run ends there in any case.
#[inline(never)]
fn stops_at_end(rest: &[u8]) -> u64 {
    let mut chunk = [b'"'; BLOCK_BYTES];
    let (front, _) = chunk.split_at_mut(rest.len().min(BLOCK_BYTES));
    front.copy_from_slice(rest);
    stops::find(&chunk)
}

/// Checks the escape that begins at `at` and tells where it ends.
#[inline(never)]
fn past_escape(bytes: &[u8], at: usize) -> Result<usize, Fault> {
    let at = at + 1;
    match bytes.get(at) {
        Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => Ok(at + 1),
        Some(b'u') => {
            for digit in at + 1..at + 5 {
                match bytes.get(digit) {
                    Some(byte) if byte.is_ascii_hexdigit() => {}
                    Some(_) => return Err(Fault::new(Rule::BadEscape, digit)),
                    None => return Err(Fault::new(Rule::EndsEarly, digit)),
                }
            }
            Ok(at + 5)
        }
        Some(_) => Err(Fault::new(Rule::BadEscape, at)),
        None => Err(Fault::new(Rule::EndsEarly, at)),
    }
}

/// The scanner past the object or array that starts at it.
#[inline(never)]
fn past_container(scanner: Scanner<'_>) -> Result<Scanner<'_>, Fault> {
    let mut own = scanner;
    own.nested()?;
    Ok(own)
}
