//! What stands on the map: open signals, incidents, tasks, gauges, units, shelters, facilities, warnings and drafts.
//!
//! A signal that somebody found not relevant has left it; one that belongs to an incident stays, and says so. What
//! is asked for as it was at a moment is found by the same rules on the versions of that moment.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use axum::Json;
use axum::extract::{Query, State};
use jiff::{SignedDuration, Timestamp};
use kulla_guard::access::Counted;
use kulla_picture::{Filter, MARKS_MAX, Mark, Marks};
use kulla_record::kind::action::{Facility, Unit};
use kulla_record::kind::assessment::Assessment;
use kulla_record::kind::signal::Observation;
use kulla_record::label::Word;
use kulla_record::place::Bounds;
use kulla_record::{Kind, SubjectId};
use kulla_respond::triage;
use serde::Deserialize;

use super::super::ask::Ask;
use super::super::wire::map::{MapFeature, MapItems, MapThing};
use super::{gauges, shape};
use crate::entered::Entered;
use crate::house::House;
use crate::problem::Problem;

/// Subjects that may be asked for by name at once.
const SUBJECTS_MAX: usize = 100;
/// How far back signals are shown, if nothing else is asked for.
const SIGNALS_SHOWN: SignedDuration = SignedDuration::from_hours(72);
/// Sources whose newest reading is looked up for one answer.
const GAUGES_MAX: usize = 500;
/// Assessments and triage of a signal, by its state.
const DISMISSED: &str = "dismissed";

/// What stands on the map, in which layer, and in which states of its kind (empty: in all). The order is that in
/// which room is given: a crowd of signals never pushes out what people decided.
const STANDING: [(Kind, &str, &[&str]); 11] = [
    (Kind::INCIDENT, "signals", &["active"]),
    (Kind::WARNING, "warnings", &["in-force"]),
    (Kind::DRAFT, "warnings", &["draft", "submitted", "approved", "refused"]),
    (Kind::TASK, "tasks", &["sent", "acknowledged", "started"]),
    (Kind::SOURCE, "gauges", &["active"]),
    (Kind::UNIT, "units", &[]),
    (Kind::SHELTER, "shelters", &[]),
    (Kind::FACILITY, "facilities", &[]),
    (Kind::ALARM, "signals", &[]),
    (Kind::REPORT, "signals", &[]),
    (Kind::BULLETIN, "signals", &[]),
];

#[derive(Deserialize)]
pub(super) struct Asked {
    bbox: Option<String>,
    kinds: Option<String>,
    since: Option<Timestamp>,
    until: Option<Timestamp>,
    at: Option<Timestamp>,
    subjects: Option<String>,
}

pub(super) async fn items(
    State(house): State<Arc<House>>,
    entered: Entered,
    Query(asked): Query<Asked>,
) -> Result<Json<MapItems>, Problem> {
    house.ask(&entered, move |ask| Look::new(ask, &asked)?.answer(&asked).map(Json)).await
}

/// One look at the map.
struct Look<'a> {
    ask: &'a Ask<'a>,
    moment: Timestamp,
    /// A moment of the past; `None`: now.
    past_ms: Option<i64>,
    within: Option<Bounds>,
    kinds: BTreeSet<String>,
    since: Timestamp,
    until: Option<Timestamp>,
    features: Vec<MapFeature>,
    more: bool,
    gauges: usize,
}

impl<'a> Look<'a> {
    fn new(ask: &'a Ask<'a>, asked: &Asked) -> Result<Look<'a>, Problem> {
        let now = ask.desk.clock().now();
        let past = asked.at.filter(|at| *at < now);
        let moment = past.unwrap_or(now);
        let kinds: BTreeSet<String> =
            asked.kinds.iter().flat_map(|kinds| kinds.split(',')).map(str::to_owned).collect();
        if let Some(unknown) =
            kinds.iter().find(|kind| !STANDING.iter().any(|(known, ..)| known.as_str() == *kind))
        {
            let known: Vec<String> = STANDING.iter().map(|(kind, ..)| format!("`{kind}`")).collect();
            let asked: String = unknown.chars().take(40).collect();
            return Err(Problem::malformed(format!(
                "`{asked}` is not on the map: {} are",
                known.join(", ")
            )));
        }
        Ok(Look {
            ask,
            moment,
            past_ms: past.map(Timestamp::as_millisecond),
            within: asked.bbox.as_deref().map(bbox).transpose()?,
            kinds,
            since: asked.since.unwrap_or_else(|| moment.checked_sub(SIGNALS_SHOWN).unwrap_or(moment)),
            until: asked.until,
            features: Vec::new(),
            more: false,
            gauges: 0,
        })
    }

    fn answer(mut self, asked: &Asked) -> Result<MapItems, Problem> {
        self.ask.house.counted(self.ask.session(), Counted::List);
        let gone = match asked.subjects.as_deref() {
            Some(subjects) => self.named(subjects)?,
            None => {
                self.all()?;
                Vec::new()
            }
        };
        let mut counts = BTreeMap::new();
        for (_, layer, _) in STANDING {
            counts.entry(layer.to_owned()).or_insert(0);
        }
        for feature in &self.features {
            *counts.entry(feature.properties.layer.clone()).or_default() += 1;
        }
        let kind = "FeatureCollection".to_owned();
        Ok(MapItems { kind, at: self.moment, features: self.features, more: self.more, counts, gone })
    }

    fn all(&mut self) -> Result<(), Problem> {
        let settled = self.settled()?;
        for (kind, layer, states) in STANDING {
            if !self.kinds.is_empty() && !self.kinds.contains(kind.as_str()) {
                continue;
            }
            let signal = kind.is_signal();
            let filter = Filter {
                states: states.to_vec(),
                since_ms: signal.then(|| self.since.as_millisecond()),
                until_ms: self.until.filter(|_| signal).map(Timestamp::as_millisecond),
                kinds: vec![kind],
                ..Filter::default()
            };
            for mark in self.marks(filter)? {
                let triaged = settled.get(&mark.subject).map(String::as_str);
                self.put(layer, mark, triaged)?;
            }
        }
        Ok(())
    }

    /// Marks of one filter: in the box by the index of places, and besides those that only name areas.
    fn marks(&mut self, filter: Filter) -> Result<Vec<Mark>, Problem> {
        let room = MARKS_MAX.saturating_sub(self.features.len());
        if room == 0 {
            self.more = true;
            return Ok(Vec::new());
        }
        let Some(within) = self.within else {
            let found = self.found(&filter, room)?;
            self.more |= found.more;
            return Ok(found.marks);
        };
        let boxed = self.found(&Filter { within: Some(within), ..filter.clone() }, room)?;
        let named = self.found(&Filter { unplaced: true, ..filter }, room)?;
        self.more |= boxed.more || named.more;
        Ok(boxed.marks.into_iter().chain(named.marks).collect())
    }

    fn found(&self, filter: &Filter, room: usize) -> Result<Marks, Problem> {
        Ok(match self.past_ms {
            Some(moment) => self.ask.reader.marks_at(filter, moment, room)?,
            None => self.ask.reader.marks(filter, room)?,
        })
    }

    /// What was made of the signals that are shown, by signal.
    fn settled(&mut self) -> Result<HashMap<SubjectId, String>, Problem> {
        // A signal is assessed after it came, but it may say that it happened later than it was written.
        let since = self.since.checked_sub(SignedDuration::from_hours(24)).unwrap_or(self.since);
        let filter = Filter {
            kinds: vec![Kind::ASSESSMENT],
            since_ms: Some(since.as_millisecond()),
            ..Filter::default()
        };
        let found = self.found(&filter, MARKS_MAX)?;
        self.more |= found.more;
        Ok(found.marks.into_iter().filter_map(|mark| Some((mark.parent?, mark.state))).collect())
    }

    /// The newest of the subjects that were named; gives those that are not on the map.
    fn named(&mut self, subjects: &str) -> Result<Vec<SubjectId>, Problem> {
        let asked: Vec<SubjectId> =
            subjects.split(',').filter_map(|subject| subject.parse().ok()).collect();
        if asked.len() > SUBJECTS_MAX {
            return Err(Problem::malformed(format!("at most {SUBJECTS_MAX} `subjects` at once")));
        }
        let mut about = BTreeSet::new();
        for subject in asked {
            about.insert(self.about(subject)?);
        }
        for subject in &about {
            let marks = self.ask.reader.marks_of(*subject)?;
            // Where a cut-off node wrote too, the newest of the heads is shown.
            let Some(mark) = marks.into_iter().next() else { continue };
            let standing = STANDING.into_iter().find(|(kind, _, states)| {
                *kind == mark.kind && (states.is_empty() || states.contains(&mark.state.as_str()))
            });
            let Some((kind, layer, _)) = standing else { continue };
            if kind.is_signal() && when(&mark) < self.since {
                continue;
            }
            let triaged = self.ask.reader.head(triage::subject(*subject))?.filter(|_| kind.is_signal());
            self.put(layer, mark, triaged.as_ref().map(|item| item.state.as_str()))?;
        }
        let shown: BTreeSet<SubjectId> = self.features.iter().map(|feature| feature.id).collect();
        Ok(about.difference(&shown).copied().collect())
    }

    /// What a change is about on the map: a triage is about its signal, a reading about its gauge.
    fn about(&self, subject: SubjectId) -> Result<SubjectId, Problem> {
        let Some(head) = self.ask.reader.head(subject)? else { return Ok(subject) };
        let signal = head.typed::<Assessment>().map(|assessment| assessment.signal);
        let source = || head.typed::<Observation>().map(|observation| observation.source);
        Ok(signal.or_else(source).unwrap_or(subject))
    }

    /// Puts one thing on the map, if it has a place there and still holds.
    fn put(&mut self, layer: &str, mark: Mark, triaged: Option<&str>) -> Result<(), Problem> {
        let over = |ms: i64| ms < self.moment.as_millisecond();
        let lapses = mark.kind == Kind::WARNING || mark.kind == Kind::BULLETIN;
        if triaged == Some(DISMISSED) || lapses && mark.due_ms.is_some_and(over) {
            return Ok(());
        }
        let Some((geometry, areas)) = shape::of(&mark, self.ask.desk.profile()) else { return Ok(()) };
        if self.within.is_some_and(|within| !shape::touches(&geometry, within)) {
            return Ok(());
        }
        let mut thing = MapThing {
            layer: layer.to_owned(),
            kind: mark.kind.to_string(),
            title: mark.title.clone(),
            number: if mark.kind.is_signal() { String::new() } else { mark.number.clone() },
            state: triaged.map_or_else(|| mark.state.clone(), str::to_owned),
            severity: mark.severity,
            life_at_risk: mark.life_at_risk,
            when: when(&mark),
            due: mark.due_ms.and_then(|ms| Timestamp::from_millisecond(ms).ok()),
            agency: mark.agency.clone(),
            areas,
            what: String::new(),
            sidc: String::new(),
            reading: None,
            stale: false,
            exercise: mark.exercise.as_ref().map(Word::to_string),
        };
        if !self.more_of(&mark, &mut thing)? {
            return Ok(());
        }
        self.features.push(MapFeature {
            kind: "Feature".into(),
            id: mark.subject,
            geometry,
            properties: thing,
        });
        Ok(())
    }

    /// What only the body tells; `false` for what does not belong on the map after all.
    fn more_of(&mut self, mark: &Mark, thing: &mut MapThing) -> Result<bool, Problem> {
        if mark.kind == Kind::SOURCE {
            self.gauges += 1;
            if self.gauges > GAUGES_MAX {
                self.more = true;
                return Ok(true);
            }
            let Some(plate) = gauges::plate(self.ask, mark, self.moment)? else { return Ok(false) };
            (thing.reading, thing.severity, thing.stale) = (plate.reading, plate.severity, plate.stale);
        } else if mark.kind == Kind::UNIT || mark.kind == Kind::FACILITY {
            let item = self.ask.reader.version(mark.version)?;
            if let Some(unit) = item.as_ref().and_then(|item| item.typed::<Unit>()) {
                (thing.what, thing.sidc) = (unit.what, unit.sidc);
            }
            if let Some(facility) = item.and_then(|item| item.typed::<Facility>()) {
                thing.what = facility.what;
            }
        }
        Ok(true)
    }
}

fn when(mark: &Mark) -> Timestamp {
    let at = mark.when_ms.and_then(|ms| Timestamp::from_millisecond(ms).ok());
    at.unwrap_or_else(|| mark.at.timestamp())
}

fn bbox(text: &str) -> Result<Bounds, Problem> {
    let malformed =
        || Problem::malformed("`bbox` is west,south,east,north in degrees, such as `20,41.8,21.9,43.3`");
    let numbers: Vec<f64> = text.split(',').filter_map(|number| number.trim().parse().ok()).collect();
    let [west, south, east, north] = numbers[..] else { return Err(malformed()) };
    let on_globe = (-180.0..=180.0).contains(&west)
        && (-180.0..=180.0).contains(&east)
        && (-90.0..=90.0).contains(&south)
        && (-90.0..=90.0).contains(&north);
    if !on_globe || west > east || south > north || text.split(',').count() != 4 {
        return Err(malformed());
    }
    Ok(Bounds { west, south, east, north })
}
