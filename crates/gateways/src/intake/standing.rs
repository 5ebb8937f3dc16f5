//! How each source stands: when it was last heard, what came of it, what was dropped and why.
//!
//! Nothing of this is on disk. After a start nothing has been heard yet, and a source is given its period
//! before its silence says anything.

use std::collections::BTreeMap;

use jiff::SignedDuration;
use kulla_detect::silence::{Voice, voice};
use serde::Serialize;
use utoipa::ToSchema;

/// For how long after a drop a source is shown as dropping, in milliseconds.
pub const DROPPING_SHOWN_MS: u64 = 5 * 60 * 1_000;

/// Why something that came in did not become a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reason {
    /// Its lane in front of the desk was full.
    Full,
    /// It does not read, or is longer than anything we read.
    Broken,
    /// It was refused: by a rule of its kind, or by the desk.
    Refused,
    /// It could not be fetched for long enough that it was given up.
    Unreachable,
    /// It was gone before it could be read: a file was truncated or removed.
    Lost,
    /// Too many connections.
    Crowded,
}

impl Reason {
    /// The word in figures.
    pub const fn word(self) -> &'static str {
        match self {
            Reason::Full => "full",
            Reason::Broken => "broken",
            Reason::Refused => "refused",
            Reason::Unreachable => "unreachable",
            Reason::Lost => "lost",
            Reason::Crowded => "crowded",
        }
    }
}

/// How a source is, in one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// It was heard within its period, or has none and was heard.
    Good,
    /// It has not been heard for longer than its period.
    Late,
    /// It has not been heard for a period and a half: an alarm stands in triage.
    Silent,
    /// It was heard, and something of it was dropped in the last minutes.
    Dropping,
    /// It keeps no rhythm and has not been heard since the start.
    Unknown,
}

impl State {
    /// The word on the wire.
    pub const fn word(self) -> &'static str {
        match self {
            State::Good => "good",
            State::Late => "late",
            State::Silent => "silent",
            State::Dropping => "dropping",
            State::Unknown => "unknown",
        }
    }
}

/// What is known of one source since the start.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Standing {
    /// When it was last heard, in milliseconds since 1970.
    pub heard_ms: Option<u64>,
    /// Things that came in: events, messages, readings.
    pub came: u64,
    /// Pieces that went through the desk.
    pub taken: u64,
    /// What was dropped.
    pub dropped: BTreeMap<Reason, u64>,
    /// When something was dropped last, in milliseconds since 1970.
    pub dropped_ms: Option<u64>,
    /// What is wrong with it, in words for the operator; empty when nothing is.
    pub trouble: String,
}

impl Standing {
    /// The source spoke, and so many things came.
    pub fn heard(&mut self, now_ms: u64, things: u64) {
        // A clock that was set back does not make a source older.
        self.heard_ms = self.heard_ms.max(Some(now_ms));
        self.came = self.came.saturating_add(things);
    }

    /// So many things were dropped.
    pub fn dropped(&mut self, reason: Reason, things: u64, now_ms: u64) {
        if things > 0 {
            let count = self.dropped.entry(reason).or_default();
            *count = count.saturating_add(things);
            self.dropped_ms = Some(now_ms);
        }
    }

    /// Everything that was dropped.
    pub fn dropped_in_all(&self) -> u64 {
        self.dropped.values().fold(0, |all, n| all.saturating_add(*n))
    }

    /// How it is now. `listened_ms`: since when anybody listens.
    pub fn state(&self, now_ms: u64, listened_ms: u64, period_s: Option<u32>) -> State {
        let quiet_ms = now_ms.saturating_sub(self.heard_ms.unwrap_or(listened_ms));
        let quiet = SignedDuration::from_millis(i64::try_from(quiet_ms).unwrap_or(i64::MAX));
        match voice(quiet, period_s) {
            Voice::Silent => return State::Silent,
            Voice::Late => return State::Late,
            Voice::InTime => {}
        }
        match (self.dropped_ms, self.heard_ms) {
            (Some(dropped_ms), _) if now_ms.saturating_sub(dropped_ms) < DROPPING_SHOWN_MS => {
                State::Dropping
            }
            (_, None) => State::Unknown,
            (_, Some(_)) => State::Good,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_source_is_late_after_its_period_and_silent_after_half_a_period_more() {
        let mut standing = Standing::default();
        standing.heard(10_000, 1);
        let at = |now_s: u64| standing.state(now_s * 1_000, 0, Some(60));
        assert_eq!(
            [at(10), at(70), at(71), at(100), at(101)],
            [State::Good, State::Good, State::Late, State::Late, State::Silent]
        );
    }

    #[test]
    fn a_source_that_was_never_heard_has_its_period_from_the_start_on() {
        let standing = Standing::default();
        assert_eq!(standing.state(50_000, 0, Some(60)), State::Unknown);
        assert_eq!(standing.state(121_000, 0, Some(60)), State::Silent);
        assert_eq!(standing.state(u64::MAX, 0, None), State::Unknown);
    }

    #[test]
    fn a_drop_is_shown_for_a_while_and_counted_for_ever() {
        let mut standing = Standing::default();
        standing.heard(1_000, 5);
        standing.dropped(Reason::Broken, 2, 1_000);
        standing.dropped(Reason::Full, 0, 999_000);
        assert_eq!(standing.state(2_000, 0, None), State::Dropping);
        assert_eq!(standing.state(1_000 + DROPPING_SHOWN_MS, 0, None), State::Good);
        assert_eq!(standing.dropped_in_all(), 2);
    }

    #[test]
    fn a_clock_that_is_set_back_makes_no_source_older() {
        let mut standing = Standing::default();
        standing.heard(5_000, 1);
        standing.heard(1_000, 1);
        assert_eq!((standing.heard_ms, standing.came), (Some(5_000), 2));
    }
}
