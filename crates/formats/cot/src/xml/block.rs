//! Why: names and values are short, and a loop over their bytes is mostly wrong guesses of when it ends. Sixteen
//! bytes are looked at in one step instead; the `wide` crate makes that an instruction or two on each processor,
//! and no `unsafe` of ours.

use wide::i8x16;

/// Sixteen bytes at a place.
#[inline(always)]
pub(crate) fn block(bytes: &[u8], at: usize) -> Option<i8x16> {
    let sixteen: &[u8; 16] = bytes.get(at..)?.first_chunk()?;
    Some(i8x16::from(sixteen.map(u8::cast_signed)))
}

#[inline(always)]
pub(crate) fn all(byte: u8) -> i8x16 {
    i8x16::splat(byte.cast_signed())
}

/// The place of the first byte that is marked; 16 when there is none.
#[inline(always)]
pub(crate) fn first(marks: i8x16) -> usize {
    (marks.to_bitmask() | 1 << 16).trailing_zeros() as usize
}

/// Marks bytes that are no ASCII letter, digit, underscore, hyphen, point or colon.
#[inline(always)]
pub(crate) fn ends_name(b: i8x16) -> i8x16 {
    let folded = b | all(0x20);
    let letter = folded.simd_gt(all(b'a' - 1)) & folded.simd_lt(all(b'z' + 1));
    let digit_or_colon = b.simd_gt(all(b'0' - 1)) & b.simd_lt(all(b':' + 1));
    let other = b.simd_eq(all(b'_')) | b.simd_eq(all(b'-')) | b.simd_eq(all(b'.'));
    !(letter | digit_or_colon | other)
}

/// Marks bytes under the space. Bytes of characters beyond ASCII are negative here, and not marked.
#[inline(always)]
pub(crate) fn controls(b: i8x16) -> i8x16 {
    b.simd_lt(all(0x20)) & b.simd_gt(i8x16::splat(-1))
}

/// Marks bytes under the space that are no tab, line feed or carriage return.
#[inline(always)]
pub(crate) fn forbidden(b: i8x16) -> i8x16 {
    controls(b) & !(b.simd_eq(all(b'\t')) | b.simd_eq(all(b'\n')) | b.simd_eq(all(b'\r')))
}

/// Whether any byte is marked.
#[inline(always)]
pub(crate) fn any(marks: i8x16) -> bool {
    marks.to_bitmask() != 0
}
