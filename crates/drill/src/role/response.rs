//! The response: incidents are opened, their log is written, tasks are sent, and at the end it is closed.

use jiff::SignedDuration;
use serde_json::{Value, json};

use super::{Cue, items, text};
use crate::client::Fault;
use crate::scenario::{Close, Entry, Incident, Span, Task};

pub(super) fn play(cue: &mut Cue<'_, '_>) -> Result<(), Fault> {
    let scenario = cue.stage.scenario;
    for incident in &scenario.incident {
        super::tolerated(open(cue, incident))?;
    }
    for entry in &scenario.entry {
        super::tolerated(write(cue, entry))?;
    }
    for task in &scenario.task {
        super::tolerated(send(cue, task))?;
    }
    for close in &scenario.close {
        super::tolerated(end(cue, close))?;
    }
    Ok(())
}

fn open(cue: &mut Cue<'_, '_>, incident: &Incident) -> Result<(), Fault> {
    let name = incident.name.get_ref().as_str();
    let due = cue.owes(&incident.role) && cue.is_due(name, Span::default(), &incident.after)?;
    if !due || cue.happened(name)? {
        return Ok(());
    }
    let drawn = cue.stage.drawn;
    let say = |(lang, text): (&String, &crate::scenario::Text)| {
        (lang.clone(), Value::from(drawn.say(text.get_ref(), lang)))
    };
    let title: serde_json::Map<String, Value> = incident.title.iter().map(say).collect();
    let signal = incident.after.iter().find_map(|name| cue.stage.signal(name.get_ref())?.became.clone());
    let body = json!({
        "id": cue.stage.id(&format!("incident {name}")),
        "title": title,
        "hazard": incident.hazard.get_ref(),
        "severity": incident.severity.get_ref(),
        "place": {"areas": cue.codes(&incident.areas)},
        "from_signal": signal,
    });
    cue.post("incidents", &body).map(drop)
}

fn write(cue: &mut Cue<'_, '_>, entry: &Entry) -> Result<(), Fault> {
    let name = entry.name.get_ref().as_str();
    let due = cue.owes(&entry.role) && cue.is_due(name, entry.at, &entry.after)?;
    if !due || cue.happened(name)? {
        return Ok(());
    }
    if entry.public && !public_page_warns(cue)? {
        return Ok(());
    }
    let Some(incident) = cue.open_incident(entry.incident.get_ref())? else { return Ok(()) };
    let reason = cue.own(&entry.reason);
    let body = json!({
        "id": cue.stage.id(&format!("entry {name}")),
        "text": cue.own(&entry.text),
        "lang": cue.pass.lang,
        "decision": !reason.is_empty(),
        "reason": reason,
    });
    cue.post(&format!("incidents/{}/entries", text(&incident, "subject")), &body).map(drop)
}

/// Looks at the public feed as anybody would: a warning in force stands there.
fn public_page_warns(cue: &Cue<'_, '_>) -> Result<bool, Fault> {
    let in_force = items(&cue.get("warnings?state=in-force&limit=10")?);
    let feed = cue.stage.client.public("GET", "/feeds/cap.atom", ("text/plain", b""))?;
    let feed = String::from_utf8_lossy(&feed.body).into_owned();
    Ok(in_force.iter().any(|one| feed.contains(text(&one["body"], "identifier"))))
}

fn send(cue: &mut Cue<'_, '_>, task: &Task) -> Result<(), Fault> {
    let name = task.name.get_ref().as_str();
    let all = (cue.pass.person.clone(), format!("all of {name}"));
    let waits = cue.owes(&task.role) && !cue.stage.happened.contains(&all);
    if !waits || !cue.is_due(name, task.at, &task.after)? {
        return Ok(());
    }
    let Some(incident) = cue.open_incident(task.incident.get_ref())? else { return Ok(()) };
    for agency in cue.codes(&task.agencies) {
        let what = format!("task {name} {agency}");
        if cue.is_made(task.role.get_ref(), &what)? {
            continue;
        }
        let after = |due: Span| cue.now.checked_add(SignedDuration::from_secs(i64::from(due.0))).ok();
        let body = json!({
            "id": cue.stage.id(&what),
            "title": cue.own(&task.title),
            "text": cue.own(&task.text),
            "agency": agency,
            "due": task.due.and_then(after).map(|due| due.to_string()),
        });
        cue.post(&format!("incidents/{}/tasks", text(&incident, "subject")), &body)?;
    }
    cue.stage.happened.insert(all);
    Ok(())
}

fn end(cue: &mut Cue<'_, '_>, close: &Close) -> Result<(), Fault> {
    let name = close.incident.get_ref().as_str();
    if !cue.owes(&close.role) || !cue.is_due(&format!("close {name}"), Span::default(), &close.after)? {
        return Ok(());
    }
    let Some(incident) = cue.open_incident(name)? else { return Ok(()) };
    let body = json!({"head": incident["version"], "reason": cue.own(&close.reason)});
    cue.post(&format!("incidents/{}/close", text(&incident, "subject")), &body).map(drop)
}
