//! The promises of this crate, in one binary.

mod corpus;
mod framing;
#[cfg(feature = "generate")]
mod generated;
mod messages;
mod properties;
mod protobuf;
mod reading;
mod shapes;
mod sidc;
