//! Another parser beside ours, on damaged documents.

use proptest::prelude::*;

use super::{Element, parse};

const SEEDS: [&str; 4] = [
    include_str!("../../tests/fixtures/requests.xml"),
    include_str!("../../tests/fixtures/definition.xml"),
    "<?xml version='1.0' encoding=\"utf-8\" standalone='yes' ?><!-- a - b --><?p q?>\r\n<a xmlns='http://wiki.open311.org/GeoReport_v2' \
     xmlns:o='urn:other' o:k='1' k='&#x20;&amp;'><o:b xmlns:o='urn:a&#38;b'>x<![CDATA[<&>\r\n]]]>]&gt; &#13;\ry</o:b><c/><ë-1 > z </ë-1 >\
     </a><!-- end -->\n",
    "<a><b>1</b> <b><c>&lt;</c>mixed<c/></b><?p?><d xmlns='urn:x'><e xmlns=''/></d></a>",
];

const TOKENS: [&str; 40] = [
    "<",
    ">",
    "</",
    "/>",
    "<a>",
    "</a>",
    "<b/>",
    "&",
    ";",
    "&amp;",
    "&#0;",
    "&#x41;",
    "&#1;",
    "\"",
    "'",
    "=",
    " x='1'",
    " x=\"<\"",
    " xmlns='urn:y'",
    " xmlns:o=''",
    " xmlns:xml='u'",
    " o:x='2'",
    "<!--",
    "-->",
    "--",
    "<?p ",
    "?>",
    "<?xml version='1.0'?>",
    "<![CDATA[",
    "]]>",
    "]]",
    "<!DOCTYPE a>",
    "\u{1}",
    "\u{fffe}",
    "\u{feff}",
    "\r\n",
    "ë",
    "·",
    ":",
    "",
];

/// Name, whether it is one of ours, and what is inside: text where it is all there is.
fn told(element: &Element<'_>) -> String {
    let inside = if element.children.is_empty() {
        format!("{:?}", element.text)
    } else {
        element.children.iter().map(told).collect()
    };
    format!("({} {} {inside})", element.name, element.is_ours)
}

fn told_there(node: roxmltree::Node<'_, '_>) -> String {
    let space = node.tag_name().namespace();
    // `xmlns=""` is told as an empty name there; it means none.
    let is_ours = space.is_none_or(|space| space.is_empty() || super::NAMESPACES.contains(&space));
    let inside = if node.first_element_child().is_some() {
        node.children().filter(|child| child.is_element()).map(told_there).collect()
    } else {
        let texts = node.children().filter(|child| child.is_text()).filter_map(|child| child.text());
        format!("{:?}", texts.collect::<String>())
    };
    format!("({} {is_ours} {inside})", node.tag_name().name())
}

fn compare(text: &str) -> Result<(), TestCaseError> {
    let there = roxmltree::Document::parse(text);
    let root = there.as_ref().map_or("a", |document| document.root_element().tag_name().name());
    match (parse(text, root), &there) {
        (Ok(ours), Ok(theirs)) => prop_assert_eq!(told(&ours), told_there(theirs.root_element())),
        (Ok(_), Err(why)) => prop_assert!(false, "{text:?} is taken here only: {why}"),
        (Err(_), _) => {}
    }
    Ok(())
}

#[test]
fn documents_that_another_parser_takes_are_read_as_the_same_elements() {
    for seed in SEEDS {
        let theirs = roxmltree::Document::parse(seed).expect("the other parser takes it");
        let root = theirs.root_element();
        let ours = parse(seed, root.tag_name().name()).expect("so do we");
        assert_eq!(told(&ours), told_there(root));
    }
}

#[test]
fn what_is_not_well_formed_is_refused() {
    for text in [
        "",
        " ",
        "<a>",
        "<a></b>",
        "<a></a",
        "<a/><a/>",
        "<a/>x",
        "x<a/>",
        "<a b></a>",
        "<a b=1/>",
        "<a b='1'c='2'/>",
        "<a b='1' b='2'/>",
        "<a b='<'/>",
        "<a>&nbsp;</a>",
        "<a>&</a>",
        "<a>&#xFFFE;</a>",
        "<a>]]></a>",
        "<a>\u{8}</a>",
        "<a><!-- -- --></a>",
        "<a><?xml version='1.0'?></a>",
        " <?xml version='1.0'?><a/>",
        "<?xml?><a/>",
        "<o:a/>",
        "<a xmlns:o=''/>",
        "<a xmlns:p='u' xmlns:q='u' p:x='1' q:x='2'/>",
        "<1/>",
        "<a:b:c/>",
        "<a><![CDATA[</a>",
        "<!---><a/>",
    ] {
        assert!(parse(text, "a").is_err(), "{text}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4000))]

    #[test]
    fn whatever_is_taken_here_another_parser_takes_as_the_same_elements(
        which in 0..SEEDS.len(),
        edits in prop::collection::vec((any::<prop::sample::Index>(), 0..TOKENS.len(), 0..12_usize), 0..4),
    ) {
        let mut text = SEEDS[which].to_owned();
        for (place, token, cut) in edits {
            let from = (0..=place.index(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
            let to = (0..=(from + cut).min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(from);
            text.replace_range(from..to.max(from), TOKENS[token]);
        }
        compare(&text)?;
    }
}
