//! Silence.

use jiff::Timestamp;
use kulla_detect::silence::{Heard, Voice, decide};
use kulla_record::kind::signal::{Alarm, AlarmState, Source};

use crate::world::{GAUGE, gauge, minute};

fn heard<'a>(
    register: &'a Source,
    last: Option<Timestamp>,
    now: i64,
    open: Option<&'a Alarm>,
) -> Heard<'a> {
    Heard { source: GAUGE, register, listening: minute(0), last, open, now: minute(now) }
}

#[test]
fn a_source_is_late_after_one_period_and_silent_within_two() {
    let register = gauge();
    let voice = |now| heard(&register, Some(minute(0)), now, None).voice();
    assert_eq!(
        [voice(10), voice(11), voice(15), voice(16)],
        [Voice::InTime, Voice::Late, Voice::Late, Voice::Silent]
    );
    assert_eq!(decide(&heard(&register, Some(minute(0)), 15, None)), None);
    let alarm = decide(&heard(&register, Some(minute(0)), 16, None)).unwrap();
    assert_eq!((alarm.title.as_str(), alarm.began), ("Gauge Gjonaj silent for 16 min", minute(0)));
    assert!(alarm.explanation.text.contains("expected every 600 seconds"));
}

#[test]
fn a_source_that_was_never_heard_is_given_its_time_from_the_start() {
    let register = gauge();
    assert_eq!(decide(&heard(&register, None, 14, None)), None);
    let alarm = decide(&heard(&register, None, 20, None)).unwrap();
    assert_eq!(alarm.explanation.code, "silent-from-the-start");
}

#[test]
fn silence_is_told_once_and_ends_when_the_source_speaks() {
    let register = gauge();
    let alarm = decide(&heard(&register, Some(minute(0)), 16, None)).unwrap();
    assert_eq!(decide(&heard(&register, Some(minute(0)), 60, Some(&alarm))), None);
    let over = decide(&heard(&register, Some(minute(61)), 62, Some(&alarm))).unwrap();
    assert_eq!(
        (over.state, over.title.as_str()),
        (AlarmState::Cleared, "Gauge Gjonaj speaks again, after 62 min")
    );
}

#[test]
fn an_alarm_from_before_a_start_holds_until_the_source_speaks() {
    let register = gauge();
    let alarm = decide(&heard(&register, None, 16, None)).unwrap();
    let started_anew = Heard { listening: minute(20), ..heard(&register, None, 21, Some(&alarm)) };
    assert_eq!(decide(&started_anew), None);
    assert!(decide(&Heard { last: Some(minute(21)), ..started_anew }).is_some());
}

#[test]
fn whoever_speaks_when_there_is_something_to_say_is_never_silent() {
    let register = Source { period_s: None, ..gauge() };
    assert_eq!(heard(&register, None, 100_000, None).voice(), Voice::InTime);
}

#[test]
fn a_source_that_was_switched_off_is_not_waited_for() {
    let alarm = decide(&heard(&gauge(), None, 20, None)).unwrap();
    let register = Source { retired: true, ..gauge() };
    assert_eq!(decide(&heard(&register, None, 30, None)), None);
    assert_eq!(
        decide(&heard(&register, None, 30, Some(&alarm))).unwrap().explanation.code,
        "silent-retired"
    );
}
