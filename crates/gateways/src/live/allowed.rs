//! What the reader of a stream may do, so that they are told when it is not the same any more.
//!
//! A screen offers what its reader may do. Whoever changes the rules, or somebody's roles, changes that while the screen is open;
//! the node goes by it at once whatever the screen offers, and the reader learns of it here.

use std::sync::Arc;

use kulla_guard::{Act, Policies};

use super::Stream;
use crate::api::acts_of;
use crate::problem::Problem;

/// What a reader may do, and by what that was found.
pub(super) struct Allowed {
    rules: Arc<Policies>,
    people: u64,
    acts: Vec<Act>,
}

impl Allowed {
    /// As it stands now; an error when the stream has to end.
    pub(super) fn of(stream: &Stream) -> Result<Allowed, Problem> {
        let (rules, people) = (stream.house.desk.roles(), stream.house.desk.people_changes());
        let session = stream.session()?;
        let acts = acts_of(&session, &stream.entered.seat.reach, &rules).copied().collect();
        Ok(Allowed { rules, people, acts })
    }

    /// Looks again where the rules or anybody's grant changed. Whether this reader may do more or less than before: of a change
    /// that is none for them they hear nothing.
    pub(super) fn look_again(&mut self, stream: &Stream) -> Result<bool, Problem> {
        let desk = &stream.house.desk;
        if Arc::ptr_eq(&self.rules, &desk.roles()) && self.people == desk.people_changes() {
            return Ok(false);
        }
        let before = std::mem::replace(self, Allowed::of(stream)?);
        Ok(before.acts != self.acts)
    }
}
