//! Bytes to text: by byte order mark, else by the first bytes, else by the declaration.

use super::charset::Charset;
use super::{Refusal, Source};
use crate::limits::DOCUMENT_BYTES_MAX;
use crate::rules::{self, Rule};
use std::borrow::Cow;

/// How far into the document an XML declaration may reach, in bytes.
const DECLARATION_BYTES_MAX: usize = 256;

pub(super) fn decode(bytes: &[u8]) -> Result<Source<'_>, Refusal> {
    too_long(bytes.len())?;
    let (text, used) = match bytes {
        [0, 0, 0xfe, 0xff, ..] | [0xff, 0xfe, 0, 0, ..] | [0, 0, 0, b'<', ..] | [b'<', 0, 0, 0, ..] => {
            return Err(refused("the document is in UTF-32; send it in UTF-8"));
        }
        [0xef, 0xbb, 0xbf, rest @ ..] => (utf8(rest)?, "UTF-8"),
        [0xfe, 0xff, rest @ ..] => (utf16(rest, u16::from_be_bytes)?, "UTF-16"),
        [0xff, 0xfe, rest @ ..] => (utf16(rest, u16::from_le_bytes)?, "UTF-16"),
        [0, b'<', ..] => (utf16(bytes, u16::from_be_bytes)?, "UTF-16"),
        [b'<', 0, ..] => (utf16(bytes, u16::from_le_bytes)?, "UTF-16"),
        _ => by_declaration(bytes)?,
    };
    too_long(text.len())?;
    let remarks = remarks(&text, used);
    Ok(Source { text, remarks })
}

fn too_long(length: usize) -> Result<(), Refusal> {
    if length <= DOCUMENT_BYTES_MAX {
        return Ok(());
    }
    let message = format!("the document has more than {DOCUMENT_BYTES_MAX} bytes; send less at a time");
    Err(Refusal { rule: &rules::LIMIT, line: 1, message })
}

fn refused(message: impl Into<String>) -> Refusal {
    Refusal { rule: &rules::ENCODING, line: 1, message: message.into() }
}

fn by_declaration(bytes: &[u8]) -> Result<(Cow<'_, str>, &'static str), Refusal> {
    match declared(bytes).map(str::to_ascii_uppercase).as_deref() {
        None | Some("UTF-8" | "UTF8") => Ok((utf8(bytes)?, "UTF-8")),
        // Bytes that begin like ASCII are not UTF-16, whatever they claim (a fatal error by §4.3.3).
        Some("UTF-16" | "UTF-16LE" | "UTF-16BE") => {
            Err(refused("declared `UTF-16` but is not; send UTF-8"))
        }
        Some("US-ASCII" | "ASCII") if bytes.is_ascii() => Ok((utf8(bytes)?, "US-ASCII")),
        Some("US-ASCII" | "ASCII") => {
            Err(refused("declared `US-ASCII` but has bytes above 127; send UTF-8"))
        }
        Some(other) => {
            let Some(charset) = Charset::named(other) else {
                let named = crate::report::quoted(other);
                return Err(refused(format!("the encoding {named} is not read; send UTF-8")));
            };
            let text = charset.decode(bytes);
            let text =
                text.ok_or_else(|| refused(format!("a byte means nothing in {}", charset.name())))?;
            Ok((text.into(), charset.name()))
        }
    }
}

/// The encoding named in `<?xml … encoding="…"?>`, if there is one.
fn declared(bytes: &[u8]) -> Option<&str> {
    let head = bytes.strip_prefix(b"<?xml")?;
    let head = &head[..head.len().min(DECLARATION_BYTES_MAX)];
    let head = &head[..head.windows(2).position(|w| w == b"?>")?];
    let head = std::str::from_utf8(head).ok()?;
    let value = head.split_once("encoding")?.1.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    value[1..].split_once(quote).map(|(name, _)| name)
}

fn utf8(bytes: &[u8]) -> Result<Cow<'_, str>, Refusal> {
    std::str::from_utf8(bytes).map(Cow::Borrowed).map_err(|error| {
        let line = memchr::memchr_iter(b'\n', &bytes[..error.valid_up_to()]).count() + 1;
        Refusal {
            rule: &rules::ENCODING,
            line: u32::try_from(line).unwrap_or(u32::MAX),
            message: format!("byte {} is not UTF-8; send the document in UTF-8", error.valid_up_to() + 1),
        }
    })
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<Cow<'_, str>, Refusal> {
    let (pairs, rest) = bytes.as_chunks::<2>();
    if !rest.is_empty() {
        return Err(refused("the UTF-16 document ends in half a character"));
    }
    char::decode_utf16(pairs.iter().map(|&pair| unit(pair)))
        .collect::<Result<String, _>>()
        .map(Cow::Owned)
        .map_err(|_| refused("the UTF-16 document has half a surrogate pair"))
}

fn remarks(text: &str, used: &str) -> Vec<(&'static Rule, String)> {
    let mut remarks: Vec<(&'static Rule, String)> = Vec::new();
    if Charset::named(used).is_some() {
        // It was read because it was declared, so there is nothing more to say of the declaration.
        remarks.push((&rules::ENCODING_LEGACY, format!("the document is in {used}; send UTF-8")));
        return remarks;
    }
    if let Some(name) = declared(text.as_bytes()) {
        let name = name.to_ascii_uppercase();
        let same = name == used
            || (used == "UTF-16" && name.starts_with("UTF-16"))
            || (used == "UTF-8" && name == "UTF8")
            || (used == "US-ASCII" && name == "ASCII");
        if !same {
            let named = crate::report::quoted(&name);
            remarks.push((&rules::ENCODING_DECLARED, format!("declared {named} but the bytes are {used}")));
        }
    }
    remarks
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> Result<(String, usize), String> {
        decode(bytes).map(|s| (s.text.into_owned(), s.remarks.len())).map_err(|r| r.message)
    }

    #[test]
    fn each_encoding_is_known_by_its_bytes() {
        let text = "<?xml version='1.0' encoding='UTF-16'?><a>ë</a>";
        let le: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let be: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(read(&[b"\xff\xfe", le.as_slice()].concat()), Ok((text.to_string(), 0)));
        assert_eq!(read(&[b"\xfe\xff", be.as_slice()].concat()), Ok((text.to_string(), 0)));
        assert_eq!(read(&le), Ok((text.to_string(), 0)));
        assert_eq!(read(&be), Ok((text.to_string(), 0)));
        assert_eq!(read("\u{feff}<a>ë</a>".as_bytes()), Ok(("<a>ë</a>".to_string(), 0)));
        let latin = b"<?xml version='1.0' encoding='iso-8859-1'?><a>\xeb</a>";
        assert_eq!(read(latin).map(|r| (r.0.ends_with("<a>ë</a>"), r.1)), Ok((true, 1)));
        let windows = b"<?xml version='1.0' encoding='windows-1250'?><a>\x8atrpce</a>";
        assert_eq!(read(windows).map(|r| (r.0.ends_with("<a>Štrpce</a>"), r.1)), Ok((true, 1)));
    }

    #[test]
    fn what_cannot_be_decoded_whole_is_refused() {
        for bytes in [
            b"<a>\xc3\x28</a>".as_slice(),
            b"\xff\xfe<\0a",
            b"\xff\xfe\x00\xd8<\0",
            b"\0\0\xfe\xff",
            b"<?xml version='1.0' encoding='UTF-7'?><a/>",
            b"<?xml version='1.0' encoding='UTF-16'?><a/>",
            b"<?xml version='1.0' encoding='windows-1252'?><a>\x81</a>",
            b"<?xml version='1.0' encoding='us-ascii'?><a>\xeb</a>",
        ] {
            assert!(read(bytes).is_err(), "{bytes:?}");
        }
    }

    #[test]
    fn a_declaration_that_is_not_true_is_remarked() {
        assert_eq!(read(b"\xef\xbb\xbf<?xml version='1.0' encoding='UTF-16'?><a/>").map(|r| r.1), Ok(1));
    }
}
