//! When a feed is asked again: pure.
//!
//! Everybody who polls every two minutes on the minute makes a crowd, so each wait is a little longer or
//! shorter by chance. After an error the wait doubles, up to a limit; what the server asks for with
//! `Retry-After` is kept to, up to the same limit.

/// The longest wait after errors, in milliseconds.
pub const WAIT_MS_MAX: u64 = 3_600_000;
/// Of a wait, so much is by chance after a success, in percent.
const JITTER_PERCENT: u64 = 10;

/// The rhythm of one feed.
#[derive(Debug, Clone, Copy)]
pub struct Pace {
    every_ms: u64,
    failures: u32,
}

impl Pace {
    /// Asks every so many milliseconds while all is well.
    pub fn new(every_ms: u64) -> Pace {
        Pace { every_ms: every_ms.max(1), failures: 0 }
    }

    /// How long to wait after a success. `chance`: any number.
    pub fn went_well(&mut self, chance: u64) -> u64 {
        self.failures = 0;
        let spread = self.every_ms * 2 * JITTER_PERCENT / 100;
        let least = self.every_ms - spread / 2;
        least + chance % spread.max(1)
    }

    /// How long to wait after an error: half of it certain, half by chance.
    pub fn went_wrong(&mut self, retry_after_s: Option<u64>, chance: u64) -> u64 {
        self.failures = self.failures.saturating_add(1);
        let doubled =
            self.every_ms.saturating_mul(1 << self.failures.min(16)).min(WAIT_MS_MAX.max(self.every_ms));
        let wait = doubled / 2 + chance % (doubled / 2).max(1);
        let asked = retry_after_s.map_or(0, |s| s.saturating_mul(1_000)).min(WAIT_MS_MAX);
        wait.max(asked)
    }

    /// Errors in a row.
    pub fn failures(&self) -> u32 {
        self.failures
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_wait_is_about_what_was_asked_for_and_never_beyond_the_limit(
            every in 1_000..7_200_000_u64, chances in proptest::collection::vec(any::<u64>(), 1..40),
        ) {
            let mut pace = Pace::new(every);
            let well = pace.went_well(chances[0]);
            prop_assert!((every - every / 10..=every + every / 10).contains(&well));
            let (mut least, most) = (every, WAIT_MS_MAX.max(every));
            for chance in chances {
                let wait = pace.went_wrong(None, chance);
                prop_assert!(wait <= most && wait >= least.min(most / 2));
                least = (2 * least).min(most / 2);
            }
            prop_assert!(pace.went_well(0) < every);
        }
    }

    #[test]
    fn what_the_server_asks_for_is_kept_to_within_reason() {
        let mut pace = Pace::new(10_000);
        assert_eq!(pace.went_wrong(Some(120), 0), 120_000);
        assert_eq!(pace.went_wrong(Some(u64::MAX), 0), WAIT_MS_MAX);
        assert_eq!(pace.failures(), 2);
    }
}
