//! Somebody who is given tasks: reads them, begins, finishes, and says what came of it.

use serde_json::{Value, json};

use super::{Cue, items, text};
use crate::client::Fault;
use crate::scenario::Task;

/// What is said of a task that the scenario does not know, because people sent it.
const OUTCOME: [(&str, &str); 3] = [("sq", "U krye."), ("sr", "Obavljeno."), ("en", "Done.")];

pub(super) fn play(cue: &mut Cue<'_, '_>) -> Result<(), Fault> {
    for task in items(&cue.get("tasks?state=open&limit=200")?) {
        super::tolerated(step(cue, &task))?;
    }
    Ok(())
}

fn step(cue: &mut Cue<'_, '_>, task: &Value) -> Result<(), Fault> {
    let (subject, version) = (text(task, "subject"), text(task, "version"));
    let works = cue.role.works.unwrap_or_default();
    let (deed, within) = match task["body"]["state"].as_str() {
        Some("sent") => ("acknowledge", cue.role.within),
        Some("acknowledged") => ("start", cue.role.within),
        Some("started") => ("done", works),
        _ => return Ok(()),
    };
    let key = format!("{} task {version}", cue.pass.person);
    if !cue.stage.ripe(&key, within, cue.story_s) {
        return Ok(());
    }
    let outcome = if deed == "done" { outcome(cue, subject) } else { String::new() };
    cue.post(&format!("tasks/{subject}/{deed}"), &json!({"head": version, "outcome": outcome})).map(drop)
}

fn outcome(cue: &Cue<'_, '_>, subject: &str) -> String {
    let is_it = |task: &&Task| {
        let made = |agency: &String| {
            cue.stage.made_in(task.role.get_ref(), &format!("task {} {agency}", task.name.get_ref()))
        };
        cue.codes(&task.agencies).iter().filter_map(made).any(|made| made.to_string() == subject)
    };
    match cue.stage.scenario.task.iter().find(is_it) {
        Some(task) => cue.own(&task.outcome),
        None => {
            let own = OUTCOME.iter().find(|(lang, _)| *lang == cue.pass.lang).unwrap_or(&OUTCOME[2]);
            own.1.to_owned()
        }
    }
}
