//! One-time codes by time (RFC 6238): six digits of HMAC-SHA-1 every thirty seconds, as every authenticator app has them.

use kulla_record::Entropy;
use ring::hmac;

/// Bytes of a secret: what RFC 4226 (section 4, R6) recommends.
pub const SECRET_BYTES: usize = 20;
/// How long a code is shown, in milliseconds.
pub const STEP_MS: u64 = 30_000;
/// Steps before and after the present one that are taken too, for clocks that differ (RFC 6238, section 5.2).
const STEPS_ASIDE: u64 = 1;
const DIGITS: usize = 6;

/// A new secret.
pub fn secret(entropy: &dyn Entropy) -> [u8; SECRET_BYTES] {
    entropy.bytes()
}

/// The code of one step.
pub fn code(secret: &[u8], step: u64) -> u32 {
    let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, secret);
    let mac = hmac::sign(&key, &step.to_be_bytes());
    let mac = mac.as_ref();
    // RFC 4226, section 5.3: the last four bits say where the 31 bits begin.
    let at = mac.last().map_or(0, |last| usize::from(last & 0x0f));
    let cut = mac.get(at..at + 4).and_then(|cut| cut.try_into().ok()).unwrap_or_default();
    (u32::from_be_bytes(cut) & 0x7fff_ffff) % 10_u32.pow(DIGITS as u32)
}

/// The step that a typed code belongs to, if it is one of now and newer than the last that was used: a code that somebody saw
/// over a shoulder is worth nothing any more.
pub fn check(secret: &[u8], typed: &str, used: Option<u64>, now_ms: u64) -> Option<u64> {
    let digits: String = typed.chars().filter(|c| !c.is_whitespace()).take(DIGITS + 1).collect();
    let typed: u32 = (digits.len() == DIGITS).then(|| digits.parse().ok()).flatten()?;
    let now = now_ms / STEP_MS;
    let steps = now.saturating_sub(STEPS_ASIDE)..=now.saturating_add(STEPS_ASIDE);
    // All of them are worked out, so that the time tells nothing of which one it was.
    let fits: Vec<u64> = steps.filter(|step| code(secret, *step) == typed).collect();
    fits.into_iter().find(|step| used.is_none_or(|used| *step > used))
}

/// The secret as people type it (RFC 4648 base32), in groups of four.
pub fn spelled(secret: &[u8]) -> String {
    let text = base32(secret);
    let groups: Vec<String> =
        text.as_bytes().chunks(4).map(|four| String::from_utf8_lossy(four).into()).collect();
    groups.join(" ")
}

/// What an authenticator app reads from a picture: the Key URI format of Google Authenticator.
pub fn uri(issuer: &str, account: &str, secret: &[u8]) -> String {
    let (issuer, account) = (escaped(issuer), escaped(account));
    format!("otpauth://totp/{issuer}:{account}?secret={}&issuer={issuer}", base32(secret))
}

fn escaped(text: &str) -> String {
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"-._~".contains(byte);
    text.bytes()
        .map(|byte| if plain(&byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}

fn base32(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let (mut text, mut held, mut bits) = (String::new(), 0_u32, 0);
    let mut put = |five: u32| text.push(char::from(LETTERS[(five & 31) as usize]));
    for byte in bytes {
        held = held << 8 | u32::from(*byte);
        bits += 8;
        while bits >= 5 {
            bits -= 5;
            put(held >> bits);
        }
    }
    if bits > 0 {
        put(held << (5 - bits));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Of both RFCs.
    const SECRET: &[u8] = b"12345678901234567890";

    #[test]
    fn codes_are_those_of_rfc_4226_appendix_d_and_rfc_6238_appendix_b() {
        let counted: Vec<u32> = (0..10).map(|step| code(SECRET, step)).collect();
        assert_eq!(
            counted,
            [755224, 287082, 359152, 969429, 338314, 254676, 287922, 162583, 399871, 520489]
        );
        // The table of RFC 6238 has eight digits; the last six are those of a code of six.
        for (seconds, code_of_eight) in
            [(59, 94287082), (1111111109, 7081804), (1234567890, 89005924), (20000000000, 65353130)]
        {
            assert_eq!(code(SECRET, seconds * 1_000 / STEP_MS), code_of_eight % 1_000_000, "{seconds}");
        }
    }

    #[test]
    fn a_code_of_the_step_before_or_after_is_taken_once_and_no_older_one_after_it() {
        let now = 100 * STEP_MS + 7;
        let at = |step| format!("{:06}", code(SECRET, step));
        assert_eq!(check(SECRET, &at(99), None, now), Some(99));
        assert_eq!(check(SECRET, &at(101), None, now), Some(101));
        assert_eq!(check(SECRET, &at(98), None, now), None);
        assert_eq!(check(SECRET, &at(102), None, now), None);
        assert_eq!(check(SECRET, &at(100), Some(100), now), None, "used");
        assert_eq!(check(SECRET, &at(99), Some(100), now), None, "older than a used one");
        let spaced = format!(" {} {} ", &at(100)[..3], &at(100)[3..]);
        assert_eq!(check(SECRET, &spaced, None, now), Some(100));
        for bad in ["", "12345", "1234567", "-12345", "١٢٣٤٥٦", "abcdef"] {
            assert_eq!(check(SECRET, bad, None, now), None, "{bad}");
        }
    }

    #[test]
    fn the_secret_is_spelled_as_rfc_4648_says() {
        let spelled = |text: &str| spelled(text.as_bytes());
        assert_eq!(spelled("foobar"), "MZXW 6YTB OI");
        assert_eq!(spelled("foob"), "MZXW 6YQ");
        assert_eq!(
            uri("Kulla AME", "a.k@ame", b"foobar"),
            "otpauth://totp/Kulla%20AME:a.k%40ame?secret=MZXW6YTBOI&issuer=Kulla%20AME"
        );
    }
}
