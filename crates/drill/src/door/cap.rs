//! `POST /api/v1/signals/cap`: a CAP 1.2 message, as an institute of another country or of this one sends it.

use kulla_cap::{Alert, Area, Circle, Info, MsgType, NamedValue, Point, Reference, Scope, Status, Time};

use super::{Throw, refused};
use crate::client::Fault;
use crate::scenario::Cap;

/// How far around the seat of a municipality a bulletin is drawn, in kilometres.
const AREA_KM: f64 = 8.0;

pub(super) fn throw(throw: &Throw<'_>, cap: &Cap) -> Result<Option<String>, Fault> {
    let alert =
        alert(throw, cap).ok_or_else(|| refused("cap.scenario", "the message can't be composed"))?;
    let xml = kulla_cap::write(&alert).map_err(|error| refused("cap.scenario", error.to_string()))?;
    let taken = throw.client.post_bytes(throw.token, "signals/cap", ("application/xml", xml.as_bytes()))?;
    if let Some(reason) = taken["quarantined"][0]["reason"].as_str() {
        return Err(refused("cap.quarantined", reason));
    }
    let became = taken["received"][0]["subject"].as_str().or_else(|| taken["known"][0].as_str());
    Ok(became.map(str::to_owned))
}

/// The identifier of an inject's message: the same whenever it is sent.
fn identifier(throw: &Throw<'_>, name: &str) -> String {
    let exercise = throw.exercise.0.get(..8).unwrap_or_default();
    format!("{}-{exercise}-{name}", throw.scenario.name())
}

fn alert(throw: &Throw<'_>, cap: &Cap) -> Option<Alert> {
    let sender = throw.say(&cap.sender, "en");
    let follows = |name: &toml::Spanned<String>| {
        let sent = *throw.earlier.get(name.get_ref())?;
        let identifier = identifier(throw, name.get_ref());
        Some(Reference { sender: sender.clone(), identifier, sent: time(throw, sent)? })
    };
    let references = cap.follows.as_ref().map(follows);
    Some(Alert {
        identifier: identifier(throw, throw.inject().name.get_ref()),
        sent: time(throw, throw.at)?,
        status: Status::Exercise,
        msg_type: cap.message.get_ref().parse::<MsgType>().ok()?,
        source: None,
        scope: Scope::Public,
        restriction: None,
        addresses: Vec::new(),
        codes: Vec::new(),
        // CAP 1.2 §3.2.1: the note of an exercise's message names it, and without that no door takes it in.
        note: Some(throw.exercise.1.to_owned()),
        references: references.flatten().into_iter().collect(),
        incidents: Vec::new(),
        infos: cap.headline.keys().map(|lang| info(throw, cap, lang)).collect::<Option<_>>()?,
        sender,
    })
}

fn info(throw: &Throw<'_>, cap: &Cap, lang: &str) -> Option<Info> {
    let hazard = throw.country.hazards.get(cap.hazard.get_ref())?;
    let say = |texts: &crate::scenario::Texts| texts.get(lang).map(|text| throw.say(text, lang));
    let areas = throw.drawn.list(cap.areas.iter().map(|area| area.get_ref().as_str()));
    let expires = throw.at.checked_add(jiff::SignedDuration::from_secs(i64::from(cap.expires.0))).ok()?;
    Some(Info {
        language: lang.to_owned(),
        categories: vec![hazard.category.parse().ok()?],
        event: hazard.event(lang),
        response_types: Vec::new(),
        urgency: cap.urgency.get_ref().parse().ok()?,
        severity: cap.severity.get_ref().parse().ok()?,
        certainty: cap.certainty.get_ref().parse().ok()?,
        audience: None,
        event_codes: Vec::new(),
        effective: Some(time(throw, throw.at)?),
        onset: None,
        expires: Some(time(throw, expires)?),
        sender_name: say(&cap.sender_name),
        headline: say(&cap.headline),
        description: say(&cap.description),
        instruction: say(&cap.instruction),
        web: None,
        contact: None,
        parameters: Vec::new(),
        resources: Vec::new(),
        areas: areas.iter().map(|code| area(throw, code, lang)).collect(),
    })
}

fn area(throw: &Throw<'_>, code: &str, lang: &str) -> Area {
    let known = throw.country.areas.get(code);
    let seat = known.map(|known| Point { lat: known.seat.1, lon: known.seat.0 });
    Area {
        description: known.map_or_else(|| code.to_owned(), |known| known.name(lang)),
        polygons: Vec::new(),
        circles: seat.map(|centre| Circle { centre, radius_km: AREA_KM }).into_iter().collect(),
        geocodes: vec![NamedValue::new(throw.scenario.geocode_scheme.get_ref().as_str(), code)],
        altitude: None,
        ceiling: None,
    }
}

/// A moment as people in the zone of the scenario read it.
fn time(throw: &Throw<'_>, at: jiff::Timestamp) -> Option<Time> {
    let zone = jiff::tz::TimeZone::get(throw.scenario.zone.get_ref()).ok()?;
    Time::at(at, i16::try_from(zone.to_offset(at).seconds() / 60).ok()?)
}
