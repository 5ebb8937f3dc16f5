//! Why: CoT times are UTC instants, but are spelled in many ways. One type reads every spelling that was met
//! and writes one. Protobuf counts milliseconds, so a millisecond is the grain everywhere.
//!
//! Source: `Event-PUBLIC.xsd` of CoT 2.0, attributes `time`, `start` and `stale` (`xs:dateTime`).

use std::fmt;

/// An instant in milliseconds since 1970-01-01T00:00:00Z, between the years 0001 and 9999.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Time(i64);

const DAY_MS: i64 = 86_400_000;
const EARLIEST_MS: i64 = -62_135_596_800_000;
const LATEST_MS: i64 = 253_402_300_799_999;

impl Time {
    /// The instant `ms` milliseconds after 1970-01-01T00:00:00Z; beyond the years 0001 to 9999 the nearest
    /// instant within them.
    pub fn from_millis(ms: i64) -> Self {
        Self(ms.clamp(EARLIEST_MS, LATEST_MS))
    }

    /// Milliseconds since 1970-01-01T00:00:00Z.
    pub fn millis(self) -> i64 {
        self.0
    }

    /// The instant `ms` milliseconds later.
    #[must_use]
    pub fn plus_millis(self, ms: i64) -> Self {
        Self::from_millis(self.0.saturating_add(ms))
    }

    /// Reads a W3C date and time. Accepts `T` or a space, fractions of any length (digits past the
    /// millisecond are dropped), `Z`, an offset with or without colon, or no zone (taken as UTC, as CoT
    /// demands), and a leap second (taken as the second after it).
    pub fn parse(text: &str) -> Option<Self> {
        let b = text.trim_ascii().as_bytes();
        let (head, tail) = b.split_at_checked(19)?;
        let separators = (head[4], head[7], head[13], head[16]);
        if separators != (b'-', b'-', b':', b':') || !matches!(head[10], b'T' | b't' | b' ') {
            return None;
        }
        let (year, month, day) = (digits(&head[..4])?, digits(&head[5..7])?, digits(&head[8..10])?);
        let (hour, minute) = (digits(&head[11..13])?, digits(&head[14..16])?);
        let second = digits(&head[17..])?;
        if !(1..=12).contains(&month) || !(1..=month_days(year, month)).contains(&day) || year == 0 {
            return None;
        }
        if hour > 23 || minute > 59 || second > 60 {
            return None;
        }
        let (fraction, zone) = fraction_ms(tail)?;
        let clock = ((hour * 60 + minute) * 60 + second) * 1000 + fraction;
        Some(Self::from_millis(days(year, month, day) * DAY_MS + clock - zone_ms(zone)?))
    }
}

impl Time {
    /// Spells the instant into a buffer; the machinery of `format!` costs more than the rest of an event.
    pub(crate) fn spelled(self, buffer: &mut [u8; 24]) -> &str {
        let (year, month, day) = date(self.0.div_euclid(DAY_MS));
        let ms = self.0.rem_euclid(DAY_MS);
        *buffer = *b"0000-00-00T00:00:00.000Z";
        let parts = [
            (0, 4, year),
            (5, 7, month),
            (8, 10, day),
            (11, 13, ms / 3_600_000),
            (14, 16, ms / 60_000 % 60),
            (17, 19, ms / 1000 % 60),
            (20, 23, ms % 1000),
        ];
        for (from, to, mut number) in parts {
            for digit in buffer[from..to].iter_mut().rev() {
                *digit = b'0' + (number % 10) as u8;
                number /= 10;
            }
        }
        std::str::from_utf8(buffer).unwrap_or_default()
    }
}

/// The number that the ASCII digits say.
fn digits(text: &[u8]) -> Option<i64> {
    text.iter().try_fold(0, |n, b| b.is_ascii_digit().then(|| n * 10 + i64::from(b - b'0')))
}

/// Milliseconds of `.123456`, and what follows.
fn fraction_ms(tail: &[u8]) -> Option<(i64, &[u8])> {
    let Some(rest) = tail.strip_prefix(b".").or_else(|| tail.strip_prefix(b",")) else {
        return Some((0, tail));
    };
    let length = rest.iter().position(|b| !b.is_ascii_digit()).unwrap_or(rest.len());
    let (fraction, zone) = rest.split_at(length);
    if fraction.is_empty() {
        return None;
    }
    let digit = |i: usize| fraction.get(i).map_or(0, |b| i64::from(b - b'0'));
    Some((digit(0) * 100 + digit(1) * 10 + digit(2), zone))
}

/// Milliseconds that a zone is ahead of UTC.
fn zone_ms(zone: &[u8]) -> Option<i64> {
    let (sign, rest) = match zone {
        [] | [b'Z' | b'z'] => return Some(0),
        [b'+', rest @ ..] => (1, rest),
        [b'-', rest @ ..] => (-1, rest),
        _ => return None,
    };
    let (hours, minutes) = match rest {
        [_, _] => (digits(rest)?, 0),
        [_, _, b':', _, _] => (digits(&rest[..2])?, digits(&rest[3..])?),
        [_, _, _, _] => (digits(&rest[..2])?, digits(&rest[2..])?),
        _ => return None,
    };
    (hours <= 14 && minutes <= 59).then_some(sign * (hours * 60 + minutes) * 60_000)
}

fn month_days(year: i64, month: i64) -> i64 {
    let leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days from 1970-01-01 in the proleptic Gregorian calendar; the year begins in March, so that the leap day
/// is its last.
fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

fn date(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let of_era = days.rem_euclid(146_097);
    let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    (era * 400 + year + i64::from(month <= 2), month, day)
}

impl fmt::Display for Time {
    /// Writes `2020-02-08T18:10:44.000Z`, the spelling of ATAK and the CoT schema.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.spelled(&mut [0; 24]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<String> {
        Time::parse(text).map(|t| t.to_string())
    }

    #[test]
    fn every_spelling_met_in_the_field_is_the_same_instant() {
        let expected = Some("2020-02-08T18:10:44.120Z".to_owned());
        for text in [
            "2020-02-08T18:10:44.12Z",
            "2020-02-08T18:10:44.120999999999999999999999Z",
            "2020-02-08 18:10:44,120",
            "2020-02-08t18:10:44.12z",
            " 2020-02-08T19:10:44.12+01:00 ",
            "2020-02-08T13:40:44.12-0430",
            "2020-02-08T20:10:44.12+02",
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
    }

    #[test]
    fn what_is_no_instant_is_refused() {
        for text in [
            "",
            "2020-02-08",
            "2020-02-30T00:00:00Z",
            "2021-02-29T00:00:00Z",
            "2020-13-01T00:00:00Z",
            "2020-02-08T24:00:00Z",
            "2020-02-08T18:60:00Z",
            "2020-02-08T18:10:44.Z",
            "2020-02-08T18:10:44+15:00",
            "2020-02-08T18:10:44 CET",
            "0000-01-01T00:00:00Z",
            "２020-02-08T18:10:44Z",
            "1e20-02-08T18:10:44Z",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn the_calendar_is_right_at_its_edges() {
        assert_eq!(Time::parse("1970-01-01T00:00:00Z").map(Time::millis), Some(0));
        assert_eq!(Time::parse("2000-02-29T12:00:00Z").map(Time::millis), Some(951_825_600_000));
        assert_eq!(Time::from_millis(i64::MIN).to_string(), "0001-01-01T00:00:00.000Z");
        assert_eq!(Time::from_millis(i64::MAX).to_string(), "9999-12-31T23:59:59.999Z");
        assert_eq!(read("2016-12-31T23:59:60Z").as_deref(), Some("2017-01-01T00:00:00.000Z"));
    }

    #[test]
    fn each_day_of_nine_millennia_reads_back() {
        for day in (EARLIEST_MS / DAY_MS..=LATEST_MS / DAY_MS).step_by(13) {
            let time = Time::from_millis(day * DAY_MS + 3_723_004);
            assert_eq!(Time::parse(&time.to_string()), Some(time));
        }
    }
}
