//! Triage: what waits is taken in hand, read, and put to an incident or dismissed with a reason.

use serde_json::json;

use super::{Cue, items, text};
use crate::client::Fault;

pub(super) fn play(cue: &mut Cue<'_, '_>) -> Result<(), Fault> {
    let waiting = items(&cue.get("queue?want=triage&limit=200")?);
    if waiting.is_empty() {
        return Ok(());
    }
    let own = cue.get("session")?["person"]["id"].clone();
    for strip in &waiting {
        super::tolerated(look_at(cue, text(strip, "subject"), strip["held_by"]["id"].as_str(), &own))?;
    }
    Ok(())
}

fn look_at(
    cue: &mut Cue<'_, '_>,
    signal: &str,
    held: Option<&str>,
    own: &serde_json::Value,
) -> Result<(), Fault> {
    if held.is_some_and(|holder| own != holder) || !cue.ripe(&format!("signal {signal}")) {
        return Ok(());
    }
    let Some(rule) = sort(cue, signal)? else { return Ok(()) };
    if held.is_none() {
        return take(cue, signal);
    }
    if cue.ripe(&format!("held {signal}")) { settle(cue, signal, rule) } else { Ok(()) }
}

/// The rule that a signal falls under. It is opened once: that is on record, as a person's look is.
fn sort(cue: &mut Cue<'_, '_>, signal: &str) -> Result<Option<usize>, Fault> {
    if let Some(known) = cue.stage.sorted.get(signal) {
        return Ok(*known);
    }
    let Some(view) = cue.find(&format!("signals/{signal}"))? else { return Ok(None) };
    let said = view["signal"]["body"].to_string().to_lowercase();
    let fits =
        |words: &[String]| words.is_empty() || words.iter().any(|word| said.contains(&word.to_lowercase()));
    let rule = cue.stage.scenario.triage.iter().position(|rule| fits(&rule.words));
    cue.stage.sorted.insert(signal.to_owned(), rule);
    Ok(rule)
}

fn take(cue: &Cue<'_, '_>, signal: &str) -> Result<(), Fault> {
    let view = cue.get(&format!("signals/{signal}"))?;
    let head = json!({ "head": view["triage"]["version"] });
    cue.post(&format!("signals/{signal}/take"), &head).map(drop)
}

fn settle(cue: &Cue<'_, '_>, signal: &str, rule: usize) -> Result<(), Fault> {
    let rule = &cue.stage.scenario.triage[rule];
    let incident = match &rule.incident {
        // Until somebody has opened the incident it stays in hand.
        Some(incident) => match cue.open_incident(incident.get_ref())? {
            Some(incident) => incident,
            None => return Ok(()),
        },
        None => serde_json::Value::Null,
    };
    let view = cue.get(&format!("signals/{signal}"))?;
    let head = &view["triage"]["version"];
    let (deed, body) = match &rule.dismiss {
        Some(reason) => ("dismiss", json!({"head": head, "reason": reason})),
        None => ("link", json!({"head": head, "incident": incident["subject"]})),
    };
    cue.post(&format!("signals/{signal}/{deed}"), &body).map(drop)
}
