//! Rate of rise.

use kulla_detect::rise::decide;
use kulla_record::kind::signal::{Alarm, AlarmState, Reading};

use crate::world::{gauge, reading, series};

fn after(readings: &[Reading], open: Option<&Alarm>) -> Option<Alarm> {
    decide(&series(&gauge(), readings, 1, open))
}

#[test]
fn a_value_that_rises_too_fast_is_an_alarm_below_every_threshold() {
    let alarm = after(&[reading(0, 1.0), reading(30, 1.1), reading(60, 1.18)], None).unwrap();
    assert_eq!(alarm.title, "Gauge Gjonaj rising 0.18 m an hour");
    assert_eq!(
        alarm.explanation.text,
        "Gauge Gjonaj: water-level rose from 1 to 1.18 m in 60 minutes, which is 0.18 m an hour; 0.15 is the limit"
    );
}

#[test]
fn two_readings_close_together_say_nothing_about_an_hour() {
    assert_eq!(after(&[reading(0, 1.0), reading(5, 1.1)], None), None);
    assert_eq!(after(&[reading(5, 1.1)], None), None);
}

#[test]
fn a_fall_is_no_rise() {
    assert_eq!(after(&[reading(0, 2.0), reading(60, 1.0)], None), None);
}

#[test]
fn it_is_over_below_half_the_limit_and_not_before() {
    let raised = after(&[reading(0, 1.0), reading(60, 1.2)], None).unwrap();
    assert_eq!(after(&[reading(60, 1.2), reading(120, 1.3)], Some(&raised)), None);
    let over = after(&[reading(120, 1.3), reading(180, 1.35)], Some(&raised)).unwrap();
    assert_eq!((over.state, over.began), (AlarmState::Cleared, raised.began));
}
