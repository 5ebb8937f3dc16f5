//! The map: what lies under it, what stands on it now or stood at a moment, and how much was written when.
//!
//! What lies under it is one document for every session of the node, so it has an ETag. Everything else goes
//! through the reader of the session: a thing, a count and a bar are of what it may read, and nothing else.

mod base;
mod gauges;
mod items;
mod shape;

use std::sync::Arc;

use axum::Json;
use axum::extract::{Query, State};
use jiff::{SignedDuration, Timestamp};
use kulla_guard::access::Counted;
use serde::Deserialize;

pub(crate) use base::Made as MapBaseMade;

use super::wire::map::{MapBase, MapHistory, MapItems};
use crate::entered::Entered;
use crate::house::House;
use crate::problem::Problem;
use crate::route::Route;

/// Stretches of the bars.
const BUCKETS_MAX: i64 = 288;
/// Seconds of a stretch, if nothing else is asked for: a quarter of an hour.
const BUCKET_S: i64 = 900;
/// What the bars reach back to, if nothing else is asked for.
const SHOWN: SignedDuration = SignedDuration::from_hours(24);

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/map/base", "What lies under the map, with an ETag", base::base).gives::<MapBase>(),
        Route::get("/map/items", "What stands on the map, now or at a moment", items::items)
            .query(&["bbox", "kinds", "since", "until", "at", "subjects"])
            .gives::<MapItems>(),
        Route::get("/map/history", "How much was written when, as far as one may read it", history)
            .query(&["since", "until", "bucket_s"])
            .gives::<MapHistory>(),
    ]
}

#[derive(Deserialize)]
struct Asked {
    since: Option<Timestamp>,
    until: Option<Timestamp>,
    bucket_s: Option<i64>,
}

async fn history(
    State(house): State<Arc<House>>,
    entered: Entered,
    Query(asked): Query<Asked>,
) -> Result<Json<MapHistory>, Problem> {
    house
        .ask(&entered, move |ask| {
            ask.house.counted(ask.session(), Counted::List);
            let now = ask.desk.clock().now();
            let until = asked.until.unwrap_or(now).min(now);
            let since = asked.since.unwrap_or_else(|| until.checked_sub(SHOWN).unwrap_or(until));
            let bucket_s = asked.bucket_s.unwrap_or(BUCKET_S);
            let (from_ms, until_ms) = (since.as_millisecond(), until.as_millisecond());
            let buckets = (until_ms - from_ms).div_euclid(bucket_s.max(1).saturating_mul(1_000));
            if bucket_s < 1 || !(1..=BUCKETS_MAX).contains(&buckets) {
                let detail =
                    format!("`since`, `until` and `bucket_s` ask for 1 to {BUCKETS_MAX} stretches");
                return Err(Problem::malformed(detail));
            }
            // Stretches end at `until`; a rest that fills none is left out at the old end.
            let from_ms = until_ms - buckets * bucket_s * 1_000;
            let found = ask.reader.written(from_ms, until_ms, usize::try_from(buckets).unwrap_or(1))?;
            let since = Timestamp::from_millisecond(from_ms).unwrap_or(since);
            Ok(Json(MapHistory { since, until, bucket_s, counts: found.counts, more: found.more }))
        })
        .await
}
