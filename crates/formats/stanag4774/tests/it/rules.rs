//! Every rule is broken by some label here, one at a time, at a line that is named.

use std::collections::BTreeSet;

use kulla_stanag4774::{CategoryType, Gravity, RULES, Report, Root, Verdict, validate};

pub const BASE: &str = include_str!("../../fixtures/originator.xml");
const OTHERS: [&str; 3] = [
    include_str!("../../fixtures/alternative.xml"),
    include_str!("../../fixtures/succession.xml"),
    include_str!("../../fixtures/extended.xml"),
];

/// Takes `from` out of the sample once, puts `to` in, and says what was found: `rule` if it is on the line of the
/// change, else `rule@line`.
#[track_caller]
fn check(from: &str, to: &str, expected: &str) {
    let place = BASE.find(from).expect("the sample has what is to be changed");
    let changed = BASE[..place].matches('\n').count() as u32 + 1;
    let report = validate(BASE.replacen(from, to, 1).as_bytes());
    let said: Vec<String> = report
        .findings
        .iter()
        .map(|found| match found.line == changed {
            true => found.rule.to_owned(),
            false => format!("{}@{}", found.rule, found.line),
        })
        .collect();
    assert_eq!(said.join(", "), expected, "after {from} → {to}: {:#?}", report.findings);
    holds(&report);
}

/// The verdict follows from the gravest finding, and there is a label exactly if it is not rejected.
pub fn holds(report: &Report) {
    let verdict = match report.findings.iter().map(|finding| finding.severity).max() {
        Some(Gravity::Error) => Verdict::Reject,
        Some(Gravity::Warning) => Verdict::Warn,
        Some(Gravity::Note) | None => Verdict::Accept,
    };
    assert_eq!(report.verdict, verdict, "{:#?}", report.findings);
    assert_eq!(report.label.is_some(), verdict != Verdict::Reject);
}

#[test]
fn a_whole_label_is_read_as_it_stands() {
    let label = validate(BASE.as_bytes()).label.unwrap();
    let information = &label.base.information;
    assert_eq!(label.root, Root::Originator);
    assert_eq!(information.policy.name, "KULLA-TEST");
    assert_eq!(
        information.policy.uri.as_deref(),
        Some("urn:oid:2.25.158921337106447263741112938817283621")
    );
    assert_eq!(information.classification, "RESTRICTED");
    let categories: Vec<_> = information
        .categories
        .iter()
        .map(|each| (each.kind, each.tag.as_str(), each.values.len()))
        .collect();
    assert_eq!(
        categories,
        [
            (CategoryType::Restrictive, "Needs", 1),
            (CategoryType::Permissive, "Releasable To", 2),
            (CategoryType::Informative, "Basis", 1)
        ]
    );
    assert_eq!(information.categories[2].values, ["Law 04/L-027 & others"]);
    assert_eq!(label.base.originator.unwrap().id, "urn:example:ame");
    assert_eq!(label.base.created.to_string(), "2026-01-17T06:40:00Z");
    assert_eq!(label.review.unwrap().to_string(), "2031-01-17T00:00:00Z");
}

#[test]
fn prefixes_comments_offsets_and_cdata_make_no_difference() {
    let report = validate(OTHERS[0].as_bytes());
    assert_eq!(report.verdict, Verdict::Accept, "{:#?}", report.findings);
    let label = report.label.unwrap();
    assert_eq!((label.root, label.id.as_deref()), (Root::Alternative, Some("l1")));
    assert_eq!(label.base.information.policy.name, "KULLA-TEST");
    assert_eq!(label.base.information.classification, "OFFICIAL");
    assert_eq!(label.base.information.privacy_mark.as_deref(), Some("in confidence"));
    assert_eq!(label.review.unwrap().to_string(), "2031-01-17T00:00:00Z");
    assert_eq!(label.base.created.to_string(), "2026-01-17T05:40:00.5Z");
}

#[test]
fn what_takes_the_place_of_a_label_is_read_and_spares_the_review() {
    let report = validate(OTHERS[1].as_bytes());
    assert_eq!(report.verdict, Verdict::Accept, "{:#?}", report.findings);
    let label = report.label.unwrap();
    assert_eq!(label.succession.unwrap().successor.information.classification, "OFFICIAL");
}

#[test]
fn what_is_not_read_is_named() {
    let report = validate(OTHERS[2].as_bytes());
    assert_eq!(report.verdict, Verdict::Warn);
    assert_eq!(
        report.label.unwrap().extensions,
        ["@{urn:example:more}binding", "{urn:example:more}Marking"]
    );
}

#[test]
fn what_the_schema_forbids_is_rejected() {
    check("<slab:Classification>RESTRICTED</slab:Classification>", "", "4774.missing@3");
    check(
        "<slab:Classification>",
        "<slab:Classification>x</slab:Classification><slab:Classification>",
        "4774.repeated",
    );
    check(
        "    <slab:Classification>",
        "    <slab:PrivacyMark>x</slab:PrivacyMark><slab:Classification>",
        "4774.order",
    );
    check(
        "<slab:OriginatorID",
        "<slab:Classification>x</slab:Classification><slab:OriginatorID",
        "4774.unknown",
    );
    check("<slab:OriginatorID", "<Other/><slab:OriginatorID", "4774.foreign");
    check(
        "<slab:GenericValue>MEDICAL",
        "<x:y xmlns:x=\"urn:x\"/><slab:GenericValue>MEDICAL",
        "4774.foreign",
    );
    check("<slab:Classification>", "<slab:Classification level=\"3\">", "4774.attribute");
    check("<slab:OriginatorID", "x<slab:OriginatorID", "4774.text@16");
    check("RESTRICTED", "<slab:Classification/>", "4774.children, 4774.empty");
    check("RESTRICTED", " ", "4774.empty");
    check(">KULLA-TEST", ">", "4774.empty");
    check(">MEDICAL", ">", "4774.empty");
    check("urn:example:ame", "", "4774.empty");
    check("TagName=\"Needs\"", "", "4774.missing");
    check("TagName=\"Needs\"", "TagName=\"\"", "4774.empty");
    check("Type=\"RESTRICTIVE\"", "", "4774.missing");
}

#[test]
fn what_the_prose_forbids_is_found() {
    check("Type=\"RESTRICTIVE\"", "Type=\"restrictive\"", "4774.category.type");
    check("<slab:Classification>", "<slab:Classification URI=\"urn:oid:1.2\">", "4774.classification.uri");
    check(
        "<slab:GenericValue>MEDICAL</slab:GenericValue>",
        "<slab:IntegerValue>1</slab:IntegerValue>",
        "4774.category.none@6, 4774.category.value",
    );
    check("urn:oid:2.25.158921337106447263741112938817283621", "https://example.org/", "4774.uri.oid");
    check("urn:oid:2.25.158921337106447263741112938817283621", "urn:oid:2.", "4774.uri.oid");
    check("uniformResourceIdentifier", "uri", "4774.originator.type");
    check("2026-01-17T06:40:00Z", "yesterday", "4774.time.format");
    check("2026-01-17T06:40:00Z", "2026-01-17T06:40:00", "4774.time.offset");
    check(" ReviewDateTime=\"2031-01-17T00:00:00Z\"", "", "4774.review.missing");
    check("2031-01-17T00:00:00Z", "2031-01-17", "4774.time.format");
}

fn further() -> Vec<Vec<u8>> {
    let root = |name: &str| BASE.replace("originatorConfidentialityLabel", name).into_bytes();
    vec![
        b"\xff\xfe<\0".to_vec(),
        BASE.replacen("UTF-8", "ISO-8859-1", 1).into_bytes(),
        BASE.replacen("<slab:orig", "<!DOCTYPE x><slab:orig", 1).into_bytes(),
        vec![b' '; 300_000],
        b"<a></b>".to_vec(),
        b"<label/>".to_vec(),
        b"<originatorConfidentialityLabel/>".to_vec(),
        root("ConfidentialityLabel"),
        BASE.replacen("<slab:OriginatorID", &format!("{}<slab:OriginatorID", "<x/>".repeat(60)), 1)
            .into_bytes(),
        BASE.replacen(" ReviewDateTime=\"2031-01-17T00:00:00Z\"", "", 1).into_bytes(),
    ]
}

#[test]
fn every_rule_is_broken_by_some_label_and_none_that_is_not_listed() {
    let listed: BTreeSet<&str> = RULES.iter().map(|rule| rule.id).collect();
    assert_eq!(listed.len(), RULES.len(), "an id stands twice");
    let mut broken = BTreeSet::new();
    let edits = [
        ("<slab:Classification>RESTRICTED</slab:Classification>", ""),
        ("<slab:Classification>", "<slab:Classification>x</slab:Classification><slab:Classification>"),
        ("    <slab:Classification>", "    <slab:PrivacyMark>x</slab:PrivacyMark><slab:Classification>"),
        ("<slab:OriginatorID", "<slab:Classification>x</slab:Classification><slab:OriginatorID"),
        ("<slab:Classification>", "<slab:Classification level=\"3\">"),
        ("<slab:OriginatorID", "x<slab:OriginatorID"),
        ("RESTRICTED", "<slab:Classification/>"),
        ("Type=\"RESTRICTIVE\"", "Type=\"restrictive\""),
        ("<slab:Classification>", "<slab:Classification URI=\"urn:oid:1.2\">"),
        ("<slab:GenericValue>MEDICAL</slab:GenericValue>", "<slab:BitStringValue>1</slab:BitStringValue>"),
        ("urn:oid:2.25", "urn:x"),
        ("uniformResourceIdentifier", "uri"),
        ("2026-01-17T06:40:00Z", "yesterday"),
        ("2026-01-17T06:40:00Z", "2026-01-17T06:40:00"),
    ];
    let edited = edits.iter().map(|(from, to)| BASE.replacen(from, to, 1).into_bytes());
    let fixtures = OTHERS.iter().map(|text| text.as_bytes().to_vec());
    for bytes in edited.chain(fixtures).chain(further()) {
        let report = validate(&bytes);
        holds(&report);
        broken.extend(report.findings.iter().map(|finding| finding.rule));
    }
    assert_eq!(listed.difference(&broken).collect::<Vec<_>>(), [&""; 0], "rules that nothing breaks");
    assert_eq!(broken.difference(&listed).collect::<Vec<_>>(), [&""; 0], "rules that are not listed");
}
