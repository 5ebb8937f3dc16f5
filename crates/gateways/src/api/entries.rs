//! The chronological log of an incident.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path as At, Query, State};
use kulla_desk::command::Command;
use kulla_desk::command::incident::{Correction, NewEntry};
use kulla_picture::Filter;
use kulla_record::Kind;
use kulla_record::kind::incident::Entry;
use kulla_respond::entry::Line;

use super::ask::{Answer, Ask};
use super::wire::incident::{EntryCorrected, EntryTold};
use super::wire::item::{Item as ItemSeen, ItemPage};
use super::{Paging, Path};
use crate::entered::Entered;
use crate::house::House;
use crate::problem::Problem;
use crate::route::Route;
use crate::told::Told;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/incidents/{subject}/entries", "The log of an incident, newest first", list)
            .query(&["after", "limit"])
            .gives::<ItemPage>(),
        Route::post("/incidents/{subject}/entries", "Writes a line of the log", write)
            .takes::<EntryTold>()
            .gives::<ItemSeen>(),
        Route::post("/entries/{subject}/correct", "Corrects a line; the earlier version stays", correct)
            .takes::<EntryCorrected>()
            .gives::<ItemSeen>(),
    ]
}

async fn list(
    State(house): State<Arc<House>>,
    entered: Entered,
    At(path): At<Path>,
    Query(paging): Query<Paging>,
) -> Result<Json<ItemPage>, Problem> {
    let incident = path.subject()?;
    let page = move |ask: &Ask<'_>| {
        ask.head(incident, &[Kind::INCIDENT])?;
        let filter = Filter { kinds: vec![Kind::ENTRY], parent: Some(incident), ..Filter::default() };
        ask.page(ask.list(&filter, paging.after.as_deref(), paging.limit())?).map(Json)
    };
    house.ask(&entered, page).await
}

async fn write(
    State(house): State<Arc<House>>,
    entered: Entered,
    At(path): At<Path>,
    told: Told<EntryTold>,
) -> Result<Answer<ItemSeen>, Problem> {
    let incident = path.subject()?;
    let write = move |ask: &Ask<'_>| {
        let body = told.body;
        let line = Line {
            when: body.when,
            text: body.text,
            decision: body.decision,
            reason: body.reason,
            lang: body.lang,
        };
        let label = ask.label(body.label, &Kind::ENTRY)?;
        ask.act(Some(body.id), told.print, Command::Entry(NewEntry { incident, line, label }))
    };
    house.ask(&entered, write).await
}

async fn correct(
    State(house): State<Arc<House>>,
    entered: Entered,
    At(path): At<Path>,
    told: Told<EntryCorrected>,
) -> Result<Answer<ItemSeen>, Problem> {
    let entry = path.subject()?;
    let write = move |ask: &Ask<'_>| {
        let stands = ask.head(entry, &[Kind::ENTRY])?.typed::<Entry>().ok_or_else(Problem::absent)?;
        let body = told.body;
        let line = Line {
            when: body.when,
            text: body.text,
            decision: body.decision.unwrap_or(stands.decision),
            reason: body.reason.unwrap_or(stands.reason),
            lang: body.lang.unwrap_or(stands.lang),
        };
        ask.act(None, told.print, Command::Correct(Correction { entry, seen: body.head.into(), line }))
    };
    house.ask(&entered, write).await
}
