//! The EDXL-DE envelope, 1.0 and 2.0: how agencies hand alerts to each other with a routing slip.
//!
//! Only what an alert needs is typed: who sends what kind of thing, when, and whether it is real.
//! Addresses, roles and target areas of an envelope are not read; the alert inside says them itself.

use super::{Taker, add, needed, trimmed};
use crate::codes::{UnknownCode, codes};
use crate::model::Alert;
use crate::report::Report;
use crate::rules;
use crate::time::Time;
use crate::write::{WriteError, write};
use crate::xml::Node;
use crate::xml::write::Writer;
use std::fmt;

const DE_1: &str = "urn:oasis:names:tc:emergency:EDXL:DE:1.0";
const DE_2: &str = "urn:oasis:names:tc:emergency:EDXL:DE:2.0";
const XLINK: &str = "http://www.w3.org/1999/xlink";
/// What an envelope of 1.0 says of its content when nothing else is known (DE 1.0 §3.2.1 needs a value).
const CONFIDENTIALITY_DEFAULT: &str = "Unclassified";

/// Which version of the envelope.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum EnvelopeVersion {
    /// EDXL-DE 1.0 (OASIS standard, 2006), the one most in use.
    V1,
    /// EDXL-DE 2.0 (OASIS committee specification 02, 2013).
    V2,
}

/// What an EDXL-DE envelope says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Envelope {
    /// Version of the format.
    pub version: EnvelopeVersion,
    /// Unique among the envelopes of the sender.
    pub id: String,
    /// Who sends it, `actor@domain`.
    pub sender: String,
    /// When it was sent.
    pub sent: Time,
    /// Until when it matters. Version 2.0 needs it, 1.0 has no place for it.
    pub expires: Option<Time>,
    /// Whether the content is real.
    pub status: DistributionStatus,
    /// What the content is for.
    pub kind: DistributionKind,
    /// Confidentiality of all content together.
    pub confidentiality: Option<String>,
}

codes! {
    /// Whether the content is real (DE 1.0 §3.2.1, DE 2.0 `DistributionStatusType`).
    DistributionStatus, "distributionStatus" {
        /// Real.
        Actual,
        /// For the participants of an exercise.
        Exercise,
        /// About the network itself.
        System,
        /// Technical test.
        Test,
    }
}

codes! {
    /// What the content is for (`distributionType` in 1.0, `distributionKind` in 2.0).
    DistributionKind, "distributionType" {
        /// New information.
        Report,
        /// Supersedes earlier information.
        Update,
        /// Takes earlier information back.
        Cancel,
        /// Asks for something.
        Request,
        /// Answers a request.
        Response,
        /// Sends resources.
        Dispatch,
        /// Acknowledges.
        Ack,
        /// Rejects.
        Error,
        /// For sensors.
        SensorConfiguration,
        /// For sensors.
        SensorControl,
        /// From sensors.
        SensorStatus,
        /// From sensors.
        SensorDetection,
    }
}

/// The version, if the element is an envelope. 2.0 names its root with a small letter; both are met.
pub(super) fn version(root: Node<'_>) -> Option<EnvelopeVersion> {
    let tag = root.tag_name();
    let named = matches!(tag.name(), "EDXLDistribution" | "edxlDistribution");
    match tag.namespace() {
        Some(DE_1) if named => Some(EnvelopeVersion::V1),
        Some(DE_2) if named => Some(EnvelopeVersion::V2),
        _ => None,
    }
}

impl Taker<'_> {
    pub(super) fn edxl(&mut self, root: Node<'_>, version: EnvelopeVersion) -> Option<Envelope> {
        self.embedded(root);
        let envelope = self.envelope(root, version);
        if envelope.is_none() {
            add(
                self,
                &rules::EDXL_HEAD,
                root,
                "the envelope does not say who sends what, when, and whether it is real",
            );
        }
        let status = envelope.as_ref().map(|envelope| envelope.status.as_str());
        let differs = |report: &Report| {
            let inside = report.alert.as_ref().map(|alert| alert.status.as_str());
            inside.is_some() && status.is_some() && inside != status
        };
        if self.alerts.iter().any(differs) {
            add(
                self,
                &rules::EDXL_STATUS,
                root,
                "the envelope has another status than an alert in it; trust neither",
            );
        }
        envelope
    }

    fn envelope(&mut self, root: Node<'_>, version: EnvelopeVersion) -> Option<Envelope> {
        let space = root.tag_name().namespace()?;
        let under = |parent: Node<'_>, name: &str| {
            parent.children().find(|child| child.is(space, name)).and_then(trimmed)
        };
        let descriptor = root.children().find(|child| child.is(space, "descriptor"));
        let confidentiality = match version {
            EnvelopeVersion::V1 => under(root, "combinedConfidentiality"),
            EnvelopeVersion::V2 => descriptor.and_then(|inner| under(inner, "combinedConfidentiality")),
        };
        let kind = under(root, "distributionType").or_else(|| under(root, "distributionKind"))?;
        Some(Envelope {
            version,
            id: under(root, "distributionID")?,
            sender: under(root, "senderID")?,
            sent: under(root, "dateTimeSent")?.parse().ok()?,
            expires: under(root, "dateTimeExpires").and_then(|time| time.parse().ok()),
            status: under(root, "distributionStatus")?.parse().ok()?,
            kind: kind.parse().ok()?,
            confidentiality,
        })
    }
}

/// Writes an envelope with the alerts inside, each as [`write`] would write it.
///
/// # Errors
/// If an alert would not be accepted, if the status of an alert is not that of the envelope (a drill must
/// not travel in a real envelope, nor the other way round), or if something could not be read back the same.
pub fn write_envelope(envelope: &Envelope, alerts: &[Alert]) -> Result<String, WriteError> {
    if alerts.iter().any(|alert| alert.status.as_str() != envelope.status.as_str()) {
        let message = "an alert has another status; put it into an envelope of its own";
        return Err(WriteError::Value { element: "distributionStatus", message });
    }
    let bodies = alerts.iter().map(write).collect::<Result<Vec<_>, _>>()?;
    let document = match envelope.version {
        EnvelopeVersion::V1 => version_1(envelope, &bodies)?,
        EnvelopeVersion::V2 => version_2(envelope, &bodies)?,
    };
    let back = super::split(document.as_bytes());
    let same = back.wrapping == super::Wrapping::Envelope(Some(envelope.clone()))
        && back.findings.is_empty()
        && back.alerts.iter().map(|report| report.alert.as_ref()).eq(alerts.iter().map(Some));
    // INVARIANT: what is written is read back the same, or it is not written.
    if same { Ok(document) } else { Err(WriteError::NotFaithful) }
}

fn version_1(envelope: &Envelope, bodies: &[String]) -> Result<String, WriteError> {
    if envelope.expires.is_some() {
        return Err(WriteError::Value {
            element: "dateTimeExpires",
            message: "version 1.0 has no place for it",
        });
    }
    let mut w = Writer::new();
    w.open("EDXLDistribution", &[("xmlns", DE_1)]);
    w.leaf("distributionID", &envelope.id);
    w.leaf("senderID", &envelope.sender);
    w.leaf("dateTimeSent", envelope.sent);
    w.leaf("distributionStatus", envelope.status);
    w.leaf("distributionType", envelope.kind);
    w.leaf(
        "combinedConfidentiality",
        needed("combinedConfidentiality", envelope.confidentiality.as_ref())?,
    );
    for body in bodies {
        w.open("contentObject", &[]);
        w.open("xmlContent", &[]);
        w.open("embeddedXMLContent", &[]);
        w.embed(body);
        (0..3).for_each(|_| w.close());
    }
    Ok(w.finish())
}

fn version_2(envelope: &Envelope, bodies: &[String]) -> Result<String, WriteError> {
    let resource = [("xlink:type", "resource")];
    let mut w = Writer::new();
    w.open("edxlDistribution", &[("xmlns", DE_2), ("xmlns:xlink", XLINK), ("xlink:type", "extended")]);
    w.leaf("distributionID", &envelope.id);
    w.leaf("senderID", &envelope.sender);
    w.leaf("dateTimeSent", envelope.sent);
    w.leaf("dateTimeExpires", needed("dateTimeExpires", envelope.expires)?);
    w.leaf("distributionStatus", envelope.status);
    w.leaf("distributionKind", envelope.kind);
    if let Some(confidentiality) = &envelope.confidentiality {
        w.open("descriptor", &resource);
        w.leaf("combinedConfidentiality", confidentiality);
        w.close();
    }
    if !bodies.is_empty() {
        w.open("content", &resource);
        for body in bodies {
            w.open("contentObject", &resource);
            w.open("contentXML", &[]);
            w.open("embeddedXMLContent", &[]);
            w.embed(body);
            (0..3).for_each(|_| w.close());
        }
        w.close();
    }
    Ok(w.finish())
}

impl Envelope {
    /// A report in an envelope of version 1.0; `status` must be that of the alerts that go in.
    pub fn new(
        id: impl Into<String>,
        sender: impl Into<String>,
        sent: Time,
        status: DistributionStatus,
    ) -> Self {
        Self {
            version: EnvelopeVersion::V1,
            id: id.into(),
            sender: sender.into(),
            sent,
            expires: None,
            status,
            kind: DistributionKind::Report,
            confidentiality: Some(CONFIDENTIALITY_DEFAULT.to_string()),
        }
    }
}
