//! Pages for everybody: the warnings in force, and each warning at its lasting address. Written here, without a
//! script, small enough for a bad line.

pub(crate) mod copies;
mod list;
mod map;
pub(crate) mod page;
pub(crate) mod shelf;
pub(crate) mod speak;
pub(crate) mod stage;
mod warning;

use std::sync::Arc;

use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use kulla_record::kind::signal::Severity;
use maud::{Markup, PreEscaped, html};
use serde::Deserialize;

use crate::house::House;
use crate::problem::Problem;
use crate::route::Route;
use copies::Document;
use page::{Frame, Kept};
use stage::Stage;

/// Seconds that a page may be shown from somebody's copy: a warning can be taken back at any moment.
pub const PAGE_KEPT_S: u32 = 15;

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/", "Warnings in force, as a page", list).query(&["lang"]).gives_bytes("text/html"),
        Route::get("/w/{identifier}", "One warning, as a page", one)
            .query(&["lang"])
            .gives_bytes("text/html"),
    ]
}

#[derive(Deserialize)]
struct Asked {
    lang: Option<String>,
}

#[derive(Deserialize)]
struct Named {
    identifier: String,
}

async fn list(
    State(house): State<Arc<House>>,
    stage: Stage,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Response {
    let lang = speak::choose(asked.lang.as_deref(), &headers);
    let made = copies::document(&house, stage, format!("/ {lang}"), move |house, public, stage| {
        list::page(house, public, stage, lang).map(written)
    });
    finish(&house, made.await, lang, &headers)
}

async fn one(
    State(house): State<Arc<House>>,
    stage: Stage,
    Path(named): Path<Named>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Response {
    let lang = speak::choose(asked.lang.as_deref(), &headers);
    let wanted = asked.lang.as_deref().and_then(speak::primary).unwrap_or_else(|| lang.to_owned());
    let page = format!("/w/ {lang} {wanted} {}", named.identifier);
    let made = copies::document(&house, stage, page, move |house, public, stage| {
        warning::page(house, public, stage, &named.identifier, (lang, &wanted)).map(written)
    });
    finish(&house, made.await, lang, &headers)
}

/// A page as it goes out.
pub(crate) fn written(page: Markup) -> Document {
    Document::new(page.into_string(), "text/html; charset=utf-8", PAGE_KEPT_S)
        .with(header::CONTENT_SECURITY_POLICY, page::policy())
        .with(header::VARY, Some(HeaderValue::from_static("accept-language")))
}

/// The page, or one that says why there is none.
fn finish(house: &House, made: Result<Document, Problem>, lang: &str, headers: &HeaderMap) -> Response {
    match made {
        Ok(document) => document.answer(headers),
        Err(problem) if problem.status == 404 => {
            let mut answer = page::answer(StatusCode::NOT_FOUND, absent(house, lang), Kept::Never);
            answer.headers_mut().insert(header::VARY, HeaderValue::from_static("accept-language"));
            answer
        }
        Err(problem) => problem.into_response(),
    }
}

fn absent(house: &House, lang: &str) -> Markup {
    let frame = Frame {
        lang,
        title: house.words.plain(lang, "absent-title"),
        exercise: None,
        public: false,
        langs: Vec::new(),
    };
    let inside = html! { div.w { h1 { (house.words.plain(lang, "absent")) } p { a href="/" { (house.words.plain(lang, "back")) } } } };
    page::frame(house, &frame, &inside)
}

/// The class of a severity, which is also the last part of the id of its words.
fn class(severity: Severity) -> &'static str {
    match severity {
        Severity::Extreme => "extreme",
        Severity::Severe => "severe",
        Severity::Moderate => "moderate",
        Severity::Minor => "minor",
        Severity::Unknown => "unknown",
    }
}

/// Each severity has a shape of its own: colour is never the only signal.
fn glyph(severity: Severity) -> Markup {
    let path = match severity {
        Severity::Extreme => "M5 .8h6L15.2 5v6L11 15.2H5L.8 11V5zM7 3.6v5.2h2V3.6zM7 10.4v2h2v-2z",
        Severity::Severe => "M8 .9 15.6 14.6H.4zM7 5.4v4.8h2V5.4zM7 11.3v1.9h2v-1.9z",
        Severity::Moderate => "M8 1 15 8l-7 7-7-7zM4.6 7.1v1.8h6.8V7.1z",
        _ => "M8 1a7 7 0 1 1 0 14A7 7 0 0 1 8 1zM7 6.6v5h2v-5zM7 4v1.6h2V4z",
    };
    html! { svg viewBox="0 0 16 16" aria-hidden="true" { path fill="currentColor" fill-rule="evenodd" d=(PreEscaped(path)) {} } }
}

/// The same page in each of these languages.
fn in_languages(address: &str, langs: impl IntoIterator<Item = String>) -> Vec<(String, String)> {
    langs.into_iter().map(|lang| (lang.clone(), format!("{address}?lang={lang}"))).collect()
}
