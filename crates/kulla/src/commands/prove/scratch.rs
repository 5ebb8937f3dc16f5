//! A folder for the moment: private, and gone at the end whatever happened.

use std::fs;
use std::path::{Path, PathBuf};

use crate::commands::Fault;
use crate::node::make_private;

/// Removed when it is dropped.
pub struct Scratch(PathBuf);

impl Scratch {
    /// A new folder in this one.
    pub fn new(within: &Path) -> Result<Scratch, Fault> {
        let path = within.join(format!(".kulla-proof-{}", std::process::id()));
        let told = |error: std::io::Error| Fault::data(format!("`{}`: {error}", path.display()));
        if path.exists() {
            return Err(told(std::io::ErrorKind::AlreadyExists.into()));
        }
        make_private(&path).map_err(told)?;
        Ok(Scratch(path))
    }

    /// A folder in it, not made yet.
    pub fn folder(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        if let Err(error) = fs::remove_dir_all(&self.0) {
            tracing::error!(%error, folder = %self.0.display(), "what was restored for the proof can't be removed: remove it by hand, it holds keys");
        }
    }
}
