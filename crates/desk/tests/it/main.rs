//! What the desk promises, on a node in memory with the real profile.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that can't go on says where")]

mod acting;
mod clock;
mod erasing;
mod exercise;
mod handing;
mod intake;
mod observing;
mod register;
mod response;
mod warning;
mod world;
