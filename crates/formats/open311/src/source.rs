//! One way to read an item, whichever format it came in.
//!
//! Tolerant where cities differ and nothing is lost: ids as numbers, truth as text, an absent member and an
//! empty one alike ("Optional Arguments": null is the same as not declared). Strict about what is used.

use std::borrow::Cow;
use std::cell::Cell;
use std::str::FromStr;

use crate::fault::{DOCUMENT_BYTES_MAX, EXTRA_MEMBERS_MAX, LIST_ITEMS_MAX, ReadError};
use crate::json::{self, Json};
use crate::write::{Format, is_name};
use crate::xml::{self, Element};

/// One item of a document.
///
/// Members mostly come in the order in which they are asked for, so each look-up tries the one behind the last;
/// where that is another, all are looked through, so any order is found.
#[derive(Debug, Clone)]
pub(crate) struct Source<'a> {
    members: Members<'a>,
    // INVARIANT: each member before this one was found by its own name, and no name is asked for twice; so the
    // one that stands here is the first of its name.
    next: Cell<usize>,
}

#[derive(Debug, Clone, Copy)]
enum Members<'a> {
    Xml(&'a [Element<'a>]),
    Json(&'a [(Cow<'a, str>, Json<'a>)]),
}

#[derive(Debug, Clone, Copy)]
enum Member<'a> {
    Xml(&'a Element<'a>),
    Json(&'a Json<'a>),
}

/// Reads a document that is a list: `<root><item>…` or `[…]`.
pub(crate) fn read_list<T>(
    bytes: &[u8],
    format: Format,
    (root, name): (&str, &str),
    read: impl Fn(&Source<'_>) -> Result<T, ReadError>,
) -> Result<Vec<T>, ReadError> {
    check_size(bytes)?;
    match format {
        Format::Xml => read_xml_list(text_of(bytes)?, (root, name), &read),
        Format::Json => read_json_list(bytes, (root, name), &read),
    }
}

/// Reads a document that is one object: `<root>…` or `{…}`.
pub(crate) fn read_object<T>(
    bytes: &[u8],
    format: Format,
    root: &str,
    read: impl Fn(&Source<'_>) -> Result<T, ReadError>,
) -> Result<T, ReadError> {
    check_size(bytes)?;
    let read = |source: &Source<'_>| read(source).map_err(|error| error.within(root));
    match format {
        Format::Xml => read(&Source::xml(&xml::parse(text_of(bytes)?, root)?)),
        Format::Json => match unwrapped(&json::parse(bytes)?, root) {
            Json::Object(members) => read(&Source::json(members)),
            _ => Err(ReadError::new("", format!("`{root}` must be one JSON object"))),
        },
    }
}

fn check_size(bytes: &[u8]) -> Result<(), ReadError> {
    if bytes.len() > DOCUMENT_BYTES_MAX {
        return Err(ReadError::new("", format!("a document has at most {DOCUMENT_BYTES_MAX} bytes")));
    }
    Ok(())
}

fn text_of(bytes: &[u8]) -> Result<&str, ReadError> {
    std::str::from_utf8(bytes)
        .map_err(|bad| ReadError::new(format!("byte {}", bad.valid_up_to()), "the document is not UTF-8"))
}

fn read_xml_list<T>(
    text: &str,
    (root, name): (&str, &str),
    read: &impl Fn(&Source<'_>) -> Result<T, ReadError>,
) -> Result<Vec<T>, ReadError> {
    let mut items = Vec::new();
    xml::each_child(text, root, &mut |child| {
        if !child.is_named(name) {
            return Ok(());
        }
        if items.len() == LIST_ITEMS_MAX {
            return Err(ReadError::new("", format!("a list has at most {LIST_ITEMS_MAX} items")));
        }
        let place = || format!("{name} {}", items.len() + 1);
        let item = read(&Source::xml(&child)).map_err(|error| error.within(&place()))?;
        items.push(item);
        Ok(())
    })?;
    Ok(items)
}

fn read_json_list<T>(
    bytes: &[u8],
    (root, name): (&str, &str),
    read: &impl Fn(&Source<'_>) -> Result<T, ReadError>,
) -> Result<Vec<T>, ReadError> {
    let mut items = Vec::new();
    let listed = json::each_item(bytes, |item| {
        let place = || format!("{name} {}", items.len() + 1);
        let Json::Object(members) = item else {
            return Err(ReadError::new(place(), "must be a JSON object"));
        };
        let item = read(&Source::json(members)).map_err(|error| error.within(&place()))?;
        items.push(item);
        Ok(())
    })?;
    if listed.is_some() {
        return Ok(items);
    }
    match unwrapped(&json::parse(bytes)?, root) {
        Json::Array(items) => each(&objects(items)?, name, read),
        _ => Err(ReadError::new("", format!("`{root}` must be a JSON array of `{name}` objects"))),
    }
}

/// Some cities wrap the document in its XML name.
fn unwrapped<'j, 'a>(tree: &'j Json<'a>, root: &str) -> &'j Json<'a> {
    match tree {
        Json::Object(members) => match &**members {
            [(name, inner)] if name == root => inner,
            _ => tree,
        },
        _ => tree,
    }
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
            Json::Object(members) => sources.push(Source::json(members)),
            _ => return Err(ReadError::new(format!("item {}", index + 1), "must be a JSON object")),
        }
    }
    Ok(sources)
}

/// Reads each item, and tells its number where one fails.
pub(crate) fn each<T>(
    items: &[Source<'_>],
    name: &str,
    read: impl Fn(&Source<'_>) -> Result<T, ReadError>,
) -> Result<Vec<T>, ReadError> {
    let numbered = items.iter().enumerate();
    numbered
        .map(|(index, item)| read(item).map_err(|error| error.within(&format!("{name} {}", index + 1))))
        .collect()
}

impl<'a> Source<'a> {
    fn xml(item: &'a Element<'a>) -> Self {
        Self { members: Members::Xml(&item.children), next: Cell::new(0) }
    }

    fn json(members: &'a [(Cow<'a, str>, Json<'a>)]) -> Self {
        Self { members: Members::Json(members), next: Cell::new(0) }
    }

    /// The first member of this name.
    fn member(&self, name: &str) -> Option<Member<'a>> {
        match self.members {
            Members::Xml(children) => self.first(children, |child| child.is_named(name)).map(Member::Xml),
            Members::Json(members) => {
                self.first(members, |(key, _)| key == name).map(|(_, value)| Member::Json(value))
            }
        }
    }

    fn first<T>(&self, all: &'a [T], is_named: impl Fn(&T) -> bool) -> Option<&'a T> {
        let next = self.next.get();
        match all.get(next).filter(|one| is_named(one)) {
            Some(found) => {
                self.next.set(next + 1);
                Some(found)
            }
            None => all.iter().find(|one| is_named(one)),
        }
    }

    /// The text of a member as it stands; `None` when it is absent, `null`, or only space.
    pub(crate) fn text(&self, name: &str) -> Option<Cow<'a, str>> {
        let text = match self.member(name)? {
            Member::Xml(element) => Cow::Borrowed(&*element.text),
            Member::Json(value) => scalar(value)?,
        };
        // Most text begins with a letter or a digit, which tells at once.
        let filled = text.as_bytes().first().is_some_and(u8::is_ascii_graphic) || !text.trim().is_empty();
        filled.then_some(text)
    }

    pub(crate) fn owned(&self, name: &str) -> Option<String> {
        self.text(name).map(Cow::into_owned)
    }

    /// Text without the space around it: ids, codes, URLs.
    pub(crate) fn id(&self, name: &str) -> Option<String> {
        self.text(name).map(|text| text.trim().to_owned())
    }

    pub(crate) fn required(&self, name: &str) -> Result<String, ReadError> {
        self.id(name).ok_or_else(|| ReadError::new(name, "is required and missing"))
    }

    /// A value that is read from its text.
    pub(crate) fn parsed<T: FromStr>(&self, name: &str, rule: &str) -> Result<Option<T>, ReadError> {
        let Some(text) = self.text(name) else { return Ok(None) };
        text.trim()
            .parse()
            .map(Some)
            .map_err(|_| ReadError::new(name, format!("`{}` {rule}", shown(&text))))
    }

    /// Truth, also as text in any case, or as 0 and 1; absent is `false`.
    pub(crate) fn flag(&self, name: &str) -> Result<bool, ReadError> {
        match self.text(name).map(|text| text.trim().to_ascii_lowercase()).as_deref() {
            Some("true" | "1") => Ok(true),
            None | Some("false" | "0") => Ok(false),
            Some(other) => {
                Err(ReadError::new(name, format!("`{}` must be `true` or `false`", shown(other))))
            }
        }
    }

    /// The objects of a list member; none when it is absent.
    pub(crate) fn list(&self, name: &str, item: &str) -> Result<Vec<Source<'a>>, ReadError> {
        match self.member(name) {
            None | Some(Member::Json(Json::Null)) => Ok(Vec::new()),
            Some(Member::Xml(element)) => {
                let items = element.children.iter().filter(|child| child.is_named(item));
                limited(items.map(Source::xml)).map_err(|error| error.within(name))
            }
            Some(Member::Json(Json::Array(items))) => objects(items).map_err(|error| error.within(name)),
            Some(Member::Json(_)) => Err(ReadError::new(name, "must be a JSON array")),
        }
    }

    /// The texts of a list member.
    pub(crate) fn text_list(&self, name: &str, item: &str) -> Result<Vec<String>, ReadError> {
        let texts: Vec<Cow<'a, str>> = match self.member(name) {
            None | Some(Member::Json(Json::Null)) => Vec::new(),
            Some(Member::Xml(element)) => {
                let items = element.children.iter().filter(|child| child.is_named(item));
                items.take(LIST_ITEMS_MAX).map(|child| Cow::Borrowed(&*child.text)).collect()
            }
            Some(Member::Json(Json::Array(items))) => items.iter().filter_map(scalar).collect(),
            Some(Member::Json(_)) => return Err(ReadError::new(name, "must be a JSON array")),
        };
        Ok(texts
            .iter()
            .map(|text| text.trim())
            .filter(|text| !text.is_empty())
            .map(str::to_owned)
            .collect())
    }

    /// Members beyond `known` that hold text, in their order; what is nested is left out. Of two members of
    /// one name the first is read everywhere else; so it is here.
    pub(crate) fn extra(&self, known: &[&str]) -> Vec<(String, String)> {
        let mut extra: Vec<(String, String)> = Vec::new();
        let mut following = known.iter();
        let mut keep = |name: &str, text: &dyn Fn() -> Option<Cow<'a, str>>| {
            if following.as_slice().first() == Some(&name) {
                following.next();
                return;
            }
            if known.contains(&name) || !is_name(name) || extra.len() == EXTRA_MEMBERS_MAX {
                return;
            }
            let text = text().filter(|text| !text.trim().is_empty());
            if let Some(text) = text
                && extra.iter().all(|(seen, _)| seen != name)
            {
                extra.push((name.to_owned(), text.into_owned()));
            }
        };
        match self.members {
            Members::Xml(children) => {
                for child in children {
                    let whole = child.is_ours && child.children.is_empty();
                    keep(child.name, &|| whole.then(|| Cow::Borrowed(&*child.text)));
                }
            }
            Members::Json(members) => {
                members.iter().for_each(|(name, value)| keep(name, &|| scalar(value)));
            }
        }
        extra
    }
}

fn scalar<'a>(value: &'a Json<'a>) -> Option<Cow<'a, str>> {
    match value {
        Json::True => Some(Cow::Borrowed("true")),
        Json::False => Some(Cow::Borrowed("false")),
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
