//! Bytes to a tree, safely, and back.
//!
//! XML carries more than messages: entities that grow without bound, files pulled in by name, nesting
//! that eats a stack. The order here is the defence: bound, **decode first** (a DTD in UTF-16 is a DTD),
//! then parse strictly, once, with every limit counted on the way.

mod charset;
mod decode;
mod forms;
#[cfg(test)]
mod oracle;
mod parse;
mod tree;
pub(crate) mod write;

use crate::report::Report;
use crate::rules::Rule;
use std::borrow::Cow;
pub(crate) use tree::{Document, Node};

pub(crate) const CAP_12: &str = "urn:oasis:names:tc:emergency:cap:1.2";
/// The earlier versions, 1.1 and 1.0.
pub(crate) const CAP_OLDER: [&str; 2] =
    ["urn:oasis:names:tc:emergency:cap:1.1", "http://www.incident.com/cap/1.0"];
pub(crate) const DSIG: &str = "http://www.w3.org/2000/09/xmldsig#";
pub(crate) const XSI: &str = "http://www.w3.org/2001/XMLSchema-instance";

/// Why bytes are not a document that this crate reads.
#[derive(Debug)]
pub(crate) struct Refusal {
    pub(crate) rule: &'static Rule,
    pub(crate) line: u32,
    pub(crate) message: String,
}

impl Refusal {
    pub(crate) fn report(self) -> Report {
        Report::refused(self.rule, self.line, self.message)
    }

    fn at(rule: &'static Rule, text: &str, at: usize, message: impl Into<String>) -> Self {
        let before = text.as_bytes().get(..at).unwrap_or(text.as_bytes());
        let newlines = memchr::memchr_iter(b'\n', before).count();
        Self { rule, line: u32::try_from(newlines + 1).unwrap_or(u32::MAX), message: message.into() }
    }
}

/// A decoded document, ready to be parsed.
pub(crate) struct Source<'b> {
    text: Cow<'b, str>,
    /// Faults of the encoding that do not stop the reading; they belong to line 1.
    pub(crate) remarks: Vec<(&'static Rule, String)>,
}

impl<'b> Source<'b> {
    pub(crate) fn read(bytes: &'b [u8]) -> Result<Self, Refusal> {
        decode::decode(bytes)
    }

    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    pub(crate) fn parse(&self) -> Result<Document<'_>, Refusal> {
        parse::parse(&self.text)
    }
}
