//! From the model to a label that every reader accepts, or a refusal.
//!
//! Strict: what was written is judged by the same rules as what is received, read back and compared. So no path
//! leads from this crate to a label that its own reader would doubt.

use std::fmt;

use crate::NAMESPACE;
use crate::model::{Base, Category, Label};
use crate::report::{Finding, Verdict};
use crate::xml::is_xml;

/// Why a label was not written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WriteError {
    /// Our own validation would not accept it; lines are those of the document that was not written.
    NotAccepted(Vec<Finding>),
    /// What would be read back differs from what was given, as with two spaces in a name.
    NotFaithful,
}

impl fmt::Display for WriteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotAccepted(findings) => {
                f.write_str("the label would not be accepted")?;
                findings.iter().try_for_each(|finding| write!(f, "; {}: {}", finding.rule, finding.message))
            }
            Self::NotFaithful => {
                f.write_str("the label would be read back differently; look for odd spaces")
            }
        }
    }
}

impl std::error::Error for WriteError {}

/// Writes the label as a document in UTF-8, in the order of the schema.
///
/// # Errors
/// Refuses whatever [`crate::validate`] would not accept without a warning, and whatever would not be read back as
/// the same [`Label`]. What [`Label::extensions`] names can't be written, for it was not read.
pub fn write(label: &Label) -> Result<String, WriteError> {
    let document = document(label);
    let report = crate::validate(document.as_bytes());
    if report.verdict != Verdict::Accept {
        return Err(WriteError::NotAccepted(report.findings));
    }
    // INVARIANT: read ∘ write is the identity on all that is written.
    if report.label.as_ref() == Some(label) { Ok(document) } else { Err(WriteError::NotFaithful) }
}

fn document(label: &Label) -> String {
    let mut out = Writer { out: "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".to_owned(), depth: 0 };
    let review = label.review.map(|at| at.to_string());
    let attributes = [
        ("xmlns:slab", Some(NAMESPACE)),
        ("Id", label.id.as_deref()),
        ("ReviewDateTime", review.as_deref()),
    ];
    out.holding(label.root.as_str(), &attributes, |out| {
        base(out, &label.base);
        if let Some(succession) = &label.succession {
            out.holding("SuccessionHandling", &[], |out| {
                out.leaf("SuccessionDateTime", &[], &succession.at.to_string());
                out.holding("SuccessorConfidentialityLabel", &[], |out| base(out, &succession.successor));
            });
        }
    });
    out.out
}

fn base(out: &mut Writer, base: &Base) {
    let information = &base.information;
    out.holding("ConfidentialityInformation", &[], |out| {
        let policy = &information.policy;
        out.leaf("PolicyIdentifier", &[("URI", policy.uri.as_deref())], &policy.name);
        out.leaf("Classification", &[], &information.classification);
        if let Some(mark) = &information.privacy_mark {
            out.leaf("PrivacyMark", &[], mark);
        }
        information.categories.iter().for_each(|each| category(out, each));
    });
    if let Some(originator) = &base.originator {
        out.leaf("OriginatorID", &[("IDType", Some(originator.kind.as_str()))], &originator.id);
    }
    out.leaf("CreationDateTime", &[], &base.created.to_string());
}

fn category(out: &mut Writer, category: &Category) {
    let attributes = [
        ("Type", Some(category.kind.as_str())),
        ("TagName", Some(category.tag.as_str())),
        ("URI", category.uri.as_deref()),
    ];
    out.holding("Category", &attributes, |out| {
        category.values.iter().for_each(|value| out.leaf("GenericValue", &[], value));
    });
}

/// A writer small enough to see that it escapes everything.
struct Writer {
    out: String,
    depth: usize,
}

impl Writer {
    fn holding(&mut self, name: &str, attributes: &[(&str, Option<&str>)], inside: impl FnOnce(&mut Self)) {
        self.start(name, attributes);
        self.out.push_str(">\n");
        self.depth += 1;
        inside(self);
        self.depth -= 1;
        self.out.push_str(&"  ".repeat(self.depth));
        self.end(name);
    }

    fn leaf(&mut self, name: &str, attributes: &[(&str, Option<&str>)], text: &str) {
        self.start(name, attributes);
        self.out.push('>');
        self.escape(text);
        self.end(name);
    }

    fn start(&mut self, name: &str, attributes: &[(&str, Option<&str>)]) {
        self.out.push_str(&"  ".repeat(self.depth));
        self.out.push_str("<slab:");
        self.out.push_str(name);
        for (key, value) in attributes {
            let Some(value) = value else { continue };
            self.out.push(' ');
            self.out.push_str(key);
            self.out.push_str("=\"");
            self.escape(value);
            self.out.push('"');
        }
    }

    fn end(&mut self, name: &str) {
        self.out.push_str("</slab:");
        self.out.push_str(name);
        self.out.push_str(">\n");
    }

    /// A parser gives back exactly what went in, but for what XML can't hold: that becomes U+FFFD and is refused
    /// as not faithful.
    fn escape(&mut self, text: &str) {
        for c in text.chars() {
            match c {
                '&' => self.out.push_str("&amp;"),
                '<' => self.out.push_str("&lt;"),
                '>' => self.out.push_str("&gt;"),
                '"' => self.out.push_str("&quot;"),
                '\r' => self.out.push_str("&#13;"),
                '\n' => self.out.push_str("&#10;"),
                '\t' => self.out.push_str("&#9;"),
                c if is_xml(c) => self.out.push(c),
                _ => self.out.push('\u{fffd}'),
            }
        }
    }
}
