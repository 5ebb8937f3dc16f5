//! The house keeper.
//!
//! What the design asks of the whole tree can't be held by one crate's tests: who may depend on whom, how
//! long a file may grow, which words may never become a field. `cargo xtask tidy` holds those, and `cargo
//! xtask profile` holds the deployment profiles to what their README promises.
//!
//! Exit codes: 0 nothing found, 1 findings (one a line: `file:line: rule: what, and what to do`), 2 usage, or
//! the tree can't be read.

mod finding;
mod generate;
mod profile;
mod tidy;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use finding::Finding;

const USAGE: &str = "usage: cargo xtask tidy [--root DIR]
       cargo xtask profile [--root DIR]
       cargo xtask generate [--root DIR]

tidy     floors, sizes, bans, lock files, safeguard words, documents
profile  every profile under profiles/: codes, sums, languages, groups, roles, transliteration
generate writes the committed code for the TAK protobuf messages anew";

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let outcome = match parse(&args) {
        Ok((task, root)) => task(&root).map(|report| (root, report)),
        Err(usage) => Err(usage),
    };
    match outcome {
        Ok((root, report)) => tell(&root, report),
        Err(message) => {
            // A closed pipe leaves nobody to tell.
            let _ = writeln!(std::io::stderr(), "{message}");
            ExitCode::from(2)
        }
    }
}

/// What a task looked at, and what it found there.
pub struct Report {
    /// Said when nothing is found, such as `214 files, 16 crates`.
    pub looked_at: String,
    /// Everything found, in any order.
    pub findings: Vec<Finding>,
}

type Task = fn(&Path) -> Result<Report, String>;

fn parse(args: &[String]) -> Result<(Task, PathBuf), String> {
    let (name, rest) = args.split_first().ok_or_else(|| USAGE.to_owned())?;
    let task: Task = match name.as_str() {
        "tidy" => tidy::check,
        "profile" => profile::check,
        "generate" => generate::write,
        "help" | "--help" | "-h" => return Err(USAGE.to_owned()),
        other => return Err(format!("no task is called `{other}`\n{USAGE}")),
    };
    let root = match rest {
        [] => workspace_root()?,
        [flag, dir] if flag == "--root" => PathBuf::from(dir),
        _ => return Err(USAGE.to_owned()),
    };
    Ok((task, root))
}

/// The nearest folder above the current one whose manifest opens a workspace.
fn workspace_root() -> Result<PathBuf, String> {
    let here = std::env::current_dir().map_err(|e| format!("the current folder can't be read: {e}"))?;
    let opens_workspace = |dir: &Path| {
        std::fs::read_to_string(dir.join("Cargo.toml")).is_ok_and(|text| text.contains("[workspace]"))
    };
    here.ancestors().find(|dir| opens_workspace(dir)).map(Path::to_path_buf).ok_or_else(|| {
        "no workspace here or above; go to the repository or name it with `--root`".to_owned()
    })
}

fn tell(root: &Path, mut report: Report) -> ExitCode {
    report.findings.sort();
    report.findings.dedup();
    let mut out = std::io::stdout().lock();
    for finding in &report.findings {
        let _ = writeln!(out, "{}", finding.relative_to(root));
    }
    let _ = match report.findings.len() {
        0 => writeln!(out, "in order: {}", report.looked_at),
        n => writeln!(out, "{n} finding(s) in {}", report.looked_at),
    };
    ExitCode::from(u8::from(!report.findings.is_empty()))
}
