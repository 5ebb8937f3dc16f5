//! Sizes: what a stranger can read in one sitting. A file that grows over the limit wants to be two things.

use super::functions::{self, Function};
use super::source;
use super::tree::{File, Tree};
use crate::finding::Finding;

/// Lines in one file.
const FILE_LINES_MAX: usize = 500;
/// Lines in one function, from its name to its closing brace.
const FUNCTION_LINES_MAX: usize = 70;
const MEASURED: &[&str] = &[".rs", ".ts", ".svelte", ".css", ".js", ".mjs", ".py", ".sh"];

/// Measures files, and the functions of those whose language we can read.
pub fn check(tree: &Tree) -> Result<Vec<Finding>, String> {
    let mut findings = Vec::new();
    for file in tree.with_ending(MEASURED) {
        let lines = file.text.lines().count();
        if lines > FILE_LINES_MAX {
            let message = format!(
                "{lines} lines, {FILE_LINES_MAX} are allowed; split along the story, not at a line number"
            );
            findings.push(Finding::new(&file.path, 1, "file-size", message));
        }
        for function in functions_of(file).into_iter().filter(|f| f.lines > FUNCTION_LINES_MAX) {
            let message = format!(
                "`{}` has {} lines, {FUNCTION_LINES_MAX} are allowed; give its steps names of their own",
                function.name, function.lines
            );
            findings.push(Finding::new(&file.path, function.line, "function-size", message));
        }
    }
    Ok(findings)
}

fn functions_of(file: &File) -> Vec<Function> {
    match file.name.rsplit('.').next() {
        Some("rs") => functions::of_rust(&source::rust(&file.text)),
        Some("ts" | "js" | "mjs") => functions::of_script(&source::script(&file.text)),
        Some("svelte") => functions::of_script(&source::svelte(&file.text)),
        _ => Vec::new(),
    }
}
