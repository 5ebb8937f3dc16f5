//! Checkpoints (C2SP tlog-checkpoint): how many records there are and the root over them, signed.
//!
//! A checkpoint that was given out binds the log for ever: the next start checks that the records still lead to
//! it. One that is kept elsewhere is the only proof against somebody who holds both the disk and the keys.

use std::io;
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;

use crate::core::Core;
use crate::disk::{Disk, read_small, replace_small};
use crate::note::{BadNote, NOTE_BYTES_MAX, Note, NoteSigner, NoteVerifier, Verified};
use crate::tree::Hash;

/// The file of the newest checkpoint.
pub(crate) const CHECKPOINT: &str = "checkpoint";

/// The head of a log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// Which log: the origin of the node, `/`, the name of the log.
    pub origin: String,
    /// Records.
    pub size: u64,
    /// The root over their headers.
    pub root: Hash,
}

impl Checkpoint {
    /// The text that is signed.
    pub fn text(&self) -> String {
        format!("{}\n{}\n{}\n", self.origin, self.size, BASE64.encode(self.root))
    }

    /// Reads the text of a note. Lines after the third are extensions and are passed over.
    pub fn parse_text(text: &str) -> Result<Checkpoint, BadNote> {
        let mut lines = text.lines();
        let (origin, size, root) = (lines.next(), lines.next(), lines.next());
        let (Some(origin), Some(size), Some(root)) = (origin, size, root) else {
            return Err(BadNote::Form("a checkpoint has an origin, a size and a root"));
        };
        let plain = size == "0" || (!size.starts_with('0') && size.bytes().all(|b| b.is_ascii_digit()));
        let size = size.parse().ok().filter(|_| plain).ok_or(BadNote::Form("the size is not a number"))?;
        let root = BASE64.decode(root).ok().and_then(|root| root.try_into().ok());
        let root = root.ok_or(BadNote::Form("the root is not 32 bytes in base64"))?;
        if origin.is_empty() {
            return Err(BadNote::Form("the origin is empty"));
        }
        Ok(Checkpoint { origin: origin.to_owned(), size, root })
    }

    /// Reads a signed checkpoint that one of the known keys has signed.
    pub fn verify(note: &str, known: &[NoteVerifier]) -> Result<(Checkpoint, Vec<Verified>), BadNote> {
        let note = Note::parse(note)?;
        let verified = note.verify(known)?;
        Ok((Checkpoint::parse_text(&note.text)?, verified))
    }

    /// Reads a checkpoint without looking at its signatures.
    pub fn unverified(note: &str) -> Result<Checkpoint, BadNote> {
        Checkpoint::parse_text(&Note::parse(note)?.text)
    }
}

/// Signs heads from time to time: on a fixed clock, so that the moments tell nothing about what happened.
#[derive(Debug, Clone, Copy)]
pub struct CheckpointClock {
    every_ms: u64,
    last: Option<u64>,
}

impl CheckpointClock {
    /// One checkpoint in each interval of this many milliseconds (at least 1).
    pub fn new(every_ms: u64) -> CheckpointClock {
        CheckpointClock { every_ms: every_ms.max(1), last: None }
    }

    /// Whether a checkpoint is due at this time; says so once in each interval.
    pub fn is_due(&mut self, unix_ms: u64) -> bool {
        let interval = unix_ms / self.every_ms;
        let due = self.last != Some(interval);
        self.last = Some(interval);
        due
    }
}

impl Core {
    /// Signs the head of what is durable and keeps the note beside the log.
    pub(crate) fn checkpoint(&self, signer: &NoteSigner) -> io::Result<String> {
        // Held to the end, so that an older head never takes the place of a newer one.
        let mut derived = self.derived();
        derived.flush(&*self.disk)?;
        // INVARIANT: leaves enter the tree after their sync, so a head covers durable records only.
        let (size, root) = (derived.tree.size(), derived.tree.root());
        let note = signer.sign(&Checkpoint { origin: signer.name().to_owned(), size, root }.text());
        replace_small(&*self.disk, &self.dir, CHECKPOINT, note.as_bytes())?;
        Ok(note)
    }
}

/// The note that was given out last, if any.
pub(crate) fn stored(disk: &dyn Disk, dir: &Path) -> io::Result<Option<String>> {
    let bytes = read_small(disk, &dir.join(CHECKPOINT), NOTE_BYTES_MAX)?;
    Ok(bytes.map(|bytes| String::from_utf8_lossy(&bytes).into_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_checkpoint_is_due_once_in_each_interval_whatever_the_log_does() {
        let mut clock = CheckpointClock::new(1_000);
        let due: Vec<_> = [0, 10, 999, 1_000, 1_001, 5_000, 4_000].map(|ms| clock.is_due(ms)).into();
        assert_eq!(due, [true, false, false, true, false, true, true]);
    }

    #[test]
    fn text_that_is_no_checkpoint_is_refused() {
        let root = BASE64.encode([1; 32]);
        for text in ["", "o\n", "o\n1\n", "o\n01\n", "\n1\nAAAA\n"] {
            assert!(Checkpoint::parse_text(text).is_err(), "{text:?}");
            assert!(Checkpoint::parse_text(&format!("o\n+1\n{root}\n")).is_err());
        }
        let read = Checkpoint::parse_text(&format!("o\n17\n{root}\nextension\n")).unwrap();
        assert_eq!(read, Checkpoint { origin: "o".into(), size: 17, root: [1; 32] });
    }
}
