//! The curve of one property of a source, as far as the session may read it.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, Query, State};
use jiff::{SignedDuration, Timestamp};
use kulla_desk::command::observation::NewReadings;
use kulla_record::kind::signal::{Observation, Reading, Source};
use kulla_record::{Kind, SubjectId};
use serde::Deserialize;

use super::wire::Curve;
use crate::api::ask::Ask;
use crate::entered::Entered;
use crate::house::House;
use crate::problem::Problem;

/// Readings of one answer.
const READINGS_MAX: usize = 5_000;
/// Versions that are looked through for them.
const VERSIONS_MAX: usize = 5_000;
/// What is shown where no beginning is asked for.
const SHOWN: SignedDuration = SignedDuration::from_hours(24);

#[derive(Deserialize)]
pub struct At {
    subject: String,
}

#[derive(Deserialize)]
pub struct Asked {
    property: Option<String>,
    since: Option<Timestamp>,
    until: Option<Timestamp>,
}

pub async fn readings(
    State(house): State<Arc<House>>,
    entered: Entered,
    Path(at): Path<At>,
    Query(asked): Query<Asked>,
) -> Result<Json<Curve>, Problem> {
    let subject = at.subject.parse().map_err(|_| Problem::absent())?;
    house.ask(&entered, move |ask| curve(ask, subject, &asked).map(Json)).await
}

fn curve(ask: &Ask<'_>, subject: SubjectId, asked: &Asked) -> Result<Curve, Problem> {
    let item = ask.open(subject, &[Kind::SOURCE])?;
    let source: Source = item.typed().ok_or_else(Problem::absent)?;
    let property =
        asked.property.clone().or(source.measures.first().map(|measure| measure.property.clone()));
    let property = property.ok_or_else(|| {
        Problem::malformed("`property` says which curve: this source has none in the register")
    })?;
    if let Some(observed) = ask.reader.head(NewReadings::subject(subject, &property))? {
        ask.opens(&observed);
    }
    let now = ask.desk.clock().now();
    let since = asked.since.unwrap_or_else(|| now.checked_sub(SHOWN).unwrap_or(now));
    let versions = ask.reader.history_since(
        NewReadings::subject(subject, &property),
        since.as_millisecond(),
        VERSIONS_MAX,
    )?;
    let mut more = versions.len() == VERSIONS_MAX;
    let (mut measured, mut foretold) = (BTreeMap::new(), BTreeMap::new());
    let mut unit = String::new();
    // Newest first: what was said last about a time holds.
    for observation in versions.iter().filter_map(kulla_picture::Item::typed::<Observation>) {
        if unit.is_empty() {
            unit.clone_from(&observation.unit);
        }
        for reading in observation.readings {
            let shown = reading.at >= since && asked.until.is_none_or(|until| reading.at <= until);
            let into = if reading.forecast { &mut foretold } else { &mut measured };
            if shown {
                into.entry(reading.at).or_insert(reading);
            }
        }
    }
    let newest = measured.keys().next_back().copied();
    // A forecast of what has been measured since is of no use to anybody.
    foretold.retain(|at, _| newest.is_none_or(|newest| *at > newest));
    let mut readings: Vec<Reading> = measured.into_values().collect();
    if readings.len() > READINGS_MAX {
        readings.drain(..readings.len() - READINGS_MAX);
        more = true;
    }
    let measure = source.measures.into_iter().find(|measure| measure.property == property);
    Ok(Curve {
        source: subject,
        name: source.name,
        unit: measure.as_ref().map_or(unit, |measure| measure.unit.clone()),
        rise: measure.as_ref().and_then(|measure| measure.rise.clone()),
        thresholds: measure.map(|measure| measure.thresholds).unwrap_or_default(),
        property,
        readings,
        forecast: foretold.into_values().take(READINGS_MAX).collect(),
        more,
        period_s: source.period_s,
        newest,
    })
}
