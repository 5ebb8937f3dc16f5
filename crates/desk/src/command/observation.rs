//! What sources measured.

use jiff::SignedDuration;
use kulla_picture::Reader;
use kulla_record::decision::{Change, Written};
use kulla_record::kind::signal::{Measure, Observation, Reading, Source};
use kulla_record::place::Place;
use kulla_record::{Kind, Session, SubjectId};

use crate::detecting::{LOOKED_BACK, recent, watched};
use crate::failure::refused;
use crate::plan::{Step, Under};
use crate::{Desk, Failure};

/// Readings of one command.
pub const READINGS_MAX: usize = 10_000;
/// How far ahead of our clock a source may measure.
const AHEAD: SignedDuration = SignedDuration::from_secs(60);
/// How far ahead a forecast may reach.
const FORECAST: SignedDuration = SignedDuration::from_hours(24 * 14);

/// Readings of one property of one source.
#[derive(Debug, Clone)]
pub struct NewReadings {
    /// The source.
    pub source: SubjectId,
    /// What was measured.
    pub property: String,
    /// Unit of the values; that of the register, if nothing else is said.
    pub unit: String,
    /// The readings, in any order.
    pub readings: Vec<Reading>,
}

impl NewReadings {
    /// The one subject of a property of a source.
    pub fn subject(source: SubjectId, property: &str) -> SubjectId {
        SubjectId::derived(&format!("observation {property}"), source)
    }

    pub(super) fn subjects(&self) -> Vec<SubjectId> {
        vec![NewReadings::subject(self.source, &self.property), watched(self.source, &self.property)]
    }
}

/// Whether one reading can be taken: the reason why not, with its code.
pub fn fault(reading: &Reading, now: jiff::Timestamp) -> Option<(&'static str, String)> {
    let ahead = reading.at.duration_since(now);
    match () {
        () if !reading.value.is_finite() => {
            Some(("observation.value", "the value is no finite number".to_owned()))
        }
        () if !reading.forecast && ahead > AHEAD => Some((
            "observation.future",
            format!(
                "`{}` lies in the future: mend the clock of the source, or mark it as a forecast",
                reading.at
            ),
        )),
        () if reading.forecast && ahead > FORECAST => Some((
            "observation.future",
            format!("`{}` is more than 14 days ahead: no forecast reaches so far", reading.at),
        )),
        () => None,
    }
}

pub(super) fn plan(
    desk: &Desk,
    session: &Session,
    reader: &Reader,
    new: &NewReadings,
) -> Result<(SubjectId, Vec<Step>), Failure> {
    let source: Source = reader.head(new.source)?.and_then(|item| item.typed()).ok_or(Failure::NotThere)?;
    if source.owner != session.agency.as_str() {
        return Err(refused(
            "observation.not-yours",
            "another agency answers for this source: only its owner brings in what it measures",
        ));
    }
    let measure = measure(&source, new)?;
    if new.readings.is_empty() || new.readings.len() > READINGS_MAX {
        let message = format!("1 to {READINGS_MAX} readings at once: send them in parts");
        return Err(refused("observation.readings", message));
    }
    if let Some((code, message)) = new.readings.iter().find_map(|reading| fault(reading, desk.now())) {
        return Err(refused(code, message));
    }
    let subject = NewReadings::subject(new.source, &new.property);
    let readings = fresh(reader, subject, &new.readings)?;
    if readings.is_empty() {
        return Ok((subject, Vec::new()));
    }
    let body = Observation {
        source: new.source,
        property: new.property.clone(),
        unit: measure.map_or_else(|| new.unit.clone(), |measure| measure.unit.clone()),
        readings,
        place: Place { words: String::new(), ..source.place },
        rest: Default::default(),
    };
    let label = desk.composer(session, None).default_for(&Kind::OBSERVATION)?;
    let change = Change::first_or_next(subject, body);
    Ok((subject, vec![Step { change, under: Under::Written(label) }]))
}

fn measure<'a>(source: &'a Source, new: &NewReadings) -> Result<Option<&'a Measure>, Failure> {
    if source.measures.is_empty() {
        return Ok(None);
    }
    let Some(measure) = source.measures.iter().find(|measure| measure.property == new.property) else {
        let known: Vec<String> = source.measures.iter().map(|m| format!("`{}`", m.property)).collect();
        let message =
            format!("the register knows {} of this source, not `{}`", known.join(", "), new.property);
        return Err(refused("observation.property", message));
    };
    if !new.unit.is_empty() && new.unit != measure.unit {
        let message = format!(
            "`{}` of this source is measured in `{}`, not in `{}`: convert it first",
            measure.property, measure.unit, new.unit
        );
        return Err(refused("observation.unit", message));
    }
    Ok(Some(measure))
}

/// What is not there yet, oldest first: a source that sends its last hour again sends nothing new. A forecast is
/// new whenever it says something else.
fn fresh(reader: &Reader, subject: SubjectId, sent: &[Reading]) -> Result<Vec<Reading>, Failure> {
    let oldest = sent.iter().map(|reading| reading.at).min().unwrap_or_default();
    let from = oldest.checked_sub(LOOKED_BACK).unwrap_or(oldest);
    let known = recent(reader, subject, from)?;
    let mut fresh: Vec<Reading> = sent.to_vec();
    fresh.sort_by_key(|reading| reading.at);
    fresh.dedup_by(|a, b| a.at == b.at && a.forecast == b.forecast);
    fresh.retain(|reading| {
        !known.iter().any(|known| {
            known.at == reading.at
                && known.forecast == reading.forecast
                && (!reading.forecast || known.value.to_bits() == reading.value.to_bits())
        })
    });
    Ok(fresh)
}

/// The readings that a plan writes.
pub(super) fn taken(steps: &[Step]) -> Vec<Reading> {
    let of = |step: &Step| match &step.change.body {
        Written::Observation(observation) => observation.readings.clone(),
        _ => Vec::new(),
    };
    steps.iter().flat_map(of).collect()
}
