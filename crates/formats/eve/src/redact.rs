//! Metadata only: cutting the contents of traffic out of a line, and leaving the rest byte for byte.
//!
//! An alert may carry the packet that raised it, and with it what people wrote to each other. That is
//! interception, not defence, so it is left out unless the caller asks for it.

use std::borrow::Cow;

use crate::scan::Scanner;
use crate::value::{Text, Value, each_element};

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

fn is_payload(parent: &str, name: &str) -> bool {
    PAYLOAD_MEMBERS.iter().any(|(place, member)| *member == name && (place.is_empty() || *place == parent))
}

/// The line without its payload members; borrowed when it has none. `line` was checked before.
pub(crate) fn cut_payload(line: &str) -> Cow<'_, str> {
    let mut cuts = Vec::new();
    object_cuts("", line.trim_ascii(), start_of(line, line.trim_ascii()), &mut cuts);
    if cuts.is_empty() {
        return Cow::Borrowed(line);
    }
    cuts.sort_unstable();
    let mut out = String::with_capacity(line.len());
    let mut at = 0;
    for (from, to) in cuts {
        out.push_str(line.get(at..from).unwrap_or_default());
        at = to;
    }
    out.push_str(line.get(at..).unwrap_or_default());
    Cow::Owned(out)
}

fn start_of(whole: &str, part: &str) -> usize {
    part.as_ptr().addr().saturating_sub(whole.as_ptr().addr())
}

/// Collects the byte ranges to cut from the object at `base`, each with the comma that it makes needless.
fn object_cuts(parent: &str, object: &str, base: usize, cuts: &mut Vec<(usize, usize)>) {
    // End of the last member that stays, and start of the first cut one that no stayed one precedes.
    let (mut stayed, mut leading, mut last) = (None, None, 0);
    let checked = Scanner::new(object).members(|key, value, span| {
        let name: Text<'_> = key.text();
        last = span.to;
        if is_payload(parent, &name) {
            match stayed {
                Some(end) => cuts.push((base + end, base + span.to)),
                None => leading = leading.or(Some(span.from)),
            }
            stayed = stayed.map(|_| span.to);
            return;
        }
        if let Some(from) = leading.take() {
            cuts.push((base + from, base + span.from));
        }
        stayed = Some(span.to);
        value_cuts(&name, value, (object, base), cuts);
    });
    debug_assert!(checked.is_ok(), "the line was checked before");
    if let Some(from) = leading {
        cuts.push((base + from, base + last));
    }
}

/// Looks into the containers inside `value`; `within` is the text that holds it and where that begins.
fn value_cuts(name: &str, value: Value<'_>, within: (&str, usize), cuts: &mut Vec<(usize, usize)>) {
    let (text, base) = within;
    match value {
        Value::Object(object) => object_cuts(name, object, base + start_of(text, object), cuts),
        Value::Array(array) => each_element(array, |element| {
            value_cuts(name, element, within, cuts);
            true
        }),
        _ => {}
    }
}

/// The front of a broken line up to the first payload member: what may be kept of it as metadata.
pub(crate) fn before_payload(line: &[u8]) -> &[u8] {
    let first = PAYLOAD_MEMBERS.iter().filter_map(|(_, name)| quoted_at(line, name.as_bytes())).min();
    line.get(..first.unwrap_or(line.len())).unwrap_or(line)
}

/// Where `name` first stands right after a quote.
fn quoted_at(line: &[u8], name: &[u8]) -> Option<usize> {
    memchr::memmem::find_iter(line, name).find_map(|at| {
        let quote = at.checked_sub(1)?;
        (line.get(quote) == Some(&b'"')).then_some(quote)
    })
}
