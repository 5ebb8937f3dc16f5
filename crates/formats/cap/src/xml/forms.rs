//! Small forms of XML 1.0: which characters, names, references and instructions there are.

/// Byte position of the first character that XML does not allow (§2.2): a control character other than tab
/// and line ends, or U+FFFE or U+FFFF. The bytes are UTF-8, so there are no surrogates.
pub(super) fn foreign_character(bytes: &[u8]) -> Option<usize> {
    let control = |b: u8| b < b' ' && !matches!(b, b'\t' | b'\n' | b'\r');
    // Whole blocks without an early end let the compiler look at many bytes at a time.
    let block = |block: &[u8]| block.iter().fold(false, |bad, &b| bad | control(b));
    let clean = bytes.chunks(BLOCK_BYTES).take_while(|part| !block(part)).map(<[u8]>::len).sum::<usize>();
    let controls = bytes[clean..].iter().position(|&b| control(b)).map(|at| clean + at);
    let high = |at: &usize| matches!(bytes.get(*at..at + 3), Some([0xef, 0xbf, 0xbe | 0xbf]));
    controls.or_else(|| memchr::memchr_iter(0xef, bytes).find(high))
}

const BLOCK_BYTES: usize = 256;

/// White space of XML (§2.3), which is less than that of Unicode.
pub(super) fn is_space(b: u8) -> bool {
    matches!(b, b' ' | b'\t' | b'\n' | b'\r')
}

/// What `&` with this text behind it stands for: one of the five names, or the number of a character of XML
/// (§4.1, §4.6). Also how many bytes behind the `&` belong to it.
pub(super) fn reference(after: &str) -> Option<(char, usize)> {
    let end = after.find(';')?;
    let character = match &after[..end] {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        name => number(name.strip_prefix('#')?)?,
    };
    Some((character, end + 1))
}

fn number(number: &str) -> Option<char> {
    let code = match number.strip_prefix('x') {
        Some(hex) if hex.bytes().all(|b| b.is_ascii_hexdigit()) => u32::from_str_radix(hex, 16),
        None if number.bytes().all(|b| b.is_ascii_digit()) => number.parse(),
        _ => return None,
    };
    code.ok().and_then(char::from_u32).filter(|&c| is_character(c))
}

fn is_character(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{fffd}' | '\u{10000}'..)
}

/// How long the name is that UTF-8 text begins with, and where its colon stands, if it has one (Namespaces in
/// XML 1.0 §4).
pub(super) fn name(bytes: &[u8]) -> Option<(usize, Option<usize>)> {
    let (mut length, mut colon, mut wide) = (0, None, false);
    while let Some(&b) = bytes.get(length) {
        match CLASS[usize::from(b)] {
            Class::Inside => {}
            Class::Wide => wide = true,
            Class::Colon if colon.is_none() => colon = Some(length),
            Class::Colon => return None,
            Class::Outside => break,
        }
        length += 1;
    }
    let begins = |at: usize| at < length && matches!(bytes[at], b'a'..=b'z' | b'A'..=b'Z' | b'_' | 0x80..);
    let sound =
        begins(0) && colon.is_none_or(|at| begins(at + 1)) && (!wide || wide_name(&bytes[..length]));
    sound.then_some((length, colon))
}

/// What a byte is to a name. All bytes beyond ASCII may belong to one; which do is seen by the character.
#[derive(Clone, Copy)]
enum Class {
    Inside,
    Wide,
    Colon,
    Outside,
}

static CLASS: [Class; 256] = {
    let mut table = [Class::Outside; 256];
    let mut b = 0;
    while b < 256 {
        table[b] = match b as u8 {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'_' | b'-' | b'.' => Class::Inside,
            b':' => Class::Colon,
            0x80.. => Class::Wide,
            _ => Class::Outside,
        };
        b += 1;
    }
    table
};

#[cold]
fn wide_name(bytes: &[u8]) -> bool {
    std::str::from_utf8(bytes).is_ok_and(|name| name.split(':').all(part_of_name))
}

/// A prefix, a local name, or the target of an instruction: a name without a colon.
fn part_of_name(name: &str) -> bool {
    let mut characters = name.chars();
    characters.next().is_some_and(begins_name) && characters.all(continues_name)
}

fn begins_name(c: char) -> bool {
    matches!(c, 'a'..='z' | 'A'..='Z' | '_' | '\u{c0}'..='\u{d6}' | '\u{d8}'..='\u{f6}' | '\u{f8}'..='\u{2ff}'
        | '\u{370}'..='\u{37d}' | '\u{37f}'..='\u{1fff}' | '\u{200c}' | '\u{200d}' | '\u{2070}'..='\u{218f}'
        | '\u{2c00}'..='\u{2fef}' | '\u{3001}'..='\u{d7ff}' | '\u{f900}'..='\u{fdcf}' | '\u{fdf0}'..='\u{fffd}'
        | '\u{10000}'..='\u{effff}')
}

fn continues_name(c: char) -> bool {
    begins_name(c)
        || matches!(c, '0'..='9' | '-' | '.' | '\u{b7}' | '\u{300}'..='\u{36f}' | '\u{203f}' | '\u{2040}')
}

/// Whether `body`, between `<?` and `?>`, is a processing instruction, or the XML declaration if it stands
/// `first` (§2.6, §2.8).
pub(super) fn instruction(body: &str, first: bool) -> bool {
    let end = body.bytes().position(is_space).unwrap_or(body.len());
    let (target, rest) = body.split_at(end);
    if target.eq_ignore_ascii_case("xml") {
        return first && target == "xml" && declaration(rest);
    }
    part_of_name(target)
}

const SPACES: [char; 4] = [' ', '\t', '\n', '\r'];

/// `version`, then perhaps `encoding`, then perhaps `standalone`, each in quotes.
fn declaration(text: &str) -> bool {
    let version = |value: &str| {
        value
            .strip_prefix("1.")
            .is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_digit()))
    };
    let encoding = |value: &str| {
        value.starts_with(|c: char| c.is_ascii_alphabetic())
            && value.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-'))
    };
    let standalone = |value: &str| matches!(value, "yes" | "no");
    let Some(mut rest) = value_of(text, "version", version) else { return false };
    rest = value_of(rest, "encoding", encoding).unwrap_or(rest);
    rest = value_of(rest, "standalone", standalone).unwrap_or(rest);
    rest.bytes().all(is_space)
}

/// The rest of the text behind ` name = "value"`, if the value is sound.
fn value_of<'t>(text: &'t str, name: &str, sound: impl Fn(&str) -> bool) -> Option<&'t str> {
    let trimmed = text.trim_start_matches(SPACES);
    let rest = trimmed.strip_prefix(name).filter(|_| trimmed.len() < text.len())?;
    let rest = rest.trim_start_matches(SPACES).strip_prefix('=')?.trim_start_matches(SPACES);
    let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let (value, rest) = rest[1..].split_once(quote)?;
    sound(value).then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_characters_of_xml_can_be_referred_to() {
        let good = [
            ("amp;", '&'),
            ("lt; more", '<'),
            ("#13;", '\r'),
            ("#x10FFFF;", '\u{10ffff}'),
            ("#00065;ë", 'A'),
        ];
        for (text, character) in good {
            assert_eq!(reference(text).map(|(c, _)| c), Some(character), "{text}");
        }
        let bad = [
            "",
            "nbsp;",
            "amp",
            "#1;",
            "#x1;",
            "#xD800;",
            "#xFFFE;",
            "#x110000;",
            "#;",
            "#x;",
            "#+65;",
            "#X41;",
            "ë;",
        ];
        for text in bad {
            assert_eq!(reference(text), None, "{text}");
        }
        assert_eq!(reference("gt;="), Some(('>', 3)));
    }

    #[test]
    fn characters_that_xml_does_not_allow_are_found_where_they_are() {
        let padded = |bad: &str| format!("{}{bad}x", "ë ".repeat(200));
        for bad in ["\0", "\u{1}", "\u{b}", "\u{1f}", "\u{fffe}", "\u{ffff}"] {
            assert_eq!(foreign_character(padded(bad).as_bytes()), Some(600), "{}", bad.escape_unicode());
        }
        assert_eq!(
            foreign_character(padded("\t\r\n\u{7f}\u{85}\u{feff}\u{fffd}\u{1f600}").as_bytes()),
            None
        );
    }

    #[test]
    fn a_name_begins_with_a_letter_and_has_at_most_one_colon() {
        for (text, length, colon) in
            [("alert>", 5, None), ("c:alert />", 7, Some(1)), ("ë-1.x·=", 8, None), ("_", 1, None)]
        {
            assert_eq!(name(text.as_bytes()), Some((length, colon)), "{text}");
        }
        for bad in ["", " a", "1", ":a", "a:", "a: b", "a:b:c", "a:1", "-a", "·x", "a\u{2028}", "a:·"] {
            assert_eq!(name(bad.as_bytes()), None, "{bad}");
        }
    }

    #[test]
    fn the_declaration_stands_first_and_whole() {
        for good in ["xml version='1.0'", "xml version = \"1.0\" encoding = 'UTF-8' standalone='no' "] {
            assert!(instruction(good, true), "{good}");
            assert!(!instruction(good, false), "{good}");
        }
        for bad in [
            "xml",
            "xml version='2.0'",
            "xml version='1.0",
            "xml encoding='UTF-8'",
            "XML version='1.0'",
            "xml version='1.0'encoding='UTF-8'",
            "xml version='1.0' encoding=' '",
            "xml version='1.0' x='y'",
        ] {
            assert!(!instruction(bad, true), "{bad}");
        }
    }

    #[test]
    fn an_instruction_has_a_name() {
        assert!(["xml-stylesheet href='a'", "p", "_p \n"].into_iter().all(|body| instruction(body, false)));
        assert!(!["", " p", "x<y", "1", "a:b", "x/ "].into_iter().any(|body| instruction(body, false)));
    }
}
