//! The names and characters of XML: which are allowed, which make a name, and where a run of plain text ends.

use std::borrow::Cow;

/// The namespaces that the specification allows beside none ("XML Support").
pub(crate) const NAMESPACES: [&str; 2] =
    ["http://wiki.open311.org/GeoReport_v2", "https://wiki.open311.org/GeoReport_v2"];

/// Namespaces of XML itself, which no document may give another prefix (Namespaces in XML 1.0, section 3).
pub(crate) const RESERVED: [&str; 2] =
    ["http://www.w3.org/XML/1998/namespace", "http://www.w3.org/2000/xmlns/"];

/// Text that comes in pieces; one piece is borrowed.
#[derive(Debug, Default)]
pub(crate) struct Joined<'a> {
    pub(crate) whole: Cow<'a, str>,
    /// Whether there is more than space in it.
    filled: bool,
}

impl<'a> Joined<'a> {
    #[inline]
    pub(crate) fn push(&mut self, piece: &'a str) {
        self.filled =
            self.filled || piece.bytes().any(|byte| !matches!(byte, b' ' | b'\t' | b'\n' | b'\r'));
        if self.whole.is_empty() {
            self.whole = Cow::Borrowed(piece);
        } else {
            self.whole.to_mut().push_str(piece);
        }
    }

    pub(crate) fn push_char(&mut self, next: char) {
        self.filled = true;
        self.whole.to_mut().push(next);
    }

    /// Adds text whose line ends may be of any kind (XML 1.0, section 2.11).
    pub(crate) fn push_lines(&mut self, data: &'a str) {
        let mut lines = data.split('\r');
        self.push(lines.next().unwrap_or_default());
        for line in lines {
            self.push("\n");
            self.push(line.strip_prefix('\n').unwrap_or(line));
        }
    }

    /// Lets go of space before an element.
    pub(crate) fn drop_space(&mut self) {
        if !self.filled {
            self.whole = Cow::Borrowed("");
        }
    }
}

/// Where the first character stands that XML forbids (XML 1.0, production 2).
pub(crate) fn forbidden(text: &str) -> Option<usize> {
    // No branch for each byte, so that many are looked at in one step. 0xEF begins U+FFFE and U+FFFF, and others.
    let odd = |byte: &u8| (*byte < 0x20) & !matches!(byte, b'\t' | b'\n' | b'\r') | (*byte == 0xEF);
    let any = |bytes: &[u8]| bytes.iter().fold(false, |found, byte| found | odd(byte));
    if !text.as_bytes().chunks(64).any(any) {
        return None;
    }
    text.char_indices().find(|(_, next)| !is_allowed(*next)).map(|(at, _)| at)
}

fn is_allowed(next: char) -> bool {
    !matches!(next, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}')
}

/// The character of `#12` or `#x1F`.
pub(crate) fn numbered(name: &str) -> Option<char> {
    let digits = name.strip_prefix('#')?;
    let (digits, radix) = digits.strip_prefix('x').map_or((digits, 10), |digits| (digits, 16));
    if !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    char::from_u32(u32::from_str_radix(digits, radix).ok()?).filter(|next| is_allowed(*next))
}

/// What stands before the colon of a name.
pub(crate) fn prefix<'a>(written: &'a str, name: &str) -> &'a str {
    written.get(..written.len() - name.len()).unwrap_or_default().trim_end_matches(':')
}

/// The name of an encoding (XML 1.0, production 81).
pub(crate) fn is_plain_name(text: &str) -> bool {
    text.starts_with(|next: char| next.is_ascii_alphabetic())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-'))
}

/// XML 1.0, production 4, without the colon.
pub(crate) fn is_name_start(next: char) -> bool {
    matches!(next,
        'A'..='Z' | 'a'..='z' | '_' | '\u{c0}'..='\u{d6}' | '\u{d8}'..='\u{f6}' | '\u{f8}'..='\u{2ff}'
        | '\u{370}'..='\u{37d}' | '\u{37f}'..='\u{1fff}' | '\u{200c}'..='\u{200d}' | '\u{2070}'..='\u{218f}'
        | '\u{2c00}'..='\u{2fef}' | '\u{3001}'..='\u{d7ff}' | '\u{f900}'..='\u{fdcf}' | '\u{fdf0}'..='\u{fffd}'
        | '\u{10000}'..='\u{effff}')
}

/// XML 1.0, production 4a, without the colon.
pub(crate) fn is_name_char(next: char) -> bool {
    is_name_start(next)
        || matches!(next, '-' | '.' | '0'..='9' | '\u{b7}' | '\u{300}'..='\u{36f}' | '\u{203f}'..='\u{2040}')
}

/// Bytes before the next `<`, `&`, `]` or carriage return, eight at a time.
#[inline]
pub(crate) fn plain_run(bytes: &[u8]) -> usize {
    const ONES: u64 = 0x0101_0101_0101_0101;
    let mut rest = bytes;
    while let Some((chunk, after)) = rest.split_first_chunk::<8>() {
        let word = u64::from_le_bytes(*chunk);
        // The lowest flag is always true; those above it may be echoes.
        let flags = |byte: u8| {
            let other = word ^ (ONES * u64::from(byte));
            other.wrapping_sub(ONES) & !other
        };
        let stops = (flags(b'<') | flags(b'&') | flags(b']') | flags(b'\r')) & (ONES * 0x80);
        if stops != 0 {
            return bytes.len() - rest.len() + (stops.trailing_zeros() / 8) as usize;
        }
        rest = after;
    }
    let tail = rest.iter().take_while(|byte| !matches!(byte, b'<' | b'&' | b']' | b'\r')).count();
    bytes.len() - rest.len() + tail
}
