//! `kulla check cap`: the codec's verdict, in words or as JSON lines.

use std::io::{self, Read, Write};
use std::path::Path;

use kulla_cap::{Report, Verdict, Wrapping};
use serde_json::json;

use super::{Exit, Fault};

/// Bytes of one document.
const DOCUMENT_BYTES_MAX: u64 = 16 << 20;

/// Judges each file; 1 when any is rejected.
pub fn cap(files: &[std::path::PathBuf], as_json: bool) -> Result<Exit, Fault> {
    let mut out = io::stdout().lock();
    let mut worst = Exit::Done;
    for file in files {
        let bytes = read(file)?;
        let parcel = kulla_cap::split(&bytes);
        let name = file.display().to_string();
        if parcel.alerts.is_empty() {
            worst = Exit::Found;
            say_none(&mut out, &name, &parcel, as_json)?;
        }
        for report in &parcel.alerts {
            if report.verdict == Verdict::Reject {
                worst = Exit::Found;
            }
            if as_json { say_json(&mut out, &name, report) } else { say_words(&mut out, &name, report) }?;
        }
    }
    Ok(worst)
}

/// Reads a file, or standard input for `-`.
pub fn read(file: &Path) -> Result<Vec<u8>, Fault> {
    let mut bytes = Vec::new();
    let read = if file == Path::new("-") {
        io::stdin().take(DOCUMENT_BYTES_MAX + 1).read_to_end(&mut bytes)
    } else {
        std::fs::File::open(file)
            .and_then(|opened| opened.take(DOCUMENT_BYTES_MAX + 1).read_to_end(&mut bytes))
    };
    read.map_err(|error| Fault::usage(format!("`{}` can't be read: {error}", file.display())))?;
    if bytes.len() as u64 > DOCUMENT_BYTES_MAX {
        return Err(Fault::usage(format!(
            "`{}` is larger than {DOCUMENT_BYTES_MAX} bytes",
            file.display()
        )));
    }
    Ok(bytes)
}

fn say_json(out: &mut impl Write, file: &str, report: &Report) -> io::Result<()> {
    let findings: Vec<_> = report
        .findings
        .iter()
        .map(|f| json!({"rule": f.rule, "severity": f.severity.as_str(), "line": f.line, "message": f.message}))
        .collect();
    let line = json!({
        "file": file, "verdict": report.verdict.as_str(), "signature": report.signature.as_str(), "findings": findings,
    });
    writeln!(out, "{line}")
}

fn say_words(out: &mut impl Write, file: &str, report: &Report) -> io::Result<()> {
    let signed = if report.signature.as_str() == "none" { "" } else { ", signed (not checked)" };
    let name = report.alert.as_ref().map(|alert| format!(" {}", alert.identifier)).unwrap_or_default();
    writeln!(out, "{file}: {}{name}{signed}", report.verdict.as_str())?;
    for finding in &report.findings {
        writeln!(
            out,
            "  line {}: {} ({}): {}",
            finding.line,
            finding.severity.as_str(),
            finding.rule,
            finding.message
        )?;
    }
    Ok(())
}

fn say_none(out: &mut impl Write, file: &str, parcel: &kulla_cap::Parcel, as_json: bool) -> io::Result<()> {
    let links = parcel.links().count();
    let kind = match parcel.wrapping {
        Wrapping::Bare => "document",
        Wrapping::Feed(..) => "feed",
        Wrapping::Envelope(_) => "envelope",
    };
    let message = format!("the {kind} holds no CAP message ({links} links)");
    if as_json {
        let finding = json!({"rule": "cap.none", "severity": "error", "line": 1, "message": message});
        return writeln!(
            out,
            "{}",
            json!({"file": file, "verdict": "reject", "signature": "none", "findings": [finding]})
        );
    }
    writeln!(out, "{file}: reject\n  line 1: error (cap.none): {message}")
}
