//! Why: which characters a frame may hold, and which a name, is for XML 1.0 to say (2.2 and 2.3); it is looked up
//! here and nowhere else.

use wide::i8x16;

use super::block::{all, any, block, controls, forbidden};
use super::scan::Result;
use crate::error::{Error, Rule};

/// Name characters beyond ASCII (XML 1.0, 2.3, productions 4 and 4a).
pub(crate) fn is_wide_name_character(c: char, first: bool) -> bool {
    let start = matches!(c,
        '\u{C0}'..='\u{D6}' | '\u{D8}'..='\u{F6}' | '\u{F8}'..='\u{2FF}' | '\u{370}'..='\u{37D}'
        | '\u{37F}'..='\u{1FFF}' | '\u{200C}'..='\u{200D}' | '\u{2070}'..='\u{218F}'
        | '\u{2C00}'..='\u{2FEF}' | '\u{3001}'..='\u{D7FF}' | '\u{F900}'..='\u{FDCF}'
        | '\u{FDF0}'..='\u{FFFD}' | '\u{10000}'..='\u{EFFFF}');
    start || (!first && matches!(c, '\u{B7}' | '\u{300}'..='\u{36F}' | '\u{203F}'..='\u{2040}'))
}

/// The text of a frame, when it is UTF-8 and holds only characters that XML 1.0, 2.2 allows.
pub(crate) fn decode(bytes: &[u8]) -> Result<&str> {
    let text = std::str::from_utf8(bytes).map_err(|e| Error::new(e.valid_up_to(), Rule::NotUtf8))?;
    let control = |b: u8| b < 0x20 && !matches!(b, b'\t' | b'\n' | b'\r');
    // Four blocks a step; line feeds are controls too, so a step that has one is looked at more closely.
    let (chunks, rest) = bytes.as_chunks::<64>();
    let marked = |chunk: &[u8], mark: fn(i8x16) -> i8x16| {
        any((0..4).filter_map(|n| block(chunk, n * 16)).fold(all(0), |marks, b| marks | mark(b)))
    };
    let found = chunks.iter().any(|chunk| marked(chunk, controls) && marked(chunk, forbidden));
    if found || rest.iter().any(|b| control(*b)) {
        let at = bytes.iter().position(|b| control(*b)).unwrap_or(0);
        return Err(Error::new(at, Rule::ForbiddenCharacter));
    }
    // U+FFFE and U+FFFF are the only allowed-by-UTF-8 characters above the controls that XML forbids.
    for at in memchr::memchr_iter(0xEF, bytes) {
        if let Some([0xBF, 0xBE | 0xBF]) = bytes.get(at + 1..at + 3) {
            return Err(Error::new(at, Rule::ForbiddenCharacter));
        }
    }
    Ok(text)
}
