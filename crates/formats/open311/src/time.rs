//! Dates and times as the W3C note has them, always with a zone ("Date/time format").
//!
//! `1994-11-05T08:15:30-05:00` and `1994-11-05T13:15:30Z` are the same instant. A time without a zone means
//! something else in every office that reads it, so it is refused.

use std::fmt;
use std::str::FromStr;

/// An instant in milliseconds since 1970-01-01T00:00:00Z and the offset that it was written with.
///
/// Two times are equal when they are the same instant; the offset is only how it is shown.
#[derive(Debug, Clone, Copy)]
pub struct DateTime {
    unix_ms: i64,
    offset_minutes: i16,
}

/// The text is no W3C date and time with a zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BadDateTime;

impl fmt::Display for BadDateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a date and time reads `2010-01-01T00:00:00Z` or ends in an offset such as `+01:00`")
    }
}

impl std::error::Error for BadDateTime {}

const MS_PER_DAY: i64 = 86_400_000;

impl DateTime {
    /// The instant `unix_ms` ms after 1970-01-01T00:00:00Z, shown in UTC; years 0000 to 9999 only.
    #[must_use]
    pub fn from_unix_ms(unix_ms: i64) -> Option<Self> {
        let (year, _, _) = civil(unix_ms.div_euclid(MS_PER_DAY));
        (0..=9999).contains(&year).then_some(Self { unix_ms, offset_minutes: 0 })
    }

    /// Milliseconds since 1970-01-01T00:00:00Z.
    #[must_use]
    pub fn unix_ms(self) -> i64 {
        self.unix_ms
    }

    /// Minutes east of UTC that the writer's clock stood at.
    #[must_use]
    pub fn offset_minutes(self) -> i16 {
        self.offset_minutes
    }

    /// The instant this many days later, or earlier when negative, within the years that can be written.
    #[must_use]
    pub fn plus_days(self, days: i64) -> Self {
        let moved = days.checked_mul(MS_PER_DAY).and_then(|ms| self.unix_ms.checked_add(ms));
        // A day is left at each end, so that any offset stays within the years.
        let (first, last) = (-62_167_132_800_000, 253_402_214_399_999);
        let edge = if days < 0 { first } else { last };
        Self { unix_ms: moved.unwrap_or(edge).clamp(first, last), ..self }
    }
}

impl PartialEq for DateTime {
    fn eq(&self, other: &Self) -> bool {
        self.unix_ms == other.unix_ms
    }
}

impl Eq for DateTime {}

impl PartialOrd for DateTime {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for DateTime {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.unix_ms.cmp(&other.unix_ms)
    }
}

/// Reads `count` digits from the front of `rest`.
fn digits(rest: &mut &[u8], count: usize) -> Result<i64, BadDateTime> {
    let (head, tail) = rest.split_at_checked(count).ok_or(BadDateTime)?;
    let mut number = 0_i64;
    for byte in head {
        if !byte.is_ascii_digit() {
            return Err(BadDateTime);
        }
        number = number * 10 + i64::from(byte - b'0');
    }
    *rest = tail;
    Ok(number)
}

fn byte(rest: &mut &[u8], wanted: &[u8]) -> Result<(), BadDateTime> {
    match rest.split_first() {
        Some((first, tail)) if wanted.contains(first) => {
            *rest = tail;
            Ok(())
        }
        _ => Err(BadDateTime),
    }
}

/// Digits after the point; beyond milliseconds they are dropped.
fn fraction(rest: &mut &[u8]) -> Result<i64, BadDateTime> {
    if byte(rest, b".").is_err() {
        return Ok(0);
    }
    let count = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let (digits, tail) = rest.split_at_checked(count).ok_or(BadDateTime)?;
    *rest = tail;
    if digits.is_empty() {
        return Err(BadDateTime);
    }
    let (ms, _) =
        digits.iter().fold((0, 100), |(ms, unit), digit| (ms + i64::from(digit - b'0') * unit, unit / 10));
    Ok(ms)
}

/// `Z` or `+HH:MM`, in minutes; a colon that is left out is tolerated.
fn offset(rest: &mut &[u8]) -> Result<i64, BadDateTime> {
    if byte(rest, b"Zz").is_ok() {
        return Ok(0);
    }
    let sign = if rest.first() == Some(&b'-') { -1 } else { 1 };
    byte(rest, b"+-")?;
    let hours = digits(rest, 2)?;
    if rest.first() == Some(&b':') {
        byte(rest, b":")?;
    }
    let minutes = digits(rest, 2)?;
    if hours > 23 || minutes > 59 {
        return Err(BadDateTime);
    }
    Ok(sign * (hours * 60 + minutes))
}

fn days_in_month(year: i64, month: i64) -> i64 {
    let leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    match month {
        2 => 28 + i64::from(leap),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days from 1970-01-01 to a civil date, after the era arithmetic of H. Hinnant.
fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

/// The civil date of a day counted from 1970-01-01: year, month, day.
fn civil(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    (year_of_era + era * 400 + i64::from(month <= 2), month, day)
}

impl FromStr for DateTime {
    type Err = BadDateTime;

    fn from_str(text: &str) -> Result<Self, BadDateTime> {
        let rest = &mut text.as_bytes();
        let year = digits(rest, 4)?;
        byte(rest, b"-")?;
        let month = digits(rest, 2)?;
        byte(rest, b"-")?;
        let day = digits(rest, 2)?;
        byte(rest, b"Tt")?;
        let hour = digits(rest, 2)?;
        byte(rest, b":")?;
        let minute = digits(rest, 2)?;
        // The note allows a time without seconds.
        let (second, ms) =
            if byte(rest, b":").is_ok() { (digits(rest, 2)?, fraction(rest)?) } else { (0, 0) };
        let offset = offset(rest)?;
        let in_range = (1..=12).contains(&month)
            && (1..=days_in_month(year, month)).contains(&day)
            && hour < 24
            && minute < 60
            && second < 60
            && rest.is_empty();
        if !in_range {
            return Err(BadDateTime);
        }
        let seconds = days(year, month, day) * 86_400 + hour * 3600 + (minute - offset) * 60 + second;
        let offset_minutes = i16::try_from(offset).map_err(|_| BadDateTime)?;
        Ok(Self { unix_ms: seconds * 1000 + ms, offset_minutes })
    }
}

/// Bytes of the longest spelling, `0000-00-00T00:00:00.000+00:00`.
const SPELLED_BYTES_MAX: usize = 29;

/// The two digits of a number under a hundred.
#[inline]
fn two(number: i64) -> [u8; 2] {
    let number = u8::try_from(number).unwrap_or_default();
    [b'0' + number / 10 % 10, b'0' + number % 10]
}

impl DateTime {
    /// Spells the instant into a buffer; the machinery of `format!` takes longer than all else about a time.
    pub(crate) fn spelled(self, buffer: &mut [u8; SPELLED_BYTES_MAX]) -> &str {
        let offset = i64::from(self.offset_minutes);
        let local = self.unix_ms + offset * 60_000;
        let (year, month, day) = civil(local.div_euclid(MS_PER_DAY));
        let in_day = local.rem_euclid(MS_PER_DAY);
        let (seconds, ms) = (in_day / 1000, in_day % 1000);
        let ([a, b], [c, d]) = (two(year / 100), two(year % 100));
        let ([e, f], [g, h]) = (two(month), two(day));
        let ([i, j], [k, l], [m, n]) = (two(seconds / 3600), two(seconds / 60 % 60), two(seconds % 60));
        let clock = [a, b, c, d, b'-', e, f, b'-', g, h, b'T', i, j, b':', k, l, b':', m, n];
        let ([_, p], [q, r]) = (two(ms / 100), two(ms % 100));
        let fraction = [b'.', p, q, r];
        let ([s, t], [u, v]) = (two(offset.abs() / 60), two(offset.abs() % 60));
        let zone = [if offset < 0 { b'-' } else { b'+' }, s, t, b':', u, v];
        let parts: [&[u8]; 3] =
            [&clock, if ms == 0 { b"" } else { &fraction }, if offset == 0 { b"Z" } else { &zone }];
        let mut length = 0;
        for part in parts {
            if let Some(place) = buffer.get_mut(length..length + part.len()) {
                place.copy_from_slice(part);
                length += part.len();
            }
        }
        std::str::from_utf8(buffer.get(..length).unwrap_or_default()).unwrap_or_default()
    }

    /// Adds the spelling to a text.
    pub(crate) fn push_to(self, out: &mut String) {
        out.push_str(self.spelled(&mut [0; SPELLED_BYTES_MAX]));
    }
}

impl fmt::Display for DateTime {
    /// The form of the specification, in the offset of the writer; a fraction only where there is one.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.spelled(&mut [0; SPELLED_BYTES_MAX]))
    }
}
