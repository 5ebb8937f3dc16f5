//! The vocabulary of Kulla: what a record is, who it is for, and what may stand in it.
//!
//! **The truth is a set of append-only logs of labelled records, one writer each.** Everything that two
//! crates have to agree on is a word of this crate; nothing here does I/O, reads a clock or draws a random
//! number.
//!
//! | module | holds |
//! |---|---|
//! | [`id`] | names of things: records, subjects, logs, principals, labels, keys |
//! | [`clock`] | the hybrid logical clock that orders display, and the traits for time and entropy |
//! | [`label`] | who a record is for, and the join of labels |
//! | [`session`] | who is asking |
//! | [`decision`] | what a stage crate takes and gives: context, changes, refusal |
//! | [`envelope`] | header, draft and body: the bytes that are hashed |
//! | [`kind`] | one typed body for each kind, in the folders of the story |
//! | [`place`] | where, WGS 84 |

pub mod clock;
pub mod decision;
pub mod envelope;
pub mod id;
pub mod kind;
pub mod label;
pub mod place;
pub mod session;

pub use clock::{Clock, Entropy, Hlc, HybridClock};
pub use envelope::{Draft, Header, Record};
pub use id::{KeyId, LabelId, LogId, PrincipalId, RecordId, SubjectId};
pub use kind::Kind;
pub use label::{Atom, Label};
pub use session::Session;
