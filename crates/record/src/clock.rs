//! Time and chance as parameters, and the clock that orders display.
//!
//! A hybrid logical clock (Kulkarni et al., 2014) never runs backwards even when the wall clock does, and
//! never runs far ahead of it. It orders what people see; it never decides which version is newest: that is
//! what `replaces` says.

use std::fmt;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// How far ahead of our own clock a record's time may stand before it is refused, in milliseconds.
pub const AHEAD_MAX_MS: u64 = 60_000;

/// The wall clock, in milliseconds since 1970 UTC.
pub trait Clock: Send + Sync {
    /// Milliseconds since 1970-01-01T00:00:00Z.
    fn unix_ms(&self) -> u64;

    /// The same as a timestamp.
    fn now(&self) -> Timestamp {
        Timestamp::from_millisecond(i64::try_from(self.unix_ms()).unwrap_or(i64::MAX))
            .unwrap_or(Timestamp::MAX)
    }
}

/// Where random bytes come from.
pub trait Entropy: Send + Sync {
    /// Fills the whole buffer with unpredictable bytes.
    fn fill(&self, bytes: &mut [u8]);
}

impl dyn Entropy + '_ {
    /// A fixed number of random bytes.
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.fill(&mut bytes);
        bytes
    }
}

/// A point of hybrid logical time: 48 bits of milliseconds, then 16 bits of counter.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, utoipa::ToSchema,
)]
#[serde(transparent)]
pub struct Hlc(pub u64);

impl Hlc {
    /// From milliseconds since 1970 (48 bits are kept) and a counter.
    pub const fn new(unix_ms: u64, counter: u16) -> Self {
        Hlc((unix_ms & 0xffff_ffff_ffff) << 16 | counter as u64)
    }

    /// Milliseconds since 1970.
    pub const fn unix_ms(self) -> u64 {
        self.0 >> 16
    }

    /// How many events came before this one within the same millisecond.
    pub const fn counter(self) -> u16 {
        (self.0 & 0xffff) as u16
    }

    /// As a timestamp, to the millisecond.
    pub fn timestamp(self) -> Timestamp {
        Timestamp::from_millisecond(i64::try_from(self.unix_ms()).unwrap_or(i64::MAX))
            .unwrap_or(Timestamp::MAX)
    }
}

/// The time stands more than [`AHEAD_MAX_MS`] ahead of our clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "the time of this record is {ahead_ms} ms ahead of this node's clock; more than {AHEAD_MAX_MS} ms is refused: set the clock of the sender"
)]
pub struct TooFarAhead {
    /// By how much, in milliseconds.
    pub ahead_ms: u64,
}

/// The state of one node's hybrid clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct HybridClock {
    last: u64,
}

impl HybridClock {
    /// Goes on from the newest time that the log holds, so that a restart never repeats one.
    pub const fn starting_after(last: Hlc) -> Self {
        HybridClock { last: last.0 }
    }

    /// The next time of this node, above all that it has given or seen.
    pub fn tick(&mut self, unix_ms: u64) -> Hlc {
        // A full counter runs over into the next millisecond, which keeps the order.
        self.last = Hlc::new(unix_ms, 0).0.max(self.last + 1);
        Hlc(self.last)
    }

    /// Takes note of another node's time, or refuses it when it stands too far ahead.
    ///
    /// For records that another node wrote. As long as a node writes all of its logs itself there are none, and what
    /// its own logs hold is never refused, however far ahead: it is the truth, and [`HybridClock::starting_after`]
    /// goes on above it.
    pub fn observe(&mut self, other: Hlc, unix_ms: u64) -> Result<(), TooFarAhead> {
        match other.unix_ms().checked_sub(unix_ms) {
            Some(ahead_ms) if ahead_ms > AHEAD_MAX_MS => Err(TooFarAhead { ahead_ms }),
            _ => {
                self.last = self.last.max(other.0);
                Ok(())
            }
        }
    }

    /// By how many milliseconds this clock runs ahead of the wall clock: what `doctor` and the health cell
    /// show after the wall clock was set back.
    pub const fn ahead_of(&self, unix_ms: u64) -> u64 {
        (self.last >> 16).saturating_sub(unix_ms)
    }
}

impl fmt::Display for Hlc {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.timestamp(), self.counter())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_never_runs_backwards_when_the_wall_clock_does() {
        let mut clock = HybridClock::default();
        let (a, b, c) = (clock.tick(5_000), clock.tick(5_000), clock.tick(1_000));
        assert!(a < b && b < c);
        assert_eq!((b.unix_ms(), b.counter()), (5_000, 1));
        assert_eq!(clock.ahead_of(1_000), 4_000);
    }

    #[test]
    fn a_full_counter_moves_on_into_the_next_millisecond() {
        let mut clock = HybridClock::starting_after(Hlc::new(7, u16::MAX));
        assert_eq!(clock.tick(7), Hlc::new(8, 0));
    }

    #[test]
    fn more_than_a_minute_ahead_is_refused_and_changes_nothing() {
        let mut clock = HybridClock::default();
        assert_eq!(clock.observe(Hlc::new(160_001, 0), 100_000), Err(TooFarAhead { ahead_ms: 60_001 }));
        assert_eq!(clock.tick(100_000), Hlc::new(100_000, 0));
        assert!(clock.observe(Hlc::new(160_000, 3), 100_000).is_ok());
        assert_eq!(clock.tick(100_000), Hlc::new(160_000, 4));
    }
}
