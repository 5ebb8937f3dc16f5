//! Thresholds with hysteresis.

use kulla_detect::threshold::decide;
use kulla_record::kind::signal::{Alarm, AlarmState, Severity};

use crate::world::{GAUGE, gauge, reading, series};

/// What comes of values that arrive one a minute, in one batch.
fn after(values: &[f64], open: Option<&Alarm>) -> Option<Alarm> {
    let (register, readings) =
        (gauge(), (0..).zip(values).map(|(n, v)| reading(n, *v)).collect::<Vec<_>>());
    decide(&series(&register, &readings, readings.len(), open))
}

#[test]
fn a_value_below_every_threshold_is_no_alarm() {
    assert_eq!(after(&[1.0, 2.0, 2.59], None), None);
}

#[test]
fn a_reached_threshold_is_an_alarm_that_says_why() {
    let alarm = after(&[2.5, 3.2], None).unwrap();
    assert_eq!((alarm.state, alarm.severity), (AlarmState::Raised, Severity::Severe));
    assert_eq!(alarm.title, "Gauge Gjonaj 3.2 m, above 3.2 m");
    assert_eq!(alarm.source, Some(GAUGE));
    assert_eq!(
        alarm.explanation.text,
        "Gauge Gjonaj: water-level of 3.2 m at 2026-11-17T20:01:00Z has reached the threshold `alarm` of 3.2 m"
    );
}

#[test]
fn a_value_that_dances_on_the_line_is_one_alarm() {
    let raised = after(&[3.2], None).unwrap();
    assert_eq!(
        after(&[3.19, 3.21, 3.11, 3.3], Some(&raised)),
        None,
        "within the hysteresis nothing is told"
    );
}

#[test]
fn an_alarm_goes_up_and_down_between_thresholds_and_ends_below_the_lowest() {
    let raised = after(&[2.7], None).unwrap();
    let worse = after(&[3.9], Some(&raised)).unwrap();
    assert_eq!((worse.severity, worse.began), (Severity::Extreme, raised.began));
    let better = after(&[3.0], Some(&worse)).unwrap();
    assert_eq!((better.severity, better.state), (Severity::Moderate, AlarmState::Raised));
    let over = after(&[2.4], Some(&better)).unwrap();
    assert_eq!(over.state, AlarmState::Cleared);
    assert!(over.ended.is_some() && over.explanation.text.contains("below the lowest threshold of 2.6 m"));
}

#[test]
fn a_peak_inside_a_batch_is_not_lost() {
    let alarm = after(&[1.0, 3.9, 1.0], None).unwrap();
    assert_eq!((alarm.state, alarm.severity), (AlarmState::Cleared, Severity::Extreme));
    assert_eq!(alarm.samples.len(), 2);
}

#[test]
fn readings_that_were_looked_at_before_raise_nothing_again() {
    let (register, readings) = (gauge(), [reading(0, 3.9), reading(1, 1.0), reading(2, 1.0)]);
    assert_eq!(decide(&series(&register, &readings, 1, None)), None);
}
