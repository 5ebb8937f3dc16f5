//! Why: what stands between the markup. Values are handed out as they are meant, and written so that every
//! reader gets the same value back.

use std::borrow::Cow;

/// The character that `&name;` stands for: one of the five entities of XML 1.0, 4.6, or a character reference.
pub(crate) fn reference(name: &str) -> Option<char> {
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix('x') {
                Some(hex) if hex.bytes().all(|b| b.is_ascii_hexdigit()) => u32::from_str_radix(hex, 16),
                None if number.bytes().all(|b| b.is_ascii_digit()) => number.parse(),
                _ => return None,
            };
            char::from_u32(code.ok()?).filter(|c| is_allowed(*c))
        }
    }
}

/// Whether XML 1.0, 2.2 allows the character.
pub(crate) fn is_allowed(c: char) -> bool {
    !matches!(c, '\0'..='\u{8}' | '\u{B}' | '\u{C}' | '\u{E}'..='\u{1F}' | '\u{FFFE}' | '\u{FFFF}')
}

/// The meaning of an attribute value as written (XML 1.0, 3.3.3: white space becomes a space).
pub(crate) fn value(raw: &str) -> Cow<'_, str> {
    plain(raw, b"\t\n\r", |c, out| match c {
        '\t' | '\n' | '\r' => out.push(' '),
        c => out.push(c),
    })
}

/// The meaning of text as written (XML 1.0, 2.11: line ends become one line feed).
pub(crate) fn characters(raw: &str) -> Cow<'_, str> {
    plain(raw, b"\r", |c, out| match c {
        '\r' => out.push('\n'),
        c => out.push(c),
    })
}

fn plain<'a>(raw: &'a str, special: &[u8], put: impl Fn(char, &mut String)) -> Cow<'a, str> {
    if !raw.bytes().any(|b| b == b'&' || special.contains(&b)) {
        return Cow::Borrowed(raw);
    }
    let mut out = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(c) = rest.chars().next() {
        let end = rest.find(';').unwrap_or(0);
        if c == '&'
            && end > 1
            && let Some(character) = reference(&rest[1..end])
        {
            out.push(character);
            rest = &rest[end + 1..];
        } else if rest.starts_with("\r\n") {
            put('\r', &mut out);
            rest = &rest[2..];
        } else {
            put(c, &mut out);
            rest = &rest[c.len_utf8()..];
        }
    }
    Cow::Owned(out)
}

/// Appends `text` so that it reads back as itself inside a double-quoted attribute. What XML cannot carry at
/// all (control characters) becomes U+FFFD.
pub(crate) fn put_value(out: &mut String, text: &str) {
    put(
        out,
        text,
        |b| b < b' ' || matches!(b, b'&' | b'<' | b'>' | b'"' | 0xEF),
        |c| match c {
            '&' => "&amp;",
            '<' => "&lt;",
            '>' => "&gt;",
            '"' => "&quot;",
            '\t' => "&#9;",
            '\n' => "&#10;",
            '\r' => "&#13;",
            _ => "\u{FFFD}",
        },
    );
}

/// Appends `text` so that it reads back as itself between tags.
pub(crate) fn put_characters(out: &mut String, text: &str) {
    let special = |b| matches!(b, 0..=8 | 0x0B..=0x1F | b'&' | b'<' | b'>' | 0xEF);
    put(out, text, special, |c| match c {
        '&' => "&amp;",
        '<' => "&lt;",
        '>' => "&gt;",
        '\r' => "&#13;",
        _ => "\u{FFFD}",
    });
}

/// Copies runs of plain bytes, and escapes what begins with a special one. 0xEF begins the two forbidden
/// characters above the controls, and others that are left as they are.
#[inline]
fn put(out: &mut String, text: &str, special: impl Fn(u8) -> bool, escape: impl Fn(char) -> &'static str) {
    let mut rest = text;
    while let Some(at) = rest.bytes().position(&special) {
        out.push_str(&rest[..at]);
        let c = rest[at..].chars().next().unwrap_or('\0');
        if c.is_ascii() || !is_allowed(c) {
            out.push_str(escape(c));
        } else {
            out.push(c);
        }
        rest = &rest[at + c.len_utf8()..];
    }
    out.push_str(rest);
}

/// Appends ` name="value"`.
pub(crate) fn put_attribute(out: &mut String, name: &str, text: &str) {
    out.push(' ');
    out.push_str(name);
    out.push_str("=\"");
    put_value(out, text);
    out.push('"');
}

/// A number as `xs:decimal` writes it: no exponent, always a point, the shortest digits that read back equal.
pub(crate) fn decimal(number: f64) -> String {
    let mut text = number.to_string();
    if !text.contains('.') {
        text.push_str(".0");
    }
    text
}
