//! The one integration-test binary of this crate.
#![expect(clippy::unwrap_used, reason = "a helper of a test fails the test, as the test itself would")]

mod property;
mod readme;
mod rules;
mod safety;
