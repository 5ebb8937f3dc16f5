//! What the detectors promise.

#![expect(clippy::unwrap_used, reason = "a test that can't go on says where")]

mod duplicate;
mod grouping;
mod model;
mod rise;
mod silence;
mod threshold;
mod world;
