//! Why: one pass over the text of a frame, byte classes by table, no allocation. Everything that is accepted
//! here is well-formed XML 1.0 (namespaces apart); a property test holds that against another parser.

use crate::error::{Error, Rule};
use crate::limits::{ATTRIBUTES_COUNT_MAX, DEPTH_LEVELS_MAX};

pub(crate) type Result<T> = std::result::Result<T, Error>;

const NAME_START: u8 = 1;
const NAME: u8 = 2;
const SPACE: u8 = 4;
const STOP_DOUBLE: u8 = 8;
const STOP_SINGLE: u8 = 16;
const STOP_TEXT: u8 = 32;

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
        if b == b'<' || b == b'&' {
            table[byte] |= STOP_DOUBLE | STOP_SINGLE | STOP_TEXT;
        }
        byte += 1;
    }
    table[b'"' as usize] |= STOP_DOUBLE;
    table[b'\'' as usize] |= STOP_SINGLE;
    table[b']' as usize] |= STOP_TEXT;
    table
}

/// What a start tag holds next.
#[derive(Debug)]
pub(crate) enum Step<'a> {
    /// An attribute: its name, its value as written, where the value begins.
    Attribute(&'a str, &'a str, usize),
    /// `>`: content follows.
    Open,
    /// `/>`: the element is empty.
    Empty,
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

    #[inline]
    fn run(&mut self, class: u8) {
        let bytes = self.text.as_bytes();
        let mut at = self.at;
        while at < bytes.len() && CLASS[bytes[at] as usize] & class != 0 {
            at += 1;
        }
        self.at = at;
    }

    #[inline]
    fn run_until(&mut self, class: u8) {
        let bytes = self.text.as_bytes();
        let mut at = self.at;
        while at < bytes.len() && CLASS[bytes[at] as usize] & class == 0 {
            at += 1;
        }
        self.at = at;
    }

    /// Skips white space; whether there was any.
    #[inline]
    pub fn spaces(&mut self) -> bool {
        let from = self.at;
        self.run(SPACE);
        self.at > from
    }

    /// Reads a name (XML 1.0, 2.3).
    #[inline]
    pub fn name(&mut self) -> Result<&'a str> {
        let from = self.at;
        match self.byte() {
            Some(b) if CLASS[b as usize] & NAME_START != 0 => self.at += 1,
            Some(b) if b >= 0x80 => self.wide_name_character(true)?,
            _ => return self.fail(Rule::Syntax("a name")),
        }
        self.run(NAME);
        while self.byte().is_some_and(|b| b >= 0x80) {
            self.wide_name_character(false)?;
            self.run(NAME);
        }
        Ok(&self.text[from..self.at])
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
    #[inline]
    pub fn step(&mut self) -> Result<Step<'a>> {
        let spaced = self.spaces();
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
                self.spaces();
                let (value, at) = self.value()?;
                Ok(Step::Attribute(name, value, at))
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
        let (quote, stop) = match self.byte() {
            Some(b'"') => (b'"', STOP_DOUBLE),
            Some(b'\'') => (b'\'', STOP_SINGLE),
            _ => return self.fail(Rule::Syntax("a quoted value")),
        };
        self.at += 1;
        let from = self.at;
        loop {
            self.run_until(stop);
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
        let mut seen = Seen::default();
        loop {
            let at = self.at;
            match self.step()? {
                Step::Attribute(name, ..) => seen.add(name, at)?,
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
        loop {
            self.run_until(STOP_TEXT);
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
            let end = comment.find("--").filter(|end| comment[*end..].starts_with("-->"));
            let Some(end) = end else {
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
        loop {
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

/// The names of the attributes of one element so far.
#[derive(Default)]
pub(crate) struct Seen<'a> {
    first: [&'a str; 8],
    more: Vec<&'a str>,
    count: usize,
}

impl<'a> Seen<'a> {
    #[inline]
    pub fn add(&mut self, name: &'a str, at: usize) -> Result<()> {
        let known = self.count.min(self.first.len());
        if self.first[..known].contains(&name) || self.more.contains(&name) {
            return Err(Error::new(at, Rule::DoubleAttribute(name.into())));
        }
        if self.count == ATTRIBUTES_COUNT_MAX {
            return Err(Error::new(at, Rule::TooManyAttributes));
        }
        match self.first.get_mut(self.count) {
            Some(place) => *place = name,
            None => self.more.push(name),
        }
        self.count += 1;
        Ok(())
    }
}

/// Whether `text` can be the name of an element or attribute.
pub(crate) fn is_name(text: &str) -> bool {
    let mut scan = Scan::new(text);
    scan.name().is_ok() && scan.at == text.len()
}

/// Name characters beyond ASCII (XML 1.0, 2.3, productions 4 and 4a).
fn is_wide_name_character(c: char, first: bool) -> bool {
    let start = matches!(c,
        '\u{C0}'..='\u{D6}' | '\u{D8}'..='\u{F6}' | '\u{F8}'..='\u{2FF}' | '\u{370}'..='\u{37D}'
        | '\u{37F}'..='\u{1FFF}' | '\u{200C}'..='\u{200D}' | '\u{2070}'..='\u{218F}'
        | '\u{2C00}'..='\u{2FEF}' | '\u{3001}'..='\u{D7FF}' | '\u{F900}'..='\u{FDCF}'
        | '\u{FDF0}'..='\u{FFFD}' | '\u{10000}'..='\u{EFFFF}');
    start || (!first && matches!(c, '\u{B7}' | '\u{300}'..='\u{36F}' | '\u{203F}'..='\u{2040}'))
}

/// The text of a frame, when it is UTF-8 and holds only characters that XML 1.0, 2.2 allows.
pub(crate) fn decode(bytes: &[u8]) -> Result<&str> {
    let text = std::str::from_utf8(bytes).map_err(|e| Error::new(e.valid_up_to(), Rule::NotUtf8))?;
    let control = |b: u8| b < 0x20 && !matches!(b, b'\t' | b'\n' | b'\r');
    for (index, chunk) in bytes.chunks(64).enumerate() {
        // A fold without an early exit lets the compiler use wide registers.
        if chunk.iter().fold(false, |found, b| found | control(*b)) {
            let place = chunk.iter().position(|b| control(*b)).unwrap_or(0);
            return Err(Error::new(index * 64 + place, Rule::ForbiddenCharacter));
        }
    }
    // U+FFFE and U+FFFF are the only allowed-by-UTF-8 characters above the controls that XML forbids.
    for at in memchr::memchr_iter(0xEF, bytes) {
        if let Some([0xBF, 0xBE | 0xBF]) = bytes.get(at + 1..at + 3) {
            return Err(Error::new(at, Rule::ForbiddenCharacter));
        }
    }
    Ok(text)
}
