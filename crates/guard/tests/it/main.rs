//! The promises of `kulla-guard`.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a helper of a test fails the test, as the test itself would"
)]

mod access;
mod accounts;
mod act;
mod approval;
mod attack;
mod below;
mod bulk;
mod difference;
mod lattice;
mod model;
mod policy;
mod random;
mod rules_change;
mod sentence;
mod sessions;
mod stanag;
mod tlp;
mod visible;
mod write;
