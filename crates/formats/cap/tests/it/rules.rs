//! Every rule is broken by some message here, one at a time, at a line that is named.

use kulla_cap::{Gravity, RULES, Report, Signature, Verdict, split, validate};
use std::collections::BTreeSet;

const BASE: &str = include_str!("../../fixtures/flood_trilingual.xml");

/// Takes `from` out of the sample once, puts `to` in, and says what was found: `rule` if it is on the line
/// of the change, else `rule@line`.
fn check(from: &str, to: &str, expected: &str) {
    let place = BASE.find(from).expect("the sample has what is to be changed");
    let changed = BASE[..place].matches('\n').count() as u32 + 1;
    let report = validate(BASE.replacen(from, to, 1).as_bytes());
    let found = |f: &kulla_cap::Finding| match f.line == changed {
        true => f.rule.to_string(),
        false => format!("{}@{}", f.rule, f.line),
    };
    let said: Vec<String> = report.findings.iter().map(found).collect();
    assert_eq!(said.join(", "), expected, "after {from} → {to}: {:#?}", report.findings);
    holds(&report);
}

/// The verdict follows from the gravest finding, and there is an alert exactly if it is not rejected.
fn holds(report: &Report) {
    let gravest = report.findings.iter().map(|finding| finding.severity).max();
    let verdict = match gravest {
        Some(Gravity::Error) => Verdict::Reject,
        Some(Gravity::Warning) => Verdict::Warn,
        Some(Gravity::Note) | None => Verdict::Accept,
    };
    assert_eq!(report.verdict, verdict);
    assert_eq!(report.alert.is_some(), verdict != Verdict::Reject);
}

#[test]
fn the_sample_in_three_languages_is_accepted_without_a_word() {
    check("<source>", "<source>", "");
}

#[test]
fn what_the_schema_forbids_is_rejected() {
    check("<category>Met</category>", "", "");
    check("<event>Përmbytje</event>", "", "cap.schema.missing@14");
    check("  <sent>", "  <!-- <sent> -->\n<sent>", "");
    check("<contact>112</contact>", "<contact>112</contact><contact>113</contact>", "cap.schema.repeated");
    check("<areaDesc>", "<polygon>1,1 1,2 2,2 1,1</polygon><areaDesc>", "cap.schema.order");
    check(
        "<scope>Public</scope>",
        "<scope>Public</scope><source>x</source>",
        "cap.schema.order, cap.schema.repeated",
    );
    check("<area>", "<area kind=\"x\">", "cap.schema.attribute");
    check("<area>", "<area xml:lang=\"sq\">", "cap.schema.foreign");
    check("<area>", "<x:area xmlns:x=\"urn:x\"/><area>", "cap.schema.foreign");
    check("<status>Exercise</status>", "<status> Exercise </status>", "cap.alert.status.value");
}

#[test]
fn times_are_strict_and_in_order() {
    check("06:40:00+01:00</sent>", "05:40:00Z</sent>", "cap.alert.sent.format");
    check("06:40:00+01:00</sent>", "05:40:00+00:00</sent>", "cap.time.utc");
    check("06:40:00+01:00</sent>", "05:40:00-00:00</sent>", "");
    check(
        "20:00:00+01:00</expires>",
        "06:45:00+01:00</expires>",
        "cap.info.expires.at-once, cap.info.expires.onset",
    );
    check(
        "20:00:00+01:00</expires>",
        "06:44:59+01:00</expires>",
        "cap.info.expires.before, cap.info.expires.onset",
    );
    // The offset counts: this is 20:30 in Prishtinë.
    check("20:00:00+01:00</expires>", "10:30:00-09:00</expires>", "");
    check("20:00:00+01:00</expires>", "10:30:00+02:00</expires>", "cap.info.expires.onset");
}

#[test]
fn a_message_that_ends_before_the_event_begins_is_doubted_but_not_refused() {
    check("20:00:00+01:00</expires>", "09:59:59+01:00</expires>", "cap.info.expires.onset");
    let message = BASE.replacen("20:00:00+01:00</expires>", "09:59:59+01:00</expires>", 1);
    assert_eq!(validate(message.as_bytes()).verdict, Verdict::Warn);
}

#[test]
fn an_empty_language_means_the_english_of_the_united_states() {
    check("<language>sq</language>", "<language/>", "cap.schema.empty");
    check("<language>sq</language>", "<language> </language>", "cap.info.language.format");
    let report = validate(BASE.replacen("<language>sq</language>", "<language/>", 1).as_bytes());
    let languages = report.alert.map(|alert| alert.infos[0].language.clone());
    assert_eq!(languages.as_deref(), Some("en-US"));
}

#[test]
fn addresses_that_name_nobody_are_no_addresses() {
    let private = |addresses: &str| {
        let scope = format!("<scope>Private</scope><addresses>{addresses}</addresses>");
        validate(BASE.replacen("<scope>Public</scope>", &scope, 1).as_bytes()).verdict
    };
    assert_eq!(private("\"crew two\" crew-1"), Verdict::Accept);
    assert_eq!(private("\"\""), Verdict::Reject);
}

#[test]
fn an_element_may_name_its_schema_and_nothing_more() {
    let with = |attribute: &str| {
        let root = format!("<alert xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" {attribute} ");
        validate(BASE.replacen("<alert ", &root, 1).as_bytes()).verdict
    };
    assert_eq!(
        with("xsi:schemaLocation=\"urn:oasis:names:tc:emergency:cap:1.2 CAP-v1.2.xsd\""),
        Verdict::Accept
    );
    assert_eq!(with("xsi:nil=\"false\""), Verdict::Reject);
    assert_eq!(with("xsi:other=\"1\""), Verdict::Reject);
}

#[test]
fn a_signature_that_cannot_be_checked_does_not_cost_the_message() {
    let signed = |name: &str, inside: &str| {
        let signature =
            format!("<{name} xmlns=\"http://www.w3.org/2000/09/xmldsig#\">{inside}</{name}></alert>");
        validate(BASE.replacen("</alert>", &signature, 1).as_bytes())
    };
    for (name, signature) in [("Signature", Signature::Unchecked), ("KeyInfo", Signature::None)] {
        let report = signed(name, "…");
        let found: Vec<_> = report.findings.iter().map(|finding| finding.rule).collect();
        assert_eq!((report.verdict, found), (Verdict::Warn, vec!["cap.signature.form"]));
        assert_eq!(report.signature, signature);
    }
    assert_eq!(signed("Signature", "<alert/>").verdict, Verdict::Reject);
}

#[test]
fn what_hides_or_runs_something_is_found() {
    check("Uji ngrihet", "&lt;b&gt;Uji", "cap.text.markup");
    check("Uji ngrihet", "5 &lt; 6", "");
    check("Uji ngrihet", "\u{202e}Uji", "cap.text.invisible");
    check("<identifier>", "<identifier>\u{202e}", "cap.text.invisible");
    check("https://ame.example/sq/0117", "JavaScript:alert(1)", "cap.uri.script");
    check("https://ame.example/sq/0117", "data:text/html,x", "cap.uri.script");
    check("https://ame.example/sq/0117", "ftp://ame.example/x", "cap.uri.scheme");
    check("https://ame.example/sq/0117", "https://ame.example/a b", "cap.uri.characters");
    check("https://ame.example/sq/0117", "https://ame.example@x.example/", "cap.uri.user");
    check("https://ame.example/sq/0117", "/sq/0117", "cap.info.web.absolute");
}

#[test]
fn advice_does_not_touch_the_verdict() {
    check("<note>USHTRIM / VEŽBA / EXERCISE: try, drini-flood</note>", "", "cap.alert.note.exercise@3");
    check("<language>sr-Latn</language>", "<language>SQ</language>", "cap.info.language.same@43");
    check("<expires>2026-01-17T20:00:00+01:00</expires>", "", "cap.info.expires.none@14");
    let long = format!("<headline>{}", "x".repeat(160));
    check("<headline>", &long, "cap.info.headline.long");
}

#[test]
fn line_ends_and_encodings_do_not_move_a_line() {
    let broken = BASE.replacen("20.42 42.34,20.56", "20.42;42.34,20.56", 1);
    let utf16: Vec<u8> = std::iter::once(0xfeff_u16)
        .chain(broken.replacen("UTF-8", "UTF-16", 1).encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    for bytes in [broken.as_bytes(), broken.replace('\n', "\r\n").as_bytes(), utf16.as_slice()] {
        let report = validate(bytes);
        let found: Vec<_> = report.findings.iter().map(|f| (f.rule, f.line)).collect();
        assert_eq!(found, [("cap.area.polygon.format", 38)]);
    }
}

#[test]
fn a_dtd_in_utf_16_is_refused() {
    let text = BASE.replacen("<alert", "<!DOCTYPE alert>\n<alert", 1);
    let bytes: Vec<u8> =
        std::iter::once(0xfeff_u16).chain(text.encode_utf16()).flat_map(u16::to_be_bytes).collect();
    let report = validate(&bytes);
    assert_eq!(report.findings.first().map(|f| (f.rule, f.line)), Some(("xml.dtd", 3)));
}

/// Messages for the rules that no fixture breaks.
fn further() -> Vec<Vec<u8>> {
    let alert = |inside: &str| BASE.replacen("<source>qendra operative 1</source>", inside, 1).into_bytes();
    let web = |web: &str| BASE.replacen("https://ame.example/sq/0117", web, 1).into_bytes();
    vec![
        b"<alert>\xff</alert>".to_vec(),
        [b"\xef\xbb\xbf", BASE.replacen("UTF-8", "UTF-16", 1).as_bytes()].concat(),
        BASE.replacen("UTF-8", "ISO-8859-1", 1).into_bytes(),
        "<a>".repeat(30).into_bytes(),
        b"<a></b>".to_vec(),
        b"<note/>".to_vec(),
        b"<alert/>".to_vec(),
        BASE.replacen("<note>", "<note/><note>", 1).replacen("Alert<", "Update<", 1).into_bytes(),
        BASE.replacen("Public<", "Restricted<", 1).into_bytes(),
        BASE[..BASE.find("  <info>").expect("an info")]
            .to_string()
            .into_bytes()
            .into_iter()
            .chain(*b"</alert>")
            .collect(),
        alert(&"<x/>".repeat(60)),
        web("ftp://x/"),
        web("https://x/ y"),
        web("https://x/%zz"),
        web("https://ame.example@other.example/"),
        BASE.replacen("20:00:00+01:00</expires>", "10:00:00+01:00</expires>", 1).into_bytes(),
        BASE.replacen("20:00:00+01:00</expires>", "09:00:00+01:00</expires>", 1).into_bytes(),
        BASE.replacen("<headline>", &format!("<headline>{}", "x".repeat(160)), 1).into_bytes(),
        b"<rss><channel/></rss>".to_vec(),
        [b"<rss><channel>".as_slice(), &b"<item/>".repeat(5001), b"</channel></rss>"].concat(),
    ]
}

#[test]
fn every_rule_is_broken_by_some_message_and_no_message_breaks_a_rule_that_is_not_listed() {
    let listed: BTreeSet<&str> = RULES.iter().map(|rule| rule.id).collect();
    assert_eq!(listed.len(), RULES.len(), "an id stands twice");
    let fixtures = super::fixtures::all().into_iter().map(|file| std::fs::read(file).expect("readable"));
    let mut broken = BTreeSet::new();
    for bytes in fixtures.chain(further()) {
        let parcel = split(&bytes);
        parcel.alerts.iter().for_each(holds);
        let all = parcel.alerts.iter().flat_map(|report| &report.findings).chain(&parcel.findings);
        broken.extend(all.map(|finding| finding.rule));
    }
    assert_eq!(listed.difference(&broken).collect::<Vec<_>>(), [&""; 0], "rules that nothing breaks");
    assert_eq!(broken.difference(&listed).collect::<Vec<_>>(), [&""; 0], "rules that are not listed");
}
