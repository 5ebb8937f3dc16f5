//! Entering by a single-use link.
//!
//! Mail scanners and chat previews follow links, so GET shows who would enter and a button; POST uses the link
//! up, sets the cookie of the first free `/as/{n}/` of this browser and sends it there.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use kulla_guard::Refusal;
use kulla_record::kind::governance::Grant;
use maud::{Markup, html};

use super::seated::seated;
use crate::house::House;
use crate::public::page::{self, Frame};
use crate::public::speak;
use crate::route::Route;
use crate::seats::UNSAVED;
use crate::words::{Args, PAGE_LANGS};

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/{token}", "Who would enter by this link, and a button", look).gives_bytes("text/html"),
        Route::post("/{token}", "Uses the link up and begins a session", enter),
    ]
}

async fn look(State(house): State<Arc<House>>, Path(token): Path<String>, headers: HeaderMap) -> Response {
    let lang = speak::choose(None, &headers);
    let found = house.seats.look(&token, house.now_ms()).and_then(|principal| house.grant(principal));
    match found {
        Ok(grant) => shown(&house, lang, StatusCode::OK, &button(&house, &grant)),
        Err(refusal) => shown(&house, lang, StatusCode::GONE, &refused(&house, &refusal)),
    }
}

async fn enter(State(house): State<Arc<House>>, Path(token): Path<String>, headers: HeaderMap) -> Response {
    let now = house.now_ms();
    let entered =
        house.seats.look(&token, now).and_then(|principal| house.grant(principal)).and_then(|grant| {
            house.seats.enter(&token, &grant, &house.desk.roles(), now, house.desk.entropy().as_ref())
        });
    let (session, seat) = match entered {
        Ok(begun) => begun,
        Err(refusal) => {
            let lang = speak::choose(None, &headers);
            let status =
                if refusal.code == UNSAVED { StatusCode::SERVICE_UNAVAILABLE } else { StatusCode::GONE };
            return shown(&house, lang, status, &refused(&house, &refusal));
        }
    };
    house.note_entered(&seat);
    seated(&house, &headers, &session)
}

/// In all languages one after another: the first page that somebody sees has nothing to choose by.
fn button(house: &House, grant: &Grant) -> Markup {
    let agency = house.desk.profile().agency(grant.agency.as_str());
    let words = &house.words;
    html! {
        form method="post" {
            @for lang in PAGE_LANGS {
                @let own = agency.and_then(|agency| agency.name.get(lang)).map_or(grant.agency.as_str(), String::as_str);
                @let args = Args::new().with("name", grant.name.as_str()).with("agency", own);
                section lang=(speak::tag(house, lang)) {
                    @if lang == PAGE_LANGS[0] { h1 { (words.plain(lang, "enter-title")) } }
                    @else { h2 { (words.plain(lang, "enter-title")) } }
                    p { b { (words.say(lang, "enter-who", &args)) } }
                    p { (words.plain(lang, "enter-once")) }
                    p { button { (words.plain(lang, "enter-button")) } }
                }
            }
        }
    }
}

fn refused(house: &House, refusal: &Refusal) -> Markup {
    html! {
        @for lang in PAGE_LANGS {
            p lang=(speak::tag(house, lang)) { b { (house.words.plain(lang, "enter-refused")) } }
        }
        p lang="en" { (refusal.message) }
    }
}

fn shown(house: &House, lang: &str, status: StatusCode, inside: &Markup) -> Response {
    let frame = Frame {
        lang,
        title: house.words.plain(lang, "enter-title"),
        exercise: None,
        public: false,
        langs: Vec::new(),
    };
    page::answer(status, page::frame(house, &frame, &html! { div.w { (inside) } }), page::Kept::Never)
}
