//! Metadata only: cutting the contents of traffic out of a line, and leaving the rest byte for byte.
//!
//! An alert may carry the packet that raised it, and with it what people wrote to each other. That is
//! interception, not defence, so it is left out unless the caller asks for it.

use std::borrow::Cow;

use crate::fault::Rule;
use crate::scan::Scanner;

/// Members that hold contents of traffic or secrets, at any depth: the object they stand in (`""` is any
/// object) and their name.
pub const PAYLOAD_MEMBERS: &[(&str, &str)] = &[
    ("", "payload"),
    ("", "payload_printable"),
    ("", "payload_base64"),
    ("", "packet"),
    ("", "http_body"),
    ("", "http_body_printable"),
    ("", "http_request_body"),
    ("", "http_request_body_printable"),
    ("", "http_response_body"),
    ("", "http_response_body_printable"),
    ("", "request_headers"),
    ("", "response_headers"),
    ("", "password"),
    ("", "credentials"),
    ("", "simple_query"),
    ("ftp", "command_data"),
    ("publish", "message"),
];

/// For each first byte of a name, one bit for each length that a payload member has: most names of an event
/// are told apart by one look.
static PAYLOAD_LENGTHS: [u64; 256] = payload_lengths();

const fn payload_lengths() -> [u64; 256] {
    let mut lengths = [0; 256];
    let mut index = 0;
    while index < PAYLOAD_MEMBERS.len() {
        let name = PAYLOAD_MEMBERS[index].1.as_bytes();
        lengths[name[0] as usize] |= 1 << name.len();
        index += 1;
    }
    lengths
}

/// Whether a member of this name is payload in some object.
#[inline]
pub(crate) fn is_suspect(name: &[u8]) -> bool {
    let maybe = name.first().and_then(|first| PAYLOAD_LENGTHS.get(usize::from(*first)));
    name.len() < 64 && maybe.is_some_and(|lengths| lengths >> name.len() & 1 == 1) && is_listed(name)
}

#[cold]
fn is_listed(name: &[u8]) -> bool {
    PAYLOAD_MEMBERS.iter().any(|(_, member)| member.as_bytes() == name)
}

fn is_payload(parent: &[u8], name: &[u8]) -> bool {
    is_suspect(name)
        && PAYLOAD_MEMBERS.iter().any(|(place, member)| {
            member.as_bytes() == name && (place.is_empty() || place.as_bytes() == parent)
        })
}

/// The line without its payload members; borrowed when it has none. `line` was checked before.
pub(crate) fn cut_payload(line: &str) -> Cow<'_, str> {
    let mut cuts = Vec::new();
    let mut scanner = Scanner::new(line);
    scanner.space();
    let checked = value_cuts(&mut scanner, b"", &mut cuts);
    debug_assert!(checked.is_ok(), "the line was checked before");
    if cuts.is_empty() {
        return Cow::Borrowed(line);
    }
    let mut out = String::with_capacity(line.len());
    let mut at = 0;
    for (from, to) in cuts {
        out.push_str(line.get(at..from).unwrap_or_default());
        at = to;
    }
    out.push_str(line.get(at..).unwrap_or_default());
    Cow::Owned(out)
}

/// Byte ranges to cut, in order; each takes with it the comma that it makes needless.
type Cuts = Vec<(usize, usize)>;

/// Walks the value at the scanner; `parent` is the name it has. Not deeper than the line that was checked.
fn value_cuts(scanner: &mut Scanner<'_>, parent: &[u8], cuts: &mut Cuts) -> Result<(), Rule> {
    match scanner.peek() {
        Some(b'{') => object_cuts(scanner, parent, cuts),
        Some(b'[') => {
            let mut more = scanner.opens(b'[')?;
            while more {
                value_cuts(scanner, parent, cuts)?;
                more = scanner.goes_on(b']')?;
            }
            Ok(())
        }
        _ => scanner.value().map(drop),
    }
}

fn object_cuts(scanner: &mut Scanner<'_>, parent: &[u8], cuts: &mut Cuts) -> Result<(), Rule> {
    // End of the last member that stays, and start of the first cut one that no stayed one precedes.
    let (mut stayed, mut leading) = (None, None);
    let mut more = scanner.opens(b'{')?;
    while more {
        let from = scanner.at();
        let name = scanner.key()?.name();
        if is_payload(parent, &name) {
            scanner.value()?;
            match stayed {
                Some(end) => {
                    cuts.push((end, scanner.at()));
                    stayed = Some(scanner.at());
                }
                None => leading = leading.or(Some(from)),
            }
        } else {
            if let Some(start) = leading.take() {
                cuts.push((start, from));
            }
            value_cuts(scanner, &name, cuts)?;
            stayed = Some(scanner.at());
        }
        let end = scanner.at();
        more = scanner.goes_on(b'}')?;
        if let (false, Some(start)) = (more, leading) {
            cuts.push((start, end));
        }
    }
    Ok(())
}

/// The front of a broken line up to the first payload member: what may be kept of it as metadata.
pub(crate) fn before_payload(line: &[u8]) -> &[u8] {
    let named = PAYLOAD_MEMBERS.iter().filter_map(|(_, name)| quoted_at(line, name.as_bytes()));
    let first = named.chain(hidden_letter_at(line)).min();
    line.get(..first.unwrap_or(line.len())).unwrap_or(line)
}

/// Where `name` first stands right after a quote.
fn quoted_at(line: &[u8], name: &[u8]) -> Option<usize> {
    memchr::memmem::find_iter(line, name).find_map(|at| {
        let quote = at.checked_sub(1)?;
        (line.get(quote) == Some(&b'"')).then_some(quote)
    })
}

/// Where the first ASCII letter is written as an escape (`\u0070` is `p`): no sensor does that, and a name may be
/// hidden in it.
fn hidden_letter_at(line: &[u8]) -> Option<usize> {
    let escapes = memchr::memmem::find_iter(line, b"\\u00");
    escapes.into_iter().find(|at| matches!(line.get(at + 4), Some(b'4'..=b'7')))
}
