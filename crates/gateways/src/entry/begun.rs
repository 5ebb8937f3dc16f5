//! For what somebody enters who has proved who they are, and the session that begins.

use kulla_guard::Refusal;
use kulla_guard::sessions::{Invitation, Seat, Token};
use kulla_record::kind::governance::Grant;
use kulla_record::label::Word;
use kulla_record::session::Assurance;
use serde::Deserialize;

use crate::house::House;

/// What somebody chose beside their name. Both may be empty.
#[derive(Debug, Clone, Default, Deserialize)]
pub(super) struct Chosen {
    /// The declared purpose; empty: the first of the agency.
    #[serde(default)]
    pub purpose: String,
    /// The exercise; empty: real work.
    #[serde(default)]
    pub exercise: String,
}

impl House {
    /// Exercises that one can take part in here.
    pub(super) fn exercises(&self) -> Vec<Word> {
        self.desk.logs().all().filter_map(|log| log.name.exercise.clone()).collect()
    }

    /// Begins a session of somebody who has proved who they are.
    pub(super) fn begin(
        &self,
        grant: &Grant,
        chosen: &Chosen,
        assurance: Assurance,
    ) -> Result<(Token, Seat), Refusal> {
        let purpose = self.purpose(&grant.agency, &chosen.purpose)?;
        let exercise = self.exercise(&chosen.exercise)?;
        let invitation = Invitation { grant, purpose: &purpose, exercise: exercise.as_ref() };
        let entropy = self.desk.entropy().as_ref();
        let (token, seat) = self.seats.begin(invitation, assurance, self.now_ms(), entropy)?;
        self.note_entered(&seat);
        Ok((token, seat))
    }

    /// What somebody of an agency enters for.
    pub(crate) fn purpose(&self, agency: &Word, chosen: &str) -> Result<Word, Refusal> {
        let has = self.desk.profile().purposes_of(agency);
        let found = has.iter().find(|purpose| chosen.is_empty() || purpose.as_str() == chosen);
        found.cloned().ok_or_else(|| {
            let words: Vec<&str> = has.iter().map(Word::as_str).collect();
            let message =
                format!("your agency works for other purposes: {}; choose one of them", words.join(", "));
            Refusal::new("login.purpose", message).with("purposes", words.join(", "))
        })
    }

    /// In which exercise they enter, if in one.
    pub(crate) fn exercise(&self, chosen: &str) -> Result<Option<Word>, Refusal> {
        // INVARIANT: on an exercise-only node nobody is outside of its exercise.
        if self.config.exercise_only {
            return Ok(self.config.front.clone());
        }
        match chosen {
            "" => Ok(None),
            chosen => {
                let found = self.exercises().into_iter().find(|exercise| exercise.as_str() == chosen);
                let absent = || {
                    Refusal::new(
                        "login.exercise",
                        "there is no such exercise on this node: choose another one",
                    )
                };
                found.map(Some).ok_or_else(absent)
            }
        }
    }
}
