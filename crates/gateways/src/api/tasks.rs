//! Tasks.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path as At, Query, State};
use kulla_desk::command::Command;
use kulla_desk::command::task::{NewTask, TaskStep};
use kulla_picture::Filter;
use kulla_record::Kind;
use kulla_respond::task;

use super::ask::{Answer, Ask};
use super::wire::incident::{TaskStepTold, TaskTold};
use super::wire::item::{Item as ItemSeen, ItemPage};
use super::{Paging, Path, state};
use crate::entered::Entered;
use crate::house::House;
use crate::problem::Problem;
use crate::route::Route;
use crate::told::Told;

/// States in which a task is not ended.
pub(super) const OPEN: [&str; 3] = ["sent", "acknowledged", "started"];

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/incidents/{subject}/tasks", "Tasks of an incident, newest first", of_incident)
            .query(&["after", "limit"])
            .gives::<ItemPage>(),
        Route::post("/incidents/{subject}/tasks", "Gives an agency a task", send)
            .takes::<TaskTold>()
            .gives::<ItemSeen>(),
        Route::get("/tasks", "Tasks of the own agency, newest first", list)
            .query(&["state", "after", "limit"])
            .gives::<ItemPage>(),
        stepping("/tasks/{subject}/acknowledge", "Says that a task was read", |_| {
            task::Command::Acknowledge
        }),
        stepping("/tasks/{subject}/start", "Begins a task", |_| task::Command::Start),
        stepping("/tasks/{subject}/done", "Finishes a task", |told| task::Command::Finish {
            outcome: told.outcome,
        }),
        stepping("/tasks/{subject}/cancel", "Takes a task back", |told| task::Command::Cancel {
            reason: told.reason,
        }),
    ]
}

fn stepping(path: &'static str, says: &'static str, deed: fn(TaskStepTold) -> task::Command) -> Route {
    let run = move |State(house): State<Arc<House>>,
                    entered: Entered,
                    At(path): At<Path>,
                    told: Told<TaskStepTold>| async move {
        let seen = told.body.head.clone().into();
        let step = TaskStep { task: path.subject()?, seen, deed: deed(told.body) };
        house.ask(&entered, move |ask| ask.act(None, told.print, Command::Task(step))).await
    };
    Route::post(path, says, run).takes::<TaskStepTold>().gives::<ItemSeen>()
}

async fn of_incident(
    State(house): State<Arc<House>>,
    entered: Entered,
    At(path): At<Path>,
    Query(paging): Query<Paging>,
) -> Result<Json<ItemPage>, Problem> {
    let incident = path.subject()?;
    let page = move |ask: &Ask<'_>| {
        ask.head(incident, &[Kind::INCIDENT])?;
        let filter = Filter { kinds: vec![Kind::TASK], parent: Some(incident), ..Filter::default() };
        ask.page(ask.list(&filter, paging.after.as_deref(), paging.limit())?).map(Json)
    };
    house.ask(&entered, page).await
}

async fn list(
    State(house): State<Arc<House>>,
    entered: Entered,
    Query(paging): Query<Paging>,
) -> Result<Json<ItemPage>, Problem> {
    let known: [(&str, &[&'static str]); 2] = [("open", &OPEN), ("all", &[])];
    let states = state(paging.state.as_deref(), &known)?;
    let page = move |ask: &Ask<'_>| {
        let agency = Some(ask.session().agency.to_string());
        let filter = Filter { kinds: vec![Kind::TASK], states, agency, ..Filter::default() };
        ask.page(ask.list(&filter, paging.after.as_deref(), paging.limit())?).map(Json)
    };
    house.ask(&entered, page).await
}

async fn send(
    State(house): State<Arc<House>>,
    entered: Entered,
    At(path): At<Path>,
    told: Told<TaskTold>,
) -> Result<Answer<ItemSeen>, Problem> {
    let incident = path.subject()?;
    let write = move |ask: &Ask<'_>| {
        let body = told.body;
        let task = NewTask {
            incident,
            title: body.title,
            text: body.text,
            agency: body.agency,
            place: body.place,
            life_at_risk: body.life_at_risk,
            due: body.due,
            label: ask.label(body.label, &Kind::TASK)?,
        };
        ask.act(Some(body.id), told.print, Command::SendTask(task))
    };
    house.ask(&entered, write).await
}
