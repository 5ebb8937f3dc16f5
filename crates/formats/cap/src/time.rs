//! Times as CAP writes them: a local time with its offset, never `Z`.
//!
//! The offset is kept because people read it: an officer in Prishtinë and one in Bruxelles must see
//! the words that the sender wrote, and a signed message must be written back unchanged.

use jiff::civil::{Date, DateTime, Time as Clock};
use jiff::tz::Offset;
use jiff::{Span, Timestamp};
use std::fmt;

/// Greatest offset from UTC that XML Schema allows, in minutes.
const OFFSET_MINUTES_MAX: u16 = 14 * 60;

/// A CAP date and time, `YYYY-MM-DDThh:mm:ss±hh:mm` (CAP 1.2 §3.3.2 and the schema's pattern).
///
/// Equality compares what is written; to compare moments, compare [`Time::timestamp`].
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Time {
    local: DateTime,
    /// Absolute value of the offset in minutes; the sign stands apart because CAP tells `-00:00` from `+00:00`.
    offset_minutes: u16,
    west: bool,
}

/// What is wrong with a text that should have been a CAP time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TimeFault {
    /// Not of the form `YYYY-MM-DDThh:mm:ss±hh:mm`.
    Shape,
    /// The zone is written as `Z`, which CAP forbids.
    Zulu,
    /// Of the right form, but no such date, time or offset exists.
    Range,
}

impl fmt::Display for TimeFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Shape => {
                "must be a date, a time in whole seconds and an offset, such as `2026-11-23T09:58:00+01:00`"
            }
            Self::Zulu => "must give its offset in figures, never `Z`; write UTC as `-00:00`",
            Self::Range => "names a date, time or offset that does not exist",
        })
    }
}

impl std::error::Error for TimeFault {}

impl Time {
    /// The moment `timestamp`, cut to whole seconds, as seen at `offset_minutes` east of UTC.
    ///
    /// UTC itself is written `-00:00`, as §3.3.2 demands. `None` if the offset is beyond ±14 h or the
    /// local date leaves the years 1 to 9999.
    pub fn at(timestamp: Timestamp, offset_minutes: i16) -> Option<Self> {
        let minutes = offset_minutes.unsigned_abs();
        if minutes > OFFSET_MINUTES_MAX {
            return None;
        }
        let offset = Offset::from_seconds(i32::from(offset_minutes) * 60).ok()?;
        let whole = Timestamp::from_second(timestamp.as_second()).ok()?;
        let local = offset.to_datetime(whole);
        (local.year() >= 1).then_some(Self { local, offset_minutes: minutes, west: offset_minutes <= 0 })
    }

    /// Reads the strict form; white space around it is not taken away here.
    pub fn parse(text: &str) -> Result<Self, TimeFault> {
        let b = text.as_bytes();
        if b.len() != 25 {
            let zulu = matches!(b.last(), Some(b'Z' | b'z')) && b.len() >= 20;
            return Err(if zulu { TimeFault::Zulu } else { TimeFault::Shape });
        }
        let punctuation = [(4, b'-'), (7, b'-'), (10, b'T'), (13, b':'), (16, b':'), (22, b':')];
        let west = b[19] == b'-';
        if punctuation.iter().any(|&(i, c)| b[i] != c) || !(west || b[19] == b'+') {
            return Err(TimeFault::Shape);
        }
        let pair = |i: usize| -> Result<i8, TimeFault> {
            match (b[i], b[i + 1]) {
                (x @ b'0'..=b'9', y @ b'0'..=b'9') => Ok(((x - b'0') * 10 + (y - b'0')) as i8),
                _ => Err(TimeFault::Shape),
            }
        };
        let year = i16::from(pair(0)?) * 100 + i16::from(pair(2)?);
        let (month, day) = (pair(5)?, pair(8)?);
        let (hour, minute, second) = (pair(11)?, pair(14)?, pair(17)?);
        let (offset_hour, offset_minute) = (pair(20)?, pair(23)?);
        let local = local(year, month, day, hour, minute, second).ok_or(TimeFault::Range)?;
        let offset_minutes =
            u16::from(offset_hour.unsigned_abs()) * 60 + u16::from(offset_minute.unsigned_abs());
        if offset_minute > 59 || offset_minutes > OFFSET_MINUTES_MAX {
            return Err(TimeFault::Range);
        }
        let time = Self { local, offset_minutes, west };
        // INVARIANT: every `Time` names a moment that jiff can hold, so `timestamp` needs no error.
        time.offset().to_timestamp(local).map(|_| time).map_err(|_| TimeFault::Range)
    }

    /// The moment that is meant.
    pub fn timestamp(&self) -> Timestamp {
        self.offset().to_timestamp(self.local).unwrap_or(Timestamp::MIN)
    }

    /// The date and time of day as written, without the offset.
    pub fn local(&self) -> DateTime {
        self.local
    }

    /// Minutes east of UTC.
    pub fn offset_minutes(&self) -> i16 {
        let minutes = self.offset_minutes as i16;
        if self.west { -minutes } else { minutes }
    }

    /// UTC written as `+00:00`, which the schema allows and §3.3.2 does not.
    pub(crate) fn is_plus_zero(&self) -> bool {
        self.offset_minutes == 0 && !self.west
    }

    fn offset(&self) -> Offset {
        Offset::from_seconds(i32::from(self.offset_minutes()) * 60).unwrap_or(Offset::UTC)
    }
}

/// XML Schema lets `24:00:00` mean the first moment of the next day, and knows no leap second and no year 0.
fn local(year: i16, month: i8, day: i8, hour: i8, minute: i8, second: i8) -> Option<DateTime> {
    if year < 1 {
        return None;
    }
    let date = Date::new(year, month, day).ok()?;
    if (hour, minute, second) == (24, 0, 0) {
        return Some(date.checked_add(Span::new().days(1)).ok()?.to_datetime(Clock::midnight()));
    }
    Some(date.to_datetime(Clock::new(hour, minute, second, 0).ok()?))
}

impl std::str::FromStr for Time {
    type Err = TimeFault;

    fn from_str(text: &str) -> Result<Self, TimeFault> {
        Self::parse(text)
    }
}

impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (d, sign) = (self.local, if self.west { '-' } else { '+' });
        let (hours, minutes) = (self.offset_minutes / 60, self.offset_minutes % 60);
        write!(f, "{:04}-{:02}-{:02}T", d.year(), d.month(), d.day())?;
        write!(f, "{:02}:{:02}:{:02}{sign}{hours:02}:{minutes:02}", d.hour(), d.minute(), d.second())
    }
}

impl fmt::Debug for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_written_back_as_it_was_read() {
        for text in [
            "2026-11-23T09:58:00+01:00",
            "2019-07-12T17:59:29-00:00",
            "2019-07-12T17:59:29+00:00",
            "0001-01-02T00:00:00+14:00",
            "2024-02-29T23:59:59-14:00",
        ] {
            assert_eq!(Time::parse(text).map(|t| t.to_string()).as_deref(), Ok(text));
        }
    }

    #[test]
    fn what_is_no_cap_time_is_refused_with_its_reason() {
        for (text, fault) in [
            ("2026-11-23T08:58:00Z", TimeFault::Zulu),
            ("2026-11-23T09:58:00", TimeFault::Shape),
            ("2026-11-23T09:58:00.123+01:00", TimeFault::Shape),
            ("2026-11-23 09:58:00+01:00", TimeFault::Shape),
            ("2026-11-23T09:58:00,01:00", TimeFault::Shape),
            ("2026-1a-23T09:58:00+01:00", TimeFault::Shape),
            ("2026-02-30T09:58:00+01:00", TimeFault::Range),
            ("2026-11-23T09:58:60+01:00", TimeFault::Range),
            ("2026-11-23T24:00:01+01:00", TimeFault::Range),
            ("2026-11-23T09:58:00+14:01", TimeFault::Range),
            ("2026-11-23T09:58:00+01:60", TimeFault::Range),
            ("0000-11-23T09:58:00+01:00", TimeFault::Range),
            ("", TimeFault::Shape),
            ("ëëëëëëëëëëëëë", TimeFault::Shape),
        ] {
            assert_eq!(Time::parse(text), Err(fault), "{text}");
        }
    }

    #[test]
    fn hour_24_is_the_first_moment_of_the_next_day() {
        let time = Time::parse("2026-12-31T24:00:00+01:00").expect("XML Schema allows it");
        assert_eq!(time.to_string(), "2027-01-01T00:00:00+01:00");
    }

    #[test]
    fn a_moment_in_utc_is_written_as_minus_zero() {
        let time = Time::at(Timestamp::UNIX_EPOCH, 0).expect("in range");
        assert_eq!(time.to_string(), "1970-01-01T00:00:00-00:00");
        let local = Time::at(Timestamp::UNIX_EPOCH, 60).expect("in range");
        assert_eq!(local.to_string(), "1970-01-01T01:00:00+01:00");
        assert_eq!(local.timestamp(), time.timestamp());
    }
}
