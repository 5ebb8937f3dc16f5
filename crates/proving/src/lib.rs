//! Load, simulator and the peers' harness.
