//! A value that reaches a threshold.
//!
//! A threshold is crossed when it is reached, and left when the value has fallen below it by the hysteresis of the
//! measure, so that a value that dances on the line is one alarm and not forty. One alarm stands for one
//! occurrence: it goes up and down between thresholds in further versions, and ends when the lowest is left.

use kulla_record::kind::signal::{Alarm, AlarmState, Explanation, Reading, Severity, Threshold};

use crate::Series;
use crate::said::{explanation, figure};
use crate::series::fact;

/// The name under which its alarms stand.
pub const NAME: &str = "threshold";
/// Readings that an alarm quotes.
const SAMPLES_MAX: usize = 20;

/// The alarm as it stands after the fresh readings; `None` when nothing changed that a person should hear of.
/// A threshold that is not finite is never reached.
pub fn decide(series: &Series<'_>) -> Option<Alarm> {
    let mut standing =
        Standing { series, level: level_of(series), alarm: series.open.cloned(), told: false };
    series.fresh().iter().for_each(|reading| standing.hear(reading));
    standing.alarm.filter(|_| standing.told)
}

struct Standing<'a> {
    series: &'a Series<'a>,
    /// How many thresholds are crossed.
    level: usize,
    alarm: Option<Alarm>,
    /// Whether a version has to be written.
    told: bool,
}

impl Standing<'_> {
    fn hear(&mut self, reading: &Reading) {
        let level = next_level(self.series, self.level, reading.value);
        if level > 0 || self.level > 0 {
            let alarm = self.alarm.get_or_insert_with(|| self.series.alarm(NAME, reading));
            alarm.last = alarm.last.max(reading.at);
            if level > 0 {
                alarm.count += 1;
            }
            if level != self.level {
                let quoted = figure(reading.value);
                change(self.series, alarm, level, self.level, reading);
                if alarm.samples.len() < SAMPLES_MAX {
                    alarm.samples.push(format!("{} {quoted} {}", reading.at, self.series.measure.unit));
                }
                self.told = true;
            }
        }
        self.level = level;
    }
}

/// The level that the open alarm was written at.
fn level_of(series: &Series<'_>) -> usize {
    let level = series.open.and_then(|alarm| fact(alarm, "level")).and_then(|level| level.parse().ok());
    level.unwrap_or(0).min(series.measure.thresholds.len())
}

fn next_level(series: &Series<'_>, level: usize, value: f64) -> usize {
    let thresholds = &series.measure.thresholds;
    let reached = thresholds.iter().take_while(|threshold| value >= threshold.value).count();
    let room = series.measure.hysteresis.max(0.0);
    let kept = thresholds.iter().take_while(|threshold| value >= threshold.value - room).count();
    reached.max(level.min(kept))
}

fn change(series: &Series<'_>, alarm: &mut Alarm, level: usize, before: usize, reading: &Reading) {
    let thresholds = &series.measure.thresholds;
    let unit = &series.measure.unit;
    match level.checked_sub(1).and_then(|at| thresholds.get(at)) {
        Some(threshold) => {
            alarm.severity = threshold.severity;
            alarm.state = AlarmState::Raised;
            alarm.ended = None;
            let (value, limit) = (figure(reading.value), figure(threshold.value));
            alarm.title = format!("{} {value} {unit}, above {limit} {unit}", series.register.name);
            alarm.explanation = crossed(series, threshold, level, reading);
        }
        None => {
            // It stays as bad as it was: whoever looks later has to see what there was to look at.
            let lowest = thresholds.first().map_or(0.0, |threshold| threshold.value);
            alarm.state = AlarmState::Cleared;
            alarm.ended = Some(reading.at);
            alarm.severity = before
                .checked_sub(1)
                .and_then(|at| thresholds.get(at))
                .map_or(Severity::Unknown, |threshold| threshold.severity);
            let (value, limit) = (figure(reading.value), figure(lowest));
            alarm.title = format!("{} {value} {unit}, again below {limit} {unit}", series.register.name);
            alarm.explanation = left(series, lowest, reading);
        }
    }
}

fn crossed(series: &Series<'_>, threshold: &Threshold, level: usize, reading: &Reading) -> Explanation {
    let (value, limit, unit) = (figure(reading.value), figure(threshold.value), &series.measure.unit);
    let text = format!(
        "{}: {} of {value} {unit} at {} has reached the threshold `{}` of {limit} {unit}",
        series.register.name, series.measure.property, reading.at, threshold.name
    );
    explanation(
        "threshold-crossed",
        [
            ("source", series.register.name.clone()),
            ("property", series.measure.property.clone()),
            ("level", level.to_string()),
            ("name", threshold.name.clone()),
            ("threshold", limit),
            ("value", value),
            ("unit", unit.clone()),
            ("at", reading.at.to_string()),
        ],
        text,
    )
}

fn left(series: &Series<'_>, lowest: f64, reading: &Reading) -> Explanation {
    let (value, limit, unit) = (figure(reading.value), figure(lowest), &series.measure.unit);
    let room = figure(series.measure.hysteresis.max(0.0));
    let text = format!(
        "{}: {} has fallen to {value} {unit} at {}, more than {room} {unit} below the lowest threshold of {limit} {unit}",
        series.register.name, series.measure.property, reading.at
    );
    explanation(
        "threshold-left",
        [
            ("source", series.register.name.clone()),
            ("property", series.measure.property.clone()),
            ("level", "0".into()),
            ("threshold", limit),
            ("room", room),
            ("value", value),
            ("unit", unit.clone()),
            ("at", reading.at.to_string()),
        ],
        text,
    )
}
