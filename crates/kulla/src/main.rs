//! The binary: configuration, command line, wiring, embedded console.
fn main() {}
