//! A sleep that a stop ends at once.

use std::sync::{Condvar, Mutex, PoisonError};
use std::time::Duration;

/// Whether it is time to stop. Held for a moment only.
#[derive(Debug, Default)]
pub struct Stop {
    set: Mutex<bool>,
    told: Condvar,
}

impl Stop {
    /// It is.
    pub fn set(&self) {
        *self.set.lock().unwrap_or_else(PoisonError::into_inner) = true;
        self.told.notify_all();
    }

    /// Whether it is.
    pub fn is_set(&self) -> bool {
        *self.set.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Sleeps so many milliseconds, or until it is time to stop.
    pub fn sleep(&self, ms: u64) {
        let set = self.set.lock().unwrap_or_else(PoisonError::into_inner);
        let slept = self.told.wait_timeout_while(set, Duration::from_millis(ms), |set| !*set);
        drop(slept.unwrap_or_else(PoisonError::into_inner));
    }
}
