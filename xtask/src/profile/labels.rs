//! Levels, purposes and the labels that the desk proposes: a slip here would show a record to the wrong people.

use super::parties::AGENCY_KINDS;
use super::tables::{Default, Policy, Stanag4774, Tables};
use super::{Table, is_word, twice};
use crate::finding::{Finding, line_of};

/// How sure we are who is reading, weakest first, as `kulla-record` writes it.
const ASSURANCE: &[&str] = &["anonymous", "single", "two-factor", "phishing-resistant"];
const RETAIN_DAYS_MAX: u32 = 36_500;
/// What stands for an agency that is known only when something is written.
const WRITER: &str = "$agency";
const ASSIGNEE: &str = "$assignee";
/// The kind of the agencies that municipalities.csv names.
const MUNICIPALITY: &str = "municipality";

/// Checks policies, vocabulary, choices and defaults.
pub fn check(tables: &Tables) -> Vec<Finding> {
    let table = &tables.labels;
    let labels = &table.says;
    let mut findings = Vec::new();
    for policy in &labels.policy {
        findings.extend(levels(policy).into_iter().map(|m| table.finding_at_code(&policy.code, m)));
    }
    let vocabulary = [
        labels.policy.iter().map(|p| p.code.as_str()).collect::<Vec<_>>(),
        labels.purpose.iter().map(|p| p.code.as_str()).collect(),
        labels.category.iter().map(|c| c.code.as_str()).collect(),
        labels.choice.iter().map(|c| c.code.as_str()).collect(),
    ];
    for code in vocabulary.iter().flat_map(|codes| twice(codes.iter().copied())) {
        findings.push(table.finding_at_code(code, format!("`{code}` stands twice; rename one")));
    }
    for code in vocabulary.iter().flatten().filter(|code| !is_word(code)) {
        findings.push(table.finding_at_code(code, format!("`{code}` is no word that a label can write")));
    }
    let agencies = tables.agency_codes();
    let is_kind = |of: &str| of == MUNICIPALITY || AGENCY_KINDS.contains(&of);
    for purpose in &labels.purpose {
        if purpose.of.is_empty() {
            findings.push(
                table.finding_at_code(
                    &purpose.code,
                    "nobody may declare it: name kinds or agencies in `of`",
                ),
            );
        }
        let unknown = purpose.of.iter().filter(|of| !is_kind(of) && !agencies.contains(of.as_str()));
        findings.extend(unknown.map(|of| {
            table.finding_at_code(&purpose.code, format!("`{of}` is no kind of agency and no agency"))
        }));
    }
    if let Some(words) = &labels.stanag4774 {
        let messages = stanag4774(tables, words);
        findings.extend(messages.into_iter().map(|m| Finding::new(&table.path, 1, super::RULE, m)));
    }
    for (n, choice) in labels.choice.iter().enumerate() {
        if usize::from(choice.key) != n + 1 {
            let message = format!("the keys of the choices count from 1; this is the {}th", n + 1);
            findings.push(table.finding_at_code(&choice.code, message));
        }
        let bad = audience(tables, &choice.audience);
        findings.extend(bad.into_iter().map(|m| table.finding_at_code(&choice.code, m)));
    }
    for (n, default) in labels.default.iter().enumerate() {
        let line = line_of_default(table, n);
        let messages = default_label(tables, default);
        findings.extend(messages.into_iter().map(|m| Finding::new(&table.path, line, super::RULE, m)));
    }
    findings
}

fn line_of_default<T>(table: &Table<T>, n: usize) -> usize {
    let found = table.text.match_indices("[[default]]").nth(n);
    found.map_or(1, |(at, _)| line_of(table.text.as_bytes(), at))
}

/// What a label says has a word of STANAG 4774, and one of its own.
fn stanag4774(tables: &Tables, words: &Stanag4774) -> Vec<String> {
    let labels = &tables.labels.says;
    let mut messages = Vec::new();
    for policy in &labels.policy {
        let Some(own) = &policy.stanag4774 else { continue };
        if own.uri.as_ref().is_some_and(|uri| !uri.starts_with("urn:oid:")) {
            messages.push(format!("the `uri` of `{}` is `urn:oid:` and an object identifier", own.name));
        }
        for level in policy.level.iter().filter(|level| level.stanag4774.is_none()) {
            messages.push(format!("level `{}` has no word of STANAG 4774; write `stanag4774`", level.code));
        }
        let named = policy.level.iter().filter_map(|level| level.stanag4774.as_deref());
        let same = twice(named.chain(own.unmarked.as_deref()));
        messages.extend(same.into_iter().map(|word| format!("`{word}` stands for two levels; rename one")));
    }
    for category in labels.category.iter().filter(|category| category.stanag4774.is_none()) {
        messages.push(format!("category `{}` has no word of STANAG 4774", category.code));
    }
    let known = |code: &str| tables.groups.says.nation.iter().any(|nation| nation.code == code);
    for code in words.nations.keys().filter(|code| !known(code)) {
        messages.push(format!("`{code}` is no nation of groups.toml"));
    }
    for names in [words.nations.values(), words.tags.values()] {
        let same = twice(names.map(String::as_str));
        messages.extend(same.into_iter().map(|word| format!("`{word}` stands for two things; rename one")));
    }
    messages
}

fn levels(policy: &Policy) -> Vec<String> {
    let mut messages = Vec::new();
    let strength = |name: &str| ASSURANCE.iter().position(|known| *known == name);
    for level in policy.level.iter().filter(|level| strength(&level.assurance).is_none()) {
        messages.push(format!(
            "`{}` is no assurance; write one of {}",
            level.assurance,
            ASSURANCE.join(", ")
        ));
    }
    for pair in policy.level.windows(2) {
        if pair[0].n >= pair[1].n {
            messages.push(format!("`{}` must stand above `{}`; levels rise", pair[1].code, pair[0].code));
        }
        if strength(&pair[0].assurance) > strength(&pair[1].assurance) {
            messages.push(format!(
                "`{}` asks for less assurance than `{}`; it never falls",
                pair[1].code, pair[0].code
            ));
        }
    }
    messages
}

fn audience(tables: &Tables, clauses: &[Vec<String>]) -> Vec<String> {
    let mut messages = Vec::new();
    if clauses.is_empty() || clauses.iter().any(Vec::is_empty) {
        messages.push(
            "an audience without a clause, or an empty clause, is for nobody; name somebody".to_owned(),
        );
    }
    for atom in clauses.iter().flatten() {
        let known = match atom.split_once(':') {
            None => atom == "public",
            Some(("a", WRITER | ASSIGNEE)) => true,
            Some(("a", agency)) => tables.agency_codes().contains(agency),
            Some(("g", group)) => tables.groups.says.group.iter().any(|g| g.code == group),
            Some(("n", nation)) => tables.groups.says.nation.iter().any(|n| n.code == nation),
            Some(_) => false,
        };
        if !known {
            messages.push(format!("`{atom}` is nobody that the other files know"));
        }
    }
    messages
}

fn default_label(tables: &Tables, default: &Default) -> Vec<String> {
    let labels = &tables.labels.says;
    let mut messages = audience(tables, &default.audience);
    let agencies = tables.agency_codes();
    if default.owner != WRITER && !agencies.contains(default.owner.as_str()) {
        messages.push(format!("`{}` owns nothing; write `{WRITER}` or an agency", default.owner));
    }
    for agency in default.agencies.iter().filter(|a| *a != "*" && !agencies.contains(a.as_str())) {
        messages.push(format!("`{agency}` is no agency; write a code, or `*` for all"));
    }
    for word in default.kinds.iter().chain(&default.controls).filter(|word| !is_word(word)) {
        messages.push(format!("`{word}` is no word that a label can write"));
    }
    if default.kinds.is_empty() || default.agencies.is_empty() {
        messages
            .push("`kinds` and `agencies` say what the default is for; neither may be empty".to_owned());
    }
    for (policy, n) in &default.levels {
        let known =
            labels.policy.iter().filter(|p| p.code == *policy).flat_map(|p| &p.level).any(|l| l.n == *n);
        if !known {
            messages.push(format!("`{policy}` has no level {n}"));
        }
    }
    for category in default.need.iter().filter(|need| !labels.category.iter().any(|c| c.code == **need)) {
        messages.push(format!("`{category}` is no category"));
    }
    for purpose in
        default.purposes.iter().flatten().filter(|p| !labels.purpose.iter().any(|k| k.code == **p))
    {
        messages.push(format!("`{purpose}` is no purpose"));
    }
    if default.purposes.iter().any(Vec::is_empty) {
        messages.push("an empty clause of purposes allows none; write `purposes = []` for any".to_owned());
    }
    let is_public = default.audience.iter().flatten().any(|atom| atom == "public");
    if is_public && !(default.levels.is_empty() && default.purposes.is_empty() && default.need.is_empty()) {
        messages.push("a public label asks for no level, category or purpose; take them out".to_owned());
    }
    if default.personal && default.basis.is_empty() {
        messages.push("personal data needs a legal basis; name the law".to_owned());
    }
    if !(1..=RETAIN_DAYS_MAX).contains(&default.retain_days) {
        messages.push(format!("`retain_days` is 1 to {RETAIN_DAYS_MAX}"));
    }
    messages
}
