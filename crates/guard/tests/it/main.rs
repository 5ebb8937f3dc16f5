//! The promises of `kulla-guard`.

#![expect(clippy::unwrap_used, reason = "a helper of a test fails the test, as the test itself would")]

mod act;
mod attack;
mod lattice;
mod model;
mod random;
mod sessions;
mod visible;
mod write;
