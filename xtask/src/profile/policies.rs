//! The text that says who may act, read far enough for what only a whole profile can show: that every role and act in
//! it is one, that every act is somebody's, that two persons can make a warning. The node reads it with Cedar, strictly;
//! nothing of that is here, and forbids are passed over.

use std::fs;
use std::path::Path;

use super::RULE;
use super::parties::ACTS;
use super::tables::Roles;
use crate::finding::Finding;

const FILE: &str = "policies.cedar";

/// Gives the roles the acts that the permits of the text list. A profile without the text lists them itself.
pub fn read_into(dir: &Path, roles: &mut Roles, findings: &mut Vec<Finding>) {
    let path = dir.join(FILE);
    let Ok(text) = fs::read_to_string(&path) else { return };
    if let Some(role) = roles.role.iter().find(|role| !role.acts.is_empty()) {
        let message = format!("`{}` lists acts, and {FILE} says who may act; take them out", role.code);
        findings.push(Finding::new(&dir.join("roles.toml"), 1, RULE, message));
    }
    for permit in permits(&text) {
        let mut tell = |line, message| findings.push(Finding::new(&path, line, RULE, message));
        for (line, act) in permit.acts.iter().filter(|(_, act)| !ACTS.contains(&act.as_str())) {
            tell(
                *line,
                format!("`{act}` is no act that the program knows; docs/operate/roles.md lists them"),
            );
        }
        let acts = permit.acts.into_iter().map(|(_, act)| act).filter(|act| ACTS.contains(&act.as_str()));
        match roles.role.iter_mut().find(|known| known.code == permit.role) {
            Some(known) => known.acts.extend(acts),
            None => tell(permit.line, format!("`{}` is no role of roles.toml", permit.role)),
        }
    }
}

/// One permit, each thing with its line.
struct Permit {
    line: usize,
    role: String,
    acts: Vec<(usize, String)>,
}

fn permits(text: &str) -> Vec<Permit> {
    let mut found: Vec<Permit> = Vec::new();
    let mut inside = false;
    for (number, line) in (1..).zip(text.lines()) {
        let line = line.trim_start();
        if line.starts_with("//") || line.starts_with('@') {
            continue;
        }
        inside = line.starts_with("permit") || inside && !line.starts_with("forbid");
        if !inside {
            continue;
        }
        let roles = named(line, "Role::\"");
        found.extend(roles.into_iter().map(|role| Permit { line: number, role, acts: Vec::new() }));
        if let Some(permit) = found.last_mut() {
            permit.acts.extend(named(line, "Action::\"").into_iter().map(|act| (number, act)));
        }
    }
    found
}

fn named(line: &str, opening: &str) -> Vec<String> {
    line.split(opening).skip(1).filter_map(|rest| Some(rest.split_once('"')?.0.to_owned())).collect()
}

#[cfg(test)]
mod tests {
    use super::{Permit, permits};

    #[test]
    fn a_permit_is_read_with_its_role_and_acts_and_a_forbid_is_passed_over() {
        let text = "// Role::\"no\"\n@en(\"Role::\\\"no\")\npermit (\n  principal in Role::\"a\",\n  action in [\n    \
                    Action::\"x\", Action::\"y\"\n  ],\n  resource\n);\nforbid (principal, action == \
                    Action::\"z\", resource);\npermit (principal in Role::\"b\", action == Action::\"w\", resource);";
        let acts =
            |permit: &Permit| permit.acts.iter().map(|(_, act)| act.as_str()).collect::<Vec<_>>().join(" ");
        let told: Vec<(usize, String, String)> =
            permits(text).iter().map(|permit| (permit.line, permit.role.clone(), acts(permit))).collect();
        assert_eq!(told, [(4, "a".into(), "x y".into()), (11, "b".into(), "w".into())]);
    }
}
