//! Which records are watched because nobody has a reason to open them.
//!
//! A mark belongs to where it was set: one of an exercise watches who opens the record in that exercise, and nobody else.

use std::collections::HashSet;
use std::sync::{PoisonError, RwLock};

use kulla_picture::Filter;
use kulla_record::decision::Written;
use kulla_record::kind::approval::Decision;
use kulla_record::label::Word;
use kulla_record::{Kind, SubjectId};
use kulla_respond::canary;

use crate::plan::Step;
use crate::{Desk, Failure};

/// The subjects that are marked, each with the exercise of the mark, for a look at each opening.
#[derive(Debug, Default)]
pub(crate) struct Canaries(RwLock<HashSet<(SubjectId, Option<Word>)>>);

impl Canaries {
    pub(crate) fn count(&self) -> usize {
        self.0.read().unwrap_or_else(PoisonError::into_inner).len()
    }

    fn take(&self, mark: &Decision, exercise: Option<&Word>) {
        let mut marked = self.0.write().unwrap_or_else(PoisonError::into_inner);
        let own = (mark.on, exercise.cloned());
        match canary::stands(mark) {
            Some(true) => drop(marked.insert(own)),
            Some(false) => drop(marked.remove(&own)),
            None => {}
        }
    }
}

/// The marks that a plan writes.
pub(crate) fn marks_of(steps: &[Step]) -> Vec<Decision> {
    let mark = |step: &Step| match &step.change.body {
        Written::Decision(decision) => canary::stands(decision).map(|_| decision.clone()),
        _ => None,
    };
    steps.iter().filter_map(mark).collect()
}

impl Desk {
    /// Whether an overseer marked this subject, for whoever opens it in this exercise or outside of any.
    pub fn is_canary(&self, subject: SubjectId, exercise: Option<&Word>) -> bool {
        let marked = self.canaries.0.read().unwrap_or_else(PoisonError::into_inner);
        // Almost always there is none, and then nothing is put together for the question.
        !marked.is_empty() && marked.contains(&(subject, exercise.cloned()))
    }

    /// Reads the marks that stand.
    pub(crate) fn learn_canaries(&self) -> Result<(), Failure> {
        let filter = Filter { states: vec![canary::SET], ..Filter::default() };
        for item in self.items_of(Kind::DECISION, filter)? {
            let mark = item.typed::<Decision>();
            mark.iter().for_each(|mark| self.canaries.take(mark, item.exercise.as_ref()));
        }
        Ok(())
    }

    /// Takes over what was written.
    pub(crate) fn mark(&self, marks: &[Decision], exercise: Option<&Word>) {
        marks.iter().for_each(|mark| self.canaries.take(mark, exercise));
    }
}
