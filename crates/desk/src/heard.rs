//! When each source was last heard: what the detector of silence goes by.
//!
//! It is kept in memory. After a start nothing was heard yet, and a source is given its period from then on,
//! so a node that was off does not raise an alarm for everybody at once.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use kulla_record::SubjectId;

/// Since when somebody listens for a source, and when it last spoke; milliseconds since 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ear {
    /// Since when a door listens for it.
    pub listening_ms: u64,
    /// When it last spoke; `None`: not since then.
    pub heard_ms: Option<u64>,
}

/// All sources that a door listens for. Held for a moment only.
#[derive(Debug, Default)]
pub struct Heard(Mutex<BTreeMap<SubjectId, Ear>>);

impl Heard {
    /// A door listens for a source from now on; one that is listened for already is left as it is.
    pub fn listen(&self, source: SubjectId, now_ms: u64) {
        self.ears().entry(source).or_insert(Ear { listening_ms: now_ms, heard_ms: None });
    }

    /// A source spoke.
    pub fn note(&self, source: SubjectId, now_ms: u64) {
        let mut ears = self.ears();
        let ear = ears.entry(source).or_insert(Ear { listening_ms: now_ms, heard_ms: None });
        // A clock that was set back does not make it older.
        ear.heard_ms = ear.heard_ms.max(Some(now_ms));
    }

    /// What is known of a source; `None` when nobody listens for it.
    pub fn of(&self, source: SubjectId) -> Option<Ear> {
        self.ears().get(&source).copied()
    }

    fn ears(&self) -> std::sync::MutexGuard<'_, BTreeMap<SubjectId, Ear>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_source_that_never_spoke_is_known_by_when_listening_began() {
        let (heard, gauge) = (Heard::default(), SubjectId([1; 16]));
        assert_eq!(heard.of(gauge), None);
        heard.listen(gauge, 5);
        heard.listen(gauge, 9);
        assert_eq!(heard.of(gauge), Some(Ear { listening_ms: 5, heard_ms: None }));
        heard.note(gauge, 8);
        heard.note(gauge, 7);
        assert_eq!(heard.of(gauge), Some(Ear { listening_ms: 5, heard_ms: Some(8) }));
    }
}
