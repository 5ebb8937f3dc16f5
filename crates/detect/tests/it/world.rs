//! A gauge and its readings.

use jiff::{SignedDuration, Timestamp};
use kulla_detect::Series;
use kulla_record::SubjectId;
use kulla_record::kind::signal::{Alarm, Measure, Reading, Rise, Severity, Source, Threshold};

pub const GAUGE: SubjectId = SubjectId([7; 16]);

/// Minutes after a fixed beginning.
pub fn minute(n: i64) -> Timestamp {
    "2026-11-17T20:00:00Z".parse::<Timestamp>().unwrap() + SignedDuration::from_mins(n)
}

pub fn reading(n: i64, value: f64) -> Reading {
    Reading { at: minute(n), value, forecast: false, rest: Default::default() }
}

/// Watch 2.60, alarm 3.20, extreme 3.80, over when 10 cm below; 15 cm an hour is fast.
pub fn gauge() -> Source {
    let threshold = |name: &str, value, severity| Threshold {
        name: name.into(),
        value,
        severity,
        rest: Default::default(),
    };
    let measure = Measure {
        property: "water-level".into(),
        unit: "m".into(),
        thresholds: vec![
            threshold("watch", 2.6, Severity::Moderate),
            threshold("alarm", 3.2, Severity::Severe),
            threshold("extreme", 3.8, Severity::Extreme),
        ],
        hysteresis: 0.1,
        rise: Some(Rise {
            per_hour: 0.15,
            minutes: 60,
            severity: Severity::Moderate,
            rest: Default::default(),
        }),
        rest: Default::default(),
    };
    Source {
        name: "Gauge Gjonaj".into(),
        door: "observations".into(),
        purpose: "warning of floods".into(),
        basis: "Law 04/L-027".into(),
        owner: "ihmk".into(),
        period_s: Some(600),
        code: "gjonaj".into(),
        place: Default::default(),
        measures: vec![measure],
        retired: false,
        rest: Default::default(),
    }
}

pub fn series<'a>(
    register: &'a Source,
    readings: &'a [Reading],
    fresh: usize,
    open: Option<&'a Alarm>,
) -> Series<'a> {
    Series { source: GAUGE, register, measure: &register.measures[0], readings, fresh, open }
}
