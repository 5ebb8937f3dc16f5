//! The built binary, driven from outside as a person or a machine would.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that can't go on says where")]

mod cli;
mod client;
mod crash;
mod doctor;
mod erasing;
mod exercise;
mod feeds;
mod figures;
mod full;
mod hurting;
mod keep;
mod logs;
mod node;
mod operator;
mod photos;
mod policies;
mod prove;
mod providers;
mod reports;
mod rules;
mod story;
mod tls;
mod upgrade;
mod verifying;
