//! `/enrol/…`: a link by which somebody makes a passkey, or a password with a one-time code, once.
//!
//! Mail scanners follow links, so GET shows who would enrol and two choices, and changes nothing. No session begins here: whoever has
//! made a way to log in logs in by it.

mod passkey;
mod password;

use std::sync::Arc;

use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use kulla_desk::CredentialNote;
use kulla_desk::login_of;
use kulla_guard::Refusal;
use kulla_guard::accounts::{EnrolLink, Passkey};
use kulla_record::PrincipalId;
use kulla_record::kind::governance::Grant;
use maud::{Markup, html};
use serde::Deserialize;

use super::page::{self, View};
use super::site::{Asked, Made};
use crate::house::House;
use crate::route::Route;
use crate::words::Args;

pub(crate) use passkey::{add as add_passkey, asked as ask_passkey};

pub(super) fn routes() -> Vec<Route> {
    let (html, form) = ("text/html", "application/x-www-form-urlencoded");
    vec![
        Route::get(
            "/{token}",
            "Who would make a way to log in by this link, and which ways there are",
            look,
        )
        .query(&["lang"])
        .gives_bytes(html),
        Route::post("/{token}/passkey/ask", "What a browser needs to make a passkey", passkey::ask)
            .gives::<Asked>(),
        Route::post("/{token}/passkey", "Uses the link up with a passkey", passkey::enrol).takes::<Made>(),
        Route::post(
            "/{token}/password",
            "Shows the secret for one-time codes, then uses the link up with a password",
            password::enrol,
        )
        .takes_bytes(form)
        .gives_bytes(html),
    ]
}

#[derive(Deserialize)]
struct Wanted {
    lang: Option<String>,
}

async fn look(
    State(house): State<Arc<House>>,
    Path(token): Path<String>,
    Query(wanted): Query<Wanted>,
    headers: HeaderMap,
) -> Response {
    let path = format!("/enrol/{token}");
    let view = View::new(&house, wanted.lang.as_deref(), &headers, &path);
    match invited(&house, &token) {
        Ok((link, grant)) => choices(&view, &link, &grant),
        Err(refusal) => gone(&view, &refusal),
    }
}

/// Whom a link is for: somebody whose grant holds.
fn invited(house: &House, token: &str) -> Result<(EnrolLink, Grant), Refusal> {
    let link = house.keyring.look(|accounts| accounts.look(token, house.now_ms()).cloned())?;
    let grant = house.grant(link.principal)?;
    match kulla_guard::holds(&grant, house.desk.clock().now()) {
        true => Ok((link, grant)),
        false => {
            Err(Refusal::new("entry.grant", "the grant of this person does not hold today: renew it first"))
        }
    }
}

fn who(view: &View<'_>, grant: &Grant) -> String {
    let agency = view.house.desk.profile().agency(grant.agency.as_str());
    let agency =
        agency.and_then(|agency| agency.name.get(view.lang)).map_or(grant.agency.as_str(), String::as_str);
    view.say_with("enrol-who", &Args::new().with("name", grant.name.as_str()).with("agency", agency))
}

/// How somebody types their name to log in.
pub(crate) fn log_in_name(grant: &Grant) -> String {
    let word = login_of(grant).map(|word| word.to_string()).unwrap_or_default();
    format!("{word}@{}", grant.agency)
}

fn choices(view: &View<'_>, link: &EnrolLink, grant: &Grant) -> Response {
    let inside = html! {
        p { b { (who(view, grant)) } }
        @if link.replaces { p.state { (view.say("enrol-replaces")) } }
        div data-passkey hidden {
            h2 { (view.say("enrol-passkey-title")) }
            p { (view.say("enrol-passkey")) }
            label for="passkey-name" { (view.say("enrol-passkey-name")) }
            input id="passkey-name" maxlength="60" placeholder=(view.say("enrol-passkey-default")) autocomplete="off";
            input id="passkey-default" type="hidden" value=(view.say("enrol-passkey-default"));
            p { button type="button" id="passkey" data-does="enrol" { (view.say("enrol-passkey-button")) } }
        }
        p #passkey-said role="status" hidden {}
        (page::script_words(view))
        h2 { (view.say("enrol-password-title")) }
        p { (view.say("enrol-password")) }
        form method="post" action={ (view.path) "/password" } {
            input type="hidden" name="lang" value=(view.lang);
            p { button { (view.say("enrol-password-button")) } }
        }
    };
    view.answer(StatusCode::OK, &view.say("enrol-title"), &inside)
}

fn gone(view: &View<'_>, refusal: &Refusal) -> Response {
    let inside: Markup = html! { p.state role="alert" { (view.refusal(refusal)) } };
    view.answer(StatusCode::GONE, &view.say("enrol-title"), &inside)
}

/// What is put on record of a passkey.
pub(crate) fn key_noted(key: &Passkey) -> CredentialNote {
    CredentialNote {
        form: "passkey",
        name: key.name.clone(),
        key: key.key_hash(),
        ..CredentialNote::default()
    }
}

impl House {
    /// Puts on record that a way to log in was made or taken away. It is made by then; that this can't be written is told to
    /// the operator, and does not take it back.
    pub(crate) fn note_credential(
        &self,
        person: PrincipalId,
        note: &CredentialNote,
        by: Option<PrincipalId>,
    ) {
        if let Err(failure) = self.desk.note_credential(person, note, by) {
            tracing::error!(%failure, what = note.what, form = note.form, "a change of somebody's ways to log in is not on record");
        }
    }

    /// `way`: what was made, as it goes on record.
    fn enrolled(&self, link: &EnrolLink, way: CredentialNote) {
        if link.replaces {
            // INVARIANT: who lost a key wants nobody to go on by it.
            let (_, saved) = self.seats.end_sessions(link.principal, None, self.now_ms());
            if !saved {
                tracing::error!("sessions of somebody who was enrolled anew end until a restart only");
            }
            self.ring.nudge();
            self.note_credential(
                link.principal,
                &CredentialNote { what: "reset", ..CredentialNote::default() },
                link.by,
            );
        }
        let note = CredentialNote { what: "enrolled", ..way };
        self.note_credential(link.principal, &note, Some(link.principal));
    }
}
