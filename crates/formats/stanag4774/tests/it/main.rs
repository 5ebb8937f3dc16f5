//! The one integration-test binary of this crate.

mod property;
mod readme;
mod rules;
mod safety;
