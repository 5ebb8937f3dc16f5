//! `application/x-www-form-urlencoded`, both ways: bodies of POST, and query strings.
//!
//! Fields of `multipart/form-data` come in already split and take the same way from there on. The WHATWG
//! rules: `+` is a space, and a `%` that begins no escape is itself.

use std::borrow::Cow;

use crate::errors::{ErrorEntry, Errors};

/// Bytes of a form or query at most.
pub const FORM_BYTES_MAX: usize = 256 * 1024;
/// Fields of a form at most.
pub const FORM_FIELDS_MAX: usize = 512;

/// One field: name and value, decoded.
pub type Field<'a> = (Cow<'a, str>, Cow<'a, str>);

/// Splits and decodes a form body or a query string.
///
/// # Errors
/// 400 when it is over a limit or not UTF-8.
pub fn parse_form(body: &[u8]) -> Result<Vec<Field<'_>>, Errors> {
    if body.len() > FORM_BYTES_MAX {
        return Err(ErrorEntry::general(format!(
            "a form has at most {FORM_BYTES_MAX} bytes; send photos as links"
        ))
        .into());
    }
    let mut fields = Vec::new();
    for pair in body.split(|byte| *byte == b'&').filter(|pair| !pair.is_empty()) {
        if fields.len() == FORM_FIELDS_MAX {
            return Err(ErrorEntry::general(format!("a form has at most {FORM_FIELDS_MAX} fields")).into());
        }
        let mut halves = pair.splitn(2, |byte| *byte == b'=');
        let name = decode(halves.next().unwrap_or_default());
        let value = decode(halves.next().unwrap_or_default());
        match (name, value) {
            (Some(name), Some(value)) => fields.push((name, value)),
            (name, _) => {
                let name = name.unwrap_or(Cow::Borrowed("a name"));
                return Err(
                    ErrorEntry::general(format!("`{}` is not UTF-8", crate::source::shown(&name))).into()
                );
            }
        }
    }
    Ok(fields)
}

/// Decodes one half of a field; `None` when the outcome is not UTF-8.
pub(crate) fn decode(half: &[u8]) -> Option<Cow<'_, str>> {
    if !half.iter().any(|byte| matches!(byte, b'%' | b'+')) {
        return std::str::from_utf8(half).ok().map(Cow::Borrowed);
    }
    let mut out = Vec::with_capacity(half.len());
    let mut rest = half;
    while let Some((byte, after)) = rest.split_first() {
        rest = after;
        match byte {
            b'+' => out.push(b' '),
            b'%' => match after {
                [high, low, tail @ ..] if high.is_ascii_hexdigit() && low.is_ascii_hexdigit() => {
                    out.push(nibble(*high) << 4 | nibble(*low));
                    rest = tail;
                }
                _ => out.push(b'%'),
            },
            other => out.push(*other),
        }
    }
    String::from_utf8(out).ok().map(Cow::Owned)
}

fn nibble(digit: u8) -> u8 {
    match digit {
        b'0'..=b'9' => digit - b'0',
        other => (other | 0x20).wrapping_sub(b'a').wrapping_add(10),
    }
}

/// Adds a field to a form body.
pub(crate) fn push_field(body: &mut String, name: &str, value: &str) {
    if !body.is_empty() {
        body.push('&');
    }
    encode(name, body);
    body.push('=');
    encode(value, body);
}

fn encode(text: &str, out: &mut String) {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'*' | b'-' | b'.' | b'_' => {
                out.push(char::from(byte))
            }
            b' ' => out.push('+'),
            other => {
                out.push('%');
                for digit in [other >> 4, other & 15] {
                    out.push(char::from(HEX.get(usize::from(digit)).copied().unwrap_or(b'0')));
                }
            }
        }
    }
}
