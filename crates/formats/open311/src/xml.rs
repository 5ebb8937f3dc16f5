//! XML as the elements of a document, borrowed from its text and handed out one item at a time.
//!
//! A general tree keeps attributes, comments and the order of everything; building it took most of the time of
//! reading. GeoReport has neither attributes nor mixed content, so a name, a text and the elements inside are all
//! that is kept. The whole document is checked all the same: what is accepted here another parser accepts, as the
//! same elements, and a test holds that. What can be expanded or fetched (document types, entities) is refused.

mod text;

#[cfg(test)]
mod tests;

use std::borrow::Cow;

use self::text::{
    Joined, NAMESPACES, RESERVED, forbidden, is_name_char, is_name_start, is_plain_name, numbered,
    plain_run, prefix,
};
use crate::fault::{ReadError, XML_ATTRIBUTES_MAX, XML_DEPTH_MAX, XML_NODES_MAX};
use crate::source::shown;

/// An element.
#[derive(Debug)]
pub(crate) struct Element<'a> {
    /// Without its prefix.
    pub(crate) name: &'a str,
    /// Whether it is in no namespace, or in that of the specification.
    pub(crate) is_ours: bool,
    /// The text directly inside, joined; space between elements is not kept.
    pub(crate) text: Cow<'a, str>,
    /// The elements directly inside.
    pub(crate) children: Vec<Element<'a>>,
}

impl Element<'_> {
    pub(crate) fn is_named(&self, name: &str) -> bool {
        self.is_ours && self.name == name
    }
}

/// What takes the elements of a list as they come.
type Sink<'s, 'a> = dyn FnMut(Element<'a>) -> Result<(), ReadError> + 's;

/// Reads a document as its root element.
pub(crate) fn parse<'a>(text: &'a str, root: &str) -> Result<Element<'a>, ReadError> {
    let mut children = Vec::new();
    let (name, is_ours, text) = Parser::new(text)?.document(root, &mut |child| {
        children.push(child);
        Ok(())
    })?;
    Ok(Element { name, is_ours, text, children })
}

/// Hands each element directly inside the root to `each` and lets go of it, so that one is held at a time.
pub(crate) fn each_child<'a>(text: &'a str, root: &str, each: &mut Sink<'_, 'a>) -> Result<(), ReadError> {
    Parser::new(text)?.document(root, each).map(drop)
}

struct Parser<'a> {
    text: &'a str,
    bytes: &'a [u8],
    at: usize,
    nodes: u32,
    /// Prefixes and what they stand for, the innermost last; the prefix of the default is empty.
    spaces: Vec<(&'a str, Cow<'a, str>)>,
}

/// A start tag.
struct Head<'a> {
    /// The name as it was written.
    written: &'a str,
    name: &'a str,
    is_ours: bool,
    is_open: bool,
    /// How many prefixes were bound before it.
    scope: usize,
}

impl<'a> Parser<'a> {
    fn new(text: &'a str) -> Result<Self, ReadError> {
        let parser = Self { text, bytes: text.as_bytes(), at: 0, nodes: 0, spaces: Vec::new() };
        match forbidden(text) {
            Some(at) => Err(Self { at, ..parser }.bad("a character that XML forbids; remove it")),
            None => Ok(parser),
        }
    }

    #[cold]
    fn error(&self, rule: &str) -> ReadError {
        let before = self.text.get(..self.at).unwrap_or(self.text);
        let line = 1 + before.bytes().filter(|byte| *byte == b'\n').count();
        let column = 1 + before.chars().rev().take_while(|next| *next != '\n').count();
        ReadError::new(format!("line {line}, column {column}"), rule)
    }

    #[cold]
    fn bad(&self, rule: &str) -> ReadError {
        self.error(&format!("not XML that can be read: {rule}"))
    }

    #[inline]
    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    #[inline]
    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    #[inline]
    fn slice(&self, from: usize) -> &'a str {
        self.text.get(from..self.at).unwrap_or_default()
    }

    /// Whether there was space.
    #[inline]
    fn space(&mut self) -> bool {
        let from = self.at;
        while let Some(b' ' | b'\t' | b'\n' | b'\r') = self.peek() {
            self.at += 1;
        }
        self.at > from
    }

    fn expect(&mut self, byte: u8, rule: &str) -> Result<(), ReadError> {
        if self.peek() != Some(byte) {
            return Err(self.bad(rule));
        }
        self.at += 1;
        Ok(())
    }

    #[inline]
    fn count(&mut self) -> Result<(), ReadError> {
        self.nodes += 1;
        if self.nodes > XML_NODES_MAX {
            return Err(
                self.bad(&format!("more than {XML_NODES_MAX} elements and texts; send it in parts"))
            );
        }
        Ok(())
    }

    fn document(
        &mut self,
        root: &str,
        each: &mut Sink<'_, 'a>,
    ) -> Result<(&'a str, bool, Cow<'a, str>), ReadError> {
        self.at = if self.text.starts_with('\u{feff}') { 3 } else { 0 };
        if self.rest().strip_prefix("<?xml").is_some_and(|rest| !rest.starts_with(is_name_char)) {
            self.declaration()?;
        }
        self.around()?;
        if self.peek() != Some(b'<') {
            return Err(self.bad("the root element is missing"));
        }
        let head = self.start_tag()?;
        if !head.is_ours || head.name != root {
            let found = shown(head.name);
            return Err(ReadError::new("", format!("the root must be `{root}`; it is `{found}`")));
        }
        let text = if head.is_open { self.content(&head, 1, each)? } else { Cow::Borrowed("") };
        self.around()?;
        if self.at < self.bytes.len() {
            return Err(self.bad("something follows the root element"));
        }
        Ok((head.name, head.is_ours, text))
    }

    /// The declaration: version, then perhaps encoding and standalone (XML 1.0, production 23).
    fn declaration(&mut self) -> Result<(), ReadError> {
        const RULE: &str = "the XML declaration must read `<?xml version=\"1.0\" encoding=\"UTF-8\"?>`";
        self.at += "<?xml".len();
        for (index, name) in ["version", "encoding", "standalone"].into_iter().enumerate() {
            let from = self.at;
            if !self.space() || !self.rest().starts_with(name) {
                self.at = if index == 0 { return Err(self.bad(RULE)) } else { from };
                continue;
            }
            self.at += name.len();
            let value = self.value()?;
            let right = match name {
                "version" => value.strip_prefix("1.").is_some_and(|minor| {
                    !minor.is_empty() && minor.bytes().all(|byte| byte.is_ascii_digit())
                }),
                "encoding" => is_plain_name(value),
                _ => matches!(value, "yes" | "no"),
            };
            if !right {
                return Err(self.bad(RULE));
            }
        }
        self.space();
        if !self.rest().starts_with("?>") {
            return Err(self.bad(RULE));
        }
        self.at += 2;
        Ok(())
    }

    /// Space, comments and instructions outside of the root.
    fn around(&mut self) -> Result<(), ReadError> {
        loop {
            self.space();
            match self.rest().as_bytes() {
                [b'<', b'!', ..] if !self.rest().starts_with("<![") => drop(self.marked()?),
                [b'<', b'?', ..] => self.instruction()?,
                _ => return Ok(()),
            }
        }
    }

    fn element(&mut self, depth: usize) -> Result<Element<'a>, ReadError> {
        // The root stands at 0.
        if depth > XML_DEPTH_MAX {
            return Err(self.error(&format!("elements are nested deeper than {XML_DEPTH_MAX}")));
        }
        let head = self.start_tag()?;
        let mut children = Vec::new();
        let mut text = Cow::Borrowed("");
        if head.is_open {
            text = self.content(&head, depth + 1, &mut |child| {
                if children.is_empty() {
                    // A request has 17 members; room for them at once spares the growing.
                    children.reserve(18);
                }
                children.push(child);
                Ok(())
            })?;
        }
        self.spaces.truncate(head.scope);
        Ok(Element { name: head.name, is_ours: head.is_ours, text, children })
    }

    /// What is inside an element, and its end tag; gives the text.
    fn content(
        &mut self,
        head: &Head<'a>,
        depth: usize,
        each: &mut Sink<'_, 'a>,
    ) -> Result<Cow<'a, str>, ReadError> {
        let mut text = Joined::default();
        loop {
            let from = self.at;
            self.at += plain_run(self.bytes.get(from..).unwrap_or_default());
            if self.at > from {
                self.count()?;
                text.push(self.slice(from));
            }
            let rest = self.bytes.get(self.at..).unwrap_or_default();
            match rest {
                [b'<', b'/', rest @ ..] => {
                    self.at += 2;
                    if !rest.starts_with(head.written.as_bytes()) {
                        return Err(self.bad(&format!("`{}` is not closed here", shown(head.written))));
                    }
                    self.at += head.written.len();
                    self.space();
                    self.expect(b'>', "an end tag must end in `>`")?;
                    return Ok(text.whole);
                }
                [b'<', b'!', ..] => {
                    if let Some(data) = self.marked()? {
                        text.push_lines(data);
                    }
                }
                [b'<', b'?', ..] => self.instruction()?,
                [b'<', ..] => {
                    let child = self.element(depth)?;
                    text.drop_space();
                    each(child)?;
                }
                [b'&', ..] => text.push_char(self.reference()?),
                [b'\r', rest @ ..] => {
                    self.at += 1 + usize::from(rest.first() == Some(&b'\n'));
                    text.push("\n");
                }
                [b']', rest @ ..] => {
                    if rest.starts_with(b"]>") {
                        return Err(self.bad("`]]>` must not stand in text"));
                    }
                    self.at += 1;
                    text.push("]");
                }
                _ => return Err(self.bad(&format!("it ends before `{}` is closed", shown(head.written)))),
            }
        }
    }

    /// Past a comment, or a CDATA section, whose text it gives.
    fn marked(&mut self) -> Result<Option<&'a str>, ReadError> {
        self.count()?;
        let rest = self.rest();
        if let Some(comment) = rest.strip_prefix("<!--") {
            let end = comment.find("--").filter(|end| comment[*end..].starts_with("-->"));
            let end = end.ok_or_else(|| self.bad("a comment must end in `-->` and hold no `--`"))?;
            self.at += "<!--".len() + end + "-->".len();
            return Ok(None);
        }
        if let Some(data) = rest.strip_prefix("<![CDATA[") {
            let end = data.find("]]>").ok_or_else(|| self.bad("a CDATA section must end in `]]>`"))?;
            self.at += "<![CDATA[".len() + end + "]]>".len();
            return Ok(data.get(..end));
        }
        if rest.get(2..9).is_some_and(|word| word.eq_ignore_ascii_case("doctype")) {
            return Err(self.error("a document type is refused; send the document without it"));
        }
        Err(self.bad("`<!` must begin a comment or a CDATA section"))
    }

    fn instruction(&mut self) -> Result<(), ReadError> {
        self.count()?;
        self.at += 2;
        let (written, name) = self.name()?;
        if written != name || name.eq_ignore_ascii_case("xml") {
            return Err(self.bad("`<?xml` must stand at the very start"));
        }
        let spaced = self.space();
        match self.rest().find("?>") {
            Some(end) if spaced || end == 0 => self.at += end + 2,
            _ => return Err(self.bad("an instruction must end in `?>`")),
        }
        Ok(())
    }

    fn start_tag(&mut self) -> Result<Head<'a>, ReadError> {
        self.count()?;
        self.at += 1;
        let (written, name) = self.name()?;
        let scope = self.spaces.len();
        let is_open = if self.peek() == Some(b'>') {
            self.at += 1;
            true
        } else {
            self.attributes()?
        };
        let is_ours = match prefix(written, name) {
            "" if self.spaces.is_empty() => true,
            prefix => match self.space_of(prefix)? {
                "" => true,
                space => NAMESPACES.contains(&space),
            },
        };
        Ok(Head { written, name, is_ours, is_open, scope })
    }

    /// The namespace that a prefix stands for; none is empty.
    fn space_of(&self, prefix: &str) -> Result<&str, ReadError> {
        match self.spaces.iter().rev().find(|(bound, _)| *bound == prefix) {
            Some((_, space)) => Ok(space),
            None if prefix.is_empty() => Ok(""),
            None if prefix == "xml" => Ok(RESERVED[0]),
            None => Err(self.bad(&format!("the prefix `{}` stands for no namespace", shown(prefix)))),
        }
    }

    /// Attributes say nothing in GeoReport, but for the namespaces. Whether the element has content.
    #[cold]
    fn attributes(&mut self) -> Result<bool, ReadError> {
        let mut seen: Vec<(&str, &str)> = Vec::new();
        let is_open = loop {
            let spaced = self.space();
            match self.bytes.get(self.at..).unwrap_or_default() {
                [b'>', ..] => {
                    self.at += 1;
                    break true;
                }
                [b'/', b'>', ..] => {
                    self.at += 2;
                    break false;
                }
                _ if !spaced => return Err(self.bad("a tag must end in `>`")),
                _ => {}
            }
            if seen.len() == XML_ATTRIBUTES_MAX {
                return Err(self.bad(&format!("an element has at most {XML_ATTRIBUTES_MAX} attributes")));
            }
            let (written, name) = self.name()?;
            let prefix = prefix(written, name);
            let value = self.value()?;
            if written == "xmlns" || prefix == "xmlns" {
                self.bind(if prefix.is_empty() { "" } else { name }, value)?;
            }
            seen.push((prefix, name));
        };
        for (index, (prefix, name)) in seen.iter().enumerate() {
            let space = if matches!(*prefix, "" | "xmlns") { prefix } else { self.space_of(prefix)? };
            for (other, _) in seen.iter().take(index).filter(|(_, other)| other == name) {
                let same = if matches!(*other, "" | "xmlns") { other } else { self.space_of(other)? };
                if same == space {
                    return Err(self.bad(&format!("the attribute `{}` stands twice", shown(name))));
                }
            }
        }
        Ok(is_open)
    }

    fn bind(&mut self, prefix: &'a str, value: &'a str) -> Result<(), ReadError> {
        let mut space = Joined::default();
        let mut parser =
            Parser { text: value, bytes: value.as_bytes(), at: 0, nodes: 0, spaces: Vec::new() };
        while let Some(next) = parser.rest().chars().next() {
            match next {
                '&' => space.push_char(parser.reference()?),
                _ => {
                    parser.at += next.len_utf8();
                    space.push_char(if matches!(next, '\t' | '\n' | '\r') { ' ' } else { next });
                }
            }
        }
        let space = space.whole;
        let right = match prefix {
            "xmlns" => false,
            "xml" => space == RESERVED[0],
            _ => !RESERVED.contains(&&*space) && (prefix.is_empty() || !space.is_empty()),
        };
        if !right {
            return Err(self.bad(&format!("`{}` cannot stand for that namespace", shown(prefix))));
        }
        self.spaces.push((prefix, space));
        Ok(())
    }

    /// `="…"` after a name, checked and as it was written.
    fn value(&mut self) -> Result<&'a str, ReadError> {
        const RULE: &str = "an attribute must have a value in quotes";
        self.space();
        self.expect(b'=', RULE)?;
        self.space();
        let quote =
            self.peek().filter(|byte| matches!(byte, b'"' | b'\'')).ok_or_else(|| self.bad(RULE))?;
        self.at += 1;
        let from = self.at;
        loop {
            match self.peek() {
                Some(byte) if byte == quote => break,
                Some(b'&') => drop(self.reference()?),
                Some(b'<') | None => return Err(self.bad(RULE)),
                Some(_) => self.at += 1,
            }
        }
        let value = self.slice(from);
        self.at += 1;
        Ok(value)
    }

    /// A character that is written as a reference (XML 1.0, sections 4.1 and 4.6).
    fn reference(&mut self) -> Result<char, ReadError> {
        let rest = self.rest();
        let end = rest.bytes().take(12).position(|byte| byte == b';').unwrap_or(0);
        let name = rest.get(1..end).unwrap_or_default();
        let found = match name {
            "amp" => Some('&'),
            "lt" => Some('<'),
            "gt" => Some('>'),
            "quot" => Some('"'),
            "apos" => Some('\''),
            _ => numbered(name),
        };
        let found = found.ok_or_else(|| self.bad("`&` must begin a reference to one character"))?;
        self.at += end + 1;
        Ok(found)
    }

    /// A name as it was written, and without its prefix.
    #[inline]
    fn name(&mut self) -> Result<(&'a str, &'a str), ReadError> {
        let from = self.at;
        while self
            .peek()
            .is_some_and(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.'))
        {
            self.at += 1;
        }
        let starts = self.bytes.get(from).is_some_and(|byte| byte.is_ascii_alphabetic() || *byte == b'_');
        match self.peek() {
            Some(b':' | 0x80..) => self.long_name(from),
            _ if starts => Ok((self.slice(from), self.slice(from))),
            _ => Err(Self { at: from, spaces: Vec::new(), ..*self }.bad("a name is wanted here")),
        }
    }

    /// A name with a prefix or letters beyond ASCII (Namespaces in XML 1.0, productions 7 to 11).
    #[cold]
    fn long_name(&mut self, from: usize) -> Result<(&'a str, &'a str), ReadError> {
        self.at = from;
        let rest = self.rest();
        let end = rest.find(|next| next != ':' && !is_name_char(next)).unwrap_or(rest.len());
        let written = rest.get(..end).unwrap_or_default();
        let name = written.split_once(':').map_or(written, |(_, name)| name);
        let whole = |part: &str| part.starts_with(is_name_start) && !part.contains(':');
        if !whole(name) || (name.len() < written.len() && !whole(prefix(written, name))) {
            return Err(self.bad("a name is wanted here"));
        }
        self.at += end;
        Ok((written, name))
    }
}
