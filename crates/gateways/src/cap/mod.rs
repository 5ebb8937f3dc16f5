//! CAP for everybody: each message byte for byte at its lasting address, and feeds of those that hold.

mod feeds;
pub mod poll;

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;
use serde::Deserialize;

use crate::house::House;
use crate::problem::Problem;
use crate::public::page::{Kept, fresh, keep};
use crate::public::shelf::Shelf;
use crate::public::stage::Stage;
use crate::route::Route;

/// Seconds that a message may be kept: it never changes, but it may be erased.
const MESSAGE_KEPT_S: u32 = 3_600;
/// Seconds that a feed may be kept.
const FEED_KEPT_S: u32 = 15;
/// CAP 1.2 has no media type of its own in the standard; this is the registered one.
const CAP_MEDIA: &str = "application/cap+xml; charset=utf-8";

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/cap/{file}", "One CAP message, byte for byte", message)
            .gives_bytes("application/cap+xml"),
        Route::get("/feeds/cap.atom", "Messages that hold, as Atom", atom)
            .gives_bytes("application/atom+xml"),
        Route::get("/feeds/cap.rss", "Messages that hold, as RSS", rss).gives_bytes("application/rss+xml"),
        Route::get("/feeds/cap.edxl", "Messages that hold, in an EDXL-DE envelope", edxl)
            .gives_bytes("application/xml"),
    ]
}

#[derive(Deserialize)]
struct Named {
    file: String,
}

/// Bytes with when they last changed.
struct Document {
    bytes: String,
    changed: Timestamp,
}

async fn message(
    State(house): State<Arc<House>>,
    stage: Stage,
    Path(named): Path<Named>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let found = house.ask_public(stage.exercise.clone(), move |house, public| {
        let identifier = named.file.strip_suffix(".xml").ok_or_else(Problem::absent)?;
        let shown = Shelf::new(house, public).find(identifier)?;
        let changed = feeds::sent(&shown);
        Ok(Document { bytes: shown.warning.xml, changed })
    });
    Ok(answer(found.await?, CAP_MEDIA, MESSAGE_KEPT_S, &headers))
}

async fn atom(
    State(house): State<Arc<House>>,
    stage: Stage,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let made =
        house.ask_public(stage.exercise.clone(), move |house, public| feeds::atom(house, public, &stage));
    Ok(answer(made.await?, "application/atom+xml; charset=utf-8", FEED_KEPT_S, &headers))
}

async fn rss(
    State(house): State<Arc<House>>,
    stage: Stage,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let made =
        house.ask_public(stage.exercise.clone(), move |house, public| feeds::rss(house, public, &stage));
    Ok(answer(made.await?, "application/rss+xml; charset=utf-8", FEED_KEPT_S, &headers))
}

async fn edxl(
    State(house): State<Arc<House>>,
    stage: Stage,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let made =
        house.ask_public(stage.exercise.clone(), move |house, public| feeds::edxl(house, public, &stage));
    Ok(answer(made.await?, "application/xml; charset=utf-8", FEED_KEPT_S, &headers))
}

fn answer(document: Document, media: &'static str, kept_s: u32, asked: &HeaderMap) -> Response {
    let mut answer = document.bytes.clone().into_response();
    let headers = answer.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media));
    let changed = document.changed.to_zoned_datetime(jiff::tz::TimeZone::UTC);
    let changed =
        jiff::fmt::rfc2822::DateTimePrinter::new().timestamp_to_rfc9110_string(&changed.timestamp());
    if let Some(changed) = changed.ok().and_then(|text| HeaderValue::try_from(text).ok()) {
        headers.insert(header::LAST_MODIFIED, changed);
    }
    keep(headers, Kept::Public { seconds: kept_s });
    fresh(asked, answer, document.bytes.as_bytes())
}
