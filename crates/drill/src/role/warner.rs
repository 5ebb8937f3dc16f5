//! The first of two persons: drafts a warning in all its languages and submits it; writes the cancellation.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Time;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use super::{Cue, items, text};
use crate::client::Fault;
use crate::scenario::draw::Value as Drawn;
use crate::scenario::{AllClear, Texts, Warning};

pub(super) fn play(cue: &mut Cue<'_, '_>) -> Result<(), Fault> {
    let scenario = cue.stage.scenario;
    let warnings: Vec<&Warning> = scenario.warning.iter().filter(|one| cue.owes(&one.role)).collect();
    let clears: Vec<&AllClear> = scenario.all_clear.iter().filter(|one| cue.owes(&one.role)).collect();
    if warnings.is_empty() && clears.is_empty() {
        return Ok(());
    }
    let open = items(&cue.get("drafts?state=open&limit=200")?);
    for draft in &open {
        super::tolerated(submit(cue, draft))?;
    }
    for warning in warnings {
        super::tolerated(draft(cue, warning, &open))?;
    }
    for clear in clears {
        super::tolerated(cancel(cue, clear, &open))?;
    }
    Ok(())
}

/// Hands a finished paper to a second person. One that was sent back waits for a person who can answer the
/// remark: the player would only submit the same again.
fn submit(cue: &mut Cue<'_, '_>, draft: &Value) -> Result<(), Fault> {
    let ripe = draft["body"]["state"] == "draft" && cue.ripe(&format!("submit {}", text(draft, "version")));
    if !ripe {
        return Ok(());
    }
    let head = json!({ "head": draft["version"] });
    cue.post(&format!("drafts/{}/submit", text(draft, "subject")), &head).map(drop)
}

fn is_at_work(open: &[Value], message: &str, hazard: Option<&str>) -> bool {
    let fits = |content: &Value| {
        content["message"] == message && hazard.is_none_or(|hazard| content["hazard"] == hazard)
    };
    open.iter().any(|draft| fits(&draft["body"]["content"]))
}

fn draft(cue: &mut Cue<'_, '_>, warning: &Warning, open: &[Value]) -> Result<(), Fault> {
    let name = warning.name.get_ref().as_str();
    if is_at_work(open, "Alert", Some(warning.hazard.get_ref()))
        || cue.happened(name)?
        || !cue.is_due(name, warning.at, &warning.after)?
    {
        return Ok(());
    }
    let what = format!("draft {name}");
    let Some(incident) = cue.open_incident(warning.incident.get_ref())? else { return Ok(()) };
    if cue.is_made(warning.role.get_ref(), &what)? {
        return Ok(());
    }
    let body = json!({
        "id": cue.stage.id(&what),
        "incident": incident["subject"],
        "content": content(cue, warning),
    });
    cue.post("drafts", &body).map(drop)
}

fn content(cue: &Cue<'_, '_>, warning: &Warning) -> Value {
    let areas = cue.codes(&warning.areas);
    let response: Vec<&String> = warning.response.iter().map(|response| response.get_ref()).collect();
    json!({
        "message": "Alert",
        "hazard": warning.hazard.get_ref(),
        "severity": warning.severity.get_ref(),
        "urgency": warning.urgency.get_ref(),
        "certainty": warning.certainty.get_ref(),
        "response": response,
        "onset": minute(cue.now).to_string(),
        "expires": expires(cue, warning).to_string(),
        "left_out": left_out(cue, warning, &areas),
        "texts": texts(cue, &warning.headline, &warning.description, &warning.instruction),
        "place": {"areas": areas},
    })
}

/// Languages that are official in one of the places and that nobody wrote, with the reason.
fn left_out(cue: &Cue<'_, '_>, warning: &Warning, areas: &[String]) -> BTreeMap<String, String> {
    let places = areas.iter().filter_map(|code| cue.stage.country.areas.get(code));
    let official: BTreeSet<&String> = places.flat_map(|place| &place.languages).collect();
    let missing = |lang: &String| official.contains(lang) && !warning.headline.contains_key(lang);
    let left_out = warning.left_out.iter().filter(|(lang, _)| missing(lang));
    left_out.map(|(lang, why)| (lang.clone(), why.clone())).collect()
}

fn texts(cue: &Cue<'_, '_>, headline: &Texts, description: &Texts, instruction: &Texts) -> Value {
    let say =
        |texts: &Texts, lang: &str| texts.get(lang).map(|text| cue.stage.drawn.say(text.get_ref(), lang));
    let one = |lang: &String| {
        let words = json!({
            "headline": say(headline, lang),
            "description": say(description, lang).unwrap_or_default(),
            "instruction": say(instruction, lang).unwrap_or_default(),
        });
        (lang.clone(), words)
    };
    Value::Object(headline.keys().map(one).collect())
}

/// The next time of day that the scenario drew, and so much longer; without one, so much from now.
fn expires(cue: &Cue<'_, '_>, warning: &Warning) -> Timestamp {
    let until = warning.until.as_ref().and_then(|until| cue.stage.drawn.look_up(until.get_ref()));
    let from = match until {
        Some(Drawn::Time(time)) => next(cue, time.0).unwrap_or(cue.now),
        _ => cue.now,
    };
    minute(from.checked_add(SignedDuration::from_secs(i64::from(warning.holds.0))).unwrap_or(from))
}

/// The next moment at which it is so many minutes after midnight where the scenario plays.
fn next(cue: &Cue<'_, '_>, minutes: u32) -> Option<Timestamp> {
    let zone = TimeZone::get(cue.stage.scenario.zone.get_ref()).ok()?;
    let here = cue.now.to_zoned_datetime(zone.clone());
    let time = Time::new(i8::try_from(minutes / 60).ok()?, i8::try_from(minutes % 60).ok()?, 0, 0).ok()?;
    let today = here.date().to_datetime(time).to_zoned_datetime(zone.clone()).ok()?.timestamp();
    if today > cue.now {
        return Some(today);
    }
    here.date().tomorrow().ok()?.to_datetime(time).to_zoned_datetime(zone).ok().map(|next| next.timestamp())
}

fn minute(at: Timestamp) -> Timestamp {
    Timestamp::from_second(at.as_second() / 60 * 60).unwrap_or(at)
}

fn cancel(cue: &mut Cue<'_, '_>, clear: &AllClear, open: &[Value]) -> Result<(), Fault> {
    let name = clear.name.get_ref().as_str();
    if is_at_work(open, "Cancel", None) || !cue.is_due(name, clear.at, &clear.after)? {
        return Ok(());
    }
    for warning in items(&cue.get("warnings?state=in-force&limit=200")?) {
        let subject = text(&warning, "subject");
        let what = format!("cancel {name} {subject}");
        if cue.is_made(clear.role.get_ref(), &what)? {
            continue;
        }
        let body = json!({
            "id": cue.stage.id(&what),
            "texts": texts(cue, &clear.headline, &clear.description, &clear.instruction),
            "alone": false,
        });
        cue.post(&format!("warnings/{subject}/cancel"), &body)?;
    }
    Ok(())
}
