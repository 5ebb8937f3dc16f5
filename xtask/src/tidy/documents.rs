//! Documents: nobody has to guess what a crate is for.

use super::tree::Tree;
use crate::finding::Finding;

const RULE: &str = "document";

/// Each crate says what it is for; a format crate does so in a README, because it is worth publishing alone.
pub fn check(tree: &Tree) -> Result<Vec<Finding>, String> {
    let mut findings = Vec::new();
    for member in &tree.members {
        let Some(dir) = member.manifest.parent() else { continue };
        let is_format = dir.starts_with(tree.root.join("crates/formats"));
        let text_of =
            |name: &str| tree.files.iter().find(|file| file.path == dir.join(name)).map(|f| &f.text);
        let has_readme = text_of("README.md").is_some_and(|text| !text.trim().is_empty());
        let has_docs = ["src/lib.rs", "src/main.rs"]
            .iter()
            .filter_map(|name| text_of(name))
            .any(|text| text.trim_start().starts_with("//!"));
        if is_format && !has_readme {
            let message = format!(
                "`{}` has no README.md; show what it reads and writes, with an example",
                member.name
            );
            findings.push(Finding::new(&member.manifest, 1, RULE, message));
        } else if !has_readme && !has_docs {
            let message =
                format!("`{}` says nowhere what it is for; open its root module with `//!`", member.name);
            findings.push(Finding::new(&member.manifest, 1, RULE, message));
        }
    }
    Ok(findings)
}
