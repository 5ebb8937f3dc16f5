//! Bytes to a tree, safely.
//!
//! The tree is roxmltree's: a label is small, so its price does not matter here, and what it is lax or slow about is
//! refused before or after it. The order is the defence: bound, decode, look at what makes a parser work hard, parse
//! without any document type, then look at what the parser let pass.

use roxmltree::{Document, Error, Node, ParsingOptions};

use crate::limits::{
    ATTRIBUTES_MAX, DEPTH_MAX, DOCUMENT_BYTES_MAX, NAMESPACES_MAX, NODES_MAX, TEXT_BYTES_MAX,
};
use crate::rules::{self, Rule};

/// Why bytes are no document that this crate reads.
pub(crate) struct Refusal {
    pub(crate) rule: &'static Rule,
    pub(crate) line: u32,
    pub(crate) message: String,
}

fn refused(rule: &'static Rule, line: u32, message: impl Into<String>) -> Refusal {
    Refusal { rule, line, message: message.into() }
}

/// The text of a document, within the limits.
pub(crate) fn decode(bytes: &[u8]) -> Result<&str, Refusal> {
    if bytes.len() > DOCUMENT_BYTES_MAX {
        let message =
            format!("the document has more than {DOCUMENT_BYTES_MAX} bytes; a label is far smaller");
        return Err(refused(&rules::LIMIT, 1, message));
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let before = bytes.get(..error.valid_up_to()).unwrap_or_default();
        let line = 1 + before.iter().filter(|byte| **byte == b'\n').count();
        let line = u32::try_from(line).unwrap_or(u32::MAX);
        refused(&rules::ENCODING, line, "the bytes are not UTF-8; send the document in UTF-8")
    })?;
    if !declares_utf_8(text) {
        return Err(refused(
            &rules::ENCODING,
            1,
            "another encoding is declared; send the document in UTF-8",
        ));
    }
    for (what, found, max) in [
        ("attributes", text.matches('=').count(), ATTRIBUTES_MAX),
        ("namespaces", text.matches("xmlns").count(), NAMESPACES_MAX),
    ] {
        if found > max {
            let message = format!("there may be more than {max} {what}, which is over the limit");
            return Err(refused(&rules::LIMIT, 1, message));
        }
    }
    Ok(text)
}

/// Whether `<?xml … encoding="…"?>` says UTF-8, or nothing.
fn declares_utf_8(text: &str) -> bool {
    let head =
        text.strip_prefix("<?xml").and_then(|rest| rest.split_once("?>")).map_or("", |(head, _)| head);
    let Some((_, value)) = head.split_once("encoding") else { return true };
    let value = value.trim_start().strip_prefix('=').unwrap_or_default().trim();
    let named = value.get(1..).and_then(|rest| rest.split(['"', '\'']).next()).unwrap_or_default();
    named.eq_ignore_ascii_case("utf-8") || named.eq_ignore_ascii_case("us-ascii") && text.is_ascii()
}

/// The tree of a text.
pub(crate) fn parse(text: &str) -> Result<Document<'_>, Refusal> {
    let options = ParsingOptions { allow_dtd: false, nodes_limit: NODES_MAX, ..ParsingOptions::default() };
    let document = Document::parse_with_options(text, options).map_err(|error| {
        let line = error.pos().row;
        match error {
            Error::DtdDetected => {
                refused(&rules::DTD, line_of_dtd(text), "a document type declaration is refused: remove it")
            }
            Error::NodesLimitReached => {
                refused(&rules::LIMIT, line, format!("more than {NODES_MAX} elements and texts"))
            }
            error => refused(&rules::WELLFORMED, line, format!("not well formed XML: {error}")),
        }
    })?;
    for node in document.root().descendants() {
        look(&document, node)?;
    }
    Ok(document)
}

fn line_of_dtd(text: &str) -> u32 {
    let before = text.split("<!DOCTYPE").next().unwrap_or_default();
    u32::try_from(1 + before.matches('\n').count()).unwrap_or(u32::MAX)
}

/// The line of a node, counted from 1.
pub(crate) fn line(node: Node<'_, '_>) -> u32 {
    node.document().text_pos_at(node.range().start).row
}

/// What the parser let pass.
fn look(document: &Document<'_>, node: Node<'_, '_>) -> Result<(), Refusal> {
    let here = || document.text_pos_at(node.range().start).row;
    // The root of the tree is no element, and counts as an ancestor.
    if node.ancestors().take(DEPTH_MAX + 2).count() > DEPTH_MAX + 1 {
        return Err(refused(&rules::LIMIT, here(), format!("more than {DEPTH_MAX} levels of nesting")));
    }
    let texts = node.attributes().map(|attribute| attribute.value()).chain(node.text());
    for text in texts {
        if text.len() > TEXT_BYTES_MAX {
            return Err(refused(
                &rules::LIMIT,
                here(),
                format!("more than {TEXT_BYTES_MAX} bytes in one text"),
            ));
        }
        if !text.chars().all(is_xml) {
            let message = "not well formed XML: there is a character that XML does not allow";
            return Err(refused(&rules::WELLFORMED, here(), message));
        }
    }
    Ok(())
}

/// XML 1.0 §2.2, production 2.
pub(crate) fn is_xml(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}
