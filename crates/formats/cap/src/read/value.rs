//! The values: text, names, times, codes, addresses of the web.

use super::{Reader, start};
use crate::report::{is_invisible, quoted};
use crate::rules::{self, Rule};
use crate::time::Time;
use crate::xml::Node;
use std::borrow::Cow;
use std::str::FromStr;

/// Schemes that run what they carry instead of fetching it.
const SCHEMES_SCRIPT: [&str; 2] = ["javascript", "vbscript"];

/// White space of XML, which is less than that of Unicode.
pub(super) fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r')
}

impl Reader<'_> {
    /// All text of a value; comments inside it are passed over, elements are a fault.
    pub(super) fn text<'a>(&mut self, node: Node<'a>) -> Cow<'a, str> {
        self.attributes(node);
        let mut whole = Cow::Borrowed("");
        for child in node.children() {
            if child.is_element() {
                let message =
                    || format!("`{}` holds an element; it may hold text only", node.tag_name().name());
                self.findings.add(&rules::CHILDREN, start(child), message);
            } else if let Some(part) = child.text() {
                if whole.is_empty() {
                    whole = Cow::Borrowed(part);
                } else {
                    whole.to_mut().push_str(part);
                }
            }
        }
        whole
    }

    /// Text for people that may be left out.
    pub(super) fn prose(&mut self, node: Node<'_>) -> Option<String> {
        let text = self.text(node);
        if text.chars().all(is_space) {
            self.empty(node);
            return None;
        }
        self.suspicious(node, &text);
        Some(text.into_owned())
    }

    /// Text for people that must say something, else `rule` is broken.
    pub(super) fn prose_needed(&mut self, node: Node<'_>, rule: &'static Rule) -> Option<String> {
        let text = self.text(node);
        if text.chars().all(is_space) {
            let message = || format!("`{}` is empty; fill it", node.tag_name().name());
            self.findings.add(rule, start(node), message);
        }
        self.suspicious(node, &text);
        Some(text.into_owned())
    }

    pub(super) fn empty(&mut self, node: Node<'_>) {
        let message = || format!("`{}` is empty; leave it out", node.tag_name().name());
        self.findings.add(&rules::EMPTY, start(node), message);
    }

    fn suspicious(&mut self, node: Node<'_>, text: &str) {
        let bytes = text.as_bytes();
        let markup = memchr::memchr_iter(b'<', bytes)
            .any(|i| matches!(bytes.get(i + 1), Some(b'a'..=b'z' | b'A'..=b'Z' | b'/' | b'!' | b'?')));
        let name = node.tag_name().name();
        if markup {
            let message = || format!("`{name}` holds markup; show it as plain text only");
            self.findings.add(&rules::MARKUP, start(node), message);
        }
        // All these characters begin with the byte E2 in UTF-8.
        if memchr::memchr(0xe2, bytes).is_some() && text.chars().any(is_invisible) {
            let message = || format!("`{name}` holds characters that reorder the text around them");
            self.findings.add(&rules::INVISIBLE, start(node), message);
        }
    }

    /// An identifier or sender: no white space, commas, `<` or `&`.
    pub(super) fn name(&mut self, node: Node<'_>, rule: &'static Rule) -> Option<String> {
        let text = self.text(node);
        if !is_name(&text) {
            let message = || {
                let name = node.tag_name().name();
                format!(
                    "`{name}` is {}; it must be filled, without spaces, commas, `<` and `&`",
                    quoted(&text)
                )
            };
            self.findings.add(rule, start(node), message);
        } else {
            self.suspicious(node, &text);
        }
        Some(text.into_owned())
    }

    /// A time; XML Schema takes white space around it away.
    pub(super) fn time(&mut self, node: Node<'_>, rule: &'static Rule) -> Option<Time> {
        let text = self.text(node);
        let name = node.tag_name().name();
        match Time::parse(text.trim_matches(is_space)) {
            Ok(time) => {
                if time.is_plus_zero() {
                    let message = || format!("`{name}` writes UTC as `+00:00`; write `-00:00`");
                    self.findings.add(&rules::UTC, start(node), message);
                }
                Some(time)
            }
            Err(fault) => {
                self.findings
                    .add(rule, start(node), || format!("`{name}` is {}; it {fault}", quoted(&text)));
                None
            }
        }
    }

    /// A value of a code list, spelt exactly.
    pub(super) fn code<T>(&mut self, node: Node<'_>, rule: &'static Rule) -> Option<T>
    where
        T: FromStr,
        T::Err: std::fmt::Display,
    {
        let text = self.text(node);
        text.parse()
            .map_err(|fault: T::Err| {
                self.findings.add(rule, start(node), || {
                    format!("{} is not in the code list: {fault}", quoted(&text))
                });
            })
            .ok()
    }

    /// A value of a code list that may stand several times.
    pub(super) fn code_into<T>(&mut self, node: Node<'_>, rule: &'static Rule, list: &mut Vec<T>)
    where
        T: FromStr + PartialEq,
        T::Err: std::fmt::Display,
    {
        let Some(code) = self.code(node, rule) else { return };
        if list.contains(&code) {
            let message = || format!("`{}` names the same value twice", node.tag_name().name());
            self.findings.add(&rules::CODE_TWICE, start(node), message);
        }
        list.push(code);
    }

    /// A list with white space between its items; an item with white space in it stands in double quotes.
    pub(super) fn list(&mut self, node: Node<'_>) -> Vec<String> {
        let text = self.text(node);
        let (items, closed) = items(&text);
        if items.is_empty() {
            self.empty(node);
        }
        if !closed {
            let message =
                || format!("`{}` opens a double quote and does not close it", node.tag_name().name());
            self.findings.add(&rules::QUOTES, start(node), message);
        }
        items
    }

    /// A URI as `web` and `uri` hold it; `None` if it is empty, which is remarked.
    pub(super) fn uri(&mut self, node: Node<'_>) -> Option<String> {
        let text = self.text(node);
        let text = text.trim_matches(is_space);
        if text.is_empty() {
            self.empty(node);
            return None;
        }
        let name = node.tag_name().name();
        if is_script(text) {
            let message = || format!("`{name}` is {}, which runs a program; remove it", quoted(text));
            self.findings.add(&rules::URI_SCRIPT, start(node), message);
        }
        if text.contains(|c: char| c.is_whitespace() || c.is_control() || "<>\"{}|\\^`".contains(c)) {
            let message = || format!("`{name}` is {}, which has characters that no URI has", quoted(text));
            self.findings.add(&rules::URI_CHARACTERS, start(node), message);
        }
        if !is_formed(text) {
            let message = || format!("`{name}` is {}; check its `%`, `#`, `[` and `]`", quoted(text));
            self.findings.add(&rules::URI_FORM, start(node), message);
        }
        if authority(text).is_some_and(|authority| authority.contains('@')) {
            let message = || format!("`{name}` is {}, which names a user before the host", quoted(text));
            self.findings.add(&rules::URI_USER, start(node), message);
        }
        Some(text.to_string())
    }
}

pub(super) fn is_name(text: &str) -> bool {
    !text.is_empty() && !text.contains(|c: char| c.is_whitespace() || matches!(c, ',' | '<' | '&'))
}

/// RFC 3066: subtags of one to eight letters, digits too after the first.
pub(super) fn is_language(text: &str) -> bool {
    text.split('-').enumerate().all(|(i, tag)| {
        (1..=8).contains(&tag.len())
            && tag.bytes().all(|b| b.is_ascii_alphabetic() || (i > 0 && b.is_ascii_digit()))
    })
}

/// RFC 2045: `type/subtype`, both tokens, perhaps with parameters.
pub(super) fn is_mime_type(text: &str) -> bool {
    let essence = text.split(';').next().unwrap_or_default().trim_end_matches(is_space);
    let token = |part: &str| {
        !part.is_empty()
            && part.bytes().all(|b| b.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`{|}~".contains(&b))
    };
    essence.split_once('/').is_some_and(|(kind, subtype)| token(kind) && token(subtype))
}

/// The scheme of an absolute URI, in lower case.
pub(super) fn scheme(text: &str) -> Option<String> {
    let (scheme, rest) = text.split_once(':')?;
    let mut bytes = scheme.bytes();
    let sound = bytes.next().is_some_and(|b| b.is_ascii_alphabetic())
        && bytes.all(|b| b.is_ascii_alphanumeric() || b"+-.".contains(&b));
    (sound && !rest.is_empty()).then(|| scheme.to_ascii_lowercase())
}

/// A URI with a host behind `http` or `https`, or any other absolute URI.
pub(super) fn is_absolute(text: &str) -> bool {
    match scheme(text).as_deref() {
        None => false,
        Some("http" | "https") => authority(text).is_some_and(has_host),
        Some(_) => true,
    }
}

/// What the schema's `anyURI` demands: `%` with two hexadecimal digits behind it, at most one `#`, and brackets
/// only around the address of a host.
fn is_formed(text: &str) -> bool {
    let hex = |at: usize| text.as_bytes().get(at).is_some_and(u8::is_ascii_hexdigit);
    let escaped = text.match_indices('%').all(|(at, _)| hex(at + 1) && hex(at + 2));
    let brackets = text.matches(['[', ']']).count();
    let around_host = authority(text).map_or(0, |authority| authority.matches(['[', ']']).count());
    escaped && text.matches('#').count() <= 1 && brackets == around_host
}

/// What stands between `//` and the path.
fn authority(text: &str) -> Option<&str> {
    let rest = text.split_once(':')?.1.strip_prefix("//")?;
    rest.split(['/', '?', '#']).next()
}

/// A host that is not empty, with at most a port in figures behind it.
fn has_host(authority: &str) -> bool {
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    let (host, port) = match host.strip_prefix('[') {
        Some(inner) => match inner.split_once(']') {
            Some((host, port)) => (host, port.strip_prefix(':').unwrap_or(port)),
            None => return false,
        },
        None => host.split_once(':').unwrap_or((host, "")),
    };
    let odd = |c: char| c.is_whitespace() || c.is_control() || "<>\"{}|\\^`[]".contains(c);
    !host.is_empty() && !host.contains(odd) && port.bytes().all(|b| b.is_ascii_digit())
}

/// Browsers take tabs and line ends out of a scheme before they follow it; so does this.
pub(super) fn is_script(text: &str) -> bool {
    let bare: String = text.chars().filter(|c| !c.is_control()).take(16).collect();
    scheme(&bare).is_some_and(|scheme| SCHEMES_SCRIPT.contains(&scheme.as_str()))
}

/// Items of a list, and whether its double quotes come in pairs.
fn items(text: &str) -> (Vec<String>, bool) {
    let mut items = Vec::new();
    let mut rest = text.trim_start_matches(is_space);
    while !rest.is_empty() {
        let (item, after) = match rest.strip_prefix('"') {
            Some(inner) => match inner.split_once('"') {
                Some(halves) => halves,
                None => {
                    items.push(inner.to_string());
                    return (items, false);
                }
            },
            None => rest.split_at(rest.find(is_space).unwrap_or(rest.len())),
        };
        items.push(item.to_string());
        rest = after.trim_start_matches(is_space);
    }
    (items, true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn language_tags_follow_rfc_3066() {
        assert!(["sq", "sr-Latn", "zh-tw", "x-klingon", "de-1996"].into_iter().all(is_language));
        assert!(!["", "sq_AL", "1sq", "sq-", "albanianlanguage", "s q"].into_iter().any(is_language));
    }

    #[test]
    fn a_mime_type_has_a_subtype() {
        assert!(["image/png", "Text/Html", "text/html; charset=utf-8"].into_iter().all(is_mime_type));
        assert!(
            !["", "picture", "image/", "/png", "image/png/x", "image /png"].into_iter().any(is_mime_type)
        );
    }

    #[test]
    fn only_a_uri_with_a_scheme_and_a_host_is_absolute() {
        assert!(
            ["https://example.org/a", "HTTP://x:80", "https://[::1]:8/", "ftp://x", "urn:a:b"]
                .into_iter()
                .all(is_absolute)
        );
        assert!(
            !["/a", "example.org", "http:", "http:/a", "https://", "https:///a"]
                .into_iter()
                .any(is_absolute)
        );
        assert!(["javascript:alert(1)", "JavaScript:x", "java\tscript:x"].into_iter().all(is_script));
    }

    #[test]
    fn escapes_fragments_and_brackets_have_their_form() {
        assert!(
            ["https://x/%C3%AB#a", "https://[::1]/", "m.png", "https://x/ë"].into_iter().all(is_formed)
        );
        assert!(
            !["https://x/%zz", "https://x/%4", "https://x/#a#b", "https://x/?a[b]=1"]
                .into_iter()
                .any(is_formed)
        );
    }

    #[test]
    fn quoted_items_keep_their_spaces() {
        let both = vec!["a b".to_string(), "c".to_string()];
        assert_eq!(items(" \"a b\" c "), (both, true));
        assert!(!items("a \"b").1);
    }
}
