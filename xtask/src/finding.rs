//! One thing out of order, told so that the reader knows where it is and what to do.

use std::path::{Path, PathBuf};

/// A place, the rule it breaks, and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// The file, as the walk found it.
    pub file: PathBuf,
    /// 1-based; 1 also stands for the file as a whole.
    pub line: usize,
    /// The rule's short name, such as `floor`.
    pub rule: &'static str,
    /// What is wrong and what to do: lower case, no period, names in backticks.
    pub message: String,
}

impl Finding {
    /// A finding at a line.
    pub fn new(file: &Path, line: usize, rule: &'static str, message: impl Into<String>) -> Finding {
        Finding { file: file.to_path_buf(), line, rule, message: message.into() }
    }

    /// `file:line: rule: message`, with the file as seen from `root`.
    pub fn relative_to(&self, root: &Path) -> String {
        let file = self.file.strip_prefix(root).unwrap_or(&self.file);
        format!("{}:{}: {}: {}", file.display(), self.line, self.rule, self.message)
    }
}

/// The 1-based line on which byte `at` of `text` stands.
pub fn line_of(text: &[u8], at: usize) -> usize {
    1 + text[..at.min(text.len())].iter().filter(|b| **b == b'\n').count()
}

/// The 1-based number of the first line that opens with `start`, or 1.
pub fn line_opening(text: &str, start: &str) -> usize {
    text.lines().position(|line| line.trim_start().starts_with(start)).map_or(1, |at| at + 1)
}
