//! Why: on a stream of XML events the only mark between them is the end tag itself.

use memchr::memmem::{self, Finder};

use super::{Cut, Pending, Skip};
use crate::limits::FRAME_BYTES_MAX;

/// Cuts a stream of XML events after each `</event>`, as the traditional protocol demands: by looking for the
/// token, not by parsing.
///
/// Between events white space and zero bytes are dropped without a word. A piece that holds a second beginning
/// (`<?xml` or `<event`, not after a CDATA section) has lost its end on the way: it is passed over up to the
/// last beginning.
#[derive(Debug)]
pub struct XmlStream {
    pending: Pending,
    /// Made once: making one costs as much as a search through an event.
    find: Finders,
    /// How far the pending bytes are known to hold no end of a frame.
    // INVARIANT: at most the length of what is pending.
    searched: usize,
    /// Bytes of an over-long frame dropped so far.
    dropped: u64,
}

const END: &[u8] = b"</event";

#[derive(Debug)]
struct Finders {
    end: Finder<'static>,
    event: Finder<'static>,
    declaration: Finder<'static>,
}

impl Default for XmlStream {
    fn default() -> Self {
        Self::new()
    }
}

impl XmlStream {
    /// A stream at its beginning.
    pub fn new() -> Self {
        let find = Finders {
            end: Finder::new(END),
            event: Finder::new(b"<event"),
            declaration: Finder::new(b"<?xml "),
        };
        Self { pending: Pending::default(), find, searched: 0, dropped: 0 }
    }

    /// Takes bytes as they came. Call [`XmlStream::cut`] until it gives `None` after each; then at most
    /// [`crate::PENDING_BYTES_MAX`] bytes are held back, if no more than [`FRAME_BYTES_MAX`] are given at once.
    pub fn push(&mut self, bytes: &[u8]) {
        self.pending.push(bytes);
    }

    /// The next frame or gap, `None` when more bytes are needed.
    pub fn cut(&mut self) -> Option<Cut<'_>> {
        if self.dropped == 0 {
            let blank = |b: &u8| b.is_ascii_whitespace() || *b == 0;
            let blanks = self.pending.rest().iter().take_while(|b| blank(b)).count();
            self.pending.skip(blanks);
            self.searched = self.searched.saturating_sub(blanks);
        }
        let Some(length) = self.find_end() else {
            self.give_up_on_the_long();
            return None;
        };
        self.searched = 0;
        if self.dropped > 0 || length > FRAME_BYTES_MAX {
            self.pending.skip(length);
            let bytes = std::mem::take(&mut self.dropped) + length as u64;
            return Some(Cut::Skipped { bytes, why: Skip::TooLong });
        }
        let lost = self.find.beginning(&self.pending.rest()[..length]);
        if lost > 0 {
            self.pending.skip(lost);
            return Some(Cut::Skipped { bytes: lost as u64, why: Skip::OutOfStep });
        }
        Some(Cut::Frame(self.pending.take(length)))
    }

    /// The bytes that were not cut yet. After both sides agreed on protobuf they are the beginning of that
    /// stream.
    pub fn into_rest(self) -> Vec<u8> {
        self.pending.into_rest()
    }

    /// The length of what ends with the next `</event>`, white space before its `>` allowed.
    fn find_end(&mut self) -> Option<usize> {
        let rest = self.pending.rest();
        while let Some(place) = self.find.end.find(&rest[self.searched..]) {
            let after = self.searched + place + END.len();
            let spaces = rest[after..].iter().take_while(|b| b.is_ascii_whitespace()).count();
            match rest.get(after + spaces) {
                Some(b'>') => return Some(after + spaces + 1),
                Some(_) => self.searched = after,
                None => {
                    self.searched = after - END.len();
                    return None;
                }
            }
        }
        // The token may be cut in two by the end of what came.
        self.searched = self.searched.max(rest.len().saturating_sub(END.len() - 1));
        None
    }

    /// Drops what can no longer be a frame, but for the bytes that may be the beginning of its end.
    fn give_up_on_the_long(&mut self) {
        let length = self.pending.len();
        if self.dropped > 0 || length > FRAME_BYTES_MAX {
            let drop = self.searched.min(length);
            self.pending.skip(drop);
            self.searched -= drop;
            self.dropped += drop as u64;
        }
        // White space without end between `</event` and its `>`.
        if self.pending.len() > FRAME_BYTES_MAX {
            self.dropped += END.len() as u64;
            self.pending.skip(END.len());
            self.searched = 0;
        }
    }
}

impl Finders {
    /// Where the event of a piece begins: 0, unless there is something else before it.
    fn beginning(&self, piece: &[u8]) -> usize {
        let Some(first) = self.event.find(piece) else { return 0 };
        let after = &piece[first + 6..];
        let is_alone = self.event.find(after).is_none() && self.declaration.find(after).is_none();
        let is_first = first == 0 || piece.starts_with(b"<?xml ");
        if is_alone && is_first && tags(&piece[..first]) <= 1 {
            return 0;
        }
        beginning(piece)
    }
}

/// Where the event of a piece begins, whatever the piece is.
#[cold]
fn beginning(piece: &[u8]) -> usize {
    let first = memmem::find(piece, b"<event").unwrap_or(piece.len());
    // What a comment or CDATA section quotes is no beginning.
    let quote = memmem::find(&piece[first..], b"<!").map_or(piece.len(), |at| first + at);
    let open = &piece[..quote];
    let is_start = |at: &usize| {
        let next = open.get(at + 6).copied();
        next.is_none_or(|b| b.is_ascii_whitespace() || matches!(b, b'>' | b'/'))
    };
    // Without an event the reader will say what is wrong with the piece.
    let Some(event) = memmem::rfind_iter(open, b"<event").find(is_start) else { return 0 };
    // A declaration belongs to the event after it when nothing but comments is between.
    let declaration = memmem::rfind(&open[..event], b"<?xml ").filter(|at| {
        let tags = memchr::memchr_iter(b'<', &open[*at..event]).skip(1);
        tags.into_iter().all(|tag| open[at + tag..].starts_with(b"<!--"))
    });
    let begin = declaration.unwrap_or(event);
    if is_prolog(&open[..begin]) { 0 } else { begin }
}

/// How many tags begin here.
fn tags(bytes: &[u8]) -> usize {
    memchr::memchr_iter(b'<', bytes).count()
}

/// Whether an event may stand after this: comments, a byte order mark.
fn is_prolog(before: &[u8]) -> bool {
    let before = before.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(before).trim_ascii();
    before.is_empty() || (before.starts_with(b"<!--") && before.ends_with(b"-->"))
}
