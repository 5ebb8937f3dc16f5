//! Entering by a single-use link.
//!
//! Mail scanners and chat previews follow links, so GET shows who would enter and a button; POST uses the link
//! up, sets the cookie of the first free `/as/{n}/` of this browser and sends it there.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use kulla_guard::Refusal;
use kulla_guard::sessions::{Invitation, MachineToken, Part, Token};
use kulla_record::PrincipalId;
use kulla_record::kind::governance::Grant;
use kulla_record::label::Word;
use maud::{Markup, html};

use crate::entered::{COOKIE, SEATS_MAX, cookie};
use crate::house::House;
use crate::public::page::{self, Frame};
use crate::public::speak;
use crate::route::Route;
use crate::seats::UNSAVED;
use crate::words::{Args, PAGE_LANGS};

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/{token}", "Who would enter by this link, and a button", look).gives_bytes("text/html"),
        Route::post("/{token}", "Uses the link up and begins a session", enter),
    ]
}

impl House {
    /// Makes an entry link for a principal with a grant: the path of its page, shown once.
    pub fn invite(
        &self,
        principal: PrincipalId,
        purpose: &Word,
        exercise: Option<&Word>,
    ) -> Result<String, Refusal> {
        let grant = self.grant(principal)?;
        let invitation = Invitation { grant: &grant, purpose, exercise };
        let entropy = self.desk.entropy().as_ref();
        let token = self.seats.invite(invitation, self.desk.roles(), self.now_ms(), entropy)?;
        Ok(format!("/enter/{}", token.as_str()))
    }

    /// Makes a token for a machine, for `Authorization: Bearer` at `/api/v1`; shown once.
    pub fn give_token(
        &self,
        principal: PrincipalId,
        (purpose, exercise): (&Word, Option<&Word>),
        token: MachineToken<'_>,
    ) -> Result<Token, Refusal> {
        let grant = self.grant(principal)?;
        let invitation = Invitation { grant: &grant, purpose, exercise };
        self.seats.give_token(invitation, token, self.now_ms(), self.desk.entropy().as_ref())
    }

    /// Makes a token with which the exercise player acts as somebody in one role; shown once.
    pub fn give_part(
        &self,
        principal: PrincipalId,
        (purpose, exercise): (&Word, &Word),
        role: &Word,
    ) -> Result<Token, Refusal> {
        let grant = self.grant(principal)?;
        let invitation = Invitation { grant: &grant, purpose, exercise: Some(exercise) };
        let part = Part { role, roles: self.desk.roles() };
        self.seats.give_part(invitation, &part, self.now_ms(), self.desk.entropy().as_ref())
    }

    /// Ends the tokens that are called so.
    pub fn end_tokens(&self, name: &str) {
        self.seats.end_tokens(name, self.now_ms());
    }

    /// Ends all sessions, links and tokens of a principal. `false` when that is not on disk: it holds until a
    /// restart, and has to be said again before one.
    #[must_use]
    pub fn revoke(&self, principal: PrincipalId) -> bool {
        self.seats.revoke(principal, self.now_ms())
    }

    fn grant(&self, principal: PrincipalId) -> Result<Grant, Refusal> {
        let directory = self.desk.directory();
        let person = directory.person(principal).ok_or_else(|| {
            Refusal::new("entry.grant", "nobody with a grant stands behind this: ask your administrator")
        })?;
        Ok(person.grant.clone())
    }
}

/// Notes under `/enter/` that a number is in use by this browser; lasts as long as a session at most.
pub(crate) fn taken_cookie(house: &House, place: u8, age_ms: u64) -> String {
    let secure = if house.config.tls { "; Secure" } else { "" };
    format!("kulla-{place}=1; Path=/enter/; Max-Age={}; HttpOnly; SameSite=Lax{secure}", age_ms / 1_000)
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
            house.seats.enter(&token, &grant, house.desk.roles(), now, house.desk.entropy().as_ref())
        });
    let cookie_text = match entered {
        Ok(cookie) => cookie,
        Err(refusal) => {
            let lang = speak::choose(None, &headers);
            let status =
                if refusal.code == UNSAVED { StatusCode::SERVICE_UNAVAILABLE } else { StatusCode::GONE };
            return shown(&house, lang, status, &refused(&house, &refusal));
        }
    };
    let free = (1..=SEATS_MAX).find(|n| cookie(&headers, &format!("kulla-{n}")).is_none());
    // All numbers in use: the last one is entered anew.
    let place = free.unwrap_or(SEATS_MAX);
    let longest_ms = house.seats.longest_ms();
    let secure = if house.config.tls { "; Secure" } else { "" };
    let session = format!(
        "{COOKIE}={}; Path=/as/{place}/; Max-Age={}; HttpOnly; SameSite=Strict{secure}",
        cookie_text.as_str(),
        longest_ms / 1_000
    );
    let mut answer = Redirect::to(&format!("/as/{place}/")).into_response();
    for cookie in [session, taken_cookie(&house, place, longest_ms)] {
        if let Ok(cookie) = HeaderValue::try_from(cookie) {
            answer.headers_mut().append(header::SET_COOKIE, cookie);
        }
    }
    answer
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
    let frame =
        Frame { lang, title: house.words.plain(lang, "enter-title"), exercise: None, langs: Vec::new() };
    page::answer(status, page::frame(house, &frame, &html! { div.w { (inside) } }), page::Kept::Never)
}
