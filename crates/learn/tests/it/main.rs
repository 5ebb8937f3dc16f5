//! What the decisions and the figures of exercises promise.
#![expect(clippy::unwrap_used, reason = "a test that can't go on says where")]

mod exercise;
mod measure;
