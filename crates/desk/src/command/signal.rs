//! Signals as they come in.

use kulla_cap::{Alert, Report as Judged};
use kulla_picture::Reader;
use kulla_record::decision::{Change, Written};
use kulla_record::kind::signal::{Bulletin, BulletinText, Report, Severity};
use kulla_record::label::{Label, Word};
use kulla_record::place::{Geometry, KM_PER_DEGREE, Place, Point};
use kulla_record::{Kind, RecordId, Session, SubjectId};

use super::bulletins;
use crate::failure::refused;
use crate::plan::{Step, Under};
use crate::{Desk, Failure};

/// Characters of a title.
const TITLE_CHARS_MAX: usize = 200;
/// Characters of the text of a report.
const TEXT_CHARS_MAX: usize = 4_000;
/// Points that a circle is drawn with.
const CIRCLE_POINTS: u32 = 32;

/// A report from a citizen, the field or a partner.
#[derive(Debug, Clone)]
pub struct NewReport {
    /// What is reported.
    pub report: Report,
    /// Who it is for; the profile's default, if nothing else is chosen.
    pub label: Option<Label>,
}

/// One CAP message that others sent.
#[derive(Debug, Clone)]
pub struct NewBulletin {
    /// The message as the codec judged it; never a rejected one.
    pub judged: Judged,
    /// The message as it came, decoded.
    pub xml: String,
}

type Planned = Result<(SubjectId, Vec<Step>), Failure>;

pub(super) fn report(desk: &Desk, session: &Session, new: &NewReport, id: Option<RecordId>) -> Planned {
    let report = &new.report;
    let title = report.title.trim();
    if title.is_empty() || title.chars().count() > TITLE_CHARS_MAX {
        return Err(refused(
            "report.title",
            format!("a report needs a title of 1 to {TITLE_CHARS_MAX} characters"),
        ));
    }
    if report.text.chars().count() > TEXT_CHARS_MAX {
        return Err(refused(
            "report.text",
            format!("the text of a report holds at most {TEXT_CHARS_MAX} characters"),
        ));
    }
    if let Some(shape) = &report.place.geometry
        && !shape.points().all(Point::is_on_globe)
    {
        return Err(refused(
            "report.place",
            "the place lies off the globe: write longitude, then latitude, in degrees",
        ));
    }
    let label = match &new.label {
        Some(label) => label.clone(),
        None => desk.composer(session, None).default_for(&Kind::REPORT)?,
    };
    let subject = SubjectId::from(id.unwrap_or_else(|| desk.new_id()));
    Ok((subject, vec![first(subject, report.clone(), label)]))
}

impl NewBulletin {
    /// The one subject of this message at this agency: the same message sent twice is one bulletin.
    pub fn subject(&self, agency: &Word, exercise: Option<&Word>) -> SubjectId {
        let name =
            self.judged.alert.as_ref().map(|alert| alert.reference().to_string()).unwrap_or_default();
        // The same message in an exercise is another bulletin.
        let exercise = exercise.map(|exercise| format!("exercise-{exercise} "));
        let exercise = exercise.unwrap_or_default();
        SubjectId::derived(&format!("cap {exercise}{agency} {name}"), SubjectId([0; 16]))
    }
}

/// For whom a bulletin is held, and what of the others is seen when it is written.
pub(crate) struct Held<'a> {
    /// Sees what the writer may see.
    pub reader: &'a Reader,
    /// Whose bulletin it is.
    pub agency: &'a Word,
    /// The exercise that it is held in.
    pub exercise: Option<&'a Word>,
    /// The label that it is written under.
    pub under: Under,
}

pub(super) fn bulletin_by(desk: &Desk, session: &Session, reader: &Reader, new: &NewBulletin) -> Planned {
    let label = desk.composer(session, None).default_for(&Kind::BULLETIN)?;
    let (agency, exercise) = (&session.agency, session.exercise.as_ref());
    bulletin(desk, &Held { reader, agency, exercise, under: Under::Written(label) }, new)
}

pub(crate) fn bulletin(desk: &Desk, held: &Held<'_>, new: &NewBulletin) -> Planned {
    let subject = new.subject(held.agency, held.exercise);
    if !held.reader.heads(subject)?.is_empty() {
        return Ok((subject, Vec::new()));
    }
    let alert = new
        .judged
        .alert
        .as_ref()
        .ok_or_else(|| refused("cap.rejected", "a rejected message is no signal"))?;
    let twins = bulletins::named(held, &alert.reference())?;
    if let Some(twin) = twins.into_iter().find(|twin| held.is_for_the_same(twin)) {
        return Ok((twin.subject, Vec::new()));
    }
    let body = body(desk, alert, new);
    let mut steps = vec![Step { change: Change::first(subject, body), under: held.under.clone() }];
    steps.extend(bulletins::links(held, subject, alert)?);
    Ok((subject, steps))
}

fn first(subject: SubjectId, body: impl Into<Written>, label: Label) -> Step {
    Step { change: Change::first(subject, body), under: Under::Written(label) }
}

fn body(desk: &Desk, alert: &Alert, new: &NewBulletin) -> Bulletin {
    let first = alert.infos.first();
    let sent = alert.sent.timestamp();
    let effective =
        first.and_then(|info| info.onset.or(info.effective)).map_or(sent, |time| time.timestamp());
    let expires = alert.infos.iter().filter_map(|info| info.expires).map(|time| time.timestamp()).max();
    Bulletin {
        title: title(alert),
        identifier: alert.identifier.clone(),
        sender: alert.sender.clone(),
        sent: alert.sent.to_string(),
        msg_type: alert.msg_type.to_string(),
        status: alert.status.to_string(),
        references: alert.references.iter().map(ToString::to_string).collect(),
        severity: alert.infos.iter().map(|info| severity(info.severity)).max().unwrap_or_default(),
        effective,
        expires,
        place: place(desk, alert),
        texts: alert.infos.iter().map(text).collect(),
        findings: new
            .judged
            .findings
            .iter()
            .map(|finding| format!("{}: {}", finding.rule, finding.message))
            .collect(),
        signature: new.judged.signature.to_string(),
        xml: new.xml.clone(),
        rest: Default::default(),
    }
}

/// A message in one line.
pub(crate) fn title(alert: &Alert) -> String {
    let first = alert.infos.first();
    let title = first.map(|info| info.headline.clone().unwrap_or_else(|| info.event.clone()));
    title.or_else(|| alert.note.clone()).unwrap_or_else(|| alert.msg_type.to_string())
}

fn severity(severity: kulla_cap::Severity) -> Severity {
    match severity {
        kulla_cap::Severity::Extreme => Severity::Extreme,
        kulla_cap::Severity::Severe => Severity::Severe,
        kulla_cap::Severity::Moderate => Severity::Moderate,
        kulla_cap::Severity::Minor => Severity::Minor,
        kulla_cap::Severity::Unknown => Severity::Unknown,
    }
}

fn text(info: &kulla_cap::Info) -> BulletinText {
    BulletinText {
        lang: info.language.clone(),
        event: info.event.clone(),
        headline: info.headline.clone().unwrap_or_default(),
        description: info.description.clone().unwrap_or_default(),
        instruction: info.instruction.clone().unwrap_or_default(),
        severity: severity(info.severity),
        urgency: info.urgency.to_string(),
        certainty: info.certainty.to_string(),
        areas: info.areas.iter().map(|area| area.description.clone()).collect(),
        rest: Default::default(),
    }
}

/// All areas of all blocks together; codes only of the profile's own scheme.
fn place(desk: &Desk, alert: &Alert) -> Place {
    let scheme = &desk.profile().country.areas.geocode_scheme;
    let (mut words, mut codes, mut shapes) = (Vec::new(), Vec::new(), Vec::new());
    for area in alert.infos.iter().flat_map(|info| &info.areas) {
        push_new(&mut words, area.description.trim().to_owned());
        let ours = area.geocodes.iter().filter(|code| code.value_name == *scheme);
        ours.for_each(|code| push_new(&mut codes, code.value.clone()));
        let rings = area.polygons.iter().map(|ring| ring.0.iter().map(|p| Point(p.lon, p.lat)).collect());
        rings
            .chain(area.circles.iter().map(circle))
            .for_each(|ring: Vec<Point>| push_new(&mut shapes, vec![ring]));
    }
    let geometry = (!shapes.is_empty()).then_some(Geometry::MultiPolygon(shapes));
    Place { words: words.join("; "), areas: codes, geometry, rest: Default::default() }
}

fn push_new<T: PartialEq>(list: &mut Vec<T>, item: T) {
    if !list.contains(&item) {
        list.push(item);
    }
}

fn circle(circle: &kulla_cap::Circle) -> Vec<Point> {
    let lat_degrees = circle.radius_km / KM_PER_DEGREE;
    let lon_degrees = lat_degrees / circle.centre.lat.to_radians().cos().abs().max(0.01);
    let corner = |n: u32| {
        let angle = f64::from(n % CIRCLE_POINTS) / f64::from(CIRCLE_POINTS) * std::f64::consts::TAU;
        let lat = (circle.centre.lat + lat_degrees * angle.sin()).clamp(-90.0, 90.0);
        Point((circle.centre.lon + lon_degrees * angle.cos()).clamp(-180.0, 180.0), lat)
    };
    (0..=CIRCLE_POINTS).map(corner).collect()
}
