//! What the picture promises, against logs in memory.
#![expect(clippy::unwrap_used, reason = "a test that can't go on says where")]

mod files;
mod live;
mod past;
mod reading;
mod world;
