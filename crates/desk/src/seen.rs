//! Which versions somebody saw before they decided.
//!
//! Nearly always it is one. Where a node that was cut off wrote too, a subject has several heads, and whoever writes
//! the next version takes the place of all of them: so they name each, and nothing is merged that nobody looked at.

use kulla_record::RecordId;

/// Versions that one command may name.
pub const SEEN_VERSIONS_MAX: usize = 64;

/// The versions that somebody saw; the first is the one that they decided on.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Seen(Vec<RecordId>);

impl Seen {
    /// These versions, the one that is decided on first. More than [`SEEN_VERSIONS_MAX`] are cut off, so that the
    /// command meets a conflict.
    pub fn of(mut versions: Vec<RecordId>) -> Seen {
        versions.truncate(SEEN_VERSIONS_MAX);
        Seen(versions)
    }

    /// The version that is decided on; `None` where nobody had written anything.
    pub fn first(&self) -> Option<RecordId> {
        self.0.first().copied()
    }

    /// Every version that was named.
    pub fn all(&self) -> &[RecordId] {
        &self.0
    }

    pub(crate) fn has(&self, version: RecordId) -> bool {
        self.0.contains(&version)
    }
}

impl From<RecordId> for Seen {
    fn from(version: RecordId) -> Seen {
        Seen(vec![version])
    }
}

impl From<Option<RecordId>> for Seen {
    fn from(version: Option<RecordId>) -> Seen {
        Seen(version.into_iter().collect())
    }
}

impl From<&Seen> for Seen {
    fn from(seen: &Seen) -> Seen {
        seen.clone()
    }
}
