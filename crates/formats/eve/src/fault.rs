//! Why a line is not an event: one rule and one place each.
//!
//! A fault never stops a reader. The line is kept apart and the next one is read, because a sensor that
//! wrote one torn line in the night must not silence the rest of the day.

use std::fmt;

/// The rule of JSON (RFC 8259) or of this reader that a line breaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Rule {
    /// The bytes are not UTF-8 (RFC 8259, section 8.1).
    NotUtf8,
    /// The line is not one JSON object; EVE writes one object a line.
    NotAnObject,
    /// The line ends before the object does: it was cut off while it was written.
    EndsEarly,
    /// A control character stands unescaped inside a string (RFC 8259, section 7).
    ControlCharacter(u8),
    /// A backslash is followed by something that is no escape (RFC 8259, section 7).
    BadEscape,
    /// A number does not follow the grammar (RFC 8259, section 6).
    BadNumber,
    /// Another byte was needed here (RFC 8259, section 2).
    Unexpected(u8),
    /// Values are nested deeper than [`DEPTH_MAX`](crate::DEPTH_MAX).
    TooDeep,
    /// Something follows the object on the same line, such as a second object.
    TrailingBytes,
    /// The line has more bytes than the limit of the reader.
    TooLong,
    /// The line holds only NUL bytes: a hole that a rotated or crashed file leaves.
    NulBytes,
}

/// One broken rule and where in the line it is broken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Fault {
    /// What was broken.
    pub rule: Rule,
    /// Byte column in the line, counted from 1.
    pub column: usize,
}

impl Fault {
    pub(crate) fn new(rule: Rule, index: usize) -> Self {
        Self { rule, column: index.saturating_add(1) }
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Rule::NotUtf8 => f.write_str("the bytes are not UTF-8; set the sensor to write UTF-8"),
            Rule::NotAnObject => {
                f.write_str("an event is one JSON object on one line; check that this is an EVE file")
            }
            Rule::EndsEarly => {
                f.write_str("the line ends inside the event; read it again when it is written whole")
            }
            Rule::ControlCharacter(byte) => {
                write!(f, "control character `0x{byte:02X}` in a string must be escaped")
            }
            Rule::BadEscape => f.write_str("a backslash is not followed by a JSON escape"),
            Rule::BadNumber => f.write_str("a number does not follow the JSON grammar"),
            Rule::Unexpected(byte) => match byte {
                0x21..=0x7e => write!(f, "`{}` is not expected here", char::from(*byte)),
                _ => write!(f, "byte `0x{byte:02X}` is not expected here"),
            },
            Rule::TooDeep => {
                write!(f, "values are nested deeper than {}; no EVE event needs that", crate::DEPTH_MAX)
            }
            Rule::TrailingBytes => {
                f.write_str("more bytes follow the event; each event needs a line of its own")
            }
            Rule::TooLong => {
                f.write_str("the line is longer than the limit of this reader; raise it or skip it")
            }
            Rule::NulBytes => {
                f.write_str("the line holds only NUL bytes; the file was cut while being written")
            }
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "column {}: {}", self.column, self.rule)
    }
}

impl std::error::Error for Fault {}
