//! Wrong passwords and codes: how many may be tried, so that guessing is hopeless and nobody is locked out by somebody else.
//!
//! Each name has a bucket of tries that fills again slowly. Whoever empties it from outside locks nobody out who has been here before: a
//! browser that logged in once holds a secret of that (OWASP calls it a device cookie) and has tries of its own; and a passkey needs
//! none. Names that nobody has are treated in the same way, so that no answer tells which names there are.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};

use kulla_record::PrincipalId;

/// Tries at once, and again one after so many milliseconds, from browsers that this name never logged in with.
const OF_STRANGERS: (u64, u64) = (6, 3 * 60_000);
/// The same for one browser that it did.
const OF_KNOWN: (u64, u64) = (12, 60_000);
/// Buckets that names share which nobody has.
const NOBODYS: usize = 4_096;
/// Buckets of people and of their browsers that are remembered; only those that aren't full are.
pub const TRIED_MAX: usize = 65_536;

/// For whom a try counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Whose {
    /// Somebody, from a browser that is new to them.
    Person(PrincipalId),
    /// Somebody, from a browser that they logged in with: by its number among theirs.
    Browser(PrincipalId, usize),
}

/// All buckets. Times are when a bucket is full again.
#[derive(Default)]
pub struct Tries {
    salt: RandomState,
    of: HashMap<Whose, u64>,
    nobodys: HashMap<usize, u64>,
}

impl Tries {
    /// Takes one try of somebody's. Else: how long to wait, in milliseconds.
    pub fn take(&mut self, whose: Whose, now_ms: u64) -> Result<(), u64> {
        if self.of.len() >= TRIED_MAX {
            self.of.retain(|_, full_ms| *full_ms > now_ms);
        }
        let rate = match whose {
            Whose::Person(_) => OF_STRANGERS,
            Whose::Browser(..) => OF_KNOWN,
        };
        // There are fewer people on a node than buckets; where all are in use, guessing goes on for nobody new.
        if self.of.len() >= TRIED_MAX && !self.of.contains_key(&whose) {
            return Err(rate.1);
        }
        take(self.of.entry(whose).or_default(), rate, now_ms)
    }

    /// Takes one try of a name that nobody has.
    pub fn take_nobodys(&mut self, name: &str, now_ms: u64) -> Result<(), u64> {
        let bucket = self.salt.hash_one(name) as usize % NOBODYS;
        take(self.nobodys.entry(bucket).or_default(), OF_STRANGERS, now_ms)
    }

    /// It was the right one: the bucket is full again.
    pub fn passed(&mut self, whose: Whose) {
        self.of.remove(&whose);
    }
}

fn take(full_ms: &mut u64, (at_once, one_more_ms): (u64, u64), now_ms: u64) -> Result<(), u64> {
    let owed_ms = full_ms.saturating_sub(now_ms);
    let room_ms = (at_once - 1) * one_more_ms;
    if owed_ms > room_ms {
        return Err(owed_ms - room_ms);
    }
    *full_ms = (*full_ms).max(now_ms) + one_more_ms;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const VICTIM: PrincipalId = PrincipalId([1; 16]);

    #[test]
    fn guessing_from_outside_ends_and_leaves_the_victims_own_browser_its_tries() {
        let mut tries = Tries::default();
        let guessed = (0..1_000).filter(|n| tries.take(Whose::Person(VICTIM), *n).is_ok()).count();
        assert_eq!(guessed as u64, OF_STRANGERS.0);
        assert!(tries.take(Whose::Browser(VICTIM, 0), 1_000).is_ok());
        assert!(tries.take(Whose::Person(PrincipalId([2; 16])), 1_000).is_ok(), "nor anybody else");
        let day_ms = 24 * 3_600_000;
        let in_a_day = (1_000..day_ms)
            .step_by(1_000)
            .filter(|n| tries.take(Whose::Person(VICTIM), *n).is_ok())
            .count();
        assert_eq!(in_a_day as u64, day_ms / OF_STRANGERS.1 - 1, "one more each three minutes");
    }

    #[test]
    fn a_name_that_nobody_has_is_refused_after_as_many_tries() {
        let mut tries = Tries::default();
        let of = |result: Result<(), u64>| result.err();
        for n in 0..10 {
            assert_eq!(
                of(tries.take(Whose::Person(VICTIM), n)),
                of(tries.take_nobodys("nobody@ame", n)),
                "{n}"
            );
        }
    }

    #[test]
    fn the_right_one_fills_the_bucket_again_and_memory_is_bounded() {
        let mut tries = Tries::default();
        while tries.take(Whose::Person(VICTIM), 0).is_ok() {}
        tries.passed(Whose::Person(VICTIM));
        assert!(tries.take(Whose::Person(VICTIM), 0).is_ok());
        for n in 0..TRIED_MAX as u128 + 10 {
            let _ = tries.take(Whose::Person(PrincipalId(n.to_be_bytes())), 0);
            let _ = tries.take_nobodys(&n.to_string(), 0);
        }
        assert!(tries.of.len() <= TRIED_MAX && tries.nobodys.len() <= NOBODYS);
        assert!(tries.take(Whose::Person(PrincipalId([9; 16])), 0).is_err());
        assert!(tries.take(Whose::Person(PrincipalId([9; 16])), 24 * 3_600_000).is_ok());
    }
}
