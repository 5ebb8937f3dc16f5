//! The house keeper: `cargo xtask tidy` holds floors and sizes.
fn main() {}
