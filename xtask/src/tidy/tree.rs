//! What the rules look at: the files that people write, and the crates as cargo sees them.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

/// Folders that nobody writes by hand, wherever they stand. `generated` is committed, but by a machine.
const FOLDERS_LEFT_OUT: &[&str] =
    &[".git", ".venv", "target", "node_modules", "dist", "generated", "__pycache__", "test-results"];
/// Folders of the root that hold what a run leaves behind.
const ROOT_FOLDERS_LEFT_OUT: &[&str] = &["data", "shots", "fuzz/corpus", "fuzz/artifacts"];
/// Larger files are data, not source.
const FILE_BYTES_MAX: u64 = 4 << 20;

/// One text file.
pub struct File {
    pub path: PathBuf,
    /// As seen from the root, with `/` between the folders.
    pub name: String,
    pub text: String,
}

/// One crate of the workspace.
pub struct Member {
    pub name: String,
    pub manifest: PathBuf,
    /// The manifest's text, for line numbers and for what cargo doesn't tell.
    pub text: String,
    pub license: Option<String>,
    /// `package.metadata.kulla.floor`, if there.
    pub floor: Option<Value>,
    /// Real name (a rename is seen through) and kind: `normal`, `dev` or `build`.
    pub dependencies: Vec<(String, String)>,
}

/// The tree under one root.
pub struct Tree {
    pub root: PathBuf,
    pub files: Vec<File>,
    pub members: Vec<Member>,
}

impl Tree {
    /// Reads all text files below `root` and asks cargo for the members.
    pub fn read(root: &Path) -> Result<Tree, String> {
        let root =
            fs::canonicalize(root).map_err(|e| format!("`{}` can't be read: {e}", root.display()))?;
        let mut files = Vec::new();
        walk(&root, &root, &mut files)?;
        files.sort_by(|a, b| a.name.cmp(&b.name));
        let members = members(&root)?;
        Ok(Tree { root, files, members })
    }

    /// The files whose name ends with one of these.
    pub fn with_ending<'a>(&'a self, endings: &'a [&str]) -> impl Iterator<Item = &'a File> {
        self.files.iter().filter(|file| endings.iter().any(|ending| file.name.ends_with(ending)))
    }
}

fn walk(root: &Path, dir: &Path, files: &mut Vec<File>) -> Result<(), String> {
    let unreadable = |path: &Path, e: std::io::Error| format!("`{}` can't be read: {e}", path.display());
    for entry in fs::read_dir(dir).map_err(|e| unreadable(dir, e))? {
        let entry = entry.map_err(|e| unreadable(dir, e))?;
        let path = entry.path();
        let name = path.strip_prefix(root).unwrap_or(&path).to_string_lossy().replace('\\', "/");
        let last = entry.file_name().to_string_lossy().into_owned();
        let kind = entry.file_type().map_err(|e| unreadable(&path, e))?;
        // In a linked worktree `.git` is a file that names the folder.
        if FOLDERS_LEFT_OUT.contains(&last.as_str()) {
            continue;
        }
        if kind.is_dir() {
            if !ROOT_FOLDERS_LEFT_OUT.contains(&name.as_str()) {
                walk(root, &path, files)?;
            }
        } else if kind.is_file() && entry.metadata().is_ok_and(|m| m.len() <= FILE_BYTES_MAX) {
            // A file may go away while we walk, and what is no UTF-8 is no source of ours.
            if let Ok(text) = fs::read_to_string(&path) {
                files.push(File { path, name, text });
            }
        }
    }
    Ok(())
}

fn members(root: &Path) -> Result<Vec<Member>, String> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args(["metadata", "--no-deps", "--offline", "--format-version", "1", "--manifest-path"])
        .arg(root.join("Cargo.toml"))
        .output()
        .map_err(|e| format!("`cargo metadata` can't be run: {e}"))?;
    if !output.status.success() {
        return Err(format!("`cargo metadata` failed:\n{}", String::from_utf8_lossy(&output.stderr)));
    }
    let metadata: Value =
        serde_json::from_slice(&output.stdout).map_err(|e| format!("`cargo metadata` is no JSON: {e}"))?;
    let packages = metadata["packages"].as_array().cloned().unwrap_or_default();
    packages.iter().map(member).collect()
}

fn member(package: &Value) -> Result<Member, String> {
    let text_of = |value: &Value| value.as_str().map(str::to_owned);
    let manifest = PathBuf::from(text_of(&package["manifest_path"]).unwrap_or_default());
    let text = fs::read_to_string(&manifest)
        .map_err(|e| format!("`{}` can't be read: {e}", manifest.display()))?;
    let dependencies = package["dependencies"].as_array().into_iter().flatten().map(|dependency| {
        let kind = text_of(&dependency["kind"]).unwrap_or_else(|| "normal".to_owned());
        (text_of(&dependency["name"]).unwrap_or_default(), kind)
    });
    let floor = &package["metadata"]["kulla"]["floor"];
    Ok(Member {
        name: text_of(&package["name"]).unwrap_or_default(),
        license: text_of(&package["license"]),
        floor: (!floor.is_null()).then(|| floor.clone()),
        dependencies: dependencies.collect(),
        manifest,
        text,
    })
}
