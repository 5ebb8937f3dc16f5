//! Warnings as they were issued, and the papers that follow them.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path as At, Query, State};
use jiff::{SignedDuration, Timestamp};
use kulla_cap::Time;
use kulla_desk::Seen;
use kulla_desk::command::Command;
use kulla_desk::command::warning::{CancelAlone, NewDraft};
use kulla_picture::{Filter, Item};
use kulla_record::decision::Refusal;
use kulla_record::kind::warning::{Content, Warning};
use kulla_record::{Kind, SubjectId};
use kulla_warn::issue::CANCEL_ALONE_MS;

use super::ask::{Answer, Ask};
use super::wire::item::{Item as ItemSeen, ItemPage};
use super::wire::may::May;
use super::wire::warning::{CancelTold, UpdateTold, WarningMay, WarningView};
use super::{PAGE_ITEMS_MAX, Paging, Path, paper, state};
use crate::entered::Entered;
use crate::house::House;
use crate::problem::Problem;
use crate::public::stage::base;
use crate::route::Route;
use crate::told::Told;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/warnings", "Warnings as issued, newest first", list)
            .query(&["state", "after", "limit"])
            .gives::<ItemPage>(),
        Route::get("/warnings/{subject}", "A warning and where it stands", warning).gives::<WarningView>(),
        Route::post("/warnings/{subject}/update", "Begins a paper that takes its place", update)
            .takes::<UpdateTold>()
            .gives::<ItemSeen>(),
        Route::post(
            "/warnings/{subject}/cancel",
            "Begins a paper that takes it back, or takes it back at once",
            cancel,
        )
        .takes::<CancelTold>()
        .gives::<ItemSeen>(),
    ]
}

async fn list(
    State(house): State<Arc<House>>,
    entered: Entered,
    Query(paging): Query<Paging>,
) -> Result<Json<ItemPage>, Problem> {
    let known: [(&str, &[&'static str]); 2] = [("in-force", &["in-force"]), ("all", &[])];
    let states = state(paging.state.as_deref(), &known)?;
    let page = move |ask: &Ask<'_>| {
        let filter = Filter { kinds: vec![Kind::WARNING], states, ..Filter::default() };
        ask.page(ask.list(&filter, paging.after.as_deref(), paging.limit())?).map(Json)
    };
    house.ask(&entered, page).await
}

async fn warning(
    State(house): State<Arc<House>>,
    entered: Entered,
    At(path): At<Path>,
) -> Result<Json<WarningView>, Problem> {
    let subject = path.subject()?;
    house.ask(&entered, move |ask| view(ask, subject).map(Json)).await
}

fn found(ask: &Ask<'_>, subject: SubjectId) -> Result<(Item, Warning), Problem> {
    let item = ask.open(subject, &[Kind::WARNING])?;
    let warning = item.typed().ok_or_else(Problem::absent)?;
    Ok((item, warning))
}

fn view(ask: &Ask<'_>, subject: SubjectId) -> Result<WarningView, Problem> {
    let (item, warning) = found(ask, subject)?;
    let deliveries = Filter { kinds: vec![Kind::DELIVERY], parent: Some(subject), ..Filter::default() };
    let deliveries = ask.reader.list(&deliveries, None, PAGE_ITEMS_MAX)?.items;
    let base = base(ask.house, item.exercise.as_ref());
    let paper = |content: Content| {
        ask.may(Command::NewDraft(Box::new(NewDraft { content, incident: None, label: None })))
    };
    let follows = kulla_record::kind::warning::WarningState::InForce == warning.state;
    let over = || {
        let why = "this warning is no longer in force: there is nothing to update or to cancel";
        May::no(Refusal::new("warning.not-in-force", why))
    };
    let cancel = paper::cancel(ask.house, subject, &warning, None);
    let alone = ask.may(Command::CancelAlone(Box::new(CancelAlone {
        warning: subject,
        content: cancel.clone(),
        seen: Seen::default(),
    })));
    Ok(WarningView {
        warning: ask.show(&item)?,
        public: format!("{base}/w/{}", warning.identifier),
        xml: format!("{base}/cap/{}.xml", warning.identifier),
        deliveries: deliveries.iter().map(|item| ask.show(item)).collect::<Result<_, _>>()?,
        may: WarningMay {
            update: if follows { paper(paper::update(subject, &warning)) } else { over() },
            cancel: if follows { paper(cancel) } else { over() },
            cancel_alone_until: if alone.ok { alone_until(&warning) } else { None },
        },
    })
}

fn alone_until(warning: &Warning) -> Option<Timestamp> {
    let sent = Time::parse(&warning.sent).ok()?.timestamp();
    sent.checked_add(SignedDuration::from_millis(CANCEL_ALONE_MS)).ok()
}

async fn update(
    State(house): State<Arc<House>>,
    entered: Entered,
    At(path): At<Path>,
    told: Told<UpdateTold>,
) -> Result<Answer<ItemSeen>, Problem> {
    let subject = path.subject()?;
    let write = move |ask: &Ask<'_>| {
        let (_, warning) = found(ask, subject)?;
        let new = NewDraft { content: paper::update(subject, &warning), incident: None, label: None };
        ask.act(Some(told.body.id), told.print, Command::NewDraft(Box::new(new)))
    };
    house.ask(&entered, write).await
}

async fn cancel(
    State(house): State<Arc<House>>,
    entered: Entered,
    At(path): At<Path>,
    told: Told<CancelTold>,
) -> Result<Answer<ItemSeen>, Problem> {
    let subject = path.subject()?;
    let write = move |ask: &Ask<'_>| {
        let (_, warning) = found(ask, subject)?;
        let CancelTold { id, texts, alone, heads } = told.body;
        let seen = heads.map(Into::into).unwrap_or_default();
        let content = paper::cancel(ask.house, subject, &warning, texts);
        let command = match alone {
            true => Command::CancelAlone(Box::new(CancelAlone { warning: subject, content, seen })),
            false => Command::NewDraft(Box::new(NewDraft { content, incident: None, label: None })),
        };
        ask.act(Some(id), told.print, command)
    };
    house.ask(&entered, write).await
}
