//! Reads the logs again and again while the node runs, slowly, so that a body that rots is noticed in hours and not
//! on the day on which somebody needs it.
//!
//! People read from the picture, which holds its own copy: without this nothing would look at most records between
//! two runs of `kulla verify`. What is found marks the log ([`kulla_log::Figures::read_faults`]), which the health
//! cell and `/healthz` show until the log was restored and the node started again.

use std::collections::HashSet;

use kulla_log::LogHandle;

use super::LogEntry;

/// Records that one step reads: a million take an hour and a half, and a step a millisecond.
const STEP_RECORDS: u64 = 200;

/// Findings that are told apart; more are counted only.
const TOLD_MAX: usize = 1_000;

/// Where it is, and what it has told the operator already: it comes by again and again.
#[derive(Debug, Default)]
pub struct Patrol {
    log: usize,
    next: u64,
    told: HashSet<String>,
}

impl Patrol {
    /// Reads on a little; after the end of one log comes the next, after the last the first.
    pub fn step(&mut self, logs: &[(LogEntry, LogHandle)]) {
        let Some((entry, handle)) = logs.get(self.log) else {
            (self.log, self.next) = (0, 0);
            return;
        };
        let end = (self.next + STEP_RECORDS).min(handle.len());
        // What was pruned is left out by the reader, so the last place is known by the range and not by the records.
        while self.next < end {
            let mut read = handle.reader().read(self.next..end);
            let mut reached = self.next;
            let damage = loop {
                match read.next_entry() {
                    Some(Ok(found)) => reached = found.header.seq + 1,
                    Some(Err(error)) => break Some(error),
                    None => break None,
                }
            };
            let Some(damage) = damage else {
                self.next = end;
                break;
            };
            if self.told.len() < TOLD_MAX && self.told.insert(damage.to_string()) {
                tracing::error!(log = entry.name, %damage, "a record of the log can't be read");
            }
            self.next = reached + 1;
        }
        if self.next >= handle.len() {
            (self.log, self.next) = (self.log + 1, 0);
        }
    }
}
