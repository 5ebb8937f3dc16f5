//! The promises of this crate, in one binary.

#[cfg(feature = "generate")]
mod generated;
mod protobuf;
mod reading;
