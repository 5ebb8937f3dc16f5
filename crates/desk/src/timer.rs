//! What time does by itself: a submission that nobody decided comes back, a warning lapses, a source is silent.
//!
//! The clock is asked once a tick, and each lapse is a record like any other, written by the node's own
//! principal. A tick that was missed (the node was off) is made up for by the next one.

use kulla_picture::{Filter, Item};
use kulla_record::decision::Change;
use kulla_record::kind::warning::{Warning, WarningDraft};
use kulla_record::{Kind, SubjectId};
use kulla_warn::{issue, paper};

use crate::plan::{Hand, Plan, Step, Under};
use crate::{Desk, Failure};

impl Desk {
    /// Lets lapse what has lapsed by now. Gives how many versions were written.
    pub fn tick(&self) -> Result<usize, Failure> {
        self.picture.labels().turn_day(self.today());
        self.lag_ms();
        let drafts = self.running(Kind::DRAFT, vec!["submitted", "approved"])?;
        let warnings = self.running(Kind::WARNING, vec!["in-force"])?;
        let mut written = 0;
        for subject in drafts.into_iter().chain(warnings) {
            written += self.lapse(subject)?;
        }
        Ok(written + self.look_for_silence()?)
    }

    fn running(&self, kind: Kind, states: Vec<&'static str>) -> Result<Vec<SubjectId>, Failure> {
        let items = self.items_of(kind, Filter { states, ..Filter::default() })?;
        Ok(items.iter().filter(|item| !self.changes(item).is_empty()).map(|item| item.subject).collect())
    }

    fn lapse(&self, subject: SubjectId) -> Result<usize, Failure> {
        let _turn = self.turns.take(&self.picture, vec![subject])?;
        // Looked at again under the turn: somebody may have acted in the meantime. Of two heads each lapses by itself.
        let mut count = 0;
        for item in self.keeper.reader().heads(subject)? {
            let steps: Vec<Step> =
                self.changes(&item).into_iter().map(|change| Step { change, under: Under::Same }).collect();
            count += steps.len();
            let log = self.logs.of_exercise(item.exercise.as_ref());
            let hand = Hand { author: self.machine, log, session: None };
            let seen = item.version.into();
            let patience = crate::CAUGHT_UP_PATIENCE;
            let plan = Plan { id: None, command: [0; 16], answer: subject, steps, seen, patience };
            self.carry_out(&hand, plan)?;
        }
        Ok(count)
    }

    fn changes(&self, item: &Item) -> Vec<Change> {
        if let Some(draft) = item.typed::<WarningDraft>() {
            let paper = paper::Paper { subject: item.subject, version: item.version, draft: &draft };
            return paper::tick(&paper, self.now());
        }
        item.typed::<Warning>()
            .map(|warning| issue::tick(item.subject, &warning, self.now()))
            .unwrap_or_default()
    }
}
