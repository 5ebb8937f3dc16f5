//! What may stand in an element, by the schema.

use roxmltree::Node;

use crate::NAMESPACE;
use crate::report::{Findings, quoted};
use crate::rules;
use crate::xml::line;

const XSI: &str = "http://www.w3.org/2001/XMLSchema-instance";

/// An element that may stand in another: its name, and how often.
pub(crate) struct Place(pub(crate) &'static str, pub(crate) usize, pub(crate) usize);

/// Whether the schema lets other namespaces in.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Door {
    Open,
    Shut,
}

/// What was found, and what is said of it.
#[derive(Default)]
pub(crate) struct Reading {
    pub(crate) findings: Findings,
    pub(crate) extensions: Vec<String>,
}

/// The elements of each place, in the order of the schema.
pub(crate) struct Parts<'a, 'd>(Vec<Vec<Node<'a, 'd>>>);

impl<'a, 'd> Parts<'a, 'd> {
    pub(crate) fn all(&self, place: usize) -> &[Node<'a, 'd>] {
        self.0.get(place).map_or(&[], Vec::as_slice)
    }

    pub(crate) fn one(&self, place: usize) -> Option<Node<'a, 'd>> {
        self.all(place).first().copied()
    }
}

impl Reading {
    pub(crate) fn parts<'a, 'd>(
        &mut self,
        node: Node<'a, 'd>,
        places: &[Place],
        door: Door,
    ) -> Parts<'a, 'd> {
        let mut found: Vec<Vec<Node<'a, 'd>>> = places.iter().map(|_| Vec::new()).collect();
        let (mut reached, mut beyond) = (0, false);
        for child in node.children() {
            if child.is_text() && child.text().is_some_and(|text| !text.trim_ascii().is_empty()) {
                let message = format!("text may not stand in {}; put it into an element", name(node));
                self.findings.add(&rules::STRAY_TEXT, line(child), message);
            }
            if !child.is_element() {
                continue;
            }
            if child.tag_name().namespace() != Some(NAMESPACE) {
                beyond |= self.foreign(child, door);
                continue;
            }
            let Some(at) = places.iter().position(|place| place.0 == child.tag_name().name()) else {
                self.unknown(child, node);
                continue;
            };
            if at < reached || beyond {
                let message = format!("{} stands too late; the schema has an order", name(child));
                self.findings.add(&rules::ORDER, line(child), message);
            }
            reached = reached.max(at);
            if let Some(slot) = found.get_mut(at) {
                slot.push(child);
            }
        }
        self.counted(node, places, &found);
        Parts(found)
    }

    fn counted(&mut self, node: Node<'_, '_>, places: &[Place], found: &[Vec<Node<'_, '_>>]) {
        for (Place(wanted, least, most), found) in places.iter().zip(found) {
            if found.len() < *least {
                let message = format!("{} has no `{wanted}`; add it", name(node));
                self.findings.add(&rules::MISSING, line(node), message);
            }
            if let Some(extra) = found.get(*most) {
                let message = format!("`{wanted}` stands at most {most} times in {}", name(node));
                self.findings.add(&rules::REPEATED, line(*extra), message);
            }
        }
    }

    /// Whether it may stand there; nothing of the standard comes behind it then.
    fn foreign(&mut self, child: Node<'_, '_>, door: Door) -> bool {
        match child.tag_name().namespace() {
            Some(namespace) if door == Door::Open => {
                let message = format!(
                    "{} is of another namespace, {}, and is not read: there is more to this label",
                    name(child),
                    quoted(namespace)
                );
                self.findings.add(&rules::EXTENSION, line(child), message);
                self.extensions.push(format!("{{{namespace}}}{}", child.tag_name().name()));
                true
            }
            _ => {
                let message = format!("{} is not of ADatP-4774; remove it", name(child));
                self.findings.add(&rules::FOREIGN, line(child), message);
                false
            }
        }
    }

    fn unknown(&mut self, child: Node<'_, '_>, node: Node<'_, '_>) {
        if matches!(child.tag_name().name(), "IntegerValue" | "BitStringValue") {
            let message = format!("{} may not be used; write `GenericValue`", name(child));
            self.findings.add(&rules::CATEGORY_VALUE, line(child), message);
        } else {
            let message = format!("{} may not stand in {}", name(child), name(node));
            self.findings.add(&rules::UNKNOWN, line(child), message);
        }
    }

    /// Says of each attribute that is not known; where the schema is open, that it is not read.
    pub(crate) fn attributes(&mut self, node: Node<'_, '_>, known: &[&str], door: Door) {
        for attribute in node.attributes() {
            let schema = matches!(attribute.name(), "schemaLocation" | "noNamespaceSchemaLocation");
            match attribute.namespace() {
                None if known.contains(&attribute.name()) => {}
                Some(XSI) if schema && door == Door::Open => {}
                namespace if door == Door::Open => {
                    let said = quoted(attribute.name());
                    let message = format!("the attribute {said} is not read: there is more to this label");
                    self.findings.add(&rules::EXTENSION, line(node), message);
                    let namespace = namespace.unwrap_or_default();
                    self.extensions.push(format!("@{{{namespace}}}{}", attribute.name()));
                }
                _ => {
                    let message = format!("{} has no attribute {}", name(node), quoted(attribute.name()));
                    self.findings.add(&rules::ATTRIBUTE, line(node), message);
                }
            }
        }
    }

    /// An attribute that has to be there and to say something.
    pub(crate) fn required(&mut self, node: Node<'_, '_>, wanted: &str) -> String {
        let Some(value) = node.attribute(wanted) else {
            let message = format!("{} has no attribute `{wanted}`; add it", name(node));
            self.findings.add(&rules::MISSING, line(node), message);
            return String::new();
        };
        self.says(node, value);
        value.to_owned()
    }

    /// The text of a value, which holds nothing else.
    pub(crate) fn text(&mut self, node: Node<'_, '_>) -> String {
        if node.children().any(|child| child.is_element()) {
            self.findings.add(&rules::CHILDREN, line(node), format!("{} holds text only", name(node)));
        }
        node.children().filter(|child| child.is_text()).filter_map(|child| child.text()).collect()
    }

    /// A text that has to say something, with its white space collapsed as `xs:token` has it.
    pub(crate) fn token(&mut self, node: Node<'_, '_>) -> String {
        let text = self.text(node);
        self.says(node, &text);
        text.split_ascii_whitespace().collect::<Vec<_>>().join(" ")
    }

    pub(crate) fn says(&mut self, node: Node<'_, '_>, text: &str) {
        if text.trim_ascii().is_empty() {
            self.findings.add(&rules::EMPTY, line(node), format!("{} says nothing", name(node)));
        }
    }
}

/// An element as a message names it.
pub(crate) fn name(node: Node<'_, '_>) -> String {
    quoted(node.tag_name().name())
}
