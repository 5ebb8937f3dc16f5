//! What a detector of values looks at: one measure of one source, and the alarm that holds.

use kulla_record::SubjectId;
use kulla_record::kind::signal::{Alarm, AlarmState, Explanation, Measure, Reading, Severity, Source};

/// One measure of one source.
#[derive(Debug, Clone, Copy)]
pub struct Series<'a> {
    /// The source.
    pub source: SubjectId,
    /// What the register says of it.
    pub register: &'a Source,
    /// The measure, one of the register.
    pub measure: &'a Measure,
    /// Measured values, oldest first; no forecasts.
    pub readings: &'a [Reading],
    /// How many of them, at the end, have not been looked at yet.
    pub fresh: usize,
    /// The alarm of this detector on this measure that holds.
    pub open: Option<&'a Alarm>,
}

impl<'a> Series<'a> {
    /// The readings that have not been looked at yet.
    pub(crate) fn fresh(&self) -> &'a [Reading] {
        &self.readings[self.readings.len().saturating_sub(self.fresh)..]
    }

    /// A new alarm of a detector, or the next version of the one that holds.
    pub(crate) fn alarm(&self, detector: &str, reading: &Reading) -> Alarm {
        let fresh = || Alarm {
            title: String::new(),
            detector: detector.to_owned(),
            state: AlarmState::Raised,
            severity: Severity::Unknown,
            explanation: Explanation::default(),
            source: Some(self.source),
            from: self.register.name.clone(),
            place: self.register.place.clone(),
            began: reading.at,
            last: reading.at,
            ended: None,
            count: 0,
            samples: Vec::new(),
            rest: Default::default(),
        };
        self.open.cloned().unwrap_or_else(fresh)
    }
}

/// A fact of the alarm that holds, as it was written.
pub(crate) fn fact<'a>(alarm: &'a Alarm, name: &str) -> Option<&'a str> {
    alarm.explanation.facts.get(name).map(String::as_str)
}
