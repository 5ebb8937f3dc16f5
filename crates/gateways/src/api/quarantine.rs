//! Input that was refused, for the agency whose door it came by.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path as At, Query, State};
use axum::http::StatusCode;
use kulla_guard::access::Counted;

use super::ask::Ask;
use super::wire::signal::{PiecePage, PieceSeen, TakenIn};
use super::{Paging, Path, capin};
use crate::entered::Entered;
use crate::house::House;
use crate::problem::Problem;
use crate::route::Route;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/quarantine", "Input that was refused, newest first", list)
            .query(&["after", "limit"])
            .gives::<PiecePage>(),
        Route::post("/quarantine/{subject}/retry", "Tries a piece again", retry).gives::<TakenIn>(),
    ]
}

async fn list(
    State(house): State<Arc<House>>,
    entered: Entered,
    Query(paging): Query<Paging>,
) -> Result<Json<PiecePage>, Problem> {
    house.ask(&entered, move |ask| page(ask, &paging).map(Json)).await
}

fn page(ask: &Ask<'_>, paging: &Paging) -> Result<PiecePage, Problem> {
    ask.house.counted(ask.session(), Counted::List);
    let lost = |error: std::io::Error| {
        tracing::error!(%error, "the quarantine can't be read");
        Problem::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "quarantine.fault",
            "the quarantine can't be read just now",
        )
    };
    let pieces = ask.desk.quarantine().list(ask.session()).map_err(lost)?;
    let from =
        pieces.iter().position(|piece| Some(piece.id.to_string()) == paging.after).map_or(0, |at| at + 1);
    let more = pieces.len() > from + paging.limit();
    let items: Vec<PieceSeen> = pieces
        .into_iter()
        .skip(from)
        .take(paging.limit())
        .map(|piece| PieceSeen {
            id: piece.id,
            at: piece.at,
            door: piece.door,
            reason: piece.reason,
            findings: capin::findings(piece.findings),
            size: piece.bytes,
        })
        .collect();
    let next = items.last().filter(|_| more).map(|piece| piece.id.to_string());
    Ok(PiecePage { items, next })
}

async fn retry(
    State(house): State<Arc<House>>,
    entered: Entered,
    At(path): At<Path>,
) -> Result<Json<TakenIn>, Problem> {
    let id = path.record()?;
    let again = move |ask: &Ask<'_>| {
        let mut taken = TakenIn::default();
        capin::add(ask.desk.retry(ask.actor, id)?, &mut taken);
        capin::count(ask.house, &taken);
        Ok(Json(taken))
    };
    house.ask(&entered, again).await
}
