//! `kulla check policies`: what is wrong with the text that says who may act, or what each role may do by it.

use std::io::Write;
use std::path::Path;

use kulla_desk::node;
use kulla_desk::profile::Profile;
use kulla_guard::Policies;
use kulla_guard::policy::FILE;
use kulla_guard::sessions::Node;

use super::exercise::profile_of;
use super::{Exit, Fault};

/// Each mistake with its line and rule, or the roles with their acts.
pub fn check(profile: &Path, exercise_only: bool) -> Result<Exit, Fault> {
    let mut out = std::io::stdout().lock();
    let node = if exercise_only { Node::ExerciseOnly } else { Node::Operational };
    match read(profile, node)? {
        Ok(policies) => {
            show(&mut out, &policies)?;
            Ok(Exit::Done)
        }
        Err(faults) => {
            writeln!(out, "{faults}")?;
            Ok(Exit::Found)
        }
    }
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
