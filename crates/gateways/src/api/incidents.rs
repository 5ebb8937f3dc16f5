//! Incidents.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path as At, Query, State};
use kulla_desk::command::Command;
use kulla_desk::command::incident::{Deed, IncidentChange, NewIncident};
use kulla_picture::{Filter, Item};
use kulla_record::kind::action::Task;
use kulla_record::{Kind, SubjectId};
use kulla_respond::incident::Update;
use kulla_respond::task::is_late;
use kulla_respond::triage::SIGNAL_OF;

use super::ask::{Answer, Ask};
use super::wire::incident::{
    Because, HandOver, IncidentCounts, IncidentPage, IncidentRow, IncidentTold, IncidentUpdate,
    IncidentView,
};
use super::wire::item::Item as ItemSeen;
use super::wire::seen::SeenTold;
use super::{PAGE_ITEMS_MAX, Paging, Path, state};
use crate::entered::Entered;
use crate::house::House;
use crate::problem::Problem;
use crate::route::Route;
use crate::told::Told;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/incidents", "Incidents, newest first", list)
            .query(&["state", "after", "limit"])
            .gives::<IncidentPage>(),
        Route::post("/incidents", "Opens an incident", open).takes::<IncidentTold>().gives::<ItemSeen>(),
        Route::get("/incidents/{subject}", "An incident with what belongs to it", incident)
            .gives::<IncidentView>(),
        Route::post("/incidents/{subject}/update", "Changes an incident", update)
            .takes::<IncidentUpdate>()
            .gives::<ItemSeen>(),
        Route::post("/incidents/{subject}/close", "Closes an incident", close)
            .takes::<Because>()
            .gives::<ItemSeen>(),
        Route::post("/incidents/{subject}/reopen", "Reopens an incident", reopen)
            .takes::<Because>()
            .gives::<ItemSeen>(),
        Route::post("/incidents/{subject}/hand-over", "Hands command over", hand_over)
            .takes::<HandOver>()
            .gives::<ItemSeen>(),
    ]
}

async fn list(
    State(house): State<Arc<House>>,
    entered: Entered,
    Query(paging): Query<Paging>,
) -> Result<Json<IncidentPage>, Problem> {
    let known: [(&str, &[&'static str]); 3] =
        [("active", &["active"]), ("closed", &["closed"]), ("all", &[])];
    let states = state(paging.state.as_deref(), &known)?;
    let page = move |ask: &Ask<'_>| {
        let filter = Filter { kinds: vec![Kind::INCIDENT], states, ..Filter::default() };
        let page = ask.list(&filter, paging.after.as_deref(), paging.limit())?;
        let row =
            |item: &Item| Ok(IncidentRow { item: ask.show(item)?, counts: counts(ask, item.subject)? });
        let items = page.items.iter().map(row).collect::<Result<_, Problem>>()?;
        Ok(Json(IncidentPage { items, next: page.next }))
    };
    house.ask(&entered, page).await
}

fn counts(ask: &Ask<'_>, incident: SubjectId) -> Result<IncidentCounts, Problem> {
    let of =
        |kind, states| Filter { kinds: vec![kind], states, parent: Some(incident), ..Filter::default() };
    let tasks = of(Kind::TASK, super::tasks::OPEN.to_vec());
    let now = ask.desk.clock().now();
    let late = |item: &&Item| item.typed::<Task>().is_some_and(|task| is_late(&task, now));
    let open = ask.reader.list(&tasks, None, PAGE_ITEMS_MAX)?;
    Ok(IncidentCounts {
        entries: ask.reader.count(&of(Kind::ENTRY, Vec::new()))?,
        tasks: ask.reader.count(&tasks)?,
        tasks_late: open.items.iter().filter(late).count(),
    })
}

async fn incident(
    State(house): State<Arc<House>>,
    entered: Entered,
    At(path): At<Path>,
) -> Result<Json<IncidentView>, Problem> {
    let subject = path.subject()?;
    house.ask(&entered, move |ask| view(ask, subject).map(Json)).await
}

fn view(ask: &Ask<'_>, subject: SubjectId) -> Result<IncidentView, Problem> {
    let item = ask.open(subject, &[Kind::INCIDENT])?;
    let mut signals = Vec::new();
    for link in
        ask.reader.links(subject)?.into_iter().filter(|link| !link.outward && link.relation == SIGNAL_OF)
    {
        let triage = ask.triage_of(&link.item)?;
        signals.extend(ask.signal_strip(&link.item, triage.as_ref()));
    }
    let drafts = Filter { kinds: vec![Kind::DRAFT], parent: Some(subject), ..Filter::default() };
    let drafts = ask.reader.list(&drafts, None, PAGE_ITEMS_MAX)?.items;
    Ok(IncidentView {
        incident: ask.show(&item)?,
        signals,
        drafts: drafts.iter().map(|draft| ask.show(draft)).collect::<Result<_, _>>()?,
        counts: counts(ask, subject)?,
    })
}

async fn open(
    State(house): State<Arc<House>>,
    entered: Entered,
    told: Told<IncidentTold>,
) -> Result<Answer<ItemSeen>, Problem> {
    let write = move |ask: &Ask<'_>| {
        let body = told.body;
        let command = Command::OpenIncident(NewIncident {
            title: body.title,
            hazard: body.hazard,
            severity: body.severity,
            place: body.place,
            began: body.began,
            from_signal: body.from_signal,
            label: ask.label(body.label, &Kind::INCIDENT)?,
        });
        ask.act(Some(body.id), told.print, command)
    };
    house.ask(&entered, write).await
}

async fn change(
    house: Arc<House>,
    entered: Entered,
    path: Path,
    seen: SeenTold,
    print: [u8; 16],
    deed: Deed,
) -> Result<Answer<ItemSeen>, Problem> {
    let incident = path.subject()?;
    let command = Command::Incident(IncidentChange { incident, seen: seen.into(), deed });
    house.ask(&entered, move |ask| ask.act(None, print, command)).await
}

async fn update(
    State(house): State<Arc<House>>,
    entered: Entered,
    At(path): At<Path>,
    told: Told<IncidentUpdate>,
) -> Result<Answer<ItemSeen>, Problem> {
    let body = told.body;
    let update = Update {
        title: body.title,
        hazard: body.hazard,
        severity: body.severity,
        place: body.place,
        began: body.began,
    };
    change(house, entered, path, body.head, told.print, Deed::Update(update)).await
}

async fn close(
    State(house): State<Arc<House>>,
    entered: Entered,
    At(path): At<Path>,
    told: Told<Because>,
) -> Result<Answer<ItemSeen>, Problem> {
    change(house, entered, path, told.body.head, told.print, Deed::Close(told.body.reason)).await
}

async fn reopen(
    State(house): State<Arc<House>>,
    entered: Entered,
    At(path): At<Path>,
    told: Told<Because>,
) -> Result<Answer<ItemSeen>, Problem> {
    let Because { head, reason, text, lang } = told.body;
    let text = if text.trim().is_empty() { reason.clone() } else { text };
    change(house, entered, path, head, told.print, Deed::Reopen { text, reason, lang }).await
}

async fn hand_over(
    State(house): State<Arc<House>>,
    entered: Entered,
    At(path): At<Path>,
    told: Told<HandOver>,
) -> Result<Answer<ItemSeen>, Problem> {
    change(house, entered, path, told.body.head, told.print, Deed::HandOver(told.body.to)).await
}
