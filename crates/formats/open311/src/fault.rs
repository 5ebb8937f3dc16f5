//! Why a document could not be read: the place, the rule, and what to do.

use std::fmt;

/// Bytes of a document at most.
pub const DOCUMENT_BYTES_MAX: usize = 8 * 1024 * 1024;
/// Elements, texts, comments and instructions of an XML document at most.
pub const XML_NODES_MAX: u32 = 400_000;
/// Attributes of one element at most; GeoReport has none, but cities declare namespaces.
pub const XML_ATTRIBUTES_MAX: usize = 32;
/// How deep elements are nested at most; the deepest that is read stands at 6.
pub const XML_DEPTH_MAX: usize = 16;
/// How deep JSON values are nested at most.
pub const JSON_DEPTH_MAX: usize = 16;
/// Items of one list at most.
pub const LIST_ITEMS_MAX: usize = 10_000;
/// Members beyond the specification that are kept of one item at most.
pub const EXTRA_MEMBERS_MAX: usize = 32;

/// A document that is not what was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadError {
    /// Where: a member with the items around it, such as `request 3/lat`, or a line and column.
    pub place: String,
    /// Which rule is broken and what to do.
    pub rule: String,
}

impl ReadError {
    pub(crate) fn new(place: impl Into<String>, rule: impl Into<String>) -> Self {
        Self { place: place.into(), rule: rule.into() }
    }

    /// The same error seen from one level further out.
    pub(crate) fn within(mut self, outer: &str) -> Self {
        self.place =
            if self.place.is_empty() { outer.to_owned() } else { format!("{outer}/{}", self.place) };
        self
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.place.is_empty() {
            f.write_str(&self.rule)
        } else {
            write!(f, "{}: {}", self.place, self.rule)
        }
    }
}

impl std::error::Error for ReadError {}
