//! What a gauge measures, and from where on a value matters: `[[source.measure]]` of the door `observations`.

use kulla_record::kind::signal::{Measure, Rise, Severity, Threshold};

use super::Keys;

/// Properties of one source, and thresholds of one property.
const MEASURES_MAX: usize = 16;
const THRESHOLDS_MAX: usize = 8;
/// Characters of the name of a property or threshold, and of a unit.
const NAME_CHARS: std::ops::RangeInclusive<usize> = 1..=40;
const UNIT_CHARS: std::ops::RangeInclusive<usize> = 1..=20;
/// Minutes over which a rise is looked at: a day.
const RISE_MINUTES: std::ops::RangeInclusive<u32> = 1..=1_440;

/// Takes the measures of a source; `None` when one of them is wrong.
pub(super) fn read(keys: &Keys<'_>) -> Option<Vec<Measure>> {
    let tables = keys.tables("measure", MEASURES_MAX);
    let measures: Vec<Option<Measure>> =
        tables.into_iter().map(|table| keys.with(table, measure)).collect();
    let measures: Vec<Measure> = measures.into_iter().collect::<Option<_>>()?;
    for (n, one) in measures.iter().enumerate() {
        if measures.iter().take(n).any(|other| other.property == one.property) {
            keys.bad("measure", &format!("one for each property: `{}` is there twice", one.property));
            return None;
        }
    }
    Some(measures)
}

fn measure(keys: &Keys<'_>) -> Option<Measure> {
    let property = keys.text("property", NAME_CHARS);
    let unit = keys.text("unit", UNIT_CHARS);
    let hysteresis = keys.decimal("hysteresis").unwrap_or(0.0);
    if hysteresis < 0.0 {
        keys.bad("hysteresis", "nought or more: how far below a threshold its alarm is over");
    }
    let tables = keys.tables("thresholds", THRESHOLDS_MAX);
    let thresholds: Vec<Option<Threshold>> =
        tables.into_iter().map(|table| keys.with(table, threshold)).collect();
    let thresholds: Option<Vec<Threshold>> = thresholds.into_iter().collect();
    // Everything is asked for before anything stops.
    let rise = keys.table("rise").map(|table| keys.with(table, rise));
    let thresholds = thresholds?;
    if !thresholds.is_sorted_by(|below, above| below.value < above.value) {
        keys.bad("thresholds", "in order, the lowest value first, and no value twice");
    }
    let rise = match rise {
        Some(read) => Some(read?),
        None => None,
    };
    Some(Measure {
        property: property?,
        unit: unit?,
        thresholds,
        hysteresis,
        rise,
        rest: Default::default(),
    })
}

fn threshold(keys: &Keys<'_>) -> Option<Threshold> {
    let name = keys.text("name", NAME_CHARS);
    let value = needed(keys, "value");
    let severity = severity(keys);
    Some(Threshold { name: name?, value: value?, severity: severity?, rest: Default::default() })
}

fn rise(keys: &Keys<'_>) -> Option<Rise> {
    let per_hour = needed(keys, "per_hour").filter(|per_hour| {
        if *per_hour <= 0.0 {
            keys.bad("per_hour", "more than nought");
        }
        *per_hour > 0.0
    });
    let minutes = keys.number("minutes", RISE_MINUTES).unwrap_or(60);
    let severity = severity(keys);
    Some(Rise { per_hour: per_hour?, minutes, severity: severity?, rest: Default::default() })
}

fn needed(keys: &Keys<'_>, key: &'static str) -> Option<f64> {
    if !keys.has(key) {
        keys.missing(key);
    }
    keys.decimal(key)
}

/// In the words of CAP.
fn severity(keys: &Keys<'_>) -> Option<Severity> {
    let word = keys.text("severity", NAME_CHARS)?;
    let known = [Severity::Minor, Severity::Moderate, Severity::Severe, Severity::Extreme];
    let found = known.into_iter().find(|severity| format!("{severity:?}") == word);
    if found.is_none() {
        keys.bad("severity", "`Minor`, `Moderate`, `Severe` or `Extreme`");
    }
    found
}
