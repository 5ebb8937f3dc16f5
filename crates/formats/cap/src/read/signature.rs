//! The form of a signature, without checking whether it holds (§3.3.4.1).
//!
//! A signature that covers something else than this alert is worse than none: it lends trust to what
//! nobody signed. That much can be seen without any key, so it is refused here.

use super::{Reader, start};
use crate::report::{Signature, quoted};
use crate::rules;
use crate::xml::DSIG;
use crate::xml::Node;

const ENVELOPED: &str = "http://www.w3.org/2000/09/xmldsig#enveloped-signature";

/// Canonicalisations, with and without comments; all else could cut out what was changed.
const CANONICAL: [&str; 6] = [
    "http://www.w3.org/2001/10/xml-exc-c14n#",
    "http://www.w3.org/2001/10/xml-exc-c14n#WithComments",
    "http://www.w3.org/TR/2001/REC-xml-c14n-20010315",
    "http://www.w3.org/TR/2001/REC-xml-c14n-20010315#WithComments",
    "http://www.w3.org/2006/12/xml-c14n11",
    "http://www.w3.org/2006/12/xml-c14n11#WithComments",
];

impl Reader<'_> {
    pub(super) fn signature(&mut self, parent: Node<'_>, node: Node<'_>) {
        let named = node.is(DSIG, "Signature");
        if named {
            self.signature = Signature::Unchecked;
        }
        let at = start(node);
        if parent.tag_name().name() != "alert" {
            let message =
                || "the signature stands inside an element; put it at the end of `alert`".to_string();
            self.findings.add(&rules::SIGNATURE_PLACE, at, message);
        }
        if let Some(hidden) = node.descendants().find(|inner| inner.tag_name().name() == "alert") {
            let message =
                || "the signature carries another `alert` inside; only the outer one is shown".to_string();
            self.findings.add(&rules::SIGNATURE_WRAPPING, start(hidden), message);
        }
        let value = child(node, "SignatureValue");
        let (Some(info), Some(_), true) = (child(node, "SignedInfo"), value, named) else {
            // §3.3.4.1: a message is not refused because its signature cannot be checked; this one lends no trust.
            let message = || {
                "this is no signature with `SignedInfo` and `SignatureValue`; trust nothing by it"
                    .to_string()
            };
            self.findings.add(&rules::SIGNATURE_FORM, at, message);
            return;
        };
        self.covers(info);
    }

    /// INVARIANT: a signature that passes names the whole document, less itself, and nothing cuts more out.
    fn covers(&mut self, info: Node<'_>) {
        let whole =
            info.children().find(|node| node.is(DSIG, "Reference") && node.attribute("URI") == Some(""));
        let Some(whole) = whole else {
            let message = || {
                "the signature covers something else than this alert: no `Reference URI=\"\"`".to_string()
            };
            self.findings.add(&rules::SIGNATURE_REFERENCE, start(info), message);
            return;
        };
        let mut enveloped = false;
        for transform in whole.descendants().filter(|node| node.is(DSIG, "Transform")) {
            let algorithm = transform.attribute("Algorithm").unwrap_or_default();
            enveloped |= algorithm == ENVELOPED;
            if algorithm != ENVELOPED && !CANONICAL.contains(&algorithm) {
                let message = || format!("the transform {} could hide a change", quoted(algorithm));
                self.findings.add(&rules::SIGNATURE_TRANSFORM, start(transform), message);
            }
        }
        if !enveloped {
            let message = || "the signature is not an enveloped one; it can never hold".to_string();
            self.findings.add(&rules::SIGNATURE_REFERENCE, start(whole), message);
        }
    }
}

fn child<'a>(node: Node<'a>, name: &str) -> Option<Node<'a>> {
    node.children().find(|child| child.is(DSIG, name))
}
