//! Every bound of this crate in one place, so that an operator can read what is refused and why.
//!
//! A warning is a few kilobytes; a feed of a whole country is a few megabytes. The bounds leave room
//! for both and keep the worst document that passes them within a fraction of a second.

/// Largest document that is read, before and after decoding, in bytes.
pub const DOCUMENT_BYTES_MAX: usize = 8 * 1024 * 1024;

/// Deepest nesting of elements; CAP itself needs 4, a signed alert in an EDXL envelope in a feed about 14.
pub const DEPTH_MAX: usize = 24;

/// Most elements, comments, CDATA sections and processing instructions in one document.
pub const MARKUP_MAX: usize = 200_000;

/// Most different namespaces in one document.
pub const NAMESPACES_MAX: usize = 256;

/// Most namespace declarations that hold at one place.
pub const NAMESPACES_IN_SCOPE_MAX: usize = 32;

/// Most attributes and namespace declarations on one element.
pub const ELEMENT_ATTRIBUTES_MAX: usize = 24;

/// Most attributes and namespace declarations in one document.
pub const ATTRIBUTES_MAX: usize = 65_536;

/// Longest run of text, comment, CDATA section or processing instruction, in bytes
/// (an embedded recording in `derefUri` is one run).
pub const TEXT_BYTES_MAX: usize = 4 * 1024 * 1024;

/// Longest single tag with its attributes, in bytes.
pub const TAG_BYTES_MAX: usize = 64 * 1024;

/// Most findings kept for one alert; the verdict still counts those that are dropped.
pub const FINDINGS_MAX: usize = 50;

/// Most alerts and links taken from one feed or envelope.
pub const FEED_ENTRIES_MAX: usize = 5_000;

/// Longest piece of the input that is quoted in a message, in characters.
pub const QUOTE_CHARS_MAX: usize = 60;

/// Longest `headline` that small displays show whole, in characters (CAP 1.2 §3.2.2 `headline`).
pub const HEADLINE_CHARS_ADVISED_MAX: usize = 160;

/// Half the way around the Earth: a `circle` with a larger radius is a mistake in the unit, in kilometres.
pub const CIRCLE_RADIUS_KM_MAX: f64 = 20_040.0;
