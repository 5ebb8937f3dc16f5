//! What the crate promises, judged from outside.

#![expect(clippy::unwrap_used, reason = "a test stops where a promise is broken")]

mod any;
mod documents;
mod mutated;
mod queries;
mod reading;
mod submissions;
mod times;
