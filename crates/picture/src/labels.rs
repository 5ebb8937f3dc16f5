//! The labels of the node, shared by the picture, its readers and the live ring.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jiff::civil::Date;
use kulla_guard::{EpochWatch, LabelNo, Readers, Scope, Visible};
use kulla_record::kind::{Body, governance::LabelText};
use kulla_record::label::{Label, Word};
use kulla_record::{Header, Kind, LabelId, LogId, Record, Session};

/// The number of a label that nobody may see, because its text is unknown here.
const NO_LABEL: u32 = u32::MAX;

/// Label and place behind a number.
#[derive(Debug, Clone)]
pub struct Known {
    /// The label.
    pub label: Arc<Label>,
    /// The exercise of the logs that it stands in.
    pub exercise: Option<Word>,
}

/// A number that was given out, as the tables hold it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Given {
    pub no: u32,
    pub id: LabelId,
    pub exercise: Option<Word>,
    pub reference: bool,
    /// The text: its record may stand in another file, or not yet.
    pub label: Arc<Label>,
}

/// All labels of a node.
pub struct Labels(Mutex<State>);

struct State {
    readers: Readers,
    logs: HashMap<LogId, Option<Word>>,
    /// The place of each is its number.
    given: Vec<Given>,
}

impl Labels {
    pub(crate) fn new(readers: Readers) -> Labels {
        Labels(Mutex::new(State { readers, logs: HashMap::new(), given: Vec::new() }))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A log of the node, before its first record is learned.
    pub(crate) fn add_log(&self, log: LogId, exercise: Option<Word>) {
        self.state().logs.insert(log, exercise);
    }

    /// Takes note of the label records among these.
    pub(crate) fn learn<'a>(&self, records: impl IntoIterator<Item = &'a Record>) {
        for record in records.into_iter().filter(|record| record.header.kind == Kind::LABEL) {
            let text = record.body.as_deref().and_then(|body| LabelText::read(body).ok());
            let label = text.and_then(|text| text.label.checked().ok());
            let learned = label.map(|label| self.state().readers.learn(record.header.label, label));
            if !matches!(learned, Some(Ok(()))) {
                tracing::warn!(label = %record.header.label, "a label does not read; what carries it is shown to nobody");
            }
        }
    }

    /// The number under which records of this log, label and kind of kind are filed. Who looked at what in an exercise
    /// belongs to that exercise, whatever log it stands in: the record names it (`looked_in`).
    pub(crate) fn number(&self, header: &Header, looked_in: Option<&Word>) -> u32 {
        let (label, reference) = (header.label, header.kind.is_reference());
        let mut state = self.state();
        // INVARIANT: a log that was never named here is nobody's to read, not an operational one.
        let Some(exercise) = state.logs.get(&header.log).cloned() else { return NO_LABEL };
        let exercise = exercise.or_else(|| looked_in.cloned());
        let scope = Scope { exercise: exercise.clone(), reference };
        if let Some(found) = state.readers.table().find(label, &scope) {
            return found.0;
        }
        let Ok(LabelNo(no)) = state.readers.number(label, &scope) else { return NO_LABEL };
        let text = state.readers.table().label(label).cloned();
        if let (Some(text), true) = (text, no as usize == state.given.len()) {
            state.given.push(Given { no, id: label, exercise, reference, label: Arc::new(text) });
        }
        no
    }

    /// Gives a number out again as a file holds it. `false` when it does not come out the same, or another file says
    /// otherwise: the picture has to be built again.
    pub(crate) fn restore(&self, stored: &Given) -> bool {
        let mut state = self.state();
        if let Some(given) = state.given.get(stored.no as usize) {
            return given == stored;
        }
        let scope = Scope { exercise: stored.exercise.clone(), reference: stored.reference };
        let learned =
            stored.label.as_ref().clone().checked().ok().map(|text| state.readers.learn(stored.id, text));
        let given = state.readers.number(stored.id, &scope).map(|given| given.0);
        let same = matches!((learned, given), (Some(Ok(())), Ok(no)) if no == stored.no)
            && state.given.len() == stored.no as usize;
        if same {
            state.given.push(stored.clone());
        }
        same
    }

    /// The numbers from one on, for a file that holds those before it.
    pub(crate) fn given_from(&self, first: usize) -> Vec<Given> {
        self.state().given.get(first..).unwrap_or_default().to_vec()
    }

    /// Label and place behind a number.
    pub(crate) fn text(&self, no: u32) -> Option<Known> {
        let state = self.state();
        let given = state.given.get(no as usize)?;
        Some(Known { label: Arc::clone(&given.label), exercise: given.exercise.clone() })
    }

    /// The text of a label id, for the desk.
    pub fn label(&self, id: LabelId) -> Option<Label> {
        self.state().readers.table().label(id).cloned()
    }

    /// What a session may see now.
    pub fn visible(&self, session: &Session, today: Date) -> Arc<Visible> {
        self.state().readers.visible(session, today)
    }

    /// SHA-256 over the labels of a set, for the access log.
    pub fn fingerprint(&self, visible: &Visible) -> [u8; 32] {
        self.state().readers.fingerprint(visible)
    }

    /// Grants or releases have changed: every set is made anew and open streams look again.
    pub fn advance(&self) {
        self.state().readers.advance();
    }

    /// Midnight UTC.
    pub fn turn_day(&self, today: Date) {
        self.state().readers.turn_day(today);
    }

    /// For open streams.
    pub fn watch(&self) -> EpochWatch {
        self.state().readers.watch()
    }
}

/// What a reader sees: a session's labels, or everything for the one that may decide on it.
#[derive(Clone)]
pub(crate) enum Sight {
    Session(Arc<Visible>),
    /// The desk itself, when it checks ids and heads. Never handed to a gateway.
    Whole,
}

impl Sight {
    pub fn has(&self, no: u32) -> bool {
        match self {
            Sight::Session(visible) => visible.has(LabelNo(no)),
            Sight::Whole => true,
        }
    }

    /// The numbers to merge; `None` where there are too many to tell apart.
    pub fn numbers(&self, max: usize) -> Option<Vec<u32>> {
        match self {
            Sight::Session(visible) if visible.count() <= max => {
                Some(visible.iter().map(|no| no.0).collect())
            }
            _ => None,
        }
    }
}
