//! From the tree to the model, with a finding for every fault on the way.
//!
//! One walk does both what the schema says (which elements, how often, in which order) and what the
//! prose says of each value, so that nothing is read twice and no rule can be skipped by a second reader.

mod alert;
mod area;
mod info;
mod resource;
mod signature;
mod value;

use crate::codes::MsgType;
use crate::report::{Findings, Report, Signature, quoted};
use crate::rules;
use crate::time::Time;
use crate::xml::Node;
use crate::xml::{CAP_12, CAP_OLDER, DSIG, XSI};

/// What XML Schema lets any element say of its schema; `nil` is for elements that may be null, and none may.
const XSI_ALLOWED: [&str; 3] = ["schemaLocation", "noNamespaceSchemaLocation", "type"];

/// How often an element may stand.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Count {
    One,
    Optional,
    Many,
    OneOrMore,
}

/// An element of a sequence in the schema.
struct Slot(&'static str, Count);

/// Reads one alert; collects what is wrong with it.
struct Reader<'t> {
    findings: Findings<'t>,
    signature: Signature,
    /// Known once read, for the rules of `info` that look at them.
    sent: Option<Time>,
    msg_type: Option<MsgType>,
}

/// Whether the element is an alert of any version: an older one is refused, but not overlooked.
pub(crate) fn is_alert(node: Node<'_>) -> bool {
    node.is(CAP_12, "alert") || is_older(node)
}

fn is_older(node: Node<'_>) -> bool {
    CAP_OLDER.iter().any(|namespace| node.is(namespace, "alert"))
}

/// Reads the alert at `node`. `text` is the whole document, for the lines.
pub(crate) fn report(text: &str, node: Node<'_>, remarks: &[(&'static rules::Rule, String)]) -> Report {
    let mut findings = Findings::new(text);
    for (rule, message) in remarks {
        findings.add(rule, 0, || message.clone());
    }
    read(findings, node)
}

/// Reads an alert inside a larger document; `known` is a byte position before it and its line.
pub(crate) fn report_from(text: &str, node: Node<'_>, known: (usize, u32)) -> Report {
    read(Findings::from(text, known), node)
}

fn read(mut findings: Findings<'_>, node: Node<'_>) -> Report {
    if is_older(node) {
        let namespace = node.tag_name().namespace().unwrap_or_default();
        let message = || format!("a message of an older version, {}; send CAP 1.2", quoted(namespace));
        findings.add(&rules::NAMESPACE_OLD, start(node), message);
        return findings.report(Signature::None, None);
    }
    let mut reader = Reader { findings, signature: Signature::None, sent: None, msg_type: None };
    let alert = reader.alert(node);
    reader.findings.report(reader.signature, alert)
}

fn start(node: Node<'_>) -> usize {
    node.range().start
}

impl Reader<'_> {
    /// Holds the children of `parent` against a sequence of the schema and hands each known one to `take`.
    fn walk<'a>(
        &mut self,
        parent: Node<'a>,
        slots: &'static [Slot],
        mut take: impl FnMut(&mut Self, &'static str, Node<'a>),
    ) {
        self.attributes(parent);
        let (mut place, mut seen) = (0, 0u32);
        for child in parent.children() {
            if let Some(index) = self.slot(parent, child, slots, &mut place) {
                let Slot(name, count) = &slots[index];
                if seen & (1 << index) != 0 && matches!(count, Count::One | Count::Optional) {
                    let message = || format!("`{name}` stands more than once; keep one");
                    self.findings.add(&rules::REPEATED, start(child), message);
                }
                seen |= 1 << index;
                take(self, name, child);
            }
        }
        for (index, Slot(name, count)) in slots.iter().enumerate() {
            if seen & (1 << index) == 0 && matches!(count, Count::One | Count::OneOrMore) {
                self.missing(parent, name);
            }
        }
    }

    fn missing(&mut self, parent: Node<'_>, name: &str) {
        let message = || format!("`{}` has no `{name}`; add it", parent.tag_name().name());
        self.findings.add(&rules::MISSING, start(parent), message);
    }

    /// Which slot the child fills, if it is an element of CAP in its place.
    fn slot(
        &mut self,
        parent: Node<'_>,
        child: Node<'_>,
        slots: &'static [Slot],
        place: &mut usize,
    ) -> Option<usize> {
        if !child.is_element() {
            self.stray(child);
            return None;
        }
        let tag = child.tag_name();
        if tag.namespace() != Some(CAP_12) {
            if self.outside(parent, child) {
                *place = slots.len();
            }
            return None;
        }
        let name = tag.name();
        let later = slots[*place..].iter().position(|slot| slot.0 == name).map(|i| i + *place);
        if let Some(index) = later {
            *place = index;
            return Some(index);
        }
        let earlier = slots[..*place].iter().position(|slot| slot.0 == name);
        if earlier.is_some() {
            let message = || format!("`{name}` stands too late in `{}`", parent.tag_name().name());
            self.findings.add(&rules::ORDER, start(child), message);
        } else {
            let message = || format!("CAP has no {} in `{}`", quoted(name), parent.tag_name().name());
            self.findings.add(&rules::UNKNOWN, start(child), message);
        }
        earlier
    }

    /// An element that is not of CAP; says whether it belongs to a signature.
    fn outside(&mut self, parent: Node<'_>, child: Node<'_>) -> bool {
        let name = child.tag_name().name();
        match child.tag_name().namespace() {
            Some(DSIG) => {
                self.signature(parent, child);
                true
            }
            Some(_) => {
                let message =
                    || format!("{} is of another namespace; CAP has no place for it", quoted(name));
                self.findings.add(&rules::FOREIGN, start(child), message);
                false
            }
            None => {
                let message = || format!("{} is in no namespace; CAP does not know it", quoted(name));
                self.findings.add(&rules::UNKNOWN, start(child), message);
                false
            }
        }
    }

    fn stray(&mut self, child: Node<'_>) {
        let Some(text) = child.text() else { return };
        let text = text.trim_matches(value::is_space);
        if !text.is_empty() {
            let message = || format!("text between elements: {}; remove it", quoted(text));
            self.findings.add(&rules::STRAY_TEXT, start(child), message);
        }
    }

    fn attributes(&mut self, node: Node<'_>) {
        for (namespace, attribute) in node.attributes() {
            let name = attribute.name();
            let message = || format!("`{}` has an attribute {}", node.tag_name().name(), quoted(name));
            match namespace {
                Some(XSI) if XSI_ALLOWED.contains(&name) => {}
                Some(XSI) | None => self.findings.add(&rules::ATTRIBUTE, attribute.start(), message),
                Some(_) => self.findings.add(&rules::FOREIGN, attribute.start(), message),
            }
        }
    }
}
