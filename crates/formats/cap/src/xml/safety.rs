//! One pass over decoded text that refuses what no warning needs: a DTD anywhere, depth, bulk.
//!
//! The scan is not a parser. It only has to see every `<` that a parser could take for markup, and to
//! be at least as strict: what it lets through is then checked for form by the parser proper. Where that
//! parser is laxer than XML 1.0 (references to characters that do not exist, processing instructions, the
//! declaration), the scan makes up for it; `forms` holds those rules.

use super::{Refusal, forms};
use crate::limits::{
    ATTRIBUTES_MAX, DEPTH_MAX, ELEMENT_ATTRIBUTES_MAX, MARKUP_MAX, NAMESPACES_IN_SCOPE_MAX, TAG_BYTES_MAX,
    TEXT_BYTES_MAX,
};
use crate::rules::{self, Rule};
use memchr::memmem;

pub(super) fn scan(text: &str) -> Result<(), Refusal> {
    let bytes = text.as_bytes();
    // Most alerts have no `&` at all; looking once is cheaper than looking in every piece.
    let mut seen = Seen { references: memchr::memchr(b'&', bytes).is_some(), ..Seen::default() };
    let mut at = 0;
    while let Some(step) = memchr::memchr(b'<', &bytes[at..]) {
        let open = at + step;
        run_of(text, at, step)?;
        seen.references(text, at, open)?;
        at = match bytes.get(open + 1) {
            Some(b'!') => {
                seen.piece(text, open)?;
                declaration(text, open)?
            }
            Some(b'?') => {
                seen.piece(text, open)?;
                instruction(text, open)?
            }
            Some(b'/') => {
                seen.leave();
                name(text, open, open + 2)?;
                open + skip(text, open, 2, ">")?
            }
            _ => seen.tag(text, open)?,
        };
    }
    run_of(text, at, bytes.len() - at)?;
    seen.references(text, at, bytes.len())
}

#[derive(Default)]
struct Seen {
    depth: usize,
    /// For each open element, how many namespace declarations hold inside it.
    scopes: [usize; DEPTH_MAX + 1],
    pieces: usize,
    attributes: usize,
    /// There is an `&` somewhere.
    references: bool,
}

impl Seen {
    /// Refuses `&` that begins no reference to a character that XML knows.
    fn references(&self, text: &str, from: usize, to: usize) -> Result<(), Refusal> {
        if !self.references {
            return Ok(());
        }
        let part = &text[from..to];
        match memchr::memchr_iter(b'&', part.as_bytes()).find(|&at| !forms::reference(&part[at + 1..])) {
            Some(at) => {
                Err(malformed(text, from + at, "`&` begins no reference that XML knows; write `&amp;`"))
            }
            None => Ok(()),
        }
    }

    /// Counts an element, a comment, a CDATA section or a processing instruction.
    fn piece(&mut self, text: &str, at: usize) -> Result<(), Refusal> {
        self.pieces += 1;
        within(text, at, "elements, comments and instructions", self.pieces, MARKUP_MAX)
    }

    /// Counts the start tag at `open` and returns where it ends.
    fn tag(&mut self, text: &str, open: usize) -> Result<usize, Refusal> {
        let (length, attributes, empty) = tag(text, open)?;
        self.references(text, open, open + length)?;
        name(text, open, open + 1)?;
        self.piece(text, open)?;
        self.attributes += attributes;
        within(text, open, "attributes in all", self.attributes, ATTRIBUTES_MAX)?;
        within(text, open, "attributes on one element", attributes, ELEMENT_ATTRIBUTES_MAX)?;
        let declared = match attributes {
            0 => 0,
            _ => memmem::find_iter(&text.as_bytes()[open..open + length], "xmlns").count(),
        };
        let scope = self.scopes[self.depth] + declared;
        within(text, open, "namespaces that hold at one place", scope, NAMESPACES_IN_SCOPE_MAX)?;
        if !empty {
            self.depth += 1;
            within(text, open, "levels of nesting", self.depth, DEPTH_MAX)?;
            self.scopes[self.depth] = scope;
        }
        Ok(open + length)
    }

    fn leave(&mut self) {
        self.depth = self.depth.saturating_sub(1);
    }
}

fn within(text: &str, at: usize, what: &str, value: usize, max: usize) -> Result<(), Refusal> {
    if value <= max { Ok(()) } else { Err(over(text, at, format!("more than {max} {what}"))) }
}

/// Length of the start tag at `open`, its number of quoted values, and whether it closes itself.
fn tag(text: &str, open: usize) -> Result<(usize, usize, bool), Refusal> {
    let bytes = &text.as_bytes()[open..];
    let bytes = &bytes[..bytes.len().min(TAG_BYTES_MAX)];
    let (mut at, mut attributes) = (1, 0);
    while let Some(step) = memchr::memchr3(b'>', b'"', b'\'', &bytes[at..]) {
        let hit = at + step;
        if bytes[hit] == b'>' {
            return Ok((hit + 1, attributes, bytes[hit - 1] == b'/'));
        }
        attributes += 1;
        match memchr::memchr(bytes[hit], &bytes[hit + 1..]) {
            Some(length) => at = hit + 1 + length + 1,
            None => break,
        }
    }
    if bytes.len() == TAG_BYTES_MAX {
        return Err(over(text, open, format!("a tag has more than {TAG_BYTES_MAX} bytes")));
    }
    Err(unfinished(text, open))
}

/// Where the comment or CDATA section at `open` ends; every other `<!` begins or belongs to a DTD.
fn declaration(text: &str, open: usize) -> Result<usize, Refusal> {
    let rest = &text[open..];
    if rest.starts_with("<!--") {
        Ok(open + skip(text, open, 4, "-->")?)
    } else if rest.starts_with("<![CDATA[") {
        Ok(open + skip(text, open, 9, "]]>")?)
    } else {
        let message = "a document type declaration is refused: remove `<!…>`; CAP needs none";
        Err(Refusal::at(&rules::DTD, text, open, message))
    }
}

/// Refuses a prefix of no letters, which the parser would take for none.
fn name(text: &str, open: usize, at: usize) -> Result<(), Refusal> {
    match text.as_bytes().get(at) {
        Some(b':') => Err(malformed(text, open, "a name begins with a colon")),
        _ => Ok(()),
    }
}

/// Where the processing instruction at `open` ends.
fn instruction(text: &str, open: usize) -> Result<usize, Refusal> {
    let end = open + skip(text, open, 2, "?>")?;
    let body = &text[open + 2..end - 2];
    match forms::instruction(body, open == 0) {
        true => Ok(end),
        false => Err(malformed(text, open, "this is no processing instruction, or it may not stand here")),
    }
}

/// Length of what begins at `open` with `head` bytes and ends with `end`.
fn skip(text: &str, open: usize, head: usize, end: &str) -> Result<usize, Refusal> {
    let body = text.as_bytes().get(open + head..).unwrap_or_default();
    let found = match end {
        ">" => memchr::memchr(b'>', body),
        _ => memmem::find(body, end.as_bytes()),
    };
    let length = found.ok_or_else(|| unfinished(text, open))?;
    run_of(text, open, length)?;
    Ok(head + length + end.len())
}

fn run_of(text: &str, at: usize, length: usize) -> Result<(), Refusal> {
    if length <= TEXT_BYTES_MAX {
        return Ok(());
    }
    Err(over(text, at, format!("one piece of text has more than {TEXT_BYTES_MAX} bytes")))
}

fn over(text: &str, at: usize, message: String) -> Refusal {
    refusal(&rules::LIMIT, text, at, message + ", which is over the limit")
}

fn unfinished(text: &str, at: usize) -> Refusal {
    malformed(text, at, "what begins here has no end")
}

fn malformed(text: &str, at: usize, why: &str) -> Refusal {
    refusal(&rules::WELLFORMED, text, at, format!("not well formed XML: {why}"))
}

fn refusal(rule: &'static Rule, text: &str, at: usize, message: String) -> Refusal {
    Refusal::at(rule, text, at, message)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(text: &str) -> &'static str {
        scan(text).err().map_or("", |refusal| refusal.rule.id)
    }

    #[test]
    fn a_dtd_is_refused_wherever_it_hides() {
        let late = format!("<?xml version='1.0'?><!--{}-->\n<!DOCTYPE a []><a/>", "x".repeat(70_000));
        for text in
            ["<!DOCTYPE a><a/>", "<!doctype a><a/>", "<a/><!ENTITY x 'y'>", "<a><![INCLUDE[ ]]></a>", &late]
        {
            assert_eq!(rule(text), "xml.dtd", "{}", &text[..text.len().min(40)]);
        }
        assert_eq!(scan(&late).err().map(|r| r.line), Some(2));
        assert_eq!(rule("<a><!-- <!DOCTYPE a> --><![CDATA[<!DOCTYPE a>]]></a>"), "");
        assert_eq!(rule("<a b='<!DOCTYPE'/>"), "");
    }

    #[test]
    fn depth_bulk_and_length_are_bounded() {
        assert_eq!(rule(&"<a>".repeat(DEPTH_MAX)), "");
        assert_eq!(rule(&"<a>".repeat(DEPTH_MAX + 1)), "xml.limit");
        assert_eq!(rule(&"<a/>".repeat(MARKUP_MAX + 1)), "xml.limit");
        assert_eq!(rule(&"<!---->".repeat(MARKUP_MAX + 1)), "xml.limit");
        assert_eq!(rule(&"<a xmlns:a='a' xmlns:b='b'>".repeat(17)), "xml.limit");
        assert_eq!(rule(&"<a xmlns:a='a' xmlns:b='b'></a>".repeat(17)), "");
        let many: String = (0..=ELEMENT_ATTRIBUTES_MAX).map(|i| format!(" a{i}='>'")).collect();
        assert_eq!(rule(&format!("<a{many}/>")), "xml.limit");
        assert_eq!(rule(&format!("<a b='{}'/>", "x".repeat(TAG_BYTES_MAX))), "xml.limit");
        assert_eq!(rule(&format!("<a>{}</a>", "x".repeat(TEXT_BYTES_MAX + 1))), "xml.limit");
    }

    #[test]
    fn markup_without_an_end_is_not_well_formed() {
        for text in
            ["<a", "<a b='", "<!-- ", "<![CDATA[", "<?xml", "</a", "<", "<?p?", "<?p", "<:a/>", "<a></:a>"]
        {
            assert_eq!(rule(text), "xml.wellformed", "{text}");
        }
    }
}
