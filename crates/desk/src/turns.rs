//! One command at a time for each subject, and what is durable but not yet in the picture.
//!
//! A decision is made on the newest version of everything that it is about. So a command holds its subjects
//! from reading until its records are durable, and the next one on any of them first waits until the picture
//! has caught up with those records: picture plus tail is then the picture alone.

use std::collections::{HashMap, HashSet};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use kulla_picture::Picture;
use kulla_record::{LogId, SubjectId};

use crate::Failure;

/// How long a command waits for its turn, or for the picture, before it gives up.
pub(crate) const PATIENCE: Duration = Duration::from_secs(10);
/// Entries of the tail that are kept before those that the picture has are thrown out.
const TAIL_ENTRIES_MAX: usize = 10_000;

#[derive(Default)]
pub(crate) struct Turns {
    held: Mutex<HashSet<SubjectId>>,
    freed: Condvar,
    /// Where the newest record of a subject stands, while the picture may not have it.
    tail: Mutex<HashMap<SubjectId, (LogId, u64)>>,
}

/// Subjects that one command holds.
pub(crate) struct Turn<'a> {
    turns: &'a Turns,
    subjects: Vec<SubjectId>,
}

impl Turns {
    /// Waits until none of the subjects is held by another command, and until the picture has what was written
    /// about them.
    pub fn take(&self, picture: &Picture, subjects: Vec<SubjectId>) -> Result<Turn<'_>, Failure> {
        let turn = self.hold(subjects)?;
        match turn.shown(picture, PATIENCE) {
            true => Ok(turn),
            false => Err(Failure::Unavailable("the picture is far behind the log; try again".into())),
        }
    }

    /// Waits until none of the subjects is held by another command. The picture may not have what was written about
    /// them.
    pub fn hold(&self, mut subjects: Vec<SubjectId>) -> Result<Turn<'_>, Failure> {
        subjects.sort_unstable();
        subjects.dedup();
        let busy = || Failure::Unavailable("many commands wait for the same thing; try again".into());
        let free = |held: &mut HashSet<SubjectId>| subjects.iter().any(|subject| held.contains(subject));
        let waited = self.freed.wait_timeout_while(lock(&self.held), PATIENCE, free);
        let (mut held, timeout) = waited.unwrap_or_else(PoisonError::into_inner);
        if timeout.timed_out() {
            return Err(busy());
        }
        held.extend(&subjects);
        drop(held);
        Ok(Turn { turns: self, subjects })
    }

    /// Waits until the picture has what was written about a subject, without a turn on it.
    pub fn until_shown(&self, picture: &Picture, subject: SubjectId, patience: Duration) {
        let place = lock(&self.tail).get(&subject).copied();
        if let Some((log, seq)) = place {
            picture.wait_applied(log, seq, patience);
        }
    }

    /// Notes that a record of these subjects is durable at this place.
    pub fn note(
        &self,
        picture: &Picture,
        log: LogId,
        seq: u64,
        subjects: impl IntoIterator<Item = SubjectId>,
    ) {
        let mut tail = lock(&self.tail);
        tail.extend(subjects.into_iter().map(|subject| (subject, (log, seq))));
        if tail.len() > TAIL_ENTRIES_MAX {
            tail.retain(|_, (log, seq)| picture.applied(*log) <= *seq);
        }
    }
}

impl Turn<'_> {
    /// Whether the picture has what was written about the subjects, after waiting for it.
    pub fn shown(&self, picture: &Picture, patience: Duration) -> bool {
        let tail: Vec<(LogId, u64)> = {
            let tail = lock(&self.turns.tail);
            self.subjects.iter().filter_map(|subject| tail.get(subject)).copied().collect()
        };
        tail.iter().all(|(log, seq)| picture.wait_applied(*log, *seq, patience))
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        let mut held = lock(&self.turns.held);
        self.subjects.iter().for_each(|subject| {
            held.remove(subject);
        });
        self.turns.freed.notify_all();
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
