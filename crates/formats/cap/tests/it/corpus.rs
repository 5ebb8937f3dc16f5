//! Every message of the shared corpus gets the verdict that its manifest demands.

use kulla_cap::{Signature, validate};
use std::path::{Path, PathBuf};

/// Messages whose only fault is that their signature does not hold, or holds for a stranger's key.
/// Signatures are not checked by this crate yet; their form is, which catches `mut_sig_wrapping.xml`.
const SIGNATURE_ONLY: [&str; 3] = [
    "invalid/mut_sig_polygon_moved.xml", // the digest no longer fits the moved polygon
    "invalid/mut_sig_resigned_by_stranger.xml", // sound, but by a key that nobody pinned
    "invalid/mut_sig_tampered.xml",      // the digest no longer fits the changed text
];

struct Row {
    file: String,
    verdicts: Vec<String>,
    signature: String,
    why: String,
}

/// The corpus folder, or `None` where `KULLA_SHARED` is not set.
pub fn folder() -> Option<PathBuf> {
    let Some(shared) = std::env::var_os("KULLA_SHARED") else {
        println!("skipped: KULLA_SHARED is not set, so the shared corpus is not at hand");
        return None;
    };
    let given = Path::new(&shared);
    // Tests run in the folder of their crate; a relative path is meant from the root of the house.
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../..");
    let folder = if given.is_absolute() { given.to_path_buf() } else { root.join(given) };
    Some(folder.join("data/cap"))
}

fn manifest(folder: &Path) -> Vec<Row> {
    let text = std::fs::read_to_string(folder.join("MANIFEST.tsv")).expect("the manifest is there");
    let mut rows = Vec::new();
    for line in text.lines().skip(1) {
        let cells: Vec<&str> = line.split('\t').collect();
        rows.push(Row {
            file: cells[0].to_string(),
            verdicts: cells[1].split('|').map(str::to_string).collect(),
            signature: cells[2].to_string(),
            why: cells[4].to_string(),
        });
    }
    rows
}

#[test]
fn no_message_of_the_corpus_gets_a_wrong_verdict() {
    let Some(folder) = folder() else { return };
    let rows = manifest(&folder);
    assert!(rows.len() >= 79, "the manifest names only {} files", rows.len());
    let mut wrong = Vec::new();
    for row in &rows {
        let report = validate(&std::fs::read(folder.join(&row.file)).expect("the file is there"));
        let right = row.verdicts.iter().any(|verdict| verdict == report.verdict.as_str());
        if SIGNATURE_ONLY.contains(&row.file.as_str()) {
            assert!(!right, "{} is caught now; take it from the list", row.file);
            assert_eq!(report.signature, Signature::Unchecked, "{}", row.file);
        } else if !right {
            wrong
                .push(format!("{}: {} for: {}; {:#?}", row.file, report.verdict, row.why, report.findings));
        }
        if !row.signature.is_empty() {
            assert_eq!(report.signature, Signature::Unchecked, "{}", row.file);
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
