//! JSON as a small borrowed tree: text is copied only where an escape forces it, and a number stays as it was
//! written.
//!
//! Cities write ids now as text and now as numbers, and truth as `"true"`. A tree that keeps what was written
//! lets one set of readers take both. Readers that turn numbers into 64-bit floats on the way would change a
//! long id without a word; that is why this is not done by `serde_json`. What is accepted is the same, up to
//! the limits, and a test holds that.

use std::borrow::Cow;

use crate::fault::{JSON_DEPTH_MAX, LIST_ITEMS_MAX, ReadError};

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Json<'a> {
    Null,
    // Not `Bool(bool)`: one odd byte in the payload makes each move of a value a slow unaligned copy.
    True,
    False,
    /// As it was written.
    Number(&'a str),
    Text(Cow<'a, str>),
    Array(Vec<Json<'a>>),
    Object(Vec<(Cow<'a, str>, Json<'a>)>),
}

pub(crate) fn parse(bytes: &[u8]) -> Result<Json<'_>, ReadError> {
    let mut parser = Parser::new(bytes)?;
    let tree = parser.value(0).and_then(|tree| parser.end().map(|()| tree));
    tree.map_err(|rule| parser.error(&rule))
}

/// Hands each item of an array to `each` and lets go of it, so that one item is held at a time; `None` when the
/// document is no array.
pub(crate) fn each_item(
    bytes: &[u8],
    mut each: impl FnMut(&Json<'_>) -> Result<(), ReadError>,
) -> Result<Option<()>, ReadError> {
    let mut parser = Parser::new(bytes)?;
    parser.space();
    if parser.peek() != Some(b'[') {
        return Ok(None);
    }
    let mut count = 0;
    let mut more = parser.opens(b']');
    while more {
        if count == LIST_ITEMS_MAX {
            return Err(parser.error(&format!("a list has more than {LIST_ITEMS_MAX} items")));
        }
        count += 1;
        let item = parser.value(1).map_err(|rule| parser.error(&rule))?;
        each(&item)?;
        more = parser.goes_on(b']').map_err(|rule| parser.error(&rule))?;
    }
    parser.end().map_err(|rule| parser.error(&rule))?;
    Ok(Some(()))
}

struct Parser<'a> {
    text: &'a str,
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Parser<'a> {
    fn new(bytes: &'a [u8]) -> Result<Self, ReadError> {
        let text = std::str::from_utf8(bytes).map_err(|bad| {
            ReadError::new(format!("byte {}", bad.valid_up_to()), "the document is not UTF-8")
        })?;
        Ok(Self { text, bytes, at: 0 })
    }

    fn end(&mut self) -> Result<(), String> {
        self.space();
        if self.at < self.bytes.len() { Err("more follows the document".to_owned()) } else { Ok(()) }
    }

    #[cold]
    fn error(&self, rule: &str) -> ReadError {
        let before = self.bytes.get(..self.at).unwrap_or(self.bytes);
        let line = 1 + before.iter().filter(|byte| **byte == b'\n').count();
        let column = 1 + before.iter().rev().take_while(|byte| **byte != b'\n').count();
        ReadError::new(
            format!("line {line}, column {column}"),
            format!("not JSON that can be read: {rule}"),
        )
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

    #[inline]
    fn slice(&self, from: usize) -> &'a str {
        self.text.get(from..self.at).unwrap_or_default()
    }

    #[cold]
    fn unexpected(&self) -> String {
        match self.peek() {
            Some(byte @ 0x21..=0x7e) => format!("`{}` is not expected here", char::from(byte)),
            Some(byte) => format!("byte `0x{byte:02X}` is not expected here"),
            None => "it ends too early".to_owned(),
        }
    }

    fn expect(&mut self, byte: u8) -> Result<(), String> {
        if self.peek() != Some(byte) {
            return Err(self.unexpected());
        }
        self.at += 1;
        Ok(())
    }

    fn value(&mut self, depth: usize) -> Result<Json<'a>, String> {
        self.space();
        match self.peek() {
            Some(b'"') => self.string().map(Json::Text),
            Some(b'{' | b'[') if depth == JSON_DEPTH_MAX => {
                Err(format!("values are nested deeper than {JSON_DEPTH_MAX}"))
            }
            Some(b'{') => self.object(depth + 1),
            Some(b'[') => self.array(depth + 1),
            Some(b'-' | b'0'..=b'9') => self.number(),
            Some(b't') => self.word("true", Json::True),
            Some(b'f') => self.word("false", Json::False),
            Some(b'n') => self.word("null", Json::Null),
            _ => Err(self.unexpected()),
        }
    }

    fn word(&mut self, word: &str, value: Json<'a>) -> Result<Json<'a>, String> {
        if self.bytes.get(self.at..).is_some_and(|rest| rest.starts_with(word.as_bytes())) {
            self.at += word.len();
            return Ok(value);
        }
        word.bytes().try_for_each(|byte| self.expect(byte)).map(|()| value)
    }

    /// Past the opening byte: `false` when the container ends at once.
    fn opens(&mut self, close: u8) -> bool {
        self.at += 1;
        self.space();
        let ends = self.peek() == Some(close);
        self.at += usize::from(ends);
        !ends
    }

    /// Past a comma, `true`; past the closing byte, `false`.
    fn goes_on(&mut self, close: u8) -> Result<bool, String> {
        self.space();
        match self.peek() {
            Some(byte) if byte == close || byte == b',' => {
                self.at += 1;
                Ok(byte == b',')
            }
            _ => Err(self.unexpected()),
        }
    }

    fn array(&mut self, depth: usize) -> Result<Json<'a>, String> {
        let mut items = Vec::new();
        let mut more = self.opens(b']');
        while more {
            if items.len() == LIST_ITEMS_MAX {
                return Err(format!("a list has more than {LIST_ITEMS_MAX} items"));
            }
            items.push(self.value(depth)?);
            more = self.goes_on(b']')?;
        }
        Ok(Json::Array(items))
    }

    fn object(&mut self, depth: usize) -> Result<Json<'a>, String> {
        // A request has 17 members; room for them at once spares the growing.
        let mut more = self.opens(b'}');
        let mut members = Vec::with_capacity(if more { 18 } else { 0 });
        while more {
            if members.len() == LIST_ITEMS_MAX {
                return Err(format!("an object has more than {LIST_ITEMS_MAX} members"));
            }
            self.space();
            if self.peek() != Some(b'"') {
                return Err(self.unexpected());
            }
            let name = self.string()?;
            self.space();
            self.expect(b':')?;
            members.push((name, self.value(depth)?));
            more = self.goes_on(b'}')?;
        }
        Ok(Json::Object(members))
    }

    fn digits(&mut self) -> Result<(), String> {
        let from = self.at;
        while let Some(b'0'..=b'9') = self.peek() {
            self.at += 1;
        }
        if self.at > from { Ok(()) } else { Err(self.unexpected()) }
    }

    fn number(&mut self) -> Result<Json<'a>, String> {
        let from = self.at;
        self.at += usize::from(self.peek() == Some(b'-'));
        if self.peek() == Some(b'0') {
            self.at += 1;
            if let Some(b'0'..=b'9') = self.peek() {
                return Err("a number must not begin with 0; write an id as text".to_owned());
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
            self.at += usize::from(matches!(self.peek(), Some(b'+' | b'-')));
            self.digits()?;
        }
        Ok(Json::Number(self.slice(from)))
    }

    #[inline]
    fn string(&mut self) -> Result<Cow<'a, str>, String> {
        self.at += 1;
        let from = self.at;
        self.at += plain_run(self.bytes.get(from..).unwrap_or_default());
        if self.peek() == Some(b'"') {
            let run = self.slice(from);
            self.at += 1;
            return Ok(Cow::Borrowed(run));
        }
        self.at = from;
        self.escaped_string().map(Cow::Owned)
    }

    /// The rest of a string that holds an escape, or breaks a rule.
    fn escaped_string(&mut self) -> Result<String, String> {
        let mut text = String::new();
        loop {
            let from = self.at;
            self.at += plain_run(self.bytes.get(from..).unwrap_or_default());
            text.push_str(self.slice(from));
            match self.peek() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(text);
                }
                Some(b'\\') => {
                    self.at += 1;
                    text.push(self.escape()?);
                }
                Some(byte) => {
                    return Err(format!("control character `0x{byte:02X}` in a string must be escaped"));
                }
                None => return Err(self.unexpected()),
            }
        }
    }

    fn escape(&mut self) -> Result<char, String> {
        let kind = self.peek();
        let plain = match kind {
            Some(byte @ (b'"' | b'\\' | b'/')) => char::from(byte),
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => {
                self.at += 1;
                return self.unicode();
            }
            _ => return Err(self.unexpected()),
        };
        self.at += 1;
        Ok(plain)
    }

    fn unicode(&mut self) -> Result<char, String> {
        let first = self.hex4()?;
        let code = if (0xD800..0xDC00).contains(&first) {
            self.expect(b'\\')?;
            self.expect(b'u')?;
            let second = self.hex4()?;
            if !(0xDC00..0xE000).contains(&second) {
                return Err("half a surrogate pair".to_owned());
            }
            0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00)
        } else {
            first
        };
        char::from_u32(code).ok_or_else(|| "half a surrogate pair".to_owned())
    }

    fn hex4(&mut self) -> Result<u32, String> {
        let mut code = 0;
        for _ in 0..4 {
            let digit = self
                .peek()
                .and_then(|byte| char::from(byte).to_digit(16))
                .ok_or_else(|| self.unexpected())?;
            code = code << 4 | digit;
            self.at += 1;
        }
        Ok(code)
    }
}

/// Bytes before the next quote, backslash or control character, eight at a time.
#[inline]
pub(crate) fn plain_run(bytes: &[u8]) -> usize {
    const ONES: u64 = 0x0101_0101_0101_0101;
    let mut rest = bytes;
    while let Some((chunk, after)) = rest.split_first_chunk::<8>() {
        let word = u64::from_le_bytes(*chunk);
        let (quote, backslash) = (word ^ (ONES * 0x22), word ^ (ONES * 0x5c));
        let quotes = quote.wrapping_sub(ONES) & !quote;
        let backslashes = backslash.wrapping_sub(ONES) & !backslash;
        let controls = word.wrapping_sub(ONES * 0x20) & !word;
        // The lowest flag is always true; those above it may be echoes.
        let stops = (quotes | backslashes | controls) & (ONES * 0x80);
        if stops != 0 {
            return bytes.len() - rest.len() + (stops.trailing_zeros() / 8) as usize;
        }
        rest = after;
    }
    let tail = rest.iter().take_while(|byte| !matches!(byte, b'"' | b'\\' | 0..=0x1f)).count();
    bytes.len() - rest.len() + tail
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Json, parse};

    fn same(ours: &Json<'_>, theirs: &serde_json::Value) -> bool {
        match (ours, theirs) {
            (Json::Null, serde_json::Value::Null) => true,
            (Json::True, serde_json::Value::Bool(two)) => *two,
            (Json::False, serde_json::Value::Bool(two)) => !two,
            (Json::Number(one), serde_json::Value::Number(two)) => {
                let (one, two) = (one.parse::<f64>().unwrap(), two.as_f64().unwrap());
                (one - two).abs() <= one.abs() * 1e-15
            }
            (Json::Text(one), serde_json::Value::String(two)) => one == two,
            (Json::Array(one), serde_json::Value::Array(two)) => {
                one.len() == two.len() && one.iter().zip(two).all(|(one, two)| same(one, two))
            }
            (Json::Object(one), serde_json::Value::Object(two)) => {
                // Of two members of one name the oracle keeps the last.
                two.iter().all(|(name, two)| {
                    one.iter().rev().find(|(known, _)| known == name).is_some_and(|(_, one)| same(one, two))
                })
            }
            _ => false,
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(3000))]

        #[test]
        fn what_is_accepted_and_what_it_means_is_what_another_reader_says(
            edits in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0..4_u8), 0..4),
        ) {
            const SEED: &str = r#"[{"a":-0.5e+3,"b":"\ud83d\ude00\u00eb\n\/","c":[true,false,null,"ë",12345678901234567890123]},{}, [] ]"#;
            let mut bytes = SEED.as_bytes().to_vec();
            for (place, byte, edit) in edits {
                let at = place.index(bytes.len());
                let token = b"{}[]\",:\\0-e.u \ndf"[usize::from(byte % 17)];
                match edit {
                    0 => bytes[at] = byte,
                    1 => bytes[at] = token,
                    2 => drop(bytes.remove(at)),
                    _ => bytes.insert(at, token),
                }
            }
            match (parse(&bytes), serde_json::from_slice::<serde_json::Value>(&bytes)) {
                (Ok(ours), Ok(theirs)) => prop_assert!(same(&ours, &theirs), "{:?} {:?}", ours, theirs),
                // The oracle refuses numbers that no float can hold; here they stay as they were written.
                (Ok(_), Err(theirs)) => prop_assert!(theirs.to_string().contains("out of range"), "{theirs}"),
                (Err(ours), Ok(_)) => prop_assert!(false, "{}: {}", bytes.escape_ascii(), ours),
                (Err(_), Err(_)) => {}
            }
        }
    }

    #[test]
    fn a_long_number_stays_as_it_was_written() {
        assert_eq!(parse(b"12345678901234567890123"), Ok(Json::Number("12345678901234567890123")));
    }
}
