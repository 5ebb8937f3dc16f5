//! What the reader of a stream may do, so that they are told when it is not the same any more.
//!
//! A screen offers what its reader may do. Whoever changes the rules, or somebody's roles, changes that while the screen is open;
//! the node goes by it at once whatever the screen offers, and the reader learns of it here.
//!
//! Nearly every stream ends without such a change. So the acts are not counted up for each that opens: what they follow from is
//! kept, and both sides are worked out when it has changed.

use std::sync::Arc;

use kulla_guard::Policies;
use kulla_record::Session;

use super::Stream;
use crate::api::acts_of;
use crate::problem::Problem;

/// By what a reader may do what they may.
pub(super) struct Allowed {
    rules: Arc<Policies>,
    people: u64,
    session: Session,
}

impl Allowed {
    /// As it stands now; an error when the stream has to end.
    pub(super) fn of(stream: &Stream) -> Result<Allowed, Problem> {
        // INVARIANT: the count first, so that a change while the session is read is looked at again.
        let people = stream.house.desk.people_changes();
        Ok(Allowed { rules: stream.house.desk.roles(), people, session: stream.session()? })
    }

    /// Looks again where the rules or anybody's grant changed. Whether this reader may do more or less than before: of a change
    /// that is none for them they hear nothing.
    pub(super) fn look_again(&mut self, stream: &Stream) -> Result<bool, Problem> {
        let desk = &stream.house.desk;
        if Arc::ptr_eq(&self.rules, &desk.roles()) && self.people == desk.people_changes() {
            return Ok(false);
        }
        let before = std::mem::replace(self, Allowed::of(stream)?);
        if Arc::ptr_eq(&self.rules, &before.rules) && self.session == before.session {
            return Ok(false);
        }
        let reach = &stream.entered.seat.reach;
        let acts = |by: &Allowed| acts_of(&by.session, reach, &by.rules).copied().collect::<Vec<_>>();
        Ok(acts(self) != acts(&before))
    }
}
