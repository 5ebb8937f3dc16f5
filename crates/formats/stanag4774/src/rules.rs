//! Every rule by its stable id, with the clause it follows.
//!
//! The ids are a promise: people filter and count by them. A rule may be added; an id is never reused for something
//! else. The table in the README is held against this list by a test.

use crate::report::Gravity;

/// One rule that a label is held against.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    /// Stable id.
    pub id: &'static str,
    /// What breaking it does to the verdict.
    pub gravity: Gravity,
    /// Where the rule comes from: ADatP-4774 edition A, the schema in it, or safety.
    pub clause: &'static str,
    /// What it demands.
    pub demands: &'static str,
}

macro_rules! rules {
    ($($name:ident $id:literal $gravity:ident $clause:literal $demands:literal;)*) => {
        $(pub(crate) static $name: Rule =
            Rule { id: $id, gravity: Gravity::$gravity, clause: $clause, demands: $demands };)*

        /// Every rule, grouped by what it looks at.
        pub static RULES: &[&Rule] = &[$(&$name,)*];
    };
}

rules! {
    // the bytes
    ENCODING "xml.encoding" Error "XML 1.0 §4.3.3" "the bytes are UTF-8, and nothing else is declared";
    DTD "xml.dtd" Error "safety" "there is no document type declaration, wherever it stands";
    LIMIT "xml.limit" Error "safety" "size, depth, number of elements and attributes stay within the limits";
    WELLFORMED "xml.wellformed" Error "XML 1.0, Namespaces" "the document is well formed";
    // the schema
    ROOT "4774.root" Error "App. 1, p. 1" "the document is one confidentiality label";
    LEGACY "4774.root.legacy" Warning "App. 1, p. 1" "the label says whose it is: `originatorConfidentialityLabel` and its peers";
    NAMESPACE_OF "4774.namespace" Error "App. 1 Annex A" "the label is in the namespace of ADatP-4774 edition A";
    MISSING "4774.missing" Error "schema" "every required element and attribute is there";
    REPEATED "4774.repeated" Error "schema" "what may stand so many times stands no oftener";
    ORDER "4774.order" Error "schema" "elements stand in the order of the schema";
    UNKNOWN "4774.unknown" Error "schema" "there is no element that the standard does not know";
    FOREIGN "4774.foreign" Error "schema" "elements of another namespace stand only where the schema allows them";
    EXTENSION "4774.extension" Warning "schema" "all of the label can be read: nothing of another namespace stands in it";
    ATTRIBUTE "4774.attribute" Error "schema" "elements have no attribute that the standard does not know";
    STRAY_TEXT "4774.text" Error "schema" "there is no text between elements";
    CHILDREN "4774.children" Error "schema" "a value holds text only";
    EMPTY "4774.empty" Error "schema, Table 8" "policy, classification, tag name, value and originator say something";
    // the prose
    URI "4774.uri.oid" Warning "Tables 5 and 8" "a URI is `urn:oid:` and an object identifier";
    CLASSIFICATION_URI "4774.classification.uri" Error "Table 6" "a classification has no `URI`";
    CATEGORY_TYPE "4774.category.type" Error "Table 8" "a category is RESTRICTIVE, PERMISSIVE or INFORMATIVE";
    CATEGORY_VALUE "4774.category.value" Error "App. 1, p. 9" "values are `GenericValue`, not `IntegerValue` or `BitStringValue`";
    CATEGORY_NONE "4774.category.none" Note "App. 1, p. 7" "a category has a value; a PERMISSIVE one without permits nobody";
    ORIGINATOR "4774.originator.type" Error "Table 9" "the originator is named in a form of the list";
    TIME "4774.time.format" Error "schema, XML Schema §3.2.7" "a date and a time that exist, written `2026-01-17T06:40:00Z`";
    TIME_OFFSET "4774.time.offset" Warning "XML Schema §3.2.7.3" "a time says its offset; without one it is taken as UTC";
    REVIEW "4774.review.missing" Warning "App. 1, p. 2" "a label without a successor says when it is looked at anew";
    MORE "report.more" Note "limits" "a label with very many faults is reported in part";
}
