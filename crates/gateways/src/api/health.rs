//! How the node is, as far as every session may know it: no counts of records, which would tell of what the
//! session may not see.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use kulla_picture::{Filter, Item};
use kulla_record::Kind;
use kulla_record::kind::signal::Source;

use super::PAGE_ITEMS_MAX;
use super::ask::Ask;
use super::sources::stands;
use super::wire::health::{AccessHealth, ClockHealth, DiskHealth, Feed, Health, LogHealth, PictureHealth};
use crate::entered::Entered;
use crate::house::House;
use crate::problem::Problem;
use crate::route::Route;

pub(super) fn routes() -> Vec<Route> {
    vec![Route::get("/health", "How the node is", health).gives::<Health>()]
}

async fn health(State(house): State<Arc<House>>, entered: Entered) -> Result<Json<Health>, Problem> {
    house.ask(&entered, of).await.map(Json)
}

pub(crate) fn of(ask: &Ask<'_>) -> Result<Health, Problem> {
    let house = ask.house;
    // Not through `Ask::list`: it is asked for every few seconds and says nothing about who looked at what.
    let sources = Filter { kinds: vec![Kind::SOURCE], ..Filter::default() };
    let sources = ask.reader.list(&sources, None, PAGE_ITEMS_MAX)?;
    let feed = |item: &Item| {
        let source = item.typed::<Source>().filter(|source| !source.retired)?;
        let (state, last) = stands(house.intake.shown(item.subject).as_ref());
        Some(Feed { name: source.name, last, period_s: source.period_s, state: state.word().into() })
    };
    Ok(Health {
        link: serde_json::Map::new(),
        log: LogHealth {
            name: house.config.node.clone(),
            sealed_at: house.machine.sealed_at(),
            records_ok: house.machine.records_ok(),
        },
        picture: PictureHealth {
            lag_ms: house.desk.lag_ms(),
            intake_slowed: house.desk.is_intake_slowed(),
        },
        clock: ClockHealth { ahead_ms: house.desk.clock_ahead_ms() },
        feeds: sources.items.iter().filter_map(feed).collect(),
        disk: DiskHealth { state: if house.machine.disk_full() { "full" } else { "good" }.into() },
        access: access(house),
    })
}

/// In words only: how many records there are would tell how much others read.
fn access(house: &House) -> AccessHealth {
    let keeping = house.keeping();
    let state = match (keeping.dropped, keeping.stuck) {
        (0, false) => "good",
        (0, true) => "waiting",
        _ => "lost",
    };
    AccessHealth { state: state.into() }
}
