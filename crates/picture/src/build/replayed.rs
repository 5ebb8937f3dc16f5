//! All logs read as one, in order of time.
//!
//! The index of words wants its rows so, and the rows of a log that is read after another would come late.

use std::collections::VecDeque;
use std::sync::Arc;

use kulla_record::{LogId, Record};

use crate::apply::Ready;
use crate::{LogName, Replay};

/// Records that are read of a log at once.
const READ_RECORDS: usize = 8 * 1_024;

/// A record, and the place of its log in the list.
pub(crate) struct Of {
    pub log: usize,
    pub ready: Ready,
}

/// What is still to be read.
pub(crate) struct Replayed<'a> {
    replay: &'a dyn Replay,
    logs: Vec<Reading>,
}

struct Reading {
    log: LogId,
    next: u64,
    ahead: VecDeque<Arc<Record>>,
}

impl<'a> Replayed<'a> {
    pub fn new(replay: &'a dyn Replay, logs: &[&LogName]) -> Replayed<'a> {
        let reading = |log: &LogName| Reading { log: log.id, next: 0, ahead: VecDeque::new() };
        Replayed { replay, logs: logs.iter().map(|log| reading(log)).collect() }
    }

    /// The next records, at most so many; none at the end. The records of one log keep their order.
    pub fn next(&mut self, max: usize) -> Result<Vec<Of>, String> {
        let mut next = Vec::with_capacity(max);
        while next.len() < max
            && let Some((log, record)) = self.oldest()?
        {
            next.push(Of { log, ready: Ready::of(&record) });
        }
        Ok(next)
    }

    fn oldest(&mut self) -> Result<Option<(usize, Arc<Record>)>, String> {
        let mut oldest = None;
        for (no, reading) in self.logs.iter_mut().enumerate() {
            let Some(at) = reading.peek(self.replay)? else { continue };
            if oldest.is_none_or(|(_, before)| at < before) {
                oldest = Some((no, at));
            }
        }
        let found = oldest.and_then(|(no, _)| Some((no, self.logs.get_mut(no)?.ahead.pop_front()?)));
        Ok(found)
    }
}

impl Reading {
    /// When its next record was written.
    fn peek(&mut self, replay: &dyn Replay) -> Result<Option<u64>, String> {
        if self.ahead.is_empty() && self.next < replay.len(self.log) {
            self.ahead = replay.read(self.log, self.next, READ_RECORDS)?.into();
            if let (Some(first), Some(last)) = (self.ahead.front(), self.ahead.back()) {
                if first.header.seq < self.next {
                    return Err(format!("log {} gave nothing new at {}", self.log, self.next));
                }
                self.next = last.header.seq + 1;
            } else {
                // What was pruned at the end of a log gives nothing.
                self.next = u64::MAX;
            }
        }
        Ok(self.ahead.front().map(|record| record.header.at.0))
    }
}
