//! CAP for everybody: each message byte for byte at its lasting address, and feeds of those that hold.

mod feeds;
pub mod poll;

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;
use jiff::Timestamp;
use serde::Deserialize;

use crate::house::House;
use crate::problem::Problem;
use crate::public::copies::{self, Document};
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

async fn message(
    State(house): State<Arc<House>>,
    stage: Stage,
    Path(named): Path<Named>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let page = format!("/cap/ {}", named.file);
    let found = copies::document(&house, stage, page, move |house, public, _| {
        let identifier = named.file.strip_suffix(".xml").ok_or_else(Problem::absent)?;
        let shown = Shelf::new(house, public).find(identifier)?;
        let sent = feeds::sent(&shown);
        Ok(written(shown.warning.xml, sent, CAP_MEDIA, MESSAGE_KEPT_S))
    });
    Ok(found.await?.answer(&headers))
}

async fn atom(
    State(house): State<Arc<House>>,
    stage: Stage,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let made = copies::document(&house, stage, "/feeds/cap.atom".into(), |house, public, stage| {
        let (bytes, changed) = feeds::atom(house, public, stage)?;
        Ok(written(bytes, changed, "application/atom+xml; charset=utf-8", FEED_KEPT_S))
    });
    Ok(made.await?.answer(&headers))
}

async fn rss(
    State(house): State<Arc<House>>,
    stage: Stage,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let made = copies::document(&house, stage, "/feeds/cap.rss".into(), |house, public, stage| {
        let (bytes, changed) = feeds::rss(house, public, stage)?;
        Ok(written(bytes, changed, "application/rss+xml; charset=utf-8", FEED_KEPT_S))
    });
    Ok(made.await?.answer(&headers))
}

async fn edxl(
    State(house): State<Arc<House>>,
    stage: Stage,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let made = copies::document(&house, stage, "/feeds/cap.edxl".into(), |house, public, stage| {
        let (bytes, changed) = feeds::edxl(house, public, stage)?;
        Ok(written(bytes, changed, "application/xml; charset=utf-8", FEED_KEPT_S))
    });
    Ok(made.await?.answer(&headers))
}

/// A message or feed as it goes out, with when it last changed.
fn written(bytes: String, changed: Timestamp, media: &'static str, kept_s: u32) -> Document {
    let changed = jiff::fmt::rfc2822::DateTimePrinter::new().timestamp_to_rfc9110_string(&changed);
    let changed = changed.ok().and_then(|text| HeaderValue::try_from(text).ok());
    Document::new(bytes, media, kept_s).with(header::LAST_MODIFIED, changed)
}
