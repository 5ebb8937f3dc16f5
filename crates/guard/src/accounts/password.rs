//! Passwords, kept as argon2id (RFC 9106) and never by themselves: a one-time code stands beside each.

use argon2::{Algorithm, Argon2, Params, Version};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use kulla_record::Entropy;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::act::Refusal;

/// Characters of a password at least (NIST SP 800-63B-4 asks for 8 beside a second factor; a sentence is easily more).
pub const PASSWORD_CHARS_MIN: usize = 12;
/// Characters of a password at most.
pub const PASSWORD_CHARS_MAX: usize = 200;
/// Distinct characters in it at least.
const DISTINCT_MIN: usize = 5;
/// The second choice of OWASP for argon2id: 19 MiB, twice over, one lane.
const MEMORY_KIB: u32 = 19 << 10;
const TIMES: u32 = 2;
const LANES: u32 = 1;
const HASH_BYTES: usize = 32;
const SALT_BYTES: usize = 16;

/// What is kept of a password, with how it was made: a later release may ask for more of new ones.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PasswordHash {
    memory_kib: u32,
    times: u32,
    lanes: u32,
    salt: String,
    hash: String,
}

impl PasswordHash {
    /// Works it out: some tens of milliseconds and 19 MiB.
    pub fn of(password: &str, entropy: &dyn Entropy) -> PasswordHash {
        PasswordHash::with_salt(password, entropy.bytes())
    }

    fn with_salt(password: &str, salt: [u8; SALT_BYTES]) -> PasswordHash {
        let salt = STANDARD_NO_PAD.encode(salt);
        let mut made =
            PasswordHash { memory_kib: MEMORY_KIB, times: TIMES, lanes: LANES, salt, hash: String::new() };
        made.hash = made.hashed(password).map(|hash| STANDARD_NO_PAD.encode(hash)).unwrap_or_default();
        made
    }

    /// One that no password fits, to be looked at where there is none: it takes as long.
    pub fn of_nobody() -> PasswordHash {
        PasswordHash::with_salt("", [0; SALT_BYTES])
    }

    /// Whether a password is the one. Takes as long as making it.
    pub fn fits(&self, password: &str) -> bool {
        let kept = STANDARD_NO_PAD.decode(&self.hash).unwrap_or_default();
        let Some(given) = self.hashed(password) else { return false };
        // Digests are compared, so that where they differ tells nothing of the hash.
        kept.len() == HASH_BYTES && !password.is_empty() && Sha256::digest(kept) == Sha256::digest(given)
    }

    fn hashed(&self, password: &str) -> Option<[u8; HASH_BYTES]> {
        let params = Params::new(self.memory_kib, self.times, self.lanes, Some(HASH_BYTES)).ok()?;
        let salt = STANDARD_NO_PAD.decode(&self.salt).ok()?;
        let mut hash = [0; HASH_BYTES];
        // Whoever typed far too much typed no password of ours; the work has a bound.
        let password: String = password.chars().take(PASSWORD_CHARS_MAX + 1).collect();
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_into(password.as_bytes(), &salt, &mut hash)
            .ok()?;
        Some(hash)
    }
}

/// Whether a new password is one that others would not try first. `known` is what everybody knows of the person: name, log-in,
/// agency.
pub fn is_good(password: &str, known: &[&str]) -> Result<(), Refusal> {
    let chars = password.chars().count();
    if !(PASSWORD_CHARS_MIN..=PASSWORD_CHARS_MAX).contains(&chars) {
        return Err(Refusal::new(
            "password.length",
            format!(
                "a password has {PASSWORD_CHARS_MIN} to {PASSWORD_CHARS_MAX} characters: four or five words make a good one"
            ),
        ));
    }
    let distinct: std::collections::BTreeSet<char> = password.chars().collect();
    let lower = password.to_lowercase();
    let mut words = known.iter().flat_map(|known| known.split_whitespace()).chain([
        "password",
        "kulla",
        "fjalekalim",
        "lozinka",
    ]);
    let left = words
        .by_ref()
        .filter(|word| word.chars().count() >= 4)
        .fold(lower, |left, word| left.replace(&word.to_lowercase(), ""));
    if distinct.len() < DISTINCT_MIN || left.chars().count() < PASSWORD_CHARS_MIN - 4 {
        return Err(Refusal::new(
            "password.easy",
            "others would try this one first: take words that have nothing to do with you, your agency or this program",
        ));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_fits_itself_and_nothing_else_and_nobodys_fits_nothing() {
        let kept = PasswordHash::with_salt("katër gjuhë në një kullë", [7; SALT_BYTES]);
        assert!(kept.fits("katër gjuhë në një kullë"));
        assert!(
            !kept.fits("kater gjuhe ne nje kulle") && !kept.fits("") && !kept.fits(&"x".repeat(100_000))
        );
        let nobody = PasswordHash::of_nobody();
        assert!(!nobody.fits("") && !nobody.fits("x"));
        let read: PasswordHash = serde_json::from_str(&serde_json::to_string(&kept).unwrap()).unwrap();
        assert!(read.fits("katër gjuhë në një kullë"));
        let damaged = PasswordHash { hash: String::new(), ..kept };
        assert!(!damaged.fits("katër gjuhë në një kullë") && !damaged.fits(""));
    }

    #[test]
    fn what_others_try_first_is_refused() {
        let known = ["Arta Krasniqi", "arta.krasniqi", "ame"];
        let code = |password: &str| is_good(password, &known).err().map(|refusal| refusal.code);
        assert_eq!(code("short"), Some("password.length"));
        assert_eq!(code(&"long".repeat(60)), Some("password.length"));
        assert_eq!(code("aaaaaaaaaaaaaaaa"), Some("password.easy"));
        assert_eq!(code("arta krasniqi 24"), Some("password.easy"));
        assert_eq!(code("PasswordKulla123"), Some("password.easy"));
        assert_eq!(code("pesë gurë mbi lumë"), None);
    }
}
