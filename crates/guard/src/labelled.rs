//! A thing that nobody holds without having been allowed to.
//!
//! The picture reads rows and the log delivers batches before anybody has asked who may see them. Until then
//! the whole item, header included, is a `Labelled<T>`: it can be carried and counted by its owner, but only
//! the visible set of a session opens it.

use std::fmt;

use crate::visible::{LabelNo, Visible};

/// An item under its label number, closed.
#[derive(Clone)]
pub struct Labelled<T> {
    label: LabelNo,
    item: T,
}

impl<T> Labelled<T> {
    /// Closes an item.
    pub const fn new(label: LabelNo, item: T) -> Labelled<T> {
        Labelled { label, item }
    }

    /// Under which label it stands; for indexes and fan-out, never for an answer.
    pub const fn label(&self) -> LabelNo {
        self.label
    }

    /// The item, if the session of this set may read it. `None` is also the answer for "does not exist".
    pub fn open(self, visible: &Visible) -> Option<T> {
        visible.has(self.label).then_some(self.item)
    }

    /// The same without taking it.
    pub fn look(&self, visible: &Visible) -> Option<&T> {
        visible.has(self.label).then_some(&self.item)
    }
}

impl<T> fmt::Debug for Labelled<T> {
    /// Content never reaches a trace or a panic message.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Labelled({})", self.label.0)
    }
}
