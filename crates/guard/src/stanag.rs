//! A label as STANAG 4774 writes it, and back.
//!
//! | here | there |
//! |---|---|
//! | one policy and its level | `PolicyIdentifier`, `Classification` |
//! | no level at all | the policy's word for that |
//! | `need` | RESTRICTIVE: a reader needs every value |
//! | one clause of `audience`, or of `purposes` | one PERMISSIVE category: a reader needs one of its values |
//! | owner, basis, controls, personal, retention | INFORMATIVE: nobody's reading hangs on it there |
//!
//! Which names stand for what is data of the profile ([`Vocabulary`]). **What is not in it is refused by name, in both
//! directions: nothing of a label is dropped, nor guessed.** Whoever reads under a label reads under what came of it
//! on the way out and in again, and nobody else.

mod back;
mod out;
mod words;

pub use back::from_4774;
pub use out::to_4774;
pub use words::{PolicyNames, Tags, Vocabulary};
