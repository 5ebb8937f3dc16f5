//! What makes a start fast: how far the derived files are durable, and whether the log was closed well.
//!
//! A few lines of text that an operator can read. Losing the file costs time, never records.

use std::io;
use std::path::Path;

use kulla_record::LogId;

use crate::disk::{Disk, put_small, read_small, replace_small};
use crate::tree::Hash;

const NAME: &str = "state";
const TITLE: &str = "kulla log state 1";
const STATE_BYTES_MAX: usize = 4096;

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn from_hex(text: &str) -> Option<Vec<u8>> {
    let digit = |b: u8| char::from(b).to_digit(16).and_then(|d| u8::try_from(d).ok());
    let (pairs, rest) = text.as_bytes().as_chunks::<2>();
    rest.is_empty().then_some(())?;
    pairs.iter().map(|[high, low]| Some(digit(*high)? << 4 | digit(*low)?)).collect()
}

/// See the module.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct State {
    pub(crate) log: LogId,
    /// Records whose leaf hashes and offsets are durable in the derived files.
    pub(crate) size: u64,
    /// The root over them.
    pub(crate) root: Hash,
    /// Nothing was written after them: the log was closed.
    pub(crate) clean: bool,
}

impl State {
    fn body(&self) -> String {
        let clean = if self.clean { "yes" } else { "no" };
        format!("{TITLE}\nlog {}\nsize {}\nroot {}\nclosed {clean}\n", self.log, self.size, hex(&self.root))
    }

    pub(crate) fn encode(&self) -> String {
        let body = self.body();
        format!("{body}crc32c {:08x}\n", crc32c::crc32c(body.as_bytes()))
    }

    pub(crate) fn decode(text: &str) -> Option<State> {
        let mut lines = text.lines();
        let title = lines.next()?;
        let mut field = |name: &str| lines.next()?.strip_prefix(name)?.strip_prefix(' ');
        let state = State {
            log: field("log")?.parse().ok()?,
            size: field("size")?.parse().ok()?,
            root: from_hex(field("root")?)?.try_into().ok()?,
            clean: field("closed")? == "yes",
        };
        (title == TITLE && state.encode() == text).then_some(state)
    }

    /// Reads the state of a log; an unreadable one is none.
    pub(crate) fn load(disk: &dyn Disk, dir: &Path) -> io::Result<Option<State>> {
        let bytes = read_small(disk, &dir.join(NAME), STATE_BYTES_MAX);
        let bytes = match bytes {
            Err(error) if error.kind() == io::ErrorKind::InvalidData => return Ok(None),
            other => other?,
        };
        Ok(bytes.and_then(|bytes| State::decode(std::str::from_utf8(&bytes).ok()?)))
    }

    pub(crate) fn store(&self, disk: &dyn Disk, dir: &Path) -> io::Result<()> {
        replace_small(disk, dir, NAME, self.encode().as_bytes())
    }

    /// As [`State::store`], by whoever syncs the folder afterwards. Until then the state before may stand there.
    pub(crate) fn put(&self, disk: &dyn Disk, dir: &Path) -> io::Result<()> {
        put_small(disk, dir, NAME, self.encode().as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_state_with_one_changed_character_is_no_state() {
        let state = State { log: LogId([7; 16]), size: 12_345, root: [9; 32], clean: true };
        let text = state.encode();
        assert_eq!(State::decode(&text), Some(state));
        for at in 0..text.len() {
            let mut bytes = text.clone().into_bytes();
            bytes[at] ^= 1;
            assert_eq!(std::str::from_utf8(&bytes).ok().and_then(State::decode), None, "byte {at}");
        }
    }
}
