//! Times of a story: how long something takes (`1h30m`), and times of day (`22:40`).

use std::fmt;

use serde::{Deserialize, Deserializer};

/// The longest time in a story, in seconds: a week.
pub const SPAN_S_MAX: u32 = 7 * 24 * 3600;
const DAY_MINUTES: u32 = 24 * 60;

/// A length of time in the story, in seconds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span(pub u32);

impl Span {
    /// Reads `1h30m`, `45m`, `10s`; larger units first.
    pub fn parse(text: &str) -> Option<Span> {
        let (mut seconds, mut digits, mut last) = (0_u32, String::new(), u32::MAX);
        for c in text.chars() {
            if c.is_ascii_digit() {
                digits.push(c);
                continue;
            }
            let unit = match c {
                'h' => 3600,
                'm' => 60,
                's' => 1,
                _ => return None,
            };
            let number: u32 = digits.parse().ok().filter(|_| unit < last)?;
            seconds = number.checked_mul(unit).and_then(|part| seconds.checked_add(part))?;
            (last, digits) = (unit, String::new());
        }
        (digits.is_empty() && last != u32::MAX && seconds <= SPAN_S_MAX).then_some(Span(seconds))
    }
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (hours, minutes, seconds) = (self.0 / 3600, self.0 / 60 % 60, self.0 % 60);
        if hours > 0 {
            write!(f, "{hours}h{minutes:02}m")?;
        } else {
            write!(f, "{minutes}m")?;
        }
        if seconds > 0 { write!(f, "{seconds:02}s") } else { Ok(()) }
    }
}

impl<'de> Deserialize<'de> for Span {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Span, D::Error> {
        let text = String::deserialize(d)?;
        Span::parse(&text).ok_or_else(|| {
            serde::de::Error::custom(format!(
                "`{text}` is no length of time: write `1h30m`, `45m` or `10s`, a week at most"
            ))
        })
    }
}

/// A time of day, in minutes after midnight.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct TimeOfDay(pub u32);

impl TimeOfDay {
    /// Reads `22:40`.
    pub fn parse(text: &str) -> Option<TimeOfDay> {
        let (hours, minutes) = text.split_once(':')?;
        let plain = |part: &str| (part.len() == 2).then(|| part.parse::<u32>().ok()).flatten();
        let minutes = plain(hours)? * 60 + plain(minutes).filter(|minutes| *minutes < 60)?;
        (minutes < DAY_MINUTES).then_some(TimeOfDay(minutes))
    }
}

impl fmt::Display for TimeOfDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.0 / 60, self.0 % 60)
    }
}

impl<'de> Deserialize<'de> for TimeOfDay {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<TimeOfDay, D::Error> {
        let text = String::deserialize(d)?;
        TimeOfDay::parse(&text)
            .ok_or_else(|| serde::de::Error::custom(format!("`{text}` is no time of day: write `22:40`")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_length_of_time_is_read_as_it_is_written() {
        for (text, seconds) in
            [("1h30m", 5400), ("45m", 2700), ("10s", 10), ("0m", 0), ("2h", 7200), ("1h05m30s", 3930)]
        {
            assert_eq!(Span::parse(text), Some(Span(seconds)), "{text}");
        }
        for text in ["", "5", "m", "1m2h", "1m1m", "-1m", "1.5h", "9999h", "1h 5m"] {
            assert_eq!(Span::parse(text), None, "{text}");
        }
        assert_eq!(Span(5430).to_string(), "1h30m30s");
    }

    #[test]
    fn a_time_of_day_has_two_digits_twice() {
        assert_eq!(TimeOfDay::parse("22:40").map(|time| time.to_string()), Some("22:40".into()));
        for text in ["24:00", "7:30", "07:60", "0730", "07:3"] {
            assert_eq!(TimeOfDay::parse(text), None, "{text}");
        }
    }
}
