//! Small forms of XML 1.0 that the parser takes more lightly than the standard does.

/// What may follow `&`: one of the five names, or the number of a character of XML (§4.1, §4.6).
pub(super) fn reference(after: &str) -> bool {
    let Some((name, _)) = after.get(..after.len().min(12)).unwrap_or(after).split_once(';') else {
        return long_number(after);
    };
    known(name)
}

/// A number may have leading zeros without end, which is rare enough to stand apart.
fn long_number(after: &str) -> bool {
    after.starts_with('#') && after.split_once(';').is_some_and(|(name, _)| known(name))
}

fn known(name: &str) -> bool {
    let Some(number) = name.strip_prefix('#') else {
        return matches!(name, "amp" | "lt" | "gt" | "quot" | "apos");
    };
    let code = match number.strip_prefix('x') {
        Some(hex) if hex.bytes().all(|b| b.is_ascii_hexdigit()) => u32::from_str_radix(hex, 16),
        None if number.bytes().all(|b| b.is_ascii_digit()) => number.parse(),
        _ => return false,
    };
    code.ok().and_then(char::from_u32).is_some_and(is_character)
}

/// §2.2: no control characters but three, no U+FFFE and U+FFFF.
fn is_character(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{fffd}' | '\u{10000}'..)
}

/// Whether `body`, between `<?` and `?>`, is a processing instruction, or the XML declaration if it stands
/// `first` (§2.6, §2.8).
pub(super) fn instruction(body: &str, first: bool) -> bool {
    let end = body.find(is_space).unwrap_or(body.len());
    let (target, rest) = body.split_at(end);
    if target.eq_ignore_ascii_case("xml") {
        return first && target == "xml" && declaration(rest);
    }
    let mut characters = target.chars();
    let name = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '\u{b7}');
    characters.next().is_some_and(|c| c.is_alphabetic() || c == '_') && characters.all(name)
}

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
    rest.chars().all(is_space)
}

/// The rest of the text behind ` name = "value"`, if the value is sound.
fn value_of<'t>(text: &'t str, name: &str, sound: impl Fn(&str) -> bool) -> Option<&'t str> {
    let trimmed = text.trim_start_matches(is_space);
    let rest = trimmed.strip_prefix(name).filter(|_| trimmed.len() < text.len())?;
    let rest = rest.trim_start_matches(is_space).strip_prefix('=')?.trim_start_matches(is_space);
    let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let (value, rest) = rest[1..].split_once(quote)?;
    sound(value).then_some(rest)
}

fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_characters_of_xml_can_be_referred_to() {
        for good in ["amp;", "lt; more", "#13;", "#x10FFFF;", "#000000000000000065;", "quot;ë"] {
            assert!(reference(good), "{good}");
        }
        for bad in [
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
            "ëëëëëëëë",
        ] {
            assert!(!reference(bad), "{bad}");
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
