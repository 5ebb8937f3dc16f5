//! The examples of the specification, keys of our own, and everything that has to be refused.
#![expect(clippy::unwrap_used, reason = "a test that can't go on says where")]

mod conversation;
mod examples;
