//! Why: attributes are text; what they mean is a number, a flag, a time. One trait says how each is read and
//! written, so that the table of elements is only names.

use std::borrow::Cow;

use crate::time::Time;
use crate::xml::text::decimal;

/// What an attribute can hold.
pub trait Value<'a>: Sized {
    /// Reads it; `None` when the text is no such value.
    fn read(text: Cow<'a, str>) -> Option<Self>;

    /// Writes it, in the spelling of the CoT schemas.
    fn write(&self) -> Cow<'_, str>;
}

impl<'a> Value<'a> for Cow<'a, str> {
    fn read(text: Cow<'a, str>) -> Option<Self> {
        Some(text)
    }

    fn write(&self) -> Cow<'_, str> {
        Cow::Borrowed(self)
    }
}

/// Numbers are read with white space around them, and only when finite.
impl<'a> Value<'a> for f64 {
    fn read(text: Cow<'a, str>) -> Option<Self> {
        text.trim_ascii().parse().ok().filter(|n: &f64| n.is_finite())
    }

    fn write(&self) -> Cow<'_, str> {
        Cow::Owned(decimal(*self))
    }
}

/// Whole numbers are read also when written with a fraction of zeros, as some clients do.
impl<'a> Value<'a> for u32 {
    fn read(text: Cow<'a, str>) -> Option<Self> {
        whole(&text)
    }

    fn write(&self) -> Cow<'_, str> {
        Cow::Owned(self.to_string())
    }
}

/// As `u32`; colours are signed 32-bit numbers.
impl<'a> Value<'a> for i32 {
    fn read(text: Cow<'a, str>) -> Option<Self> {
        whole(&text)
    }

    fn write(&self) -> Cow<'_, str> {
        Cow::Owned(self.to_string())
    }
}

fn whole<T: std::str::FromStr>(text: &str) -> Option<T> {
    let text = text.trim_ascii();
    let (number, fraction) = text.split_once('.').unwrap_or((text, "0"));
    fraction.bytes().all(|b| b == b'0').then(|| number.parse().ok())?
}

impl<'a> Value<'a> for bool {
    fn read(text: Cow<'a, str>) -> Option<Self> {
        match text.trim_ascii() {
            "true" | "True" | "TRUE" | "1" => Some(true),
            "false" | "False" | "FALSE" | "0" => Some(false),
            _ => None,
        }
    }

    fn write(&self) -> Cow<'_, str> {
        Cow::Borrowed(if *self { "true" } else { "false" })
    }
}

impl<'a> Value<'a> for Time {
    fn read(text: Cow<'a, str>) -> Option<Self> {
        Time::parse(&text)
    }

    fn write(&self) -> Cow<'_, str> {
        Cow::Owned(self.to_string())
    }
}
