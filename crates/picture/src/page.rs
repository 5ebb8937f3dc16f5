//! Cursors that tell nothing.
//!
//! Where a reader stopped is a position in the log or a hybrid time, and both would tell how much was written
//! that the reader may not see. So a cursor leaves the house sealed under a key of the node: equal positions
//! give equal cursors, and nothing else can be learned or made up.

use sha2::{Digest, Sha256};

/// Items of one page.
pub const PAGE_ITEMS_MAX: usize = 500;

/// The key of this node's cursors.
#[derive(Clone)]
pub struct CursorKey([u8; 32]);

/// What a cursor is for. One made for lists does not open a stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CursorUse {
    /// The next page of a list.
    Page = 1,
    /// The next change of a stream.
    Stream = 2,
    /// Something that was written: whoever wrote it may wait until it is shown.
    Write = 3,
}

/// The text is not a cursor of this node, or one for another use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is not a cursor of this node: leave it out to start from the beginning")]
pub struct BadCursor;

const TAG_BYTES: usize = 12;

impl CursorKey {
    /// From 32 secret bytes.
    pub const fn new(key: [u8; 32]) -> Self {
        CursorKey(key)
    }

    /// Seals two numbers.
    pub fn seal(&self, used_for: CursorUse, a: u64, b: u64) -> String {
        let mut plain = [0; 16];
        plain[..8].copy_from_slice(&a.to_be_bytes());
        plain[8..].copy_from_slice(&b.to_be_bytes());
        let tag = self.tag(used_for, &plain);
        let hidden = self.mask(&tag, plain);
        tag.iter().chain(&hidden).map(|byte| format!("{byte:02x}")).collect()
    }

    /// Opens what [`CursorKey::seal`] made for the same use.
    pub fn open(&self, used_for: CursorUse, text: &str) -> Result<(u64, u64), BadCursor> {
        let bytes = from_hex(text).ok_or(BadCursor)?;
        let (tag, hidden) = bytes.split_at(TAG_BYTES);
        let tag: [u8; TAG_BYTES] = tag.try_into().map_err(|_| BadCursor)?;
        let plain = self.mask(&tag, hidden.try_into().map_err(|_| BadCursor)?);
        if self.tag(used_for, &plain) != tag {
            return Err(BadCursor);
        }
        let number = |at: usize| plain[at..at + 8].iter().fold(0_u64, |n, byte| n << 8 | u64::from(*byte));
        Ok((number(0), number(8)))
    }

    fn tag(&self, used_for: CursorUse, plain: &[u8; 16]) -> [u8; TAG_BYTES] {
        let digest = self.digest(&[b"tag", &[used_for as u8], plain]);
        let mut tag = [0; TAG_BYTES];
        tag.copy_from_slice(&digest[..TAG_BYTES]);
        tag
    }

    fn mask(&self, tag: &[u8; TAG_BYTES], mut bytes: [u8; 16]) -> [u8; 16] {
        let stream = self.digest(&[b"mask", tag]);
        bytes.iter_mut().zip(stream).for_each(|(byte, mask)| *byte ^= mask);
        bytes
    }

    fn digest(&self, parts: &[&[u8]]) -> [u8; 32] {
        // Key and fixed-length parts under SHA-256, hashed twice against extension.
        let inner = parts
            .iter()
            .fold(Sha256::new_with_prefix(self.0), |hash, part| hash.chain_update(part))
            .finalize();
        Sha256::new_with_prefix(self.0).chain_update(inner).finalize().into()
    }
}

fn from_hex(text: &str) -> Option<[u8; TAG_BYTES + 16]> {
    let digits: Vec<u8> =
        text.chars().map(|c| c.to_digit(16).and_then(|d| u8::try_from(d).ok())).collect::<Option<_>>()?;
    let bytes: Vec<u8> = digits.chunks_exact(2).map(|pair| pair[0] << 4 | pair[1]).collect();
    if digits.len().is_multiple_of(2) { bytes.try_into().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const KEY: CursorKey = CursorKey::new([7; 32]);

    #[test]
    fn a_cursor_of_another_node_or_another_use_is_refused() {
        let cursor = KEY.seal(CursorUse::Page, 1, 2);
        assert_eq!(CursorKey::new([8; 32]).open(CursorUse::Page, &cursor), Err(BadCursor));
        assert_eq!(KEY.open(CursorUse::Stream, &cursor), Err(BadCursor));
        assert_eq!(KEY.open(CursorUse::Page, &format!("0{}", &cursor[1..])), Err(BadCursor));
    }

    #[test]
    fn cursors_of_neighbours_share_nothing() {
        let (a, b) = (KEY.seal(CursorUse::Page, 41, 0), KEY.seal(CursorUse::Page, 42, 0));
        let same = a.bytes().zip(b.bytes()).filter(|(x, y)| x == y).count();
        assert!(same < 16, "{same} of {} digits are the same", a.len());
    }

    proptest! {
        #[test]
        fn a_cursor_opens_to_what_was_sealed(a: u64, b: u64) {
            prop_assert_eq!(KEY.open(CursorUse::Stream, &KEY.seal(CursorUse::Stream, a, b)), Ok((a, b)));
        }
        #[test]
        fn no_text_makes_the_cursor_reader_panic(text in ".{0,80}") {
            let _ = KEY.open(CursorUse::Page, &text);
        }
    }
}
