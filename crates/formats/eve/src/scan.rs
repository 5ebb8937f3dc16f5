//! The scanner: one pass over the bytes that checks the whole JSON grammar and builds nothing.
//!
//! A DOM costs an allocation for each of the two hundred values of an event, of which matching needs ten.
//! So members are handed out as slices of the line. The grammar is checked *everywhere*, also in what is
//! skipped: what this scanner accepts is what `serde_json` accepts (a test holds that), so that two readers
//! of the same file never disagree on which lines are events.

use crate::digits;
use crate::fault::{Fault, Rule};
use crate::redact;
use crate::stops;
use crate::value::{Key, Raw, Span, Value};

/// How deep values may be nested below the event object.
pub const DEPTH_MAX: usize = 64;

// The functions of the scanner are inlined into each other and those that are not take values: a scanner
// that nothing points to stays in registers, and that is half of its speed.

/// A scanner is a value: what is not inlined takes it, or what is left, and gives it back.
#[derive(Clone, Copy)]
pub(crate) struct Scanner<'a> {
    text: &'a str,
    /// What is left of `text`; a slice that shrinks needs fewer checks than a place that grows.
    rest: &'a [u8],
    /// Whether a key was seen that may name a payload member.
    pub(crate) suspect: bool,
}

impl<'a> Scanner<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        Self { text, rest: text.as_bytes(), suspect: false }
    }

    /// Moves to where what was looked at ahead is broken.
    #[cold]
    fn broken(&mut self, (rule, rest): Broken<'a>) -> Rule {
        self.rest = rest;
        rule
    }

    /// The fault of a rule that is broken where the scanner stands.
    pub(crate) fn fault(&self, rule: Rule) -> Fault {
        Fault::new(rule, self.at())
    }

    /// Byte at which the scanner stands.
    #[inline(always)]
    pub(crate) fn at(&self) -> usize {
        self.text.len() - self.rest.len()
    }

    #[inline(always)]
    fn since(&self, from: usize) -> Span<'a> {
        Span { text: self.text, from, to: self.at() }
    }

    #[inline(always)]
    pub(crate) fn peek(&self) -> Option<u8> {
        self.rest.first().copied()
    }

    #[inline(always)]
    pub(crate) fn space(&mut self) {
        // EVE is written without spaces: one compare tells that none is here.
        if self.peek().is_some_and(|byte| byte <= b' ') {
            self.rest = past_space(self.rest);
        }
    }

    #[inline(always)]
    fn unexpected(&self) -> Rule {
        unexpected(self.rest)
    }

    /// Calls `each` with the key of each member of the object that starts here; it must read the value. Then
    /// demands the end of the text.
    #[inline(always)]
    pub(crate) fn whole_object(
        &mut self,
        each: impl FnMut(&mut Self, Key<'a>) -> Result<(), Rule>,
    ) -> Result<(), Rule> {
        self.space();
        match self.rest {
            [b'{', ..] => self.members_with(each)?,
            [] => return Err(Rule::EndsEarly),
            _ => return Err(Rule::NotAnObject),
        }
        self.space();
        if self.rest.is_empty() { Ok(()) } else { Err(Rule::TrailingBytes) }
    }

    /// Hands each member of the object that starts here to `each`.
    #[inline(always)]
    pub(crate) fn members(&mut self, mut each: impl FnMut(Key<'a>, Value<'a>)) -> Result<(), Rule> {
        self.members_with(|scanner, key| {
            let value = scanner.value()?;
            each(key, value);
            Ok(())
        })
    }

    /// Calls `each` with the key of each member; it must read the value that the scanner then stands at.
    #[inline(always)]
    fn members_with(
        &mut self,
        mut each: impl FnMut(&mut Self, Key<'a>) -> Result<(), Rule>,
    ) -> Result<(), Rule> {
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
    pub(crate) fn elements(&mut self, mut each: impl FnMut(Value<'a>) -> bool) -> Result<(), Rule> {
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
    pub(crate) fn opens(&mut self, open: u8) -> Result<bool, Rule> {
        // `{` + 2 is `}` and `[` + 2 is `]` in ASCII.
        match self.rest {
            [first, rest @ ..]
                if *first == open && rest.first().is_some_and(|next| *next > b' ' && *next != open + 2) =>
            {
                self.rest = rest;
                Ok(true)
            }
            _ => {
                let rest = past(self.rest, open).map_err(|bad| self.broken(bad))?;
                let inside = rest.strip_prefix(&[open + 2]);
                self.rest = inside.unwrap_or(rest);
                Ok(inside.is_none())
            }
        }
    }

    /// After a value: `true` past a comma, `false` past the closing byte.
    #[inline(always)]
    pub(crate) fn goes_on(&mut self, close: u8) -> Result<bool, Rule> {
        match self.rest {
            [b',', rest @ ..] if starts_dense(rest) => {
                self.rest = rest;
                Ok(true)
            }
            [byte, rest @ ..] if *byte == close => {
                self.rest = rest;
                Ok(false)
            }
            _ => {
                let (rest, more) = past_value(self.rest, close).map_err(|bad| self.broken(bad))?;
                self.rest = rest;
                Ok(more)
            }
        }
    }

    /// Reads the name of a member and its colon; then the scanner stands at the value.
    #[inline(always)]
    pub(crate) fn key(&mut self) -> Result<Key<'a>, Rule> {
        let [b'"', front @ ..] = self.rest else { return Err(self.unexpected()) };
        let raw = self.string(front)?;
        let name = front.get(..raw.inner.to - raw.inner.from).unwrap_or_default();
        if raw.escaped || redact::is_suspect(name) {
            self.suspect = true;
        }
        match self.rest {
            [b':', rest @ ..] if starts_dense(rest) => self.rest = rest,
            _ => self.rest = past(past_space(self.rest), b':').map_err(|bad| self.broken(bad))?,
        }
        Ok(Key { name, escaped: raw.escaped })
    }

    /// Reads the value that starts here; containers are checked and handed out as their text.
    #[inline(always)]
    pub(crate) fn value(&mut self) -> Result<Value<'a>, Rule> {
        let from = self.at();
        match self.rest {
            [b'"', front @ ..] => Ok(Value::Text(self.string(front)?)),
            [b'{', ..] => self.container().map(|()| Value::Object(self.since(from))),
            [b'[', ..] => self.container().map(|()| Value::Array(self.since(from))),
            [b'-' | b'0'..=b'9', ..] => {
                self.number()?;
                Ok(Value::Number(self.since(from)))
            }
            [b't', ..] => self.literal(b"true").map(|()| Value::Bool(true)),
            [b'f', ..] => self.literal(b"false").map(|()| Value::Bool(false)),
            [b'n', ..] => self.literal(b"null").map(|()| Value::Null),
            _ => Err(self.unexpected()),
        }
    }

    /// Checks the string that begins with `front`, past its quote, and moves past it; `escaped` is told so that
    /// the reader decodes only when it must.
    #[inline(always)]
    fn string(&mut self, front: &'a [u8]) -> Result<Raw<'a>, Rule> {
        let from = self.text.len() - front.len();
        let mut escaped = false;
        self.rest = front;
        loop {
            self.rest = stops::next(self.rest);
            match self.rest {
                [b'"', rest @ ..] => {
                    let inner = self.since(from);
                    self.rest = rest;
                    return Ok(Raw { inner, escaped });
                }
                [b'\\', rest @ ..] => {
                    escaped = true;
                    self.rest = past_escape(rest).map_err(|bad| self.broken(bad))?;
                }
                [byte, ..] => return Err(Rule::ControlCharacter(*byte)),
                [] => return Err(Rule::EndsEarly),
            }
        }
    }

    #[inline(always)]
    fn number(&mut self) -> Result<(), Rule> {
        let digits = self.rest.strip_prefix(b"-").unwrap_or(self.rest);
        let rest = digits::past(digits);
        let count = digits.len() - rest.len();
        // A whole number without a zero in front is nearly all there is.
        let plain = count == 1 || (count > 1 && digits.first() != Some(&b'0'));
        self.rest = if plain && !matches!(rest, [b'.' | b'e' | b'E', ..]) {
            rest
        } else {
            past_number(digits).map_err(|bad| self.broken(bad))?
        };
        Ok(())
    }

    #[inline(always)]
    fn literal(&mut self, word: &'static [u8]) -> Result<(), Rule> {
        match self.rest.strip_prefix(word) {
            Some(rest) => self.rest = rest,
            None => return Err(self.broken(unlike(self.rest, word))),
        }
        Ok(())
    }

    /// Checks the object or array that starts here and moves past it.
    #[inline(always)]
    fn container(&mut self) -> Result<(), Rule> {
        let (past, checked) = past_container(*self);
        *self = past;
        checked
    }

    /// Checks nested values without recursion: one bit of `objects` for each level.
    #[inline(always)]
    fn nested(&mut self) -> Result<(), Rule> {
        let mut objects: u64 = 0;
        let mut depth: usize = 0;
        loop {
            match self.rest {
                [b'"', front @ ..] => drop(self.string(front)?),
                [open @ (b'{' | b'['), ..] => {
                    // INVARIANT: depth never passes DEPTH_MAX, so that `objects` holds every level.
                    if depth == DEPTH_MAX {
                        return Err(Rule::TooDeep);
                    }
                    if self.opens(*open)? {
                        depth += 1;
                        objects = (objects << 1) | u64::from(*open == b'{');
                        if *open == b'{' {
                            self.key()?;
                        }
                        continue;
                    }
                }
                [b'-' | b'0'..=b'9', ..] => self.number()?,
                [b't', ..] => self.literal(b"true")?,
                [b'f', ..] => self.literal(b"false")?,
                [b'n', ..] => self.literal(b"null")?,
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

/// A broken rule, and what is left from where it is broken.
type Broken<'a> = (Rule, &'a [u8]);

/// Whether something other than space comes next.
#[inline(always)]
fn starts_dense(rest: &[u8]) -> bool {
    rest.first().is_some_and(|next| *next > b' ')
}

#[inline(never)]
fn past_space(rest: &[u8]) -> &[u8] {
    let space = rest.iter().take_while(|byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r')).count();
    rest.get(space..).unwrap_or_default()
}

#[cold]
fn unexpected(rest: &[u8]) -> Rule {
    rest.first().map_or(Rule::EndsEarly, |byte| Rule::Unexpected(*byte))
}

/// Where what is left stops being `word`.
#[cold]
fn unlike<'a>(rest: &'a [u8], word: &[u8]) -> Broken<'a> {
    let same = rest.iter().zip(word).take_while(|(byte, wanted)| byte == wanted).count();
    let rest = rest.get(same..).unwrap_or_default();
    (unexpected(rest), rest)
}

/// What is left past `wanted`, which must come first, and past the space behind it.
#[inline(never)]
fn past(rest: &[u8], wanted: u8) -> Result<&[u8], Broken<'_>> {
    match rest {
        [first, rest @ ..] if *first == wanted => Ok(past_space(rest)),
        _ => Err((unexpected(rest), rest)),
    }
}

/// [`Scanner::goes_on`] where there is space, the end, or something that must not stand there.
#[inline(never)]
fn past_value(rest: &[u8], close: u8) -> Result<(&[u8], bool), Broken<'_>> {
    match past_space(rest) {
        [b',', rest @ ..] => Ok((past_space(rest), true)),
        [byte, rest @ ..] if *byte == close => Ok((rest, false)),
        rest => Err((unexpected(rest), rest)),
    }
}

/// Checks a number from its digits on, a fraction and an exponent included (RFC 8259, section 6).
#[inline(never)]
fn past_number(digits: &[u8]) -> Result<&[u8], Broken<'_>> {
    let mut rest = match digits {
        [b'0', rest @ ..] if rest.first().is_some_and(u8::is_ascii_digit) => {
            return Err((Rule::BadNumber, rest));
        }
        _ => past_digits(digits)?,
    };
    if let [b'.', fraction @ ..] = rest {
        rest = past_digits(fraction)?;
    }
    if let [b'e' | b'E', b'+' | b'-', exponent @ ..] | [b'e' | b'E', exponent @ ..] = rest {
        rest = past_digits(exponent)?;
    }
    Ok(rest)
}

/// At least one digit must come first.
fn past_digits(rest: &[u8]) -> Result<&[u8], Broken<'_>> {
    match rest {
        [b'0'..=b'9', ..] => Ok(digits::past(rest)),
        [] => Err((Rule::EndsEarly, rest)),
        _ => Err((Rule::BadNumber, rest)),
    }
}

/// Checks an escape from behind its backslash on.
#[inline(never)]
fn past_escape(rest: &[u8]) -> Result<&[u8], Broken<'_>> {
    match rest {
        [b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't', rest @ ..] => Ok(rest),
        [b'u', digits @ ..] => {
            let right = digits.iter().take(4).take_while(|byte| byte.is_ascii_hexdigit()).count();
            match digits.get(right..).unwrap_or_default() {
                rest if right == 4 => Ok(rest),
                [] => Err((Rule::EndsEarly, rest)),
                rest => Err((Rule::BadEscape, rest)),
            }
        }
        [] => Err((Rule::EndsEarly, rest)),
        _ => Err((Rule::BadEscape, rest)),
    }
}

/// The scanner past the object or array that starts at it, or where that is broken.
#[inline(never)]
fn past_container(scanner: Scanner<'_>) -> (Scanner<'_>, Result<(), Rule>) {
    let mut own = scanner;
    let checked = own.nested();
    (own, checked)
}
