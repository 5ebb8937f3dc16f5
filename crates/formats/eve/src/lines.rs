//! The line reader: bytes are fed in as they come, events and broken lines come out with their numbers.
//!
//! EVE files are torn: by a rotated log, a full disk, a crash, or because the writer is in the middle of a
//! line right now. So a line that is no event is *kept apart* with its reason, and reading goes on.
//! The reader does no I/O and holds at most one line.

use crate::event::{Event, Payload};
use crate::fault::{Fault, Rule};
use crate::redact;
use crate::value::NoteKind;

/// Bytes of a line at most, unless [`Options`] say otherwise; a longer one is broken, not fatal.
pub const LINE_BYTES_MAX: usize = 1024 * 1024;

/// Bytes of a broken line that are handed out at most.
pub const KEPT_BYTES_MAX: usize = 4096;

const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// How lines are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// Bytes of a line at most.
    pub line_bytes_max: usize,
    /// Whether contents of traffic may be read; off by default.
    pub payload: Payload,
}

impl Default for Options {
    fn default() -> Self {
        Self { line_bytes_max: LINE_BYTES_MAX, payload: Payload::Off }
    }
}

/// One line that is not blank.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Item<'a> {
    /// The line is an event.
    Event {
        /// Number of the line, counted from 1.
        line: u64,
        /// The event; boxed nowhere, it borrows from the line.
        event: Event<'a>,
    },
    /// The line is no event and is kept apart.
    Broken(Broken<'a>),
}

/// A line that is no event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Broken<'a> {
    /// Number of the line, counted from 1.
    pub line: u64,
    /// Byte of the stream at which the line begins.
    pub offset: u64,
    /// Bytes of the whole line, without its end.
    pub bytes: u64,
    /// The rule it breaks and where.
    pub fault: Fault,
    /// It is the last line, has no line end and stops inside the event: most likely it is still being
    /// written. Read again from [`Broken::offset`].
    pub unfinished: bool,
    /// The front of the line, at most [`KEPT_BYTES_MAX`] bytes; with [`Payload::Off`] it ends before the
    /// first payload member.
    pub kept: &'a [u8],
}

impl std::fmt::Display for Broken<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "line {}, {}", self.line, self.fault)
    }
}

/// What a reader has seen. `lines = events + broken + blank` always holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Lines that ended, blank ones too.
    pub lines: u64,
    /// Lines that are events.
    pub events: u64,
    /// Lines that were kept apart.
    pub broken: u64,
    /// Lines without anything on them.
    pub blank: u64,
    /// Bytes of these lines with their ends.
    pub bytes: u64,
}

/// Cuts a byte stream into lines and reads each as an event.
#[derive(Debug, Clone, Default)]
pub struct Reader {
    options: Options,
    counts: Counts,
    /// Front of a line whose end has not come yet; INVARIANT: never longer than `line_bytes_max`.
    pending: Vec<u8>,
    /// Bytes of that line beyond the limit; they were not kept.
    beyond: u64,
}

impl Reader {
    /// A reader at the start of a stream.
    #[must_use]
    pub fn new(options: Options) -> Self {
        Self { options, ..Self::default() }
    }

    /// What has been read so far.
    #[must_use]
    pub fn counts(&self) -> Counts {
        self.counts
    }

    /// Byte at which the line begins that has not ended yet: where to go on after a restart.
    #[must_use]
    pub fn resume_at(&self) -> u64 {
        self.counts.bytes
    }

    /// Takes the next bytes of the stream, cut anywhere, and hands out each line that ends in them.
    pub fn feed(&mut self, chunk: &[u8], each: &mut impl FnMut(Item<'_>)) {
        let mut rest = chunk;
        while let Some(end) = memchr::memchr(b'\n', rest) {
            let (line, after) = rest.split_at(end);
            rest = after.get(1..).unwrap_or_default();
            if self.pending.is_empty() && self.beyond == 0 {
                let kept = line.get(..line.len().min(self.options.line_bytes_max)).unwrap_or_default();
                self.line(kept, (line.len() - kept.len()) as u64, true, each);
            } else {
                self.hold(line);
                self.release(true, each);
            }
        }
        self.hold(rest);
    }

    /// Says that the stream has ended, and hands out the last line if it has no line end.
    pub fn finish(&mut self, each: &mut impl FnMut(Item<'_>)) {
        if !self.pending.is_empty() || self.beyond > 0 {
            self.release(false, each);
        }
    }

    fn hold(&mut self, bytes: &[u8]) {
        let room = self.options.line_bytes_max - self.pending.len();
        let kept = bytes.get(..room).unwrap_or(bytes);
        self.pending.extend_from_slice(kept);
        self.beyond += (bytes.len() - kept.len()) as u64;
    }

    fn release(&mut self, ended: bool, each: &mut impl FnMut(Item<'_>)) {
        let mut line = std::mem::take(&mut self.pending);
        let beyond = std::mem::take(&mut self.beyond);
        self.line(&line, beyond, ended, each);
        line.clear();
        self.pending = line;
    }

    /// One line without its end; `beyond` bytes more did not fit.
    fn line(&mut self, line: &[u8], beyond: u64, ended: bool, each: &mut impl FnMut(Item<'_>)) {
        let offset = self.counts.bytes;
        let bytes = line.len() as u64 + beyond;
        self.counts.lines += 1;
        self.counts.bytes += bytes + u64::from(ended);
        let number = self.counts.lines;
        let read = if beyond > 0 {
            Err(Fault::new(Rule::TooLong, self.options.line_bytes_max))
        } else {
            read_line(line, number == 1, self.options.payload)
        };
        match read {
            Ok(None) => self.counts.blank += 1,
            Ok(Some(mut event)) => {
                self.counts.events += 1;
                if !ended {
                    event.add_note(NoteKind::NoLineEnd);
                }
                each(Item::Event { line: number, event });
            }
            Err(fault) => {
                self.counts.broken += 1;
                let kept = line.get(..KEPT_BYTES_MAX).unwrap_or(line);
                let kept = match self.options.payload {
                    Payload::Off => redact::before_payload(kept),
                    Payload::Keep => kept,
                };
                let unfinished = !ended && fault.rule == Rule::EndsEarly;
                each(Item::Broken(Broken { line: number, offset, bytes, fault, unfinished, kept }));
            }
        }
    }
}

/// Reads a line that may begin with a byte order mark or a hole of NUL bytes; `None` for a blank one.
fn read_line(line: &[u8], first: bool, payload: Payload) -> Result<Option<Event<'_>>, Fault> {
    let mut body = line;
    if first {
        body = body.strip_prefix(BYTE_ORDER_MARK).unwrap_or(body);
    }
    let holes = body.iter().take_while(|byte| **byte == 0).count();
    body = body.get(holes..).unwrap_or_default();
    if body.trim_ascii().is_empty() {
        return if holes > 0 { Err(Fault::new(Rule::NulBytes, 0)) } else { Ok(None) };
    }
    let skipped = line.len() - body.len();
    match Event::view_with(body, payload) {
        Ok(mut event) => {
            if holes > 0 {
                event.add_note(NoteKind::NulBefore);
            }
            Ok(Some(event))
        }
        Err(fault) => Err(Fault { column: fault.column + skipped, ..fault }),
    }
}
