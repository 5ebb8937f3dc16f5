//! The examples of the standards, a provider of our own, and everything that has to be refused.
#![expect(clippy::unwrap_used, reason = "a test that can't go on says where")]

mod attacks;
mod conversation;
mod examples;
mod signer;
