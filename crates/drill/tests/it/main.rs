//! What a scenario is, and what a seed makes of it.
#![expect(clippy::unwrap_used, reason = "a test that can't go on says where")]

mod check;
mod draw;
