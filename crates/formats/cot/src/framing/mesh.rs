//! Why: on a mesh each datagram, and each connection made for one message, is a message whole. It says itself
//! whether it is XML or which version of the protocol.

use super::{MAGIC, put_varint, varint};
use crate::WriteError;
use crate::limits::FRAME_BYTES_MAX;

/// What one datagram holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Datagram<'a> {
    /// An XML event (version 0 of the protocol).
    Xml(&'a [u8]),
    /// A payload of some version; [`crate::proto::decode`] reads version 1.
    Payload {
        /// The version of the protocol.
        version: u64,
        /// The bytes after the header.
        payload: &'a [u8],
    },
    /// Longer than a frame may be.
    TooLong,
    /// Neither XML nor a header.
    Unknown,
}

/// Tells what a datagram holds: `BF <varint version> BF payload`, or XML.
pub fn open(datagram: &[u8]) -> Datagram<'_> {
    if let [MAGIC, rest @ ..] = datagram {
        let Some(Some((version, length))) = varint(rest) else { return Datagram::Unknown };
        let Some([MAGIC, payload @ ..]) = rest.get(length..) else { return Datagram::Unknown };
        if payload.len() > FRAME_BYTES_MAX {
            return Datagram::TooLong;
        }
        return Datagram::Payload { version, payload };
    }
    let start = datagram.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(datagram).trim_ascii_start();
    match start.first() {
        Some(b'<') if datagram.len() > FRAME_BYTES_MAX => Datagram::TooLong,
        Some(b'<') => Datagram::Xml(datagram),
        _ => Datagram::Unknown,
    }
}

/// Writes a payload of version 1 as one datagram.
///
/// # Errors
/// When the payload is longer than a frame may be. (A UDP datagram holds at most 65,507 bytes; the network
/// refuses the few sizes between.)
pub fn seal(payload: &[u8]) -> Result<Vec<u8>, WriteError> {
    if payload.len() > FRAME_BYTES_MAX {
        return Err(WriteError::TooLong(payload.len()));
    }
    let mut out = Vec::with_capacity(payload.len() + 3);
    out.push(MAGIC);
    put_varint(&mut out, u64::from(crate::proto::VERSION));
    out.push(MAGIC);
    out.extend_from_slice(payload);
    Ok(out)
}
