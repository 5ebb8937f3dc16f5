//! What the rule costs: one question, and the visible sets of a whole node. Figures and ratios of one run.

fn main() {}
