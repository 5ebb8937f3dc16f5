//! The whole judgement of one message.

use crate::read;
use crate::report::{Report, quoted};
use crate::rules;
use crate::xml::Node;
use crate::xml::Source;

/// Judges one CAP message: XML safety, the schema, and the prose of the standard.
///
/// Never panics and never reads anything but `bytes`. Signatures are not checked, only their form.
///
/// ```
/// let report = kulla_cap::validate(b"<alert/>");
/// assert_eq!(report.verdict, kulla_cap::Verdict::Reject);
/// assert_eq!(report.findings[0].rule, "cap.namespace");
/// assert_eq!(report.findings[0].line, 1);
/// ```
pub fn validate(bytes: &[u8]) -> Report {
    let source = match Source::read(bytes) {
        Ok(source) => source,
        Err(refusal) => return refusal.report(),
    };
    let document = match source.parse() {
        Ok(document) => document,
        Err(refusal) => return refusal.report(),
    };
    let root = document.root_element();
    if read::is_alert(root) {
        return read::report(source.text(), root, &source.remarks);
    }
    root_refused(source.text(), root)
}

/// What is said of a document that is no alert.
pub(crate) fn root_refused(text: &str, root: Node<'_>) -> Report {
    let newlines = memchr::memchr_iter(b'\n', &text.as_bytes()[..root.range().start]).count();
    let line = u32::try_from(newlines + 1).unwrap_or(u32::MAX);
    let name = root.tag_name().name();
    if name == "alert" {
        let namespace = root.tag_name().namespace().map_or("no namespace".to_string(), quoted);
        let message = format!("`alert` is in {namespace}; CAP 1.2 is `{}`", crate::xml::CAP_12);
        Report::refused(&rules::NAMESPACE, line, message)
    } else {
        let message = format!(
            "the document is {}, not an `alert`; a feed or an envelope must be split",
            quoted(name)
        );
        Report::refused(&rules::ROOT, line, message)
    }
}
