//! The plate of a gauge: its newest reading at a moment, where it is going, and whether it has fallen silent.

use jiff::{SignedDuration, Timestamp};
use kulla_desk::command::observation::NewReadings;
use kulla_picture::{Item, Mark};
use kulla_record::kind::signal::{Observation, Reading, Severity, Source};

use super::super::ask::Ask;
use super::super::wire::map::MapReading;
use crate::problem::Problem;

/// Versions of a curve that are looked through for the change of the last hour.
const VERSIONS_MAX: usize = 12;
/// A change over less than this says nothing about an hour, in seconds.
const TREND_S_MIN: i64 = 1_800;
const HOUR_S: i64 = 3_600;
/// Periods after which a source that should have spoken counts as silent.
const STALE_PERIODS: i64 = 2;

/// What stands on the plate.
pub(super) struct Plate {
    pub reading: Option<MapReading>,
    pub severity: Severity,
    pub stale: bool,
}

/// `None` for a source that measures nothing.
pub(super) fn plate(ask: &Ask<'_>, mark: &Mark, moment: Timestamp) -> Result<Option<Plate>, Problem> {
    let source = ask.reader.version(mark.version)?.and_then(|item| item.typed::<Source>());
    let Some((source, measure)) = source.and_then(|source| {
        let first = source.measures.first().cloned()?;
        Some((source, first))
    }) else {
        return Ok(None);
    };
    let subject = NewReadings::subject(mark.subject, &measure.property);
    let versions = ask.reader.versions_upto(subject, moment.as_millisecond(), VERSIONS_MAX)?;
    let mut readings: Vec<Reading> = versions
        .iter()
        .filter_map(Item::typed::<Observation>)
        .flat_map(|observation| observation.readings)
        .filter(|reading| !reading.forecast && reading.at <= moment)
        .collect();
    readings.sort_by_key(|reading| reading.at);
    let newest = readings.last();
    let patience = source.period_s.map(|s| SignedDuration::from_secs(i64::from(s) * STALE_PERIODS));
    let silent = |newest: &Reading| patience.is_some_and(|most| moment.duration_since(newest.at) > most);
    let reached = |newest: &Reading| {
        let crossed = measure.thresholds.iter().filter(|threshold| newest.value >= threshold.value);
        crossed.map(|threshold| threshold.severity).max().unwrap_or_default()
    };
    Ok(Some(Plate {
        severity: newest.map(reached).unwrap_or_default(),
        stale: newest.map_or(patience.is_some(), silent) && !source.retired,
        reading: newest.map(|newest| MapReading {
            property: measure.property.clone(),
            value: newest.value,
            unit: measure.unit.clone(),
            at: newest.at,
            trend: trend(&readings),
        }),
    }))
}

/// Change in an hour over the readings of the last hour, oldest first; to two digits.
fn trend(readings: &[Reading]) -> Option<f64> {
    let last = readings.last()?;
    let ago = |reading: &Reading| last.at.duration_since(reading.at).as_secs();
    let first = readings.iter().find(|reading| ago(reading) <= HOUR_S)?;
    let span = ago(first);
    #[expect(clippy::cast_precision_loss, reason = "seconds of an hour")]
    let hours = span as f64 / HOUR_S as f64;
    (span >= TREND_S_MIN).then(|| ((last.value - first.value) / hours * 100.0).round() / 100.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reading(minute: i64, value: f64) -> Reading {
        let at = Timestamp::from_second(1_790_000_000 + minute * 60).unwrap();
        Reading { at, value, forecast: false, rest: Default::default() }
    }

    #[test]
    fn a_trend_is_told_over_half_an_hour_or_more_and_looks_back_an_hour_at_most() {
        assert_eq!(trend(&[reading(0, 3.0), reading(20, 3.4)]), None);
        assert_eq!(trend(&[reading(0, 3.0), reading(30, 3.09)]), Some(0.18));
        assert_eq!(trend(&[reading(0, 9.0), reading(60, 3.0), reading(120, 3.18)]), Some(0.18));
        assert_eq!(trend(&[]), None);
    }
}
