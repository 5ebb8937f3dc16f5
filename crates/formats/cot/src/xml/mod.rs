//! Why: CoT is a small, fixed corner of XML, and a server reads a million events a second of it. A scanner of
//! our own keeps the bytes of what it does not know exactly as they came, and leaves out by construction
//! what makes XML dangerous: document types, entities beyond the five, unbounded depth.

mod block;
pub(crate) mod chars;
mod element;
pub(crate) mod scan;
pub(crate) mod seen;
pub(crate) mod text;

pub use element::{Attribute, Attributes, Element, Elements};
pub(crate) use element::{Piece, Pieces};
