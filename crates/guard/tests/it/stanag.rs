//! A label goes out as STANAG 4774 and comes in again for the same readers, or does not go at all.

use std::collections::BTreeMap;

use kulla_guard::stanag::{PolicyNames, Tags};
use kulla_guard::{Scope, Vocabulary, from_4774, may_read, to_4774};
use kulla_record::label::{Atom, Label, Word};
use kulla_stanag4774::{Verdict, validate, write};

use crate::attack::public_label;
use crate::random::{AGENCIES, CATEGORIES, NATIONS, PURPOSES, Random, TODAY, table, word};

const CASES: u64 = 20_000;

fn groups() -> BTreeMap<Word, u32> {
    [(word("civprot"), 3), (word("cyber"), 2)].into()
}

fn policy(
    code: &str,
    name: &str,
    uri: Option<&str>,
    levels: &[&str],
    unmarked: Option<&str>,
) -> PolicyNames {
    PolicyNames {
        code: word(code),
        name: name.to_owned(),
        uri: uri.map(str::to_owned),
        levels: levels.iter().enumerate().map(|(n, name)| (n as u8, (*name).to_owned())).collect(),
        unmarked: unmarked.map(str::to_owned),
    }
}

fn vocabulary() -> Vocabulary {
    let upper = |words: &[&str]| {
        words.iter().map(|text| (word(text), text.to_uppercase())).collect::<BTreeMap<_, _>>()
    };
    Vocabulary {
        policies: vec![
            policy(
                "kulla",
                "KULLA",
                Some("urn:oid:2.25.1"),
                &["OPEN", "OFFICIAL", "RESTRICTED", "SECRET"],
                Some("NONE"),
            ),
            policy("nato", "NATO", None, &["UNCLASSIFIED", "RESTRICTED", "CONFIDENTIAL"], None),
        ],
        tags: Tags {
            need: "Needs".into(),
            audience: "Releasable To".into(),
            purpose: "Purpose".into(),
            handling: "Handling".into(),
            owner: "Owner".into(),
            basis: "Basis".into(),
            personal: "Personal Data".into(),
            until: "Kept Until".into(),
        },
        needs: upper(CATEGORIES),
        nations: upper(NATIONS),
        agencies: AGENCIES.iter().map(|agency| word(agency)).collect(),
        purposes: PURPOSES.iter().map(|purpose| word(purpose)).collect(),
    }
    .checked()
    .unwrap()
}

fn now() -> jiff::Timestamp {
    format!("{TODAY}T12:00:00Z").parse().unwrap()
}

/// What is kept where the label does not say it: something else in every field than what a label says.
fn rest() -> Label {
    Label {
        retain_until: TODAY.tomorrow().unwrap().tomorrow().unwrap(),
        basis: "rest".into(),
        ..public_label()
    }
}

fn out(label: &Label) -> Option<String> {
    let label = to_4774(label, &vocabulary(), &groups(), now()).ok()?;
    Some(write(&label).expect("what goes out is lawful"))
}

fn back(text: &str) -> Result<Label, String> {
    let report = validate(text.as_bytes());
    let label = report.label.expect("it reads");
    assert_eq!(report.verdict, Verdict::Accept, "{:?}", report.findings);
    from_4774(&label, &vocabulary(), &groups(), &rest()).map_err(|refusal| refusal.to_string())
}

#[test]
fn whoever_reads_under_a_label_reads_under_what_went_out_and_came_in_and_nobody_else() {
    let (table, mut seen, mut kept) = (table(), [0; 2], 0);
    for seed in 0..CASES {
        let mut random = Random(seed);
        let label = random.label();
        let Some(text) = out(&label) else {
            kept += 1;
            continue;
        };
        let again = back(&text).unwrap_or_else(|refusal| panic!("seed {seed}: {refusal}\n{text}"));
        for _ in 0..24 {
            let session = random.session();
            let scope = Scope { exercise: session.exercise.clone(), reference: false };
            let reads = |label: &Label| may_read(&session, label, &scope, TODAY, &table);
            assert_eq!(
                reads(&label),
                reads(&again),
                "seed {seed}: {label:?} became {again:?} for {session:?}"
            );
            seen[usize::from(reads(&label))] += 1;
        }
        let said = Label { basis: label.basis.clone(), ..again };
        assert_eq!(said, label.checked().unwrap(), "seed {seed}: something else changed\n{text}");
    }
    assert!(seen.iter().all(|n| *n > 2_000) && kept > 500, "the cases say nothing: {seen:?}, {kept} kept");
}

#[test]
fn what_goes_out_and_comes_in_goes_out_the_same_again() {
    for seed in 0..CASES / 4 {
        let label = Label { basis: "Law 04/L-027".into(), ..Random(seed).label() };
        if let Some(text) = out(&label) {
            assert_eq!(out(&back(&text).unwrap()).as_deref(), Some(text.as_str()), "seed {seed}");
        }
    }
}

#[test]
fn what_the_standard_or_the_profile_has_no_word_for_does_not_go_out_in_part() {
    let of = |change: fn(&mut Label)| {
        let mut label = public_label();
        change(&mut label);
        to_4774(&label, &vocabulary(), &groups(), now()).map(drop).map_err(|refusal| refusal.code)
    };
    let wordless = Err("label.4774.wordless");
    assert_eq!(of(|_| {}), Ok(()));
    let two = |label: &mut Label| label.levels = [(word("kulla"), 1), (word("nato"), 1)].into();
    assert_eq!(of(two), Err("label.4774.policies"));
    assert_eq!(of(|label| label.levels = [(word("unheard-of"), 1)].into()), wordless);
    assert_eq!(of(|label| label.levels = [(word("kulla"), 9)].into()), wordless);
    assert_eq!(of(|label| label.need = [word("ct")].into()), wordless);
    assert_eq!(of(|label| label.purposes = [[word("leisure")].into()].into()), wordless);
    assert_eq!(of(|label| label.owner = word("nobody")), wordless);
    for atom in ["a:nobody", "g:civprot@4", "g:civprot@0", "g:unheard@1", "n:nowhere"] {
        let label = Label { audience: [[atom.parse().unwrap()].into()].into(), ..public_label() };
        let refusal = to_4774(&label, &vocabulary(), &groups(), now()).unwrap_err();
        assert!(refusal.message.contains(atom), "`{atom}` is not named: {refusal}");
    }
    let unmarked = Vocabulary { policies: vec![vocabulary().policies.remove(1)], ..vocabulary() };
    assert!(to_4774(&public_label(), &unmarked, &groups(), now()).is_err());
}

/// The sample, with one text put in place of another.
#[track_caller]
fn changed(from: &str, to: &str) -> Result<Label, String> {
    let label = Label {
        levels: [(word("kulla"), 2)].into(),
        need: [word("medical")].into(),
        audience: [[Atom::Agency(word("ame")), Atom::Nation(word("al"))].into()].into(),
        purposes: [[word("rescue")].into()].into(),
        controls: [word("no-onward")].into(),
        personal: true,
        basis: "Law 04/L-027".into(),
        ..public_label()
    };
    let text = out(&label).unwrap();
    assert!(text.contains(from), "the sample has no `{from}`:\n{text}");
    let report = validate(text.replacen(from, to, 1).as_bytes());
    let label = report.label.unwrap_or_else(|| panic!("{:?}", report.findings));
    from_4774(&label, &vocabulary(), &groups(), &rest()).map_err(|refusal| refusal.message)
}

#[test]
fn every_part_that_is_not_known_refuses_the_whole_label_and_is_named() {
    assert!(changed("KULLA", "KULLA").is_ok());
    for (from, to, named) in [
        (">KULLA<", ">COSMIC<", "policy `COSMIC`"),
        ("urn:oid:2.25.1", "urn:oid:2.25.2", "policy `urn:oid:2.25.2`"),
        (">KULLA<", ">NATO<", "policy `urn:oid:2.25.1`"),
        (">RESTRICTED<", ">TOP SECRET<", "classification `TOP SECRET`"),
        (">RESTRICTED<", ">restricted<", "classification `restricted`"),
        ("TagName=\"Needs\"", "TagName=\"Special\"", "category `Special`"),
        ("TagName=\"Releasable To\"", "TagName=\"Only\"", "category `Only`"),
        ("TagName=\"Purpose\"", "TagName=\"Context\"", "category `Context`"),
        ("TagName=\"Basis\"", "TagName=\"Administrative\"", "category `Administrative`"),
        ("TagName=\"Basis\"", "TagName=\"Owner\"", "category `Owner`"),
        ("RESTRICTIVE", "PERMISSIVE", "category `Needs`"),
        ("PERMISSIVE", "RESTRICTIVE", "category `Releasable To`"),
        ("PERMISSIVE", "INFORMATIVE", "category `Releasable To`"),
        ("TagName=\"Needs\"", "TagName=\"Needs\" URI=\"urn:oid:1.2\"", "category `Needs`"),
        (">MEDICAL<", ">ATOMAL<", "value `ATOMAL`"),
        (">a:ame<", ">a:nobody<", "value `a:nobody`"),
        (">a:ame<", ">a:AME<", "value `a:AME`"),
        (">a:ame<", ">g:civprot<", "value `g:civprot`"),
        (">a:ame<", ">g:civprot@9<", "value `g:civprot@9`"),
        (">a:ame<", ">g:civprot@01<", "value `g:civprot@01`"),
        (">a:ame<", ">n:al<", "value `n:al`"),
        (">AL<", ">XX<", "value `XX`"),
        (">rescue<", ">leisure<", "value `leisure`"),
        (">no-onward<", ">No Onward<", "value `No Onward`"),
        (">yes<", ">no<", "value `no`"),
        (">ame<", ">nobody<", "value `nobody`"),
        (">2026-07-02<", ">2026-7-2<", "value `2026-7-2`"),
        (">2026-07-02<", ">for ever<", "value `for ever`"),
        ("<slab:GenericValue>MEDICAL</slab:GenericValue>", "", "category `Needs`"),
        (
            "<slab:Category",
            "<slab:PrivacyMark>EYES ONLY</slab:PrivacyMark><slab:Category",
            "privacy-mark `EYES ONLY`",
        ),
        (
            "</slab:ConfidentialityInformation>",
            "<x:y xmlns:x=\"urn:x\"/></slab:ConfidentialityInformation>",
            "extension `{urn:x}y`",
        ),
    ] {
        let refusal = changed(from, to).expect_err(&format!("`{to}` was taken for `{from}`"));
        assert!(refusal.contains(named), "after {from} → {to}: {refusal}");
    }
}

#[test]
fn a_successor_or_a_label_of_metadata_is_refused_and_an_equal_label_is_read() {
    let text = out(&public_label()).unwrap();
    let of = |text: String| {
        let label = validate(text.as_bytes()).label.unwrap();
        from_4774(&label, &vocabulary(), &groups(), &rest())
            .map(drop)
            .map_err(|refusal| refusal.args["part"].clone())
    };
    assert_eq!(of(text.replace("originatorC", "alternativeC")), Ok(()));
    assert_eq!(of(text.replace("originatorC", "metadataC")), Err("root".into()));
    let inside = text.split_once("<slab:ConfidentialityInformation>").unwrap().1;
    let inside = inside.split_once("</slab:CreationDateTime>").unwrap().0;
    let base = format!("<slab:ConfidentialityInformation>{inside}</slab:CreationDateTime>");
    let successor = format!(
        "<slab:SuccessionHandling><slab:SuccessionDateTime>2030-01-01T00:00:00Z</slab:SuccessionDateTime>\
         <slab:SuccessorConfidentialityLabel>{base}</slab:SuccessorConfidentialityLabel>\
         </slab:SuccessionHandling></slab:originatorConfidentialityLabel>"
    );
    let with = text.trim_end().strip_suffix("</slab:originatorConfidentialityLabel>").unwrap();
    assert_eq!(of(format!("{with}{successor}")), Err("succession".into()));
}

#[test]
fn a_label_that_says_no_audience_is_for_nobody() {
    let text = out(&Label { levels: [(word("kulla"), 0)].into(), ..public_label() }).unwrap();
    let (before, after) = text.split_once("    <slab:Category Type=\"PERMISSIVE\"").unwrap();
    let after = after.split_once("</slab:Category>\n").unwrap().1;
    let label = back(&format!("{before}{after}")).unwrap();
    assert_eq!(label.audience, [[].into()].into());
}

#[test]
fn two_permissive_categories_are_two_clauses_and_never_one_of_alternatives() {
    let both = Label {
        audience: [[Atom::Nation(word("al"))].into(), [Atom::Nation(word("mk"))].into()].into(),
        ..public_label()
    };
    assert_eq!(back(&out(&both).unwrap()).unwrap().audience, both.audience);
}

#[test]
fn controls_of_both_sides_are_kept_and_personal_data_stay_personal() {
    let label = Label { controls: [word("no-onward")].into(), ..public_label() };
    let text = out(&label).unwrap();
    let rest = Label { controls: [word("originator-control")].into(), personal: true, ..rest() };
    let given = validate(text.as_bytes()).label.unwrap();
    let label = from_4774(&given, &vocabulary(), &groups(), &rest).unwrap();
    assert_eq!(label.controls, [word("no-onward"), word("originator-control")].into());
    assert!(label.personal);
}

#[test]
fn names_that_stand_for_two_things_are_no_vocabulary() {
    let twice = |change: fn(&mut Vocabulary)| {
        let mut words = vocabulary();
        change(&mut words);
        words.checked().is_err()
    };
    assert!(!twice(|_| {}));
    assert!(twice(|words| words.policies[1].name = "KULLA".into()));
    assert!(twice(|words| words.policies[0].unmarked = Some("OPEN".into())));
    assert!(twice(|words| words.tags.need = "Releasable To".into()));
    assert!(twice(|words| drop(words.nations.insert(word("xx"), "AL".into()))));
    assert!(twice(|words| drop(words.nations.insert(word("xx"), "a:ame".into()))));
    assert!(twice(|words| drop(words.nations.insert(word("xx"), "public".into()))));
    assert!(twice(|words| drop(words.needs.insert(word("xx"), " MEDICAL".into()))));
    assert!(twice(|words| words.policies[0].name = String::new()));
}
