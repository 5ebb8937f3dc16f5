//! The machine: its clock and its randomness. The only place that takes them from the air.

use std::sync::Arc;
use std::time::{Duration, Instant};

use kulla_record::{Clock, Entropy};
use ring::rand::{SecureRandom, SystemRandom};

/// The clock on the wall.
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "everybody else is handed this clock")]
    fn unix_ms(&self) -> u64 {
        let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
        since.map_or(0, |since| u64::try_from(since.as_millis()).unwrap_or(u64::MAX))
    }
}

/// The randomness of the operating system.
pub struct SystemEntropy(SystemRandom);

impl SystemEntropy {
    /// Ready to use.
    pub fn new() -> Arc<SystemEntropy> {
        Arc::new(SystemEntropy(SystemRandom::new()))
    }
}

impl Entropy for SystemEntropy {
    fn fill(&self, bytes: &mut [u8]) {
        // Linux gives randomness or blocks; a program that went on without would make keys that can be guessed.
        if self.0.fill(bytes).is_err() {
            tracing::error!("the operating system gives no randomness");
            std::process::abort();
        }
    }
}

/// A moment on a clock that nobody sets, for measuring how long something takes.
#[derive(Debug, Clone, Copy)]
pub struct Moment(Instant);

impl Moment {
    /// This one.
    #[expect(clippy::disallowed_methods, reason = "spans are measured for the operator and decide nothing")]
    pub fn now() -> Moment {
        Moment(Instant::now())
    }

    /// How long ago it was.
    pub fn elapsed(self) -> Duration {
        self.0.elapsed()
    }
}
