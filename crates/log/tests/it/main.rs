//! The promises of the log, on a real disk and on a simulated one.

#![expect(clippy::unwrap_used, reason = "a test that can't go on fails")]

mod ahead;
mod attached;
mod basics;
mod erasing;
mod faults;
mod growing;
mod helpers;
mod proofs;
mod simulated;
