//! Content → CAP 1.2: one `info` for each language, all of them saying the same of the same places.
//!
//! In an exercise every headline begins with the word for it and every description says so before anything
//! else, in all its languages: a picture of a part of the message still tells. Real emergencies have been
//! caused by a test that escaped.
//!
//! A drawn shape and the municipalities it touches are both given. CAP reads them as a union, so a receiver
//! that knows only codes warns the whole municipality: too many rather than too few.

use jiff::Timestamp;
use kulla_cap::{
    Alert, Area, Circle, Info, MsgType, NamedValue, Point, Polygon, Reference, Scope, Status, Time,
};
use kulla_record::SubjectId;
use kulla_record::decision::Refusal;
use kulla_record::kind::signal::Severity;
use kulla_record::kind::warning::{Content, MessageType, Warning, WarningState, WarningText};
use kulla_record::place::{Geometry, Point as Place};

use crate::facts::{AreaFacts, Facts, HazardFacts, Mode, Shape};

/// Bytes of the longest message. It has to fit into the body of a record beside its content.
pub const XML_BYTES_MAX: usize = 512 * 1024;
/// CAP `valueName` of the parameter that says that shapes are approximate.
pub const AREAS_NOTE: &str = "areas-note";

/// What only the moment of issuing knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Imprint {
    /// CAP `identifier`.
    pub identifier: String,
    /// CAP `sent`; cut to whole seconds, and never before a message that is referred to.
    pub sent: Timestamp,
    /// CAP `web`: the lasting address for people.
    pub web: Option<String>,
}

/// A message that is ready to go out.
#[derive(Debug, Clone, PartialEq)]
pub struct Message {
    /// As values.
    pub alert: Alert,
    /// As bytes: what `kulla_cap` writes and validates as accepted.
    pub xml: String,
}

/// Composes and writes the message.
///
/// Codes: `compose.not-accepted`, `compose.too-large`, and those of [`alert`].
pub fn message(content: &Content, facts: &Facts<'_>, imprint: &Imprint) -> Result<Message, Refusal> {
    let alert = alert(content, facts, imprint)?;
    let xml = kulla_cap::write(&alert).map_err(|error| {
        Refusal::new("compose.not-accepted", format!("the message would not be accepted: {error}"))
    })?;
    if xml.len() > XML_BYTES_MAX {
        let message =
            format!("the message has {} bytes, {XML_BYTES_MAX} fit: draw simpler shapes", xml.len());
        return Err(Refusal::new("compose.too-large", message).with("max", XML_BYTES_MAX));
    }
    Ok(Message { alert, xml })
}

/// Composes the message as values.
///
/// Codes: `compose.hazard`, `compose.area`, `compose.time`, `compose.code`, `compose.follows`,
/// `compose.exercise-word`.
pub fn alert(content: &Content, facts: &Facts<'_>, imprint: &Imprint) -> Result<Alert, Refusal> {
    let (status, note) = match facts.mode {
        Mode::Actual => (Status::Actual, None),
        Mode::Exercise { name } => {
            let words = facts.profile.all_exercise_words();
            if words.trim().is_empty() || facts.profile.exercise_words.values().any(|w| w.trim().is_empty())
            {
                let message = "the profile has no word for an exercise: set `exercise.word` in it";
                return Err(Refusal::new("compose.exercise-word", message));
            }
            (Status::Exercise, Some(format!("{words}: {name}")))
        }
    };
    let references = references(content, facts)?;
    // A wall clock that was put back must not keep a wrong warning from being cancelled: a message is never
    // sent before what it refers to.
    let sent = references.iter().map(|earlier| earlier.sent.timestamp()).fold(imprint.sent, Timestamp::max);
    let imprint = &Imprint { sent, ..imprint.clone() };
    Ok(Alert {
        identifier: imprint.identifier.clone(),
        sender: facts.profile.sender.clone(),
        sent: time(imprint.sent, facts)?,
        status,
        msg_type: match content.message {
            MessageType::Alert => MsgType::Alert,
            MessageType::Update => MsgType::Update,
            MessageType::Cancel => MsgType::Cancel,
        },
        source: None,
        scope: Scope::Public,
        restriction: None,
        addresses: Vec::new(),
        codes: Vec::new(),
        note,
        references,
        incidents: Vec::new(),
        infos: content
            .texts
            .iter()
            .map(|(lang, text)| info(content, lang, text, facts, imprint))
            .collect::<Result<_, _>>()?,
    })
}

/// The headline as it goes out: in an exercise the word comes first.
pub fn headline(text: &WarningText, lang: &str, facts: &Facts<'_>) -> String {
    let plain = text.headline.trim();
    match facts.mode {
        Mode::Actual => plain.to_owned(),
        Mode::Exercise { .. } => {
            let word = facts.profile.exercise_word(lang);
            if plain.starts_with(&word) { plain.to_owned() } else { format!("{word}: {plain}") }
        }
    }
}

/// What is happening as it goes out: in an exercise that is said first, in every language.
pub fn description(text: &WarningText, facts: &Facts<'_>) -> String {
    let plain = text.description.trim();
    match facts.mode {
        Mode::Actual => plain.to_owned(),
        Mode::Exercise { name } => format!("{} ({name})\n{plain}", facts.profile.all_exercise_words()),
    }
}

/// Whether the warning still holds, as far as its state says.
pub(crate) fn is_in_force(warning: &Warning) -> bool {
    warning.state == WarningState::InForce
}

/// When the warning went out.
pub(crate) fn sent_at(warning: &Warning) -> Option<Timestamp> {
    Time::parse(&warning.sent).ok().map(|sent| sent.timestamp())
}

fn info(
    content: &Content,
    lang: &str,
    text: &WarningText,
    facts: &Facts<'_>,
    imprint: &Imprint,
) -> Result<Info, Refusal> {
    let profile = facts.profile;
    let hazard =
        profile.hazards.get(&content.hazard).ok_or_else(|| unknown("compose.hazard", &content.hazard))?;
    let event =
        profile.say(&hazard.names, lang).ok_or_else(|| unknown("compose.hazard", &content.hazard))?;
    Ok(Info {
        language: profile.tags.get(lang).cloned().unwrap_or_else(|| lang.to_owned()),
        categories: vec![code(&hazard.category)?],
        event: event.to_owned(),
        response_types: responses(content)?,
        urgency: code(&content.urgency)?,
        severity: severity(content.severity),
        certainty: code(&content.certainty)?,
        audience: None,
        event_codes: event_codes(hazard),
        effective: Some(time(imprint.sent, facts)?),
        onset: Some(time(content.onset, facts)?),
        expires: Some(time(content.expires, facts)?),
        sender_name: profile.say(&profile.sender_names, lang).map(str::to_owned),
        headline: Some(headline(text, lang, facts)),
        description: Some(description(text, facts)),
        instruction: Some(text.instruction.trim().to_owned()).filter(|words| !words.is_empty()),
        web: imprint.web.clone(),
        contact: profile.contact.clone(),
        parameters: profile
            .say(&profile.areas_note, lang)
            .map(|note| NamedValue::new(AREAS_NOTE, note))
            .into_iter()
            .collect(),
        resources: Vec::new(),
        areas: areas(content, lang, facts)?,
    })
}

fn references(content: &Content, facts: &Facts<'_>) -> Result<Vec<Reference>, Refusal> {
    let reference = |subject: &SubjectId| {
        let fact = facts.followed.iter().find(|fact| fact.subject == *subject)?;
        let Warning { sender, identifier, sent, .. } = fact.warning;
        let sent = Time::parse(sent).ok()?;
        Some(Reference { sender: sender.clone(), identifier: identifier.clone(), sent })
    };
    let found =
        |subject| reference(subject).ok_or_else(|| unknown("compose.follows", &subject.to_string()));
    content.follows.iter().map(found).collect()
}

fn responses(content: &Content) -> Result<Vec<kulla_cap::ResponseType>, Refusal> {
    if content.message == MessageType::Cancel && content.response.is_empty() {
        return Ok(vec![kulla_cap::ResponseType::AllClear]);
    }
    content.response.iter().map(|response| code(response)).collect()
}

fn event_codes(hazard: &HazardFacts) -> Vec<NamedValue> {
    hazard.codes.iter().map(|(scheme, code)| NamedValue::new(scheme.as_str(), code.as_str())).collect()
}

fn areas(content: &Content, lang: &str, facts: &Facts<'_>) -> Result<Vec<Area>, Refusal> {
    let mut areas = Vec::new();
    let mut names = Vec::new();
    for place in &content.place.areas {
        let known = facts.profile.areas.get(place).ok_or_else(|| unknown("compose.area", place))?;
        let name = facts.profile.say(&known.names, lang).unwrap_or(place);
        names.push(name);
        areas.push(municipality(place, name, known, facts)?);
    }
    let drawn = drawn(content.place.geometry.as_ref());
    if !drawn.is_empty() {
        let words = content.place.words.trim();
        let description = if words.is_empty() { names.join(", ") } else { words.to_owned() };
        areas.insert(0, Area { polygons: drawn, ..area(description) });
    }
    Ok(areas)
}

fn municipality(code: &str, name: &str, known: &AreaFacts, facts: &Facts<'_>) -> Result<Area, Refusal> {
    let geocodes = vec![NamedValue::new(facts.profile.geocode_scheme.as_str(), code)];
    let mut area = Area { geocodes, ..area(name.to_owned()) };
    match &known.shape {
        Shape::Circle { centre, radius_km } if centre.is_on_globe() && *radius_km >= 0.0 => {
            area.circles.push(Circle { centre: point(centre), radius_km: *radius_km });
        }
        Shape::Circle { .. } => return Err(unknown("compose.area", code)),
        Shape::Polygons(rings) => area.polygons.extend(rings.iter().map(|ring| polygon(ring))),
    }
    Ok(area)
}

fn area(description: String) -> Area {
    Area {
        description,
        polygons: Vec::new(),
        circles: Vec::new(),
        geocodes: Vec::new(),
        altitude: None,
        ceiling: None,
    }
}

/// Outer rings only: CAP knows no holes, and what lies in one is warned too. A point encloses nothing.
fn drawn(shape: Option<&Geometry>) -> Vec<Polygon> {
    match shape {
        None | Some(Geometry::Point(_)) => Vec::new(),
        Some(Geometry::Polygon(rings)) => rings.first().map(|ring| polygon(ring)).into_iter().collect(),
        Some(Geometry::MultiPolygon(polygons)) => {
            polygons.iter().filter_map(|rings| rings.first()).map(|ring| polygon(ring)).collect()
        }
    }
}

fn polygon(ring: &[Place]) -> Polygon {
    Polygon(ring.iter().map(point).collect())
}

fn point(place: &Place) -> Point {
    Point { lat: place.lat(), lon: place.lon() }
}

fn severity(severity: Severity) -> kulla_cap::Severity {
    match severity {
        Severity::Extreme => kulla_cap::Severity::Extreme,
        Severity::Severe => kulla_cap::Severity::Severe,
        Severity::Moderate => kulla_cap::Severity::Moderate,
        Severity::Minor => kulla_cap::Severity::Minor,
        Severity::Unknown => kulla_cap::Severity::Unknown,
    }
}

/// A moment as people in the zone of the profile read it.
fn time(at: Timestamp, facts: &Facts<'_>) -> Result<Time, Refusal> {
    let offset = facts.profile.zone.to_offset(at);
    let minutes = i16::try_from(offset.seconds() / 60).ok();
    minutes
        .and_then(|minutes| Time::at(at, minutes))
        .ok_or_else(|| unknown("compose.time", &at.to_string()))
}

fn code<T: std::str::FromStr>(text: &str) -> Result<T, Refusal> {
    text.parse().map_err(|_| unknown("compose.code", text))
}

fn unknown(code: &'static str, value: &str) -> Refusal {
    Refusal::new(code, format!("`{value}` can't be written into a message: look at the profile or mend it"))
        .with("value", value)
}
