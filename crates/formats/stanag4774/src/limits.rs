//! Every bound of this crate in one place.
//!
//! A label is a kilobyte or two. The bounds leave room for a hundred times that, and keep the worst document that
//! passes them within a few milliseconds.

/// Largest document that is read, in bytes.
pub const DOCUMENT_BYTES_MAX: usize = 256 * 1024;

/// Deepest nesting of elements; a label with its successor needs 5.
pub const DEPTH_MAX: usize = 12;

/// Most elements, texts, comments and instructions in one document.
pub const NODES_MAX: u32 = 16_384;

/// Most equals signs in one document: there are no more attributes than that.
pub const ATTRIBUTES_MAX: usize = 8_192;

/// Most namespace declarations in one document.
pub const NAMESPACES_MAX: usize = 32;

/// Most categories of one label.
pub const CATEGORIES_MAX: usize = 1_024;

/// Most values of one category.
pub const VALUES_MAX: usize = 1_024;

/// Longest text or attribute, in bytes.
pub const TEXT_BYTES_MAX: usize = 8 * 1024;

/// Most findings kept for one label; the verdict still counts those that are dropped.
pub const FINDINGS_MAX: usize = 50;

/// Longest piece of the input that is quoted in a message, in characters.
pub const QUOTE_CHARS_MAX: usize = 60;
