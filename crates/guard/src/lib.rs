//! Who may read, who may act, and as whom.
