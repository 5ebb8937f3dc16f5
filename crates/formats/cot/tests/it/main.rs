//! The promises of this crate, in one binary.

mod framing;
#[cfg(feature = "generate")]
mod generated;
mod messages;
mod protobuf;
mod reading;
mod sidc;
