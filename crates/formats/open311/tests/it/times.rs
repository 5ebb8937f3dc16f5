//! Times as the W3C note has them.

use kulla_open311::DateTime;
use proptest::prelude::*;

use crate::any;

#[test]
fn the_two_examples_of_the_specification_are_one_instant() {
    let east: DateTime = "1994-11-05T08:15:30-05:00".parse().unwrap();
    let utc: DateTime = "1994-11-05T13:15:30Z".parse().unwrap();
    assert_eq!(east, utc);
    assert_eq!(
        (east.to_string().as_str(), utc.to_string().as_str()),
        ("1994-11-05T08:15:30-05:00", "1994-11-05T13:15:30Z")
    );
    assert_eq!(utc.unix_ms(), 784_041_330_000);
}

#[test]
fn a_time_without_a_zone_or_that_does_not_exist_is_refused() {
    for text in [
        "",
        "2010-01-01",
        "2010-01",
        "2010-01-01T00:00:00",
        "2010-02-29T00:00:00Z",
        "2010-01-01T24:00:00Z",
        "2010-01-01T00:00:60Z",
        "2010-01-01 00:00:00Z",
        "2010-01-01T00:00:00.Z",
        "2010-01-01T00:00:00Z ",
        "2010-01-01T00:00:00+1",
        "10-01-01T00:00:00Z",
    ] {
        assert!(text.parse::<DateTime>().is_err(), "{text}");
    }
}

proptest! {
    #[test]
    fn what_is_written_is_read_as_the_same_instant_and_offset(time in any::time()) {
        let read: DateTime = time.to_string().parse().unwrap();
        prop_assert_eq!((read, read.offset_minutes()), (time, time.offset_minutes()));
    }

    #[test]
    fn days_are_added_without_leaving_the_years_that_can_be_written(time in any::time(), days in any::<i64>()) {
        let moved = time.plus_days(days);
        prop_assert_eq!(moved.to_string().parse(), Ok(moved));
        prop_assert_eq!(time.plus_days(90).plus_days(-90), time);
    }
}
