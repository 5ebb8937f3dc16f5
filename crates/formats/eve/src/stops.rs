//! Where the plain runs of strings end in a block of 64 bytes: quote, backslash, control character.
//!
//! Written so that the compiler makes vector code of it on any machine: compares of whole lanes without a
//! branch, then one multiplication for every eight bytes to gather their bits.

/// One bit for each byte of the block at which a plain run ends, the first byte lowest.
#[inline]
pub(crate) fn find(block: &[u8; 64]) -> u64 {
    let mut flags = [0_u8; 64];
    for (flag, byte) in flags.iter_mut().zip(block) {
        *flag = u8::from(*byte == b'"') | u8::from(*byte == b'\\') | u8::from(*byte < 0x20);
    }
    let (words, _) = flags.as_chunks::<8>();
    words.iter().rev().fold(0, |stops, word| {
        // Each byte is 0 or 1; the product carries byte `i` to bit `56 + i`, and no two meet there.
        let bits = u64::from_le_bytes(*word).wrapping_mul(0x0102_0408_1020_4080) >> 56;
        stops << 8 | bits
    })
}

#[cfg(test)]
mod tests {
    #[test]
    fn exactly_the_bytes_that_end_a_plain_run_are_found() {
        for byte in 0..=255_u8 {
            for place in 0..64 {
                let mut block = [b'a'; 64];
                block[place] = byte;
                block[(place * 7 + 13) % 64] ^= byte & 0x80;
                block[(place * 5 + 2) % 64] = byte;
                let expected = block.iter().enumerate().fold(0, |bits, (index, byte)| {
                    bits | u64::from(matches!(byte, b'"' | b'\\' | 0..=0x1f)) << index
                });
                assert_eq!(super::find(&block), expected, "{byte} at {place}");
            }
        }
    }
}
