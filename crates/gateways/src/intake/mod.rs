//! The way in for what arrives by itself: feeds that are fetched, sensors that are followed, machines that post.
//!
//! What a person sends through a door waits for nobody here: it has the turns of [`crate::house`]. What
//! machines send is put into lanes, one for each source, and a few workers carry it to the desk in the order
//! that [`fair`] says. A door never waits for the desk: it is told at once when its lane is full, and then it
//! either keeps what it has and comes again (a file, a feed) or says so to whoever sent it.
//!
//! | module | holds |
//! |---|---|
//! | [`fair`] | whose turn it is: pure |
//! | [`standing`] | how each source stands: heard, taken, dropped and why |
//! | `work` | the workers |

pub mod fair;
pub mod standing;
mod work;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::{Arc, Condvar, Mutex};

use kulla_desk::Desk;
use kulla_record::{SubjectId, label::Word};

use crate::house::{House, lock};
use crate::metrics::quoted;
use fair::{Fair, Lane, Manner, NoPlace};
use standing::{Reason, Standing, State};
pub(crate) use work::Workers;

/// Something that is to be done at the desk.
type Work = Box<dyn FnOnce(&House) + Send>;

/// Characters of what is wrong with a source that are kept.
const TROUBLE_CHARS_MAX: usize = 300;

/// A source that speaks through a door.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Speaker {
    /// Its `source` record.
    pub subject: SubjectId,
    /// The short name by which the operator knows it.
    pub code: String,
    /// Through which door it comes.
    pub door: String,
    /// The agency that answers for it.
    pub owner: Word,
    /// How often it is expected to speak.
    pub period_s: Option<u32>,
}

struct Row {
    speaker: Speaker,
    lane: Lane,
    since_ms: u64,
    standing: Standing,
}

/// Guarded together: who is next, and how each source stands. Held for a moment only.
#[derive(Default)]
struct Line {
    fair: Fair<Work>,
    rows: BTreeMap<SubjectId, Row>,
    stopping: bool,
}

/// The lanes in front of the desk.
pub struct Intake {
    desk: Arc<Desk>,
    line: Mutex<Line>,
    called: Condvar,
}

/// A source as it is shown.
#[derive(Debug, Clone)]
pub struct Shown {
    /// Who speaks.
    pub speaker: Speaker,
    /// What came of it.
    pub standing: Standing,
    /// How it is now.
    pub state: State,
    /// Pieces that wait.
    pub waiting: usize,
}

impl Intake {
    pub(crate) fn new(desk: Arc<Desk>) -> Arc<Intake> {
        Arc::new(Intake { desk, line: Mutex::default(), called: Condvar::new() })
    }

    /// A seat for a source; the same one for a source that has one.
    pub fn seat(self: &Arc<Self>, speaker: Speaker, manner: Manner) -> Result<Seat, NoPlace> {
        let now_ms = self.now_ms();
        let mut line = lock(&self.line);
        let subject = speaker.subject;
        let lane = match line.rows.get_mut(&subject) {
            Some(row) => {
                row.speaker = speaker;
                row.lane
            }
            None => {
                let lane = line.fair.open(manner)?;
                let row = Row { speaker, lane, since_ms: now_ms, standing: Standing::default() };
                line.rows.insert(subject, row);
                lane
            }
        };
        self.desk.heard().listen(subject, now_ms);
        Ok(Seat { intake: Arc::clone(self), subject, lane })
    }

    /// How one source is; `None` when nothing listens for it.
    pub fn shown(&self, subject: SubjectId) -> Option<Shown> {
        let now_ms = self.now_ms();
        let line = lock(&self.line);
        line.rows.get(&subject).map(|row| self.show(&line.fair, row, now_ms))
    }

    /// How all sources are.
    pub fn all(&self) -> Vec<Shown> {
        let now_ms = self.now_ms();
        let line = lock(&self.line);
        line.rows.values().map(|row| self.show(&line.fair, row, now_ms)).collect()
    }

    /// A source spoke through a door where it has no seat in line, and so many things came.
    pub fn heard(&self, source: SubjectId, things: u64) {
        let now_ms = self.now_ms();
        self.change(source, |standing| standing.heard(now_ms, things));
        self.desk.heard().note(source, now_ms);
    }

    /// One thing came through a door of the house: every source that was listed for the door has spoken.
    pub(crate) fn heard_by(&self, door: &str) {
        let line = lock(&self.line);
        let listed = line.rows.values().filter(|row| row.speaker.door == door);
        let listed: Vec<SubjectId> = listed.map(|row| row.speaker.subject).collect();
        drop(line);
        listed.into_iter().for_each(|source| self.heard(source, 1));
    }

    /// So many things of a source were dropped.
    pub fn dropped(&self, source: SubjectId, reason: Reason, things: u64) {
        let now_ms = self.now_ms();
        self.change(source, |standing| standing.dropped(reason, things, now_ms));
    }

    fn change(&self, source: SubjectId, change: impl FnOnce(&mut Standing)) {
        if let Some(row) = lock(&self.line).rows.get_mut(&source) {
            change(&mut row.standing);
        }
    }

    /// Whether nothing waits and nothing is at work.
    pub fn is_idle(&self) -> bool {
        lock(&self.line).fair.is_idle()
    }

    /// A door that has no seat of its own may have heard it too.
    fn show(&self, fair: &Fair<Work>, row: &Row, now_ms: u64) -> Shown {
        let mut standing = row.standing.clone();
        let ear = self.desk.heard().of(row.speaker.subject);
        standing.heard_ms = standing.heard_ms.max(ear.and_then(|ear| ear.heard_ms));
        Shown {
            speaker: row.speaker.clone(),
            state: standing.state(now_ms, row.since_ms, row.speaker.period_s),
            standing,
            waiting: fair.waiting(row.lane),
        }
    }

    pub(crate) fn now_ms(&self) -> u64 {
        self.desk.clock().unix_ms()
    }

    /// For the operator's socket: counted over everything.
    pub(crate) fn write_figures(&self, text: &mut String) {
        let all = self.all();
        let mut family = |name: &str, kind: &str, help: &str, lines: Vec<(String, u64)>| {
            let _ = writeln!(text, "# HELP {name} {help}\n# TYPE {name} {kind}");
            for (labels, value) in lines {
                let _ = writeln!(text, "{name}{{{labels}}} {value}");
            }
        };
        let by = |shown: &Shown| format!("source=\"{}\"", quoted(&shown.speaker.code));
        let each = |of: fn(&Shown) -> u64| all.iter().map(|shown| (by(shown), of(shown))).collect();
        let dropped = |shown: &Shown| {
            let source = by(shown);
            let line =
                |(reason, n): (&Reason, &u64)| (format!("{source},reason=\"{}\"", reason.word()), *n);
            shown.standing.dropped.iter().map(line).collect::<Vec<_>>()
        };
        family(
            "kulla_intake_dropped_total",
            "counter",
            "Things that came in and became no record, by source and reason",
            all.iter().flat_map(dropped).collect(),
        );
        family(
            "kulla_intake_came_total",
            "counter",
            "Things that came in, by source",
            each(|shown| shown.standing.came),
        );
        family(
            "kulla_intake_taken_total",
            "counter",
            "Pieces that went through the desk, by source",
            each(|shown| shown.standing.taken),
        );
        family(
            "kulla_intake_queue",
            "gauge",
            "Pieces that wait in front of the desk, by source",
            each(|shown| shown.waiting as u64),
        );
        let heard = all.iter().filter_map(|s| Some((by(s), s.standing.heard_ms? / 1_000))).collect();
        family("kulla_intake_heard_seconds", "gauge", "When a source was last heard, since 1970", heard);
    }
}

/// The place of one source in front of the desk.
#[derive(Clone)]
pub struct Seat {
    intake: Arc<Intake>,
    subject: SubjectId,
    lane: Lane,
}

impl Seat {
    /// Puts work in line; `cost` is about how many records it will write. The work runs once, on a worker, or
    /// never when the node stops first. Nothing is counted as dropped here: whoever gives it up says so.
    pub fn offer(&self, cost: u32, work: impl FnOnce(&House) + Send + 'static) -> Result<(), NoPlace> {
        let mut line = lock(&self.intake.line);
        if line.stopping {
            return Err(NoPlace);
        }
        line.fair.offer(self.lane, cost, Box::new(work))?;
        drop(line);
        self.intake.called.notify_one();
        Ok(())
    }

    /// The source spoke, and so many things came.
    pub fn heard(&self, things: u64) {
        self.intake.heard(self.subject, things);
    }

    /// So many things were dropped.
    pub fn dropped(&self, reason: Reason, things: u64) {
        self.intake.dropped(self.subject, reason, things);
    }

    /// What is wrong with the source, for the operator; an empty text when it is well again.
    pub fn trouble(&self, text: &str) {
        self.intake.change(self.subject, |standing| {
            if standing.trouble != text {
                standing.trouble = text.chars().take(TROUBLE_CHARS_MAX).collect();
            }
        });
    }
}
