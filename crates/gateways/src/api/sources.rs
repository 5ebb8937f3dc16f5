//! Sources that a session may see, and how they stand.
//!
//! How much a source sends, and what is wrong with it, is told to the agency that answers for it. Others see
//! whether it speaks: its signals may be for fewer people than the source itself, and a count would tell of them.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Json;
use axum::extract::{Query, State};
use jiff::Timestamp;
use kulla_picture::{Filter, Item};
use kulla_record::Kind;
use kulla_record::kind::signal::Source;

use super::Paging;
use super::ask::Ask;
use super::wire::source::{SourceCounts, SourcePage, SourceSeen};
use crate::entered::Entered;
use crate::house::House;
use crate::intake::Shown;
use crate::intake::standing::{Reason, State as Standing};
use crate::problem::Problem;
use crate::route::Route;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/sources", "Sources of signals and how they stand", list)
            .query(&["after", "limit"])
            .gives::<SourcePage>(),
    ]
}

async fn list(
    State(house): State<Arc<House>>,
    entered: Entered,
    Query(paging): Query<Paging>,
) -> Result<Json<SourcePage>, Problem> {
    house.ask(&entered, move |ask| page(ask, &paging).map(Json)).await
}

fn page(ask: &Ask<'_>, paging: &Paging) -> Result<SourcePage, Problem> {
    let filter = Filter { kinds: vec![Kind::SOURCE], ..Filter::default() };
    let page = ask.list(&filter, paging.after.as_deref(), paging.limit())?;
    let items = page.items.iter().filter_map(|item| seen(ask, item)).collect();
    Ok(SourcePage { items, next: page.next })
}

fn seen(ask: &Ask<'_>, item: &Item) -> Option<SourceSeen> {
    let source = item.typed::<Source>()?;
    let shown = ask.house.intake.shown(item.subject);
    let (state, last) = stands(shown.as_ref());
    let ours = ask.session().agency.as_str() == source.owner;
    let told = shown.filter(|_| ours);
    Some(SourceSeen {
        subject: item.subject,
        code: source.code,
        name: source.name,
        door: source.door,
        owner: source.owner,
        purpose: source.purpose,
        basis: source.basis,
        period_s: source.period_s,
        retired: source.retired,
        state,
        last,
        trouble: told.as_ref().map(|shown| shown.standing.trouble.clone()).unwrap_or_default(),
        counts: told.map(|shown| counts(&shown)),
    })
}

/// How a source stands for everybody who may see it. Of one that nobody listens for nothing is known.
pub(super) fn stands(shown: Option<&Shown>) -> (Standing, Option<Timestamp>) {
    let Some(shown) = shown else { return (Standing::Unknown, None) };
    let last =
        shown.standing.heard_ms.and_then(|ms| Timestamp::from_millisecond(i64::try_from(ms).ok()?).ok());
    (shown.state, last)
}

fn counts(shown: &Shown) -> SourceCounts {
    let word = |(reason, n): (&Reason, &u64)| (reason.word().to_owned(), *n);
    SourceCounts {
        came: shown.standing.came,
        taken: shown.standing.taken,
        waiting: shown.waiting as u64,
        dropped: shown.standing.dropped.iter().map(word).collect::<BTreeMap<_, _>>(),
    }
}
