//! What goes to the desk at once: alarms of groups, figures of the sensor's health, and its alarm.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use kulla_desk::{Failure, Noted};
use kulla_eve::Group;
use kulla_record::kind::signal::{Alarm, AlarmState, Explanation, Observation, Reading, Severity};
use kulla_record::{RecordId, SubjectId};

use super::alarm::{self, From};
use super::health::{Interval, Verdict};
use super::ledger::Entry;
use crate::house::House;
use crate::sources::Opened;

/// What is measured of a sensor.
const DROPS: &str = "kernel-drops";
/// Readings of one version.
pub const READINGS_MAX: usize = 64;

/// One batch with its id: written once, however often it is handed in.
#[derive(Debug, Clone)]
pub struct Task {
    /// Id of its first record.
    pub id: RecordId,
    /// When it was made.
    pub now: Timestamp,
    /// Groups, each with its alarm.
    pub groups: Vec<(Entry, Group)>,
    /// What the sensor lost, by interval.
    pub intervals: Vec<Interval>,
    /// What becomes of its own alarm.
    pub verdict: Option<Verdict>,
}

/// What became of a batch.
#[derive(Debug)]
pub enum Outcome {
    /// It is durable.
    Written,
    /// It will never be written; why.
    Refused(String),
    /// It may be written later; why not now.
    NotNow(String),
}

impl Task {
    /// About how many records it makes.
    pub fn cost(&self) -> u32 {
        u32::try_from(self.groups.len()).unwrap_or(u32::MAX).saturating_add(2)
    }

    /// Alerts in it.
    pub fn alerts(&self) -> u64 {
        self.groups.iter().map(|(_, group)| group.count).sum()
    }

    /// Writes it, on a worker.
    pub fn write(&self, house: &House, feeder: &kulla_desk::Feeder, from: &From) -> Outcome {
        let mut noted = Vec::new();
        for (entry, group) in &self.groups {
            let subject = alarm::subject(from.source, entry);
            noted.push(Noted::of(subject, |head: Option<Alarm>| {
                Some(alarm::next(head, from, entry, group, self.now))
            }));
        }
        if !self.intervals.is_empty() {
            noted.push(Noted::of(observed(from.source), |_: Option<Observation>| {
                self.observation(from.source)
            }));
        }
        if let Some(verdict) = self.verdict {
            let subject = losing(from.source, self.now);
            noted.push(Noted::of(subject, move |head| judged(head, from, verdict)));
        }
        match house.desk.note(feeder, self.id, noted) {
            Ok(_) => Outcome::Written,
            Err(Failure::Refused(why) | Failure::Forbidden(why)) => Outcome::Refused(why.to_string()),
            Err(Failure::NotThere) => Outcome::Refused("the register has no such source".into()),
            Err(later) => Outcome::NotNow(later.to_string()),
        }
    }

    fn observation(&self, source: SubjectId) -> Option<Observation> {
        let reading = |interval: &Interval| {
            let value = u32::try_from(interval.drops).map_or(f64::from(u32::MAX), f64::from);
            Some(Reading {
                at: Timestamp::from_second(interval.at_s).ok()?,
                value,
                forecast: false,
                rest: Default::default(),
            })
        };
        let readings: Vec<Reading> = self.intervals.iter().filter_map(reading).collect();
        (!readings.is_empty()).then(|| Observation {
            source,
            property: DROPS.into(),
            unit: "1".into(),
            readings,
            place: Default::default(),
            rest: Default::default(),
        })
    }
}

fn observed(source: SubjectId) -> SubjectId {
    SubjectId::derived(&format!("observation {DROPS}"), source)
}

/// One alarm of a sensor for each day on which it loses packets: it can be found again after a restart.
fn losing(source: SubjectId, now: Timestamp) -> SubjectId {
    let day = TimeZone::UTC.to_datetime(now).date();
    SubjectId::derived(&format!("eve {DROPS} {day}"), source)
}

fn judged(head: Option<Alarm>, from: &From, verdict: Verdict) -> Option<Alarm> {
    let (state, interval) = match verdict {
        Verdict::Loses(interval) => (AlarmState::Raised, interval),
        Verdict::Well(interval) => (AlarmState::Cleared, interval),
    };
    let at = Timestamp::from_second(interval.at_s).ok()?;
    let permille = interval.drops.saturating_mul(1_000) / interval.packets.max(1);
    let facts = [("drops", interval.drops), ("packets", interval.packets), ("permille", permille)];
    let raised = AlarmState::Raised;
    match (head, state) {
        // It was well and is well: there is nothing to say.
        (None, AlarmState::Cleared) => None,
        (Some(head), AlarmState::Cleared) if head.state == AlarmState::Cleared => None,
        (Some(head), AlarmState::Cleared) => {
            Some(Alarm { state, ended: Some(at), last: head.last.max(at), ..head })
        }
        (head, AlarmState::Raised) => {
            let before = head.as_ref().map_or(0, |head| head.count);
            Some(Alarm {
                title: format!("Sensor {} loses packets", from.name),
                detector: alarm::DETECTOR.into(),
                state: raised,
                severity: Severity::Minor,
                explanation: Explanation {
                    code: "eve-drops".into(),
                    facts: facts
                        .iter()
                        .map(|(name, value)| ((*name).to_owned(), value.to_string()))
                        .collect(),
                    text: format!(
                        "{} of {} packets were lost before the sensor looked at them; it does not see everything",
                        interval.drops, interval.packets
                    ),
                    rest: Default::default(),
                },
                source: Some(from.source),
                from: from.name.clone(),
                place: Default::default(),
                began: head.as_ref().map_or(at, |head| head.began.min(at)),
                last: at,
                ended: None,
                count: before.saturating_add(interval.drops),
                samples: Vec::new(),
                rest: head.map(|head| head.rest).unwrap_or_default(),
            })
        }
    }
}

impl Opened {
    /// As what alarms name it.
    pub(super) fn from(&self) -> From {
        From { source: self.feeder.source, name: self.name.clone() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_alarm_of_a_sensor_is_raised_once_goes_on_and_is_cleared_once() {
        let from = From { source: SubjectId([1; 16]), name: "Edge".into() };
        let interval = |at_s| Interval { at_s, drops: 50, packets: 1_000 };
        let judge = |head: Option<Alarm>, verdict| judged(head, &from, verdict);
        assert_eq!(judge(None, Verdict::Well(interval(8))), None);
        let raised = judge(None, Verdict::Loses(interval(16))).unwrap();
        assert_eq!((raised.state, raised.count), (AlarmState::Raised, 50));
        let on = judge(Some(raised), Verdict::Loses(interval(24))).unwrap();
        assert_eq!((on.count, on.began.as_second(), on.last.as_second()), (100, 16, 24));
        let cleared = judge(Some(on), Verdict::Well(interval(48))).unwrap();
        assert_eq!((cleared.state, cleared.ended.unwrap().as_second()), (AlarmState::Cleared, 48));
        assert_eq!(judge(Some(cleared.clone()), Verdict::Well(interval(56))), None);
        let again = judge(Some(cleared), Verdict::Loses(interval(64))).unwrap();
        assert_eq!((again.state, again.ended), (AlarmState::Raised, None));
    }
}
