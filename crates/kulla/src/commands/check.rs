//! `kulla check cap`: the codec's verdict, in words or as JSON lines.

use std::io::{self, Read, Write};
use std::path::Path;

use kulla_cap::{Finding, Gravity, Parcel, Report, Verdict, Wrapping};
use serde_json::json;

use super::{Exit, Fault};

/// Bytes of one document.
const DOCUMENT_BYTES_MAX: u64 = 16 << 20;

/// Judges each file: 1 when anything is rejected, 2 when a file can't be read. Whatever a file is, the ones after it
/// are judged too, and each message is one line.
pub fn cap(files: &[std::path::PathBuf], as_json: bool) -> Result<Exit, Fault> {
    let mut out = io::stdout().lock();
    let (mut worst, mut unread) = (Exit::Done, Vec::new());
    for file in files {
        let name = file.display().to_string();
        let lines = match open(file) {
            // What is longer than the codec reads is refused by the codec, with its rule.
            Ok(bytes) => judged(kulla_cap::split(&bytes)),
            Err(error) => {
                unread.push(name.clone());
                vec![Line::rejected("file.unreadable", format!("the file can't be read: {error}"))]
            }
        };
        for line in &lines {
            if line.verdict == Verdict::Reject {
                worst = Exit::Found;
            }
            if as_json { line.say_json(&mut out, &name) } else { line.say_words(&mut out, &name) }?;
        }
    }
    match unread.as_slice() {
        [] => Ok(worst),
        [one] => Err(Fault::usage(format!("`{one}` can't be read"))),
        many => Err(Fault::usage(format!("{} files can't be read, `{}` first", many.len(), many[0]))),
    }
}

/// What is said of one message.
struct Line {
    verdict: Verdict,
    signature: &'static str,
    findings: Vec<Remark>,
    /// The identifier of a message that can be acted on.
    identifier: Option<String>,
}

struct Remark {
    rule: &'static str,
    severity: &'static str,
    line: u32,
    message: String,
}

/// One line for each message. What is found of the feed or envelope around them stands on the line of the first and
/// counts for its verdict; a feed without a message is one rejected line.
fn judged(parcel: Parcel) -> Vec<Line> {
    let around = parcel.findings.iter().map(Remark::of).collect::<Vec<_>>();
    let gravest = parcel.findings.iter().map(|finding| verdict(finding.severity)).max();
    let none = parcel.alerts.is_empty().then(|| Line::none(&parcel));
    let mut lines: Vec<Line> = none.into_iter().chain(parcel.alerts.iter().map(Line::of)).collect();
    if let Some(first) = lines.first_mut() {
        first.verdict = gravest.map_or(first.verdict, |gravest| first.verdict.max(gravest));
        first.findings.extend(around);
        first.findings.sort_by_key(|finding| finding.line);
    }
    lines
}

fn verdict(severity: Gravity) -> Verdict {
    match severity {
        Gravity::Note => Verdict::Accept,
        Gravity::Warning => Verdict::Warn,
        Gravity::Error => Verdict::Reject,
    }
}

impl Remark {
    fn of(finding: &Finding) -> Remark {
        let (rule, line, message) = (finding.rule, finding.line, finding.message.clone());
        Remark { rule, severity: finding.severity.as_str(), line, message }
    }
}

impl Line {
    fn of(report: &Report) -> Line {
        Line {
            verdict: report.verdict,
            signature: report.signature.as_str(),
            findings: report.findings.iter().map(Remark::of).collect(),
            identifier: report.alert.as_ref().map(|alert| alert.identifier.clone()),
        }
    }

    fn rejected(rule: &'static str, message: String) -> Line {
        let finding = Remark { rule, severity: Gravity::Error.as_str(), line: 1, message };
        Line { verdict: Verdict::Reject, signature: "none", findings: vec![finding], identifier: None }
    }

    fn none(parcel: &Parcel) -> Line {
        let kind = match parcel.wrapping {
            Wrapping::Bare => "document",
            Wrapping::Feed(..) => "feed",
            Wrapping::Envelope(_) => "envelope",
        };
        let links = parcel.links().count();
        Line::rejected("cap.none", format!("the {kind} holds no CAP message ({links} links)"))
    }

    fn say_json(&self, out: &mut impl Write, file: &str) -> io::Result<()> {
        let findings: Vec<_> = self
            .findings
            .iter()
            .map(|f| json!({"rule": f.rule, "severity": f.severity, "line": f.line, "message": f.message}))
            .collect();
        let line = json!({
            "file": file, "verdict": self.verdict.as_str(), "signature": self.signature, "findings": findings,
        });
        writeln!(out, "{line}")
    }

    fn say_words(&self, out: &mut impl Write, file: &str) -> io::Result<()> {
        let signed = if self.signature == "none" { "" } else { ", signed (not checked)" };
        let name = self.identifier.as_ref().map(|identifier| format!(" {identifier}")).unwrap_or_default();
        writeln!(out, "{file}: {}{name}{signed}", self.verdict.as_str())?;
        self.findings.iter().try_for_each(|f| {
            writeln!(out, "  line {}: {} ({}): {}", f.line, f.severity, f.rule, f.message)
        })
    }
}

/// The bytes of a file, or of standard input for `-`; one more than are read at most shows that there are more.
fn open(file: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    if file == Path::new("-") {
        io::stdin().take(DOCUMENT_BYTES_MAX + 1).read_to_end(&mut bytes)?;
    } else {
        std::fs::File::open(file)?.take(DOCUMENT_BYTES_MAX + 1).read_to_end(&mut bytes)?;
    }
    Ok(bytes)
}

/// Reads a file that has to be there, or standard input for `-`.
pub fn read(file: &Path) -> Result<Vec<u8>, Fault> {
    let bytes =
        open(file).map_err(|error| Fault::usage(format!("`{}` can't be read: {error}", file.display())))?;
    if bytes.len() as u64 > DOCUMENT_BYTES_MAX {
        return Err(Fault::usage(format!(
            "`{}` is larger than {DOCUMENT_BYTES_MAX} bytes",
            file.display()
        )));
    }
    Ok(bytes)
}
