//! Decoded text to a tree: the part of XML 1.0 with namespaces that a warning needs, strictly.
//!
//! Why our own: a general parser was measured to take more than half of a validation, was lax where the
//! standard is strict (references to characters that do not exist, misplaced declarations), and its work
//! grew with the square of the namespaces in scope. This one goes over the text once and counts as it
//! goes; there is no DTD, so nothing is ever expanded. A test holds it against that general parser:
//! whatever passes here passes there, as the same tree.

use super::tree::{Attribute, Document, Kind, NO_NAMESPACE, NodeData};
use super::{Refusal, forms};
use crate::limits::{
    ATTRIBUTES_MAX, DEPTH_MAX, ELEMENT_ATTRIBUTES_MAX, MARKUP_MAX, NAMESPACES_IN_SCOPE_MAX, NAMESPACES_MAX,
    TAG_BYTES_MAX, TEXT_BYTES_MAX,
};
use crate::rules;
use memchr::memmem;
use std::borrow::Cow;
use std::ops::Range;

const XML_NAMESPACE: &str = "http://www.w3.org/XML/1998/namespace";
const XMLNS_NAMESPACE: &str = "http://www.w3.org/2000/xmlns/";
/// Namespace of the prefix `xml`, which is always declared.
const XML_ID: u16 = 1;
/// Bytes for each node of a typical alert, so that the vector seldom grows.
const BYTES_PER_NODE: usize = 24;

/// Parses a whole document.
pub(super) fn parse(text: &str) -> Result<Document<'_>, Refusal> {
    let bytes = text.as_bytes();
    if let Some(at) = forms::foreign_character(bytes) {
        return Err(malformed(text, at, "there is a character that XML does not allow; remove it"));
    }
    let mut parser = Parser {
        text,
        // Looking once is cheaper than looking in every piece, and most alerts have neither.
        references: memchr::memchr(b'&', bytes).is_some(),
        section_ends: memmem::find(bytes, b"]]>").is_some(),
        document: Document {
            nodes: Vec::with_capacity(bytes.len() / BYTES_PER_NODE + 8),
            attributes: Vec::new(),
            namespaces: vec![Cow::Borrowed(""), Cow::Borrowed(XML_NAMESPACE)],
        },
        open: Vec::with_capacity(DEPTH_MAX),
        bindings: vec![("xml", XML_ID)],
        outer: 1,
        found: Vec::new(),
        pieces: 0,
        attributes: 0,
        closed: false,
    };
    parser.run()?;
    Ok(parser.document)
}

struct Parser<'t> {
    text: &'t str,
    references: bool,
    section_ends: bool,
    document: Document<'t>,
    open: Vec<Open<'t>>,
    /// Prefixes that hold here, the innermost last.
    bindings: Vec<(&'t str, u16)>,
    /// How many of them hold around the tag that is being read.
    outer: usize,
    /// Attributes of the tag that is being read.
    found: Vec<Found<'t>>,
    pieces: usize,
    attributes: usize,
    /// The last markup was an end: blank text after it says nothing.
    closed: bool,
}

struct Open<'t> {
    index: u32,
    name: &'t str,
    bindings: usize,
}

/// A name as it stands in a tag, and where it ends.
struct Name<'t> {
    whole: &'t str,
    prefix: &'t str,
    local: &'t str,
    end: usize,
}

struct Found<'t> {
    prefix: &'t str,
    name: &'t str,
    value: Cow<'t, str>,
    start: usize,
}

impl<'t> Parser<'t> {
    fn run(&mut self) -> Result<(), Refusal> {
        let bytes = self.text.as_bytes();
        let mut at = 0;
        while let Some(step) = memchr::memchr(b'<', &bytes[at..]) {
            let open = at + step;
            let next = bytes.get(open + 1).copied().unwrap_or_default();
            self.characters(at, open, next)?;
            at = match next {
                b'/' => self.end_tag(open)?,
                b'!' => self.declaration(open)?,
                b'?' => self.instruction(open)?,
                _ => self.start_tag(open)?,
            };
        }
        self.characters(at, bytes.len(), 0)?;
        match self.open.last() {
            Some(open) => Err(self.malformed(bytes.len(), format!("`{}` is not closed", open.name))),
            None if self.document.nodes.is_empty() => Err(self.malformed(0, "there is no element")),
            None => Ok(()),
        }
    }

    /// Text between two pieces of markup; `next` is the byte behind the `<` that ends it.
    fn characters(&mut self, from: usize, to: usize, next: u8) -> Result<(), Refusal> {
        if from == to {
            return Ok(());
        }
        self.run_of(from, to)?;
        let part = &self.text[from..to];
        let blank = part.bytes().all(forms::is_space);
        if self.open.is_empty() {
            let fault = "there is text outside of the root element";
            return if blank { Ok(()) } else { Err(self.malformed(from, fault)) };
        }
        // Blank text before a start tag or behind an end says nothing; it is only indentation.
        if blank && (self.closed || !matches!(next, b'/' | b'!' | b'?')) {
            return Ok(());
        }
        if self.section_ends
            && let Some(at) = memmem::find(part.as_bytes(), b"]]>")
        {
            return Err(self.malformed(from + at, "`]]>` may not stand in text; write `]]&gt;`"));
        }
        let text = self.value(from, to, false)?;
        self.push_text(text, from, to);
        Ok(())
    }

    fn push_text(&mut self, text: Cow<'t, str>, from: usize, to: usize) {
        let after = self.document.nodes.len() as u32 + 1;
        self.document.nodes.push(NodeData {
            kind: Kind::Text(text),
            start: from as u32,
            end: to as u32,
            after,
        });
    }

    /// Text or the value of an attribute, its references resolved and its line ends made one (§2.11, §3.3.3).
    fn value(&self, from: usize, to: usize, attribute: bool) -> Result<Cow<'t, str>, Refusal> {
        let part = &self.text[from..to];
        let plain = match attribute {
            true => memchr::memchr3(b'\t', b'\n', b'\r', part.as_bytes()).is_none() && !self.references,
            false => memchr::memchr(b'\r', part.as_bytes()).is_none() && !self.references,
        };
        if plain {
            return Ok(Cow::Borrowed(part));
        }
        let mut out = String::with_capacity(part.len());
        let mut rest = part;
        while let Some(at) = rest.find(['&', '\r', '\n', '\t']) {
            out.push_str(&rest[..at]);
            let behind = &rest[at + 1..];
            rest = match rest.as_bytes()[at] {
                b'&' => {
                    let Some((character, length)) = forms::reference(behind) else {
                        let place = to - rest.len() + at;
                        return Err(
                            self.malformed(place, "`&` begins no reference that XML knows; write `&amp;`")
                        );
                    };
                    out.push(character);
                    &behind[length..]
                }
                b'\r' => {
                    out.push(if attribute { ' ' } else { '\n' });
                    behind.strip_prefix('\n').unwrap_or(behind)
                }
                other => {
                    out.push(if attribute { ' ' } else { char::from(other) });
                    behind
                }
            };
        }
        out.push_str(rest);
        Ok(Cow::Owned(out))
    }

    fn start_tag(&mut self, open: usize) -> Result<usize, Refusal> {
        self.piece(open)?;
        let name = self.name(open + 1)?;
        let mut at = name.end;
        self.outer = self.bindings.len();
        self.found.clear();
        let bytes = self.text.as_bytes();
        let end = loop {
            let spaced = self.spaces(at);
            match (bytes.get(spaced), bytes.get(spaced + 1)) {
                (Some(b'>'), _) => break spaced + 1,
                (Some(b'/'), Some(b'>')) => break spaced + 2,
                (Some(_), _) if spaced > at => at = self.attribute(spaced)?,
                _ => return Err(self.malformed(open, "this tag is not finished, or not a tag")),
            }
        };
        self.within(open, "bytes in one tag", end - open, TAG_BYTES_MAX)?;
        self.element(open, end, &name)?;
        Ok(end)
    }

    /// Puts the element into the tree.
    fn element(&mut self, open: usize, end: usize, name: &Name<'t>) -> Result<(), Refusal> {
        if self.open.is_empty() && !self.document.nodes.is_empty() {
            return Err(self.malformed(open, "there is a second root element"));
        }
        let attributes = self.attributes(open)?;
        let namespace = self.namespace(name.prefix, open)?;
        let index = self.document.nodes.len() as u32;
        let kind = Kind::Element { namespace, name: name.local, attributes };
        self.document.nodes.push(NodeData { kind, start: open as u32, end: end as u32, after: index + 1 });
        self.closed = self.text.as_bytes()[end - 2] == b'/';
        if self.closed {
            self.bindings.truncate(self.outer);
        } else {
            self.open.push(Open { index, name: name.whole, bindings: self.outer });
            self.within(open, "levels of nesting", self.open.len(), DEPTH_MAX)?;
        }
        Ok(())
    }

    /// Reads `name="value"` and keeps it, or keeps the namespace that it declares.
    fn attribute(&mut self, start: usize) -> Result<usize, Refusal> {
        let bytes = self.text.as_bytes();
        let name = self.name(start)?;
        let at = self.spaces(name.end);
        let quoted = self.spaces(at + 1);
        let quote = bytes.get(quoted).copied().filter(|b| matches!(b, b'"' | b'\''));
        let (Some(b'='), Some(quote)) = (bytes.get(at), quote) else {
            return Err(self.malformed(start, "an attribute has no value in quotes"));
        };
        let from = quoted + 1;
        let length = memchr::memchr2(quote, b'<', &bytes[from..]);
        let Some(to) = length.map(|length| from + length).filter(|&to| bytes[to] == quote) else {
            return Err(self.malformed(start, "the value of an attribute has no end, or holds `<`"));
        };
        self.attributes += 1;
        self.within(start, "attributes in all", self.attributes, ATTRIBUTES_MAX)?;
        let value = self.value(from, to, true)?;
        match (name.prefix, name.local) {
            ("", "xmlns") => self.declare("", value, start)?,
            ("xmlns", prefix) => self.declare(prefix, value, start)?,
            (prefix, name) => self.found.push(Found { prefix, name, value, start }),
        }
        let here = self.found.len() + self.bindings.len() - self.outer;
        self.within(start, "attributes on one element", here, ELEMENT_ATTRIBUTES_MAX)?;
        Ok(to + 1)
    }

    /// Namespaces in XML 1.0 §2.2 and §3: what may be bound to what.
    fn declare(&mut self, prefix: &'t str, value: Cow<'t, str>, at: usize) -> Result<(), Refusal> {
        let reserved = match prefix {
            "xmlns" => true,
            "xml" => value != XML_NAMESPACE,
            _ => {
                value == XML_NAMESPACE
                    || value == XMLNS_NAMESPACE
                    || (value.is_empty() && !prefix.is_empty())
            }
        };
        if reserved || self.bindings[self.outer..].iter().any(|(other, _)| *other == prefix) {
            return Err(self.malformed(at, "this namespace may not be declared so"));
        }
        let known = self.document.namespaces.iter().rposition(|known| *known == value);
        let id = match known {
            Some(id) => id as u16,
            None => {
                self.document.namespaces.push(value);
                self.within(at, "namespaces in all", self.document.namespaces.len(), NAMESPACES_MAX)?;
                (self.document.namespaces.len() - 1) as u16
            }
        };
        self.bindings.push((prefix, id));
        self.within(at, "namespaces that hold at one place", self.bindings.len(), NAMESPACES_IN_SCOPE_MAX)
    }

    /// Resolves the attributes of the tag and puts them into the document.
    fn attributes(&mut self, open: usize) -> Result<Range<u32>, Refusal> {
        let first = self.document.attributes.len();
        let mut found = std::mem::take(&mut self.found);
        for Found { prefix, name, value, start } in found.drain(..) {
            let namespace = if prefix.is_empty() { NO_NAMESPACE } else { self.namespace(prefix, start)? };
            let here = &self.document.attributes[first..];
            if here.iter().any(|other| other.namespace == namespace && other.name == name) {
                return Err(self.malformed(open, format!("`{name}` stands twice in a tag")));
            }
            self.document.attributes.push(Attribute { namespace, name, value, start: start as u32 });
        }
        self.found = found;
        Ok(first as u32..self.document.attributes.len() as u32)
    }

    fn namespace(&self, prefix: &str, at: usize) -> Result<u16, Refusal> {
        match self.bindings.iter().rev().find(|(bound, _)| *bound == prefix) {
            Some((_, id)) => Ok(*id),
            None if prefix.is_empty() => Ok(NO_NAMESPACE),
            None => Err(self.malformed(at, format!("the prefix `{prefix}` is not declared"))),
        }
    }

    fn end_tag(&mut self, at: usize) -> Result<usize, Refusal> {
        let Some(open) = self.open.pop() else {
            return Err(self.malformed(at, "this tag closes nothing"));
        };
        let same = self.text[at + 2..].starts_with(open.name);
        let end = self.spaces(at + 2 + open.name.len());
        if !same || self.text.as_bytes().get(end) != Some(&b'>') {
            return Err(self.malformed(at, format!("`{}` is open, so this tag does not fit", open.name)));
        }
        let after = self.document.nodes.len() as u32;
        let node = &mut self.document.nodes[open.index as usize];
        (node.end, node.after) = (end as u32 + 1, after);
        self.bindings.truncate(open.bindings);
        self.closed = true;
        Ok(end + 1)
    }

    /// A comment or a CDATA section; every other `<!` begins or belongs to a DTD.
    fn declaration(&mut self, open: usize) -> Result<usize, Refusal> {
        self.piece(open)?;
        let rest = &self.text[open..];
        if rest.starts_with("<!--") {
            let dashes = self.find(open, open + 4, "--")?;
            return match self.text.as_bytes().get(dashes + 2) {
                Some(b'>') => Ok(dashes + 3),
                _ => Err(self.malformed(dashes, "`--` may not stand in a comment")),
            };
        }
        if rest.starts_with("<![CDATA[") && !self.open.is_empty() {
            let (from, to) = (open + 9, self.find(open, open + 9, "]]>")?);
            let part = &self.text[from..to];
            let text = match part.contains('\r') {
                true => Cow::Owned(part.replace("\r\n", "\n").replace('\r', "\n")),
                false => Cow::Borrowed(part),
            };
            self.push_text(text, from, to);
            self.closed = false;
            return Ok(to + 3);
        }
        let message = "a document type declaration is refused: remove `<!…>`; CAP needs none";
        Err(Refusal::at(&rules::DTD, self.text, open, message))
    }

    fn instruction(&mut self, open: usize) -> Result<usize, Refusal> {
        self.piece(open)?;
        let end = self.find(open, open + 2, "?>")?;
        match forms::instruction(&self.text[open + 2..end], open == 0) {
            true => Ok(end + 2),
            false => {
                Err(self.malformed(open, "this is no processing instruction, or it may not stand here"))
            }
        }
    }

    /// Where `end` stands, looked for from `from`; what begins at `open` has none otherwise.
    fn find(&self, open: usize, from: usize, end: &str) -> Result<usize, Refusal> {
        let body = self.text.as_bytes().get(from..).unwrap_or_default();
        let length = memmem::find(body, end.as_bytes());
        let length = length.ok_or_else(|| self.malformed(open, "what begins here has no end"))?;
        self.run_of(from, from + length)?;
        Ok(from + length)
    }

    /// The name that begins at `at`.
    fn name(&self, at: usize) -> Result<Name<'t>, Refusal> {
        let rest = self.text.as_bytes().get(at..).unwrap_or_default();
        let Some((length, colon)) = forms::name(rest) else {
            return Err(self.malformed(at, "here should be a name"));
        };
        let whole = &self.text[at..at + length];
        let (prefix, local) = match colon {
            Some(colon) => (&whole[..colon], &whole[colon + 1..]),
            None => ("", whole),
        };
        Ok(Name { whole, prefix, local, end: at + length })
    }

    fn spaces(&self, at: usize) -> usize {
        let rest = self.text.as_bytes().get(at..).unwrap_or_default();
        at + rest.iter().take_while(|&&b| forms::is_space(b)).count()
    }

    /// Counts an element, a comment, a CDATA section or a processing instruction.
    fn piece(&mut self, at: usize) -> Result<(), Refusal> {
        self.pieces += 1;
        self.within(at, "elements, comments and instructions", self.pieces, MARKUP_MAX)
    }

    fn run_of(&self, from: usize, to: usize) -> Result<(), Refusal> {
        self.within(from, "bytes in one piece of text", to - from, TEXT_BYTES_MAX)
    }

    fn within(&self, at: usize, what: &str, value: usize, max: usize) -> Result<(), Refusal> {
        if value <= max {
            return Ok(());
        }
        Err(Refusal::at(
            &rules::LIMIT,
            self.text,
            at,
            format!("more than {max} {what}, which is over the limit"),
        ))
    }

    fn malformed(&self, at: usize, why: impl AsRef<str>) -> Refusal {
        malformed(self.text, at, why.as_ref())
    }
}

fn malformed(text: &str, at: usize, why: &str) -> Refusal {
    Refusal::at(&rules::WELLFORMED, text, at, format!("not well formed XML: {why}"))
}
