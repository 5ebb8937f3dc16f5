//! Who takes part: agencies, groups, roles, and the invented people of an exercise-only node.

use std::collections::BTreeSet;

use super::tables::{Agency, Group, Person, Tables};
use super::{is_word, twice};
use crate::finding::Finding;

pub const AGENCY_KINDS: &[&str] = &["agency", "operator", "partner", "oversight"];
const JOINING: &[&str] = &["admin", "two-persons"];

/// Everything that a role may allow.
pub const ACTS: &[&str] = &[
    "triage.take",
    "triage.dismiss",
    "triage.link",
    "incident.open",
    "incident.update",
    "incident.close",
    "entry.write",
    "task.assign",
    "task.acknowledge",
    "task.start",
    "task.done",
    "task.cancel",
    "warning.draft",
    "warning.submit",
    "warning.approve",
    "warning.refuse",
    "warning.issue",
    "warning.update",
    "warning.cancel",
    "signal.ingest",
    "report.moderate",
    "report.identify",
    "exercise.play",
    "exercise.direct",
    "search",
    "read.access-log",
    "access.judge",
    "erase",
    "prune",
    "admin.people",
    "policy.change",
];

/// Checks agencies, groups, roles and people.
pub fn check(tables: &Tables) -> Vec<Finding> {
    [agencies(tables), groups(tables), roles(tables), people(tables)].concat()
}

fn agencies(tables: &Tables) -> Vec<Finding> {
    let table = &tables.agencies;
    let mut findings = Vec::new();
    let areas = tables.areas.says.rows.iter().map(|row| row.agency.as_str());
    for code in twice(areas.chain(table.says.agency.iter().map(|agency| agency.code.as_str()))) {
        findings.push(table.finding_at_code(code, format!("two agencies are called `{code}`; rename one")));
    }
    for agency in &table.says.agency {
        let mut tell = |message: String| findings.push(table.finding_at_code(&agency.code, message));
        if !is_word(&agency.code) {
            tell(format!(
                "`{}` is no word that a label can write; use lower-case letters, digits, `-`",
                agency.code
            ));
        }
        if !AGENCY_KINDS.contains(&agency.kind.as_str()) {
            tell(format!(
                "`{}` is no kind of agency; write one of {}",
                agency.kind,
                AGENCY_KINDS.join(", ")
            ));
        }
        if !(agency.source.starts_with("S ") || agency.source.starts_with('M')) {
            tell("`source` opens with S and where it was seen, or with M for memory".to_owned());
        }
        unknown_held(tables, agency).into_iter().for_each(&mut tell);
        if agency.role.is_empty() {
            tell("`role` is empty; say what they do".to_owned());
        }
        if !agency.contact.is_empty() {
            tell("`contact` stays empty in a profile; contacts belong to the operator's node".to_owned());
        }
    }
    findings
}

/// What an agency is said to have and no other file knows.
fn unknown_held(tables: &Tables, agency: &Agency) -> Vec<String> {
    let (labels, held) = (&tables.labels.says, &agency.holds);
    let has_level = |(policy, level): &(&String, &u8)| {
        labels.policy.iter().filter(|p| p.code == **policy).flat_map(|p| &p.level).any(|l| l.n == **level)
    };
    let levels = held.clearances.iter().filter(|held| !has_level(held));
    let categories = held.categories.iter().filter(|c| !labels.category.iter().any(|k| k.code == **c));
    let nations = held.nations.iter().filter(|n| !tables.groups.says.nation.iter().any(|k| k.code == **n));
    levels
        .map(|(policy, level)| format!("`{policy}` has no level {level} in labels.toml"))
        .chain(categories.map(|category| format!("`{category}` is no category of labels.toml")))
        .chain(nations.map(|nation| format!("`{nation}` is no nation of groups.toml")))
        .collect()
}

fn groups(tables: &Tables) -> Vec<Finding> {
    let table = &tables.groups;
    let known = tables.agency_codes();
    let mut findings = Vec::new();
    let codes =
        table.says.group.iter().map(|group| &group.code).chain(table.says.nation.iter().map(|n| &n.code));
    for code in codes.clone().filter(|code| !is_word(code)) {
        findings.push(table.finding_at_code(code, format!("`{code}` is no word that a label can write")));
    }
    for code in twice(codes.map(String::as_str)) {
        findings.push(table.finding_at_code(code, format!("`{code}` stands twice; rename one")));
    }
    for group in &table.says.group {
        let mut tell = |message: String| findings.push(table.finding_at_code(&group.code, message));
        for member in tables.members(group).into_iter().filter(|member| !known.contains(member)) {
            tell(format!(
                "`{member}` is no agency; add it to agencies.toml or take it out of `{}`",
                group.code
            ));
        }
        for partner in partners_in(tables, group) {
            tell(format!(
                "`{partner}` is a partner, and partners are members of no group by default; take it out"
            ));
        }
        if group.members.is_empty() {
            tell(format!("`{}` has no members; a group that nobody is in lets nobody read", group.code));
        }
        if !JOINING.contains(&group.joining.as_str()) {
            tell(format!("`{}` is no way of joining; write one of {}", group.joining, JOINING.join(", ")));
        }
        let category = group.needs_category.as_ref();
        if let Some(category) =
            category.filter(|c| !tables.labels.says.category.iter().any(|n| n.code == **c))
        {
            tell(format!("`{category}` is no category of labels.toml"));
        }
    }
    findings
}

fn partners_in<'a>(tables: &'a Tables, group: &Group) -> Vec<&'a str> {
    let partners = tables.agencies.says.agency.iter().filter(|agency| agency.kind == "partner");
    partners
        .map(|agency| agency.code.as_str())
        .filter(|code| group.members.iter().any(|m| m == code))
        .collect()
}

fn roles(tables: &Tables) -> Vec<Finding> {
    let table = &tables.roles;
    let mut findings = Vec::new();
    for code in twice(table.says.role.iter().map(|role| role.code.as_str())) {
        findings.push(table.finding_at_code(code, format!("`{code}` stands twice; rename one")));
    }
    for role in &table.says.role {
        for act in role.acts.iter().filter(|act| !ACTS.contains(&act.as_str())) {
            let message =
                format!("`{act}` is no act that the program knows; docs/operate/roles.md lists them");
            findings.push(table.finding_at_code(&role.code, message));
        }
        for act in twice(role.acts.iter().map(String::as_str)) {
            findings.push(
                table.finding_at_code(&role.code, format!("`{act}` stands twice in `{}`", role.code)),
            );
        }
    }
    for act in
        ACTS.iter().filter(|act| !table.says.role.iter().any(|role| role.acts.iter().any(|a| a == **act)))
    {
        findings.push(table.finding("[[role]]", format!("no role may `{act}`; give it to somebody")));
    }
    findings
}

fn people(tables: &Tables) -> Vec<Finding> {
    let table = &tables.desk;
    let mut findings = Vec::new();
    if !(table.says.exercise_only && table.says.invented) {
        let message =
            "the people of a profile are invented and for exercises; set `exercise_only` and `invented`";
        findings.push(table.finding("exercise_only", message));
    }
    for code in twice(table.says.person.iter().map(|person| person.code.as_str())) {
        findings.push(table.finding_at_code(code, format!("`{code}` stands twice; rename one")));
    }
    for person in &table.says.person {
        findings
            .extend(unknown_in(tables, person).into_iter().map(|m| table.finding_at_code(&person.code, m)));
    }
    let may = |person: &Person, act: &str| {
        let roles = tables.roles.says.role.iter().filter(|role| person.roles.contains(&role.code));
        roles.flat_map(|role| &role.acts).any(|a| a == act)
    };
    let writers = table.says.person.iter().filter(|person| may(person, "warning.submit"));
    let approved = |writer: &Person| {
        table.says.person.iter().any(|other| other.code != writer.code && may(other, "warning.approve"))
    };
    if !writers.clone().any(approved) {
        let message = "nobody here can approve what another submits; a warning takes two persons";
        findings.push(table.finding("[[person]]", message));
    }
    findings
}

/// What the entry names that no other file knows.
fn unknown_in(tables: &Tables, person: &Person) -> Vec<String> {
    let mut messages = Vec::new();
    let labels = &tables.labels.says;
    if person.name.trim().is_empty() {
        messages.push("a person has a name, if an invented one".to_owned());
    }
    if !tables.agency_codes().contains(person.agency.as_str()) {
        messages.push(format!("`{}` is no agency", person.agency));
    }
    for role in person.roles.iter().filter(|role| !tables.roles.says.role.iter().any(|r| r.code == **role))
    {
        messages.push(format!("`{role}` is no role of roles.toml"));
    }
    for group in &person.groups {
        let found = tables.groups.says.group.iter().find(|g| g.code == *group);
        let members: BTreeSet<&str> = found.map(|g| tables.members(g)).unwrap_or_default();
        if !members.contains(person.agency.as_str()) {
            messages.push(format!("`{}` is no member of a group `{group}`", person.agency));
        }
    }
    for nation in person.nations.iter().filter(|n| !tables.groups.says.nation.iter().any(|k| k.code == **n))
    {
        messages.push(format!("`{nation}` is no nation of groups.toml"));
    }
    for (policy, level) in &person.clearances {
        let levels = labels.policy.iter().filter(|p| p.code == *policy).flat_map(|p| &p.level);
        if !levels.into_iter().any(|l| l.n == *level) {
            messages.push(format!("`{policy}` has no level {level} in labels.toml"));
        }
    }
    for category in person.categories.iter().filter(|c| !labels.category.iter().any(|k| k.code == **c)) {
        messages.push(format!("`{category}` is no category of labels.toml"));
    }
    if !labels.purpose.iter().any(|purpose| purpose.code == person.purpose) {
        messages.push(format!("`{}` is no purpose of labels.toml", person.purpose));
    }
    if !tables.profile.says.languages.interface.contains(&person.lang) {
        messages.push(format!("`{}` is no interface language", person.lang));
    }
    messages
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::ACTS;

    #[test]
    fn the_acts_of_profiles_are_those_that_the_program_goes_by() {
        let program: BTreeSet<&str> = kulla_guard::Act::ALL.iter().map(|act| act.word()).collect();
        assert_eq!(ACTS.iter().copied().collect::<BTreeSet<_>>(), program);
    }
}
