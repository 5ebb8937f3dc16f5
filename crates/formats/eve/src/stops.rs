//! Where the plain run of a string ends: at a quote, a backslash or a control character.
//!
//! Sixteen bytes are compared in one step, without a branch for each: the lengths of strings cannot be foreseen,
//! and a loop over each would cost more than its bytes. The `wide` crate makes vector code of it on any machine,
//! and no `unsafe` of ours.

use wide::u8x16;

/// One bit for each of the bytes at which a plain run ends, the first byte lowest.
#[inline(always)]
fn stops(bytes: &[u8; 16]) -> u32 {
    let bytes = u8x16::new(*bytes);
    let control = bytes.min(u8x16::splat(0x1f)).simd_eq(bytes);
    (bytes.simd_eq(u8x16::splat(b'"')) | bytes.simd_eq(u8x16::splat(b'\\')) | control).to_bitmask()
}

/// What is left from the first byte on at which a plain run ends.
#[inline(always)]
pub(crate) fn next(text: &[u8]) -> &[u8] {
    let mut rest = text;
    while let Some((front, after)) = rest.split_first_chunk() {
        let stops = stops(front);
        if stops != 0 {
            return rest.get(stops.trailing_zeros() as usize..).unwrap_or_default();
        }
        rest = after;
    }
    next_at_end(rest)
}

#[inline(never)]
fn next_at_end(rest: &[u8]) -> &[u8] {
    let plain = |byte: &&u8| !matches!(**byte, b'"' | b'\\' | 0..0x20);
    rest.get(rest.iter().take_while(plain).count()..).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    #[test]
    fn exactly_the_bytes_that_end_a_plain_run_are_found() {
        for byte in 0..=255_u8 {
            for place in 0..50 {
                let mut bytes = [b'a'; 50];
                bytes[place] = byte;
                bytes[(place * 7 + 13) % 50] ^= byte & 0x80;
                for from in 0..=50 {
                    let stop = |byte: &u8| matches!(byte, b'"' | b'\\' | 0..=0x1f);
                    let expected = bytes[from..].iter().position(stop).map_or(0, |at| 50 - from - at);
                    assert_eq!(
                        super::next(&bytes[from..]).len(),
                        expected,
                        "{byte} at {place} from {from}"
                    );
                }
            }
        }
    }
}
