//! Why: TAK protocol version 1 says the same as the XML in a third of the bytes. This turns one into the other
//! without losing an attribute: what the messages cannot carry stays XML, or is named as lost.
//!
//! Source: the .proto files and protocol text of ATAK's commoncommo; our own files of the same package and
//! field numbers are in `proto/`.

mod convert;
pub mod view;

use prost::Message;

use crate::error::{Error, Rule};
use crate::limits::FRAME_BYTES_MAX;

/// The messages as prost has them.
pub mod v1 {
    include!("generated.rs");
}

pub use convert::{from_message, from_view, lost, read, to_message};
pub use v1::TakMessage;
pub use view::View;

/// The version of the protocol that this module speaks.
pub const VERSION: u32 = 1;

/// Reads a payload: the bytes after the header of a mesh or stream message.
///
/// # Errors
/// When the payload is too long or is no `TakMessage`.
pub fn decode(payload: &[u8]) -> Result<TakMessage, Error> {
    if payload.len() > FRAME_BYTES_MAX {
        return Err(Error::new(FRAME_BYTES_MAX, Rule::FrameTooLong));
    }
    TakMessage::decode(payload).map_err(|e| Error::new(0, Rule::Protobuf(e.to_string().into())))
}

/// Writes a payload.
///
/// # Errors
/// When it would be longer than a frame may be.
pub fn encode(message: &TakMessage) -> Result<Vec<u8>, crate::WriteError> {
    match message.encoded_len() {
        bytes if bytes > FRAME_BYTES_MAX => Err(crate::WriteError::TooLong(bytes)),
        _ => Ok(message.encode_to_vec()),
    }
}

/// The message by which a device says that it can decode version 1, to be sent on a mesh once a minute. `uid` is
/// the device's own.
pub fn control(uid: &str) -> TakMessage {
    let control = v1::TakControl {
        min_proto_version: VERSION,
        max_proto_version: VERSION,
        contact_uid: uid.to_owned(),
    };
    TakMessage { tak_control: Some(control), ..TakMessage::default() }
}
