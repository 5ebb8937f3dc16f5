//! Challenges for passkeys: made without being kept, and taken once.
//!
//! Anybody may ask for a challenge to log in, so keeping each would let a crowd push out those of honest people. A
//! challenge carries its time and a code of this node instead; only the few that were answered rightly are remembered,
//! until they are too old to be taken again.

use std::collections::BTreeMap;

use kulla_record::Entropy;
use ring::hmac;

use crate::act::Refusal;

/// How long a challenge can be answered, in milliseconds: the longest that a browser waits for its owner.
pub const CHALLENGE_MS: u64 = 5 * 60_000;
/// Answered challenges that are remembered: more log-ins than a node has sessions, within [`CHALLENGE_MS`].
pub const ANSWERED_MAX: usize = 16_384;
const CHANCE_BYTES: usize = 16;
const TIME_BYTES: usize = 8;
const CODE_BYTES: usize = 32;
/// Bytes of a challenge.
pub const CHALLENGE_BYTES: usize = CHANCE_BYTES + TIME_BYTES + CODE_BYTES;

/// The challenges of one run of a node.
pub struct Challenges {
    key: hmac::Key,
    answered: BTreeMap<[u8; CHANCE_BYTES], u64>,
}

impl Challenges {
    /// With a key that nobody ever sees; what was asked before a restart can't be answered after it.
    pub fn new(entropy: &dyn Entropy) -> Challenges {
        let key: [u8; 32] = entropy.bytes();
        Challenges { key: hmac::Key::new(hmac::HMAC_SHA256, &key), answered: BTreeMap::new() }
    }

    /// A challenge for one use: whatever it was asked for stands in its code.
    pub fn ask(&self, what: &[u8], now_ms: u64, entropy: &dyn Entropy) -> [u8; CHALLENGE_BYTES] {
        let chance: [u8; CHANCE_BYTES] = entropy.bytes();
        let mut challenge = [0; CHALLENGE_BYTES];
        let (open, code) = challenge.split_at_mut(CHANCE_BYTES + TIME_BYTES);
        open[..CHANCE_BYTES].copy_from_slice(&chance);
        open[CHANCE_BYTES..].copy_from_slice(&now_ms.to_be_bytes());
        code.copy_from_slice(hmac::sign(&self.key, &said(open, what)).as_ref());
        challenge
    }

    /// Whether it was asked for this, in time, and not answered yet. Nothing changes.
    pub fn holds(&self, challenge: &[u8], what: &[u8], now_ms: u64) -> Result<(), Refusal> {
        self.read(challenge, what, now_ms).map(drop)
    }

    /// Takes it: it is answered, rightly, and never again.
    pub fn take(&mut self, challenge: &[u8], what: &[u8], now_ms: u64) -> Result<(), Refusal> {
        self.answered.retain(|_, until_ms| *until_ms > now_ms);
        let (chance, until_ms) = self.read(challenge, what, now_ms)?;
        if self.answered.len() >= ANSWERED_MAX {
            return Err(Refusal::new(
                "login.busy",
                "too many people log in at this moment: try again in a minute",
            ));
        }
        self.answered.insert(chance, until_ms);
        Ok(())
    }

    fn read(
        &self,
        challenge: &[u8],
        what: &[u8],
        now_ms: u64,
    ) -> Result<([u8; CHANCE_BYTES], u64), Refusal> {
        let late =
            || Refusal::new("login.late", "that took too long, or was done already: try it once more");
        let (open, code) = challenge.split_at_checked(CHANCE_BYTES + TIME_BYTES).ok_or_else(late)?;
        hmac::verify(&self.key, &said(open, what), code).map_err(|_| late())?;
        let (chance, asked) = open.split_at_checked(CHANCE_BYTES).ok_or_else(late)?;
        let chance: [u8; CHANCE_BYTES] = chance.try_into().map_err(|_| late())?;
        let asked_ms = u64::from_be_bytes(asked.try_into().map_err(|_| late())?);
        let until_ms = asked_ms.saturating_add(CHALLENGE_MS);
        // A clock that was set back ends it too.
        let holds = asked_ms <= now_ms && now_ms < until_ms && !self.answered.contains_key(&chance);
        holds.then_some((chance, until_ms)).ok_or_else(late)
    }
}

fn said(open: &[u8], what: &[u8]) -> Vec<u8> {
    [b"kulla/challenge/1", open, what].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Counting(std::sync::atomic::AtomicU8);

    impl Entropy for Counting {
        fn fill(&self, bytes: &mut [u8]) {
            bytes.fill(self.0.fetch_add(1, std::sync::atomic::Ordering::Relaxed));
        }
    }

    #[test]
    fn a_challenge_is_taken_once_in_time_and_for_what_it_was_asked() {
        let chance = Counting(std::sync::atomic::AtomicU8::new(1));
        let mut challenges = Challenges::new(&chance);
        let asked = challenges.ask(b"log-in", 1_000, &chance);
        let code = |result: Result<(), Refusal>| result.err().map(|refusal| refusal.code);
        assert_eq!(code(challenges.take(&asked, b"enrol", 1_000)), Some("login.late"));
        assert_eq!(code(challenges.take(&asked, b"log-in", 1_000 + CHALLENGE_MS)), Some("login.late"));
        assert_eq!(code(challenges.take(&asked, b"log-in", 999)), Some("login.late"));
        for at in 0..asked.len() {
            let mut bent = asked;
            bent[at] ^= 1;
            assert_eq!(code(challenges.take(&bent, b"log-in", 1_000)), Some("login.late"), "byte {at}");
        }
        assert_eq!(code(challenges.take(&asked[..20], b"log-in", 1_000)), Some("login.late"));
        assert_eq!(code(challenges.holds(&asked, b"log-in", 2_000)), None);
        assert_eq!(code(challenges.take(&asked, b"log-in", 2_000)), None);
        assert_eq!(code(challenges.take(&asked, b"log-in", 2_000)), Some("login.late"), "once");
        let other = Challenges::new(&chance);
        assert_eq!(code(other.holds(&asked, b"log-in", 2_000)), Some("login.late"), "of another run");
    }

    #[test]
    fn what_is_remembered_is_bounded_and_forgotten_with_its_time() {
        let chance = Counting(std::sync::atomic::AtomicU8::new(1));
        let mut challenges = Challenges::new(&chance);
        challenges.answered = (0..ANSWERED_MAX as u128).map(|n| (n.to_be_bytes(), 5_000)).collect();
        let asked = challenges.ask(b"log-in", 4_000, &chance);
        assert_eq!(challenges.take(&asked, b"log-in", 4_000).unwrap_err().code, "login.busy");
        assert!(challenges.take(&asked, b"log-in", 5_000).is_ok());
        assert_eq!(challenges.answered.len(), 1);
    }
}
