//! `cargo xtask profile`: a deployment profile keeps what its README promises.

use std::path::Path;

use crate::Report;

/// Checks every profile below `profiles/`.
pub fn check(root: &Path) -> Result<Report, String> {
    Err(format!("`{}` holds no profile yet", root.display()))
}
