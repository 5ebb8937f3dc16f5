//! Any subject by its id: the newest version, all versions, and what it has to do with others.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path as At, State};
use kulla_guard::access::Counted;
use kulla_picture::facts::Facts;
use kulla_record::kind::signal::Severity;

use super::Path;
use super::wire::item::{Item, ItemPage, LinkSeen};
use crate::entered::Entered;
use crate::house::House;
use crate::problem::Problem;
use crate::route::Route;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/items/{subject}", "The newest version of a subject", item).gives::<Item>(),
        Route::get("/items/{subject}/history", "All versions of a subject, newest first", history)
            .gives::<ItemPage>(),
        Route::get("/items/{subject}/links", "What a subject has to do with others", links)
            .gives::<Vec<LinkSeen>>(),
    ]
}

async fn item(
    State(house): State<Arc<House>>,
    entered: Entered,
    At(path): At<Path>,
) -> Result<Json<Item>, Problem> {
    let subject = path.subject()?;
    house.ask(&entered, move |ask| ask.show(&ask.open(subject, &[])?).map(Json)).await
}

async fn history(
    State(house): State<Arc<House>>,
    entered: Entered,
    At(path): At<Path>,
) -> Result<Json<ItemPage>, Problem> {
    let subject = path.subject()?;
    let history = move |ask: &super::ask::Ask<'_>| {
        ask.open(subject, &[])?;
        let items = ask.reader.history(subject)?;
        let items = items.iter().map(|item| ask.show(item)).collect::<Result<_, _>>()?;
        Ok(Json(ItemPage { items, next: None }))
    };
    house.ask(&entered, history).await
}

async fn links(
    State(house): State<Arc<House>>,
    entered: Entered,
    At(path): At<Path>,
) -> Result<Json<Vec<LinkSeen>>, Problem> {
    let subject = path.subject()?;
    let links = move |ask: &super::ask::Ask<'_>| {
        ask.head(subject, &[])?;
        ask.house.counted(ask.session(), Counted::List);
        let seen = ask.reader.links(subject)?.into_iter().map(|link| {
            let facts = Facts::of(&link.item.kind, link.item.body.as_deref().unwrap_or_default());
            LinkSeen {
                relation: link.relation,
                direction: if link.outward { "to" } else { "from" }.into(),
                subject: link.item.subject,
                kind: link.item.kind.to_string(),
                title: link.item.title,
                severity: (facts.severity != Severity::Unknown).then_some(facts.severity),
            }
        });
        Ok(Json(seen.collect()))
    };
    house.ask(&entered, links).await
}
