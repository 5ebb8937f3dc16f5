//! Invented people that an exercise needs besides those of the profile.
//!
//! Only an exercise-only node has any, and the binary that knows what kind of node this is asks for them. They
//! are grants like all others, so what they may read and do follows from the same rules.

use kulla_record::kind::Body;
use kulla_record::kind::governance::Grant;
use kulla_record::{Draft, Kind, SubjectId};

use crate::{CAUGHT_UP_PATIENCE, Composer, Desk, Failure};

/// Invented people of one exercise.
pub const CAST_MAX: usize = 200;

impl Desk {
    /// Writes grants for invented people that have none yet, and learns them.
    pub fn admit_invented(&self, grants: Vec<Grant>) -> Result<(), Failure> {
        let log = self.logs.ops();
        let mut drafts = Vec::new();
        for grant in grants.into_iter().take(CAST_MAX) {
            if self.directory().has(grant.principal) {
                continue;
            }
            let composer = Composer {
                profile: self.profile(),
                epochs: self.logs.epochs(),
                agency: &grant.agency,
                assignee: None,
                today: self.today(),
            };
            let label = self.intern(log, &composer.default_for(&Kind::GRANT)?, &mut drafts)?;
            drafts.push(Draft {
                id: self.new_id(),
                kind: Kind::GRANT,
                subject: SubjectId(grant.principal.0),
                replaces: Vec::new(),
                at: self.tick_clock(),
                author: self.machine,
                label,
                salt: self.entropy.bytes(),
                body: grant.json(),
            });
        }
        if drafts.is_empty() {
            return Ok(());
        }
        let (log, seq) = self.append(log, drafts)?;
        self.picture.wait_applied(log, seq, CAUGHT_UP_PATIENCE);
        self.relearn()
    }
}
