//! A source that is late: silence is an alarm.
//!
//! A source is late when its period is over, and silent when half a period more is: so whoever looks knows within two
//! periods, and a source that is a little late every time does not cry every time.

use jiff::{SignedDuration, Timestamp};
use kulla_record::SubjectId;
use kulla_record::kind::signal::{Alarm, AlarmState, Explanation, Severity, Source};

use crate::said::explanation;

/// The name under which its alarms stand.
pub const NAME: &str = "silence";
/// Halves of a period after which a source is silent.
const SILENT_AFTER_HALVES: i32 = 3;

/// One source and what is known of its voice.
#[derive(Debug, Clone, Copy)]
pub struct Heard<'a> {
    /// The source.
    pub source: SubjectId,
    /// What the register says of it.
    pub register: &'a Source,
    /// Since when somebody listens.
    pub listening: Timestamp,
    /// When it last spoke, if it did since then.
    pub last: Option<Timestamp>,
    /// The alarm of its silence that holds.
    pub open: Option<&'a Alarm>,
    /// The time of looking.
    pub now: Timestamp,
}

/// How a source stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Voice {
    /// It spoke in time, or is not expected to.
    InTime,
    /// Its period is over.
    Late,
    /// Half a period more is over.
    Silent,
}

/// How a source stands that should speak every `period_s` seconds and has said nothing for so long. Without a period it
/// is never late.
pub fn voice(quiet: SignedDuration, period_s: Option<u32>) -> Voice {
    let Some(period) = period_s.filter(|period| *period > 0) else { return Voice::InTime };
    let period = SignedDuration::from_secs(i64::from(period));
    match () {
        () if quiet.saturating_mul(2) > period * SILENT_AFTER_HALVES => Voice::Silent,
        () if quiet > period => Voice::Late,
        () => Voice::InTime,
    }
}

impl Heard<'_> {
    /// How it stands now. A source without a period, or one that was switched off, is never late.
    pub fn voice(&self) -> Voice {
        voice(self.quiet(), self.register.period_s.filter(|_| !self.register.retired))
    }

    /// It spoke, or nobody waits for it any more. After a start of the node the first is not known for a while, and an
    /// alarm from before holds until it is.
    fn is_known_to_be_well(&self) -> bool {
        self.last.is_some()
            || self.register.retired
            || self.register.period_s.is_none_or(|period| period == 0)
    }

    fn quiet(&self) -> SignedDuration {
        self.now.duration_since(self.last.unwrap_or(self.listening))
    }
}

/// The alarm as it stands now; `None` when nothing changed.
pub fn decide(heard: &Heard<'_>) -> Option<Alarm> {
    match (heard.voice(), heard.open) {
        (Voice::Silent, None) => Some(raised(heard)),
        (Voice::InTime, Some(open)) if heard.is_known_to_be_well() => Some(over(heard, open)),
        _ => None,
    }
}

fn raised(heard: &Heard<'_>) -> Alarm {
    let since = heard.last.unwrap_or(heard.listening);
    let minutes = heard.quiet().as_mins();
    Alarm {
        title: format!("{} silent for {}", heard.register.name, words(heard.quiet())),
        detector: NAME.to_owned(),
        state: AlarmState::Raised,
        severity: Severity::Minor,
        explanation: why(heard, since, minutes),
        source: Some(heard.source),
        from: heard.register.name.clone(),
        place: heard.register.place.clone(),
        began: since,
        last: heard.now,
        ended: None,
        count: 1,
        samples: Vec::new(),
        rest: Default::default(),
    }
}

fn why(heard: &Heard<'_>, since: Timestamp, minutes: i64) -> Explanation {
    let period_s = heard.register.period_s.unwrap_or_default();
    let (code, ever) = match heard.last {
        Some(_) => ("silent", "has said nothing since"),
        None => ("silent-from-the-start", "has said nothing since this node began to listen at"),
    };
    let text = format!("{} {ever} {since}: it is expected every {period_s} seconds", heard.register.name);
    explanation(
        code,
        [
            ("source", heard.register.name.clone()),
            ("since", since.to_string()),
            ("minutes", minutes.to_string()),
            ("period", period_s.to_string()),
        ],
        text,
    )
}

fn over(heard: &Heard<'_>, open: &Alarm) -> Alarm {
    let retired = heard.register.retired;
    let text = match retired {
        true => format!("{} was switched off: nobody waits for it", heard.register.name),
        false => format!(
            "{} speaks again, after {}",
            heard.register.name,
            words(heard.now.duration_since(open.began))
        ),
    };
    let code = if retired { "silent-retired" } else { "silent-no-more" };
    let minutes = heard.now.duration_since(open.began).as_mins().to_string();
    let facts = [("source", heard.register.name.clone()), ("minutes", minutes)];
    Alarm {
        title: text.clone(),
        state: AlarmState::Cleared,
        last: heard.now,
        ended: Some(heard.now),
        explanation: explanation(code, facts, text),
        ..open.clone()
    }
}

fn words(quiet: SignedDuration) -> String {
    match quiet.as_secs() {
        ..120 => format!("{} s", quiet.as_secs()),
        120..7_200 => format!("{} min", quiet.as_mins()),
        _ => format!("{} h", quiet.as_hours()),
    }
}
