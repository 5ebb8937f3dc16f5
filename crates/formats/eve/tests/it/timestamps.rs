//! Both spellings of time.

use kulla_eve::Timestamp;
use proptest::prelude::*;

fn micros(text: &str) -> Option<i64> {
    text.parse::<Timestamp>().ok().map(Timestamp::unix_micros)
}

#[test]
fn both_spellings_of_the_offset_name_the_same_instant() {
    let expected = Some(1_488_783_246_047_429);
    for text in [
        "2017-03-06T06:54:06.047429+0000",
        "2017-03-06T06:54:06.047429+00:00",
        "2017-03-06T06:54:06.047429Z",
        "2017-03-06T07:54:06.047429+0100",
        "2017-03-06T07:54:06.047429999+01:00",
        "2017-03-06 01:24:06.047429-05:30",
    ] {
        assert_eq!(micros(text), expected, "{text}");
    }
}

#[test]
fn a_time_that_does_not_exist_is_refused() {
    for text in [
        "",
        "2017-02-29T06:54:06.047429+0000",
        "2017-13-01T06:54:06.047429+0000",
        "2017-00-01T06:54:06.047429+0000",
        "2017-03-06T24:00:00.000000+0000",
        "2017-03-06T06:54:06.+0000",
        "2017-03-06T06:54:06.047429",
        "2017-03-06T06:54:06.047429+0000 ",
        "2017-03-06T06:54:06.047429+9900",
        "9999-12-31T23:59:60Z",
        "2017-03-06T06:54:06.04742٣Z",
    ] {
        assert_eq!(micros(text), None, "{text}");
    }
}

#[test]
fn a_leap_second_is_the_second_that_follows_it() {
    assert_eq!(micros("2016-12-31T23:59:60.5Z"), micros("2017-01-01T00:00:00.5Z"));
    assert_eq!(micros("1970-01-01T00:00:00Z"), Some(0));
    assert_eq!(micros("2000-02-29T12:00:00Z"), Some(951_825_600_000_000));
}

proptest! {
    #[test]
    fn what_is_written_is_read_as_the_same_instant(micros in -62_167_219_200_000_000_i64..253_402_300_800_000_000) {
        let time = Timestamp::from_unix_micros(micros).unwrap();
        let read: Timestamp = time.to_string().parse().unwrap();
        prop_assert_eq!(read.unix_micros(), micros);
        prop_assert_eq!(read.to_string(), time.to_string());
    }

    #[test]
    fn the_offset_of_the_writer_is_kept(minutes in -1439_i32..=1439, day in 1_u8..=28, hour in 0_u8..24) {
        let sign = if minutes < 0 { '-' } else { '+' };
        let (h, m) = (minutes.abs() / 60, minutes.abs() % 60);
        let text = format!("2026-02-{day:02}T{hour:02}:07:09.000321{sign}{h:02}:{m:02}");
        let time: Timestamp = text.parse().unwrap();
        prop_assert_eq!(time.to_string(), text);
        prop_assert_eq!(i32::from(time.offset_minutes()), minutes);
    }
}
