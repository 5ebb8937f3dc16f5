//! What the crate promises, judged from outside.

#![expect(clippy::unwrap_used, reason = "a test stops where a promise is broken")]

mod events;
mod grouping;
mod lines;
mod mutated;
mod shared;
mod timestamps;
