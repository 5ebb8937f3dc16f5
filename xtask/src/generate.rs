//! Code that is written from a standard's own files and committed, so that no build needs the tools for it.
//!
//! The generator stands beside what it writes and is built only here: nobody else pays for its dependencies. A test of
//! the crate holds the committed file to it.

use std::path::Path;
use std::process::Command;

use crate::Report;

/// Package with the example `generate`, and what that writes.
const GENERATORS: [(&str, &str); 1] = [("kulla-cot", "crates/formats/cot/src/proto/generated.rs")];

/// Writes everything anew.
pub fn write(root: &Path) -> Result<Report, String> {
    for (package, file) in GENERATORS {
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let done = Command::new(cargo)
            .current_dir(root)
            .args(["run", "--package", package, "--features", "generate", "--example", "generate"])
            .status()
            .map_err(|error| format!("cargo can't be started: {error}"))?;
        if !done.success() {
            return Err(format!("`{file}` was not written: the generator of {package} ended with {done}"));
        }
    }
    Ok(Report { looked_at: GENERATORS.map(|(_, file)| file).join(", "), findings: Vec::new() })
}
