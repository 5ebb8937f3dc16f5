//! One way to read an item, whichever format it came in.
//!
//! Tolerant where cities differ and nothing is lost: ids as numbers, truth as text, an absent member and an
//! empty one alike ("Optional Arguments": null is the same as not declared). Strict about what is used.

use std::borrow::Cow;
use std::str::FromStr;

use roxmltree::{Document, Node, ParsingOptions};

use crate::fault::{
    DOCUMENT_BYTES_MAX, EXTRA_MEMBERS_MAX, LIST_ITEMS_MAX, ReadError, XML_DEPTH_MAX, XML_NODES_MAX,
};
use crate::json::{self, Json};
use crate::write::{Format, is_name};

/// The namespace that the specification allows beside none ("XML Support").
const NAMESPACES: [&str; 2] =
    ["http://wiki.open311.org/GeoReport_v2", "https://wiki.open311.org/GeoReport_v2"];

/// One item of a document.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Source<'a> {
    Xml(Node<'a, 'a>),
    Json(&'a [(Cow<'a, str>, Json<'a>)]),
}

/// Reads a document and hands its root to `read`: the items of a list, or the one object.
pub(crate) fn read_document<T>(
    bytes: &[u8],
    format: Format,
    names: (&str, Option<&str>),
    read: impl Fn(&[Source<'_>]) -> Result<T, ReadError>,
) -> Result<T, ReadError> {
    if bytes.len() > DOCUMENT_BYTES_MAX {
        return Err(ReadError::new("", format!("a document has at most {DOCUMENT_BYTES_MAX} bytes")));
    }
    match format {
        Format::Xml => read_xml(bytes, names, read),
        Format::Json => read_json(bytes, names, read),
    }
}

fn read_xml<T>(
    bytes: &[u8],
    (root, item): (&str, Option<&str>),
    read: impl Fn(&[Source<'_>]) -> Result<T, ReadError>,
) -> Result<T, ReadError> {
    let text = std::str::from_utf8(bytes).map_err(|bad| {
        ReadError::new(format!("byte {}", bad.valid_up_to()), "the document is not UTF-8")
    })?;
    let options = ParsingOptions { allow_dtd: false, nodes_limit: XML_NODES_MAX, entity_resolver: None };
    let document = Document::parse_with_options(text, options).map_err(|error| {
        let at = error.pos();
        let rule = match error {
            roxmltree::Error::DtdDetected => {
                "a document type is refused; send the document without it".to_owned()
            }
            other => format!("not XML that can be read: {other}"),
        };
        ReadError::new(format!("line {}, column {}", at.row, at.col), rule)
    })?;
    let element = document.root_element();
    if !is_deeper_than(element, XML_DEPTH_MAX) && is_named(element, root) {
        return match item {
            None => read(&[Source::Xml(element)]),
            Some(item) => {
                let items = element.children().filter(|child| is_named(*child, item)).map(Source::Xml);
                read(&limited(items)?)
            }
        };
    }
    let found = element.tag_name().name();
    Err(ReadError::new(
        "",
        format!("the root must be `{root}`, not deeper than {XML_DEPTH_MAX}; it is `{found}`"),
    ))
}

fn read_json<T>(
    bytes: &[u8],
    (root, item): (&str, Option<&str>),
    read: impl Fn(&[Source<'_>]) -> Result<T, ReadError>,
) -> Result<T, ReadError> {
    let mut tree = &json::parse(bytes)?;
    // Some cities wrap the document in its XML name.
    if let Json::Object(members) = tree
        && let [(name, inner)] = &**members
        && name == root
    {
        tree = inner;
    }
    match (tree, item) {
        (Json::Object(members), None) => read(&[Source::Json(members)]),
        (Json::Array(items), Some(_)) => read(&objects(items)?),
        (_, None) => Err(ReadError::new("", format!("`{root}` must be one JSON object"))),
        (_, Some(item)) => {
            Err(ReadError::new("", format!("`{root}` must be a JSON array of `{item}` objects")))
        }
    }
}

fn is_deeper_than(element: Node<'_, '_>, max: usize) -> bool {
    let mut depth = 0;
    let mut node = Some(element);
    // Walks in document order without recursion: down, else to the side, else up.
    while let Some(here) = node {
        if depth > max {
            return true;
        }
        if let Some(child) = here.first_element_child() {
            (node, depth) = (Some(child), depth + 1);
            continue;
        }
        let mut climber = here;
        node = loop {
            if climber == element {
                break None;
            }
            if let Some(sibling) = climber.next_sibling_element() {
                break Some(sibling);
            }
            let Some(parent) = climber.parent() else { break None };
            (climber, depth) = (parent, depth - 1);
        };
    }
    false
}

fn is_named(node: Node<'_, '_>, name: &str) -> bool {
    let tag = node.tag_name();
    node.is_element()
        && tag.name() == name
        && tag.namespace().is_none_or(|space| NAMESPACES.contains(&space))
}

fn limited<'a>(items: impl Iterator<Item = Source<'a>>) -> Result<Vec<Source<'a>>, ReadError> {
    let items: Vec<_> = items.take(LIST_ITEMS_MAX + 1).collect();
    if items.len() > LIST_ITEMS_MAX {
        return Err(ReadError::new("", format!("a list has at most {LIST_ITEMS_MAX} items")));
    }
    Ok(items)
}

fn objects<'a>(items: &'a [Json<'a>]) -> Result<Vec<Source<'a>>, ReadError> {
    let mut sources = Vec::with_capacity(items.len());
    for (index, item) in items.iter().enumerate() {
        match item {
            Json::Object(members) => sources.push(Source::Json(members)),
            _ => return Err(ReadError::new(format!("item {}", index + 1), "must be a JSON object")),
        }
    }
    Ok(sources)
}

/// Reads each item, and tells its number where one fails.
pub(crate) fn each<T>(
    items: &[Source<'_>],
    name: &str,
    read: impl Fn(Source<'_>) -> Result<T, ReadError>,
) -> Result<Vec<T>, ReadError> {
    let numbered = items.iter().enumerate();
    numbered
        .map(|(index, item)| read(*item).map_err(|error| error.within(&format!("{name} {}", index + 1))))
        .collect()
}

impl<'a> Source<'a> {
    fn node(self, name: &str) -> Option<Node<'a, 'a>> {
        match self {
            Source::Xml(node) => node.children().find(|child| is_named(*child, name)),
            Source::Json(_) => None,
        }
    }

    fn json(self, name: &str) -> Option<&'a Json<'a>> {
        match self {
            Source::Xml(_) => None,
            Source::Json(members) => members.iter().find(|(key, _)| key == name).map(|(_, value)| value),
        }
    }

    /// The text of a member as it stands; `None` when it is absent, `null`, or only space.
    pub(crate) fn text(self, name: &str) -> Option<Cow<'a, str>> {
        let text = match self {
            Source::Xml(_) => node_text(self.node(name)?),
            Source::Json(_) => scalar(self.json(name)?)?,
        };
        if text.trim().is_empty() { None } else { Some(text) }
    }

    pub(crate) fn owned(self, name: &str) -> Option<String> {
        self.text(name).map(Cow::into_owned)
    }

    /// Text without the space around it: ids, codes, URLs.
    pub(crate) fn id(self, name: &str) -> Option<String> {
        self.text(name).map(|text| text.trim().to_owned())
    }

    pub(crate) fn required(self, name: &str) -> Result<String, ReadError> {
        self.id(name).ok_or_else(|| ReadError::new(name, "is required and missing"))
    }

    /// A value that is read from its text.
    pub(crate) fn parsed<T: FromStr>(self, name: &str, rule: &str) -> Result<Option<T>, ReadError> {
        let Some(text) = self.text(name) else { return Ok(None) };
        text.trim()
            .parse()
            .map(Some)
            .map_err(|_| ReadError::new(name, format!("`{}` {rule}", shown(&text))))
    }

    /// Truth, also as text in any case, or as 0 and 1; absent is `false`.
    pub(crate) fn flag(self, name: &str) -> Result<bool, ReadError> {
        match self.text(name).map(|text| text.trim().to_ascii_lowercase()).as_deref() {
            Some("true" | "1") => Ok(true),
            None | Some("false" | "0") => Ok(false),
            Some(other) => {
                Err(ReadError::new(name, format!("`{}` must be `true` or `false`", shown(other))))
            }
        }
    }

    /// The objects of a list member; none when it is absent.
    pub(crate) fn list(self, name: &str, item: &str) -> Result<Vec<Source<'a>>, ReadError> {
        match self {
            Source::Xml(_) => {
                let node = self.node(name);
                let items = node
                    .into_iter()
                    .flat_map(|node| node.children())
                    .filter(|child| is_named(*child, item));
                limited(items.map(Source::Xml)).map_err(|error| error.within(name))
            }
            Source::Json(_) => match self.json(name) {
                None | Some(Json::Null) => Ok(Vec::new()),
                Some(Json::Array(items)) => objects(items).map_err(|error| error.within(name)),
                Some(_) => Err(ReadError::new(name, "must be a JSON array")),
            },
        }
    }

    /// The texts of a list member.
    pub(crate) fn text_list(self, name: &str, item: &str) -> Result<Vec<String>, ReadError> {
        match self {
            Source::Xml(_) => {
                let node = self.node(name);
                let items = node
                    .into_iter()
                    .flat_map(|node| node.children())
                    .filter(|child| is_named(*child, item));
                let texts = items.map(|node| node_text(node).trim().to_owned());
                Ok(texts.filter(|text| !text.is_empty()).take(LIST_ITEMS_MAX).collect())
            }
            Source::Json(_) => match self.json(name) {
                None | Some(Json::Null) => Ok(Vec::new()),
                Some(Json::Array(items)) => {
                    let texts = items.iter().filter_map(scalar).map(|text| text.trim().to_owned());
                    Ok(texts.filter(|text| !text.is_empty()).collect())
                }
                Some(_) => Err(ReadError::new(name, "must be a JSON array")),
            },
        }
    }

    /// Members beyond `known` that hold text, in their order; what is nested is left out.
    pub(crate) fn extra(self, known: &[&str]) -> Vec<(String, String)> {
        let keep = |name: &str, text: Cow<'_, str>| {
            let kept = is_name(name) && !known.contains(&name) && !text.trim().is_empty();
            kept.then(|| (name.to_owned(), text.into_owned()))
        };
        let mut extra: Vec<(String, String)> = match self {
            Source::Xml(node) => node
                .children()
                .filter(|child| child.is_element() && child.first_element_child().is_none())
                .filter(|child| is_named(*child, child.tag_name().name()))
                .filter_map(|child| keep(child.tag_name().name(), node_text(child)))
                .take(EXTRA_MEMBERS_MAX)
                .collect(),
            Source::Json(members) => members
                .iter()
                .filter_map(|(name, value)| keep(name, scalar(value)?))
                .take(EXTRA_MEMBERS_MAX)
                .collect(),
        };
        // Of two members of one name the first is read everywhere else; so it is here.
        let mut seen = std::collections::BTreeSet::new();
        extra.retain(|(name, _)| seen.insert(name.clone()));
        extra
    }
}

fn node_text<'a>(node: Node<'a, 'a>) -> Cow<'a, str> {
    let mut texts = node.children().filter(|child| child.is_text()).filter_map(|child| child.text());
    match (texts.next(), texts.next()) {
        (None, _) => Cow::Borrowed(""),
        (Some(only), None) => Cow::Borrowed(only),
        (Some(first), Some(second)) => {
            let mut whole = format!("{first}{second}");
            texts.for_each(|text| whole.push_str(text));
            Cow::Owned(whole)
        }
    }
}

fn scalar<'a>(value: &'a Json<'a>) -> Option<Cow<'a, str>> {
    match value {
        Json::Bool(true) => Some(Cow::Borrowed("true")),
        Json::Bool(false) => Some(Cow::Borrowed("false")),
        Json::Number(number) => Some(Cow::Borrowed(number)),
        Json::Text(text) => Some(Cow::Borrowed(text)),
        Json::Null | Json::Array(_) | Json::Object(_) => None,
    }
}

/// A value as it is quoted in an error: its first characters.
pub(crate) fn shown(text: &str) -> String {
    let mut shown: String =
        text.chars().take(40).map(|next| if next.is_control() { ' ' } else { next }).collect();
    if text.chars().count() > 40 {
        shown.push('…');
    }
    shown
}
