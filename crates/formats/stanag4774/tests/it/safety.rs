//! Documents that are made to hurt a reader are refused, and quickly.

use kulla_stanag4774::{Report, Verdict, limits, validate};

use crate::rules::BASE;

fn rule(bytes: &[u8]) -> String {
    let Report { verdict, findings, .. } = validate(bytes);
    assert_eq!(verdict, Verdict::Reject);
    findings.first().map_or(String::new(), |finding| finding.rule.to_owned())
}

#[test]
fn a_document_type_is_refused_wherever_it_stands() {
    let bomb =
        "<?xml version=\"1.0\"?>\n<!DOCTYPE x [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;&a;\">]>\n<x>&b;</x>";
    let report = validate(bomb.as_bytes());
    assert_eq!(report.findings.iter().map(|f| (f.rule, f.line)).collect::<Vec<_>>(), [("xml.dtd", 2)]);
    let file = BASE.replacen("<slab:orig", "<!DOCTYPE x SYSTEM \"file:///etc/passwd\"><slab:orig", 1);
    assert_eq!(rule(file.as_bytes()), "xml.dtd");
    assert_eq!(rule(BASE.replacen("RESTRICTED", "&unknown;", 1).as_bytes()), "xml.wellformed");
}

#[test]
fn size_depth_and_number_are_bounded() {
    let deep = |levels: usize| format!("{}{}", "<a>".repeat(levels), "</a>".repeat(levels));
    assert_eq!(rule(deep(limits::DEPTH_MAX + 1).as_bytes()), "xml.limit");
    assert_eq!(rule(deep(20_000).as_bytes()), "xml.limit");
    assert_eq!(rule(format!("<a>{}</a>", "<b/>".repeat(20_000)).as_bytes()), "xml.limit");
    let attributes: String = (0..9_000).map(|n| format!(" a{n}=\"\"")).collect();
    assert_eq!(rule(format!("<a{attributes}/>").as_bytes()), "xml.limit");
    let spaces: String = (0..40).map(|n| format!(" xmlns:a{n}=\"urn:{n}\"")).collect();
    assert_eq!(rule(format!("<a{spaces}/>").as_bytes()), "xml.limit");
    let long = "x".repeat(limits::TEXT_BYTES_MAX + 1);
    assert_eq!(rule(BASE.replacen("MEDICAL", &long, 1).as_bytes()), "xml.limit");
    assert_eq!(rule(&vec![b'<'; limits::DOCUMENT_BYTES_MAX + 1]), "xml.limit");
}

#[test]
fn characters_that_xml_does_not_have_are_refused_however_they_are_written() {
    for bad in ["&#1;", "&#0;", "\u{1}", "&#xFFFE;", "\u{ffff}"] {
        assert_eq!(rule(BASE.replacen("RESTRICTED", bad, 1).as_bytes()), "xml.wellformed", "{bad:?}");
        let tag = BASE.replacen("TagName=\"Needs\"", &format!("TagName=\"{bad}\""), 1);
        assert_eq!(rule(tag.as_bytes()), "xml.wellformed", "{bad:?}");
    }
}

#[test]
fn only_utf_8_is_read() {
    let utf16: Vec<u8> =
        std::iter::once(0xfeff_u16).chain(BASE.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    assert_eq!(rule(&utf16), "xml.encoding");
    assert_eq!(rule(BASE.replacen("UTF-8", "windows-1250", 1).as_bytes()), "xml.encoding");
    assert_eq!(rule(b"<a>\n\xff</a>"), "xml.encoding");
    assert_eq!(validate(b"<a>\n\xff</a>").findings[0].line, 2);
    assert_eq!(validate(format!("\u{feff}{BASE}").as_bytes()).verdict, Verdict::Accept);
    assert_eq!(validate(BASE.split_once("?>\n").unwrap().1.as_bytes()).verdict, Verdict::Accept);
}

#[test]
fn a_label_that_is_cut_off_or_damaged_anywhere_never_panics() {
    for at in 0..BASE.trim_end().len() {
        assert_eq!(validate(&BASE.as_bytes()[..at]).verdict, Verdict::Reject, "cut off at {at}");
        for byte in [b'<', b'>', b'"', b'&', 0, 0xff] {
            let mut bytes = BASE.as_bytes().to_vec();
            bytes[at] = byte;
            crate::rules::holds(&validate(&bytes));
        }
    }
}
