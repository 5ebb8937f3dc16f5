//! Why: a socket gives bytes, not events. These machines take bytes as they come and give frames; they own no
//! socket and no clock, hold back a bounded number of bytes, and after garbage find the next frame and say
//! what they passed over.
//!
//! Source: ATAK's commoncommo, "Traditional Protocol" (XML stream), "Streaming Connections" (protobuf stream)
//! and "Mesh Networks".

pub mod mesh;
mod proto_stream;
pub mod versions;
mod xml_stream;

pub use proto_stream::ProtoStream;
pub use xml_stream::XmlStream;

use crate::WriteError;
use crate::limits::FRAME_BYTES_MAX;

/// The byte that begins each header of the TAK protocol.
pub const MAGIC: u8 = 0xBF;

/// What a stream gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cut<'a> {
    /// A frame: an XML event (declaration included) or a protobuf payload (header taken off).
    Frame(&'a [u8]),
    /// Bytes that were passed over, how many and why.
    Skipped {
        /// How many bytes since the last cut.
        bytes: u64,
        /// Why.
        why: Skip,
    },
}

/// Why bytes were passed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Skip {
    /// A frame that is longer than [`FRAME_BYTES_MAX`]; the stream is still in step.
    TooLong,
    /// Bytes that begin no frame, such as the rest of a broken one; the stream was out of step.
    OutOfStep,
}

/// Reads a varint from the start of the bytes: its value and its length. `None` when more bytes are needed,
/// `Some(None)` when it is longer than ten bytes or than 64 bits.
pub(crate) fn varint(bytes: &[u8]) -> Option<Option<(u64, usize)>> {
    let mut value = 0_u64;
    for (place, byte) in bytes.iter().take(10).enumerate() {
        let bits = u64::from(byte & 0x7F);
        if place == 9 && *byte > 1 {
            return Some(None);
        }
        value |= bits << (7 * place);
        if byte & 0x80 == 0 {
            return Some(Some((value, place + 1)));
        }
    }
    if bytes.len() < 10 { None } else { Some(None) }
}

/// Appends a varint.
pub(crate) fn put_varint(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        out.push(value as u8 & 0x7F | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

/// Appends a protobuf payload as one message of a stream: `BF`, its length as a varint, itself.
///
/// # Errors
/// When the payload is longer than a frame may be.
pub fn put_stream_message(out: &mut Vec<u8>, payload: &[u8]) -> Result<(), WriteError> {
    if payload.len() > FRAME_BYTES_MAX {
        return Err(WriteError::TooLong(payload.len()));
    }
    out.push(MAGIC);
    put_varint(out, payload.len() as u64);
    out.extend_from_slice(payload);
    Ok(())
}

/// Bytes that came and were not yet given out.
#[derive(Debug, Default)]
struct Pending {
    bytes: Vec<u8>,
    from: usize,
}

impl Pending {
    fn push(&mut self, bytes: &[u8]) {
        if self.from > 0 {
            self.bytes.drain(..self.from);
            self.from = 0;
        }
        self.bytes.extend_from_slice(bytes);
    }

    fn rest(&self) -> &[u8] {
        &self.bytes[self.from..]
    }

    fn len(&self) -> usize {
        self.bytes.len() - self.from
    }

    fn skip(&mut self, count: usize) {
        self.from = (self.from + count).min(self.bytes.len());
    }

    /// Gives out the next `count` bytes.
    fn take(&mut self, count: usize) -> &[u8] {
        let from = self.from;
        self.skip(count);
        &self.bytes[from..self.from]
    }

    fn into_rest(mut self) -> Vec<u8> {
        self.bytes.split_off(self.from)
    }
}
