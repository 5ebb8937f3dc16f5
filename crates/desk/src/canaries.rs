//! Which records are watched because nobody has a reason to open them.

use std::collections::HashSet;
use std::sync::{PoisonError, RwLock};

use kulla_picture::Filter;
use kulla_record::decision::Written;
use kulla_record::kind::approval::Decision;
use kulla_record::{Kind, SubjectId};
use kulla_respond::canary::{self, canary_subject};

use crate::plan::Step;
use crate::{Desk, Failure};

/// The subjects that are marked, for a look at each opening.
#[derive(Debug, Default)]
pub(crate) struct Canaries(RwLock<HashSet<SubjectId>>);

impl Canaries {
    pub(crate) fn has(&self, subject: SubjectId) -> bool {
        self.0.read().unwrap_or_else(PoisonError::into_inner).contains(&subject)
    }

    pub(crate) fn count(&self) -> usize {
        self.0.read().unwrap_or_else(PoisonError::into_inner).len()
    }

    fn take(&self, mark: &Decision) {
        let mut marked = self.0.write().unwrap_or_else(PoisonError::into_inner);
        match canary::is_set(mark) {
            true => drop(marked.insert(mark.on)),
            false => drop(marked.remove(&mark.on)),
        }
    }
}

/// The marks that a plan writes.
pub(crate) fn marks_of(steps: &[Step]) -> Vec<Decision> {
    let mark = |step: &Step| match &step.change.body {
        Written::Decision(decision) if step.change.subject == canary_subject(decision.on) => {
            Some(decision.clone())
        }
        _ => None,
    };
    steps.iter().filter_map(mark).collect()
}

impl Desk {
    /// Whether an overseer marked this subject.
    pub fn is_canary(&self, subject: SubjectId) -> bool {
        self.canaries.has(subject)
    }

    /// Reads the marks that stand.
    pub(crate) fn learn_canaries(&self) -> Result<(), Failure> {
        let filter = Filter { states: vec![canary::SET], ..Filter::default() };
        let marks = self.items_of(Kind::DECISION, filter)?;
        marks.iter().filter_map(|item| item.typed::<Decision>()).for_each(|mark| self.canaries.take(&mark));
        Ok(())
    }

    /// Takes over what was written.
    pub(crate) fn mark(&self, marks: &[Decision]) {
        marks.iter().for_each(|mark| self.canaries.take(mark));
    }
}
