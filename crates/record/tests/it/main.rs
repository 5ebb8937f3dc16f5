//! The promises of the vocabulary over time: what is on a disk today is read by every later program, and an
//! older program does no harm to what a newer one wrote.

#![expect(clippy::unwrap_used, reason = "a helper of a test fails the test, as the test itself would")]

mod compatibility;
mod kinds;
mod safeguards;
mod schemas;
