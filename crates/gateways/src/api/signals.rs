//! Signals and their triage.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path as At, State};
use kulla_desk::command::Command;
use kulla_desk::command::signal::NewReport;
use kulla_desk::command::triage::{Deed, Triage};
use kulla_picture::{Filter, Item};
use kulla_record::kind::incident::Incident;
use kulla_record::kind::signal::Report;
use kulla_record::place::Bounds;
use kulla_record::{Kind, SubjectId};
use kulla_respond::triage::SIGNAL_OF;

use super::Path;
use super::ask::{Answer, Ask};
use super::strip::place_of;
use super::wire::incident::IncidentBrief;
use super::wire::item::{Item as ItemSeen, Strip};
use super::wire::signal::{ReportTold, SignalView, TriageTold, Triaged};
use crate::entered::Entered;
use crate::house::House;
use crate::problem::Problem;
use crate::route::Route;
use crate::told::Told;

/// Signals that are shown as near.
const NEAR_MAX: usize = 10;
/// How far around a signal others are near, in degrees: about five kilometres.
const NEAR_DEGREES: f64 = 0.05;
/// How long before and after a signal others are near, in milliseconds: a day.
const NEAR_MS: i64 = 24 * 3_600_000;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::post("/signals/report", "Writes down a report by hand", report)
            .takes::<ReportTold>()
            .gives::<ItemSeen>(),
        Route::get("/signals/{subject}", "A signal with what was made of it", signal).gives::<SignalView>(),
        triaging("/signals/{subject}/take", "Takes a signal in hand, or over from a colleague", Verb::Take),
        triaging("/signals/{subject}/release", "Puts a signal back", Verb::Release),
        triaging("/signals/{subject}/dismiss", "Says that a signal is not relevant", Verb::Dismiss),
        triaging("/signals/{subject}/link", "Puts a signal to an incident", Verb::Link),
        triaging("/signals/{subject}/grade", "Grades source and information", Verb::Grade),
        triaging("/signals/{subject}/reopen", "Undoes a link or a dismissal", Verb::Reopen),
    ]
}

#[derive(Debug, Clone, Copy)]
enum Verb {
    Take,
    Release,
    Dismiss,
    Link,
    Grade,
    Reopen,
}

fn triaging(path: &'static str, says: &'static str, verb: Verb) -> Route {
    let run = move |State(house): State<Arc<House>>,
                    entered: Entered,
                    At(path): At<Path>,
                    told: Told<TriageTold>| async move {
        let signal = path.subject()?;
        house.ask(&entered, move |ask| step(ask, signal, verb, told)).await
    };
    Route::post(path, says, run).takes::<TriageTold>().gives::<Triaged>()
}

fn step(
    ask: &Ask<'_>,
    signal: SubjectId,
    verb: Verb,
    told: Told<TriageTold>,
) -> Result<Answer<Triaged>, Problem> {
    let body = told.body;
    let deed = match verb {
        Verb::Take => body.from.map_or(Deed::Take, Deed::TakeOver),
        Verb::Release => Deed::Release,
        Verb::Dismiss => Deed::Dismiss(body.reason),
        Verb::Reopen => Deed::Reopen,
        Verb::Link => Deed::Link(body.incident.ok_or_else(|| Problem::malformed("`incident` is missing"))?),
        Verb::Grade => Deed::Grade(body.grade.ok_or_else(|| Problem::malformed("`grade` is missing"))?),
    };
    let seen = body.head.map(Into::into).unwrap_or_default();
    let command = Command::Triage(Triage { signal, seen, deed });
    let done = ask.carry_out(None, told.print, command)?;
    ask.answer(&done, |ask| {
        let item = ask.head(signal, Kind::SIGNALS)?;
        let triage = ask.triage_of(&item)?;
        Ok(Triaged { signal: ask.show(&item)?, triage: triage.map(|item| ask.show(&item)).transpose()? })
    })
}

async fn report(
    State(house): State<Arc<House>>,
    entered: Entered,
    told: Told<ReportTold>,
) -> Result<Answer<ItemSeen>, Problem> {
    let write = move |ask: &Ask<'_>| {
        let body = told.body;
        let report = Report {
            title: body.title,
            text: body.text,
            lang: body.lang,
            seen: body.seen.unwrap_or_else(|| ask.desk.clock().now()),
            place: body.place,
            severity: body.severity,
            life_at_risk: body.life_at_risk,
            from: body.from,
            handed_in: None,
            rest: Default::default(),
        };
        let label = ask.label(body.label, &Kind::REPORT)?;
        ask.act(Some(body.id), told.print, Command::Report(NewReport { report, label }))
    };
    house.ask(&entered, write).await
}

async fn signal(
    State(house): State<Arc<House>>,
    entered: Entered,
    At(path): At<Path>,
) -> Result<Json<SignalView>, Problem> {
    let subject = path.subject()?;
    house.ask(&entered, move |ask| view(ask, subject).map(Json)).await
}

fn view(ask: &Ask<'_>, subject: SubjectId) -> Result<SignalView, Problem> {
    let item = ask.open(subject, Kind::SIGNALS)?;
    let triage = ask.triage_of(&item)?;
    let links = ask.reader.links(subject)?.into_iter();
    let incidents = links.filter(|link| link.outward && link.relation == SIGNAL_OF).filter_map(|link| {
        let incident = link.item.typed::<Incident>()?;
        Some(IncidentBrief { subject: link.item.subject, number: incident.number, title: incident.title })
    });
    Ok(SignalView {
        incidents: incidents.collect(),
        near: near(ask, &item)?,
        alike: super::alike::of(ask, &item)?,
        signal: ask.show(&item)?,
        triage: triage.map(|item| ask.show(&item)).transpose()?,
    })
}

/// Other signals about the same place and time, of those that the session sees.
fn near(ask: &Ask<'_>, item: &Item) -> Result<Vec<Strip>, Problem> {
    let Some(around) = place_of(item).and_then(|place| ask.bounds(&place)) else { return Ok(Vec::new()) };
    let when = kulla_picture::facts::Facts::of(&item.kind, item.body.as_deref().unwrap_or_default()).when;
    let when_ms = when.unwrap_or_else(|| item.at.timestamp()).as_millisecond();
    let filter = Filter {
        kinds: Kind::SIGNALS.to_vec(),
        within: Some(Bounds {
            west: around.west - NEAR_DEGREES,
            south: around.south - NEAR_DEGREES,
            east: around.east + NEAR_DEGREES,
            north: around.north + NEAR_DEGREES,
        }),
        since_ms: Some(when_ms.saturating_sub(NEAR_MS)),
        until_ms: Some(when_ms.saturating_add(NEAR_MS)),
        ..Filter::default()
    };
    let mut strips = Vec::new();
    for other in ask.reader.list(&filter, None, NEAR_MAX + 1)?.items {
        if other.subject != item.subject && strips.len() < NEAR_MAX {
            let triage = ask.triage_of(&other)?;
            strips.extend(ask.signal_strip(&other, triage.as_ref()));
        }
    }
    Ok(strips)
}
