//! A value that rises too fast, whatever it stands at.
//!
//! The rate is that between the oldest and the newest reading of the window of the measure: two points, because an
//! officer can check two points on the curve. It needs readings over at least half the window. The alarm ends when
//! the rate has fallen below half of what raised it.

use jiff::SignedDuration;
use kulla_record::kind::signal::{Alarm, AlarmState, Reading, Rise};

use crate::Series;
use crate::said::{explanation, figure};

/// The name under which its alarms stand.
pub const NAME: &str = "rise";
/// It is over below this part of the rate that raises it.
const OVER_BELOW: f64 = 0.5;
/// Minutes of a window at most; a longer one is cut to it.
pub const WINDOW_MINUTES_MAX: u32 = 24 * 60;

/// The alarm as it stands after the fresh readings; `None` when nothing changed that a person should hear of.
pub fn decide(series: &Series<'_>) -> Option<Alarm> {
    let rise = series.measure.rise.as_ref()?;
    let newest = series.fresh().last()?;
    let window = Window::before(series.readings, rise)?;
    let raised = series.open.is_some();
    if !raised && window.per_hour >= rise.per_hour && rise.per_hour > 0.0 {
        return Some(told(series, rise, &window, newest));
    }
    let over = raised && window.per_hour < rise.per_hour * OVER_BELOW;
    over.then(|| ended(series, rise, &window, newest))
}

struct Window {
    from: f64,
    minutes: i64,
    per_hour: f64,
}

impl Window {
    fn before(readings: &[Reading], rise: &Rise) -> Option<Window> {
        let newest = readings.last()?;
        let length = SignedDuration::from_mins(i64::from(rise.minutes.clamp(1, WINDOW_MINUTES_MAX)));
        let oldest = readings.iter().find(|reading| newest.at.duration_since(reading.at) <= length)?;
        let span = newest.at.duration_since(oldest.at);
        if span.is_zero() || span * 2 < length {
            return None;
        }
        let per_hour = (newest.value - oldest.value) / (span.as_secs_f64() / 3_600.0);
        Some(Window { from: oldest.value, minutes: span.as_mins(), per_hour })
    }
}

fn told(series: &Series<'_>, rise: &Rise, window: &Window, newest: &Reading) -> Alarm {
    let unit = &series.measure.unit;
    let (rate, limit) = (figure(window.per_hour), figure(rise.per_hour));
    let mut alarm = series.alarm(NAME, newest);
    alarm.severity = rise.severity;
    alarm.count += 1;
    alarm.title = format!("{} rising {rate} {unit} an hour", series.register.name);
    alarm.samples.push(format!("{} {} {unit}", newest.at, figure(newest.value)));
    let text = format!(
        "{}: {} rose from {} to {} {unit} in {} minutes, which is {rate} {unit} an hour; {limit} is the limit",
        series.register.name,
        series.measure.property,
        figure(window.from),
        figure(newest.value),
        window.minutes
    );
    alarm.explanation = explanation("rising", facts(series, window, newest, limit), text);
    alarm
}

fn ended(series: &Series<'_>, rise: &Rise, window: &Window, newest: &Reading) -> Alarm {
    let unit = &series.measure.unit;
    let (rate, limit) = (figure(window.per_hour), figure(rise.per_hour));
    let mut alarm = series.alarm(NAME, newest);
    alarm.state = AlarmState::Cleared;
    alarm.last = newest.at;
    alarm.ended = Some(newest.at);
    alarm.title = format!("{} rises no more: {} {unit}", series.register.name, figure(newest.value));
    let text = format!(
        "{}: {} changed by {rate} {unit} an hour over {} minutes, less than half the limit of {limit}",
        series.register.name, series.measure.property, window.minutes
    );
    alarm.explanation = explanation("rising-no-more", facts(series, window, newest, limit), text);
    alarm
}

fn facts(
    series: &Series<'_>,
    window: &Window,
    newest: &Reading,
    limit: String,
) -> [(&'static str, String); 9] {
    [
        ("source", series.register.name.clone()),
        ("property", series.measure.property.clone()),
        ("from", figure(window.from)),
        ("value", figure(newest.value)),
        ("minutes", window.minutes.to_string()),
        ("rate", figure(window.per_hour)),
        ("limit", limit),
        ("unit", series.measure.unit.clone()),
        ("at", newest.at.to_string()),
    ]
}
