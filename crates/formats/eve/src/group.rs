//! Grouping: ten thousand alerts of one campaign become a page that a person can read.
//!
//! [`key`] is a pure function of one event: what was seen, from which prefix, at which prefix, which way,
//! in which window of time. A [`Grouper`] counts keys and stays within a fixed number of groups: when there
//! is no room, groups of one signature are folded into one, and the smallest go to the others of their class.
//! No event is ever left out.

mod grouper;
mod key;

pub use grouper::{GROUP_SAMPLES_MAX, GROUPS_MAX, Group, Grouper, Placed, Scope};
pub use key::{Class, Key, NAME_BYTES_MAX, Policy, Prefix, What, key};
