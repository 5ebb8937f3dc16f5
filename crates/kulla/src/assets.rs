//! What ships inside the program: the console and the deployment profiles.

use std::borrow::Cow;
use std::fs;
use std::path::Path;

use rust_embed::RustEmbed;

use crate::commands::Fault;

/// The officers' console, as `npm run build` left it. Without it (a plain `cargo build`) the node says so.
#[derive(RustEmbed)]
#[folder = "../../console/dist"]
#[allow_missing = true]
pub struct Console;

impl kulla_gateways::Assets for Console {
    fn file(&self, path: &str) -> Option<(Cow<'static, [u8]>, Cow<'static, str>)> {
        let file = Console::get(path)?;
        let media = file.metadata.mimetype().to_owned();
        Some((file.data, media.into()))
    }
}

/// Deployment profiles.
#[derive(RustEmbed)]
#[folder = "../../profiles"]
pub struct ShippedProfiles;

impl ShippedProfiles {
    /// Copies a profile into a node: one that ships under this name, or a folder.
    pub fn copy(name: &str, to: &Path) -> Result<(), Fault> {
        let write = |file: &str, bytes: &[u8]| {
            let path = to.join(file);
            fs::write(&path, bytes).map_err(|error| Fault::data(format!("`{}`: {error}", path.display())))
        };
        let shipped: Vec<_> =
            ShippedProfiles::iter().filter(|path| path.starts_with(&format!("{name}/"))).collect();
        if !shipped.is_empty() {
            for path in shipped {
                let bytes = ShippedProfiles::get(&path).map(|file| file.data).unwrap_or_default();
                write(&path[name.len() + 1..], &bytes)?;
            }
            return Ok(());
        }
        let folder = Path::new(name);
        let read = |error: std::io::Error| Fault::usage(format!("there is no profile `{name}`: {error}"));
        for entry in fs::read_dir(folder).map_err(read)? {
            let entry = entry.map_err(read)?;
            if entry.path().is_file() {
                write(&entry.file_name().to_string_lossy(), &fs::read(entry.path()).map_err(read)?)?;
            }
        }
        Ok(())
    }
}
