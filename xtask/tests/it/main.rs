//! The checks, driven from outside on small made-up trees: each must be able to fail.
#![expect(clippy::unwrap_used, reason = "a made-up tree that can't be written ends the test")]

mod bans;
mod floors;
mod house;
mod locks;
mod profile;
mod safeguards;
mod sizes;
