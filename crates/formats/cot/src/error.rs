//! Why: a refusal is told to a person on the other side of a link. It names the place, the rule and the value,
//! and never shows a Rust type name.

use std::fmt;

/// Why a frame was not read, and where.
// One pointer wide: results of the scanner then travel in registers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error(Box<(usize, Rule)>);

/// The rules of reading: XML 1.0 without its dangerous parts, our limits, and the CoT 2.0 schema.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Rule {
    /// The frame has more than [`crate::FRAME_BYTES_MAX`] bytes.
    FrameTooLong,
    /// The bytes are not UTF-8 (XML 1.0, 4.3.3).
    NotUtf8,
    /// A character that XML 1.0, 2.2 does not allow.
    ForbiddenCharacter,
    /// A document type declaration: never read, whatever is in it.
    Doctype,
    /// An entity other than the five of XML 1.0, 4.6, or a broken character reference.
    Entity(Box<str>),
    /// Markup that is not well-formed; says what was wanted.
    Syntax(&'static str),
    /// An end tag that closes another element.
    WrongEndTag(Box<str>),
    /// The same attribute twice on one element (XML 1.0, 3.1).
    DoubleAttribute(Box<str>),
    /// More than [`crate::ATTRIBUTES_COUNT_MAX`] attributes on one element.
    TooManyAttributes,
    /// Elements nested deeper than [`crate::DEPTH_LEVELS_MAX`].
    TooDeep,
    /// The root element is not `event`.
    NotAnEvent(Box<str>),
    /// A required attribute or element is missing.
    Missing(&'static str),
    /// A second `point` or `detail`.
    Twice(&'static str),
    /// A value that cannot be used: the attribute, what stood there, what is wanted.
    Value(&'static str, Box<str>, &'static str),
    /// Bytes after the end of the event.
    Trailing,
    /// A protobuf payload that does not decode as a TakMessage of version 1.
    Protobuf(Box<str>),
}

impl Error {
    #[cold]
    pub(crate) fn new(at: usize, rule: Rule) -> Self {
        Self(Box::new((at, rule)))
    }

    /// Byte offset in the frame that was given.
    pub fn at(&self) -> usize {
        self.0.0
    }

    /// The rule that was broken.
    pub fn rule(&self) -> &Rule {
        &self.0.1
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "byte {}: {}", self.at(), self.rule())
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::FrameTooLong => {
                write!(f, "the frame is longer than {} bytes; send it in parts", crate::FRAME_BYTES_MAX)
            }
            Self::NotUtf8 => write!(f, "the bytes are not UTF-8; send UTF-8"),
            Self::ForbiddenCharacter => write!(f, "a character that XML 1.0 forbids; remove it"),
            Self::Doctype => write!(f, "a document type declaration is never read; remove `<!DOCTYPE`"),
            Self::Entity(name) => {
                write!(
                    f,
                    "`&{name};` is not one of the five entities of XML nor a character; write the character"
                )
            }
            Self::Syntax(wanted) => write!(f, "not well-formed XML, wanted {wanted}"),
            Self::WrongEndTag(name) => write!(f, "the end tag does not close `{name}`"),
            Self::DoubleAttribute(name) => write!(f, "attribute `{name}` stands twice; keep one"),
            Self::TooManyAttributes => {
                write!(f, "more than {} attributes on one element", crate::ATTRIBUTES_COUNT_MAX)
            }
            Self::TooDeep => {
                write!(f, "elements are nested deeper than {} levels", crate::DEPTH_LEVELS_MAX)
            }
            Self::NotAnEvent(name) => write!(f, "the root element is `{name}`, must be `event`"),
            Self::Missing(what) => write!(f, "`{what}` is missing"),
            Self::Twice(what) => write!(f, "a second `{what}`; an event has one"),
            Self::Value(name, value, wanted) => write!(f, "`{name}` is `{value}`, must be {wanted}"),
            Self::Trailing => write!(f, "something follows the end of the event; send one event a frame"),
            Self::Protobuf(why) => write!(f, "not a TAK protobuf message of version 1: {why}"),
        }
    }
}

impl std::error::Error for Error {}

/// Why an event was not written: our writer is strict, and sends nothing that a reader must guess at.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum WriteError {
    /// A required attribute is empty.
    Empty(&'static str),
    /// A number is not finite or out of its range: the attribute, what stood there, what is wanted.
    Number(&'static str, f64, &'static str),
    /// An attribute name that XML does not allow.
    Name(Box<str>),
    /// The event would have more than [`crate::FRAME_BYTES_MAX`] bytes; it has this many.
    TooLong(usize),
}

impl fmt::Display for WriteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty(name) => write!(f, "`{name}` is empty; an event needs it"),
            Self::Number(name, value, wanted) => write!(f, "`{name}` is `{value}`, must be {wanted}"),
            Self::Name(name) => write!(f, "`{name}` cannot be the name of an attribute"),
            Self::TooLong(bytes) => {
                let max = crate::FRAME_BYTES_MAX;
                write!(f, "the event has {bytes} bytes, the limit is {max}; shorten its detail")
            }
        }
    }
}

impl std::error::Error for WriteError {}
