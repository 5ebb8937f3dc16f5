//! Runs of decimal digits, eight at a time.
//!
//! A third of an event is numbers, times and addresses. A loop over their digits ends where nobody can foresee
//! it; eight bytes in one word are counted and read without a branch.

const ZEROS: u64 = u64::from_le_bytes([b'0'; 8]);
const HIGH: u64 = u64::from_le_bytes([0x80; 8]);

/// How many of the eight bytes are digits, up to the first that is none. `word` is less its [`ZEROS`].
#[inline(always)]
fn leading(word: u64) -> u32 {
    // Digits are 0 to 9 here and stay under 0x80; anything else reaches it. What a byte carries into the next
    // one does not matter, as the first that is no digit is the one that counts.
    let others = (word.wrapping_add(u64::from_le_bytes([0x76; 8])) | word) & HIGH;
    others.trailing_zeros() / 8
}

/// What is left past the digits that come first.
#[inline(always)]
pub(crate) fn past(text: &[u8]) -> &[u8] {
    let mut rest = text;
    while let Some((word, after)) = rest.split_first_chunk() {
        let digits = leading(u64::from_le_bytes(*word) ^ ZEROS);
        if digits < 8 {
            return rest.get(digits as usize..).unwrap_or_default();
        }
        rest = after;
    }
    past_at_end(rest)
}

#[inline(never)]
fn past_at_end(rest: &[u8]) -> &[u8] {
    rest.get(rest.iter().take_while(|byte| byte.is_ascii_digit()).count()..).unwrap_or_default()
}

/// The number that eight digits say, most significant first; they come as 0 to 9 in each byte.
#[inline(always)]
fn eight(word: u64) -> u64 {
    // Neighbours are joined to pairs, pairs to fours, fours to eight; each product leaves its sum in the high half.
    let pairs = word.wrapping_mul(10).wrapping_add(word >> 8) & 0x00FF_00FF_00FF_00FF;
    let fours = pairs.wrapping_mul(100).wrapping_add(pairs >> 16) & 0x0000_FFFF_0000_FFFF;
    (fours.wrapping_mul(10_000).wrapping_add(fours >> 32)) & 0xFFFF_FFFF
}

/// The whole number that stands from `from` up to `to`; `None` when there is nothing, anything but digits, or
/// more than 64 bits hold.
#[inline]
pub(crate) fn whole(bytes: &[u8], from: usize, to: usize) -> Option<u64> {
    let count = to.checked_sub(from)?;
    // Eight bytes are read where they are there, whatever follows the number in them.
    if let (1..=8, Some((word, _))) = (count, bytes.get(from..)?.split_first_chunk::<8>()) {
        let word = u64::from_le_bytes(*word) ^ ZEROS;
        return (leading(word) as usize >= count).then(|| eight(word << (64 - 8 * count)));
    }
    long(bytes.get(from..to)?)
}

/// Reads eight bytes that are spelled as `shape`, where `0` stands for any digit: byte `i` of what comes back is
/// the number that digits `i` and `i + 1` say.
#[inline(always)]
pub(crate) fn pairs(bytes: [u8; 8], shape: [u8; 8]) -> Option<[u8; 8]> {
    let fixed = u64::from_le_bytes(shape.map(|byte| if byte == b'0' { 0 } else { 0xFF }));
    let word = u64::from_le_bytes(bytes) ^ u64::from_le_bytes(shape);
    if word & fixed != 0 || leading(word) < 8 {
        return None;
    }
    // No byte passes 99, so none is carried into the next.
    Some((word * 10 + (word >> 8)).to_le_bytes())
}

#[inline(never)]
fn long(text: &[u8]) -> Option<u64> {
    let add = |sum: u64, byte: &u8| match byte {
        b'0'..=b'9' => sum.checked_mul(10)?.checked_add(u64::from(byte - b'0')),
        _ => None,
    };
    text.first()?;
    text.iter().try_fold(0, add)
}

#[cfg(test)]
mod tests {
    use super::{past, whole};

    fn count(text: &[u8], at: usize) -> usize {
        text.len() - at - past(&text[at..]).len()
    }

    #[test]
    fn digits_are_counted_up_to_the_first_byte_that_is_none() {
        for other in (0..=255_u8).filter(|byte| !byte.is_ascii_digit()) {
            for place in 0..20 {
                let mut text = *b"12345678901234567890 9876543210";
                text[place] = other;
                text[place + 1] = other.wrapping_add(1);
                assert_eq!(count(&text, 0), place, "{other} at {place}");
                assert_eq!(count(&text, place), 0);
            }
        }
        assert_eq!((count(b"", 0), count(b"7", 0)), (0, 1));
    }

    #[test]
    fn a_number_reads_as_the_standard_library_reads_it() {
        let line = b"0000012345678901234567890,18446744073709551615,18446744073709551616,4294967296x";
        for from in 0..line.len() {
            for to in from..=line.len() {
                let text = std::str::from_utf8(&line[from..to]).unwrap();
                let expected = text.parse().ok();
                assert_eq!(whole(line, from, to), expected, "{text}");
            }
        }
        assert_eq!(whole(b"+1", 0, 2), None);
    }
}
