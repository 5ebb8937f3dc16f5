//! `kulla check policies`: what is wrong with the text that says who may act, or what each role may do by it.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::path::Path;

use kulla_desk::node;
use kulla_desk::profile::Profile;
use kulla_guard::Policies;
use kulla_guard::policy::{FILE, RoleShift, RuleShift, Shift, Where};
use kulla_guard::sessions::Node;
use kulla_record::label::Word;

use super::exercise::profile_of;
use super::{Exit, Fault};

/// Each mistake with its line and rule, or the roles with their acts; with `against`, who gains and who loses what.
pub fn check(profile: &Path, exercise_only: bool, against: Option<&Path>) -> Result<Exit, Fault> {
    let mut out = std::io::stdout().lock();
    let node = if exercise_only { Node::ExerciseOnly } else { Node::Operational };
    let policies = match read(profile, node)? {
        Ok(policies) => policies,
        Err(faults) => {
            writeln!(out, "{faults}")?;
            return Ok(Exit::Found);
        }
    };
    match against {
        None => show(&mut out, &policies)?,
        Some(against) => {
            let before = read(against, node)?.map_err(|faults| {
                Fault::data(format!("`{}` can't be compared with: {faults}", against.display()))
            })?;
            differ(&mut out, &policies, &before)?;
        }
    }
    Ok(Exit::Done)
}

/// Rules that are not as they were, then role by role what comes (`+`) and what goes (`-`).
fn differ(out: &mut impl Write, now: &Policies, before: &Policies) -> std::io::Result<()> {
    let (rules, roles) = (now.rules_against(before), now.shifts_against(before));
    for rule in &rules {
        match rule {
            RuleShift::Added(rule) => writeln!(out, "rule `{}` is new, line {}", rule.id, rule.line)?,
            RuleShift::Removed(rule) => writeln!(out, "rule `{}` is gone", rule.id)?,
            RuleShift::Changed(_, rule) => writeln!(out, "rule `{}` changes, line {}", rule.id, rule.line)?,
        }
    }
    for RoleShift { role, agencies, shifts } in &roles {
        let all = now.known().agencies.len() == agencies.len();
        let of =
            if all { String::new() } else { format!(" of {}", named(&now.known().agencies, agencies)) };
        writeln!(out, "\n{role}{of}")?;
        for Shift { act, gains, loses } in shifts {
            for (sign, place) in [("+", gains), ("-", loses)] {
                if let Some(place) = place {
                    writeln!(out, "  {sign} {act}{}", told(place))?;
                }
            }
        }
    }
    match (rules.is_empty(), roles.is_empty()) {
        (true, _) => writeln!(out, "the rules are the same"),
        (false, true) => writeln!(out, "\nnobody gains or loses anything by it"),
        (false, false) => Ok(()),
    }
}

/// Kinds of which all agencies are meant, and the agencies beside them.
fn named(known: &BTreeMap<Word, String>, agencies: &BTreeSet<Word>) -> String {
    let whole = |kind: &str| known.iter().all(|(agency, of)| of != kind || agencies.contains(agency));
    let kinds: BTreeSet<&str> = known.values().map(String::as_str).filter(|kind| whole(kind)).collect();
    let beside =
        agencies.iter().filter(|agency| known.get(*agency).is_none_or(|kind| !kinds.contains(&**kind)));
    let all = kinds.iter().map(|kind| format!("every {kind}")).chain(beside.map(Word::to_string));
    all.collect::<Vec<_>>().join(", ")
}

/// Under which circumstances, where not under all.
fn told(place: &Where) -> String {
    let assurance = |level: &i64| match level {
        1 => "one factor",
        2 => "two factors",
        _ => "a passkey",
    };
    let exercise = |exercise: &bool| if *exercise { "in an exercise" } else { "in real work" };
    let purpose = |purpose: &String| match purpose.as_str() {
        "*" => "any other purpose".to_owned(),
        purpose => format!("purpose {purpose}"),
    };
    let sides = [
        place.assurance.iter().map(|level| assurance(level).to_owned()).collect::<Vec<_>>(),
        place.entered.iter().map(|way| (*way).to_owned()).collect(),
        place.exercise.iter().map(|is| exercise(is).to_owned()).collect(),
        place.purposes.iter().map(purpose).collect(),
    ];
    let said: Vec<String> =
        sides.iter().filter(|side| !side.is_empty()).map(|side| side.join(" or ")).collect();
    if said.is_empty() { String::new() } else { format!(" ({})", said.join("; ")) }
}

/// The policies of a profile, or why a node with it would not start. A file is judged with the profile around it.
fn read(profile: &Path, node: Node) -> Result<Result<Policies, String>, Fault> {
    let folder = if profile.is_file() { profile.parent() } else { None };
    let folder = folder.map(|folder| if folder.as_os_str().is_empty() { Path::new(".") } else { folder });
    let mut found: Profile = profile_of(&folder.unwrap_or(profile).to_string_lossy())?;
    if profile.is_file() {
        let text = super::check::read(profile)?;
        let text = String::from_utf8(text)
            .map_err(|_| Fault::usage(format!("`{}` is not UTF-8", profile.display())))?;
        found.people.acting = Some(text);
    }
    Ok(node::policies(&found, node).map_err(|fault| fault.to_string()))
}

fn show(out: &mut impl Write, policies: &Policies) -> std::io::Result<()> {
    for role in policies.roles() {
        let acts: Vec<&str> = policies.acts(role).iter().map(|act| act.word()).collect();
        let acts = if acts.is_empty() { "nothing".to_owned() } else { acts.join(" ") };
        writeln!(out, "{role}: {acts}")?;
    }
    let rules = policies.rules().len();
    writeln!(out, "{rules} rules in {FILE}, nothing is wrong with them ({})", policies.hash())
}
