//! From the model to a message that every reader accepts, or a refusal.
//!
//! Strict on emit: what was written is judged by the same rules as what is received, and read back and
//! compared. So no path leads from this crate to a message that its own reader would doubt.

use crate::model::{Alert, Area, Info, NamedValue, Resource};
use crate::report::{Finding, Verdict};
use crate::xml::CAP_12;
use crate::xml::write::Writer;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use std::fmt;

/// Why an alert was not written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WriteError {
    /// Our own validation would not accept it; lines are those of the message that was not sent.
    NotAccepted(Vec<Finding>),
    /// What would be read back differs from what was given, as when a list item holds a double quote.
    NotFaithful,
    /// A value of a feed or an envelope that its format cannot carry.
    Value {
        /// The element that would hold the value.
        element: &'static str,
        /// What is wrong with it and what to do.
        message: &'static str,
    },
}

impl fmt::Display for WriteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotAccepted(findings) => {
                f.write_str("the alert would not be accepted")?;
                findings.iter().try_for_each(|finding| write!(f, "; {}: {}", finding.rule, finding.message))
            }
            Self::NotFaithful => f.write_str(
                "the alert would be read back differently; look for empty texts and double quotes in lists",
            ),
            Self::Value { element, message } => write!(f, "`{element}`: {message}"),
        }
    }
}

impl std::error::Error for WriteError {}

/// Writes the alert as a CAP 1.2 document in UTF-8, in the order of the schema.
///
/// # Errors
/// Refuses whatever [`crate::validate`] would not accept without a warning, and whatever would not be
/// read back as the same [`Alert`].
pub fn write(alert: &Alert) -> Result<String, WriteError> {
    let document = document(alert);
    let report = crate::validate(document.as_bytes());
    if report.verdict != Verdict::Accept {
        return Err(WriteError::NotAccepted(report.findings));
    }
    // INVARIANT: parse ∘ write is the identity on all that is emitted.
    if report.alert.as_ref() == Some(alert) { Ok(document) } else { Err(WriteError::NotFaithful) }
}

fn document(alert: &Alert) -> String {
    let mut w = Writer::new();
    w.open("alert", &[("xmlns", CAP_12)]);
    w.leaf("identifier", &alert.identifier);
    w.leaf("sender", &alert.sender);
    w.leaf("sent", alert.sent);
    w.leaf("status", alert.status);
    w.leaf("msgType", alert.msg_type);
    w.optional("source", alert.source.as_ref());
    w.leaf("scope", alert.scope);
    w.optional("restriction", alert.restriction.as_ref());
    list(&mut w, "addresses", &alert.addresses);
    alert.codes.iter().for_each(|code| w.leaf("code", code));
    w.optional("note", alert.note.as_ref());
    if !alert.references.is_empty() {
        let triples: Vec<_> = alert.references.iter().map(ToString::to_string).collect();
        w.leaf("references", triples.join(" "));
    }
    list(&mut w, "incidents", &alert.incidents);
    alert.infos.iter().for_each(|block| info(&mut w, block));
    w.finish()
}

fn list(w: &mut Writer, name: &'static str, items: &[String]) {
    if items.is_empty() {
        return;
    }
    let quoted = |item: &String| match item.is_empty() || item.contains(char::is_whitespace) {
        true => format!("\"{item}\""),
        false => item.clone(),
    };
    w.leaf(name, items.iter().map(quoted).collect::<Vec<_>>().join(" "));
}

fn info(w: &mut Writer, info: &Info) {
    w.open("info", &[]);
    w.leaf("language", &info.language);
    info.categories.iter().for_each(|category| w.leaf("category", category));
    w.leaf("event", &info.event);
    info.response_types.iter().for_each(|response| w.leaf("responseType", response));
    w.leaf("urgency", info.urgency);
    w.leaf("severity", info.severity);
    w.leaf("certainty", info.certainty);
    w.optional("audience", info.audience.as_ref());
    info.event_codes.iter().for_each(|code| named(w, "eventCode", code));
    w.optional("effective", info.effective);
    w.optional("onset", info.onset);
    w.optional("expires", info.expires);
    w.optional("senderName", info.sender_name.as_ref());
    w.optional("headline", info.headline.as_ref());
    w.optional("description", info.description.as_ref());
    w.optional("instruction", info.instruction.as_ref());
    w.optional("web", info.web.as_ref());
    w.optional("contact", info.contact.as_ref());
    info.parameters.iter().for_each(|parameter| named(w, "parameter", parameter));
    info.resources.iter().for_each(|file| resource(w, file));
    info.areas.iter().for_each(|place| area(w, place));
    w.close();
}

fn named(w: &mut Writer, name: &'static str, value: &NamedValue) {
    w.open(name, &[]);
    w.leaf("valueName", &value.value_name);
    w.leaf("value", &value.value);
    w.close();
}

fn resource(w: &mut Writer, resource: &Resource) {
    w.open("resource", &[]);
    w.leaf("resourceDesc", &resource.description);
    w.leaf("mimeType", &resource.mime_type);
    w.optional("size", resource.size);
    w.optional("uri", resource.uri.as_ref());
    w.optional("derefUri", resource.content.as_ref().map(|content| STANDARD.encode(content)));
    w.optional("digest", resource.digest.as_ref());
    w.close();
}

fn area(w: &mut Writer, area: &Area) {
    w.open("area", &[]);
    w.leaf("areaDesc", &area.description);
    area.polygons.iter().for_each(|polygon| w.leaf("polygon", polygon));
    area.circles.iter().for_each(|circle| w.leaf("circle", circle));
    area.geocodes.iter().for_each(|code| named(w, "geocode", code));
    w.optional("altitude", area.altitude);
    w.optional("ceiling", area.ceiling);
    w.close();
}
