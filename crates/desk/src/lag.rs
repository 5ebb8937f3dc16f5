//! For how long the picture has been behind the logs, and what that does to intake.
//!
//! A busy node always has a record that is durable and not yet shown, so "is it behind" says nothing. What counts is
//! the age of the oldest record that is not shown. Each second it is noted how long the logs are; the oldest note that
//! the picture has not come up to yet is as old as the lag, to a second.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

use kulla_record::LogId;

use crate::{Desk, Failure};

/// A picture that is further behind than this, in milliseconds, slows intake: what is taken in is asked to come later.
pub const LAG_MS_MAX: u64 = 30_000;
/// Milliseconds between two notes.
const NOTE_EVERY_MS: u64 = 1_000;
/// Notes that are kept; the oldest says how long it has been, so later ones are left out.
const NOTES_MAX: usize = 1_024;

#[derive(Default)]
pub(crate) struct Lag(Mutex<VecDeque<Note>>);

struct Note {
    at_ms: u64,
    lens: Vec<(LogId, u64)>,
}

impl Desk {
    /// For how long the oldest record that is durable and not shown has been waiting, in milliseconds; to a second, when
    /// it is asked for each second, which [`Desk::tick`] does.
    pub fn lag_ms(&self) -> u64 {
        let now_ms = self.clock.unix_ms();
        let mut notes = self.lag.0.lock().unwrap_or_else(PoisonError::into_inner);
        let shown = |note: &Note| note.lens.iter().all(|(log, len)| self.picture.applied(*log) >= *len);
        while notes.front().is_some_and(shown) {
            notes.pop_front();
        }
        let due = notes.back().is_none_or(|newest| now_ms.abs_diff(newest.at_ms) >= NOTE_EVERY_MS);
        if due && notes.len() < NOTES_MAX && self.lag_records() > 0 {
            let lens = self.logs.all().map(|log| (log.name.id, log.len())).collect();
            notes.push_back(Note { at_ms: now_ms, lens });
        }
        notes.front().map_or(0, |oldest| now_ms.saturating_sub(oldest.at_ms))
    }

    /// Whether intake is asked to come later.
    pub fn is_intake_slowed(&self) -> bool {
        self.lag_ms() > LAG_MS_MAX
    }

    /// Refuses what machines bring while the picture is far behind: it would only grow what nobody sees.
    pub(crate) fn takes_in(&self) -> Result<(), Failure> {
        match self.lag_ms() {
            lag_ms if lag_ms > LAG_MS_MAX => Err(Failure::Behind { lag_ms }),
            _ => Ok(()),
        }
    }
}
