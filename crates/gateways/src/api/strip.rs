//! One thing as a strip of the queue.

use jiff::Timestamp;
use kulla_picture::Item;
use kulla_record::kind::action::Task;
use kulla_record::kind::assessment::{Assessment, Outcome};
use kulla_record::kind::signal::{Alarm, Bulletin, Report, Severity};
use kulla_record::kind::warning::WarningDraft;
use kulla_record::label::Word;
use kulla_record::place::{Bounds, Place};
use kulla_respond::triage;

use super::ask::Ask;
use super::wire::item::{Strip, StripPlace};
use crate::problem::Problem;

/// What of a signal goes into a strip.
struct Signal {
    title: String,
    lang: Option<String>,
    source: String,
    place: Place,
    severity: Severity,
    life_at_risk: bool,
}

impl Ask<'_> {
    /// What was made of a signal, as far as the session sees it.
    pub fn triage_of(&self, signal: &Item) -> Result<Option<Item>, Problem> {
        Ok(self.reader.head(triage::subject(signal.subject))?)
    }

    /// A signal; `None` for an item that is none, or whose body was erased.
    pub fn signal_strip(&self, item: &Item, assessed: Option<&Item>) -> Option<Strip> {
        let signal = signal(item)?;
        let assessment = assessed.and_then(|item| item.typed::<Assessment>());
        let holder = assessment.as_ref().filter(|a| a.outcome == Outcome::Taken).map(|a| self.author(a.by));
        Some(Strip {
            lang: signal.lang,
            severity: signal.severity,
            life_at_risk: signal.life_at_risk,
            grade: assessment.as_ref().and_then(|a| a.grade).map(|grade| grade.to_string()),
            held_by: holder,
            status: assessed.map(|item| item.state.clone()),
            ..self.strip(item, "triage", signal.title, signal.source, &signal.place)
        })
    }

    pub fn task_strip(&self, item: &Item, task: Task) -> Strip {
        Strip {
            life_at_risk: task.life_at_risk,
            since: task.sent,
            due: task.due,
            held_by: task.by.map(|by| self.author(by)),
            status: Some(item.state.clone()),
            ..self.strip(item, "task", task.title, task.number, &task.place)
        }
    }

    pub fn draft_strip(&self, item: &Item, draft: &WarningDraft) -> Strip {
        Strip {
            severity: draft.content.severity,
            since: draft.submitted.unwrap_or_else(|| item.at.timestamp()),
            due: draft.decide_by,
            status: Some(item.state.clone()),
            held_by: draft.submitted_by.map(|by| self.author(by)),
            ..self.strip(item, "sign", item.title.clone(), draft.number.clone(), &draft.content.place)
        }
    }

    fn strip(&self, item: &Item, want: &str, title: String, source: String, place: &Place) -> Strip {
        Strip {
            subject: item.subject,
            kind: item.kind.to_string(),
            version: item.version,
            want: want.to_owned(),
            title,
            lang: None,
            source,
            place: StripPlace {
                words: place.words.clone(),
                areas: place.areas.clone(),
                point: self.middle(place),
            },
            severity: Severity::Unknown,
            life_at_risk: false,
            since: since(item),
            due: None,
            grade: None,
            held_by: None,
            status: None,
            exercise: item.exercise.as_ref().map(Word::to_string),
        }
    }

    fn middle(&self, place: &Place) -> Option<[f64; 2]> {
        self.bounds(place).map(|b| [f64::midpoint(b.west, b.east), f64::midpoint(b.south, b.north)])
    }

    /// The box around a place: its shape, else the seats of its municipalities.
    pub fn bounds(&self, place: &Place) -> Option<Bounds> {
        let shape = place.geometry.as_ref().and_then(|shape| Bounds::around(shape.points()));
        let seats =
            || place.areas.iter().filter_map(|code| self.desk.profile().area(code)).map(|area| area.seat);
        shape.or_else(|| Bounds::around(seats()))
    }
}

/// Where a signal is.
pub(super) fn place_of(item: &Item) -> Option<Place> {
    signal(item).map(|signal| signal.place)
}

/// A thing waits since its first version; the time of a version that came later is close enough where that is
/// not known.
fn since(item: &Item) -> Timestamp {
    item.at.timestamp()
}

fn signal(item: &Item) -> Option<Signal> {
    if let Some(report) = item.typed::<Report>() {
        return Some(Signal {
            title: report.title,
            lang: Some(report.lang).filter(|lang| !lang.is_empty()),
            source: report.from,
            place: report.place,
            severity: report.severity,
            life_at_risk: report.life_at_risk,
        });
    }
    if let Some(alarm) = item.typed::<Alarm>() {
        return Some(Signal {
            title: alarm.title,
            lang: Some("en".into()),
            source: alarm.from,
            place: alarm.place,
            severity: alarm.severity,
            life_at_risk: false,
        });
    }
    let bulletin = item.typed::<Bulletin>()?;
    Some(Signal {
        lang: bulletin.texts.first().map(|text| text.lang.clone()),
        title: bulletin.title,
        source: bulletin.sender,
        place: bulletin.place,
        severity: bulletin.severity,
        life_at_risk: false,
    })
}
