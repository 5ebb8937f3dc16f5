//! The text that says who may act: what it lets, what it forbids, and what is wrong with one.

use std::collections::{BTreeMap, BTreeSet};

use kulla_guard::policy::{
    Effect, Known, NESTING_MAX, OPERATORS_MAX, POLICIES_MAX, RoleActs, SCHEMA, TEXT_BYTES_MAX, text_of,
};
use kulla_guard::sessions::Node;
use kulla_guard::{Act, Policies, Reach, may_act, public_session};
use kulla_record::label::Word;
use kulla_record::session::{Assurance, Session};

use crate::random::{Random, word};

const SHIPPED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../profiles/kosovo/policies.cedar");
/// What each role of the shipped profile may do: the table that stood in its place.
const TABLE: &str = include_str!("shipped_roles.json");

type Table = BTreeMap<Word, BTreeSet<Act>>;

/// Policies made from a table, as for a profile that has no text.
pub fn of_table(table: &[(&str, &[Act])], node: Node) -> Policies {
    let names = BTreeMap::from([("en".to_owned(), "A \"role\"".to_owned())]);
    let codes: Vec<Word> = table.iter().map(|(code, _)| word(code)).collect();
    let roles: Vec<RoleActs<'_>> = codes
        .iter()
        .zip(table)
        .map(|(code, (_, acts))| RoleActs { code, name: &names, acts: acts.iter().copied().collect() })
        .collect();
    let known = Known { roles: codes.iter().cloned().collect(), ..known(node) };
    Policies::of_table(&roles, known).unwrap()
}

pub fn known(node: Node) -> Known {
    let agencies =
        [("kp", "agency"), ("ame", "agency"), ("prizren", "municipality"), ("neighbour", "partner")];
    Known {
        roles: shipped_table().into_keys().collect(),
        agencies: agencies.iter().map(|(code, kind)| (word(code), (*kind).to_owned())).collect(),
        purposes: ["civil-protection", "oversight"].iter().map(|purpose| word(purpose)).collect(),
        langs: ["sq", "sr", "en"].map(str::to_owned).into(),
        node,
    }
}

fn shipped_table() -> Table {
    serde_json::from_str(TABLE).unwrap()
}

pub fn shipped(node: Node) -> Policies {
    Policies::read(&std::fs::read_to_string(SHIPPED).unwrap(), known(node)).unwrap()
}

fn session(roles: &[&str]) -> Session {
    Session {
        roles: roles.iter().map(|role| word(role)).collect(),
        agency: word("kp"),
        purpose: word("civil-protection"),
        assurance: Assurance::PhishingResistant,
        ..public_session(None)
    }
}

/// One rule around what a test is about.
pub fn rule(id: &str, body: &str) -> String {
    format!("@id(\"{id}\")\n@sq(\"Po.\")\n@sr(\"Da.\")\n@en(\"Yes.\")\n{body}\n")
}

const PERMIT: &str = r#"permit (principal in Role::"overseer", action in [Action::"search"], resource)"#;

fn faults(text: &str) -> String {
    Policies::read(text, known(Node::Operational)).unwrap_err().to_string()
}

#[test]
fn the_schema_knows_exactly_the_acts_of_the_program() {
    let acts: BTreeSet<&str> =
        SCHEMA.lines().filter_map(|line| line.trim().strip_prefix('"')?.split('"').next()).collect();
    assert_eq!(acts, Act::ALL.iter().map(|act| act.word()).collect());
    for act in Act::ALL {
        let permit =
            format!("permit (principal in Role::\"overseer\", action == Action::\"{act}\", resource);");
        let read = Policies::read(&rule("one", &permit), known(Node::Operational)).unwrap();
        assert_eq!(read.acts(&word("overseer")), [*act].into());
    }
}

#[test]
fn each_role_of_the_shipped_profile_may_do_what_its_table_said() {
    let policies = shipped(Node::Operational);
    for (role, acts) in shipped_table() {
        assert_eq!(policies.acts(&role), acts, "{role}");
    }
    let given: BTreeSet<Act> = policies.roles().flat_map(|role| policies.acts(role)).collect();
    assert_eq!(given.len(), Act::ALL.len(), "no act is nobody's");
}

#[test]
fn cedar_and_the_table_agree_on_random_roles_and_acts_forbids_apart() {
    let (policies, table) = (shipped(Node::Operational), shipped_table());
    let all: Vec<&str> = table.keys().map(Word::as_str).chain(["unknown-role"]).collect();
    for seed in 0..3_000 {
        let mut random = Random(seed);
        let roles: Vec<&str> = all.iter().copied().filter(|_| random.one_in(5)).collect();
        let asks = session(&roles);
        let act = Act::ALL[random.below(Act::ALL.len() as u64) as usize];
        let lets = asks.roles.iter().any(|role| table.get(role).is_some_and(|acts| acts.contains(&act)));
        let said = may_act(&asks, &Reach::Roles, act, &policies);
        assert_eq!(said.is_ok(), lets, "seed {seed}: {roles:?} {act} {said:?}");
        assert_eq!(policies.grants(&asks.roles, act), lets, "seed {seed}: {roles:?} {act}");
    }
}

#[test]
fn whoever_approves_or_administers_on_an_operational_node_needs_two_factors() {
    let by = |node, assurance, exercise: Option<&str>, act| {
        let role = if act == Act::AdminPeople { "agency-administrator" } else { "incident-commander" };
        let asks = Session { assurance, exercise: exercise.map(word), ..session(&[role]) };
        may_act(&asks, &Reach::Roles, act, &shipped(node)).map_err(|refusal| refusal.code)
    };
    for act in [Act::WarningApprove, Act::AdminPeople] {
        assert_eq!(by(Node::Operational, Assurance::Single, None, act), Err("act.policy"));
        assert_eq!(by(Node::Operational, Assurance::TwoFactor, None, act), Ok(()));
        assert_eq!(by(Node::Operational, Assurance::Single, Some("drini"), act), Ok(()));
        assert_eq!(by(Node::ExerciseOnly, Assurance::Single, None, act), Ok(()));
    }
}

#[test]
fn a_refusal_by_a_rule_brings_its_sentence_in_every_language() {
    let machine = Reach::Only([Act::WarningApprove].into());
    let asks = session(&["incident-commander"]);
    let refused = may_act(&asks, &machine, Act::WarningApprove, &shipped(Node::ExerciseOnly)).unwrap_err();
    assert_eq!((refused.code, refused.args["rule"].as_str()), ("act.policy", "no-machine-approves"));
    assert!(
        refused
            .message
            .ends_with("A program is never the second person: a human being approves warnings and rules.")
    );
    assert!(refused.args["sq"].starts_with("Një program") && refused.args["sr"].starts_with("Program"));
}

#[test]
fn a_partner_abroad_never_learns_who_handed_a_report_in() {
    let of = |agency: &str| {
        let asks = Session { agency: word(agency), ..session(&["duty-officer"]) };
        may_act(&asks, &Reach::Roles, Act::ReportIdentify, &shipped(Node::Operational)).is_ok()
    };
    assert_eq!((of("kp"), of("neighbour"), of("not-in-the-profile")), (true, false, true));
}

#[test]
fn a_permit_with_a_condition_that_is_not_met_is_told_with_its_rule() {
    let text = rule(
        "for-oversight",
        &format!("{PERMIT}\nwhen {{ principal.purpose == Purpose::\"oversight\" }};"),
    );
    let policies = Policies::read(&text, known(Node::Operational)).unwrap();
    let with = |purpose: &str| Session { purpose: word(purpose), ..session(&["overseer"]) };
    assert!(may_act(&with("oversight"), &Reach::Roles, Act::Search, &policies).is_ok());
    let refused = may_act(&with("civil-protection"), &Reach::Roles, Act::Search, &policies).unwrap_err();
    assert_eq!((refused.code, refused.args["rule"].as_str()), ("act.condition", "for-oversight"));
    assert!(policies.acts(&word("overseer")).contains(&Act::Search), "it may, under some circumstance");
}

#[test]
fn roles_that_let_somebody_approve_only_together_count_as_approving() {
    let both = "permit (principal in Role::\"overseer\", action == Action::\"warning.approve\", resource)\n\
                when { principal in Role::\"duty-officer\" };";
    let policies = Policies::read(&rule("both", both), known(Node::Operational)).unwrap();
    let (overseer, duty) = (word("overseer"), word("duty-officer"));
    assert!(!policies.grants([&overseer], Act::WarningApprove));
    assert!(!policies.grants([&duty], Act::WarningApprove));
    assert!(policies.grants([&overseer, &duty], Act::WarningApprove));
}

#[test]
fn a_rule_that_cannot_be_evaluated_denies_even_if_it_forbids() {
    let far = i64::MAX;
    let text = rule("search", &format!("{PERMIT};"))
        + &rule(
            "too-far",
            &format!(
                "forbid (principal, action == Action::\"search\", resource) when {{ principal.assurance + {far} < 0 }};"
            ),
        );
    let policies = Policies::read(&text, known(Node::Operational)).unwrap();
    let refused = may_act(&session(&["overseer"]), &Reach::Roles, Act::Search, &policies).unwrap_err();
    assert_eq!((refused.code, refused.args["rule"].as_str()), ("act.policy-broken", "too-far"));
}

/// A rule that is wrong, where that is told, and what.
const WRONG: &[(&str, &str, &str)] = &[
    (
        "permit (principal in Role::\"ovrseer\", action in [Action::\"search\"], resource);",
        "line 6, rule `second`",
        "there is no role `ovrseer`",
    ),
    (
        "permit (principal in Role::\"overseer\", action == Action::\"serch\", resource);",
        "line 6, rule `second`",
        "`serch` is not an act",
    ),
    (
        "permit (principal, action == Action::\"search\", resource);",
        "rule `second`",
        "a permit is for one role",
    ),
    (
        "permit (principal in Role::\"overseer\", action, resource);",
        "rule `second`",
        "a permit lists its acts",
    ),
    ("forbid (principal == Person::\"x\", action, resource);", "rule `second`", "never of one person"),
    (
        "forbid (principal, action, resource) when { principal.agency == Agency::\"nobody\" };",
        "rule `second`",
        "there is no agency `nobody`",
    ),
    (
        "forbid (principal, action, resource) when { principal.purpose == Purpose::\"x\" };",
        "rule `second`",
        "there is no purpose `x`",
    ),
    (
        "forbid (principal, action, resource) when { principal.kind == Kind::\"army\" };",
        "rule `second`",
        "of a kind `army`",
    ),
    (
        "forbid (principal, action, resource) when { principal.entered == Entry::\"window\" };",
        "rule `second`",
        "no way to enter",
    ),
    (
        "forbid (principal, action, resource) when { principal.age > 3 };",
        "line 10, rule `second`",
        "neither the person nor the circumstances have",
    ),
    (
        "forbid (principal, action, resource) when { principal.assurance == \"two\" };",
        "line 10, rule `second`",
        "different types",
    ),
    (
        "forbid (principal, action, resource) when { context.operational && false };",
        "rule `second`",
        "it can never apply",
    ),
    ("forbid (principal == ?principal, action, resource);", "line 10", "name the role"),
    ("forbid (principal, action, resource) whenever {};", "line 10", "does not read as a policy"),
    (
        "forbid (principal, action, resource) when { principal is Robot };",
        "rule `second`",
        "a type that the schema does not have",
    ),
];

#[test]
fn a_text_that_does_not_validate_is_refused_with_line_and_rule_and_reason() {
    for (body, place, problem) in WRONG {
        let told = faults(&(rule("first", &format!("{PERMIT};")) + &rule("second", body)));
        assert!(told.contains(place) && told.contains(problem), "{body}\n{told}");
    }
}

#[test]
fn a_rule_without_id_or_without_words_in_a_language_is_refused() {
    let bare = faults(&format!("@sq(\"Po.\")\n@en(\"\")\n{PERMIT};"));
    for problem in ["line 1: a rule has an id", "its words in `sr`", "its words in `en`"] {
        assert!(bare.contains(problem), "{bare}");
    }
    assert!(!bare.contains("`sq`"), "{bare}");
    let twice = rule("same", &format!("{PERMIT};")) + &rule("same", &format!("{PERMIT};"));
    assert!(faults(&twice).contains("line 6, rule `same`: two rules have this `@id`"));
    assert!(faults(&rule("Not A Word", &format!("{PERMIT};"))).contains("its `@id` is not a word"));
}

#[test]
fn words_are_text_and_signs_that_turn_the_writing_are_refused() {
    let with = |words: &str| rule("one", &format!("{PERMIT};")).replace("Yes.", words);
    let markup = "<script>alert(1)</script> <b>&amp;</b>";
    let read = Policies::read(&with(markup), known(Node::Operational)).unwrap();
    assert_eq!(read.rules()[0].words["en"], markup, "it is handed on as it stands, and shown as text");
    for bad in ["a\\nb", "a\\u{202e}b", &"x".repeat(401)] {
        assert!(faults(&with(bad)).contains("its words in `en`"), "{bad}");
    }
}

#[test]
fn a_text_has_its_limits() {
    assert!(faults(&" ".repeat(TEXT_BYTES_MAX + 1)).contains("at most 262144 are read"));
    let many: String = (0..=POLICIES_MAX).map(|n| rule(&format!("r{n}"), &format!("{PERMIT};"))).collect();
    assert!(faults(&many).contains("at most 500 are read"));
    let wide = Known {
        agencies: (0..200).map(|n| (word(&format!("a{n}")), "agency".into())).collect(),
        ..known(Node::Operational)
    };
    let names: Vec<String> = wide.agencies.keys().map(|code| format!("Agency::\"{code}\"")).collect();
    let text =
        rule("wide", &format!("{PERMIT} when {{ [{}].contains(principal.agency) }};", names.join(",")));
    let told = Policies::read(&text, wide).unwrap_err().to_string();
    assert!(told.contains("too many agencies"), "{told}");
}

#[test]
fn a_table_makes_a_text_that_says_the_same_whatever_its_roles_are_called() {
    let names =
        BTreeMap::from([("en".to_owned(), "\"); permit (principal, action, resource); //\\".to_owned())]);
    let code = word("overseer");
    let roles = [RoleActs { code: &code, name: &names, acts: [Act::Search, Act::Erase].into() }];
    let langs = known(Node::Operational).langs;
    let read = Policies::read(&text_of(&roles, &langs), known(Node::Operational)).unwrap();
    assert_eq!((read.rules().len(), read.rules()[0].effect), (1, Effect::Permit));
    assert_eq!(read.acts(&code), [Act::Search, Act::Erase].into());
    assert_eq!(read.acts(&word("duty-officer")), BTreeSet::new());
}

#[test]
fn rules_are_told_in_the_order_of_the_text_and_the_hash_is_of_every_byte() {
    let policies = shipped(Node::Operational);
    let text = policies.text();
    for rule in policies.rules() {
        let line = text.lines().nth(rule.line - 1).unwrap();
        assert_eq!(line, format!("@id(\"{}\")", rule.id));
        assert!(text.contains(&rule.text));
    }
    assert!(policies.rules().is_sorted_by_key(|rule| rule.line));
    let more = Policies::read(&format!("{text} "), known(Node::Operational)).unwrap();
    assert_ne!(more.hash(), policies.hash());
}

#[test]
fn a_rule_as_deep_and_as_long_as_it_may_be_is_read_on_any_thread_and_one_more_is_refused() {
    let when = |condition: &str| rule("deep", &format!("{PERMIT} when {{ {condition} }};"));
    let nested = |n: usize| when(&format!("{}context.exercise{}", "(".repeat(n), ")".repeat(n)));
    assert!(Policies::read(&nested(NESTING_MAX - 1), known(Node::Operational)).is_ok());
    assert!(faults(&nested(NESTING_MAX)).contains("brackets within each other"));
    assert!(faults(&nested(60_000)).contains("brackets within each other"));
    let chain = |n: usize| when(&format!("principal.assurance{} > 0", "+1".repeat(n)));
    let policies = Policies::read(&chain(OPERATORS_MAX - 2), known(Node::Operational)).unwrap();
    assert!(policies.acts(&word("overseer")).contains(&Act::Search));
    assert!(faults(&chain(OPERATORS_MAX - 1)).contains("make two of it"));
    assert!(faults(&chain(100_000)).contains("make two of it"));
}

#[test]
fn damaged_texts_are_refused_and_never_end_the_program() {
    let text = std::fs::read_to_string(SHIPPED).unwrap();
    for seed in 0..150 {
        let mut random = Random(seed);
        let mut bytes = text.clone().into_bytes();
        bytes.truncate(1 + random.below(4_000) as usize);
        for _ in 0..=random.below(4) {
            let at = random.below(bytes.len() as u64) as usize;
            bytes[at] = b"(){}[];\"\\@=&|! \nx0"[random.below(18) as usize];
        }
        let damaged = String::from_utf8_lossy(&bytes);
        let _ = Policies::read(&damaged, known(Node::Operational));
    }
}
