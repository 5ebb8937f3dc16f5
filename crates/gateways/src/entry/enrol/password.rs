//! Making a password with a one-time code, without a script: first the secret as a picture and as letters, then the password and the
//! first code, which proves that the secret arrived.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use kulla_desk::CredentialNote;
use kulla_guard::Refusal;
use kulla_guard::accounts::{
    Accounts, PASSWORD_CHARS_MAX, PASSWORD_CHARS_MIN, PasswordHash, is_good, totp,
};
use kulla_record::kind::governance::Grant;
use maud::{Markup, html};

use super::super::page::{Typed, View};
use super::super::site::refused;
use super::{gone, invited, log_in_name, who};
use crate::house::House;
use crate::problem::Problem;
use crate::words::Args;

/// The two passwords and the code; nothing where the page is asked for.
struct New {
    password: String,
    again: String,
    code: String,
}

impl New {
    fn of(typed: &Typed) -> New {
        let field = |name| typed.field(name).to_owned();
        New { password: field("password"), again: field("again"), code: field("code") }
    }

    fn is_first(&self) -> bool {
        self.password.is_empty() && self.again.is_empty() && self.code.is_empty()
    }
}

pub(super) async fn enrol(
    State(house): State<Arc<House>>,
    Path(token): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let typed = Typed::of(&body);
    let new = New::of(&typed);
    let path = format!("/enrol/{token}");
    let view = View::new(&house, Some(typed.field("lang")), &headers, &path);
    let (_, grant) = match invited(&house, &token) {
        Ok(invited) => invited,
        Err(refusal) => return gone(&view, &refusal),
    };
    let done =
        if new.is_first() { Ok(false) } else { set(&house, &token, &grant, &new).await.map(|()| true) };
    match done {
        Ok(true) => thanks(&view, &grant),
        Ok(false) => form(&house, &view, (&token, &grant), None).await,
        Err(problem) => form(&house, &view, (&token, &grant), Some(&problem)).await,
    }
}

/// Sets it. Slow on purpose, so it waits for its turn among those who log in for the first time.
async fn set(house: &Arc<House>, token: &str, grant: &Grant, new: &New) -> Result<(), Problem> {
    if new.password != new.again {
        let message = "the two passwords differ: type the same one twice";
        return Err(refused(Refusal::new("password.differs", message)));
    }
    let login = log_in_name(grant);
    is_good(&new.password, &[&grant.name, &login, grant.agency.as_str()]).map_err(refused)?;
    let (entropy, password) = (Arc::clone(house.desk.entropy()), new.password.clone());
    let hash = house.keyring.hash(false, move || PasswordHash::of(&password, entropy.as_ref())).await?;
    let (token, code) = (token.to_owned(), new.code.clone());
    let work = move |house: &House| {
        let now = house.now_ms();
        let used = house.keyring.change(|accounts| accounts.enrol_password(&token, (hash, &code), now));
        let way = CredentialNote { form: "password-code", ..CredentialNote::default() };
        house.enrolled(&used.map_err(refused)?, way);
        Ok(())
    };
    house.work(work).await
}

async fn form(
    house: &Arc<House>,
    view: &View<'_>,
    (token, grant): (&str, &Grant),
    wrong: Option<&Problem>,
) -> Response {
    let token = token.to_owned();
    let begin = move |house: &House| {
        let begin = |accounts: &mut Accounts| {
            accounts.begin_code(&token, house.now_ms(), house.desk.entropy().as_ref())
        };
        Ok(house.keyring.change(begin))
    };
    let secret = match house.work(begin).await {
        Ok(Ok(secret)) => secret,
        Ok(Err(refusal)) => return gone(view, &refusal),
        Err(problem) => return problem.into_response(),
    };
    let name = log_in_name(grant);
    let picture = picture(&totp::uri(&house.config.node, &name, secret.bytes()));
    let long = Args::new().with("min", PASSWORD_CHARS_MIN as i64);
    let inside = html! {
        @if let Some(wrong) = wrong { div.state role="alert" { p { (view.problem(wrong)) } } }
        p { b { (who(view, grant)) } }
        h2 { "1. " (view.say("enrol-code-title")) }
        p { (view.say("enrol-code")) }
        @if let Some(picture) = picture {
            figure.qr role="img" aria-label=(view.say("enrol-code-picture")) { (picture) }
        }
        p { (view.say("enrol-code-letters")) }
        p.code { (totp::spelled(secret.bytes())) }
        h2 { "2. " (view.say("enrol-password-set")) }
        form method="post" action={ (view.path) "/password" } {
            input type="hidden" name="lang" value=(view.lang);
            p { (view.say("login-name")) ": " b { (name) } }
            input type="hidden" name="name" value=(name) autocomplete="username";
            label for="password" { (view.say("login-password")) }
            p { (view.say_with("enrol-password-how", &long)) }
            input id="password" name="password" type="password" maxlength=(PASSWORD_CHARS_MAX) autocomplete="new-password" required;
            label for="again" { (view.say("enrol-password-again")) }
            input id="again" name="again" type="password" maxlength=(PASSWORD_CHARS_MAX) autocomplete="new-password" required;
            label for="code" { (view.say("enrol-code-now")) }
            input id="code" name="code" inputmode="numeric" maxlength="9" autocomplete="one-time-code" required;
            p { button { (view.say("enrol-done-button")) } }
        }
    };
    let status = wrong.map_or(StatusCode::OK, |_| StatusCode::UNPROCESSABLE_ENTITY);
    view.answer(status, &view.say("enrol-title"), &inside)
}

fn thanks(view: &View<'_>, grant: &Grant) -> Response {
    let inside = html! {
        p { (view.say("enrol-thanks")) }
        p { (view.say("login-name")) ": " b { (log_in_name(grant)) } }
        p { a href=(format!("/login?lang={}", view.lang)) { (view.say("login-title")) } }
    };
    view.answer(StatusCode::OK, &view.say("enrol-thanks-title"), &inside)
}

/// The text as a QR code: black on white also in the dark, because cameras want it so.
fn picture(text: &str) -> Option<Markup> {
    let code = qrcode::QrCode::new(text.as_bytes()).ok()?;
    let (side, quiet) = (code.width(), 4);
    let all = side + 2 * quiet;
    let mut path = String::new();
    for (n, colour) in code.to_colors().into_iter().enumerate() {
        if colour == qrcode::Color::Dark {
            path.push_str(&format!("M{} {}h1v1h-1z", n % side + quiet, n / side + quiet));
        }
    }
    Some(html! {
        svg viewBox=(format!("0 0 {all} {all}")) width="264" height="264" shape-rendering="crispEdges" {
            rect width=(all) height=(all) fill="#fff" {}
            path d=(path) fill="#000" {}
        }
    })
}
