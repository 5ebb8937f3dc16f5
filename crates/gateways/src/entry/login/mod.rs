//! `/login`: by passkey, or by name, password and one-time code; and the way to the providers of agencies. No page here says which names there are.

mod passkey;
mod password;

use std::sync::Arc;

use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use kulla_desk::profile::in_language;
use maud::{Markup, html};
use serde::Deserialize;

use super::begun::Chosen;
use super::oidc::name_of;
use super::page::{self, View};
use crate::house::House;
use crate::route::Route;
use crate::words::Args;
use passkey::{Asked, Shown};

pub(super) use password::{pace, refused_on_record};

pub(super) fn routes() -> Vec<Route> {
    let (html, form) = ("text/html", "application/x-www-form-urlencoded");
    vec![
        Route::get("", "The page on which people log in", ask).query(&["lang"]).gives_bytes(html),
        Route::post(
            "/password",
            "Logs in by name, password and one-time code, from the page",
            password::log_in,
        )
        .takes_bytes(form)
        .gives_bytes(html),
        Route::post("/passkey/ask", "A challenge for a passkey", passkey::ask).gives::<Asked>(),
        Route::post("/passkey", "Logs in by a passkey", passkey::log_in).takes::<Shown>(),
        Route::get("/passkey.js", "The script of the pages with passkeys", page::script)
            .gives_bytes("text/javascript"),
    ]
}

#[derive(Deserialize)]
struct Wanted {
    lang: Option<String>,
}

async fn ask(
    State(house): State<Arc<House>>,
    Query(wanted): Query<Wanted>,
    headers: HeaderMap,
) -> Response {
    let view = View::new(&house, wanted.lang.as_deref(), &headers, "/login");
    shown(&view, StatusCode::OK, None, ("", &Chosen::default()))
}

/// The page, with what was wrong and what was typed; never a password.
pub(super) fn shown(
    view: &View<'_>,
    status: StatusCode,
    wrong: Option<&str>,
    (name, chosen): (&str, &Chosen),
) -> Response {
    let inside = html! {
        @if let Some(wrong) = wrong { div.state role="alert" { p { (wrong) } } }
        form method="post" action="/login/password" {
            input type="hidden" name="lang" value=(view.lang);
            (purposes(view, chosen))
            div data-passkey hidden {
                p { button type="button" id="passkey" data-does="login" { (view.say("login-passkey")) } }
            }
            p #passkey-said role="status" hidden {}
            (page::script_words(view))
            h2 { (view.say("login-password-title")) }
            label for="name" { (view.say("login-name")) }
            input id="name" name="name" maxlength="160" value=(name) autocomplete="username" autocapitalize="none"
                spellcheck="false" placeholder="arta.krasniqi@ame" required;
            label for="password" { (view.say("login-password")) }
            input id="password" name="password" type="password" maxlength="200" autocomplete="current-password" required;
            label for="code" { (view.say("login-code")) }
            input id="code" name="code" inputmode="numeric" maxlength="9" autocomplete="one-time-code" required;
            p { button { (view.say("login-button")) } }
            (providers(view))
        }
        p { (view.say("login-lost")) }
    };
    view.answer(status, &view.say("login-title"), &inside)
}

/// A button for each provider. They stand behind that of the password: Enter in a field presses the first button of a form.
fn providers(view: &View<'_>) -> Markup {
    let mut all = view.house.providers.all().peekable();
    if all.peek().is_none() {
        return html! {};
    }
    html! {
        h2 { (view.say("login-oidc-title")) }
        @for listed in all {
            @let name = name_of(view, listed);
            p {
                button formaction={ "/login/oidc/" (listed.code.as_str()) } formnovalidate {
                    (view.say_with("login-oidc", &Args::new().with("name", name.as_str())))
                }
            }
        }
    }
}

fn purposes(view: &View<'_>, chosen: &Chosen) -> Markup {
    let exercises = if view.house.config.exercise_only { Vec::new() } else { view.house.exercises() };
    html! {
        label for="purpose" { (view.say("login-purpose")) }
        select id="purpose" name="purpose" {
            option value="" { (view.say("login-purpose-usual")) }
            @for purpose in &view.house.desk.profile().people.labels.purpose {
                option value=(purpose.code.as_str()) selected[purpose.code.as_str() == chosen.purpose] {
                    (in_language(&purpose.name, view.lang))
                }
            }
        }
        @if !exercises.is_empty() {
            label for="exercise" { (view.say("login-exercise")) }
            select id="exercise" name="exercise" {
                option value="" { (view.say("login-exercise-none")) }
                @for exercise in &exercises {
                    option value=(exercise.as_str()) selected[exercise.as_str() == chosen.exercise] { (exercise.as_str()) }
                }
            }
        }
    }
}
