//! Why: one pass over the text of a frame, byte classes by table, no allocation. Everything that is accepted
//! here is well-formed XML 1.0 (namespaces apart); a property test holds that against another parser.

use std::borrow::Cow;

use super::block::{all, block, controls, ends_name, first};
use super::chars::is_wide_name_character;
use super::seen::Seen;
use crate::error::{Error, Rule};
use crate::limits::DEPTH_LEVELS_MAX;

pub(crate) type Result<T> = std::result::Result<T, Error>;

const NAME_START: u8 = 1;
const NAME: u8 = 2;
const SPACE: u8 = 4;

/// Which bytes mean what; bytes from 0x80 are looked at as characters, in names only.
static CLASS: [u8; 256] = classes();

const fn classes() -> [u8; 256] {
    let mut table = [0_u8; 256];
    let mut byte = 0;
    while byte < 256 {
        let b = byte as u8;
        if b.is_ascii_alphabetic() || b == b'_' || b == b':' {
            table[byte] |= NAME_START | NAME;
        }
        if b.is_ascii_digit() || b == b'-' || b == b'.' {
            table[byte] |= NAME;
        }
        if b == b' ' || b == b'\t' || b == b'\n' || b == b'\r' {
            table[byte] |= SPACE;
        }
        byte += 1;
    }
    table
}

/// What a start tag holds next.
#[derive(Debug)]
pub(crate) enum Step<'a> {
    /// An attribute: its name, its value as written, where the value begins.
    Attribute(&'a str, Raw<'a>, usize),
    /// `>`: content follows.
    Open,
    /// `/>`: the element is empty.
    Empty,
}

/// A value as written.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Raw<'a> {
    pub text: &'a str,
    /// Whether it is known to mean just what is written: no references, no white space but spaces.
    pub is_plain: bool,
}

impl<'a> Raw<'a> {
    /// What it means.
    #[inline(always)]
    pub fn value(self) -> Cow<'a, str> {
        if self.is_plain { Cow::Borrowed(self.text) } else { super::text::value(self.text) }
    }
}

/// What stands next in the content of an element.
#[derive(Debug)]
pub(crate) enum Node<'a> {
    /// `<name`, read up to the end of the name; where the `<` is.
    Start(&'a str, usize),
    /// `</name>`, read whole; where the `<` is.
    End(&'a str, usize),
    /// A comment or processing instruction, read whole.
    Aside,
    /// A CDATA section, read whole: the text in it.
    Cdata(&'a str),
    /// The text is over.
    Done,
}

/// Where an attribute stands: its name, the end of that, its value, the end of that.
struct Span {
    name: usize,
    equals: usize,
    value: usize,
    end: usize,
}

/// A place in the text of a frame.
#[derive(Debug, Clone)]
pub(crate) struct Scan<'a> {
    pub text: &'a str,
    pub at: usize,
}

impl<'a> Scan<'a> {
    pub fn new(text: &'a str) -> Self {
        Self { text, at: 0 }
    }

    #[inline]
    pub fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    pub fn fail<T>(&self, rule: Rule) -> Result<T> {
        Err(Error::new(self.at, rule))
    }

    /// Skips bytes of a class.
    #[inline]
    fn run(&mut self, class: u8) {
        while self.byte().is_some_and(|b| CLASS[b as usize] & class != 0) {
            self.at += 1;
        }
    }

    /// Skips white space; whether there was any.
    #[inline]
    pub fn spaces(&mut self) -> bool {
        let from = self.at;
        self.run(SPACE);
        self.at > from
    }

    /// Skips to the next byte of `stops` or the end.
    #[inline]
    fn until<const N: usize>(&mut self, stops: [u8; N]) {
        let bytes = self.text.as_bytes();
        while let Some(block) = block(bytes, self.at) {
            let step = first(stops.iter().fold(all(0), |found, stop| found | block.simd_eq(all(*stop))));
            self.at += step;
            if step < 16 {
                return;
            }
        }
        while self.byte().is_some_and(|b| !stops.contains(&b)) {
            self.at += 1;
        }
    }

    /// Reads a name (XML 1.0, 2.3).
    #[inline(always)]
    pub fn name(&mut self) -> Result<&'a str> {
        let from = self.at;
        let bytes = self.text.as_bytes();
        if let Some(start) = block(bytes, from)
            && begins_name(bytes[from])
        {
            let end = from + first(ends_name(start));
            if end < from + 16 && bytes.get(end).is_some_and(|b| *b < 0x80) {
                self.at = end;
                return Ok(&self.text[from..end]);
            }
        }
        self.any_name()
    }

    #[inline(never)]
    fn any_name(&mut self) -> Result<&'a str> {
        let from = self.at;
        match self.byte() {
            Some(b) if CLASS[b as usize] & NAME_START != 0 => self.at += 1,
            Some(b) if b >= 0x80 => self.wide_name_character(true)?,
            _ => return self.fail(Rule::Syntax("a name")),
        }
        loop {
            match self.byte() {
                Some(b) if CLASS[b as usize] & NAME != 0 => self.at += 1,
                Some(b) if b >= 0x80 => self.wide_name_character(false)?,
                _ => return Ok(&self.text[from..self.at]),
            }
        }
    }

    #[cold]
    fn wide_name_character(&mut self, first: bool) -> Result<()> {
        let character = self.text[self.at..].chars().next().unwrap_or('\0');
        if !is_wide_name_character(character, first) {
            return self.fail(Rule::Syntax("a name"));
        }
        self.at += character.len_utf8();
        Ok(())
    }

    /// Reads what follows in a start tag, after its name or an attribute.
    #[inline(always)]
    pub fn step(&mut self) -> Result<Step<'a>> {
        let bytes = self.text.as_bytes();
        match bytes.get(self.at) {
            Some(b' ' | b'\n' | b'\r' | b'\t') => {
                if let Some(Span { name, equals, value, end }) = self.usual_attribute() {
                    let raw = Raw { text: &self.text[value..end], is_plain: true };
                    return Ok(Step::Attribute(&self.text[name..equals], raw, value));
                }
            }
            Some(b'>') => {
                self.at += 1;
                return Ok(Step::Open);
            }
            Some(b'/') if bytes.get(self.at + 1) == Some(&b'>') => {
                self.at += 2;
                return Ok(Step::Empty);
            }
            _ => {}
        }
        self.any_step()
    }

    /// An attribute as it is nearly always spelled: white space, which stands here, a name of at most 15 bytes,
    /// `=`, a quoted value without references. Sixteen bytes at once, hardly a branch; anything else is left to
    /// [`Scan::any_step`].
    #[inline(always)]
    fn usual_attribute(&mut self) -> Option<Span> {
        let bytes = self.text.as_bytes();
        let mut name = self.at + 1;
        while bytes.get(name).is_some_and(|b| CLASS[*b as usize] & SPACE != 0) {
            name += 1;
        }
        let start = block(bytes, name)?;
        let from = name + first(ends_name(start)) + 2;
        let &[b'=', quote @ (b'"' | b'\'')] = bytes.get(from - 2..from)? else { return None };
        if !begins_name(bytes[name]) {
            return None;
        }
        let mut end = from;
        loop {
            let b = block(bytes, end)?;
            let ends = b.simd_eq(all(quote)) | b.simd_eq(all(b'<')) | b.simd_eq(all(b'&'));
            let step = first(ends | controls(b));
            end += step;
            if step < 16 {
                break;
            }
        }
        if bytes.get(end) != Some(&quote) {
            return None;
        }
        self.at = end + 1;
        Some(Span { name, equals: from - 2, value: from, end })
    }

    #[inline(never)]
    fn any_step(&mut self) -> Result<Step<'a>> {
        let spaced = self.byte() == Some(b' ');
        self.at += usize::from(spaced);
        let spaced = self.spaces() | spaced;
        match self.byte() {
            Some(b'>') => {
                self.at += 1;
                Ok(Step::Open)
            }
            Some(b'/') => {
                self.at += 1;
                self.expect(b'>', "`>` after `/`")?;
                Ok(Step::Empty)
            }
            None => self.fail(Rule::Syntax("the end of a tag")),
            Some(_) if !spaced => self.fail(Rule::Syntax("a space before an attribute")),
            Some(_) => {
                let name = self.name()?;
                if self.byte() != Some(b'=') {
                    self.spaces();
                }
                self.expect(b'=', "`=` after the name of an attribute")?;
                if !matches!(self.byte(), Some(b'"' | b'\'')) {
                    self.spaces();
                }
                let (value, at) = self.value()?;
                Ok(Step::Attribute(name, Raw { text: value, is_plain: false }, at))
            }
        }
    }

    #[inline]
    pub fn expect(&mut self, byte: u8, wanted: &'static str) -> Result<()> {
        if self.byte() != Some(byte) {
            return self.fail(Rule::Syntax(wanted));
        }
        self.at += 1;
        Ok(())
    }

    #[inline]
    fn value(&mut self) -> Result<(&'a str, usize)> {
        let quote = match self.byte() {
            Some(quote @ (b'"' | b'\'')) => quote,
            _ => return self.fail(Rule::Syntax("a quoted value")),
        };
        self.at += 1;
        let from = self.at;
        loop {
            self.until([quote, b'<', b'&']);
            match self.byte() {
                Some(b) if b == quote => break,
                Some(b'&') => self.reference()?,
                Some(_) => return self.fail(Rule::Syntax("no `<` in a value")),
                None => return self.fail(Rule::Syntax("the end of a quoted value")),
            }
        }
        let value = &self.text[from..self.at];
        self.at += 1;
        Ok((value, from))
    }

    /// Reads the attributes of a start tag after its name, checking that none stands twice. Whether the
    /// element has content.
    pub fn attributes(&mut self) -> Result<bool> {
        let mut seen = Seen::new(self);
        loop {
            if let Some(b' ' | b'\n' | b'\r' | b'\t') = self.byte()
                && let Some(span) = self.usual_attribute()
            {
                seen.add_bytes(self, span.name, span.equals)?;
                continue;
            }
            match self.step()? {
                Step::Attribute(name, _, at) => seen.add(name, at)?,
                Step::Open => return Ok(true),
                Step::Empty => return Ok(false),
            }
        }
    }

    #[cold]
    fn reference(&mut self) -> Result<()> {
        let from = self.at + 1;
        let rest = &self.text.as_bytes()[from..];
        let end = rest.iter().take(12).position(|b| *b == b';');
        let name = end.and_then(|end| self.text.get(from..from + end)).unwrap_or("");
        if super::text::reference(name).is_none() {
            return self.fail(Rule::Entity(name.into()));
        }
        self.at = from + name.len() + 1;
        Ok(())
    }

    /// Reads text up to the next markup.
    #[inline]
    fn characters(&mut self) -> Result<()> {
        // Between tags there is mostly nothing.
        if self.byte() == Some(b'<') {
            return Ok(());
        }
        loop {
            self.until([b'<', b'&', b']']);
            match self.byte() {
                Some(b'&') => self.reference()?,
                Some(b']') if self.text.as_bytes()[self.at..].starts_with(b"]]>") => {
                    return self.fail(Rule::Syntax("no `]]>` in text"));
                }
                Some(b']') => self.at += 1,
                _ => return Ok(()),
            }
        }
    }

    /// Reads text and then the next piece of markup.
    #[inline]
    pub fn node(&mut self) -> Result<Node<'a>> {
        self.characters()?;
        let at = self.at;
        if at >= self.text.len() {
            return Ok(Node::Done);
        }
        self.at += 1;
        match self.byte() {
            Some(b'/') => {
                self.at += 1;
                let name = self.name()?;
                self.spaces();
                self.expect(b'>', "`>` at the end of an end tag")?;
                Ok(Node::End(name, at))
            }
            Some(b'!') => self.declaration(),
            Some(b'?') => self.instruction(),
            _ => Ok(Node::Start(self.name()?, at)),
        }
    }

    #[cold]
    fn declaration(&mut self) -> Result<Node<'a>> {
        let rest = &self.text[self.at..];
        if let Some(comment) = rest.strip_prefix("!--") {
            let dashes = memchr::memchr_iter(b'-', comment.as_bytes());
            let dashes = dashes.map(|end| &comment.as_bytes()[end..]).find(|rest| rest.starts_with(b"--"));
            let Some(end) =
                dashes.filter(|rest| rest.starts_with(b"-->")).map(|rest| comment.len() - rest.len())
            else {
                return self.fail(Rule::Syntax("`-->` at the end of a comment"));
            };
            self.at += 3 + end + 3;
            return Ok(Node::Aside);
        }
        if let Some(data) = rest.strip_prefix("![CDATA[") {
            let Some(end) = data.find("]]>") else {
                return self.fail(Rule::Syntax("`]]>` at the end of a CDATA section"));
            };
            self.at += 8 + end + 3;
            return Ok(Node::Cdata(&data[..end]));
        }
        if rest.len() >= 8 && rest.as_bytes()[1..8].eq_ignore_ascii_case(b"DOCTYPE") {
            return self.fail(Rule::Doctype);
        }
        self.fail(Rule::Syntax("a comment or a CDATA section"))
    }

    #[cold]
    fn instruction(&mut self) -> Result<Node<'a>> {
        self.at += 1;
        let name = self.name()?;
        if name.eq_ignore_ascii_case("xml") {
            return self.fail(Rule::Syntax("no XML declaration but at the very start"));
        }
        let spaced = self.spaces();
        let rest = &self.text[self.at..];
        match rest.find("?>") {
            Some(end) if spaced || end == 0 => {
                self.at += end + 2;
                Ok(Node::Aside)
            }
            _ => self.fail(Rule::Syntax("`?>` at the end of a processing instruction")),
        }
    }

    /// Reads to the end of the element whose start tag has just been read: its content and its end tag.
    /// Gives where the content ends.
    pub fn content(&mut self, name: &'a str) -> Result<usize> {
        let mut open = [""; DEPTH_LEVELS_MAX];
        open[0] = name;
        let mut depth = 1;
        let bytes = self.text.as_bytes();
        loop {
            self.characters()?;
            // The end tag that is due, spelled as it nearly always is.
            let due = open[depth - 1].as_bytes();
            if let Some([b'<', b'/', rest @ ..]) = bytes.get(self.at..)
                && let Some([b'>', ..]) = rest.strip_prefix(due)
            {
                let at = self.at;
                self.at += due.len() + 3;
                depth -= 1;
                if depth == 0 {
                    return Ok(at);
                }
                continue;
            }
            match self.node()? {
                Node::Start(name, at) => {
                    if self.attributes()? {
                        if depth == DEPTH_LEVELS_MAX {
                            return Err(Error::new(at, Rule::TooDeep));
                        }
                        open[depth] = name;
                        depth += 1;
                    }
                }
                Node::End(name, at) => {
                    depth -= 1;
                    if open[depth] != name {
                        return Err(Error::new(at, Rule::WrongEndTag(open[depth].into())));
                    }
                    if depth == 0 {
                        return Ok(at);
                    }
                }
                Node::Aside | Node::Cdata(_) => {}
                Node::Done => return self.fail(Rule::Syntax("the end tags of open elements")),
            }
        }
    }
}

/// Whether a byte may begin a name.
#[inline(always)]
fn begins_name(byte: u8) -> bool {
    CLASS[byte as usize] & NAME_START != 0
}

/// Whether `text` can be the name of an element or attribute.
pub(crate) fn is_name(text: &str) -> bool {
    let mut scan = Scan::new(text);
    scan.name().is_ok() && scan.at == text.len()
}
