//! The promises of this crate, in one binary.

mod reading;
