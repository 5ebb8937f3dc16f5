//! Times as XML Schema writes them, strictly.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::Offset;

/// Hours of the largest offset that XML Schema knows.
const OFFSET_HOURS_MAX: i32 = 14;
/// Digits of a fraction of a second that are kept.
const FRACTION_DIGITS_MAX: usize = 9;

/// A time that was read.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Read {
    pub(crate) at: Timestamp,
    /// Whether the offset was written.
    pub(crate) said_offset: bool,
}

/// `2026-01-17T06:40:00`, perhaps a fraction, perhaps `Z` or an offset; nothing else.
pub(crate) fn read(text: &str) -> Option<Read> {
    const SHAPE: &str = "dddd-dd-ddTdd:dd:dd";
    let (local, rest) = text.split_at_checked(SHAPE.len())?;
    if !has_shape(local, SHAPE) {
        return None;
    }
    let (fraction, zone) = match rest.strip_prefix('.') {
        None => ("", rest),
        Some(rest) => {
            let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
            let (fraction, zone) = rest.split_at_checked(digits)?;
            ((1..=FRACTION_DIGITS_MAX).contains(&digits).then_some(fraction)?, zone)
        }
    };
    // A second of 60 is no time of XML Schema, whatever a calendar makes of it.
    if local.ends_with("60") {
        return None;
    }
    let dotted = if fraction.is_empty() { String::new() } else { format!(".{fraction}") };
    let civil: DateTime = format!("{local}{dotted}").parse().ok()?;
    let at = offset(zone)?.to_timestamp(civil).ok()?;
    Some(Read { at, said_offset: !zone.is_empty() })
}

fn offset(zone: &str) -> Option<Offset> {
    if matches!(zone, "" | "Z") {
        return Some(Offset::UTC);
    }
    if !has_shape(zone, "+dd:dd") && !has_shape(zone, "-dd:dd") {
        return None;
    }
    let (hours, minutes): (i32, i32) = (zone.get(1..3)?.parse().ok()?, zone.get(4..6)?.parse().ok()?);
    let fits = minutes < 60 && (hours < OFFSET_HOURS_MAX || hours == OFFSET_HOURS_MAX && minutes == 0);
    let seconds = (hours * 60 + minutes) * 60;
    Offset::from_seconds(if zone.starts_with('-') { -seconds } else { seconds }).ok().filter(|_| fits)
}

/// Whether each `d` is a digit and everything else stands as it is.
fn has_shape(text: &str, shape: &str) -> bool {
    let same = |(byte, form): (u8, u8)| if form == b'd' { byte.is_ascii_digit() } else { byte == form };
    text.len() == shape.len() && text.bytes().zip(shape.bytes()).all(same)
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn times_of_xml_schema_are_read_and_nothing_else() {
        for (text, utc) in [
            ("2026-01-17T06:40:00Z", "2026-01-17T06:40:00Z"),
            ("2026-01-17T06:40:00+01:00", "2026-01-17T05:40:00Z"),
            ("2026-01-17T06:40:00.250-14:00", "2026-01-17T20:40:00.25Z"),
            ("2024-02-29T23:59:59", "2024-02-29T23:59:59Z"),
        ] {
            let time = read(text).unwrap();
            assert_eq!(time.at.to_string(), utc);
            assert_eq!(time.said_offset, !text.ends_with("59"), "{text}");
        }
        for bad in [
            "",
            "2026-01-17",
            "2026-01-17 06:40:00Z",
            "2026-01-17t06:40:00Z",
            "2026-01-17T06:40Z",
            "2026-01-17T06:40:60Z",
            "2026-02-30T06:40:00Z",
            "2026-01-17T24:00:00Z",
            "2026-01-17T06:40:00.Z",
            "2026-01-17T06:40:00z",
            "2026-01-17T06:40:00+14:01",
            "2026-01-17T06:40:00+1:00",
            "2026-01-17T06:40:00+01:00[Europe/Belgrade]",
            "-026-01-17T06:40:00Z",
            "2026-01-17T06:40:0é",
        ] {
            assert_eq!(read(bad), None, "`{bad}` was taken");
        }
    }
}
