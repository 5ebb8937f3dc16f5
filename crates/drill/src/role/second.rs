//! The second person: reads what somebody else wrote, approves exactly that, and issues it.
//!
//! The player does not approve what the checks of the house would stop, and never what it wrote itself: the
//! same rules hold for it as for everybody.

use serde_json::{Value, json};

use super::{Cue, items, text};
use crate::client::Fault;

pub(super) fn play(cue: &mut Cue<'_, '_>) -> Result<(), Fault> {
    for strip in items(&cue.get("queue?want=sign&limit=200")?) {
        let draft = text(&strip, "subject");
        if cue.ripe(&format!("sign {}", text(&strip, "version"))) {
            super::tolerated(decide(cue, draft))?;
        }
    }
    Ok(())
}

fn decide(cue: &Cue<'_, '_>, draft: &str) -> Result<(), Fault> {
    let view = cue.get(&format!("drafts/{draft}"))?;
    let may = |step: &str| view["may"][step]["ok"] == true;
    let step = match view["draft"]["body"]["state"].as_str() {
        Some("submitted") if may("approve") && !is_blocked(&view) => "approve",
        Some("approved") if may("issue") => "issue",
        _ => return Ok(()),
    };
    // Exactly what was read.
    let seen = json!({"head": view["draft"]["version"], "hash": view["hash"]});
    cue.post(&format!("drafts/{draft}/{step}"), &seen).map(drop)
}

fn is_blocked(view: &Value) -> bool {
    view["findings"].as_array().into_iter().flatten().any(|finding| finding["blocking"] == true)
}
