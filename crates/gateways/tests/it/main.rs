//! The doors from outside: requests go in, answers come out, over a node in memory.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that can't go on says where")]

mod access;
mod attacks;
mod authenticator;
mod behind;
mod canaries;
mod contract;
mod deputies;
mod entering;
mod exercise;
mod feeds;
mod guarded;
mod heads;
mod hidden;
mod labels;
mod live;
mod login;
mod map;
mod memory;
mod missed;
mod oidc;
mod operator;
mod oversight;
mod people;
mod photos;
mod policies;
mod policy_changes;
mod provider;
mod public;
mod queue;
mod report_pages;
mod reports;
mod story;
mod two_worlds;
mod world;
