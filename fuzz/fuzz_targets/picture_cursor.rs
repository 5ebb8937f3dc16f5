//! A cursor that somebody made up or bent opens nothing; one of ours opens for its own use only.
#![no_main]

use kulla_picture::{CursorKey, CursorUse};
use libfuzzer_sys::fuzz_target;

const OURS: CursorKey = CursorKey::new([7; 32]);
const OTHERS: CursorKey = CursorKey::new([8; 32]);

fuzz_target!(|bytes: &[u8]| {
    if let Ok(text) = std::str::from_utf8(bytes) {
        for used_for in [CursorUse::Page, CursorUse::Stream] {
            // Whatever opens is what we seal for the same numbers, whatever the case of its digits.
            if let Ok((a, b)) = OURS.open(used_for, text) {
                assert!(OURS.seal(used_for, a, b).eq_ignore_ascii_case(text));
            }
        }
    }
    let Some((head, bend)) = bytes.split_first_chunk::<16>() else { return };
    let word = |half: &[u8]| half.iter().fold(0_u64, |word, byte| word << 8 | u64::from(*byte));
    let (a, b) = (word(&head[..8]), word(&head[8..]));
    let sealed = OURS.seal(CursorUse::Page, a, b);
    assert_eq!(OURS.open(CursorUse::Page, &sealed).ok(), Some((a, b)));
    assert!(
        OURS.open(CursorUse::Stream, &sealed).is_err() && OTHERS.open(CursorUse::Page, &sealed).is_err()
    );
    // One letter of it changed.
    let [at, letter, ..] = bend else { return };
    let mut bent = sealed.clone().into_bytes();
    let at = usize::from(*at) % bent.len();
    bent[at] = *letter;
    if let Ok(bent) = String::from_utf8(bent)
        && !bent.eq_ignore_ascii_case(&sealed)
    {
        assert!(OURS.open(CursorUse::Page, &bent).is_err());
    }
});
