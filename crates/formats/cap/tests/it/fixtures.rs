//! Data in, snapshot out: each `fixtures/*.xml` has a `.txt` with what is said of it.
//! `KULLA_BLESS=1` takes what the code says now as what is expected.

use kulla_cap::{Finding, Parcel, Report, Wrapping, split, validate};
use std::fmt::Write;
use std::path::{Path, PathBuf};

pub fn all() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)
        .expect("the fixtures are in the tree")
        .map(|entry| entry.expect("readable").path())
        .filter(|path| path.extension().is_some_and(|ext| ext == "xml"))
        .collect();
    files.sort();
    assert!(files.len() > 10, "fixtures are missing");
    files
}

fn findings(out: &mut String, findings: &[Finding]) {
    for finding in findings {
        let _ = writeln!(out, "  {finding}");
    }
}

fn report(out: &mut String, report: &Report) {
    let _ = writeln!(out, "{}, signature {}", report.verdict, report.signature);
    findings(out, &report.findings);
    if let Some(alert) = &report.alert {
        let _ = writeln!(out, "{alert:#?}");
    }
}

fn parcel(parcel: &Parcel) -> String {
    let mut out = String::new();
    if parcel.wrapping != Wrapping::Bare {
        let _ = writeln!(out, "{:#?}", parcel.wrapping);
    }
    findings(&mut out, &parcel.findings);
    for alert in &parcel.alerts {
        report(&mut out, alert);
    }
    for link in parcel.links() {
        let _ = writeln!(out, "to fetch: {}", link.link.as_deref().unwrap_or_default());
    }
    out
}

#[test]
fn every_fixture_is_judged_as_its_snapshot_says() {
    let bless = std::env::var_os("KULLA_BLESS").is_some();
    let mut wrong = Vec::new();
    for file in all() {
        let bytes = std::fs::read(&file).expect("readable");
        let parcel_found = split(&bytes);
        if parcel_found.wrapping == Wrapping::Bare {
            assert_eq!(parcel_found.alerts, [validate(&bytes)], "{}", file.display());
        }
        let said = parcel(&parcel_found);
        let snapshot = file.with_extension("txt");
        if bless {
            std::fs::write(&snapshot, &said).expect("writable");
        } else if std::fs::read_to_string(&snapshot).unwrap_or_default() != said {
            wrong.push(format!("{}:\n{said}", snapshot.display()));
        }
    }
    assert!(wrong.is_empty(), "differs (KULLA_BLESS=1 takes it over):\n{}", wrong.join("\n"));
}
