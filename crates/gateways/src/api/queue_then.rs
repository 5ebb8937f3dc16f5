//! The queue as it was at a moment: what waited then, for whoever asks now.
//!
//! Nothing of the past is kept apart. The versions that stood at the moment are found as the map finds them, and what
//! was open by them waited. Who may not read a subject now does not read what it was; what a session may sign is judged
//! by what it may do now, for who held which role then is nobody's to see here.

use std::collections::HashMap;

use kulla_picture::{Filter, MARKS_MAX, Mark, SETTLED, urgency};
use kulla_record::kind::action::Task;
use kulla_record::kind::warning::WarningDraft;
use kulla_record::{Kind, RecordId, SubjectId};

use super::ask::Ask;
use super::queue::{self, Place};
use super::wire::item::Strip;
use crate::problem::Problem;

/// What waited at one moment.
pub(super) struct Then {
    /// Tasks of the session's agency.
    pub tasks: Vec<Strip>,
    /// Papers that waited for a signature.
    pub signatures: Vec<Strip>,
    /// Signals that nobody had settled, in the order of the queue, each with the version that stood.
    signals: Vec<(Place, RecordId)>,
    /// What had been made of them: the version of the assessment that stood.
    triage: HashMap<SubjectId, Mark>,
}

impl Then {
    /// Looks the moment up, in milliseconds since 1970.
    pub fn at(ask: &Ask<'_>, moment_ms: i64) -> Result<Then, Problem> {
        let stood =
            |filter: &Filter| Ok::<_, Problem>(ask.reader.marks_at(filter, moment_ms, MARKS_MAX)?.marks);
        let (mut tasks, mut signatures) = (Vec::new(), Vec::new());
        for mark in stood(&queue::tasks_of(ask))? {
            let item = ask.reader.version(mark.version)?;
            tasks.extend(item.and_then(|item| Some(ask.task_strip(&item, item.typed::<Task>()?))));
        }
        let waits = queue::signed_by(ask);
        for mark in stood(&queue::papers())? {
            let item = ask.reader.version(mark.version)?;
            signatures.extend(item.and_then(|item| {
                let draft = item.typed::<WarningDraft>().filter(|draft| waits(draft))?;
                Some(ask.draft_strip(&item, &draft))
            }));
        }
        let triage = judged(stood(&Filter { kinds: vec![Kind::ASSESSMENT], ..Filter::default() })?);
        let filter = Filter { kinds: Kind::SIGNALS.to_vec(), ..Filter::default() };
        let mut signals = Vec::new();
        for mark in stood(&filter)? {
            if !triage.get(&mark.subject).is_some_and(|(_, settled)| *settled) {
                signals.push((place(&mark), mark.version));
            }
        }
        signals.sort();
        // A conflict of versions is one strip.
        signals.dedup_by_key(|(place, _)| place.subject());
        let triage = triage.into_iter().map(|(subject, (mark, _))| (subject, mark)).collect();
        Ok(Then { tasks, signatures, signals, triage })
    }

    /// How many signals waited.
    pub fn waiting(&self) -> usize {
        self.signals.len()
    }

    /// The first `limit` signals behind a place.
    pub fn signals(
        &self,
        ask: &Ask<'_>,
        after: Option<&Place>,
        limit: usize,
    ) -> Result<Vec<Strip>, Problem> {
        let behind = self.signals.iter().filter(|(place, _)| after.is_none_or(|after| place > after));
        let mut strips = Vec::new();
        for (place, version) in behind.take(limit) {
            let Some(item) = ask.reader.version(*version)? else { continue };
            let judged = self.triage.get(&place.subject());
            let judged = judged.map(|mark| ask.reader.version(mark.version)).transpose()?.flatten();
            strips.extend(ask.signal_strip(&item, judged.as_ref()));
        }
        Ok(strips)
    }
}

fn place(mark: &Mark) -> Place {
    let since_ms = mark.at.timestamp().as_millisecond();
    Place::of_signal(urgency(mark.life_at_risk, mark.severity), mark.life_at_risk, since_ms, mark.subject)
}

/// What had been made of each signal: the newest version that stood, and whether all of them settled it.
fn judged(marks: Vec<Mark>) -> HashMap<SubjectId, (Mark, bool)> {
    let mut found = HashMap::<SubjectId, (Mark, bool)>::new();
    for mark in marks {
        let settles = SETTLED.contains(&mark.state.as_str());
        let Some(signal) = mark.parent else { continue };
        // Newest first, so the first one is kept.
        found.entry(signal).and_modify(|(_, all)| *all &= settles).or_insert((mark, settles));
    }
    found
}
