//! Why: detail is open to everyone's extensions. This is a read-only view of it that names things without
//! copying them, and gives back the very bytes of an element.

use std::borrow::Cow;

use super::scan::{Node, Scan, Step};
use super::text;

/// One element of some detail, borrowed from its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Element<'a> {
    name: &'a str,
    outer: &'a str,
    head: &'a str,
    inner: &'a str,
}

impl<'a> Element<'a> {
    /// The name as written, prefix included.
    pub fn name(&self) -> &'a str {
        self.name
    }

    /// The element byte for byte, from its `<` to its last `>`.
    pub fn outer(&self) -> &'a str {
        self.outer
    }

    /// What stands between the start tag and the end tag, byte for byte; empty for `<a/>`.
    pub fn inner(&self) -> &'a str {
        self.inner
    }

    /// The attributes in their order.
    pub fn attributes(&self) -> Attributes<'a> {
        Attributes { scan: Scan::new(self.head) }
    }

    /// The value of an attribute, references resolved.
    pub fn attribute(&self, name: &str) -> Option<Cow<'a, str>> {
        self.attributes().find(|a| a.name == name).map(|a| a.value())
    }

    /// The elements directly inside.
    pub fn children(&self) -> Elements<'a> {
        Elements::new(self.inner)
    }

    /// The first element directly inside that has this name.
    pub fn child(&self, name: &str) -> Option<Element<'a>> {
        self.children().find(|e| e.name == name)
    }

    /// The text directly inside, references and CDATA resolved, comments left out.
    pub fn text(&self) -> Cow<'a, str> {
        if !self.inner.contains('<') {
            return text::characters(self.inner);
        }
        let mut out = String::new();
        for piece in Pieces::new(self.inner) {
            match piece {
                Piece::Text(raw) => out.push_str(&text::characters(raw)),
                Piece::Cdata(raw) => out.push_str(&raw.replace("\r\n", "\n").replace('\r', "\n")),
                Piece::Element(_) | Piece::Aside => {}
            }
        }
        Cow::Owned(out)
    }
}

/// One attribute of an element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Attribute<'a> {
    /// The name as written.
    pub name: &'a str,
    /// The value as written, references not resolved.
    pub raw: &'a str,
}

impl<'a> Attribute<'a> {
    /// The value, references resolved.
    pub fn value(&self) -> Cow<'a, str> {
        text::value(self.raw)
    }
}

/// The attributes of one start tag, in order.
#[derive(Debug, Clone)]
pub struct Attributes<'a> {
    scan: Scan<'a>,
}

impl<'a> Iterator for Attributes<'a> {
    type Item = Attribute<'a>;

    fn next(&mut self) -> Option<Self::Item> {
        match self.scan.step() {
            Ok(Step::Attribute(name, raw, _)) => Some(Attribute { name, raw: raw.text }),
            _ => None,
        }
    }
}

/// What content is made of. Pieces laid end to end are the content, but for the frame of a CDATA section or
/// aside.
pub(crate) enum Piece<'a> {
    Text(&'a str),
    Cdata(&'a str),
    Aside,
    Element(Element<'a>),
}

/// The pieces of well-formed content. On content that is not, it ends early and never panics.
#[derive(Debug, Clone)]
pub(crate) struct Pieces<'a> {
    scan: Scan<'a>,
}

impl<'a> Pieces<'a> {
    pub fn new(content: &'a str) -> Self {
        Self { scan: Scan::new(content) }
    }

    fn element(&mut self, name: &'a str, from: usize) -> Option<Element<'a>> {
        let text = self.scan.text;
        let head = self.scan.at;
        let open = self.scan.attributes().ok()?;
        let start = self.scan.at;
        let end = if open { self.scan.content(name).ok()? } else { start };
        let outer = &text[from..self.scan.at];
        Some(Element { name, outer, head: &text[head..start], inner: &text[start..end] })
    }
}

impl<'a> Iterator for Pieces<'a> {
    type Item = Piece<'a>;

    fn next(&mut self) -> Option<Self::Item> {
        let from = self.scan.at;
        let rest = &self.scan.text[from..];
        let markup = memchr::memchr(b'<', rest.as_bytes()).unwrap_or(rest.len());
        if markup > 0 {
            self.scan.at += markup;
            return Some(Piece::Text(&rest[..markup]));
        }
        match self.scan.node().ok()? {
            Node::Start(name, at) => self.element(name, at).map(Piece::Element),
            Node::Cdata(raw) => Some(Piece::Cdata(raw)),
            Node::Aside => Some(Piece::Aside),
            Node::End(..) | Node::Done => None,
        }
    }
}

/// The elements directly inside some content, in order.
#[derive(Debug, Clone)]
pub struct Elements<'a> {
    pieces: Pieces<'a>,
}

impl<'a> Elements<'a> {
    pub(crate) fn new(content: &'a str) -> Self {
        Self { pieces: Pieces::new(content) }
    }
}

impl<'a> Iterator for Elements<'a> {
    type Item = Element<'a>;

    fn next(&mut self) -> Option<Self::Item> {
        self.pieces.find_map(|piece| match piece {
            Piece::Element(element) => Some(element),
            _ => None,
        })
    }
}
