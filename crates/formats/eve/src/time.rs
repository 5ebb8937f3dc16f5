//! The two spellings of an EVE timestamp: `+0000`, as Suricata writes it, and `+00:00`, as RFC 3339 has it.
//!
//! Source: Suricata, `CreateIsoTimeString` in `src/util-time.c`; RFC 3339, section 5.6.

use std::fmt;
use std::str::FromStr;

use crate::digits;

/// An instant in microseconds since 1970-01-01T00:00:00Z and the offset that it was written with.
///
/// Two times are equal when they are the same instant; the offset is only how it is shown.
#[derive(Debug, Clone, Copy)]
pub struct Timestamp {
    unix_micros: i64,
    offset_minutes: i16,
}

/// The text is no EVE timestamp.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BadTimestamp;

impl fmt::Display for BadTimestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a timestamp reads `2017-03-06T06:54:06.047429+0000` or ends in `+00:00` or `Z`")
    }
}

impl std::error::Error for BadTimestamp {}

const MICROS_PER_SECOND: i64 = 1_000_000;

impl Timestamp {
    /// The instant `unix_micros` µs after 1970-01-01T00:00:00Z, shown in UTC; years 0000 to 9999 only.
    #[must_use]
    pub fn from_unix_micros(unix_micros: i64) -> Option<Self> {
        let year = civil(unix_micros.div_euclid(86_400 * MICROS_PER_SECOND)).0;
        (0..=9999).contains(&year).then_some(Self { unix_micros, offset_minutes: 0 })
    }

    /// Microseconds since 1970-01-01T00:00:00Z.
    #[must_use]
    pub fn unix_micros(self) -> i64 {
        self.unix_micros
    }

    /// Whole seconds since 1970-01-01T00:00:00Z, rounded down.
    #[must_use]
    pub fn unix_seconds(self) -> i64 {
        self.unix_micros.div_euclid(MICROS_PER_SECOND)
    }

    /// Minutes east of UTC that the writer's clock stood at.
    #[must_use]
    pub fn offset_minutes(self) -> i16 {
        self.offset_minutes
    }
}

impl PartialEq for Timestamp {
    fn eq(&self, other: &Self) -> bool {
        self.unix_micros == other.unix_micros
    }
}

impl Eq for Timestamp {}

impl PartialOrd for Timestamp {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Timestamp {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.unix_micros.cmp(&other.unix_micros)
    }
}

impl std::hash::Hash for Timestamp {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.unix_micros.hash(state);
    }
}

/// Reads `count` digits from the front of `rest`.
fn digits(rest: &mut &[u8], count: usize) -> Result<i64, BadTimestamp> {
    let (head, tail) = rest.split_at_checked(count).ok_or(BadTimestamp)?;
    let mut number = 0_i64;
    for byte in head {
        if !byte.is_ascii_digit() {
            return Err(BadTimestamp);
        }
        number = number * 10 + i64::from(byte - b'0');
    }
    *rest = tail;
    Ok(number)
}

fn byte(rest: &mut &[u8], wanted: &[u8]) -> Result<(), BadTimestamp> {
    match rest.split_first() {
        Some((first, tail)) if wanted.contains(first) => {
            *rest = tail;
            Ok(())
        }
        _ => Err(BadTimestamp),
    }
}

/// Digits after the point; beyond microseconds they are dropped.
fn fraction(rest: &mut &[u8]) -> Result<i64, BadTimestamp> {
    if rest.first() != Some(&b'.') {
        return Ok(0);
    }
    *rest = rest.get(1..).unwrap_or_default();
    let (mut micros, mut unit, mut count) = (0_i64, 100_000_i64, 0_usize);
    while let Some(digit @ b'0'..=b'9') = rest.first() {
        micros += i64::from(digit - b'0') * unit;
        unit /= 10;
        count += 1;
        *rest = rest.get(1..).unwrap_or_default();
    }
    if count == 0 { Err(BadTimestamp) } else { Ok(micros) }
}

/// `Z`, `+HHMM` or `+HH:MM`, in minutes; the offset must not pass a day.
fn offset(rest: &mut &[u8]) -> Result<i64, BadTimestamp> {
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
        return Err(BadTimestamp);
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

/// What a clock on the wall says, and how far that wall is east of Greenwich.
struct Civil {
    year: i64,
    month: i64,
    day: i64,
    hour: i64,
    minute: i64,
    second: i64,
    micros: i64,
    offset: i64,
}

impl Civil {
    /// The spelling of every event of a sensor, `2017-03-06T06:54:06.047429+0000`, eight bytes at a time; `None`
    /// leaves the others to the reader of one byte after another.
    fn usual(text: &[u8]) -> Option<Self> {
        let (words, end) = text.split_first_chunk::<24>()?;
        let (words, _) = words.as_chunks::<8>();
        let &[date, clock, fraction] = words else { return None };
        let date = digits::pairs(date, *b"0000-00-")?;
        let clock = digits::pairs(clock, *b"00T00:00")?;
        let fraction = digits::pairs(fraction, *b":00.0000")?;
        let (last, zone) = end.split_first_chunk::<2>()?;
        let last = digits::whole(last, 0, 2)?;
        let mut rest = zone;
        let offset = offset(&mut rest).ok()?;
        let two = |pairs: [u8; 8], at: usize| i64::from(pairs[at]);
        rest.is_empty().then(|| Self {
            year: two(date, 0) * 100 + two(date, 2),
            month: two(date, 5),
            day: two(clock, 0),
            hour: two(clock, 3),
            minute: two(clock, 6),
            second: two(fraction, 1),
            micros: two(fraction, 4) * 10_000 + two(fraction, 6) * 100 + last.cast_signed(),
            offset,
        })
    }

    fn read(text: &[u8]) -> Result<Self, BadTimestamp> {
        let rest = &mut &*text;
        let year = digits(rest, 4)?;
        byte(rest, b"-")?;
        let month = digits(rest, 2)?;
        byte(rest, b"-")?;
        let day = digits(rest, 2)?;
        byte(rest, b"Tt ")?;
        let hour = digits(rest, 2)?;
        byte(rest, b":")?;
        let minute = digits(rest, 2)?;
        byte(rest, b":")?;
        let second = digits(rest, 2)?;
        let micros = fraction(rest)?;
        let offset = offset(rest)?;
        if !rest.is_empty() {
            return Err(BadTimestamp);
        }
        Ok(Self { year, month, day, hour, minute, second, micros, offset })
    }

    fn instant(&self) -> Result<Timestamp, BadTimestamp> {
        let Self { year, month, day, hour, minute, second, micros, offset } = *self;
        // Second 60 is a leap second; it is the same instant as the second that follows it.
        let in_range = (1..=12).contains(&month)
            && (1..=days_in_month(year, month)).contains(&day)
            && hour < 24
            && minute < 60
            && second <= 60
            && (second < 60 || year < 9999);
        if !in_range {
            return Err(BadTimestamp);
        }
        let seconds = days(year, month, day) * 86_400 + hour * 3600 + (minute - offset) * 60 + second;
        let offset_minutes = i16::try_from(offset).map_err(|_| BadTimestamp)?;
        Ok(Timestamp { unix_micros: seconds * MICROS_PER_SECOND + micros, offset_minutes })
    }
}

impl FromStr for Timestamp {
    type Err = BadTimestamp;

    fn from_str(text: &str) -> Result<Self, BadTimestamp> {
        match Civil::usual(text.as_bytes()) {
            Some(civil) => civil.instant(),
            None => Civil::read(text.as_bytes())?.instant(),
        }
    }
}

impl fmt::Display for Timestamp {
    /// RFC 3339 with microseconds, in the offset of the writer.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let offset = i64::from(self.offset_minutes);
        let local = self.unix_micros + offset * 60 * MICROS_PER_SECOND;
        let (year, month, day) = civil(local.div_euclid(86_400 * MICROS_PER_SECOND));
        let in_day = local.rem_euclid(86_400 * MICROS_PER_SECOND);
        let (seconds, micros) = (in_day / MICROS_PER_SECOND, in_day % MICROS_PER_SECOND);
        let (hour, minute, second) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
        let sign = if offset < 0 { '-' } else { '+' };
        write!(f, "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{micros:06}")?;
        write!(f, "{sign}{:02}:{:02}", offset.abs() / 60, offset.abs() % 60)
    }
}
