//! The whole judgement of one label.

use jiff::Timestamp;
use roxmltree::Node;

use crate::NAMESPACE;
use crate::limits::{CATEGORIES_MAX, VALUES_MAX};
use crate::model::{
    Base, Category, CategoryType, Information, Label, Originator, OriginatorType, Policy, Root, Succession,
};
use crate::parts::{Door, Place, Reading, name};
use crate::report::{Findings, Report, quoted};
use crate::rules;
use crate::time;
use crate::xml::{self, line};

/// Judges one label: XML safety, the schema, and the prose of the standard.
///
/// Never panics and never reads anything but `bytes`. What a policy means by its words is not looked at.
///
/// ```
/// let report = kulla_stanag4774::validate(b"<label/>");
/// assert_eq!(report.verdict, kulla_stanag4774::Verdict::Reject);
/// assert_eq!((report.findings[0].rule, report.findings[0].line), ("4774.root", 1));
/// ```
pub fn validate(bytes: &[u8]) -> Report {
    let document = match xml::decode(bytes).and_then(xml::parse) {
        Ok(document) => document,
        Err(refusal) => {
            let mut findings = Findings::default();
            findings.add(refusal.rule, refusal.line, refusal.message);
            return findings.report(None);
        }
    };
    let mut reading = Reading::default();
    let label = reading.label(document.root_element());
    reading.findings.report(label)
}

/// The object identifier in a URI: numbers with dots between them (ITU-T X.660).
fn is_oid(uri: &str) -> bool {
    let numbers = uri.strip_prefix("urn:oid:").unwrap_or_default();
    let number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    numbers.contains('.') && numbers.split('.').all(number)
}

impl Reading {
    fn label(&mut self, node: Node<'_, '_>) -> Option<Label> {
        let root = self.root(node)?;
        self.attributes(node, &["Id", "ReviewDateTime"], Door::Open);
        let places = [
            Place("ConfidentialityInformation", 1, 1),
            Place("OriginatorID", 0, 1),
            Place("CreationDateTime", 1, 1),
            Place("SuccessionHandling", 0, 1),
        ];
        let parts = self.parts(node, &places, Door::Open);
        let base = self.base(parts.one(0), parts.one(1), parts.one(2));
        let succession = parts.one(3).map(|handling| self.succession(handling));
        let review = node.attribute("ReviewDateTime").map(|text| self.time(node, text));
        if review.is_none() && succession.is_none() {
            let message = format!("{} has no `ReviewDateTime`, and nothing takes its place", name(node));
            self.findings.add(&rules::REVIEW, line(node), message);
        }
        Some(Label {
            root,
            id: node.attribute("Id").map(str::to_owned),
            review: review.flatten(),
            base: base?,
            succession: succession.flatten(),
            extensions: std::mem::take(&mut self.extensions),
        })
    }

    fn root(&mut self, node: Node<'_, '_>) -> Option<Root> {
        let Some(root) = Root::named(node.tag_name().name()) else {
            let message = format!("the document is {}, not a confidentiality label", name(node));
            self.findings.add(&rules::ROOT, line(node), message);
            return None;
        };
        if node.tag_name().namespace() != Some(NAMESPACE) {
            let of = node.tag_name().namespace().map_or("no namespace".to_owned(), quoted);
            let message = format!("{} is in {of}; ADatP-4774 is `{NAMESPACE}`", name(node));
            self.findings.add(&rules::NAMESPACE_OF, line(node), message);
            return None;
        }
        if root == Root::Legacy {
            let message = "the label does not say whose it is: write `originatorConfidentialityLabel`";
            self.findings.add(&rules::LEGACY, line(node), message);
        }
        Some(root)
    }

    /// `None` where something that has to be there is not, or does not read; that is said then.
    fn base(
        &mut self,
        information: Option<Node<'_, '_>>,
        originator: Option<Node<'_, '_>>,
        created: Option<Node<'_, '_>>,
    ) -> Option<Base> {
        let information = information.and_then(|node| self.information(node));
        let originator = originator.map(|node| self.originator(node));
        let created = created.and_then(|node| self.time_of(node));
        Some(Base { information: information?, originator: originator.flatten(), created: created? })
    }

    fn information(&mut self, node: Node<'_, '_>) -> Option<Information> {
        self.attributes(node, &[], Door::Shut);
        let places = [
            Place("PolicyIdentifier", 1, 1),
            Place("Classification", 1, 1),
            Place("PrivacyMark", 0, 1),
            Place("Category", 0, CATEGORIES_MAX),
        ];
        let parts = self.parts(node, &places, Door::Open);
        let policy = parts.one(0).map(|node| {
            self.attributes(node, &["URI"], Door::Shut);
            Policy { name: self.token(node), uri: self.uri(node) }
        });
        let classification = parts.one(1).map(|node| {
            self.attributes(node, &["URI"], Door::Shut);
            if node.attribute("URI").is_some() {
                let message = "`Classification` has a `URI`, which the standard does not allow; remove it";
                self.findings.add(&rules::CLASSIFICATION_URI, line(node), message);
            }
            self.token(node)
        });
        let privacy_mark = parts.one(2).map(|node| {
            self.attributes(node, &[], Door::Shut);
            self.text(node)
        });
        let categories =
            parts.all(3).iter().take(CATEGORIES_MAX).filter_map(|node| self.category(*node)).collect();
        Some(Information { policy: policy?, classification: classification?, privacy_mark, categories })
    }

    fn category(&mut self, node: Node<'_, '_>) -> Option<Category> {
        self.attributes(node, &["Type", "TagName", "URI"], Door::Shut);
        let kind = self.required(node, "Type");
        let known = CategoryType::named(&kind);
        if known.is_none() && !kind.is_empty() {
            let message =
                format!("`Type` is {}; write RESTRICTIVE, PERMISSIVE or INFORMATIVE", quoted(&kind));
            self.findings.add(&rules::CATEGORY_TYPE, line(node), message);
        }
        let tag = self.required(node, "TagName");
        let uri = self.uri(node);
        let parts = self.parts(node, &[Place("GenericValue", 0, VALUES_MAX)], Door::Shut);
        let mut values = Vec::new();
        for value in parts.all(0).iter().take(VALUES_MAX) {
            self.attributes(*value, &[], Door::Shut);
            let text = self.text(*value);
            self.says(*value, &text);
            values.push(text);
        }
        if values.is_empty() {
            let message = format!("the category {} has no value", quoted(&tag));
            self.findings.add(&rules::CATEGORY_NONE, line(node), message);
        }
        Some(Category { kind: known?, tag, uri, values })
    }

    fn originator(&mut self, node: Node<'_, '_>) -> Option<Originator> {
        self.attributes(node, &["IDType"], Door::Shut);
        let kind = self.required(node, "IDType");
        let known = OriginatorType::named(&kind);
        if known.is_none() && !kind.is_empty() {
            let message =
                format!("`IDType` is {}, which is not in the list of the standard", quoted(&kind));
            self.findings.add(&rules::ORIGINATOR, line(node), message);
        }
        let id = self.text(node);
        self.says(node, &id);
        Some(Originator { kind: known?, id })
    }

    fn succession(&mut self, node: Node<'_, '_>) -> Option<Succession> {
        self.attributes(node, &[], Door::Shut);
        let places = [Place("SuccessionDateTime", 1, 1), Place("SuccessorConfidentialityLabel", 1, 1)];
        let parts = self.parts(node, &places, Door::Shut);
        let at = parts.one(0).and_then(|node| self.time_of(node));
        let successor = parts.one(1).and_then(|node| {
            self.attributes(node, &[], Door::Shut);
            let places = [
                Place("ConfidentialityInformation", 1, 1),
                Place("OriginatorID", 0, 1),
                Place("CreationDateTime", 1, 1),
            ];
            let parts = self.parts(node, &places, Door::Shut);
            self.base(parts.one(0), parts.one(1), parts.one(2))
        });
        Some(Succession { at: at?, successor: successor? })
    }

    fn uri(&mut self, node: Node<'_, '_>) -> Option<String> {
        let uri = node.attribute("URI")?;
        if !is_oid(uri) {
            let message = format!("the `URI` of {} is {}; write `urn:oid:1.2.3`", name(node), quoted(uri));
            self.findings.add(&rules::URI, line(node), message);
        }
        Some(uri.to_owned())
    }

    fn time_of(&mut self, node: Node<'_, '_>) -> Option<Timestamp> {
        self.attributes(node, &[], Door::Shut);
        let text = self.text(node);
        self.time(node, text.trim_ascii())
    }

    fn time(&mut self, node: Node<'_, '_>, text: &str) -> Option<Timestamp> {
        let Some(read) = time::read(text) else {
            let message = format!("{} is no time; write `2026-01-17T06:40:00Z`", quoted(text));
            self.findings.add(&rules::TIME, line(node), message);
            return None;
        };
        if !read.said_offset {
            let message =
                format!("{} has no offset and is taken as UTC; write `Z` behind it", quoted(text));
            self.findings.add(&rules::TIME_OFFSET, line(node), message);
        }
        Some(read.at)
    }
}
