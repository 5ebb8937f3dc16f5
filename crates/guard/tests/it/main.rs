//! The promises of `kulla-guard`.

#![expect(clippy::unwrap_used, reason = "a helper of a test fails the test, as the test itself would")]

mod attack;
mod lattice;
mod model;
mod random;
mod visible;
mod write;
