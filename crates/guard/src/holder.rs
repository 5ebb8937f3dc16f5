//! What a grant makes of a session.
//!
//! Sessions are put together here and nowhere else, from a grant and the groups as they stand, so that nothing
//! a request carries can add an atom.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use kulla_record::PrincipalId;
use kulla_record::kind::governance::Grant;
use kulla_record::label::{Atom, Word};
use kulla_record::session::{Assurance, Session};

/// Epochs of one group that one session holds. Beyond it the oldest are left out: they deny.
pub const GROUP_EPOCHS_MAX: u32 = 1_024;

/// The agency, purpose and only role of whoever has not logged in. No label is owned by it and no clause names
/// it; the profile must not hand it out.
pub const PUBLIC_WORD: &str = "public";

/// Each sharing group with its epoch of today, which advances at each join or leave.
pub type GroupEpochs = BTreeMap<Word, u32>;

/// What is added to a grant when a person logs in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The one declared purpose.
    pub purpose: Word,
    /// How the person proved who they are.
    pub assurance: Assurance,
    /// The exercise, if any.
    pub exercise: Option<Word>,
}

/// Whether a grant holds now: it has begun and has not ended.
pub fn holds(grant: &Grant, now: Timestamp) -> bool {
    grant.from <= now && grant.until.is_none_or(|until| now < until)
}

/// The session of a person whose grant holds now; `None` before it begins and once it has ended.
pub fn session_of(grant: &Grant, groups: &GroupEpochs, entry: Entry, now: Timestamp) -> Option<Session> {
    holds(grant, now).then(|| {
        let mut atoms: BTreeSet<Atom> =
            [Atom::Public, Atom::Agency(grant.agency.clone()), Atom::Person(grant.principal)].into();
        atoms.extend(grant.nations.iter().cloned().map(Atom::Nation));
        atoms.extend(grant.groups.iter().flat_map(|(group, joined)| epochs(group, *joined, groups)));
        Session {
            person: grant.principal,
            agency: grant.agency.clone(),
            atoms,
            clearances: grant.clearances.clone(),
            categories: grant.categories.iter().cloned().collect(),
            purpose: entry.purpose,
            assurance: entry.assurance,
            exercise: entry.exercise,
            roles: grant.roles.iter().cloned().collect(),
        }
    })
}

/// The epochs of a group that a member holds: from its joining on, up to today's. A group that the node does
/// not know has none.
pub(crate) fn epochs(group: &Word, joined: u32, groups: &GroupEpochs) -> impl Iterator<Item = Atom> {
    let now = groups.get(group).copied();
    // Without an epoch of today the range is empty, because it ends before it begins.
    let from = now.map_or(1, |now| joined.max((now + 1).saturating_sub(GROUP_EPOCHS_MAX)));
    let group = group.clone();
    (from..=now.unwrap_or(0)).map(move |epoch| Atom::Group(group.clone(), epoch))
}

/// The session that every anonymous visitor has, in one exercise or in none: it holds `public` and nothing
/// else.
#[expect(clippy::missing_panics_doc, reason = "the word is a constant of the right form")]
pub fn public_session(exercise: Option<Word>) -> Session {
    let word = Word::new(PUBLIC_WORD).expect("a word of the right form");
    Session {
        person: PrincipalId([0; 16]),
        agency: word.clone(),
        atoms: [Atom::Public].into(),
        clearances: BTreeMap::new(),
        categories: BTreeSet::new(),
        purpose: word,
        assurance: Assurance::Anonymous,
        exercise,
        roles: BTreeSet::new(),
    }
}
