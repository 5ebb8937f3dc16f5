//! The one integration-test binary of this crate.
#![expect(clippy::print_stdout, reason = "a test that skips says so")]

mod corpus;
mod feeds;
mod fixtures;
mod property;
mod readme;
mod rules;
mod samples;
