//! What is promised of a picture that was cleaned.

#![expect(clippy::unwrap_used, reason = "a test that can't go on fails")]

mod jpeg;
mod made;
mod mutated;
mod png;
