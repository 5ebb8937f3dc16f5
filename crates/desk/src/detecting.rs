//! Where detectors are asked, and their alarms written.
//!
//! A detector is pure ([`kulla_detect`]); this hands it what it needs. What it finds is written by the node's own
//! principal under the join of the labels of what it read, so nobody sees an alarm who may not see its source. A
//! crash between a reading and its alarm loses nothing: a detector goes by what holds, so the next reading raises
//! what the last one should have.

use jiff::{SignedDuration, Timestamp};
use kulla_detect::{Series, rise, threshold};
use kulla_picture::{Filter, Item, PAGE_ITEMS_MAX, Reader};
use kulla_record::decision::Change;
use kulla_record::kind::signal::{Alarm, Observation, Reading, Source};
use kulla_record::label::{Label, Word};
use kulla_record::{Kind, RecordId, SubjectId};

use crate::command::observation::NewReadings;
use crate::labelling::owned_by;
use crate::plan::{Hand, Plan, Step, Under};
use crate::seen::Seen;
use crate::{CAUGHT_UP_PATIENCE, Desk, Failure};

/// How far back detectors of values look.
pub(crate) const LOOKED_BACK: SignedDuration = SignedDuration::from_hours(24);
/// Versions of one observation that are read at once.
const VERSIONS_MAX: usize = 2_000;

/// The subject on which turns are taken while a property of a source is looked at.
pub(crate) fn watched(source: SubjectId, property: &str) -> SubjectId {
    SubjectId::derived(&format!("detect {property}"), source)
}

/// The readings of an observation that were measured at or after a time, oldest first.
pub(crate) fn recent(
    reader: &Reader,
    subject: SubjectId,
    from: Timestamp,
) -> Result<Vec<Reading>, Failure> {
    let versions = reader.history_since(subject, from.as_millisecond(), VERSIONS_MAX)?;
    let mut readings: Vec<Reading> = versions
        .iter()
        .filter_map(Item::typed::<Observation>)
        .flat_map(|observation| observation.readings)
        .filter(|reading| reading.at >= from)
        .collect();
    readings.sort_by_key(|reading| reading.at);
    Ok(readings)
}

/// One detector of values: its name, and what it decides.
type OfValues = (&'static str, fn(&Series<'_>) -> Option<Alarm>);

/// In the order in which they are asked.
const OF_VALUES: [OfValues; 2] = [(threshold::NAME, threshold::decide), (rise::NAME, rise::decide)];

/// An alarm that holds.
pub(crate) struct Open {
    subject: SubjectId,
    version: RecordId,
    pub(crate) alarm: Alarm,
}

impl Desk {
    /// Lets the detectors of values look at the newest readings of a source. `taken` are those that were just
    /// written; the turn on [`watched`] is held.
    pub(crate) fn look_at(&self, new: &NewReadings, taken: &[Reading]) -> Result<(), Failure> {
        let reader = self.keeper.reader();
        let Some(item) = reader.head(new.source)? else { return Ok(()) };
        let Some(source) = item.typed::<Source>() else { return Ok(()) };
        let Some(measure) = source.measures.iter().find(|measure| measure.property == new.property) else {
            return Ok(());
        };
        let subject = NewReadings::subject(new.source, &new.property);
        let (readings, fresh) = self.window(&reader, subject, taken)?;
        if fresh == 0 {
            return Ok(());
        }
        for (name, decide) in OF_VALUES {
            let open = self.open_alarm(&reader, new.source, name, Some(&new.property))?;
            let series = Series {
                source: new.source,
                register: &source,
                measure,
                readings: &readings,
                fresh,
                open: open.as_ref().map(|open| &open.alarm),
            };
            if let Some(alarm) = decide(&series) {
                let observed = reader.head(subject)?;
                self.raise(&item, observed.as_ref(), open, alarm, watched(new.source, &new.property))?;
            }
        }
        Ok(())
    }

    /// The measured readings of the last day with those that were just taken, and how many of these are newer than
    /// all before: what is measured late fills the curve and raises nothing.
    fn window(
        &self,
        reader: &Reader,
        subject: SubjectId,
        taken: &[Reading],
    ) -> Result<(Vec<Reading>, usize), Failure> {
        let now = self.now();
        let mut readings = recent(reader, subject, now.checked_sub(LOOKED_BACK).unwrap_or(now))?;
        readings.retain(|reading| !reading.forecast && !taken.contains(reading));
        let newest = readings.last().map(|reading| reading.at);
        let fresh: Vec<&Reading> = taken
            .iter()
            .filter(|reading| !reading.forecast && newest.is_none_or(|newest| reading.at > newest))
            .collect();
        let count = fresh.len();
        readings.extend(fresh.into_iter().cloned());
        Ok((readings, count))
    }

    pub(crate) fn open_alarm(
        &self,
        reader: &Reader,
        source: SubjectId,
        detector: &str,
        property: Option<&str>,
    ) -> Result<Option<Open>, Failure> {
        let filter = Filter {
            kinds: vec![Kind::ALARM],
            states: vec!["raised"],
            parent: Some(source),
            agency: Some(detector.to_owned()),
            ..Filter::default()
        };
        let page = reader.list(&filter, None, PAGE_ITEMS_MAX)?;
        Ok(page.items.iter().find_map(|item| {
            let alarm: Alarm = item.typed()?;
            let said = alarm.explanation.facts.get("property").cloned();
            let open = Open { subject: item.subject, version: item.version, alarm };
            (property.is_none() || said.as_deref() == property).then_some(open)
        }))
    }

    /// Writes an alarm: a further version of the one that holds, or a new one in the log of what was observed.
    pub(crate) fn raise(
        &self,
        source: &Item,
        observed: Option<&Item>,
        open: Option<Open>,
        alarm: Alarm,
        turn: SubjectId,
    ) -> Result<(), Failure> {
        let (change, seen, under) = match open {
            Some(open) => (Change::next(open.subject, alarm), open.version.into(), Under::Same),
            None => {
                let label = self.label_of_alarm(source, observed)?;
                (Change::first(self.new_id().into(), alarm), Seen::default(), Under::Derived(label))
            }
        };
        let exercise = observed.and_then(|item| item.exercise.as_ref()).or(self.all_is_exercise());
        let hand = Hand { author: self.machine, log: self.logs.of_exercise(exercise), session: None };
        let answer = change.subject;
        let steps = vec![Step { change, under }];
        let plan = Plan { id: None, command: [0; 16], answer, steps, seen, patience: CAUGHT_UP_PATIENCE };
        let done = self.carry_out(&hand, plan)?;
        if let Some((log, seq)) = done.place {
            // Whoever looks next waits until the picture has this alarm, and so does not raise it twice.
            self.turns.note(&self.picture, log, seq, vec![turn]);
        }
        Ok(())
    }

    /// The profile's label for alarms of the owner, narrowed to those who may see what the alarm rests on.
    fn label_of_alarm(&self, source: &Item, observed: Option<&Item>) -> Result<Label, Failure> {
        let owner = source.label.owner.clone();
        let composer = crate::Composer {
            profile: self.profile(),
            epochs: self.logs.epochs(),
            agency: &owner,
            assignee: None,
            today: self.today(),
        };
        let label = composer.default_for(&Kind::ALARM)?.join(&source.label);
        let label = observed.map_or(label.clone(), |observed| label.join(&observed.label));
        Ok(owned_by(&label, &owner))
    }

    /// On a node of one exercise, which is all there is: that exercise.
    fn all_is_exercise(&self) -> Option<&Word> {
        self.logs.only_exercise()
    }
}
